"""What comes of a call is chosen from a picklist."""

from __future__ import annotations

from tui_crm.store.db.migrations.operations import add_picklists

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the values that a new store has."""
    add_picklists("call_outcome")
