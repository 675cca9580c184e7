"""The records that a batch made or changed, as a part of a query."""

from __future__ import annotations

from tui_crm.store.sql import quote


def touched(record_type: str) -> str:
    """SQL for the ids of the records of a type that a batch made or changed and that are there.

    Its parameters are the number of the batch and the record type.
    """
    # In this order the few runs of a batch come first, and the records by their ids after them.
    return (
        f"SELECT r.id FROM changes c CROSS JOIN {quote(record_type)} r WHERE"
        " r.id BETWEEN c.record_id AND c.last_id AND c.batch = ? AND c.record_type = ?"
    )
