"""Theme dialog with live preview."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import on
from textual.widgets import OptionList

from tui_crm.i18n import t
from tui_crm.screens.dialogs.choose import ChooseScreen, Entry, words_of

if TYPE_CHECKING:
    from collections.abc import Sequence


class ThemeScreen(ChooseScreen[str | None, str]):
    """Returns the name of a theme; cancelling restores the one before."""

    def __init__(self) -> None:
        super().__init__(t("ui.theme"), t("ui.type_to_filter"))
        self._before = ""

    def on_mount(self) -> None:
        """Remember what to go back to."""
        self._before = self.app.theme

    def entries_for(self, typed: str) -> Sequence[Entry[str]]:
        """The themes that can be read on this terminal."""
        words = words_of(typed)
        known = self.app.available_themes.values()
        names = [theme.name for theme in known if not (theme.ansi and self.app.no_color)]
        entries = [Entry(name, name, "●" if name == self.app.theme else " ") for name in names]
        return [entry for entry in sorted(entries, key=_name) if entry.answers(words)]

    def start(self) -> int:
        """The theme that is in use."""
        names = [entry.value for entry in self._entries]
        return names.index(self.app.theme) if self.app.theme in names else 0

    @on(OptionList.OptionHighlighted)
    def preview(self) -> None:
        """Apply the theme under the cursor."""
        if self.highlighted is not None and self.highlighted.value and self._before:
            self.app.theme = self.highlighted.value

    def chosen(self, value: str) -> None:
        self.dismiss(value)

    def action_cancel(self) -> None:
        """Restore the theme."""
        self.app.theme = self._before
        super().action_cancel()


def _name(entry: Entry[str]) -> str:
    return entry.label
