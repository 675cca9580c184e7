"""Candidate pairs across two record types, such as leads who may be customers already."""

from __future__ import annotations

from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Final

from tui_crm.store.match_index import MAX_BLOCK_SIZE, table_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tui_crm.store.db.connection import Connection

MOST_PAIRS: Final = 500
"""A key that more records have is not followed, however few have it on the other side."""


def sharing(
    connection: Connection, one: str, other: str, kinds: str
) -> Iterator[list[tuple[int, int]]]:
    """Join two blocking indexes: for each key that both have, the pairs that share it.

    Args:
        connection: where to look.
        one: the record type whose ids come first in the pairs.
        other: the record type of the ids that come second.
        kinds: the letters of the kinds of key (``KeyKind``) that count.
    """
    marks = ", ".join("?" * len(kinds))
    rows = (
        row
        for part in connection.stream(
            f"SELECT o.key, m.id, o.id FROM {table_name(other)} o"
            f" CROSS JOIN {table_name(one)} m"
            f" WHERE m.key = o.key AND substr(o.key, 1, 1) IN ({marks}) ORDER BY o.key",
            list(kinds),
        )
        for row in part
    )
    for _, group in groupby(rows, key=itemgetter(0)):
        pairs = [(mine, theirs) for _, mine, theirs in group]
        if (
            len({theirs for _, theirs in pairs}) <= MAX_BLOCK_SIZE
            and len(pairs) <= MOST_PAIRS * MAX_BLOCK_SIZE
        ):
            yield pairs
