"""Names without their space, both spellings of letters and both forms of numbers are found."""

from __future__ import annotations

from alembic import context

from tui_crm.store.db.migrations.head import STALE_KEYS

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Have sort, search and match keys, and both indexes, computed anew."""
    context.config.attributes[STALE_KEYS] = True
