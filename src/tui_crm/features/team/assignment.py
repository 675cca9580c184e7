"""Records change hands: to somebody by name or by the assignment rules, one or many at once."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from tui_crm.errors import UsageError
from tui_crm.features.team import assignment_rules
from tui_crm.features.team.validation_rules import ValidationRuleChecker
from tui_crm.store import bulk, links
from tui_crm.store.bulk import SetEach, SetField
from tui_crm.store.journal.unit import unit
from tui_crm.store.records import read_many

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tui_crm.store.bulk import BulkChange, BulkPlan
    from tui_crm.store.db.connection import Connection
    from tui_crm.store.db.store import Store
    from tui_crm.store.journal.unit import UnitOfWork
    from tui_crm.store.model import Schema, Value
    from tui_crm.store.records import Record


@dataclass(frozen=True, slots=True)
class HandedOver:
    """What changed hands, in which batch (None: nothing).

    ``activities`` went along; ``unmatched`` records fit no rule, or one whose members have left.
    """

    batch: int | None
    changed: int
    activities: int
    unmatched: int
    plan: BulkPlan


def hand_over(
    store: Store,
    record_type: str,
    seen: Mapping[int, int],
    owner: int | None,
    *,
    with_activities: bool = False,
) -> HandedOver:
    """Give the records ``seen`` at those versions to ``owner`` (None: to nobody), in one batch.

    What has been changed since is left. ``with_activities``: open activities of the former owner,
    and of nobody, go along.
    """
    with unit(store, "bulk_edit", _note(store, record_type)) as work:
        done = _carry_out(work, record_type, seen, SetField("owner", owner), with_activities)
    return replace(done, batch=work.batch)


def hand_over_one(
    store: Store, record: Record, owner: int | None, *, with_activities: bool = False
) -> int | None:
    """Give one record, as it was read before, to ``owner``; the batch.

    Raises:
        VersionConflictError: somebody else has changed it since.
        InvalidRecordError: the rules keep it from them.
    """
    with unit(store, "edit", record.title) as work:
        work.update(record.type, record.id, {"owner": owner}, version=record.version)
        if with_activities:
            take_along(work, record.type, {record.id: record["owner"]}, {record.id: owner})
    return work.batch


def assign(
    store: Store, record_type: str, seen: Mapping[int, int], *, with_activities: bool = False
) -> HandedOver:
    """Give each of the records ``seen`` to whom the assignment rules say, in one batch.

    Raises:
        UsageError: there are no rules for this type, or one cannot be read any more.
    """
    declared = store.schema.type(record_type)
    if not assignment_rules.is_assigned(store.schema, declared.key):
        raise UsageError("rules.none", type=declared.label())
    with unit(store, "bulk_edit", _note(store, record_type)) as work:
        found = read_many(work.connection, declared, list(seen))
        owners = assignment_rules.owners_for(work, declared, [record.values for record in found])
        chosen = {
            record.id: owner
            for record, owner in zip(found, owners, strict=True)
            if owner is not None
        }
        done = _carry_out(work, record_type, seen, SetEach("owner", chosen), with_activities)
    return replace(done, batch=work.batch, unmatched=len(found) - len(chosen))


def take_along(
    work: UnitOfWork, record_type: str, former: Mapping[int, Value], owners: Mapping[int, Value]
) -> int:
    """Give open activities to the new owners of what they are about; how many went.

    ``former`` and ``owners`` are by id of the record. An activity that the rules keep from the new
    owner stays where it is.
    """
    waiting = open_activities(work.connection, work.schema, record_type, former)
    changes = [(record.id, {"owner": owners[about]}) for about, record in waiting]
    rows = [{**record.values, "owner": owners[about]} for about, record in waiting]
    activities = work.schema.type("activities")
    enforcer = ValidationRuleChecker(
        work.connection, work.schema, activities, work.store.query_context
    )
    broken = enforcer.problems(rows, [("owner",)] * len(rows))
    going = [change for place, change in enumerate(changes) if place not in broken]
    return work.update_many("activities", going)


def open_activities(
    connection: Connection, schema: Schema, record_type: str, former: Mapping[int, Value]
) -> list[tuple[int, Record]]:
    """The planned activities about records, as far as their former owners or nobody have them."""
    activities = schema.type("activities")
    found: dict[int, tuple[int, Record]] = {}
    for linking, spec, ids in links.pointing_at(connection, schema, record_type, list(former)):
        if linking.key != activities.key or spec.readonly:
            continue
        for record in read_many(connection, activities, ids):
            about = int(record[spec.key] or 0)
            if record["status"] == "planned" and record["owner"] in (None, former.get(about)):
                found.setdefault(record.id, (about, record))
    return list(found.values())


def _note(store: Store, record_type: str) -> str:
    declared = store.schema.type(record_type)
    return declared.field("owner").label(declared.key)


def _carry_out(
    work: UnitOfWork,
    record_type: str,
    seen: Mapping[int, int],
    change: BulkChange,
    with_activities: bool,
) -> HandedOver:
    query_context = work.store.query_context
    planned = bulk.plan(work.connection, work.schema, record_type, seen, change, query_context)
    owners = {record_id: values["owner"] for record_id, values in planned.changes}
    former: dict[int, Value] = {}
    if with_activities:
        stands = work.writer(record_type).read(list(owners))
        former = {record_id: stored.values["owner"] for record_id, stored in stands.items()}
    changed = work.update_many(record_type, planned.changes)
    went = take_along(work, record_type, former, owners) if former else 0
    return HandedOver(None, changed, went, 0, planned)
