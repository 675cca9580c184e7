"""What people do to records of any type: one function for each, used by screens and verbs alike.

Each is one change in the journal, which undo takes back. Changes to many records at once are in
``bulk.py``, undo in ``journal/undo.py``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from tui_crm.errors import CrmError, NotFoundError
from tui_crm.language.fold import fold
from tui_crm.store import bulk, custom_fields, links, picklists, records
from tui_crm.store.journal.unit import unit
from tui_crm.store.open_work import hand_over
from tui_crm.store.views import saved_views

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from tui_crm.store.bulk import BulkReport
    from tui_crm.store.db.connection import Connection
    from tui_crm.store.db.store import Store
    from tui_crm.store.journal.unit import UnitOfWork
    from tui_crm.store.model import Kind, Schema, Value
    from tui_crm.store.views import View


class Written(NamedTuple):
    """A record that was written, and the change in the journal (None: nothing was different)."""

    id: int
    batch: int | None


def add(
    store: Store,
    record_type: str,
    values: Mapping[str, Value],
    *,
    kind: str = "add",
    note: str | None = None,
) -> Written:
    """Add a record, with the defaults for what ``values`` leave out.

    ``kind`` is what the journal calls it: ``add``, ``clone``, ``note``, …. It is noted with the
    title of the record, or with ``note``.

    Raises:
        InvalidRecordError: a rule is broken.
    """
    with unit(store, kind) as work:
        record_id = work.create(record_type, values)
        work.note = _title(work, record_type, record_id) if note is None else note
    return Written(record_id, work.batch)


def edit(
    store: Store,
    record_type: str,
    record_id: int,
    changes: Mapping[str, Value],
    *,
    version: int | None = None,
    with_open_work: bool = False,
    note: str | None = None,
) -> Written:
    """Change fields of a record that was read at ``version``.

    ``with_open_work``: what is still to be done about it goes to its new owner too.

    Raises:
        NotFoundError: it is gone.
        VersionConflictError: somebody has saved it since it was read.
        InvalidRecordError: a rule is broken, or it is read-only.
    """
    with unit(store, "edit") as work:
        former = {}
        if with_open_work and "owner" in changes:
            stands = work.writer(record_type).read([record_id])
            former = {key: stored.values["owner"] for key, stored in stands.items()}
        work.update(record_type, record_id, changes, version=version)
        if former:
            hand_over(work, record_type, former, {record_id: changes["owner"]})
        work.note = _title(work, record_type, record_id) if note is None else note
    return Written(record_id, work.batch)


def _title(work: UnitOfWork, record_type: str, record_id: int) -> str:
    return records.titles(work.connection, record_type, [record_id])[record_id]


def set_field(
    store: Store, record_type: str, seen: Mapping[int, int], field: str, value: Value
) -> BulkReport:
    """Give a field of many records one value, as far as they still are at the versions ``seen``."""
    return bulk.apply(store, record_type, seen, bulk.SetField(field, value))


def set_fields(
    store: Store, record_type: str, seen: Mapping[int, int], values: Mapping[str, Value]
) -> BulkReport:
    """Give several fields of many records one value each, as ``set_field`` does."""
    return bulk.apply(store, record_type, seen, bulk.SetFields(values))


def edit_tags(store: Store, record_type: str, ids: Sequence[int], typed: str) -> BulkReport:
    """Add the tags that were typed to many records, and take away those with a ``-``."""
    words = [word.strip() for word in re.split(r"[,、，;]", typed)]
    add = tuple(word for word in words if word and not word.startswith("-"))
    remove = tuple(word[1:] for word in words if word.startswith("-"))
    with store.reading() as connection:
        seen = records.versions(connection, record_type, ids)
    return bulk.apply(store, record_type, seen, bulk.EditTags("tags", add, remove))


# --- deleting ---------------------------------------------------------------------------------


class DeletePlanChangedError(CrmError):
    """What would be deleted is not what was counted before the person was asked."""


@dataclass(frozen=True, slots=True)
class DeletePlan:
    """What is deleted: the titles of records of ``type`` by id, and all that goes, by type."""

    type: str
    titles: Mapping[int, str]
    all: Mapping[str, frozenset[int]]

    @property
    def also(self) -> dict[str, list[int]]:
        """What goes with the records themselves, by type."""
        found = {
            key: sorted(ids - self.titles.keys() if key == self.type else ids)
            for key, ids in self.all.items()
        }
        return {key: ids for key, ids in found.items() if ids}

    def also_in_words(self, schema: Schema) -> list[tuple[str, int]]:
        """What goes with the records: what that is called, and how many."""
        return [(schema.type(key).label(len(ids)), len(ids)) for key, ids in self.also.items()]


def plan_delete(store: Store, record_type: str, ids: Sequence[int]) -> DeletePlan:
    """What goes when these records are deleted, as far as they are still there.

    Raises:
        NotFoundError: none of them is.
    """
    with store.reading() as connection:
        return _delete_plan(connection, store.schema, record_type, ids)


def delete(store: Store, plan: DeletePlan, note: str | None = None) -> int | None:
    """Delete records with what hangs on them, as planned; the batch.

    Raises:
        DeletePlanChangedError: more or less would go than was counted.
        NotFoundError: none of the records is there any more.
    """
    ids = list(plan.titles)
    with unit(store, "delete", plan.titles[ids[0]] if note is None else note) as work:
        if _delete_plan(work.connection, work.schema, plan.type, ids).all != plan.all:
            raise DeletePlanChangedError("ui.others_go")
        work.delete(plan.type, ids)
    return work.batch


def _delete_plan(
    connection: Connection, schema: Schema, record_type: str, ids: Sequence[int]
) -> DeletePlan:
    known = records.titles(connection, record_type, ids)
    if not known:
        declared = schema.type(record_type)
        raise NotFoundError("record.missing", type=declared.label(1), id=ids[0])
    doomed = links.cascade(connection, schema, record_type, known)
    going = {key: frozenset(found) for key, found in doomed.items()}
    return DeletePlan(record_type, known, going)


# --- views ------------------------------------------------------------------------------------


def save_view(store: Store, record_type: str, view: View) -> Written:
    """Keep a view under its name, in place of one of the type that is called so."""
    with unit(store, "views", view.name) as work:
        values: dict[str, Value] = {
            "record_type": record_type,
            "name": view.name,
            "where": view.where or None,
            "sort": view.sort or None,
            "columns": ",".join(view.columns) or None,
        }
        saved = saved_views(store, work.connection, record_type)
        old = next((each.id for each in saved if fold(each.name) == fold(view.name)), None)
        if old is None:
            old = work.create("views", values)
        else:
            work.update("views", old, values)
    return Written(old, work.batch)


def delete_view(store: Store, view: View) -> int | None:
    """Delete a saved view; the batch."""
    with unit(store, "views", view.name) as work:
        if view.id is not None:
            work.delete("views", [view.id])
    return work.batch


def set_default_view(store: Store, record_type: str, view: View) -> int | None:
    """Let the list open with a saved view from now on, or with the usual one; the batch."""
    with unit(store, "views", view.name) as work:
        for each in saved_views(store, work.connection, record_type):
            if each.id is not None:
                work.update("views", each.id, {"is_default": int(each.id == view.id)})
    return work.batch


# --- custom fields and picklists --------------------------------------------------------------


def add_field(
    store: Store,
    record_type: str,
    key: str,
    kind: Kind,
    *,
    ja: str = "",
    en: str = "",
    picklist: str = "",
    target: str = "",
    is_required: bool = False,
    is_listed: bool = False,
    maps_to: str = "",
    values: Iterable[str] = (),
) -> int | None:
    """Add a custom field, with the ``values`` that it may be chosen from; the batch.

    Raises:
        UsageError: the key is taken or not a key, the picklist or the target is missing.
    """
    with unit(store, "fields", f"{record_type}.{key}") as work:
        custom_fields.add_field(
            work,
            record_type,
            key,
            kind,
            ja=ja,
            en=en,
            picklist=picklist,
            target=target,
            is_required=is_required,
            is_listed=is_listed,
        )
        if maps_to:
            custom_fields.edit_field(work, record_type, key, {"maps_to": maps_to})
        for value in values:
            picklists.add_choice(work, picklist, value)
    return work.batch


def edit_field(
    store: Store, record_type: str, key: str, changes: Mapping[str, Value]
) -> int | None:
    """Change labels, position, or whether a custom field is required, listed or retired; the batch.

    Raises:
        NotFoundError: there is no such custom field.
        UsageError: it would be retired, and something needs it.
    """
    with unit(store, "fields", f"{record_type}.{key}") as work:
        custom_fields.edit_field(work, record_type, key, changes)
    return work.batch


def add_choice(
    store: Store, picklist: str, key: str, *, ja: str = "", en: str = "", meaning: str = ""
) -> int | None:
    """Add a value at the end of a picklist, or bring a retired one back; the batch.

    Raises:
        UsageError: the key is empty or taken.
    """
    with unit(store, "choices", f"{picklist}.{key}") as work:
        picklists.add_choice(work, picklist, key, ja=ja, en=en, meaning=meaning)
    return work.batch


def edit_choice(store: Store, picklist: str, key: str, changes: Mapping[str, Value]) -> int | None:
    """Rename, retire or make default one value of a picklist; the batch.

    Raises:
        NotFoundError: there is no such value.
    """
    with unit(store, "choices", f"{picklist}.{key}") as work:
        picklists.edit_choice(work, picklist, key, changes)
    return work.batch


def move_choice(store: Store, picklist: str, key: str, place: int) -> int | None:
    """Put a value in a place of its picklist, counted from 1; the batch.

    Raises:
        NotFoundError: there is no such value.
    """
    with unit(store, "choices", f"{picklist}.{key}") as work:
        picklists.move_choice(work, picklist, key, place)
    return work.batch
