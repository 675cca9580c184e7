"""How a screen is opened: one function each, which imports it when it is wanted first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui_crm.i18n import t

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from concurrent.futures import Future
    from datetime import datetime

    from textual.screen import Screen

    from tui_crm.features.activities.queries import AgendaItem
    from tui_crm.screens.dialogs.jump import Target
    from tui_crm.screens.list.row_source import FirstPage
    from tui_crm.screens.screen import AvailableAction
    from tui_crm.store.model import RecordType, Value


def record_list(
    record_type: str, view: int | None = None, first: Future[FirstPage] | None = None
) -> Screen[None]:
    """The list of a record type, in a saved view or in its usual one.

    ``first`` is its beginning, which is being read already.
    """
    from tui_crm.screens.list.screen import RecordListScreen

    return RecordListScreen(record_type, view, first)


def pick(
    title: str,
    choices: Sequence[tuple[str, str]],
    current: str | None = None,
    *,
    by_digit: bool = False,
) -> Screen[str | None]:
    """Choose one of ``choices``, each a value and its words; gives the value."""
    from tui_crm.screens.dialogs.choose import Entry, PickerScreen

    entries = [Entry(words, value) for value, words in choices]
    return PickerScreen(title, entries, current, by_digit=by_digit)


def move(item: AgendaItem, now: datetime) -> Screen[str | None]:
    """Ask when an activity is to be instead; gives it as ``moves.reschedule`` takes it."""
    from tui_crm.features.activities.dialogs.reschedule import MoveScreen

    return MoveScreen(item, now)


def prompt(
    title: str, text: str = "", *, hint: str = "", check: Callable[[str], object] | None = None
) -> Screen[str | None]:
    """Ask for a line of text; ``check`` raises what is wrong with it."""
    from tui_crm.screens.dialogs.prompt import PromptScreen

    return PromptScreen(title, text, hint=hint, check=check)


def confirm(
    question: str, yes: str, details: Sequence[str] = (), *, no: str = ""
) -> Screen[bool | None]:
    """Ask before something that is felt; ``yes`` and ``no`` are the words on its buttons."""
    from tui_crm.screens.dialogs.confirm import ConfirmScreen

    return ConfirmScreen(question, yes, details, no=no)


def confirm_discard(*, is_asked_again: bool) -> Screen[bool | None]:
    """Ask before what was typed is thrown away; asked again of the same text, Yes is in focus."""
    from tui_crm.screens.dialogs.confirm import ConfirmScreen

    question, yes, no = (t(f"form.{key}") for key in ("discard_question", "discard", "keep_typing"))
    return ConfirmScreen(question, yes, no=no, is_asked_again=is_asked_again)


def message(title: str, body: Sequence[str]) -> Screen[None]:
    """Say something that must not pass by."""
    from tui_crm.screens.dialogs.confirm import MessageScreen

    return MessageScreen(title, body)


def columns(record_type: RecordType, chosen: Sequence[str]) -> Screen[tuple[str, ...] | None]:
    """Choose the columns of a list and their order."""
    from tui_crm.screens.dialogs.columns import ColumnsScreen

    return ColumnsScreen(record_type, chosen)


def help_page(offers: Sequence[AvailableAction]) -> Screen[AvailableAction | None]:
    """All keys that do something now; gives the one that was chosen."""
    from tui_crm.screens.dialogs.help import HelpScreen

    return HelpScreen(offers)


def jump(targets: Sequence[Target]) -> Screen[Target | None]:
    """Put a letter on each of ``targets``; gives the one whose letter is pressed."""
    from tui_crm.screens.dialogs.jump import JumpScreen

    return JumpScreen(targets)


def themes() -> Screen[str | None]:
    """Choose a theme, seeing it at once."""
    from tui_crm.screens.dialogs.themes import ThemeScreen

    return ThemeScreen()


def today() -> Screen[None]:
    """Today's schedule."""
    from tui_crm.features.activities.today.screen import TodayScreen

    return TodayScreen()


def detail(record_type: str, record_id: int, siblings: Sequence[int] = ()) -> Screen[None]:
    """A record on its own page; ``siblings`` are the ids of the list that it was opened from."""
    from tui_crm.screens.detail.screen import DetailScreen

    return DetailScreen(record_type, record_id, siblings)


