"""Keys of the schedule, and of what is planned and logged with a record."""

from __future__ import annotations

from typing import Final

from tui_crm.manifest import Action

_LOG_CALL: Final = "tui_crm.features.activities.dialogs.log_call:log_call"
_NEXT_STEP: Final = "tui_crm.features.activities.dialogs.next_step:plan_next_step"
_TODAY: Final = "tui_crm.features.activities.today.actions"
_RECORDS: Final = "tui_crm.screens.record_actions"

ACTIONS: Final = (
    Action("go.today", "T,0", "app.go('today')", "list today", after="app.redo"),
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
        "today.finish",
        "d",
        f"{_TODAY}:finish",
        "today",
        10,
        after="sides.all_right",
        needs="record",
    ),
    Action("today.result", "r", f"{_TODAY}:note_result", "today", needs="record", by_digit=True),
    Action("today.move", "m", f"{_TODAY}:move", "today", 20, needs="record", by_digit=True),
    Action("today.follow_up", "n", _NEXT_STEP, "today", 30, needs="record"),
    Action("today.reassign", "R", f"{_TODAY}:reassign", "today", needs="record", by_digit=True),
    Action("today.log_call", "c", _LOG_CALL, "today", needs="record"),
    Action("today.open_link", "o", f"{_TODAY}:open_link", "today", needs="record", by_digit=True),
    Action("today.edit", "e", f"{_RECORDS}:edit", "today", needs="record"),
    Action("today.add", "a", f"{_TODAY}:add", "today"),
    Action("today.delete", "delete", f"{_RECORDS}:delete", "today", needs="record"),
    Action("today.later_day", "right,l", "go_days(1)", "today", 50),
    Action("today.earlier_day", "left,h", "go_days(-1)", "today"),
    Action("today.later_week", "right_square_bracket", "go_days(7)", "today"),
    Action("today.earlier_week", "left_square_bracket", "go_days(-7)", "today"),
    Action("today.now", "t", "go_today", "today"),
    Action("today.week", "w", "week", "today", 60),
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
