"""Draws the lines of a form: the label, the box, and the words beside or below it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from rich.segment import Segment
from textual.strip import Strip

from tui_crm.sanitize import fit, visible
from tui_crm.screens.form.entry import Tone
from tui_crm.screens.form.sheet_layout import GAP, GUTTER

if TYPE_CHECKING:
    from rich.style import Style

    from tui_crm.screens.form.sheet_layout import SheetLayout, SheetRow
    from tui_crm.screens.form.sheet_view import SheetView

BAR: Final = "▌"
_TONES: Final = {
    Tone.ERROR: "error",
    Tone.WARNING: "warning",
    Tone.RESULT: "result",
    Tone.SOURCE: "help",
    Tone.HELP: "help",
}


class SheetPainter:
    """The lines of one form in the colours of the moment."""

    def __init__(self, sheet: SheetView, layout: SheetLayout) -> None:
        self._state = sheet.state
        self._current = sheet.current
        self._layout = layout
        self._plain = sheet.rich_style
        self._styles = {
            part.removeprefix("form-sheet--"): sheet.get_component_rich_style(part)
            for part in sheet.COMPONENT_CLASSES
        }

    def line(self, y: int) -> Strip:
        """Line ``y``."""
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
        style = self._styles[_TONES[row.hint.tone]]
        indent = self._layout.x
        words = fit(row.below[number], max(0, self._layout.cells - indent))
        bar = BAR if row.key == self._current else " "
        edge = (fit(bar, indent), self._styles["bar"])
        return self._strip(edge, (words, style))

    def _box_line(self, row: SheetRow, offset: int) -> Strip:
        label = (" " * self._layout.label, self._plain) if offset else self._label(row)
        box = (self._value(row, offset), self._styles["box"])
        room = self._layout.cells - self._layout.x - row.box
        parts = [self._bar(row, offset), label, box]
        if room > GAP:
            words = "" if row.below or offset else row.hint.tone.value + row.hint.words
            parts.append((" " * GAP, self._plain))
            parts.append((fit(words, room - GAP), self._styles[_TONES[row.hint.tone]]))
        return self._strip(*parts)

    def _bar(self, row: SheetRow, offset: int) -> tuple[str, Style]:
        """The gutter: where the cursor is, what is wrong, what was changed."""
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
        if not entry.spec.is_multiline:
            return fit(text, row.box)
        lines = visible(text[:4_000], multiline=True).split("\n")
        line = lines[offset] if offset < len(lines) else ""
        is_cut = offset == row.height - 1 and len(lines) > row.height
        return fit(line + (" …" if is_cut else ""), row.box)

    def _strip(self, *parts: tuple[str, Style]) -> Strip:
        strip = Strip([Segment(text, style) for text, style in parts if text])
        return strip.adjust_cell_length(self._layout.cells, self._plain)
