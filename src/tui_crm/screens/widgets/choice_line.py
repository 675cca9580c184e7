"""A radio group on one line."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from tui_crm.sanitize import visible, width
from tui_crm.screens import actions

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from textual import events
    from textual.binding import BindingType

GAP = 2


class ChoiceLine(Widget, can_focus=True):
    """A few choices side by side, one of them selected, also by digit."""

    BINDINGS: ClassVar[list[BindingType]] = actions.bindings("choice_line")
    DEFAULT_CSS = """
    ChoiceLine {
        height: 1;
        &:focus { background: $primary 30%; }
    }
    """

    place = reactive(0)

    @dataclass
    class Turned(Message):
        """Another value was selected by the user."""

        value: str

    def __init__(self, choices: Sequence[tuple[str, str]], *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._choices = tuple(choices)

    @property
    def value(self) -> str:
        """The chosen value."""
        return self._choices[self.place][0]

    def choose(self, value: str) -> None:
        """Show ``value`` as chosen, if it is one of them."""
        values = [key for key, _ in self._choices]
        if value in values:
            self.place = values.index(value)

    def validate_place(self, place: int) -> int:
        """Wrap around at both ends."""
        return place % len(self._choices)

    def _parts(self) -> Iterator[tuple[int, str]]:
        for place, (_, words) in enumerate(self._choices):
            yield place, f"{'●' if place == self.place else '○'} {visible(words)}"

    def render(self) -> Content:
        """All of them."""
        parts = []
        for place, words in self._parts():
            parts += [(words, "bold" if place == self.place else ""), (" " * GAP, "")]
        return Content.assemble(*parts)

    def action_turn(self, step: int) -> None:
        """Choose the next one, or the one before."""
        self._take(self.place + step)

    def on_key(self, event: events.Key) -> None:
        """A digit takes the choice of that number."""
        digit = int(event.key) if event.key.isdecimal() else 0
        if 1 <= digit <= len(self._choices):
            event.stop()
            self._take(digit - 1)

    def on_click(self, event: events.Click) -> None:
        """Take the choice under the mouse."""
        start = 0
        for place, words in self._parts():
            if start <= event.x < start + width(words):
                self._take(place)
            start += width(words) + GAP

    def _take(self, place: int) -> None:
        self.place = place
        self.post_message(self.Turned(self.value))
