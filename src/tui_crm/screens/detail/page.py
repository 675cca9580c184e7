"""Loading and drawing of a detail page: fields, and tabs of related lists."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, ClassVar

from textual import getters, on
from textual.containers import Container, Vertical

from tui_crm.errors import NotFoundError
from tui_crm.i18n import t
from tui_crm.language.formats import number
from tui_crm.screens import actions
from tui_crm.screens.detail import page_data
from tui_crm.screens.detail.lines import RecordWriter
from tui_crm.screens.detail.page_data import label_of
from tui_crm.screens.history.lines import history_rows
from tui_crm.screens.list.list_tabs import ListTab, ListTabs
from tui_crm.screens.list.messages import FetchFailed
from tui_crm.screens.list.record_table import RecordTable
from tui_crm.screens.record_actions import RecordActionScreen
from tui_crm.screens.widgets.empty_state import EmptyStateKind
from tui_crm.screens.widgets.footer import FooterLine
from tui_crm.screens.widgets.header import HeaderLine
from tui_crm.screens.widgets.section_view import SectionView

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult
    from textual.binding import BindingType

    from tui_crm.screens.detail.page_data import DetailData
    from tui_crm.store.related import RelatedList

HISTORY = "0"


class DetailBase(RecordActionScreen):
    """Base of the detail page; ``siblings`` are the ids of the list it was opened from."""

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
        with Container(id="detail-body"):
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
        self.reload()

    def on_screen_resume(self) -> None:
        """Refresh after another screen covered this one."""
        if self._is_stale:
            self.reload()

    def _store_changed(self) -> None:
        self._is_stale = True
        if self.is_current:
            self.reload()

    # --- reading --------------------------------------------------------------------------------

    def reload(self) -> None:
        """Read the record and its open list again; cursors stay where they are."""
        self._is_stale = False
        self.run_worker(self._load(), group="page", exclusive=True)

    async def _load(self) -> None:
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
        writer = RecordWriter(self.store.schema, page.record, now, self.app.config.currency)
        self.fields.show_fields(writer.everything() if self.is_whole else writer.filled())
        parts = [writer.facts()]
        if self.place is not None and len(self.around) > 1:
            place, n = number(self.place + 1), number(len(self.around))
            parts.append(t("detail.place", place=place, n=n))
        way = (self.record_type.label(), page.record.title)
        self.query_one(HeaderLine).show_place(way, "   ".join(filter(None, parts)))
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

    @property
    def is_read_only(self) -> bool:
        """Whether the record is read-only, as a converted lead is."""
        frozen_by = self.record_type.frozen_by
        return bool(frozen_by) and self.page is not None and bool(self.page.record[frozen_by])

    @property
    def can_add(self) -> bool:
        """Whether a record may be added to the open list; what a conversion links is not."""
        each = self.list_here
        if each is None:
            return False
        return not self.store.schema.type(each.record_type).field(each.field).readonly

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
            can_add = self.can_add and not self.is_read_only
            hint = t("detail.add_hint", key=key) if can_add else ""
            self.table.show_message(t("detail.none", types=label), hint)
        if each == self.list_here:
            self.row_ids = rows.ids
            self.table.show(rows.ids, rows.columns, rows.fetch)
            self.table.invalidate()

    @on(FetchFailed)
    def say_failure(self, event: FetchFailed) -> None:
        """Show the error of a failed read."""
        event.stop()
        self.table.show_message(t("detail.unreadable"), str(event.error), EmptyStateKind.ERROR)
