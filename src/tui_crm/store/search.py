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

from tui_crm.store.sql import Sql, quote

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tui_crm.language.search_terms import Terms
    from tui_crm.store.db.connection import Connection

LONGEST_PHRASE: Final = 200
"""Letters of a word that the index is asked for, since FTS5 takes 160 KB for each pair of them."""

MOST_PAIRS: Final = 12
PAIRS: Final = 5
"""So many pairs of a word are looked into, and so many of them asked for."""

PROBE: Final = 300
"""So many finds are fetched to see how close together they lie; a shorter list is all of them."""

FEWEST: Final = 20
"""Of fewer finds no share is told."""

OFTEN_TOGETHER: Final = 0.7
"""A pair that so great a share of the others has tells nothing more."""

_BLANK: Final = " ".encode("utf-32-le")


def index_name(record_type: str) -> str:
    """The table of the index over a record type."""
    return quote(f"{record_type}_search")


def create_index(connection: Connection, record_type: str) -> None:
    """Make the empty index of a record type, if it is not there."""
    for statement in connection.dialect.create_search_index(index_name(record_type)):
        connection.run(statement)


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
    dialect = connection.dialect
    connection.run_many(
        dialect.add_to_search(index_name(record_type)),
        ((record_id, dialect.pairs_to_store(pairs(key))) for record_id, key in keys),
    )


def take(connection: Connection, record_type: str, keys: Iterable[tuple[int, str]]) -> None:
    """Take records out of the index, by id and the search key that they were put in with."""
    dialect = connection.dialect
    connection.run_many(
        dialect.take_from_search(index_name(record_type)),
        ((record_id, dialect.pairs_to_store(pairs(key))) for record_id, key in keys),
    )


def rebuild(connection: Connection, record_type: str) -> None:
    """Make the index anew from the search keys of the records."""
    connection.run(connection.dialect.clear_search(index_name(record_type)))
    for chunk in connection.stream(f"SELECT id, search_key FROM {quote(record_type)}"):
        put(connection, record_type, chunk)


def hits(connection: Connection, record_type: str, terms: Terms) -> Sql:
    """A query for the records in which a word of each group is found, as ``hit``, by their ids.

    It ends in a condition. A word of more than ``LONGEST_PHRASE`` letters is looked for by its
    first letters, so that what is found may lack the rest of it.
    """
    return _hits(connection, record_type, list(map(_phrases, terms)))


def broad_hits(connection: Connection, record_type: str, terms: Terms) -> Sql | None:
    """A query for what ``hits`` has and perhaps more, but sooner; None where there is none.

    A long word is looked for by a few of its pairs, the rarest of those that do not always come
    together, wherever they stand; a lone letter, which nearly every record has, not at all.
    """
    asked: list[list[list[str]]] = []
    is_broad = False
    for group in terms:
        if is_letter(group):
            is_broad = True
            continue
        telling = _telling_pairs(connection, record_type, group[0]) if len(group) == 1 else []
        if 0 < 2 * len(telling) < len(group[0]):
            is_broad = True
            asked += [[[pair]] for pair in telling]
        else:
            asked.append(_phrases(group))
    return _hits(connection, record_type, asked) if is_broad and asked else None


def first_found(connection: Connection, found_by: Sql, limit: int) -> list[int]:
    """The lowest ids that ``hits`` or ``broad_hits`` have."""
    sql = f"{found_by.text} LIMIT {int(limit)}"
    return [row[0] for row in connection.rows(sql, found_by.parameters)]


def is_letter(group: tuple[str, ...]) -> bool:
    """Whether it is a lone letter that is looked for, which nearly every record has."""
    return len(group) == 1 and len(group[0]) == 1 and group[0].isascii()


def _hits(connection: Connection, record_type: str, phrases: list[list[list[str]]]) -> Sql:
    dialect = connection.dialect
    return Sql(dialect.search_hits(index_name(record_type)), (dialect.search_query(phrases),))


def _telling_pairs(connection: Connection, record_type: str, word: str) -> list[str]:
    """A few pairs of ``word`` that are found together about as seldom as the word itself."""
    distinct = list(dict.fromkeys(_phrase(word[:MOST_PAIRS])))
    if len(distinct) < 3:
        return distinct
    first = {
        pair: first_found(connection, _hits(connection, record_type, [[[pair]]]), PROBE)
        for pair in distinct
    }
    few = [pair for pair, ids in first.items() if len(ids) < PROBE]
    if few:
        return [min(few, key=lambda pair: len(first[pair]))]
    distinct.sort(key=lambda pair: -first[pair][-1])  # the further the hits reach, the rarer
    chosen, left = distinct[:1], first[distinct[0]]
    for pair in distinct[1:]:
        ids = first[pair]
        here = [i for i in left if i <= ids[-1]]
        both = set(here).intersection(ids)
        share = len(both) / len(here) if len(here) >= FEWEST else PROBE / ids[-1]
        if share < OFTEN_TOGETHER:
            chosen.append(pair)
            left = [i for i in left if i > ids[-1] or i in both]
    return chosen[:PAIRS]


def _phrases(group: tuple[str, ...]) -> list[list[str]]:
    return [_phrase(word[:LONGEST_PHRASE]) for word in group]


def _phrase(word: str) -> list[str]:
    return [word] if len(word) == 1 else ["".join(pair) for pair in pairwise(word)]
