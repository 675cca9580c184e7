"""What the program is about: one folder for each subject, with a manifest in its ``feature.py``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tui_crm.cli.feature import FEATURE as CLI
from tui_crm.exchange.feature import FEATURE as EXCHANGE
from tui_crm.features.accounts.feature import FEATURE as ACCOUNTS
from tui_crm.features.activities.feature import FEATURE as ACTIVITIES
from tui_crm.features.contacts.feature import FEATURE as CONTACTS
from tui_crm.features.deals.feature import FEATURE as DEALS
from tui_crm.features.demo.feature import FEATURE as DEMO
from tui_crm.features.duplicates.feature import FEATURE as DUPLICATES
from tui_crm.features.leads.feature import FEATURE as LEADS
from tui_crm.features.notes.feature import FEATURE as NOTES
from tui_crm.features.team.feature import FEATURE as TEAM
from tui_crm.screens.feature import FEATURE as SCREENS

if TYPE_CHECKING:
    from tui_crm.manifest import Feature

FEATURES: Final[tuple[Feature, ...]] = (
    DEMO,
    SCREENS,
    EXCHANGE,
    CLI,
    LEADS,
    ACCOUNTS,
    CONTACTS,
    DEALS,
    ACTIVITIES,
    NOTES,
    TEAM,
    DUPLICATES,
)
"""All that the program is made of, in the order of the help."""
