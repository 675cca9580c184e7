"""Groups of records that are probably one: searched for, shown, gone through."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from typing import TYPE_CHECKING, ClassVar, Final

from textual import getters, on
from textual.widgets import Static

from tui_crm.features.duplicates import scoring
from tui_crm.features.duplicates.cases import (
    SearchStoppedError,
    Subject,
    Ticker,
    find_cases,
    record_of,
    standing,
)
from tui_crm.features.duplicates.group_table import GroupTable
from tui_crm.features.duplicates.rows import CaseRows, subjects_line
from tui_crm.i18n import t
from tui_crm.language.formats import number
from tui_crm.screens import actions, routes
from tui_crm.screens.list.messages import FetchFailed, MarksChanged, RowSelected
from tui_crm.screens.screen import CrmScreen
from tui_crm.screens.widgets.empty_state import EmptyStateKind
from tui_crm.screens.widgets.footer import FooterLine
from tui_crm.screens.widgets.header import HeaderLine

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult
    from textual.binding import BindingType

    from tui_crm.features.duplicates.cases import Case

LESS_SURE: Final = 0.7
"""Groups from this score on are shown where somebody wants to see doubtful ones too."""

BEAT: Final = 0.1
"""Seconds between two looks at how far a search is."""

_SUBJECTS: Final = tuple(Subject)


class DuplicatesBase(CrmScreen[None]):
    """The groups of one subject at a time, each with its records under it."""

    scope: ClassVar[str] = "duplicates"
    CSS_PATH = "duplicates.tcss"
    BINDINGS: ClassVar[list[BindingType]] = actions.bindings("duplicates")
    AUTO_FOCUS = "GroupTable"

    table = getters.query_one(GroupTable)

    def __init__(self, record_type: str) -> None:
        super().__init__()
        known = record_type in _SUBJECTS
        self.subject = Subject(record_type) if known else Subject.LEADS
        self.least = scoring.SURE
        self.ticker = Ticker()
        self.put_off: set[int] = set()
        self.cases: list[Case] = []
        """What is shown, in its order."""
        self._found: list[Case] = []
        """What was found, whether it still stands or not: an undo may bring it back."""
        self._order: dict[int, int] = {}
        self._starts: list[int] = []
        self._rows: CaseRows | None = None
        self._is_searching = False
        self._is_stale = False
        """Whether something was written while a search was under way."""
        self.is_merging = False

    def compose(self) -> ComposeResult:
        """What is looked for, the groups, the keys."""
        yield HeaderLine()
        yield Static(id="subjects")
        yield GroupTable()
        yield FooterLine()

    def on_mount(self) -> None:
        """Search."""
        self.app.changed.subscribe(self, lambda _: self.check_cases())
        self.search()

    def on_unmount(self) -> None:
        """What is being searched is not wanted any more."""
        self.ticker.is_stopped = True

    # --- searching ------------------------------------------------------------------------------

    def search(self) -> None:
        """Look through all records."""
        self.ticker.is_stopped = True
        self.ticker = Ticker()
        self._found, self._rows = [], None
        self._is_searching = True
        self.put_off.clear()
        self.show_cases([])
        self.tell_progress()
        self.run_worker(self._search(self.ticker), group="search", exclusive=True)

    async def _search(self, ticker: Ticker) -> None:
        timer = self.set_interval(BEAT, self.tell_progress)
        try:
            found = await self.app.read(find_cases, self.store, self.subject, ticker, self.least)
        except SearchStoppedError:
            self._is_searching = False
            self.table.show_message(t("duplicates.stopped"), self._hint("duplicates.again"))
        else:
            self._is_searching = False
            self._found = found
            self._order = {case.members[0]: n for n, case in enumerate(found)}
            self.show_cases(found)
            self.table.go_to_row(0)
            if self._is_stale:
                self.check_cases()
        finally:
            timer.stop()
        self._show_place()

    def tell_progress(self) -> None:
        """Say how far the search is, or what else is being done."""
        if self._is_searching:
            words, hint = t("duplicates.stopping"), ""
            if not self.ticker.is_stopped:
                words = t("duplicates.searching", percent=self.ticker.percent)
                hint = self._hint("duplicates.back")
            self.table.show_message(words, hint, EmptyStateKind.LOADING)
        self._show_place()

    def _hint(self, action_id: str) -> str:
        return t(f"{action_id}_hint", key=self.app.key_of(action_id))

    def check_cases(self) -> None:
        """See which cases still stand."""
        self._is_stale = self._is_searching
        if not self._is_searching and not self.is_merging:
            self.run_worker(self.recheck(), group="check", exclusive=True)

    async def recheck(self) -> None:
        """Show the cases that still stand."""
        found = self._found
        cases = await self.app.read(standing, self.store, self.subject, found)
        if found is self._found:  # or else they have been searched for anew
            self.show_cases(cases)

    # --- showing --------------------------------------------------------------------------------

    def show_cases(self, cases: Sequence[Case]) -> None:
        """Show these, what was put off last; where the one under the cursor went, the next."""
        stood, place = self.case_here, self.place
        self.cases = sorted(cases, key=lambda case: case.key in self.put_off)
        ids = array("q")
        self._starts = []
        for case in self.cases:
            self._starts.append(len(ids))
            ids.append(case.key)
            ids.extend(case.members)
        if self._rows is None:
            self._rows = CaseRows(self.store, self.subject)
        self._rows.know(self.cases, self.put_off)
        self.table.show(ids, self._rows.columns, self._rows.fetch)
        self.table.invalidate()
        if not self.cases:
            self.table.show_message(t(f"duplicates.none.{self.subject}"), self._empty_hint())
        elif stood is None or self._starts_of(stood.key) is None:
            self.go_to_case(min(place, len(self.cases) - 1))
        else:
            self.table.go_to_row(self.table.cursor_row)
        self._show_subjects()
        self._show_place()
        self.refresh_bindings()

    def _starts_of(self, key: int) -> int | None:
        return next((n for n, case in enumerate(self.cases) if case.key == key), None)

    def _empty_hint(self) -> str:
        hints = [self._hint("duplicates.next_subject")]
        if self.check_action("wider", ()) and self.least > LESS_SURE:
            hints.insert(0, self._hint("duplicates.wider"))
        return "\n".join(hints)

    @property
    def place(self) -> int:
        """The place of the case under the cursor."""
        return max(0, bisect_right(self._starts, self.table.cursor_row) - 1)

    def order_found(self, case: Case) -> int:
        """Where a case came among those that were found."""
        return self._order.get(case.members[0], 0)

    @property
    def case_here(self) -> Case | None:
        """The case under the cursor."""
        return self.cases[self.place] if self.cases else None

    def go_to_case(self, place: int) -> None:
        """Put the cursor on the first record of a case."""
        if 0 <= place < len(self.cases):
            self.table.go_to_row(self._starts[place])

    def _show_subjects(self) -> None:
        self.query_one("#subjects", Static).update(subjects_line(self.subject))

    def _show_place(self) -> None:
        way = (t("duplicates.title"), t(f"duplicates.subject.{self.subject}"))
        parts = []
        if self.is_merging:
            is_stopped = self.ticker.is_stopped
            words = t("duplicates.merging", percent=self.ticker.percent)
            parts.append(t("duplicates.stopping") if is_stopped else words)
        elif self.cases:
            n = len(self.cases)
            parts.append(t("duplicates.groups", n=n, number=number(n)))
            is_wide = self.least < scoring.SURE
            parts += [t("duplicates.from", percent=round(100 * self.least))] if is_wide else []
            later = sum(case.key in self.put_off for case in self.cases)
            parts += [t("duplicates.later", n=later)] if later else []
            marked = len(self.table.marks)
            parts += [t("ui.marked", n=marked, number=number(marked))] if marked else []
        self.query_one(HeaderLine).show_place(way, " · ".join(parts))

    @on(MarksChanged)
    def count_marks(self) -> None:
        """Say how many are marked."""
        self._show_place()

    @on(FetchFailed)
    def say_what_failed(self, event: FetchFailed) -> None:
        """Say it in words."""
        self.app.say(str(event.error), "error")

    # --- moving about ---------------------------------------------------------------------------

    @on(RowSelected)
    def open_record(self, event: RowSelected) -> None:
        """Open the record under the cursor, with the others of its case beside it."""
        case = self.case_here
        if event.id > 0 and case is not None:
            record_type, record_id = record_of(event.id)
            near = [record_of(member) for member in case.members]
            siblings = [each for kind, each in near if kind == record_type]
            self.app.push_screen(routes.detail(record_type, record_id, siblings))

    def action_next_case(self, step: int) -> None:
        """To the next group, or the one before."""
        self.go_to_case(self.place + step)

    def action_next_subject(self, step: int) -> None:
        """Look for something else."""
        place = _SUBJECTS.index(self.subject) + step
        self.subject = _SUBJECTS[place % len(_SUBJECTS)]
        self.table.action_clear_marks()
        self.search()

    def action_again(self) -> None:
        """Search anew."""
        self.search()

    def action_wider(self) -> None:
        """Show the less sure ones too, or the sure ones alone."""
        self.least = scoring.SURE if self.least < scoring.SURE else LESS_SURE
        self.search()

    async def action_back(self) -> None:
        """Stop what is being done; or back to where this was opened."""
        if (self._is_searching or self.is_merging) and not self.ticker.is_stopped:
            self.ticker.is_stopped = True
            self.tell_progress()
        else:
            self.app.pop_screen()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Hide what means nothing for this subject, or while there is nothing to act on."""
        if action in ("merge", "tell_apart", "later", "merge_all") and not self.cases:
            return False
        if action == "below":
            return self.subject is Subject.SITES and bool(self.cases)
        if action == "merge_all":
            return self.subject.has_sure
        if action == "wider":
            return self.subject.has_sure or self.subject is Subject.CUSTOMERS
        return super().check_action(action, parameters)

    def relabel(self) -> None:
        """Say everything in the other language."""
        super().relabel()
        if self._is_searching:
            self._show_subjects()
        else:
            self.search()
