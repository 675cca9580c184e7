"""The header of a screen: the lists with their keys, overdue activities and the clock."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, NamedTuple

from textual.content import Content
from textual.message import Message
from textual.widget import Widget

from tui_crm.i18n import t
from tui_crm.language.formats import stamp
from tui_crm.sanitize import fit, shortened, width

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from textual import events

GAP: Final = 2
LEAST_GAP: Final = 1

SHORTEST: Final = 5
"""Cells that are left of a long name, its ellipsis among them."""


class Destination(NamedTuple):
    """A list, or what stands beside the lists: its mode, its name, and its key where it has one.

    The figure says how much there is; it is blank where nothing is known or there is no room.
    """

    mode: str
    name: str
    key: str = ""
    is_list: bool = True
    figure: str = ""

    @property
    def width(self) -> int:
        """Cells."""
        return sum(width(each) + 1 for each in (self.key, self.name, self.figure) if each) - 1


class HeaderLine(Widget):
    """A map of the lists on the left, the one in use marked; overdue and clock on the right.

    In a narrow terminal the clock goes first, then the figures, then every other blank between
    names, then the ends of long names, then the last of the lists, one by one. A remark about all
    data stands before what is overdue.
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
        """A destination was clicked."""

        mode: str

    def __init__(self) -> None:
        super().__init__()
        self._map: tuple[Destination, ...] = ()
        self._here = ""
        self._now: datetime | None = None
        self._overdue = 0
        self._remark = ""

    def show_remark(self, words: str) -> None:
        """Show what must be known of all data here, before what is overdue."""
        if words != self._remark:
            self._remark = words
            self.refresh()

    def show_map(self, destinations: Sequence[Destination], here: str) -> None:
        """Show these, the one with the mode ``here`` marked."""
        if (tuple(destinations), here) != (self._map, self._here):
            self._map, self._here = tuple(destinations), here
            self.refresh()

    def show_time(self, now: datetime, overdue: int) -> None:
        """Show the local time and the number of overdue activities."""
        self._now, self._overdue = now, overdue
        self.refresh()

    def render(self) -> Content:
        """The line, exactly as wide as the screen."""
        fitting = self._fitting()
        parts: list[tuple[str, str]] = []
        for each in fitting.shown:
            is_here = each.mode == self._here
            parts.append((" " * (fitting.gap if parts else 1), ""))
            if each.key:
                parts.append((fit(each.key, width(each.key)), "$text-accent"))
                parts.append((" ", ""))
            parts.append((fit(each.name, width(each.name)), "bold" if is_here else "$text-muted"))
            if each.figure:
                parts.append((" ", ""))
                parts.append((fit(each.figure, width(each.figure)), "$text-muted"))
        remark = f" {self._remark} " if self._remark else ""
        end = f"{fitting.late}{fitting.clock} "
        between = " " if remark and end.strip() else ""
        space = self.size.width - fitting.cells - width(remark + between + end)
        return Content.assemble(
            *parts,
            " " * max(0, space),
            (remark, "$text-warning reverse"),
            between,
            (fitting.late, "bold $text-error"),
            (fitting.clock, "$text-muted"),
            " ",
        ).truncate(self.size.width)

    def _fitting(self) -> _Fitting:
        """What of it there is room for."""
        late = t("ui.overdue", n=self._overdue) if self._overdue else ""
        clock = stamp(self._now, self._now) if self._now else ""
        clock = f" · {clock}" if late and clock else clock
        room = self.size.width - (width(self._remark) + 3 if self._remark else 0)
        found = _Fitting(list(self._map), late, clock)
        if found.width > room:
            found = replace(found, clock="")
        if found.width > room:
            found = replace(found, shown=[each._replace(figure="") for each in found.shown])
        if found.width > room:
            found = replace(found, gap=LEAST_GAP)
        longest = max((width(each.name) for each in found.shown), default=0)
        for cells in range(longest - 1, SHORTEST - 1, -1):
            if found.width <= room:
                break
            found = replace(found, shown=[self._cut(each, cells) for each in found.shown])
        lists = [each for each in found.shown if each.is_list and each.mode != self._here]
        while lists and found.width > room:
            last = lists.pop()
            found = replace(found, shown=[each for each in found.shown if each is not last])
        return found

    def _cut(self, each: Destination, cells: int) -> Destination:
        """With its name cut to so many cells, unless it is the one in use."""
        is_here = each.mode == self._here
        return each if is_here else each._replace(name=shortened(each.name, cells))

    def on_click(self, event: events.Click) -> None:
        """Go to the destination under the mouse."""
        start, fitting = 1, self._fitting()
        for each in fitting.shown:
            if start <= event.x < start + each.width:
                self.post_message(self.Chosen(each.mode))
            start += each.width + fitting.gap


@dataclass(frozen=True, slots=True)
class _Fitting:
    """The destinations, with ``gap`` cells between them; what is overdue, and the clock."""

    shown: list[Destination]
    late: str
    clock: str
    gap: int = GAP

    @property
    def cells(self) -> int:
        """Cells of the destinations, and of the blank before them."""
        return 1 + sum(each.width + self.gap for each in self.shown) - self.gap if self.shown else 0

    @property
    def width(self) -> int:
        """Cells of all, and of the blank behind it."""
        return self.cells + self.gap + width(self.late + self.clock) + 1
