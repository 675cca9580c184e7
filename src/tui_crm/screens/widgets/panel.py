"""The main panel of a screen: its edge says where one is, and how much is there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from textual.containers import Container
from textual.content import Content

from tui_crm.sanitize import fit, visible, width

if TYPE_CHECKING:
    from collections.abc import Sequence

ONWARD: Final = " › "
SEPARATOR: Final = " · "
CORNERS: Final = 6
"""Cells of the edge beside a title: its corners, and blanks."""

LEAST: Final = 8
"""Cells in which a part of the path still says something."""


class Panel(Container):
    """A frame with a title; in a narrow terminal a line above, which leaves rows their room.

    Where there is little room the facts go first, from the last and each as a whole, so that no
    number is cut; then the path is cut from its front.
    """

    DEFAULT_CSS = """
    Panel {
        border-top: round $panel-lighten-2;
        border-title-color: $foreground;
        border-title-background: $background;
    }
    """

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._path: tuple[str, ...] = ()
        self._facts: tuple[str, ...] = ()
        self._filters = ""
        self._warning = ""

    def show_title(
        self, path: Sequence[str], *facts: str, filters: str = "", warning: str = ""
    ) -> None:
        """Show the path here, outermost first, what limits what is shown, and facts about it.

        A ``warning`` is a sentence; it stands before the facts, and is cut where it must be.
        """
        before = self._path, self._facts, self._filters, self._warning
        self._path = tuple(map(visible, path))
        self._facts = tuple(visible(fact) for fact in facts if fact)
        self._filters, self._warning = visible(filters), visible(warning)
        if before != (self._path, self._facts, self._filters, self._warning):
            self._draw_title()

    def on_resize(self) -> None:
        """Fit the title to the new width."""
        self._draw_title()

    def _draw_title(self) -> None:
        if not self._path:
            return
        room = max(0, self.size.width - CORNERS)
        limited = width(SEPARATOR + self._filters) if self._filters else 0
        before, here = self._fitting_path(max(room - limited, min(room, width(self._path[-1]))))
        room -= width(before + here)
        filters = _cut(self._filters, room)
        room -= width(filters)
        warning = _cut(self._warning, room)
        room -= width(warning)
        facts = ""
        for fact in self._facts:
            if width(facts + SEPARATOR + fact) > room:
                break
            facts += SEPARATOR + fact
        self.border_title = Content.assemble(
            (f" {before}", "$text-muted"),
            (here, "bold"),
            (filters, "$text-accent"),
            (warning, "$text-error"),
            (facts, "$text-muted"),
            " ",
        )

    def _fitting_path(self, room: int) -> tuple[str, str]:
        """What leads here, and the name of here, in so many cells; the outermost goes first."""
        *before, here = self._path
        while len(before) > 1 and width(ONWARD.join((*before, here))) > room:
            before.pop(0)
        left = room - width(ONWARD) - width(here)
        if len(before) == 1 and width(before[0]) > left:
            before = [fit(before[0], left).rstrip()] if left >= LEAST else []
        return "".join(part + ONWARD for part in before), fit(here, min(width(here), room))


def _cut(words: str, room: int) -> str:
    """Words behind a separator, cut to so many cells; empty where that says nothing."""
    if not words or room < width(SEPARATOR) + min(LEAST, width(words)):
        return ""
    words = SEPARATOR + words
    return fit(words, min(width(words), room))
