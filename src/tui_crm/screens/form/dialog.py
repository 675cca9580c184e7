"""A short form in a dialog: a few declared fields, one line each, with a draft."""

from __future__ import annotations

import asyncio
import re
from abc import ABC, abstractmethod
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, ClassVar, Final

from textual import on
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Digits, Static

from tui_crm.errors import CrmError, UsageError
from tui_crm.i18n import t
from tui_crm.sanitize import visible, wrapped
from tui_crm.screens import actions
from tui_crm.screens.form.edit_session import EditSession
from tui_crm.screens.form.messages import EndReached, FieldChanged
from tui_crm.screens.form.pane import FormPane
from tui_crm.screens.form.request import FormRequest, OpenedForm
from tui_crm.screens.form.state import FormState
from tui_crm.screens.key_queue import holds_keys
from tui_crm.screens.screen import DIALOG_CSS, CrmModal
from tui_crm.store import drafts
from tui_crm.store.model import RecordType
from tui_crm.store.values import ValueParser

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from textual.app import ComposeResult
    from textual.binding import BindingType

    from tui_crm.screens.form.edit_session import SavedRecord
    from tui_crm.store.db.store import Store
    from tui_crm.store.drafts import KeptDraft
    from tui_crm.store.model import Choice, FieldSpec, Schema
    from tui_crm.store.records import Record

TALL: Final = 28
"""Lines of a terminal in which there is room for a large number."""

_DIALLED: Final = re.compile(r"[\d+() -]{1,22}", re.ASCII)
"""What of telephone numbers can be drawn large."""

READING_LINES: Final = 2
"""Lines in which a dialog says what it understands; what is longer is cut."""


@dataclass(frozen=True, slots=True)
class FormContext:
    """What a short form is about, and what only the store knows of its fields."""

    title: str
    detail: str = ""
    record: Record | None = None
    """The record that it changes; fields with the same key open with its values."""
    examples: Mapping[str, str] = field(default_factory=dict)
    """What stands in blank fields."""
    number: str = ""
    """The telephone number that it is about, which is shown large where there is room."""
    numbered: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """What digits stand for in fields, in words that begin with them."""
    hidden: frozenset[str] = frozenset()
    """Fields that this opening of the form has no use for."""
    picklists: Mapping[str, tuple[Choice, ...]] = field(default_factory=dict)
    """Choices that are known only now."""


class ShortForm(ABC):
    """What a dialog with a few fields must know: the fields, what they mean, what is written."""

    name: str
    """The form among others, in the keys of its drafts."""

    record_type: ClassVar[str]
    """The type of the record that is written."""

    about: tuple[object, ...] = ()
    """What tells this opening of the form from others, so that its draft finds it again."""

    @abstractmethod
    def fields(self, schema: Schema) -> Sequence[FieldSpec]:
        """The fields, from top to bottom, each with its default; a choice is radio buttons."""

    def picklists(self, _schema: Schema) -> Mapping[str, tuple[Choice, ...]]:
        """The choices of fields whose picklist is not one of the store."""
        return {}

    @abstractmethod
    def load(self, store: Store) -> FormContext:
        """Read what the form is about, in a thread. Raises CrmError where that is gone."""

    @abstractmethod
    def follow(self, state: FormState, key: str) -> str:
        """Fill what follows from what was typed, and give what was understood, in words.

        The field ``key`` was changed by hand; none, where it is empty. Raises UsageError where what
        was typed is wrong.
        """

    @abstractmethod
    def save(self, store: Store, state: FormState) -> SavedRecord:
        """Write what was typed, in a thread. Raises CrmError where something is wrong with it."""


