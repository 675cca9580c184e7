"""The page of a record: its fields, tabs of related lists, and what is done to both."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, ClassVar, Final

from textual import getters, on, work
from textual.containers import Container, Vertical

from tui_crm import manifest
from tui_crm.errors import NotFoundError, UsageError
from tui_crm.i18n import t
from tui_crm.language.formats import number
from tui_crm.screens import actions, factories
from tui_crm.screens.detail import page_data
from tui_crm.screens.detail.lines import RecordFormatter
from tui_crm.screens.detail.page_data import label_of
from tui_crm.screens.history.lines import history_rows
from tui_crm.screens.key_queue import holds_keys
from tui_crm.screens.list.list_tabs import ListTab, ListTabs
from tui_crm.screens.list.messages import FetchFailed, RowSelected
from tui_crm.screens.list.record_table import RecordTable
from tui_crm.screens.record_actions import open_by_feature
from tui_crm.screens.screen import CrmScreen
from tui_crm.screens.widgets.empty_state import EmptyStateKind
from tui_crm.screens.widgets.footer import FooterLine
from tui_crm.screens.widgets.header import HeaderLine
from tui_crm.screens.widgets.line_list import LineList
from tui_crm.screens.widgets.panel import Panel
from tui_crm.screens.widgets.section_view import SectionView
from tui_crm.store import related
from tui_crm.store.model import Kind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual import events
    from textual.app import ComposeResult
    from textual.binding import BindingType
    from textual.screen import Screen

    from tui_crm.screens.detail.page_data import DetailData
    from tui_crm.screens.list.rows import TableRow
    from tui_crm.store.model import FieldSpec, RecordType
    from tui_crm.store.related import RelatedList

HISTORY: Final = "0"
"""The key of the last tab."""


class DetailScreen(CrmScreen[None]):
    """The page of a record; ``siblings`` are the ids of the list that it was opened from."""

    scope: ClassVar[str] = "detail"
    CSS_PATH = "detail.tcss"
    BINDINGS: ClassVar[list[BindingType]] = actions.bindings("detail")
    AUTO_FOCUS = "SectionView"

    fields = getters.query_one(SectionView)
    tabs = getters.query_one(ListTabs)
    table = getters.query_one(RecordTable)

    def __init__(self, record_type: str, record_id: int, siblings: Sequence[int] = ()) -> None:
        super().__init__()
        self.type_key = record_type
        self.record_id = record_id
        self.around = siblings
        self.page: DetailData | None = None
        self.open_list = 0
        self.place: int | None = None
        self.row_ids: Sequence[int] = ()
        self.is_whole = False
        self._is_stale = False

    def compose(self) -> ComposeResult:
        """Header; fields and lists, side by side where there is room; footer."""
        yield HeaderLine()
        with Panel(), Container(id="detail-body"):
            yield SectionView()
            with Vertical(id="detail-lists"):
                yield ListTabs()
                yield RecordTable()
        yield FooterLine()

    def on_mount(self) -> None:
        """Read the record."""
        self.app.changed.subscribe(self, lambda _: self._store_changed())
        with suppress(ValueError):
            self.place = self.around.index(self.record_id)
        self.app.key_queue.hold(self.reload())

    def on_screen_resume(self) -> None:
        """Refresh after another screen covered this one."""
        if self._is_stale:
            self.app.key_queue.hold(self.reload())

    def _store_changed(self) -> None:
        self._is_stale = True
        if self.is_current:
            self.reload()

    # --- reading --------------------------------------------------------------------------------

    @work(group="page", exclusive=True)
    async def reload(self) -> None:
        """Read the record and its open list again; cursors stay where they are."""
        self._is_stale = False
        try:
            page = await self.app.read(
                page_data.read_page, self.store, self.type_key, self.record_id
            )
        except NotFoundError as error:
            self.app.say_error(error)
            if self.is_current:
                self.app.pop_screen()
            return
        if page.record.id != self.record_id:
            self.app.say(t("detail.merged", title=page.record.title))
            self.record_id = page.record.id
        self.page = page
        self.show_page(page)
        await self.load_rows(page)

    def show_page(self, page: DetailData) -> None:
        """Show fields and breadcrumb."""
        now = self.store.local_now()
        writer = RecordFormatter(self.store.schema, page.record, now, self.app.config.currency)
        self.fields.show_fields(writer.everything() if self.is_whole else writer.filled())
        parts = list(writer.facts())
        if self.place is not None and len(self.around) > 1:
            place, n = number(self.place + 1), number(len(self.around))
            parts.append(t("detail.place", place=place, n=n))
        way = (self.record_type.label(), page.record.title)
        self.show_title(way, *parts)
        self.show_tabs(page)
        self.refresh_bindings()

    def show_tabs(self, page: DetailData) -> None:
        """Show the names and counts of the lists."""
        schema = self.store.schema
        tabs = [
            ListTab(str(n), label_of(schema, each, self.type_key), page.counts[each.key])
            for n, each in enumerate(page.lists, 1)
        ]
        tabs.append(ListTab(HISTORY, t("detail.history"), page.changes))
        self.open_list = min(self.open_list, len(tabs) - 1)
        self.tabs.show(tabs, self.open_list)

    @property
    def list_here(self) -> RelatedList | None:
        """The open list; None while it is the history."""
        lists = self.page.lists if self.page else ()
        return lists[self.open_list] if self.open_list < len(lists) else None

    async def load_rows(self, page: DetailData) -> None:
        """Read and show the rows of the open list."""
        each, currency = self.list_here, self.app.config.currency
        if each is None:
            rows = await self.app.read(
                history_rows, self.store, self.type_key, page.record.id, currency
            )
        else:
            rows = await self.app.read(
                page_data.read_rows, self.store, each, page.record.id, currency
            )
            label = label_of(self.store.schema, each, self.type_key)
            key = self.app.key_of("detail.add")
            can_add = self.has_room and not self.is_read_only
            hint = t("detail.add_hint", key=key) if can_add else ""
            self.table.show_message(t("detail.none", types=label), hint)
        if each == self.list_here:
            self.row_ids = rows.ids
            self.table.show(rows.ids, rows.columns, rows.fetch)
            self.table.invalidate()

    def relabel(self) -> None:
        """Redraw in the current language."""
        super().relabel()
        self.reload()

    @on(FetchFailed)
    def say_failure(self, event: FetchFailed) -> None:
        """Show the error of a failed read in the list."""
        event.stop()
        event.prevent_default()
        self.table.show_message(t("detail.unreadable"), str(event.error), EmptyStateKind.ERROR)

    # --- what actions ask of it -----------------------------------------------------------------

    @property
    def record_type(self) -> RecordType:
        return self.store.schema.type(self.type_key)

    @property
    def is_read_only(self) -> bool:
        """Whether the record is read-only, as a converted lead is."""
        frozen_by = self.record_type.frozen_by
        return bool(frozen_by) and self.page is not None and bool(self.page.record[frozen_by])

    @property
    def has_room(self) -> bool:
        """Whether a record may be added to the open list; what a conversion links is not."""
        each = self.list_here
        if each is None:
            return False
        return not self.store.schema.type(each.record_type).field(each.field).readonly

    @property
    def has_sibling(self) -> bool:
        """Whether the list that this page was opened from has other records."""
        return self.place is not None and len(self.around) > 1

    def chosen(self) -> list[int]:
        """The record of the page."""
        return [self.record_id]

    def field_here(self) -> tuple[FieldSpec, str] | None:
        """The field under the cursor, unless that is in a list."""
        line = self.fields.field
        if not self.fields.has_focus or line is None or not isinstance(line.ref, tuple):
            return None
        return self.record_type.field(line.ref[0]), line.text

    def row_here(self) -> tuple[str, int] | None:
        """The row under the cursor of the open list; the record of the page among its fields."""
        if not self.table.has_focus:
            return self.type_key, self.record_id
        each, here = self.list_here, self.table.cursor_id
        return (each.record_type, here) if each is not None and here is not None else None

    @property
    def has_file(self) -> bool:
        """Whether ``enter`` on a row of the open list opens something other than its page."""
        openers = manifest.named(lambda feature: feature.record_openers)
        each = self.list_here
        return each is not None and each.record_type in openers and bool(self.row_ids)

    def action_row_page(self) -> None:
        """Open the page of the row under the cursor."""
        if (here := self.table.cursor_id) is not None and (each := self.list_here) is not None:
            self.app.push_screen(factories.detail(each.record_type, here, self.row_ids))

    def next_record(self) -> None:
        """Show the next record of the list that this page was opened from."""
        self.action_sibling(1)

    def deleted(self, _ids: Sequence[int]) -> None:
        """The record is gone; so is its page."""
        self.app.pop_screen()

    def on_key(self, event: events.Key) -> None:
        """Explain why a key does nothing on a read-only record."""
        if self.page is not None and self.is_read_only:
            why = UsageError("record.frozen", title=self.page.record.title)
            self.explain_key(event, lambda each: each.changes, str(why))

    # --- moving about ---------------------------------------------------------------------------

    def action_show_list(self, n: int) -> None:
        """Open a list by its number; 0 is the history."""
        if self.page is not None:
            place = n - 1 if n else len(self.page.lists)
            if place <= len(self.page.lists):
                self._open(place)

    @on(ListTabs.Chosen)
    def open_clicked(self, event: ListTabs.Chosen) -> None:
        """Open the list whose name was clicked."""
        self._open(event.place)

    def _open(self, place: int) -> None:
        self.table.focus()
        if self.page is not None and place != self.open_list:
            self.open_list = place
            self.show_tabs(self.page)
            self.table.show((), (), _nothing)
            self._load_rows(self.page)
            self.refresh_bindings()

    @holds_keys("rows of list", exclusive=True)
    async def _load_rows(self, page: DetailData) -> None:
        await self.load_rows(page)

    def action_other_pane(self) -> None:
        """Switch between fields and related list."""
        (self.fields if self.table.has_focus else self.table).focus()

    def action_sibling(self, step: int) -> None:
        """The next record of the list that this one was opened from."""
        if self.place is not None and 0 <= self.place + step < len(self.around):
            self.place += step
            self.record_id = self.around[self.place]
            self.app.key_queue.hold(self.reload())

    def action_all_fields(self) -> None:
        """Toggle blank fields."""
        self.is_whole = not self.is_whole
        if self.page is not None:
            self.show_page(self.page)

    async def action_back(self) -> None:
        """Close the page."""
        self.app.pop_screen()

    @on(RowSelected)
    def open_row(self, event: RowSelected) -> None:
        """Open the record under the cursor of the list."""
        event.stop()
        each = self.list_here
        if each is None:
            self.app.push_screen(factories.history(self.type_key, self.record_id))
        else:
            self._open_row(each, event.id)

    @holds_keys("act")
    async def _open_row(self, each: RelatedList, record_id: int) -> None:
        if not await open_by_feature(self.app, each.record_type, record_id):
            self.app.push_screen(factories.detail(each.record_type, record_id, self.row_ids))

    @on(LineList.Selected)
    def open_field(self, event: LineList.Selected) -> None:
        """Open the record that a field names, or change the field."""
        event.stop()
        keys = event.ref
        if self.page is None or not isinstance(keys, tuple):
            return
        specs = [self.record_type.field(key) for key in keys]
        value = self.page.record[specs[0].key]
        if specs[0].kind is Kind.LINK and value is not None:
            self.app.push_screen(factories.detail(specs[0].target, int(value)))
        else:
            self._edit_fields([spec for spec in specs if not spec.readonly])

    def _edit_fields(self, specs: Sequence[FieldSpec]) -> None:
        if specs:
            keys = tuple(spec.key for spec in specs)
            self.app.push_screen(factories.edit_fields(self.type_key, self.record_id, keys))


async def _nothing(_ids: Sequence[int]) -> list[TableRow]:
    return []


async def add(page: DetailScreen) -> None:
    """Add a record to the open list: in a dialog of its type, or else in a form."""
    each = page.list_here
    if page.page is None or each is None:
        return
    values = related.prefill(page.store.schema, page.page.record, each)
    dialogs = manifest.named(lambda feature: feature.add_dialogs)
    if each.record_type in dialogs:
        dialog: Screen[int | None] = factories.make(dialogs[each.record_type], values)
    else:
        dialog = factories.form(each.record_type, values=values)
    await page.app.ask(dialog)
