"""The header of a screen: breadcrumb, counts, overdue activities and the clock."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from textual.content import Content
from textual.widget import Widget

from tui_crm.i18n import t
from tui_crm.language.formats import stamp
from tui_crm.sanitize import fit, visible, width

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

BETWEEN: Final = " › "
GAP: Final = 3
APART: Final = 2
"""Cells at least between the middle and what stands on the right."""

LEAST: Final = 8
"""Cells in which what leads here still says something."""

SENTENCE: Final = 24
"""Cells from which a part is words that may be cut, whatever figures are in them."""

_PARTS: Final = re.compile(r" · |   ")


class HeaderLine(Widget):
    """Breadcrumb on the left, counts in the middle, overdue and clock on the right.

    In a narrow terminal the clock goes first, then parts of the middle from its end, then the way
    here, whose end is kept longest. A number is there whole or not at all.
    """

    DEFAULT_CSS = """
    HeaderLine {
        dock: top;
        height: 1;
        background: $panel;
        color: $foreground;
    }
    """

    def __init__(self) -> None:
        super().__init__()
        self._way: tuple[str, ...] = ()
        self._middle = ""
        self._now: datetime | None = None
        self._overdue = 0

    def show_place(self, way: Sequence[str], middle: str = "") -> None:
        """Show the breadcrumb, outermost first, and the text in the middle."""
        if (tuple(way), middle) != (self._way, self._middle):
            self._way, self._middle = tuple(way), middle
            self.refresh()

    def show_time(self, now: datetime, overdue: int) -> None:
        """Show the local time and the number of overdue activities."""
        self._now, self._overdue = now, overdue
        self.refresh()

    def render(self) -> Content:
        """The line, exactly as wide as the screen."""
        cells = self.size.width
        late = t("ui.overdue", n=self._overdue) if self._overdue else ""
        clock = stamp(self._now, self._now) if self._now else ""
        needed = 1 + sum(map(width, self._way)) + width(self._middle) + width(late) + 3 * GAP
        if needed + width(clock) > cells:
            clock = ""
        right = " · ".join(part for part in (late, clock) if part)
        room = cells - width(right) - 1
        way = BETWEEN.join(self._way)
        start = max(min(cells // 2, room - width(self._middle) - GAP), 0)
        if start < width(way) + 1 + GAP:
            start = min(width(way) + 1 + GAP, max(room // 2, room - width(self._middle) - GAP))
        lead, here = self._cut_way(max(0, start - GAP))
        left = Content.assemble(
            (fit(lead, width(lead)), "$text-muted"),
            (fit(here, max(0, start - width(lead))), "bold"),
        )
        space = max(0, room - start)
        words = _whole_parts(self._middle, space - APART if right else space)
        middle = words + " " * (space - width(words))
        return Content.assemble(
            left,
            (middle, "$foreground"),
            (late, "bold $text-error"),
            (right.removeprefix(late), "$text-muted"),
        )

    def _cut_way(self, room: int) -> tuple[str, str]:
        """The breadcrumb cut to a width; its last item is cut last."""
        *before, here = self._way or ("",)
        while len(before) > 1 and 1 + width(BETWEEN.join((*before, here))) > room:
            before.pop(0)
        left = room - 1 - width(BETWEEN) - width(here)
        if len(before) == 1 and width(before[0]) > left:
            before = [fit(before[0], left).rstrip()] if left >= LEAST else []
        return " " + "".join(part + BETWEEN for part in before), here


def _whole_parts(words: str, room: int) -> str:
    """As many parts of ``words`` as there is room for; no count is cut."""
    words = visible(words)
    ends = [*(found.start() for found in _PARTS.finditer(words)), len(words)]
    for end in reversed(ends):
        if width(words[:end]) <= room:
            return words[:end]
    first = words[: ends[0]]
    is_count = width(first) < SENTENCE and re.search(r"\d", first)
    return "" if is_count else fit(first, max(0, room))
