"""The first version of the store."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Carry a store from the version before to this one."""
    op.create_table(
        "accounts",
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
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("kana", sa.Text(), nullable=True),
        sa.Column("legal_form", sa.Text(), nullable=True),
        sa.Column("corporate_number", sa.Text(), nullable=True),
        sa.Column("parent", sa.BigInteger(), nullable=True),
        sa.Column("account_type", sa.Text(), nullable=True),
        sa.Column("industry", sa.Text(), nullable=True),
        sa.Column("employees", sa.BigInteger(), nullable=True),
        sa.Column("annual_revenue", sa.BigInteger(), nullable=True),
        sa.Column("currency", sa.Text(), nullable=True),
        sa.Column("phone", sa.Text(), nullable=True),
        sa.Column("fax", sa.Text(), nullable=True),
        sa.Column("email", sa.Text(), nullable=True),
        sa.Column("website", sa.Text(), nullable=True),
        sa.Column("postal_code", sa.Text(), nullable=True),
        sa.Column("state", sa.Text(), nullable=True),
        sa.Column("city", sa.Text(), nullable=True),
        sa.Column("street", sa.Text(), nullable=True),
        sa.Column("building", sa.Text(), nullable=True),
        sa.Column("country", sa.Text(), nullable=True),
        sa.Column("shipping_postal_code", sa.Text(), nullable=True),
        sa.Column("shipping_state", sa.Text(), nullable=True),
        sa.Column("shipping_city", sa.Text(), nullable=True),
        sa.Column("shipping_street", sa.Text(), nullable=True),
        sa.Column("shipping_building", sa.Text(), nullable=True),
        sa.Column("shipping_country", sa.Text(), nullable=True),
        sa.Column("owner", sa.BigInteger(), nullable=True),
        sa.Column("primary_contact", sa.BigInteger(), nullable=True),
        sa.Column("tags", sa.Text(), nullable=True),
        sa.Column("description", sa.Text(), nullable=True),
        sa.Column("next_activity_at", sa.Text(), nullable=True),
        sa.Column("last_activity_at", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["owner"], ["users.id"], initially="DEFERRED", deferrable=True),
        sa.ForeignKeyConstraint(["parent"], ["accounts.id"], initially="DEFERRED", deferrable=True),
        sa.ForeignKeyConstraint(
            ["primary_contact"], ["contacts.id"], initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("accounts", schema=None) as batch_op:
        batch_op.create_index(
            "accounts_external_id",
            ["external_id"],
            unique=False,
            sqlite_where=sa.text("external_id IS NOT NULL"),
        )
        batch_op.create_index("accounts_order", ["sort_key"], unique=False)
        batch_op.create_index("accounts_rank", ["id", "sort_key"], unique=False)
        batch_op.create_index(
            "accounts_owner", ["owner"], unique=False, sqlite_where=sa.text("owner IS NOT NULL")
        )
        batch_op.create_index(
            "accounts_parent", ["parent"], unique=False, sqlite_where=sa.text("parent IS NOT NULL")
        )
        batch_op.create_index(
            "accounts_primary_contact",
            ["primary_contact"],
            unique=False,
            sqlite_where=sa.text("primary_contact IS NOT NULL"),
        )

    op.create_table(
        "batches",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("at", sa.String(), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=True),
        sa.Column("user_name", sa.String(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("info", sa.Text(), nullable=False),
        sa.Column("created", sa.Integer(), nullable=False),
        sa.Column("updated", sa.Integer(), nullable=False),
        sa.Column("deleted", sa.Integer(), nullable=False),
        sa.Column("undoes", sa.BigInteger(), nullable=True),
        sa.Column("undone_by", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "changes",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("batch", sa.BigInteger(), nullable=False),
        sa.Column("record_type", sa.String(), nullable=False),
        sa.Column("record_id", sa.BigInteger(), nullable=False),
        sa.Column("last_id", sa.BigInteger(), nullable=False),
        sa.Column("op", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("before", sa.Text(), nullable=True),
        sa.Column("after", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("changes", schema=None) as batch_op:
        batch_op.create_index("changes_of_record", ["record_type", "record_id"], unique=False)
        batch_op.create_index(
            "changes_of_run",
            ["record_type", "last_id"],
            unique=False,
            sqlite_where=sa.text("last_id > record_id"),
        )
        batch_op.create_index(batch_op.f("ix_changes_batch"), ["batch"], unique=False)

    op.create_table(
        "choices",
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
        sa.Column("picklist", sa.Text(), nullable=True),
        sa.Column("key", sa.Text(), nullable=True),
        sa.Column("ja", sa.Text(), nullable=True),
        sa.Column("en", sa.Text(), nullable=True),
        sa.Column("position", sa.BigInteger(), nullable=True),
        sa.Column("is_default", sa.Integer(), nullable=True),
        sa.Column("is_retired", sa.Integer(), nullable=True),
        sa.Column("meaning", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("choices", schema=None) as batch_op:
        batch_op.create_index(
            "choices_external_id",
            ["external_id"],
            unique=False,
            sqlite_where=sa.text("external_id IS NOT NULL"),
        )
        batch_op.create_index("choices_order", ["sort_key"], unique=False)
        batch_op.create_index(batch_op.f("ix_choices_picklist"), ["picklist"], unique=False)

    op.create_table(
        "contacts",
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
        sa.Column("last_name", sa.Text(), nullable=True),
        sa.Column("first_name", sa.Text(), nullable=True),
        sa.Column("last_name_kana", sa.Text(), nullable=True),
        sa.Column("first_name_kana", sa.Text(), nullable=True),
        sa.Column("salutation", sa.Text(), nullable=True),
        sa.Column("account", sa.BigInteger(), nullable=True),
        sa.Column("department", sa.Text(), nullable=True),
        sa.Column("job_title", sa.Text(), nullable=True),
        sa.Column("role", sa.Text(), nullable=True),
        sa.Column("reports_to", sa.BigInteger(), nullable=True),
        sa.Column("email", sa.Text(), nullable=True),
        sa.Column("email_2", sa.Text(), nullable=True),
        sa.Column("phone", sa.Text(), nullable=True),
        sa.Column("mobile", sa.Text(), nullable=True),
        sa.Column("fax", sa.Text(), nullable=True),
        sa.Column("website", sa.Text(), nullable=True),
        sa.Column("postal_code", sa.Text(), nullable=True),
        sa.Column("state", sa.Text(), nullable=True),
        sa.Column("city", sa.Text(), nullable=True),
        sa.Column("street", sa.Text(), nullable=True),
        sa.Column("building", sa.Text(), nullable=True),
        sa.Column("country", sa.Text(), nullable=True),
        sa.Column("birthday", sa.Text(), nullable=True),
        sa.Column("lead_source", sa.Text(), nullable=True),
        sa.Column("owner", sa.BigInteger(), nullable=True),
        sa.Column("campaign", sa.Text(), nullable=True),
        sa.Column("tags", sa.Text(), nullable=True),
        sa.Column("description", sa.Text(), nullable=True),
        sa.Column("next_activity_at", sa.Text(), nullable=True),
        sa.Column("last_activity_at", sa.Text(), nullable=True),
        sa.Column("opted_out", sa.Integer(), nullable=True),
        sa.Column("opted_in", sa.Integer(), nullable=True),
        sa.Column("consent_basis", sa.Text(), nullable=True),
        sa.Column("consent_on", sa.Text(), nullable=True),
        sa.Column("x_profile", sa.Text(), nullable=True),
        sa.Column("facebook", sa.Text(), nullable=True),
        sa.Column("linkedin", sa.Text(), nullable=True),
        sa.Column("instagram", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["account"], ["accounts.id"], initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(["owner"], ["users.id"], initially="DEFERRED", deferrable=True),
        sa.ForeignKeyConstraint(
            ["reports_to"], ["contacts.id"], initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("contacts", schema=None) as batch_op:
        batch_op.create_index(
            "contacts_account",
            ["account"],
            unique=False,
            sqlite_where=sa.text("account IS NOT NULL"),
        )
        batch_op.create_index(
            "contacts_external_id",
            ["external_id"],
            unique=False,
            sqlite_where=sa.text("external_id IS NOT NULL"),
        )
        batch_op.create_index("contacts_order", ["sort_key"], unique=False)
        batch_op.create_index("contacts_rank", ["id", "sort_key"], unique=False)
        batch_op.create_index(
            "contacts_owner", ["owner"], unique=False, sqlite_where=sa.text("owner IS NOT NULL")
        )
        batch_op.create_index(
            "contacts_reports_to",
            ["reports_to"],
            unique=False,
            sqlite_where=sa.text("reports_to IS NOT NULL"),
        )

    op.create_table(
        "counters",
        sa.Column("record_type", sa.String(), nullable=False),
        sa.Column("next_id", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("record_type"),
    )
    op.create_table(
        "custom_fields",
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
        sa.Column("key", sa.Text(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=True),
        sa.Column("ja", sa.Text(), nullable=True),
        sa.Column("en", sa.Text(), nullable=True),
        sa.Column("picklist", sa.Text(), nullable=True),
        sa.Column("target", sa.Text(), nullable=True),
        sa.Column("maps_to", sa.Text(), nullable=True),
        sa.Column("is_required", sa.Integer(), nullable=True),
        sa.Column("is_listed", sa.Integer(), nullable=True),
        sa.Column("is_retired", sa.Integer(), nullable=True),
        sa.Column("position", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("custom_fields", schema=None) as batch_op:
        batch_op.create_index(
            "custom_fields_external_id",
            ["external_id"],
            unique=False,
            sqlite_where=sa.text("external_id IS NOT NULL"),
        )
        batch_op.create_index("custom_fields_order", ["sort_key"], unique=False)

    op.create_table(
        "distinct_pairs",
        sa.Column("record_type", sa.String(), nullable=False),
        sa.Column("low_id", sa.BigInteger(), nullable=False),
        sa.Column("high_id", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("record_type", "low_id", "high_id"),
    )
    op.create_table(
        "drafts",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("saved_at", sa.String(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("key"),
    )
    op.create_table(
        "import_mappings",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("record_type", sa.String(), nullable=False),
        sa.Column("headers", sa.Text(), nullable=False),
        sa.Column("mapping", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("name"),
    )
    with op.batch_alter_table("import_mappings", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_import_mappings_headers"), ["headers"], unique=False)

    op.create_table(
        "meta",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("key"),
    )
    op.create_table(
        "redirects",
        sa.Column("record_type", sa.String(), nullable=False),
        sa.Column("old_id", sa.BigInteger(), nullable=False),
        sa.Column("batch", sa.BigInteger(), nullable=False),
        sa.Column("new_id", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("record_type", "old_id", "batch"),
    )
    op.create_table(
        "users",
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
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("full_name", sa.Text(), nullable=True),
        sa.Column("email", sa.Text(), nullable=True),
        sa.Column("is_inactive", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("users", schema=None) as batch_op:
        batch_op.create_index(
            "users_external_id",
            ["external_id"],
            unique=False,
            sqlite_where=sa.text("external_id IS NOT NULL"),
        )
        batch_op.create_index("users_order", ["sort_key"], unique=False)
        batch_op.create_index("users_rank", ["id", "sort_key"], unique=False)

    op.create_table(
        "views",
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
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("where", sa.Text(), nullable=True),
        sa.Column("sort", sa.Text(), nullable=True),
        sa.Column("columns", sa.Text(), nullable=True),
        sa.Column("is_default", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("views", schema=None) as batch_op:
        batch_op.create_index(
            "views_external_id",
            ["external_id"],
            unique=False,
            sqlite_where=sa.text("external_id IS NOT NULL"),
        )
        batch_op.create_index("views_order", ["sort_key"], unique=False)

    op.create_table(
        "deals",
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
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("account", sa.BigInteger(), nullable=True),
        sa.Column("primary_contact", sa.BigInteger(), nullable=True),
        sa.Column("stage", sa.Text(), nullable=True),
        sa.Column("amount", sa.BigInteger(), nullable=True),
        sa.Column("currency", sa.Text(), nullable=True),
        sa.Column("probability", sa.BigInteger(), nullable=True),
        sa.Column("close_date", sa.Text(), nullable=True),
        sa.Column("deal_type", sa.Text(), nullable=True),
        sa.Column("lead_source", sa.Text(), nullable=True),
        sa.Column("campaign", sa.Text(), nullable=True),
        sa.Column("owner", sa.BigInteger(), nullable=True),
        sa.Column("next_step", sa.Text(), nullable=True),
        sa.Column("lost_reason", sa.Text(), nullable=True),
        sa.Column("closed_at", sa.Text(), nullable=True),
        sa.Column("tags", sa.Text(), nullable=True),
        sa.Column("description", sa.Text(), nullable=True),
        sa.Column("next_activity_at", sa.Text(), nullable=True),
        sa.Column("last_activity_at", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["account"], ["accounts.id"], initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(["owner"], ["users.id"], initially="DEFERRED", deferrable=True),
        sa.ForeignKeyConstraint(
            ["primary_contact"], ["contacts.id"], initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("deals", schema=None) as batch_op:
        batch_op.create_index(
            "deals_account", ["account"], unique=False, sqlite_where=sa.text("account IS NOT NULL")
        )
        batch_op.create_index(
            "deals_external_id",
            ["external_id"],
            unique=False,
            sqlite_where=sa.text("external_id IS NOT NULL"),
        )
        batch_op.create_index("deals_order", ["sort_key"], unique=False)
        batch_op.create_index("deals_rank", ["id", "sort_key"], unique=False)
        batch_op.create_index(
            "deals_owner", ["owner"], unique=False, sqlite_where=sa.text("owner IS NOT NULL")
        )
        batch_op.create_index(
            "deals_primary_contact",
            ["primary_contact"],
            unique=False,
            sqlite_where=sa.text("primary_contact IS NOT NULL"),
        )

    op.create_table(
        "leads",
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
        sa.Column("last_name", sa.Text(), nullable=True),
        sa.Column("first_name", sa.Text(), nullable=True),
        sa.Column("last_name_kana", sa.Text(), nullable=True),
        sa.Column("first_name_kana", sa.Text(), nullable=True),
        sa.Column("salutation", sa.Text(), nullable=True),
        sa.Column("company", sa.Text(), nullable=True),
        sa.Column("company_kana", sa.Text(), nullable=True),
        sa.Column("corporate_number", sa.Text(), nullable=True),
        sa.Column("department", sa.Text(), nullable=True),
        sa.Column("job_title", sa.Text(), nullable=True),
        sa.Column("industry", sa.Text(), nullable=True),
        sa.Column("employees", sa.BigInteger(), nullable=True),
        sa.Column("annual_revenue", sa.BigInteger(), nullable=True),
        sa.Column("currency", sa.Text(), nullable=True),
        sa.Column("email", sa.Text(), nullable=True),
        sa.Column("email_2", sa.Text(), nullable=True),
        sa.Column("phone", sa.Text(), nullable=True),
        sa.Column("mobile", sa.Text(), nullable=True),
        sa.Column("fax", sa.Text(), nullable=True),
        sa.Column("website", sa.Text(), nullable=True),
        sa.Column("postal_code", sa.Text(), nullable=True),
        sa.Column("state", sa.Text(), nullable=True),
        sa.Column("city", sa.Text(), nullable=True),
        sa.Column("street", sa.Text(), nullable=True),
        sa.Column("building", sa.Text(), nullable=True),
        sa.Column("country", sa.Text(), nullable=True),
        sa.Column("status", sa.Text(), nullable=True),
        sa.Column("rating", sa.Text(), nullable=True),
        sa.Column("lead_source", sa.Text(), nullable=True),
        sa.Column("owner", sa.BigInteger(), nullable=True),
        sa.Column("campaign", sa.Text(), nullable=True),
        sa.Column("tags", sa.Text(), nullable=True),
        sa.Column("description", sa.Text(), nullable=True),
        sa.Column("next_activity_at", sa.Text(), nullable=True),
        sa.Column("last_activity_at", sa.Text(), nullable=True),
        sa.Column("opted_out", sa.Integer(), nullable=True),
        sa.Column("opted_in", sa.Integer(), nullable=True),
        sa.Column("consent_basis", sa.Text(), nullable=True),
        sa.Column("consent_on", sa.Text(), nullable=True),
        sa.Column("x_profile", sa.Text(), nullable=True),
        sa.Column("facebook", sa.Text(), nullable=True),
        sa.Column("linkedin", sa.Text(), nullable=True),
        sa.Column("instagram", sa.Text(), nullable=True),
        sa.Column("converted_at", sa.Text(), nullable=True),
        sa.Column("converted_by", sa.BigInteger(), nullable=True),
        sa.Column("converted_account", sa.BigInteger(), nullable=True),
        sa.Column("converted_contact", sa.BigInteger(), nullable=True),
        sa.Column("converted_deal", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["converted_account"], ["accounts.id"], initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(
            ["converted_by"], ["users.id"], initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(
            ["converted_contact"], ["contacts.id"], initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(
            ["converted_deal"], ["deals.id"], initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(["owner"], ["users.id"], initially="DEFERRED", deferrable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("leads", schema=None) as batch_op:
        batch_op.create_index(
            "leads_converted_account",
            ["converted_account"],
            unique=False,
            sqlite_where=sa.text("converted_account IS NOT NULL"),
        )
        batch_op.create_index(
            "leads_converted_by",
            ["converted_by"],
            unique=False,
            sqlite_where=sa.text("converted_by IS NOT NULL"),
        )
        batch_op.create_index(
            "leads_converted_contact",
            ["converted_contact"],
            unique=False,
            sqlite_where=sa.text("converted_contact IS NOT NULL"),
        )
        batch_op.create_index(
            "leads_converted_deal",
            ["converted_deal"],
            unique=False,
            sqlite_where=sa.text("converted_deal IS NOT NULL"),
        )
        batch_op.create_index(
            "leads_external_id",
            ["external_id"],
            unique=False,
            sqlite_where=sa.text("external_id IS NOT NULL"),
        )
        batch_op.create_index(
            "leads_open", ["sort_key"], unique=False, sqlite_where=sa.text("converted_at IS NULL")
        )
        batch_op.create_index(
            "leads_owner", ["owner"], unique=False, sqlite_where=sa.text("owner IS NOT NULL")
        )
        batch_op.create_index(
            "leads_rank",
            ["id", "sort_key"],
            unique=False,
            sqlite_where=sa.text("converted_at IS NULL"),
        )

    op.create_table(
        "activities",
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
        sa.Column("kind", sa.Text(), nullable=True),
        sa.Column("subject", sa.Text(), nullable=True),
        sa.Column("lead", sa.BigInteger(), nullable=True),
        sa.Column("account", sa.BigInteger(), nullable=True),
        sa.Column("contact", sa.BigInteger(), nullable=True),
        sa.Column("deal", sa.BigInteger(), nullable=True),
        sa.Column("owner", sa.BigInteger(), nullable=True),
        sa.Column("requested_by", sa.BigInteger(), nullable=True),
        sa.Column("start_at", sa.Text(), nullable=True),
        sa.Column("end_at", sa.Text(), nullable=True),
        sa.Column("due_on", sa.Text(), nullable=True),
        sa.Column("all_day", sa.Integer(), nullable=True),
        sa.Column("purpose", sa.Text(), nullable=True),
        sa.Column("place", sa.Text(), nullable=True),
        sa.Column("participants", sa.Text(), nullable=True),
        sa.Column("priority", sa.Text(), nullable=True),
        sa.Column("status", sa.Text(), nullable=True),
        sa.Column("result", sa.Text(), nullable=True),
        sa.Column("done_at", sa.Text(), nullable=True),
        sa.Column("description", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["account"], ["accounts.id"], initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(
            ["contact"], ["contacts.id"], initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(["deal"], ["deals.id"], initially="DEFERRED", deferrable=True),
        sa.ForeignKeyConstraint(["lead"], ["leads.id"], initially="DEFERRED", deferrable=True),
        sa.ForeignKeyConstraint(["owner"], ["users.id"], initially="DEFERRED", deferrable=True),
        sa.ForeignKeyConstraint(
            ["requested_by"], ["users.id"], initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("activities", schema=None) as batch_op:
        batch_op.create_index(
            "activities_account",
            ["account"],
            unique=False,
            sqlite_where=sa.text("account IS NOT NULL"),
        )
        batch_op.create_index(
            "activities_contact",
            ["contact"],
            unique=False,
            sqlite_where=sa.text("contact IS NOT NULL"),
        )
        batch_op.create_index(
            "activities_deal", ["deal"], unique=False, sqlite_where=sa.text("deal IS NOT NULL")
        )
        batch_op.create_index(
            "activities_done",
            ["status", "done_at", "start_at", "due_on"],
            unique=False,
            sqlite_where=sa.text("status = 'done'"),
        )
        batch_op.create_index(
            "activities_external_id",
            ["external_id"],
            unique=False,
            sqlite_where=sa.text("external_id IS NOT NULL"),
        )
        batch_op.create_index(
            "activities_lead", ["lead"], unique=False, sqlite_where=sa.text("lead IS NOT NULL")
        )
        batch_op.create_index("activities_order", ["sort_key"], unique=False)
        batch_op.create_index(
            "activities_owner", ["owner"], unique=False, sqlite_where=sa.text("owner IS NOT NULL")
        )
        batch_op.create_index(
            "activities_planned",
            ["owner", "start_at", "due_on", "end_at"],
            unique=False,
            sqlite_where=sa.text("status = 'planned'"),
        )
        batch_op.create_index(
            "activities_requested_by",
            ["requested_by"],
            unique=False,
            sqlite_where=sa.text("requested_by IS NOT NULL"),
        )
        batch_op.create_index(batch_op.f("ix_activities_due_on"), ["due_on"], unique=False)
        batch_op.create_index(batch_op.f("ix_activities_start_at"), ["start_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_activities_status"), ["status"], unique=False)

    op.create_table(
        "attachments",
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
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("size", sa.BigInteger(), nullable=True),
        sa.Column("sha256", sa.Text(), nullable=True),
        sa.Column("lead", sa.BigInteger(), nullable=True),
        sa.Column("account", sa.BigInteger(), nullable=True),
        sa.Column("contact", sa.BigInteger(), nullable=True),
        sa.Column("deal", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["account"], ["accounts.id"], initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(
            ["contact"], ["contacts.id"], initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(["deal"], ["deals.id"], initially="DEFERRED", deferrable=True),
        sa.ForeignKeyConstraint(["lead"], ["leads.id"], initially="DEFERRED", deferrable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("attachments", schema=None) as batch_op:
        batch_op.create_index(
            "attachments_account",
            ["account"],
            unique=False,
            sqlite_where=sa.text("account IS NOT NULL"),
        )
        batch_op.create_index(
            "attachments_contact",
            ["contact"],
            unique=False,
            sqlite_where=sa.text("contact IS NOT NULL"),
        )
        batch_op.create_index(
            "attachments_deal", ["deal"], unique=False, sqlite_where=sa.text("deal IS NOT NULL")
        )
        batch_op.create_index(
            "attachments_external_id",
            ["external_id"],
            unique=False,
            sqlite_where=sa.text("external_id IS NOT NULL"),
        )
        batch_op.create_index(
            "attachments_lead", ["lead"], unique=False, sqlite_where=sa.text("lead IS NOT NULL")
        )
        batch_op.create_index("attachments_order", ["sort_key"], unique=False)

    op.create_table(
        "notes",
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
        sa.Column("subject", sa.Text(), nullable=True),
        sa.Column("body", sa.Text(), nullable=True),
        sa.Column("lead", sa.BigInteger(), nullable=True),
        sa.Column("account", sa.BigInteger(), nullable=True),
        sa.Column("contact", sa.BigInteger(), nullable=True),
        sa.Column("deal", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["account"], ["accounts.id"], initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(
            ["contact"], ["contacts.id"], initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(["deal"], ["deals.id"], initially="DEFERRED", deferrable=True),
        sa.ForeignKeyConstraint(["lead"], ["leads.id"], initially="DEFERRED", deferrable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("notes", schema=None) as batch_op:
        batch_op.create_index(
            "notes_account", ["account"], unique=False, sqlite_where=sa.text("account IS NOT NULL")
        )
        batch_op.create_index(
            "notes_contact", ["contact"], unique=False, sqlite_where=sa.text("contact IS NOT NULL")
        )
        batch_op.create_index(
            "notes_deal", ["deal"], unique=False, sqlite_where=sa.text("deal IS NOT NULL")
        )
        batch_op.create_index(
            "notes_external_id",
            ["external_id"],
            unique=False,
            sqlite_where=sa.text("external_id IS NOT NULL"),
        )
        batch_op.create_index(
            "notes_lead", ["lead"], unique=False, sqlite_where=sa.text("lead IS NOT NULL")
        )
        batch_op.create_index("notes_order", ["sort_key"], unique=False)
