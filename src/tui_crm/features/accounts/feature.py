"""The manifest of accounts."""

from __future__ import annotations

from typing import Final

from tui_crm.manifest import Feature

FEATURE: Final = Feature(
    name="accounts",
    types=("tui_crm.features.accounts.model:Account",),
)
