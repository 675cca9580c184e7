"""Every command of the terminal UI: its id, its keys, where it works, where it is offered.

Bindings, the footer, the palette, the help and ``crm keys`` are all read off ``ACTIONS``. The words
of an action are ``actions.<id>`` in the catalogs. Nothing here imports Textual.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from textual.binding import BindingType


@dataclass(frozen=True, slots=True)
class Action:
    """A command.

    ``keys`` are Textual's names of keys with commas between them. ``run`` is the Textual action
    (``action_<run>``) of what has one of the ``scopes``: a screen, a widget, the app. ``footer`` is
    its place among the keys that the footer shows, 0 for none. A hidden one is in the key map and
    the help, not in the palette.
    """

    id: str
    keys: str
    run: str
    scopes: tuple[str, ...]
    footer: int = 0
    hidden: bool = False
    priority: bool = False

    @property
    def label_key(self) -> str:
        """Where the catalogs have its words."""
        return f"actions.{self.id}"


def _action(
    action_id: str,
    keys: str,
    run: str,
    scopes: str,
    footer: int = 0,
    *,
    hidden: bool = False,
    priority: bool = False,
) -> Action:
    return Action(action_id, keys, run, tuple(scopes.split()), footer, hidden, priority)


_APP: Final = (
    _action("app.palette", "ctrl+p", "palette", "app", hidden=True, priority=True),
    _action("app.help", "question_mark,f1", "help", "app", 90, hidden=True),
    _action("app.undo", "ctrl+z", "undo", "app"),
    _action("app.redo", "ctrl+y,ctrl+r", "redo", "app"),
    _action("go.today", "0,T", "app.go('today')", "list today"),
    _action("go.leads", "1", "app.go('leads')", "list today"),
    _action("go.accounts", "2", "app.go('accounts')", "list today"),
    _action("go.contacts", "3", "app.go('contacts')", "list today"),
    _action("go.deals", "4", "app.go('deals')", "list today"),
    _action("go.activities", "5", "app.go('activities')", "list today"),
    _action("go.notes", "6", "app.go('notes')", "list today"),
    _action("go.users", "7", "app.go('users')", "list today"),
    _action("app.language", "f10", "language", "app"),
    _action("app.theme", "f9", "theme", "app"),
    _action("app.back", "escape", "back", "list detail today history", hidden=True),
    _action("app.leave", "q", "app.quit", "list today", hidden=True),
    _action("app.quit", "ctrl+q", "quit", "app", priority=True),
)

_RECORD: Final = (
    _action("record.edit", "e", "edit", "list detail"),
    _action("record.log_call", "c", "log_call", "list detail", 20),
    _action("record.next_step", "n", "next_step", "list detail", 30),
    _action("record.status", "t", "set_status", "list detail", 40),
    _action("record.rating", "r", "set_field('rating')", "list detail"),
    _action("record.owner", "w", "set_field('owner')", "list detail"),
    _action("record.tags", "number_sign", "set_tags", "list detail"),
    _action("record.convert", "x", "convert", "list detail", 50),
    _action("record.clone", "C", "clone", "list detail"),
    _action("record.delete", "d,delete", "delete", "list detail"),
    _action("record.history", "H", "history", "list detail"),
    _action("record.copy", "y", "copy", "list detail"),
    _action("record.open_link", "o", "open_link", "list detail"),
)

_LIST: Final = (
    _action("list.add", "a", "add", "list"),
    _action("list.edit_cell", "i", "edit_cell", "list"),
    _action("list.bulk_edit", "b", "bulk_edit", "list", 15),
    _action("list.search", "slash", "search", "list", 60),
    _action("list.filter", "f", "filter", "list"),
    _action("list.sort", "s", "sort", "list"),
    _action("list.views", "v", "views", "list"),
    _action("list.converted", "V", "converted", "list"),
    _action("list.columns", "L", "columns", "list"),
    _action("list.mark_all", "A,ctrl+a", "mark_all", "list"),
    _action("list.preview", "p", "preview", "list"),
    _action("list.undo", "u", "app.undo", "list", hidden=True),
)

_TABLE: Final = (
    _action("table.select", "enter", "select", "table", 10, hidden=True),
    _action("table.cursor_down", "down,j", "move(1)", "table", hidden=True),
    _action("table.cursor_up", "up,k", "move(-1)", "table", hidden=True),
    _action("table.page_down", "pagedown,ctrl+f", "page(1)", "table", hidden=True),
    _action("table.page_up", "pageup,ctrl+b", "page(-1)", "table", hidden=True),
    _action("table.half_page_down", "ctrl+d", "half_page(1)", "table", hidden=True),
    _action("table.half_page_up", "ctrl+u", "half_page(-1)", "table", hidden=True),
    _action("table.first", "home,g", "first", "table", hidden=True),
    _action("table.last", "end,G", "last", "table", hidden=True),
    _action("table.cell_left", "left,h", "move_cell(-1)", "table", hidden=True),
    _action("table.cell_right", "right,l", "move_cell(1)", "table", hidden=True),
    _action("table.toggle_mark", "space", "toggle_mark", "table", hidden=True),
    _action("table.mark_down", "shift+down,J", "mark_range(1)", "table", hidden=True),
    _action("table.mark_up", "shift+up,K", "mark_range(-1)", "table", hidden=True),
    _action("table.invert_marks", "asterisk", "invert_marks", "table", hidden=True),
    _action("table.clear_marks", "backslash", "clear_marks", "table", hidden=True),
)

_FIND: Final = (
    _action("find.done", "enter", "done", "find", 10, hidden=True, priority=True),
    _action("find.leave", "escape", "leave", "find", 20, hidden=True),
    _action("find.down", "down", "down", "find", hidden=True),
    _action("find.up", "up", "up", "find", hidden=True),
)

_CHOOSE: Final = (
    _action("choose.down", "down,ctrl+n", "down", "choose", hidden=True),
    _action("choose.up", "up,ctrl+p", "up", "choose", hidden=True),
    _action("choose.page_down", "pagedown", "page(1)", "choose", hidden=True),
    _action("choose.page_up", "pageup", "page(-1)", "choose", hidden=True),
    _action("choose.take", "enter", "take", "choose", hidden=True, priority=True),
    _action("columns.turn", "ctrl+space,ctrl+t", "turn", "columns", hidden=True),
    _action("columns.raise", "ctrl+up", "shift(-1)", "columns", hidden=True),
    _action("columns.lower", "ctrl+down", "shift(1)", "columns", hidden=True),
)

_DIALOG: Final = (
    _action("confirm.other", "left,right,h,l", "other_button", "confirm", hidden=True),
    _action("dialog.cancel", "escape", "cancel", "dialog form choose", 20, hidden=True),
    _action("dialog.save", "ctrl+s", "save", "form", 10, hidden=True),
)

_FIELD: Final = (
    _action("field.next", "tab", "next", "field", 30, hidden=True),
    _action("field.previous", "shift+tab", "previous", "field", hidden=True),
    _action("field.down", "down", "down", "line", hidden=True),
    _action("field.up", "up", "up", "line", hidden=True),
    _action("field.close_options", "escape", "close_options", "line", hidden=True),
    _action("field.later_day", "ctrl+up", "move_day(1)", "line", hidden=True),
    _action("field.earlier_day", "ctrl+down", "move_day(-1)", "line", hidden=True),
    _action("field.editor", "ctrl+e", "open_editor", "long_text", 40, hidden=True),
    _action("field.turn", "space", "turn", "yes_no", 40, hidden=True),
    _action("field.yes", "y", "say(True)", "yes_no", hidden=True),
    _action("field.no", "n", "say(False)", "yes_no", hidden=True),
    _action("field.clear", "delete,backspace", "clear", "yes_no", hidden=True),
    _action("field.answered", "enter", "accept", "yes_no", hidden=True),
    _action("field.answered_on", "down", "next", "yes_no", hidden=True),
    _action("field.answered_back", "up", "previous", "yes_no", hidden=True),
)

_FORM: Final = (
    _action("form.restore", "ctrl+r", "restore_draft", "form", 15, hidden=True),
    _action("form.drop_draft", "ctrl+t", "drop_draft", "form", 16, hidden=True),
    _action("form.matches", "ctrl+g", "go_to_matches", "form", 17, hidden=True),
    _action("form.revert", "ctrl+z", "revert", "form", 60, hidden=True),
    _action("matches.open", "enter", "open", "matches", 5, hidden=True),
    _action("matches.fill", "f", "fill", "matches", 6, hidden=True),
    _action("matches.down", "down,j", "move(1)", "matches", hidden=True),
    _action("matches.up", "up,k", "move(-1)", "matches", hidden=True),
    _action("matches.done", "escape,ctrl+g", "done", "matches", 7, hidden=True),
    _action("cell.save", "ctrl+s", "save", "cell", hidden=True),
    _action("conflict.save", "ctrl+s,enter", "save", "conflict", hidden=True),
    _action("sides.down", "down,j", "move(1)", "sides", hidden=True),
    _action("sides.up", "up,k", "move(-1)", "sides", hidden=True),
    _action("sides.turn", "space", "turn", "sides", hidden=True),
    _action("sides.left", "left,h", "choose(True)", "sides", hidden=True),
    _action("sides.right", "right,l", "choose(False)", "sides", hidden=True),
    _action("sides.all_left", "M", "choose_all(True)", "sides", hidden=True),
    _action("sides.all_right", "T", "choose_all(False)", "sides", hidden=True),
)

_DETAIL: Final = (
    _action("detail.add", "a", "add", "detail", 15),
    _action("detail.previous", "left_square_bracket", "sibling(-1)", "detail", 80),
    _action("detail.next", "right_square_bracket", "sibling(1)", "detail", 81),
    _action("detail.all_fields", "full_stop", "all_fields", "detail"),
    _action("detail.other_pane", "tab", "other_pane", "detail", hidden=True),
    *(
        _action(f"detail.list_{n}", str(n), f"show_list({n})", "detail", hidden=True)
        for n in range(1, 10)
    ),
    _action("detail.last_list", "0", "show_list(0)", "detail", hidden=True),
    _action("view.select", "enter", "select", "view", 10, hidden=True),
    _action("view.down", "down,j", "move(1)", "view", hidden=True),
    _action("view.up", "up,k", "move(-1)", "view", hidden=True),
    _action("view.page_down", "pagedown,ctrl+f", "page(1)", "view", hidden=True),
    _action("view.page_up", "pageup,ctrl+b", "page(-1)", "view", hidden=True),
    _action("view.first", "home,g", "move(-1000000)", "view", hidden=True),
    _action("view.last", "end,G", "move(1000000)", "view", hidden=True),
    _action("history.undo", "u", "undo_entry", "history", 20),
)

_CONVERT: Final = (
    _action("convert.convert", "enter", "convert", "convert convert_many", 10, hidden=True),
    _action("convert.down", "down,j", "move(1)", "convert convert_many", hidden=True),
    _action("convert.up", "up,k", "move(-1)", "convert convert_many", hidden=True),
    _action("convert.next_part", "tab", "next_part(1)", "convert", 20, hidden=True),
    _action("convert.previous_part", "shift+tab", "next_part(-1)", "convert", hidden=True),
    _action("convert.turn", "space", "turn", "convert", 30, hidden=True),
    _action("convert.find", "f,slash", "find", "convert", 40),
    _action("convert.deals", "d", "deals", "convert_many", 40),
    _action("convert.owner", "w", "owner", "convert convert_many", 50),
    _action("convert.cancel", "escape", "cancel", "convert convert_many", 60, hidden=True),
)

_TODAY: Final = (
    _action("today.finish", "d", "finish", "today", 10),
    _action("today.result", "r", "note_result", "today"),
    _action("today.move", "m", "move", "today", 20),
    _action("today.follow_up", "n", "follow_up", "today", 30),
    _action("today.reassign", "R", "reassign", "today"),
    _action("today.log_call", "c", "log_call", "today"),
    _action("today.open_link", "o", "open_link", "today"),
    _action("today.edit", "e", "edit", "today"),
    _action("today.add", "a", "add", "today"),
    _action("today.delete", "delete", "delete", "today"),
    _action("today.later_day", "right,l", "go_days(1)", "today", 50),
    _action("today.earlier_day", "left,h", "go_days(-1)", "today"),
    _action("today.later_week", "right_square_bracket", "go_days(7)", "today"),
    _action("today.earlier_week", "left_square_bracket", "go_days(-7)", "today"),
    _action("today.now", "t", "go_today", "today"),
    _action("today.week", "w", "week", "today", 60),
    _action("today.undo", "u", "app.undo", "today", hidden=True),
    _action("agenda.open", "enter", "open", "agenda", 40, hidden=True),
    _action("agenda.down", "down,j", "move(1)", "agenda", hidden=True),
    _action("agenda.up", "up,k", "move(-1)", "agenda", hidden=True),
    _action("agenda.page_down", "pagedown,ctrl+f", "page(1)", "agenda", hidden=True),
    _action("agenda.page_up", "pageup,ctrl+b", "page(-1)", "agenda", hidden=True),
    _action("agenda.first", "home,g", "first", "agenda", hidden=True),
    _action("agenda.last", "end,G", "last", "agenda", hidden=True),
    _action("activity.next", "tab,down", "app.focus_next", "activity", hidden=True),
    _action("activity.previous", "shift+tab,up", "app.focus_previous", "activity", hidden=True),
    _action("activity.editor", "ctrl+e", "screen.open_editor", "activity_line", hidden=True),
    _action("activity.save", "ctrl+s", "save", "activity", hidden=True),
    _action("choice.left", "left,h", "turn(-1)", "choice_line", hidden=True),
    _action("choice.right", "right,l,space", "turn(1)", "choice_line", hidden=True),
    _action("choice.save", "enter", "screen.save", "choice_line", hidden=True),
)

ACTIONS: Final = (
    _APP
    + _CONVERT
    + _RECORD
    + _LIST
    + _DETAIL
    + _TABLE
    + _FIND
    + _CHOOSE
    + _DIALOG
    + _FIELD
    + _FORM + _TODAY
)


def in_scope(scope: str) -> tuple[Action, ...]:
    """The actions that work in ``scope``, in their order."""
    return tuple(action for action in ACTIONS if scope in action.scopes)


def find(action_id: str) -> Action | None:
    """The action with this id."""
    return _BY_ID.get(action_id)


def bindings(*scopes: str) -> list[BindingType]:
    """The ``BINDINGS`` of what carries out the actions of ``scopes``."""
    from textual.binding import Binding

    return [
        Binding(
            action.keys,
            action.run,
            action.label_key,
            show=False,
            id=action.id,
            priority=action.priority,
        )
        for scope in scopes
        for action in in_scope(scope)
    ]


_BY_ID: Final = {action.id: action for action in ACTIONS}
