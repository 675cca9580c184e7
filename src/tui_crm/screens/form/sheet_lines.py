"""Layout and painter of a form sheet: where each field stands, and how its lines are drawn."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from tui_crm.i18n import t
from tui_crm.sanitize import fit, visible, width, wrapped
from tui_crm.screens.form.radio_buttons import in_rows, joined
from tui_crm.screens.form.state import NO_HINT, Hint, HintKind
from tui_crm.store.model import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from tui_crm.screens.form.state import FormState
    from tui_crm.store.model import FieldSpec


GUTTER: Final = 2
EDGES: Final = 2
SIGN: Final = 2
"""Cells at the right end of a box that opens something: a blank and its sign."""

LONGEST_LABEL: Final = 26
WIDEST_BOX: Final = 58
WIDEST_TEXT: Final = 96
NARROWEST_BOX: Final = 20
TWO_COLUMNS: Final = 102
"""Cells of a sheet that is as wide as a terminal of 110 leaves it."""

BETWEEN: Final = 2
"""Cells between two columns."""

LEAST_IN_COLUMN: Final = 5
"""Lines that a second column is worth."""

LONG_TEXT_LINES: Final = 3
LONG_TEXT_EDITED: Final = 7
LONG_TEXT_ALONE: Final = 14

SIGNS: Final = {Kind.CHOICE: "▾", Kind.DATE: "▤", Kind.DATETIME: "▤", Kind.LINK: "⌕"}
"""What a field opens: a picklist, a day, a search."""


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A field in the layout, or (``key`` empty) the heading of a section, or a blank line.

    ``y`` is its first line, ``x`` the first cell of its box, ``height`` the lines of that. Words of
    the ``hint`` stand ``inside`` the box, at its right end, or ``below`` it.
    """

    key: str
    label: str
    y: int
    x: int = 0
    box: int = 0
    height: int = 1
    inside: str = ""
    hint: Hint = NO_HINT
    below: tuple[str, ...] = ()
    sign: str = ""
    is_required: bool = False
    is_even: bool = False
    """Every other field of a section is of another ground, so that each has an edge to the next."""

    @property
    def lines(self) -> range:
        """Its lines, those of the hint included."""
        return range(self.y, self.y + self.height + len(self.below))

    @property
    def room(self) -> int:
        """Cells for the value, or its editor."""
        inside = width(self.inside) + 1 if self.inside else 0
        return max(1, self.box - EDGES - (SIGN if self.sign else 0) - inside)


