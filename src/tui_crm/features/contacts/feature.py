"""The manifest of contacts."""

from __future__ import annotations

from typing import Final

from tui_crm.manifest import Feature

FEATURE: Final = Feature(
    name="contacts",
    types=("tui_crm.features.contacts.model:Contact",),
    timeline_members={"accounts": ("contacts.account",)},
    hooks="tui_crm.features.contacts.hooks:HOOKS",
)
