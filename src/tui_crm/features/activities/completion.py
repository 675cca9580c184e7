"""What follows from the state of an activity: when it was done, and on which days it is."""

from __future__ import annotations

from datetime import time
from typing import TYPE_CHECKING

from tui_crm.language.formats import local
from tui_crm.language.zones import noon

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tui_crm.store.journal.hooks import HookContext, ImportedRow, Save
    from tui_crm.store.model import RecordType, Value


def derive_done_at(context: HookContext, _: RecordType, saves: Sequence[Save]) -> None:
    """Give activities that are set to done the time when they were, and take it from others."""
    for save in saves:
        changes = save.changes
        is_done = changes["status"] == "done"
        at = changes.get("done_at") or save.before.get("done_at") or context.now
        changes["done_at"] = at if is_done else None


def complete_imported(
    context: HookContext, _: RecordType, rows: Sequence[ImportedRow], is_own: bool
) -> None:
    """Set activities of the past to done, and when they were: on their own day, or now.

    What a list calls done, and what lies behind, is history and nothing overdue.
    """
    if is_own:
        return
    today = str(local(context.now).date())
    for values in (row.values for row in rows):
        last_day = values.get("end_on") or values.get("due_on")
        at = values.get("end_at") or values.get("start_at")
        is_over = str(at) < context.now if at else bool(last_day) and str(last_day) < today
        if is_over and "status" not in values:
            values["status"] = "done"
        if values.get("status") == "done":
            day = at or (noon(str(last_day)) if last_day else None)
            values.setdefault("done_at", day or values.get("created_at") or context.now)


def derive_days(_: HookContext, __: RecordType, saves: Sequence[Save]) -> None:
    """Put all-day activities on local days: a day is the same in every zone, a time is not."""
    for save in saves:
        save.changes |= _days(save.before, save.changes)


def _days(before: Mapping[str, Value], changes: Mapping[str, Value]) -> dict[str, Value]:
    if not changes.get("all_day", before.get("all_day")):
        return {}
    whole = {**before, **changes}
    start, end = whole.get("start_at"), whole.get("end_at")
    if not (start or end):
        return {}
    begins = local(str(start)) if start else None
    if begins and "all_day" not in changes and begins.time() != time():
        # Who gives a time of day to what was on a whole day means that time.
        return {"all_day": None, "due_on": None, "end_on": None}
    first = begins.date().isoformat() if begins else whole.get("due_on")
    last = local(str(end)).date().isoformat() if end else None
    days: dict[str, Value] = {"start_at": None, "end_at": None, "due_on": first}
    if last or "start_at" in changes:
        days["end_on"] = last if last and last != first else None
    return days
