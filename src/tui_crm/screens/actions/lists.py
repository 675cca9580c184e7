"""What works everywhere, on a record, and in lists and the dialogs over them."""

from __future__ import annotations

from typing import Final

from tui_crm.screens.actions.action import declare

APP: Final = (
    declare("app.palette", "ctrl+p", "palette", "app", hidden=True, priority=True),
    declare("app.jump", "ctrl+o", "jump", "app"),
    declare("app.help", "question_mark,f1", "help", "app", 90, hidden=True),
    declare("app.undo", "ctrl+z", "undo", "app"),
    declare("app.redo", "ctrl+y,ctrl+r", "redo", "app"),
    declare("go.today", "0,T", "app.go('today')", "list today"),
    declare("go.leads", "1", "app.go('leads')", "list today"),
    declare("go.accounts", "2", "app.go('accounts')", "list today"),
    declare("go.contacts", "3", "app.go('contacts')", "list today"),
    declare("go.deals", "4", "app.go('deals')", "list today"),
    declare("go.activities", "5", "app.go('activities')", "list today"),
    declare("go.notes", "6", "app.go('notes')", "list today"),
    declare("go.users", "7", "app.go('users')", "list today"),
    declare("go.assignment_rules", "", "app.go('assignment_rules')", "list today"),
    declare("go.work_rules", "", "app.go('work_rules')", "list today"),
    declare("app.language", "f10", "language", "app"),
    declare("app.theme", "f9", "theme", "app"),
    declare("app.back", "escape", "back", "list detail history", 85, hidden=True),
    declare("app.leave", "q", "app.quit", "list today", hidden=True),
    declare("app.quit", "ctrl+q", "quit", "app", priority=True),
)

RECORD: Final = (
    declare("record.edit", "e", "edit", "list detail"),
    declare("record.log_call", "c", "log_call", "list detail", 20),
    declare("record.next_step", "n", "next_step", "list detail", 30),
    declare("record.status", "t", "set_status", "list detail", 40),
    declare("record.rating", "r", "set_field('rating')", "list detail"),
    declare("record.owner", "w", "set_field('owner')", "list detail"),
    declare("record.tags", "number_sign", "set_tags", "list detail"),
    declare("record.convert", "x", "convert", "list detail", 50),
    declare("record.clone", "C", "clone", "list detail"),
    declare("record.delete", "d,delete", "delete", "list detail"),
    declare("record.history", "H", "history", "list detail"),
    declare("record.copy", "y", "copy", "list detail"),
    declare("record.open_link", "o", "open_link", "list detail"),
)

LIST: Final = (
    declare("list.add", "a", "add", "list"),
    declare("list.import", "I", "import_list", "list"),
    declare("list.edit_cell", "i", "edit_cell", "list"),
    declare("list.bulk_edit", "b", "bulk_edit", "list", 15),
    declare("list.search", "slash", "search", "list", 60),
    declare("list.filter", "f", "filter", "list"),
    declare("list.sort", "s", "sort", "list"),
    declare("list.views", "v", "views", "list"),
    declare("list.converted", "V", "converted", "list"),
    declare("list.columns", "L", "columns", "list"),
    declare("list.mark_all", "A,ctrl+a", "mark_all", "list"),
    declare("list.preview", "p", "preview", "list"),
    declare("list.undo", "u", "app.undo", "list", hidden=True),
)

TABLE: Final = (
    declare("table.select", "enter", "select", "table", 10, hidden=True),
    declare("table.cursor_down", "down,j", "move(1)", "table", hidden=True),
    declare("table.cursor_up", "up,k", "move(-1)", "table", hidden=True),
    declare("table.page_down", "pagedown,ctrl+f", "page(1)", "table", hidden=True),
    declare("table.page_up", "pageup,ctrl+b", "page(-1)", "table", hidden=True),
    declare("table.half_page_down", "ctrl+d", "half_page(1)", "table", hidden=True),
    declare("table.half_page_up", "ctrl+u", "half_page(-1)", "table", hidden=True),
    declare("table.first", "home,g", "first", "table", hidden=True),
    declare("table.last", "end,G", "last", "table", hidden=True),
    declare("table.cell_left", "left,h", "move_cell(-1)", "table", hidden=True),
    declare("table.cell_right", "right,l", "move_cell(1)", "table", hidden=True),
    declare("table.toggle_mark", "space", "toggle_mark", "table", hidden=True),
    declare("table.mark_down", "shift+down,J", "mark_range(1)", "table", hidden=True),
    declare("table.mark_up", "shift+up,K", "mark_range(-1)", "table", hidden=True),
    declare("table.invert_marks", "asterisk", "invert_marks", "table", hidden=True),
    declare("table.clear_marks", "backslash", "clear_marks", "table", hidden=True),
)

FIND: Final = (
    declare("find.done", "enter", "done", "find", 10, hidden=True, priority=True),
    declare("find.leave", "escape", "leave", "find", 20, hidden=True),
    declare("find.down", "down", "down", "find", hidden=True),
    declare("find.up", "up", "up", "find", hidden=True),
)

CHOOSE: Final = (
    declare("choose.down", "down,ctrl+n", "down", "choose", hidden=True),
    declare("choose.up", "up,ctrl+p", "up", "choose", hidden=True),
    declare("choose.page_down", "pagedown", "page(1)", "choose", hidden=True),
    declare("choose.page_up", "pageup", "page(-1)", "choose", hidden=True),
    declare("choose.take", "enter", "take", "choose", hidden=True, priority=True),
    declare("columns.turn", "ctrl+space,ctrl+t", "turn", "columns", hidden=True),
    declare("columns.raise", "ctrl+up", "shift(-1)", "columns", hidden=True),
    declare("columns.lower", "ctrl+down", "shift(1)", "columns", hidden=True),
)

DIALOG: Final = (
    declare("confirm.no", "left,h", "focus_answer('cancel')", "confirm", hidden=True),
    declare("confirm.yes", "right,l", "focus_answer('yes')", "confirm", hidden=True),
    declare("dialog.cancel", "escape", "cancel", "dialog form choose", 20, hidden=True),
    declare("dialog.save", "ctrl+s", "save", "form", 10, hidden=True),
)
