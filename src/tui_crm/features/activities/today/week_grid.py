"""A week side by side: a column for each day, with what is on in it from morning to evening."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Final

from rich.segment import Segment
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from tui_crm.features.activities.describe import LATE_SIGN
from tui_crm.i18n import t
from tui_crm.sanitize import fit
from tui_crm.screens.chips import TONES, tone_rules

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from rich.style import Style
    from textual import events

    from tui_crm.features.activities.today.week import WeekDay, WeekEntry

HEAD: Final = 2
FOOT: Final = 1
LEAST: Final = 6
"""Lines of a week in which hardly anything is on."""

EDGE: Final = 2
"""Cells at the left of a column: its line, and the bar of the cursor."""

ONE_LINE: Final = 20
"""Cells in which a time and a name stand beside one another."""

_SHAPES: Final = ((3, 1), (2, 1), (2, 0), (1, 0))
"""Lines of an entry at most, and blank lines between two: the first that has room is taken."""


@dataclass(frozen=True, slots=True)
class GridLine:
    """A line of a column in one of the grid's styles, and the entry that it belongs to."""

    text: str = ""
    look: str = ""
    id: int | None = None


class WeekGrid(Widget):
    """Shows days, and marks the entry that the cursor is on; a click chooses."""

    DEFAULT_CSS = """
    WeekGrid {
        & > .week--edge { color: $panel-lighten-2; }
        & > .week--bar { color: $accent; }
        & > .week--label { text-style: bold; }
        & > .week--about { color: $text-muted; }
        & > .week--chosen { background: $primary-muted; }
        & > .week--now { color: $text-accent; text-style: bold; }
        & > .week--plain { color: $foreground; }
        & > .week--muted { color: $text-muted; }
        & > .week--late { color: $text-error; }
        &:ansi > .week--chosen { text-style: reverse; }
        &:nocolor > .week--chosen { text-style: reverse; }
    }
    """ + tone_rules("WeekGrid", "week")
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        *(f"week--{name}" for name in ("edge", "bar", "label", "about", "chosen", "now")),
        *(f"week--{name}" for name in ("plain", "muted", "late")),
        *(f"week--tone-{tone}" for tone in TONES),
    }

    @dataclass
    class Chosen(Message):
        """A day was clicked, and perhaps an activity; ``is_opened`` by a double click."""

        day: date
        id: int | None
        is_opened: bool

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._days: tuple[WeekDay, ...] = ()
        self._most = LEAST
        self._current: int | None = None

    def show(self, days: Sequence[WeekDay], most: int) -> None:
        """Show these days in at most so many lines."""
        self._days, self._most = tuple(days), max(most, LEAST)
        self.refresh(layout=True)

    def point(self, activity: int | None) -> None:
        """Mark an activity, in each column that it is in."""
        if activity != self._current:
            self._current = activity
            self.refresh()

    def get_content_height(self, *_: object) -> int:
        """As many lines as the fullest day wants, if there are as many."""
        room = self._most - HEAD - FOOT
        cells = self._cells - EDGE
        fullest = max((_height(day, cells, *_SHAPES[0]) for day in self._days), default=0)
        return HEAD + FOOT + max(LEAST - HEAD - FOOT, min(room, fullest))

    @property
    def _cells(self) -> int:
        return max(EDGE + 4, self.size.width // max(1, len(self._days)))

    def render_line(self, y: int) -> Strip:
        """Line ``y``: names of days, what is said of them, what is on; a line below."""
        cells = self.size.width
        if y >= self.size.height - FOOT:
            return Strip([Segment("─" * cells, self._style("edge"))], cells)
        parts: list[Segment] = []
        for place, day in enumerate(self._days):
            parts += self._head(day, y, place) if y < HEAD else self._body(day, y - HEAD, place)
        return Strip(parts).adjust_cell_length(cells, self.rich_style)

    def _style(self, name: str) -> Style:
        return self.get_component_rich_style(f"week--{name}")

    def _head(self, day: WeekDay, y: int, place: int) -> Iterator[Segment]:
        ground = self.get_component_rich_style("week--chosen", partial=True)
        under = ground if day.is_chosen else None
        yield self._edge(place)
        yield Segment("▌" if day.is_chosen else " ", _on(self._style("bar"), under))
        look = "now" if y and day.now else f"tone-{day.tone}" if day.tone else "about"
        style = self._style(look if y or day.tone else "label")
        style += self.get_component_rich_style("week--label", partial=True) if not y else None
        words = day.about if y else day.label
        yield Segment(fit(words, self._cells - EDGE), _on(style, under))

    def _body(self, day: WeekDay, y: int, place: int) -> Iterator[Segment]:
        lines = self._column(day)
        line = lines[y] if y < len(lines) else GridLine()
        is_here = line.id is not None and line.id == self._current
        ground = self.get_component_rich_style("week--chosen", partial=True)
        under = ground if is_here else None
        yield self._edge(place)
        yield Segment("▌" if is_here else " ", _on(self._style("bar"), under))
        style = self._style(line.look or "plain")
        yield Segment(fit(line.text, self._cells - EDGE), _on(style, under))

    def _edge(self, place: int) -> Segment:
        return Segment("│" if place else " ", self._style("edge"))

    def _column(self, day: WeekDay) -> list[GridLine]:
        """What stands in the column of a day; where entries are left out, how many."""
        room, cells = self.size.height - HEAD - FOOT, self._cells - EDGE
        for most, gap in _SHAPES:
            if _height(day, cells, most, gap) <= room:
                return _lines(day, range(len(day.entries)), cells, most, gap)
        here = next((n for n, each in enumerate(day.entries) if each.id == self._current), 0)
        shown = _window(here, len(day.entries), room - bool(day.now))
        lines = _lines(day, shown, cells, 1, 0)
        above, below = shown.start, len(day.entries) - shown.stop
        if above:
            lines.insert(0, GridLine(f"↑ {t('today.and_more', n=above)}", "about"))
        if below:
            lines.append(GridLine(f"↓ {t('today.and_more', n=below)}", "about"))
        return lines

    def on_click(self, event: events.Click) -> None:
        """Choose the day under the mouse, and what is on there."""
        place = event.x // self._cells
        if place < len(self._days):
            day, y = self._days[place], event.y - HEAD
            lines = self._column(day)
            found = lines[y].id if 0 <= y < len(lines) else None
            self.post_message(self.Chosen(day.day, found, event.chain == 2))


def _on(style: Style, ground: Style | None) -> Style:
    return style if ground is None else style + ground


def _window(here: int, total: int, room: int) -> range:
    """The places that are shown of so many in so many lines, with ``here`` among them.

    A line each is kept for what is left out above and below.
    """
    if here < room - 1:
        return range(max(0, min(total, room - 1)))
    inside = max(1, room - 2)
    start = min(here - inside + 1, total - inside - 1)
    if here >= total - 1 or start + inside + 1 >= total:
        return range(total - inside - 1, total)
    return range(start, start + inside)


def _height(day: WeekDay, cells: int, most: int, gap: int) -> int:
    lines = sum(len(_words(each, cells, most)) for each in day.entries)
    return lines + gap * max(0, len(day.entries) - 1) + bool(day.now)


def _lines(day: WeekDay, shown: range, cells: int, most: int, gap: int) -> list[GridLine]:
    lines: list[GridLine] = []
    now = GridLine(f"─ {day.now} ".ljust(cells, "─"), "now") if day.now else None
    for place in shown:
        if now is not None and place == day.begins_next:
            lines.append(now)
        elif lines and gap:
            lines.append(GridLine())
        lines += _entry_lines(day.entries[place], cells, most)
    if now is not None and day.begins_next == shown.stop:
        lines.append(now)
    return lines


def _entry_lines(entry: WeekEntry, cells: int, most: int) -> Iterator[GridLine]:
    is_late = entry.mark == LATE_SIGN
    tone = f"tone-{entry.tone}" if entry.tone else "plain"
    head = "late" if is_late else "muted" if entry.is_done else tone
    for place, words in enumerate(_words(entry, cells, most)):
        rest = "muted" if entry.is_done or place > 1 else "plain"
        yield GridLine(words, rest if place else head, entry.id)


def _words(entry: WeekEntry, cells: int, most: int) -> list[str]:
    """The lines of an entry: its sign, mark and time; with whom; what."""
    head = " ".join(filter(None, (entry.sign, entry.mark + entry.time)))
    words = [word for word in (entry.who, entry.subject) if word] or [""]
    if most == 1 or cells >= ONE_LINE or not entry.time:
        words[0] = f"{head} {words[0]}"
        return words[:most]
    return [head, *words][:most]
