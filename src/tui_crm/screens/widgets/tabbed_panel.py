"""A panel with several things to show: its edge names them, each with its key and its count."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from textual.content import Content
from textual.message import Message

from tui_crm.language.formats import number
from tui_crm.sanitize import visible, width
from tui_crm.screens.widgets.panel import CORNERS, Panel

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual import events

GAP: Final = 2
START: Final = 2
"""Cells of the edge before the first tab, and as many again where it has a corner."""


@dataclass(frozen=True, slots=True)
class Tab:
    """A tab: the key that opens it, its name, and how much is in it."""

    key: str
    label: str
    count: str

    @classmethod
    def of(cls, key: str, label: str, count: int) -> Tab:
        """A tab with so many records."""
        return cls(key, visible(label), number(count))

    @property
    def is_empty(self) -> bool:
        """Whether nothing is in it."""
        return self.count == "0"


class TabbedPanel(Panel):
    """Its tabs stand in the edge; where there is little room, only the open one has its name."""

    @dataclass
    class Chosen(Message):
        """The tab with this key was clicked."""

        key: str

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._tabs: tuple[Tab, ...] = ()
        self._open = ""

    def show_tabs(self, tabs: Sequence[Tab], key: str) -> None:
        """Show these, the one with this key open."""
        if (tuple(tabs), key) != (self._tabs, self._open):
            self._tabs, self._open = tuple(tabs), key
            self._draw_title()

    def _words(self) -> list[str]:
        """The words of each tab behind its key; the last of empty tabs lose their names first."""
        room = self.outer_size.width - CORNERS
        words = [f"{tab.label} {tab.count}" for tab in self._tabs]
        places = range(len(self._tabs) - 1, -1, -1)
        for place in sorted(places, key=lambda place: not self._tabs[place].is_empty):
            if sum(width(each) + 2 + GAP for each in words) <= room:
                break
            if self._tabs[place].key != self._open:
                words[place] = self._tabs[place].count
        return words

    def _draw_title(self) -> None:
        if not self._tabs:
            return
        parts: list[tuple[str, str]] = [(" ", "")]
        for tab, words in zip(self._tabs, self._words(), strict=True):
            is_open = tab.key == self._open
            look = "bold" if is_open else "$text-disabled" if tab.is_empty else "$text-muted"
            parts += [(" " * GAP, "")] if len(parts) > 1 else []
            parts += [(tab.key, "bold $text-accent" if is_open else "$text-accent")]
            parts += [(f" {words}", look)]
        self.border_title = Content.assemble(*parts, " ")

    def on_click(self, event: events.Click) -> None:
        """Open the tab under the mouse."""
        if event.widget is not self or event.y > 0:
            return
        start = START * (2 if self.styles.border_left[0] else 1)
        for tab, words in zip(self._tabs, self._words(), strict=True):
            cells = width(f"{tab.key} {words}")
            if start <= event.x < start + cells:
                self.post_message(self.Chosen(tab.key))
            start += cells + GAP
