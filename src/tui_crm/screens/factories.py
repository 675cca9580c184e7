"""Lazy factories of screens: one function each, which imports the screen when it is wanted.

Screens of records are named by text, since each of them opens the others.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tui_crm import manifest
from tui_crm.i18n import t

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from concurrent.futures import Future

    from textual.screen import Screen

    from tui_crm.manifest import Ref
    from tui_crm.screens.list.row_source import FirstPage
    from tui_crm.screens.screen import AvailableAction, JumpTarget
    from tui_crm.store.model import RecordType, Value


def make(ref: Ref, *args: object, **named: object) -> Screen[Any]:
    """A screen of the class that ``ref`` names."""
    made: Screen[Any] = manifest.load(ref)(*args, **named)
    return made


def screen(name: str, *args: object) -> Screen[Any]:
    """The screen that a feature hands in under ``name``.

    Raises:
        KeyError: no feature does.
    """
    return make(manifest.named(lambda feature: feature.screens)[name], *args)


def record_list(
    record_type: str, view: int | None = None, first: Future[FirstPage] | None = None
) -> Screen[None]:
    """The list screen of a record type, in a saved view or in the default one.

    ``first`` is its beginning, which is being read already.
    """
    return make("tui_crm.screens.list.screen:ListScreen", record_type, view, first)


def pick(
    title: str,
    choices: Sequence[tuple[str, str]],
    current: str | None = None,
    *,
    by_digit: bool = False,
) -> Screen[str | None]:
    """Choose one of ``choices``, pairs of value and label; returns the value."""
    from tui_crm.screens.dialogs.choose import Entry, PickerScreen

    entries = [Entry(words, value) for value, words in choices]
    return PickerScreen(title, entries, current, by_digit=by_digit)


def prompt(
    title: str, text: str = "", *, hint: str = "", check: Callable[[str], object] | None = None
) -> Screen[str | None]:
    """Prompt for a line of text; ``check`` raises CrmError for an invalid one."""
    from tui_crm.screens.dialogs.prompt import PromptScreen

    return PromptScreen(title, text, hint=hint, check=check)


def confirm(
    question: str, yes: str, details: Sequence[str] = (), *, no: str = ""
) -> Screen[bool | None]:
    """Confirm something destructive; ``yes`` and ``no`` are the labels of the buttons."""
    from tui_crm.screens.dialogs.confirm import ConfirmScreen

    return ConfirmScreen(question, yes, details, no=no)


def confirm_discard() -> Screen[bool | None]:
    """Confirm discarding unsaved input."""
    question, yes, no = (t(f"form.{key}") for key in ("discard_question", "discard", "keep_typing"))
    from tui_crm.screens.dialogs.confirm import ConfirmScreen

    return ConfirmScreen(question, yes, no=no)


def message(title: str, body: Sequence[str]) -> Screen[None]:
    """Show a message that has to be closed."""
    from tui_crm.screens.dialogs.confirm import MessageScreen

    return MessageScreen(title, body)


def columns(record_type: RecordType, chosen: Sequence[str]) -> Screen[tuple[str, ...] | None]:
    """Choose the columns of a list and their order."""
    from tui_crm.screens.dialogs.columns import ColumnsScreen

    return ColumnsScreen(record_type, chosen)


def help_page(offers: Sequence[AvailableAction]) -> Screen[AvailableAction | None]:
    """The help dialog; returns the action that was chosen."""
    from tui_crm.screens.dialogs.help import HelpScreen

    return HelpScreen(offers)


def jump(targets: Sequence[JumpTarget]) -> Screen[JumpTarget | None]:
    """Jump mode over ``targets``; returns the chosen one."""
    from tui_crm.screens.dialogs.jump import JumpScreen

    return JumpScreen(targets)


def themes() -> Screen[str | None]:
    """Choose a theme, with live preview."""
    from tui_crm.screens.dialogs.themes import ThemeScreen

    return ThemeScreen()


def detail(record_type: str, record_id: int, siblings: Sequence[int] = ()) -> Screen[None]:
    """The detail page of a record; ``siblings`` are the ids of the list it was opened from."""
    return make("tui_crm.screens.detail.screen:DetailScreen", record_type, record_id, siblings)


def history(record_type: str, record_id: int) -> Screen[None]:
    """The history of a record."""
    return make("tui_crm.screens.history.screen:HistoryScreen", record_type, record_id)


def form(
    record_type: str,
    record_id: int | None = None,
    values: Mapping[str, Value] | None = None,
    clone_of: int | None = None,
) -> Screen[int | None]:
    """A form for a new record (prefilled with ``values``) or an existing one; returns its id."""
    return make(
        "tui_crm.screens.form.screen:FormScreen", record_type, record_id, values or {}, clone_of
    )


def edit_fields(record_type: str, record_id: int, fields: tuple[str, ...]) -> Screen[int | None]:
    """Inline edit of one field, or of a few that belong together."""
    return make("tui_crm.screens.form.cell_edit:CellEditScreen", record_type, record_id, fields)


def bulk_edit(record_type: str, ids: Sequence[int]) -> Screen[int | None]:
    """Bulk edit of many records."""
    return make("tui_crm.screens.form.bulk_edit:BulkEditScreen", record_type, ids)


def changes() -> Screen[None]:
    """The list of all changes."""
    return make("tui_crm.screens.history.changes_screen:BatchesScreen")


def one_change(batch_id: int) -> Screen[None]:
    """The diff of one change."""
    return make("tui_crm.screens.history.change_screen:BatchScreen", batch_id)
