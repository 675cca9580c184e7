"""What stands on a record because of others: when it was last touched, and when it will be next."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tui_crm.store.dialect import quote
from tui_crm.store.records import chunks

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from tui_crm.store.connection import Connection

ACTIVITY_LINKS: Final = {
    "lead": "leads",
    "account": "accounts",
    "contact": "contacts",
    "deal": "deals",
}
"""The links of an activity whose targets carry its dates."""


def refresh(connection: Connection, touched: Mapping[str, Iterable[int]]) -> None:
    """Work out last and next activity of the records under each link field of the activities."""
    for link, ids in touched.items():
        table = quote(ACTIVITY_LINKS[link])
        for part in chunks(sorted(ids)):
            marks = ", ".join("?" * len(part))
            connection.run(
                f"""UPDATE {table} SET
                next_activity_at = (SELECT min(coalesce(a.start_at, a.due_on))
                    FROM activities a WHERE a.{quote(link)} = {table}.id AND a.status = 'planned'),
                last_activity_at = (SELECT max(coalesce(a.done_at, a.start_at))
                    FROM activities a WHERE a.{quote(link)} = {table}.id AND a.status = 'done')
                WHERE id IN ({marks})""",
                part,
            )
