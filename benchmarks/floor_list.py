"""The least that a list in Textual can be: ids in memory, rows read from SQLite as they are drawn.

It is what the program's own lists are measured against: no safety, no marks, no fetching in the
background, one style; ``/`` looks for what stands in the first column.
``python floor_list.py DB --table leads --columns title,company,city``
"""

from __future__ import annotations

import argparse
import sqlite3
from array import array
from typing import TYPE_CHECKING, ClassVar

from rich.cells import set_cell_size
from rich.segment import Segment
from rich.style import Style
from textual.app import App, ComposeResult
from textual.geometry import Region, Size
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.widgets import Footer, Header, Input

if TYPE_CHECKING:
    from textual.binding import BindingType

PAGE = 60
WIDTH = 22
CURSOR = Style(reverse=True)


def quoted(name: str) -> str:
    """``name`` as an SQL identifier."""
    return '"' + name.replace('"', '""') + '"'


class Rows:
    """The rows of one table in the order of a column, read a page at a time."""

    def __init__(self, path: str, table: str, columns: list[str], order: str) -> None:
        self._store = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
        self._select = f"SELECT id, {', '.join(map(quoted, columns))} FROM {quoted(table)}"
        self._condition = f"instr(lower({quoted(columns[0])}), lower(?))"
        self._ids = f"SELECT id FROM {quoted(table)} WHERE {{}} ORDER BY {quoted(order)}, id"
        self._lines: dict[int, str] = {}
        self.find("")

    def find(self, words: str) -> None:
        """Keep to the rows with ``words`` in the first column."""
        query = self._ids.format(self._condition if words else "1 = 1")
        found = self._store.execute(query, [words] if words else [])
        self.ids = array("q", (record for (record,) in found))

    def line(self, index: int) -> str:
        """The row at ``index`` as text, its columns side by side."""
        record = self.ids[index]
        if record not in self._lines:
            self._read(self.ids[index : index + PAGE])
        return self._lines[record]

    def _read(self, wanted: array[int]) -> None:
        if len(self._lines) > 40 * PAGE:
            self._lines.clear()
        places = ", ".join("?" * len(wanted))
        for row in self._store.execute(f"{self._select} WHERE id IN ({places})", wanted):
            cells = (set_cell_size(str(cell or ""), WIDTH) for cell in row[1:])
            self._lines[row[0]] = " ".join(cells)


class FloorList(ScrollView, can_focus=True):
    """A cursor over ``Rows``."""

    BINDINGS: ClassVar[list[BindingType]] = [
        ("j,down", "move(1)"),
        ("k,up", "move(-1)"),
        ("pagedown", "page(1)"),
        ("pageup", "page(-1)"),
        ("g,home", "move(-1000000000)"),
        ("G,end", "move(1000000000)"),
    ]

    def __init__(self, rows: Rows) -> None:
        super().__init__()
        self._rows = rows
        self._cursor = 0
        self.virtual_size = Size(0, len(rows.ids))

    def find(self, words: str) -> None:
        """Show the rows with ``words`` in the first column."""
        self._rows.find(words)
        self._cursor = 0
        self.virtual_size = Size(0, len(self._rows.ids))
        self.scroll_to(y=0, animate=False)
        self.refresh()

    def action_page(self, pages: int) -> None:
        """Move by a page."""
        self.scroll_to(y=self.scroll_offset.y + pages * self.size.height, animate=False)
        self.action_move(pages * self.size.height)

    def action_move(self, rows: int) -> None:
        """Move by ``rows``, and scroll as far as that needs."""
        old, height = self._cursor, self.size.height
        self._cursor = max(0, min(len(self._rows.ids) - 1, old + rows))
        top = self.scroll_offset.y
        top = min(max(top, self._cursor - height + 1), self._cursor)
        if top != self.scroll_offset.y:
            self.scroll_to(y=top, animate=False)
        for row in (old, self._cursor):
            self.refresh(Region(0, row - self.scroll_offset.y, self.size.width, 1))

    def render_line(self, y: int) -> Strip:
        """One row."""
        index, width = y + self.scroll_offset.y, self.size.width
        if index >= len(self._rows.ids):
            return Strip.blank(width)
        text = set_cell_size(self._rows.line(index), width)
        return Strip([Segment(text, CURSOR if index == self._cursor else None)], width)


class FloorApp(App[None]):
    """A title, a line to search in, the list, the keys."""

    AUTO_FOCUS = "FloorList"
    BINDINGS: ClassVar[list[BindingType]] = [("q", "quit", "Quit"), ("slash", "search", "Search")]

    def __init__(self, rows: Rows) -> None:
        super().__init__()
        self._rows = rows

    def compose(self) -> ComposeResult:
        """Header, search line, list and footer."""
        yield Header()
        yield Input(placeholder="search")
        yield FloorList(self._rows)
        yield Footer()

    def action_search(self) -> None:
        """Go to the search line."""
        self.query_one(Input).focus()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Search as one types."""
        self.query_one(FloorList).find(event.value)


def main() -> None:
    """Read the command line and run."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("store", help="an SQLite file")
    parser.add_argument("--table", default="leads")
    parser.add_argument("--columns", default="title,company,email,city,status")
    parser.add_argument("--order", default="id", help="the column to sort by")
    asked = parser.parse_args()
    FloorApp(Rows(asked.store, asked.table, asked.columns.split(","), asked.order)).run()


if __name__ == "__main__":
    main()
