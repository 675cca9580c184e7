"""How the status of an activity looks, and its kind."""

from __future__ import annotations

from typing import Final

from tui_crm.screens.chips import LOST, WON, Chip

STATUS: Final = {"planned": Chip("○", "primary"), "done": WON, "cancelled": LOST}

KINDS: Final = {
    "task": Chip("☐", "secondary"),
    "meeting": Chip("⚑", "accent"),
    "call": Chip("☎", "primary"),
    "mail": Chip("✉", "secondary"),
    "direct_mail": Chip("✉", "secondary"),
}
