"""The line that opens above a list to search or to filter it, with room for what is wrong."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.containers import Horizontal
from textual.content import Content
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input, Static

from tui_crm.sanitize import visible, width
from tui_crm.screens import actions
from tui_crm.screens.widgets.text_input import TextInput

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult
    from textual.binding import BindingType
    from textual.suggester import Suggester


class FindBox(Widget):
    """A prompt and a line to type in. ``history`` is walked through with up and down."""

    scope: ClassVar[str] = "find"
    BINDINGS: ClassVar[list[BindingType]] = actions.bindings("find")
    DEFAULT_CSS = """
    FindBox {
        height: auto;
        Horizontal { height: 1; }
        #prompt { width: auto; padding: 0 1; text-style: bold; color: $text-accent; }
        #problem { display: none; height: auto; color: $text-error; padding: 0 1; }
        Input { width: 1fr; background: transparent; }
    }
    """

    @dataclass
    class Typed(Message):
        """The text is another one now."""

        text: str

    @dataclass
    class Finished(Message):
        """``text`` was accepted, or the box was left without (None)."""

        text: str | None

    @dataclass
    class Stepped(Message):
        """Up or down was pressed where there is no history to walk through."""

        rows: int

    def __init__(
        self,
        prompt: str,
        text: str = "",
        *,
        placeholder: str = "",
        suggester: Suggester | None = None,
        history: Sequence[str] | None = None,
    ) -> None:
        super().__init__()
        self._prompt = prompt
        self._start = text
        self._placeholder = placeholder
        self._suggester = suggester
        self._history = None if history is None else [*history, text]
        self._place = len(history or ())

    def compose(self) -> ComposeResult:
        """Prompt, line, and what is wrong with it."""
        with Horizontal():
            yield Static(Content(self._prompt), id="prompt")
            yield TextInput(
                self._start,
                placeholder=self._placeholder,
                suggester=self._suggester,
                compact=True,
                # A filter is worked on; a search gives way to the next one.
                select_on_focus=self._history is None,
            )
        yield Static(id="problem")

    def on_mount(self) -> None:
        """Type here."""
        self.query_one(TextInput).focus()

    @property
    def text(self) -> str:
        """What stands in the line."""
        return self.query_one(TextInput).value

    def show_problem(self, sentence: str, position: int | None = None) -> None:
        """Say what is wrong, under the character at ``position``; nothing, for no sentence."""
        problem = self.query_one("#problem", Static)
        problem.display = bool(sentence)
        indent = 0
        if position is not None:
            indent = width(self._prompt) + 1 + width(self.text[:position])
            indent = min(indent, max(0, self.size.width - width(sentence) - 4))
        sign = "▲ " if position is not None else ""
        problem.update(Content(" " * indent + sign + visible(sentence)))

    @on(Input.Changed)
    def tell_typed(self, event: Input.Changed) -> None:
        """Tell the screen."""
        event.stop()
        self.post_message(self.Typed(event.value))

    def action_done(self) -> None:
        """Accept what stands there."""
        self.post_message(self.Finished(self.text))

    def action_leave(self) -> None:
        """Leave without it."""
        self.post_message(self.Finished(None))

    def action_up(self) -> None:
        """The text before, or the row above."""
        self._step(-1)

    def action_down(self) -> None:
        """The text after, or the row below."""
        self._step(1)

    def _step(self, way: int) -> None:
        if self._history is None:
            self.post_message(self.Stepped(way))
            return
        self._place = max(0, min(self._place + way, len(self._history) - 1))
        line = self.query_one(TextInput)
        line.value = self._history[self._place]
        line.cursor_position = len(line.value)
