"""Choose one of several: a status, a column to sort by, a view."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import on
from textual.widgets import Input

from tui_crm.i18n import t
from tui_crm.language.fold import fold
from tui_crm.screens.dialogs.choose import ChooseScreen, Entry, words_of
from tui_crm.screens.ime import typed_key

if TYPE_CHECKING:
    from collections.abc import Sequence


class PickerScreen(ChooseScreen[str | None, str]):
    """Gives the value of the entry that was chosen.

    With ``by_digit``, a digit takes the entry of that number at once.
    """

    def __init__(
        self,
        title: str,
        entries: Sequence[Entry[str]],
        current: str | None = None,
        *,
        by_digit: bool = False,
    ) -> None:
        super().__init__(title, t("ui.type_to_filter"))
        self._all = list(entries)
        self._current = current
        self._by_digit = by_digit

    def entries_for(self, typed: str) -> Sequence[Entry[str]]:
        """The entries that have all the words, numbered while nothing is typed."""
        if not typed.strip():
            return [self._numbered(place) for place in range(len(self._all))]
        words = words_of(typed)
        found = [entry for entry in self._all if entry.value is not None and entry.answers(words)]
        return sorted(found, key=lambda entry: not fold(entry.label).startswith(words[0]))

    def _numbered(self, place: int) -> Entry[str]:
        entry = self._all[place]
        dot = "●" if entry.value is not None and entry.value == self._current else " "
        number = f"{place + 1} " if self._by_digit and place < 9 else ""
        return Entry(entry.label, entry.value, f"{number}{dot}{entry.sign}", entry.detail)

    def start(self) -> int:
        """What is so now."""
        values = [entry.value for entry in self._all]
        return values.index(self._current) if self._current in values else 0

    @on(Input.Changed)
    def take_digit(self, event: Input.Changed) -> None:
        """Take the entry that a digit names; show what answers to all else."""
        event.prevent_default()
        event.stop()
        digit = typed_key(event.value) or event.value if len(event.value) == 1 else ""
        place = int(digit) - 1 if digit.isascii() and digit.isdigit() else -1
        if self._by_digit and 0 <= place < len(self._all):
            self.chosen(self._all[place].value or "")
        else:
            self.show(self.entries_for(event.value))

    def chosen(self, value: str) -> None:
        """Answer."""
        self.dismiss(value)
