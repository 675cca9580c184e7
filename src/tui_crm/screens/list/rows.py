"""The data of a table: the ids of all records, the rows near the viewport, how they are fetched,
and the marks.
"""

from __future__ import annotations

import asyncio
from bisect import bisect_right
from collections.abc import Awaitable, Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from textual.timer import Timer
    from textual.worker import Worker

    from tui_crm.screens.list.record_table import RecordTable

CACHED_ROWS: Final = 4_000
NEARBY: Final = 64


class TableRow(NamedTuple):
    """One record as text: ``cells`` in the order of the columns, not sanitized.

    ``style`` names a state that the table has a look for (``dim``, ``strong``), and ``tones`` those
    of its cells (``screens/chips.py``), or is empty; the cells tell each in a word or a sign too.
    """

    id: int
    cells: tuple[str, ...]
    style: str = ""
    tones: tuple[str, ...] = ()


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


PREFETCH_DELAY: Final = 0.02
"""Seconds that the list rests before it looks ahead, so that a held key is painted first."""

Window: TypeAlias = Callable[[], range]
"""Gives the indexes of the rows on screen."""


Arrived: TypeAlias = Callable[[set[int], set[int]], None]
"""Told which rows look different now, and which are no longer there."""


class RowLoader:
    """Fetches the rows in the viewport and a page around it, in the background."""

    def __init__(self, window: Window, arrived: Arrived) -> None:
        self._window = window
        self._arrived = arrived
        self._fetch: FetchPage | None = None
        self._generation = 0
        self.ids = IdList()
        self.rows = RowCache()

    def open(self, ids: Sequence[int], fetch: FetchPage, *, is_same_source: bool) -> None:
        """Load other ids; stale rows of the same source are drawn until newer ones come."""
        self.ids = IdList(ids)
        self._fetch = fetch
        if is_same_source:
            self.expire()
        else:
            self._generation += 1
            self.rows.clear()

    def is_from(self, fetch: FetchPage) -> bool:
        """Whether the rows come from ``fetch``."""
        return self._fetch == fetch

    def expire(self, records: Iterable[int] | None = None) -> None:
        """Mark ``records`` (all, by default) stale, and ignore fetches under way."""
        self._generation += 1
        self.rows.expire(records)

    def is_lacking(self) -> bool:
        """Whether rows in the viewport, or within half a page of it, are missing."""
        return self._fetch is not None and bool(self._lacking(0.5))

    def can_draw(self, indexes: range) -> bool:
        """Whether there is a row, though maybe an old one, for every id in ``indexes``."""
        return all(map(self.rows.has, self.ids.span(indexes.start, indexes.stop)))

    async def load(self) -> None:
        """Fetch until no row is missing. Raises what the fetch raises."""
        generation = self._generation
        fetch = self._fetch
        while fetch is not None:
            wanted = self._lacking(0)
            if not wanted:
                await asyncio.sleep(PREFETCH_DELAY)
                wanted = self._lacking(0) or self._lacking(1)
            if not wanted or generation != self._generation:
                return
            rows = await fetch(wanted)
            if generation != self._generation:
                return
            self._keep(wanted, rows)

    def _keep(self, wanted: Sequence[int], rows: Sequence[TableRow]) -> None:
        gone = set(wanted).difference(row.id for row in rows)
        self.rows.drop(gone)
        self._arrived(self.rows.keep(rows), gone)

    def _lacking(self, pages: float) -> list[int]:
        """The ids without rows in the window and so many pages on both sides of it."""
        window = self._window()
        margin = int(len(window) * pages)
        return self.rows.missing(self.ids.span(window.start - margin, window.stop + margin))


RETRY_SECONDS: Final = 1.0
"""Seconds after which a fetch that failed is tried again."""


class RowFetcher:
    """Runs a ``RowLoader`` in a worker of its table: one fetch at a time, again where one failed.

    ``failed`` is called with the first error of several in a row.
    """

    def __init__(
        self, table: RecordTable, loader: RowLoader, failed: Callable[[Exception], object]
    ) -> None:
        self._table = table
        self._loader = loader
        self._failed = failed
        self._worker: Worker[None] | None = None
        self._retry: Timer | None = None
        self.has_failed = False
        """Whether no row has come since the last error."""

    def begin(self) -> None:
        """Fetch the rows that are missing in view, unless a fetch is under way or due again."""
        table, worker = self._table, self._worker
        is_busy = worker is not None and not worker.is_finished
        if is_busy or self._retry is not None or not table.is_mounted or not table.body_height:
            return
        if self._loader.is_lacking():
            self._worker = table.run_worker(self._fetch(), group="rows")

    def begin_anew(self) -> None:
        """Abandon the running fetch and its error, and begin a new one."""
        if self._retry is not None:
            self._retry.stop()
            self._retry = None
        self.abandon()
        self.begin()

    def abandon(self) -> None:
        """Wait no longer for the fetch under way, which is one of other rows."""
        self._worker = None

    async def _fetch(self) -> None:
        try:
            await self._loader.load()
        except Exception as error:
            self._retry = self._table.set_timer(RETRY_SECONDS, self.begin_anew)
            if not self.has_failed:
                self.has_failed = True
                self._failed(error)


class Marks:
    """The marked ids; a range selection grows and shrinks from its anchor row."""

    def __init__(self) -> None:
        self.ids: set[int] = set()
        self._anchor: int | None = None

    def toggle(self, record: int) -> None:
        self.ids ^= {record}

    def end_range(self) -> None:
        """Drop the anchor: the next range starts at the cursor."""
        self._anchor = None

    def extend(self, ids: IdList, old: int, new: int) -> None:
        """Move the end of a range from row ``old`` to row ``new``; a new one begins at ``old``."""
        if self._anchor is None:
            self._anchor = old
            self.ids.update(ids.span(old, old + 1))
        anchor = self._anchor
        was = range(min(anchor, old), max(anchor, old) + 1)
        now = range(min(anchor, new), max(anchor, new) + 1)
        self.ids.difference_update(ids.span(was.start, now.start), ids.span(now.stop, was.stop))
        self.ids.update(ids.span(now.start, was.start), ids.span(was.stop, now.stop))

    def invert(self, ids: Iterable[int]) -> None:
        """Mark those of ``ids`` that are not marked, and the other way round."""
        self.ids.symmetric_difference_update(ids)
        self._anchor = None

    def forget(self, records: Iterable[int]) -> bool:
        """Unmark ``records``; True if any was marked."""
        before = len(self.ids)
        self.ids.difference_update(records)
        return len(self.ids) != before

    def clear(self) -> None:
        self.ids.clear()
        self._anchor = None
