"""重複: the screen on which groups of probable duplicates are merged or marked distinct."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar, Final

from textual import getters, on
from textual.widgets import Static

from tui_crm.features.duplicates import scoring
from tui_crm.features.duplicates.cases import (
    SearchProgress,
    SearchStoppedError,
    subjects,
)
from tui_crm.features.duplicates.group_table import CaseRows, GroupTable, subjects_line
from tui_crm.features.duplicates.merge.screen import merge_marked
from tui_crm.features.duplicates.scoring import Relation
from tui_crm.i18n import t
from tui_crm.language.formats import number
from tui_crm.screens import actions, factories
from tui_crm.screens.list.messages import FetchFailed, MarksChanged, RowSelected
from tui_crm.screens.list.screen import ListScreen
from tui_crm.screens.screen import CrmScreen
from tui_crm.screens.widgets.empty_state import EmptyStateKind
from tui_crm.screens.widgets.footer import FooterLine
from tui_crm.screens.widgets.header import HeaderLine
from tui_crm.screens.widgets.panel import Panel

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult
    from textual.binding import BindingType

    from tui_crm.features.duplicates.cases import Case, Subject
    from tui_crm.manifest import Action

WIDE_SCORE: Final = 0.7
"""Groups from this score on are shown where somebody wants to see doubtful ones too."""

PROGRESS_INTERVAL: Final = 0.1
"""Seconds between two updates of the progress."""


class DuplicatesScreen(CrmScreen[None]):
    """The groups of one subject: one key each merges a group, tells it apart or puts it off."""

    scope: ClassVar[str] = "duplicates"
    CSS_PATH = "duplicates.tcss"
    BINDINGS: ClassVar[list[BindingType]] = actions.bindings("duplicates")
    AUTO_FOCUS = "GroupTable"

    table = getters.query_one(GroupTable)

    def __init__(self, record_type: str) -> None:
        super().__init__()
        self._wanted = record_type
        self.least = scoring.SURE
        self.progress = SearchProgress()
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

    @cached_property
    def subjects(self) -> tuple[Subject, ...]:
        """All that can be looked for."""
        return subjects(self.store.schema)

    @property
    def subject(self) -> Subject:
        """What is looked for."""
        named = (each for each in self.subjects if each.key == self._wanted)
        return next(named, self.subjects[0])

    def compose(self) -> ComposeResult:
        """What is looked for, the groups, the keys."""
        yield HeaderLine()
        with Panel():
            yield Static(id="subjects")
            yield GroupTable()
        yield FooterLine()

    def on_mount(self) -> None:
        self.app.changed.subscribe(self, lambda _: self.check_cases())
        self.search()

    def on_unmount(self) -> None:
        """Stop the search."""
        self.progress.is_stopped = True

    # --- searching ------------------------------------------------------------------------------

    def search(self) -> None:
        """Look through all records, unless they are being merged."""
        if self.is_merging:
            key = self.app.key_of("duplicates.back")
            self.app.say(t("duplicates.is_merging", key=key), "warning")
            return
        self.progress.is_stopped = True
        self.progress = SearchProgress()
        self._found, self._rows = [], None
        self._is_searching = True
        self.put_off.clear()
        self.show_cases([])
        self.tell_progress()
        self.run_worker(self._search(self.progress), group="search", exclusive=True)

    async def _search(self, progress: SearchProgress) -> None:
        timer = self.set_interval(PROGRESS_INTERVAL, self.tell_progress)
        try:
            found = await self.app.read(self.subject.find, self.store, progress, self.least)
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
        """Show the progress of the search or of the merge."""
        if self._is_searching:
            words, hint = t("duplicates.stopping"), ""
            if not self.progress.is_stopped:
                words = t("duplicates.searching", percent=self.progress.percent)
                hint = self._hint("duplicates.back")
            self.table.show_message(words, hint, EmptyStateKind.LOADING)
        self._show_place()

    def _hint(self, action_id: str) -> str:
        return t(f"{action_id}_hint", key=self.app.key_of(action_id))

    def check_cases(self) -> None:
        """Drop cases that do not stand any more, unless a search or a merge is running."""
        self._is_stale = self._is_searching
        if not self._is_searching and not self.is_merging:
            self.run_worker(self.recheck(), group="check", exclusive=True)

    async def recheck(self) -> None:
        """Show the cases that still stand."""
        found = self._found
        cases = await self.app.read(self.subject.standing, self.store, found)
        if found is self._found:  # or else they have been searched for anew
            self.show_cases(cases)

    # --- showing --------------------------------------------------------------------------------

    def show_cases(self, cases: Sequence[Case]) -> None:
        """Show cases, those put off at the end; the cursor stays, or goes to the next case."""
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
        self._rows.show(self.cases, self.put_off)
        self.table.show(ids, self._rows.columns, self._rows.fetch)
        self.table.invalidate()
        if not self.cases:
            self.table.show_message(
                self.subject.nothing_found(self.store.schema), self._empty_hint()
            )
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
        if self.has_wider_search and self.least > WIDE_SCORE:
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
        self.query_one("#subjects", Static).update(
            subjects_line(self.store.schema, self.subjects, self.subject)
        )

    def _show_place(self) -> None:
        way = (t("duplicates.title"), self.subject.label(self.store.schema))
        parts = []
        if self.is_merging:
            is_stopped = self.progress.is_stopped
            words = t("duplicates.merging", percent=self.progress.percent)
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
        self.show_title(way, *parts)

    @on(MarksChanged)
    def count_marks(self) -> None:
        """Say how many are marked."""
        self._show_place()

    @on(FetchFailed)
    def say_what_failed(self, event: FetchFailed) -> None:
        """Show the error."""
        self.app.say(str(event.error), "error")

    # --- moving about ---------------------------------------------------------------------------

    @on(RowSelected)
    def open_record(self, event: RowSelected) -> None:
        """Open the record under the cursor, with the others of its case beside it."""
        case = self.case_here
        if event.id > 0 and case is not None:
            record_type, record_id = self.subject.refs.record(event.id)
            near = [self.subject.refs.record(member) for member in case.members]
            siblings = [each for kind, each in near if kind == record_type]
            self.app.push_screen(factories.detail(record_type, record_id, siblings))

    def action_next_case(self, step: int) -> None:
        """Go to the next group, or the one before."""
        self.go_to_case(self.place + step)

    def action_next_subject(self, step: int) -> None:
        """Look for something else."""
        place = self.subjects.index(self.subject) + step
        if not self.is_merging:
            self._wanted = self.subjects[place % len(self.subjects)].key
            self.table.action_clear_marks()
        self.search()

    def action_again(self) -> None:
        """Search anew."""
        self.search()

    def action_wider(self) -> None:
        """Show the less sure ones too, or the sure ones alone."""
        if not self.is_merging:
            self.least = scoring.SURE if self.least < scoring.SURE else WIDE_SCORE
        self.search()

    async def action_back(self) -> None:
        """Stop the search or the merge; or go back to where this was opened."""
        if (self._is_searching or self.is_merging) and not self.progress.is_stopped:
            self.progress.is_stopped = True
            self.tell_progress()
        else:
            self.app.pop_screen()

    # --- acting ---------------------------------------------------------------------------------

    def words_for(self, action: Action) -> str:
        """The label of the key for a group depends on the subject."""
        if action.id == "duplicates.merge" and not self.subject.merges:
            return t(f"duplicates.act.{self.subject.key}")
        return super().words_for(action)

    def marked(self, case: Case) -> list[int]:
        """The marked ones among its members."""
        return [member for member in case.members if member in self.table.marks]

    def action_later(self) -> None:
        """Put the group at the end, or back in its place."""
        case = self.case_here
        if case is not None:
            place = self.place
            self.put_off ^= {case.key}
            self.show_cases(sorted(self.cases, key=self.order_found))
            self.go_to_case(place)

    # --- the keys -------------------------------------------------------------------------------

    @property
    def has_cases(self) -> bool:
        """Whether there is a case to decide."""
        return bool(self.cases)

    @property
    def has_sites(self) -> bool:
        """Whether one record of a case may be a site of the other."""
        return self.has_cases and Relation.SITE in self.subject.relations

    @property
    def has_sure_cases(self) -> bool:
        """Whether cases of this subject can be so sure that they need no look."""
        return self.has_cases and self.subject.has_sure

    @property
    def has_wider_search(self) -> bool:
        """Whether doubtful cases of this subject can be shown too."""
        return self.subject.can_widen

    def relabel(self) -> None:
        """Say everything in the other language."""
        super().relabel()
        if self._is_searching:
            self._show_subjects()
            self.tell_progress()
        else:
            self._rows = None
            self.show_cases(self.cases)


async def open_duplicates(screen: CrmScreen[Any]) -> None:
    """Merge the marked records, or look for duplicates among those of the list, or among leads."""
    if isinstance(screen, ListScreen) and screen.has_several and screen.record_type.is_mergeable:
        await merge_marked(screen)
        return
    screen.app.push_screen(DuplicatesScreen(getattr(screen, "type_key", "")))
