"""One change to many records: what it will do, and doing it without writing over anybody."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from tui_crm.i18n import t
from tui_crm.store import validate
from tui_crm.store.journal.hooks import Save, derive, problems
from tui_crm.store.journal.unit import unit
from tui_crm.store.records import chunks, read_many
from tui_crm.store.values import pack_tags, unpack_tags

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tui_crm.store.db.store import Store
    from tui_crm.store.journal.hooks import HookContext
    from tui_crm.store.model import RecordType, Schema, Value
    from tui_crm.store.records import Record


@dataclass(frozen=True, slots=True)
class SetField:
    """Give a field one value everywhere; None clears it."""

    field: str
    value: Value


@dataclass(frozen=True, slots=True)
class SetFields:
    """Give several fields one value each everywhere; None clears one."""

    values: Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class EditTags:
    """Put some tags to those that are there, and take others away."""

    field: str
    add: tuple[str, ...] = ()
    remove: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SetEach:
    """Give a field a value of its own in each record; those not named keep theirs."""

    field: str
    values: Mapping[int, Value]


BulkChange: TypeAlias = SetField | EditTags | SetEach


@dataclass(frozen=True, slots=True)
class Refused:
    """A record that is left as it is, and why."""

    id: int
    title: str
    reason: str


@dataclass(frozen=True, slots=True)
class BulkPlan:
    """What a bulk edit will do: the fields of each record that change, with what follows from them.

    ``moved`` were changed or deleted by somebody since the list was read; ``refused`` would break a
    rule, or are read-only.
    """

    changes: tuple[tuple[int, Mapping[str, Value]], ...]
    same: int
    moved: tuple[Refused, ...]
    refused: tuple[Refused, ...]


@dataclass(frozen=True, slots=True)
class BulkReport:
    """What a bulk edit did, in which batch (None: nothing)."""

    batch: int | None
    changed: int
    plan: BulkPlan


def plan(
    context: HookContext, record_type: str, seen: Mapping[int, int], change: BulkChange | SetFields
) -> BulkPlan:
    """What ``change`` will do to the records ``seen`` at those versions."""
    connection, schema = context.connection, context.schema
    declared = schema.type(record_type)
    changes: list[tuple[int, Mapping[str, Value]]] = []
    moved: list[Refused] = []
    refused: list[Refused] = []
    same = 0
    for part in chunks(list(seen)):
        found = {record.id: record for record in read_many(connection, declared, part)}
        wishes = {
            record_id: Save(record.values, wanted, wanted.keys())
            for record_id, record in found.items()
            if (wanted := _wanted(record, change))
        }
        derive(context, declared, list(wishes.values()))
        broken = _broken(context, declared, wishes)
        for record_id in part:
            record = found.get(record_id)
            if record is None or record.version != seen[record_id]:
                title = record.title if record else str(record_id)
                why = "bulk.changed" if record else "bulk.deleted"
                moved.append(Refused(record_id, title, t(f"errors.{why}")))
                continue
            wish = wishes.get(record_id)
            if wish is None:
                same += 1
                continue
            reason = _refusal(schema, declared, record, wish.changes) or broken.get(record_id, "")
            if reason:
                refused.append(Refused(record_id, record.title, reason))
            else:
                changes.append((record_id, wish.changes))
    return BulkPlan(tuple(changes), same, tuple(moved), tuple(refused))


def apply(
    store: Store,
    record_type: str,
    seen: Mapping[int, int],
    change: BulkChange | SetFields,
    note: str = "",
) -> BulkReport:
    """Make ``change`` in one batch, to the records that still are at the versions ``seen``."""
    with unit(store, "bulk_edit", note) as work:
        planned = plan(work.context, record_type, seen, change)
        # The plan has left out what the rules bar.
        changed = work.update_many(record_type, planned.changes, as_is=True, enforce=False)
    return BulkReport(work.batch, changed, planned)


def _wanted(record: Record, change: BulkChange | SetFields) -> dict[str, Value]:
    if isinstance(change, SetFields):
        return {key: value for key, value in change.values.items() if record[key] != value}
    stands = record[change.field]
    match change:
        case SetField(field, value):
            wanted = value
        case SetEach(field, values):
            wanted = values.get(record.id, stands)
        case EditTags(field, add, remove):
            tags = [*unpack_tags(stands), *add]
            wanted = pack_tags([each for each in tags if each not in remove])
    return {} if wanted == stands else {field: wanted}


def _broken(
    context: HookContext, declared: RecordType, wishes: Mapping[int, Save]
) -> dict[int, str]:
    """The records with which their changes would break a rule of the team, and what it says."""
    ids = list(wishes)
    rows = [{**save.before, **save.changes} for save in wishes.values()]
    found = problems(context, declared, rows, [save.changes.keys() for save in wishes.values()])
    return {ids[place]: each[0].sentence for place, each in found.items()}


def _refusal(
    schema: Schema, declared: RecordType, record: Record, wanted: Mapping[str, Value]
) -> str:
    if declared.frozen_by and record[declared.frozen_by] is not None:
        return t("errors.bulk.converted")
    broken = validate.problems(schema, declared, {**record.values, **wanted}, wanted)
    return broken[0].sentence if broken else ""
