"""The manifest of notes and attached files."""

from __future__ import annotations

from typing import Final

from tui_crm.manifest import Feature, Verb

FEATURE: Final = Feature(
    name="notes",
    types=(
        "tui_crm.features.notes.model:Note",
        "tui_crm.features.notes.attachment_model:Attachment",
    ),
    add_dialogs={
        "notes": "tui_crm.features.notes.note_dialog:note_form",
        "attachments": "tui_crm.features.notes.attach_dialog:AttachScreen",
    },
    timeline=("tui_crm.features.notes.timeline:notes", "tui_crm.features.notes.timeline:files"),
    record_openers={
        "notes": "tui_crm.features.notes.note_dialog:open_note",
        "attachments": "tui_crm.features.notes.open_file:open_file",
    },
    row_decorators=("tui_crm.features.notes.file_rows:kind_and_size",),
    verbs=(Verb("files", "tui_crm.features.notes.verbs:write_files", after="show"),),
)
