"""Jump mode: a letter on every target; pressing it moves the focus there."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final

from textual.content import Content
from textual.widgets import Static

from tui_crm.screens import actions
from tui_crm.screens.screen import CrmModal, JumpTarget

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual import events
    from textual.app import ComposeResult
    from textual.binding import BindingType

LETTERS: Final = "asdfghjklqwertyuiopzxcvbnmASDFGHJKLQWERTYUIOPZXCVBNM"
"""By how easily they are typed."""


class JumpScreen(CrmModal[JumpTarget | None]):
    """Returns the target whose letter was pressed."""

    CSS_PATH = None
    DEFAULT_CSS = """
    JumpScreen {
        background: transparent;

        Static {
            position: absolute;
            width: 1;
            height: 1;
            background: $block-cursor-background;
            color: $block-cursor-foreground;
            text-style: bold;
        }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = actions.bindings("dialog")

    def __init__(self, targets: Sequence[JumpTarget]) -> None:
        super().__init__()
        self._targets = dict(zip(LETTERS, targets, strict=False))

    def compose(self) -> ComposeResult:
        """A letter at each place."""
        for letter, target in self._targets.items():
            label = Static(Content(letter))
            label.styles.offset = target.place
            yield label

    def on_key(self, event: events.Key) -> None:
        """Go to the place of the letter; any other key leaves."""
        if event.key == "escape":
            return
        event.stop()
        self.dismiss(self._targets.get(event.character or ""))
