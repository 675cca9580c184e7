"""An all-day entry is a day, or days, and no points in time."""

from __future__ import annotations

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import context, op

from tui_crm.store.db.migrations.head import STALE_KEYS

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_LINKS = (("lead", "leads"), ("account", "accounts"), ("contact", "contacts"), ("deal", "deals"))


def upgrade() -> None:
    """Give activities a last day, and turn the times of all-day entries into local days."""
    op.add_column("activities", sa.Column("end_on", sa.Text(), nullable=True))
    connection = op.get_bind()
    rows = connection.execute(
        sa.text(
            "SELECT id, start_at, end_at FROM activities WHERE all_day = 1 AND start_at IS NOT NULL"
        )
    ).all()
    for record_id, start, end in rows:
        first = _local_day(start)
        last = _local_day(end) if end else first
        connection.execute(
            sa.text(
                "UPDATE activities SET due_on = :first, end_on = :last, start_at = NULL,"
                " end_at = NULL WHERE id = :id"
            ),
            {"id": record_id, "first": first, "last": last if last > first else None},
        )
    if rows:
        for link, table in _LINKS:
            connection.execute(
                sa.text(
                    f"UPDATE {table} SET next_activity_at = (SELECT min(coalesce(a.start_at,"
                    f" a.due_on)) FROM activities a WHERE a.{link} = {table}.id AND a.status ="
                    f" 'planned') WHERE id IN (SELECT {link} FROM activities WHERE all_day = 1)"
                )
            )
    context.config.attributes[STALE_KEYS] = True


def _local_day(moment: str) -> str:
    found = datetime.fromisoformat(moment)
    found = found if found.tzinfo else found.replace(tzinfo=UTC)
    return found.astimezone().date().isoformat()
