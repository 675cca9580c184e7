"""The hooks of contacts: they and their accounts are exported as contact cards."""

from __future__ import annotations

from typing import Final

from tui_crm.store.journal.hooks import Event, Hook

HOOKS: Final = (
    Hook(
        Event.EXPORT,
        "tui_crm.features.contacts.cards:Cards",
        types=("contacts", "accounts"),
        name="vcf vcard",
    ),
)
