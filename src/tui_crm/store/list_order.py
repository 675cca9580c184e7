"""The order of a long list that has been read, which puts the hits of a search in their places.

Sorted by their rows, hits cost a seek in the table each. Here the place of a record is four bytes
of one value that the database is handed with the query, which takes a fifth of that time and is
the same for every way to sort. And since only the first hits are wanted, the index may be asked
for less than the whole word: what it names too much is seen in the few rows that are read.
"""

from __future__ import annotations

import sys
from array import array
from itertools import islice
from typing import TYPE_CHECKING, Final

from tui_crm.store import search
from tui_crm.store.journal import history
from tui_crm.store.search_plan import in_row
from tui_crm.store.sql import quote

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tui_crm.language.search_terms import Terms
    from tui_crm.store.db.connection import Connection
    from tui_crm.store.sql import Sql

SHORTEST: Final = 20_000
"""The hits of a shorter list are sorted at once without its order."""

SPARSEST: Final = 50
"""A list of fewer of the records than one in so many has no order: it would be mostly blank."""

TOP: Final = 600
"""So many rows at the top are looked through first: a common word is met there."""

CANDIDATES: Final = 2_000
"""So many records that may be hits are looked at before the index is asked for the whole word."""

SAMPLE: Final = 60
"""Of so many of them is seen how many are hits."""

_PART: Final = 400

_PLACE: Final = 4
"""Bytes of a place; counted from the end of the list, since nothing is less than any."""

_NOWHERE: Final = bytes(_PLACE)


class ListOrder:
    """The records of a list in their order, as of the change ``batch``.

    ``key`` is all that the list depends on beside the store: its type, condition and order.
    """

    def __init__(
        self, record_type: str, key: tuple[object, ...], batch: int, ids: array[int]
    ) -> None:
        self._record_type = record_type
        self._key = key
        self._batch = batch
        self._ids = ids
        self._places: bytes | None = None

    def prepare(self) -> bytes:
        """The places of all records by their ids; worked out once, 0.1 s for a million.

        Nothing for a list that is too short or too sparse.
        """
        if self._places is None:
            self._places = _places(self._ids)
        return self._places

    def is_same(self, other: ListOrder) -> bool:
        """Whether both are of one list, with no change between them."""
        is_it = self._key == other._key and self._batch == other._batch
        return is_it and self._ids == other._ids  # keys may be worked out anew without a change

    def holds(self, connection: Connection, key: tuple[object, ...]) -> bool:
        """Whether this is still the order of the list with ``key``, and of use."""
        is_it = self._key == key and self._batch == history.newest(connection)
        return is_it and bool(self.prepare())

    def first_hits(self, connection: Connection, terms: Terms, limit: int) -> array[int]:
        """The first records of the list that meet a query, up to ``limit``."""
        found = self._are_hits(connection, terms, self._ids[:TOP], limit)
        if limit // 4 <= len(found) < limit:  # then it pays to go on
            rest = self._ids[TOP : 5 * TOP]
            found += self._are_hits(connection, terms, rest, limit - len(found))
        if len(found) >= limit:
            return found
        hits = self._by_some_pairs(connection, terms, limit)
        return self._all_pairs(connection, terms, limit) if hits is None else hits

    def is_quick(self, terms: Terms) -> bool:
        """Whether ``hits`` is: not for a lone letter, which nearly every record has."""
        return not any(map(search.is_letter, terms))

    def hits(self, connection: Connection, terms: Terms) -> array[int]:
        """All records of the list that meet a query."""
        return self._all_pairs(connection, terms, None)

    def _all_pairs(self, connection: Connection, terms: Terms, limit: int | None) -> array[int]:
        return self._sorted(connection, search.hits(connection, self._record_type, terms), limit)

    def _by_some_pairs(self, connection: Connection, terms: Terms, limit: int) -> array[int] | None:
        """The first hits by a broader query, where not too many of its finds are none."""
        broad = search.broad_hits(connection, self._record_type, terms)
        if broad is None:
            return None
        sample = search.first_found(connection, broad, SAMPLE)
        hits = len(self._are_hits(connection, terms, sample, SAMPLE))
        records = len(self.prepare()) // _PLACE
        if len(sample) < SAMPLE or SAMPLE * records < CANDIDATES * sample[-1]:
            wanted = CANDIDATES  # there are no more
        else:
            wanted = limit * SAMPLE * 4 // (3 * hits) if hits else CANDIDATES + 1
        if wanted > CANDIDATES:
            return None
        candidates = self._sorted(connection, broad, wanted)
        found = self._are_hits(connection, terms, candidates, limit)
        return found if len(found) >= limit or len(candidates) < wanted else None

    def _sorted(self, connection: Connection, found_by: Sql, limit: int | None) -> array[int]:
        """What a query to the index finds, in the order of the list."""
        place = connection.dialect.bytes_at(f"{_PLACE} * hit", _PLACE)
        sql = (
            f"SELECT hit FROM (SELECT hit, {place} AS place FROM ({found_by.text}) named) placed"
            " ORDER BY place DESC"
        )
        if limit is not None:
            sql += f" LIMIT {int(limit)}"
        places = self.prepare()
        found = array("q")
        for part in connection.stream(sql, (places, *found_by.parameters), size=10_000):
            # What is not in the list has no place, and so comes last.
            found.extend([i for (i,) in part if places[_PLACE * i : _PLACE * (i + 1)] > _NOWHERE])
        return found

    def _are_hits(
        self, connection: Connection, terms: Terms, ids: Sequence[int], limit: int
    ) -> array[int]:
        """Those of ``ids`` that meet a query, up to ``limit``."""
        wanted = in_row(connection.dialect, terms)
        found = array("q")
        for start in range(0, len(ids), _PART):
            part = ids[start : start + _PART]
            sql = (
                f"SELECT id FROM {quote(self._record_type)}"
                f" WHERE id IN ({','.join(map(str, part))}) AND {wanted.text}"
            )
            hits = {row[0] for row in connection.rows(sql, wanted.parameters)}
            found.extend(islice((i for i in part if i in hits), limit - len(found)))
            if len(found) >= limit:
                break
        return found


def _places(ids: array[int]) -> bytes:
    last = max(ids, default=0)
    if len(ids) < SHORTEST or last > SPARSEST * len(ids):
        return b""
    places = array("I", bytes(_PLACE * (last + 1)))
    for place, record_id in zip(range(len(ids), 0, -1), ids, strict=True):
        places[record_id] = place
    if sys.byteorder == "little":
        places.byteswap()
    return places.tobytes()
