"""What the feature of deals has to do with what is written."""

from __future__ import annotations

from typing import Final

from tui_crm.store.journal.hooks import Event, Hook

HOOKS: Final = (
    Hook(
        Event.BEFORE_SAVE,
        "tui_crm.features.deals.closing:derive",
        types=("deals",),
        on=("stage",),
        sets=("probability", "closed_at"),
    ),
)
