"""The list screen of a record type: what it shows, how that is loaded, and what follows it."""

from __future__ import annotations

import asyncio
from array import array
from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar, Final

from textual import getters, on, work
from textual.containers import Horizontal

from tui_crm.errors import CrmError
from tui_crm.i18n import t
from tui_crm.language.formats import number
from tui_crm.screens import actions, factories
from tui_crm.screens.host import ViewWanted
from tui_crm.screens.key_queue import holds_keys
from tui_crm.screens.list import row_source
from tui_crm.screens.list.find_bar import FindBar
from tui_crm.screens.list.find_box import FindBox
from tui_crm.screens.list.list_reader import ListReader
from tui_crm.screens.list.messages import HeaderSelected, MarksChanged, RowSelected
from tui_crm.screens.list.preview_pane import PreviewPane
from tui_crm.screens.list.record_table import RecordTable
from tui_crm.screens.list.row_painter import SORT_SIGNS
from tui_crm.screens.list.row_source import ListState
from tui_crm.screens.screen import CrmScreen, JumpTarget
from tui_crm.screens.widgets.empty_state import EmptyStateKind
from tui_crm.screens.widgets.footer import FooterLine
from tui_crm.screens.widgets.header import HeaderLine
from tui_crm.screens.widgets.panel import Panel
from tui_crm.store.filter.words import filter_in_words
from tui_crm.store.views import own_views

if TYPE_CHECKING:
    from collections.abc import Sequence
    from concurrent.futures import Future

    from textual import events
    from textual.app import ComposeResult
    from textual.binding import BindingType

    from tui_crm.screens.list.preview import Preview
    from tui_crm.screens.list.row_source import FirstPage, RowSource
    from tui_crm.store.model import FieldSpec, RecordType
    from tui_crm.store.views import View

DEBOUNCE: Final = 0.01
"""Seconds of silence before what is typed is looked for."""

FIRST_PAGE_PAUSE: Final = 0.04
"""Seconds that the first rows stand before the rest is read."""

LONG_LIST: Final = 20_000
"""A list of more records is not read as a whole while keys come one after the other."""

IDLE_SECONDS: Final = 0.25
"""Seconds of silence before something is read that costs more than a page."""


