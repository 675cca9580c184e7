"""The classes of all record types, in the order of the menu."""

from __future__ import annotations

from typing import TYPE_CHECKING

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

if TYPE_CHECKING:
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
