"""A list that draws the rows in view and fetches them; it knows no cursor and no keys.

It holds the ids of all records and the rows of a few pages. Rows are fetched by a worker, those on
screen first and a page on both sides of them after that, so that a key never waits for the store.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, ClassVar, Final, TypeAlias

from textual.geometry import Region, Size
from textual.scroll_view import ScrollView

from tui_crm.screens.list.row_painter import (
    GONE_SIGN,
    PARTS,
    PENDING_SIGN,
    PLAIN,
    Palette,
    RowPainter,
    RowState,
)
from tui_crm.screens.list.rows import FetchPage, IdList, RowCache, TableRow
from tui_crm.screens.widgets.empty_state import EmptyState, EmptyStateKind

if TYPE_CHECKING:
    from textual.strip import Strip
    from textual.timer import Timer
    from textual.worker import Worker

    from tui_crm.column_layout import Column


PAUSE: Final = 0.02
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


HEADER_LINES: Final = 1
PATIENCE: Final = 0.03
"""Seconds that a jump waits for its rows rather than show signs that they are coming."""

RETRY_SECONDS: Final = 1.0


class VirtualList(ScrollView, inherit_bindings=False):
    """A header line and the rows in the viewport, rendered line by line."""

    DEFAULT_CSS = """
    VirtualList {
        height: 1fr;
        overflow-x: hidden;
        overflow-y: auto;
        scrollbar-gutter: stable;
        scrollbar-size-vertical: 1;

        & > .record-table--header { color: $text-muted; text-style: bold; }
        & > .record-table--pending { text-style: dim; }
        & > .record-table--bar { color: $accent; }
        & > .record-table--mark { color: $warning; text-style: bold; }
        & > .record-table--cursor { text-style: bold; }
        & > .record-table--cell { text-style: bold underline; }
        & > .record-table--dim { text-style: dim; }
        & > .record-table--overdue { color: $text-error; }
        & > .record-table--strong { text-style: bold; }
        & > .record-table--error { color: $text-error; text-style: bold; }

        &:focus > .record-table--cursor { text-style: reverse; }
    }
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {f"record-table--{part}" for part in PARTS}
    ALLOW_SELECT = False

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._loader = RowLoader(self.view, self._rows_arrived)
        self._columns: tuple[Column, ...] = ()
        self._total: int | None = None
        self._sort: tuple[str, bool] | None = None
        self._notice: EmptyState | None = None
        self._painter: RowPainter | None = None
        self._worker: Worker[None] | None = None
        self._destination: int | None = None
        self._retry: Timer | None = None
        self._has_failed = False

    @property
    def row_count(self) -> int:
        """How many rows there are, those among them whose ids have yet to come."""
        return max(len(self._loader.ids), self._total or 0)

    @property
    def body_height(self) -> int:
        """How many rows are in view at once."""
        return max(0, self.size.height - HEADER_LINES)

    @property
    def columns(self) -> tuple[Column, ...]:
        """The columns, those that are dropped in a narrow terminal among them."""
        return self._columns

    def window(self) -> range:
        """The indexes of the lines on screen, beyond the last row too."""
        top = round(self.scroll_y)
        return range(top, top + self.body_height)

    def view(self) -> range:
        """The indexes of the lines on screen, or of those that are about to be."""
        top = self._destination
        return self.window() if top is None else range(top, top + self.body_height)

    def go_to(self, top: int) -> None:
        """Scroll until the row at ``top`` is the first, as soon as there is something to draw."""
        self._destination = max(0, min(top, self.row_count - self.body_height))
        if self._loader.can_draw(self.view()):
            self._arrive()
        else:
            self.want_rows()
            self.set_timer(PATIENCE, self._arrive)

    def _arrive(self) -> None:
        if self._destination is not None:
            top, self._destination = self._destination, None
            self.scroll_to(y=top, animate=False, force=True)
            self.refresh()

    def open(
        self,
        ids: Sequence[int],
        columns: Sequence[Column],
        fetch: FetchPage,
        total: int | None,
    ) -> None:
        """Draw other records, in other columns perhaps; the view stays where it is."""
        is_same = tuple(columns) == self._columns and self._loader.is_from(fetch)
        self._loader.open(ids, fetch, is_same_source=is_same)
        if not is_same:
            self._columns = tuple(columns)
            self._painter = None
        self._total = total
        self._worker = self._destination = None
        self.fit_height()
        self.refresh()

    def set_total(self, n: int, exact: bool) -> None:
        """Say how many rows there are in all: ``n``, or at least ``n``, which only ids can show."""
        self._total = n if exact else None
        self.fit_height()

    def extend(self, ids: Sequence[int]) -> None:
        """Append ``ids``; nothing in view moves."""
        self._loader.ids.extend(ids)
        self.fit_height()
        self.refresh()
        self.want_rows()

    def prime(self, rows: Iterable[TableRow]) -> None:
        """Put ``rows`` into the cache without a fetch."""
        if self._loader.rows.keep(rows):
            self.refresh()
            self._arrive()

    def invalidate(self, ids: Iterable[int] | None = None) -> None:
        """Refetch the rows of ``ids`` (all, by default); stale ones are drawn until then."""
        self._loader.expire(ids)
        self._fetch_anew()

    def sort_by(self, key: str | None, *, descending: bool = False) -> None:
        """Show in the header that the list is sorted by the column ``key``."""
        self._sort = None if key is None else (key, descending)
        self.refresh(Region(0, 0, self.size.width, HEADER_LINES))

    def show_message(
        self, title: str, hint: str = "", kind: EmptyStateKind = EmptyStateKind.EMPTY
    ) -> None:
        """Set the empty state: ``title`` and ``hint``, shown while there are no rows."""
        self._notice = EmptyState(title, hint, kind)
        if not self.row_count:
            self.refresh()

    def fit_height(self) -> None:
        """Set the virtual size from the number of rows."""
        self.virtual_size = Size(0, self.row_count + HEADER_LINES)

    def row_state(self, _index: int, _record: int | None, /) -> RowState:
        """Cursor and mark of a row; subclasses override it."""
        return PLAIN

    def rows_gone(self, records: set[int]) -> None:
        """Called when ``records`` turn out to be no longer there."""

    def fetch_failed(self, error: Exception) -> None:
        """Called when rows cannot be fetched, once until a fetch works again."""

    def refresh_rows(self, *indexes: int) -> None:
        """Draw the rows at ``indexes`` again, as far as they are in view."""
        window, width = self.window(), self.size.width
        for index in indexes:
            if index in window:
                self.refresh(Region(0, index - window.start + HEADER_LINES, width, 1))

    def want_rows(self) -> None:
        """Start a fetch of missing rows, unless one is running."""
        is_busy = self._worker is not None and not self._worker.is_finished
        if is_busy or self._retry is not None or not self.is_mounted or not self.body_height:
            return
        if self._loader.is_lacking():
            self._worker = self.run_worker(self._fetch_rows(), group="rows")

    async def _fetch_rows(self) -> None:
        try:
            await self._loader.load()
        except Exception as error:
            self._retry = self.set_timer(RETRY_SECONDS, self._fetch_anew)
            if not self._has_failed:
                self._has_failed = True
                self.fetch_failed(error)

    def _fetch_anew(self) -> None:
        """Abandon the running fetch and its error, and start a new one."""
        if self._retry is not None:
            self._retry.stop()
        self._retry = self._worker = None
        self.want_rows()

    def _rows_arrived(self, changed: set[int], gone: set[int]) -> None:
        self._has_failed = False
        if gone:
            self.rows_gone(gone)
        view = self.view()
        if not (changed | gone).isdisjoint(self._loader.ids.span(view.start, view.stop)):
            self.refresh()
            self._arrive()

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Fetch what has come into view."""
        super().watch_scroll_y(old_value, new_value)
        self._destination = None
        self.want_rows()

    def on_resize(self) -> None:
        """Fetch what a taller list shows."""
        self.want_rows()

    def notify_style_update(self) -> None:
        """Rebuild the palette when theme, focus or CSS has changed."""
        super().notify_style_update()
        self._painter = None
        self.refresh()

    def render_lines(self, crop: Region) -> list[Strip]:
        """The lines of ``crop``, in the colours of the moment."""
        painter, over = self._painter, self.background_colors
        background = over[1]
        if painter is not None and (
            painter.width != self.size.width or painter.palette.over != over
        ):
            self._painter = None
        if self.styles.gutter.totals != (0, 0) or self.opacity < 1:
            return super().render_lines(crop)
        lines = [self.render_line(y) for y in crop.line_range]
        for line_filter in self.get_line_filters():
            lines = [line.apply_filter(line_filter, background) for line in lines]
        span = crop.column_span
        return lines if span == (0, self.size.width) else [line.crop(*span) for line in lines]

    def render_line(self, y: int) -> Strip:
        """Line ``y`` of the widget: the labels, a row, or a part of the message."""
        painter = self.painter
        if y < HEADER_LINES:
            return painter.header(self._sort)
        index = round(self.scroll_y) + y - HEADER_LINES
        if not self.row_count:
            return self._notice_line(index)
        if index >= self.row_count:
            return painter.blank()
        record = self._loader.ids.at(index)
        state = self.row_state(index, record)
        if record is None:
            return painter.stand_in(PENDING_SIGN, state)
        row = self._loader.rows.get(record)
        if row is not None:
            return painter.row(row, state)
        is_gone = self._loader.rows.is_gone(record)
        return painter.stand_in(GONE_SIGN if is_gone else PENDING_SIGN, state)

    @property
    def painter(self) -> RowPainter:
        """What draws the lines in the width and colours of the moment."""
        if self._painter is None:
            width = self.size.width
            margin = width - self.scrollable_content_region.width
            self._painter = RowPainter(self._columns, width, margin, Palette.of(self))
        return self._painter

    def _notice_line(self, index: int) -> Strip:
        painter = self.painter
        if self._notice is None:
            return painter.blank()
        lines = self._notice.lines(
            self.app.console, (painter.width, self.body_height), painter.palette
        )
        return lines[index] if index < len(lines) else painter.blank()
