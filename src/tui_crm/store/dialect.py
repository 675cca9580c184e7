"""What differs between databases, in one place: SQLite today, PostgreSQL by these names later."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING, Final

from tui_crm.errors import StoreError
from tui_crm.language.search_terms import equality_key, haystack, number_words, spellings

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

BUSY_MILLISECONDS: Final = 5_000

BEGIN_WRITE: Final = "BEGIN IMMEDIATE"
"""A read transaction that turns into a write fails at once with SQLITE_BUSY_SNAPSHOT."""


def connect(path: Path) -> sqlite3.Connection:
    """A connection with every pragma that a store relies on; transactions are begun by hand."""
    connection = sqlite3.connect(
        path, timeout=BUSY_MILLISECONDS / 1000, isolation_level=None, check_same_thread=False
    )
    for pragma in (
        "foreign_keys = ON",
        "synchronous = FULL",
        "trusted_schema = OFF",
        "cell_size_check = ON",
        "temp_store = MEMORY",
        "cache_size = -32000",
    ):
        connection.execute(f"PRAGMA {pragma}")
    for name, function in (
        ("crm_plain", equality_key),
        ("crm_haystack", haystack),
        ("crm_numbers", _numbers),
        ("crm_phones", _phones),
        ("crm_tags", _tags),
    ):
        connection.create_function(name, 1, _of_text(function), deterministic=True)
    return connection


def _of_text(function: Callable[[str], str]) -> Callable[[object], str | None]:
    return lambda value: function(value) if isinstance(value, str) else None


def _numbers(text: str) -> str:
    """The digits of one number, or of each of some labelled ones, in all forms."""
    return " ".join(word for number in _each(text) for word in number_words(number))


def _phones(text: str) -> str:
    """The match keys of the same, each between line breaks."""
    from tui_crm.language.phones import phone_key

    return "\n".join(("", *map(phone_key, _each(text)), ""))


def _tags(text: str) -> str:
    """Every spelling of each tag, as equal texts have them, between line breaks."""
    words = (word for tag in text.split("\n") if tag for word in spellings(tag))
    return "\n".join(("", *words, ""))


def _each(text: str) -> list[str]:
    return [line.rpartition("\t")[2] for line in text.split("\n") if line]


def quote(name: str) -> str:
    """A table or column name, quoted."""
    return '"' + name.replace('"', '""') + '"'


def by_index(name: str) -> str:
    """What follows a table's name in FROM to have it read by an index, and by no other way."""
    return f" INDEXED BY {quote(name)}"


def escape_like(text: str) -> str:
    """``text`` as a literal inside a LIKE pattern with ``ESCAPE '!'``."""
    return text.replace("!", "!!").replace("%", "!%").replace("_", "!_")


def explain(error: sqlite3.Error, where: str) -> StoreError:
    """The sentence for a failure of the database at ``where``."""
    text = str(error).lower()
    code = getattr(error, "sqlite_errorname", "") or ""
    if "BUSY" in code or "LOCKED" in code or "locked" in text:
        return StoreError("store.busy", path=where)
    if "FULL" in code or "full" in text:
        return StoreError("store.full", path=where)
    if "READONLY" in code or "readonly" in text:
        return StoreError("store.readonly", path=where)
    if "CANTOPEN" in code or "PERM" in code or "AUTH" in code:
        return StoreError("store.unreadable", path=where)
    if "CORRUPT" in code or "NOTADB" in code or "malformed" in text:
        return StoreError("store.damaged", path=where)
    if "IOERR" in code:
        return StoreError("store.io", path=where)
    if "INTERRUPT" in code:
        return StoreError("store.interrupted", path=where)
    if "CONSTRAINT" in code:
        return StoreError("store.constraint", path=where, detail=str(error))
    if "no such table" in text or "no such column" in text or "has no column" in text:
        return StoreError("store.incomplete", path=where, detail=str(error))
    return StoreError("store.failed", path=where, detail=str(error))
