"""Records of a test's store: added, changed, read, and all of them as plain values."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING, Any

from tui_crm.store.journal.unit import unit
from tui_crm.store.records import Record, read
from tui_crm.store.values import pack_tags

if TYPE_CHECKING:
    from tui_crm.store.db.store import Store

_TABLES = ("leads", "accounts", "contacts", "deals", "activities", "notes", "attachments")
_STAMPS = {"version", "updated_at", "updated_by"}


def dump(store: Store, *only: str) -> dict[str, list[Any]]:
    """Every record (of some types) and every key, without what each write stamps anew."""
    raw = sqlite3.connect(store.path)
    raw.row_factory = sqlite3.Row
    found: dict[str, list[Any]] = {
        table: [
            {k: v for k, v in dict(row).items() if k not in _STAMPS}
            for row in raw.execute(f"SELECT * FROM {table} ORDER BY id")
        ]
        for table in only or _TABLES
    }
    for table in () if only else ("leads", "accounts", "contacts"):
        rows = raw.execute(f"SELECT * FROM {table}_keys ORDER BY 1, 2")
        found[f"{table}_keys"] = [tuple(row) for row in rows]
    raw.close()
    return found


def add(store: Store, record_type: str, /, **values: Any) -> int:
    """Add a record; its id. Lists are tags."""
    packed = {k: pack_tags(v) if isinstance(v, list) else v for k, v in values.items()}
    with unit(store, "add") as work:
        return work.create(record_type, packed)


def edit(store: Store, record_type: str, record_id: int, **values: Any) -> None:
    """Change a record as a person would."""
    with unit(store, "edit") as work:
        work.update(record_type, record_id, values)


def stored(store: Store, record_type: str, record_id: int | None) -> Record:
    """A record as it stands."""
    assert record_id is not None
    return read(store.connection, store.schema.type(record_type), record_id)
