"""The user whom a store is opened by."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui_crm.store import counters
from tui_crm.store.model import USERS

if TYPE_CHECKING:
    from tui_crm.store.db.connection import Connection
    from tui_crm.store.journal.writer import TableWriter


def user_id(users: TableWriter, connection: Connection, name: str, now: str) -> int:
    """The id of the user called ``name``, who is added on their first write.

    That is not in the journal: the user stays when their first change is undone, which bears their
    name.
    """
    found = connection.scalar("SELECT id FROM users WHERE name = ?", (name,))
    if found is not None:
        return int(found)
    new_id = counters.next_id(connection, USERS)
    users.insert([(1, {"id": new_id, "name": name, "created_at": now, "updated_at": now})])
    counters.set_next_id(connection, USERS, new_id + 1)
    return new_id
