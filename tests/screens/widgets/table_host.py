"""A bare app around one list, which notes what the list asks for and what it says."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, TypeVar

from textual import on
from textual.app import App, ComposeResult

from tests.screens.resting import loop_at_rest
from tui_crm.column_layout import Column
from tui_crm.screens.list.record_table import RecordTable
from tui_crm.screens.list.rows import TableRow

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence

    from textual.message import Message
    from textual.pilot import Pilot

Told = TypeVar("Told", bound="Message")

NAME = Column("name", "Name", 20, 1, flexible=True)
COMPANY = Column("company", "Company", 16, 2)
CITY = Column("city", "City", 12, 3)
AMOUNT = Column("amount", "Amount", 10, 4, align="right")
COLUMNS = (NAME, COMPANY, CITY, AMOUNT)


def row_of(record: int, style: str = "") -> TableRow:
    return TableRow(record, (f"Name {record}", "青空商事", "渋谷", str(record)), style)


class TableHost(App[None]):
    """Its store has a row for every id but those in ``deleted``; ``gate`` holds fetches up."""

    ENABLE_COMMAND_PALETTE = False

    def __init__(self) -> None:
        super().__init__()
        self.said: list[Message] = []
        self.fetched: list[list[int]] = []
        self.deleted: set[int] = set()
        self.rows: dict[int, TableRow] = {}
        self.failure: Exception | None = None
        self.gate = asyncio.Event()
        self.gate.set()

    def compose(self) -> ComposeResult:
        yield RecordTable()

    @property
    def table(self) -> RecordTable:
        return self.query_one(RecordTable)

    async def fetch(self, ids: Sequence[int]) -> Sequence[TableRow]:
        self.fetched.append(list(ids))
        await self.gate.wait()
        if self.failure is not None:
            raise self.failure
        return [self.rows.get(i) or row_of(i) for i in ids if i not in self.deleted]

    def show(self, ids: Sequence[int], **options: bool | int | None) -> None:
        self.table.show(ids, COLUMNS, self.fetch, **options)  # type: ignore[arg-type]
        self.table.focus()

    async def rest(self) -> None:
        """Wait until every row that will be fetched is there, and drawn."""
        await loop_at_rest()
        while busy := [worker for worker in self.workers if not worker.is_finished]:
            await self.workers.wait_for_complete(busy)
            await loop_at_rest()

    def lines(self) -> list[str]:
        """What is on the screen, line by line."""
        strips = self.screen._compositor.render_strips()
        return [strip.text for strip in strips]

    def told(self, kind: type[Told]) -> list[Told]:
        return [message for message in self.said if isinstance(message, kind)]

    @on(RecordTable.RowHighlighted)
    @on(RecordTable.RowSelected)
    @on(RecordTable.MarksChanged)
    @on(RecordTable.HeaderSelected)
    @on(RecordTable.FetchFailed)
    def note(self, message: Message) -> None:
        self.said.append(message)


@asynccontextmanager
async def listing(
    ids: Sequence[int], size: tuple[int, int] = (80, 12), **options: bool | int | None
) -> AsyncIterator[tuple[TableHost, Pilot[None]]]:
    """A list of these records, with all that is in view fetched and drawn."""
    app = TableHost()
    async with app.run_test(size=size) as pilot:
        app.show(ids, **options)
        await app.rest()
        app.said.clear()
        yield app, pilot
