"""The data of a table: the ids of all records, and a cache of rows near the viewport."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Awaitable, Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

CACHED_ROWS: Final = 4_000
NEARBY: Final = 64


@dataclass(frozen=True, slots=True)
class TableRow:
    """One record as text: ``cells`` in the order of the columns, not sanitized.

    ``style`` names a state that the table has a look for (``dim``, ``overdue``, ``strong``); the
    cells must tell that state in a word or a sign as well.
    """

    id: int
    cells: tuple[str, ...]
    style: str = ""


FetchPage: TypeAlias = Callable[[Sequence[int]], Awaitable[Sequence[TableRow]]]
"""Gives the rows of some ids, in any order. An id without a row was deleted meanwhile."""


class IdList:
    """The ids of a list in order, as chunks that are never copied."""

    def __init__(self, ids: Sequence[int] = ()) -> None:
        self._parts: list[tuple[Sequence[int], int]] = []
        self._starts: list[int] = []
        self._length = 0
        self.extend(ids)

    def __len__(self) -> int:
        return self._length

    def __iter__(self) -> Iterator[int]:
        for part, length in self._parts:
            yield from (part if len(part) == length else part[:length])

    def extend(self, ids: Sequence[int]) -> None:
        """Append ``ids``."""
        if len(ids):
            self._parts.append((ids, len(ids)))
            self._starts.append(self._length)
            self._length += len(ids)

    def at(self, index: int) -> int | None:
        """The id at ``index``, or None beyond the ids that are there."""
        if not 0 <= index < self._length:
            return None
        position = bisect_right(self._starts, index) - 1
        return self._parts[position][0][index - self._starts[position]]

    def span(self, start: int, stop: int) -> list[int]:
        """The ids from ``start`` up to ``stop``, as far as there are any."""
        start, stop = max(0, start), min(stop, self._length)
        found: list[int] = []
        position = bisect_right(self._starts, start) - 1
        while start < stop:
            part, length = self._parts[position]
            offset = start - self._starts[position]
            taken = part[offset : min(length, offset + stop - start)]
            found.extend(taken)
            start += len(taken)
            position += 1
        return found

    def index(self, wanted: int, near: int) -> int | None:
        """The index of ``wanted``, searched around ``near`` first, or None."""
        first = max(0, near - NEARBY)
        for index, found in enumerate(self.span(first, near + NEARBY), first):
            if found == wanted:
                return index
        for (part, length), start in zip(self._parts, self._starts, strict=True):
            try:
                return start + part.index(wanted, 0, length)
            except ValueError:
                continue
        return None


class RowCache:
    """A bounded cache of rows, each fresh or stale."""

    def __init__(self, limit: int = CACHED_ROWS) -> None:
        self._limit = limit
        self._rows: dict[int, TableRow] = {}
        self._known: set[int] = set()

    def __len__(self) -> int:
        return len(self._rows)

    def get(self, record: int) -> TableRow | None:
        """The row last seen for ``record``, or None."""
        return self._rows.get(record)

    def has(self, record: int) -> bool:
        """Whether ``record`` can be drawn: its row is cached, or it is known to be deleted."""
        return record in self._rows or record in self._known

    def is_gone(self, record: int) -> bool:
        """Whether ``record`` was fetched and does not exist."""
        return record in self._known and record not in self._rows

    def missing(self, records: Iterable[int]) -> list[int]:
        """Those of ``records`` to fetch: not cached, or stale."""
        known = self._known
        return [record for record in records if record not in known]

    def keep(self, rows: Iterable[TableRow]) -> set[int]:
        """Cache ``rows``; returns the ids of those that changed."""
        changed = set()
        for row in rows:
            before = self._rows.pop(row.id, None)
            if before != row:
                changed.add(row.id)
            self._rows[row.id] = row if before is None or before != row else before
            self._known.add(row.id)
        self._evict()
        return changed

    def drop(self, records: Iterable[int]) -> None:
        """Remember that ``records`` are deleted."""
        for record in records:
            self._rows.pop(record, None)
            self._known.add(record)

    def expire(self, records: Iterable[int] | None = None) -> None:
        """Mark ``records`` (all, by default) stale: drawn until they are fetched again."""
        if records is None:
            self._known.clear()
        else:
            self._known.difference_update(records)

    def clear(self) -> None:
        """Forget everything."""
        self._rows.clear()
        self._known.clear()

    def _evict(self) -> None:
        for record in list(self._rows)[: max(0, len(self._rows) - self._limit)]:
            del self._rows[record]
            self._known.discard(record)
        if len(self._known) > 2 * self._limit:
            self._known.intersection_update(self._rows)
