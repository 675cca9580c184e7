"""Ask before something that is felt: the question, what goes with it, and Cancel in focus."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Button, Static

from tui_crm import actions
from tui_crm.sanitize import visible
from tui_crm.screens.base import CrmModal
from tui_crm.text import t

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult
    from textual.binding import BindingType


class ConfirmScreen(CrmModal[bool | None]):
    """Gives True only where ``yes`` was chosen."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *actions.bindings("dialog"),
        *actions.bindings("confirm"),
    ]

    def __init__(
        self, question: str, yes: str, details: Sequence[str] = (), *, no: str = ""
    ) -> None:
        super().__init__()
        self._question = question
        self._no = no or t("ui.cancel")
        self._yes = yes
        self._details = details

    def compose(self) -> ComposeResult:
        """Question, details, two buttons, their keys."""
        with Vertical(classes="dialog"):
            yield Static(Content(visible(self._question)), classes="dialog-title")
            for detail in self._details:
                yield Static(Content(visible(detail, multiline=True)), classes="dialog-detail")
            with Horizontal(classes="dialog-buttons"):
                yield Button(Content(self._no), id="cancel", compact=True)
                yield Button(Content(self._yes), id="yes", variant="error", compact=True)
            keys = t(
                "ui.confirm_keys",
                cancel=self.app.key_of("dialog.cancel"),
                no=self._no,
                other="→",
                yes=self._yes,
            )
            yield Static(Content(keys), classes="dialog-hint")

    def on_mount(self) -> None:
        """A key pressed too soon does nothing; notices make room."""
        self.query_one("#cancel").focus()
        self.app.clear_notifications()

    @on(Button.Pressed)
    def answer(self, event: Button.Pressed) -> None:
        """Answer."""
        event.stop()
        self.dismiss(event.button.id == "yes")

    def action_other_button(self) -> None:
        """Move the focus to the other button."""
        self.focus_next("Button")


class MessageScreen(CrmModal[None]):
    """Says something that must not pass by."""

    BINDINGS: ClassVar[list[BindingType]] = actions.bindings("dialog")

    def __init__(self, title: str, body: Sequence[str]) -> None:
        super().__init__()
        self._title = title
        self._body = body

    def compose(self) -> ComposeResult:
        """Title, paragraphs, one button."""
        with Vertical(classes="dialog"):
            yield Static(Content(visible(self._title)), classes="dialog-title")
            for paragraph in self._body:
                yield Static(Content(visible(paragraph, multiline=True)), classes="dialog-detail")
            with Horizontal(classes="dialog-buttons"):
                yield Button(Content(t("ui.close")), id="close", compact=True)

    @on(Button.Pressed)
    def close(self, event: Button.Pressed) -> None:
        """Close."""
        event.stop()
        self.dismiss(None)
