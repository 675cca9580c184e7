"""Custom fields: the fields that the people of a store add to a record type."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from tui_crm.errors import NotFoundError, UsageError
from tui_crm.store.model import FieldSpec, Kind
from tui_crm.store.sql import quote

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tui_crm.store.db.connection import Connection
    from tui_crm.store.journal.unit import UnitOfWork
    from tui_crm.store.model import Value

_KEY: Final = re.compile(r"[a-z][a-z0-9_]{0,39}")


def ensure_columns(connection: Connection) -> None:
    """Give every custom field a column to live in; a retired one keeps its column and its data."""
    for record_type, key, kind in connection.rows(
        "SELECT record_type, key, kind FROM custom_fields"
    ):
        spec = FieldSpec(key, Kind(kind), custom=True)
        dialect = connection.dialect
        if not connection.scalar(dialect.has_column(), (record_type, spec.sql_name)):
            column = f"{quote(spec.sql_name)} {dialect.column_type(spec.kind)}"
            connection.run(f"ALTER TABLE {quote(record_type)} ADD COLUMN {column}")


def add_field(
    work: UnitOfWork,
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
) -> int:
    """Add a custom field to a record type; the id of its record.

    Raises:
        UsageError: the key is taken or not a key, the picklist or the target is missing.
    """
    declared = work.schema.type(record_type)
    if key in declared:
        raise UsageError("field.taken", field=key, label=declared.label())
    if not _KEY.fullmatch(key):
        raise UsageError("field.key", field=key, label=declared.label())
    if kind is Kind.CHOICE and not picklist:
        picklist = f"{declared.key}_{key}"
    if kind is Kind.LINK:
        work.schema.type(target)
    retired = work.connection.scalar(
        "SELECT id FROM custom_fields WHERE record_type = ? AND key = ?", (declared.key, key)
    )
    values: dict[str, Value] = {
        "record_type": declared.key,
        "key": key,
        "kind": kind.value,
        "ja": ja or en or key,
        "en": en or ja or key,
        "picklist": picklist or None,
        "target": work.schema.type(target).key if target else None,
        "is_required": int(is_required),
        "is_listed": int(is_listed),
        "is_retired": 0,
    }
    if retired is None:
        return work.create("custom_fields", values)
    kept = work.connection.scalar("SELECT kind FROM custom_fields WHERE id = ?", (retired,))
    if kept != kind.value:
        raise UsageError("field.retired_kind", field=key, kind=kept)
    work.update("custom_fields", int(retired), values)
    return int(retired)


def retired_fields(connection: Connection, record_type: str) -> dict[str, str]:
    """The kinds of the custom fields of a record type that are retired, by key."""
    rows = connection.rows(
        "SELECT key, kind FROM custom_fields WHERE record_type = ? AND is_retired = 1",
        (record_type,),
    )
    return {str(key): str(kind) for key, kind in rows}


def edit_field(work: UnitOfWork, record_type: str, key: str, changes: Mapping[str, Value]) -> bool:
    """Change labels, position, or whether a custom field is required, listed or retired.

    Raises:
        NotFoundError: there is no such custom field.
        InvalidRecordError: it would be retired, and a feature needs it.
    """
    declared = work.schema.type(record_type)
    found = work.connection.scalar(
        "SELECT id FROM custom_fields WHERE record_type = ? AND key = ?", (declared.key, key)
    )
    if found is None:
        raise NotFoundError("field.not_custom", field=key, label=declared.label())
    return work.update("custom_fields", int(found), changes)
