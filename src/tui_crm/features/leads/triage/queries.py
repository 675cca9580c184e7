"""What was done with leads since a moment, which the number of the last activity then marks."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from tui_crm.store.records import chunks

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tui_crm.store.db.connection import Connection


class Worked(NamedTuple):
    """The leads that were called, planned for, converted; what was undone does not count."""

    called: frozenset[int] = frozenset()
    planned: frozenset[int] = frozenset()
    converted: frozenset[int] = frozenset()

    @property
    def all(self) -> frozenset[int]:
        """Those with whom anything of that was done."""
        return self.called | self.planned | self.converted


class Start(NamedTuple):
    """What there was when one began: the number of the last activity, the calls to be made."""

    activity: int = 0
    calls: frozenset[int] = frozenset()


def read_start(connection: Connection, leads: Sequence[int]) -> Start:
    """What there is now of activities, and of calls that are planned with ``leads``."""
    calls: set[int] = set()
    for part in chunks(leads):
        marks = ", ".join("?" * len(part))
        rows = connection.rows(
            f"SELECT id FROM activities WHERE lead IN ({marks}) AND status = 'planned'"
            " AND kind = 'call'",
            part,
        )
        calls.update(row[0] for row in rows)
    last = connection.scalar("SELECT coalesce(max(id), 0) FROM activities")
    return Start(int(last), frozenset(calls))


def worked_since(
    connection: Connection, user: int | None, leads: Sequence[int], start: Start
) -> Worked:
    """What a user did with ``leads``, none of which was converted, since the ``start``.

    A call was made where it is new, or was still to be made then.
    """
    found: dict[str, set[int]] = {"done": set(), "planned": set(), "converted": set()}
    for part in chunks(leads):
        marks = ", ".join("?" * len(part))
        for lead, status in connection.rows(
            f"SELECT DISTINCT lead, status FROM activities WHERE lead IN ({marks}) AND id > ?"
            " AND created_by = ? AND (status = 'planned' OR (status = 'done' AND kind = 'call'))",
            (*part, start.activity, user),
        ):
            found[status].add(lead)
        rows = connection.rows(
            f"SELECT id FROM leads WHERE id IN ({marks}) AND converted_at IS NOT NULL"
            " AND converted_by = ?",
            (*part, user),
        )
        found["converted"].update(row[0] for row in rows)
    for part in chunks(sorted(start.calls)):
        marks = ", ".join("?" * len(part))
        rows = connection.rows(
            f"SELECT lead FROM activities WHERE id IN ({marks}) AND status = 'done'"
            " AND lead IS NOT NULL AND updated_by = ?",
            (*part, user),
        )
        found["done"].update(row[0] for row in rows)
    return Worked(*(frozenset(each) for each in found.values()))
