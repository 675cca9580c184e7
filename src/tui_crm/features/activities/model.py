"""Something to be done, or that was done, with a customer: a task, a meeting, a call."""

from __future__ import annotations

from typing import ClassVar, Final

from sqlalchemy import Index, text

from tui_crm.store import declaration
from tui_crm.store.model import RecordType, RelatedPart, Rollup, UsualView
from tui_crm.store.record_base import Record

PICKLISTS: Final = {
    "activity_kind": "task* call meeting mail direct_mail other",
    "activity_status": "planned* done cancelled",
    "priority": "high normal* low",
    "call_outcome": "reached no_answer message call_back",
}


class Activity(Record, table=True):
    """活動."""

    __tablename__ = "activities"
    # A schedule is read from these two alone, however much was planned and done in all.
    __table_args__ = (
        Index(
            "activities_planned",
            *("owner", "start_at", "due_on", "end_at"),
            sqlite_where=text("status = 'planned'"),
            postgresql_where=text("status = 'planned'"),
        ),
        Index(
            "activities_done",
            *("status", "done_at", "start_at", "due_on"),
            sqlite_where=text("status = 'done'"),
            postgresql_where=text("status = 'done'"),
        ),
    )
    about: ClassVar[RecordType] = RecordType(
        singular="activity",
        add_kind="activity",
        title=(("subject",),),
        default_sort="-start_at",
        menu=5,
        shortcut="5",
        views=(
            UsualView("open", "status=planned", "start_at,due_on"),
            UsualView("mine", "status=planned and owner=me", "start_at,due_on"),
            UsualView("done", "status=done", "-done_at"),
            UsualView("incomplete", "incomplete=yes"),
        ),
        status_field="status",
        owner_field="owner",
        parts=(
            RelatedPart(
                key="open",
                where="status=planned",
                sort="start_at,due_on",
                columns=("kind", "start_at", "subject", "owner"),
                when=("start_at", "due_on"),
            ),
            RelatedPart(
                key="closed",
                where="status!=planned",
                sort="-done_at,-start_at",
                columns=("kind", "done_at", "subject", "result"),
                when=("done_at", "start_at"),
                values=(("status", "done"),),
            ),
        ),
        panel="1",
        related_place=1,
        rollups=(
            Rollup("next_activity_at", "min", ("start_at", "due_on"), ("status", "planned")),
            Rollup("last_activity_at", "max", ("done_at", "start_at"), ("status", "done")),
        ),
        identity=(
            ("external_id",),
            (
                *("subject", "kind", "start_at", "due_on", "owner"),
                *("lead", "contact", "account", "deal", "created_at"),
            ),
        ),
        is_blank_telling=True,
        aliases=("activity", "task", "event", "call", "活動"),
        file_names=(
            *("activity", "activities", "task", "tasks", "event", "events", "call", "calls"),
            *("meeting", "meetings", "活動", "タスク", "予定", "行動"),
        ),
        import_targets=(
            *("who.external_id", "what.external_id", "related.external_id"),
            *("done", "minutes"),
        ),
        import_place=70,
    )

    kind: str | None = declaration.choice(
        "activity_kind",
        required=True,
        default="task",
        column=2,
        width=8,
        aliases="type, activity type, kind, 種類, 種別",
    )
    subject: str | None = declaration.text(
        required=True, column=1, width=28, search=True, aliases="subject, title, task, 件名, 用件"
    )
    lead: int | None = declaration.link(
        "leads", owned=True, column=5, width=18, aliases="lead, 見込み客"
    )
    account: int | None = declaration.link(
        "accounts", owned=True, column=6, width=20, aliases="account, company, 取引先, 会社名"
    )
    contact: int | None = declaration.link(
        "contacts", owned=True, width=18, aliases="contact, contact name, 連絡先"
    )
    deal: int | None = declaration.link(
        "deals", owned=True, width=20, aliases="deal, opportunity, 商談"
    )
    owner: int | None = declaration.link(
        "users", column=7, width=12, aliases="owner, assigned to, 担当, 自社担当"
    )
    requested_by: int | None = declaration.link("users", width=12, aliases="requested by, 依頼者")
    start_at: str | None = declaration.moment(
        group="time",
        column=4,
        width=14,
        index=True,
        aliases="start, start time, start date, call start time, 開始, 開始日時, 日時",
    )
    end_at: str | None = declaration.moment(
        not_before="start_at",
        group="time",
        width=14,
        aliases="end, end time, end date, 終了, 終了日時",
    )
    due_on: str | None = declaration.date(
        group="time", width=11, index=True, aliases="due date, due, 期限, 期日"
    )
    end_on: str | None = declaration.date(not_before="due_on", group="time", width=11)
    all_day: int | None = declaration.boolean(group="time", aliases="all day, 終日")
    purpose: str | None = declaration.text(aliases="purpose, call purpose, 目的")
    place: str | None = declaration.text(aliases="location, place, venue, 場所")
    participants: str | None = declaration.text(aliases="participants, attendees, 参加者")
    priority: str | None = declaration.choice("priority", width=8, aliases="priority, 優先度")
    status: str | None = declaration.choice(
        "activity_status",
        required=True,
        default="planned",
        column=3,
        width=8,
        index=True,
        aliases="status, 状態, ステータス",
    )
    result: str | None = declaration.long_text(
        search=True, aliases="result, call result, outcome, 結果"
    )
    done_at: str | None = declaration.moment(readonly=True, width=14)
    description: str | None = declaration.long_text(aliases="description, notes, 備考, メモ, 説明")
