"""The page of a record: its card, its timeline and related lists, and what is done to them."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, ClassVar

from textual import getters, on, work
from textual.containers import Container, Horizontal, Vertical

from tui_crm import manifest
from tui_crm.errors import NotFoundError, UsageError
from tui_crm.i18n import t
from tui_crm.language.formats import number
from tui_crm.screens import actions, factories
from tui_crm.screens.detail import page_data
from tui_crm.screens.detail.card import Card
from tui_crm.screens.detail.glimpse import MOST, Glimpse
from tui_crm.screens.detail.panels import (
    TIMELINE,
    PagePanel,
    added_from,
    names_of,
    panels_of,
    tabs_of,
)
from tui_crm.screens.detail.timeline import CHANGE, PAGE
from tui_crm.screens.detail.timeline_lines import MORE
from tui_crm.screens.detail.timeline_view import ChoiceLine, TimelineView, filter_choices
from tui_crm.screens.history.lines import history_rows
from tui_crm.screens.key_queue import holds_keys
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
from tui_crm.screens.widgets.tabbed_panel import Tab, TabbedPanel
from tui_crm.store import related
from tui_crm.store.model import Kind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual import events
    from textual.app import ComposeResult
    from textual.binding import BindingType
    from textual.screen import Screen

    from tui_crm.manifest import Action
    from tui_crm.screens.detail.page_data import DetailData
    from tui_crm.screens.detail.timeline import EntryRef
    from tui_crm.screens.list.rows import TableRow
    from tui_crm.store.model import FieldSpec, RecordType
    from tui_crm.store.related import RelatedList


def _has_panel(digit: str) -> property:
    """Whether a page has the panel with this digit."""
    return property(lambda page: any(each.digit == digit for each in page.panels))


class DetailScreen(CrmScreen[None]):
    """The page of a record; ``siblings`` are the ids of the list that it was opened from."""

    scope: ClassVar[str] = "detail"
    CSS_PATH = "detail.tcss"
    BINDINGS: ClassVar[list[BindingType]] = actions.bindings("detail")
    AUTO_FOCUS = "SectionView"

    fields = getters.query_one(SectionView)
    panel = getters.query_one(TabbedPanel)
    timeline = getters.query_one(TimelineView)
    table = getters.query_one(RecordTable)
    choices = getters.query_one(ChoiceLine)
    glimpses = getters.query_one("#glimpses", Horizontal)

    def __init__(self, record_type: str, record_id: int, siblings: Sequence[int] = ()) -> None:
        super().__init__()
        self.type_key = record_type
        self.record_id = record_id
        self.around = siblings
        self.page: DetailData | None = None
        self.panels: tuple[PagePanel, ...] = ()
        self.open_key = TIMELINE
        self.place: int | None = None
        self.row_ids: Sequence[int] = ()
        self.is_whole = False
        self._kind = ""
        self._limit = PAGE
        self._is_stale = False

    def compose(self) -> ComposeResult:
        """Header; card and panel, side by side where there is room; footer."""
        yield HeaderLine()
        is_company = bool(self.record_type.company_name_field) and not self.record_type.is_person
        with Container(id="detail-body"):
            with Panel(id="detail-card"):
                yield SectionView()
            with Vertical(id="detail-side"):
                if is_company:
                    yield Horizontal(id="glimpses")
                with TabbedPanel():
                    yield ChoiceLine()
                    yield TimelineView()
                    yield RecordTable()
                if not is_company:
                    yield Horizontal(id="glimpses")
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
        """Read the record and what is open of it again; cursors stay where they are."""
        self._is_stale = False
        try:
            page = await self._read()
        except NotFoundError as error:
            self.app.say_error(error)
            if self.is_current:
                self.app.pop_screen()
            return
        if page.record.id != self.record_id:
            self.app.say(t("detail.merged", title=page.record.title))
            self.record_id = page.record.id
        self.page = page
        self.panels = panels_of(self.schema, self.record_type, page.lists)
        if not any(self.open_key in panel.keys for panel in self.panels):
            self.open_key = self.panels[0].keys[0]
        self.show_page(page)
        await self.show_open(page)

    async def _read(self) -> DetailData:
        return await self.app.read(
            page_data.read_page,
            self.store,
            self.type_key,
            self.record_id,
            self.app.config.currency,
            kind=self._kind,
            limit=self._limit,
        )

    def show_page(self, page: DetailData) -> None:
        """Show the card, and the place among the siblings."""
        card = Card(self.schema, page.record, page.now, self.app.config.currency)
        key = self.app.key_of("detail.all_fields")
        self.fields.show_fields(card.everything() if self.is_whole else card.lines(key))
        facts = []
        if self.place is not None and len(self.around) > 1:
            place, n = number(self.place + 1), number(len(self.around))
            facts.append(t("detail.place", place=place, n=n))
        self.show_title((self.record_type.label(), page.record.title), *facts)
        self.refresh_bindings()

    async def show_open(self, page: DetailData) -> None:
        """Show what is open, and the first rows of the rest."""
        names = names_of(self.schema, page.lists, self.type_key)
        panel = next(each for each in self.panels if self.open_key in each.keys)
        self.panel.show_tabs(tabs_of(self.panels, names, page.counts, self.open_key), panel.digit)
        is_timeline = self.open_key == TIMELINE
        if is_timeline:
            kinds = filter_choices(page.timeline)
            shown = [(label, n, key == self._kind) for key, label, n in kinds]
            self.choices.show_choices(self.app.key_of("detail.filter"), shown)
        else:
            lists = [(names[key], page.counts[key], key == self.open_key) for key in panel.keys]
            self.choices.show_choices(panel.digit, lists)
        self._show_glimpses(page, names)
        if is_timeline:
            self.timeline.show_timeline(page.timeline, page.now, self._hints(page))
        else:
            await self._load_table(page, names[self.open_key])
        focus_moves = self.focused in (self.timeline, self.table)
        self.timeline.display, self.table.display = is_timeline, not is_timeline
        if focus_moves:
            self.body.focus()

    def _hints(self, page: DetailData) -> list[str]:
        """What can be done with a record with which nothing was done yet."""
        if page.timeline.total > 1 or self._kind or self.is_read_only:
            return []
        offered = [
            offer
            for offer in self.available_actions()
            if offer.action.linked_from or offer.action.id == "detail.add"
        ]
        return [t("detail.nothing_yet"), *(f"{each.hint.key}  {each.label}" for each in offered)]

    def _show_glimpses(self, page: DetailData, names: dict[str, str]) -> None:
        digits = {key: panel.digit for panel in self.panels for key in panel.keys}
        found = [(key, each) for key, each in page.first_rows.items() if key != self.open_key]
        height = max((len(first.rows) for _, first in found[:MOST]), default=0)
        with self.app.batch_update():
            self.glimpses.remove_children()
            self.glimpses.mount_all(
                Glimpse(key, Tab.of(digits[key], names[key], page.counts[key]), first, height)
                for key, first in found[:MOST]
            )

    async def _load_table(self, page: DetailData, name: str) -> None:
        """Read and show the rows of the open list."""
        key, each, currency = self.open_key, self.list_here, self.app.config.currency
        if each is None:
            rows = await self.app.read(
                history_rows, self.store, self.type_key, page.record.id, currency
            )
        else:
            rows = await self.app.read(
                page_data.read_rows, self.store, each, page.record.id, currency
            )
            can_add = self.has_room and not self.is_read_only
            hint = t("detail.add_hint", key=self.app.key_of("detail.add")) if can_add else ""
            self.table.show_message(t("detail.none", types=name), hint)
        if key == self.open_key:
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
    def body(self) -> TimelineView | RecordTable:
        """What is open."""
        return self.timeline if self.open_key == TIMELINE else self.table

    @property
    def list_here(self) -> RelatedList | None:
        """The open list; None while it is the timeline, or the changes."""
        return self.page.list(self.open_key) if self.page else None

    @property
    def added_to(self) -> RelatedList | None:
        """The list that a new record is added to."""
        return added_from(self.schema, self.page.lists, self.open_key) if self.page else None

    @property
    def has_room(self) -> bool:
        """Whether a record may be added to what is open."""
        return self.added_to is not None

    @property
    def has_timeline(self) -> bool:
        """Whether the timeline is open."""
        return self.open_key == TIMELINE

    has_panel_1, has_panel_2, has_panel_3 = map(_has_panel, "123")
    has_panel_4, has_panel_5, has_panel_6 = map(_has_panel, "456")
    has_panel_7, has_panel_8, has_panel_9 = map(_has_panel, "789")

    @property
    def has_sibling(self) -> bool:
        """Whether the list that this page was opened from has other records."""
        return self.place is not None and len(self.around) > 1

    def words_for(self, action: Action) -> str:
        """The label of an action; of what adds to the timeline, what it adds."""
        if action.id == "detail.add" and self.has_timeline and self.added_to is not None:
            added = self.schema.type(self.added_to.record_type).label(1)
            return t("detail.add_one", type=added.lower())
        return super().words_for(action)

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
        """The record under the cursor of what is open; that of the page among its fields."""
        if not self.body.has_focus:
            return self.type_key, self.record_id
        if (ref := self.entry_here) is not None:
            return None if ref.record_type == CHANGE else ref
        each, here = self.list_here, self.table.cursor_id
        return (each.record_type, here) if each is not None and here is not None else None

    @property
    def entry_here(self) -> EntryRef | None:
        """What the entry under the cursor of the timeline opens, while that is open."""
        entry = self.timeline.entry if self.has_timeline else None
        return entry.ref if entry is not None else None

    @property
    def has_file(self) -> bool:
        """Whether ``enter`` on a row of what is open may open something other than its page."""
        openers = manifest.named(lambda feature: feature.record_openers)
        each = self.list_here
        if self.has_timeline:
            return True
        return each is not None and each.record_type in openers and bool(self.row_ids)

    def action_row_page(self) -> None:
        """Open the page of the row under the cursor."""
        row = self.row_here() if self.body.has_focus else None
        if row is not None and row != (self.type_key, self.record_id):
            self.app.push_screen(factories.detail(*row, self.row_ids if self.list_here else ()))

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
        """Open a panel by its digit; where it is open, its next list."""
        panel = next((each for each in self.panels if each.digit == str(n)), None)
        if panel is not None:
            is_next = self.body.has_focus or self.open_key not in panel.keys
            self._open(panel.next_key(self.open_key) if is_next else self.open_key)

    @on(TabbedPanel.Chosen)
    def open_clicked(self, event: TabbedPanel.Chosen) -> None:
        """Open the panel whose name was clicked."""
        self.action_show_list(int(event.key))

    @on(Glimpse.Chosen)
    def open_glimpse(self, event: Glimpse.Chosen) -> None:
        """Open the list whose first rows were clicked."""
        self._open(event.key)

    def _open(self, key: str) -> None:
        is_other, self.open_key = key != self.open_key, key
        self.timeline.display, self.table.display = self.has_timeline, not self.has_timeline
        self.body.focus()
        if self.page is not None and is_other:
            self.table.show((), (), _nothing)
            self._show_open(self.page)
            self.refresh_bindings()

    @holds_keys("rows of list", exclusive=True)
    async def _show_open(self, page: DetailData) -> None:
        await self.show_open(page)

    def show_kind(self, kind: str) -> None:
        """Filter the timeline by a kind; a blank one shows all."""
        self._kind, self._limit = kind, PAGE
        self._open(TIMELINE)
        self._reread()

    @holds_keys("page", exclusive=True)
    async def _reread(self) -> None:
        with suppress(NotFoundError):
            self.page = await self._read()
            await self.show_open(self.page)

    def action_other_pane(self) -> None:
        """Switch between the card and what is open."""
        (self.fields if self.body.has_focus else self.body).focus()

    def action_sibling(self, step: int) -> None:
        """The next record of the list that this one was opened from."""
        if self.place is not None and 0 <= self.place + step < len(self.around):
            self.place += step
            self.record_id = self.around[self.place]
            self._limit = PAGE
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
            self._open_record(each.record_type, event.id, self.row_ids)

    @holds_keys("act")
    async def _open_record(
        self, record_type: str, record_id: int, siblings: Sequence[int] = ()
    ) -> None:
        if not await open_by_feature(self.app, record_type, record_id):
            self.app.push_screen(factories.detail(record_type, record_id, siblings))

    @on(LineList.Selected)
    def open_line(self, event: LineList.Selected) -> None:
        """Open what an entry is about, or older entries; of the card, the field."""
        event.stop()
        if event.lines is self.timeline:
            self._open_entry(event.ref)
        elif isinstance(event.ref, tuple):
            self._open_field(event.ref)

    def _open_entry(self, key: object) -> None:
        entry = self.timeline.timeline.entry(key)
        if isinstance(key, tuple) and key[0] == MORE:
            self._limit += PAGE
            self._reread()
        elif entry is not None and entry.ref.record_type == CHANGE:
            self.app.push_screen(factories.one_change(entry.ref.id))
        elif entry is not None and entry.ref != (self.type_key, self.record_id):
            self._open_record(*entry.ref)

    def _open_field(self, keys: tuple[str, ...]) -> None:
        """Open the record that a field names, or change the field."""
        if self.page is None:
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
    """Add a record to what is open: in a dialog of its type, or else in a form."""
    each = page.added_to
    if page.page is None or each is None:
        return
    values = related.prefill(page.store.schema, page.page.record, each)
    dialogs = manifest.named(lambda feature: feature.add_dialogs)
    if each.record_type in dialogs:
        dialog: Screen[int | None] = factories.make(dialogs[each.record_type], values)
    else:
        dialog = factories.form(each.record_type, values=values)
    await page.app.ask(dialog)


async def filter_timeline(page: DetailScreen) -> None:
    """Choose the kind of entries that the timeline shows."""
    from tui_crm.screens.dialogs.choose import Entry, PickerScreen

    if page.page is None:
        return
    timeline = page.page.timeline
    entries = [Entry(label, key, detail=number(n)) for key, label, n in filter_choices(timeline)]
    chosen = await page.app.ask(
        PickerScreen(t("detail.filter"), entries, timeline.kind, by_digit=True)
    )
    if chosen is not None:
        page.show_kind(chosen)
