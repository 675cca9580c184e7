"""Move an activity to another day or time, hand it on to somebody else."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from tui_crm.errors import UsageError
from tui_crm.features.activities.plans import WrittenActivity, change, times
from tui_crm.features.activities.queries import items
from tui_crm.language.days import business_day
from tui_crm.language.when import When, parse_when
from tui_crm.language.zones import later
from tui_crm.store.journal.unit import unit
from tui_crm.store.records import read

if TYPE_CHECKING:
    from tui_crm.features.activities.queries import AgendaItem
    from tui_crm.store.db.store import Store
    from tui_crm.store.model import Value

STEPS: Final = ("+1d", "+1w", "+1bd")
"""Ways to move an activity that count from its own day."""

_LONGEST_NIGHT: Final = timedelta(hours=12)


def reschedule(
    store: Store, activity_id: int, to: str, *, version: int | None = None
) -> WrittenActivity:
    """Move an activity.

    ``to`` is ``+1d``, ``+1w`` or ``+1bd`` (the next business day), from its own day or from today
    where that has passed; or a day or time in words. Its time of day stays where only a day is
    named, and it lasts as long as before.

    Raises:
        UsageError: ``to`` names neither a day nor a time.
        NotFoundError: there is no such activity.
        VersionConflictError: it is no longer at ``version``.
    """
    now = store.local_now()
    with store.reading() as connection:
        record = read(connection, store.schema.type("activities"), activity_id)
        item = items(connection, [record.id])[0]
    return change(store, record.id, _stored(item, moved_to(item, to, now)), version)


def moved_to(item: AgendaItem, to: str, now: datetime) -> When:
    """When an activity is, once it is moved; ``to`` as ``reschedule`` has it.

    Raises:
        UsageError: ``to`` names neither a day nor a time.
    """
    today = now.date()
    base = max(item.day or today, today)
    steps = {"+1d": base + timedelta(days=1), "+1w": base + timedelta(weeks=1)}
    if to in STEPS:
        when = When(steps[to] if to in steps else business_day(base, 1))
    else:
        when = parse_when(to, now)
    start, end = item.start, item.end
    if not isinstance(when.start, datetime) and item.has_time and start is not None:
        # Without a zone first: the time of day stays, whatever the clocks did in between.
        moved = datetime.combine(when.start, start.time(), tzinfo=now.tzinfo)
        when = When(moved, None, all_day=False)
    if isinstance(when.start, datetime) and when.end is None and start is not None and end:
        return When(when.start, later(when.start, end - start), all_day=False)
    return when


def _stored(item: AgendaItem, when: When) -> dict[str, Value]:
    blank: dict[str, Value] = dict.fromkeys(("start_at", "end_at", "due_on", "end_on", "all_day"))
    found = {**blank, **times(item.kind, when)}
    if not isinstance(when.start, datetime) and item.due is not None:
        found["all_day"] = 1 if item.all_day else found["all_day"]
        if item.end_on and item.last_day is not None:
            found["end_on"] = (when.start + (item.last_day - item.due)).isoformat()
    return found


def reassign(
    store: Store, activity_id: int, owner: int, *, version: int | None = None
) -> WrittenActivity:
    """Hand an activity to another member, from whom it is requested then.

    Raises:
        NotFoundError: there is no such activity.
        VersionConflictError: it is no longer at ``version``.
    """
    with unit(store, "activity") as work:
        record = read(work.connection, work.schema.type("activities"), activity_id)
        work.note = record.title
        asked = record.number("requested_by") or work.user_id
        changes: dict[str, Value] = {
            "owner": owner,
            "requested_by": None if asked == owner else asked,
        }
        work.update("activities", record.id, changes, version=version)
    return WrittenActivity(record.id, None, work.batch)


def until(text: str, when: When | None, now: datetime) -> When:
    """``when`` with the end that ``text`` names, a time of the same day or +1h.

    Raises:
        UsageError: there is no time to count from, or it ends before it begins.
    """
    if when is None or not isinstance(when.start, datetime):
        raise UsageError("activity.until_without_at")
    end = parse_when(text, when.start).start
    if not isinstance(end, datetime) or end <= when.start or _is_before(text, end, when.start):
        raise UsageError("activity.until", value=text)
    return When(when.start, end.astimezone(now.tzinfo), all_day=False)


def _is_before(text: str, end: datetime, start: datetime) -> bool:
    """Whether a time that was found on the day after is meant for the day itself."""
    if end - start <= _LONGEST_NIGHT:
        return False
    that_day = parse_when(text, start, prefer="none").start
    return isinstance(that_day, datetime) and that_day <= start
