"""A store holds no copy of what the program declares."""

from __future__ import annotations

from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Drop the table that held the copy, and nothing else."""
    op.drop_table("meta")
