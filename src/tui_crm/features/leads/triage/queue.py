"""Which lead comes when: what was promised, then who is hot, then who has waited longest."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from tui_crm.language.formats import local
from tui_crm.store.query import page

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from tui_crm.store.db.store import Store
    from tui_crm.store.model import Schema, Value

HOT: Final = "hot"
CLOSED: Final = "unqualified"
LOST: Final = "lost"

_COLUMNS: Final = (
    *("next_activity_at", "rating", "last_activity_at", "created_at", "status", "converted_at"),
)


class _Standing(NamedTuple):
    """What the place of a lead in the queue follows from."""

    next_at: str
    rating: str
    last_at: str
    created_at: str
    status: str
    converted_at: str


def read_queue(store: Store, ids: Sequence[int]) -> list[int]:
    """Those of the leads that are no customers yet, in the order in which they want attention.

    First those with a step that is overdue or for today, then the hot ones that nobody has been in
    touch with, then those without a step that have waited longest, then those with a step on a
    later day, and last those that are closed.
    """
    now, schema = store.local_now(), store.schema
    with store.reading() as connection:
        rows = page(connection, schema.type("leads"), ids, _COLUMNS)
    found = [(row.id, _Standing(*(str(value or "") for value in row.values))) for row in rows]
    ranked = [(_rank(schema, each, now), lead) for lead, each in found if not each.converted_at]
    return [lead for _, lead in sorted(ranked, key=lambda each: each[0])]


def is_closed(schema: Schema, status: Value) -> bool:
    """Whether a lead in this status is not pursued any further."""
    choice = schema.choice("lead_status", str(status or ""))
    return choice is not None and (choice.key == CLOSED or choice.meaning == LOST)


def _rank(schema: Schema, lead: _Standing, now: datetime) -> tuple[int, str]:
    if lead.next_at and _day(lead.next_at) <= now.date().isoformat():
        return 0, lead.next_at
    waits_since = lead.last_at or lead.created_at
    if is_closed(schema, lead.status):
        return 4, waits_since
    if lead.next_at:
        return 3, lead.next_at
    if lead.rating == HOT and not lead.last_at:
        return 1, waits_since
    return 2, waits_since


def _day(at: str) -> str:
    """The local day of a stored point in time, or of a day."""
    return at if len(at) == len("2026-11-21") else local(at).date().isoformat()
