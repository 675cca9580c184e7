"""Bulk edit dialog: one field of many records, with a preview of what the change will do."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Final

from textual import on, work
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from tui_crm.errors import CrmError
from tui_crm.i18n import t
from tui_crm.language.formats import number
from tui_crm.sanitize import visible
from tui_crm.screens import actions, factories
from tui_crm.screens.form.edit_session import EditSession
from tui_crm.screens.form.messages import EndReached, FieldChanged
from tui_crm.screens.form.request import FormRequest
from tui_crm.screens.key_queue import holds_keys
from tui_crm.screens.list.row_source import editable_first_seen
from tui_crm.screens.record_actions import left_out_sentences
from tui_crm.screens.screen import DIALOG_CSS, CrmModal
from tui_crm.store import bulk, records
from tui_crm.store.bulk import EditTags, SetField
from tui_crm.store.model import Kind
from tui_crm.store.values import unpack_tags

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from textual.app import ComposeResult
    from textual.binding import BindingType

    from tui_crm.screens.form.pane import FormPane
    from tui_crm.store.bulk import BulkChange, BulkPlan
    from tui_crm.store.db.store import Store
    from tui_crm.store.model import RecordType

DEBOUNCE: Final = 0.15


@dataclass(frozen=True, slots=True)
class FieldEdit:
    """The edit of one field: its value set, or a tag added or removed."""

    field: str
    how: str = "set"

    def change(self, value: str | float | None) -> BulkChange:
        """The change that a value typed for it means."""
        if self.how == "set":
            return SetField(self.field, value)
        tags = tuple(unpack_tags(value)[:1])
        if self.how == "add":
            return EditTags(self.field, add=tags)
        return EditTags(self.field, remove=tags)


class BulkEditScreen(CrmModal[int | None]):
    """Returns the batch number of the change; None if nothing was changed."""

    CSS_PATH = [DIALOG_CSS, "cell_edit.tcss"]
    BINDINGS: ClassVar[list[BindingType]] = [
        *actions.bindings("dialog"),
        *actions.bindings("cell"),
    ]
    AUTO_FOCUS = ""

    def __init__(self, record_type: str, ids: Sequence[int]) -> None:
        super().__init__()
        self.type_key = record_type
        self._ids = ids
        self._seen: Mapping[int, int] = {}
        self._edit: FieldEdit | None = None
        self.session: EditSession | None = None

    @property
    def record_type(self) -> RecordType:
        return self.store.schema.type(self.type_key)

    @property
    def _title(self) -> str:
        types = self.record_type.label(len(self._ids))
        return t("form.bulk", n=number(len(self._ids)), types=types)

    def compose(self) -> ComposeResult:
        """The title, the value, what will happen, the keys."""
        with Vertical(classes="dialog"):
            yield Static(Content(self._title), id="bulk-title", classes="dialog-title")
            yield Static(id="bulk-preview", classes="dialog-detail")
            hint = t(
                "form.bulk_keys",
                save=self.app.key_of("cell.save"),
                cancel=self.app.key_of("dialog.cancel"),
            )
            yield Static(Content(hint), classes="dialog-hint")

    def on_mount(self) -> None:
        """Ask for the field first, and read the versions of the records meanwhile."""
        self.query_one(Vertical).display = False
        self._begin()

    @holds_keys("ask")
    async def _begin(self) -> None:
        reading = self.app.read_written(records.read_versions, self.store, self.type_key, self._ids)
        seen = asyncio.create_task(reading)
        try:
            await self._ask_field(seen)
        except CrmError as error:
            self.app.say_error(error)
            self.leave()
        finally:
            seen.cancel()
            await asyncio.gather(seen, return_exceptions=True)

    async def _ask_field(self, seen: asyncio.Task[Mapping[int, int]]) -> None:
        title = f"{self._title} · {t('form.bulk_field')}"
        chosen = await self.app.ask(factories.pick(title, self._fields()))
        if chosen is None:
            self.leave()
            return
        self._seen = await seen
        field, _, how = chosen.partition(" ")
        self._edit = FieldEdit(field, how or "set")
        self.session = session = EditSession(self, FormRequest(self.type_key, only=(field,)))
        opened = await session.read()
        opened.state.fill(field, None)
        opened.state.entries[field].initial = None
        self.query_one(Vertical).display = True
        await self.query_one(Vertical).mount(session.begin(opened), before="#bulk-preview")
        self._look()

    def _fields(self) -> list[tuple[str, str]]:
        found = []
        for spec in editable_first_seen(self.record_type):
            label = spec.label(self.type_key)
            if spec.kind is Kind.TAGS:
                ways = ("add", "remove", "set")
                found += [(f"{spec.key} {way}", t(f"form.tags_{way}", field=label)) for way in ways]
            else:
                found.append((spec.key, label))
        return found

    @property
    def _pane(self) -> FormPane | None:
        return self.session.pane if self.session is not None else None

    # --- what it will do --------------------------------------------------------------------------

    @property
    def _change(self) -> BulkChange | None:
        """The change that was entered; None while it cannot be parsed."""
        if self._edit is None or self._pane is None:
            return None
        entry = self._pane.state.entries[self._edit.field]
        if entry.mistake or (entry.value is None and self._edit.how != "set"):
            return None
        return self._edit.change(entry.value)

    @on(FieldChanged)
    def follow(self, event: FieldChanged) -> None:
        """Update the preview."""
        event.stop()
        self._look()

    def _look(self) -> None:
        self._preview()

    @work(group="preview", exclusive=True)
    async def _preview(self) -> None:
        await asyncio.sleep(DEBOUNCE)
        change = self._change
        line = self.query_one("#bulk-preview", Static)
        line.display = change is not None
        if change is None:
            return
        if _empties(change):
            label = self.record_type.field(change.field).label(self.type_key)
            words = t("form.bulk_no_value", field=label, save=self.app.key_of("cell.save"))
            line.update(Content(visible(words)))
            return
        planned = await self.app.read(plan, self.store, self.type_key, self._seen, change)
        line.update(Content(visible("\n".join(plan_sentences(planned)), multiline=True)))

    # --- doing it ---------------------------------------------------------------------------------

    @on(EndReached)
    def save_at_end(self, event: EndReached) -> None:
        """Enter saves a value; clearing the field takes the save key."""
        event.stop()
        change = self._change
        if change is not None and not _empties(change):
            self.action_save()

    @holds_keys("save", once=True)
    async def action_save(self) -> None:
        """Apply the change; confirm before a field is cleared."""
        pane = self._pane
        if pane is None:
            return
        pane.sheet.leave()
        change = self._change
        if change is None or not await self._is_meant(change):
            pane.sheet.go_to(pane.sheet.current)
            return
        note = self.record_type.field(change.field).label(self.type_key)
        report = await self.app.write(
            bulk.apply, self.store, self.type_key, self._seen, change, note
        )
        if words := left_out_sentences(report.plan):
            self.app.say("\n".join(words), "warning")
        self.leave(report.batch)

    async def _is_meant(self, change: BulkChange) -> bool:
        if not _empties(change):
            return True
        label = self.record_type.field(change.field).label(self.type_key)
        question = t("form.bulk_empty", field=label, n=number(len(self._seen)))
        answer = await self.app.ask(factories.confirm(question, t("form.bulk_empty_yes")))
        return answer is True


def _empties(change: BulkChange) -> bool:
    return isinstance(change, SetField) and change.value is None


def plan(store: Store, record_type: str, seen: Mapping[int, int], change: BulkChange) -> BulkPlan:
    """Dry run: which records a change updates, and which it leaves out."""
    with store.reading() as connection:
        return bulk.plan(store.hook_context(connection), record_type, seen, change)


def plan_sentences(planned: BulkPlan) -> list[str]:
    """A plan as sentences: what it changes and what it leaves out."""
    lines = [t("form.bulk_changes", n=len(planned.changes), count=number(len(planned.changes)))]
    if planned.same:
        lines.append(t("form.bulk_same", n=planned.same, count=number(planned.same)))
    return lines + left_out_sentences(planned)
