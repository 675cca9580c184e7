"""What the keys do that close deals and open them again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui_crm.errors import UsageError
from tui_crm.features.deals.closing import outcome_of
from tui_crm.screens.dialogs.ask_value import ask_value
from tui_crm.screens.dialogs.choose import Entry, PickerEntries, PickerScreen
from tui_crm.screens.record_actions import ChosenRecords, change, say_left_out

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tui_crm.screens.record_actions import RecordScreen
    from tui_crm.store.model import Value
    from tui_crm.store.records import Record


async def win(screen: RecordScreen) -> None:
    """Put the deals at the stage for won ones."""
    stage = _stage(screen, "won")
    chosen = ChosenRecords(screen)
    if chosen.ids:
        await _set(screen, chosen, await chosen.read(), {"stage": stage, "lost_reason": None})


async def lose(screen: RecordScreen) -> None:
    """Ask why, and put the deals at the stage for lost ones."""
    stage = _stage(screen, "lost")
    chosen = ChosenRecords(screen)
    spec = screen.record_type.field("lost_reason")
    answer = await ask_value(screen.app, screen.record_type, spec, chosen.read)
    if answer is not None:
        changes: dict[str, Value] = {"stage": stage, "lost_reason": answer.value}
        await _set(screen, chosen, answer.record, changes)


async def reopen(screen: RecordScreen) -> None:
    """Ask for the stage at which closed deals go on."""
    chosen = ChosenRecords(screen)
    record: Record | None = None
    label = screen.record_type.field("stage").label(screen.record_type.key)
    stages = screen.store.schema.choices("deal_stage")
    entries = [Entry(each.label(), each.key) for each in stages if not outcome_of(each)]

    async def begin() -> PickerEntries:
        nonlocal record
        record = await chosen.read()
        if record is not None and not record["closed_at"]:
            raise UsageError("deal.is_open", title=record.title)
        return PickerEntries(entries, title=f"{label} · {record.title}" if record else label)

    stage = await screen.app.ask(PickerScreen(label, entries, by_digit=True, read=begin))
    if stage is not None:
        await _set(screen, chosen, record, {"stage": stage, "lost_reason": None})


def _stage(screen: RecordScreen, outcome: str) -> str:
    """The first stage that means ``outcome``. Raises UsageError where there is none."""
    stages = screen.store.schema.choices("deal_stage")
    found = next((each.key for each in stages if outcome_of(each) == outcome), None)
    if found is None:
        raise UsageError(f"deal.no_stage_{outcome}")
    return found


async def _set(
    screen: RecordScreen,
    chosen: ChosenRecords,
    record: Record | None,
    changes: Mapping[str, Value],
) -> None:
    """Write the same changes to the deal, or to each of several."""
    from tui_crm.store import commands  # late, so that a picker opens at once

    if record is not None:
        await change(screen, record, changes)
        return
    report = await screen.app.write_behind(
        commands.set_fields, screen.store, screen.record_type.key, chosen.versions, changes
    )
    say_left_out(screen.app, report.plan)