def import_wizard(record_type: str) -> Screen[None]:
    """Bring a list in; ``record_type`` is what its rows become where their headers do not tell."""
    from tui_crm.exchange.wizard.screen import ImportScreen

    return ImportScreen(record_type)


def history(record_type: str, record_id: int) -> Screen[None]:
    """What a record went through."""
    from tui_crm.screens.history.screen import HistoryScreen

    return HistoryScreen(record_type, record_id)


def form(
    record_type: str,
    record_id: int | None = None,
    values: Mapping[str, Value] | None = None,
    clone_of: int | None = None,
) -> Screen[int | None]:
    """A form for a new record (with ``values`` in it) or an old one; gives the id when saved."""
    from tui_crm.screens.form.screen import FormScreen

    return FormScreen(record_type, record_id, values or {}, clone_of)


def note(values: Mapping[str, Value]) -> Screen[int | None]:
    """Write a note down; ``values`` are its links."""
    from tui_crm.screens.form.screen import FormScreen

    return FormScreen("notes", values=values, only=("body",))


def attach(values: Mapping[str, Value]) -> Screen[int | None]:
    """Attach a file; ``values`` are the links of the attachment."""
    from tui_crm.screens.detail.attach import AttachScreen

    return AttachScreen(values)


def edit_fields(record_type: str, record_id: int, fields: tuple[str, ...]) -> Screen[int | None]:
    """Change one field of a record, or a few that belong together, over what is shown."""
    from tui_crm.screens.form.cell_edit import CellEditScreen

    return CellEditScreen(record_type, record_id, fields)


def bulk_edit(record_type: str, ids: Sequence[int]) -> Screen[int | None]:
    """One change to many records."""
    from tui_crm.screens.form.bulk_edit import BulkEditScreen

    return BulkEditScreen(record_type, ids)


def convert(lead_ids: Sequence[int]) -> Screen[int | None]:
    """Turn leads into accounts, contacts and deals; gives the number of the batch."""
    if len(lead_ids) == 1:
        from tui_crm.features.leads.convert.screen import ConvertScreen

        return ConvertScreen(lead_ids[0])
    from tui_crm.features.leads.convert.bulk_screen import ConvertManyScreen

    return ConvertManyScreen(lead_ids)


def duplicates(record_type: str) -> Screen[None]:
    """Records of a type that are probably one, group by group."""
    from tui_crm.features.duplicates.screen import DuplicatesScreen

    return DuplicatesScreen(record_type)


def changes() -> Screen[None]:
    """All that was done, newest first."""
    from tui_crm.screens.history.changes_screen import BatchesScreen

    return BatchesScreen()


def one_change(batch_id: int) -> Screen[None]:
    """All that one change did."""
    from tui_crm.screens.history.change_screen import BatchScreen

    return BatchScreen(batch_id)


def merge(record_type: str, record_ids: Sequence[int]) -> Screen[int | None]:
    """Make one record of several; gives the number of the batch."""
    from tui_crm.features.duplicates.merge.screen import MergeScreen

    return MergeScreen(record_type, record_ids)


def log_call(record_type: str, *record_ids: int) -> Screen[int | None]:
    """Write down a call that has just been made, with each of the records."""
    from tui_crm.features.activities.dialogs.log_call import LogCallScreen

    return LogCallScreen(record_type, *record_ids)


def next_step(record_type: str, *record_ids: int) -> Screen[int | None]:
    """Plan what comes next with each of the records."""
    from tui_crm.features.activities.dialogs.next_step import NextStepScreen

    return NextStepScreen(record_type, *record_ids)


def finish(activity_id: int) -> Screen[int | None]:
    """Say that an activity is done: its result, and what comes next."""
    from tui_crm.features.activities.dialogs.finish import FinishScreen

    return FinishScreen(activity_id)


def note_result(activity_id: int) -> Screen[int | None]:
    """Write down what came of an activity, done or not."""
    from tui_crm.features.activities.dialogs.finish import NoteResultScreen

    return NoteResultScreen(activity_id)
