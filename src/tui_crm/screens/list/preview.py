"""A record beside its list: what one looks up before calling."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from textual.content import Content
from textual.widget import Widget

from tui_crm.sanitize import visible

if TYPE_CHECKING:
    from collections.abc import Sequence


class Tone(StrEnum):
    """How a line of a preview is drawn; the value is its style."""

    PLAIN = ""
    STRONG = "bold"
    MUTED = "$text-muted"
    HEADING = "bold $text-accent"
    LATE = "$text-error"


@dataclass(frozen=True, slots=True)
class PreviewLine:
    """One paragraph: pieces of text, data among them, each in its tone."""

    pieces: tuple[tuple[str, Tone], ...] = ()

    @classmethod
    def of(cls, text: str, tone: Tone = Tone.PLAIN) -> PreviewLine:
        """A paragraph in one tone."""
        return cls(((text, tone),))


class Preview(Widget):
    """Paragraphs, each wrapped to the width of the pane; what does not fit is below its edge."""

    DEFAULT_CSS = """
    Preview {
        width: 34%;
        max-width: 64;
        height: 1fr;
        padding: 0 1;
        border-left: solid $panel-lighten-2;
        overflow-y: auto;
    }
    """

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._lines: tuple[PreviewLine, ...] = ()

    def show(self, lines: Sequence[PreviewLine]) -> None:
        """Show these paragraphs."""
        if tuple(lines) != self._lines:
            self._lines = tuple(lines)
            self.refresh()

    def render(self) -> Content:
        """All paragraphs, one below the other."""
        drawn = [
            Content.assemble(
                *((visible(text, multiline=True), tone.value) for text, tone in line.pieces)
            )
            for line in self._lines
        ]
        return Content("\n").join(drawn)
