"""Activities that are planned, and change hands with what they are about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui_crm.store import links
from tui_crm.store.records import read_many

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tui_crm.store.db.connection import Connection
    from tui_crm.store.model import Schema, Value
    from tui_crm.store.records import Record


def open_activities(
    connection: Connection, schema: Schema, record_type: str, former: Mapping[int, Value]
) -> list[tuple[int, Record]]:
    """The planned activities about records, as far as their former owners or nobody have them."""
    activities = schema.type("activities")
    found: dict[int, tuple[int, Record]] = {}
    for linking, spec, ids in links.pointing_at(connection, schema, record_type, list(former)):
        if linking.key != activities.key or spec.readonly:
            continue
        for record in read_many(connection, activities, ids):
            about = int(record[spec.key] or 0)
            if record["status"] == "planned" and record["owner"] in (None, former.get(about)):
                found.setdefault(record.id, (about, record))
    return list(found.values())
