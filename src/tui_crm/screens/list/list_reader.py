"""Reads the records of a list for its screen: the first page, and then all of their ids."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from tui_crm.screens.list import row_source
from tui_crm.screens.list.row_source import FirstPage, ListState, RowSource
from tui_crm.store.db.connection import Interruption

if TYPE_CHECKING:
    from array import array
    from concurrent.futures import Future

    from tui_crm.screens.host import CrmHost
    from tui_crm.screens.list.preview import Preview
    from tui_crm.store.db.store import Store
    from tui_crm.store.list_order import ListOrder


class ListReader:
    """Reads one list after another, each in its ``ListState``; what a search needs it keeps."""

    def __init__(self, app: CrmHost, record_type: str) -> None:
        self._app = app
        self._type = record_type
        self._rows: RowSource | None = None
        self._order: ListOrder | None = None
        self._asking = asyncio.Lock()

    async def open(self, view: int | None, first: Future[FirstPage] | None) -> FirstPage:
        """The first page in a saved view or the default one; ``first`` is being read already."""
        app = self._app
        if first is not None:
            page = await asyncio.wrap_future(first)
        else:
            page = await app.read(
                row_source.open_list, app.store, self._type, app.config.currency, view
            )
        self._rows = page.rows
        return page

    async def first_page(self, state: ListState, rows: int) -> FirstPage:
        """The first ids of a list, with ``rows`` rows.

        One is read at a time, so that of quick letters only the last one is asked for. A read that
        was begun goes on when its letter is outdated.

        Raises:
            FilterError: the filter is none, or names what does not exist.
        """
        app, source = self._app, self._source(state)
        await self._asking.acquire()
        # From here on nothing may raise before the read has its callback, which releases the lock.
        read = asyncio.ensure_future(
            app.read(row_source.first_page, app.store, state, source, rows, self._order)
        )
        read.add_done_callback(self._has_asked)
        return await asyncio.shield(read)

    def _has_asked(self, read: asyncio.Future[FirstPage]) -> None:
        self._asking.release()
        if not read.cancelled():
            read.exception()  # whoever waits for it raises it; an outdated one concerns nobody

    def _source(self, state: ListState) -> RowSource:
        """The row source of ``state``: the one before, if the columns are the same."""
        declared = self._app.store.schema.type(self._type)
        if self._rows is None or not self._rows.is_up_to_date(declared, state.columns):
            currency = self._app.config.currency
            self._rows = RowSource(self._app.store, declared, state.columns, currency)
        return self._rows

    def relabel(self) -> None:
        """Read rows anew, in the language in use."""
        self._rows = None

    def forget_order(self) -> None:
        """Keep no order for a search: the store may have changed without leaving a batch."""
        self._order = None

    async def all_ids(self, state: ListState) -> array[int]:
        """The ids of the whole list; the reading stops where nobody waits for it any more."""
        interruption = Interruption()
        try:
            ids, self._order = await self._app.read(
                row_source.whole_list, self._app.store, state, self._order, interruption
            )
        except asyncio.CancelledError:
            interruption.stop()
            raise
        return ids

    async def prepare_search(self) -> None:
        """Get ready for a search in the list that was read last."""
        if self._order is not None:
            await self._app.read(self._order.prepare)

    async def preview(self, record_id: int) -> Preview:
        """The preview of a record. Raises NotFoundError where it is gone."""
        app = self._app
        return await app.read(_preview, app.store, self._type, record_id, app.config.currency)


def _preview(store: Store, record_type: str, record_id: int, currency: str) -> Preview:
    from tui_crm.screens.list.preview import preview  # late and in a thread: rows come first

    return preview(store, record_type, record_id, currency)
