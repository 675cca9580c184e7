"""Which rows to fetch, and when: those on screen at once, a page around them after a moment."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Sequence
from typing import Final, TypeAlias

from tui_crm.screens.list.rows import FetchPage, IdList, RowCache, TableRow

PAUSE: Final = 0.02
"""Seconds that the list rests before it looks ahead, so that a held key is painted first."""

Window: TypeAlias = Callable[[], range]
"""Gives the indexes of the rows on screen."""


Arrived: TypeAlias = Callable[[set[int], set[int]], None]
"""Told which rows look different now, and which are no longer there."""


class RowLoader:
    """Holds the ids and the rows of a list, and fetches what ``window`` lacks."""

    def __init__(self, window: Window, arrived: Arrived) -> None:
        self._window = window
        self._arrived = arrived
        self._fetch: FetchPage | None = None
        self._generation = 0
        self.ids = IdList()
        self.rows = RowCache()

    def open(self, ids: Sequence[int], fetch: FetchPage, *, is_same_source: bool) -> None:
        """Show ``ids`` from now on; rows of the same source are drawn until newer ones come."""
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
        """Fetch ``records`` (all, by default) again; what is on its way is not waited for."""
        self._generation += 1
        self.rows.expire(records)

    def is_lacking(self) -> bool:
        """Whether rows on screen, or within half a page of it, are not there."""
        return self._fetch is not None and bool(self._lacking(0.5))

    def can_draw(self, indexes: range) -> bool:
        """Whether there is a row, though maybe an old one, for every id in ``indexes``."""
        return all(map(self.rows.has, self.ids.span(indexes.start, indexes.stop)))

    async def load(self) -> None:
        """Fetch until nothing is lacking, or wanted any more. Raises what the fetch raises."""
        generation = self._generation
        fetch = self._fetch
        while fetch is not None:
            wanted = self._lacking(0)
            if not wanted:
                await asyncio.sleep(PAUSE)
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
