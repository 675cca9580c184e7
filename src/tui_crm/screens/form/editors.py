"""The editors of a field: one line with autocomplete, a text of many lines, yes or no."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual import getters, on
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget
from textual.widgets import Input, TextArea

from tui_crm.language import formats
from tui_crm.sanitize import visible
from tui_crm.screens import actions
from tui_crm.screens.action_node import ActionNode
from tui_crm.screens.form.messages import (
    Answered,
    Chosen,
    DayWanted,
    ExternalEditorWanted,
    MoveWanted,
    NewRecordWanted,
    OptionsWanted,
    SectionWanted,
    Typed,
)
from tui_crm.screens.widgets.option_popup import Option, OptionPopup
from tui_crm.screens.widgets.text_input import TextInput

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual import events
    from textual.app import ComposeResult
    from textual.binding import BindingType
    from textual.widgets.text_area import Edit, EditResult


class _Line(TextInput):
    """An input that reports ``reserved`` characters instead of inserting them."""

    reserved: frozenset[str] = frozenset()

    @dataclass
    class Reserved(Message):
        """A reserved character was typed."""

        character: str

    def _on_paste(self, event: events.Paste) -> None:
        event.prevent_default()
        event.stop()
        lines = (line.strip() for line in event.text.splitlines())
        self.replace(" ".join(filter(None, lines)), *self.selection)

    async def _on_key(self, event: events.Key) -> None:
        if event.character is not None and event.character in self.reserved:
            event.stop()
            event.prevent_default()
            self.post_message(self.Reserved(event.character))
            return
        await super()._on_key(event)


class LineEditor(ActionNode, Widget):
    """Edits one line of text, with autocomplete where the field ``is_choosing``."""

    scopes: ClassVar[tuple[str, ...]] = ("field", "line")
    BINDINGS: ClassVar[list[BindingType]] = actions.bindings("field", "line")
    DEFAULT_CSS = """
    LineEditor {
        layout: vertical;
        height: 1;
        & > _Line {
            width: 1fr;
            height: 1;
            border: none;
            padding: 0;
            background: $primary 30%;
            &:focus { border: none; background: $primary 30%; background-tint: transparent; }
        }
    }
    """

    line = getters.query_one("_Line", _Line)
    popup = getters.query_one(OptionPopup)

    field = ""
    """The key of the field that is being edited."""

    def __init__(self) -> None:
        super().__init__()
        self._is_choosing = False

    def compose(self) -> ComposeResult:
        """The text, and the list."""
        yield _Line(compact=True, select_on_focus=True)
        yield OptionPopup()

    def begin(self, *, is_choosing: bool, makes_new: bool) -> None:
        """Begin to edit another field, after ``put`` has set its text."""
        self._is_choosing = is_choosing
        self.line.reserved = frozenset("+＋") if makes_new else frozenset()
        self.popup.close()
        self.line.focus(scroll_visible=False)

    def put(self, text: str, *, is_whole: bool = True) -> None:
        """Set the text without a message; ``is_whole`` selects all of it for typing over."""
        with self.prevent(Input.Changed):
            self.line.value = text
        if is_whole:
            self.line.action_select_all()
        else:
            self.line.cursor_position = len(text)

    def offer(self, options: Sequence[Option], nothing: str = "") -> None:
        """Show options; ``nothing`` is shown where there are none."""
        self.popup.offer(options, nothing)

    @on(Input.Changed)
    def note_change(self, event: Input.Changed) -> None:
        """Report the new text, and ask for options."""
        event.stop()
        self.post_message(Typed(event.value))
        if self._is_choosing:
            self.post_message(OptionsWanted(self.field, event.value, is_all=False))

    @on(Input.Submitted)
    def take_line(self, event: Input.Submitted) -> None:
        """Enter takes the highlighted option and moves on."""
        event.stop()
        self._take_or_move(is_enter=True)

    @on(_Line.Reserved)
    def want_new(self, event: _Line.Reserved) -> None:
        """A plus sign asks for a new record."""
        event.stop()
        self.post_message(NewRecordWanted(self.field, self.line.value))

    @on(OptionPopup.Picked)
    def take_clicked(self, event: OptionPopup.Picked) -> None:
        """A click takes an option."""
        event.stop()
        self._take(event.option, go_on=False)

    @property
    def has_options(self) -> bool:
        """Whether the list of options is open."""
        return self.popup.is_open

    def action_next(self) -> None:
        """Take the highlighted option, if the list is open, and move on."""
        self._take_or_move()

    def action_section(self, step: int) -> None:
        """Go to another section."""
        self.post_message(SectionWanted(step))

    def action_previous(self) -> None:
        """Go back."""
        self.popup.close()
        self.post_message(MoveWanted(-1))

    def action_down(self) -> None:
        """Next option; or open the list; or the next field."""
        if self.popup.chosen is not None:
            self.popup.action_move(1)
        elif self._is_choosing:
            self.post_message(OptionsWanted(self.field, self.line.value, is_all=True))
        else:
            self.post_message(MoveWanted(1))

    def action_up(self) -> None:
        """Previous option, or the previous field."""
        if self.popup.chosen is not None:
            self.popup.action_move(-1)
        else:
            self.post_message(MoveWanted(-1))

    def action_close_options(self) -> None:
        """Close the list; the text stays."""
        self.popup.close()

    def action_move_day(self, days: int) -> None:
        """Move a date."""
        self.post_message(DayWanted(days))

    def _take_or_move(self, *, is_enter: bool = False) -> None:
        option = self.popup.chosen
        if option is not None:
            self._take(option, go_on=True)
        else:
            self.post_message(MoveWanted(1, is_enter))

    def _take(self, option: Option, *, go_on: bool) -> None:
        self.popup.close()
        if option.is_new:
            self.post_message(NewRecordWanted(self.field, self.line.value))
        else:
            self.post_message(Chosen(option, go_on))


class LongTextEditor(TextArea):
    """Edits a text of many lines; tab leaves it, and ``$VISUAL`` may be opened for it."""

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

    field = ""

    def __init__(self) -> None:
        super().__init__(compact=True, soft_wrap=True, tab_behavior="focus")

    def put(self, text: str) -> None:
        """Set the text without a message."""
        with self.prevent(TextArea.Changed):
            self.load_text(visible(text, multiline=True))
            self.move_cursor(self.document.end)

    def edit(self, edit: Edit) -> EditResult:
        """Replace control characters in what is inserted."""
        edit.text = visible(edit.text, multiline=True)
        return super().edit(edit)

    @on(TextArea.Changed)
    def note_change(self, event: TextArea.Changed) -> None:
        """Report the new text."""
        event.stop()
        self.post_message(Typed(self.text))

    def action_next(self) -> None:
        """Go on."""
        self.post_message(MoveWanted(1))

    def action_previous(self) -> None:
        """Go back."""
        self.post_message(MoveWanted(-1))

    def action_open_editor(self) -> None:
        """Ask for ``$VISUAL``."""
        self.post_message(ExternalEditorWanted(self.field, self.text))


class YesNo(Widget, can_focus=True):
    """Edits a boolean: two radio buttons in one line, or neither chosen."""

    BINDINGS: ClassVar[list[BindingType]] = actions.bindings("field", "yes_no")
    DEFAULT_CSS = """
    YesNo { height: 1; background: $primary 30%; }
    """

    field = ""
    answer: reactive[bool | None] = reactive(None)

    def render(self) -> Content:
        """Both answers."""
        yes, no = formats.boolean(True), formats.boolean(False)
        signs = ("●" if self.answer is True else "○", "●" if self.answer is False else "○")
        return Content(f"{signs[0]} {yes}   {signs[1]} {no}")

    def action_turn(self) -> None:
        """Toggle the answer."""
        self._give(not self.answer)

    def action_say(self, answer: bool) -> None:
        """Answer yes or no."""
        self._give(answer)

    def action_clear(self) -> None:
        """Clear the answer."""
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
        """A click toggles it."""
        event.stop()
        self.action_turn()

    def _give(self, answer: bool | None) -> None:
        if answer != self.answer:
            self.answer = answer
            self.post_message(Answered(answer))
