"""Records change hands: to somebody by name or by the assignment rules, one or many at once."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from tui_crm.errors import UsageError
from tui_crm.features.team import assignment_rules
from tui_crm.store import bulk
from tui_crm.store.bulk import SetEach, SetField
from tui_crm.store.journal.unit import unit
from tui_crm.store.open_work import hand_over as hand_over_open_work
from tui_crm.store.records import read_many

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tui_crm.store.bulk import BulkChange, BulkPlan
    from tui_crm.store.db.store import Store
    from tui_crm.store.journal.unit import UnitOfWork
    from tui_crm.store.model import Value


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


def assign(
    store: Store, record_type: str, seen: Mapping[int, int], *, with_activities: bool = False
) -> HandedOver:
    """Give each of the records ``seen`` to whom the assignment rules say, in one batch.

    Raises:
        UsageError: there are no rules for this type, or one cannot be read any more.
    """
    declared = store.schema.type(record_type)
    if not assignment_rules.is_assigned(store.schema, declared):
        raise UsageError("rules.none", type=declared.label())
    with unit(store, "bulk_edit", _note(store, record_type)) as work:
        found = read_many(work.connection, declared, list(seen))
        rows = [record.values for record in found]
        owners = assignment_rules.owners_for(work.context, declared, rows)
        chosen = {
            record.id: owner
            for record, owner in zip(found, owners, strict=True)
            if owner is not None
        }
        done = _carry_out(work, record_type, seen, SetEach("owner", chosen), with_activities)
    return replace(done, batch=work.batch, unmatched=len(found) - len(chosen))


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
    planned = bulk.plan(work.context, record_type, seen, change)
    owners = {record_id: values["owner"] for record_id, values in planned.changes}
    former: dict[int, Value] = {}
    if with_activities:
        stands = work.writer(record_type).read(list(owners))
        former = {record_id: stored.values["owner"] for record_id, stored in stands.items()}
    # The plan has left out what the rules bar.
    changed = work.update_many(record_type, planned.changes, as_is=True, enforce=False)
    went = hand_over_open_work(work, record_type, former, owners) if former else 0
    return HandedOver(None, changed, went, 0, planned)
