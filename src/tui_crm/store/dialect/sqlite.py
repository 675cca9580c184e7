"""SQLite: full-text search by FTS5, one writer at a time, columns without strict types."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tui_crm.store.model import Kind
from tui_crm.store.sql import quote

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tui_crm.store.dialect.base import Dialect, Phrases

_TYPES: Final = {
    Kind.INTEGER: "BIGINT",
    Kind.MONEY: "BIGINT",
    Kind.LINK: "BIGINT",
    Kind.BOOLEAN: "INTEGER",
    Kind.NUMBER: "FLOAT",
}
_HASH_BYTES: Final = 16 << 20
"""Rows that come by the thousand are sorted in memory in larger parts than FTS5's one megabyte."""


class Sqlite:
    """The dialect of SQLite 3.35 and later."""

    # A read transaction that turns into a write fails at once with SQLITE_BUSY_SNAPSHOT.
    begin_write = "BEGIN IMMEDIATE"
    begin_read = "BEGIN"
    data_version = "PRAGMA data_version"

    def column_type(self, kind: Kind) -> str:
        """SQLite compares the bytes of texts; in UTF-8 they are in the order of code points."""
        return _TYPES.get(kind, "TEXT")

    def has_column(self) -> str:
        return "SELECT 1 FROM pragma_table_info(?) WHERE name = ?"

    def typed(self, kind: Kind) -> str:  # noqa: ARG002
        """Values bring their types along."""
        return "?"

    def contains(self, text: str) -> str:
        return f"instr({text}, ?) > 0"

    def bytes_at(self, start: str, size: int) -> str:
        """Counted from one."""
        return f"substr(?, {start} + 1, {size})"

    def differs(self, one: str, other: str) -> str:
        """``IS DISTINCT FROM`` came with 3.39."""
        return f"{one} IS NOT {other}"

    def by_index(self, name: str) -> str:
        """By ``INDEXED BY``, which fails where the index is gone."""
        return f" INDEXED BY {quote(name)}"

    def local_day(self, moment: str) -> str:
        """In the zone of this machine."""
        return f"CASE WHEN length({moment}) = 10 THEN {moment} ELSE date({moment}, 'localtime') END"

    def first_of_week(self, day: str) -> str:
        """Six days before the Sunday that is, or comes."""
        return f"date({day}, 'weekday 0', '-6 days')"

    def create_key_table(self, name: str) -> str:
        """Without row ids, so that the table is its index."""
        return (
            f"CREATE TABLE IF NOT EXISTS {name}"
            " (key TEXT NOT NULL, id INTEGER NOT NULL, PRIMARY KEY (key, id)) WITHOUT ROWID"
        )

    def create_search_index(self, name: str) -> Sequence[str]:
        """A virtual table that keeps no copy of the text."""
        return (
            f"CREATE VIRTUAL TABLE IF NOT EXISTS {name}"
            " USING fts5(pairs, content='', tokenize='ascii')",
            f"INSERT INTO {name} ({name}, rank) VALUES ('hashsize', {_HASH_BYTES})",
        )

    def pairs_to_store(self, pairs: str) -> str:
        """As they are: the tokenizer parts them at the blanks."""
        return pairs

    def search_query(self, phrases: Phrases) -> str:
        """In the language of FTS5."""
        return " AND ".join(f"({' OR '.join(map(_phrase, group))})" for group in phrases)

    def search_hits(self, name: str) -> str:
        """FTS5 gives them in the order of their numbers."""
        return f"SELECT rowid AS hit FROM {name} WHERE {name} MATCH ?"

    def add_to_search(self, name: str) -> str:
        return f"INSERT INTO {name} (rowid, pairs) VALUES (?, ?)"

    def take_from_search(self, name: str) -> str:
        """A command to the index, which has to be told what it holds."""
        return f"INSERT INTO {name} ({name}, rowid, pairs) VALUES ('delete', ?, ?)"

    def clear_search(self, name: str) -> str:
        return f"INSERT INTO {name} ({name}) VALUES ('delete-all')"


def _phrase(pairs: Sequence[str]) -> str:
    return f'"{" ".join(pairs)}"' + ("*" if len(pairs) == 1 and len(pairs[0]) == 1 else "")


SQLITE: Final[Dialect] = Sqlite()
