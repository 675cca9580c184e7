"""A table of records side by side, field by field, with the surviving value marked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from tui_crm.i18n import t
from tui_crm.sanitize import width, wrapped
from tui_crm.screens.widgets.line_list import Line, LineList, Piece

if TYPE_CHECKING:
    from collections.abc import Sequence

NARROWEST: Final = 24
"""Cells that a record takes at least; the others are scrolled to."""

MOST_LINES: Final = 8
FEW_LINES: Final = 2
"""Lines of a value, where records differ in it, and where they do not."""

BEFORE: Final = 12
"""Characters that are shown before long texts begin to differ."""

LONGEST_LABEL: Final = 16

_GAP: Final = Piece("", 1)


@dataclass(frozen=True, slots=True)
class MergeColumn:
    """A record: its number, its title, and more to know it by."""

    id: int
    title: str
    about: str


@dataclass(frozen=True, slots=True)
class MergeRow:
    """A field with the value of each record, in the order of the columns, as it is read.

    ``winners`` are the places of the records whose value stands; all, where it is put together.
    """

    key: str
    label: str
    values: tuple[str, ...]
    winners: frozenset[int]
    differs: bool


class MergeTable(LineList):
    """The records as columns, as many as fit; the fields that differ come first."""

    def __init__(self) -> None:
        super().__init__(id="merging")
        self._columns: tuple[MergeColumn, ...] = ()
        self._rows: tuple[MergeRow, ...] = ()
        self._keep = 0
        self._first = 0
        self._shown = 1

    def show_records(
        self, columns: Sequence[MergeColumn], rows: Sequence[MergeRow], keep: int
    ) -> None:
        """Show these records and fields; the record at the place ``keep`` takes the others in."""
        self._columns, self._rows, self._keep = tuple(columns), tuple(rows), keep
        self.show(self._table)

    def reveal(self, place: int) -> None:
        """Scroll sideways until the record at ``place`` is in view."""
        first = self._first
        if place < first:
            first = place
        elif place >= first + self._shown:
            first = place - self._shown + 1
        if first != self._first:
            self._first = first
            self.reshape()

    def _table(self, cells: int) -> Sequence[Line]:
        """Heads, then the fields that differ, then those that do not."""
        if not self._columns:
            return []
        label = min(LONGEST_LABEL, max((width(row.label) for row in self._rows), default=0)) + 1
        self._shown = max(1, min(len(self._columns), (cells - label) // NARROWEST))
        self._first = max(0, min(self._first, len(self._columns) - self._shown))
        size = (cells - label) // self._shown
        lines = list(self._heads(label, size))
        different = [row for row in self._rows if row.differs]
        same = [row for row in self._rows if not row.differs]
        for title, rows in (("merge.different", different), ("merge.same", same)):
            if rows:
                lines.append(Line((Piece(t(title, n=len(rows)), cells, "head"),)))
            for row in rows:
                lines += self._field(row, label, size)
        return lines

    def _heads(self, label: int, size: int) -> list[Line]:
        places = self._places
        before = "◀" if places.start else " "
        after = "▶" if places.stop < len(self._columns) else " "
        is_cut = len(places) < len(self._columns)
        count = f"{before}{places.start + 1}–{places.stop}/{len(self._columns)}{after}"
        titles: list[Piece] = [Piece(count if is_cut else "", label, "sign")]
        abouts: list[Piece] = [Piece("", label)]
        for place in places:
            column, is_kept = self._columns[place], place == self._keep
            title = f"{place + 1} {'★ ' if is_kept else ''}{column.title}"
            about = t("merge.keeps") if is_kept else t("merge.goes")
            titles += [Piece(title, size - 1, "label" if is_kept else "strong"), _GAP]
            abouts += [Piece(f"  {about} · {column.about}", size - 1, "muted"), _GAP]
        return [Line(tuple(titles)), Line(tuple(abouts))]

    def _field(self, row: MergeRow, label: int, size: int) -> list[Line]:
        most = MOST_LINES if row.differs else FEW_LINES
        start = _first_difference(row.values, 2 * size) if row.differs else 0
        cells = {
            place: wrapped(_from(row.values[place], start), size - 3, most) or ["–"]
            for place in self._places
        }
        lines = []
        for number in range(max(len(texts) for texts in cells.values())):
            pieces = [Piece(row.label if number == 0 else "", label, "muted")]
            for place, texts in cells.items():
                has_won = place in row.winners
                sign = ("● " if has_won else "○ ") if number == 0 else "  "
                text = texts[number] if number < len(texts) else ""
                pieces += [
                    Piece(sign, 2, "sign" if has_won else "muted"),
                    Piece(text, size - 3, "plain" if has_won else "muted"),
                    _GAP,
                ]
            lines.append(Line(tuple(pieces), row.key if number == 0 else None))
        return lines

    @property
    def _places(self) -> range:
        return range(self._first, min(self._first + self._shown, len(self._columns)))


def _first_difference(texts: Sequence[str], least: int) -> int:
    """Where texts that have at least so much in common begin to differ; 0 where they have less."""
    filled = [text for text in texts if text]
    first, last = min(filled), max(filled)
    common = next((n for n, c in enumerate(first) if c != last[n]), len(first))
    return max(0, common - BEFORE) if common > least else 0


def _from(text: str, start: int) -> str:
    return "… " + text[start:] if start and text else text
