"""How the status of an activity looks."""

from __future__ import annotations

from typing import Final

from tui_crm.screens.chips import LOST, WON, Chip

STATUS: Final = {"planned": Chip("○", "primary"), "done": WON, "cancelled": LOST}
