"""Typer parameters that convert text, numbers and enums without importing pydantic.

Typer hands every value to pydantic, also text that is wanted as text, and imports it for that: a
quarter of the time in which the screen should stand.
"""

from __future__ import annotations

import re
from enum import Enum
from functools import partial
from typing import Any, Final

_NUMBER: Final = re.compile("[0-9]{1,18}")

LARGEST_NUMBER: Final = 10**18
"""The largest integer accepted; a larger one would overflow SQLite's."""


def as_typed(params: list[Any]) -> list[Any]:
    """Patch the parameters of a command to convert their values without pydantic."""
    for param in params:
        _bound(param)
        param.get_runtime_param = partial(_Values, param)
    return params


def _bound(param: Any) -> None:
    """Set the default maximum of an integer parameter."""
    descriptor = getattr(param, "type_descriptor", None)
    if descriptor is not None and descriptor.annotation is int:
        about = descriptor.parameter_info
        about.max = LARGEST_NUMBER if about.max is None else about.max


class _Values:
    """Converts the value of one parameter; falls back to Typer's own conversion."""

    def __init__(self, param: Any) -> None:
        self._param = param

    def coerce(self, value: Any, **about: Any) -> Any:
        param = self._param
        descriptor = param.type_descriptor
        wanted = descriptor.annotation
        if value is None and not param.multiple and param.nargs == 1:
            return None
        if wanted is str and isinstance(value, str):
            return value
        if wanted == list[str] and not isinstance(value, str):
            return list(value or ())
        if isinstance(wanted, type) and issubclass(wanted, Enum) and isinstance(value, wanted):
            return value
        if wanted is int and _NUMBER.fullmatch(str(value)):
            least, most = descriptor.parameter_info.min, descriptor.parameter_info.max
            if (least is None or int(value) >= least) and (most is None or int(value) <= most):
                return int(value)
        return type(param).get_runtime_param(param).coerce(value, **about)
