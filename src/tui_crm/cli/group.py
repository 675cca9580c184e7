"""The lazy command group: a verb's module is imported when the verb runs."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Any, NoReturn

from typer.core import TyperCommand, TyperGroup

from tui_crm import manifest
from tui_crm.cli.command import TranslatedCommand
from tui_crm.cli.session import FLAGS, Session
from tui_crm.cli.typer_internals import register_shells
from tui_crm.cli.verbs import names_under

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tui_crm.cli.typer_internals import Command, Context


class LazyVerb(TyperCommand):
    """A verb by its name alone; its module is imported when its arguments are parsed."""

    def __init__(self, verb: str) -> None:
        super().__init__(verb.split()[-1], rich_markup_mode=None)
        self.verb = verb

    def get_short_help_str(self, limit: int = 45) -> str:  # noqa: ARG002  Typer's signature
        """Its summary, for completion."""
        from tui_crm.cli.helptext import summary

        return summary(self.verb)

    def make_context(
        self, info_name: str | None, args: list[str], parent: Context | None = None, **extra: Any
    ) -> Context:
        """Parse the arguments of the verb; the context is that of the real command."""
        from tui_crm.cli.build import command

        return command(self.verb).make_context(info_name, args, parent, **extra)


class VerbGroup(TranslatedCommand, TyperGroup):
    """A group of verbs with a common first word; the program itself is the root group."""

    prefix = ""

    def list_commands(self, ctx: Context) -> list[str]:  # noqa: ARG002  Typer's signature
        """The verbs, in the order of the help."""
        return names_under(self.prefix)

    def get_command(self, ctx: Context, cmd_name: str) -> Command | None:  # noqa: ARG002
        """The command or group of a verb, or None."""
        verb = self.prefix + cmd_name
        if verb in manifest.verbs():
            return LazyVerb(verb)
        if not names_under(f"{verb} "):
            return None
        group = VerbGroup(name=cmd_name, invoke_without_command=True, rich_markup_mode=None)
        group.prefix = f"{verb} "
        return group

    def resolve_command(
        self, ctx: Context, args: list[str]
    ) -> tuple[str | None, Command | None, list[str]]:
        """Resolve the first word to a verb.

        Raises:
            UsageError: it names none.
        """
        if not ctx.resilient_parsing and self.get_command(ctx, args[0]) is None:
            from tui_crm.cli.failures import no_such_verb

            ctx.obj.settle_language()
            ctx.fail(no_such_verb(args[0], self.list_commands(ctx)))
        return super().resolve_command(ctx, args)

    def invoke(self, ctx: Context) -> None:
        """Run the verb; a group without a verb is a usage error."""
        super().invoke(ctx)
        if self.prefix and ctx.invoked_subcommand is None:
            from tui_crm.i18n import t

            ctx.obj.settle_language()
            ctx.fail(t("cli.usage.incomplete", known=", ".join(self.list_commands(ctx))))


class CrmGroup(VerbGroup):
    """The root group; turns every exception into one sentence and an exit status."""

    def main(
        self, args: Sequence[str] | None = None, prog_name: str | None = None, *_: Any, **__: Any
    ) -> NoReturn:
        """Run the program, or complete its command line, and exit with its status."""
        words = [_as_utf8(word) for word in (sys.argv[1:] if args is None else args)]
        _need_streams()
        register_shells()
        session = Session(words, self)
        try:
            status = super().main(words, prog_name, standalone_mode=False, obj=session) or 0
            if status == 130:  # Typer's for an interrupt
                raise KeyboardInterrupt
            sys.stdout.flush()
        except BaseException as error:
            from tui_crm.cli.failures import explain

            status = explain(error, session)
        finally:
            session.close()
        sys.exit(status)

    def parse_args(self, ctx: Context, args: list[str]) -> list[str]:
        """Parse the global options, and hand them to the session."""
        rest = super().parse_args(ctx, args)
        ctx.obj.set_flags(**{name: ctx.params[name] or "" for name in FLAGS})
        ctx.obj.debug = ctx.params["debug"]
        return rest


def _as_utf8(word: str) -> str:
    """Decode an argument that a locale without UTF-8 passes with surrogate escapes."""
    if word.isascii():
        return word
    return os.fsencode(word).decode("utf-8", "surrogateescape")


def _need_streams() -> None:
    """Replace closed output streams by the null device, and unencodable characters by ``?``."""
    for name in ("stdout", "stderr"):
        stream: Any = getattr(sys, name)
        if stream is None:
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: PTH123, SIM115
        elif hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
