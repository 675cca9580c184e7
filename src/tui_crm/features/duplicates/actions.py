"""Keys that look for duplicates and merge them."""

from __future__ import annotations

from typing import Final

from tui_crm.manifest import action

ACTIONS: Final = (
    action(
        "go.duplicates",
        "D",
        "tui_crm.features.duplicates.screen:open_duplicates",
        "list today detail",
        after="repair.done",
    ),
    action(
        "list.merge",
        "m",
        "tui_crm.features.duplicates.merge.screen:merge_marked",
        "list",
        needs="several",
        only_if="is_mergeable",
        after="go.changes",
    ),
    action("merge.merge", "enter", "merge", "merge", 10, hidden=True),
    action("merge.right", "right,l", "take(1)", "merge", 20, hidden=True),
    action("merge.left", "left,h", "take(-1)", "merge", hidden=True),
    action("merge.turn", "space", "turn", "merge", hidden=True),
    action("merge.next_keeper", "tab", "next_keeper", "merge", 30),
    *(action(f"merge.keep_{n}", str(n), f"keep({n})", "merge", hidden=True) for n in range(1, 10)),
    action("merge.down", "down,j", "move(1)", "merge", hidden=True),
    action("merge.up", "up,k", "move(-1)", "merge", hidden=True),
    action("merge.page_down", "pagedown", "move(10)", "merge", hidden=True),
    action("merge.page_up", "pageup", "move(-10)", "merge", hidden=True),
    action("merge.cancel", "escape", "cancel", "merge", 85, hidden=True),
    action("duplicates.merge", "m", "merge", "duplicates", 11, needs="cases"),
    action("duplicates.below", "b", "below", "duplicates", 12, needs="sites"),
    action("duplicates.tell_apart", "n", "tell_apart", "duplicates", 12, needs="cases"),
    action("duplicates.later", "l", "later", "duplicates", 13, needs="cases"),
    action("duplicates.merge_all", "M", "merge_all", "duplicates", 14, needs="sure_cases"),
    action("duplicates.next_subject", "tab", "next_subject(1)", "duplicates", 15),
    action("duplicates.previous_subject", "shift+tab", "next_subject(-1)", "duplicates"),
    action("duplicates.next", "right_square_bracket", "next_case(1)", "duplicates"),
    action("duplicates.previous", "left_square_bracket", "next_case(-1)", "duplicates"),
    action("duplicates.wider", "w", "wider", "duplicates", 16, needs="wider_search"),
    action("duplicates.again", "R", "again", "duplicates"),
    action("duplicates.back", "escape", "back", "duplicates", 85, hidden=True),
)
