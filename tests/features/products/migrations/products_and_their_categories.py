"""Products and their categories."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from tui_crm.store.db.migrations.head import HEAD
from tui_crm.store.db.migrations.operations import add_picklists, create_record_type, link

revision = f"{HEAD + 1:04}"
down_revision = f"{HEAD:04}"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Carry a store from the version before to this one."""
    create_record_type(
        op,
        "product_categories",
        sa.Column("name", sa.Text()),
    )
    create_record_type(
        op,
        "products",
        sa.Column("name", sa.Text()),
        sa.Column("code", sa.Text()),
        link("category", "product_categories"),
        sa.Column("price", sa.BigInteger()),
        sa.Column("currency", sa.Text()),
        sa.Column("status", sa.Text()),
        link("owner", "users"),
        sa.Column("tags", sa.Text()),
        sa.Column("description", sa.Text()),
        is_ranked=True,
    )
    add_picklists("product_status")
