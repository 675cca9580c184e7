"""Calls, visits and plans in the words of a notice: with whom, what was done, what comes next."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Final

from tui_crm.features.activities import plans
from tui_crm.features.activities.call_log import STATUS
from tui_crm.features.activities.participants import with_whom
from tui_crm.i18n import t
from tui_crm.sanitize import shortened
from tui_crm.store import values
from tui_crm.store.journal import history
from tui_crm.store.journal.history import Op
from tui_crm.store.journal.summary import LONGEST_VALUE
from tui_crm.store.records import read_many

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from tui_crm.store.db.connection import Connection
    from tui_crm.store.journal.history import Batch, Change
    from tui_crm.store.model import Schema
    from tui_crm.store.records import Record

TYPE: Final = "activities"
TIMES: Final = frozenset({"start_at", "due_on"})
MOST: Final = 200
"""Changes that are looked through; more are one act with very many customers."""


def describe(
    connection: Connection, schema: Schema, batch: Batch, now: datetime
) -> tuple[str, str] | None:
    """With whom an activity is, and that it was logged, done, planned or moved.

    None where it is gone, or something else of it was changed.
    """
    changes = list(islice(history.changes(connection, batch.id), MOST))
    touched = [change for change in changes if change.record_type == TYPE]
    ids = [n for change in touched for n in range(change.record_id, change.last_id + 1)]
    found = read_many(connection, schema.type(TYPE), ids)
    if not touched or not found or touched[0].op is Op.DELETE:
        return None
    done = [record for record in found if record["status"] == "done"]
    planned = [record for record in found if record["status"] == "planned"]
    if batch.kind == "call":
        return _said_call(schema, batch, changes, done, planned, now) if done else None
    if batch.kind == "done":
        created = {
            n
            for change in touched
            if change.op is Op.CREATE
            for n in range(change.record_id, change.last_id + 1)
        }
        logged = [record for record in done if record.id in created]
        said = logged or done
        return _said_done(schema, said, planned, now, is_new=bool(logged)) if said else None
    return _said_planned(schema, touched[0], planned, now) if planned else None


def _said_done(
    schema: Schema, done: Sequence[Record], then: Sequence[Record], now: datetime, *, is_new: bool
) -> tuple[str, str]:
    said = t("activity.said.logged" if is_new else "activity.said.done", what=_subject(done[0]))
    return _who(done), _with_next(schema, said, then, now)


def _said_call(
    schema: Schema,
    batch: Batch,
    changes: Sequence[Change],
    done: Sequence[Record],
    then: Sequence[Record],
    now: datetime,
) -> tuple[str, str]:
    """What came of a call, and what it had been planned for; the status that it set."""
    what = subject = _subject(done[0])
    if subject != batch.subject:
        what = t("activity.timeline_said", what=subject, said=batch.subject)
    said = t("activity.said.logged", what=what)
    if status := _status_set(schema, changes):
        said = t("activity.said.status", said=said, status=status)
    return _who(done), _with_next(schema, said, then, now)


def _status_set(schema: Schema, changes: Sequence[Change]) -> str:
    """From what to what a call set the status; of several customers, where they all had one."""
    found = [c for c in changes if c.record_type in plans.LINKS and STATUS in c.after]
    if not found:
        return ""
    declared = schema.type(found[0].record_type)
    spec = declared.field(STATUS)
    before, after = (
        {values.to_display(schema, spec, side.get(STATUS)) for side in sides}
        for sides in ((c.before for c in found), (c.after for c in found))
    )
    way = (before.pop() if len(before) == 1 else "", after.pop())
    return t("batches.field", field=spec.label(declared.key), change=" → ".join(way).strip())


def _with_next(schema: Schema, said: str, then: Sequence[Record], now: datetime) -> str:
    if then and (when := _when(schema, then[0], now)):
        return t("activity.said.next", said=said, when=when)
    return said


def _said_planned(
    schema: Schema, change: Change, planned: Sequence[Record], now: datetime
) -> tuple[str, str] | None:
    when = _when(schema, planned[0], now)
    if change.op is Op.CREATE:
        key = "activity.said.planned"
        return _who(planned), t(key, what=_subject(planned[0]), when=when or t("today.no_day"))
    if TIMES.isdisjoint(change.after) or not when:
        return None
    return _who(planned), t("activity.said.moved", what=_subject(planned[0]), when=when)


def _who(activities: Sequence[Record]) -> str:
    return with_whom([plans.customer_of(each) for each in activities])


def _subject(activity: Record) -> str:
    return shortened(activity.title, LONGEST_VALUE)


def _when(schema: Schema, activity: Record, now: datetime) -> str:
    key = "start_at" if activity["start_at"] else "due_on"
    spec = schema.type(TYPE).field(key)
    return values.to_display(schema, spec, activity[key], now=now)
