"""Write down calls that were made: what came of them, what follows, the plan that they fulfil."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from tui_crm.errors import UsageError
from tui_crm.features.activities import plans
from tui_crm.features.activities.describe import kind_words
from tui_crm.features.activities.plans import LINKS, Plan, WrittenActivity
from tui_crm.features.activities.queries import due_call, find_item, items, last_done
from tui_crm.i18n import t
from tui_crm.language import formats
from tui_crm.sanitize import shortened
from tui_crm.store.journal.unit import unit
from tui_crm.store.records import is_frozen, read

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from tui_crm.features.activities.next_step_line import NextStep
    from tui_crm.features.activities.plans import Customer
    from tui_crm.features.activities.queries import AgendaItem
    from tui_crm.store.db.store import Store
    from tui_crm.store.journal.unit import UnitOfWork
    from tui_crm.store.model import Value

STATUS: Final = "status"
"""The field that a call may set; a deal's stage has keys of its own."""

LONGEST_WORDS: Final = 60
"""Cells of what was said last."""


@dataclass(frozen=True, slots=True)
class CallLog:
    """Calls with ``customers``, one each, that have just ended.

    ``steps`` are what follows with each of them, or empty. A blank ``status`` leaves theirs as it
    is. ``fulfilled`` is the planned call that the call with the only one of them was.
    """

    customers: Sequence[Customer]
    outcome: str
    result: str = ""
    minutes: int | None = None
    status: str = ""
    steps: Sequence[NextStep] = ()
    fulfilled: int | None = None


def log_calls(store: Store, log: CallLog) -> WrittenActivity:
    """Write down calls, and all that follows from them, as one change; the first is given back.

    A call that was planned becomes the one that was made: there is one activity for it, with the
    subject of the plan, and with the outcome before what was said.

    Raises:
        NotFoundError: a customer is gone.
        UsageError: one is read-only, as a converted lead is.
    """
    call = Plan("call", log.outcome)
    values = plans.done_values(store, call, log.result, log.minutes)
    written = []
    with unit(store, "call", log.outcome) as work:
        for place, customer in enumerate(log.customers):
            _set_status(work, customer, log.status)
            made = _fulfil(work, log, values)
            if made is None:
                made = work.create("activities", {**values, **customer.links})
            step = log.steps[place] if log.steps else None
            written.append((made, plans.plan_after(work, customer.links, None, step)))
    return WrittenActivity(*written[0], work.batch)


def _set_status(work: UnitOfWork, customer: Customer, status: str) -> None:
    """Set it; without one, make sure that the customer is still there."""
    declared = work.schema.type(customer.type)
    record = read(work.connection, declared, customer.id)
    if not status or STATUS not in declared or customer.type not in LINKS:
        return
    if is_frozen(declared, record):
        raise UsageError("record.frozen", title=record.title)
    if record[STATUS] != status:
        work.update(customer.type, record.id, {STATUS: status})


def _fulfil(work: UnitOfWork, log: CallLog, values: Mapping[str, Value]) -> int | None:
    """Write a call onto the plan that it fulfils; its id.

    None where there is no such plan, or somebody has finished or deleted it meanwhile.
    """
    found = [] if log.fulfilled is None else items(work.connection, [log.fulfilled])
    if not found or found[0].status != "planned":
        return None
    said, noted = values["result"], found[0].result
    result = t("activity.outcome_said", outcome=log.outcome, said=said) if said else log.outcome
    changes: dict[str, Value] = dict.fromkeys(("end_at", "due_on", "end_on", "all_day"))
    changes |= {key: values[key] for key in ("start_at", "end_at", "done_at") if key in values}
    changes |= {"status": "done", "result": "\n".join(filter(None, (result, noted)))}
    if not found[0].owner:
        changes["owner"] = work.user_id
    work.update("activities", found[0].id, changes)
    return found[0].id


def call_to_make(store: Store, customer: Customer, activity_id: int | None) -> AgendaItem | None:
    """The planned call that a call with a customer fulfils.

    That is ``activity_id``, if it is one; else the one that is due.
    """
    item = None if activity_id is None else find_item(store, activity_id)
    if item is not None and item.kind == "call" and item.status == "planned":
        return item
    return due_now(store, customer)


def due_now(store: Store, customer: Customer) -> AgendaItem | None:
    """The call of this user with a customer that was to be made by today; the oldest of several."""
    now, user = store.local_now(), store.query_context().user_id
    link = LINKS.get(customer.type, "")
    if user is None or not link:
        return None
    with store.reading() as connection:
        return due_call(connection, user, link, customer.id, now)


def plan_words(item: AgendaItem, now: datetime) -> str:
    """A planned call in a few words: 11/28 Contract renewal."""
    at = item.start or item.due
    return f"{formats.day(at, now)} {item.subject}" if at else item.subject


def last_words(store: Store, customer: Customer) -> str:
    """What was done with a customer last, in a line; empty where nothing was."""
    link = LINKS.get(customer.type, "")
    if not link:
        return ""
    with store.reading() as connection:
        item = last_done(connection, link, customer.id)
    if item is None:
        return ""
    when = formats.stamp(item.done_at or item.start_at, store.local_now())
    said = t("activity.last", when=when, kind=kind_words(store.schema, item.kind))
    words = [item.subject, *([t("today.result", words=item.result)] if item.result else [])]
    return shortened(" ".join([said, *words]), LONGEST_WORDS)
