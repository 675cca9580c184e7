"""Mappings that people have saved, found again by the headers of the table they were made for."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tui_crm.errors import NotFoundError, UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from tui_crm.store.db.connection import Connection
    from tui_crm.store.db.store import Store

_COLUMNS = "name, record_type, headers, mapping"
_LONGEST_NAME = 100


@dataclass(frozen=True, slots=True)
class SavedMapping:
    """A mapping under a name: targets by column, in the order of the table.

    ``headers`` is the set of the headers as one text (``exchange.headers.header_set``).
    """

    name: str
    record_type: str
    headers: str
    targets: tuple[tuple[str, str], ...]


def save(store: Store, mapping: SavedMapping) -> None:
    """Keep a mapping; one of the same name is replaced.

    Raises:
        UsageError: the name is blank or too long.
    """
    if not mapping.name.strip() or len(mapping.name) > _LONGEST_NAME:
        raise UsageError("import.mapping_name")
    with store.write_lock, store.connection.transaction():
        store.connection.run("DELETE FROM import_mappings WHERE name = ?", (mapping.name,))
        store.connection.run(
            f"INSERT INTO import_mappings ({_COLUMNS}) VALUES (?, ?, ?, ?)",
            (
                mapping.name,
                mapping.record_type,
                mapping.headers,
                json.dumps(mapping.targets, ensure_ascii=False),
            ),
        )


def get(connection: Connection, name: str) -> SavedMapping:
    """The mapping called ``name``.

    Raises:
        NotFoundError: there is none.
    """
    row = connection.row(f"SELECT {_COLUMNS} FROM import_mappings WHERE name = ?", (name,))
    if row is None:
        known = ", ".join(saved.name for saved in all_saved(connection)) or "–"
        raise NotFoundError("import.no_mapping", name=name, known=known)
    return _saved(row)


def find(connection: Connection, record_type: str, headers: str) -> SavedMapping | None:
    """The mapping that was saved for a table with these headers, if there is one."""
    row = connection.row(
        f"SELECT {_COLUMNS} FROM import_mappings WHERE record_type = ? AND headers = ?"
        " ORDER BY name LIMIT 1",
        (record_type, headers),
    )
    return _saved(row) if row else None


def all_saved(connection: Connection) -> list[SavedMapping]:
    """All saved mappings by name."""
    rows = connection.rows(f"SELECT {_COLUMNS} FROM import_mappings ORDER BY name")
    return [_saved(row) for row in rows]


def forget(store: Store, name: str) -> None:
    """Delete a mapping.

    Raises:
        NotFoundError: there is none of this name.
    """
    get(store.connection, name)
    with store.write_lock, store.connection.transaction():
        store.connection.run("DELETE FROM import_mappings WHERE name = ?", (name,))


def _saved(row: Sequence[Any]) -> SavedMapping:
    name, record_type, headers, mapping = row
    targets = tuple((str(column), str(target)) for column, target in json.loads(mapping))
    return SavedMapping(name, record_type, headers, targets)
