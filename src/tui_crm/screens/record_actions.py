"""Actions on the current record or the marked ones, on any screen that shows records."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Protocol

from tui_crm import manifest
from tui_crm.i18n import t
from tui_crm.screens import clipboard, external_links, factories
from tui_crm.screens.dialogs.ask_value import ask_value
from tui_crm.screens.dialogs.confirm import Confirmation, ConfirmScreen
from tui_crm.store import records

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tui_crm.screens.host import CrmHost
    from tui_crm.store.bulk import BulkPlan, Refused
    from tui_crm.store.commands import DeletePlan
    from tui_crm.store.db.store import Store
    from tui_crm.store.model import FieldSpec, RecordType, Value
    from tui_crm.store.records import Record

NAMED: Final = 5
"""So many records are named one by one before they are deleted."""

LEFT_OUT_NAMED: Final = 6
"""So many records that a bulk change leaves out are named one by one."""


class RecordScreen(Protocol):
    """What an action on records asks of the screen that it is carried out on."""

    @property
    def app(self) -> CrmHost:
        """The app."""

    @property
    def store(self) -> Store:
        """The open store."""

    @property
    def record_type(self) -> RecordType:
        """The type of the records."""

    def chosen(self) -> list[int]:
        """The ids that actions apply to: the record under the cursor, or the marked ones."""

    def field_here(self) -> tuple[FieldSpec, str] | None:
        """The field under the cursor and what it says; None where that is on a whole record."""

    def row_here(self) -> tuple[str, int] | None:
        """The type and the id of the record under the cursor; None where that is on a field."""

    def deleted(self, ids: Sequence[int]) -> None:
        """Called when records were deleted here."""


async def open_by_feature(app: CrmHost, record_type: str, record_id: int) -> bool:
    """Open a record as its feature does it, such as a file; False where it has a page alone."""
    ref = manifest.named(lambda feature: feature.record_openers).get(record_type)
    if ref is not None:
        await manifest.load(ref)(app, record_id)
    return ref is not None


async def read(screen: RecordScreen, record_id: int) -> Record:
    app, key = screen.app, screen.record_type.key
    return await app.read_written(records.read_record, screen.store, key, record_id)


async def change(
    screen: RecordScreen,
    record: Record,
    changes: Mapping[str, Value],
    *,
    with_open_work: bool = False,
) -> None:
    """Save fields of a record that was read; a new owner may get its open work too."""
    from tui_crm.store import commands  # late, so that a picker opens at once

    await screen.app.write(
        commands.edit,
        screen.store,
        record.type,
        record.id,
        changes,
        version=record.version,
        with_open_work=with_open_work,
    )


class ChosenRecords:
    """The records that an action is for; ``read`` gives the record where it is one."""

    def __init__(self, screen: RecordScreen) -> None:
        self._screen = screen
        self.ids = screen.chosen()
        self.versions: Mapping[int, int] = {}
        """Of each that is there, once they were read."""

    async def read(self) -> Record | None:
        """Read what it is asked about: the record, or the versions of several."""
        if len(self.ids) == 1:
            record = await read(self._screen, self.ids[0])
            self.versions = {record.id: record.version}
            return record
        self.versions = await self._screen.app.read_written(
            records.read_versions, self._screen.store, self._screen.record_type.key, self.ids
        )
        return None


async def edit(screen: RecordScreen) -> None:
    """Edit the record in a form, or several in bulk."""
    ids = screen.chosen()
    if len(ids) > 1:
        await bulk_edit(screen)
    elif ids:
        await screen.app.ask(factories.form(screen.record_type.key, ids[0]))


async def bulk_edit(screen: RecordScreen) -> None:
    """Make one change to all the records."""
    await screen.app.ask(factories.bulk_edit(screen.record_type.key, screen.chosen()))


async def clone(screen: RecordScreen) -> None:
    """Clone the record in a form."""
    for record_id in screen.chosen()[:1]:
        await screen.app.ask(factories.form(screen.record_type.key, clone_of=record_id))


async def history(screen: RecordScreen) -> None:
    for record_id in screen.chosen()[:1]:
        screen.app.push_screen(factories.history(screen.record_type.key, record_id))


async def set_field(screen: RecordScreen, spec: FieldSpec) -> None:
    """Ask for the value of a field, and set it on the records."""
    app, chosen = screen.app, ChosenRecords(screen)
    if not chosen.ids:
        return
    own_dialog = manifest.named(lambda feature: feature.field_dialogs).get(spec.key)
    if own_dialog is not None:
        await manifest.load(own_dialog)(screen, spec, chosen)
        return
    answer = await ask_value(app, screen.record_type, spec, chosen.read)
    if answer is None:
        return
    if answer.record is not None:
        await change(screen, answer.record, {spec.key: answer.value})
        return
    from tui_crm.store import commands  # late, so that a picker opens at once

    report = await app.write_behind(
        commands.set_field,
        *(screen.store, screen.record_type.key, chosen.versions, spec.key, answer.value),
    )
    say_left_out(app, report.plan)


async def set_tags(screen: RecordScreen, spec: FieldSpec) -> None:
    """Edit the tags of a record, or add tags to several."""
    app, chosen = screen.app, ChosenRecords(screen)
    if len(chosen.ids) == 1:
        answer = await ask_value(app, screen.record_type, spec, chosen.read)
        if answer is not None and answer.record is not None:
            await change(screen, answer.record, {spec.key: answer.value})
    elif chosen.ids:
        title = t("ui.add_tags", n=len(chosen.ids))
        typed = await app.ask(factories.prompt(title, hint=t("ui.tags_hint")))
        if typed and typed.strip():
            from tui_crm.store import commands  # late, so that a picker opens at once

            report = await app.write_behind(
                commands.edit_tags, screen.store, screen.record_type.key, chosen.ids, typed
            )
            say_left_out(app, report.plan)


async def delete(screen: RecordScreen) -> None:
    """Delete after confirming all cascades; confirm again if they changed meanwhile."""
    from tui_crm.store import commands  # late, so that a picker opens at once

    app, store, ids = screen.app, screen.store, screen.chosen()
    plan: DeletePlan | None = None
    is_done, why = not ids, ""

    async def read_plan() -> Confirmation:
        nonlocal plan
        plan = await app.read_written(commands.plan_delete, store, screen.record_type.key, ids)
        return _question(screen, plan, why)

    while not is_done:
        question = ConfirmScreen(t("ui.delete"), t("ui.delete"), read=read_plan)
        if not await app.ask(question) or plan is None:
            return
        try:
            await app.write(commands.delete, store, plan)
        except commands.DeletePlanChangedError as error:
            why = str(error)
        else:
            is_done = True
            screen.deleted(ids)


def _question(screen: RecordScreen, plan: DeletePlan, why: str) -> Confirmation:
    """What is asked before it; ``why`` tells why it is asked again."""
    titles, along = list(plan.titles.values()), plan.also_in_words(screen.store.schema)
    types = screen.record_type.label(len(titles))
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
    return Confirmation(question, details)


async def copy(screen: RecordScreen) -> None:
    """Copy to the clipboard: the field under the cursor, or the records, one a line."""
    app, ids, here = screen.app, screen.chosen(), screen.field_here()
    if here is not None and here[1]:
        await clipboard.put(app, here[1])
        app.say(t("detail.copied", text=here[1]))
    elif ids:
        lines = await app.read(clipboard.lines_of, screen.store, screen.record_type.key, ids)
        await clipboard.put(app, "\n".join(lines))
        app.say(t("ui.copied", n=len(ids), what=lines[0]))


async def open_link(screen: RecordScreen) -> None:
    """Open the file, mail, phone or web link under the cursor, or one of the record's."""
    if (row := screen.row_here()) and await open_by_feature(screen.app, *row):
        return
    here = screen.field_here()
    if here is not None and (link := external_links.link_for(*here)):
        await external_links.open_link(screen.app, link)
        return
    for record_id in screen.chosen()[:1]:
        links = external_links.links_of(screen.record_type, await read(screen, record_id))
        await external_links.open_one(screen.app, links)


def say_left_out(app: CrmHost, planned: BulkPlan) -> None:
    """Tell which records a bulk change left out, and why."""
    if words := left_out_sentences(planned):
        app.say("\n".join(words), "warning")


def left_out_sentences(planned: BulkPlan) -> list[str]:
    """The number of records that a bulk change leaves out, and the first of them with why."""
    refused: Sequence[Refused] = (*planned.moved, *planned.refused)
    if not refused:
        return []
    lines = [t("form.bulk_left_out", n=len(refused))]
    lines += [f"! {each.title}: {each.reason}" for each in refused[:LEFT_OUT_NAMED]]
    more = len(refused) - LEFT_OUT_NAMED
    return [*lines, t("form.bulk_more", n=more)] if more > 0 else lines
