"""The page of a record: its card, its timeline and related lists, and what is done to them."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, ClassVar

from textual import getters, on
from textual.containers import Container

from tui_crm import manifest
from tui_crm.errors import NotFoundError, UsageError
from tui_crm.i18n import t
from tui_crm.language.formats import number
from tui_crm.screens import actions, factories
from tui_crm.screens.detail import page_data
from tui_crm.screens.detail.card import Card
from tui_crm.screens.detail.panels import TIMELINE
from tui_crm.screens.detail.record_panels import RecordPanels
from tui_crm.screens.detail.timeline import CHANGE, PAGE
from tui_crm.screens.detail.timeline_lines import MORE
from tui_crm.screens.detail.timeline_view import filter_choices
from tui_crm.screens.key_queue import holds_keys
from tui_crm.screens.list.messages import RowSelected
from tui_crm.screens.record_actions import open_by_feature
from tui_crm.screens.screen import CrmScreen
from tui_crm.screens.widgets.footer import FooterLine
from tui_crm.screens.widgets.header import HeaderLine
from tui_crm.screens.widgets.line_list import LineList
from tui_crm.screens.widgets.panel import Panel
from tui_crm.screens.widgets.section_view import BLANK, SectionView
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
    from tui_crm.store.model import FieldSpec, RecordType


def _has_panel(digit: str) -> property:
    """Whether a page has the panel with this digit."""
    return property(lambda page: any(each.digit == digit for each in page.side.panels))


class DetailScreen(CrmScreen[None]):
    """The page of a record; ``siblings`` are the ids of the list that it was opened from."""

    scope: ClassVar[str] = "detail"
    CSS_PATH = "detail.tcss"
    BINDINGS: ClassVar[list[BindingType]] = actions.bindings("detail")
    AUTO_FOCUS = "SectionView"

    fields = getters.query_one(SectionView)
    side = getters.query_one(RecordPanels)

    def __init__(self, record_type: str, record_id: int, siblings: Sequence[int] = ()) -> None:
        super().__init__()
        self.type_key = record_type
        self.record_id = record_id
        self.around = siblings
        self.page: DetailData | None = None
        self.place: int | None = None
        self.is_whole = False
        self._kind = ""
        self._limit = PAGE
        self._is_stale = False

    def compose(self) -> ComposeResult:
        """Header; card and panel, side by side where there is room; footer."""
        yield HeaderLine()
        with Container(id="detail-body"):
            with Panel(id="detail-card"):
                yield SectionView()
            yield RecordPanels(self.record_type)
        yield FooterLine()

    def on_mount(self) -> None:
        """Read the record."""
        self.app.changed.subscribe(self, lambda _: self._store_changed())
        with suppress(ValueError):
            self.place = self.around.index(self.record_id)
        self.reload()

    def on_resize(self) -> None:
        """Fit the card to the new size: above the panel it has no room for blank lines."""
        if self.page is not None:
            self.show_page(self.page)

    def on_screen_resume(self) -> None:
        """Refresh after another screen covered this one."""
        if self._is_stale:
            self.reload()

    def _store_changed(self) -> None:
        self._is_stale = True
        if self.is_current:
            self.reload()

    # --- reading --------------------------------------------------------------------------------

    @holds_keys("page", exclusive=True)
    async def reload(self) -> None:
        """Read the record and what is open of it again; cursors stay where they are."""
        self._is_stale = False
        try:
            page = await self._read()
        except NotFoundError as error:
            await self._close_without_record(error)
            return
        if page.record.id != self.record_id:
            self.app.say(t("detail.merged", title=page.record.title))
            self.record_id = page.record.id
        self.page = page
        self.show_page(page)
        await self.side.show(page, self._hints)

    async def _close_without_record(self, error: NotFoundError) -> None:
        """Close, at the latest when nothing covers the page any more.

        What was deleted or undone in this window has its own notice.
        """
        is_own = await self.app.read(
            page_data.is_removed_by, self.store, self.type_key, self.record_id, self.app.own_batches
        )
        if not self.is_current:
            self._is_stale = True
            return
        if not is_own:
            self.app.say_error(error)
        self.leave()

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
        lines = card.everything() if self.is_whole else card.lines(key)
        if not self.has_class("-wide"):
            lines = [line for line in lines if line != BLANK]
        self.fields.show_fields(lines)
        facts = []
        if self.place is not None and len(self.around) > 1:
            place, n = number(self.place + 1), number(len(self.around))
            facts.append(t("detail.place", place=place, n=n))
        self.show_title((self.record_type.label(), page.record.title), *facts)
        self.refresh_bindings()

    def _hints(self, page: DetailData) -> list[str]:
        """What can be done where the timeline is empty, or as good as that."""
        if hidden := page.timeline.hidden:
            key = self.app.key_of("detail.filter")
            return [t("detail.filtered_out", n=hidden, number=number(hidden), key=key)]
        if page.timeline.total > 1 or self._kind or self.is_read_only:
            return []
        offered = [
            offer
            for offer in self.available_actions()
            if offer.action.linked_from or offer.action.id == "detail.add"
        ]
        return [t("detail.nothing_yet"), *(f"{each.hint.key}  {each.label}" for each in offered)]

    def relabel(self) -> None:
        """Redraw in the current language."""
        super().relabel()
        self.reload()

    # --- what actions ask of it -----------------------------------------------------------------

    @property
    def record_type(self) -> RecordType:
        return self.store.schema.type(self.type_key)

    @property
    def is_read_only(self) -> bool:
        """Whether the record is read-only, as a converted lead is."""
        return self.page is not None and self.page.is_frozen(self.record_type)

    @property
    def has_room(self) -> bool:
        """Whether a record may be added to what is open."""
        return self.side.added_to is not None

    @property
    def has_timeline(self) -> bool:
        """Whether the timeline is open."""
        return self.side.has_timeline

    has_panel_1, has_panel_2, has_panel_3 = map(_has_panel, "123")
    has_panel_4, has_panel_5, has_panel_6 = map(_has_panel, "456")
    has_panel_7, has_panel_8, has_panel_9 = map(_has_panel, "789")

    @property
    def has_sibling(self) -> bool:
        """Whether the list that this page was opened from has other records."""
        return self.place is not None and len(self.around) > 1

    def words_for(self, action: Action) -> str:
        """The label of an action; of what adds to the timeline, what it adds."""
        list_here = self.side.added_to
        if action.id == "detail.add" and self.has_timeline and list_here is not None:
            added = self.schema.type(list_here.record_type).label(1)
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
        if self.side.focused_part is None:
            return self.type_key, self.record_id
        return self.side.row

    @property
    def has_file(self) -> bool:
        """Whether ``enter`` on a row of what is open may open something other than its page."""
        openers = manifest.named(lambda feature: feature.record_openers)
        row = self.side.row
        return row is not None and (self.has_timeline or row[0] in openers)

    def action_row_page(self) -> None:
        """Open the page of the row under the cursor."""
        row = self.side.row if self.side.focused_part is not None else None
        if row is not None and row != (self.type_key, self.record_id):
            siblings = () if self.has_timeline else self.side.row_ids
            self.app.push_screen(factories.detail(*row, siblings))

    def deleted(self, _ids: Sequence[int]) -> None:
        """The record is gone; so is its page."""
        self.leave()

    def on_key(self, event: events.Key) -> None:
        """Explain why a key does nothing on this record, or on a page at all."""
        if self.page is not None and self.is_read_only:
            why = UsageError("record.frozen", title=self.page.record.title)
            self.explain_key(event, lambda each: each.changes, str(why))
        active = self.active_bindings.get(event.key)
        if active is not None and active.enabled:
            return
        back, leave = self.app.key_of("app.back"), self.app.key_of("app.quit")
        no_panel = t("detail.no_panel", key=event.key, back=back)
        self.explain_key(event, lambda each: each.needs.startswith("panel_"), no_panel)
        if event.key in self.app.keymap.keys["app.leave"]:
            event.stop()
            self.app.say(t("detail.not_quit", back=back, quit=leave), "warning")

    # --- moving about ---------------------------------------------------------------------------

    def action_show_list(self, n: int) -> None:
        """Open a panel by its digit; where it is open, its next list."""
        self.side.open_panel(str(n))

    def show_kind(self, kind: str) -> None:
        """Filter the timeline by a kind; a blank one shows all."""
        self._kind, self._limit = kind, PAGE
        self.side.open(TIMELINE)
        self.reload()

    def action_other_pane(self) -> None:
        """Switch between the card and what is open."""
        (self.side.body if self.side.focused_part is None else self.fields).focus()

    def action_sibling(self, step: int) -> None:
        """The next record of the list that this one was opened from."""
        if self.place is not None and 0 <= self.place + step < len(self.around):
            self.place += step
            self.record_id = self.around[self.place]
            self._kind, self._limit = "", PAGE
            self.reload()

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
        each = self.side.list_here
        if each is None:
            self.app.push_screen(factories.history(self.type_key, self.record_id))
        else:
            self._open_record(each.record_type, event.id, self.side.row_ids)

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
        if event.lines is self.side.timeline:
            self._open_entry(event.ref)
        elif isinstance(event.ref, tuple):
            self._open_field(event.ref)

    def _open_entry(self, key: object) -> None:
        entry = self.side.timeline.timeline.entry(key)
        if isinstance(key, tuple) and key[0] == MORE:
            self._limit += PAGE
            self.reload()
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


async def add(page: DetailScreen) -> None:
    """Add a record to what is open: in a dialog of its type, or else in a form."""
    each = page.side.added_to
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
