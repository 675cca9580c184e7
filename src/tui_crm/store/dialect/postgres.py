"""PostgreSQL 15 and later: the texts of SQL in which it parts from SQLite.

No store runs on it yet. A test prepares every statement of the program on a server, and compares
what both databases answer.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from tui_crm.store.model import Kind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tui_crm.store.dialect.base import Dialect, Phrases

_LAST_POSITION: Final = 16_383
"""The last place in a text that a ``tsvector`` knows; what comes after it counts as there."""

_TYPES: Final = {
    Kind.INTEGER: "BIGINT",
    Kind.MONEY: "BIGINT",
    Kind.LINK: "BIGINT",
    Kind.BOOLEAN: "INTEGER",
    Kind.NUMBER: "DOUBLE PRECISION",
}
_MARK_OR_QUOTED: Final = re.compile(r"""\?|'(?:[^']|'')*'|"(?:[^"]|"")*\"""")


class Postgres:
    """The dialect of PostgreSQL."""

    # Nobody else writes until it ends; whoever reads does not wait.
    begin_write = "BEGIN; LOCK TABLE batches IN SHARE ROW EXCLUSIVE MODE"
    begin_read = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
    data_version = "SELECT coalesce(max(id), 0) FROM batches"

    def column_type(self, kind: Kind) -> str:
        """Texts by code point, as by a locale ``-`` and blanks would hardly count."""
        return _TYPES.get(kind, 'TEXT COLLATE "C"')

    def has_column(self) -> str:
        return (
            "SELECT 1 FROM information_schema.columns WHERE table_schema = current_schema()"
            " AND table_name = ? AND column_name = ?"
        )

    def typed(self, kind: Kind) -> str:
        """A cast: a parameter that stands alone is text."""
        return f"CAST(? AS {_TYPES.get(kind, 'TEXT')})"

    def contains(self, text: str) -> str:
        return f"strpos({text}, ?) > 0"

    def bytes_at(self, start: str, size: int) -> str:
        """Counted from one, by a number of four bytes."""
        return f"substr(CAST(? AS bytea), CAST({start} AS integer) + 1, {size})"

    def differs(self, one: str, other: str) -> str:
        return f"{one} IS DISTINCT FROM {other}"

    def by_index(self, name: str) -> str:  # noqa: ARG002
        """The planner knows better."""
        return ""

    def local_day(self, moment: str) -> str:
        """In the zone of the connection."""
        return (
            f"CASE WHEN length({moment}) = 10 THEN {moment}"
            f" ELSE to_char(CAST({moment} AS timestamptz), 'YYYY-MM-DD') END"
        )

    def first_of_week(self, day: str) -> str:
        """A week begins on Monday, as ISO 8601 has it."""
        return f"to_char(date_trunc('week', CAST({day} AS date)), 'YYYY-MM-DD')"

    def create_key_table(self, name: str) -> str:
        """The primary key is the index."""
        return (
            f"CREATE TABLE IF NOT EXISTS {name}"
            ' (key TEXT COLLATE "C" NOT NULL, id BIGINT NOT NULL, PRIMARY KEY (key, id))'
        )

    def create_search_index(self, name: str) -> Sequence[str]:
        """A table of vectors with an inverted index."""
        index = name.replace('_search"', '_search_pairs"')
        return (
            f"CREATE TABLE IF NOT EXISTS {name} (id BIGINT PRIMARY KEY, pairs tsvector NOT NULL)",
            f"CREATE INDEX IF NOT EXISTS {index} ON {name} USING gin (pairs)",
        )

    def pairs_to_store(self, pairs: str) -> str:
        """A vector as text: each pair with its place."""
        return " ".join(
            f"{_lexeme(pair)}:{min(place, _LAST_POSITION)}"
            for place, pair in enumerate(pairs.split(" "), start=1)
            if pair
        )

    def search_query(self, phrases: Phrases) -> str:
        """In the language of ``tsquery``."""
        return " & ".join(f"({' | '.join(map(_phrase, group))})" for group in phrases)

    def search_hits(self, name: str) -> str:
        """The rows whose vector the query fits."""
        return (
            f"SELECT id AS hit FROM (SELECT id, pairs FROM {name} ORDER BY id) ordered"
            " WHERE pairs @@ CAST(? AS tsquery)"
        )

    def add_to_search(self, name: str) -> str:
        return f"INSERT INTO {name} (id, pairs) VALUES (?, CAST(? AS tsvector))"

    def take_from_search(self, name: str) -> str:
        return f"DELETE FROM {name} WHERE id = ? AND pairs = CAST(? AS tsvector)"

    def clear_search(self, name: str) -> str:
        return f"DELETE FROM {name}"


def _lexeme(pair: str) -> str:
    return "'" + pair.replace("\\", "\\\\").replace("'", "''") + "'"


def _phrase(pairs: Sequence[str]) -> str:
    is_letter = len(pairs) == 1 and len(pairs[0]) == 1
    return f"({' <-> '.join(map(_lexeme, pairs))}{':*' if is_letter else ''})"


def numbered(sql: str) -> str:
    """A statement with its parameters as the server wants them, ``$1`` for the first ``?``.

    >>> numbered("SELECT '?' FROM leads WHERE id = ? AND title = ?")
    "SELECT '?' FROM leads WHERE id = $1 AND title = $2"
    """
    count = 0

    def number(found: re.Match[str]) -> str:
        nonlocal count
        if found[0] != "?":
            return found[0]
        count += 1
        return f"${count}"

    return _MARK_OR_QUOTED.sub(number, sql)


POSTGRES: Final[Dialect] = Postgres()
