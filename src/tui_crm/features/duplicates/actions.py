"""Keys that look for duplicates and merge them."""

from __future__ import annotations

from typing import Final

from tui_crm.manifest import Action

_CASES: Final = "tui_crm.features.duplicates.case_actions"

ACTIONS: Final = (
    Action(
        "go.duplicates",
        "D",
        "tui_crm.features.duplicates.screen:open_duplicates",
        "list today detail",
        after="repair.done",
    ),
    Action(
        "list.merge",
        "",
        "tui_crm.features.duplicates.merge.screen:merge_marked",
        "list",
        needs="several",
        only_if="is_mergeable",
        after="go.changes",
        moved=(("list", "m"),),
        done_by="go.duplicates",
    ),
    Action("merge.merge", "enter", "merge", "merge", 10, hidden=True),
    Action("merge.right", "right,l", "take(1)", "merge", 20, hidden=True),
    Action("merge.left", "left,h", "take(-1)", "merge", hidden=True),
    Action("merge.turn", "space", "turn", "merge", hidden=True),
    Action("merge.next_keeper", "tab", "next_keeper", "merge", 30),
    *(Action(f"merge.keep_{n}", str(n), f"keep({n})", "merge", hidden=True) for n in range(1, 10)),
    Action("merge.down", "down,j", "move(1)", "merge", hidden=True),
    Action("merge.up", "up,k", "move(-1)", "merge", hidden=True),
    Action("merge.page_down", "pagedown", "move(10)", "merge", hidden=True),
    Action("merge.page_up", "pageup", "move(-10)", "merge", hidden=True),
    Action("merge.cancel", "escape", "cancel", "merge", 85, hidden=True),
    Action(
        "duplicates.merge",
        "m",
        f"{_CASES}:merge",
        "duplicates",
        11,
        needs="cases",
    ),
    Action(
        "duplicates.below",
        "b",
        f"{_CASES}:below",
        "duplicates",
        12,
        needs="sites",
    ),
    Action(
        "duplicates.tell_apart",
        "n",
        f"{_CASES}:tell_apart",
        "duplicates",
        12,
        needs="cases",
    ),
    Action("duplicates.later", "l", "later", "duplicates", 13, needs="cases"),
    Action(
        "duplicates.merge_all",
        "M",
        f"{_CASES}:merge_all",
        "duplicates",
        14,
        needs="sure_cases",
    ),
    Action("duplicates.next_subject", "tab", "next_subject(1)", "duplicates", 15),
    Action("duplicates.previous_subject", "shift+tab", "next_subject(-1)", "duplicates"),
    Action("duplicates.next", "right_square_bracket", "next_case(1)", "duplicates"),
    Action("duplicates.previous", "left_square_bracket", "next_case(-1)", "duplicates"),
    Action("duplicates.wider", "w", "wider", "duplicates", 16, needs="wider_search"),
    Action("duplicates.again", "R", "again", "duplicates"),
    Action("duplicates.back", "escape", "back", "duplicates", 85, hidden=True),
)
