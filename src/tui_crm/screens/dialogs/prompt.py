"""Prompt dialog: one line of text, validated before it closes."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, Static

from tui_crm.errors import CrmError
from tui_crm.sanitize import visible
from tui_crm.screens import actions
from tui_crm.screens.key_queue import holds_keys
from tui_crm.screens.screen import CrmModal
from tui_crm.screens.widgets.text_input import TextInput

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from textual.app import ComposeResult
    from textual.binding import BindingType


class PromptScreen(CrmModal[str | None]):
    """Returns the text, or None if cancelled; ``check`` raises CrmError for invalid text.

    A text that ``is_begun`` is gone on with; another one is selected, to be typed over. ``read``
    gives the title and the text to begin with, where these stand in the store.
    """

    BINDINGS: ClassVar[list[BindingType]] = actions.bindings("dialog")

    def __init__(
        self,
        title: str,
        text: str = "",
        *,
        hint: str = "",
        is_begun: bool = False,
        check: Callable[[str], object] | None = None,
        read: Callable[[], Awaitable[tuple[str, str]]] | None = None,
    ) -> None:
        super().__init__()
        self._title = title
        self._text = text
        self._hint = hint
        self._is_begun = is_begun
        self._check = check
        self._read = read

    def compose(self) -> ComposeResult:
        """Title, input, hint or error."""
        with Vertical(classes="dialog"):
            yield Static(Content(visible(self._title)), classes="dialog-title")
            yield TextInput(self._text, compact=True, select_on_focus=not self._is_begun)
            yield Static(Content(visible(self._hint)), id="hint", classes="dialog-hint")

    def on_mount(self) -> None:
        """Read what it begins with."""
        if self._read is not None:
            self.load(self._read, self._begin)

    def _begin(self, beginning: tuple[str, str]) -> None:
        title, text = beginning
        self.query_one(".dialog-title", Static).update(Content(visible(title)))
        self.query_one(TextInput).value = text

    @on(Input.Changed)
    def forget_problem(self) -> None:
        """Show the hint again, in place of an error."""
        hint = self.query_one("#hint", Static)
        hint.remove_class("-problem").update(Content(visible(self._hint)))

    @on(Input.Submitted)
    def accept(self, event: Input.Submitted) -> None:
        """Close, unless the text is invalid."""
        event.stop()
        if self._check is None:
            self.dismiss(event.value)
        else:
            self._accept(self._check, event.value)

    @holds_keys("check")
    async def _accept(self, check: Callable[[str], object], text: str) -> None:
        try:
            await self.app.read(check, text)
        except CrmError as error:
            hint = self.query_one("#hint", Static)
            hint.add_class("-problem").update(Content("! " + visible(str(error))))
        else:
            self.leave(text)
