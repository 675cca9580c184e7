"""Lines of styled text with a cursor that stops only at some of them."""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Final

from rich.segment import Segment
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip

from tui_crm.sanitize import fit

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence

    from textual import events

BAR: Final = "▌ "


@dataclass(frozen=True, slots=True)
class Piece:
    """Text in a number of cells, in the style of a component class (``part``) of the widget."""

    text: str
    cells: int
    part: str = "plain"


@dataclass(frozen=True, slots=True)
class Line:
    """Pieces side by side; the cursor stops at lines with a ``ref``."""

    pieces: tuple[Piece, ...]
    ref: Hashable = None


class CursorLines(ScrollView, can_focus=True, inherit_bindings=False):
    """Base of widgets made of lines; ``shape`` lays them out for the current width."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        f"cursor-lines--{part}"
        for part in (
            "bar",
            "cursor",
            "head",
            "label",
            "muted",
            "plain",
            "sign",
            "strong",
            "warning",
        )
    }
    DEFAULT_CSS = """
    CursorLines {
        scrollbar-size: 1 1;
        overflow-x: hidden;
        & > .cursor-lines--bar { color: $accent; }
        & > .cursor-lines--cursor { text-style: reverse; }
        & > .cursor-lines--head { color: $text-muted; text-style: bold; }
        & > .cursor-lines--label { color: $text-primary; text-style: bold; }
        & > .cursor-lines--muted { color: $text-muted; }
        & > .cursor-lines--sign { color: $accent; text-style: bold; }
        & > .cursor-lines--strong { text-style: bold; }
        & > .cursor-lines--warning { color: $text-warning; }
    }
    """

    cursor = reactive(0, repaint=False)

    @dataclass
    class Moved(Message):
        """The cursor moved to another line, whose ``ref`` is given."""

        lines: CursorLines
        ref: Hashable

    @dataclass
    class Clicked(Message):
        """A line was clicked again while the cursor was on it."""

        lines: CursorLines
        ref: Hashable

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._lines: tuple[Line, ...] = ()

    @abstractmethod
    def shape(self, cells: int) -> Sequence[Line]:
        """The lines, for a widget of so many cells beside the cursor."""

    @property
    def current(self) -> Hashable:
        """What the cursor is on; None where it stops nowhere."""
        return self._lines[self.cursor].ref if self.cursor < len(self._lines) else None

    def reshape(self) -> None:
        """Lay the lines out again; the cursor stays on its ``ref``."""
        cells = self.scrollable_content_region.width
        if cells <= len(BAR):
            return
        stood = self.current
        self._lines = tuple(self.shape(cells - len(BAR)))
        self.virtual_size = Size(cells, len(self._lines))
        self.set_reactive(CursorLines.cursor, self._place_of(stood))
        self.refresh()

    def _place_of(self, ref: Hashable) -> int:
        stops = self.stops()
        places = [place for place in stops if ref is not None and self._lines[place].ref == ref]
        return (places or stops or [0])[0]

    def go_to(self, ref: Hashable) -> None:
        """Put the cursor on the line with this ``ref``, if there is one."""
        self.cursor = self._place_of(ref)

    def stops(self) -> list[int]:
        """The places at which the cursor can stop."""
        return [place for place, line in enumerate(self._lines) if line.ref is not None]

    def move(self, steps: int) -> None:
        """Move the cursor over so many stops; where there is none, scroll."""
        stops = self.stops()
        if not stops:
            self.scroll_relative(y=steps, animate=False)
            return
        here = stops.index(self.cursor) if self.cursor in stops else 0
        self.cursor = stops[max(0, min(here + steps, len(stops) - 1))]

    def on_resize(self) -> None:
        """Shape the lines for the new width."""
        self.reshape()

    def watch_cursor(self) -> None:
        """Draw the cursor, bring it into view, and say where it is."""
        place = self.cursor
        above = 1 if place and self._lines[place - 1].ref is None else 0
        self.scroll_to_region(Region(0, place - above, 1, 1 + above), animate=False)
        self.refresh()
        if self.current is not None:
            self.post_message(self.Moved(self, self.current))

    def render_line(self, y: int) -> Strip:
        """Line ``y`` of the widget."""
        cells = self.scrollable_content_region.width
        place = y + round(self.scroll_y)
        if place >= len(self._lines):
            return Strip.blank(cells, self.rich_style)
        line = self._lines[place]
        style = self.get_component_rich_style
        is_here = place == self.cursor and line.ref is not None and self.has_focus
        under = style("cursor-lines--cursor", partial=True) if is_here else None
        pieces = (Piece(BAR if is_here else "", len(BAR), "bar"), *line.pieces)
        segments = []
        for piece in pieces:
            drawn = style(f"cursor-lines--{piece.part}")
            segments.append(
                Segment(fit(piece.text, piece.cells), drawn + under if under else drawn)
            )
        filler = self.rich_style + under if under else self.rich_style
        return Strip(segments).adjust_cell_length(cells, filler)

    def on_click(self, event: events.Click) -> None:
        """Go to the line under the mouse."""
        place = event.y + round(self.scroll_y)
        if place < len(self._lines) and self._lines[place].ref is not None:
            if place == self.cursor:
                self.post_message(self.Clicked(self, self._lines[place].ref))
            self.cursor = place
