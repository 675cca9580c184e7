"""The record types: one file each. A new one is a file here, a line below, and a migration."""

from __future__ import annotations

from sqlalchemy import Index

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


def _add_indexes() -> None:
    """Index the order of every list, and links and outside ids as far as they are filled."""
    for table in (record_type.__table__ for record_type in RECORD_TYPES):  # type: ignore[attr-defined]
        if not any("sort_key" in index.columns for index in table.indexes):
            Index(f"{table.name}_order", table.c.sort_key)
        for column in table.columns:
            if column.foreign_keys or column.name == "external_id":
                Index(f"{table.name}_{column.name}", column, sqlite_where=column.is_not(None))


_add_indexes()

__all__ = ["RECORD_TYPES", "About", "Record"]
