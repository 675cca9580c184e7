"""A day's list: headings, and under each what is to be done; a cursor that skips the headings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Final

from tui_crm.column_layout import GAP, lay_out
from tui_crm.sanitize import width
from tui_crm.screens import actions
from tui_crm.screens.widgets.line_list import Line, LineList, Piece, line

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from textual.binding import BindingType

    from tui_crm.column_layout import Column

_TONED: Final = 2
"""So many of the first columns show the look of a line: a sign, and when."""

_STRUCK: Final = 3
"""The column, the subject, that is struck through where something is done."""


@dataclass(frozen=True, slots=True)
class AgendaLine:
    """A line: an activity by its ``id`` with a text for each column, or words across (no id)."""

    cells: tuple[str, ...]
    look: str = "plain"
    """A part of ``LineList``."""
    id: int | None = None
    is_done: bool = False


class AgendaList(LineList):
    """The list of a day; the cursor is seen also while something else has the focus."""

    GUTTER = 1
    selects_on = "double click"
    BINDINGS: ClassVar[list[BindingType]] = actions.bindings("agenda")
    DEFAULT_CSS = """
    AgendaList {
        height: 1fr;
        scrollbar-gutter: stable;
        & > .line-list--cursor { background: $panel; }
        &:focus > .line-list--cursor { background: $primary-muted; }
    }
    """

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._done: frozenset[int | None] = frozenset()
        self._was_done = False

    @property
    def cursor_id(self) -> int | None:
        """The activity under the cursor."""
        return self.current if isinstance(self.current, int) else None

    @property
    def is_done(self) -> bool:
        """Whether that was done when it was read."""
        return self.cursor_id in self._done

    @property
    def shows_cursor(self) -> bool:
        """Always."""
        return True

    def show_day(self, shown: Sequence[AgendaLine], columns: Sequence[Column]) -> None:
        """Show these lines.

        The cursor stays on its activity; where that is gone, or done by now, on the next one.
        """
        self._was_done = self.is_done
        self._done = frozenset(each.id for each in shown if each.is_done)
        self.show(lambda cells: [_line(each, columns, cells) for each in shown])
        self._was_done = self.is_done

    def place_in(self, lines: Sequence[Line]) -> int:
        """The place of the activity under the cursor, or of the next one that is not done."""
        places = {each.ref: place for place, each in enumerate(lines) if each.ref is not None}
        old, here = self.lines, self.cursor
        for each in (*old[here:], *reversed(old[:here])):
            if each.ref in places and (self._was_done or each.ref not in self._done):
                return places[each.ref]
        return min(places.values(), default=0)


def _line(shown: AgendaLine, columns: Sequence[Column], cells: int) -> Line:
    if shown.id is None:
        return line(Piece(" ".join(shown.cells), cells, shown.look))
    return line(*_pieces(shown, columns, cells), ref=shown.id)


def _pieces(shown: AgendaLine, columns: Sequence[Column], room: int) -> Iterator[Piece]:
    """The cells of an activity; the last that says something has what is left of the line."""
    rest = "muted" if shown.is_done else "plain"
    slots = lay_out(columns, room)
    last = max((place for place, slot in enumerate(slots) if shown.cells[slot.index]), default=0)
    for slot in slots[: last + 1]:
        text, look = shown.cells[slot.index], shown.look if slot.index < _TONED else rest
        wide = room - slot.x if slot is slots[last] else slot.width
        struck = shown.is_done and slot.index == _STRUCK
        cells = min(wide, width(text)) if struck else wide
        yield Piece(text, cells, "struck" if struck else look)
        yield Piece("", wide - cells + GAP)
