"""Actions on the current record or the marked ones, on lists and detail pages alike."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tui_crm import manifest
from tui_crm.i18n import t
from tui_crm.screens import actions, routes
from tui_crm.screens.screen import CrmScreen
from tui_crm.screens.type_ahead import queued_action

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from textual import events
    from textual.screen import Screen

    from tui_crm.manifest import Action, Need
    from tui_crm.store.bulk import BulkPlan, Refused
    from tui_crm.store.commands import DeletePlan
    from tui_crm.store.model import FieldSpec, RecordType, Value
    from tui_crm.store.records import Record

NAMED: Final = 5
"""So many records are named one by one before they are deleted."""

LEFT_OUT_NAMED: Final = 6
"""So many records that a bulk change leaves out are named one by one."""


class RecordActionScreen(CrmScreen[None]):
    """Base of screens with record actions; ``type_key`` is the type of their records."""

    type_key: str

    @property
    def record_type(self) -> RecordType:
        """The type of the records."""
        return self.store.schema.type(self.type_key)

    def chosen(self) -> list[int]:
        """The ids that actions apply to."""
        return []

    def go_on(self) -> None:
        """Called after an action on one record, to move to the next."""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Which actions are available for these records."""
        declared = actions.named(self.scope, action, parameters)
        if declared is not None and not self._is_for_records(declared):
            return False
        if action == "set_field":
            return parameters[0] in self.record_type
        if action == "set_status":
            return bool(self.record_type.status_field)
        if action == "set_tags":
            return "tags" in self.record_type
        return super().check_action(action, parameters)

    def _is_for_records(self, action: Action) -> bool:
        """Whether an action can be carried out on records of this type, as they are now."""
        if action.types and self.type_key not in action.types:
            return False
        if action.only_if and not getattr(self.record_type, action.only_if):
            return False
        if action.linked_from and not self.store.schema.can_link(action.linked_from, self.type_key):
            return False
        if action.changes and self.is_read_only:
            return False
        return not action.needs or self.has(action.needs)

    def has(self, need: Need) -> bool:
        """Whether what an action ``needs`` is there; by default a record, but no marks."""
        return need == "record"

    @property
    def is_read_only(self) -> bool:
        """Whether the record is read-only."""
        return False

    def explain_key(
        self, event: events.Key, is_meant: Callable[[Action], bool], sentence: str
    ) -> None:
        """Say why a key does nothing now, where it is that of an action which ``is_meant``."""
        keys = self.app.keymap.keys
        wanted = (each for each in actions.in_scope(self.scope) if is_meant(each))
        if any(event.key in keys[each.id] for each in wanted):
            event.stop()
            self.app.say(sentence, "warning")
            self.app.key_queue.drop_answer()

    @property
    def status_field(self) -> FieldSpec:
        """The field that says how far a record is: its status, its stage, its type."""
        return self.record_type.field(self.record_type.status_field)

    def words_for(self, action: Action) -> str:
        """The label of an action; that of the status key is the field it sets."""
        if action.run == "set_status":
            return self.status_field.label(self.type_key).lower()
        return super().words_for(action)

    async def one(self, record_id: int) -> Record:
        """Read a record."""
        from tui_crm.store import commands

        return await self.app.read(commands.read_record, self.store, self.type_key, record_id)

    async def change(self, record: Record, changes: Mapping[str, Value]) -> None:
        """Save fields of a record that was just read."""
        from tui_crm.store import commands

        await self.app.write(
            commands.edit, self.store, record.type, record.id, changes, version=record.version
        )

    @queued_action
    async def action_edit(self) -> None:
        """Edit the record in a form, or several in bulk."""
        ids = self.chosen()
        if len(ids) > 1:
            await self.app.ask(routes.bulk_edit(self.type_key, ids))
        elif ids:
            await self.app.ask(routes.form(self.type_key, ids[0]))

    @queued_action
    async def action_clone(self) -> None:
        """Clone the record in a form."""
        for record_id in self.chosen()[:1]:
            await self.app.ask(routes.form(self.type_key, clone_of=record_id))

    def action_history(self) -> None:
        """Open the history."""
        for record_id in self.chosen()[:1]:
            self.app.push_screen(routes.history(self.type_key, record_id))

    def action_set_status(self) -> None:
        """Set the status field."""
        self.set_field(self.status_field)

    def action_set_field(self, key: str) -> None:
        """Set one field."""
        self.set_field(self.record_type.field(key))

    @queued_action
    async def set_field(self, spec: FieldSpec) -> None:
        """Ask for the value of a field, and set it on the records."""
        from tui_crm.screens.dialogs.ask_value import ask_value
        from tui_crm.store import commands

        ids = self.chosen()
        if not ids:
            return
        for each in manifest.features():
            if spec.key in each.field_dialogs:
                await manifest.load(each.field_dialogs[spec.key])(self, spec, ids)
                return
        record = await self.one(ids[0]) if len(ids) == 1 else None
        seen = await self.app.read(commands.read_versions, self.store, self.type_key, ids)
        answer = await ask_value(self.app, self.record_type, spec, record)
        if answer is None:
            return
        if record is not None:
            await self.change(record, {spec.key: answer.value})
            self.go_on()
            return
        report = await self.app.write(
            commands.set_field, self.store, self.type_key, seen, spec.key, answer.value
        )
        self._say_left_out(report.plan)

    def _say_left_out(self, planned: BulkPlan) -> None:
        """Tell which records a bulk change left out, and why."""
        if words := left_out_sentences(planned):
            self.app.say("\n".join(words), "warning")

    @queued_action
    async def action_set_tags(self) -> None:
        """Edit the tags of a record, or add tags to several."""
        from tui_crm.screens.dialogs.ask_value import ask_value
        from tui_crm.store import commands

        ids = self.chosen()
        spec = self.record_type.field("tags")
        if len(ids) == 1:
            record = await self.one(ids[0])
            answer = await ask_value(self.app, self.record_type, spec, record)
            if answer is not None:
                await self.change(record, {"tags": answer.value})
                self.go_on()
        elif ids:
            title = t("ui.add_tags", n=len(ids))
            typed = await self.app.ask(routes.prompt(title, hint=t("ui.tags_hint")))
            if typed and typed.strip():
                report = await self.app.write(
                    commands.edit_tags, self.store, self.type_key, ids, typed
                )
                self._say_left_out(report.plan)

    @queued_action
    async def action_delete(self) -> None:
        """Delete after confirming all cascades; confirm again if they changed meanwhile."""
        from tui_crm.store import commands

        ids = self.chosen()
        is_done, why = not ids, ""
        while not is_done:
            plan = await self.app.read(commands.plan_delete, self.store, self.type_key, ids)
            if not await self.app.ask(self._confirmation(plan, why)):
                return
            try:
                await self.app.write(commands.delete, self.store, plan)
            except commands.DeletePlanChangedError as error:
                why = str(error)
            else:
                is_done = True
                self.deleted(ids)

    def _confirmation(self, plan: DeletePlan, why: str) -> Screen[bool | None]:
        """The confirmation; ``why`` tells why it is asked again."""
        titles, along = list(plan.titles.values()), plan.also_in_words(self.store.schema)
        types = self.record_type.label(len(titles))
        if len(titles) == 1:
            question, details = t("ui.delete_one", title=titles[0], type=types), []
        else:
            question = t("ui.delete_many", n=len(titles), types=types)
            more = [t("ui.and_more", n=len(titles) - NAMED)] if len(titles) > NAMED else []
            details = [*titles[:NAMED], *more]
        if along:
            parts = [t("ui.count_of", n=count, type=name) for name, count in along]
            details.append(t("ui.goes_along", what=t("ui.comma").join(parts)))
        details = [*filter(None, [why]), *details, t("ui.can_be_undone")]
        return routes.confirm(question, t("ui.delete"), details)

    def deleted(self, ids: Sequence[int]) -> None:
        """Called when records were deleted here."""

    @queued_action
    async def action_copy(self) -> None:
        """Copy the records to the clipboard, one a line."""
        from tui_crm.screens.clipboard import lines_of, put

        ids = self.chosen()
        if ids:
            lines = await self.app.read(lines_of, self.store, self.type_key, ids)
            await put(self.app, "\n".join(lines))
            self.app.say(t("ui.copied", n=len(ids), what=lines[0]))

    @queued_action
    async def action_open_link(self) -> None:
        """Open a mail, phone or web link of the record with the system's handler."""
        from tui_crm.screens.external_links import links_of, open_link

        for record_id in self.chosen()[:1]:
            links = links_of(self.record_type, await self.one(record_id))
            if not links:
                self.app.say(t("ui.no_links"), "warning")
                return
            chosen: str | None = links[0][0]
            if len(links) > 1:
                chosen = await self.app.ask(routes.pick(t("ui.open_what"), links, by_digit=True))
            if chosen:
                await open_link(self.app, chosen)


def left_out_sentences(planned: BulkPlan) -> list[str]:
    """The number of records that a bulk change leaves out, and the first of them with why."""
    refused: Sequence[Refused] = (*planned.moved, *planned.refused)
    if not refused:
        return []
    lines = [t("form.bulk_left_out", n=len(refused))]
    lines += [f"! {each.title}: {each.reason}" for each in refused[:LEFT_OUT_NAMED]]
    more = len(refused) - LEFT_OUT_NAMED
    return [*lines, t("form.bulk_more", n=more)] if more > 0 else lines
