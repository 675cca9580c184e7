"""Today: what is overdue, what is on, what is done; any other day, and the week around it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, ClassVar, Final

from textual import getters, on
from textual.content import Content
from textual.widgets import Static

from tui_crm.features.activities.queries import find_item
from tui_crm.features.activities.today import lines as today_lines
from tui_crm.features.activities.today import week
from tui_crm.features.activities.today.agenda_list import AgendaList
from tui_crm.features.activities.today.week_grid import WeekGrid
from tui_crm.i18n import t
from tui_crm.language import formats
from tui_crm.language.days import week_start
from tui_crm.screens import actions, factories
from tui_crm.screens.host import ModeChosen
from tui_crm.screens.key_queue import holds_keys
from tui_crm.screens.screen import CrmScreen
from tui_crm.screens.widgets.footer import FooterLine
from tui_crm.screens.widgets.header import HeaderLine
from tui_crm.screens.widgets.line_list import LineList
from tui_crm.screens.widgets.panel import Panel

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual import events
    from textual.app import ComposeResult
    from textual.binding import BindingType

    from tui_crm.features.activities.today.schedule import Agenda
    from tui_crm.screens.store_watcher import Tick
    from tui_crm.store.model import FieldSpec, RecordType

OPENED_BY: Final = (
    ("contact_id", "contacts"),
    ("lead_id", "leads"),
    ("deal_id", "deals"),
    ("account_id", "accounts"),
)
"""Where an activity leads, the first that it has."""

LEAST_LIST: Final = 7
"""Lines that the list keeps below a week."""

WHOLE_WEEK: Final = 104
"""Cells of the panel from which seven days stand side by side."""


class TodayScreen(CrmScreen[None]):
    """The schedule of the person who sits here."""

    scope: ClassVar[str] = "today"
    CSS_PATH = "today.tcss"
    BINDINGS: ClassVar[list[BindingType]] = actions.bindings("today")
    AUTO_FOCUS = "AgendaList"

    agenda = getters.query_one(AgendaList)
    week_grid = getters.query_one(WeekGrid)

    def __init__(self) -> None:
        super().__init__()
        self._day: date | None = None
        self._found: Agenda | None = None
        self._week: Agenda | None = None
        self._clicked: int | None = None
        self._shown_on: date | None = None
        self._is_stale = False

    @property
    def today(self) -> date:
        """The local date."""
        return self.store.local_now().date()

    @property
    def day(self) -> date:
        """The day that is shown; it follows the clock unless another one was chosen."""
        return self._day or self.today

    def compose(self) -> ComposeResult:
        """Header, week, list, what an empty day says, footer."""
        yield HeaderLine()
        with Panel():
            yield WeekGrid()
            yield AgendaList()
            yield Static(id="today-empty")
        yield FooterLine()

    def on_mount(self) -> None:
        """Read the day, and follow what is written and the clock."""
        self.app.changed.subscribe(self, self._store_changed)
        self.app.watcher.ticked.subscribe(self, self._follow_clock)
        self._show_place()
        self.reload()

    def on_screen_resume(self) -> None:
        """Catch up with what was written, and with the clock, while another screen was seen."""
        if self._is_stale or (self._found is not None and self._shown_on != self.today):
            self.reload()

    def _store_changed(self, _: bool) -> None:
        if self.is_current:
            self.reload()
        else:
            self._is_stale = True

    def _follow_clock(self, _: Tick) -> None:
        if self._found is not None and self._shown_on != self.today:
            self.reload()
        else:
            self._draw()

    def on_key(self, event: events.Key) -> None:
        """Say why a key does nothing where there is no activity for it."""
        if self._found is not None and not self.chosen():
            self.explain_key(event, lambda each: each.needs == "record", t("ui.no_record_here"))

    # --- what actions ask of it -------------------------------------------------------------------

    @property
    def record_type(self) -> RecordType:
        """Activities."""
        return self.schema.type("activities")

    @property
    def has_record(self) -> bool:
        """Whether there is an activity under the cursor."""
        return bool(self.query(AgendaList)) and bool(self.chosen())

    def chosen(self) -> list[int]:
        """The activity under the cursor."""
        found = self.agenda.cursor_id
        return [] if found is None else [found]

    def field_here(self) -> tuple[FieldSpec, str] | None:
        """None: a line is an activity."""

    def row_here(self) -> tuple[str, int] | None:
        """The activity under the cursor."""
        found = self.agenda.cursor_id
        return None if found is None else ("activities", found)

    def deleted(self, ids: Sequence[int]) -> None:
        """Nothing: the day is read again."""

    @on(LineList.Selected)
    def open_about(self, event: LineList.Selected) -> None:
        """Open whom it is about; where it is about nobody, the activity itself."""
        event.stop()
        for activity_id in self.chosen():
            self._open_about(activity_id)

    @holds_keys("act")
    async def _open_about(self, activity_id: int) -> None:
        item = await self.app.read(find_item, self.store, activity_id)
        if item is not None:
            led = ((getattr(item, field), record_type) for field, record_type in OPENED_BY)
            found = next((each for each in led if each[0] is not None), (item.id, "activities"))
            self.app.push_screen(factories.detail(found[1], found[0]))

    # --- reading and drawing --------------------------------------------------------------------

    @holds_keys("agenda", exclusive=True)
    async def reload(self) -> None:
        """Read the day again; another activity may be under the cursor then."""
        self._is_stale = False
        day, today = self.day, self.today
        if self.week_grid.display:
            self._week = await self.app.read(week.read_week, self.store, day)
        self._found = await self.app.read(
            today_lines.read_day, self.store, day, is_today=day == today
        )
        self._shown_on = today
        self._draw()

    def _draw(self) -> None:
        """Show what was read, as it is seen now."""
        found = self._found
        if found is None:
            return
        now = self.store.local_now()
        lines = today_lines.lines_of(found, self.store.schema, now)
        self.agenda.show_day(lines, today_lines.columns_of(lines))
        self.agenda.display = bool(lines)
        self.query_one("#today-empty").display = not lines
        if not lines and self.agenda.has_focus:
            self.set_focus(None)
        elif lines and self.is_current and self.focused is None:
            self.agenda.focus()
        if self._clicked is not None:
            self.agenda.go_to(self._clicked)
            self._clicked = None
        self._draw_week()
        self.week_grid.point(self.agenda.cursor_id)
        self._show_place()
        self.refresh_bindings()

    def _draw_week(self) -> None:
        if self.week_grid.display and self._week is not None:
            now = self.store.local_now()
            room = self.query_one(Panel).content_size
            count = week.WHOLE if room.width >= WHOLE_WEEK else week.FEW
            days = week.days_of(self._week, self.day, count, now)
            self.week_grid.show(days, room.height - LEAST_LIST)

    def _show_place(self) -> None:
        day = self.day
        name = t("today.title" if day == self.today else "today.schedule")
        way = [name, formats.long_day(day, self.today)]
        about = [self.store.user]
        if self._found is not None:
            planned = self._found.today.total + self._found.undated.total
            if late := self._found.overdue.total:
                about.append(t("ui.overdue", n=late))
            about.append(t("today.counts", open=planned, done=self._found.done.total))
        self.show_title(way, *about)
        none = t("today.none_today" if day == self.today else "today.none")
        hint = t(
            "today.none_hint",
            add=self.app.key_of("today.add"),
            week=self.app.key_of("today.week"),
        )
        empty = Content.assemble((none, "bold"), "\n\n", (hint, "$text-muted"))
        self.query_one("#today-empty", Static).update(empty)

    def relabel(self) -> None:
        """Say everything in the other language."""
        super().relabel()
        self._show_place()
        self._draw()

    def on_resize(self, _: events.Resize) -> None:
        """Show as many days and lines as there is room for."""
        self._draw_week()

    # --- moving along -----------------------------------------------------------------------------

    def go_to(self, day: date) -> None:
        """Show another day; today follows the clock from then on."""
        if week_start(day) != week_start(self.day):
            self._week = None
        self._day = None if day == self.today else day
        self._show_place()
        self.reload()

    def action_go_days(self, days: int) -> None:
        """Go so many days on."""
        try:
            self.go_to(self.day + timedelta(days=days))
        except OverflowError:
            self.app.bell()

    def action_go_today(self) -> None:
        """Come back to today."""
        self.go_to(self.today)

    @on(ModeChosen)
    def show_today(self) -> None:
        """Whatever day was looked at before."""
        if self._day is not None:
            self.action_go_today()

    def action_week(self) -> None:
        """Show or hide the week around the day."""
        self.week_grid.display = not self.week_grid.display
        if self.week_grid.display:
            self.reload()

    @on(WeekGrid.Chosen)
    def show_clicked(self, event: WeekGrid.Chosen) -> None:
        """Show the day that was clicked, with the cursor on the activity; open that by a double."""
        event.stop()
        if event.is_opened and event.id is not None:
            self._open_about(event.id)
            return
        self._clicked = event.id
        self.go_to(event.day)

    @on(LineList.Moved)
    def offer_keys(self) -> None:
        """Keys mean something while there is something under the cursor, which a week shows too."""
        self.week_grid.point(self.agenda.cursor_id)
        self.refresh_bindings()
