"""What was meant as a day or a time and is none is refused, and never becomes a subject."""

from __future__ import annotations

import pytest

from tests.conftest import still_clock
from tui_crm.errors import UsageError
from tui_crm.features.activities.next_step_line import dated_subject, parse_next_step

NOW = still_clock().astimezone()


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("2/30 訪問", "2/30"),
        ("２／３０訪問", "2/30"),
        ("2/30 10:00", "2/30"),
        ("tomorow 10:00 call about price", "tomorow"),
        ("tommorow call", "tommorow"),
        ("Wedesday visit", "Wedesday"),
        ("13月5日 電話", "13月5日"),
        ("2月30日に訪問", "2月30日"),
        ("31:00 call", "31:00"),
        ("明日 31:00 電話", "31:00"),
        ("Feb 30 visit", "Feb 30"),
        ("明白 電話", "明白"),
        ("2026-13-01 mail", "2026-13-01"),
    ],
)
def test_what_was_meant_as_a_day_is_refused(text: str, meant: str) -> None:
    with pytest.raises(UsageError) as caught:
        parse_next_step(text, NOW)
    assert f"“{meant}”" in str(caught.value)


@pytest.mark.parametrize(
    "text",
    [
        "03-1234-5678 に電話",
        "100-200 units offered",
        "50-60名の会議",
        "2月号の原稿",
        "3日間の研修",
        "24時間対応の件",
        "Monday's notes",
        "sundry matters",
        "money back",
        "Fred wants a quote",
        "来集客の件",
        "明白な誤りの件",
        "2026 budget",
    ],
)
def test_what_only_begins_with_figures_is_a_subject(text: str) -> None:
    assert parse_next_step(text, NOW).subject == text


def test_day_before_a_subject_is_taken_off_it() -> None:
    when, subject = dated_subject("12/1 visit", NOW)
    assert (when and when.start.isoformat(), subject) == ("2026-12-01", "visit")
    assert dated_subject("tomorrow", NOW) == (None, "tomorrow")
    assert dated_subject("visit 12/1", NOW) == (None, "visit 12/1")


@pytest.mark.parametrize(
    ("text", "subject", "start", "end"),
    [
        ("tomorrow 13:00-14 call Ken", "call Ken", "22 13:00", "22 14:00"),
        ("明日13:00-14 見積の件", "見積の件", "22 13:00", "22 14:00"),
        ("13:00-14 people come", "people come", "21 13:00", "21 14:00"),
        ("2:15-3:15pm demo", "demo", "21 14:15", "21 15:15"),
        ("call Ken 13:00-14", "call Ken", "21 13:00", "21 14:00"),
    ],
)
def test_a_bare_hour_ends_a_span_in_a_next_step(
    text: str, subject: str, start: str, end: str
) -> None:
    step = parse_next_step(text, NOW)
    assert step.when is not None
    assert (step.subject, f"{step.when.start:%d %H:%M}") == (subject, start)
    assert f"{step.when.end:%d %H:%M}" == end


@pytest.mark.parametrize("text", ["in 5m call Ken", "call Ken in 5m"])
def test_what_may_be_meant_in_two_ways_is_asked_about(text: str) -> None:
    with pytest.raises(UsageError):
        parse_next_step(text, NOW)


def test_a_number_of_minutes_is_no_end_of_a_span() -> None:
    step = parse_next_step("14:00 - 15 min call", NOW)
    assert step.when is not None
    assert (step.subject, step.when.end) == ("15 min call", None)
