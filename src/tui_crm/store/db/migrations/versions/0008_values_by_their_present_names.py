"""Values of the program's own picklists are called what they are called today."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import context, op

from tui_crm.language.fold import fold
from tui_crm.store.db.migrations.head import STALE_KEYS

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_RENAMED = (
    ("ja", "contact_role", "influencer", "影響者", "推進者"),
    ("ja", "deal_stage", "qualification", "見極め", "初期検討"),
    ("ja", "lead_status", "unqualified", "対象外", "見送り"),
    ("ja", "rating", "hot", "高", "A"),
    ("ja", "rating", "warm", "中", "B"),
    ("ja", "rating", "cold", "低", "C"),
    ("ja", "rule_kind", "untouched", "放置の目安", "フォロー漏れの目安"),
    ("en", "activity_kind", "mail", "Mail", "E-mail"),
    ("en", "lead_source", "mail", "Mail", "E-mail"),
    ("en", "rule_kind", "convert", "Before converting", "Before conversion"),
    ("en", "rule_kind", "untouched", "Days without touch", "Days without contact"),
)


def upgrade() -> None:
    """Rename the values whose label is still the one that the program gave them.

    One whose new name another value of the picklist has already keeps the former one.
    """
    connection = op.get_bind()
    for language, picklist, key, before, after in _RENAMED:
        found = connection.execute(
            sa.text(
                f"SELECT id, title FROM choices WHERE picklist = :list AND key = :key"
                f" AND {language} = :before"
            ),
            {"list": picklist, "key": key, "before": before},
        ).first()
        if found is None or _is_named_by_a_person(connection, found.id, language):
            continue
        if _is_taken(connection, picklist, found.id, after):
            continue
        connection.execute(
            sa.text(f"UPDATE choices SET {language} = :after WHERE id = :id"),
            {"after": after, "id": found.id},
        )
        if found.title == before:
            context.config.attributes[STALE_KEYS] = True


def _is_named_by_a_person(connection: sa.Connection, choice: int, language: str) -> bool:
    """Whether somebody has chosen the label, which then stays, also where it is the former one.

    What was taken back was not chosen, nor was what came back with that.
    """
    edits = connection.execute(
        sa.text(
            "SELECT 1 FROM changes c JOIN batches b ON b.id = c.batch"
            " WHERE c.record_type = 'choices' AND c.record_id = :id"
            " AND c.op = 'update' AND c.after LIKE :key"
            " AND b.undone_by IS NULL AND b.undoes IS NULL LIMIT 1"
        ),
        {"id": choice, "key": f'%"{language}":%'},
    )
    return edits.first() is not None


def _is_taken(connection: sa.Connection, picklist: str, choice: int, label: str) -> bool:
    """Whether another value of the picklist, also a retired one, goes by this label."""
    others = connection.execute(
        sa.text("SELECT key, ja, en FROM choices WHERE picklist = :list AND id <> :id"),
        {"list": picklist, "id": choice},
    )
    wanted = fold(label)
    return any(wanted in map(fold, filter(None, other)) for other in others)
