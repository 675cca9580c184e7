"""Records in groups, each under a line of its own that runs across all columns."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final

from tui_crm.column_layout import Column
from tui_crm.screens import actions
from tui_crm.screens.list.record_table import RecordTable
from tui_crm.screens.list.row_painter import PLAIN, RowPainter
from tui_crm.screens.list.virtual_list import HEADER_LINES

if TYPE_CHECKING:
    from textual.binding import BindingType
    from textual.strip import Strip

_ACROSS: Final = (Column("head", "", 20, 1, flexible=True),)
_NOT_HERE: Final = frozenset(("table.cell_left", "table.cell_right"))


class GroupTable(RecordTable, inherit_bindings=False):
    """A list in which negative ids are the heads of groups: the cursor does not stop at them.

    The row of a head has one cell. There are no cells to move through.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        binding
        for binding in actions.bindings("table")
        if getattr(binding, "id", "") not in _NOT_HERE
    ]

    _head_painter: RowPainter | None = None

    def record_at(self, row: int) -> int | None:
        """The id at a row; negative for the head of a group."""
        return self._loader.ids.at(row)

    def go_to_row(self, row: int) -> None:
        """Put the cursor on a row, or on the first record below a head."""
        self.cursor_row = row
        self._leave_head(1)

    def action_move(self, rows: int) -> None:
        """Move the cursor by ``rows``, past heads."""
        super().action_move(rows)
        self._leave_head(1 if rows > 0 else -1)

    def action_mark_range(self, rows: int) -> None:
        """Mark on the way, heads left out."""
        super().action_mark_range(rows)
        self._marks.ids.difference_update({record for record in self.marks if record < 0})
        self._leave_head(1 if rows > 0 else -1)

    def _leave_head(self, way: int) -> None:
        for step in (way, -way):
            while self._is_head(self.cursor_row) and self._has_row(self.cursor_row + step):
                self.cursor_row += step
        above = self.cursor_row - 1
        if self._is_head(above) and above < self.view().start:
            self.go_to(above)

    def _has_row(self, row: int) -> bool:
        return 0 <= row < self.row_count

    def _is_head(self, row: int) -> bool:
        return (self.record_at(row) or 0) < 0

    def render_line(self, y: int) -> Strip:
        """Line ``y`` of the widget; that of a head runs across."""
        record = self.record_at(round(self.scroll_y) + y - HEADER_LINES) if y else None
        row = self._loader.rows.get(record) if record is not None and record < 0 else None
        return super().render_line(y) if row is None else self._heads().row(row, PLAIN)

    def _heads(self) -> RowPainter:
        painter, found = self.painter, self._head_painter
        if found is None or found.palette is not painter.palette or found.width != painter.width:
            margin = self.size.width - self.scrollable_content_region.width
            found = RowPainter(_ACROSS, painter.width, margin, painter.palette)
            self._head_painter = found
        return found
