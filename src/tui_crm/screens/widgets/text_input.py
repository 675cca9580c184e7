"""An input that shows control characters as signs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text
from textual.widgets import Input

from tui_crm.sanitize import visible

if TYPE_CHECKING:
    from textual import events


class TextInput(Input):
    """Textual's input line, with control characters in its value drawn as signs.

    Value and position of the cursor stay those of the text as it is.
    """

    is_plain = True
    """Whether each character that is typed does nothing but stand in it."""

    @property
    def _value(self) -> Text:
        if self.password:
            return super()._value
        shown = visible(self.value.replace("\r\n", "\n\n"))
        text = Text(shown, no_wrap=True, overflow="ignore", end="")
        return self.highlighter(text) if self.highlighter is not None else text

    def _on_paste(self, event: events.Paste) -> None:
        """Join the lines of what is pasted by blanks; Textual would keep the first one alone."""
        event.prevent_default()
        event.stop()
        lines = (line.strip() for line in event.text.splitlines())
        self.replace(" ".join(filter(None, lines)), *self.selection)
