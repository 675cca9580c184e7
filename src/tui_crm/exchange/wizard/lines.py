"""The line list of a step of the wizard."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui_crm.sanitize import visible, width
from tui_crm.screens.widgets.cursor_lines import CursorLines, Line

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tui_crm.screens.widgets.cursor_lines import Piece


class ImportLines(CursorLines):
    """Draws the lines that ``show`` was given a maker of."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._maker: Callable[[int], Sequence[Line]] = lambda _: ()

    def show(self, maker: Callable[[int], Sequence[Line]]) -> None:
        """Show what ``maker`` gives for a number of cells, now and after the width changes."""
        self._maker = maker
        self.reshape()

    def shape(self, cells: int) -> Sequence[Line]:
        """The lines."""
        return self._maker(cells)

    def page(self, pages: int) -> None:
        """Move the cursor by as many stops as there are lines in view."""
        self.move(pages * max(1, self.size.height - 1))


def line(*pieces: Piece, ref: object = None) -> Line:
    """A line put together of pieces."""
    return Line(pieces, ref)


def wrapped(text: str, cells: int) -> list[str]:
    """``text`` in lines of at most ``cells`` cells, broken at spaces where there are any."""
    lines = []
    for paragraph in visible(text, multiline=True).splitlines():
        rest = paragraph
        while width(rest) > cells > 1:
            front = _front(rest, cells)
            lines.append(front.rstrip())
            rest = rest[len(front) :].lstrip()
        lines.append(rest)
    return lines


def _front(text: str, cells: int) -> str:
    """As much of ``text`` as fits, up to a space if one is not far."""
    end, used = 0, 0
    while end < len(text) and used + width(text[end]) <= cells:
        used += width(text[end])
        end += 1
    space = text.rfind(" ", 0, end + 1)
    return text[: space + 1] if space > end // 2 else text[: max(1, end)]
