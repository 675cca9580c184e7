from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui_crm.errors import UsageError
from tui_crm.language import formats
from tui_crm.language.when import When, from_excel, parse_date, parse_when

if TYPE_CHECKING:
    from collections.abc import Callable

TOKYO = ZoneInfo("Asia/Tokyo")
NOW = datetime(2026, 11, 21, 10, 42, 30, tzinfo=TOKYO)  # a Saturday
TODAY = NOW.date()

DAYS = """
今日            2026-11-21
明日            2026-11-22
あした          2026-11-22
明後日          2026-11-23
しあさって      2026-11-24
昨日            2026-11-20
一昨日          2026-11-19
月曜            2026-11-23
土曜日          2026-11-28
今週金曜        2026-11-20
来週月曜        2026-11-23
来週の月曜日    2026-11-23
来週 月曜       2026-11-23
再来週火曜      2026-12-01
先週金曜        2026-11-13
来週            2026-11-28
月末            2026-11-30
今月末          2026-11-30
来月末          2026-12-31
再来月末        2027-01-31
月初            2026-11-01
来月初め        2026-12-01
来月            2026-12-21
来月10日        2026-12-10
来月の10日      2026-12-10
年末            2026-12-31
年度末          2027-03-31
来年3月末       2027-03-31
来年4月1日      2027-04-01
12月末          2026-12-31
2027年2月末     2027-02-28
12/1            2026-12-01
１２／１        2026-12-01
12月1日         2026-12-01
12月1日(火)     2026-12-01
12月1日（火）   2026-12-01
12/1(火)        2026-12-01
12月            2026-12-01
十二月一日      2026-12-01
2026年12月1日   2026-12-01
2013年07月18日  2013-07-18
令和8年12月1日  2026-12-01
令和元年5月1日  2019-05-01
R8.12.1         2026-12-01
平成31年4月30日 2019-04-30
昭和60/1/2      1985-01-02
㍻3年1月2日     1991-01-02
3日後           2026-11-24
三日後          2026-11-24
三百六十五日後  2027-11-21
3日前           2026-11-18
2週間後         2026-12-05
1か月後         2026-12-21
1ヶ月後         2026-12-21
１カ月後        2026-12-21
半年後          2027-05-21
1年後           2027-11-21
翌営業日        2026-11-24
次の営業日      2026-11-24
前営業日        2026-11-20
3営業日後       2026-11-26
25日            2026-11-25
10日            2026-12-10
31日            2026-12-31
2/29            2028-02-29
1/15            2027-01-15
11/21           2026-11-21
today           2026-11-21
Tomorrow        2026-11-22
day after tomorrow  2026-11-23
yesterday       2026-11-20
fri             2026-11-27
Saturday        2026-11-28
this fri        2026-11-27
next fri        2026-11-27
last friday     2026-11-13
next week       2026-11-28
next month      2026-12-21
next year       2027-11-21
end of month    2026-11-30
end of next month   2026-12-31
end of the year     2026-12-31
next business day   2026-11-24
+3d             2026-11-24
+3              2026-11-24
+1w             2026-11-28
-1w             2026-11-14
+2m             2027-01-21
+3bd            2026-11-26
in 3 days       2026-11-24
2 weeks ago     2026-11-07
2026-12-01      2026-12-01
２０２６-１２-０１  2026-12-01
2026/12/1       2026-12-01
2026.12.01      2026-12-01
20211231        2021-12-31
1965/6/1        1965-06-01
21/12/1         2021-12-01
4/14/2021       2021-04-14
4/14/21         2021-04-14
10/01/2026      2026-10-01
15/01/2025      2025-01-15
1.12.2026       2026-12-01
15 Apr, 2021    2021-04-15
15th April 2021 2021-04-15
Sep 12 2026     2026-09-12
September 12, 2026  2026-09-12
June 30 , 2015  2015-06-30
30-Jun-15       2015-06-30
1-Jan-70        1970-01-01
12 Sep          2027-09-12
Sep 12          2027-09-12
Sat, 21 Nov 2026    2026-11-21
Sat 21 Nov      2026-11-21
土 11/21        2026-11-21
"""

