"""Which lead comes when: what was promised, then who is hot, then who has waited longest."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final, NamedTuple

from tui_crm.language.formats import is_day, local
from tui_crm.store.query import page

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from tui_crm.store.db.store import Store
    from tui_crm.store.model import Schema, Value

HOT: Final = "hot"
CLOSED: Final = "unqualified"


class _Standing(NamedTuple):
    """The fields of a lead from which its place in the queue follows."""

    next_activity_at: str
    rating: str
    last_activity_at: str
    created_at: str
    status: str
    converted_at: str


def read_queue(store: Store, ids: Sequence[int]) -> list[int]:
    """Those of the leads that are still pursued, in the order in which they want attention.

    First those with a step that is overdue or for today, then the hot ones that nobody has been in
    touch with, then those without a step that have waited longest, and last those with a step on a
    later day. Closed leads, and those that are customers by now, are left out.
    """
    now, schema = store.local_now(), store.schema
    with store.reading() as connection:
        rows = page(connection, schema.type("leads"), ids, _Standing._fields)
    found = [(row.id, _Standing(*(str(value or "") for value in row.values))) for row in rows]
    ranked = [
        (_rank(each, now), lead)
        for lead, each in found
        if not (each.converted_at or is_closed(schema, each.status))
    ]
    return [lead for _, lead in sorted(ranked, key=lambda each: each[0])]


def is_closed(schema: Schema, status: Value) -> bool:
    """Whether a lead in this status is not pursued any further."""
    choice = schema.choice("lead_status", str(status or ""))
    return choice is not None and (choice.key == CLOSED or choice.outcome == "lost")


def _rank(lead: _Standing, now: datetime) -> tuple[int, str]:
    next_at, waits_since = lead.next_activity_at, lead.last_activity_at or lead.created_at
    if next_at:
        return 0 if _day(next_at, now) <= now.date() else 3, next_at
    return 1 if lead.rating == HOT and not lead.last_activity_at else 2, waits_since


def _day(at: str, now: datetime) -> date:
    """The local day of a stored point in time, or of a day."""
    return date.fromisoformat(at) if is_day(at) else local(at, now).date()
