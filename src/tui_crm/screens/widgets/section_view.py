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
    """What a line is, which gives its text its look; a field has its label before it."""

    FIELD = "field"
    PLAIN = "plain"
    HEADING = "section"
    STRONG = "strong"
    MUTED = "muted"

    @property
    def look(self) -> str:
        """The look of the text."""
        return "plain" if self is LineKind.FIELD else self.value


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
    parts: tuple[tuple[str, str], ...] = ()
    """Texts side by side on one line, each with its look, drawn in place of label and text."""


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
        self.show(lambda cells: view_lines(shown, cells))

    @property
    def field(self) -> ViewLine | None:
        """What the cursor is on, if it can stop anywhere."""
        here = self.current
        found = (each for each in self._shown if each.ref == here)
        return next(found, None) if here is not None else None


def view_lines(shown: Sequence[ViewLine], cells: int, *, most: int = MOST_LINES) -> list[Line]:
    """The lines that labels and texts take in a number of cells; ``most`` for one long text."""
    return list(_lines(shown, cells, most))


def _lines(shown: Sequence[ViewLine], cells: int, most: int) -> Iterator[Line]:
    labels = [width(each.label) for each in shown if _is_labelled(each)]
    label = min(LONGEST_LABEL, max(labels, default=0)) + 1
    for each in shown:
        if each.parts:
            yield Line(tuple(_side_by_side(each.parts, cells)), each.ref)
            continue
        indent = label + 1 if _is_labelled(each) else 0
        look = (
            "link"
            if each.is_link
            else (f"tone-{each.chip.tone}" if each.chip.tone else each.kind.look)
        )
        sign = f"{each.chip.sign} " if each.chip.sign else ""
        texts = wrapped(each.text, cells - indent - width(sign), most) or [""]
        for number, text in enumerate(texts):
            head = (Piece(each.label if not number else "", indent - 1, "label"), Piece("", 1))
            before = Piece(sign if not number else "", width(sign), look)
            piece = Piece(text, width(text), look)
            yield Line((*(head if indent else ()), before, piece), each.ref)


def _is_labelled(each: ViewLine) -> bool:
    return each.kind is LineKind.FIELD and not each.parts


def _side_by_side(parts: Sequence[tuple[str, str]], cells: int) -> Iterator[Piece]:
    for text, look in parts:
        room = min(width(text), cells)
        if room > 0:
            yield Piece(text, room, look)
        cells -= room