TIMES = """
15時                    2026-11-21 15:00
9時                     2026-11-22 09:00
10時42分                2026-11-21 10:42
17時半                  2026-11-21 17:30
午後3時                 2026-11-21 15:00
午後3時半               2026-11-21 15:30
午後13時                2026-11-21 13:00
午後12時                2026-11-21 12:00
午前10時15分            2026-11-22 10:15
正午                    2026-11-21 12:00
noon                    2026-11-21 12:00
24:00                   2026-11-22 00:00
25時                    2026-11-22 01:00
3pm                     2026-11-21 15:00
12am                    2026-11-22 00:00
明日15時                2026-11-22 15:00
明日の15時              2026-11-22 15:00
明日正午                2026-11-22 12:00
12月1日(火) 14:00       2026-12-01 14:00
12月1日（火）14時半     2026-12-01 14:30
12/1の15時ごろ          2026-12-01 15:00
令和8年12月1日 午前10時 2026-12-01 10:00
tomorrow 3pm            2026-11-22 15:00
tomorrow at 3:30 p.m.   2026-11-22 15:30
3pm tomorrow            2026-11-22 15:00
next fri 9am            2026-11-27 09:00
土 11/21 10:42          2026-11-21 10:42
Sat 21 Nov 10:42        2026-11-21 10:42
2時間後                 2026-11-21 12:42
30分後                  2026-11-21 11:12
+2h                     2026-11-21 12:42
in 30 min               2026-11-21 11:12
2 hours ago             2026-11-21 08:42
2026-12-01 14:00        2026-12-01 14:00
2026-12-01T14:00        2026-12-01 14:00
2021-04-15T21:02:00Z    2021-04-16 06:02
2021-04-15 21:02:00 +0000   2021-04-16 06:02
2021-04-15 21:02:00 UTC 2021-04-16 06:02
2021-04-15T21:02:00.123-05:00   2021-04-16 11:02
2021-04-15 21:02:00     2021-04-15 21:02
15 Apr, 2021 00:03:00   2021-04-15 00:03
4/14/2021 3:05 PM       2021-04-14 15:05
2021/4/5 0:00:00        2021-04-05 00:00
Thu Sep 12 2024 10:00:00    2024-09-12 10:00
"""

SPANS = """
mon 14:00-15:00         2026-11-23 14:00 15:00
月曜 14:00〜15:00       2026-11-23 14:00 15:00
月曜14時から15時まで    2026-11-23 14:00 15:00
月曜 14時から1時間      2026-11-23 14:00 15:00
月曜 14時から1時間半    2026-11-23 14:00 15:30
月曜 14:00 (30分)       2026-11-23 14:00 14:30
mon 14:00 for 90 min    2026-11-23 14:00 15:30
mon 14:00 1h            2026-11-23 14:00 15:00
mon 14-15時             2026-11-23 14:00 15:00
mon 2-3pm               2026-11-23 14:00 15:00
mon 3pm to 5pm          2026-11-23 15:00 17:00
月曜 午後2時から3時     2026-11-23 14:00 15:00
月曜 午後2-3時          2026-11-23 14:00 15:00
2026-11-23 14:00-15:00  2026-11-23 14:00 15:00
"""


def rows(table: str, columns: int) -> list[tuple[str, ...]]:
    return [tuple(line.rsplit(None, columns)) for line in table.strip().split("\n")]


@pytest.mark.parametrize(("text", "day"), rows(DAYS, 1))
def test_a_day_is_read_as_people_say_it(text: str, day: str) -> None:
    assert parse_when(text, NOW) == When(date.fromisoformat(day))
    assert parse_date(text, TODAY, prefer="future") == date.fromisoformat(day)
    assert parse_date(f" {text} ", TODAY, prefer="future") == date.fromisoformat(day)


@pytest.mark.parametrize(("text", "day", "clock"), rows(TIMES, 2))
def test_a_point_in_time_is_read_as_people_say_it(text: str, day: str, clock: str) -> None:
    when = parse_when(text, NOW)
    assert isinstance(when.start, datetime)
    assert f"{when.start:%Y-%m-%d %H:%M}" == f"{day} {clock}"
    assert (when.start.tzinfo, when.end, when.all_day) == (TOKYO, None, False)


