"""Pairs of records that somebody has marked as distinct."""

from __future__ import annotations

from typing import ClassVar

from sqlalchemy import Index

from tui_crm.store import declaration
from tui_crm.store.model import RecordType
from tui_crm.store.record_base import Record


class DistinctPair(Record, table=True):
    """別のレコード: a pair that is not proposed as duplicates again, the lower number first."""

    __tablename__ = "distinct_pairs"
    __table_args__ = (Index("distinct_pairs_of", "record_type", "low_id", "high_id"),)
    about: ClassVar[RecordType] = RecordType(
        singular="distinct_pair",
        title=(("names",), ("record_type",)),
        identity=(("record_type", "low_id", "high_id"),),
    )

    record_type: str | None = declaration.text(required=True, column=2, width=12)
    low_id: int | None = declaration.integer(required=True, column=3, width=8)
    high_id: int | None = declaration.integer(required=True, column=4, width=8)
    names: str | None = declaration.text(column=1, width=40)
