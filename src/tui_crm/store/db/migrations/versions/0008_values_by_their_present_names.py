"""Values of the program's own picklists are called in Japanese what they are called today."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import context, op

from tui_crm.store.db.migrations.head import STALE_KEYS

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_RENAMED = (
    ("contact_role", "influencer", "影響者", "推進者"),
    ("deal_stage", "qualification", "見極め", "初期検討"),
    ("lead_status", "unqualified", "対象外", "見送り"),
    ("rating", "hot", "高", "A"),
    ("rating", "warm", "中", "B"),
    ("rating", "cold", "低", "C"),
    ("rule_kind", "untouched", "放置の目安", "フォロー漏れの目安"),
)
_USUAL = sa.text("SELECT id, title FROM choices WHERE picklist = :list AND key = :key AND ja = :ja")
_RENAME = sa.text("UPDATE choices SET ja = :ja WHERE id = :id")
_BY_A_PERSON = sa.text(
    "SELECT 1 FROM changes WHERE record_type = 'choices' AND record_id = :id"
    " AND op = 'update' AND after LIKE '%\"ja\":%' LIMIT 1"
)
"""A label that somebody has chosen stays, also where it is the former usual one."""


def upgrade() -> None:
    """Rename the values whose label is still the one that the program gave them."""
    connection = op.get_bind()
    for picklist, key, before, after in _RENAMED:
        found = connection.execute(_USUAL, {"list": picklist, "key": key, "ja": before}).first()
        if found is None or connection.execute(_BY_A_PERSON, {"id": found.id}).scalar():
            continue
        connection.execute(_RENAME, {"ja": after, "id": found.id})
        if found.title == before:  # it has no English name
            context.config.attributes[STALE_KEYS] = True
