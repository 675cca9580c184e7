"""The history of a record as text: time, user, operation, old and new values."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tui_crm.column_layout import Column
from tui_crm.i18n import t
from tui_crm.language.formats import stamp
from tui_crm.screens.detail.page_data import RelatedRows
from tui_crm.screens.form.field_text import Setting, read_out
from tui_crm.screens.list.rows import TableRow
from tui_crm.screens.widgets.section_view import BLANK, LineKind, ViewLine
from tui_crm.store.journal import history
from tui_crm.store.journal.history import Op
from tui_crm.store.model import Kind
from tui_crm.store.records import read, titles

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import datetime

    from tui_crm.store.db.connection import Connection
    from tui_crm.store.db.store import Store
    from tui_crm.store.journal.history import HistoryEntry
    from tui_crm.store.model import FieldSpec, RecordType, Schema, Value


class HistoryWriter:
    """Formats the history of one record, newest first."""

    def __init__(self, store: Store, record_type: str, record_id: int, currency: str) -> None:
        self._schema: Schema = store.schema
        self._type: RecordType = self._schema.type(record_type)
        self._now: datetime = store.local_now()
        with store.reading() as connection:
            record = read(connection, self._type, record_id)
            self.title = record.title
            self.entries = history.history(connection, record_type, record.id)
            held = [side for entry in self.entries for side in (entry.before, entry.after)]
            titles = linked(connection, self._type, held)
        setting = Setting(self._schema, self._now, currency)
        self._words = ChangeWords(setting, self._type, titles, record.values)

    def lines(self) -> list[ViewLine]:
        """A heading for each entry, and a line for each field that it changed."""
        found: list[ViewLine] = []
        for entry in self.entries:
            found += [BLANK] if found else []
            words = f"{self._when(entry)}  {entry.batch.user}  {self.what(entry)}".strip()
            found.append(ViewLine("", words, LineKind.STRONG, ref=entry.batch.id))
            found += [ViewLine(label, text) for label, text in self._changes(entry)]
        return found

    def rows(self) -> list[TableRow]:
        """A row for each entry: when, who, what."""
        return [
            TableRow(
                place,
                (
                    self._when(entry),
                    entry.batch.user,
                    "  ".join([self.what(entry), *map(" ".join, self._changes(entry))]),
                ),
            )
            for place, entry in enumerate(self.entries, 1)
        ]

    def _when(self, entry: HistoryEntry) -> str:
        return stamp(entry.batch.at, self._now) if entry.batch.at else ""

    def what(self, entry: HistoryEntry) -> str:
        """The operation: created, edited, imported; and whether it was undone."""
        words = t(f"batches.kind.{entry.batch.kind}")
        if entry.op is Op.CREATE and entry.batch.kind != "add":
            words = f"{words}  {t('history.created')}"
        if entry.batch.undone_by is not None:
            words = f"{words}  {t('history.undone')}"
        return words

    def _changes(self, entry: HistoryEntry) -> Iterator[tuple[str, str]]:
        if entry.op is Op.UPDATE:
            yield from self._words.changed(entry.before, entry.after)


class ChangeWords:
    """Formats field changes of a record; ``values`` are its current ones."""

    def __init__(
        self,
        setting: Setting,
        record_type: RecordType,
        titles: Mapping[tuple[str, int], str],
        values: Mapping[str, Value],
    ) -> None:
        self._setting = setting
        self._type = record_type
        self._titles = titles
        self._values = values

    def changed(
        self, before: Mapping[str, Value], after: Mapping[str, Value]
    ) -> Iterator[tuple[str, str]]:
        """The label of each changed field, and its old and new value."""
        for key, value in after.items():
            spec = self._spec(key)
            label = spec.label(self._type.key) if spec else key
            was = self._shown(spec, before.get(key), before)
            yield label, f"{was} → {self._shown(spec, value, after)}"

    def held(self, values: Mapping[str, Value]) -> Iterator[tuple[str, str]]:
        """The label and the value of each filled field."""
        for spec in self._type.editable:
            if values.get(spec.key) is not None:
                yield spec.label(self._type.key), self._shown(spec, values[spec.key], values)

    def _spec(self, key: str) -> FieldSpec | None:
        return self._type.field(key) if key in self._type else None

    def _shown(self, spec: FieldSpec | None, value: Value, beside: Mapping[str, Value]) -> str:
        if value is None:
            return "–"
        if spec is None:
            return str(value)
        title = ""
        if spec.kind is Kind.LINK:
            title = self._titles.get((spec.target, int(value)), str(value))
        named = beside.get(spec.currency) or self._values.get(spec.currency)
        setting = replace(self._setting, currency=str(named or self._setting.currency))
        return read_out(setting, spec, value, title)


def linked(
    connection: Connection, declared: RecordType, held: Iterable[Mapping[str, Value]]
) -> dict[tuple[str, int], str]:
    """The titles of all records that links in ``held`` name."""
    wanted: dict[str, set[int]] = {}
    for values in held:
        for key, value in values.items():
            if key in declared and value is not None:
                spec = declared.field(key)
                if spec.kind is Kind.LINK:
                    wanted.setdefault(spec.target, set()).add(int(value))
    found: dict[tuple[str, int], str] = {}
    for target, ids in wanted.items():
        known = titles(connection, target, ids)
        for record_id in ids:
            title = known.get(record_id) or _title_then(connection, target, record_id)
            if title:
                found[target, record_id] = title
    return found


def _title_then(connection: Connection, record_type: str, record_id: int) -> str:
    """The title of a deleted record at its deletion."""
    for change in reversed(history.changes_of(connection, record_type, record_id)):
        if change.op is Op.DELETE:
            return str(change.images[record_id - change.record_id].get("title") or "")
    return ""


def history_rows(store: Store, record_type: str, record_id: int, currency: str) -> RelatedRows:
    """The history of a record as the rows of a list."""
    rows = {row.id: row for row in HistoryWriter(store, record_type, record_id, currency).rows()}
    columns = [
        Column("at", t("history.at"), 16, 1),
        Column("by", t("history.by"), 10, 3),
        Column("what", t("history.what"), 30, 2, flexible=True),
    ]

    async def fetch(ids: Sequence[int]) -> list[TableRow]:
        return [rows[each] for each in ids]

    return RelatedRows(list(rows), columns, fetch)
