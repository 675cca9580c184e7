"""What stands on a record because of others: when it was last touched, and when it will be next."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tui_crm.store.dialect import quote
from tui_crm.store.records import chunks

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from tui_crm.store.db.connection import Connection

ACTIVITY_LINKS: Final = {
    "lead": "leads",
    "account": "accounts",
    "contact": "contacts",
    "deal": "deals",
}
"""The links of an activity whose targets carry its dates."""


_NEXT: Final = """(SELECT min(coalesce(a.start_at, a.due_on)) FROM activities a
    WHERE a.{link} = {table}.id AND a.status = 'planned')"""
_LAST: Final = """(SELECT max(coalesce(a.done_at, a.start_at)) FROM activities a
    WHERE a.{link} = {table}.id AND a.status = 'done')"""


def refresh(connection: Connection, touched: Mapping[str, Iterable[int]]) -> None:
    """Work out last and next activity of the records under each link field of the activities."""
    for link, ids in touched.items():
        table = quote(ACTIVITY_LINKS[link])
        following, last = _dates(link, table)
        for part in chunks(sorted(ids)):
            marks = ", ".join("?" * len(part))
            connection.run(
                f"UPDATE {table} SET next_activity_at = {following}, last_activity_at = {last}"
                f" WHERE id IN ({marks})",
                part,
            )


def stale(connection: Connection) -> dict[str, list[int]]:
    """The records whose dates are not what follows from the activities, by link field."""
    found = {}
    for link, target in ACTIVITY_LINKS.items():
        table = quote(target)
        following, last = _dates(link, table)
        rows = connection.rows(
            f"SELECT id FROM {table} WHERE next_activity_at IS NOT {following}"
            f" OR last_activity_at IS NOT {last}"
        )
        found[link] = [row[0] for row in rows]
    return found


def _dates(link: str, table: str) -> tuple[str, str]:
    names = {"link": quote(link), "table": table}
    return _NEXT.format(**names), _LAST.format(**names)
