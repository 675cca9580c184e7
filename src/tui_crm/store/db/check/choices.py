"""Values that records hold and that their picklists do not name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui_crm.store import picklists
from tui_crm.store.db.check.finding import Area, Finding
from tui_crm.store.in_use import chosen_fields
from tui_crm.store.journal.unit import unit
from tui_crm.store.sql import quote

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tui_crm.store.db.store import Store


def examine(store: Store, repair: bool) -> Iterator[Finding]:
    """What is in no list any more; with ``repair`` it is put back into it, in a change like any."""
    for record_type, spec in list(chosen_fields(store.schema)):
        column = quote(spec.sql_name)
        for key, n in store.connection.rows(
            f"SELECT {column}, count(*) FROM {quote(record_type.key)} WHERE {column} IS NOT NULL"
            f" AND {column} NOT IN (SELECT key FROM choices WHERE picklist = ?)"
            " GROUP BY 1 ORDER BY 1",
            (spec.choices,),
        ):
            is_repaired = repair and bool(str(key).strip())
            if is_repaired:
                with unit(store, "repair", spec.choices) as work:
                    picklists.add_choice(work, spec.choices, str(key))
            params = {
                "n": n,
                "type": record_type.label(n),
                "field": spec.label(record_type.key),
                "value": key,
            }
            yield Finding(Area.CHOICES, "unlisted", params, is_repaired)
