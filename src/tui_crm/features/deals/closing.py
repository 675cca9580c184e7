"""What follows when an activity is done or a deal is won or lost: when it was, and how likely."""

from __future__ import annotations

from datetime import time
from typing import TYPE_CHECKING, Final

from tui_crm.language.formats import local

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tui_crm.store.journal.unit import UnitOfWork
    from tui_crm.store.model import Schema, Value

_CLOSED: Final = {"won": 100, "lost": 0}
"""How likely a deal is that is closed: what its stage may mean, beside a percentage."""

FOLLOWED: Final = frozenset({"activities", "deals"})
"""The record types of which something follows from something."""


def stamped(
    schema: Schema,
    record_type: str,
    before: Mapping[str, Value],
    changes: Mapping[str, Value],
    now: str,
) -> dict[str, Value]:
    """``changes`` to a record (``before`` is empty for a new one) with what follows from them.

    An activity that is set to done gets the time ``now`` (as it is stored); a deal that is closed
    gets it too. A stage sets the probability, unless that is changed by hand along with it. An
    all-day activity is on days, which are the same in every zone: its times become local days.
    """
    if record_type == "activities":
        found = on_whole_days(record_type, before, changes)
        if "status" in changes:
            is_done = changes["status"] == "done"
            at = (changes.get("done_at") or before.get("done_at") or now) if is_done else None
            found["done_at"] = at
        return found
    if record_type == "deals" and "stage" in changes:
        return _of_stage(schema, before, changes, now)
    return dict(changes)


def on_whole_days(
    record_type: str, before: Mapping[str, Value], changes: Mapping[str, Value]
) -> dict[str, Value]:
    """``changes`` to a record, in which an all-day activity is on local days and has no times."""
    if record_type != "activities":
        return dict(changes)
    whole = {**before, **changes}
    start, end = whole.get("start_at"), whole.get("end_at")
    if not whole.get("all_day") or not (start or end):
        return dict(changes)
    begins = local(str(start)) if start else None
    if begins and "all_day" not in changes and begins.time() != time():
        # Who gives a time of day to what was on a whole day means that time.
        return {**changes, "all_day": None, "due_on": None, "end_on": None}
    first = begins.date().isoformat() if begins else whole.get("due_on")
    last = local(str(end)).date().isoformat() if end else None
    days: dict[str, Value] = {"start_at": None, "end_at": None, "due_on": first}
    if last or "start_at" in changes:
        days["end_on"] = last if last and last != first else None
    return {**changes, **days}


def stamped_new(
    work: UnitOfWork, record_type: str, values: Mapping[str, Value]
) -> dict[str, Value]:
    """``values`` of a new record with what follows from them and from the defaults.

    The defaults themselves are left to ``UnitOfWork.create``, which must know what nobody named.
    """
    whole = work.with_defaults(work.schema.type(record_type), values)
    found = stamped(work.schema, record_type, {}, whole, work.now)
    return {k: v for k, v in found.items() if k in values or k not in whole or v != whole[k]}


def _of_stage(
    schema: Schema, before: Mapping[str, Value], changes: Mapping[str, Value], now: str
) -> dict[str, Value]:
    choice = schema.choice("deal_stage", str(changes["stage"] or ""))
    words = choice.meaning.split(":") if choice is not None else []
    closed = next((word for word in words if word in _CLOSED), None)
    percent = next((int(word) for word in words if word.isascii() and word.isdigit()), None)
    result = dict(changes)
    at = changes.get("closed_at") or before.get("closed_at") or now
    result["closed_at"] = at if closed else None
    if changes.get("probability") is None:
        likely = _CLOSED.get(closed or "", percent)
        result["probability"] = before.get("probability") if likely is None else likely
    return result
