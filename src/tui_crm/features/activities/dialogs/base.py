"""What the small forms about activities share: labelled lines, what was understood, one way out."""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Input, Static

from tui_crm.errors import CrmError, UsageError
from tui_crm.features.activities.describe import when_words
from tui_crm.i18n import t
from tui_crm.sanitize import visible
from tui_crm.screens import actions, routes
from tui_crm.screens.form.draft_keeper import SECONDS, DraftKeeper
from tui_crm.screens.screen import DIALOG_CSS, CrmModal
from tui_crm.screens.widgets.choice_line import ChoiceLine
from tui_crm.screens.widgets.text_input import TextInput
from tui_crm.store import drafts
from tui_crm.store.drafts import FormDraft

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from textual import events
    from textual.app import ComposeResult
    from textual.binding import BindingType
    from textual.widget import Widget

    from tui_crm.features.activities.next_step_line import Step
    from tui_crm.features.activities.plans import Written
    from tui_crm.store.db.store import Store
    from tui_crm.store.drafts import KeptDraft
    from tui_crm.store.model import Choice


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the form; with ``choices`` (value and words) one of these, else text."""

    name: str
    placeholder: str = ""
    choices: Sequence[tuple[str, str]] = ()


class LineInput(TextInput):
    """A line of text that takes all of what is pasted; line breaks show as signs."""

    BINDINGS: ClassVar[list[BindingType]] = actions.bindings("activity_line")

    def _on_paste(self, event: events.Paste) -> None:
        event.prevent_default()
        event.stop()
        pasted = event.text.replace("\r\n", "\n").replace("\r", "\n").strip("\n")
        self.replace(pasted, *self.selection)


class ActivityDialog(CrmModal[int | None]):
    """Gives the id of what was written, None where it was given up."""

    scope: ClassVar[str] = "activity"
    CSS_PATH = [DIALOG_CSS, "activity_dialog.tcss"]
    BINDINGS: ClassVar[list[BindingType]] = [
        *actions.bindings("dialog"),
        *actions.bindings("activity"),
    ]
    AUTO_FOCUS = "LineInput"

    def __init__(self) -> None:
        super().__init__()
        self._opened_with: dict[str, str] = {}
        self._text: dict[str, str] = {}
        self._kept: dict[str, str] | None = None
        """What had been typed when it was not thrown away."""
        self._keeper: DraftKeeper | None = None
        self._is_saving = False

    @abstractmethod
    def lines(self) -> Sequence[Line]:
        """The lines, from top to bottom."""

    @abstractmethod
    async def prepare(self) -> None:
        """Read what the form is about, and say it. Raises CrmError where that is gone."""

    @abstractmethod
    def about(self) -> tuple[object, ...]:
        """What tells this form from others, so that its draft finds it again."""

    @abstractmethod
    def reading(self) -> str:
        """What was understood of what has been typed, in words; blank while nothing was."""

    @abstractmethod
    async def write(self) -> Written:
        """Write what was typed. Raises CrmError where something is wrong with it."""

    # --- drawing --------------------------------------------------------------------------------

    def compose(self) -> ComposeResult:
        """Title, lines, what was understood, what is wrong, keys."""
        with Vertical(classes="dialog activity"):
            yield Static(id="title", classes="dialog-title")
            yield Static(id="about", classes="dialog-detail")
            with VerticalScroll(can_focus=False):
                for line in self.lines():
                    with Horizontal(classes="line"):
                        yield Static(Content(t(f"activity.{line.name}")), classes="label")
                        yield self._editor(line)
            yield Static(id="reading", classes="dialog-hint")
            yield Static(id="problem", classes="dialog-hint -problem")
            yield Static(Content(self._keys()), classes="dialog-hint")

    def _editor(self, line: Line) -> Widget:
        if line.choices:
            return ChoiceLine(line.choices, id=line.name)
        return LineInput(
            id=line.name, placeholder=visible(line.placeholder), compact=True, select_on_focus=False
        )

    def _keys(self) -> str:
        return t(
            "activity.keys",
            save="enter",
            editor=self.app.key_of("activity.editor"),
            cancel=self.app.key_of("dialog.cancel"),
        )

    def on_mount(self) -> None:
        """Read what the form is about."""
        self.hold_keys(self._prepare(), "open")

    async def _prepare(self) -> None:
        try:
            await self.prepare()
        except CrmError as error:
            self.app.say_error(error)
            self.leave()
            return
        self._opened_with = self._text = dict(self._typed())
        await self._begin_draft()
        self.show_reading()

    # --- drafts ---------------------------------------------------------------------------------

    async def _begin_draft(self) -> None:
        """Put back what a program that ended left here, and keep what is typed from now on."""
        form = repr((self.store.user, type(self).__name__, *self.about()))
        left = await self.app.read(_left_behind, self.store, form)
        self._keeper = DraftKeeper(self.app, form)
        if left is not None:
            for line in self.query(LineInput):
                line.value = left.draft.texts.get(str(line.id), line.value)
            self._text = dict(self._typed())
            await self._keeper.keep(self._draft())
            await self._keeper.forget(left.key)
            self.app.say(t("activity.restored"))
        self.set_interval(SECONDS, self._keep_draft)

    def _draft(self) -> FormDraft | None:
        is_changed = self._text != self._opened_with
        return FormDraft(self._text, {}) if is_changed else None

    def _keep_draft(self) -> None:
        if self._keeper is not None:
            self.run_worker(self._keeper.keep(self._draft()), group="draft")

    def on_unmount(self) -> None:
        """Keep what was typed in the last second, if the program ends."""
        if self._keeper is not None:
            self._keeper.keep_at_once(self._draft())

    async def _leave(self, result: int | None = None) -> None:
        if self._keeper is not None:
            await self._keeper.end()
        self.leave(result)

    def say_title(self, title: str, about: str = "") -> None:
        """Show what the form is about."""
        self.query_one("#title", Static).update(Content(visible(title)))
        self.query_one("#about", Static).update(Content(visible(about.strip())))
        self.query_one("#about").display = bool(about.strip())

    def show_reading(self) -> None:
        """Show what was understood."""
        try:
            words, is_wrong = self.reading(), False
        except UsageError as error:
            words, is_wrong = f"! {error}", True
        reading = self.query_one("#reading", Static)
        reading.update(Content(visible(words)))
        reading.set_class(is_wrong, "-problem")
        self.query_one("#problem", Static).update("")

    # --- what was typed ---------------------------------------------------------------------------

    @property
    def now(self) -> datetime:
        """Local time."""
        return self.store.local_now()

    @property
    def kinds(self) -> tuple[Choice, ...]:
        """The kinds of activities."""
        return tuple(self.store.schema.choices("activity_kind"))

    def text(self, name: str) -> str:
        """What was typed on a line."""
        return self.query_one(f"#{name}", LineInput).value

    def put(self, name: str, text: str, placeholder: str = "") -> None:
        """Fill a line in, before anything is typed."""
        line = self.query_one(f"#{name}", LineInput)
        line.value = text
        line.placeholder = visible(placeholder) or line.placeholder

    def kind_words(self, kind: str) -> str:
        """What a person calls a kind."""
        return next((choice.label() for choice in self.kinds if choice.key == kind), kind)

    def step_words(self, step: Step) -> str:
        """A step that was understood, said back."""
        when = when_words(step.when, self.now)
        kind = self.kind_words(step.kind)
        return t("activity.reading", kind=kind, when=when, subject=step.subject)

    def _typed(self) -> Iterator[tuple[str, str]]:
        for line in self.query(LineInput):
            yield str(line.id), line.value

    @on(Input.Changed)
    def follow(self, event: Input.Changed) -> None:
        """Say what is understood now."""
        event.stop()
        self._text = dict(self._typed())
        self.show_reading()

    @on(Input.Submitted)
    def save_line(self, event: Input.Submitted) -> None:
        """Enter saves, wherever it is pressed."""
        event.stop()
        self.action_save()

    def action_open_editor(self) -> None:
        """Write a long text in the person's own editor."""
        from tui_crm.screens.external_editor import edit_or_say

        if isinstance(self.focused, LineInput):
            self.focused.value = edit_or_say(self.app, self.focused.value)

    # --- the way out ------------------------------------------------------------------------------

    def action_save(self) -> None:
        """Write it, once."""
        if not self._is_saving:
            self._is_saving = True
            self.hold_keys(self._save(), "save")

    async def _save(self) -> None:
        try:
            written = await self.write()
        except CrmError as error:
            self.query_one("#reading", Static).update("")
            self.query_one("#problem", Static).update(Content(f"! {visible(str(error))}"))
            self._is_saving = False
        else:
            await self._leave(written.id)

    def action_cancel(self) -> None:
        """Leave; ask first if anything was typed."""
        if not self._is_saving:
            self.hold_keys(self._cancel(), "cancel", exclusive=True)

    async def _cancel(self) -> None:
        typed = dict(self._typed())
        if typed != self._opened_with:
            question = routes.confirm_discard(is_asked_again=typed == self._kept)
            if not await self.app.ask(question):
                self._kept = typed
                return
        await self._leave()


def _left_behind(store: Store, form: str) -> KeptDraft | None:
    with store.reading() as connection:
        return drafts.left_behind(connection, form, store.now())
