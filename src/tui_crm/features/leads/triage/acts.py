"""What the keys do to the lead at hand: acts on any record, and whether that settles the lead."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from tui_crm.features.activities.dialogs import log_call as call_dialog
from tui_crm.features.activities.dialogs import next_step as step_dialog
from tui_crm.features.leads.convert import list_actions
from tui_crm.screens import record_actions

if TYPE_CHECKING:
    from tui_crm.features.leads.triage.screen import TriageScreen
    from tui_crm.screens.list.screen import ListScreen
    from tui_crm.store.model import FieldSpec


async def start(screen: ListScreen) -> None:
    """Go through the marked leads, or all of the list; the cursor is where that was stopped."""
    from tui_crm.features.leads.triage.screen import TriageScreen

    marked = screen.chosen() if screen.has_marks else None

    async def read_ids() -> list[int]:
        return marked if marked is not None else list(await screen.all_ids())

    stopped_at = await screen.app.ask(TriageScreen(read_ids))
    if stopped_at is not None:
        await screen.go_to(stopped_at)


async def log_call(screen: TriageScreen) -> None:
    """Write down a call; that settles the lead."""
    await screen.attend(partial(call_dialog.log_call, screen), settles=True)


async def plan_next_step(screen: TriageScreen) -> None:
    """Plan what comes next; that settles the lead."""
    await screen.attend(partial(step_dialog.plan_next_step, screen), settles=True)


async def convert(screen: TriageScreen) -> None:
    """Convert the lead, which is none any more then."""
    await screen.attend(partial(list_actions.convert_leads, screen))


async def set_field(screen: TriageScreen, spec: FieldSpec) -> None:
    """Set the status, which may close the lead, or the rating."""
    await screen.attend(partial(record_actions.set_field, screen, spec))


async def edit(screen: TriageScreen) -> None:
    """Edit the lead in its form."""
    await screen.attend(partial(record_actions.edit, screen))


async def delete(screen: TriageScreen) -> None:
    """Delete the lead."""
    await screen.attend(partial(record_actions.delete, screen))
