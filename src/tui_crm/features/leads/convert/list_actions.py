"""What the keys of leads do in a list, on a page and among duplicates."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui_crm.store.views import own_views

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.screen import Screen

    from tui_crm.screens.list.screen import ListScreen
    from tui_crm.screens.record_actions import RecordScreen


def convert_screen(lead_ids: Sequence[int]) -> Screen[int | None]:
    """The screen that converts leads; gives the number of the batch."""
    if len(lead_ids) == 1:
        from tui_crm.features.leads.convert.screen import ConvertScreen

        return ConvertScreen(lead_ids[0])
    from tui_crm.features.leads.convert.bulk_screen import ConvertManyScreen

    return ConvertManyScreen(lead_ids)


async def convert_leads(screen: RecordScreen) -> None:
    """Turn the chosen leads into accounts, contacts and deals."""
    ids = screen.chosen()
    if ids:
        await screen.app.ask(convert_screen(ids))


async def toggle_converted(screen: ListScreen) -> None:
    """Show the leads that were converted, or go back to the others."""
    views = {view.key: view for view in own_views(screen.record_type)}
    if screen.state is not None:
        key = "usual" if screen.state.view.key == "converted" else "converted"
        screen.show_view(views[key])
