"""Keys that turn leads into customers."""

from __future__ import annotations

from typing import Final

from tui_crm.manifest import Action

ACTIONS: Final = (
    Action(
        "record.convert",
        "x",
        "tui_crm.features.leads.convert.list_actions:convert_leads",
        "list detail",
        50,
        needs="record",
        changes=True,
        types=("leads",),
        after="record.tags",
    ),
    Action(
        "list.converted",
        "V",
        "tui_crm.features.leads.convert.list_actions:toggle_converted",
        "list",
        types=("leads",),
        after="list.views",
    ),
    Action(
        "convert.convert",
        "enter",
        "convert",
        "convert convert_many",
        10,
        hidden=True,
        after="app.quit",
    ),
    Action("convert.down", "down,j", "move(1)", "convert convert_many", hidden=True),
    Action("convert.up", "up,k", "move(-1)", "convert convert_many", hidden=True),
    Action("convert.next_part", "tab", "next_part(1)", "convert", 20, hidden=True),
    Action("convert.previous_part", "shift+tab", "next_part(-1)", "convert", hidden=True),
    Action("convert.turn", "space", "turn", "convert", 30, hidden=True),
    Action("convert.find", "f,slash", "find", "convert", 40),
    Action("convert.deals", "d", "deals", "convert_many", 40),
    Action("convert.owner", "w", "owner", "convert convert_many", 50),
    Action("convert.cancel", "escape", "cancel", "convert convert_many", 85, hidden=True),
)
