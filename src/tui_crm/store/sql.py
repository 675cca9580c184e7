"""SQL as text: a condition with its parameters, names and literals in quotes, patterns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Sql:
    """A piece of SQL and its parameters, a ``?`` for each."""

    text: str
    parameters: tuple[Any, ...] = ()


def quote(name: str) -> str:
    """A table or column name, quoted."""
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    """A text as a constant of SQL; for keys that a schema knows, whose index or order needs it."""
    return "'" + text.replace("'", "''") + "'"


def escape_like(text: str) -> str:
    """``text`` as a literal inside a LIKE pattern with ``ESCAPE '!'``."""
    return text.replace("!", "!!").replace("%", "!%").replace("_", "!_")
