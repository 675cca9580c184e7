"""The header of a screen: the lists with their keys, overdue activities and the clock."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

from textual.content import Content
from textual.message import Message
from textual.widget import Widget

from tui_crm.i18n import t
from tui_crm.language.formats import stamp
from tui_crm.sanitize import fit, width

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from textual import events

GAP: Final = 2
USUAL: Final = 6
"""Places that are there before the names of any go: the lists of sales, and the day."""


class Place(NamedTuple):
    """A list, or what stands beside the lists: its mode, its key and its name."""

    mode: str
    name: str
    key: str = ""


class HeaderLine(Widget):
    """A map of the lists on the left, the one in use marked; overdue and clock on the right.

    In a narrow terminal the clock goes first, then the last lists, then the names of the others,
    then the others.
    """

    DEFAULT_CSS = """
    HeaderLine {
        dock: top;
        height: 1;
        background: $panel;
        color: $foreground;
    }
    """

    @dataclass
    class Chosen(Message):
        """A place was clicked."""

        mode: str

    def __init__(self) -> None:
        super().__init__()
        self._places: tuple[Place, ...] = ()
        self._here = ""
        self._now: datetime | None = None
        self._overdue = 0

    def show_map(self, places: Sequence[Place], here: str) -> None:
        """Show these places, the one with the mode ``here`` marked."""
        if (tuple(places), here) != (self._places, self._here):
            self._places, self._here = tuple(places), here
            self.refresh()

    def show_time(self, now: datetime, overdue: int) -> None:
        """Show the local time and the number of overdue activities."""
        self._now, self._overdue = now, overdue
        self.refresh()

    def render(self) -> Content:
        """The line, exactly as wide as the screen."""
        cells = self.size.width
        late = t("ui.overdue", n=self._overdue) if self._overdue else ""
        clock = stamp(self._now, self._now) if self._now else ""
        with_clock = " · ".join(part for part in (late, clock) if part)
        if _cells_of(self._fitting(cells)) + GAP + width(with_clock) + 1 > cells:
            clock = ""
        right = " · ".join(part for part in (late, clock) if part)
        drawn = self._fitting(max(0, cells - width(right) - 1 - GAP))
        room = cells - width(right) - 1 - _cells_of(drawn)
        parts: list[tuple[str, str]] = []
        for place, name in drawn:
            parts += [(" " * (GAP if parts else 1), ""), *self._looks(place, name)]
        return Content.assemble(
            *parts,
            " " * max(0, room),
            (late, "bold $text-error"),
            (right.removeprefix(late), "$text-muted"),
            " ",
        ).truncate(cells)

    def _looks(self, place: Place, name: str) -> Iterator[tuple[str, str]]:
        is_here = place.mode == self._here
        yield fit(place.key, width(place.key)), "bold $text-accent" if is_here else "$text-accent"
        if name:
            yield f" {name}", "bold" if is_here else "$text-muted"

    def _fitting(self, room: int) -> list[tuple[Place, str]]:
        """The places that there is room for, with the names that there is room for."""
        drawn = [(place, fit(place.name, width(place.name))) for place in self._places]
        lists = [each for each in drawn[:-1] if each[0].mode != self._here]
        while _cells_of(drawn) > room and len(drawn) > USUAL:
            drawn.remove(lists.pop())
        if _cells_of(drawn) > room:
            drawn = [(place, name if place.mode == self._here else "") for place, name in drawn]
        if _cells_of(drawn) > room:
            drawn = [each for each in drawn if each[0].mode == self._here]
        return drawn

    def on_click(self, event: events.Click) -> None:
        """Go to the place under the mouse."""
        late = t("ui.overdue", n=self._overdue) if self._overdue else ""
        start = 1
        for place, name in self._fitting(max(0, self.size.width - width(late) - 1 - GAP)):
            end = start + _width_of(place, name)
            if start <= event.x < end:
                self.post_message(self.Chosen(place.mode))
            start = end + GAP


def _width_of(place: Place, name: str) -> int:
    return width(place.key) + (1 + width(name) if name else 0)


def _cells_of(drawn: Sequence[tuple[Place, str]]) -> int:
    return 1 + sum(_width_of(*each) for each in drawn) + GAP * max(0, len(drawn) - 1)
