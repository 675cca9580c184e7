"""Which records of a page have been without touch for longer than the team agreed on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui_crm.features.team.rules import RuleKind, Word, rules_of
from tui_crm.store.filter.compile import compile_filter
from tui_crm.store.filter.language import Comparison
from tui_crm.store.records import chunks
from tui_crm.store.sql import quote

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tui_crm.store.db.connection import Connection
    from tui_crm.store.filter.compile import QueryContext
    from tui_crm.store.model import RecordType, Schema


def stale_records(
    connection: Connection,
    schema: Schema,
    record_type: RecordType,
    ids: Sequence[int],
    query_context: Callable[[], QueryContext],
) -> set[int]:
    """Those among ``ids`` that a rule flags; where there is no such rule, nothing is asked."""
    if not rules_of(schema, record_type.key, RuleKind.UNTOUCHED):
        return set()
    test = Comparison(Word.FLAGGED.value, "=", ("yes",))
    sql = compile_filter(test, schema, record_type, query_context())
    found: set[int] = set()
    for part in chunks(ids):
        marks = ", ".join("?" * len(part))
        rows = connection.rows(
            f"SELECT id FROM {quote(record_type.key)} WHERE id IN ({marks}) AND {sql.text}",
            (*part, *sql.parameters),
        )
        found.update(row[0] for row in rows)
    return found
