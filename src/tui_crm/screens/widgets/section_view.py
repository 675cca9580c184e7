"""Label/value lines under headings, with a cursor: the fields of a record, its history."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, ClassVar, Final

from rich.segment import Segment
from rich.text import Text
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip

from tui_crm.sanitize import fit, visible, width
from tui_crm.screens import actions

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence

    from rich.style import Style
    from textual import events
    from textual.binding import BindingType

LONGEST_LABEL: Final = 22
GUTTER: Final = 2
MOST_LINES: Final = 200
"""Lines of one long text that are shown."""


class LineKind(Enum):
    """How a line is drawn."""

    FIELD = "field"
    HEADING = "section"
    STRONG = "strong"
    MUTED = "muted"


@dataclass(frozen=True, slots=True)
class ViewLine:
    """A label and a text, both data; the cursor stops at those with a ``ref``."""

    label: str
    text: str
    kind: LineKind = LineKind.FIELD
    ref: Hashable = None
    is_link: bool = False
    """It leads to another record."""


BLANK: Final = ViewLine("", "")


class SectionView(ScrollView, can_focus=True):
    """Draws the lines, long ones wrapped, and moves a cursor through them."""

    BINDINGS: ClassVar[list[BindingType]] = actions.bindings("view")
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "section-view--bar",
        "section-view--cursor",
        "section-view--label",
        "section-view--link",
        "section-view--muted",
        "section-view--section",
        "section-view--strong",
    }
    DEFAULT_CSS = """
    SectionView {
        scrollbar-size: 1 1;
        & > .section-view--bar { color: $accent; }
        & > .section-view--cursor { text-style: reverse; }
        & > .section-view--label { color: $text-muted; }
        & > .section-view--link { text-style: underline; }
        & > .section-view--muted { color: $text-muted; }
        & > .section-view--section { color: $text-primary; text-style: bold; }
        & > .section-view--strong { text-style: bold; }
    }
    """

    cursor = reactive(0, repaint=False)

    @dataclass
    class Selected(Message):
        """A line was opened."""

        line: ViewLine

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._lines: tuple[ViewLine, ...] = ()
        self._label = 0
        self._drawn: list[tuple[int, str]] = []
        self._starts: list[int] = []
        self._placed_for = -1

    @property
    def current(self) -> ViewLine | None:
        """The line under the cursor, if it can stop anywhere."""
        line = self._lines[self.cursor] if self.cursor < len(self._lines) else None
        return line if line is not None and line.ref is not None else None

    def show(self, lines: Sequence[ViewLine]) -> None:
        """Show other lines; the cursor stays where its ``ref`` is, or goes to the first."""
        stood = self.current.ref if self.current else None
        self._lines = tuple(lines)
        labels = [width(line.label) for line in lines if line.kind is LineKind.FIELD]
        self._label = min(LONGEST_LABEL, max(labels, default=0)) + 2
        places = {line.ref: place for place, line in enumerate(lines) if line.ref is not None}
        self.set_reactive(SectionView.cursor, places.get(stood, min(places.values(), default=0)))
        self._placed_for = -1
        self._place()
        self.refresh()

    def on_resize(self) -> None:
        """Wrap anew."""
        self._place()
        self._reveal()

    def _place(self) -> None:
        cells = self.scrollable_content_region.width
        if cells <= 0 or cells == self._placed_for:
            return
        self._placed_for = cells
        self._drawn, self._starts = [], []
        for place, line in enumerate(self._lines):
            self._starts.append(len(self._drawn))
            self._drawn += [(place, text) for text in self._wrapped(line, cells)]
        self.virtual_size = Size(cells, len(self._drawn))

    def _wrapped(self, line: ViewLine, cells: int) -> list[str]:
        room = cells - GUTTER - (self._label if line.kind is LineKind.FIELD else 0)
        text = Text(visible(line.text, multiline=True))
        if room < 1 or not line.text:
            return [""]
        return [part.plain.rstrip() for part in text.wrap(self.app.console, room)][:MOST_LINES]

    def render_line(self, y: int) -> Strip:
        """Line ``y`` of the widget."""
        cells = self.scrollable_content_region.width
        number = y + round(self.scroll_y)
        if number >= len(self._drawn):
            return Strip.blank(cells, self.rich_style)
        place, text = self._drawn[number]
        line = self._lines[place]
        is_first = self._starts[place] == number
        is_here = place == self.cursor and self.has_focus and line.ref is not None
        under = self._style("cursor", partial=True) if is_here else None
        parts = self._parts(line, text if not is_first or text else "", is_first)
        bar = ("▌ " if is_here else "  ", self._style("bar"))
        strip = Strip([Segment(t, s + under if under else s) for t, s in (bar, *parts) if t])
        filler = self.rich_style + under if under else self.rich_style
        return strip.adjust_cell_length(cells, filler)

    def _parts(self, line: ViewLine, text: str, is_first: bool) -> list[tuple[str, Style]]:
        if line.kind is not LineKind.FIELD:
            return [(text, self._style(line.kind.value))]
        label = fit(visible(line.label) if is_first else "", self._label - 1) + " "
        style = self._style("link") if line.is_link else self.rich_style
        return [(label, self._style("label")), (text, style)]

    def _style(self, part: str, *, partial: bool = False) -> Style:
        return self.get_component_rich_style(f"section-view--{part}", partial=partial)

    def watch_cursor(self) -> None:
        """Draw the cursor, and bring it into view."""
        self._reveal()
        self.refresh()

    def _reveal(self) -> None:
        if self.cursor < len(self._starts):
            start = self._starts[self.cursor]
            last = self._starts[self.cursor + 1 :][:1] or [len(self._drawn)]
            height = min(last[0] - start, max(1, self.size.height - 1))
            above = 1 if start and not self._is_stop(self._drawn[start - 1][0]) else 0
            region = Region(0, start - above, 1, height + above)
            self.scroll_to_region(region, animate=False)

    def _is_stop(self, place: int) -> bool:
        return 0 <= place < len(self._lines) and self._lines[place].ref is not None

    def action_move(self, lines: int) -> None:
        """Move the cursor by stops; where there is none, scroll."""
        stops = [place for place in range(len(self._lines)) if self._is_stop(place)]
        if not stops:
            self.scroll_relative(y=lines, animate=False)
            return
        here = stops.index(self.cursor) if self.cursor in stops else 0
        self.cursor = stops[max(0, min(here + lines, len(stops) - 1))]

    def action_page(self, pages: int) -> None:
        """Move the cursor by about a page."""
        self.action_move(pages * max(1, self.size.height - 2))

    def action_select(self) -> None:
        """Open the line under the cursor."""
        if self.current is not None:
            self.post_message(self.Selected(self.current))

    def on_click(self, event: events.Click) -> None:
        """Go to the line under the mouse; open it with a second click."""
        number = event.y + round(self.scroll_y)
        if number < len(self._drawn) and self._is_stop(self._drawn[number][0]):
            self.cursor = self._drawn[number][0]
            if event.chain == 2:
                self.action_select()
