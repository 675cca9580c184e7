"""Short entries in columns, a page of them at a time, with a cursor on one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from tui_crm.keymap import key_name
from tui_crm.sanitize import fit, width

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual import events
    from textual.geometry import Size

LEAST_CELLS: Final = 34
"""Cells of a column, below which there is one less."""

MOST_COLUMNS: Final = 3
GAP: Final = 2
MOST_SIGN: Final = 12


@dataclass(frozen=True, slots=True)
class ColumnEntry:
    """A sign and its words; a heading where it cannot be chosen."""

    label: str
    sign: str = ""
    is_heading: bool = False


class EntryColumns(Widget):
    """Shows entries from the top of the first column to the end of the last, then the next page."""

    DEFAULT_CSS = """
    EntryColumns { height: auto; max-height: 70vh; }
    """

    highlighted: reactive[int | None] = reactive(None)
    """The place of the entry under the cursor."""

    @dataclass
    class Picked(Message):
        """An entry was clicked, which has the cursor now."""

        place: int

    def __init__(self) -> None:
        super().__init__()
        self._entries: tuple[ColumnEntry, ...] = ()

    def show(self, entries: Sequence[ColumnEntry]) -> None:
        """Show these."""
        self._entries = tuple(entries)
        self.refresh(layout=True)

    def get_content_height(self, _container: Size, _viewport: Size, width: int) -> int:
        """As many lines as it takes to show all of them on one page."""
        columns = _columns(width)
        lines = max(1, -(-len(self._entries) // columns))
        while len(self._flow(lines)) > lines * columns:
            lines += 1
        return lines

    @property
    def page_size(self) -> int:
        """How many entries there is room for at once."""
        return self._lines * _columns(self.size.width)

    @property
    def _lines(self) -> int:
        """Lines of entries; the last line of the widget is kept where there is more than a page."""
        height = max(1, self.size.height)
        is_all = len(self._flow(height)) <= height * _columns(self.size.width)
        return height if is_all or height == 1 else height - 1

    def render(self) -> Content:
        """The page with the cursor."""
        columns, lines = _columns(self.size.width), self._lines
        cells = (self.size.width - GAP * (columns - 1)) // columns
        page, pages, shown = self._page(lines)
        sign = min(MOST_SIGN, max((width(each.sign) for each in self._entries), default=0))
        drawn = [self._line(shown[line::lines], cells, sign) for line in range(lines)]
        if pages > 1:
            keys = f"{key_name('pagedown')} {key_name('pageup')}"
            place = f"{keys}  {page + 1}/{pages}"
            drawn.append(Content.styled(place.rjust(self.size.width), "$text-muted"))
        return Content("\n").join(drawn)

    def _line(self, places: Sequence[int | None], cells: int, sign: int) -> Content:
        parts: list[tuple[str, str]] = []
        for place in places:
            if parts:
                parts.append((" " * GAP, ""))
            if place is None:
                parts.append((" " * cells, ""))
                continue
            each = self._entries[place]
            words = max(0, cells - sign - 1)
            if each.is_heading:
                parts.append((fit(each.label, cells), "bold $text-muted"))
            elif place == self.highlighted:
                line = f"{fit(each.sign, sign)} {fit(each.label, words)}"
                parts.append((line, "bold $block-cursor-foreground on $block-cursor-background"))
            else:
                parts.append((f"{fit(each.sign, sign)} ", "bold $text-accent"))
                parts.append((fit(each.label, words), ""))
        return Content.assemble(*parts)

    def _flow(self, lines: int) -> list[int | None]:
        """The places of the entries line by line, column by column; no heading ends a column."""
        found: list[int | None] = []
        for place, each in enumerate(self._entries):
            if each.is_heading and lines > 1 and len(found) % lines == lines - 1:
                found.append(None)
            found.append(place)
        return found

    def _page(self, lines: int) -> tuple[int, int, list[int | None]]:
        """The page with the cursor, of how many, and what stands on it."""
        flow, size = self._flow(lines), self.page_size
        here = flow.index(self.highlighted) if self.highlighted in flow else 0
        page = here // size
        return page, -(-len(flow) // size), flow[page * size : (page + 1) * size]

    def on_click(self, event: events.Click) -> None:
        """Put the cursor on the entry under the mouse, and take it."""
        event.stop()
        columns, lines = _columns(self.size.width), self._lines
        cells = (self.size.width - GAP * (columns - 1)) // columns
        index = event.x // (cells + GAP) * lines + event.y
        _, _, shown = self._page(lines)
        place = shown[index] if event.y < lines and index < len(shown) else None
        if place is not None and not self._entries[place].is_heading:
            self.highlighted = place
            self.post_message(self.Picked(place))


def _columns(cells: int) -> int:
    return max(1, min(MOST_COLUMNS, (cells + GAP) // (LEAST_CELLS + GAP)))
