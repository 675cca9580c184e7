"""What every record has: a number, a version, a title, keys to sort and search by, who and when."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from sqlalchemy import BigInteger, Index, Integer, Text, event
from sqlalchemy.ext.compiler import compiles
from sqlmodel import Field, SQLModel

from tui_crm.store.dialect.postgres import POSTGRES
from tui_crm.store.model import Kind

if TYPE_CHECKING:
    from tui_crm.store.model import RecordType


@compiles(Text, "postgresql")
def _by_code_point(*_: object, **__: object) -> str:
    """Texts are compared and sorted as in SQLite, not by a locale."""
    return POSTGRES.column_type(Kind.TEXT)


class Record(SQLModel):
    """The columns that the journal keeps on every record."""

    about: ClassVar[RecordType]
    """What the type says of itself, beside its fields."""

    # BIGINT would not be SQLite's rowid, which every query and index leans on.
    id: int | None = Field(
        default=None,
        primary_key=True,
        sa_type=BigInteger().with_variant(Integer, "sqlite"),
    )
    version: int = Field(default=1)
    title: str = Field(default="", sa_type=Text)
    sort_key: str = Field(default="", sa_type=Text)
    search_key: str = Field(default="", sa_type=Text)
    external_id: str | None = Field(default=None, sa_type=Text)
    created_at: str = Field(default="", sa_type=Text)
    created_by: int | None = Field(default=None, sa_type=BigInteger)
    updated_at: str = Field(default="", sa_type=Text)
    updated_by: int | None = Field(default=None, sa_type=BigInteger)


@event.listens_for(Record, "instrument_class", propagate=True)
def _add_indexes(_: object, record_class: type[Record]) -> None:
    """Index the order of a list, and links and outside ids as far as they are filled."""
    table, about = record_class.__table__, record_class.about  # type: ignore[attr-defined]
    order = next((index for index in table.indexes if "sort_key" in index.columns), None)
    order = order or Index(f"{table.name}_order", table.c.sort_key)
    if about.is_ranked:
        # By it the hits of a search are sorted without their rows, which lie ten times as far.
        where = order.dialect_options["sqlite"]["where"]
        only = {"sqlite_where": where, "postgresql_where": where}
        Index(f"{table.name}_rank", table.c.id, table.c.sort_key, **only)
    for column in table.columns:
        if column.foreign_keys or column.name == "external_id":
            filled = column.is_not(None)
            only = {"sqlite_where": filled, "postgresql_where": filled}
            Index(f"{table.name}_{column.name}", column, **only)
