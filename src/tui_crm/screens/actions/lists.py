"""What works everywhere, on a record, and in lists and the dialogs over them."""

from __future__ import annotations

from typing import Final

from tui_crm.manifest import action

APP: Final = (
    action(
        "app.palette", "ctrl+p", "palette", "app", hidden=True, priority=True, vim="colon,ctrl+p"
    ),
    action("app.jump", "ctrl+o", "jump", "app"),
    action("app.help", "question_mark,f1", "help", "app", 90, hidden=True),
    action("app.undo", "ctrl+z", "undo", "app", vim="u,ctrl+z"),
    action("app.redo", "ctrl+y,ctrl+r", "redo", "app", vim="ctrl+r"),
    action("go.leads", "1", "app.go('leads')", "list today"),
    action("go.accounts", "2", "app.go('accounts')", "list today"),
    action("go.contacts", "3", "app.go('contacts')", "list today"),
    action("go.deals", "4", "app.go('deals')", "list today"),
    action("go.activities", "5", "app.go('activities')", "list today"),
    action("go.notes", "6", "app.go('notes')", "list today"),
    action("go.users", "7", "app.go('users')", "list today"),
    action("go.assignment_rules", "", "app.go('assignment_rules')", "list today"),
    action("go.work_rules", "", "app.go('work_rules')", "list today"),
    action("app.language", "f10", "language", "app"),
    action("app.theme", "f9", "theme", "app"),
    action("app.back", "escape", "back", "list detail history", 85, hidden=True),
    action("app.leave", "q", "app.quit", "list today", hidden=True),
    action("app.quit", "ctrl+q", "quit", "app", priority=True),
)

RECORD: Final = (
    action("record.edit", "e", "edit", "list detail", needs="record", changes=True),
    action("record.status", "t", "set_status", "list detail", 40, needs="record", changes=True),
    action(
        "record.rating", "r", "set_field('rating')", "list detail", needs="record", changes=True
    ),
    action("record.owner", "w", "set_field('owner')", "list detail", needs="record", changes=True),
    action("record.tags", "number_sign", "set_tags", "list detail", needs="record", changes=True),
    action("record.clone", "C", "clone", "list detail", needs="record"),
    action("record.delete", "d,delete", "delete", "list detail", needs="record"),
    action("record.history", "H", "history", "list detail", needs="record"),
    action("record.copy", "y", "copy", "list detail", needs="record"),
    action("record.open_link", "o", "open_link", "list detail", needs="record", vim="O"),
)

LIST: Final = (
    action("list.add", "a", "add", "list", vim="o"),
    action("list.edit_cell", "i", "edit_cell", "list", needs="record", changes=True),
    action("list.bulk_edit", "b", "bulk_edit", "list", 15, needs="marks", changes=True),
    action("list.search", "slash", "search", "list", 60),
    action("list.filter", "f", "filter", "list"),
    action("list.sort", "s", "sort", "list"),
    action("list.views", "v", "views", "list"),
    action("list.columns", "L", "columns", "list"),
    action("list.mark_all", "A,ctrl+a", "mark_all", "list"),
    action("list.preview", "p", "preview", "list", needs="record"),
    action("list.undo", "u", "app.undo", "list", hidden=True, vim=""),
)

TABLE: Final = (
    action("table.select", "enter", "select", "table", 10, hidden=True),
    action("table.cursor_down", "down,j", "move(1)", "table", hidden=True),
    action("table.cursor_up", "up,k", "move(-1)", "table", hidden=True),
    action("table.page_down", "pagedown,ctrl+f", "page(1)", "table", hidden=True),
    action("table.page_up", "pageup,ctrl+b", "page(-1)", "table", hidden=True),
    action("table.half_page_down", "ctrl+d", "half_page(1)", "table", hidden=True),
    action("table.half_page_up", "ctrl+u", "half_page(-1)", "table", hidden=True),
    action("table.first", "home,g", "first", "table", hidden=True),
    action("table.last", "end,G", "last", "table", hidden=True),
    action("table.cell_left", "left,h", "move_cell(-1)", "table", hidden=True),
    action("table.cell_right", "right,l", "move_cell(1)", "table", hidden=True),
    action("table.toggle_mark", "space", "toggle_mark", "table", hidden=True),
    action("table.mark_down", "shift+down,J", "mark_range(1)", "table", hidden=True),
    action("table.mark_up", "shift+up,K", "mark_range(-1)", "table", hidden=True),
    action("table.invert_marks", "asterisk", "invert_marks", "table", hidden=True),
    action("table.clear_marks", "backslash", "clear_marks", "table", hidden=True),
)

FIND: Final = (
    action("find.done", "enter", "done", "find", 10, hidden=True, priority=True),
    action("find.leave", "escape", "leave", "find", 20, hidden=True),
    action("find.down", "down", "down", "find", hidden=True),
    action("find.up", "up", "up", "find", hidden=True),
)

CHOOSE: Final = (
    action("choose.down", "down,ctrl+n", "down", "choose", hidden=True),
    action("choose.up", "up,ctrl+p", "up", "choose", hidden=True),
    action("choose.page_down", "pagedown", "page(1)", "choose", hidden=True),
    action("choose.page_up", "pageup", "page(-1)", "choose", hidden=True),
    action("choose.take", "enter", "take", "choose", hidden=True, priority=True),
    action("columns.turn", "ctrl+space,ctrl+t", "turn", "columns", hidden=True),
    action("columns.raise", "ctrl+up", "shift(-1)", "columns", hidden=True),
    action("columns.lower", "ctrl+down", "shift(1)", "columns", hidden=True),
)

DIALOG: Final = (
    action("confirm.no", "left,h", "focus_answer('cancel')", "confirm", hidden=True),
    action("confirm.yes", "right,l", "focus_answer('yes')", "confirm", hidden=True),
    action("dialog.cancel", "escape", "cancel", "dialog form choose", 20, hidden=True),
    action("dialog.save", "ctrl+s", "save", "form", 10, hidden=True),
)
