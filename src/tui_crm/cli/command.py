"""What verbs and groups of verbs have in common: translated help, and values without pydantic."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui_crm.cli.typer_internals import Command
from tui_crm.cli.typer_params import plain

if TYPE_CHECKING:
    from typer.core import TyperOption

    from tui_crm.cli.typer_internals import CompletionItem, Context, HelpFormatter, Parameter


class TranslatedCommand(Command):
    """A command with help in the reader's language, whose plain values need no pydantic."""

    def get_params(self, ctx: Context) -> list[Parameter]:
        """Its parameters, and the help option."""
        self.params = [plain(param) for param in self.params]
        return super().get_params(ctx)

    def get_help_option(self, ctx: Context) -> TyperOption | None:
        """The option ``--help``."""
        option = super().get_help_option(ctx)
        if option is not None:
            option.default = False  # Typer hands None to pydantic, but no bool
        return option

    def format_help(self, ctx: Context, formatter: HelpFormatter) -> None:
        """Write the help page."""
        from tui_crm.cli.helptext import help_page

        formatter.write(help_page(ctx))

    def shell_complete(self, ctx: Context, incomplete: str) -> list[CompletionItem]:
        """Complete options and verbs, with their help."""
        from tui_crm.cli.helptext import explain_options

        explain_options(ctx)
        return super().shell_complete(ctx, incomplete)
