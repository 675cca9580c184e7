"""Keys that close deals and open them again."""

from __future__ import annotations

from typing import Final

from tui_crm.manifest import Action

_OUTCOME: Final = "tui_crm.features.deals.outcome"

ACTIONS: Final = (
    Action(
        "record.win",
        "W",
        f"{_OUTCOME}:win",
        "list detail",
        needs="record",
        changes=True,
        types=("deals",),
        after="record.tags",
    ),
    Action(
        "record.lose",
        "X",
        f"{_OUTCOME}:lose",
        "list detail",
        needs="record",
        changes=True,
        types=("deals",),
    ),
    Action(
        "record.reopen",
        "R",
        f"{_OUTCOME}:reopen",
        "list detail",
        needs="record",
        changes=True,
        by_digit=True,
        types=("deals",),
    ),
)
