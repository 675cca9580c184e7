"""What works in forms and their fields, and where two versions of a record meet."""

from __future__ import annotations

from typing import Final

from tui_crm.screens.actions.action import declare

FIELD: Final = (
    declare("field.next", "tab", "next", "field", 30, hidden=True),
    declare("field.previous", "shift+tab", "previous", "field", hidden=True),
    declare("field.down", "down", "down", "line", hidden=True),
    declare("field.up", "up", "up", "line", hidden=True),
    declare("field.close_options", "escape", "close_options", "line", hidden=True),
    declare("field.next_section", "pagedown", "section(1)", "line yes_no", hidden=True),
    declare("field.previous_section", "pageup", "section(-1)", "line yes_no", hidden=True),
    declare("field.later_day", "ctrl+up", "move_day(1)", "line", hidden=True),
    declare("field.earlier_day", "ctrl+down", "move_day(-1)", "line", hidden=True),
    declare("field.editor", "ctrl+e", "open_editor", "long_text", 40, hidden=True),
    declare("field.turn", "space", "turn", "yes_no", 40, hidden=True),
    declare("field.yes", "y", "say(True)", "yes_no", hidden=True),
    declare("field.no", "n", "say(False)", "yes_no", hidden=True),
    declare("field.clear", "delete,backspace", "clear", "yes_no", hidden=True),
    declare("field.answered", "enter", "accept", "yes_no", hidden=True),
    declare("field.answered_on", "down", "next", "yes_no", hidden=True),
    declare("field.answered_back", "up", "previous", "yes_no", hidden=True),
)

FORM: Final = (
    declare("form.restore", "ctrl+r", "restore_draft", "form", hidden=True),
    declare("form.drop_draft", "ctrl+t", "drop_draft", "form", hidden=True),
    declare("form.matches", "ctrl+g", "go_to_matches", "form", 17, hidden=True),
    declare("form.revert", "ctrl+z", "revert", "form", 60, hidden=True),
    declare("form.again", "ctrl+y", "again", "form", hidden=True),
    declare("matches.open", "enter", "open", "matches", 5, hidden=True),
    declare("matches.fill", "f", "fill", "matches", 6, hidden=True),
    declare("matches.down", "down,j", "move(1)", "matches", hidden=True),
    declare("matches.up", "up,k", "move(-1)", "matches", hidden=True),
    declare("matches.done", "escape,ctrl+g", "done", "matches", 7, hidden=True),
    declare("cell.save", "ctrl+s", "save", "cell", hidden=True),
    declare("conflict.save", "ctrl+s", "save", "conflict", hidden=True),
    declare("sides.down", "down,j", "move(1)", "sides", hidden=True),
    declare("sides.up", "up,k", "move(-1)", "sides", hidden=True),
    declare("sides.turn", "space", "turn", "sides", hidden=True),
    declare("sides.left", "left,h", "choose(True)", "sides", hidden=True),
    declare("sides.right", "right,l", "choose(False)", "sides", hidden=True),
    declare("sides.all_left", "M", "choose_all(True)", "sides", hidden=True),
    declare("sides.all_right", "T", "choose_all(False)", "sides", hidden=True),
)
