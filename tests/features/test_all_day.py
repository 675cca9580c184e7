"""An all-day entry is on its day in every zone, by whatever road it came; nothing ends early."""

from __future__ import annotations

import time
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest

from tests.exchange.importing import bring, given
from tui_crm.exchange.importing.options import Duplicates
from tui_crm.features.activities import reschedule
from tui_crm.features.activities.calendar import component
from tui_crm.features.activities.queries import items
from tui_crm.features.activities.today import schedule
from tui_crm.store.journal.unit import unit
from tui_crm.store.records import read
from tui_crm.store.validate import InvalidRecordError

if TYPE_CHECKING:
    from pathlib import Path

    from tui_crm.store.db.store import Store
    from tui_crm.store.model import Value
    from tui_crm.store.records import Record

FAIR: dict[str, Value] = {
    "kind": "meeting",
    "subject": "fair",
    "due_on": "2026-12-02",
    "end_on": "2026-12-04",
    "all_day": 1,
}


def in_zone(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setenv("TZ", name)
    time.tzset()


def add(store: Store, **values: Value) -> int:
    with unit(store, "add") as work:
        made = {"kind": "meeting", "subject": "visit", **values}
        return work.create("activities", made)


def activity(store: Store, activity_id: int = 1) -> Record:
    return read(store.connection, store.schema.type("activities"), activity_id)


def days(record: Record) -> tuple[Value, ...]:
    return tuple(record[key] for key in ("start_at", "end_at", "due_on", "end_on", "all_day"))


def test_times_of_an_all_day_entry_become_days_wherever_it_is_written(store: Store) -> None:
    made = add(store, start_at="2026-12-01T15:00:00Z", end_at="2026-12-03T15:00:00Z", all_day=1)
    assert days(activity(store, made)) == (None, None, "2026-12-02", "2026-12-04", 1)
    with unit(store, "edit") as work:
        work.update("activities", made, {"start_at": "2026-12-09T15:00:00Z"})
    assert days(activity(store, made)) == (None, None, "2026-12-10", None, 1)


def test_a_time_of_day_takes_an_entry_off_its_whole_day(store: Store) -> None:
    made = add(store, **FAIR)
    with unit(store, "edit") as work:
        work.update("activities", made, {"start_at": "2026-12-02T05:00:00Z"})
    assert days(activity(store, made)) == ("2026-12-02T05:00:00Z", None, None, None, None)


@pytest.mark.parametrize(
    ("start", "end", "first", "last"),
    [
        ("2026-03-29", "2026-03-29", "2026-03-29", None),
        ("2026-03-29", "2026-03-31", "2026-03-29", "2026-03-31"),
        ("3/29/2026 12:00:00 AM", "3/30/2026 12:00:00 AM", "2026-03-29", None),
        ("2026/03/29 0:00:00", "2026/03/31 0:00:00", "2026-03-29", "2026-03-30"),
        ("2026-03-29T00:00:00.000Z", "2026-03-30T00:00:00.000Z", "2026-03-29", "2026-03-30"),
        ("29 Mar 2026", "", "2026-03-29", None),
    ],
)
def test_an_imported_day_is_that_day_in_every_zone(
    store: Store,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    start: str,
    end: str,
    first: str,
    last: str | None,
) -> None:
    rows = ("Subject|Type|Start|End|All Day|Status", f"a|Meeting|{start}|{end}|TRUE|Planned")
    for zone in ("Asia/Tokyo", "America/New_York", "Pacific/Auckland"):
        in_zone(monkeypatch, zone)
        report = bring(store, given(tmp_path, *rows), to="activities", duplicates=Duplicates.CREATE)
        assert report.created == 1
    for number in (1, 2, 3):
        assert days(activity(store, number)) == (None, None, first, last, 1)


@pytest.mark.parametrize("zone", ["Asia/Tokyo", "America/New_York", "Pacific/Apia"])
def test_a_whole_day_is_not_late_before_it_is_over(
    store: Store, monkeypatch: pytest.MonkeyPatch, zone: str
) -> None:
    add(store, **FAIR)
    in_zone(monkeypatch, zone)
    for day in (2, 3, 4):
        agenda = schedule.agenda(store, date(2026, 12, day))
        assert [item.subject for item in agenda.today.items] == ["fair"]
        assert agenda.overdue.total == 0
        item = agenda.today.items[0]
        assert schedule.on_day([item], date(2026, 12, day)) == [item]
        assert not item.is_late(datetime(2026, 12, day, 23, 0).astimezone())
    after = schedule.agenda(store, date(2026, 12, 5))
    assert (after.overdue.total, after.today.total) == (1, 0)


@pytest.mark.parametrize("zone", ["Asia/Tokyo", "America/New_York"])
def test_a_calendar_file_names_the_day_and_no_time(
    store: Store, monkeypatch: pytest.MonkeyPatch, zone: str
) -> None:
    add(store, **FAIR)
    in_zone(monkeypatch, zone)
    lines = component(activity(store)).to_ical().decode().split("\r\n")
    assert lines[0] == "BEGIN:VEVENT"
    assert "DTSTART;VALUE=DATE:20261202" in lines
    assert "DTEND;VALUE=DATE:20261205" in lines


def test_a_move_keeps_how_many_days_it_lasts(store: Store) -> None:
    made = add(store, **{**FAIR, "kind": "call"})
    item = items(store.connection, [made])[0]
    reschedule.reschedule(store, item.id, "2026-12-10")
    assert days(activity(store, made)) == (None, None, "2026-12-10", "2026-12-12", 1)


@pytest.mark.parametrize(
    "values",
    [
        {"start_at": "2026-03-28T15:00:00Z", "end_at": "2026-03-28T14:00:00Z"},
        {"due_on": "2026-03-28", "end_on": "2026-03-27", "all_day": 1},
    ],
)
def test_an_end_before_the_start_is_refused_by_hand(store: Store, values: dict[str, Value]) -> None:
    with pytest.raises(InvalidRecordError, match=r"is before (Start|Due)"):
        add(store, **values)


def test_an_end_before_the_start_is_refused_in_a_file(store: Store, tmp_path: Path) -> None:
    rows = ("Subject|Type|Start|End|Status", "b|Meeting|2026-03-28 15:00|2026-03-28 14:00|Planned")
    report = bring(store, given(tmp_path, *rows), to="activities")
    assert (report.created, report.failed) == (0, 1)


def test_a_time_has_the_offset_of_its_day_in_list_and_calendar(
    store: Store, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    in_zone(monkeypatch, "America/New_York")
    rows = ("Subject|Type|Start|Status", "s|Meeting|2027-07-15 14:00|Planned")
    bring(store, given(tmp_path, *rows), to="activities")
    record = activity(store)
    assert record["start_at"] == "2027-07-15T18:00:00Z"
    item = schedule.agenda(store, date(2027, 7, 15)).today.items[0]
    assert item.start == datetime(2027, 7, 15, 18, 0, tzinfo=UTC)
    assert item.start.hour == 14
    reschedule.reschedule(store, 1, "2027-01-15")
    assert activity(store)["start_at"] == "2027-01-15T19:00:00Z"


def test_an_end_before_the_start_is_refused_where_a_file_changes_a_record(
    store: Store, tmp_path: Path
) -> None:
    made = add(store, external_id="x1", start_at="2026-12-05T05:00:00Z")
    rows = ("External ID|Subject|Type|End", "x1|visit|Meeting|2026-12-05 13:00")
    options = {"to": "activities", "duplicates": Duplicates.OVERWRITE}
    report = bring(store, given(tmp_path, *rows), **options)
    assert (report.updated, report.failed) == (0, 1)
    assert activity(store, made)["end_at"] is None
