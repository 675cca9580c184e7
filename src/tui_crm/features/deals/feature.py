"""The manifest of deals."""

from __future__ import annotations

from typing import Final

from tui_crm.manifest import Feature

FEATURE: Final = Feature(
    name="deals",
    types=("tui_crm.features.deals.model:Deal",),
    timeline_members={
        "accounts": ("deals.account",),
        "contacts": ("deals.primary_contact",),
    },
    hooks="tui_crm.features.deals.hooks:HOOKS",
    actions="tui_crm.features.deals.actions:ACTIONS",
)
