"""The main panel of a screen: its edge says where one is, and how much is there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from textual.containers import Container
from textual.content import Content

from tui_crm.sanitize import fit, visible, width

if TYPE_CHECKING:
    from collections.abc import Sequence

BETWEEN: Final = " › "
ABOUT: Final = " · "
EDGE: Final = 6
"""Cells of the edge beside a title: its corners and blanks."""

SENTENCE: Final = 24
"""Cells from which a part is words that may be cut."""


class Panel(Container):
    """A frame with a title; in a narrow terminal a line above, which leaves rows their room.

    Where there is little room the last of what is told about the place goes first: whole, so that
    no number is cut. Of the way here the end is kept longest.
    """

    DEFAULT_CSS = """
    Panel {
        height: 1fr;
        border-top: round $panel-lighten-2;
        border-title-color: $foreground;
        border-title-background: $background;
        padding: 0;
    }
    """

    def __init__(self) -> None:
        super().__init__()
        self._way: tuple[str, ...] = ()
        self._about: tuple[str, ...] = ()
        self._limits = ""

    def show_place(self, way: Sequence[str], *about: str, limits: str = "") -> None:
        """Show the way here, outermost first, what limits what is shown, and what is told of it."""
        self._way = tuple(map(visible, way))
        self._about = tuple(visible(part) for part in about if part)
        self._limits = visible(limits)
        self._show_title()

    def on_resize(self) -> None:
        """Fit the title to the new width."""
        self._show_title()

    def _show_title(self) -> None:
        if not self._way:
            return
        room = self.size.width - EDGE
        *before, here = self._way
        lead = "".join(part + BETWEEN for part in before)
        limits = ABOUT + self._limits if self._limits else ""
        about = list(self._about)
        while about and width(lead + here + limits + _joined(about)) > room:
            if len(about) == 1 and width(about[0]) > SENTENCE:
                left = room - width(lead + here + limits + ABOUT)
                about = [fit(about[0], left).rstrip()] if left > SENTENCE else []
                break
            about.pop()
        if width(lead + here + limits) > room:
            lead = ""
        here = fit(here, min(width(here), max(0, room)))
        limits = fit(limits, min(width(limits), max(0, room - width(lead + here))))
        self.border_title = Content.assemble(
            (f" {lead}", "$text-muted"),
            (here, "bold"),
            (limits, "$text-accent"),
            (_joined(about), "$text-muted"),
            " ",
        )


def _joined(about: Sequence[str]) -> str:
    return "".join(ABOUT + part for part in about)
