"""The message in an empty list: no records, loading, or an error."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Final

from rich.segment import Segment
from rich.text import Text
from textual.strip import Strip

from tui_crm.sanitize import fit, visible, width

if TYPE_CHECKING:
    from rich.console import Console
    from rich.style import Style

    from tui_crm.screens.list.row_painter import Palette

MARGIN: Final = 4


class EmptyStateKind(Enum):
    """Why there are no rows; the value is the sign before the title."""

    EMPTY = ""
    LOADING = "… "
    ERROR = "! "


@dataclass(frozen=True, slots=True)
class EmptyState:
    """A title and what to do next, in translated words; data in them is drawn as it is."""

    title: str
    hint: str = ""
    kind: EmptyStateKind = EmptyStateKind.EMPTY

    def lines(self, console: Console, size: tuple[int, int], palette: Palette) -> list[Strip]:
        """The notice in the upper half of ``size`` (cells, lines), centred, the hint wrapped."""
        cells, height = size
        room = max(1, cells - 2 * MARGIN)
        title = palette.error if self.kind is EmptyStateKind.ERROR else palette.states["strong"]
        texts = [(self.kind.value + self.title, title)]
        for paragraph in self.hint.splitlines():
            wrapped = Text(visible(paragraph)).wrap(console, room)
            texts.extend((line.plain.rstrip(), palette.text) for line in wrapped)
        above = max(0, (height - len(texts)) // 3)
        blank = Strip.blank(cells, palette.text)
        drawn = [_centred(text, cells, room, style) for text, style in texts]
        return [blank] * above + drawn


def _centred(text: str, cells: int, room: int, style: Style) -> Strip:
    left = max(0, (cells - min(room, width(text))) // 2)
    return Strip([Segment(fit(" " * left + text, cells), style)], cells)