@pytest.mark.parametrize(("text", "day", "start", "end"), rows(SPANS, 3))
def test_a_span_is_read_as_people_say_it(text: str, day: str, start: str, end: str) -> None:
    when = parse_when(text, NOW)
    assert isinstance(when.end, datetime)
    assert f"{when.start:%Y-%m-%d %H:%M} {when.end:%H:%M}" == f"{day} {start} {end}"


def test_a_span_may_end_on_the_next_day() -> None:
    when = parse_when("22:00-1:00", NOW)
    assert when.end == datetime(2026, 11, 22, 1, 0, tzinfo=TOKYO)


@pytest.mark.parametrize(
    "text",
    [
        *("", " ", "nonsense", "call me", "n/a", "月", "明日 明後日", "mon tue wed", "14:00 15:00"),
        *("2026-13-01", "2026-02-30", "2/30", "13月1日", "32日", "12/1/1", "0/0", "25:61", "31時"),
        *("午前13時", "13pm", "0am", "+9999y", "+99999d", "0000-01-01", "0000/1/1", "12/1 1400"),
        *("9" * 5000, "99999999999999", "令和99999年1月1日", "1E+999999999", "\ud800", "-", "+"),
        "12/1\x1b[31m",
    ],
)
def test_nonsense_is_refused_in_a_sentence(text: str) -> None:
    with pytest.raises(UsageError) as refused:
        parse_when(text, NOW)
    assert not str(refused.value).startswith("errors.")
    assert len(str(refused.value)) < 300
    with pytest.raises(UsageError):
        parse_date(text, TODAY)


@pytest.mark.parametrize("text", ["9999-12-31", "1700-01-01", "9999/12/31", "1 Jan 2201", "+9000m"])
def test_a_year_far_away_is_refused(text: str) -> None:
    with pytest.raises(UsageError, match=r"1800.*2200"):
        parse_date(text, TODAY)
    with pytest.raises(UsageError):
        parse_when(f"{text} 10:00", NOW)


def test_a_day_of_the_week_that_does_not_fit_is_pointed_out() -> None:
    with pytest.raises(UsageError) as refused:
        parse_when("12月1日(月)", NOW)
    assert refused.value.key == "language.weekday"
    with pytest.raises(UsageError):
        parse_when("Mon 21 Nov 2026", NOW)


def test_a_time_alone_needs_no_day_but_a_date_does() -> None:
    with pytest.raises(UsageError):
        parse_date("15時", TODAY)
    assert parse_date("12/1 15:00", TODAY) == date(2026, 12, 1)


@pytest.mark.parametrize(
    ("text", "future", "past", "nearest"),
    [
        ("11/1", "2027-11-01", "2026-11-01", "2026-11-01"),
        ("1/15", "2027-01-15", "2026-01-15", "2027-01-15"),
        ("11/21", "2026-11-21", "2026-11-21", "2026-11-21"),
        ("2/29", "2028-02-29", "2024-02-29", "2028-02-29"),
        ("10日", "2026-12-10", "2026-11-10", "2026-11-10"),
        ("月曜", "2026-11-23", "2026-11-16", "2026-11-23"),
        ("12月末", "2026-12-31", "2025-12-31", "2026-12-31"),
    ],
)
def test_without_a_year_it_depends_on_what_is_asked(
    text: str, future: str, past: str, nearest: str
) -> None:
    assert parse_date(text, TODAY, prefer="future").isoformat() == future
    assert parse_date(text, TODAY, prefer="past").isoformat() == past
    assert parse_date(text, TODAY).isoformat() == nearest


def test_a_time_alone_is_the_next_or_the_last_one() -> None:
    nine = datetime(2026, 11, 21, 9, 0, tzinfo=TOKYO)
    assert parse_when("9:00", NOW).start == nine + timedelta(days=1)
    assert parse_when("9:00", NOW, prefer="past").start == nine
    assert parse_when("15:00", NOW, prefer="past").start == nine - timedelta(hours=18)
    assert parse_when("9:00", NOW, prefer="none").start == nine
    assert parse_when("10:42", NOW).start == NOW.replace(second=0)


