"""Picklist values and custom fields that records hold: they must stay as long as those do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui_crm.store.model import FieldSpec, Kind
from tui_crm.store.sql import quote

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tui_crm.store.db.connection import Connection
    from tui_crm.store.model import RecordType, Schema, Value


def holder(
    connection: Connection, schema: Schema, record_type: str, values: Mapping[str, Value]
) -> str:
    """A record that holds this picklist value or custom field, by its name; empty if none does."""
    if record_type == "choices":
        return _choosing(connection, schema, str(values["picklist"]), values["key"])
    if record_type == "custom_fields" and values["record_type"] in schema.types:
        declared = schema.type(str(values["record_type"]))
        spec = FieldSpec(str(values["key"]), Kind(str(values["kind"])), custom=True)
        column = quote(spec.sql_name)
        # The box of a yes or no that nobody ticked says nothing.
        test = f"{column} = 1" if spec.kind is Kind.BOOLEAN else f"{column} IS NOT NULL"
        return _first(connection, declared, test)
    return ""


def chosen_fields(schema: Schema) -> Iterator[tuple[RecordType, FieldSpec]]:
    for record_type in schema:
        for spec in record_type.fields:
            if spec.kind is Kind.CHOICE and spec.choices:
                yield record_type, spec


def _choosing(connection: Connection, schema: Schema, picklist: str, key: Value) -> str:
    for record_type, spec in chosen_fields(schema):
        if spec.choices == picklist:
            found = _first(connection, record_type, f"{quote(spec.sql_name)} = ?", (key,))
            if found:
                return found
    return ""


def _first(
    connection: Connection, record_type: RecordType, test: str, values: tuple[Value, ...] = ()
) -> str:
    title = connection.scalar(
        f"SELECT title FROM {quote(record_type.key)} WHERE {test} ORDER BY id LIMIT 1", values
    )
    return "" if title is None else f"{record_type.label(1)} {title}"
