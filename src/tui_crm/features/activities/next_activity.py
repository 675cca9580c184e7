"""The next planned activity of each of some records, for lists and previews."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from tui_crm.store.records import chunks
from tui_crm.store.sql import quote

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tui_crm.store.db.connection import Connection
    from tui_crm.store.model import Schema


@dataclass(frozen=True, slots=True)
class NextStep:
    """A planned activity; ``at`` is a point in time, a date where it has no time, or empty.

    ``last_day`` is the last of its days, where there are several.
    """

    kind: str
    subject: str
    at: str
    last_day: str = ""

    def is_overdue(self, now: datetime) -> bool:
        """Whether it should have been done by ``now`` (local, with its zone)."""
        if len(self.at) == 10:
            return max(self.at, self.last_day) < now.date().isoformat()
        return bool(self.at) and datetime.fromisoformat(self.at) < now


def next_steps(connection: Connection, link: str, ids: Sequence[int]) -> dict[int, NextStep]:
    """For each of ``ids`` that has a planned activity: the first.

    ``link`` is the field of an activity that names the records.
    """
    column = quote(link)
    found: dict[int, NextStep] = {}
    for part in chunks(ids):
        marks = ", ".join("?" * len(part))
        for record_id, kind, subject, at, last_day in connection.rows(
            f"SELECT {column}, kind, subject, coalesce(start_at, due_on, ''), coalesce(end_on, '')"
            " FROM activities"
            f" WHERE {column} IN ({marks}) AND status = 'planned'"
            " ORDER BY coalesce(start_at, due_on) IS NULL DESC, coalesce(start_at, due_on) DESC",
            part,
        ):
            found[record_id] = NextStep(kind or "", subject or "", at, last_day)
    return found


def link_field(schema: Schema, record_type: str) -> str:
    """The field of an activity that names a record of this type; empty where none does."""
    links = schema.rollup_links(schema.type("activities"))
    return next((spec.key for spec in links if spec.target == record_type), "")
