"""The status line above a list: search, filter and sort order."""

from __future__ import annotations

from textual.content import Content
from textual.widget import Widget

from tui_crm.sanitize import fit, width
from tui_crm.screens.list.row_painter import SORT_SIGNS


class ListBar(Widget):
    """Search on the left, filter and order on the right."""

    DEFAULT_CSS = """
    ListBar {
        height: 1;
        color: $text-muted;
    }
    """

    def __init__(self) -> None:
        super().__init__()
        self._search = ""
        self._where = ""
        self._order = ""

    def show(self, search: str, where: str, order: str, *, descending: bool) -> None:
        """Show search and filter, and the label of the column that it is sorted by."""
        self._search, self._where = search, where
        self._order = f"{order} {SORT_SIGNS[descending]}" if order else ""
        self.refresh()

    def render(self) -> Content:
        """The line."""
        cells = self.size.width
        order = fit(self._order, min(width(self._order), cells // 2))
        left = f" / {self._search}" if self._search else ""
        room = cells - width(order) - 2
        left = fit(left, min(width(left), max(0, room // 2))) if self._where else left
        between = "   " if left and self._where else ""
        where = fit(f" {self._where}" if self._where else "", max(0, room - width(left + between)))
        left = fit(left, max(0, room - width(between + where)))
        sign = "· " if self._where and self._order else "  "
        space = max(0, cells - width(left + between + where + sign + order))
        return Content.assemble(
            (left, "bold $foreground"),
            between,
            (where, "$text-accent"),
            " " * space,
            sign,
            order,
        )
