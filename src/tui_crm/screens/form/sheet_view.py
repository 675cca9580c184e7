"""Draws the fields of a form as lines, at any width, in the colours of the moment."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.widget import Widget

from tui_crm.screens.form.sheet_layout import SheetLayout
from tui_crm.screens.form.sheet_painter import SheetPainter

if TYPE_CHECKING:
    from textual.geometry import Size
    from textual.strip import Strip

    from tui_crm.screens.form.state import FormState


class SheetView(Widget):
    """The lines of a ``FormState``; ``current`` is the field that is being edited."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "form-sheet--bar",
        "form-sheet--box",
        "form-sheet--current",
        "form-sheet--error",
        "form-sheet--help",
        "form-sheet--label",
        "form-sheet--result",
        "form-sheet--section",
        "form-sheet--warning",
    }
    DEFAULT_CSS = """
    SheetView {
        height: auto;
        layout: vertical;
        & > LineEditor, & > LongTextEditor, & > YesNo { position: absolute; display: none; }
        & > .form-sheet--bar { color: $accent; }
        & > .form-sheet--box { background: $surface; color: $foreground; }
        & > .form-sheet--current { color: $foreground; text-style: bold; }
        & > .form-sheet--error { color: $text-error; }
        & > .form-sheet--help { color: $text-disabled; }
        & > .form-sheet--label { color: $text-muted; }
        & > .form-sheet--result { color: $text-accent; }
        & > .form-sheet--section { color: $text-primary; text-style: bold; }
        & > .form-sheet--warning { color: $text-warning; }
    }
    """

    def __init__(self, state: FormState, first: str = "") -> None:
        super().__init__()
        self.state = state
        self.current = first or next(iter(state.entries), "")
        self._placed: SheetLayout | None = None
        self._painter: SheetPainter | None = None

    @property
    def sheet(self) -> SheetLayout:
        """Where everything stands at the width of the moment."""
        return self._place(self.size.width or 80)

    def _place(self, cells: int) -> SheetLayout:
        if self._placed is None or self._placed.cells != cells:
            self._placed = SheetLayout(self.state, cells, self.current, self.app.console)
            self._painter = None
        return self._placed

    def place_anew(self) -> None:
        """Forget where everything stood."""
        self._placed = None

    def get_content_height(self, _container: Size, _viewport: Size, width: int) -> int:
        """All lines of all fields."""
        return self._place(width).height

    def notify_style_update(self) -> None:
        """Draw in other colours when the theme has changed."""
        super().notify_style_update()
        self._painter = None

    def render_line(self, y: int) -> Strip:
        """Line ``y``: a part of a field, of a heading, or nothing."""
        layout = self.sheet
        if self._painter is None:
            self._painter = SheetPainter(self, layout)
        return self._painter.line(y)
