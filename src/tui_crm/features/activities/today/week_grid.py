"""A week side by side: for each day how much there is, and which hours are taken."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ClassVar, Final

from rich.segment import Segment
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from tui_crm.sanitize import fit

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from textual import events

HOUR_CELLS: Final = 4
HEAD_LINES: Final = 2
TAKEN_SIGN: Final = "┃"
FREE_SIGN: Final = "·"


@dataclass(frozen=True, slots=True)
class WeekDay:
    """A day: its label, its count in words, and by hour what begins then ("" where it goes on)."""

    day: date
    label: str
    count: str
    hours: Mapping[int, str] = field(default_factory=dict)
    is_today: bool = False
    is_chosen: bool = False
    has_late: bool = False


class WeekGrid(Widget):
    """Seven columns of hours; a click chooses a day."""

    DEFAULT_CSS = """
    WeekGrid {
        height: auto;

        & > .week--label { color: $text-muted; }
        & > .week--today { text-style: bold; }
        & > .week--chosen { background: $primary-muted; text-style: bold; }
        & > .week--late { color: $text-error; }
        & > .week--taken { color: $text-accent; background: $primary 20%; }
        & > .week--free { color: $text-disabled; }
        &:ansi > .week--chosen { text-style: bold reverse; }
        &:nocolor > .week--chosen { text-style: bold reverse; }
    }
    """
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        f"week--{name}" for name in ("label", "today", "chosen", "late", "taken", "free")
    }

    @dataclass
    class DayChosen(Message):
        """A day was clicked."""

        day: date

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._days: tuple[WeekDay, ...] = ()
        self._hours = range(8, 20)

    def show(self, days: Sequence[WeekDay], hours: range) -> None:
        """Show these days, with a line for each of ``hours``."""
        self._days, self._hours = tuple(days), hours
        self.refresh(layout=True)

    def get_content_height(self, *_: object) -> int:
        """A line for each hour under two lines of heads."""
        return HEAD_LINES + len(self._hours)

    @property
    def _cells(self) -> int:
        return max(4, (self.size.width - HOUR_CELLS) // max(1, len(self._days)))

    def render_line(self, y: int) -> Strip:
        """Line ``y``: names of days, counts, then hours."""
        margin = self.size.width
        if y < HEAD_LINES:
            segments = [Segment(" " * HOUR_CELLS, self.rich_style)]
            segments += [self._head(each, y) for each in self._days]
        else:
            hour = self._hours[y - HEAD_LINES]
            label = self.get_component_rich_style("week--label")
            segments = [Segment(f" {hour:02} ", label)]
            segments += [part for each in self._days for part in self._hour(each, hour)]
        strip = Strip(segments)
        return strip.extend_cell_length(margin, self.rich_style).crop(0, margin)

    def _head(self, each: WeekDay, y: int) -> Segment:
        style = self.rich_style
        if y == 1 and each.has_late:
            style += self.get_component_rich_style("week--late", partial=True)
        if each.is_today:
            style += self.get_component_rich_style("week--today", partial=True)
        if each.is_chosen and y == 0:
            style += self.get_component_rich_style("week--chosen", partial=True)
        sign = "▌" if each.is_chosen and y == 0 else " "
        return Segment(sign + fit(each.count if y else each.label, self._cells - 1), style)

    def _hour(self, each: WeekDay, hour: int) -> tuple[Segment, ...]:
        words = each.hours.get(hour)
        cells = self._cells - 1
        if words is None:
            free = self.get_component_rich_style("week--free")
            return (Segment(" " + fit(FREE_SIGN, cells), free),)
        taken = self.get_component_rich_style("week--taken")
        return (Segment(" ", self.rich_style), Segment(fit(words or TAKEN_SIGN, cells), taken))

    def on_click(self, event: events.Click) -> None:
        """Choose the day under the mouse."""
        place = (event.x - HOUR_CELLS) // self._cells
        if event.x >= HOUR_CELLS and place < len(self._days):
            self.post_message(self.DayChosen(self._days[place].day))
