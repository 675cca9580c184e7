"""The manifest of deals."""

from __future__ import annotations

from typing import Final

from tui_crm.manifest import Feature

FEATURE: Final = Feature(
    name="deals",
    types=("tui_crm.features.deals.model:Deal",),
    hooks="tui_crm.features.deals.hooks:HOOKS",
)
