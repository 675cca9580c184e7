"""The manifest of activities and the schedule."""

from __future__ import annotations

from typing import Final

from tui_crm.manifest import Feature, Verb

FEATURE: Final = Feature(
    name="activities",
    types=("tui_crm.features.activities.model:Activity",),
    hooks="tui_crm.features.activities.hooks:HOOKS",
    actions="tui_crm.features.activities.actions:ACTIONS",
    together=(
        "app today agenda",
        "activity choice_line",
    ),
    modes={"today": "tui_crm.features.activities.today.screen:TodayScreen"},
    mode_counts={"today": "tui_crm.features.activities.queries:count_left_today"},
    row_decorators=(
        "tui_crm.features.activities.list_rows:next_activity",
        "tui_crm.features.activities.list_rows:due_time",
    ),
    chips={"activity_status": "tui_crm.features.activities.chips:STATUS"},
    timeline=("tui_crm.features.activities.timeline:activities",),
    due_counts=("tui_crm.features.activities.queries:count_overdue",),
    verbs=(
        Verb("today", "tui_crm.features.activities.today.verbs:show_today", after="unconvert"),
        Verb("task", "tui_crm.features.activities.verbs:add_task", makes_store=True),
        Verb("call", "tui_crm.features.activities.verbs:add_call", makes_store=True),
        Verb("meeting", "tui_crm.features.activities.verbs:add_meeting", makes_store=True),
        Verb("done", "tui_crm.features.activities.verbs:finish_activity"),
    ),
)