class FormDialog(CrmModal[int | None]):
    """Returns the id of what was written; None where it was given up."""

    CSS_PATH = [DIALOG_CSS, "form_dialog.tcss"]
    BINDINGS: ClassVar[list[BindingType]] = [
        *actions.bindings("dialog"),
        *actions.bindings("cell"),
    ]
    AUTO_FOCUS = ""

    state: FormState
    """What stands in the fields, from when they are there."""

    def __init__(self, form: ShortForm) -> None:
        super().__init__()
        self.form = form
        self._loaded: FormContext | None = None
        self._is_read = asyncio.Event()
        self.session = EditSession(self, FormRequest(form.record_type, only=()), form.save)

    def compose(self) -> ComposeResult:
        """Title, fields, what was understood or is wrong, keys."""
        self.state = self._state()
        pane = self.session.begin(OpenedForm(self.session.request, self.state, "", None))
        with Vertical(classes="dialog"):
            yield Static(" ", id="title", classes="dialog-title")
            yield Digits(id="number-large")
            yield Static(id="number", classes="dialog-detail")
            yield Static(id="about", classes="dialog-detail")
            yield pane
            yield Static(id="reading", classes="dialog-hint")
            keys = t(
                "form.short_keys",
                save="enter",
                editor=self.app.key_of("field.editor"),
                cancel=self.app.key_of("dialog.cancel"),
            )
            yield Static(Content(keys), classes="dialog-hint")

    def _state(self) -> FormState:
        form, schema = self.form, self.store.schema
        fields = tuple(form.fields(schema))
        schema = replace(schema, picklists={**schema.picklists, **form.picklists(schema)})
        reader = ValueParser(schema, self.store.local_now(), lambda *_: 0, self.app.config.currency)
        shown = RecordType(key=form.name, fields=fields)
        defaults = {spec.key: spec.default for spec in fields}
        return FormState(schema, shown, reader, {}, defaults, {}, is_compact=True)

    @property
    def pane(self) -> FormPane:
        return self.query_one(FormPane)

    def on_mount(self) -> None:
        """Read what the form is about; what is typed into a line meanwhile need not wait."""
        for part in ("#about", "#number", "#number-large"):
            self.query_one(part).display = False
        self._read()

    @holds_keys("open", but_text=True)
    async def _read(self) -> None:
        try:
            self._loaded = await self.app.read_written(self.form.load, self.store)
            self._fill(self._loaded)
            await self._begin_draft()
            self.pane.sheet.show_current()
            self._follow()
        except CrmError as error:
            self.app.say_error(error)
            self.leave()
        finally:
            self._is_read.set()

    def _fill(self, loaded: FormContext) -> None:
        self.query_one("#title", Static).update(Content(visible(loaded.title)))
        self._show_about()
        self._show_number(loaded.number)
        state = self.state
        self.pane.sheet.take_line()
        state.schema = replace(
            state.schema, picklists={**state.schema.picklists, **loaded.picklists}
        )
        for key in loaded.hidden:
            state.entries.pop(key, None)
        state.order_fields()
        if loaded.record is not None:
            state.base, state.version = dict(loaded.record.values), loaded.record.version
        for key, entry in state.entries.items():
            entry.placeholder = loaded.examples.get(key, "")
            entry.numbered = loaded.numbered.get(key, ())
            if loaded.record is not None and key in loaded.record.values:
                state.open_with(key, loaded.record[key])

    def _show_number(self, number: str) -> None:
        is_large = bool(_DIALLED.fullmatch(number)) and self.size.height >= TALL
        large, line = self.query_one("#number-large", Digits), self.query_one("#number", Static)
        large.display, line.display = is_large, bool(number) and not is_large
        large.update(number if is_large else "")
        line.update(Content.styled(visible(number), "bold $text-accent"))

    def _show_about(self) -> None:
        """Say what the form is about; that the draft cannot be kept, while it cannot."""
        words = self._loaded.detail.strip() if self._loaded is not None else ""
        if failure := self.session.draft_failure:
            words = t("form.draft_failed", why=failure)
        about = self.query_one("#about", Static)
        about.update(Content(visible(words, multiline=True)))
        about.display = bool(words)

    # --- drafts ---------------------------------------------------------------------------------

    async def _begin_draft(self) -> None:
        """Put back what a program that ended left here, and keep what is typed from now on."""
        form = repr((self.store.user, self.form.name, *self.form.about))
        try:
            left = await self.app.read(_left_behind, self.store, form)
        except CrmError as error:
            # The form can be filled in and saved without.
            self.app.say(t("form.draft_failed", why=error), "warning")
            return
        self.session.begin_draft(form, self._show_about)
        if left is not None and not self.state.is_changed:
            await self.session.restore(left)
            self.app.say(t("form.restored"))

    def on_unmount(self) -> None:
        """Keep what was typed in the last second, if the program ends."""
        self.session.keep_draft_at_once()

    # --- what was typed ---------------------------------------------------------------------------

    @on(FieldChanged)
    def follow(self, event: FieldChanged) -> None:
        """Say what is understood now."""
        event.stop()
        self._follow(event.field)

    def _follow(self, key: str = "") -> None:
        try:
            self._say(self.form.follow(self.state, key))
        except UsageError as error:
            self._say(f"! {error}", is_wrong=True)
        self.pane.sheet.draw_anew()

    def _say(self, words: str, *, is_wrong: bool = False) -> None:
        reading = self.query_one("#reading", Static)
        lines = wrapped(words, reading.content_size.width or self.size.width, READING_LINES)
        reading.update(Content("\n".join(lines)))
        reading.set_class(is_wrong, "-problem")

    # --- the way out ------------------------------------------------------------------------------

    @on(EndReached)
    def save_line(self, event: EndReached) -> None:
        """Enter saves, wherever it is pressed."""
        event.stop()
        self.action_save()

    @holds_keys("save", once=True)
    async def action_save(self) -> None:
        """Write it, as soon as what it is about was read."""
        try:
            await self._is_read.wait()
            if self._loaded is None or await self.session.save():
                return
        except CrmError as error:
            self._say(f"! {error}", is_wrong=True)
        else:
            errors = (entry.error for entry in self.state.entries.values())
            if wrong := next(filter(None, errors), ""):
                self._say(f"! {wrong}", is_wrong=True)

    @property
    def is_unsaved(self) -> bool:
        """Whether anything was typed."""
        return self.session.is_unsaved

    async def give_up(self) -> bool:
        """Leave, after a confirmation; True if the form was closed."""
        return await self.session.give_up()


def _left_behind(store: Store, form: str) -> KeptDraft | None:
    with store.reading() as connection:
        return drafts.left_behind(connection, form, store.now())
