"""Confirmation and message dialogs: before something destructive, and after what must be read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Button, Static

from tui_crm.i18n import t
from tui_crm.sanitize import visible
from tui_crm.screens import actions
from tui_crm.screens.screen import CrmModal

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable, Sequence

    from textual.app import ComposeResult
    from textual.binding import BindingType


@dataclass(frozen=True, slots=True)
class Confirmation:
    """What is asked, and what there is to know about it."""

    words: str
    details: Sequence[str] = ()


class ConfirmScreen(CrmModal[bool | None]):
    """Asks a yes/no question; returns True only if it was confirmed.

    No is in focus, so that a key pressed too soon does nothing. ``read`` gives a question that
    depends on the store.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        *actions.bindings("dialog"),
        *actions.bindings("confirm"),
    ]

    def __init__(
        self,
        question: str,
        yes: str,
        details: Sequence[str] = (),
        *,
        no: str = "",
        read: Callable[[], Awaitable[Confirmation]] | None = None,
    ) -> None:
        super().__init__()
        self._question = question
        self._no = no or t("ui.cancel")
        self._yes = yes
        self._details = details
        self._read = read

    def compose(self) -> ComposeResult:
        """Question, details, two buttons, their keys."""
        with Vertical(classes="dialog"):
            yield Static(Content(visible(self._question)), classes="dialog-title")
            yield from self._paragraphs(self._details)
            with Horizontal(classes="dialog-buttons"):
                yield Button(Content(self._no), id="cancel", compact=True)
                yield Button(Content(self._yes), id="yes", variant="error", compact=True)
            cancel = self.app.key_of("dialog.cancel")
            keys = t("ui.confirm_keys", cancel=cancel, no=self._no, other="→", yes=self._yes)
            yield Static(Content(keys), classes="dialog-hint")

    def on_mount(self) -> None:
        """Focus the default button."""
        self.query_one("#cancel").focus()
        if self._read is not None:
            self.load(self._read, self._put)

    def _paragraphs(self, details: Sequence[str]) -> Iterable[Static]:
        for detail in details:
            yield Static(Content(visible(detail, multiline=True)), classes="dialog-detail")

    def _put(self, question: Confirmation) -> None:
        self.query_one(".dialog-title", Static).update(Content(visible(question.words)))
        self.query_one(Vertical).mount_all(
            self._paragraphs(question.details), after=".dialog-title"
        )

    @on(Button.Pressed)
    def answer(self, event: Button.Pressed) -> None:
        event.stop()
        self.dismiss(event.button.id == "yes")

    def action_focus_answer(self, answer: str) -> None:
        """Move the focus to one of the buttons."""
        self.query_one(f"#{answer}").focus()


class MessageScreen(CrmModal[None]):
    """Shows a message that has to be closed."""

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
        event.stop()
        self.dismiss(None)
