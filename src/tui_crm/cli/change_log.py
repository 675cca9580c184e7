"""The change log as output rows: all changes of the store, and the history of one record."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from tui_crm.cli.output import OutputColumn, PlainRow
from tui_crm.i18n import has, t
from tui_crm.language import formats
from tui_crm.store import records, values
from tui_crm.store.journal import history
from tui_crm.store.journal.history import Op, origin_of
from tui_crm.store.model import Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from tui_crm.cli.session import Session
    from tui_crm.store.db.connection import Connection
    from tui_crm.store.journal.history import Batch, HistoryEntry
    from tui_crm.store.model import FieldSpec, Schema, Value
    from tui_crm.store.records import Record


def kind_label(kind: str) -> str:
    """The label of a kind of change."""
    key = f"batches.kind.{kind}"
    return t(key) if has(key) else kind


def batch_columns() -> list[OutputColumn]:
    """The columns of a list of changes."""
    return [
        OutputColumn("batch", t("cli.column.batch"), 6, is_right=True),
        OutputColumn("at", t("cli.column.at"), 16),
        OutputColumn("user", t("cli.column.user"), 12, priority=5),
        OutputColumn("kind", t("cli.column.kind"), 14),
        OutputColumn("note", t("cli.column.note"), 40, priority=2),
        OutputColumn("created", t("cli.column.created"), 8, priority=3, is_right=True),
        OutputColumn("updated", t("cli.column.updated"), 8, priority=3, is_right=True),
        OutputColumn("deleted", t("cli.column.deleted"), 8, priority=3, is_right=True),
        OutputColumn("undone_by", t("cli.column.undone_by"), 8, priority=4, is_right=True),
    ]


def batch_facts(session: Session, connection: Connection, found: Iterable[Batch]) -> list[PlainRow]:
    """Changes as output rows.

    What an import added and changed is what it says itself: rows of its file. What was made along
    the way is named apart.
    """
    columns = batch_columns()
    facts = []
    for batch in found:
        origin = origin_of(connection, batch)
        shown = {
            "kind": kind_label(batch.kind),
            "at": formats.moment(batch.at, session.now) if batch.at else "",
            "note": _note(session, connection, batch, origin),
        }
        facts.append(PlainRow(columns, _batch_data(batch, origin), shown))
    return facts


def _batch_data(batch: Batch, origin: Batch) -> dict[str, Any]:
    return {
        "batch": batch.id,
        "kind": batch.kind,
        "at": batch.at,
        "user": batch.user,
        "note": batch.note,
        "created": batch.info.get("created", batch.created),
        "updated": batch.info.get("updated", batch.updated),
        "deleted": batch.deleted,
        "also_created": batch.info.get("also_created", {}),
        "undoes": batch.undoes,
        "of": origin.id if origin is not batch else None,
        "undone_by": batch.undone_by,
    }


def _note(session: Session, connection: Connection, batch: Batch, origin: Batch) -> str:
    """The subject of a change: its note, else its first record."""
    note = replace(batch, kind=origin.kind).subject
    if not note:
        first = next(iter(history.first_changes(connection, [batch.id]).values()), None)
        if first is not None and first.record_type in session.schema.types:
            label = session.schema.type(first.record_type).label(1)
            note = t("cli.history.record", type=label, id=first.record_id, title=first.title)
    if also := batch.info.get("also_created"):
        note = t("cli.history.also", note=note, what=also_in_words(session.schema, also))
    if origin is not batch:
        note = t("cli.history.of", batch=origin.id, kind=kind_label(origin.kind), note=note)
    return note.strip()


def also_in_words(schema: Schema, counts: Mapping[str, int]) -> str:
    """Records created as a side effect, by type: ``2 Accounts, 1 Picklist value``."""
    words = [t("cli.also.each", n=n, type=schema.type(key).label(n)) for key, n in counts.items()]
    return t("cli.comma").join(words)


def history_columns() -> list[OutputColumn]:
    """The columns of the history of a record."""
    return [
        OutputColumn("at", t("cli.column.at"), 16),
        OutputColumn("user", t("cli.column.user"), 12, priority=2),
        OutputColumn("kind", t("cli.column.kind"), 14),
        OutputColumn("field", t("cli.column.field"), 16),
        OutputColumn("before", t("cli.column.before"), 24),
        OutputColumn("after", t("cli.column.after"), 24),
        OutputColumn("batch", t("cli.column.batch"), 6, priority=3, is_right=True),
    ]


def entries_of(session: Session, connection: Connection, record: Record) -> list[dict[str, Any]]:
    """The history of a record as JSON, newest first."""
    told = _Telling(session, connection, record)
    return [
        {
            "batch": entry.batch.id,
            "kind": entry.batch.kind,
            "at": entry.batch.at,
            "user": entry.batch.user,
            "op": entry.op.value,
            "before": told.data(entry.before),
            "after": told.data(entry.after),
        }
        for entry in history.history(connection, record.type, record.id)
    ]


def history_facts(session: Session, connection: Connection, record: Record) -> list[PlainRow]:
    """The history of a record as output rows, one a field, newest first."""
    told = _Telling(session, connection, record)
    found: list[PlainRow] = []
    for entry in history.history(connection, record.type, record.id):
        keys = list(entry.after) or [""]
        found += [told.fact(entry, key) for key in keys]
    return found


class _Telling:
    """Formats journal values; a link as the current title of its target."""

    def __init__(self, session: Session, connection: Connection, record: Record) -> None:
        self._session = session
        self._connection = connection
        self._record = record
        self._type = session.schema.type(record.type)
        self._now = session.now
        self._columns = history_columns()

    def data(self, changed: Mapping[str, Value]) -> dict[str, object]:
        return {
            key: value if (spec := self._spec(key)) is None else self._json(spec, value, changed)
            for key, value in changed.items()
        }

    def fact(self, entry: HistoryEntry, key: str) -> PlainRow:
        spec = self._spec(key)
        label = spec.label(self._record.type) if spec else key or t(f"cli.op.{entry.op.value}")
        row = {
            "at": formats.moment(entry.batch.at, self._now) if entry.batch.at else "",
            "user": entry.batch.user,
            "kind": kind_label(entry.batch.kind),
            "field": label if entry.op is Op.UPDATE else t(f"cli.op.{entry.op.value}"),
            "before": self._shown(spec, entry.before.get(key), entry.before),
            "after": self._shown(spec, entry.after.get(key), entry.after),
            "batch": entry.batch.id,
        }
        return PlainRow(self._columns, row)

    def _spec(self, key: str) -> FieldSpec | None:
        return self._type.field(key) if key in self._type else None

    def _title(self, spec: FieldSpec, value: Value) -> str:
        if spec.kind is not Kind.LINK or value is None:
            return ""
        found = records.titles(self._connection, spec.target, [int(value)])
        return found.get(int(value), f"#{value}")

    def _currency(self, spec: FieldSpec, changed: Mapping[str, Value]) -> str:
        named = changed.get(spec.currency) or self._record[spec.currency]
        return str(named or self._session.currency)

    def _json(self, spec: FieldSpec, value: Value, changed: Mapping[str, Value]) -> object:
        title = self._title(spec, value)
        return values.to_json(spec, value, self._currency(spec, changed), title)

    def _shown(self, spec: FieldSpec | None, value: Value, changed: Mapping[str, Value]) -> str:
        if spec is None:
            return "" if value is None else json.dumps(value, ensure_ascii=False)
        return values.to_display(
            self._session.schema,
            spec,
            value,
            currency=self._currency(spec, changed),
            title=self._title(spec, value),
            now=self._now,
        )
