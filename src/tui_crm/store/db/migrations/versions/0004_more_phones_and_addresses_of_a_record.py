"""More phones and addresses of a record."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Carry a store from the version before to this one."""
    for table in ("leads", "accounts", "contacts"):
        op.add_column(table, sa.Column("more_emails", sa.Text(), nullable=True))
        op.add_column(table, sa.Column("more_phones", sa.Text(), nullable=True))
