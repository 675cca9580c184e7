"""The first rows of the related lists that are not open, each in a small panel."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from textual.content import Content
from textual.message import Message
from textual.widget import Widget

from tui_crm.column_layout import GAP, lay_out
from tui_crm.sanitize import fit, visible

if TYPE_CHECKING:
    from textual import events
    from textual.geometry import Size

    from tui_crm.screens.detail.page_data import FirstRows
    from tui_crm.screens.widgets.tabbed_panel import Tab

NARROW: Final = 14
"""Cells that a wide column is content with here."""

MOST: Final = 3
"""Small panels side by side."""


class RelatedListPreview(Widget):
    """A small panel; a click opens its list."""

    DEFAULT_CSS = """
    RelatedListPreview {
        width: 1fr;
        height: auto;
        border: round $panel-lighten-2;
        padding: 0 1;
        border-title-color: $foreground;
        border-title-background: $background;
    }
    """

    @dataclass
    class Chosen(Message):
        """It was clicked; ``key`` is that of its list."""

        key: str

    def __init__(self, key: str, tab: Tab, first: FirstRows, height: int) -> None:
        """``height`` are the lines of the highest of those that stand side by side."""
        super().__init__()
        self._key = key
        self._height = height
        self._first = first
        total = f" · {visible(first.total)}" if first.total else ""
        self.border_title = Content.assemble(
            " ",
            (tab.key, "$text-accent"),
            (f" {tab.label} {tab.count}", "bold"),
            (f"{total} ", "$text-muted"),
        )

    def get_content_height(self, _container: Size, _viewport: Size, _width: int) -> int:
        """As high as the others."""
        return self._height

    def render(self) -> Content:
        """The columns that fit, in their tones."""
        columns = [
            replace(column, width=min(column.width, NARROW)) if column.flexible else column
            for column in self._first.columns
        ]
        slots = lay_out(columns, self.size.width)
        lines = []
        for row in self._first.rows:
            parts: list[tuple[str, str]] = []
            for slot in slots:
                tone = row.tones[slot.index] if row.tones else ""
                look = f"$text-{tone}" if tone else ""
                parts += [(" " * GAP, "")] if parts else []
                text = fit(row.cells[slot.index], slot.width)
                if slot.column.align == "right":
                    text = text.rstrip().rjust(len(text))
                parts.append((text, look))
            lines.append(Content.assemble(*parts))
        return Content("\n").join(lines)

    def on_click(self, event: events.Click) -> None:
        """Open its list."""
        event.stop()
        self.post_message(self.Chosen(self._key))
