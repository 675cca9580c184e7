"""The record types: one file each. A new one is a file here, a line below, and a migration."""

from __future__ import annotations

from sqlalchemy import Index

from tui_crm.features.accounts.model import Account
from tui_crm.features.activities.model import Activity
from tui_crm.features.contacts.model import Contact
from tui_crm.features.deals.model import Deal
from tui_crm.features.duplicates.model import DistinctPair
from tui_crm.features.leads.model import Lead
from tui_crm.features.notes.attachment_model import Attachment
from tui_crm.features.notes.model import Note
from tui_crm.features.team.model import User
from tui_crm.features.team.rule_models import AssignmentRule, WorkRule
from tui_crm.store.own_types import CustomField, PicklistValue, SavedView
from tui_crm.store.record_base import Record

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
    DistinctPair,
    AssignmentRule,
    WorkRule,
]
"""Every record type, in the order of the menu."""


def add_indexes(record_type: type[Record]) -> None:
    """Index the order of a list, and links and outside ids as far as they are filled."""
    table, about = record_type.__table__, record_type.about  # type: ignore[attr-defined]
    order = next((index for index in table.indexes if "sort_key" in index.columns), None)
    order = order or Index(f"{table.name}_order", table.c.sort_key)
    if about.is_menu and about.default_sort == "sort_key":
        # By it the hits of a search are sorted without their rows, which lie ten times as far.
        where = order.dialect_options["sqlite"]["where"]
        Index(f"{table.name}_rank", table.c.id, table.c.sort_key, sqlite_where=where)
    for column in table.columns:
        if column.foreign_keys or column.name == "external_id":
            Index(f"{table.name}_{column.name}", column, sqlite_where=column.is_not(None))


for _record_type in RECORD_TYPES:
    add_indexes(_record_type)

__all__ = ["RECORD_TYPES", "Record", "add_indexes"]
