"""Records as output rows, read in chunks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tui_crm.cli.output import OutputColumn
from tui_crm.store import values
from tui_crm.store.filter.words import part_in_words
from tui_crm.store.model import Kind
from tui_crm.store.records import CHUNK, read_many

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from tui_crm.cli.session import Session
    from tui_crm.store.db.connection import Connection
    from tui_crm.store.model import FieldSpec, RecordType, Schema
    from tui_crm.store.records import Record

_SYSTEM = "system"


@dataclass(frozen=True, slots=True)
class RecordFormat:
    """How records of one type are written: which fields, in which format."""

    schema: Schema
    record_type: RecordType
    specs: tuple[FieldSpec, ...]
    currency: str
    """The currency of amounts that name none."""
    now: datetime
    title_key: str = "title"
    """What machines read the title under: ``name`` where it was asked for by that word."""

    @classmethod
    def of(
        cls,
        session: Session,
        record_type: RecordType,
        keys: Sequence[str] = (),
        title_key: str = "title",
    ) -> RecordFormat:
        """The fields ``keys`` in this order; without keys, all of them.

        Raises:
            UsageError: there is no such field.
        """
        specs = tuple(map(record_type.field, keys)) if keys else all_fields(record_type)
        currency, now = session.currency, session.now
        return cls(session.schema, record_type, specs, currency, now, title_key)

    @property
    def columns(self) -> list[OutputColumn]:
        """The fields as output columns; default ones may be dropped on a narrow terminal."""
        return [self._column(spec) for spec in self.specs]

    def _column(self, spec: FieldSpec) -> OutputColumn:
        key = self.record_type.key
        priority = 1 if spec.key == "id" else max(spec.column, 1)
        return OutputColumn(self._name(spec), spec.label(key), spec.width, priority, spec.is_number)

    def _name(self, spec: FieldSpec) -> str:
        return self.title_key if spec.key == "title" else spec.key

    def currency_in(self, spec: FieldSpec, record: Record) -> str:
        """The currency of an amount of a record."""
        return record.text(spec.currency) or self.currency

    def data(self, record: Record) -> dict[str, object]:
        """A record for JSON: a link is its title, and its id under ``<key>_id``."""
        found: dict[str, object] = {}
        for spec in self.specs:
            value, title = record[spec.key], record.links.get(spec.key, "")
            found[self._name(spec)] = values.to_json(
                spec, value, self.currency_in(spec, record), title
            )
            if spec.kind is Kind.LINK:
                found[f"{spec.key}_id"] = value
        return found

    def shown(self, record: Record, spec: FieldSpec) -> str:
        """A value for a table."""
        of, value = record.text("record_type"), record[spec.key]
        words = part_in_words(self.schema, self.record_type.key, of, spec.key, value)
        return words or values.to_display(
            self.schema,
            spec,
            record[spec.key],
            currency=self.currency_in(spec, record),
            title=record.links.get(spec.key, ""),
            now=self.now,
        )

    def plain(self, record: Record, spec: FieldSpec) -> str:
        """A value for CSV."""
        title = record.links.get(spec.key, "")
        return values.to_text(spec, record[spec.key], self.currency_in(spec, record), title)


class RecordRow:
    """A record as an output row."""

    __slots__ = ("_record", "_shape")

    def __init__(self, shape: RecordFormat, record: Record) -> None:
        self._shape = shape
        self._record = record

    def data(self) -> dict[str, object]:
        """The record as JSON has it."""
        return self._shape.data(self._record)

    def plain(self) -> list[str]:
        """The chosen fields as CSV has them."""
        return [self._shape.plain(self._record, spec) for spec in self._shape.specs]

    def cells(self) -> list[str]:
        """The chosen fields as a person reads them."""
        return [self._shape.shown(self._record, spec) for spec in self._shape.specs]


def rows(connection: Connection, shape: RecordFormat, ids: Sequence[int]) -> Iterator[RecordRow]:
    """Stream the records with these ids, in this order, in chunks."""
    for start in range(0, len(ids), CHUNK):
        for record in read_many(connection, shape.record_type, ids[start : start + CHUNK]):
            yield RecordRow(shape, record)


def all_fields(record_type: RecordType) -> tuple[FieldSpec, ...]:
    """Every field: the id, then editable ones, then system ones."""
    own = [spec for spec in record_type.fields if spec.section != _SYSTEM and spec.key != "id"]
    system = [spec for spec in record_type.fields if spec.section == _SYSTEM and spec.key != "id"]
    return (record_type.field("id"), *own, *system)


def full(session: Session, record: Record) -> dict[str, Any]:
    """A whole record as JSON."""
    return RecordFormat.of(session, session.schema.type(record.type)).data(record)
