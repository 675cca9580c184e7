"""What works on the page of a record, in its history and among past changes."""

from __future__ import annotations

from typing import Final

from tui_crm.manifest import action

DETAIL: Final = (
    action("detail.add", "a", "add", "detail", 15, changes=True),
    action("detail.previous", "left_square_bracket", "sibling(-1)", "detail", 80),
    action("detail.next", "right_square_bracket", "sibling(1)", "detail", 81),
    action("detail.all_fields", "full_stop", "all_fields", "detail"),
    action("detail.other_pane", "tab", "other_pane", "detail", hidden=True),
    *(
        action(f"detail.list_{n}", str(n), f"show_list({n})", "detail", hidden=True)
        for n in range(1, 10)
    ),
    action("detail.last_list", "0", "show_list(0)", "detail", hidden=True),
    action("view.select", "enter", "select", "view", 10, hidden=True),
    action("view.down", "down,j", "move(1)", "view", hidden=True),
    action("view.up", "up,k", "move(-1)", "view", hidden=True),
    action("view.page_down", "pagedown,ctrl+f", "page(1)", "view", hidden=True),
    action("view.page_up", "pageup,ctrl+b", "page(-1)", "view", hidden=True),
    action("view.first", "home,g", "move(-1000000)", "view", hidden=True),
    action("view.last", "end,G", "move(1000000)", "view", hidden=True),
    action("history.undo", "u", "undo_entry", "history", 20, vim="U"),
)

CHANGES: Final = (
    action(
        "go.changes",
        "U",
        "tui_crm.screens.history.changes_screen:open_changes",
        "list today detail",
    ),
    action("changes.undo", "u", "undo_batch", "changes change", 20, vim="U"),
    action("changes.redo", "r", "redo_batch", "changes change", 30),
    action("changes.search", "slash", "search", "changes", 40),
    action("changes.kind", "f", "kind", "changes", 50),
    action("changes.mine", "m", "mine", "changes", 60),
    action("change.other_pane", "tab", "app.focus_next", "change", 40, hidden=True),
    action("changes.back", "escape", "back", "changes change", 85, hidden=True),
)
