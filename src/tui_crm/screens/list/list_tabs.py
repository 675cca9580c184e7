"""Tabs of lists, each with its record count."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from textual.content import Content
from textual.message import Message
from textual.widget import Widget

from tui_crm.language.formats import number
from tui_crm.sanitize import visible, width

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual import events
    from textual.geometry import Size

GAP: Final = 2


@dataclass(frozen=True, slots=True)
class ListTab:
    """A tab: the key that opens the list, its name, and its number of records."""

    key: str
    label: str
    count: int

    @property
    def width(self) -> int:
        """The width in cells."""
        return width(self.key) + width(self.label) + len(number(self.count)) + 4


class ListTabs(Widget):
    """A row of tabs, wrapped to the width; the open one is in brackets."""

    DEFAULT_CSS = """
    ListTabs { height: auto; padding: 0 1; }
    """

    @dataclass
    class Chosen(Message):
        """A list was clicked."""

        place: int

    def __init__(self) -> None:
        super().__init__()
        self._tabs: tuple[ListTab, ...] = ()
        self._open = 0

    def show(self, tabs: Sequence[ListTab], place: int) -> None:
        """Show these, the one at ``place`` open."""
        if (tuple(tabs), place) != (self._tabs, self._open):
            self._tabs, self._open = tuple(tabs), place
            self.refresh(layout=True)

    def _placed(self, cells: int) -> list[list[int]]:
        """The tabs of each line."""
        lines: list[list[int]] = [[]]
        used = 0
        for place, tab in enumerate(self._tabs):
            if lines[-1] and used + tab.width > cells:
                lines.append([])
                used = 0
            lines[-1].append(place)
            used += tab.width + GAP
        return lines

    def get_content_height(self, _container: Size, _viewport: Size, cells: int) -> int:
        """As many lines as it takes."""
        return len(self._placed(cells))

    def render(self) -> Content:
        lines = []
        for places in self._placed(self.size.width):
            tabs = [self._drawn(place) for place in places]
            lines.append(Content(" " * GAP).join(tabs))
        return Content("\n").join(lines)

    def _drawn(self, place: int) -> Content:
        tab, is_open = self._tabs[place], place == self._open
        edges = "[]" if is_open else "  "
        words = "bold" if is_open else "$text-muted" if tab.count else "$text-disabled"
        return Content.assemble(
            (edges[0], "$accent"),
            (tab.key, "$text-accent"),
            " ",
            (visible(tab.label), words),
            " ",
            (number(tab.count), words),
            (edges[1], "$accent"),
        )

    def on_click(self, event: events.Click) -> None:
        """Open the list under the mouse."""
        offset = event.get_content_offset(self)
        lines = self._placed(self.size.width)
        if offset is None or offset.y >= len(lines):
            return
        start = 0
        for place in lines[offset.y]:
            if start <= offset.x < start + self._tabs[place].width:
                self.post_message(self.Chosen(place))
            start += self._tabs[place].width + GAP
