"""What a dialog shows of the screen behind it: that screen, tinted."""

# ruff: noqa: ARG002  the signatures are those of a Visual

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from rich.segment import Segment
from textual.renderables.background_screen import BackgroundScreen
from textual.strip import Strip
from textual.visual import Visual

if TYPE_CHECKING:
    from rich.style import Style
    from textual.color import Color
    from textual.css.styles import RulesMap
    from textual.style import Style as VisualStyle
    from textual.visual import RenderOptions


class Backdrop(BackgroundScreen, Visual):
    """The screen behind, as Textual's ``BackgroundScreen`` draws it.

    That one mixes the colours of every segment each time, which was nearly half of the time that a
    dialog took to open. There are few styles on a screen: each is mixed once.
    """

    def render_strips(
        self,
        width: int,
        height: int | None,
        style: VisualStyle,
        options: RenderOptions,
    ) -> list[Strip]:
        """The lines of the screen behind, which is as large as the dialog's own."""
        return [
            Strip(
                [Segment(text, _tinted(own, self.color)) for text, own, _ in strip],
                strip.cell_length,
            )
            for strip in self.screen._compositor.render_strips()
        ]

    def get_optimal_width(self, rules: RulesMap, container_width: int) -> int:
        """All there is."""
        return container_width

    def get_height(self, rules: RulesMap, width: int) -> int:
        """As many lines as the screen behind has."""
        return self.screen.size.height


@lru_cache(maxsize=2048)
def _tinted(style: Style | None, tint: Color) -> Style | None:
    (segment,) = BackgroundScreen.process_segments([Segment(" ", style)], tint)
    return segment.style
