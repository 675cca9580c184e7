"""Keys of the schedule, and of what is planned and logged with a record."""

from __future__ import annotations

from typing import Final

from tui_crm.manifest import Action

_LOG_CALL: Final = "tui_crm.features.activities.dialogs.log_call:log_call"
_NEXT_STEP: Final = "tui_crm.features.activities.dialogs.next_step:plan_next_step"
_TODAY: Final = "tui_crm.features.activities.today.actions"
_DIALOGS: Final = "tui_crm.features.activities.dialogs"

ACTIONS: Final = (
    Action("go.today", "T", "app.go('today')", "list today detail", after="app.redo"),
    Action("go.home", "0", "app.go('today')", "list today", hidden=True),
    Action(
        "record.log_call",
        "c",
        _LOG_CALL,
        "list detail",
        20,
        needs="record",
        changes=True,
        linked_from="activities",
        after="record.edit",
    ),
    Action(
        "record.next_step",
        "n",
        _NEXT_STEP,
        "list detail",
        30,
        needs="record",
        changes=True,
        linked_from="activities",
    ),
    Action(
        "record.finish",
        "d",
        f"{_DIALOGS}.finish:finish",
        "list detail today",
        10,
        needs="record",
        changes=True,
        types=("activities",),
        formerly="today.finish",
    ),
    Action(
        "record.move",
        "m",
        f"{_DIALOGS}.reschedule:move",
        "list detail today",
        20,
        needs="record",
        changes=True,
        by_digit=True,
        types=("activities",),
        formerly="today.move",
    ),
    Action(
        "today.result",
        "",
        f"{_DIALOGS}.finish:note_result",
        "today",
        after="sides.all_right",
        needs="record",
        moved=(("today", "r"),),
        done_by="record.finish",
    ),
    Action("today.follow_up", "n", _NEXT_STEP, "today", 30, needs="record"),
    Action(
        "today.reassign",
        "w",
        f"{_TODAY}:reassign",
        "today",
        needs="record",
        by_digit=True,
        moved=(("today", "R"),),
    ),
    Action("today.log_call", "c", _LOG_CALL, "today", needs="record"),
    Action("today.open_link", "o", f"{_TODAY}:open_link", "today", needs="record", by_digit=True),
    Action("today.add", "a", f"{_TODAY}:add", "today"),
    Action("today.later_day", "right,l", "go_days(1)", "today", 50),
    Action("today.earlier_day", "left,h", "go_days(-1)", "today"),
    Action("today.later_week", "right_square_bracket", "go_days(7)", "today"),
    Action("today.earlier_week", "left_square_bracket", "go_days(-7)", "today"),
    Action("today.now", "", "go_today", "today", moved=(("today", "t"),), done_by="go.today"),
    Action("today.week", "v", "week", "today", 60),
    Action("today.back", "escape", "app.previous_mode", "today", 85, hidden=True),
    Action("today.undo", "u", "app.undo", "today", hidden=True, vim=""),
    Action("agenda.open", "enter", "select", "agenda", 40, hidden=True),
    Action("agenda.down", "down,j", "move(1)", "agenda", hidden=True),
    Action("agenda.up", "up,k", "move(-1)", "agenda", hidden=True),
    Action("agenda.page_down", "pagedown,ctrl+f", "page(1)", "agenda", hidden=True),
    Action("agenda.page_up", "pageup,ctrl+b", "page(-1)", "agenda", hidden=True),
    Action("agenda.first", "home,g", "move(-1000000)", "agenda", hidden=True),
    Action("agenda.last", "end,G", "move(1000000)", "agenda", hidden=True),
)
