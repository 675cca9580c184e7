"""Label/value lines under headings, with a cursor: the fields of a record, its history."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, ClassVar, Final

from tui_crm.sanitize import width, wrapped
from tui_crm.screens import actions
from tui_crm.screens.chips import NO_CHIP, Chip
from tui_crm.screens.widgets.line_list import Line, LineList, Piece

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator, Sequence

    from textual.binding import BindingType

LONGEST_LABEL: Final = 22
MOST_LINES: Final = 200
"""Lines of one long text that are shown."""


class LineKind(Enum):
    """How a line is drawn: the look of its text."""

    FIELD = "plain"
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
    chip: Chip = NO_CHIP
    """What stands before the text, and its tone."""


BLANK: Final = ViewLine("", "")


class SectionView(LineList):
    """Draws labels and texts, long ones wrapped."""

    BINDINGS: ClassVar[list[BindingType]] = actions.bindings("view")
    DEFAULT_CSS = """
    SectionView > .line-list--label { color: $text-muted; text-style: none; }
    """
    selects_on = "double click"

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._shown: tuple[ViewLine, ...] = ()

    def show_fields(self, shown: Sequence[ViewLine]) -> None:
        """Show other lines; the cursor stays where its ``ref`` is, or goes to the first."""
        self._shown = tuple(shown)
        self.show(lambda cells: list(_lines(shown, cells)))

    @property
    def field(self) -> ViewLine | None:
        """What the cursor is on, if it can stop anywhere."""
        here = self.current
        found = (each for each in self._shown if each.ref == here)
        return next(found, None) if here is not None else None


def _lines(shown: Sequence[ViewLine], cells: int) -> Iterator[Line]:
    labels = [width(each.label) for each in shown if each.kind is LineKind.FIELD]
    label = min(LONGEST_LABEL, max(labels, default=0)) + 1
    for each in shown:
        indent = label + 1 if each.kind is LineKind.FIELD else 0
        look = (
            "link"
            if each.is_link
            else (f"tone-{each.chip.tone}" if each.chip.tone else each.kind.value)
        )
        marked = f"{each.chip.sign} {each.text}" if each.chip.sign else each.text
        texts = wrapped(marked, cells - indent, MOST_LINES) or [""]
        for number, text in enumerate(texts):
            head = (Piece(each.label if not number else "", indent - 1, "label"), Piece("", 1))
            piece = Piece(text, width(text), look)
            yield Line((*head, piece) if indent else (piece,), each.ref)
