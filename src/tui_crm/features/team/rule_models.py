"""What a team agrees on: who gets new records, and the rules of work."""

from __future__ import annotations

from typing import ClassVar, Final

from tui_crm.store import declaration
from tui_crm.store.model import RecordType
from tui_crm.store.record_base import Record

PICKLISTS: Final = {
    "ruled_type": "leads* accounts contacts deals activities",
    "assignment_how": "round_robin* first",
    "rule_kind": "required* convert owners untouched",
}


class AssignmentRule(Record, table=True):
    """割り当てルール: who gets the new records that its condition lets through."""

    __tablename__ = "assignment_rules"
    about: ClassVar[RecordType] = RecordType(
        singular="assignment_rule",
        title=(("name",),),
        default_sort="position",
        menu=8,
        identity=(("record_type", "name"),),
        is_setup=True,
    )

    name: str | None = declaration.text(
        required=True, column=1, width=24, search=True, aliases="name, rule, ルール名"
    )
    position: int | None = declaration.integer(column=2, width=8, aliases="order, 順番")
    record_type: str | None = declaration.choice(
        "ruled_type", required=True, default="leads", column=3, width=12
    )
    condition: str | None = declaration.text(column=4, width=36, aliases="where, filter, 条件")
    members: str | None = declaration.tags(
        required=True, column=5, width=24, aliases="members, 担当者"
    )
    how: str | None = declaration.choice(
        "assignment_how", required=True, default="round_robin", column=6, width=12
    )
    is_inactive: int | None = declaration.boolean(column=7, width=8, aliases="inactive, 無効")


class WorkRule(Record, table=True):
    """業務ルール: what must be filled when, who may own, when a record is flagged."""

    __tablename__ = "work_rules"
    about: ClassVar[RecordType] = RecordType(
        singular="work_rule",
        title=(("name",),),
        default_sort="name",
        menu=9,
        identity=(("record_type", "name"),),
        is_setup=True,
    )

    name: str | None = declaration.text(
        required=True, column=1, width=24, search=True, aliases="name, rule, ルール名"
    )
    record_type: str | None = declaration.choice(
        "ruled_type", required=True, default="leads", column=2, width=12
    )
    kind: str | None = declaration.choice(
        "rule_kind", required=True, default="required", column=3, width=16
    )
    condition: str | None = declaration.text(column=4, width=32, aliases="where, filter, 条件")
    needed: str | None = declaration.tags(column=5, width=20, aliases="fields, 必要な項目")
    owners: str | None = declaration.tags(column=6, width=16, aliases="owners, 担当できる人")
    days: int | None = declaration.integer(column=7, width=6, aliases="days, 日数")
    is_inactive: int | None = declaration.boolean(column=8, width=8, aliases="inactive, 無効")
