"""Layout and painter of a form sheet: where each field stands, and how its lines are drawn."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from rich.segment import Segment
from rich.text import Text
from textual.strip import Strip

from tui_crm.i18n import t
from tui_crm.sanitize import fit, visible, width
from tui_crm.screens.form.state import NO_HINT, Hint, HintKind
from tui_crm.store.model import Kind

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rich.console import Console
    from rich.style import Style

    from tui_crm.screens.form.state import FormState


GUTTER: Final = 2
GAP: Final = 2
LONGEST_LABEL: Final = 24
WIDEST_BOX: Final = 44
NARROWEST_BOX: Final = 20
LONG_TEXT_LINES: Final = 3
LONG_TEXT_EDITED: Final = 7
LONG_TEXT_ALONE: Final = 14


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A field in the layout, or (``key`` empty) the heading of a section, or a blank line.

    ``y`` is its first line, ``height`` the lines of its box, ``below`` the words that found no room
    beside it.
    """

    key: str
    label: str
    y: int
    box: int = 0
    height: int = 1
    hint: Hint = field(default_factory=lambda: Hint("", HintKind.HELP))
    below: tuple[str, ...] = ()
    sign: str = ""
    """Beside the label: ``*`` for a field that must be filled, ``+`` for one of two."""

    @property
    def lines(self) -> range:
        """Its lines, those of the hint included."""
        return range(self.y, self.y + self.height + len(self.below))


