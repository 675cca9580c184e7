"""Help dialog: every key that works now, those of the focused widget first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tui_crm.i18n import t
from tui_crm.screens.dialogs.choose import ChooseScreen, Entry, words_of
from tui_crm.screens.screen import AvailableAction

if TYPE_CHECKING:
    from collections.abc import Sequence


LAST: Final = ("go", "app")
"""Groups of actions that work everywhere, listed last."""


class HelpScreen(ChooseScreen[AvailableAction | None, AvailableAction]):
    """Returns the action that was chosen, to be run."""

    def __init__(self, offers: Sequence[AvailableAction]) -> None:
        super().__init__(t("ui.help"), t("ui.type_to_filter"))
        self._offers = sorted(offers, key=lambda offer: _group(offer) in LAST)

    def entries_for(self, typed: str) -> Sequence[Entry[AvailableAction]]:
        """The actions by group; the matching ones, if anything was typed."""
        words = words_of(typed)
        found: list[Entry[AvailableAction]] = []
        heading = ""
        for offer in self._offers:
            entry = Entry(offer.label, offer, offer.keys)
            if not entry.answers(words):
                continue
            group = _group(offer)
            if group != heading and not words:
                heading = group
                found.append(Entry(t(f"actions.group.{group}")))
            found.append(entry)
        return found

    def chosen(self, value: AvailableAction) -> None:
        """Close and run it."""
        self.dismiss(value)


def _group(offer: AvailableAction) -> str:
    return offer.action.id.partition(".")[0]
