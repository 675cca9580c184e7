"""Work that is still to be done about records, and goes to their new owners with them."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from tui_crm.store.journal.hooks import Event, problems

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tui_crm.store.db.connection import Connection
    from tui_crm.store.journal.unit import UnitOfWork
    from tui_crm.store.model import Schema, Value
    from tui_crm.store.records import Record


def open_work(
    connection: Connection, schema: Schema, record_type: str, former: Mapping[int, Value]
) -> list[tuple[int, Record]]:
    """What is to be done about records, each with the id of the record that it is about.

    ``former`` are the owners of the records, by id; what belongs to somebody else is left out.
    """
    hooks = schema.hooks.of(Event.OPEN_WORK, record_type)
    return [each for hook in hooks for each in hook(connection, schema, record_type, former)]


def hand_over(
    work: UnitOfWork, record_type: str, former: Mapping[int, Value], owners: Mapping[int, Value]
) -> int:
    """Give what is to be done about records to the new owners of those; how much went.

    ``former`` and ``owners`` are by id of the record. What the rules keep from the new owner stays
    where it is.
    """
    waiting: dict[str, list[tuple[int, Record]]] = defaultdict(list)
    for about, record in open_work(work.connection, work.schema, record_type, former):
        waiting[record.type].append((about, record))
    went = 0
    for key, found in waiting.items():
        declared = work.schema.type(key)
        rows = [{**record.values, "owner": owners[about]} for about, record in found]
        broken = problems(work.context, declared, rows, [("owner",)] * len(rows))
        changes = [(record.id, {"owner": owners[about]}) for about, record in found]
        kept = [change for place, change in enumerate(changes) if place not in broken]
        went += work.update_many(key, kept, enforce=False)  # without what the rules bar
    return went
