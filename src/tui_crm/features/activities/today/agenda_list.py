"""A day's list: headings, and under each what is to be done; a cursor that skips the headings."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, ClassVar, Final

from rich.segment import Segment
from textual.geometry import Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip

from tui_crm.column_layout import GAP, lay_out
from tui_crm.sanitize import fit, width
from tui_crm.screens import actions

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.style import Style
    from textual import events
    from textual.binding import BindingType

    from tui_crm.column_layout import Column

CURSOR_SIGN: Final = "▌"
GUTTER: Final = 1

TONED: Final = 2
"""So many of the first columns show the tone: a sign, and when."""


class Tone(StrEnum):
    """What is said of a line by its look, besides its sign; the value names its style."""

    PLAIN = "plain"
    LATE = "late"
    CLASH = "clash"
    DONE = "done"
    HEADING = "heading"
    MORE = "more"


@dataclass(frozen=True, slots=True)
class AgendaLine:
    """A line: an activity by its ``id`` with a text for each column, or words across (no id)."""

    cells: tuple[str, ...]
    tone: Tone = Tone.PLAIN
    id: int | None = None


class AgendaList(ScrollView, can_focus=True, inherit_bindings=False):
    """The list. Its cells are data: made safe, cut to their columns, never read as markup."""

    BINDINGS: ClassVar[list[BindingType]] = actions.bindings("agenda")
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        *(f"agenda--{tone}" for tone in Tone),
        "agenda--cursor",
        "agenda--bar",
        "agenda--struck",
    }
    ALLOW_SELECT = False
    DEFAULT_CSS = """
    AgendaList {
        height: 1fr;
        overflow-x: hidden;
        overflow-y: auto;
        scrollbar-gutter: stable;
        scrollbar-size-vertical: 1;

        & > .agenda--heading { color: $text-accent; text-style: bold; }
        & > .agenda--late { color: $text-error; }
        & > .agenda--clash { color: $text-warning; }
        & > .agenda--done { color: $text-muted; }
        & > .agenda--more { color: $text-muted; }
        & > .agenda--struck { text-style: strike; }
        & > .agenda--bar { color: $accent; }
        & > .agenda--cursor { text-style: bold; }
        &:focus > .agenda--cursor { text-style: reverse; }
    }
    """

    cursor = reactive(0, repaint=False)
    """The line that the cursor is on."""

    @dataclass
    class Opened(Message):
        """An activity was opened, by ``enter`` or a double click."""

        id: int

    @dataclass
    class Highlighted(Message):
        """The cursor stands on another activity, or on none."""

        id: int | None

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._lines: tuple[AgendaLine, ...] = ()
        self._columns: tuple[Column, ...] = ()
        self._struck = -1

    @property
    def cursor_id(self) -> int | None:
        """The activity under the cursor."""
        return self._lines[self.cursor].id if self.cursor < len(self._lines) else None

    @property
    def lines(self) -> tuple[AgendaLine, ...]:
        """All lines, those out of view among them."""
        return self._lines

    def show(self, lines: Sequence[AgendaLine], columns: Sequence[Column], struck: int) -> None:
        """Show these lines; of what is done, the cell in column ``struck`` is struck through.

        The cursor stays on its activity; where that is gone, or done by now, on the next one.
        """
        place = self._place_in(lines)
        self._lines, self._columns, self._struck = tuple(lines), tuple(columns), struck
        self.virtual_size = Size(0, len(lines))
        before = self.cursor_id
        self.cursor = place
        self._reveal()
        self.refresh()
        if self.cursor_id != before or before is None:
            self.post_message(self.Highlighted(self.cursor_id))

    def _place_in(self, lines: Sequence[AgendaLine]) -> int:
        """Where the cursor goes in a new list."""
        places = {line.id: place for place, line in enumerate(lines) if line.id is not None}
        old = self._lines
        here = old[self.cursor] if self.cursor < len(old) else None
        was_done = here is not None and here.tone is Tone.DONE
        for line in (*old[self.cursor :], *reversed(old[: self.cursor])):
            place = places.get(line.id) if line.id is not None else None
            if place is not None and (was_done or lines[place].tone is not Tone.DONE):
                return place
        return min(places.values(), default=0)

    def validate_cursor(self, place: int) -> int:
        """Keep the cursor within the list."""
        return max(0, min(place, len(self._lines) - 1))

    def watch_cursor(self, old: int, new: int) -> None:
        """Draw the two lines that differ, and tell the screen."""
        self._reveal()
        self.refresh()
        if old != new:
            self.post_message(self.Highlighted(self.cursor_id))

    def _reveal(self) -> None:
        """Scroll as little as it takes to see the cursor, with the words above or below it."""
        height, top = self.size.height, round(self.scroll_y)
        first = last = self.cursor
        while first > 0 and self._lines[first - 1].id is None:
            first -= 1
        while last + 1 < len(self._lines) and self._lines[last + 1].tone is Tone.MORE:
            last += 1
        if height and first < top:
            self.scroll_to(y=first, animate=False, force=True)
        elif height and last >= top + height:
            self.scroll_to(y=last - height + 1, animate=False, force=True)

    def on_resize(self) -> None:
        """Keep the cursor in view."""
        self._reveal()

    # --- keys -----------------------------------------------------------------------------------

    def action_move(self, step: int) -> None:
        """Move the cursor over so many activities."""
        self._go(self.cursor, step)

    def action_page(self, pages: int) -> None:
        """Move the cursor by pages."""
        self._go(self.cursor + pages * max(1, self.size.height - 1), -pages, nearest=True)

    def action_first(self) -> None:
        """Go to the first activity."""
        self._go(0, 1, nearest=True)

    def action_last(self) -> None:
        """Go to the last activity."""
        self._go(len(self._lines) - 1, -1, nearest=True)

    def action_open(self) -> None:
        """Open what is under the cursor."""
        if self.cursor_id is not None:
            self.post_message(self.Opened(self.cursor_id))

    def _go(self, place: int, way: int, *, nearest: bool = False) -> None:
        """To the next activity from ``place`` on, or, with ``nearest``, to that at ``place``."""
        step = 1 if way > 0 else -1
        place = max(0, min(place, len(self._lines) - 1)) if nearest else place + step
        while 0 <= place < len(self._lines):
            if self._lines[place].id is not None:
                self.cursor = place
                return
            place += step

    def on_click(self, event: events.Click) -> None:
        """Go to the line under the mouse; open it by a double click."""
        place = round(self.scroll_y) + event.y
        if place < len(self._lines) and self._lines[place].id is not None:
            self.cursor = place
            if event.chain == 2:
                self.action_open()

    # --- drawing --------------------------------------------------------------------------------

    def render_line(self, y: int) -> Strip:
        """Line ``y`` of the widget."""
        place, cells = round(self.scroll_y) + y, self.size.width
        if place >= len(self._lines):
            return Strip.blank(cells, self.rich_style)
        line = self._lines[place]
        base = self.get_component_rich_style(f"agenda--{line.tone}")
        if line.id is None:
            return Strip([Segment(fit(" " + " ".join(line.cells), cells), base)], cells)
        return self._activity(line, base, is_cursor=place == self.cursor)

    def _activity(self, line: AgendaLine, base: Style, *, is_cursor: bool) -> Strip:
        room = self.scrollable_content_region.width - GUTTER
        plain = base if line.tone is Tone.DONE else self.get_component_rich_style("agenda--plain")
        sign = Segment(" ", plain)
        if is_cursor:
            bar = self.get_component_rich_style("agenda--bar", partial=True)
            sign = Segment(CURSOR_SIGN, plain + bar)
            over = self.get_component_rich_style("agenda--cursor", partial=True)
            base, plain = base + over, plain + over
        segments = [sign]
        used = GUTTER
        for slot in lay_out(self._columns, room):
            text = fit(line.cells[slot.index], slot.width)
            style = base if slot.index < TONED else plain
            if line.tone is Tone.DONE and slot.index == self._struck:
                segments += self._struck_through(text, style)
            else:
                segments.append(Segment(text, style))
            segments.append(Segment(" " * GAP, style))
            used += slot.width + GAP
        segments.append(Segment(" " * max(0, self.size.width - used), plain))
        return Strip(segments).crop(0, self.size.width)

    def _struck_through(self, text: str, style: Style) -> list[Segment]:
        words = text.rstrip()
        struck = style + self.get_component_rich_style("agenda--struck", partial=True)
        return [Segment(words, struck), Segment(text[len(words) :], style)]


def widest(texts: Sequence[str], most: int) -> int:
    """Cells that the widest of ``texts`` takes, ``most`` at the most."""
    return min(most, max(map(width, texts), default=1)) or 1
