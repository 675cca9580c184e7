"""The lazy command group: a verb's module is imported when the verb runs."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Any, NoReturn

from typer.core import TyperGroup

from tui_crm import manifest
from tui_crm.cli.command import TranslatedCommand
from tui_crm.cli.session import Session
from tui_crm.cli.typer_internals import CompletionItem, register_shells

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tui_crm.cli.typer_internals import Command, Context


class VerbGroup(TranslatedCommand, TyperGroup):
    """A group of verbs with a common first word; the program itself is the root group."""

    prefix = ""

    def list_commands(self, ctx: Context) -> list[str]:  # noqa: ARG002  Typer's signature
        """The words that may follow: verbs, and first words of further ones, in their order."""
        verbs = [verb for verb in manifest.verbs() if verb.startswith(self.prefix)]
        return list(dict.fromkeys(verb.removeprefix(self.prefix).split()[0] for verb in verbs))

    def get_command(self, ctx: Context, cmd_name: str) -> Command | None:
        """The command or group of a verb, or None."""
        if cmd_name not in self.list_commands(ctx):
            return None
        verb = self.prefix + cmd_name
        if verb in manifest.verbs():
            from tui_crm.cli.build import command

            return command(verb)
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
        if not ctx.resilient_parsing and args[0] not in self.list_commands(ctx):
            from tui_crm.cli.failures import no_such_verb

            ctx.fail(no_such_verb(args[0], self.list_commands(ctx)))
        return super().resolve_command(ctx, args)

    def invoke(self, ctx: Context) -> None:
        """Run the verb; a group without a verb is a usage error."""
        super().invoke(ctx)
        if self.prefix and ctx.invoked_subcommand is None:
            from tui_crm.i18n import t

            ctx.fail(t("cli.usage.incomplete", known=", ".join(self.list_commands(ctx))))

    def shell_complete(self, ctx: Context, incomplete: str) -> list[CompletionItem]:
        """Complete verbs, with their summaries, or options."""
        if incomplete.startswith("-"):
            return super().shell_complete(ctx, incomplete)
        from tui_crm.cli.helptext import summary

        names = [name for name in self.list_commands(ctx) if name.startswith(incomplete)]
        return [CompletionItem(name, help=summary(self.prefix + name)) for name in names]


class CrmGroup(VerbGroup):
    """The root group; turns every exception into one sentence and an exit status."""

    def main(
        self, args: Sequence[str] | None = None, prog_name: str | None = None, *_: Any, **__: Any
    ) -> NoReturn:
        """Run the program, or complete its command line, and exit with its status."""
        words = list(sys.argv[1:] if args is None else args)
        # A locale without UTF-8 passes arguments with surrogate escapes.
        words = [os.fsencode(word).decode("utf-8", "surrogateescape") for word in words]
        _need_streams()
        register_shells()
        session = Session(self)
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
        """Hand the global options to the session, wherever on the line they stand."""
        rest = super().parse_args(ctx, ctx.obj.take_flags(args))
        ctx.obj.settle_language()
        return rest


def _need_streams() -> None:
    """Replace closed output streams by the null device, and unencodable characters by ``?``."""
    for name in ("stdout", "stderr"):
        stream: Any = getattr(sys, name)
        if stream is None:
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: PTH123, SIM115
        elif hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
