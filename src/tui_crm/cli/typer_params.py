"""Parameters that take text, numbers and enums as they are, without importing pydantic.

Typer hands every value to pydantic, also text that is wanted as text, and imports it for that: a
quarter of the time in which the screen should stand.
"""

from __future__ import annotations

import re
from enum import Enum
from typing import TYPE_CHECKING, Any, Final

import typer
from typer.core import TyperArgument, TyperOption

if TYPE_CHECKING:
    from collections.abc import Callable

    from tui_crm.cli.typer_internals import Context, Parameter

LARGEST_NUMBER: Final = 10**18
"""The largest integer accepted; a larger one would overflow SQLite's."""

_NUMBER: Final = re.compile("[0-9]{1,18}")
_UNKNOWN: Final = object()


class PlainOption(TyperOption):
    """An option of Typer's with a conversion of its own for plain values."""

    def __init__(self, option: TyperOption) -> None:
        vars(self).update(vars(option))

    def process_value(self, ctx: Context, value: Any) -> Any:
        """The value for the verb; what is not plain, or wrong, is left to Typer."""
        return _processed(self, ctx, value, super().process_value)


class PlainArgument(TyperArgument):
    """An argument of Typer's with a conversion of its own for plain values."""

    def __init__(self, argument: TyperArgument) -> None:
        vars(self).update(vars(argument))

    def process_value(self, ctx: Context, value: Any) -> Any:
        """The value for the verb; what is not plain, or wrong, is left to Typer."""
        return _processed(self, ctx, value, super().process_value)


def plain(param: Parameter) -> Parameter:
    """The same parameter with the conversion of this module."""
    if type(param) is TyperOption:
        return PlainOption(param)
    return PlainArgument(param) if type(param) is TyperArgument else param


def _processed(
    param: PlainOption | PlainArgument,
    ctx: Context,
    value: Any,
    as_typer_does: Callable[[Context, Any], Any],
) -> Any:
    plain = _plain_value(param, ctx, value)
    if plain is _UNKNOWN:
        value = as_typer_does(ctx, value)
        if isinstance(value, int) and abs(value) > LARGEST_NUMBER:
            from tui_crm.i18n import t  # the catalogs are read when they are needed first

            raise typer.BadParameter(t("cli.usage.number"))
        return value
    return param.callback(ctx, param, plain) if param.callback is not None else plain


def _plain_value(param: TyperOption | TyperArgument, ctx: Context, value: Any) -> Any:
    """The converted value, or ``_UNKNOWN``."""
    wanted = param.type_descriptor.annotation
    if param.value_is_missing(value):
        if param.required and not ctx.resilient_parsing:
            return _UNKNOWN
        return [] if param.multiple or param.nargs != 1 else None
    if wanted is str or (isinstance(wanted, type) and issubclass(wanted, Enum)):
        return value if isinstance(value, wanted) else _UNKNOWN
    if wanted == list[str]:
        return list(value)
    if wanted is int and _NUMBER.fullmatch(str(value)):
        least, most = param.min, param.max
        if (least is None or int(value) >= least) and (most is None or int(value) <= most):
            return int(value)
    return _UNKNOWN
