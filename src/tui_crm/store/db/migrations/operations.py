"""What migrations do again and again, with all that belongs to it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from alembic import context

from tui_crm.store.db.migrations.head import NEW_PICKLISTS

if TYPE_CHECKING:
    from types import ModuleType


def link(key: str, target: str) -> sa.Column[Any]:
    """The column of a link to the record type ``target``."""
    reference = sa.ForeignKey(f"{target}.id", deferrable=True, initially="DEFERRED")
    return sa.Column(key, sa.BigInteger(), reference)


def create_record_type(
    op: ModuleType, name: str, *columns: sa.Column[Any], is_ranked: bool = False
) -> None:
    """Make the table of a record type: its own columns, those of every record, and the indexes.

    The columns stand in the migration, not in the class, which may have more of them by the time
    that an old store gets here. The search index is made by the engine when all steps are done.
    With ``is_ranked`` its list is in the order of names, which then has an index of its own.
    """
    op.create_table(name, *_columns_of_all(), *columns)
    op.create_index(f"{name}_order", name, ["sort_key"])
    if is_ranked:
        op.create_index(f"{name}_rank", name, ["id", "sort_key"])
    for key in ("external_id", *(column.name for column in columns if column.foreign_keys)):
        _index_filled(op, name, key)


def add_link(op: ModuleType, record_type: str, key: str, target: str) -> None:
    """Give a record type a link to ``target``, with its index; the table is not rebuilt for it."""
    op.execute(
        f'ALTER TABLE {record_type} ADD COLUMN "{key}" BIGINT REFERENCES {target} (id)'
        " DEFERRABLE INITIALLY DEFERRED"
    )
    _index_filled(op, record_type, key)


def add_picklists(*names: str) -> None:
    """Have picklists planted that came with this version, when all steps are done."""
    attributes = context.config.attributes
    attributes[NEW_PICKLISTS] = (*attributes.get(NEW_PICKLISTS, ()), *names)


def _columns_of_all() -> list[sa.Column[Any]]:
    return [
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), primary_key=True),
        sa.Column("version", sa.Integer(), nullable=False),
        *(sa.Column(key, sa.Text(), nullable=False) for key in ("title", "sort_key", "search_key")),
        sa.Column("external_id", sa.Text()),
        sa.Column("created_at", sa.Text(), nullable=False),
        sa.Column("created_by", sa.BigInteger()),
        sa.Column("updated_at", sa.Text(), nullable=False),
        sa.Column("updated_by", sa.BigInteger()),
    ]


def _index_filled(op: ModuleType, table: str, key: str) -> None:
    filled = sa.text(f"{key} IS NOT NULL")
    op.create_index(f"{table}_{key}", table, [key], sqlite_where=filled, postgresql_where=filled)
