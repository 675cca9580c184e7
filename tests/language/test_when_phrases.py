"""How spans, times and days are said, seen from Tuesday 24 November 2026, 10:00."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from tui_crm.errors import UsageError
from tui_crm.language.when import When, parse_date, parse_when

TOKYO = ZoneInfo("Asia/Tokyo")
NOW = datetime(2026, 11, 24, 10, 0, tzinfo=TOKYO)

SPANS = """
13:00-14  |  11-24 13:00 – 14:00
16時-17  |  11-24 16:00 – 17:00
9:00 - 10  |  11-25 09:00 – 10:00
4pm-5  |  11-24 16:00 – 17:00
9am-12  |  11-25 09:00 – 12:00
1:15-2:15pm  |  11-24 13:15 – 14:15
wed 4:30-5pm  |  11-25 16:30 – 17:00
1:00 to 1:45 pm  |  11-24 13:00 – 13:45
10:30-12:15pm  |  11-24 10:30 – 12:15
10-12pm  |  11-24 10:00 – 12:00
10:45-12:45  |  11-24 10:45 – 12:45
11:15-1:15  |  11-24 11:15 – 13:15
11-1pm  |  11-24 11:00 – 13:00
8-5pm  |  11-25 08:00 – 17:00
9 to 5pm  |  11-25 09:00 – 17:00
2-3pm  |  11-24 14:00 – 15:00
2 - 3 pm  |  11-24 14:00 – 15:00
2 to 3pm  |  11-24 14:00 – 15:00
from 2 to 3pm  |  11-24 14:00 – 15:00
from 14:00 to 15:00  |  11-24 14:00 – 15:00
tomorrow from 3 to 4:30pm  |  11-25 15:00 – 16:30
tomorrow 3-4:30pm  |  11-25 15:00 – 16:30
9-10:30  |  11-25 09:00 – 10:30
9-10:30am  |  11-25 09:00 – 10:30
noon-1  |  11-24 12:00 – 13:00
noon to 1pm  |  11-24 12:00 – 13:00
noon-1:30  |  11-24 12:00 – 13:30
12-1pm  |  11-24 12:00 – 13:00
12:30-1pm  |  11-24 12:30 – 13:00
11am-1  |  11-24 11:00 – 13:00
11am-1pm  |  11-24 11:00 – 13:00
11:30am-12:30pm  |  11-24 11:30 – 12:30
4pm-5:30  |  11-24 16:00 – 17:30
10pm-2  |  11-24 22:00 – 11-25 02:00
10pm-2am  |  11-24 22:00 – 11-25 02:00
22:00-1:00  |  11-24 22:00 – 11-25 01:00
18:00-6:00  |  11-24 18:00 – 11-25 06:00
9:00-5:00  |  11-25 09:00 – 17:00
8am-8pm  |  11-25 08:00 – 20:00
8-8pm  |  11-25 08:00 – 20:00
13:00 -14  |  11-24 13:00 – 14:00
14:00 for 45 min  |  11-24 14:00 – 14:45
14:00 1.5h  |  11-24 14:00 – 15:30
2pm for 2 hours  |  11-24 14:00 – 16:00
午後2時から3時  |  11-24 14:00 – 15:00
午後2-3時  |  11-24 14:00 – 15:00
午後2時〜4時半  |  11-24 14:00 – 16:30
午前10時から1時  |  11-24 10:00 – 13:00
午前10時〜午後1時  |  11-24 10:00 – 13:00
10時から午後1時  |  11-24 10:00 – 13:00
9時から5時  |  11-25 09:00 – 17:00
9時-17時  |  11-25 09:00 – 17:00
13時〜14時半  |  11-24 13:00 – 14:30
13時半〜15時  |  11-24 13:30 – 15:00
14時から90分  |  11-24 14:00 – 15:30
14時から1時間半  |  11-24 14:00 – 15:30
22時から25時  |  11-24 22:00 – 11-25 01:00
正午から1時  |  11-24 12:00 – 13:00
16時−17  |  11-24 16:00 – 17:00
16時〜17  |  11-24 16:00 – 17:00
16:00〜17  |  11-24 16:00 – 17:00
明日10時〜11  |  11-25 10:00 – 11:00
明日の午後3時から4時まで  |  11-25 15:00 – 16:00
明日 15時-16  |  11-25 15:00 – 16:00
来週月曜 14:00-15  |  11-30 14:00 – 15:00
11/30 13:00-14:30  |  11-30 13:00 – 14:30
月曜14-15時  |  11-30 14:00 – 15:00
12月1日（火）14:00〜15:30  |  12-01 14:00 – 15:30
令和8年12月1日 10時〜11時半  |  12-01 10:00 – 11:30
3時から2時  |  11-25 03:00 – 14:00
1 Dec 9:30-10  |  12-01 09:30 – 10:00
Tue 1 Dec 14:00-15  |  12-01 14:00 – 15:00
12/1(火) 14:00〜15:00  |  12-01 14:00 – 15:00
2026-12-01 14:00-15  |  12-01 14:00 – 15:00
2026-12-01 2-3pm  |  12-01 14:00 – 15:00
2026/12/1 14:00~15  |  12-01 14:00 – 15:00
tomorrow 8am-12  |  11-25 08:00 – 12:00
明日9:00-9:30  |  11-25 09:00 – 09:30
"""
TIMES = """
in 20m  |  11-24 10:20
45m ago  |  11-24 09:15
13:00 -3d  |  11-21 13:00
13:00 +3d  |  11-27 13:00
in 30 min  |  11-24 10:30
in 90m  |  11-24 11:30
15m ago  |  11-24 09:45
20m later  |  11-24 10:20
20m from now  |  11-24 10:20
+20m  |  11-24 10:20
-45m  |  11-24 09:15
+2h  |  11-24 12:00
in 2h  |  11-24 12:00
in 1h 30m  |  11-24 11:30
in 1.5h  |  11-24 11:30
1時間半後  |  11-24 11:30
1時間30分後  |  11-24 11:30
30分後  |  11-24 10:30
2時間前  |  11-24 08:00
20分前  |  11-24 09:40
in 2 hours  |  11-24 12:00
this thursday 3pm  |  11-26 15:00
今週金曜15時  |  11-27 15:00
Dec 1 at 9:30  |  12-01 09:30
12/1 9時  |  12-01 09:00
tomorrow noon  |  11-25 12:00
day after tomorrow 4pm  |  11-26 16:00
明後日 正午  |  11-26 12:00
翌営業日 10時  |  11-25 10:00
next business day 10am  |  11-25 10:00
8am  |  11-25 08:00
18時  |  11-24 18:00
10:00  |  11-24 10:00
9時  |  11-25 09:00
now  |  11-24 10:00
24:00  |  11-25 00:00
25時  |  11-25 01:00
"""
DAYS = """
+3m  |  2027-02-24
11月  |  2026-11-30
in 2 w  |  2026-12-08
in 3 months  |  2027-02-24
2 months ago  |  2026-09-24
in 2mo  |  2027-01-24
+2mo  |  2027-01-24
this tuesday  |  2026-11-24
this monday  |  2026-11-30
this wed  |  2026-11-25
this fri  |  2026-11-27
今週火曜  |  2026-11-24
今週月曜  |  2026-11-23
last tuesday  |  2026-11-17
next tuesday  |  2026-12-01
tue  |  2026-12-01
tuesday  |  2026-12-01
火曜  |  2026-12-01
金曜  |  2026-11-27
来週火曜  |  2026-12-01
再来週の火曜日  |  2026-12-08
先週火曜  |  2026-11-17
11月30日  |  2026-11-30
12月  |  2026-12-01
10月  |  2027-10-01
11月末  |  2026-11-30
1月末  |  2027-01-31
end of november  |  2026-11-30
end of nov  |  2026-11-30
end of feb 2027  |  2027-02-28
end of the month  |  2026-11-30
end of this month  |  2026-11-30
end of next month  |  2026-12-31
月末  |  2026-11-30
来月末  |  2026-12-31
年末  |  2026-12-31
今月10日  |  2026-11-10
30日  |  2026-11-30
20日  |  2026-12-20
Nov 30  |  2026-11-30
30 Nov  |  2026-11-30
tomorrow  |  2026-11-25
"""
REFUSED = (
    "14:00-13:00",
    "10:00-10:00",
    "1pm-11am",
    "13:00-45",
    "mon 13:00-12:00",
    "月曜 13時から12時半",
    "13:00 +3",
    "9:00-1000",
    "9:00 -1000",
    "13:00-14 Nov",
    "14:00 - 15 min",
    "14:00 45m",
    "in 12m",
    "in 5m",
    "5m ago",
)


def rows(table: str) -> list[tuple[str, str]]:
    pairs = (line.split("  |  ") for line in table.strip().split("\n"))
    return [(text, meant) for text, meant in pairs]


def said(when: When) -> str:
    """Month, day and times, with the day of the end where it is another one."""
    if not isinstance(when.start, datetime):
        return when.start.isoformat()
    words = f"{when.start:%m-%d %H:%M}"
    if when.end is None:
        return words
    is_same = when.end.date() == when.start.date()
    return f"{words} – {when.end:%H:%M}" if is_same else f"{words} – {when.end:%m-%d %H:%M}"


@pytest.mark.parametrize(("text", "meant"), rows(SPANS) + rows(TIMES) + rows(DAYS))
def test_a_phrase_means_what_its_speaker_means(text: str, meant: str) -> None:
    assert said(parse_when(text, NOW)) == meant


@pytest.mark.parametrize("text", REFUSED)
def test_what_may_mean_two_things_is_refused(text: str) -> None:
    with pytest.raises(UsageError) as refused:
        parse_when(text, NOW)
    assert not str(refused.value).startswith("errors.")


def test_a_call_that_was_made_is_read_into_the_past() -> None:
    assert said(parse_when("9:00 - 10", NOW, prefer="past")) == "11-24 09:00 – 10:00"
    assert said(parse_when("45m ago", NOW, prefer="past")) == "11-24 09:15"
    assert said(parse_when("this monday", NOW, prefer="past")) == "2026-11-23"


@pytest.mark.parametrize(
    ("now", "text", "day"),
    [
        (date(2026, 11, 25), "this tuesday", "2026-12-01"),
        (date(2026, 11, 25), "今週火曜", "2026-11-24"),
        (date(2026, 11, 29), "this thursday", "2026-12-03"),
        (date(2026, 11, 29), "next thursday", "2026-12-03"),
        (date(2026, 11, 24), "11月", "2026-11-30"),
        (date(2026, 11, 1), "11月", "2026-11-30"),
        (date(2026, 11, 24), "+18m", "2028-05-24"),
    ],
)
def test_a_day_is_seen_from_the_day_on_which_it_is_said(now: date, text: str, day: str) -> None:
    assert parse_date(text, now).isoformat() == day


@pytest.mark.parametrize("text", ["in 20m", "3m ago"])
def test_a_date_is_not_so_many_minutes_away(text: str) -> None:
    with pytest.raises(UsageError):
        parse_date(text, NOW.date())


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("\u200e2026\u200e/\u200e12\u200e/\u200e1", "2026-12-01"),  # as file managers copy a date
        ("\u202a明日\u202c", "2026-11-25"),
    ],
)
def test_marks_that_nobody_sees_are_no_part_of_a_day(text: str, meant: str) -> None:
    assert said(parse_when(text, NOW)) == meant
