"""The timeline of a record with a cursor on its entries, and the line that tells its filter."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.content import Content
from textual.widget import Widget

from tui_crm.i18n import t
from tui_crm.language.formats import number
from tui_crm.sanitize import visible, width
from tui_crm.screens import actions
from tui_crm.screens.detail.timeline import PLANNED, Timeline
from tui_crm.screens.detail.timeline_lines import timeline_lines
from tui_crm.screens.widgets.line_list import Line, LineList, Piece

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from textual.binding import BindingType

    from tui_crm.screens.detail.timeline import TimelineEntry


class TimelineView(LineList):
    """Draws a timeline; below one that is short, what can be done."""

    BINDINGS: ClassVar[list[BindingType]] = actions.bindings("view")
    DEFAULT_CSS = """
    TimelineView { height: 1fr; }
    """
    selects_on = "double click"

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.timeline = Timeline()

    def show_timeline(self, timeline: Timeline, now: datetime, hints: Sequence[str]) -> None:
        """Show this; the cursor stays on its entry, or on the first until it has been moved.

        ``hints`` say what can be done.
        """
        is_at_top = not self.has_focus and self.cursor in self.stops[:1]
        self.timeline = timeline

        def shape(cells: int) -> list[Line]:
            lines = timeline_lines(timeline, now, cells)
            below = [Line(), *(Line((Piece(hint, cells, "muted"),)) for hint in hints)]
            return [*lines, *(below if hints else ())]

        self.show(shape)
        if is_at_top:
            self.action_move(-len(self.lines))

    @property
    def entry(self) -> TimelineEntry | None:
        """The entry under the cursor."""
        return self.timeline.entry(self.current)


class PanelFilterLine(Widget):
    """A line that says what of several is shown: the kinds of a timeline, the lists of a panel."""

    DEFAULT_CSS = """
    PanelFilterLine { height: 1; padding: 0 2; }
    """

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._key = ""
        self._choices: tuple[tuple[str, bool], ...] = ()

    def show_choices(self, key: str, choices: Sequence[tuple[str, int, bool]]) -> None:
        """Show the key that changes it, then each choice: label, count, whether it is the one."""
        shown = tuple((f"{visible(label)} {number(n)}", is_on) for label, n, is_on in choices)
        self.display = len(shown) > 1
        if (key, shown) != (self._key, self._choices):
            self._key, self._choices = key, shown
            self.refresh()

    def render(self) -> Content:
        """As many choices as there is room for, the one that is shown always."""
        parts: list[tuple[str, str]] = [(self._key, "$text-accent")]
        room = self.size.width - width(self._key)
        on = sum(width(words) + 3 for words, is_on in self._choices if is_on)
        for words, is_on in self._choices:
            cells = width(words) + 3
            if not is_on and cells + on + 1 > room:
                parts.append((" …", "$text-muted"))
                break
            on -= cells if is_on else 0
            room -= cells
            parts.append(("  " if len(parts) == 1 else " · ", "$text-muted"))
            parts.append((words, "bold" if is_on else "$text-muted"))
        return Content.assemble(*parts)


def filter_choices(timeline: Timeline) -> list[tuple[str, str, int]]:
    """What a timeline can be filtered by: key, label and count; all of it and plans first."""
    kinds = sorted(timeline.counts.items(), key=lambda item: (item[0].key != PLANNED, -item[1]))
    found = [(kind.key, kind.label, n) for kind, n in kinds]
    return [("", t("detail.all_kinds"), timeline.total), *found]
