"""Renders rows of a table to strips of the exact width."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

from rich.segment import Segment
from textual.strip import Strip

from tui_crm.column_layout import GAP, lay_out
from tui_crm.language.short_forms import with_short_form
from tui_crm.sanitize import fit, width
from tui_crm.screens.chips import TONES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from rich.style import Style
    from textual.color import Color
    from textual.widget import Widget

    from tui_crm.column_layout import Column, Slot
    from tui_crm.screens.list.rows import TableRow

CURSOR_SIGN: Final = "▌"
MARK_SIGN: Final = "●"
PENDING_SIGN: Final = "…"
GONE_SIGN: Final = "–"
SORT_SIGNS: Final = {False: "↑", True: "↓"}

STATES: Final = ("dim", "strong")
"""The states of a row that have a look of their own."""

PARTS: Final = (
    *("header", "pending", "error", "bar", "mark", "cursor", "cell"),
    *STATES,
    *(f"tone-{tone}" for tone in TONES),
)

GUTTER: Final = 3
"""Cells before the first column: the cursor's sign, the mark's, a blank."""

CACHED_LINES: Final = 1_000


@dataclass(frozen=True, slots=True)
class Palette:
    """The resolved styles of a table, and the background colours they depend on.

    ``tones``, ``bar``, ``mark``, ``cursor`` and ``cell`` are laid over the others.
    """

    text: Style
    header: Style
    pending: Style
    error: Style
    states: Mapping[str, Style]
    tones: Mapping[str, Style]
    bar: Style
    mark: Style
    cursor: Style
    cell: Style
    over: tuple[Color, Color]

    @classmethod
    def of(cls, widget: Widget) -> Palette:
        """The styles that the component classes ``record-table--…`` of ``widget`` have now."""

        def style(part: str, *, partial: bool = False) -> Style:
            return widget.get_component_rich_style(f"record-table--{part}", partial=partial)

        return cls(
            text=widget.rich_style,
            header=style("header"),
            pending=style("pending"),
            error=style("error"),
            states={state: style(state) for state in STATES},
            tones={tone: style(f"tone-{tone}", partial=True) for tone in TONES},
            bar=style("bar", partial=True),
            mark=style("mark", partial=True),
            cursor=style("cursor", partial=True),
            cell=style("cell", partial=True),
            over=widget.background_colors,
        )


class RowState(NamedTuple):
    """Cursor, mark and highlighted slot (``cell``) of a row."""

    is_cursor: bool = False
    is_marked: bool = False
    cell: int | None = None


PLAIN: Final = RowState()
MARKED: Final = RowState(is_marked=True)


class RowPainter:
    """Renders and caches rows for one width, one set of columns and one palette.

    Lines are ``width`` cells long; the columns leave the last ``margin`` cells of them free.
    """

    def __init__(
        self, columns: Sequence[Column], width: int, margin: int, palette: Palette
    ) -> None:
        self.slots: tuple[Slot, ...] = lay_out(columns, max(0, width - margin - GUTTER))
        self.width = width
        self.palette = palette
        self._drawn = max(0, width - GUTTER)
        used = self.slots[-1].x + self.slots[-1].width if self.slots else 0
        self._tail = " " * (self._drawn - used)
        self._lines: dict[tuple[int, RowState], tuple[TableRow, Strip]] = {}
        self._stand_ins: dict[tuple[str, RowState], Strip] = {}

    def header(self, sort: tuple[str, bool] | None) -> Strip:
        """The line of labels; ``sort`` is the key of the sorted column and whether it descends."""
        labels = []
        for slot in self.slots:
            label = slot.column.label
            if sort is not None and sort[0] == slot.column.key and slot.width > GAP:
                label = f"{fit(label, slot.width - 2).rstrip()} {SORT_SIGNS[sort[1]]}"
            labels.append(_aligned(label, slot))
        return self._strip([Segment(" " * GUTTER + self._line(labels), self.palette.header)])

    def row(self, row: TableRow, state: RowState) -> Strip:
        found = self._lines.get((row.id, state))
        if found is not None and found[0] is row:
            return found[1]
        cells = [_aligned(row.cells[slot.index], slot) for slot in self.slots]
        tones = [row.tones[slot.index] for slot in self.slots] if row.tones else ()
        base = self.palette.states.get(row.style, self.palette.text)
        strip = self._strip(self._segments(cells, tones, base, state))
        if len(self._lines) >= CACHED_LINES:
            self._lines.clear()
        self._lines[(row.id, state)] = (row, strip)
        return strip

    def stand_in(self, sign: str, state: RowState) -> Strip:
        """A placeholder for a row that is pending or deleted: ``sign`` in its first column."""
        strip = self._stand_ins.get((sign, state))
        if strip is None:
            cells = [_aligned(sign if slot.x == 0 else "", slot) for slot in self.slots]
            strip = self._strip(self._segments(cells, (), self.palette.pending, state))
            self._stand_ins[(sign, state)] = strip
        return strip

    def blank(self) -> Strip:
        """A line with nothing on it."""
        return Strip.blank(self.width, self.palette.text)

    def slot_at(self, x: int) -> int | None:
        """The place of the slot under cell ``x`` of a line (the gap after it counts), or None."""
        for place, slot in enumerate(self.slots):
            if slot.x <= x - GUTTER < slot.x + slot.width + GAP:
                return place
        return None

    def place_of(self, index: int) -> int | None:
        """The place of the slot that shows cell ``index`` of a row, or None where it is dropped."""
        return next((n for n, slot in enumerate(self.slots) if slot.index == index), None)

    def _segments(
        self, cells: Sequence[str], tones: Sequence[str], base: Style, state: RowState
    ) -> list[Segment]:
        mark = MARK_SIGN if state.is_marked else " "
        if state.is_cursor:
            row = base + self.palette.cursor
            gutter = [Segment(CURSOR_SIGN, row + self.palette.bar)]
            gutter += [Segment(mark, row + self.palette.mark), Segment(" ", row)]
        else:
            row = base
            gutter = [Segment(f" {mark} ", base + self.palette.mark if state.is_marked else base)]
        is_plain = state.cell is None or not state.is_cursor or state.cell >= len(cells)
        if is_plain and not any(tones):
            return [*gutter, Segment(self._line(cells), row)]
        found = gutter
        for place, cell in enumerate(cells):
            tone = tones[place] if tones else ""
            style = row + self.palette.tones[tone] if tone else row
            if place == state.cell and not is_plain:
                style = row + self.palette.cell
            found += [Segment(cell, style), Segment(" " * GAP, row)]
        found[-1] = Segment(self._tail, row)
        return found

    def _line(self, cells: Sequence[str]) -> str:
        return (" " * GAP).join(cells) + self._tail

    def _strip(self, segments: Iterable[Segment]) -> Strip:
        strip = Strip([segment for segment in segments if segment.text], GUTTER + self._drawn)
        return strip.crop(0, self.width)


def _aligned(text: str, slot: Slot) -> str:
    if slot.column.is_company and width(text) > slot.width:
        text = with_short_form(text)
    fitted = fit(text, slot.width)
    if slot.column.align == "left":
        return fitted
    trimmed = fitted.rstrip(" ")
    return " " * (len(fitted) - len(trimmed)) + trimmed
