"""The flag in lists before records that have been without touch for too long."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tui_crm.features.team.queries import stale_records
from tui_crm.features.team.rules import RuleKind, rules_of
from tui_crm.screens.list.row_source import RowDecorator

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tui_crm.screens.list.row_source import RowContext, RowDraft
    from tui_crm.store.model import RecordType, Schema

FLAG: Final = "⚑"


def stale_flag(
    schema: Schema, record_type: RecordType, _columns: Sequence[str]
) -> RowDecorator | None:
    """Flags the records that a rule calls stale, where there is such a rule for their type."""
    has_rule = bool(rules_of(schema, record_type.key, RuleKind.UNTOUCHED))
    return RowDecorator(_flag) if has_rule else None


def _flag(context: RowContext, rows: Sequence[RowDraft]) -> None:
    store, ids = context.store, [row.id for row in rows]
    stale = stale_records(
        context.connection, store.schema, context.record_type, ids, store.query_context
    )
    for row in rows:
        if row.id in stale:
            first = next(iter(row.cells))
            row.cells[first] = f"{FLAG} {row.cells[first]}"
