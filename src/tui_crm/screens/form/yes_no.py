"""The editor of a field that is yes, no, or not said."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from tui_crm.language import formats
from tui_crm.screens import actions
from tui_crm.screens.form.field_messages import Answered, MoveWanted, SectionWanted

if TYPE_CHECKING:
    from textual import events
    from textual.binding import BindingType


class YesNo(Widget, can_focus=True):
    """Two answers side by side, the chosen one with a full dot."""

    BINDINGS: ClassVar[list[BindingType]] = actions.bindings("field", "yes_no")
    DEFAULT_CSS = """
    YesNo { height: 1; background: $primary 30%; }
    """

    answer: reactive[bool | None] = reactive(None)

    def render(self) -> Content:
        """Both answers."""
        yes, no = formats.boolean(True), formats.boolean(False)
        signs = ("●" if self.answer is True else "○", "●" if self.answer is False else "○")
        return Content(f"{signs[0]} {yes}   {signs[1]} {no}")

    def action_turn(self) -> None:
        """The other answer."""
        self._give(not self.answer)

    def action_say(self, answer: bool) -> None:
        """Yes, or no."""
        self._give(answer)

    def action_clear(self) -> None:
        """No answer."""
        self._give(None)

    def action_next(self) -> None:
        """Go on."""
        self.post_message(MoveWanted(1))

    def action_accept(self) -> None:
        """Go on, or end."""
        self.post_message(MoveWanted(1, is_enter=True))

    def action_section(self, step: int) -> None:
        """Go to another section."""
        self.post_message(SectionWanted(step))

    def action_previous(self) -> None:
        """Go back."""
        self.post_message(MoveWanted(-1))

    def on_click(self, event: events.Click) -> None:
        """A click turns it."""
        event.stop()
        self.action_turn()

    def _give(self, answer: bool | None) -> None:
        if answer != self.answer:
            self.answer = answer
            self.post_message(Answered(answer))
