"""Loading of a list screen: opens with a view, refreshes after changes, keeps cursor and marks."""

from __future__ import annotations

import asyncio
from array import array
from typing import TYPE_CHECKING, ClassVar, Final

from textual import getters, on, work
from textual.containers import Horizontal

from tui_crm.errors import CrmError
from tui_crm.i18n import has, t
from tui_crm.language.formats import number
from tui_crm.screens import actions
from tui_crm.screens.list import row_source
from tui_crm.screens.list.list_bar import ListBar
from tui_crm.screens.list.messages import FetchFailed, MarksChanged
from tui_crm.screens.list.record_table import RecordTable
from tui_crm.screens.list.row_source import count
from tui_crm.screens.record_actions import RecordActionScreen
from tui_crm.screens.widgets.empty_state import EmptyStateKind
from tui_crm.screens.widgets.footer import FooterLine
from tui_crm.screens.widgets.header import HeaderLine
from tui_crm.store.query import Query
from tui_crm.store.views import own_views

if TYPE_CHECKING:
    from concurrent.futures import Future

    from textual.app import ComposeResult
    from textual.binding import BindingType

    from tui_crm.keymap import Keymap
    from tui_crm.screens.list.row_source import FirstPage, ListState, RowSource
    from tui_crm.store.db.store import Store
    from tui_crm.store.list_order import ListOrder
    from tui_crm.store.model import RecordType
    from tui_crm.store.views import View


DEBOUNCE: Final = 0.01
"""Seconds of silence before what is typed is looked for."""

PAUSE: Final = 0.04
"""Seconds that the first rows stand before the rest is read."""

LONG: Final = 20_000
"""A list of more records is not read as a whole while keys come one after the other."""

PATIENCE: Final = 0.25
"""Seconds of silence before something is read that costs more than a page."""


