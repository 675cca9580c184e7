"""The footer of a screen: up to seven keys with their labels."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

from textual.content import Content
from textual.message import Message
from textual.widget import Widget

from tui_crm.sanitize import visible, width

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual import events

MOST: Final = 7
GAP: Final = 3


class KeyHint(NamedTuple):
    """A key with its label; ``action`` is the id of its action.

    One that ``is_kept`` is shown however little room there is.
    """

    key: str
    label: str
    action: str = ""
    is_kept: bool = False

    @property
    def width(self) -> int:
        """Cells."""
        return width(self.key) + 1 + width(self.label)


class FooterLine(Widget):
    """Key hints side by side; of those that do not fit, the least important are dropped whole."""

    DEFAULT_CSS = """
    FooterLine {
        dock: bottom;
        height: 1;
        background: $panel;
        color: $foreground;
    }
    """

    @dataclass
    class Chosen(Message):
        """A key was clicked; ``action`` is the id of its action."""

        action: str

    def __init__(self) -> None:
        super().__init__()
        self._hints: tuple[KeyHint, ...] = ()

    def show(self, hints: Sequence[KeyHint]) -> None:
        """Show these keys, the most important first."""
        if tuple(hints) != self._hints:
            self._hints = tuple(hints)
            self.refresh()

    def fitting(self) -> list[KeyHint]:
        """The keys that there is room for."""
        kept = [hint for hint in self._hints if hint.is_kept]
        others = [hint for hint in self._hints if not hint.is_kept]
        whole = self.size.width - 1 + GAP
        while len(kept) > 1 and sum(hint.width + GAP for hint in kept) > whole:
            del kept[0]
        room = whole - sum(hint.width + GAP for hint in kept)
        found: list[KeyHint] = []
        for hint in others[: MOST - len(kept)]:
            room -= hint.width + GAP
            if room < 0:
                break
            found.append(hint)
        return [*found, *kept]

    def render(self) -> Content:
        parts: list[tuple[str, str]] = []
        for hint in self.fitting():
            parts.append((" " * (GAP if parts else 1), ""))
            parts.append((visible(hint.key), "bold $text-accent"))
            parts.append((" " + visible(hint.label), "$text-muted"))
        return Content.assemble(*parts)

    def on_click(self, event: events.Click) -> None:
        """Run the action under the mouse."""
        start = 1
        for hint in self.fitting():
            if start <= event.x < start + hint.width:
                self.post_message(self.Chosen(hint.action))
            start += hint.width + GAP
