"""Merge many groups of duplicates at once, and choose the record to keep of each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tui_crm.errors import CrmError, StoreError
from tui_crm.features.duplicates.merge.merge import carry_out, changes_of, names_of, propose_merge
from tui_crm.i18n import t
from tui_crm.store import links
from tui_crm.store.journal.unit import unit
from tui_crm.store.records import read_many

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tui_crm.features.duplicates.merge.merge import MergePlan
    from tui_crm.store.db.connection import Connection
    from tui_crm.store.db.store import Store
    from tui_crm.store.journal.unit import UnitOfWork
    from tui_crm.store.model import RecordType, Schema


@dataclass(frozen=True, slots=True)
class NotMerged:
    """A group that could not be merged, and why."""

    records: tuple[int, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class MergedGroups:
    """The result of merging many groups: how many, and how many records went."""

    batch: int | None
    groups: int
    gone: int
    refused: tuple[NotMerged, ...]


def by_completeness(
    connection: Connection, record_type: RecordType, ids: Sequence[int]
) -> list[int]:
    """Sort records by how many of their fields are filled, the fullest and oldest first.

    Of equals the older one, whose number people may know.
    """
    fields = [spec.key for spec in record_type.editable]
    filled = {
        record.id: sum(record[key] is not None for key in fields)
        for record in read_many(connection, record_type, ids)
    }
    return sorted(dict.fromkeys(ids), key=lambda record_id: (-filled.get(record_id, 0), record_id))


def count_relinked(
    connection: Connection, schema: Schema, record_type: str, losers: Sequence[int]
) -> list[tuple[str, int]]:
    """Count by type the records that link to those that go, and will link to the keeper."""
    found: dict[str, set[int]] = {}
    for linking, _, ids in links.pointing_at(connection, schema, record_type, losers):
        own = losers if linking.key == record_type else ()
        found.setdefault(linking.key, set()).update(i for i in ids if i not in own)
    return [(key, len(ids)) for key, ids in found.items() if ids]


def merge_groups(
    store: Store,
    record_type: str,
    groups: Sequence[Sequence[int]],
    progress: Callable[[int, int], None] | None = None,
) -> MergedGroups:
    """Make one record of each group, all in one batch; the fullest of each is kept.

    A group with a record that is gone, or with a value that breaks a rule, stays as it is. What
    ``progress`` raises takes everything back.
    """
    refused: list[NotMerged] = []
    done: list[MergePlan] = []
    with unit(store, "merge") as work:
        for place, ids in enumerate(groups):
            if progress is not None:
                progress(place, len(groups))
            try:
                plan = _checked(work, record_type, ids)
            except StoreError:
                raise
            except CrmError as error:
                refused.append(NotMerged(tuple(ids), str(error)))
                continue
            carry_out(work, plan)
            done.append(plan)
        work.note = names_of(done[0]) if len(done) == 1 else t("sales.merged_groups", n=len(done))
    gone = sum(len(plan.others) for plan in done)
    return MergedGroups(work.batch, len(done), gone, tuple(refused))


def _checked(work: UnitOfWork, record_type: str, ids: Sequence[int]) -> MergePlan:
    declared = work.schema.type(record_type)
    keep, *others = by_completeness(work.connection, declared, ids)
    plan = propose_merge(work.connection, work.schema, record_type, keep, others)
    changes = changes_of(plan)
    work.check(declared, {**plan.keep.values, **changes}, changes.keys())
    return plan
