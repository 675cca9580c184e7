"""What has become of the leads of a triage since it was begun, as the journal and the store say."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from tui_crm.features.leads.triage.queue import is_closed
from tui_crm.store.journal import history
from tui_crm.store.query import page

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from tui_crm.store.db.connection import Connection
    from tui_crm.store.db.store import Store


class Beginning(NamedTuple):
    """When a triage was begun."""

    batch: int = 0
    """The last change before it."""
    at: str = ""
    """The point in time, as the store writes it."""


class Tally(NamedTuple):
    """The leads with whom something was done, each in one part only; what was undone is in none.

    Calls and next steps are those of the person themselves.
    """

    called: frozenset[int] = frozenset()
    planned: frozenset[int] = frozenset()
    converted: frozenset[int] = frozenset()
    closed: frozenset[int] = frozenset()
    deleted: frozenset[int] = frozenset()

    @property
    def settled(self) -> frozenset[int]:
        """All of them."""
        return frozenset().union(*self)


def begin(store: Store) -> Beginning:
    """The moment after all that was written so far."""
    with store.reading() as connection:
        batch = history.newest(connection)
    return Beginning(batch, store.now())


def read_tally(store: Store, leads: Sequence[int], since: Beginning) -> Tally:
    """What has become of ``leads``, each of which was open when the triage was begun."""
    user, queue = store.query_context().user_id, frozenset(leads)
    with store.reading() as connection:
        called, planned = _worked(connection, user, since)
        touched = _last_changes(connection, queue, since).keys()
        columns = "status", "converted_at"
        rows = page(connection, store.schema.type("leads"), [*touched], columns)
    there = {row.id: row.values for row in rows}
    deleted = touched - there.keys()
    converted = {lead for lead, (_, converted_at) in there.items() if converted_at} - deleted
    # What says the most of a lead comes first.
    gone = deleted | converted
    called = (called & queue) - gone
    planned = (planned & queue) - gone - called
    closed = {lead for lead, (status, _) in there.items() if is_closed(store.schema, status)}
    closed -= gone | called | planned
    return Tally(*map(frozenset, (called, planned, converted, closed, deleted)))


def changed_elsewhere(
    store: Store, leads: Collection[int], since: Beginning, own_batches: Collection[int]
) -> set[int]:
    """Those of ``leads`` whose last change was none of this window's own."""
    with store.reading() as connection:
        last = _last_changes(connection, leads, since)
    return {lead for lead, batch in last.items() if batch not in own_batches}


def _worked(
    connection: Connection, user: int | None, since: Beginning
) -> tuple[set[int], set[int]]:
    """The leads that a user has called, and those with whom they planned something."""
    rows = connection.rows(
        "SELECT DISTINCT a.lead, a.status FROM batches b CROSS JOIN changes c CROSS JOIN"
        " activities a WHERE b.id > ? AND b.user_id = ? AND c.batch = b.id"
        " AND c.record_type = 'activities' AND a.id BETWEEN c.record_id AND c.last_id"
        " AND a.lead IS NOT NULL AND ((a.status = 'planned' AND c.op = 'create')"
        " OR (a.status = 'done' AND a.kind = 'call' AND a.done_at >= ?))",
        (since.batch, user, since.at),
    )
    found: dict[str, set[int]] = {"done": set(), "planned": set()}
    for lead, status in rows:
        found[status].add(lead)
    return found["done"], found["planned"]


def _last_changes(
    connection: Connection, leads: Collection[int], since: Beginning
) -> dict[int, int]:
    """The last change of each of ``leads`` that was changed since then."""
    found: dict[int, int] = {}
    for batch, first, last in connection.rows(
        "SELECT batch, record_id, last_id FROM changes WHERE batch > ? AND record_type = 'leads'"
        " ORDER BY batch",
        (since.batch,),
    ):
        found |= {lead: batch for lead in leads if first <= lead <= last}
    return found


def taken_back(store: Store, since: int) -> tuple[int, set[int]]:
    """The number of the newest change, and the leads that it was about if it undid something.

    ``since`` is the newest one that is known already.
    """
    with store.reading() as connection:
        newest = history.newest(connection)
        if newest <= since or history.get(connection, newest).kind != "undo":
            return newest, set()
        return newest, set(leads_of_batch(connection, newest))


def leads_of_batch(connection: Connection, batch: int) -> Iterator[int]:
    """The leads that a change was about, themselves or by an activity with them."""
    for change in history.changes(connection, batch):
        numbers = range(change.record_id, change.last_id + 1)
        if change.record_type == "leads":
            yield from numbers
        elif change.record_type == "activities":
            known = [each.get("lead") for each in (*change.images, change.before, change.after)]
            rows = connection.rows(
                "SELECT lead FROM activities WHERE id BETWEEN ? AND ?", (numbers[0], numbers[-1])
            )
            yield from (int(str(lead)) for lead in (*known, *(row[0] for row in rows)) if lead)
