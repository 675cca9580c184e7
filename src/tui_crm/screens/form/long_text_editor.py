"""The editor of a text of many lines."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.widgets import TextArea

from tui_crm.sanitize import visible
from tui_crm.screens import actions
from tui_crm.screens.form.field_messages import EditorWanted, MoveWanted, Typed

if TYPE_CHECKING:
    from textual.binding import BindingType
    from textual.widgets.text_area import Edit, EditResult


class LongTextEditor(TextArea):
    """A text area that tab leaves, and whose text an outside editor may be asked for."""

    BINDINGS: ClassVar[list[BindingType]] = actions.bindings("field", "long_text")
    DEFAULT_CSS = """
    LongTextEditor {
        height: 4;
        border: none;
        padding: 0;
        background: $primary 30%;
        &:focus { border: none; background: $primary 30%; }
        & .text-area--cursor-line { background: transparent; }
    }
    """

    def __init__(self) -> None:
        super().__init__(compact=True, soft_wrap=True, tab_behavior="focus")

    def put(self, text: str) -> None:
        """Show another text, as if it had been there."""
        with self.prevent(TextArea.Changed):
            self.load_text(visible(text, multiline=True))
            self.move_cursor(self.document.end)

    def edit(self, edit: Edit) -> EditResult:
        """No character that a terminal would obey ever stands in the text."""
        edit.text = visible(edit.text, multiline=True)
        return super().edit(edit)

    @on(TextArea.Changed)
    def note_change(self, event: TextArea.Changed) -> None:
        """Tell the text."""
        event.stop()
        self.post_message(Typed(self.text))

    def action_next(self) -> None:
        """Go on."""
        self.post_message(MoveWanted(1))

    def action_previous(self) -> None:
        """Go back."""
        self.post_message(MoveWanted(-1))

    def action_open_editor(self) -> None:
        """Edit the text outside."""
        self.post_message(EditorWanted(self.text))