class ListScreen(CrmScreen[None]):
    """A table of records, and a preview of the one under the cursor.

    ``state`` says which records, and in which order; they are shown, or being loaded.
    """

    scope: ClassVar[str] = "list"
    BINDINGS: ClassVar[list[BindingType]] = actions.bindings("list")
    AUTO_FOCUS = "RecordTable"

    table = getters.query_one(RecordTable)
    bar = getters.query_one(FindBar)
    preview = getters.query_one(PreviewPane)

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
        self._is_stale = False
        self._had: tuple[bool, ...] = ()
        self._checked: View | None = None
        self._shown: ListState | None = None
        """What is shown; ``state`` is pending while it differs or there are no rows for it."""

    def compose(self) -> ComposeResult:
        """Header, bar, list and preview, footer."""
        yield HeaderLine()
        with Horizontal(id="body"):
            with Panel():
                yield FindBar(self.type_key)
                yield RecordTable()
            yield PreviewPane(self._read_preview)
        yield FooterLine()

    def on_mount(self) -> None:
        """Show what was read already, and read the rest."""
        self.reader = ListReader(self.app, self.type_key)
        self.app.changed.subscribe(self, self._store_changed)
        self.watch(self.table, "cursor_id", self.preview.follow, init=False)
        self._show_place()
        first = self._first
        if first is not None and first.done() and first.exception() is None:
            self._show_page(first.result(), keep_cursor=False)
        else:
            self.set_timer(IDLE_SECONDS, self._say_loading)
        self._open()

    # --- what actions ask of it -----------------------------------------------------------------

    @property
    def record_type(self) -> RecordType:
        return self.schema.type(self.type_key)

    @property
    def has_record(self) -> bool:
        """Whether there is a record to act on."""
        return bool(self.table.row_count)

    @property
    def has_marks(self) -> bool:
        return bool(self.table.marks)

    @property
    def has_several(self) -> bool:
        """Whether more than one record is marked."""
        return len(self.table.marks) > 1

    @property
    def has_way_back(self) -> bool:
        """Whether the list shows less than it could, or has marks."""
        state = self.state
        return state is not None and (state.widened(self.record_type) is not None or self.has_marks)

    def chosen(self) -> list[int]:
        """The marked records, or the one under the cursor."""
        return self.table.chosen

    def field_here(self) -> tuple[FieldSpec, str] | None:
        """None: what is acted on is the record, whatever cell the cursor is in."""

    def row_here(self) -> tuple[str, int] | None:
        """The record under the cursor."""
        here = self.table.cursor_id
        return None if here is None else (self.type_key, here)

    def deleted(self, ids: Sequence[int]) -> None:
        """What is gone is no longer shown or marked."""
        if self.table.marks.intersection(ids):
            self.table.action_clear_marks()
        if self._is_whole:
            gone = set(ids)
            self._ids = array("q", (each for each in self._ids if each not in gone))
            self._show_ids(self._ids)

    def on_key(self, event: events.Key) -> None:
        """Say why a key does nothing where there is no record for it."""
        if self.state is not None and not self.table.row_count:
            self.explain_key(event, lambda each: each.needs == "record", t("ui.no_record_here"))

    # --- loading --------------------------------------------------------------------------------

    @holds_keys("list", exclusive=True, but_text=True)
    async def _open(self) -> None:
        page = await self.reader.open(self._view, self._first)
        if self.state is None:
            self._show_page(page, keep_cursor=False)
        self.app.key_queue.release()
        await self._complete(page)

    def show_state(self, state: ListState, *, pause: float = 0, keep_cursor: bool = False) -> None:
        """Load another state, debounced by ``pause`` seconds."""
        self.state = state
        self._show_state(state, pause, keep_cursor)

    @holds_keys("list", exclusive=True, but_text=True)
    async def _show_state(self, state: ListState, pause: float, keep_cursor: bool) -> None:
        await asyncio.sleep(pause)
        try:
            state = state.without_retired(self.record_type)
            page = await self.reader.first_page(state, max(1, self.table.body_height))
            cursor = self.table.cursor_id
            if keep_cursor and not page.is_all and cursor is not None and cursor not in page.ids:
                page = replace(page, ids=await self.reader.all_ids(state), is_all=True)
        except CrmError:
            self.state = self._shown
            raise
        self._show_page(page, keep_cursor=keep_cursor)
        self.app.key_queue.release()
        await self._complete(page)

    def _show_page(self, page: FirstPage, *, keep_cursor: bool) -> None:
        self.state = self._shown = page.state
        self._rows = page.rows
        self._ids, self._is_whole, self._total = page.ids, page.is_all, None
        self._show_ids(page.ids, keep_cursor=keep_cursor)
        self.table.prime(page.page)
        self._show_sort(page.state)
        self._show_place()
        self._refresh_keys()

    def _refresh_keys(self) -> None:
        """Ask anew which actions are available, if what they need has changed."""
        has = self.has_record, self.has_marks, self.has_several, self.has_way_back
        if has != self._had:
            self._had = has
            self.refresh_bindings()

    async def _complete(self, page: FirstPage) -> None:
        """Read the remaining ids, or show the empty state."""
        await self._check_view(page.state)
        if not page.ids:
            await self._say_empty(page.state)
        if page.is_all:
            return
        await asyncio.sleep(IDLE_SECONDS if page.state.search else FIRST_PAGE_PAUSE)
        if not page.state.is_narrowed:  # then a count is met ten times sooner than all ids
            self._total = await self.app.read(row_source.count, self.store, page.state.query)
            self.table.set_total(self._total, exact=True)
            self._show_place()
        ids = await self.reader.all_ids(page.state)
        self._ids, self._is_whole = ids, True
        self.table.set_total(len(ids), exact=True)
        if ids[: len(page.ids)] == page.ids:
            self.table.extend(ids[len(page.ids) :])
        else:
            self._show_ids(ids)
        self._show_place()

    async def _check_view(self, state: ListState) -> None:
        """Warn once when a saved view filters by a value that no longer exists."""
        view = state.view
        if view == self._checked or view.id is None or state.where != view.where:
            return
        problem = await self.app.read(row_source.view_problem, self.store, state)
        self._checked = view
        if problem:
            self.app.say(problem, "warning")

    async def _say_empty(self, state: ListState) -> None:
        title, hint = await self.app.read(row_source.emptiness, self.store, state, self.app.keymap)
        self.table.show_message(title, hint)

    def _show_ids(self, ids: array[int], *, keep_cursor: bool = True) -> None:
        if self._rows is not None and self.state is not None:
            self.table.show(ids, self._rows.columns, self._rows.fetch, keep_cursor=keep_cursor)

    async def all_ids(self) -> array[int]:
        """The ids of the whole list, read where they are not here yet."""
        if self._is_whole or self.state is None:
            return self._ids
        return await self.reader.all_ids(self.state)

    async def go_to(self, record_id: int) -> None:
        """Put the cursor on a record that was added, where the list has it."""
        if self.state is None:
            return
        ids = await self.reader.all_ids(self.state)
        if record_id in ids:
            self._ids, self._is_whole = ids, True
            self._show_ids(ids)
            self._show_place()
            self.table.go_to_row(ids.index(record_id))

    @property
    def _is_long(self) -> bool:
        return not self._is_whole or len(self._ids) > LONG_LIST

    # --- keeping to what is so ------------------------------------------------------------------

    @work(group="view", exclusive=True)
    async def _check_view_is_there(self, view: View) -> None:
        """Call what is shown by the usual view again, where its own was deleted or taken back."""
        if await self.app.read(row_source.is_view_gone, self.store, view):
            state = self.state
            if state is not None and state.view == view:
                self.view_saved(replace(state, view=own_views(self.record_type)[0]))
                self._refresh_keys()

    def reload(self, *, is_behind: bool = False) -> None:
        """Refresh list and preview; cursor and marks stay.

        Keys wait for a short list, but not for what was written while they went on (``is_behind``).
        """
        self.table.invalidate()
        self.preview.follow(self.table.cursor_id)
        if self.state is None:
            return
        rows, declared = self._rows, self.record_type
        if self.state.view.id is not None:
            self._check_view_is_there(self.state.view)
        state = self.state.without_retired(declared)
        is_shown = rows is not None and rows.is_up_to_date(declared, state.columns)
        if is_shown and state is self._shown:
            reading = self._reload(state)
            if not (self._is_long or is_behind):
                self.app.key_queue.hold(reading, but_text=True)
        else:
            self.show_state(state, keep_cursor=True)

    @work(group="list", exclusive=True)
    async def _reload(self, state: ListState) -> None:
        await asyncio.sleep(IDLE_SECONDS if self._is_long else 0)
        ids = await self.reader.all_ids(state)
        if self._ids != ids or not self._is_whole:
            if self.table.marks:
                left = self.table.marks.intersection(self._ids).difference(ids)
                self.table.rows_gone(left)
            self._ids, self._is_whole = ids, True
            self._show_ids(ids)
            if not ids:
                await self._say_empty(state)
            self._refresh_keys()
        self._show_place()

    def _store_changed(self, is_behind: bool) -> None:
        self.reader.forget_order()
        if self.is_current:
            if self._is_long and not is_behind:
                self._drop_left()
            self.reload(is_behind=is_behind)
        else:
            self._is_stale = True

    @holds_keys("left")
    async def _drop_left(self) -> None:
        """Take the record under the cursor away if it no longer belongs to a long list.

        The next key is for the one in its place, long before all ids are read anew.
        """
        here, state = self.table.cursor_id, self._shown
        if here is None or state is None:
            return
        is_here = await self.app.read(row_source.belongs, self.store, state.query, here)
        if not is_here and here in self._ids:
            self._ids = array("q", (each for each in self._ids if each != here))
            self._show_ids(self._ids)

    def on_screen_resume(self) -> None:
        """Refresh after another screen covered this one."""
        if self._is_stale:
            self._is_stale = False
            self.reload()

    def on_resize(self, _: events.Resize) -> None:
        """Read the preview when there is room for it."""
        if self.state is not None:
            self.preview.follow(self.table.cursor_id)

    def relabel(self) -> None:
        """Redraw in the current language."""
        super().relabel()
        self.bar.relabel()
        self.preview.follow(self.table.cursor_id)
        if self.state is not None:
            self._rows = None
            self.reader.relabel()
            self.show_state(self.state, keep_cursor=True)

    # --- what it says ---------------------------------------------------------------------------

    def _say_loading(self) -> None:
        if self.state is None:
            self.table.show_message(t("ui.loading"), kind=EmptyStateKind.LOADING)

    @on(MarksChanged)
    def count_marks(self) -> None:
        """Update the count of marks and the available actions."""
        self._show_place()
        self._refresh_keys()

    def _show_place(self) -> None:
        way = [self.record_type.label()]
        if self.state is not None:
            way.append(self.state.view.label(self.type_key))
        total = len(self._ids) if self._is_whole else self._total
        parts = [] if total is None else [t("ui.count", number=number(total))]
        if n := len(self.table.marks):
            parts.append(t("ui.marked", n=n, number=number(n)))
        limits: list[str] = []
        if shown := self._shown:
            own = ""
            if shown.where != shown.view.where:
                own = filter_in_words(self.app.store.schema, self.record_type, shown.where)
            limits = [f"/ {shown.search}" if shown.search else "", own]
            key, descending = shown.sorted_by(self.record_type)
            if key in self.record_type:  # it may have been retired meanwhile
                field = self.record_type.field(key).label(self.type_key)
                parts.append(f"{t('ui.sorted_by', field=field)} {SORT_SIGNS[descending]}")
        self.show_title(way, *parts, filters=" · ".join(filter(None, limits)))

    def _show_sort(self, state: ListState) -> None:
        key, descending = state.sorted_by(self.record_type)
        self.table.sort_by(key, descending=descending)

    # --- searching, filtering, views ------------------------------------------------------------

    async def action_search(self) -> None:
        """Search as one types."""
        if self.state is not None:
            await self.bar.open_search(self.state.search)
            self.run_worker(self.reader.prepare_search(), group="order", exclusive=True)

    async def action_filter(self) -> None:
        if self.state is not None:
            await self.bar.open_filter(self.record_type, self.state.where)

    @on(FindBar.Searched)
    def search(self, event: FindBar.Searched) -> None:
        """Show what is found; the cursor stays where a search was cancelled."""
        if self.state is not None and event.text != self.state.search:
            pause = DEBOUNCE if event.is_typed else 0
            state = replace(self.state, search=event.text)
            self.show_state(state, pause=pause, keep_cursor=not event.is_typed)

    @on(FindBar.Filtered)
    def filter(self, event: FindBar.Filtered) -> None:
        """Show the records that match the filter."""
        if self.state is not None:
            self.show_state(replace(self.state, where=event.where))

    @on(FindBox.Stepped)
    def step(self, event: FindBox.Stepped) -> None:
        """Move the cursor without leaving the search box."""
        self.table.action_move(event.rows)

    @on(HeaderSelected)
    def sort_by_header(self, event: HeaderSelected) -> None:
        """Sort by the clicked column."""
        if self.state is not None:
            self.show_state(self.state.with_sort_toggled(self.record_type, event.key))

    @on(ViewWanted)
    def show_wanted_view(self, event: ViewWanted) -> None:
        """Show the view that was asked for elsewhere."""
        self.show_view(event.view)

    def show_view(self, view: View) -> None:
        """Show the list through ``view``; what is searched for stays."""
        search = self.state.search if self.state is not None else ""
        self.show_state(ListState.of_view(self.record_type, view, search))

    def view_saved(self, state: ListState) -> None:
        """Call what is shown by the view that it was saved as."""
        self.state = self._shown = state
        self._show_place()

    def action_back(self) -> None:
        """Clear one thing a press: search, filter, marks, and the view last."""
        state = self.state
        wider = None if state is None else state.widened(self.record_type)
        is_narrowed = state is not None and wider is not None and wider.view == state.view
        if self.has_marks and not is_narrowed:
            self.table.action_clear_marks()
        elif wider is not None:
            self.show_state(wider, keep_cursor=is_narrowed)

    # --- rows -----------------------------------------------------------------------------------

    @on(RowSelected)
    def open_record(self, event: RowSelected) -> None:
        """Open the record on its own page."""
        self.app.push_screen(factories.detail(self.type_key, event.id, self._ids))

    async def _read_preview(self, record_id: int) -> Preview:
        return await self.reader.preview(record_id)

    def action_preview(self) -> None:
        """Show or hide the record beside the list; over it, in a narrow terminal."""
        self.preview.toggle(self.table.cursor_id)

    def targets(self) -> list[JumpTarget]:
        """The rows in view can be jumped to."""
        return [JumpTarget(place, go) for place, go in self.table.places()]
