"""The record types: one file each. A new one is a file here, a line below, and a migration."""

from __future__ import annotations

from tui_crm.store.tables.account import Account
from tui_crm.store.tables.activity import Activity
from tui_crm.store.tables.attachment import Attachment
from tui_crm.store.tables.base import About, Record
from tui_crm.store.tables.contact import Contact
from tui_crm.store.tables.deal import Deal
from tui_crm.store.tables.lead import Lead
from tui_crm.store.tables.masters import CustomField, PicklistValue, SavedView
from tui_crm.store.tables.note import Note
from tui_crm.store.tables.user import User

RECORD_TYPES: list[type[Record]] = [
    Lead,
    Account,
    Contact,
    Deal,
    Activity,
    Note,
    Attachment,
    User,
    PicklistValue,
    CustomField,
    SavedView,
]
"""Every record type, in the order of the menu."""

__all__ = ["RECORD_TYPES", "About", "Record"]
