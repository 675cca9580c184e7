"""The actions of the screens, on records of any type; those of features stand in their folders."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tui_crm import manifest
from tui_crm.i18n import has
from tui_crm.manifest import STATUS, Action

if TYPE_CHECKING:
    from collections.abc import Iterator

APP: Final = (
    Action(
        "app.palette", "ctrl+p", "palette", "app", hidden=True, priority=True, vim="colon,ctrl+p"
    ),
    Action("app.jump", "ctrl+o", "jump", "app"),
    Action("app.help", "question_mark,f1", "help", "app", 90, hidden=True),
    Action("app.undo", "ctrl+z", "undo", "app", vim="u,ctrl+z"),
    Action("app.redo", "ctrl+y,ctrl+r", "redo", "app", vim="ctrl+r"),
)

ELSEWHERE: Final = (
    Action("app.language", "f10", "language", "app"),
    Action("app.theme", "f9", "theme", "app"),
    Action("app.back", "escape", "back", "list detail history", 85, hidden=True, needs="way_back"),
    Action("app.leave", "q", "app.quit", "list today", hidden=True),
    Action("app.quit", "ctrl+q", "quit", "app", priority=True),
)

_RECORDS: Final = "tui_crm.screens.record_actions"

RECORD: Final = (
    Action(
        "record.edit",
        "e",
        f"{_RECORDS}:edit",
        "list detail today",
        needs="record",
        changes=True,
        formerly="today.edit",
    ),
    Action(
        "record.status",
        "t",
        f"{_RECORDS}:set_field",
        "list detail",
        40,
        needs="record",
        changes=True,
        by_digit=True,
        field=STATUS,
    ),
    Action(
        "record.rating",
        "r",
        f"{_RECORDS}:set_field",
        "list detail",
        needs="record",
        changes=True,
        by_digit=True,
        field="rating",
    ),
    Action(
        "record.owner",
        "w",
        f"{_RECORDS}:set_field",
        "list detail",
        needs="record",
        changes=True,
        by_digit=True,
        field="owner",
    ),
    Action(
        "record.tags",
        "number_sign",
        f"{_RECORDS}:set_tags",
        "list detail",
        needs="record",
        changes=True,
        field="tags",
    ),
    Action("record.clone", "C", f"{_RECORDS}:clone", "list detail today", needs="record"),
    Action(
        "record.delete",
        "delete,backspace",
        f"{_RECORDS}:delete",
        "list detail today",
        needs="record",
        formerly="today.delete",
        moved=(("list", "d"), ("detail", "d")),
    ),
    Action("record.history", "H", f"{_RECORDS}:history", "list detail today", needs="record"),
    Action("record.copy", "y", f"{_RECORDS}:copy", "list detail today", needs="record"),
    Action(
        "record.open_link",
        "o",
        f"{_RECORDS}:open_link",
        "list detail",
        needs="record",
        by_digit=True,
        vim="O",
    ),
)

_LIST: Final = "tui_crm.screens.list.actions"

LIST: Final = (
    Action("list.add", "a", f"{_LIST}:add", "list", vim="o"),
    Action("list.edit_cell", "i", f"{_LIST}:edit_cell", "list", needs="record", changes=True),
    Action("list.bulk_edit", "b", f"{_RECORDS}:bulk_edit", "list", 15, needs="marks", changes=True),
    Action("list.search", "slash", "search", "list", 60),
    Action("list.filter", "f", "filter", "list"),
    Action("list.sort", "s", f"{_LIST}:sort", "list"),
    Action("list.views", "v", f"{_LIST}:choose_view", "list"),
    Action("list.columns", "L", f"{_LIST}:choose_columns", "list"),
    Action("list.mark_all", "A,ctrl+a", f"{_LIST}:mark_all", "list"),
    Action("list.preview", "p", "preview", "list", needs="record"),
    Action("list.undo", "u", "app.undo", "list", hidden=True, vim=""),
)

TABLE: Final = (
    Action("table.select", "enter", "select", "table", 10, hidden=True),
    Action("table.cursor_down", "down,j", "move(1)", "table", hidden=True),
    Action("table.cursor_up", "up,k", "move(-1)", "table", hidden=True),
    Action("table.page_down", "pagedown,ctrl+f", "page(1)", "table", hidden=True),
    Action("table.page_up", "pageup,ctrl+b", "page(-1)", "table", hidden=True),
    Action("table.half_page_down", "ctrl+d", "half_page(1)", "table", hidden=True),
    Action("table.half_page_up", "ctrl+u", "half_page(-1)", "table", hidden=True),
    Action("table.first", "home,g", "first", "table", hidden=True),
    Action("table.last", "end,G", "last", "table", hidden=True),
    Action("table.cell_left", "left,h", "move_cell(-1)", "table", hidden=True),
    Action("table.cell_right", "right,l", "move_cell(1)", "table", hidden=True),
    Action("table.toggle_mark", "space", "toggle_mark", "table", hidden=True),
    Action("table.mark_down", "shift+down,J", "mark_range(1)", "table", hidden=True),
    Action("table.mark_up", "shift+up,K", "mark_range(-1)", "table", hidden=True),
    Action("table.invert_marks", "asterisk", "invert_marks", "table", hidden=True),
    Action("table.clear_marks", "backslash", "clear_marks", "table", hidden=True),
)

FIND: Final = (
    Action("find.done", "enter,tab", "done", "find", 10, hidden=True, priority=True),
    Action("find.leave", "escape", "leave", "find", 20, hidden=True),
    Action("find.down", "down", "down", "find", hidden=True),
    Action("find.up", "up", "up", "find", hidden=True),
)

CHOOSE: Final = (
    Action("choose.down", "down,ctrl+n", "down", "choose", hidden=True),
    Action("choose.up", "up,ctrl+p", "up", "choose", hidden=True),
    Action("choose.page_down", "pagedown", "page(1)", "choose", hidden=True),
    Action("choose.page_up", "pageup", "page(-1)", "choose", hidden=True),
    Action("choose.take", "enter", "take", "choose", hidden=True, priority=True),
    Action("columns.turn", "ctrl+space,ctrl+t", "turn", "columns", hidden=True),
    Action("columns.raise", "ctrl+up", "shift(-1)", "columns", hidden=True),
    Action("columns.lower", "ctrl+down", "shift(1)", "columns", hidden=True),
)

DIALOG: Final = (
    Action("confirm.no", "left,h", "focus_answer('cancel')", "confirm", hidden=True),
    Action("confirm.yes", "right,l", "focus_answer('yes')", "confirm", hidden=True),
    Action("dialog.cancel", "escape", "cancel", "dialog form choose", 20, hidden=True),
    Action("dialog.save", "ctrl+s", "save", "form", 10, hidden=True),
)


DETAIL: Final = (
    Action(
        "detail.add",
        "a",
        "tui_crm.screens.detail.screen:add",
        "detail",
        15,
        needs="room",
        changes=True,
    ),
    Action(
        "detail.filter",
        "f",
        "tui_crm.screens.detail.screen:filter_timeline",
        "detail",
        70,
        needs="timeline",
    ),
    Action("detail.row_page", "P", "row_page", "detail", needs="file", moved=(("detail", "p"),)),
    Action("detail.previous", "left_square_bracket", "sibling(-1)", "detail", 80, needs="sibling"),
    Action("detail.next", "right_square_bracket", "sibling(1)", "detail", 81, needs="sibling"),
    Action("detail.all_fields", "full_stop", "all_fields", "detail"),
    Action("detail.other_pane", "tab", "other_pane", "detail", hidden=True),
    *(
        Action(
            *(f"detail.list_{n}", str(n), f"show_list({n})", "detail"),
            hidden=True,
            needs=f"panel_{n}",
        )
        for n in range(1, 10)
    ),
    Action("detail.last_list", "0", "show_list(0)", "detail", hidden=True),
    Action("view.select", "enter", "select", "view", 10, hidden=True),
    Action("view.down", "down,j", "move(1)", "view", hidden=True),
    Action("view.up", "up,k", "move(-1)", "view", hidden=True),
    Action("view.page_down", "pagedown,ctrl+f", "page(1)", "view", hidden=True),
    Action("view.page_up", "pageup,ctrl+b", "page(-1)", "view", hidden=True),
    Action("view.first", "home,g", "move(-1000000)", "view", hidden=True),
    Action("view.last", "end,G", "move(1000000)", "view", hidden=True),
    Action("history.undo", "u", "undo_entry", "history", 20, vim="U"),
)

CHANGES: Final = (
    Action(
        "go.changes",
        "U",
        "tui_crm.screens.history.changes_screen:open_changes",
        "list today detail",
    ),
    Action(
        "changes.undo",
        "u",
        "tui_crm.screens.history.running_undo:undo_here",
        "changes change",
        20,
        vim="U",
        needs="change",
    ),
    Action(
        "changes.redo",
        "r",
        "tui_crm.screens.history.running_undo:redo_here",
        "changes change",
        30,
        needs="change",
    ),
    Action("changes.search", "slash", "search", "changes", 40),
    Action("changes.kind", "f", "kind", "changes", 50),
    Action("changes.mine", "m", "mine", "changes", 60),
    Action("change.other_pane", "tab", "app.focus_next", "change", 40, hidden=True),
    Action("changes.back", "escape", "back", "changes change", 85, hidden=True),
)


FIELD: Final = (
    Action("field.next", "tab", "next", "field", 30, hidden=True),
    Action("field.previous", "shift+tab", "previous", "field", hidden=True),
    Action("field.down", "down", "down", "line", hidden=True),
    Action("field.up", "up", "up", "line", hidden=True),
    Action("field.close_options", "escape", "close_options", "line", hidden=True, needs="options"),
    Action("field.next_section", "pagedown", "section(1)", "sheet", hidden=True),
    Action("field.previous_section", "pageup", "section(-1)", "sheet", hidden=True),
    Action("field.later_day", "ctrl+up", "move_day(1)", "sheet", hidden=True),
    Action("field.earlier_day", "ctrl+down", "move_day(-1)", "sheet", hidden=True),
    Action("field.editor", "ctrl+e", "open_editor", "long_text long_line", 40, hidden=True),
    Action("field.turn", "space,right,l", "turn(1)", "choice_line", 40, hidden=True),
    Action("field.turn_back", "left,h", "turn(-1)", "choice_line", hidden=True),
    Action("field.yes", "y", "say(True)", "choice_line", hidden=True, needs="yes_no"),
    Action("field.no", "n", "say(False)", "choice_line", hidden=True, needs="yes_no"),
    Action("field.clear", "delete,backspace", "clear", "choice_line", hidden=True, needs="yes_no"),
    Action("field.answered", "enter", "accept", "choice_line", hidden=True),
    Action("field.answered_on", "down", "next", "choice_line", hidden=True),
    Action("field.answered_back", "up", "previous", "choice_line", hidden=True),
)

FORM: Final = (
    Action("form.restore", "ctrl+r", "restore_draft", "form", hidden=True),
    Action("form.drop_draft", "ctrl+t", "drop_draft", "form", hidden=True),
    Action("form.matches", "ctrl+g", "go_to_matches", "form", 17, hidden=True, needs="matches"),
    Action("form.revert", "ctrl+z", "revert", "form sheet", 60, hidden=True),
    Action("form.again", "ctrl+y", "again", "form sheet", hidden=True),
    Action("matches.open", "enter", "select", "matches", 5, hidden=True),
    Action("matches.fill", "f", "fill", "matches", 6, hidden=True),
    Action("matches.down", "down,j", "move(1)", "matches", hidden=True),
    Action("matches.up", "up,k", "move(-1)", "matches", hidden=True),
    Action("matches.done", "escape,ctrl+g", "done", "matches", 7, hidden=True),
    Action("cell.save", "ctrl+s", "save", "cell", hidden=True),
    Action("conflict.save", "ctrl+s", "save", "conflict", hidden=True),
    Action("sides.down", "down,j", "move(1)", "sides", hidden=True),
    Action("sides.up", "up,k", "move(-1)", "sides", hidden=True),
    Action("sides.turn", "space", "turn", "sides", hidden=True),
    Action("sides.left", "left,h", "choose(True)", "sides", hidden=True),
    Action("sides.right", "right,l", "choose(False)", "sides", hidden=True),
    Action("sides.all_left", "M", "choose_all(True)", "sides", hidden=True),
    Action("sides.all_right", "T", "choose_all(False)", "sides", hidden=True),
)


def lists() -> Iterator[Action]:
    """The keys of the lists in the menu, read off the declarations of their types."""
    for declared in manifest.record_types():
        if declared.is_menu:
            own = f"go.{declared.key}"
            words = "" if has(f"actions.{own}") else f"types.{declared.key}.many"
            run = f"app.go('{declared.key}')"
            yield Action(own, declared.shortcut, run, "list today", label=words)


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