class ListBase(RecordActionScreen):
    """Table, header and status bar; ``state`` is the state shown or being loaded."""

    scope: ClassVar[str] = "list"
    BINDINGS: ClassVar[list[BindingType]] = actions.bindings("list")
    AUTO_FOCUS = "RecordTable"

    table = getters.query_one(RecordTable)
    bar = getters.query_one(ListBar)

    def __init__(
        self, record_type: str, view: int | None = None, first: Future[FirstPage] | None = None
    ) -> None:
        super().__init__()
        self.type_key = record_type
        self.state: ListState | None = None
        self._view = view
        self._first = first
        self._rows: RowSource | None = None
        self._ids: array[int] = array("q")
        self._is_whole = False
        self._total: int | None = None
        self._order: ListOrder | None = None
        self._asking = asyncio.Lock()
        self._is_stale = False
        self._checked: View | None = None
        self._shown: ListState | None = None
        """What is shown; ``state`` is pending while it differs or there are no rows for it."""

    def compose(self) -> ComposeResult:
        """Header, bar, list, footer."""
        yield HeaderLine()
        yield ListBar()
        with Horizontal(id="body"):
            yield RecordTable()
        yield FooterLine()

    def on_mount(self) -> None:
        """Show what was read already, and read the rest."""
        self.app.changed.subscribe(self, self._store_changed)
        self._show_place()
        first = self._first
        if first is not None and first.done() and first.exception() is None:
            self._show_page(first.result(), keep_cursor=False)
        else:
            self.set_timer(PATIENCE, self._say_loading)
        self._open()

    def on_screen_resume(self) -> None:
        """Refresh after another screen covered this one."""
        if self._is_stale:
            self._is_stale = False
            self.reload()

    @work(group="list", exclusive=True)
    async def _open(self) -> None:
        first = self._first
        if first is not None:
            page = await asyncio.wrap_future(first)
        else:
            page = await self.app.read(
                row_source.open_list,
                self.store,
                self.type_key,
                self.app.config.currency,
                self._view,
            )
        if self.state is None:
            self._show_page(page, keep_cursor=False)
        await self._complete(page)

    def show_state(self, state: ListState, *, pause: float = 0, keep_cursor: bool = False) -> None:
        """Load another state, debounced by ``pause`` seconds."""
        self.state = state
        self._show_state(state, pause, keep_cursor)

    @work(group="list", exclusive=True)
    async def _show_state(self, state: ListState, pause: float, keep_cursor: bool) -> None:
        await asyncio.sleep(pause)
        try:
            page = await self._first_page(state)
        except CrmError:
            self.state = self._shown
            raise
        self._show_page(page, keep_cursor=keep_cursor)
        await self._complete(page)

    async def _first_page(self, state: ListState) -> FirstPage:
        """Read one first page at a time, so that of quick letters only the last one is asked for.

        A read that was begun goes on when its letter is outdated.
        """
        await self._asking.acquire()
        read = asyncio.ensure_future(
            self.app.read(
                row_source.first_page,
                self.store,
                state,
                self._source(state),
                self._page_rows,
                self._order,
            )
        )
        read.add_done_callback(self._has_asked)
        return await asyncio.shield(read)

    def _has_asked(self, read: asyncio.Future[FirstPage]) -> None:
        self._asking.release()
        if not read.cancelled():
            read.exception()  # whoever waits for it raises it; an outdated one concerns nobody

    def _source(self, state: ListState) -> RowSource:
        """The row source of ``state``: the current one, if the columns are the same."""
        if self._rows is not None and self._rows.has_columns(state.type, state.columns):
            return self._rows
        currency = self.app.config.currency
        return row_source.RowSource(self.store, self.record_type, state.columns, currency)

    @property
    def _page_rows(self) -> int:
        return max(1, self.table.body_height)

    def _show_page(self, page: FirstPage, *, keep_cursor: bool) -> None:
        was = self._offers_of(self._shown)
        self.state = self._shown = page.state
        self._rows = page.rows
        self._ids, self._is_whole, self._total = page.ids, page.is_all, None
        columns = row_source.columns_of(self.store.schema, self.record_type, page.state.columns)
        self.table.show(page.ids, columns, page.rows.fetch, keep_cursor=keep_cursor)
        self.table.prime(page.page)
        self._show_sort()
        self._show_place()
        if was != self._offers_of(page.state):
            self.refresh_bindings()

    def _offers_of(self, state: ListState | None) -> tuple[object, ...]:
        """What the keys depend on."""
        if state is None:
            return ()
        is_usual = state.where == state.view.where
        return bool(self.table.row_count), state.view.key, bool(state.search), is_usual

    async def _complete(self, page: FirstPage) -> None:
        """Read the remaining ids, or show the empty state."""
        await self._check_view(page.state)
        if not page.ids:
            title, hint = await self.app.read(emptiness, self.store, page.state, self.app.keymap)
            self.table.show_message(title, hint)
        if page.is_all:
            return
        await asyncio.sleep(PATIENCE if page.state.search else PAUSE)
        if not page.state.is_narrowed:  # then a count is met ten times sooner than all ids
            self._total = await self.app.read(row_source.count, self.store, page.state.query)
            self.table.set_total(self._total, exact=True)
            self._show_place()
        ids, self._order = await self.app.read(
            row_source.whole_list, self.store, page.state, self._order
        )
        self._ids, self._is_whole = ids, True
        self.table.set_total(len(ids), exact=True)
        if ids[: len(page.ids)] == page.ids:
            self.table.extend(ids[len(page.ids) :])
        else:
            self._show_ids(ids)
        self._show_place()

    async def _check_view(self, state: ListState) -> None:
        """Say once what a saved view asks for and nobody is called any more."""
        view = state.view
        if view == self._checked or view.id is None or state.where != view.where:
            return
        problem = await self.app.read(row_source.view_problem, self.store, state)
        self._checked = view
        if problem:
            self.app.say(problem, "warning")

    def _show_ids(self, ids: array[int]) -> None:
        if self._rows is not None and self.state is not None:
            columns = row_source.columns_of(self.store.schema, self.record_type, self.state.columns)
            self.table.show(ids, columns, self._rows.fetch)

    def reload(self) -> None:
        """Refresh; cursor and marks stay."""
        self.table.invalidate()
        if self.state is None:
            return
        if self.state is self._shown and self._rows is not None:
            self._reload(self.state)
        else:
            self.show_state(self.state, keep_cursor=True)

    @work(group="list", exclusive=True)
    async def _reload(self, state: ListState) -> None:
        is_long = not self._is_whole or len(self._ids) > LONG
        await asyncio.sleep(PATIENCE if is_long else 0)
        ids, self._order = await self.app.read(
            row_source.whole_list, self.store, state, self._order
        )
        if self._ids != ids or not self._is_whole:
            if self.table.marks:
                left = self.table.marks.intersection(self._ids).difference(ids)
                self.table.rows_gone(left)
            self._ids, self._is_whole = ids, True
            self._show_ids(ids)
            if not ids:
                title, hint = await self.app.read(emptiness, self.store, state, self.app.keymap)
                self.table.show_message(title, hint)
            self.refresh_bindings()
        self._show_place()

    def _store_changed(self, _: None) -> None:
        if self.is_current:
            self.reload()
        else:
            self._is_stale = True

    def _say_loading(self) -> None:
        if self.state is None:
            self.table.show_message(t("ui.loading"), kind=EmptyStateKind.LOADING)

    @on(FetchFailed)
    def say_what_failed(self, event: FetchFailed) -> None:
        """Show the error; an unexpected one ends the program with a crash report."""
        if not isinstance(event.error, CrmError):
            raise event.error
        self.app.say_error(event.error)

    @on(MarksChanged)
    def count_marks(self) -> None:
        """Update the count of marks and the available actions."""
        self._show_place()
        self.refresh_bindings()

    def _show_place(self) -> None:
        way = [self.record_type.label()]
        if self.state is not None:
            way.append(self.state.view.label(self.type_key))
        total = len(self._ids) if self._is_whole else self._total
        parts = [] if total is None else [number(total)]
        if self.table.marks:
            parts.append(
                t("ui.marked", n=len(self.table.marks), number=number(len(self.table.marks)))
            )
        self.query_one(HeaderLine).show_place(way, " · ".join(parts))
        self.app.set_terminal_title(way)

    def _show_sort(self) -> None:
        if self.state is None:
            return
        key, descending = self.state.sorted_by(self.record_type)
        self.table.sort_by(key, descending=descending)
        label = t("ui.sorted_by", field=self.record_type.field(key).label(self.type_key))
        where = self.state.where
        self.bar.show(self.state.search, where, label, descending=descending)

    def relabel(self) -> None:
        """Redraw in the current language."""
        super().relabel()
        if self.state is not None:
            self._rows = None
            self.show_state(self.state, keep_cursor=True)


