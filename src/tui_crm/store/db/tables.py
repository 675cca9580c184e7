"""Tables that hold no records of their own: the journal, and what a store knows about itself."""

from __future__ import annotations

from typing import Any

from sqlalchemy import BigInteger, Index, Integer, Text, text
from sqlmodel import Field, SQLModel

_ID: Any = BigInteger().with_variant(Integer, "sqlite")


class Counter(SQLModel, table=True):
    """The next number of a record type, so that a number is never given twice."""

    __tablename__ = "counters"
    record_type: str = Field(primary_key=True)
    next_id: int = Field(sa_type=BigInteger)


class AssignmentTurn(SQLModel, table=True):
    """Who got the last record by an assignment rule, so that the next one goes to the next."""

    __tablename__ = "assignment_turns"
    rule: int | None = Field(default=None, primary_key=True, sa_type=_ID)
    user_id: int = Field(sa_type=BigInteger)


class BatchRow(SQLModel, table=True):
    """One transaction of the journal: what undo takes back."""

    __tablename__ = "batches"
    id: int | None = Field(default=None, primary_key=True, sa_type=_ID)
    kind: str
    at: str
    user_id: int | None = Field(default=None, sa_type=BigInteger)
    user_name: str
    note: str = Field(default="", sa_type=Text)
    info: str = Field(default="", sa_type=Text)
    created: int = 0
    updated: int = 0
    deleted: int = 0
    undoes: int | None = Field(default=None, sa_type=BigInteger)
    undone_by: int | None = Field(default=None, sa_type=BigInteger)


class ChangeRow(SQLModel, table=True):
    """What a batch did to a record, or to a run of records that it created."""

    __tablename__ = "changes"
    __table_args__ = (
        Index("changes_of_record", "record_type", "record_id"),
        Index(
            "changes_of_run",
            *("record_type", "last_id"),
            sqlite_where=text("last_id > record_id"),
            postgresql_where=text("last_id > record_id"),
        ),
    )
    id: int | None = Field(default=None, primary_key=True, sa_type=_ID)
    batch: int = Field(index=True, sa_type=BigInteger)
    record_type: str
    record_id: int = Field(sa_type=BigInteger)
    last_id: int = Field(sa_type=BigInteger)
    op: str
    version: int
    title: str = Field(default="", sa_type=Text)
    before: str | None = Field(default=None, sa_type=Text)
    after: str | None = Field(default=None, sa_type=Text)


class Redirect(SQLModel, table=True):
    """The numbers of a merged record, and the record that took it in, while the merge stands."""

    __tablename__ = "redirects"
    __table_args__ = (
        Index(
            "redirects_external_id",
            "record_type",
            "external_id",
            sqlite_where=text("external_id IS NOT NULL"),
            postgresql_where=text("external_id IS NOT NULL"),
        ),
    )
    record_type: str = Field(primary_key=True)
    old_id: int = Field(primary_key=True, sa_type=BigInteger)
    batch: int = Field(primary_key=True, sa_type=BigInteger)
    new_id: int = Field(sa_type=BigInteger)
    external_id: str | None = Field(default=None, sa_type=Text)


class ImportMapping(SQLModel, table=True):
    """A mapping of columns to fields, found again by the set of its headers."""

    __tablename__ = "import_mappings"
    name: str = Field(primary_key=True)
    record_type: str
    headers: str = Field(sa_type=Text, index=True)
    mapping: str = Field(sa_type=Text)


class Draft(SQLModel, table=True):
    """A form that was begun and not saved, so that a closed terminal loses nothing."""

    __tablename__ = "drafts"
    key: str = Field(primary_key=True)
    saved_at: str
    content: str = Field(sa_type=Text)
