"""The manifest of notes and attached files."""

from __future__ import annotations

from typing import Final

from tui_crm.manifest import Feature

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
)
