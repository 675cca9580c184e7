"""The lazy command group: a verb's module is imported when the verb runs."""

from __future__ import annotations

import os
import sys
from typing import Any, NoReturn

import typer
from typer.core import TyperGroup

from tui_crm import manifest
from tui_crm.cli.session import Session
from tui_crm.cli.typer_params import as_typed
from tui_crm.cli.verbs import names_under


class VerbGroup(TyperGroup):
    """A group of verbs with a common first word; the program itself is the root group."""

    prefix = ""

    def get_params(self, ctx: Any) -> list[Any]:
        """The global options, and the help option."""
        return as_typed(super().get_params(ctx))

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ARG002  Typer's signature
        """The verbs, in the order of the help."""
        return names_under(self.prefix)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """The command or group of a verb, or None."""
        verb = self.prefix + cmd_name
        if verb in manifest.verbs():
            from tui_crm.cli.build import command

            return command(verb)
        if cmd_name in self.list_commands(ctx):
            found = VerbGroup(name=cmd_name, rich_markup_mode=None)
            found.prefix = f"{verb} "
            return found
        return None

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Resolve the first word to a verb.

        Raises:
            UsageError: it names none.
        """
        found = self.get_command(ctx, args[0])
        if found is None and not ctx.resilient_parsing:
            from tui_crm.cli.failures import no_such_verb

            raise no_such_verb(ctx, args[0], self.list_commands(ctx))
        return (args[0] if found else None), found, args[1:]

    def invoke(self, ctx: Any) -> Any:
        """Run the verb; a group without a verb is a usage error."""
        if self.prefix and not ctx._protected_args:
            from tui_crm.cli.failures import no_verb

            raise no_verb(ctx, self.list_commands(ctx))
        return super().invoke(ctx)

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Write the help: the list of verbs."""
        from tui_crm.cli.helptext import help_page

        formatter.write(help_page(ctx))

    def shell_complete(self, ctx: Any, incomplete: str) -> list[Any]:
        """Complete verbs, without importing them."""
        from tui_crm.cli import completion

        if incomplete.startswith("-"):
            return completion.options(ctx, incomplete)
        return completion.verbs(ctx, self.prefix, incomplete)


class CrmGroup(VerbGroup):
    """The root group; turns every exception into one sentence and an exit status."""

    def main(self, args: Any = None, prog_name: str | None = None, *_: Any, **__: Any) -> NoReturn:
        """Run the program and exit with its status."""
        words = [_as_utf8(word) for word in (sys.argv[1:] if args is None else args)]
        _need_streams()
        self._speak_for_typer()
        name = prog_name if prog_name and prog_name != "root" else "crm"
        session = Session(words, self)
        try:
            self._main_shell_completion({"obj": session}, name)
            status = self._run(session, name, words)
        except BaseException as error:
            from tui_crm.cli.failures import explain

            status = explain(error, session)
        finally:
            session.close()
        sys.exit(status)

    def _speak_for_typer(self) -> None:
        """Replace the callback of Typer's own option, which answers in English."""
        for param in self.params:
            if param.name == "install_completion":
                param.callback = _install_completion

    def _run(self, session: Session, name: str, words: list[str]) -> int:
        try:
            with self.make_context(name, words, obj=session) as ctx:
                self.invoke(ctx)
        except typer.Exit as finished:
            sys.stdout.flush()
            return finished.exit_code
        sys.stdout.flush()
        return 0


def _install_completion(ctx: Any, _param: Any, is_asked: bool) -> None:
    if is_asked and not ctx.resilient_parsing:
        from tui_crm.cli.completion import install

        install(ctx)
        raise typer.Exit


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
