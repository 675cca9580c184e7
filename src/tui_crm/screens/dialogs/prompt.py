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
from tui_crm.screens.screen import CrmModal
from tui_crm.screens.widgets.text_input import TextInput

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.app import ComposeResult
    from textual.binding import BindingType


class PromptScreen(CrmModal[str | None]):
    """Returns the text, or None if cancelled; ``check`` raises CrmError for invalid text."""

    BINDINGS: ClassVar[list[BindingType]] = actions.bindings("dialog")

    def __init__(
        self,
        title: str,
        text: str = "",
        *,
        hint: str = "",
        check: Callable[[str], object] | None = None,
    ) -> None:
        super().__init__()
        self._title = title
        self._text = text
        self._hint = hint
        self._check = check

    def compose(self) -> ComposeResult:
        """Title, input, hint or error."""
        with Vertical(classes="dialog"):
            yield Static(Content(visible(self._title)), classes="dialog-title")
            yield TextInput(self._text, compact=True)
            yield Static(Content(visible(self._hint)), id="hint", classes="dialog-hint")

    @on(Input.Changed)
    def forget_problem(self) -> None:
        """Show the hint again, in place of an error."""
        hint = self.query_one("#hint", Static)
        hint.remove_class("-problem").update(Content(visible(self._hint)))

    @on(Input.Submitted)
    async def accept(self, event: Input.Submitted) -> None:
        """Close, unless the text is invalid."""
        event.stop()
        try:
            if self._check is not None:
                await self.app.read(self._check, event.value)
        except CrmError as error:
            hint = self.query_one("#hint", Static)
            hint.add_class("-problem").update(Content("! " + visible(str(error))))
        else:
            self.dismiss(event.value)
