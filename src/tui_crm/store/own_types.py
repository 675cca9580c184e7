"""What people set up for themselves: picklist values, custom fields, saved views."""

from __future__ import annotations

from typing import ClassVar

from tui_crm.store import declaration
from tui_crm.store.model import RecordType
from tui_crm.store.record_base import Record


class PicklistValue(Record, table=True):
    """選択肢: a value of a picklist, with its words in both languages."""

    __tablename__ = "choices"
    about: ClassVar[RecordType] = RecordType(
        singular="choice",
        title=(("en",), ("ja",), ("key",)),
        default_sort="position",
        identity=(("picklist", "key"),),
        import_place=10,
        is_setup=True,
    )

    picklist: str | None = declaration.text(
        required=True, column=1, width=16, index=True, aliases="list, list name, リスト, リスト名"
    )
    key: str | None = declaration.text(
        required=True, column=2, width=16, aliases="value, code, 値, コード"
    )
    ja: str | None = declaration.text(
        column=3, width=16, aliases="japanese label, 日本語名, 表示名"
    )
    en: str | None = declaration.text(column=4, width=16, aliases="english label, label, 英語名")
    position: int | None = declaration.integer(column=5, width=8)
    is_default: int | None = declaration.boolean(column=6, width=8)
    is_retired: int | None = declaration.boolean(column=7, width=8)
    meaning: str | None = declaration.text(column=8, width=10)


class CustomField(Record, table=True):
    """カスタム項目: a field that a store's own people added to a record type."""

    __tablename__ = "custom_fields"
    about: ClassVar[RecordType] = RecordType(
        singular="custom_field",
        title=(("en",), ("ja",), ("key",)),
        default_sort="position",
        identity=(("record_type", "key"),),
        import_place=20,
        is_setup=True,
    )

    record_type: str | None = declaration.text(required=True, column=1, width=12)
    key: str | None = declaration.text(required=True, column=2, width=16)
    kind: str | None = declaration.text(required=True, column=3, width=10)
    ja: str | None = declaration.text(column=4, width=16)
    en: str | None = declaration.text(column=5, width=16)
    picklist: str | None = declaration.text(column=6, width=16)
    target: str | None = declaration.text(width=12)
    maps_to: str | None = declaration.text(width=24)
    is_required: int | None = declaration.boolean(width=8)
    is_listed: int | None = declaration.boolean(width=8)
    is_retired: int | None = declaration.boolean(width=8)
    position: int | None = declaration.integer(width=8)


class SavedView(Record, table=True):
    """ビュー: a filter, an order and columns, under a name."""

    __tablename__ = "views"
    about: ClassVar[RecordType] = RecordType(
        singular="view",
        title=(("name",),),
        identity=(("record_type", "name"),),
        is_setup=True,
    )

    record_type: str | None = declaration.text(required=True, column=1, width=12)
    name: str | None = declaration.text(required=True, column=2, width=24)
    where: str | None = declaration.long_text(column=3, width=40)
    sort: str | None = declaration.text(column=4, width=16)
    columns: str | None = declaration.text(width=40)
    is_default: int | None = declaration.boolean(width=8)
