"""The form that a note is written down in, or read again, where it belongs to a record."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui_crm.screens.form.screen import FormScreen

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tui_crm.screens.host import CrmHost
    from tui_crm.store.model import Value


def note_form(values: Mapping[str, Value]) -> FormScreen:
    """A form with nothing but the text; ``values`` are the links of the note."""
    return FormScreen("notes", values=values, only=("body",))


async def open_note(app: CrmHost, note_id: int) -> None:
    """Show a note in that form, to be read or changed."""
    await app.ask(FormScreen("notes", note_id, only=("body",)))
