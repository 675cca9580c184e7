"""Actions of a list: add a record, edit a cell, mark all, sort, choose views and columns."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from tui_crm.i18n import t
from tui_crm.screens import factories, record_actions
from tui_crm.screens.dialogs.ask_value import ask_value
from tui_crm.screens.dialogs.choose import Entry, PickerEntries, PickerScreen
from tui_crm.screens.list import row_source
from tui_crm.store import commands, views
from tui_crm.store.model import Kind

if TYPE_CHECKING:
    from tui_crm.screens.list.row_source import ListState
    from tui_crm.screens.list.screen import ListScreen
    from tui_crm.store.db.store import Store
    from tui_crm.store.model import RecordType
    from tui_crm.store.views import View

SAVE = "save"
FORGET = "forget"
OPEN_WITH = "open_with"


async def add(screen: ListScreen) -> None:
    """Add a record in a form, and go to it where the list has it."""
    added = await screen.app.ask(factories.form(screen.type_key))
    if added is not None:
        await screen.go_to(added)


async def edit_cell(screen: ListScreen) -> None:
    """Change the field under the cursor, where it stands."""
    record_id, column = screen.table.cursor_id, screen.table.cursor_cell
    if record_id is None:
        return
    keys = _editable(screen.record_type, column.key) if column else ()
    if not keys:
        chosen = await _ask_field(screen)
        keys = (chosen,) if chosen else ()
    spec = screen.record_type.field(keys[0]) if keys else None
    if spec is not None and spec.kind is Kind.CHOICE:
        read = partial(record_actions.read, screen, record_id)
        answer = await ask_value(screen.app, screen.record_type, spec, read)
        if answer is not None and answer.record is not None:
            await record_actions.change(screen, answer.record, {spec.key: answer.value})
    elif spec is not None:
        await screen.app.ask(factories.edit_fields(screen.type_key, record_id, keys))


def _editable(declared: RecordType, key: str) -> tuple[str, ...]:
    """The fields that are edited in the column ``key``: for a name, its parts."""
    if key == "title":
        return (*declared.title[0], *declared.kana)
    return () if declared.field(key).readonly else (key,)


async def _ask_field(screen: ListScreen) -> str | None:
    specs = row_source.editable_first_seen(screen.record_type)
    entries = [(spec.key, spec.label(screen.type_key)) for spec in specs]
    return await screen.app.ask(factories.pick(t("ui.which_field"), entries))


async def mark_all(screen: ListScreen) -> None:
    """Mark every record of the list, or none where all are."""
    missing = set(await screen.all_ids()) - screen.table.marks
    if missing:
        screen.table.mark(missing)
    else:
        screen.table.action_clear_marks()


async def sort(screen: ListScreen) -> None:
    """Choose the sort field; the current one reverses the order."""
    state, declared = screen.state, screen.record_type
    if state is None:
        return
    now, _ = state.sorted_by(declared)
    shown = [declared.field(key) for key in state.columns]
    specs = shown + [spec for spec in declared.fields if spec not in shown]
    entries = [
        (spec.key, spec.label(declared.key))
        for spec in specs
        if spec.kind is not Kind.TAGS and not spec.is_multiline
    ]
    key = await screen.app.ask(factories.pick(t("ui.sort_by"), entries, now))
    if key and screen.state is not None:
        screen.show_state(screen.state.with_sort_toggled(declared, key))


async def choose_view(screen: ListScreen) -> None:
    """Choose, save or delete a view."""
    app, store, key, state = screen.app, screen.store, screen.type_key, screen.state
    if state is None:
        return
    known = list(views.own_views(screen.record_type))

    async def begin() -> PickerEntries:
        known.extend(await app.read_written(saved_views, store, key))
        entries = [Entry(view.label(key), str(n)) for n, view in enumerate(known)]
        entries.append(Entry(t("ui.view_save"), SAVE))
        if state.view.id is not None:
            entries.append(Entry(t("ui.view_open_with"), OPEN_WITH))
            entries.append(Entry(t("ui.view_forget"), FORGET))
        return PickerEntries(entries, str(known.index(state.view)) if state.view in known else None)

    chosen = await app.ask(PickerScreen(t("ui.views"), read=begin))
    if chosen == SAVE:
        await _save_view(screen, state)
    elif chosen == OPEN_WITH:
        await app.write(commands.set_default_view, store, key, state.view)
    elif chosen == FORGET:
        await app.write(commands.delete_view, store, state.view)
        screen.show_view(known[0])
    elif chosen is not None:
        screen.show_view(known[int(chosen)])


def saved_views(store: Store, record_type: str) -> list[View]:
    """The views that people saved for a record type."""
    with store.reading() as connection:
        return views.saved_views(store, connection, record_type)


async def _save_view(screen: ListScreen, state: ListState) -> None:
    hint = t("ui.view_without_search") if state.search else ""
    name = await screen.app.ask(factories.prompt(t("ui.view_name"), state.view.name, hint=hint))
    if not name or not name.strip():
        return
    if problem := await screen.app.read(row_source.view_problem, screen.store, state):
        screen.app.say(problem, "error")
        return
    view = views.View("saved", state.where, state.sort, state.columns, name.strip())
    saved = await screen.app.write(commands.save_view, screen.store, screen.type_key, view)
    screen.view_saved(replace(state, view=replace(view, id=saved.id)))


async def choose_columns(screen: ListScreen) -> None:
    if screen.state is None:
        return
    keys = await screen.app.ask(factories.columns(screen.record_type, screen.state.columns))
    if keys and screen.state is not None:
        screen.show_state(replace(screen.state, columns=keys), keep_cursor=True)