def emptiness(store: Store, state: ListState, keymap: Keymap) -> tuple[str, str]:
    """Title and hint of an empty list."""
    types = store.schema.type(state.type).label()
    if state.search or state.where:
        return _nothing_found(store, state, keymap, types)
    hidden = hidden_view(store.schema.type(state.type))
    if hidden is not None:
        n = count(store, Query(state.type, hidden.where))
        if n:
            title = t(f"ui.empty.all_{hidden.key}", n=n)
            return title, t(f"ui.empty.show_{hidden.key}", key=keymap.shown(f"list.{hidden.key}"))
    add, bring = keymap.shown("list.add"), keymap.shown("list.import")
    special = f"ui.empty.no_{state.type}"
    hint = t(special if has(special) else "ui.empty.add", key=add, add=add, bring=bring)
    return t("ui.empty.none", types=types), hint


def hidden_view(declared: RecordType) -> View | None:
    """The view with the records that a list leaves out by itself, if it does."""
    return next((v for v in own_views(declared) if v.key == declared.hidden_view), None)


def _nothing_found(store: Store, state: ListState, keymap: Keymap, types: str) -> tuple[str, str]:
    hints = []
    hidden = hidden_view(store.schema.type(state.type))
    if hidden is not None and state.search and state.view != hidden:
        n = count(store, Query(state.type, hidden.where, state.search))
        if n:
            key = keymap.shown(f"list.{hidden.key}")
            hints.append(t(f"ui.empty.found_{hidden.key}", n=n, key=key))
    back = keymap.shown("app.back")
    if state.search:
        hints.append(t("ui.empty.clear_search", key=back))
        return t("ui.empty.not_found", words=state.search, types=types), "\n".join(hints)
    if state.where != state.view.where:
        hints.append(t("ui.empty.clear_filter", key=back))
    hints.append(t("ui.empty.other_view", key=keymap.shown("list.views")))
    name = state.view.label(state.type)
    return t("ui.empty.nothing_here", types=types, view=name), "\n".join(hints)
