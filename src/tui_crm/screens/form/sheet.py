"""The fields of a form. One field at a time has an editor; the others are drawn as lines.

A form of fifty fields with a widget each takes most of a second to open; this one takes as long as
a single field.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, ClassVar, Final

from textual import getters, on
from textual.geometry import Region
from textual.widget import Widget
from textual.widgets import Input, TextArea

from tui_crm.i18n import t
from tui_crm.sanitize import visible
from tui_crm.screens import actions
from tui_crm.screens.form import messages
from tui_crm.screens.form.editors import ChoiceEditor, LineEditor, LongTextEditor
from tui_crm.screens.form.lookups import matching_choices
from tui_crm.screens.form.sheet_lines import EDGES, SIGN, SheetLayout, SheetPainter
from tui_crm.store.model import Kind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual import events
    from textual.app import ComposeResult
    from textual.binding import BindingType
    from textual.geometry import Size
    from textual.strip import Strip

    from tui_crm.screens.form.state import FieldState, FormState
    from tui_crm.screens.widgets.option_popup import Option

_WITH_OPTIONS: Final = frozenset({Kind.CHOICE, Kind.LINK, Kind.TAGS})


class FormSheet(Widget):
    """Draws a ``FormState`` and edits it; ``current`` is the field that is being edited.

    What only the store knows, it asks for by messages.
    """

    BINDINGS: ClassVar[list[BindingType]] = actions.bindings("sheet")
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "form-sheet--bar",
        "form-sheet--box",
        "form-sheet--current",
        "form-sheet--edge",
        "form-sheet--error",
        "form-sheet--even",
        "form-sheet--field",
        "form-sheet--help",
        "form-sheet--label",
        "form-sheet--required",
        "form-sheet--result",
        "form-sheet--section",
        "form-sheet--sign",
        "form-sheet--warning",
    }
    DEFAULT_CSS = """
    FormSheet {
        height: auto;
        layout: vertical;
        & > LineEditor, & > LongTextEditor, & > ChoiceEditor { position: absolute; display: none; }
        & > .form-sheet--bar { color: $accent; }
        & > .form-sheet--box { background: $panel; color: $foreground; }
        & > .form-sheet--current { color: $foreground; text-style: bold; }
        & > .form-sheet--edge { color: $panel-lighten-2; }
        & > .form-sheet--error { color: $text-error; }
        & > .form-sheet--even { background: $panel 60%; color: $foreground; }
        & > .form-sheet--field { background: $primary 30%; color: $foreground; }
        & > .form-sheet--help { color: $text-muted; }
        & > .form-sheet--label { color: $text-muted; }
        & > .form-sheet--required { color: $text-accent; }
        & > .form-sheet--result { color: $text-accent; }
        & > .form-sheet--section { color: $text-primary; text-style: bold; }
        & > .form-sheet--sign { color: $text-muted; }
        & > .form-sheet--warning { color: $text-warning; }
    }
    """

    line_editor = getters.query_one(LineEditor)
    long_text_editor = getters.query_one(LongTextEditor)
    choice_editor = getters.query_one(ChoiceEditor)

    def __init__(self, state: FormState, first: str = "") -> None:
        super().__init__()
        self.state = state
        self.current = first or next(iter(state.keys), "")
        self._placed: SheetLayout | None = None
        self._painter: SheetPainter | None = None

    def compose(self) -> ComposeResult:
        """The editors; one of them is shown."""
        yield LineEditor(is_compact=self.state.is_compact)
        yield LongTextEditor()
        yield ChoiceEditor(is_compact=self.state.is_compact)

    def on_mount(self) -> None:
        """Begin with the first field."""
        if self.current:
            self._place_editor()

    # --- for the form around it -------------------------------------------------------------------

    def go_to(self, key: str) -> None:
        """Edit the field ``key``."""
        if key != self.current:
            self.leave()
            self.current = key
        self._place_editor()

    def leave(self) -> None:
        """Normalise and check the field that is being edited, without going anywhere."""
        if self.current:
            self.state.leave(self.current)
            self.post_message(messages.FieldLeft(self.current))
            self.draw_anew()

    def revert(self, *, again: bool = False) -> None:
        """Undo the edits of the current field, or redo them."""
        if self.current:
            if again:
                self.state.type_again(self.current)
            else:
                self.state.revert(self.current)
            self.show_current()
            self._tell_change()

    def draw_anew(self) -> None:
        """Redraw after the state has changed."""
        before, place = self.sheet_layout.height, self._editor_place()
        self.invalidate_layout()
        is_taller = self.sheet_layout.height != before
        self.refresh(layout=is_taller)
        if self.current and (is_taller or self._editor_place() != place):
            self._move_editor()

    def relabel(self) -> None:
        """Redraw in the current language; what is being typed stays as it is."""
        self.state.order_fields()
        self.state.relabel()
        if self.current not in self.state.keys:
            self.go_to(next(iter(self.state.keys), ""))
        elif self.current:
            entry = self.state.entries[self.current]
            editor = self._editor(entry)
            if isinstance(editor, ChoiceEditor):
                editor.options = self.state.radio_options(entry.spec)
            self.line_editor.line.placeholder = visible(entry.placeholder)
        self.draw_anew()

    def take_line(self) -> None:
        """Take over what stands in the editor, of which the message may still be on its way."""
        entry, line = self.state.entries[self.current], self.line_editor.line
        if line.has_focus and line.value != entry.text:
            self.state.type_in(self.current, line.value)

    def show_current(self) -> None:
        """Put the current field's text into its editor, after it was filled from elsewhere."""
        entry = self.state.entries[self.current]
        editor = self._editor(entry)
        if isinstance(editor, ChoiceEditor):
            editor.options = self.state.radio_options(entry.spec)
            editor.value = entry.value
        else:
            editor.put(entry.text)
        self.line_editor.line.placeholder = visible(entry.placeholder)
        self.draw_anew()

    def offer(self, key: str, text: str, options: Sequence[Option]) -> None:
        """Show options for ``text``, if that is still the text of the field."""
        if key == self.current and text == self.line_editor.line.value:
            is_link = self.state.entries[key].spec.kind is Kind.LINK
            self.line_editor.offer(options, t("ui.no_match") if is_link else "")

    # --- messages of the editors ------------------------------------------------------------------

    @on(Input.Changed)
    @on(TextArea.Changed)
    def take_text(self, event: Input.Changed | TextArea.Changed) -> None:
        """Parse the new text of the current field."""
        event.stop()
        text = event.value if isinstance(event, Input.Changed) else event.text_area.text
        self.state.type_in(self.current, text)
        self._tell_change()

    @on(ChoiceEditor.Changed)
    def take_choice(self, event: ChoiceEditor.Changed) -> None:
        """Set a field of radio buttons."""
        event.stop()
        self.state.fill(self.current, event.value)
        self._tell_change()

    @on(messages.Chosen)
    def take_option(self, event: messages.Chosen) -> None:
        """Set the field to the option that was taken."""
        event.stop()
        entry, option = self.state.entries[self.current], event.option
        if entry.spec.kind is Kind.TAGS:
            self.state.type_in(self.current, str(option.value))
            self.line_editor.put(entry.text, is_whole=False)
        else:
            self.state.fill(self.current, option.value, option.title)
            self.show_current()
        self._tell_change()
        if event.advance and entry.spec.kind is not Kind.TAGS:
            self._move(1)

    @on(messages.OptionsWanted)
    def find_options(self, event: messages.OptionsWanted) -> None:
        """Offer the values of a picklist; options of any other kind are for the form to find."""
        entry = self.state.entries[self.current]
        if entry.spec.kind is Kind.CHOICE:
            event.stop()
            text = "" if event.is_all else event.text
            found = matching_choices(self.state.schema, entry.spec, text, entry.initial)
            self.line_editor.offer(found, t("ui.no_match") if text.strip() else "")

    @on(messages.MoveWanted)
    def move(self, event: messages.MoveWanted) -> None:
        """Go to another field; enter goes no further than the last."""
        event.stop()
        is_last = self.state.is_compact or self.current == self.state.keys[-1]
        if event.is_enter and is_last:
            self.leave()
            self.post_message(messages.EndReached())
        else:
            self._move(event.step)

    def action_revert(self) -> None:
        """Put back what stood in the field when the form was opened."""
        self.revert()

    def action_again(self) -> None:
        """Redo what ``revert`` undid in the field."""
        self.revert(again=True)

    def action_section(self, step: int) -> None:
        """Go to the first field of another section."""
        firsts = self.state.first_of_sections()
        keys = self.state.keys
        here = max(n for n, key in enumerate(firsts) if keys.index(key) <= keys.index(self.current))
        self.go_to(firsts[max(0, min(here + step, len(firsts) - 1))])

    def action_move_day(self, days: int) -> None:
        """Move a date by days, from today where there is none."""
        entry = self.state.entries[self.current]
        if entry.spec.kind is Kind.DATE:
            start = self.state.reader.now.date()
            if entry.value is not None:
                start = date.fromisoformat(str(entry.value)) + timedelta(days=days)
            self.state.fill(self.current, start.isoformat())
            self.show_current()
            self._tell_change()

    def on_click(self, event: events.Click) -> None:
        """Edit the field under the mouse; its sign opens the list of a field that has one."""
        row = self.sheet_layout.row_at(event.x, event.y) if event.widget is self else None
        if row is None or not row.key:
            return
        self.go_to(row.key)
        kind = self.state.entries[row.key].spec.kind
        if row.sign and kind in _WITH_OPTIONS and event.x >= row.x + row.box - EDGES - SIGN // 2:
            self.post_message(messages.OptionsWanted(row.key, "", is_all=True))

    # --- the editor of the current field ----------------------------------------------------------

    def _tell_change(self) -> None:
        self.draw_anew()
        self.post_message(messages.FieldChanged(self.current))

    def _move(self, step: int) -> None:
        keys = self.state.keys
        self.go_to(keys[(keys.index(self.current) + step) % len(keys)])

    def _editor(self, entry: FieldState) -> LineEditor | LongTextEditor | ChoiceEditor:
        if self.state.is_long(entry.spec):
            return self.long_text_editor
        if self.state.radio_options(entry.spec):
            return self.choice_editor
        return self.line_editor

    def _place_editor(self) -> None:
        """Place the right editor on the current field."""
        entry = self.state.entries[self.current]
        editor = self._editor(entry)
        for each in (self.line_editor, self.long_text_editor, self.choice_editor):
            each.display = each is editor
        self.invalidate_layout()
        self.refresh(layout=True)
        self.show_current()
        self._move_editor()
        if isinstance(editor, LineEditor):
            kind, editor.field = entry.spec.kind, self.current
            editor.begin(is_choosing=kind in _WITH_OPTIONS, makes_new=kind is Kind.LINK)
        else:
            editor.focus(scroll_visible=False)

    def _editor_place(self) -> Region:
        row = self.sheet_layout.by_key.get(self.current)
        return Region(row.x + 1, row.y, row.room, row.height) if row else Region()

    def _move_editor(self) -> None:
        place = self._editor_place()
        editor = self._editor(self.state.entries[self.current])
        editor.styles.offset = place.offset
        editor.styles.width = place.width
        editor.styles.height = place.height
        self.call_after_refresh(self._reveal)

    def _reveal(self) -> None:
        row = self.sheet_layout.by_key.get(self.current)
        if row is not None:
            before = self.sheet_layout.row_at(row.x, row.y - 1) if row.y else None
            above = 1 if before is not None and not before.key else 0
            region = Region(0, row.y - above, 1, len(row.lines) + above)
            if isinstance(self.parent, Widget):
                self.parent.scroll_to_region(region, animate=False)

    def on_resize(self) -> None:
        """Lay out in the new width."""
        self.invalidate_layout()
        if self.current:
            self._move_editor()

    # --- layout and drawing -----------------------------------------------------------------------

    @property
    def sheet_layout(self) -> SheetLayout:
        """The layout at the current width."""
        return self._place(self.size.width or 80)

    def _place(self, cells: int) -> SheetLayout:
        if self._placed is None or self._placed.cells != cells:
            self._placed = SheetLayout(self.state, cells, self.current)
            self._painter = None
        return self._placed

    def invalidate_layout(self) -> None:
        """Lay the fields out again before the next line is drawn."""
        self._placed = None

    def get_content_height(self, _container: Size, _viewport: Size, width: int) -> int:
        """The number of lines of the layout."""
        return self._place(width).height

    def notify_style_update(self) -> None:
        """Drop the styles of the old theme."""
        super().notify_style_update()
        self._painter = None

    def render_line(self, y: int) -> Strip:
        """Line ``y``: a part of a field, of a heading, or nothing."""
        layout = self.sheet_layout
        if self._painter is None:
            styles = {name: self.get_component_rich_style(name) for name in self.COMPONENT_CLASSES}
            self._painter = SheetPainter(self.state, self.current, layout, self.rich_style, styles)
        return self._painter.line(y)