class SheetColumn:
    """The fields that stand below one another; ``x`` is its first cell on the sheet.

    The section that another column has ``begun`` has its heading there.
    """

    def __init__(
        self,
        state: FormState,
        keys: Sequence[str],
        current: str,
        x: int,
        cells: int,
        begun: str = "",
    ) -> None:
        self._state = state
        self._current = current
        self.x = x
        self.cells = cells
        self.label = min(LONGEST_LABEL, max(map(self._label_width, keys), default=0)) + 1
        self.rest = max(1, cells - GUTTER - self.label)
        self.box = min(self.rest, self.rest if state.is_compact else WIDEST_BOX)
        self.rows = list(self._placed(keys, begun))
        self.at = [row for row in self.rows for _ in row.lines]

    def _label_width(self, key: str) -> int:
        return width(self._label(self._state.entries[key].spec))

    def _label(self, spec: FieldSpec) -> str:
        label = spec.label(self._state.record_type.key)
        return f"{label} {t('form.required')}" if spec.required else label

    def _placed(self, keys: Sequence[str], begun: str) -> Iterator[SheetRow]:
        y, section, is_even = 0, "", False
        for key in keys:
            spec = self._state.entries[key].spec
            if spec.section != section and not self._state.is_compact:
                if section:
                    yield SheetRow("", "", y)
                    y += 1
                section, is_even = spec.section, False
                if len(self._state.entries) > 1:
                    is_begun = section == begun
                    yield SheetRow("", "" if is_begun else t(f"fields.section.{section}"), y)
                    y += 1
            row = self._row(key, y, is_even=is_even)
            yield row
            is_even = not is_even
            y = row.lines.stop

    def _row(self, key: str, y: int, *, is_even: bool) -> SheetRow:
        state, spec = self._state, self._state.entries[key].spec
        is_current = key == self._current
        is_text = spec.kind is Kind.LONG_TEXT and state.is_long(spec)
        is_alone = is_text and len(state.entries) == 1
        box = min(self.rest, WIDEST_TEXT) if is_alone else self.box
        hint = NO_HINT if state.is_compact else state.hint(key, is_current=is_current)
        sign = "" if state.radio_options(spec) else SIGNS.get(spec.kind, "")
        words = hint.kind.value + hint.words
        inside, below = "", list[str]()
        if hint.words and hint.kind not in (HintKind.ERROR, HintKind.WARNING):
            value = 0 if state.is_long(spec) else width(self._text(key, is_current=is_current))
            room = box - EDGES - (SIGN if sign else 0) - value - 2
            inside = words if width(words) <= room and not is_text else ""
        if hint.words and not inside and hint.kind is not HintKind.HELP:
            below = wrapped(words, self.rest - 1)
        if numbered := state.entries[key].numbered:
            below = joined(in_rows([*enumerate(numbered)], self.rest - 1))
        radio = state.lines_of(key, box - EDGES)
        return SheetRow(
            key,
            spec.label(state.record_type.key),
            y,
            self.x + GUTTER + self.label,
            box,
            max(len(radio), self._height(spec, is_current=is_current)),
            inside,
            hint,
            tuple(below),
            sign,
            is_required=spec.required,
            is_even=is_even,
        )

    def _text(self, key: str, *, is_current: bool) -> str:
        return self._state.entries[key].text if is_current else self._state.shown(key)

    def _height(self, spec: FieldSpec, *, is_current: bool) -> int:
        if not self._state.is_long(spec):
            return 1
        most = LONG_TEXT_EDITED if is_current else LONG_TEXT_LINES
        if spec.is_labelled:
            # A line for each number or address, and one to go on with while it is edited.
            text = self._state.entries[spec.key].text.rstrip()
            return min(most, text.count("\n") + 1 + (is_current and bool(text)))
        return LONG_TEXT_ALONE if len(self._state.entries) == 1 else most


class SheetLayout:
    """Lays out the fields of a form in a given width; ``current`` is the one being edited.

    A wide sheet has two columns. What stands in which does not depend on what is in the fields, so
    that none changes its side while the form is filled in.
    """

    def __init__(self, state: FormState, cells: int, current: str) -> None:
        self.cells = cells
        parts = _halves(state) if cells >= TWO_COLUMNS else (state.keys,)
        each = (cells - BETWEEN * (len(parts) - 1)) // len(parts)
        begun = ["", *(state.entries[keys[-1]].spec.section for keys in parts if keys)]
        self.columns = [
            SheetColumn(state, keys, current, place * (each + BETWEEN), each, begun[place])
            for place, keys in enumerate(parts)
        ]
        self.by_key = {row.key: row for each in self.columns for row in each.rows if row.key}

    @property
    def height(self) -> int:
        """The number of lines."""
        return max(len(column.at) for column in self.columns)

    def row_at(self, x: int, y: int) -> SheetRow | None:
        """What stands there; None below the last field of a column."""
        column = next(each for each in reversed(self.columns) if x >= each.x or not each.x)
        return column.at[y] if y < len(column.at) else None


def _halves(state: FormState) -> tuple[Sequence[str], ...]:
    """The fields of two columns of about the same height; of one where there is too little.

    Sections stay whole, unless there is but one.
    """
    keys = state.keys
    sections = [state.entries[key].spec.section for key in keys]
    tall = [LONG_TEXT_LINES if state.entries[key].spec.is_multiline else 1 for key in keys]
    begins = [n for n in range(1, len(keys)) if sections[n] != sections[n - 1]]
    for place in begins:
        tall[place] += 2
    uneven = {n: abs(sum(tall[:n]) - sum(tall[n:])) for n in begins or range(1, len(keys))}
    if state.is_compact or not uneven:
        return (keys,)
    split = min(uneven, key=lambda place: uneven[place])
    if min(sum(tall[:split]), sum(tall[split:])) < LEAST_IN_COLUMN:
        return (keys,)
    return keys[:split], keys[split:]


BAR: Final = "▌"
_EDGE: Final = "▏"
_RIGHT_EDGE: Final = "▕"
_STYLES: Final = {
    HintKind.ERROR: "error",
    HintKind.WARNING: "warning",
    HintKind.RESULT: "result",
    HintKind.SOURCE: "help",
    HintKind.HELP: "help",
}


