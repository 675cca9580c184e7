"""What keeps the store in order: duplicates, merging, past changes."""

from __future__ import annotations

from typing import Final

from tui_crm.screens.actions.action import declare

GO: Final = (
    declare("go.duplicates", "D", "app.duplicates", "list today detail"),
    declare("go.changes", "U", "app.changes", "list today detail"),
    declare("list.merge", "m", "merge", "list"),
)

MERGE: Final = (
    declare("merge.merge", "enter", "merge", "merge", 10, hidden=True),
    declare("merge.right", "right,l", "take(1)", "merge", 20, hidden=True),
    declare("merge.left", "left,h", "take(-1)", "merge", hidden=True),
    declare("merge.turn", "space", "turn", "merge", hidden=True),
    declare("merge.next_keeper", "tab", "next_keeper", "merge", 30),
    *(declare(f"merge.keep_{n}", str(n), f"keep({n})", "merge", hidden=True) for n in range(1, 10)),
    declare("merge.down", "down,j", "move(1)", "merge", hidden=True),
    declare("merge.up", "up,k", "move(-1)", "merge", hidden=True),
    declare("merge.page_down", "pagedown", "move(10)", "merge", hidden=True),
    declare("merge.page_up", "pageup", "move(-10)", "merge", hidden=True),
    declare("merge.cancel", "escape", "cancel", "merge", 85, hidden=True),
)

DUPLICATES: Final = (
    declare("duplicates.merge", "m", "merge", "duplicates", 11),
    declare("duplicates.below", "b", "below", "duplicates", 12),
    declare("duplicates.tell_apart", "n", "tell_apart", "duplicates", 12),
    declare("duplicates.later", "l", "later", "duplicates", 13),
    declare("duplicates.merge_all", "M", "merge_all", "duplicates", 14),
    declare("duplicates.next_subject", "tab", "next_subject(1)", "duplicates", 15),
    declare("duplicates.previous_subject", "shift+tab", "next_subject(-1)", "duplicates"),
    declare("duplicates.next", "right_square_bracket", "next_case(1)", "duplicates"),
    declare("duplicates.previous", "left_square_bracket", "next_case(-1)", "duplicates"),
    declare("duplicates.wider", "w", "wider", "duplicates", 16),
    declare("duplicates.again", "R", "again", "duplicates"),
    declare("duplicates.back", "escape", "back", "duplicates", 85, hidden=True),
)

CHANGES: Final = (
    declare("changes.undo", "u", "undo_batch", "changes change", 20),
    declare("changes.redo", "r", "redo_batch", "changes change", 30),
    declare("changes.search", "slash", "search", "changes", 40),
    declare("changes.kind", "f", "kind", "changes", 50),
    declare("changes.mine", "m", "mine", "changes", 60),
    declare("change.other_pane", "tab", "app.focus_next", "change", 40, hidden=True),
    declare("changes.back", "escape", "back", "changes change", 85, hidden=True),
)
