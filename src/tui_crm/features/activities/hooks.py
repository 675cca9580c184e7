"""The hooks of activities: what follows from a save, an import, an export."""

from __future__ import annotations

from typing import Final

from tui_crm.store.journal.hooks import Event, Hook

HOOKS: Final = (
    Hook(
        Event.BEFORE_SAVE,
        "tui_crm.features.activities.completion:derive_days",
        types=("activities",),
        on=("all_day", "start_at", "end_at"),
        sets=("all_day", "start_at", "end_at", "due_on", "end_on"),
    ),
    Hook(
        Event.BEFORE_SAVE,
        "tui_crm.features.activities.completion:derive_done_at",
        types=("activities",),
        on=("status",),
        sets=("done_at",),
    ),
    Hook(
        Event.IMPORT,
        "tui_crm.features.activities.completion:complete_imported",
        types=("activities",),
    ),
    Hook(
        Event.EXPORT,
        "tui_crm.features.activities.calendar:Calendar",
        types=("activities",),
        name="ics ical",
    ),
    Hook(
        Event.DESCRIBE,
        "tui_crm.features.activities.change_words:describe",
        name="activity call done",
    ),
    Hook(Event.OPEN_WORK, "tui_crm.features.activities.open_activities:open_activities"),
)
