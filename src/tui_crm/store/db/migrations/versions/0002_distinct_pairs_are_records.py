"""Distinct pairs are records; a redirect keeps the number in another program."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Carry a store from the version before to this one."""
    op.rename_table("distinct_pairs", "distinct_pairs_before")
    op.create_table(
        "distinct_pairs",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("sort_key", sa.Text(), nullable=False),
        sa.Column("search_key", sa.Text(), nullable=False),
        sa.Column("external_id", sa.Text(), nullable=True),
        sa.Column("created_at", sa.Text(), nullable=False),
        sa.Column("created_by", sa.BigInteger(), nullable=True),
        sa.Column("updated_at", sa.Text(), nullable=False),
        sa.Column("updated_by", sa.BigInteger(), nullable=True),
        sa.Column("record_type", sa.Text(), nullable=True),
        sa.Column("low_id", sa.BigInteger(), nullable=True),
        sa.Column("high_id", sa.BigInteger(), nullable=True),
        sa.Column("names", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(
        "distinct_pairs_external_id",
        "distinct_pairs",
        ["external_id"],
        sqlite_where=sa.text("external_id IS NOT NULL"),
    )
    op.create_index("distinct_pairs_of", "distinct_pairs", ["record_type", "low_id", "high_id"])
    op.create_index("distinct_pairs_order", "distinct_pairs", ["sort_key"])
    now = "strftime('%Y-%m-%dT%H:%M:%SZ', 'now')"
    op.execute(
        "INSERT INTO distinct_pairs (version, title, sort_key, search_key, created_at, updated_at,"
        f" record_type, low_id, high_id) SELECT 1, record_type, record_type, '', {now}, {now},"
        " record_type, low_id, high_id FROM distinct_pairs_before"
    )
    op.drop_table("distinct_pairs_before")
    op.execute(
        "INSERT INTO counters (record_type, next_id)"
        " SELECT 'distinct_pairs', last + 1 FROM (SELECT max(id) AS last FROM distinct_pairs)"
        " WHERE last IS NOT NULL"  # SQLite before 3.39 wants a GROUP BY for a HAVING
    )
    op.execute(
        "CREATE VIRTUAL TABLE distinct_pairs_search USING fts5(pairs, content='', tokenize='ascii')"
    )
    op.execute("INSERT INTO distinct_pairs_search (rowid, pairs) SELECT id, '' FROM distinct_pairs")

    op.add_column("redirects", sa.Column("external_id", sa.Text(), nullable=True))
    op.create_index(
        "redirects_external_id",
        "redirects",
        ["record_type", "external_id"],
        sqlite_where=sa.text("external_id IS NOT NULL"),
    )
    op.execute(
        "UPDATE redirects SET external_id = ("
        "SELECT json_extract(image.value, '$.external_id')"
        " FROM changes c, json_each(c.before) image"
        " WHERE c.batch = redirects.batch AND c.record_type = redirects.record_type"
        " AND c.op = 'delete' AND json_extract(image.value, '$.id') = redirects.old_id)"
    )
