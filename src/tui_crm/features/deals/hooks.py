"""The hooks of deals: what follows from a save and an import."""

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
    Hook(Event.IMPORT, "tui_crm.features.deals.closing:complete_imported", types=("deals",)),
)
