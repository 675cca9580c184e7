"""A person's schedule: what is in which part of it, in which order, marked how."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from tests.conftest import NOON
from tui_crm.errors import NotFoundError
from tui_crm.features.activities.describe import about, remarks, sign, time_words
from tui_crm.features.activities.queries import count_late
from tui_crm.features.activities.today.schedule import agenda, on_day
from tui_crm.store.journal.unit import unit

if TYPE_CHECKING:
    from collections.abc import Callable

    from tui_crm.features.activities.queries import Part
    from tui_crm.store.db.store import Store
    from tui_crm.store.model import Value

TODAY = date(2026, 11, 21)
NOW = NOON.astimezone(ZoneInfo("Asia/Tokyo"))


def add(store: Store, subject: str, record_type: str = "activities", /, **values: Value) -> int:
    with unit(store, "add") as work:
        key = {"activities": "subject", "leads": "last_name"}.get(record_type, "name")
        return work.create(record_type, {key: subject, **values})


def at(hour: int, day: int = 21, minute: int = 0) -> str:
    """A time of day in Tokyo as it is stored."""
    return f"2026-11-{day - (hour < 9):02}T{(hour - 9) % 24:02}:{minute:02}:00Z"


def subjects(part: Part) -> list[str]:
    return [item.subject for item in part.items]


def test_parts_hold_what_is_overdue_on_undated_and_done_in_order(store: Store) -> None:
    add(store, "due today", due_on="2026-11-21")
    add(store, "at three", kind="call", start_at=at(15))
    add(store, "at nine", kind="call", start_at=at(9))
    add(store, "some day")
    add(store, "late call", kind="call", start_at=at(15, 20))
    add(store, "late task", due_on="2026-11-19")
    add(store, "finished", kind="call", status="done", done_at=at(10), due_on="2026-11-21")
    add(store, "tomorrow", due_on="2026-11-22")
    add(store, "cancelled", due_on="2026-11-21", status="cancelled")
    found = agenda(store)
    assert found.day == TODAY
    assert subjects(found.overdue) == ["late task", "late call", "at nine"]
    assert subjects(found.today) == ["at three", "due today"]
    assert subjects(found.undated) == ["some day"]
    assert subjects(found.done) == ["finished"]


def test_days_begin_and_end_at_local_midnight(store: Store) -> None:
    add(store, "last second before", kind="call", start_at="2026-11-20T14:59:59Z")
    add(store, "midnight", kind="call", start_at="2026-11-20T15:00:00Z")
    add(store, "last second", kind="call", start_at="2026-11-21T14:59:59Z")
    add(store, "next midnight", kind="call", start_at="2026-11-21T15:00:00Z")
    found = agenda(store, TODAY, with_rest=False)
    assert subjects(found.today) == ["midnight", "last second"]
    found = agenda(store, TODAY + timedelta(days=1))
    assert subjects(found.overdue) == ["last second before", "midnight", "last second"]
    assert subjects(found.today) == ["next midnight"]


def test_schedule_is_that_of_one_person(open_store: Callable[..., Store]) -> None:
    mine, theirs = open_store("sato"), open_store("suzuki")
    add(mine, "mine", due_on="2026-11-21")
    add(theirs, "theirs", due_on="2026-11-21")
    assert subjects(agenda(mine).today) == ["mine"]
    assert subjects(agenda(mine, user="suzuki").today) == ["theirs"]
    with pytest.raises(NotFoundError):
        agenda(mine, user="nobody")


def test_person_who_has_never_written_has_an_empty_schedule(store: Store) -> None:
    found = agenda(store)
    assert found.is_empty
    assert found.today.items == ()


def test_meeting_that_goes_on_over_days_is_on_and_not_overdue(store: Store) -> None:
    add(store, "fair", kind="meeting", start_at=at(9, 20), end_at=at(17, 22))
    add(store, "over", kind="meeting", start_at=at(9, 20), end_at=at(17, 20))
    found = agenda(store)
    assert subjects(found.today) == ["fair"]
    assert subjects(found.overdue) == ["over"]
    week = agenda(store, date(2026, 11, 16), 7)
    assert [len(on_day(week.today.items, date(2026, 11, day))) for day in range(19, 24)] == [
        *(0, 2, 1, 1, 0)
    ]


def test_calls_and_meetings_at_the_same_time_are_marked(store: Store) -> None:
    add(store, "long", kind="meeting", start_at=at(14), end_at=at(16))
    add(store, "short", kind="meeting", start_at=at(14, minute=30), end_at=at(15))
    add(store, "within", kind="call", start_at=at(15, minute=30))
    add(store, "right after", kind="call", start_at=at(16))
    add(store, "task", start_at=at(14))
    add(store, "no time", kind="call", due_on="2026-11-21")
    found = agenda(store)
    marked = [item.subject for item in found.today.items if item.is_conflict]
    assert marked == ["long", "short", "within"]


def test_two_calls_at_one_time_are_in_each_others_way(store: Store) -> None:
    add(store, "one", kind="call", start_at=at(14))
    add(store, "other", kind="call", start_at=at(14))
    assert [item.is_conflict for item in agenda(store).today.items] == [True, True]


def test_only_the_first_of_many_are_read_and_all_are_counted(store: Store) -> None:
    with unit(store, "import") as work:
        declared = work.schema.type("activities")
        row = work.with_defaults(declared, {"subject": "x", "title": "x", "due_on": "2026-01-01"})
        work.create_many("activities", [dict(row) for _ in range(300)])
    found = agenda(store, limit=20)
    assert (len(found.overdue.items), found.overdue.total) == (20, 300)
    assert len(agenda(store).overdue.items) == 300


def test_item_knows_the_people_and_companies_it_is_about(store: Store) -> None:
    lead = add(store, "清水", "leads", company="たちつてと㈱")
    account = add(store, "青空商事", "accounts")
    deal = add(store, "更新案件", "deals", account=account)
    add(store, "1", lead=lead, due_on="2026-11-21")
    add(store, "2", account=account, deal=deal, due_on="2026-11-21")
    first, second = agenda(store).today.items
    assert (first.lead_id, first.company, about(first)) == (
        lead,
        "たちつてと㈱",
        "清水 · たちつてと㈱",
    )
    assert (second.deal_id, about(second)) == (deal, "青空商事 › 更新案件")


def test_what_others_did_at_my_request_is_among_what_is_done(
    open_store: Callable[..., Store],
) -> None:
    mine, theirs = open_store("sato"), open_store("suzuki")
    add(mine, "asked")
    add(theirs, "warm up")
    with unit(mine, "edit") as work:
        changes: dict[str, Value] = {
            "owner": 2,
            "requested_by": 1,
            "status": "done",
            "done_at": at(11),
        }
        work.update("activities", 1, changes)
    [item] = agenda(mine).done.items
    assert remarks(item) == ["by suzuki"]


@pytest.mark.parametrize(
    ("values", "words", "mark"),
    [
        ({"start_at": at(15)}, "15:00", ""),
        ({"start_at": at(9)}, "09:00", "!"),
        ({"start_at": at(15), "end_at": at(16, minute=30)}, "15:00–16:30", ""),
        ({"start_at": at(23), "end_at": at(1, 22)}, "23:00–01:00", ""),
        ({"start_at": at(11), "end_at": at(13)}, "11:00–13:00", ""),
        ({"due_on": "2026-11-21"}, "any time", ""),
        ({"due_on": "2026-11-21", "all_day": 1}, "all day", ""),
        ({"start_at": at(0), "all_day": 1}, "all day", ""),
    ],
)
def test_time_is_said_without_its_date_and_late_ones_have_a_sign(
    store: Store, values: dict[str, Value], words: str, mark: str
) -> None:
    add(store, "x", kind="call", **values)
    found = agenda(store)
    [item] = (*found.overdue.items, *found.today.items)
    assert (time_words(item, NOW, TODAY), sign(item, NOW)) == (words, mark)


def test_overdue_items_are_said_with_their_date(store: Store) -> None:
    add(store, "x", kind="call", start_at=at(15, 20))
    add(store, "y", due_on="2025-11-19")
    late = agenda(store).overdue.items
    assert [time_words(item, NOW) for item in late] == ["Wed 19 Nov 2025", "Fri 20 Nov 15:00"]
    assert {sign(item, NOW) for item in late} == {"!"}


def test_overdue_count_goes_by_the_end_and_by_the_day(store: Store) -> None:
    add(store, "over", kind="call", start_at=at(9))
    add(store, "running", kind="meeting", start_at=at(11), end_at=at(13))
    add(store, "later", kind="call", start_at=at(15))
    add(store, "due today", due_on="2026-11-21")
    add(store, "late", due_on="2026-11-20")
    add(store, "some day")
    assert count_late(store.connection, 1, NOW) == 2
    assert subjects(agenda(store).overdue) == ["late", "over"]


def test_a_meeting_is_overdue_from_the_moment_on_that_it_ends(store: Store) -> None:
    add(store, "until noon", kind="meeting", start_at=at(11), end_at=at(12))
    add(store, "at noon", kind="call", start_at=at(12))
    found = agenda(store)
    assert (subjects(found.overdue), subjects(found.today)) == (["until noon"], ["at noon"])
    assert [item.is_late(NOW) for item in (*found.overdue.items, *found.today.items)] == [
        *(True, False)
    ]


def test_what_is_overdue_and_what_is_planned_are_all_there_is_and_share_nothing(
    store: Store,
) -> None:
    for hour in range(8, 20):
        add(store, f"call at {hour}", kind="call", start_at=at(hour))
        add(store, f"visit at {hour}", kind="meeting", start_at=at(hour), end_at=at(hour + 2))
    found = agenda(store)
    late, ahead = subjects(found.overdue), subjects(found.today)
    assert len({*late, *ahead}) == len(late) + len(ahead) == 24
    assert len(late) == count_late(store.connection, 1, NOW)
    assert all(item.is_late(NOW) for item in found.overdue.items)
    assert not any(item.is_late(NOW) for item in found.today.items)


def test_every_part_is_read_from_an_index_and_never_from_all_activities(store: Store) -> None:
    add(store, "x")
    seen: list[str] = []
    store.connection.raw.set_trace_callback(seen.append)
    agenda(store, limit=20)
    store.connection.raw.set_trace_callback(None)
    reads = [sql for sql in seen if sql.lstrip().startswith("SELECT * FROM (SELECT id")]
    assert len(reads) == 4
    for sql in reads:
        steps = [str(row[3]) for row in store.connection.rows(f"EXPLAIN QUERY PLAN {sql}")]
        touching = [step for step in steps if "activities" in step]
        assert touching
        assert all("activities_planned" in s or "activities_done" in s for s in touching), touching