class SheetLayout:
    """Lays out the fields of a form in a given width; ``current`` is the one being edited."""

    def __init__(self, state: FormState, cells: int, current: str, console: Console) -> None:
        self._state = state
        self._console = console
        self._current = current
        self.cells = cells
        labels = [e.spec.label(state.record_type.key) for e in state.entries.values()]
        self.label = min(LONGEST_LABEL, max(map(width, labels), default=0)) + 2
        self.rest = max(1, cells - GUTTER - self.label)
        widest = self.rest if state.is_compact else min(WIDEST_BOX, self.rest * 3 // 5)
        self.box = min(self.rest, max(NARROWEST_BOX, widest))
        self.hint_width = max(0, self.rest - self.box - GAP)
        self.rows: list[SheetRow] = []
        self._place_rows()
        self.at = [row for row in self.rows for _ in row.lines]
        self.by_key = {row.key: row for row in self.rows if row.key}

    @property
    def x(self) -> int:
        """The first cell of every box."""
        return GUTTER + self.label

    @property
    def height(self) -> int:
        """The number of lines."""
        return len(self.at)

    def _place_rows(self) -> None:
        y, section = 0, ""
        state = self._state
        for key, entry in state.entries.items():
            if entry.spec.section != section and not state.is_compact:
                section = entry.spec.section
                if self.rows:
                    self.rows.append(SheetRow("", "", y))
                    y += 1
                if len(state.entries) > 1:
                    self.rows.append(SheetRow("", t(f"fields.section.{section}"), y))
                    y += 1
            row = self._row(key, y)
            self.rows.append(row)
            y = row.lines.stop

    def _row(self, key: str, y: int) -> SheetRow:
        spec = self._state.entries[key].spec
        is_current = key == self._current
        hint = self._state.hint(key, is_current=is_current)
        if self._state.is_compact:
            hint = NO_HINT
        is_long = spec.kind is Kind.LONG_TEXT and self._state.is_long(spec)
        height = self._long_lines(is_current=is_current) if is_long else 1
        if spec.is_labelled and self._state.is_long(spec):
            height = self._labelled_lines(key, is_current=is_current)
        is_beside = not is_long and width(hint.kind.value + hint.words) <= self.hint_width
        if is_beside or (hint.kind is HintKind.HELP and not is_long):
            below: tuple[str, ...] = ()
        else:
            below = self._wrapped(hint)
        return SheetRow(
            key,
            spec.label(self._state.record_type.key),
            y,
            self.rest if is_long else self.box,
            height,
            hint,
            below,
            "*" if spec.required else "+" if spec.required_without else "",
        )

    def _long_lines(self, *, is_current: bool) -> int:
        if len(self._state.entries) == 1:
            return LONG_TEXT_ALONE
        return LONG_TEXT_EDITED if is_current else LONG_TEXT_LINES

    def _labelled_lines(self, key: str, *, is_current: bool) -> int:
        """A line for each number or address, and one to go on with while it is edited."""
        text = self._state.entries[key].text.rstrip()
        lines = text.count("\n") + 1 + (is_current and bool(text))
        return min(lines, LONG_TEXT_EDITED if is_current else LONG_TEXT_LINES)

    def _wrapped(self, hint: Hint) -> tuple[str, ...]:
        if not hint.words:
            return ()
        text = Text(visible(hint.kind.value + hint.words))
        return tuple(line.plain.rstrip() for line in text.wrap(self._console, self.rest))


BAR: Final = "▌"
_STYLES: Final = {
    HintKind.ERROR: "error",
    HintKind.WARNING: "warning",
    HintKind.RESULT: "result",
    HintKind.SOURCE: "help",
    HintKind.HELP: "help",
}


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
        cells = self._layout.cells
        if y >= self._layout.height:
            return Strip.blank(cells, self._plain)
        row = self._layout.at[y]
        if not row.key:
            heading = fit(" " * GUTTER + row.label, cells)
            return Strip([Segment(heading, self._styles["section"])], cells)
        offset = y - row.y
        if offset >= row.height:
            return self._below(row, offset - row.height)
        return self._box_line(row, offset)

    def _below(self, row: SheetRow, number: int) -> Strip:
        style = self._styles[_STYLES[row.hint.kind]]
        indent = self._layout.x
        words = fit(row.below[number], max(0, self._layout.cells - indent))
        bar = BAR if row.key == self._current else " "
        edge = (fit(bar, indent), self._styles["bar"])
        return self._strip(edge, (words, style))

    def _box_line(self, row: SheetRow, offset: int) -> Strip:
        label = (" " * self._layout.label, self._plain) if offset else self._label(row)
        example = self._state.entries[row.key].placeholder
        is_blank = example and not self._state.entries[row.key].text
        box = (self._value(row, offset), self._styles["box"])
        if is_blank:
            box = (fit(example, row.box), self._styles["box"] + self._styles["help"])
        room = self._layout.cells - self._layout.x - row.box
        parts = [self._bar(row, offset), label, box]
        if room > GAP:
            words = "" if row.below or offset else row.hint.kind.value + row.hint.words
            parts.append((" " * GAP, self._plain))
            parts.append((fit(words, room - GAP), self._styles[_STYLES[row.hint.kind]]))
        return self._strip(*parts)

    def _bar(self, row: SheetRow, offset: int) -> tuple[str, Style]:
        """The gutter: the cursor bar, ``!`` for an error, ``•`` for a change."""
        entry = self._state.entries[row.key]
        bar = BAR if row.key == self._current else " "
        sign = "!" if entry.error else "•" if entry.is_changed else " "
        sign = " " if offset else sign
        return bar + sign, self._styles["error" if entry.error else "bar"]

    def _label(self, row: SheetRow) -> tuple[str, Style]:
        style = self._styles["current" if row.key == self._current else "label"]
        sign = row.sign or " "
        room = self._layout.label
        words = fit(row.label, room - 2).rstrip() + sign
        return fit(words, room), style

    def _value(self, row: SheetRow, offset: int) -> str:
        entry = self._state.entries[row.key]
        text = self._state.shown(row.key)
        if not self._state.is_long(entry.spec):
            return fit(text, row.box)
        lines = visible(text[:4_000], multiline=True).split("\n")
        line = lines[offset] if offset < len(lines) else ""
        is_cut = offset == row.height - 1 and len(lines) > row.height
        return fit(line + (" …" if is_cut else ""), row.box)

    def _strip(self, *parts: tuple[str, Style]) -> Strip:
        strip = Strip([Segment(text, style) for text, style in parts if text])
        return strip.adjust_cell_length(self._layout.cells, self._plain)