def test_day_first_where_that_is_asked() -> None:
    assert parse_date("1/2/2026", TODAY) == date(2026, 1, 2)
    assert parse_date("1/2/2026", TODAY, dayfirst=True) == date(2026, 2, 1)
    assert parse_date("4/14/2021", TODAY, dayfirst=True) == date(2021, 4, 14)
    assert parse_date("1/12", TODAY, dayfirst=True) == date(2026, 12, 1)


def test_a_time_that_summer_time_skips_comes_later() -> None:
    now = datetime(2027, 3, 1, 9, 0, tzinfo=ZoneInfo("America/New_York"))
    start = parse_when("2027-03-14 02:30", now).start
    assert f"{start:%Y-%m-%d %H:%M %z}" == "2027-03-14 03:30 -0400"
    span = parse_when("3/14 1:00-3:00", now)
    assert isinstance(span.start, datetime)
    assert span.end is not None
    assert span.end - span.start.astimezone(UTC) == timedelta(hours=1)


def test_now_is_now() -> None:
    assert parse_when("now", NOW).start == parse_when("今", NOW).start == NOW


def test_excel_serials_are_points_in_time() -> None:
    assert from_excel(44301.5) == datetime(2021, 4, 15, 12, 0)
    assert from_excel(42839.5, is_1904=True) == datetime(2021, 4, 15, 12, 0)
    for serial in (-1, 0, 60, 1e9, float("nan"), float("inf")):
        with pytest.raises(UsageError):
            from_excel(serial)


@given(st.dates(date(1800, 1, 1), date(2200, 12, 31)), st.sampled_from(["ja", "en"]))
def test_a_date_as_shown_reads_the_same(day: date, language: str) -> None:
    for text in (
        formats.day(day, None, language),  # type: ignore[arg-type]
        formats.weekday_day(day, None, language),  # type: ignore[arg-type]
        day.isoformat(),
        f"{day:%Y%m%d}",
    ):
        assert parse_date(text, TODAY) == day


@given(st.integers(-150, 150), st.times(), st.sampled_from(["ja", "en"]))
def test_a_near_time_as_shown_reads_the_same(days: int, clock: object, language: str) -> None:
    moment = datetime.combine(TODAY + timedelta(days=days), clock, tzinfo=TOKYO)  # type: ignore[arg-type]
    moment = moment.replace(second=0, microsecond=0, fold=0)
    text = formats.stamp(moment, NOW, language)  # type: ignore[arg-type]
    assert parse_when(text, NOW, prefer="none").start == moment


PIECES = st.lists(
    st.sampled_from(
        [
            *(
                "明日",
                "来週",
                "月",
                "曜",
                "末",
                "の",
                "12",
                "/",
                "1",
                "日",
                "後",
                "時",
                "半",
                "から",
                "+",
            ),
            *("-", "d", "next", "fri", " ", ":", "30", "pm", "令和", "年", "sep", "2026", "99999"),
        ]
    ),
    max_size=8,
).map("".join)


@given(st.text() | PIECES)
def test_any_text_is_a_day_or_a_plain_error(text: str) -> None:
    readings: tuple[Callable[[], date], ...] = (
        lambda: parse_date(text, TODAY),
        lambda: parse_when(text, NOW).start,
    )
    for parse in readings:
        try:
            found = parse()
        except UsageError:
            continue
        assert 1800 <= found.year <= 2200


@pytest.mark.parametrize(
    "text", ["来週月曜14時", "来週月曜14:00", "来週の月曜日14時", "来週月曜 14時"]
)
def test_a_time_follows_a_day_of_a_week_without_a_space(text: str) -> None:
    when = parse_when(text, datetime(2026, 11, 21, 12, tzinfo=UTC))
    assert when.start == datetime(2026, 11, 23, 14, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    ["tomorrow 9", "tomorrow at 9", "tmr 9", "明日9", "明日 9", "明日９", "あす9", "あしたの9"],
)
def test_bare_number_behind_a_word_for_a_day_is_an_hour(text: str) -> None:
    assert parse_when(text, NOW).start == (NOW + timedelta(days=1)).replace(
        hour=9, minute=0, second=0
    )


@pytest.mark.parametrize("text", ["tomorrow 99", "mon 9", "12/1 9", "next week 9", "明日 9 10"])
def test_bare_number_elsewhere_is_no_hour(text: str) -> None:
    with pytest.raises(UsageError):
        parse_when(text, NOW)
