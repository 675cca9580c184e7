"""The table of every list: a cursor on one record, marks on some, over any number of rows."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual.geometry import Offset, Region
from textual.reactive import reactive

from tui_crm.screens import actions
from tui_crm.screens.list import messages
from tui_crm.screens.list.row_painter import GUTTER, MARKED, PLAIN, RowState
from tui_crm.screens.list.virtual_list import HEADER_LINES, VirtualList

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from textual import events
    from textual.binding import BindingType

    from tui_crm.column_layout import Column
    from tui_crm.screens.list.rows import FetchPage, IdList


class Marks:
    """The marked ids; a range selection grows and shrinks from its anchor row."""

    def __init__(self) -> None:
        self.ids: set[int] = set()
        self._anchor: int | None = None

    def toggle(self, record: int) -> None:
        """Toggle the mark of ``record``."""
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
        """Remove all marks."""
        self.ids.clear()
        self._anchor = None


class RecordTable(VirtualList, can_focus=True, inherit_bindings=False):
    """A list of records with a cursor, marks and a line of column labels.

    ``show`` gives it the ids and a way to fetch rows; ``cursor_row`` and ``cursor_id`` say where
    the cursor stands, and may be watched. Cells are data: made safe, never read as markup.
    """

    BINDINGS: ClassVar[list[BindingType]] = actions.bindings("table")

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
        record, row, line = self.cursor_id, self.cursor_row, self.cursor_row - self.view().start
        self.open(ids, columns, fetch, total)
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
            self.want_rows()

    def extend(self, ids: Sequence[int]) -> None:
        """Append ``ids``; nothing in view moves."""
        super().extend(ids)
        self._announce()

    def set_total(self, n: int, exact: bool) -> None:
        """Say how many rows there are in all: ``n``, or at least ``n``, which only ids can show."""
        super().set_total(n, exact)
        self.cursor_row = self.cursor_row
        self._announce()

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
            yield self.region.offset + Offset(0, HEADER_LINES + line), partial(self.go_to_row, row)

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
        """Remove all marks."""
        if self._marks.ids:
            self._marks.clear()
            self._tell_marks()

    def on_mount(self) -> None:
        """Tell where the cursor stands in a list that was shown before it was there."""
        self._announce()

    def on_resize(self) -> None:
        """Keep the cursor in view."""
        self._reveal()

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
