"""The vocabulary of the grammar of days and times, in Japanese and English."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

DAYS: Final = {
    **dict.fromkeys(("今日", "本日", "きょう", "today"), 0),
    **dict.fromkeys(("明日", "あした", "あす", "翌日", "tomorrow", "tmrw", "tmr"), 1),
    **dict.fromkeys(("明後日", "あさって", "翌々日", "day after tomorrow"), 2),
    **dict.fromkeys(("明々後日", "明明後日", "しあさって"), 3),
    **dict.fromkeys(("昨日", "きのう", "前日", "yesterday"), -1),
    **dict.fromkeys(("一昨日", "おととい", "day before yesterday"), -2),
}
WEEKS: Final = {
    **{"先々週": -2, "先週": -1, "前週": -1, "今週": 0, "来週": 1, "翌週": 1, "再来週": 2},
    **{"last week": -1, "this week": 0, "next week": 1, "last": -1, "this": 0, "next": 1},
}
MONTHS: Final = {
    **{"先々月": -2, "先月": -1, "前月": -1, "今月": 0, "当月": 0, "来月": 1, "翌月": 1},
    **{"再来月": 2, "last month": -1, "this month": 0, "next month": 1},
}
YEARS: Final = {
    **{"一昨年": -2, "昨年": -1, "去年": -1, "今年": 0, "本年": 0, "来年": 1, "再来年": 2},
    **{"last year": -1, "this year": 0, "next year": 1},
}
ERAS: Final = {
    **{"明治": 1867, "大正": 1911, "昭和": 1925, "平成": 1988, "令和": 2018},
    **{"明": 1867, "大": 1911, "昭": 1925, "平": 1988, "令": 2018},
    **{"m": 1867, "t": 1911, "s": 1925, "h": 1988, "r": 2018},
}
"""The year before the first of each era: 令和8 is 2018 + 8."""

UNITS: Final = {
    **dict.fromkeys(("日", "d", "day", "days"), "day"),
    **dict.fromkeys(("週間", "週", "w", "week", "weeks"), "week"),
    **dict.fromkeys(("か月", "ヶ月", "カ月", "ヵ月", "ケ月", "箇月"), "month"),
    **dict.fromkeys(("m", "mo", "month", "months"), "month"),
    **dict.fromkeys(("年", "y", "year", "years"), "year"),
    **dict.fromkeys(("営業日", "bd", "business day", "business days"), "business"),
}
TIME_UNITS: Final = {
    **dict.fromkeys(("時間", "h", "hr", "hrs", "hour", "hours"), 3600),
    **dict.fromkeys(("分", "分間", "min", "mins", "minute", "minutes"), 60),
}
"""Seconds of each unit."""

_WEEKDAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_KANJI_WEEKDAYS: Final = "月火水木金土日"
_MONTHS: Final = (
    *("jan", "feb", "mar", "apr", "may", "jun"),
    *("jul", "aug", "sep", "oct", "nov", "dec"),
)
WEEKDAY: Final = (
    r"(?:mon(?:day)?|tue(?:s(?:day)?)?|wed(?:nesday)?|thu(?:r(?:s(?:day)?)?)?|fri(?:day)?"
    r"|sat(?:urday)?|sun(?:day)?)\b\.?"
)
MONTH: Final = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)(?![a-z])\.?"
)


def any_of(words: Iterable[str]) -> str:
    """A pattern for any of the words, the longest first."""
    return "|".join(sorted(words, key=len, reverse=True))


def weekday_of(name: str) -> int:
    """The day of the week, 0 for Monday, that a kanji or an English word names."""
    if name[0] in _KANJI_WEEKDAYS:
        return _KANJI_WEEKDAYS.index(name[0])
    return _WEEKDAYS.index(name[:3])


def month_of(name: str) -> int:
    """The month, 1 for January, that an English word names."""
    return _MONTHS.index(name[:3]) + 1
