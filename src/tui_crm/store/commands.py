"""What the keys of a list do to the store: small units of work, each one batch."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tui_crm.errors import CrmError, NotFoundError, UsageError
from tui_crm.features.deals.closing import stamped
from tui_crm.store import bulk, links, records
from tui_crm.store.journal.unit import unit
from tui_crm.store.model import Kind
from tui_crm.store.values import to_text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tui_crm.store.bulk import BulkReport
    from tui_crm.store.db.connection import Connection
    from tui_crm.store.db.store import Store
    from tui_crm.store.model import RecordType, Schema, Value
    from tui_crm.store.records import Record


def read_record(store: Store, record_type: str, record_id: int) -> Record:
    """A record as it stands.

    Raises:
        NotFoundError: it is gone.
    """
    with store.reading() as connection:
        return records.read(connection, store.schema.type(record_type), record_id)


def is_frozen(declared: RecordType, record: Record) -> bool:
    """Whether a record is read-only, as a lead is that was converted."""
    return bool(declared.frozen_by) and record[declared.frozen_by] is not None


def change(store: Store, record: Record, changes: Mapping[str, Value]) -> int | None:
    """Change fields of a record that was read before; the batch.

    Raises:
        VersionConflictError: somebody else has changed it since.
        UsageError: it is read-only.
    """
    if is_frozen(store.schema.type(record.type), record):
        raise UsageError("record.frozen", title=record.title)
    with unit(store, "edit", record.title) as work:
        whole = stamped(work.schema, record.type, record.values, changes, work.now)
        work.update(record.type, record.id, whole, version=record.version)
    return work.batch


def change_many(
    store: Store, record_type: str, seen: Mapping[int, int], field: str, value: Value
) -> BulkReport:
    """Give a field of many records one value, as far as they still are at the versions ``seen``."""
    return bulk.apply(store, record_type, seen, bulk.SetField(field, value))


def add_tags(store: Store, record_type: str, ids: Sequence[int], typed: str) -> BulkReport:
    """Add the tags that were typed to many records, and take away those with a ``-``."""
    words = [word.strip() for word in re.split(r"[,、，;]", typed)]
    add = tuple(word for word in words if word and not word.startswith("-"))
    remove = tuple(word[1:] for word in words if word.startswith("-"))
    with store.reading() as connection:
        seen = bulk.versions(connection, record_type, ids)
    return bulk.apply(store, record_type, seen, bulk.EditTags("tags", add, remove))


class OthersGoError(CrmError):
    """What would be deleted is not what was counted before the person was asked."""


@dataclass(frozen=True, slots=True)
class DeletePlan:
    """What is deleted: the records of ``type`` by their titles, and all that goes, by type."""

    type: str
    titles: tuple[str, ...]
    ids: frozenset[int]
    all: Mapping[str, frozenset[int]]

    def along(self, schema: Schema) -> list[tuple[str, int]]:
        """What goes with the records: what that is called, and how many."""
        counts = {
            key: len(ids - self.ids if key == self.type else ids) for key, ids in self.all.items()
        }
        return [(schema.type(key).label(n), n) for key, n in counts.items() if n]


def plan_delete(store: Store, record_type: str, ids: Sequence[int]) -> DeletePlan:
    """What goes when these records are deleted, as far as they are still there.

    Raises:
        NotFoundError: none of them is.
    """
    with store.reading() as connection:
        return _going(connection, store.schema, record_type, ids)


def delete(store: Store, counted: DeletePlan) -> int | None:
    """Delete records with what hangs on them; the batch.

    Raises:
        OthersGoError: more or less would go than was counted.
        NotFoundError: none of the records is there any more.
    """
    with unit(store, "delete", counted.titles[0]) as work:
        ids = sorted(counted.ids)
        if _going(work.connection, work.schema, counted.type, ids).all != counted.all:
            raise OthersGoError("ui.others_go")
        work.delete(counted.type, ids)
    return work.batch


def _going(
    connection: Connection, schema: Schema, record_type: str, ids: Sequence[int]
) -> DeletePlan:
    known = records.titles(connection, record_type, ids)
    if not known:
        declared = schema.type(record_type)
        raise NotFoundError("record.missing", type=declared.label(1), id=ids[0])
    doomed = links.cascade(connection, schema, record_type, known)
    going = {key: frozenset(found) for key, found in doomed.items()}
    return DeletePlan(record_type, tuple(known.values()), frozenset(known), going)


def lines_of(store: Store, record_type: str, ids: Sequence[int]) -> list[str]:
    """Records as one line of text each: who it is, and how to reach them.

    Raises:
        NotFoundError: none of them is there any more.
    """
    declared = store.schema.type(record_type)
    with store.reading() as connection:
        found = records.read_many(connection, declared, ids)
    if not found:
        raise NotFoundError("record.missing", type=declared.label(1), id=ids[0])
    return [_line(store, record) for record in found]


def _line(store: Store, record: Record) -> str:
    parts = [record.title]
    for spec in store.schema.type(record.type).columns:
        is_of_use = spec.kind in (Kind.EMAIL, Kind.PHONE, Kind.URL) or spec.key == "company"
        if is_of_use or spec.target == "accounts":
            title = record.links.get(spec.key, "")
            parts.append(to_text(spec, record[spec.key], title=title))
    return "\t".join(dict.fromkeys(part for part in parts if part))
