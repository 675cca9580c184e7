"""The hooks of duplicates: pairs that were told apart mean the same records in another store."""

from __future__ import annotations

from typing import Final

from tui_crm.store.journal.hooks import Event, Hook

HOOKS: Final = (
    Hook(
        Event.IMPORT,
        "tui_crm.features.duplicates.imported_pairs:resolve_pairs",
        types=("distinct_pairs",),
    ),
)
