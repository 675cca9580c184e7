"""An input that shows control characters as signs."""

from __future__ import annotations

from rich.text import Text
from textual.widgets import Input

from tui_crm.sanitize import visible


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
