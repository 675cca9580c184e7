"""Compute all that is worked out of records anew: titles, sort and search keys, both indexes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui_crm.store import derive, match_index, search
from tui_crm.store.records import CHUNK
from tui_crm.store.sql import quote

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tui_crm.store.db.connection import Connection
    from tui_crm.store.model import RecordType, Schema, Value


def reindex(connection: Connection, schema: Schema) -> None:
    """Compute the keys of every record anew, inside a transaction of the caller's.

    For a store whose keys were made by another version of ``language/fold.py``,
    ``language/search_terms.py`` or ``store/match_keys.py``. Fields and versions stay as they are.
    """
    for record_type in schema:
        _write_keys(connection, record_type)
        search.rebuild(connection, record_type.key)
        match_index.rebuild(connection, record_type)


def _write_keys(connection: Connection, record_type: RecordType) -> None:
    table, keys = quote(record_type.key), derive.derived_from(record_type)
    names = ", ".join(["id", *(quote(record_type.field(key).sql_name) for key in keys)])
    last = -1
    while rows := connection.rows(
        f"SELECT {names} FROM {table} WHERE id > ? ORDER BY id LIMIT {CHUNK}", (last,)
    ):
        found = []
        for record_id, *read in rows:
            values: Mapping[str, Value] = dict(zip(keys, read, strict=True))
            found.append((*derive.derived_columns(record_type, values), record_id))
        connection.run_many(
            f"UPDATE {table} SET title = ?, sort_key = ?, search_key = ? WHERE id = ?", found
        )
        last = rows[-1][0]
