"""The program's list alone, in the same frame as ``floor_list.py`` and over the same table."""

from __future__ import annotations

import argparse
import asyncio
import sqlite3
from array import array
from typing import TYPE_CHECKING, ClassVar

from floor_list import quoted
from textual.app import App, ComposeResult
from textual.widgets import Footer, Header

from tui_crm.column_layout import Column
from tui_crm.screens.list.record_table import RecordTable
from tui_crm.screens.list.rows import TableRow

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.binding import BindingType

WIDTH = 20


class TableApp(App[None]):
    """A title, the list, the keys; rows come from a thread."""

    BINDINGS: ClassVar[list[BindingType]] = [("q", "quit", "Quit")]

    def __init__(self, path: str, table: str, columns: list[str], order: str) -> None:
        super().__init__()
        self._columns = columns
        self._order = f"SELECT id FROM {quoted(table)} ORDER BY {quoted(order)}, id"
        self._select = f"SELECT id, {', '.join(map(quoted, columns))} FROM {quoted(table)}"
        self._store = sqlite3.connect(f"file:{path}?mode=ro", uri=True, check_same_thread=False)

    def compose(self) -> ComposeResult:
        """Header, list and footer."""
        yield Header()
        yield RecordTable()
        yield Footer()

    def on_mount(self) -> None:
        """Open the list, its first page at hand."""
        ids = array("q", (record for (record,) in self._store.execute(self._order)))
        columns = [
            Column(name, name.title(), WIDTH, priority, flexible=True)
            for priority, name in enumerate(self._columns, 1)
        ]
        table = self.query_one(RecordTable)
        table.show(ids, columns, self._fetch, total=len(ids))
        table.prime(self._read(ids[:60]))
        table.focus()

    async def _fetch(self, ids: Sequence[int]) -> Sequence[TableRow]:
        return await asyncio.to_thread(self._read, ids)

    def _read(self, ids: Sequence[int]) -> list[TableRow]:
        places = ", ".join("?" * len(ids))
        rows = self._store.execute(f"{self._select} WHERE id IN ({places})", list(ids))
        return [TableRow(row[0], tuple(str(cell or "") for cell in row[1:])) for row in rows]


def main() -> None:
    """Read the command line and run."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("store", help="an SQLite file")
    parser.add_argument("--table", default="leads")
    parser.add_argument("--columns", default="title,company,email,city,status")
    parser.add_argument("--order", default="id", help="the column to sort by")
    asked = parser.parse_args()
    TableApp(asked.store, asked.table, asked.columns.split(","), asked.order).run()


if __name__ == "__main__":
    main()
