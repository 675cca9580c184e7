"""Keys that turn leads into customers."""

from __future__ import annotations

from typing import Final

from tui_crm.manifest import action

ACTIONS: Final = (
    action(
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
    action(
        "list.converted",
        "V",
        "tui_crm.features.leads.convert.list_actions:toggle_converted",
        "list",
        types=("leads",),
        after="list.views",
    ),
    action(
        "convert.convert",
        "enter",
        "convert",
        "convert convert_many",
        10,
        hidden=True,
        after="app.quit",
    ),
    action("convert.down", "down,j", "move(1)", "convert convert_many", hidden=True),
    action("convert.up", "up,k", "move(-1)", "convert convert_many", hidden=True),
    action("convert.next_part", "tab", "next_part(1)", "convert", 20, hidden=True),
    action("convert.previous_part", "shift+tab", "next_part(-1)", "convert", hidden=True),
    action("convert.turn", "space", "turn", "convert", 30, hidden=True),
    action("convert.find", "f,slash", "find", "convert", 40),
    action("convert.deals", "d", "deals", "convert_many", 40),
    action("convert.owner", "w", "owner", "convert convert_many", 50),
    action("convert.cancel", "escape", "cancel", "convert convert_many", 85, hidden=True),
)
