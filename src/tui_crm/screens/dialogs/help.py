"""Help dialog: every key that works now, in columns, those that are used most first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from textual import on

from tui_crm.i18n import t
from tui_crm.sanitize import width
from tui_crm.screens.dialogs.choose import ChooseScreen, Entry, words_of
from tui_crm.screens.screen import AvailableAction
from tui_crm.screens.widgets.entry_columns import ColumnEntry, EntryColumns

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.widget import Widget

ROWS: Final = ("table", "view", "agenda")
"""Groups of actions that move about among rows, behind what is done to them."""

LAST: Final = ("go", "app")
"""Groups of actions that work everywhere, listed last."""

MOST_CELLS: Final = 11
"""Cells for the keys of an action, of which there are two at most."""


class HelpScreen(ChooseScreen[AvailableAction | None, AvailableAction]):
    """Returns the action that was chosen, to be run."""

    def __init__(self, offers: Sequence[AvailableAction]) -> None:
        super().__init__(t("ui.help"), t("ui.type_to_filter"))
        groups = list(dict.fromkeys(_group(offer) for offer in offers))
        self._offers = sorted(
            (offer for offer in offers if offer.keys),
            key=lambda offer: (
                _rank(_group(offer)),
                groups.index(_group(offer)),
                offer.action.footer or 100,
            ),
        )

    def make_list(self) -> Widget:
        """The entries, in columns."""
        return EntryColumns()

    def fill(self, entries: Sequence[Entry[AvailableAction]]) -> None:
        """Put the entries into the columns."""
        columns = self.query_one(EntryColumns)
        columns.show([ColumnEntry(e.label, e.sign, e.value is None) for e in entries])
        columns.display = bool(entries)

    @property
    def place(self) -> int | None:
        return self.query_one(EntryColumns).highlighted

    @place.setter
    def place(self, place: int) -> None:
        self.query_one(EntryColumns).highlighted = place

    @property
    def page_size(self) -> int:
        return self.query_one(EntryColumns).page_size

    def entries_for(self, typed: str) -> Sequence[Entry[AvailableAction]]:
        """The actions by group; the matching ones, if anything was typed."""
        words = words_of(typed)
        found: list[Entry[AvailableAction]] = []
        heading = ""
        for offer in self._offers:
            if not Entry(offer.label, offer, offer.keys).answers(words):
                continue
            group = _group(offer)
            if group != heading and not words:
                heading = group
                found.append(Entry(t(f"actions.group.{group}")))
            found.append(Entry(offer.label, offer, _short(offer.keys)))
        return found

    @on(EntryColumns.Picked)
    def take_picked(self) -> None:
        """Take the entry under the mouse."""
        self.action_take()

    def chosen(self, value: AvailableAction) -> None:
        """Close and run it."""
        self.dismiss(value)


def _short(keys: str) -> str:
    """The first key, and the second where there is room for it."""
    first, *more = keys.split(" ")
    both = " ".join([first, *more[:1]])
    return both if width(both) <= MOST_CELLS else first


def _group(offer: AvailableAction) -> str:
    return offer.action.id.partition(".")[0]


def _rank(group: str) -> int:
    """What has the focus or is done to records first, then moving about, then what is elsewhere."""
    if group in LAST:
        return 2
    return 1 if group in ROWS else 0
