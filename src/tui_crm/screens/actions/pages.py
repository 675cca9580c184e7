"""What works on the page of a record, in a conversion and in the schedule."""

from __future__ import annotations

from typing import Final

from tui_crm.screens.actions.action import declare

DETAIL: Final = (
    declare("detail.add", "a", "add", "detail", 15),
    declare("detail.previous", "left_square_bracket", "sibling(-1)", "detail", 80),
    declare("detail.next", "right_square_bracket", "sibling(1)", "detail", 81),
    declare("detail.all_fields", "full_stop", "all_fields", "detail"),
    declare("detail.other_pane", "tab", "other_pane", "detail", hidden=True),
    *(
        declare(f"detail.list_{n}", str(n), f"show_list({n})", "detail", hidden=True)
        for n in range(1, 10)
    ),
    declare("detail.last_list", "0", "show_list(0)", "detail", hidden=True),
    declare("view.select", "enter", "select", "view", 10, hidden=True),
    declare("view.down", "down,j", "move(1)", "view", hidden=True),
    declare("view.up", "up,k", "move(-1)", "view", hidden=True),
    declare("view.page_down", "pagedown,ctrl+f", "page(1)", "view", hidden=True),
    declare("view.page_up", "pageup,ctrl+b", "page(-1)", "view", hidden=True),
    declare("view.first", "home,g", "move(-1000000)", "view", hidden=True),
    declare("view.last", "end,G", "move(1000000)", "view", hidden=True),
    declare("history.undo", "u", "undo_entry", "history", 20),
)

CONVERT: Final = (
    declare("convert.convert", "enter", "convert", "convert convert_many", 10, hidden=True),
    declare("convert.down", "down,j", "move(1)", "convert convert_many", hidden=True),
    declare("convert.up", "up,k", "move(-1)", "convert convert_many", hidden=True),
    declare("convert.next_part", "tab", "next_part(1)", "convert", 20, hidden=True),
    declare("convert.previous_part", "shift+tab", "next_part(-1)", "convert", hidden=True),
    declare("convert.turn", "space", "turn", "convert", 30, hidden=True),
    declare("convert.find", "f,slash", "find", "convert", 40),
    declare("convert.deals", "d", "deals", "convert_many", 40),
    declare("convert.owner", "w", "owner", "convert convert_many", 50),
    declare("convert.cancel", "escape", "cancel", "convert convert_many", 85, hidden=True),
)

TODAY: Final = (
    declare("today.finish", "d", "finish", "today", 10),
    declare("today.result", "r", "note_result", "today"),
    declare("today.move", "m", "move", "today", 20),
    declare("today.follow_up", "n", "follow_up", "today", 30),
    declare("today.reassign", "R", "reassign", "today"),
    declare("today.log_call", "c", "log_call", "today"),
    declare("today.open_link", "o", "open_link", "today"),
    declare("today.edit", "e", "edit", "today"),
    declare("today.add", "a", "add", "today"),
    declare("today.delete", "delete", "delete", "today"),
    declare("today.later_day", "right,l", "go_days(1)", "today", 50),
    declare("today.earlier_day", "left,h", "go_days(-1)", "today"),
    declare("today.later_week", "right_square_bracket", "go_days(7)", "today"),
    declare("today.earlier_week", "left_square_bracket", "go_days(-7)", "today"),
    declare("today.now", "t", "go_today", "today"),
    declare("today.week", "w", "week", "today", 60),
    declare("today.back", "escape", "app.go_back", "today", 85, hidden=True),
    declare("today.undo", "u", "app.undo", "today", hidden=True),
    declare("agenda.open", "enter", "open", "agenda", 40, hidden=True),
    declare("agenda.down", "down,j", "move(1)", "agenda", hidden=True),
    declare("agenda.up", "up,k", "move(-1)", "agenda", hidden=True),
    declare("agenda.page_down", "pagedown,ctrl+f", "page(1)", "agenda", hidden=True),
    declare("agenda.page_up", "pageup,ctrl+b", "page(-1)", "agenda", hidden=True),
    declare("agenda.first", "home,g", "first", "agenda", hidden=True),
    declare("agenda.last", "end,G", "last", "agenda", hidden=True),
    declare("activity.next", "tab,down", "app.focus_next", "activity", hidden=True),
    declare("activity.previous", "shift+tab,up", "app.focus_previous", "activity", hidden=True),
    declare("activity.editor", "ctrl+e", "screen.open_editor", "activity_line", hidden=True),
    declare("activity.save", "ctrl+s", "save", "activity", hidden=True),
    declare("choice.left", "left,h", "turn(-1)", "choice_line", hidden=True),
    declare("choice.right", "right,l,space", "turn(1)", "choice_line", hidden=True),
    declare("choice.save", "enter", "screen.save", "choice_line", hidden=True),
)
