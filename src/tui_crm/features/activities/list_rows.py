"""What lists say of activities: the next one of a record, and when an activity itself is due."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from tui_crm.features.activities.queries import NextStep, link_field, next_steps
from tui_crm.i18n import t
from tui_crm.screens.chips import DIM, LATE
from tui_crm.screens.list.row_source import RowDecorator

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tui_crm.screens.list.row_source import RowContext, RowDraft
    from tui_crm.store.model import RecordType, Schema

NEXT: Final = "next_activity_at"
WIDTH: Final = 16
"""Cells of a next activity: its kind, and when."""


def next_activity(
    schema: Schema, record_type: RecordType, columns: Sequence[str]
) -> RowDecorator | None:
    """In the column of the next activity: its kind and time, or that there is none."""
    link = link_field(schema, record_type.key) if NEXT in columns else ""
    return RowDecorator(partial(_show_next, link), column=NEXT, width=WIDTH) if link else None


def _show_next(link: str, context: RowContext, rows: Sequence[RowDraft]) -> None:
    steps = next_steps(context.connection, link, [row.id for row in rows])
    schema = context.store.schema
    for row in rows:
        step = steps.get(row.id)
        if step is None:
            row.put(NEXT, t("ui.no_step"), DIM)
            continue
        choice = schema.choice("activity_kind", step.kind)
        is_late = step.is_overdue(context.now)
        words = f"{choice.label() if choice else step.kind} {row.cells[NEXT]}"
        row.put(NEXT, f"! {words}" if is_late else words, LATE if is_late else "")


def due_time(
    _schema: Schema, record_type: RecordType, _columns: Sequence[str]
) -> RowDecorator | None:
    """In a list of activities: the day where there is no time, and what is overdue."""
    if record_type.key != "activities":
        return None
    return RowDecorator(_show_due, ("status", "start_at", "due_on", "end_on"))


def _show_due(context: RowContext, rows: Sequence[RowDraft]) -> None:
    for row in rows:
        values = row.values
        at = str(values["start_at"] or values["due_on"] or "")
        step = NextStep("", "", at, str(values["end_on"] or ""))
        is_late = values["status"] == "planned" and step.is_overdue(context.now)
        if "start_at" in row.cells:
            if not values["start_at"] and values["due_on"]:
                row.put("start_at", context.text("due_on", values["due_on"]))
            if is_late:
                row.put("start_at", f"! {row.cells['start_at']}", LATE)
