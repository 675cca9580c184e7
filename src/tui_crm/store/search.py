"""The full-text index: every two neighbouring characters of a record's search key.

SQLite's own tokenizers know no word boundaries in Japanese, and its trigram index answers no query
of two characters. So the index holds the key as overlapping pairs (``abc`` → ``ab bc c``): a phrase
of pairs is a substring, and the lone last character makes a search for one character a prefix
search. The index keeps no copy of the text; what must be taken out of it again is the record's own
``search_key``, which is always exactly what was put in.
"""

from __future__ import annotations

from array import array
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from tui_crm.store.dialect import quote

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tui_crm.language.search_terms import Terms
    from tui_crm.store.db.connection import Connection

LONGEST_PHRASE: Final = 200
"""Letters of a word that the index is asked for, since FTS5 takes 160 KB for each pair of them."""

_BLANK: Final = " ".encode("utf-32-le")


def index_name(record_type: str) -> str:
    """The table of the index over a record type."""
    return quote(f"{record_type}_search")


def create_index(connection: Connection, record_type: str) -> None:
    """Make the empty index of a record type, if it is not there."""
    connection.run(
        f"CREATE VIRTUAL TABLE IF NOT EXISTS {index_name(record_type)}"
        " USING fts5(pairs, content='', tokenize='ascii')"
    )
    # Rows that come by the thousand are sorted in memory in larger parts than one megabyte.
    name = index_name(record_type)
    connection.run(f"INSERT INTO {name} ({name}, rank) VALUES ('hashsize', {16 << 20})")


def pairs(search_key: str) -> str:
    """A search key as the index holds it. The blank behind a word leaves its last character alone.

    Every import does this to every record: hence by arrays, in half the time of a loop.

    >>> pairs("ab cd").split()
    ['ab', 'b', 'c', 'cd', 'd']
    """
    letters = array("I", search_key.encode("utf-32-le", "surrogatepass"))
    found = array("I", _BLANK * 3 * len(letters))
    found[0::3] = letters
    found[1:-3:3] = letters[1:]
    return found.tobytes().decode("utf-32-le", "surrogatepass")


def put(connection: Connection, record_type: str, keys: Iterable[tuple[int, str]]) -> None:
    """Add records to the index, by id and search key."""
    connection.run_many(
        f"INSERT INTO {index_name(record_type)} (rowid, pairs) VALUES (?, ?)",
        ((record_id, pairs(key)) for record_id, key in keys),
    )


def take(connection: Connection, record_type: str, keys: Iterable[tuple[int, str]]) -> None:
    """Take records out of the index, by id and the search key that they were put in with."""
    name = index_name(record_type)
    connection.run_many(
        f"INSERT INTO {name} ({name}, rowid, pairs) VALUES ('delete', ?, ?)",
        ((record_id, pairs(key)) for record_id, key in keys),
    )


def rebuild(connection: Connection, record_type: str) -> None:
    """Make the index anew from the search keys of the records."""
    name = index_name(record_type)
    connection.run(f"INSERT INTO {name} ({name}) VALUES ('delete-all')")
    for chunk in connection.stream(f"SELECT id, search_key FROM {quote(record_type)}"):
        put(connection, record_type, chunk)


def match(terms: Terms) -> str:
    """What the index is asked for, so that a word of each group is found; empty for no words.

    A word of more than ``LONGEST_PHRASE`` letters is looked for by its first letters, so that what
    is found may lack the rest of it.
    """
    return " AND ".join(f"({' OR '.join(map(_phrase, group))})" for group in terms)


def _phrase(word: str) -> str:
    word = word[:LONGEST_PHRASE]
    if len(word) == 1:
        return f'"{word}"*'
    return '"' + " ".join(map("".join, pairwise(word))) + '"'