def _ink(style: Style) -> Style:
    """The style without its ground."""
    return Style(color=style.color, bold=style.bold)


class SheetPainter:
    """Draws the lines of one form; ``styles`` are those of the component classes of its sheet."""

    def __init__(
        self,
        state: FormState,
        current: str,
        layout: SheetLayout,
        plain: Style,
        styles: Mapping[str, Style],
    ) -> None:
        self._state = state
        self._current = current
        self._layout = layout
        self._plain = plain
        self._styles = {name.removeprefix("form-sheet--"): style for name, style in styles.items()}

    def line(self, y: int) -> Strip:
        """Line ``y`` of the sheet as a strip."""
        drawn: list[Strip] = []
        for column in self._layout.columns:
            before = sum(strip.cell_length for strip in drawn)
            drawn += [Strip.blank(column.x - before, self._plain), self._column_line(column, y)]
        return Strip.join(drawn).adjust_cell_length(self._layout.cells, self._plain)

    def _column_line(self, column: SheetColumn, y: int) -> Strip:
        if y >= len(column.at):
            return Strip.blank(column.cells, self._plain)
        row = column.at[y]
        if not row.key:
            heading = fit(" " * GUTTER + row.label, column.cells)
            return Strip([Segment(heading, self._styles["section"])], column.cells)
        offset = y - row.y
        if offset >= row.height:
            parts = self._below(column, row, offset - row.height)
        else:
            parts = [*self._label(column, row, offset), *self._box(row, offset)]
        strip = Strip([Segment(text, style) for text, style in parts if text])
        return strip.adjust_cell_length(column.cells, self._plain)

    def _below(self, column: SheetColumn, row: SheetRow, number: int) -> list[tuple[str, Style]]:
        indent = GUTTER + column.label + 1
        words = fit(row.below[number], max(0, column.cells - indent))
        is_numbered = bool(self._state.entries[row.key].numbered)
        style = self._styles["label" if is_numbered else _STYLES[row.hint.kind]]
        return [(" " * indent, self._plain), (words, style)]

    def _label(self, column: SheetColumn, row: SheetRow, offset: int) -> list[tuple[str, Style]]:
        """The gutter, with ``!`` for an error and ``•`` for a change; label; whether it must be."""
        if offset:
            return [(" " * (GUTTER + column.label), self._plain)]
        entry = self._state.entries[row.key]
        sign = "!" if entry.error else "•" if entry.is_changed else " "
        gutter = (sign.ljust(GUTTER), self._styles["error" if entry.error else "bar"])
        required = f" {t('form.required')}" if row.is_required else ""
        name = fit(row.label, min(width(row.label), column.label - 1 - width(required)))
        style = self._styles["current" if row.key == self._current else "label"]
        rest = " " * (column.label - width(name) - width(required))
        return [gutter, (name, style), (required, self._styles["required"]), (rest, self._plain)]

    def _box(self, row: SheetRow, offset: int) -> list[tuple[str, Style]]:
        is_current = row.key == self._current
        ground = self._styles["field" if is_current else "even" if row.is_even else "box"]
        edge = ground + _ink(self._styles["bar" if is_current else "edge"])
        parts = [(BAR if is_current else _EDGE, edge), self._value(row, offset, ground)]
        if row.inside:
            words = "" if offset else row.inside
            ink = _ink(self._styles[_STYLES[row.hint.kind]])
            parts.append((" " + fit(words, width(row.inside)), ground + ink))
        if row.sign:
            sign = "" if offset else f" {row.sign}"
            parts.append((fit(sign, SIGN), ground + _ink(self._styles["sign"])))
        return [*parts, (_RIGHT_EDGE, edge)]

    def _value(self, row: SheetRow, offset: int, ground: Style) -> tuple[str, Style]:
        entry = self._state.entries[row.key]
        if entry.placeholder and not entry.text:
            example = "" if offset else entry.placeholder
            return fit(example, row.room), ground + _ink(self._styles["help"])
        if radio := self._state.lines_of(row.key, row.room):
            return fit(radio[offset], row.room), ground
        text = self._state.shown(row.key)
        if not self._state.is_long(entry.spec):
            return fit(text, row.room), ground
        lines = visible(text[:4_000], multiline=True).split("\n")
        line = lines[offset] if offset < len(lines) else ""
        is_cut = offset == row.height - 1 and len(lines) > row.height
        return fit(line + (" …" if is_cut else ""), row.room), ground
