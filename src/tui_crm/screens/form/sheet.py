"""The fields of a form. One field at a time has an editor; the others are drawn as lines.

A form of fifty fields with a widget each takes most of a second to open; this one takes as long as
a single field.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from textual import getters, on
from textual.geometry import Region

from tui_crm.i18n import t
from tui_crm.screens.form import field_messages, sheet_messages
from tui_crm.screens.form.line_editor import LineEditor
from tui_crm.screens.form.long_text_editor import LongTextEditor
from tui_crm.screens.form.options import matching_choices
from tui_crm.screens.form.sheet_view import SheetView
from tui_crm.screens.form.yes_no import YesNo
from tui_crm.store.model import Kind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual import events
    from textual.app import ComposeResult

    from tui_crm.screens.form.entry import Entry
    from tui_crm.screens.widgets.option_popup import Option

_CHOOSING = frozenset({Kind.CHOICE, Kind.LINK, Kind.TAGS})


class FormSheet(SheetView):
    """Draws a ``FormState`` and edits it. What only the store knows, it asks for by messages."""

    line_editor = getters.query_one(LineEditor)
    long_text_editor = getters.query_one(LongTextEditor)
    yes_no = getters.query_one(YesNo)

    def compose(self) -> ComposeResult:
        """The editors; one of them is shown."""
        yield LineEditor()
        yield LongTextEditor()
        yield YesNo()

    def on_mount(self) -> None:
        """Begin with the first field."""
        if self.current:
            self._place_editor()

    # --- what the screen does with it -----------------------------------------------------------

    def go_to(self, key: str) -> None:
        """Edit the field ``key``."""
        if key != self.current:
            self.leave()
            self.current = key
        self._place_editor()

    def leave(self) -> None:
        """Put the field that is being edited in order, without going anywhere."""
        if self.current:
            self.state.leave(self.current)
            self.post_message(sheet_messages.FieldLeft(self.current))
            self.draw_anew()

    def revert(self, *, again: bool = False) -> None:
        """Put back what stood in the current field when the form was opened; or what was typed."""
        if self.current:
            if again:
                self.state.type_again(self.current)
            else:
                self.state.revert(self.current)
            self.show_current()
            self._tell_change()

    def draw_anew(self) -> None:
        """Show what was changed in the state."""
        before = self.sheet.height
        self.place_anew()
        is_moved = self.sheet.height != before
        self.refresh(layout=is_moved)
        if self.current and is_moved:
            self._move_editor()

    def show_current(self) -> None:
        """Show the text of the field that is being edited, after it was filled from elsewhere."""
        entry = self.state.entries[self.current]
        match entry.spec.kind:
            case _ if entry.spec.is_multiline:
                self.long_text_editor.put(entry.text)
            case Kind.BOOLEAN:
                with self.prevent(field_messages.Answered):
                    self.yes_no.answer = None if entry.value is None else bool(entry.value)
            case _:
                self.line_editor.put(entry.text)
        self.draw_anew()

    def offer(self, key: str, text: str, options: Sequence[Option]) -> None:
        """Show what may be chosen for ``text``, if that is still what stands in the field."""
        if key == self.current and text == self.line_editor.line.value:
            is_link = self.state.entries[key].spec.kind is Kind.LINK
            self.line_editor.offer(options, t("ui.no_match") if is_link else "")

    # --- what the editors say -------------------------------------------------------------------

    @on(field_messages.Typed)
    def take_text(self, event: field_messages.Typed) -> None:
        """The text of the current field was changed."""
        event.stop()
        self.state.type_in(self.current, event.text)
        self._tell_change()

    @on(field_messages.Answered)
    def take_answer(self, event: field_messages.Answered) -> None:
        """A question was answered."""
        event.stop()
        self.state.fill(self.current, None if event.answer is None else int(event.answer))
        self._tell_change()

    @on(field_messages.Chosen)
    def take_option(self, event: field_messages.Chosen) -> None:
        """Something was chosen from the list."""
        event.stop()
        entry, option = self.state.entries[self.current], event.option
        if entry.spec.kind is Kind.TAGS:
            self.state.type_in(self.current, str(option.value))
            self.line_editor.put(entry.text, is_whole=False)
        else:
            self.state.fill(self.current, option.value, option.title)
            self.show_current()
        self._tell_change()
        if event.go_on and entry.spec.kind is not Kind.TAGS:
            self._move(1)

    @on(field_messages.OptionsWanted)
    def find_options(self, event: field_messages.OptionsWanted) -> None:
        """What may be chosen: of a picklist here, of anything else by asking."""
        event.stop()
        entry = self.state.entries[self.current]
        if entry.spec.kind is Kind.CHOICE:
            text = "" if event.is_all else event.text
            found = matching_choices(self.state.schema, entry.spec, text, entry.initial)
            self.line_editor.offer(found, t("ui.no_match") if text.strip() else "")
        else:
            self.post_message(sheet_messages.OptionsAsked(self.current, event.text))

    @on(field_messages.NewWanted)
    def want_new(self, event: field_messages.NewWanted) -> None:
        """A link should name a record that is not there yet."""
        event.stop()
        self.post_message(sheet_messages.NewAsked(self.current, event.text.strip()))

    @on(field_messages.EditorWanted)
    def want_editor(self, event: field_messages.EditorWanted) -> None:
        """The text should be edited outside."""
        event.stop()
        self.post_message(sheet_messages.EditorAsked(self.current, event.text))

    @on(field_messages.MoveWanted)
    def move(self, event: field_messages.MoveWanted) -> None:
        """Go to another field; enter goes no further than the last."""
        event.stop()
        if event.is_enter and self.current == list(self.state.entries)[-1]:
            self.leave()
            self.post_message(sheet_messages.EndReached())
        else:
            self._move(event.step)

    @on(field_messages.SectionWanted)
    def move_section(self, event: field_messages.SectionWanted) -> None:
        """Go to the first field of another section."""
        event.stop()
        firsts = self.state.first_of_sections()
        keys = list(self.state.entries)
        here = max(n for n, key in enumerate(firsts) if keys.index(key) <= keys.index(self.current))
        self.go_to(firsts[max(0, min(here + event.step, len(firsts) - 1))])

    @on(field_messages.DayWanted)
    def move_day(self, event: field_messages.DayWanted) -> None:
        """Move a date by days, from today where there is none."""
        event.stop()
        entry = self.state.entries[self.current]
        if entry.spec.kind is Kind.DATE:
            start = self.state.reader.now.date()
            if entry.value is not None:
                start = date.fromisoformat(str(entry.value)) + timedelta(days=event.days)
            self.state.fill(self.current, start.isoformat())
            self.show_current()
            self._tell_change()

    def on_click(self, event: events.Click) -> None:
        """Edit the field under the mouse."""
        if event.widget is self and event.y < self.sheet.height:
            row = self.sheet.at[event.y]
            if row.key:
                self.go_to(row.key)

    # ------------------------------------------------------------------------------------------

    def _tell_change(self) -> None:
        self.draw_anew()
        self.post_message(sheet_messages.FieldChanged(self.current))

    def _move(self, step: int) -> None:
        keys = list(self.state.entries)
        self.go_to(keys[(keys.index(self.current) + step) % len(keys)])

    def _editor(self, entry: Entry) -> LineEditor | LongTextEditor | YesNo:
        match entry.spec.kind:
            case _ if entry.spec.is_multiline:
                return self.long_text_editor
            case Kind.BOOLEAN:
                return self.yes_no
            case _:
                return self.line_editor

    def _place_editor(self) -> None:
        """Bring the editor to the current field, with its text."""
        entry = self.state.entries[self.current]
        editor = self._editor(entry)
        for each in (self.line_editor, self.long_text_editor, self.yes_no):
            each.display = each is editor
        self.place_anew()
        self.refresh(layout=True)
        self.show_current()
        self._move_editor()
        if isinstance(editor, LineEditor):
            kind = entry.spec.kind
            editor.begin(is_choosing=kind in _CHOOSING, makes_new=kind is Kind.LINK)
        else:
            editor.focus(scroll_visible=False)
        self.post_message(sheet_messages.FieldEntered(self.current))

    def _move_editor(self) -> None:
        row = self.sheet.by_key[self.current]
        editor = self._editor(self.state.entries[self.current])
        editor.styles.offset = (self.sheet.x, row.y)
        editor.styles.width = row.box
        editor.styles.height = row.height
        self.call_after_refresh(self._reveal)

    def _reveal(self) -> None:
        row = self.sheet.by_key.get(self.current)
        if row is not None:
            above = 1 if row.y and not self.sheet.at[row.y - 1].key else 0
            region = Region(0, row.y - above, 1, len(row.lines) + above)
            self.post_message(sheet_messages.ViewWanted(region))

    def on_resize(self) -> None:
        """Place everything anew."""
        self.place_anew()
        if self.current:
            self._move_editor()
