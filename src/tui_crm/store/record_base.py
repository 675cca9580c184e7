"""What every record has: a number, a version, a title, keys to sort and search by, who and when."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from sqlalchemy import BigInteger, Integer, Text
from sqlmodel import Field, SQLModel

if TYPE_CHECKING:
    from tui_crm.store.model import RecordType


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
