"""The actions of the screens, on records of any type; those of features stand in their folders."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tui_crm import manifest
from tui_crm.i18n import has
from tui_crm.manifest import STATUS, action

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tui_crm.manifest import Action

APP: Final = (
    action(
        "app.palette", "ctrl+p", "palette", "app", hidden=True, priority=True, vim="colon,ctrl+p"
    ),
    action("app.jump", "ctrl+o", "jump", "app"),
    action("app.help", "question_mark,f1", "help", "app", 90, hidden=True),
    action("app.undo", "ctrl+z", "undo", "app", vim="u,ctrl+z"),
    action("app.redo", "ctrl+y,ctrl+r", "redo", "app", vim="ctrl+r"),
)

ELSEWHERE: Final = (
    action("app.language", "f10", "language", "app"),
    action("app.theme", "f9", "theme", "app"),
    action("app.back", "escape", "back", "list detail history", 85, hidden=True, needs="way_back"),
    action("app.leave", "q", "app.quit", "list today", hidden=True),
    action("app.quit", "ctrl+q", "quit", "app", priority=True),
)

_RECORDS: Final = "tui_crm.screens.record_actions"

RECORD: Final = (
    action("record.edit", "e", f"{_RECORDS}:edit", "list detail", needs="record", changes=True),
    action(
        "record.status",
        "t",
        f"{_RECORDS}:set_field",
        "list detail",
        40,
        needs="record",
        changes=True,
        field=STATUS,
    ),
    action(
        "record.rating",
        "r",
        f"{_RECORDS}:set_field",
        "list detail",
        needs="record",
        changes=True,
        field="rating",
    ),
    action(
        "record.owner",
        "w",
        f"{_RECORDS}:set_field",
        "list detail",
        needs="record",
        changes=True,
        field="owner",
    ),
    action(
        "record.tags",
        "number_sign",
        f"{_RECORDS}:set_tags",
        "list detail",
        needs="record",
        changes=True,
        field="tags",
    ),
    action("record.clone", "C", f"{_RECORDS}:clone", "list detail", needs="record"),
    action("record.delete", "d,delete", f"{_RECORDS}:delete", "list detail", needs="record"),
    action("record.history", "H", f"{_RECORDS}:history", "list detail", needs="record"),
    action("record.copy", "y", f"{_RECORDS}:copy", "list detail", needs="record"),
    action(
        "record.open_link", "o", f"{_RECORDS}:open_link", "list detail", needs="record", vim="O"
    ),
)

_LIST: Final = "tui_crm.screens.list.actions"

LIST: Final = (
    action("list.add", "a", f"{_LIST}:add", "list", vim="o"),
    action("list.edit_cell", "i", f"{_LIST}:edit_cell", "list", needs="record", changes=True),
    action("list.bulk_edit", "b", f"{_RECORDS}:bulk_edit", "list", 15, needs="marks", changes=True),
    action("list.search", "slash", "search", "list", 60),
    action("list.filter", "f", "filter", "list"),
    action("list.sort", "s", f"{_LIST}:sort", "list"),
    action("list.views", "v", f"{_LIST}:choose_view", "list"),
    action("list.columns", "L", f"{_LIST}:choose_columns", "list"),
    action("list.mark_all", "A,ctrl+a", f"{_LIST}:mark_all", "list"),
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


DETAIL: Final = (
    action(
        "detail.add",
        "a",
        "tui_crm.screens.detail.screen:add",
        "detail",
        15,
        needs="room",
        changes=True,
    ),
    action("detail.previous", "left_square_bracket", "sibling(-1)", "detail", 80, needs="sibling"),
    action("detail.next", "right_square_bracket", "sibling(1)", "detail", 81, needs="sibling"),
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
    action(
        "changes.undo",
        "u",
        "tui_crm.screens.history.running_undo:undo_here",
        "changes change",
        20,
        vim="U",
        needs="change",
    ),
    action(
        "changes.redo",
        "r",
        "tui_crm.screens.history.running_undo:redo_here",
        "changes change",
        30,
        needs="change",
    ),
    action("changes.search", "slash", "search", "changes", 40),
    action("changes.kind", "f", "kind", "changes", 50),
    action("changes.mine", "m", "mine", "changes", 60),
    action("change.other_pane", "tab", "app.focus_next", "change", 40, hidden=True),
    action("changes.back", "escape", "back", "changes change", 85, hidden=True),
)


FIELD: Final = (
    action("field.next", "tab", "next", "field", 30, hidden=True),
    action("field.previous", "shift+tab", "previous", "field", hidden=True),
    action("field.down", "down", "down", "line", hidden=True),
    action("field.up", "up", "up", "line", hidden=True),
    action("field.close_options", "escape", "close_options", "line", hidden=True, needs="options"),
    action("field.next_section", "pagedown", "section(1)", "sheet", hidden=True),
    action("field.previous_section", "pageup", "section(-1)", "sheet", hidden=True),
    action("field.later_day", "ctrl+up", "move_day(1)", "sheet", hidden=True),
    action("field.earlier_day", "ctrl+down", "move_day(-1)", "sheet", hidden=True),
    action("field.editor", "ctrl+e", "open_editor", "long_text long_line", 40, hidden=True),
    action("field.turn", "space,right,l", "turn(1)", "choice_line", 40, hidden=True),
    action("field.turn_back", "left,h", "turn(-1)", "choice_line", hidden=True),
    action("field.yes", "y", "say(True)", "choice_line", hidden=True, needs="yes_no"),
    action("field.no", "n", "say(False)", "choice_line", hidden=True, needs="yes_no"),
    action("field.clear", "delete,backspace", "clear", "choice_line", hidden=True, needs="yes_no"),
    action("field.answered", "enter", "accept", "choice_line", hidden=True),
    action("field.answered_on", "down", "next", "choice_line", hidden=True),
    action("field.answered_back", "up", "previous", "choice_line", hidden=True),
)

FORM: Final = (
    action("form.restore", "ctrl+r", "restore_draft", "form", hidden=True),
    action("form.drop_draft", "ctrl+t", "drop_draft", "form", hidden=True),
    action("form.matches", "ctrl+g", "go_to_matches", "form", 17, hidden=True, needs="matches"),
    action("form.revert", "ctrl+z", "revert", "form sheet", 60, hidden=True),
    action("form.again", "ctrl+y", "again", "form sheet", hidden=True),
    action("matches.open", "enter", "select", "matches", 5, hidden=True),
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


def lists() -> Iterator[Action]:
    """The keys of the lists in the menu, read off the declarations of their types."""
    for declared in manifest.record_types():
        if declared.is_menu:
            own = f"go.{declared.key}"
            words = "" if has(f"actions.{own}") else f"types.{declared.key}.many"
            run = f"app.go('{declared.key}')"
            yield action(own, declared.shortcut, run, "list today", label=words)


def actions() -> tuple[Action, ...]:
    """The actions of the screens, in the order of the help."""
    return (
        *APP,
        *lists(),
        *ELSEWHERE,
        *RECORD,
        *LIST,
        *DETAIL,
        *TABLE,
        *FIND,
        *CHOOSE,
        *DIALOG,
        *FIELD,
        *FORM,
        *CHANGES,
    )
