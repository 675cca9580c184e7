"""What stands beside the card of a record: the open panel, and the first rows of the others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import getters, on
from textual.containers import Horizontal, Vertical

from tui_crm.i18n import t
from tui_crm.screens.detail import page_data
from tui_crm.screens.detail.panels import (
    TIMELINE,
    PagePanel,
    added_from,
    names_of,
    panels_of,
    tabs_of,
)
from tui_crm.screens.detail.related_list_preview import MOST, RelatedListPreview
from tui_crm.screens.detail.timeline import CHANGE, TimelineEntry
from tui_crm.screens.detail.timeline_view import PanelFilterLine, TimelineView, filter_choices
from tui_crm.screens.history.lines import history_rows
from tui_crm.screens.host import CrmHost
from tui_crm.screens.key_queue import holds_keys
from tui_crm.screens.list.messages import FetchFailed
from tui_crm.screens.list.record_table import RecordTable
from tui_crm.screens.widgets.empty_state import EmptyStateKind
from tui_crm.screens.widgets.tabbed_panel import Tab, TabbedPanel

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from textual.app import ComposeResult

    from tui_crm.screens.detail.page_data import DetailData, FirstRows
    from tui_crm.screens.list.rows import TableRow
    from tui_crm.store.model import RecordType
    from tui_crm.store.related import RelatedList


class RecordPanels(Vertical):
    """The timeline, a related list or the changes of a record; ``open_key`` says which."""

    app = getters.app(CrmHost)
    panel = getters.query_one(TabbedPanel)
    timeline = getters.query_one(TimelineView)
    table = getters.query_one(RecordTable)
    choices = getters.query_one(PanelFilterLine)
    previews = getters.query_one("#list-previews", Horizontal)

    def __init__(self, record_type: RecordType) -> None:
        super().__init__(id="detail-side")
        self.page: DetailData | None = None
        self.panels: tuple[PagePanel, ...] = ()
        self.open_key = TIMELINE
        self.row_ids: Sequence[int] = ()
        self._type = record_type
        self._previewed: list[tuple[str, Tab, FirstRows]] = []
        """The lists whose first rows are shown."""
        self._hints: Callable[[DetailData], Sequence[str]] = lambda _: ()

    def compose(self) -> ComposeResult:
        """The open panel; of a company below its people and deals, else above the first rows."""
        is_company = bool(self._type.company_name_field) and not self._type.is_person
        if is_company:
            yield Horizontal(id="list-previews")
        with TabbedPanel():
            yield PanelFilterLine()
            yield TimelineView()
            yield RecordTable()
        if not is_company:
            yield Horizontal(id="list-previews")

    # --- what it shows --------------------------------------------------------------------------

    async def show(self, page: DetailData, hints: Callable[[DetailData], Sequence[str]]) -> None:
        """Show a record, or what has become of it; cursors stay where they are.

        ``hints`` say what can be done now with one with which nothing was done.
        """
        self.page, self._hints = page, hints
        self.panels = panels_of(self.app.store.schema, self._type, page.lists)
        if not any(self.open_key in panel.keys for panel in self.panels):
            self.open_key = self.panels[0].keys[0]
        await self._show_open(page)

    async def _show_open(self, page: DetailData) -> None:
        names = names_of(self.app.store.schema, page.lists, self._type.key)
        panel = next(each for each in self.panels if self.open_key in each.keys)
        self.panel.show_tabs(tabs_of(self.panels, names, page.counts, self.open_key), panel.digit)
        self._show_choices(page, panel, names)
        self._show_previews(page, names)
        has_focus = self.focused_part is not None
        self._display()
        if has_focus:
            self.body.focus()
        if self.has_timeline:
            self.timeline.show_timeline(page.timeline, page.now, self._hints(page))
        else:
            await self._load_table(page, names[self.open_key])

    def _display(self) -> None:
        self.timeline.display, self.table.display = self.has_timeline, not self.has_timeline

    def _show_choices(self, page: DetailData, panel: PagePanel, names: Mapping[str, str]) -> None:
        """Say what of a panel is shown, and what else it has."""
        if self.has_timeline:
            kinds = filter_choices(page.timeline)
            shown = [(label, n, key == page.timeline.kind) for key, label, n in kinds]
            self.choices.show_choices(self.app.key_of("detail.filter"), shown)
        else:
            lists = [(names[key], page.counts[key], key == self.open_key) for key in panel.keys]
            self.choices.show_choices(panel.digit, lists)

    def _show_previews(self, page: DetailData, names: Mapping[str, str]) -> None:
        # The digit is pressed once more for each list that stands before this one in its panel.
        digits = {
            key: "·".join(panel.digit * (place + 1))
            for panel in self.panels
            for place, key in enumerate(panel.keys)
        }
        found = [(key, each) for key, each in page.first_rows.items() if key != self.open_key]
        shown = [
            (key, Tab.of(digits[key], names[key], page.counts[key]), first)
            for key, first in found[:MOST]
        ]
        if shown == self._previewed:
            return
        self._previewed = shown
        height = max((len(first.rows) for *_, first in shown), default=0)
        with self.app.batch_update():
            self.previews.remove_children()
            self.previews.mount_all(RelatedListPreview(*each, height) for each in shown)

    async def _load_table(self, page: DetailData, name: str) -> None:
        """Read and show the rows of the open list."""
        app, key, each = self.app, self.open_key, self.list_here
        record, currency = page.record, app.config.currency
        if each is None:
            rows = await app.read(history_rows, app.store, record.type, record.id, currency)
        else:
            rows = await app.read(page_data.read_rows, app.store, each, record.id, currency)
            can_add = self.added_to is not None and not page.is_frozen(self._type)
            hint = t("detail.add_hint", key=app.key_of("detail.add")) if can_add else ""
            self.table.show_message(t("detail.none", types=name), hint)
        if key == self.open_key:
            self.row_ids = rows.ids
            self.table.show(rows.ids, rows.columns, rows.fetch)
            self.table.invalidate()

    @on(FetchFailed)
    def say_failure(self, event: FetchFailed) -> None:
        """Show the error of a failed read in the list."""
        event.stop()
        self.table.show_message(t("detail.unreadable"), str(event.error), EmptyStateKind.ERROR)

    # --- opening --------------------------------------------------------------------------------

    def open(self, key: str) -> None:
        """Open the timeline, the changes or a related list, and put the focus there."""
        is_other, self.open_key = key != self.open_key, key
        self._display()
        self.body.focus()
        if self.page is not None and is_other:
            self.table.show((), (), _nothing)
            self._show_other(self.page)
            self.screen.refresh_bindings()

    @holds_keys("rows of list", exclusive=True)
    async def _show_other(self, page: DetailData) -> None:
        await self._show_open(page)

    def open_panel(self, digit: str) -> None:
        """Open the panel with this digit; where it has the focus, the next of its lists."""
        panel = next((each for each in self.panels if each.digit == digit), None)
        if panel is not None:
            is_next = self.focused_part is not None or self.open_key not in panel.keys
            self.open(panel.next_key(self.open_key) if is_next else self.open_key)

    @on(TabbedPanel.Chosen)
    def open_clicked(self, event: TabbedPanel.Chosen) -> None:
        """Open the panel whose name was clicked."""
        event.stop()
        self.open_panel(event.key)

    @on(RelatedListPreview.Chosen)
    def open_preview(self, event: RelatedListPreview.Chosen) -> None:
        """Open the list whose first rows were clicked."""
        event.stop()
        self.open(event.key)

    # --- what is asked of it --------------------------------------------------------------------

    @property
    def has_timeline(self) -> bool:
        """Whether the timeline is open."""
        return self.open_key == TIMELINE

    @property
    def body(self) -> TimelineView | RecordTable:
        """What is open."""
        return self.timeline if self.has_timeline else self.table

    @property
    def focused_part(self) -> TimelineView | RecordTable | None:
        """The part that has the focus, if any has."""
        return next((part for part in (self.timeline, self.table) if part.has_focus), None)

    @property
    def list_here(self) -> RelatedList | None:
        """The open list; None while it is the timeline, or the changes."""
        return self.page.list(self.open_key) if self.page else None

    @property
    def added_to(self) -> RelatedList | None:
        """The list that a new record is added to."""
        page = self.page
        return added_from(self.app.store.schema, page.lists, self.open_key) if page else None

    @property
    def entry(self) -> TimelineEntry | None:
        """The entry under the cursor of the timeline, while that is open."""
        return self.timeline.entry if self.has_timeline else None

    @property
    def row(self) -> tuple[str, int] | None:
        """The record under the cursor; None where that is on a change, or on nothing."""
        if self.has_timeline:
            entry = self.entry
            return None if entry is None or entry.ref.record_type == CHANGE else entry.ref
        each, here = self.list_here, self.table.cursor_id
        return (each.record_type, here) if each is not None and here is not None else None


async def _nothing(_ids: Sequence[int]) -> list[TableRow]:
    return []
