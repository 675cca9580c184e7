"""The editors of a field: one line with autocomplete, a text of many lines, radio buttons."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual import getters, on
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget
from textual.widgets import Input, TextArea

from tui_crm.language.fold import fold
from tui_crm.sanitize import visible, width
from tui_crm.screens import actions
from tui_crm.screens.action_node import ActionNode
from tui_crm.screens.form.messages import (
    Chosen,
    ExternalEditorWanted,
    MoveWanted,
    NewRecordWanted,
    OptionsWanted,
)
from tui_crm.screens.form.radio_buttons import RADIO_GAP, digit_of, joined, radio_lines
from tui_crm.screens.widgets.option_popup import Option, OptionPopup
from tui_crm.screens.widgets.text_input import TextInput

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual import events
    from textual.app import ComposeResult
    from textual.binding import BindingType
    from textual.widgets.text_area import Edit, EditResult

    from tui_crm.store.model import Value


class _Line(TextInput):
    """An input that reports ``reserved`` characters instead of inserting them."""

    reserved: frozenset[str] = frozenset()

    @dataclass
    class Reserved(Message):
        """A reserved character was typed."""

        character: str

    async def _on_key(self, event: events.Key) -> None:
        if event.character is not None and event.character in self.reserved:
            event.stop()
            event.prevent_default()
            self.post_message(self.Reserved(event.character))
            return
        await super()._on_key(event)


class _LongLine(_Line):
    """A line that keeps the line breaks of what is pasted, as signs."""

    BINDINGS: ClassVar[list[BindingType]] = actions.bindings("long_line")

    def _on_paste(self, event: events.Paste) -> None:
        event.prevent_default()
        event.stop()
        pasted = event.text.replace("\r\n", "\n").replace("\r", "\n").strip("\n")
        self.replace(pasted, *self.selection)

    def action_open_editor(self) -> None:
        """Ask for ``$VISUAL``."""
        self.post_message(ExternalEditorWanted(self.value))


class LineEditor(ActionNode, Widget):
    """Edits one line of text, with autocomplete where the field ``is_choosing``.

    Where it ``is_compact``, it also edits texts of several lines, and never selects what stands in
    it.
    """

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

    def __init__(self, *, is_compact: bool = False) -> None:
        super().__init__()
        self._is_compact = is_compact
        self._is_choosing = False

    def compose(self) -> ComposeResult:
        """The text, and the list."""
        line = _LongLine if self._is_compact else _Line
        yield line(compact=True, select_on_focus=not self._is_compact)
        yield OptionPopup()

    def begin(self, *, is_choosing: bool, makes_new: bool) -> None:
        """Begin to edit another field, after ``put`` has set its text."""
        self._is_choosing = is_choosing
        self.line.reserved = frozenset("+＋") if makes_new else frozenset()
        self.line.is_plain = not makes_new
        self.popup.close()
        self.line.focus(scroll_visible=False)

    def put(self, text: str, *, is_whole: bool = True) -> None:
        """Set the text without a message; ``is_whole`` selects all of it for typing over."""
        with self.prevent(Input.Changed):
            self.line.value = text
        if is_whole and not self._is_compact:
            self.line.action_select_all()
        else:
            self.line.cursor_position = len(text)

    def offer(self, options: Sequence[Option], nothing: str = "") -> None:
        """Show options; ``nothing`` is shown where there are none."""
        self.popup.offer(options, nothing)

    @on(Input.Changed)
    def note_change(self, event: Input.Changed) -> None:
        """Ask for options."""
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
        event.stop()
        self._take(event.option, advance=False)

    @property
    def has_options(self) -> bool:
        """Whether the list of options is open."""
        return self.popup.is_open

    def action_next(self) -> None:
        """Take the highlighted option, if the list is open, and move on."""
        self._take_or_move()

    def action_previous(self) -> None:
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

    def _take_or_move(self, *, is_enter: bool = False) -> None:
        option = self.popup.chosen
        if option is not None:
            self._take(option, advance=True)
        else:
            self.popup.close()  # it would lie over what is said of the text
            self.post_message(MoveWanted(1, is_enter))

    def _take(self, option: Option, *, advance: bool) -> None:
        self.popup.close()
        if option.is_new:
            self.post_message(NewRecordWanted(self.field, self.line.value))
        else:
            self.post_message(Chosen(option, advance))


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

    is_plain = True

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

    def action_next(self) -> None:
        self.post_message(MoveWanted(1))

    def action_previous(self) -> None:
        self.post_message(MoveWanted(-1))

    def action_open_editor(self) -> None:
        """Ask for ``$VISUAL``."""
        self.post_message(ExternalEditorWanted(self.text))


class ChoiceEditor(ActionNode, Widget, can_focus=True):
    """Edits a choice: radio buttons, one of them chosen, or none.

    Where it is ``is_compact`` they are numbered, and a digit goes on to the next field.
    """

    scopes: ClassVar[tuple[str, ...]] = ("field", "choice_line")
    BINDINGS: ClassVar[list[BindingType]] = actions.bindings("field", "choice_line")
    DEFAULT_CSS = """
    ChoiceEditor { height: 1; background: $primary 30%; }
    """

    options: reactive[tuple[tuple[Value, str], ...]] = reactive(())
    """Values and their words."""
    value: reactive[Value] = reactive(None)

    _typed = ""
    """What was typed in a row to name a choice."""

    @dataclass
    class Changed(Message):
        """Another value was chosen by the person, or (None) none."""

        value: Value

    def __init__(self, *, is_compact: bool = False) -> None:
        super().__init__()
        self._is_compact = is_compact

    @property
    def _lines(self) -> list[list[tuple[int, str]]]:
        room, is_numbered = self.size.width or 80, self._is_compact and not self.has_yes_no
        return radio_lines(self.options, self.value, room, is_numbered=is_numbered)

    def render(self) -> Content:
        return Content("\n".join(joined(self._lines)))

    @property
    def _place(self) -> int:
        values = [value for value, _ in self.options]
        return values.index(self.value) if self.value in values else -1

    @property
    def has_yes_no(self) -> bool:
        """Whether the choice is yes or no, which is also said by letter, and may be blank."""
        return [value for value, _ in self.options] == [1, 0]

    def action_turn(self, step: int) -> None:
        """Choose the next one, or the one before, round both ends."""
        place = 0 if self._place < 0 else self._place + step
        self._take(self.options[place % len(self.options)][0])

    def action_say(self, answer: bool) -> None:
        """Answer yes or no."""
        self._take(int(answer))

    def action_clear(self) -> None:
        """Choose none."""
        self._take(None)

    def action_next(self) -> None:
        self.post_message(MoveWanted(1))

    def action_accept(self) -> None:
        """Go on, or end."""
        self.post_message(MoveWanted(1, is_enter=True))

    def action_previous(self) -> None:
        self.post_message(MoveWanted(-1))

    def check_consume_key(self, _key: str, character: str | None) -> bool:
        """A character that a choice begins with is none of a command."""
        return character is not None and bool(self._meant(character))

    def on_key(self, event: events.Key) -> None:
        """A digit takes the choice of that number, in a compact form for good.

        Other characters take the one that begins so.
        """
        for place, (value, _) in enumerate(self.options):
            if event.key == digit_of(self.options, place):
                event.stop()
                self._take(value)
                if self._is_compact:
                    self.post_message(MoveWanted(1))
                return
        if event.character is not None and event.is_printable:
            self._take_meant(event, event.character)
        else:
            self._typed = ""

    def on_paste(self, event: events.Paste) -> None:
        """Take the choice that begins so: an input method gives words at once."""
        self._take_meant(event, event.text.strip())

    def on_blur(self) -> None:
        """Forget what was typed."""
        self._typed = ""

    def _take_meant(self, event: events.Key | events.Paste, text: str) -> None:
        """Take a choice that begins with what was typed so far, or else with ``text`` alone."""
        if not text.strip():
            self._typed = ""
            return
        for typed in (self._typed + text, text):
            if found := self._meant(typed):
                event.stop()
                self._typed = typed
                here = self.value if len(typed) > 1 else None
                self._take(here if here in found else self._after(found))
                return
        self._typed = ""

    def _meant(self, typed: str) -> list[Value]:
        """The choices whose words begin with what was typed, however it is written."""
        start = fold(typed)
        return [value for value, words in self.options if start and fold(words).startswith(start)]

    def _after(self, found: Sequence[Value]) -> Value:
        """The next of these behind the one that stands, round the end."""
        values = [value for value, _ in self.options]
        return next((each for each in found if values.index(each) > self._place), found[0])

    def on_click(self, event: events.Click) -> None:
        """Take the choice under the mouse."""
        event.stop()
        start = 0
        for place, words in self._lines[event.y] if event.y < len(self._lines) else ():
            if start <= event.x < start + width(words):
                self._take(self.options[place][0])
            start += width(words) + len(RADIO_GAP)

    def _take(self, value: Value) -> None:
        if value != self.value:
            self.value = value
            self.post_message(self.Changed(value))
