"""What follows from the stage of a deal: how likely it is, and when it was closed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tui_crm.language.zones import noon

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tui_crm.store.journal.hooks import HookContext, ImportedRow, Save
    from tui_crm.store.model import RecordType

_CLOSED: Final = {"won": 100, "lost": 0}
"""How likely a deal is that is closed, by its outcome."""


def derive(context: HookContext, _: RecordType, saves: Sequence[Save]) -> None:
    """Set probability and closing time of deals by their stage.

    A probability that is changed by hand along with the stage stays.
    """
    for save in saves:
        before, changes = save.before, save.changes
        choice = context.schema.choice("deal_stage", str(changes["stage"] or ""))
        words = choice.meaning.split(":") if choice is not None else []
        closed = choice.outcome if choice is not None else ""
        percent = next((int(word) for word in words if word.isascii() and word.isdigit()), None)
        at = changes.get("closed_at") or before.get("closed_at") or context.now
        changes["closed_at"] = at if closed else None
        if changes.get("probability") is None:
            likely = _CLOSED.get(closed, percent)
            changes["probability"] = before.get("probability") if likely is None else likely


def complete_imported(
    context: HookContext, _: RecordType, rows: Sequence[ImportedRow], is_own: bool
) -> None:
    """Set when deals that a list calls won or lost were closed: on their close date, or now."""
    if is_own:
        return
    choices = context.schema.choices("deal_stage", retired=True)
    closed = {choice.key for choice in choices if choice.outcome}
    for values in (row.values for row in rows):
        if values.get("stage") in closed:
            day = values.get("close_date")
            at = noon(str(day)) if day else values.get("created_at") or context.now
            values.setdefault("closed_at", at)
