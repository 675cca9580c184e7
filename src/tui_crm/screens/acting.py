"""What the keys of a list do to the store: small units of work, each one batch."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tui_crm.errors import NotFoundError, UsageError
from tui_crm.store import bulk, journal, links, records
from tui_crm.store.schema import Kind
from tui_crm.store.values import pack_tags, plain, unpack_tags

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tui_crm.store.bulk import BulkReport
    from tui_crm.store.engine import Store
    from tui_crm.store.records import Record
    from tui_crm.store.schema import RecordType, Value


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
    with journal.unit(store, "edit", record.title) as work:
        work.update(record.type, record.id, changes, version=record.version)
    return work.batch


def change_many(
    store: Store, record_type: str, seen: Mapping[int, int], field: str, value: Value
) -> BulkReport:
    """Give a field of many records one value, as far as they still are at the versions ``seen``."""
    return bulk.apply(store, record_type, seen, bulk.SetField(field, value))


def add_tags(store: Store, record_type: str, ids: Sequence[int], typed: str) -> int | None:
    """Add the tags that were typed to many records, and take away those with a ``-``; the batch."""
    words = [word.strip() for word in re.split(r"[,、，;]", typed) if word.strip()]
    declared = store.schema.type(record_type)
    with journal.unit(store, "bulk_edit") as work:
        changes: list[tuple[int, Mapping[str, Value]]] = []
        for record in records.read_many(work.connection, declared, ids):
            if not is_frozen(declared, record):
                tags = unpack_tags(record["tags"]) + [w for w in words if not w.startswith("-")]
                kept = [tag for tag in tags if f"-{tag}" not in words]
                wanted: dict[str, Value] = {"tags": pack_tags(kept)}
                work.check(declared, {**record.values, **wanted}, wanted.keys())
                changes.append((record.id, wanted))
        work.update_many(record_type, changes)
    return work.batch


def what_goes(
    store: Store, record_type: str, ids: Sequence[int]
) -> tuple[list[str], list[tuple[str, int]]]:
    """The titles of the records, and how many of which types go when they are deleted."""
    schema = store.schema
    with store.reading() as connection:
        known = records.titles(connection, record_type, ids)
        doomed = links.doomed(connection, schema, record_type, ids)
    along = []
    for key, going in doomed.items():
        count = len(going.difference(ids)) if key == record_type else len(going)
        if count:
            along.append((schema.type(key).label(count), count))
    return [known[each] for each in ids if each in known], along


def delete(store: Store, record_type: str, ids: Sequence[int]) -> int | None:
    """Delete records with what hangs on them; the batch."""
    with journal.unit(store, "delete") as work:
        known = records.titles(work.connection, record_type, ids)
        work.note = next(iter(known.values()), "")
        work.delete(record_type, ids)
    return work.batch


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
            parts.append(plain(spec, record[spec.key], title=title))
    return "\t".join(dict.fromkeys(part for part in parts if part))
