"""What keys decide about the group under the cursor: merge, put below, tell apart; merge all."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tui_crm.features.accounts.branches import put_below
from tui_crm.features.duplicates.cases import (
    BranchSubject,
    CustomerSubject,
    SearchProgress,
    SearchStoppedError,
)
from tui_crm.features.duplicates.merge.bulk import merge_groups
from tui_crm.features.duplicates.merge.screen import MergeScreen
from tui_crm.features.duplicates.screen import PROGRESS_INTERVAL
from tui_crm.i18n import t
from tui_crm.language.formats import number
from tui_crm.screens import factories

if TYPE_CHECKING:
    from tui_crm.features.duplicates.screen import DuplicatesScreen

BULK_MERGE_SCORE: Final = 0.95
"""From this score on, groups can be merged all at once without looking at each."""

_MOST_REASONS: Final = 10
"""Groups that could not be merged are named one by one, so many at most."""

_MOST_TOLD: Final = 3
"""So many at most in a notice."""


async def merge(screen: DuplicatesScreen) -> None:
    """Merge the group, or its marked records; put branches below; convert a known lead."""
    case = screen.case_here
    if case is None:
        return
    marked = screen.marked(case)
    if isinstance(screen.subject, CustomerSubject):
        await screen.app.ask(factories.screen("convert", [screen.subject.refs.id(case.members[0])]))
    elif isinstance(screen.subject, BranchSubject):
        head, *others = [screen.subject.refs.id(member) for member in case.members]
        chosen = [screen.subject.refs.id(member) for member in marked if member != case.members[0]]
        await screen.app.write(put_below, screen.store, head, chosen or others)
    else:
        members = marked if len(marked) > 1 else case.members
        ids = [screen.subject.refs.id(member) for member in members]
        await screen.app.ask(MergeScreen(case.record_type, ids))
    screen.table.action_clear_marks()
    await screen.recheck()


async def below(screen: DuplicatesScreen) -> None:
    """Put the other sites of the group, or the marked ones, below the one under the cursor."""
    case = screen.case_here
    if case is None:
        return
    cursor = screen.table.cursor_id
    here = cursor if cursor in case.members else case.members[0]
    sites = [m for m in screen.marked(case) or case.members if m != here]
    ids = [screen.subject.refs.id(member) for member in sites]
    await screen.app.write(put_below, screen.store, screen.subject.refs.id(here), ids)
    screen.table.action_clear_marks()
    await screen.recheck()


async def tell_apart(screen: DuplicatesScreen) -> None:
    """Mark these as distinct, or the marked ones as distinct from the others."""
    case = screen.case_here
    if case is not None:
        marked = screen.marked(case)
        await screen.app.write(screen.subject.mark_distinct, screen.store, case, marked)
        screen.table.action_clear_marks()
        await screen.recheck()


async def merge_all(screen: DuplicatesScreen) -> None:
    """Merge every group that is beyond doubt and not put off, as one change, if wanted."""
    sure = [
        case
        for case in screen.cases
        if case.score >= BULK_MERGE_SCORE and case.key not in screen.put_off
    ]
    groups = [[screen.subject.refs.id(member) for member in case.members] for case in sure]
    if not groups:
        screen.app.say(t("duplicates.none_sure", percent=round(100 * BULK_MERGE_SCORE)), "warning")
        return
    gone = sum(len(ids) - 1 for ids in groups)
    n, left = len(groups), len(screen.cases) - len(groups)
    percent = round(100 * BULK_MERGE_SCORE)
    question = t("duplicates.merge_all", n=n, number=number(n), percent=percent)
    details = [
        t("duplicates.merge_all_how", n=gone, number=number(gone)),
        *([t("duplicates.merge_all_left", n=left, number=number(left))] if left else []),
        t("duplicates.can_be_undone"),
    ]
    if await screen.app.ask(factories.confirm(question, t("duplicates.merge_yes"), details)):
        await _merge_groups(screen, groups)


async def _merge_groups(screen: DuplicatesScreen, groups: list[list[int]]) -> None:
    screen.progress, screen.is_merging = SearchProgress(), True
    timer = screen.set_interval(PROGRESS_INTERVAL, screen.tell_progress)
    begun = screen.app.moment
    try:
        record_type, tell = screen.subject.key, screen.progress.report
        done = await screen.app.write_behind(merge_groups, screen.store, record_type, groups, tell)
    except SearchStoppedError:
        screen.app.say(t("duplicates.merge_stopped"))
        return
    finally:
        timer.stop()
        screen.is_merging = False
        screen.check_cases()
    if done.refused:
        reasons = [refused.reason for refused in done.refused[:_MOST_REASONS]]
        title = t("duplicates.refused", n=len(done.refused))
        if screen.app.moment == begun:
            await screen.app.ask(factories.message(title, reasons))
        else:  # somebody types elsewhere by now
            screen.app.say("\n".join([title, *reasons[:_MOST_TOLD]]), "warning")
