"""The table of every list: a cursor on one record, marks on some, over any number of rows."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar, Final

from textual.geometry import Offset, Region, Size
from textual.reactive import reactive
from textual.scroll_view import ScrollView

from tui_crm.screens import actions
from tui_crm.screens.chips import tone_rules
from tui_crm.screens.list import messages
from tui_crm.screens.list.row_painter import (
    GONE_SIGN,
    GUTTER,
    MARKED,
    PARTS,
    PENDING_SIGN,
    PLAIN,
    Palette,
    RowPainter,
    RowState,
)
from tui_crm.screens.list.rows import FetchPage, Marks, RowFetcher, RowLoader, TableRow
from tui_crm.screens.widgets.empty_state import EmptyState, EmptyStateKind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from textual import events
    from textual.binding import BindingType
    from textual.strip import Strip

    from tui_crm.column_layout import Column

HEADER_LINES: Final = 1
JUMP_TIMEOUT: Final = 0.03
"""Seconds that a jump waits for its rows rather than show signs that they are coming."""


class RecordTable(ScrollView, can_focus=True, inherit_bindings=False):
    """A list of records with a cursor, marks and a line of column labels.

    ``show`` gives it the ids and a way to fetch rows; ``cursor_row`` and ``cursor_id`` say where
    the cursor stands, and may be watched. Cells are data: made safe, never read as markup.

    It holds the ids of all records and the rows of a few pages, and draws the rows in view. They
    are fetched by a worker, those on screen first and a page on both sides of them after that, so
    that a key never waits for the store.
    """

    BINDINGS: ClassVar[list[BindingType]] = actions.bindings("table")
    DEFAULT_CSS = """
    RecordTable {
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
        & > .record-table--cell { background: $accent-muted; text-style: bold underline; }
        & > .record-table--dim { text-style: dim; }
        & > .record-table--strong { text-style: bold; }
        & > .record-table--error { color: $text-error; text-style: bold; }


        & > .record-table--cursor { background: $panel; }
        &:focus > .record-table--cursor { background: $primary-muted; }
        &:ansi:focus > .record-table--cursor { text-style: reverse; }
        &:nocolor:focus > .record-table--cursor { text-style: reverse; }
    }
    """
    DEFAULT_CSS += tone_rules("RecordTable", "record-table")

    COMPONENT_CLASSES: ClassVar[set[str]] = {f"record-table--{part}" for part in PARTS}
    ALLOW_SELECT = False

    RowHighlighted = messages.RowHighlighted
    RowSelected = messages.RowSelected
    MarksChanged = messages.MarksChanged
    HeaderSelected = messages.HeaderSelected
    FetchFailed = messages.FetchFailed

    cursor_row = reactive(0, repaint=False)
    cursor_id: reactive[int | None] = reactive(None, repaint=False)
    cursor_column: reactive[int | None] = reactive(None, repaint=False)
    """The column under the cursor, as a place in ``columns``; None until it was moved sideways."""

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._loader = RowLoader(self.view, self._rows_arrived)
        self._fetcher = RowFetcher(self, self._loader, self.fetch_failed)
        self._columns: tuple[Column, ...] = ()
        self._total: int | None = None
        self._sort: tuple[str, bool] | None = None
        self._notice: EmptyState | None = None
        self._painter: RowPainter | None = None
        self._destination: int | None = None
        self._marks = Marks()
        self._announced: tuple[int, int] | None = None

    @property
    def marks(self) -> set[int]:
        """The ids of the marked records, in this list or in one shown before."""
        return self._marks.ids

    @property
    def chosen(self) -> list[int]:
        """The ids of the marked records, or of the one under the cursor."""
        if self.marks:
            return sorted(self.marks)
        return [] if self.cursor_id is None else [self.cursor_id]

    @property
    def cursor_cell(self) -> Column | None:
        """The column under the cursor, or None while the cursor is the whole row."""
        return None if self.cursor_column is None else self._columns[self.cursor_column]

    # --- what it shows --------------------------------------------------------------------------

    def show(
        self,
        ids: Sequence[int],
        columns: Sequence[Column],
        fetch: FetchPage,
        *,
        total: int | None = None,
        keep_cursor: bool = True,
    ) -> None:
        """Show the records ``ids``, of ``total`` that will come, in rows that ``fetch`` gives.

        The cursor stays on its record, on the same line of the screen, and where that record is
        gone from ``ids``, at the same place in the list; or it goes to the first row.
        """
        record, row, line = (
            self.cursor_id,
            self.cursor_row,
            self.cursor_row - self.view().start,
        )
        self._take_over(ids, columns, fetch, total)
        if not keep_cursor:
            row = line = 0
        elif record is not None:
            found = self._loader.ids.index(record, near=row)
            row = row if found is None else found
        if self.cursor_column is not None and self.cursor_column >= len(columns):
            self.cursor_column = None
        self._marks.end_range()
        self.cursor_row = row
        if self.is_mounted:
            self.scroll_to(y=self.cursor_row - line, animate=False, force=True)
            self._reveal()
            self._announce()
            self._fetcher.begin()

    def extend(self, ids: Sequence[int]) -> None:
        """Append ``ids``; nothing in view moves."""
        self._loader.ids.extend(ids)
        self.fit_height()
        self.refresh()
        self._fetcher.begin()
        self._announce()

    def set_total(self, n: int, exact: bool) -> None:
        """Say how many rows there are in all: ``n``, or at least ``n``, which only ids can show."""
        self._total = n if exact else None
        self.fit_height()
        self.cursor_row = self.cursor_row
        self._announce()

    def on_resize(self) -> None:
        """Keep the cursor in view, and fetch what a taller list shows."""
        self._reveal()
        self._fetcher.begin()

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
            self._fetcher.begin()
            self.set_timer(JUMP_TIMEOUT, self._arrive)

    def _arrive(self) -> None:
        if self._destination is not None:
            top, self._destination = self._destination, None
            self.scroll_to(y=top, animate=False, force=True)
            self.refresh()

    def _take_over(
        self,
        ids: Sequence[int],
        columns: Sequence[Column],
        fetch: FetchPage,
        total: int | None,
    ) -> None:
        is_same = tuple(columns) == self._columns and self._loader.is_from(fetch)
        self._loader.open(ids, fetch, is_same_source=is_same)
        if not is_same:
            self._columns = tuple(columns)
            self._painter = None
        self._total = total
        self._fetcher.abandon()
        self._destination = None
        self.fit_height()
        self.refresh()

    def prime(self, rows: Iterable[TableRow]) -> None:
        """Put ``rows`` into the cache without a fetch."""
        if self._loader.rows.keep(rows):
            self.refresh()
            self._arrive()

    def invalidate(self, ids: Iterable[int] | None = None) -> None:
        """Refetch the rows of ``ids`` (all, by default); stale ones are drawn until then."""
        self._loader.expire(ids)
        self._fetcher.begin_anew()

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

    def refresh_rows(self, *indexes: int) -> None:
        """Draw the rows at ``indexes`` again, as far as they are in view."""
        window, width = self.window(), self.size.width
        for index in indexes:
            if index in window:
                self.refresh(Region(0, index - window.start + HEADER_LINES, width, 1))

    def _rows_arrived(self, changed: set[int], gone: set[int]) -> None:
        self._fetcher.has_failed = False
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
        self._fetcher.begin()

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

    # --- cursor and marks -----------------------------------------------------------------------

    def validate_cursor_row(self, row: int) -> int:
        """Keep the cursor within the list."""
        return max(0, min(row, self.row_count - 1))

    def watch_cursor_row(self, old: int, new: int) -> None:
        """Redraw the two rows, scroll the cursor into view, and notify the screen."""
        self._reveal()
        if self._destination is None:
            self.refresh_rows(old, new)
        self._announce()

    def watch_cursor_column(self) -> None:
        """Redraw the cursor row."""
        self.refresh_rows(self.cursor_row)

    def row_state(self, index: int, record: int | None, /) -> RowState:
        """Whether the row at ``index`` has the cursor or a mark."""
        is_marked = record in self._marks.ids
        if index != self.cursor_row:
            return MARKED if is_marked else PLAIN
        column = self.cursor_column
        cell = None if column is None else self.painter.place_of(column)
        return RowState(is_cursor=True, is_marked=is_marked, cell=cell)

    def rows_gone(self, records: set[int]) -> None:
        """Unmark deleted records."""
        if self._marks.forget(records):
            self._tell_marks()

    def fetch_failed(self, error: Exception) -> None:
        """Report it to the screen."""
        self.post_message(self.FetchFailed(self, error))

    def action_move(self, rows: int) -> None:
        """Move the cursor by ``rows``."""
        self._marks.end_range()
        self.cursor_row += rows

    def go_to_row(self, row: int) -> None:
        """Put the cursor on the row at this index."""
        self.action_move(row - self.cursor_row)

    def places(self) -> Iterator[tuple[Offset, Callable[[], None]]]:
        """Where the rows in view are on the screen, and what puts the cursor there."""
        view = self.view()
        for line, row in enumerate(range(view.start, min(view.stop, self.row_count))):
            yield (
                self.region.offset + Offset(0, HEADER_LINES + line),
                partial(self.go_to_row, row),
            )

    def action_page(self, pages: int) -> None:
        """Move the view by ``pages``, and the cursor with it."""
        self._move_view(pages * self.body_height)

    def action_half_page(self, halves: int) -> None:
        """Move the view by half pages, and the cursor with it."""
        self._move_view(halves * max(1, self.body_height // 2))

    def action_first(self) -> None:
        """Go to the first row."""
        self.action_move(-self.row_count)

    def action_last(self) -> None:
        """Go to the last row."""
        self.action_move(self.row_count)

    def action_move_cell(self, columns: int) -> None:
        """Move the cursor sideways; from the first column to the left the whole row is under it."""
        places = [slot.index for slot in self.painter.slots]
        if not places:
            return
        here = self.cursor_column
        if here is None:
            self.cursor_column = places[0] if columns > 0 else None
            return
        place = sum(index < here for index in places) + columns
        self.cursor_column = None if place < 0 else places[min(place, len(places) - 1)]

    def action_select(self) -> None:
        """Open the record under the cursor."""
        if self.cursor_id is not None:
            self.post_message(self.RowSelected(self, self.cursor_id))

    def action_toggle_mark(self) -> None:
        """Toggle the mark under the cursor, and move to the next row."""
        self._toggle_mark(self.cursor_row)
        self.action_move(1)

    def action_mark_range(self, rows: int) -> None:
        """Move the cursor by ``rows`` and mark all from where the first such move began."""
        old = self.cursor_row
        self.cursor_row += rows
        self._marks.extend(self._loader.ids, old, self.cursor_row)
        self._tell_marks()

    def action_invert_marks(self) -> None:
        """Invert the marks of this list."""
        self._marks.invert(self._loader.ids)
        self._tell_marks()

    def mark(self, records: set[int]) -> None:
        """Mark these records, whether their rows are here yet or not."""
        self._marks.ids.update(records)
        self._tell_marks()

    def action_clear_marks(self) -> None:
        if self._marks.ids:
            self._marks.clear()
            self._tell_marks()

    def on_mount(self) -> None:
        """Tell where the cursor stands in a list that was shown before it was there."""
        self._announce()

    def on_click(self, event: events.Click) -> None:
        """Go to the row under the mouse: mark it by its gutter, open it by a double click."""
        offset = event.get_content_offset(self)
        if offset is None or event.widget is not self:
            return
        event.stop()
        row = self.window().start + offset.y - HEADER_LINES
        if offset.y < HEADER_LINES:
            self._select_header(offset.x)
        elif row < self.row_count and event.shift:
            self.action_mark_range(row - self.cursor_row)
        elif row < self.row_count:
            self.action_move(row - self.cursor_row)
            if offset.x < GUTTER:
                self._toggle_mark(row)
            elif event.chain == 2:
                self.action_select()

    def _select_header(self, x: int) -> None:
        place = self.painter.slot_at(x)
        if place is not None:
            key = self.painter.slots[place].column.key
            self.post_message(self.HeaderSelected(self, key))

    def _move_view(self, rows: int) -> None:
        self.go_to(self.view().start + rows)
        self.action_move(rows)

    def _reveal(self) -> None:
        """Scroll as little as it takes to have the cursor in view."""
        view = self.view()
        if view and self.cursor_row not in view:
            is_above = self.cursor_row < view.start
            self.go_to(self.cursor_row if is_above else self.cursor_row - len(view) + 1)

    def _announce(self) -> None:
        """Notify the screen of the record under the cursor, once."""
        self.cursor_id = self._loader.ids.at(self.cursor_row)
        place = None if self.cursor_id is None else (self.cursor_id, self.cursor_row)
        if place is not None and place != self._announced:
            self.post_message(self.RowHighlighted(self, *place))
        self._announced = place

    def _toggle_mark(self, row: int) -> None:
        record = self._loader.ids.at(row)
        if record is not None:
            self._marks.toggle(record)
            self.refresh_rows(row)
            self.post_message(self.MarksChanged(self, len(self._marks.ids)))

    def _tell_marks(self) -> None:
        self.refresh(Region(0, HEADER_LINES, self.size.width, self.body_height))
        self.post_message(self.MarksChanged(self, len(self._marks.ids)))
