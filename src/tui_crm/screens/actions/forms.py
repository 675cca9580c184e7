"""What works in forms and their fields, and where two versions of a record meet."""

from __future__ import annotations

from typing import Final

from tui_crm.manifest import action

FIELD: Final = (
    action("field.next", "tab", "next", "field", 30, hidden=True),
    action("field.previous", "shift+tab", "previous", "field", hidden=True),
    action("field.down", "down", "down", "line", hidden=True),
    action("field.up", "up", "up", "line", hidden=True),
    action("field.close_options", "escape", "close_options", "line", hidden=True),
    action("field.next_section", "pagedown", "section(1)", "line yes_no", hidden=True),
    action("field.previous_section", "pageup", "section(-1)", "line yes_no", hidden=True),
    action("field.later_day", "ctrl+up", "move_day(1)", "line", hidden=True),
    action("field.earlier_day", "ctrl+down", "move_day(-1)", "line", hidden=True),
    action("field.editor", "ctrl+e", "open_editor", "long_text", 40, hidden=True),
    action("field.turn", "space", "turn", "yes_no", 40, hidden=True),
    action("field.yes", "y", "say(True)", "yes_no", hidden=True),
    action("field.no", "n", "say(False)", "yes_no", hidden=True),
    action("field.clear", "delete,backspace", "clear", "yes_no", hidden=True),
    action("field.answered", "enter", "accept", "yes_no", hidden=True),
    action("field.answered_on", "down", "next", "yes_no", hidden=True),
    action("field.answered_back", "up", "previous", "yes_no", hidden=True),
)

FORM: Final = (
    action("form.restore", "ctrl+r", "restore_draft", "form", hidden=True),
    action("form.drop_draft", "ctrl+t", "drop_draft", "form", hidden=True),
    action("form.matches", "ctrl+g", "go_to_matches", "form", 17, hidden=True),
    action("form.revert", "ctrl+z", "revert", "form", 60, hidden=True),
    action("form.again", "ctrl+y", "again", "form", hidden=True),
    action("matches.open", "enter", "open", "matches", 5, hidden=True),
    action("matches.fill", "f", "fill", "matches", 6, hidden=True),
    action("matches.down", "down,j", "move(1)", "matches", hidden=True),
    action("matches.up", "up,k", "move(-1)", "matches", hidden=True),
    action("matches.done", "escape,ctrl+g", "done", "matches", 7, hidden=True),
    action("cell.save", "ctrl+s", "save", "cell", hidden=True),
    action("conflict.save", "ctrl+s", "save", "conflict", hidden=True),
    action("sides.down", "down,j", "move(1)", "sides", hidden=True),
    action("sides.up", "up,k", "move(-1)", "sides", hidden=True),
    action("sides.turn", "space", "turn", "sides", hidden=True),
    action("sides.left", "left,h", "choose(True)", "sides", hidden=True),
    action("sides.right", "right,l", "choose(False)", "sides", hidden=True),
    action("sides.all_left", "M", "choose_all(True)", "sides", hidden=True),
    action("sides.all_right", "T", "choose_all(False)", "sides", hidden=True),
)
