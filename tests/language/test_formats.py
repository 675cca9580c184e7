from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from tui_crm import i18n
from tui_crm.language import formats

TOKYO = ZoneInfo("Asia/Tokyo")
NOW = datetime(2026, 11, 21, 10, 42, tzinfo=TOKYO)
TODAY = NOW.date()


def test_dates_follow_the_language() -> None:
    assert formats.day(TODAY, NOW, "ja") == "11/21"
    assert formats.day(TODAY, NOW, "en") == "21 Nov"
    assert formats.weekday_day(TODAY, NOW, "ja") == "11/21(土)"
    assert formats.weekday_day(TODAY, NOW, "en") == "Sat 21 Nov"
    assert formats.long_day(TODAY, NOW, "ja") == "11/21（土）"
    assert formats.long_day(TODAY, NOW, "en") == "Saturday 21 November"


def test_another_year_is_named() -> None:
    assert formats.day(date(2027, 1, 5), NOW, "ja") == "2027/1/5"
    assert formats.day(date(2027, 1, 5), NOW, "en") == "5 Jan 2027"
    assert formats.day(TODAY, None, "ja") == "2026/11/21"
    assert formats.weekday_day(date(2027, 1, 5), NOW, "en") == "Tue 5 Jan 2027"
    assert formats.weekday_day(date(2027, 1, 5), NOW, "ja") == "2027/1/5(火)"
    assert formats.long_day(date(2027, 1, 5), NOW, "ja") == "2027/1/5（火）"


def test_stored_times_are_shown_in_the_zone_of_now() -> None:
    assert formats.stamp("2026-11-21T01:42:00Z", NOW, "ja") == "11/21(土) 10:42"
    assert formats.stamp("2026-11-21T01:42:00Z", NOW, "en") == "Sat 21 Nov 10:42"
    assert formats.stamp("2026-11-20T20:00:00", NOW, "ja") == "11/21(土) 05:00"
    assert formats.clock("2026-11-21T00:10:00Z", NOW) == "09:10"
    in_utc = datetime(2026, 11, 21, 1, 42, tzinfo=UTC)
    assert formats.moment(in_utc, None, "ja") == formats.moment(in_utc.isoformat(), None, "ja")


@pytest.mark.parametrize(
    ("past", "japanese", "english"),
    [
        (timedelta(seconds=30), "たった今", "just now"),
        (timedelta(minutes=5), "5分前", "5 min ago"),
        (timedelta(hours=23, minutes=59), "23時間前", "23 h ago"),
        (timedelta(days=3), "3日前", "3 d ago"),
        (timedelta(days=7), "1週間前", "1 w ago"),
        (timedelta(days=15), "2週間前", "2 w ago"),
        (timedelta(days=61), "2か月前", "2 mo ago"),
        (timedelta(days=364), "11か月前", "11 mo ago"),
        (timedelta(days=365), "1年前", "1 y ago"),
        (timedelta(days=800), "2年前", "2 y ago"),
    ],
)
def test_the_past_is_counted(past: timedelta, japanese: str, english: str) -> None:
    assert formats.moment(NOW - past, NOW, "ja") == japanese
    assert formats.moment(NOW - past, NOW, "en") == english


@pytest.mark.parametrize(
    ("when", "japanese", "english"),
    [
        ("2026-11-21T14:00:00+09:00", "14:00", "14:00"),
        ("2026-11-22T00:30:00+09:00", "明日 00:30", "tomorrow 00:30"),
        ("2026-11-23T14:00:00+09:00", "月曜 14:00", "Mon 14:00"),
        ("2026-11-28T10:00:00+09:00", "11/28 10:00", "28 Nov 10:00"),
        ("2027-11-28T10:00:00+09:00", "2027/11/28 10:00", "28 Nov 2027 10:00"),
    ],
)
def test_the_future_is_named(when: str, japanese: str, english: str) -> None:
    assert formats.relative(when, NOW, "ja") == japanese
    assert formats.relative(when, NOW, "en") == english


def test_numbers_are_grouped() -> None:
    assert formats.number(1204) == "1,204"
    assert formats.number(-1234567.25) == "-1,234,567.25"
    assert formats.number(0.5) == "0.5"
    assert formats.number(-0.5) == "-0.5"
    assert formats.number(3.0) == "3"
    assert formats.number(2 / 3, 1) == "0.7"
    assert formats.number(1e300).startswith("1,000")
    assert formats.number(1e-7) == "1e-07"
    assert formats.percent(97, "ja") == "97%"
    assert formats.percent(97, "en") == "97%"


def test_truth_follows_the_language_in_use(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(i18n, "_language", "ja")
    assert [formats.boolean(True), formats.boolean(False)] == ["はい", "いいえ"]
    assert [formats.boolean(True, "en"), formats.boolean(False, "en")] == ["Yes", "No"]


def test_both_languages_have_the_same_patterns() -> None:
    assert i18n._area("ja", "formats").keys() == i18n._area("en", "formats").keys()


@pytest.mark.parametrize(
    ("value", "english", "japanese"),
    [
        (0, "0", "0"),
        (950, "950", "950"),
        (9_876, "9.88K", "9,876"),
        (12_800_000, "12.8M", "1,280万"),
        (12_845_000, "12.8M", "1,280万"),
        (128_000_000, "128M", "1.28億"),
        (999_999, "1M", "100万"),
        (-50_000, "-50K", "-5万"),
        (3_000_000_000_000, "3T", "3兆"),
    ],
)
def test_large_numbers_are_shortened_as_people_say_them(
    value: int, english: str, japanese: str
) -> None:
    assert formats.short_number(value, "en") == english
    assert formats.short_number(value, "ja") == japanese


def test_points_in_time_are_stored_in_utc_and_days_are_told_from_them() -> None:
    assert formats.stored(NOW) == "2026-11-21T01:42:00Z"
    assert formats.local(formats.stored(NOW), NOW) == NOW
    assert formats.is_day("2026-11-21")
    assert not formats.is_day("2026-11-21T01:42:00Z")
    assert not formats.is_day("")
