"""The hooks of leads: they are exported as contact cards."""

from __future__ import annotations

from typing import Final

from tui_crm.store.journal.hooks import Event, Hook

HOOKS: Final = (
    Hook(Event.EXPORT, "tui_crm.features.contacts.cards:Cards", types=("leads",), name="vcf vcard"),
)
