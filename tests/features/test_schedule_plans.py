"""Activities are planned, finished, moved and handed on; each in one change that can be undone."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from tests.conftest import NOON
from tests.features.test_schedule import add, at, subjects
from tui_crm.errors import CrmError, NotFoundError, UsageError
from tui_crm.features.activities import plans, reschedule
from tui_crm.features.activities.next_step_line import NextStep, parse_next_step
from tui_crm.features.activities.plans import Plan
from tui_crm.features.activities.queries import next_steps
from tui_crm.features.activities.today.schedule import agenda
from tui_crm.language.when import When, parse_when
from tui_crm.store import commands
from tui_crm.store.journal.undo import undo
from tui_crm.store.records import Record, VersionConflictError, read
from tui_crm.store.validate import InvalidRecordError

if TYPE_CHECKING:
    from collections.abc import Callable

    from tui_crm.store.db.store import Store

NOW = NOON.astimezone(ZoneInfo("Asia/Tokyo"))


def stored(store: Store, record_id: int, record_type: str = "activities") -> Record:
    return read(store.connection, store.schema.type(record_type), record_id)


def when(text: str) -> When:
    return parse_when(text, NOW)


def test_plan_is_stored_in_utc_with_its_end_and_its_customer(store: Store) -> None:
    lead = add(store, "清水", "leads")
    said = Plan(
        "meeting", " 説明 ", when("tomorrow 14:00-15:00"), links={"lead": lead}, place="渋谷"
    )
    record = stored(store, plans.plan(store, said).id)
    assert (record["start_at"], record["end_at"]) == (
        "2026-11-22T05:00:00Z",
        "2026-11-22T06:00:00Z",
    )
    assert (record["subject"], record["lead"], record["place"]) == ("説明", lead, "渋谷")
    assert (record["status"], record["owner"], record["requested_by"]) == ("planned", 1, None)
    assert stored(store, lead, "leads")["next_activity_at"] == "2026-11-22T05:00:00Z"


def test_plan_for_a_day_alone_is_due_on_it_at_any_time(store: Store) -> None:
    call = stored(store, plans.plan(store, Plan("call", "x", when("tomorrow"))).id)
    assert (call["start_at"], call["due_on"], call["all_day"]) == (None, "2026-11-22", None)
    visit = stored(store, plans.plan(store, Plan("meeting", "x", when("tomorrow"))).id)
    assert (visit["due_on"], visit["all_day"]) == ("2026-11-22", 1)


def test_plan_without_a_subject_or_of_an_unknown_kind_is_refused(store: Store) -> None:
    for said in (Plan("task", "  "), Plan("dance", "x")):
        with pytest.raises(InvalidRecordError):
            plans.plan(store, said)


def test_plan_for_somebody_else_is_requested_from_them(open_store: Callable[..., Store]) -> None:
    mine, theirs = open_store("sato"), open_store("suzuki")
    add(mine, "x")
    add(theirs, "y")
    record = stored(mine, plans.plan(mine, Plan("task", "z", owner=2)).id)
    assert (record["owner"], record["requested_by"]) == (2, 1)
    assert "z" in subjects(agenda(theirs).undated)


def test_call_that_was_never_planned_is_logged_as_a_result_at_once(store: Store) -> None:
    lead = add(store, "清水", "leads")
    said = Plan("call", "Answered", links={"lead": lead})
    step = NextStep("call", "見積の件", when("tomorrow 10:00"))
    written = plans.log_done(store, said, "来週もう一度", step, minutes=15)
    record = stored(store, written.id)
    assert (record["status"], record["result"]) == ("done", "来週もう一度")
    assert (record["start_at"], record["end_at"], record["done_at"]) == (
        "2026-11-21T02:45:00Z",
        "2026-11-21T03:00:00Z",
        "2026-11-21T03:00:00Z",
    )
    following = stored(store, written.next_id or 0)
    assert (following["lead"], following["start_at"]) == (lead, "2026-11-22T01:00:00Z")
    known = stored(store, lead, "leads")
    assert known["last_activity_at"] == record["done_at"]
    assert known["next_activity_at"] == "2026-11-22T01:00:00Z"


def test_log_of_yesterday_is_done_yesterday(store: Store) -> None:
    past = parse_when("yesterday 15:00", NOW, prefer="past")
    written = plans.log_done(store, Plan("call", "x", past), "said")
    assert stored(store, written.id)["done_at"] == "2026-11-20T06:00:00Z"


def test_what_took_its_time_is_done_when_it_ended(store: Store) -> None:
    past = parse_when("yesterday 15:00", NOW, prefer="past")
    record = stored(store, plans.log_done(store, Plan("call", "x", past), "said", minutes=20).id)
    assert (record["start_at"], record["end_at"], record["done_at"]) == (
        "2026-11-20T06:00:00Z",
        "2026-11-20T06:20:00Z",
        "2026-11-20T06:20:00Z",
    )


def test_a_task_without_a_day_is_no_next_step(store: Store) -> None:
    lead = add(store, "清水", "leads")
    plans.plan(store, Plan("task", "some day", links={"lead": lead}))
    assert next_steps(store.connection, "lead", [lead]) == {}
    assert stored(store, lead, "leads")["next_activity_at"] is None
    plans.plan(store, Plan("task", "on a day", when("tomorrow"), links={"lead": lead}))
    assert next_steps(store.connection, "lead", [lead])[lead].subject == "on a day"


def test_finishing_and_what_follows_are_one_change_that_undo_takes_back(store: Store) -> None:
    lead = add(store, "清水", "leads")
    call = add(store, "x", kind="call", start_at=at(10), lead=lead)
    step = parse_next_step("tomorrow 10:00", NOW, kind="call", subject="x")
    written = plans.finish(store, call, "12月で合意", step)
    record = stored(store, call)
    assert (record["status"], record["result"]) == ("done", "12月で合意")
    assert record["done_at"] == "2026-11-21T03:00:00Z"
    following = stored(store, written.next_id or 0)
    assert (following["kind"], following["subject"], following["lead"]) == ("call", "x", lead)
    undo(store, written.batch or 0)
    assert stored(store, call)["status"] == "planned"
    with pytest.raises(NotFoundError):
        stored(store, written.next_id or 0)


def test_finishing_twice_is_refused_and_writes_nothing(store: Store) -> None:
    call = add(store, "x", kind="call")
    plans.finish(store, call, "first")
    with pytest.raises(CrmError, match="done already"):
        plans.finish(store, call, "second", NextStep("task", "y", None))
    assert stored(store, call)["result"] == "first"
    assert subjects(agenda(store).undated) == []


def test_finishing_keeps_a_result_that_was_noted_before(store: Store) -> None:
    call = add(store, "x", kind="call", result="no answer")
    plans.finish(store, call)
    assert stored(store, call)["result"] == "no answer"


def test_result_can_be_noted_and_a_done_activity_reopened(store: Store) -> None:
    call = add(store, "x", kind="call")
    plans.note_result(store, call, " no answer ")
    assert (stored(store, call)["status"], stored(store, call)["result"]) == (
        "planned",
        "no answer",
    )
    plans.finish(store, call)
    commands.edit(store, "activities", call, {"status": "planned"})
    assert (stored(store, call)["status"], stored(store, call)["done_at"]) == ("planned", None)


@pytest.mark.parametrize(
    ("values", "to", "expected"),
    [
        ({"start_at": at(15)}, "+1d", at(15, 22)),
        ({"start_at": at(15)}, "+1w", at(15, 28)),
        ({"start_at": at(15)}, "+1bd", at(15, 24)),
        ({"start_at": at(15, 25)}, "+1d", at(15, 26)),
        ({"start_at": at(15, 3)}, "+1d", at(15, 22)),
        ({"start_at": at(15)}, "11/30", at(15, 30)),
        ({"start_at": at(15)}, "明日 10時", at(10, 22)),
        ({"due_on": "2026-11-19"}, "+1d", "2026-11-22"),
        ({"due_on": "2026-11-19"}, "mon 14:00", at(14, 23)),
        ({}, "next week", "2026-11-28"),
    ],
)
def test_activity_is_moved(store: Store, values: dict[str, str], to: str, expected: str) -> None:
    call = add(store, "x", kind="call", **values)
    reschedule.reschedule(store, call, to)
    record = stored(store, call)
    assert [record[key] for key in ("start_at", "due_on") if record[key]] == [expected]


def test_moved_meeting_lasts_as_long_as_before(store: Store) -> None:
    call = add(store, "x", kind="meeting", start_at=at(10), end_at=at(11, minute=30))
    reschedule.reschedule(store, call, "+1w")
    assert stored(store, call)["end_at"] == at(11, 28, minute=30)
    reschedule.reschedule(store, call, "tomorrow 14:00-14:30")
    assert stored(store, call)["end_at"] == at(14, 22, minute=30)


def test_activity_is_not_moved_to_what_is_no_day(store: Store) -> None:
    call = add(store, "x", kind="call", start_at=at(10))
    with pytest.raises(UsageError):
        reschedule.reschedule(store, call, "soon")
    assert stored(store, call)["start_at"] == at(10)


def test_what_is_handed_on_is_requested_and_what_comes_back_is_not(
    open_store: Callable[..., Store],
) -> None:
    mine, theirs = open_store("sato"), open_store("suzuki")
    task = add(mine, "x")
    add(theirs, "y")
    reschedule.reassign(mine, task, 2)
    assert (stored(mine, task)["owner"], stored(mine, task)["requested_by"]) == (2, 1)
    reschedule.reassign(theirs, task, 1)
    assert (stored(mine, task)["owner"], stored(mine, task)["requested_by"]) == (1, None)


def test_write_over_a_newer_version_is_refused(store: Store) -> None:
    call = add(store, "x", kind="call", start_at=at(10))
    seen = stored(store, call).version
    reschedule.reschedule(store, call, "+1d")
    acts: tuple[Callable[[], object], ...] = (
        lambda: plans.finish(store, call, version=seen),
        lambda: plans.note_result(store, call, "r", version=seen),
        lambda: reschedule.reschedule(store, call, "+1w", version=seen),
        lambda: reschedule.reassign(store, call, 1, version=seen),
    )
    for act in acts:
        with pytest.raises(VersionConflictError):
            act()


def test_customer_of_a_deal_is_its_account_and_its_primary_contact(store: Store) -> None:
    account = add(store, "青空商事", "accounts", phone="03-1234-5678")
    contact = add(store, "", "contacts", last_name="鈴木", name=None, account=account)
    deal = add(store, "更新", "deals", account=account, primary_contact=contact)
    found = plans.customer(store, "deals", deal)
    assert found.links == {"deal": deal, "account": account, "contact": contact}
    assert (found.title, found.company) == ("更新", "青空商事")
    assert plans.customer(store, "contacts", contact).links == {
        "contact": contact,
        "account": account,
    }
    assert plans.customer(store, "accounts", account).phone == "03-1234-5678"


@pytest.mark.parametrize(
    ("text", "kind", "subject", "start"),
    [
        ("tomorrow 10:00 call back", "call", "call back", datetime(2026, 11, 22, 10)),
        ("明日10時 電話 見積の件", "call", "見積の件", datetime(2026, 11, 22, 10)),
        ("明日10時に電話", "call", "前の件", datetime(2026, 11, 22, 10)),
        ("tomorrow 10:00", "call", "前の件", datetime(2026, 11, 22, 10)),
        ("tomorrow", "call", "前の件", date(2026, 11, 22)),
        ("call Tanaka tomorrow 10:00", "call", "call Tanaka", datetime(2026, 11, 22, 10)),
        ("next fri 3pm meeting: demo", "meeting", "demo", datetime(2026, 11, 27, 15)),
        ("来週月曜 14:00-15:00 訪問 説明", "meeting", "説明", datetime(2026, 11, 23, 14)),
        ("12/10 15:00 見積の件", "call", "見積の件", datetime(2026, 12, 10, 15)),
        ("12/10 見積の件", "task", "見積の件", date(2026, 12, 10)),
        ("11/25までに資料送付", "task", "資料送付", date(2026, 11, 25)),
        ("tomorrow 9", "call", "前の件", datetime(2026, 11, 22, 9)),
        ("tomorrow 9 call back", "call", "call back", datetime(2026, 11, 22, 9)),
        ("tomorrow 9 samples", "task", "9 samples", date(2026, 11, 22)),
        ("明日9 電話 見積の件", "call", "見積の件", datetime(2026, 11, 22, 9)),
        ("明日 3 社訪問", "meeting", "3 社訪問", date(2026, 11, 22)),
        ("見積書を直す", "task", "見積書を直す", None),
        ("田中さんに電話する", "call", "田中さんに電話する", None),
        ("電話番号を確認", "task", "電話番号を確認", None),
        ("今度電話する", "call", "今度電話する", None),
        ("Monitor results", "task", "Monitor results", None),
        ("May I call you", "task", "May I call you", None),
        ("12/1 Eメール お礼", "task", "Eメール お礼", date(2026, 12, 1)),
        ("12/1 メール お礼", "mail", "お礼", date(2026, 12, 1)),
        ("[/] x\x1b[2J", "task", "[/] x\x1b[2J", None),
    ],
)
def test_next_step_is_read_from_words(
    text: str, kind: str, subject: str, start: date | datetime | None
) -> None:
    step = parse_next_step(text, NOW, kind="call", subject="前の件")
    found = step.when.start if step.when else None
    if isinstance(found, datetime):
        found = found.replace(tzinfo=None)
    assert (step.kind, step.subject, found) == (kind, subject, start)


def test_next_step_of_a_kind_of_ones_own_is_read_by_its_label(store: Store) -> None:
    choices = store.schema.choices("activity_kind")
    step = parse_next_step("明日 DM 新製品", NOW, choices=choices)
    assert (step.kind, step.subject) == ("direct_mail", "新製品")


@pytest.mark.parametrize("text", ["", "   ", "tomorrow 10:00"])
def test_next_step_without_anything_to_do_is_refused(text: str) -> None:
    with pytest.raises(UsageError):
        parse_next_step(text, NOW)
