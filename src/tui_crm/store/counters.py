"""The next id of each record type; an id is never given twice, not even after a delete."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tui_crm.store.db.connection import Connection


def next_id(connection: Connection, record_type: str) -> int:
    """The id that the next record of a type will have."""
    found = connection.scalar("SELECT next_id FROM counters WHERE record_type = ?", (record_type,))
    return int(found or 1)


def set_next_id(connection: Connection, record_type: str, value: int) -> None:
    """Have the next record of a type numbered ``value``."""
    connection.run("DELETE FROM counters WHERE record_type = ?", (record_type,))
    connection.run(
        "INSERT INTO counters (record_type, next_id) VALUES (?, ?)", (record_type, value)
    )
