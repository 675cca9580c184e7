"""The body of a form: its fields, autocomplete, suggested values and possible duplicates."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING, ClassVar, Final

from textual import getters, on, work
from textual.containers import VerticalScroll
from textual.widget import Widget
from textual.worker import WorkerCancelled, WorkerFailed

from tui_crm.screens import external_editor, factories
from tui_crm.screens.form import lookups, messages
from tui_crm.screens.form.matches import MatchList
from tui_crm.screens.form.sheet import FormSheet
from tui_crm.screens.host import CrmHost
from tui_crm.screens.key_queue import holds_keys
from tui_crm.store import related
from tui_crm.store.model import Kind

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.worker import Worker

    from tui_crm.screens.form.lookups import Filled
    from tui_crm.screens.form.request import FormRequest
    from tui_crm.screens.form.state import FormState
    from tui_crm.store.model import FieldSpec, Value


DEBOUNCE: Final = 0.06
"""Seconds of silence before what is typed is looked for."""

BESIDE: Final = 150
"""Cells from which possible duplicates stand beside the fields, which keep their two columns."""

DUPLICATES_DEBOUNCE: Final = 0.4
"""Seconds of silence before duplicates are looked for."""


class FormPane(Widget):
    """The fields of a form, and what they ask for."""

    DEFAULT_CSS: ClassVar[str] = """
    FormPane {
        layout: vertical;
        & > VerticalScroll { height: 1fr; scrollbar-size: 1 1; padding: 0 1; }
    }
    """
    app = getters.app(CrmHost)
    sheet = getters.query_one(FormSheet)
    matches = getters.query_one(MatchList)

    def __init__(self, request: FormRequest, state: FormState) -> None:
        super().__init__()
        self.request = request
        self.state = state
        self._filling: set[Worker[None]] = set()

    def compose(self) -> ComposeResult:
        """The fields, and the records that this may be already."""
        with VerticalScroll(can_focus=False):
            yield FormSheet(self.state)
        yield MatchList()

    def on_resize(self) -> None:
        """Put the possible duplicates beside the fields, or below."""
        self.set_class(self.size.width >= BESIDE, "-beside")

    async def complete(self) -> None:
        """Leave the field that is edited, and wait for what follows from those that were left."""
        self.sheet.leave()
        while self._filling:
            with suppress(WorkerFailed, WorkerCancelled):
                await self._filling.pop().wait()
        for key, entry in self.state.entries.items():
            if entry.spec.kind is Kind.LINK and entry.mistake:
                await self._name_link(key)

    # --- what the fields ask for ----------------------------------------------------------------

    @on(messages.OptionsWanted)
    def find_options(self, event: messages.OptionsWanted) -> None:
        """Read the autocomplete options of a link or a tag field."""
        event.stop()
        self._offer(event.field, event.text)

    # Enter and tab take the first of the options, so they wait; what is typed does not.
    @holds_keys("options", exclusive=True, but_text=True)
    async def _offer(self, key: str, text: str) -> None:
        if text:
            await asyncio.sleep(DEBOUNCE)
        spec = self.state.entries[key].spec
        store, own_type = self.app.store, self.request.type
        if spec.kind is Kind.LINK:
            options = await self.app.read(
                lookups.link_options,
                *(store, own_type, spec, text, self.state.values, self.request.record_id),
            )
        else:
            options = await self.app.read(lookups.tag_options, store, own_type, spec, text)
        self.sheet.offer(key, text, options)

    @on(messages.NewRecordWanted)
    def make_new(self, event: messages.NewRecordWanted) -> None:
        """Open a form for a record that a link will name."""
        event.stop()
        self._make_new(event.field, event.text.strip())

    @holds_keys("new", exclusive=True)
    async def _make_new(self, key: str, text: str) -> None:
        spec = self.state.entries[key].spec
        schema = self.state.schema
        target = schema.type(spec.target)
        values = related.shared_links(schema, self.request.type, self.state.values, target.key)
        named: dict[str, Value] = {target.title[0][0]: text} if text else {}
        made = await self.app.ask(factories.form(target.key, values={**values, **named}))
        if made is not None:
            found = await self.app.read(lookups.named, self.app.store, spec, str(made))
            if found is not None:
                self.state.fill(key, *found)
        self.sheet.go_to(key)

    @on(messages.ExternalEditorWanted)
    def edit_outside(self, event: messages.ExternalEditorWanted) -> None:
        """Edit a long text in ``$VISUAL``."""
        event.stop()
        self.state.type_in(self.sheet.current, external_editor.edit_or_say(self.app, event.text))
        self.sheet.show_current()

    # --- what fields say of each other ----------------------------------------------------------

    @on(messages.FieldLeft)
    def look_up(self, event: messages.FieldLeft) -> None:
        """Fill blank fields that follow from the field that was left."""
        event.stop()
        entry = self.state.entries[event.field]
        if entry.spec.kind is Kind.LINK and entry.mistake:
            self.run_worker(self._name_link(event.field), group=f"link {event.field}")
        elif entry.is_changed and entry.value is not None and entry.spec.kind is Kind.TEXT:
            filling = self._fill_from(entry.spec, entry.text)
            self._filling.add(self.run_worker(filling, group=f"fill {event.field}"))

    async def _name_link(self, key: str) -> None:
        entry = self.state.entries[key]
        text = entry.text
        found = await self.app.read(lookups.named, self.app.store, entry.spec, text)
        if found is not None and entry.text == text:
            self.state.fill(key, *found)
            self._show(key)

    async def _fill_from(self, spec: FieldSpec, text: str) -> None:
        found = await self.app.read(
            lookups.fill_from, self.app.store, self.request.type, self.state.values, spec.key
        )
        if self.state.entries[spec.key].text == text:
            for filled in found:
                self._fill(spec.key, filled)

    def _fill(self, source: str, filled: Filled) -> None:
        """Fill a field, unless something was typed into it meanwhile."""
        entry = self.state.entries.get(filled.key)
        if entry is not None and (not entry.text or filled.key == source):
            self.state.fill(filled.key, filled.value, notice=filled.notice)
            self._show(filled.key)

    def _show(self, key: str) -> None:
        if key == self.sheet.current:
            self.sheet.show_current()
        else:
            self.sheet.draw_anew()

    @on(messages.FieldChanged)
    def look_for_duplicates(self) -> None:
        """Look for duplicates of what is being entered."""
        if self.request.only is None:
            self._look_for_duplicates()

    @work(group="duplicates", exclusive=True)
    async def _look_for_duplicates(self) -> None:
        await asyncio.sleep(DUPLICATES_DEBOUNCE)
        found = await self.app.read(
            lookups.duplicates,
            *(self.app.store, self.request.type, self.state.values, self.request.record_id),
        )
        self.matches.show_matches(found)
        self.screen.refresh_bindings()

    @on(MatchList.Done)
    def leave_matches(self, event: MatchList.Done) -> None:
        """Go back to the field that was being edited."""
        event.stop()
        self.sheet.go_to(self.sheet.current)
