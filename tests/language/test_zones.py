"""A local time has the offset of its own day, whatever day it is today."""

from __future__ import annotations

import time
from datetime import UTC, date, datetime, timedelta

import pytest

from tui_crm.language import formats
from tui_crm.language.when import parse_when
from tui_crm.language.zones import MACHINE, later


@pytest.fixture(autouse=True)
def new_york(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "America/New_York")
    time.tzset()


def winter() -> datetime:
    return datetime(2026, 11, 24, 15, 0, tzinfo=UTC).astimezone(MACHINE)


def utc(text: str) -> str:
    start = parse_when(text, winter()).start
    assert isinstance(start, datetime)
    return start.astimezone(UTC).strftime("%Y-%m-%d %H:%M")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2027-07-15 14:00", "2027-07-15 18:00"),
        ("2027-01-15 14:00", "2027-01-15 19:00"),
        ("15 Jul 2027 2pm", "2027-07-15 18:00"),
        ("2027年7月15日 14時", "2027-07-15 18:00"),
        ("2027-07-15T14:00", "2027-07-15 18:00"),
        # The clocks go from 2:00 to 3:00: half past two is as much later.
        ("2027-03-14 02:30", "2027-03-14 07:30"),
        ("2027-03-14 03:30", "2027-03-14 07:30"),
        # They show 1:00 to 2:00 twice: the first is meant.
        ("2027-11-07 01:30", "2027-11-07 05:30"),
        ("2027-11-07 02:30", "2027-11-07 07:30"),
    ],
)
def test_a_time_typed_in_winter_has_the_offset_of_its_day(text: str, expected: str) -> None:
    assert utc(text) == expected


@pytest.mark.parametrize(
    ("stored", "shown"),
    [
        ("2027-07-15T18:00:00Z", "2027-07-15 14:00 -0400"),
        ("2027-01-15T19:00:00Z", "2027-01-15 14:00 -0500"),
        ("2027-11-07T05:30:00Z", "2027-11-07 01:30 -0400"),
        ("2027-11-07T06:30:00Z", "2027-11-07 01:30 -0500"),
        ("2027-03-14T06:59:00Z", "2027-03-14 01:59 -0500"),
        ("2027-03-14T07:00:00Z", "2027-03-14 03:00 -0400"),
    ],
)
def test_a_stored_time_is_shown_by_the_clocks_of_its_day(stored: str, shown: str) -> None:
    assert f"{formats.local(stored, winter()):%Y-%m-%d %H:%M %z}" == shown


def test_how_long_something_lasts_is_counted_by_a_clock() -> None:
    when = parse_when("2027-03-14 01:00 for 2 hours", winter())
    assert when.end is not None
    assert f"{when.end:%H:%M %z}" == "04:00 -0400"
    span = parse_when("2027-11-07 00:30-2:30", winter())
    assert isinstance(span.start, datetime)
    assert span.end is not None
    assert span.end.astimezone(UTC) - span.start.astimezone(UTC) == timedelta(hours=3)


def test_so_long_from_now_goes_over_a_change_of_clocks() -> None:
    before = datetime(2027, 3, 14, 6, 30, tzinfo=UTC).astimezone(MACHINE)
    assert f"{later(before, timedelta(hours=1)):%H:%M}" == "03:30"
    start = parse_when("in 60 min", before).start
    assert isinstance(start, datetime)
    assert f"{start:%H:%M}" == "03:30"


def test_what_was_just_now_is_counted_over_a_change_of_clocks() -> None:
    now = datetime(2027, 11, 7, 6, 10, tzinfo=UTC).astimezone(MACHINE)
    assert formats.relative("2027-11-07T05:50:00Z", now, "en") == "20 min ago"


def test_midnight_of_a_day_is_that_of_the_day_itself() -> None:
    midnight = datetime.combine(date(2027, 7, 15), datetime.min.time(), tzinfo=MACHINE)
    assert midnight.astimezone(UTC).hour == 4
