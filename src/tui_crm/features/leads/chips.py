"""How the status and the rating of a lead look."""

from __future__ import annotations

from typing import Final

from tui_crm.screens.chips import LOST, Chip

STATUS: Final = {"qualified": Chip("●", "success"), "unqualified": LOST}
RATING: Final = {
    "hot": Chip("▲", "accent"),
    "warm": Chip("◆", "warning"),
    "cold": Chip("▽", "primary"),
}
