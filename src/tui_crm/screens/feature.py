"""The manifest of the screens themselves: the keys that work on records of any type."""

from __future__ import annotations

from typing import Final

from tui_crm.manifest import Feature

FEATURE: Final = Feature(
    name="screens",
    actions="tui_crm.screens.actions.table:actions",
    timeline=(
        "tui_crm.screens.history.timeline:changes",
        "tui_crm.screens.history.timeline:creations",
    ),
    together=(
        "app list table",
        "app detail table",
        "app detail view",
        "app history view",
        "app changes table",
        "app change table",
    ),
)
