"""What verbs and groups have in common: translated help, and values that need no pydantic."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import typer
from typer.core import TyperArgument, TyperOption

from tui_crm.cli.typer_internals import Command, MissingParameter, Parameter

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tui_crm.cli.typer_internals import CompletionItem, Context, HelpFormatter

LARGEST_NUMBER: Final = 10**18
"""The largest integer accepted; a larger one would overflow SQLite's. None is below zero."""


class PlainParameter(Parameter):
    """A parameter of Typer's that is converted by calling its type: text, integers, paths, enums.

    Typer converts even text by pydantic, whose import takes a quarter of the start.
    """

    def __init__(self, declared: Parameter) -> None:
        vars(self).update(vars(declared))

    def process_value(self, ctx: Context, value: Any) -> Any:
        """The value for the verb.

        Raises:
            BadParameter: it is none of the choices, which are the message, or no number in range.
            MissingParameter: there is none, and one is required.
        """
        param: Any = self
        kind = param.type_descriptor
        if self.value_is_missing(value):
            if self.required:
                raise MissingParameter(ctx=ctx, param=param)
            value = [] if self.multiple or self.nargs != 1 else None
        else:
            try:
                value = kind.annotation(value)
            except ValueError as error:
                raise typer.BadParameter(", ".join(kind.choices or ()), ctx, param) from error
            numbers = range(param.min or 0, (param.max or LARGEST_NUMBER) + 1)
            if type(value) is int and value not in numbers:
                raise typer.BadParameter("", ctx, param)
        return self.callback(ctx, self, value) if self.callback else value


class PlainOption(PlainParameter, TyperOption):
    """An option with a plain value."""


class PlainArgument(PlainParameter, TyperArgument):
    """An argument with a plain value."""


class TranslatedCommand(Command):
    """A command with help in the reader's language and plain parameters."""

    def __init__(self, *, params: Sequence[Parameter] | None = None, **more: Any) -> None:
        kinds = {TyperOption: PlainOption, TyperArgument: PlainArgument}
        plain: list[Parameter] = [kinds[type(param)](param) for param in params or ()]
        super().__init__(params=plain, **more)

    def get_help_option(self, ctx: Context) -> TyperOption | None:
        """The option ``--help``."""
        option = super().get_help_option(ctx)
        if option is not None:
            option.default = False  # Typer hands None to pydantic, but no bool
        return option

    def format_help(self, ctx: Context, formatter: HelpFormatter) -> None:
        """Write the help page."""
        from tui_crm.cli.helptext import help_page

        formatter.write(help_page(ctx, formatter.width))

    def shell_complete(self, ctx: Context, incomplete: str) -> list[CompletionItem]:
        """Complete options, with their help."""
        from tui_crm.cli.helptext import verb_of, words_for

        for param in self.get_params(ctx):
            if isinstance(param, TyperOption):
                param.help = words_for(verb_of(ctx), param.name)
        return super().shell_complete(ctx, incomplete)
