"""Merge several records into one; undo splits them again."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from tui_crm.errors import NotFoundError, UsageError
from tui_crm.features.duplicates import customers
from tui_crm.features.duplicates.candidates import note_distinct
from tui_crm.features.duplicates.merge import choices as merge_choices
from tui_crm.i18n import t
from tui_crm.language.fold import fold
from tui_crm.store import links, match_index
from tui_crm.store.journal.unit import unit
from tui_crm.store.model import Kind
from tui_crm.store.records import read_many, redirect

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tui_crm.features.duplicates.merge.choices import FieldChoice
    from tui_crm.store.db.connection import Connection
    from tui_crm.store.db.store import Store
    from tui_crm.store.journal.unit import UnitOfWork
    from tui_crm.store.model import RecordType, Schema, Value
    from tui_crm.store.records import Record

_MOST: Final = 50
_NOTES: Final = "notes"


@dataclass(frozen=True, slots=True)
class MergePlan:
    """The result of a merge, field by field, before it is done; ``keep`` is the first record."""

    declared: RecordType
    records: tuple[Record, ...]
    choices: tuple[FieldChoice, ...]

    @property
    def record_type(self) -> str:
        """The key of their record type."""
        return self.declared.key

    @property
    def keep(self) -> Record:
        """The record that takes the others in."""
        return self.records[0]

    @property
    def others(self) -> tuple[Record, ...]:
        """The records that go."""
        return self.records[1:]

    def take(self, key: str, record_id: int) -> MergePlan:
        """A copy with the field ``key``, and its group, taken from one record.

        Raises:
            UsageError: there is no such field to choose, or the record is not in the merge.
        """
        record = next((r for r in self.records if r.id == record_id), None)
        if record is None:
            raise UsageError("merge.stranger", id=record_id)
        if not any(key in choice.group.fields for choice in self.choices):
            raise self.declared.no_field(key)
        choices = merge_choices.taken(self.declared, self.choices, key, self.records, record)
        return replace(self, choices=choices)

    def as_proposed(self, key: str, proposed: MergePlan) -> MergePlan:
        """A copy with the field ``key``, and its group, as ``proposed`` has it."""
        usual = {choice.group.key: choice for choice in proposed.choices}
        choices = tuple(
            usual[choice.group.key] if key in choice.group.fields else choice
            for choice in self.choices
        )
        choices = merge_choices.with_further_values(self.declared, choices, self.records, key)
        return replace(self, choices=choices)


@dataclass(frozen=True, slots=True)
class Merged:
    batch: int | None
    record_type: str
    id: int
    merged: tuple[int, ...]
    relinked: int
    changed: Mapping[str, Value] = field(default_factory=dict)


def propose_merge(
    connection: Connection, schema: Schema, record_type: str, keep: int, others: Sequence[int]
) -> MergePlan:
    """Plan a merge with the default choice for each field.

    The value of ``keep`` stands, blanks are filled from ``others`` in their order. Addresses,
    names, amounts and stages (with why and when a deal was closed) are taken whole; tags are
    united; who has opted out of mail stays out. A further e-mail address becomes the second one;
    numbers and addresses that no field has room for go to the fields that take any number of them.

    Raises:
        NotFoundError: a record is gone.
        UsageError: the type cannot be merged, fewer than two records, or a converted lead.
    """
    declared = schema.type(record_type)
    ids = list(dict.fromkeys([keep, *others]))
    if not declared.is_mergeable:
        raise UsageError("merge.type", type=declared.label())
    if not 1 < len(ids) <= _MOST:
        raise UsageError("merge.count", n=len(ids), most=_MOST)
    records = tuple(_read(connection, declared, record_id) for record_id in ids)
    for record in records:
        if declared.frozen_by and record[declared.frozen_by] is not None:
            raise UsageError("record.frozen", title=record.title)
    return MergePlan(declared, records, merge_choices.proposed(declared, records))


def _read(connection: Connection, declared: RecordType, record_id: int) -> Record:
    found = read_many(connection, declared, [record_id])
    if not found:
        raise NotFoundError("record.missing", type=declared.label(1), id=record_id)
    return found[0]


def merge(
    store: Store,
    record_type: str,
    keep: int,
    others: Sequence[int],
    take: Mapping[str, int] | None = None,
) -> Merged:
    """Merge ``others`` into ``keep`` with the defaults of ``propose_merge``.

    ``take`` names, by field, the record whose value wins. Raises as ``propose_merge`` does.
    """
    with store.reading() as connection:
        plan = propose_merge(connection, store.schema, record_type, keep, others)
    for key, record_id in (take or {}).items():
        plan = plan.take(key, record_id)
    return apply_merge(store, plan)


def apply_merge(store: Store, plan: MergePlan) -> Merged:
    """Carry out a merge in one batch.

    Raises:
        VersionConflictError: a record has been changed since the plan was made.
    """
    losers = [record.id for record in plan.others]
    with unit(store, "merge", names_of(plan)) as work:
        for record in plan.records:
            work.require_version(plan.record_type, record.id, record.version)
        relinked, changed = carry_out(work, plan)
    return Merged(work.batch, plan.record_type, plan.keep.id, tuple(losers), relinked, changed)


def names_of(plan: MergePlan) -> str:
    """The records of a merge as the list of past changes names them."""
    return " + ".join(f"{record.title} ({record.id})" for record in plan.records)


def changes_of(plan: MergePlan) -> dict[str, Value]:
    """What the plan changes on the record that stays."""
    wanted = {k: v for choice in plan.choices for k, v in choice.values.items()}
    wanted |= _outside_id(plan.records)
    return {k: v for k, v in wanted.items() if plan.keep[k] != v}


def _taken_whole(plan: MergePlan) -> dict[str, Value]:
    """All fields of the groups that are taken from another record, those that are the same too.

    A probability that comes with a stage is one that somebody has decided on.
    """
    return {
        key: value
        for choice in plan.choices
        if any(plan.keep[key] != value for key, value in choice.values.items())
        for key, value in choice.values.items()
    }


def carry_out(work: UnitOfWork, plan: MergePlan) -> tuple[int, dict[str, Value]]:
    """Carry out a merge within a unit of work; how many links were moved, and what changed."""
    losers = [record.id for record in plan.others]
    declared = work.schema.type(plan.record_type)
    relinked = _relink(work, plan.record_type, losers, plan.keep.id)
    work.delete(plan.record_type, losers)
    changed = changes_of(plan)
    work.update(plan.record_type, plan.keep.id, changed | _taken_whole(plan))
    _cut_loops(work, declared, plan.keep.id)
    _keep_lost_texts(work, plan, changed)
    note_distinct(work, plan.record_type, _still_distinct(work, plan))
    customers.keep_apart(work, plan.record_type, losers, plan.keep.id)
    if work.batch is not None:
        numbers = [(record.id, record["external_id"]) for record in plan.others]
        redirect(work.connection, plan.record_type, numbers, plan.keep.id, work.batch)
    return relinked, changed


def _keep_lost_texts(work: UnitOfWork, plan: MergePlan, changed: Mapping[str, Value]) -> None:
    """Write down the long texts of the merged records that are not on the one that stays.

    They become notes; where a type has none, they go behind the text that stays.
    """
    stays = {**plan.keep.values, **changed}
    link = work.schema.type(_NOTES).link_to(plan.record_type)
    written: set[str] = set()
    notes: list[dict[str, Value]] = []
    longer: dict[str, Value] = {}
    for record in plan.records:
        lost = [
            (spec, str(record[spec.key]).strip())
            for spec in plan.declared.editable
            if spec.kind is Kind.LONG_TEXT and record[spec.key] is not None
            if fold(str(record[spec.key])) not in fold(str(stays.get(spec.key) or ""))
        ]
        lost = [(spec, text) for spec, text in lost if fold(text) not in written]
        written |= {fold(text) for _, text in lost}
        if link is None:
            for spec, text in lost:
                before = longer.get(spec.key, stays.get(spec.key))
                longer[spec.key] = f"{before}\n\n{text}" if before else text
        elif lost:
            labelled = [f"{spec.label(plan.record_type)}: {text}" for spec, text in lost]
            body = "\n\n".join(labelled) if len(lost) > 1 else lost[0][1]
            subject = t("sales.from_merged", title=record.title, id=record.id)
            notes.append({"subject": subject, "body": body, link.key: plan.keep.id})
    if notes:
        work.create_many(_NOTES, work.allocated(work.schema.type(_NOTES), notes))
    if longer:
        work.update(plan.record_type, plan.keep.id, longer)


def _still_distinct(work: UnitOfWork, plan: MergePlan) -> set[tuple[int, int]]:
    """The pairs that were marked distinct from a record that goes, now of the one that stays."""
    losers = {record.id for record in plan.others}
    merged = losers | {plan.keep.id}
    known = {
        pair
        for loser in losers
        for pair in match_index.distinct_pairs(work.connection, plan.record_type, loser)
    }
    others = {one for pair in known for one in pair} - merged
    return {(plan.keep.id, other) for other in others}


def _outside_id(records: Sequence[Record]) -> dict[str, Value]:
    """The id in another program, so that the next import still finds the record."""
    known = [record["external_id"] for record in records if record["external_id"] is not None]
    return {"external_id": known[0]} if known else {}


def _relink(work: UnitOfWork, record_type: str, losers: Sequence[int], keep: int) -> int:
    """Move every link from the losers to the one that stays; how many there were."""
    relinked = 0
    found = list(links.pointing_at(work.connection, work.schema, record_type, losers))
    for linking, spec, ids in found:
        loose = [i for i in ids if linking.key != record_type or i not in losers]
        # What they point at is going, so that no rule can keep the link.
        moved = [(i, {spec.key: keep}) for i in loose]
        relinked += work.update_many(linking.key, moved, enforce=False)
    return relinked


def _cut_loops(work: UnitOfWork, declared: RecordType, keep: int) -> None:
    """Cut a chain of parents that leads through a loser back to the one that stays."""
    for spec in declared.fields:
        if spec.target != declared.key:
            continue
        seen = {keep}
        above = _parent(work, declared.key, keep, spec.key)
        while above is not None and above not in seen:
            seen.add(above)
            above = _parent(work, declared.key, above, spec.key)
        if above == keep:
            work.update(declared.key, keep, {spec.key: None})


def _parent(work: UnitOfWork, record_type: str, record_id: int, key: str) -> int | None:
    found = work.writer(record_type).read([record_id]).get(record_id)
    value = found.values[key] if found else None
    return None if value is None else int(value)
