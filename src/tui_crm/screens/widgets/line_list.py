"""Lines of styled text with a cursor that stops only at some of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Final, Literal

from rich.segment import Segment
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip

from tui_crm.sanitize import fit
from tui_crm.screens.chips import TONES, tone_rules

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Sequence

    from textual import events

    Shape = Callable[[int], Sequence["Line"]]
    """The lines for a number of cells beside the cursor."""

BAR: Final = "▌"

PARTS: Final = (
    *("accent", "error", "head", "label", "link", "muted", "plain", "section", "sign"),
    *("strong", "struck", "warning"),
    *(f"tone-{tone}" for tone in TONES),
)
"""The looks that a piece of a line may have."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Text in a number of cells, in the style of a component class (``part``) of the widget.

    It is data: made safe, cut or padded to its cells, never read as markup.
    """

    text: str
    cells: int
    part: str = "plain"


@dataclass(frozen=True, slots=True)
class Line:
    """Pieces side by side; the cursor stops at lines with a ``ref``.

    Lines below one another that share a ``ref`` are one item, such as a value that was wrapped.
    """

    pieces: tuple[Piece, ...] = ()
    ref: Hashable = None


def line(*pieces: Piece, ref: Hashable = None) -> Line:
    """A line put together of pieces."""
    return Line(pieces, ref)


class LineList(ScrollView, can_focus=True, inherit_bindings=False):
    """Draws the lines that ``show`` was given, and moves a cursor over their items.

    It has the actions ``move``, ``page`` and ``select``; which keys do them is said by subclasses,
    or by the screen.
    """

    GUTTER: ClassVar[int] = 2
    """Cells to the left of every line; the first shows the bar of the cursor."""

    selects_on: ClassVar[Literal["click", "second click", "double click"]] = "second click"
    """How the mouse selects an item; a second click is any on the item under the cursor."""

    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        f"line-list--{part}" for part in ("bar", "cursor", *PARTS)
    }
    DEFAULT_CSS = """
    LineList {
        scrollbar-size: 1 1;
        overflow-x: hidden;
        & > .line-list--accent { color: $text-accent; text-style: bold; }
        & > .line-list--bar { color: $accent; }
        & > .line-list--cursor { background: $primary-muted; text-style: bold; }
        & > .line-list--error { color: $text-error; }
        & > .line-list--head { color: $text-muted; text-style: bold; }
        & > .line-list--label { color: $text-primary; text-style: bold; }
        & > .line-list--link { text-style: underline; }
        & > .line-list--muted { color: $text-muted; }
        & > .line-list--section { color: $text-primary; text-style: bold; }
        & > .line-list--sign { color: $accent; text-style: bold; }
        & > .line-list--strong { text-style: bold; }
        & > .line-list--struck { color: $text-muted; text-style: strike; }
        & > .line-list--warning { color: $text-warning; }
        &:ansi > .line-list--cursor { text-style: reverse; }
        &:nocolor > .line-list--cursor { text-style: reverse; }
    }
    """
    DEFAULT_CSS += tone_rules("LineList", "line-list")

    cursor = reactive(0, repaint=False)
    """The first line of the item that the cursor is on."""

    @dataclass
    class Moved(Message):
        """The cursor moved to another item, whose ``ref`` is given."""

        lines: LineList
        ref: Hashable

    @dataclass
    class Selected(Message):
        """An item was selected by its key or by the mouse."""

        lines: LineList
        ref: Hashable

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._shape: Shape = lambda _: ()
        self._lines: tuple[Line, ...] = ()
        self._firsts: list[int] = []

    def show(self, shape: Shape) -> None:
        """Show the lines that ``shape`` gives, now and after the width changes."""
        self._shape = shape
        self.reshape()

    def reshape(self) -> None:
        """Lay the lines out again; the cursor stays on its item."""
        cells = self.scrollable_content_region.width or self.app.size.width
        lines = tuple(self._shape(max(1, cells - self.GUTTER)))
        place = self.place_in(lines)
        self._lines, self._firsts = lines, _first_lines(lines)
        self.virtual_size = Size(cells, len(lines))
        self.set_reactive(LineList.cursor, place)
        self._reveal()
        self.refresh()

    def place_in(self, lines: Sequence[Line]) -> int:
        """Where the cursor goes in new lines: to the ``ref`` it was on, else to the first."""
        refs = [line.ref for line in lines]
        if self.current in refs and self.current is not None:
            return refs.index(self.current)
        return next((place for place, ref in enumerate(refs) if ref is not None), 0)

    @property
    def lines(self) -> tuple[Line, ...]:
        """All lines, those out of view among them."""
        return self._lines

    @property
    def current(self) -> Hashable:
        """The ``ref`` of the item under the cursor; None where it stops nowhere."""
        return self._lines[self.cursor].ref if self.cursor < len(self._lines) else None

    @property
    def stops(self) -> list[int]:
        """The places at which the cursor can stop."""
        found = enumerate(self._firsts)
        return [place for place, first in found if place == first and self._is_stop(place)]

    def _is_stop(self, place: int) -> bool:
        return 0 <= place < len(self._lines) and self._lines[place].ref is not None

    def go_to(self, ref: Hashable) -> None:
        """Put the cursor on the item with this ``ref``, if there is one."""
        found = (place for place in self.stops if self._lines[place].ref == ref)
        self.cursor = next(found, self.cursor)

    def watch_cursor(self) -> None:
        """Draw the cursor, bring it into view, and say where it is."""
        self._reveal()
        self.refresh()
        if self.current is not None:
            self.post_message(self.Moved(self, self.current))

    def _reveal(self) -> None:
        """Scroll as little as it takes to see the item with the words that belong to it.

        That is what stands above it up to the item before; and what stands below the last one.
        """
        height, start = self.scrollable_content_region.height, self.cursor
        if not height or not self._is_stop(start):
            return
        top, end = start, start + 1
        while end < len(self._lines) and self._firsts[end] == start:
            end += 1
        end = min(end, start + height)
        while top and not self._is_stop(top - 1) and end - top < height:
            top -= 1
        if not any(map(self._is_stop, range(end, len(self._lines)))):
            end = min(len(self._lines), top + height)
        self.scroll_to_region(Region(0, top, 1, end - top), animate=False, force=True)

    def on_resize(self) -> None:
        """Lay the lines out for the new width."""
        self.reshape()

    def get_content_height(self, _container: Size, _viewport: Size, width: int) -> int:
        """The number of lines in this width."""
        return len(self._shape(max(1, width - self.GUTTER)))

    # --- keys and mouse ---------------------------------------------------------------------------

    def action_move(self, steps: int) -> None:
        """Move the cursor over so many items; where there is none, scroll."""
        stops = self.stops
        if not stops:
            self.scroll_relative(y=steps, animate=False)
            return
        here = stops.index(self.cursor) if self.cursor in stops else 0
        self.cursor = stops[max(0, min(here + steps, len(stops) - 1))]

    def action_page(self, pages: int) -> None:
        """Move the cursor by about as many lines as are in view, or scroll through a long item."""
        lines = pages * max(1, self.size.height - 1)
        stops = self.stops or [self.cursor]
        nearest = min(stops, key=lambda stop: abs(stop - self.cursor - lines))
        if nearest == self.cursor:
            self.scroll_relative(y=lines, animate=False)
        self.cursor = nearest

    def action_select(self) -> None:
        """Select the item under the cursor."""
        if self.current is not None:
            self.post_message(self.Selected(self, self.current))

    def on_click(self, event: events.Click) -> None:
        """Go to the item under the mouse; select it by a second click."""
        offset = event.get_content_offset(self)
        place = offset.y + round(self.scroll_y) if offset is not None else -1
        if not self._is_stop(place):
            return
        was_here, self.cursor = self.cursor == self._firsts[place], self._firsts[place]
        is_second = was_here and self.selects_on == "second click"
        if self.selects_on == "click" or is_second or event.chain == 2:
            self.action_select()

    # --- drawing ----------------------------------------------------------------------------------

    @property
    def shows_cursor(self) -> bool:
        """Whether the cursor is drawn: while it can be moved."""
        return self.has_focus

    def render_line(self, y: int) -> Strip:
        """Line ``y`` of the widget."""
        cells = self.scrollable_content_region.width
        place = y + round(self.scroll_y)
        if place >= len(self._lines):
            return Strip.blank(cells, self.rich_style)
        style = self.get_component_rich_style
        line, filler = self._lines[place], self.rich_style
        is_here = self._firsts[place] == self.cursor and line.ref is not None and self.shows_cursor
        under = style("line-list--cursor", partial=True) if is_here else None
        bar = style("line-list--bar", partial=True)
        segments = [Segment(fit(BAR if is_here else "", self.GUTTER), filler + bar)]
        for piece in line.pieces:
            drawn = style(f"line-list--{piece.part}")
            text = fit(piece.text, piece.cells)
            segments.append(Segment(text, drawn + under if under else drawn))
        return Strip(segments).adjust_cell_length(cells, filler + under if under else filler)


def _first_lines(lines: Sequence[Line]) -> list[int]:
    """For each line the place of the first line of its item."""
    firsts: list[int] = []
    for place, line in enumerate(lines):
        is_more = place and line.ref is not None and line.ref == lines[place - 1].ref
        firsts.append(firsts[-1] if is_more else place)
    return firsts
