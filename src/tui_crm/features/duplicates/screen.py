"""重複: what is done about records that are probably one, a group at a time or all at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Final

from tui_crm.features.accounts.branches import put_below
from tui_crm.features.duplicates.cases import (
    SearchStoppedError,
    Subject,
    Ticker,
    record_of,
    tell_apart,
)
from tui_crm.features.duplicates.merge.bulk import merge_groups
from tui_crm.features.duplicates.merge.screen import MergeScreen
from tui_crm.features.duplicates.screen_base import BEAT, DuplicatesBase
from tui_crm.i18n import t
from tui_crm.language.formats import number
from tui_crm.screens import actions, routes
from tui_crm.screens.type_ahead import queued_action

if TYPE_CHECKING:
    from textual.binding import BindingType

    from tui_crm.features.duplicates.cases import Case
    from tui_crm.manifest import Action
    from tui_crm.screens.screen import CrmScreen

UNSEEN: Final = 0.95
"""From this score on groups are merged without somebody looking at each of them."""

_TOLD: Final = 10
"""Groups that were not merged are told one by one, so many at most."""


class DuplicatesScreen(DuplicatesBase):
    """One key each merges a group, tells it apart, puts it off; then the next group is there."""

    BINDINGS: ClassVar[list[BindingType]] = actions.bindings("duplicates")

    def words_for(self, action: Action) -> str:
        """What the key for a group does depends on what kind of group it is."""
        if action.run == "merge" and not self.subject.merges:
            return t(f"duplicates.act.{self.subject}")
        return super().words_for(action)

    def _marked(self, case: Case) -> list[int]:
        return [member for member in case.members if member in self.table.marks]

    @queued_action
    async def action_merge(self) -> None:
        """Merge the group, or its marked records; put branches below; convert a known lead."""
        case = self.case_here
        if case is None:
            return
        marked = self._marked(case)
        if self.subject is Subject.CUSTOMERS:
            await self.app.ask(routes.screen("convert", [record_of(case.members[0])[1]]))
        elif self.subject is Subject.BRANCHES:
            head, *others = [record_of(member)[1] for member in case.members]
            chosen = [record_of(member)[1] for member in marked if member != case.members[0]]
            await self.app.write(put_below, self.store, head, chosen or others)
        else:
            members = marked if len(marked) > 1 else case.members
            ids = [record_of(member)[1] for member in members]
            await self.app.ask(MergeScreen(case.record_type, ids))
        self.table.action_clear_marks()
        await self.recheck()

    @queued_action
    async def action_below(self) -> None:
        """Put the other sites of the group, or the marked ones, below the one under the cursor."""
        case = self.case_here
        if case is None:
            return
        cursor = self.table.cursor_id
        here = cursor if cursor in case.members else case.members[0]
        below = [m for m in self._marked(case) or case.members if m != here]
        ids = [record_of(member)[1] for member in below]
        await self.app.write(put_below, self.store, record_of(here)[1], ids)
        self.table.action_clear_marks()
        await self.recheck()

    @queued_action
    async def action_tell_apart(self) -> None:
        """Remember that these are not one, or that the marked ones are none of the others."""
        case = self.case_here
        if case is not None:
            marked = self._marked(case)
            await self.app.write(tell_apart, self.store, self.subject, case, marked)
            self.table.action_clear_marks()
            await self.recheck()

    def action_later(self) -> None:
        """Put the group at the end, or back in its place."""
        case = self.case_here
        if case is not None:
            place = self.place
            self.put_off ^= {case.key}
            self.show_cases(sorted(self.cases, key=self.order_found))
            self.go_to_case(place)

    @queued_action
    async def action_merge_all(self) -> None:
        """Merge every group that is beyond doubt and not put off, as one change, if wanted."""
        sure = [
            case for case in self.cases if case.score >= UNSEEN and case.key not in self.put_off
        ]
        groups = [[record_of(member)[1] for member in case.members] for case in sure]
        if not groups:
            self.app.say(t("duplicates.none_sure", percent=round(100 * UNSEEN)), "warning")
            return
        gone = sum(len(ids) - 1 for ids in groups)
        n, left = len(groups), len(self.cases) - len(groups)
        percent = round(100 * UNSEEN)
        question = t("duplicates.merge_all", n=n, number=number(n), percent=percent)
        details = [
            t("duplicates.merge_all_how", n=gone, number=number(gone)),
            *([t("duplicates.merge_all_left", n=left, number=number(left))] if left else []),
            t("duplicates.can_be_undone"),
        ]
        if await self.app.ask(routes.confirm(question, t("duplicates.merge_yes"), details)):
            await self._merge_all(groups)

    async def _merge_all(self, groups: list[list[int]]) -> None:
        self.ticker, self.is_merging = Ticker(), True
        timer = self.set_interval(BEAT, self.tell_progress)
        try:
            record_type, tell = self.subject.value, self.ticker.tell
            done = await self.app.write(merge_groups, self.store, record_type, groups, tell)
        except SearchStoppedError:
            self.app.say(t("duplicates.merge_stopped"))
            return
        finally:
            timer.stop()
            self.is_merging = False
            self.check_cases()
        if done.refused:
            reasons = [refused.reason for refused in done.refused[:_TOLD]]
            title = t("duplicates.refused", n=len(done.refused))
            await self.app.ask(routes.message(title, reasons))


async def open_duplicates(screen: CrmScreen[Any]) -> None:
    """Look for duplicates among the records of the list that is shown, or among leads."""
    screen.app.push_screen(DuplicatesScreen(getattr(screen, "type_key", "leads")))
