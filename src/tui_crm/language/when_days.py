"""The grammar of days: 明日, 来週月曜, 月末, 12/1, 令和8年12月1日, next fri, +3d.

Texts come here in NFKC and small letters, with single spaces. A day that does not exist raises
ValueError, one outside the calendar OverflowError.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Literal, TypeAlias

from tui_crm.errors import UsageError
from tui_crm.language import when_words as words
from tui_crm.language.days import add_months, business_day, month_end, week_start

Prefer: TypeAlias = Literal["future", "past", "none"]
_Match: TypeAlias = re.Match[str]


@dataclass(frozen=True, slots=True)
class DayContext:
    """From where a day is meant: ``today``, and which year where none is named.

    ``prefer`` takes the next such day, the last one, or (``none``) the nearest.
    """

    today: date
    prefer: Prefer
    dayfirst: bool = False


def take_day(text: str, context: DayContext) -> tuple[date | None, str]:
    """The day at the start of ``text``, if there is one, and the rest of ``text``."""
    for pattern, read in _grammar():
        if found := pattern.match(text):
            return read(found, context), text[found.end() :]
    return None, text


def _chosen(candidates: list[date], context: DayContext) -> date:
    today = context.today
    ahead = [day for day in candidates if day >= today]
    behind = [day for day in candidates if day <= today]
    if context.prefer == "future" and ahead:
        return min(ahead)
    if context.prefer == "past" and behind:
        return max(behind)
    if not candidates:
        raise ValueError
    return min(candidates, key=lambda day: (abs((day - today).days), day < today))


def _in_any_year(month: int, day: int, context: DayContext) -> date:
    """A day in the year that is meant; 29 February in a leap year, of which one in 8 years is."""
    year = context.today.year
    candidates = []
    for other in range(max(year - 8, 1), min(year + 9, 10_000)):
        if 1 <= day <= calendar.monthrange(other, month)[1]:
            candidates.append(date(other, month, day))
    return _chosen(candidates, context)


def _in_any_month(day: int, context: DayContext) -> date:
    first = context.today.replace(day=1)
    months = [add_months(first, step) for step in (-2, -1, 0, 1, 2)]
    fitting = [month for month in months if 1 <= day <= month_end(month).day]
    return _chosen([month.replace(day=day) for month in fitting], context)


def _year(figures: str) -> int:
    """A year of four figures, or of two: 69 to 99 are 1969 to 1999, as POSIX has it."""
    year = int(figures)
    return year if len(figures) > 2 else year + (1900 if year > 68 else 2000)


def _year_month_day(found: _Match, _: DayContext) -> date:
    return date(*map(int, found.groups()))


def _era(found: _Match, _: DayContext) -> date:
    year = 1 if found[2] == "元" else int(found[2])
    return date(words.ERAS[found[1]] + year, int(found[3]), int(found[4]))


def _in_order(first: str, second: str, context: DayContext, mark: str = "/") -> tuple[int, int]:
    """Month and day of two figures: between dots the day first, else the month if it can be."""
    a, b = int(first), int(second)
    is_dayfirst = mark == "." or a > 12 or (b <= 12 and context.dayfirst)
    return (b, a) if is_dayfirst else (a, b)


def _figures(found: _Match, context: DayContext) -> date:
    first, mark, second, third = found.groups()
    if len(third) < 4 and len(first) == 2 and int(first) > 12 and not context.dayfirst:
        return date(_year(first), int(second), int(third))
    if len(third) == 1:
        raise ValueError
    return date(_year(third), *_in_order(first, second, context, mark))


def _month_day(found: _Match, context: DayContext) -> date:
    return _in_any_year(*_in_order(found[1], found[2], context), context)


def _month_kanji_day(found: _Match, context: DayContext) -> date:
    month = int(found[1])
    if not found[2] and month == context.today.month and context.prefer != "past":
        return month_end(context.today)  # its first is over, the month is not
    return _in_any_year(month, int(found[2] or 1), context)


def _numbered_month_end(found: _Match, context: DayContext) -> date:
    month = int(found[2])
    if found[1]:
        return month_end(date(_year(found[1]), month, 1))
    years = range(context.today.year - 1, context.today.year + 2)
    return _chosen([month_end(date(year, month, 1)) for year in years], context)


def _day_first_name(found: _Match, context: DayContext) -> date:
    return _named(found[2], found[1], found[3] or found[4], context)


def _name_first(found: _Match, context: DayContext) -> date:
    return _named(found[1], found[2], found[3], context)


def _named(month: str, day: str, year: str | None, context: DayContext) -> date:
    if year:
        return date(_year(year), words.month_of(month), int(day))
    return _in_any_year(words.month_of(month), int(day), context)


def _word(found: _Match, context: DayContext) -> date:
    return context.today + timedelta(days=words.DAYS[found[0]])


def _in_week(found: _Match, context: DayContext) -> date:
    weeks = timedelta(weeks=words.WEEKS[found[1]])
    if not found[2]:
        return context.today + weeks
    day = week_start(context.today) + weeks + timedelta(days=words.weekday_of(found[2]))
    # 今週火曜 is a day of this week; "this Tuesday" is the one to come.
    is_to_come = found[1] == "this" and context.prefer != "past"
    return day + timedelta(weeks=1) if is_to_come and day < context.today else day


def _weekday(found: _Match, context: DayContext) -> date:
    """The next such day of the week after today, or the last one before it."""
    wanted = words.weekday_of(found[1])
    if context.prefer == "past":
        return context.today - timedelta(days=(context.today.weekday() - wanted - 1) % 7 + 1)
    return context.today + timedelta(days=(wanted - context.today.weekday() - 1) % 7 + 1)


def _in_month(found: _Match, context: DayContext) -> date:
    month = add_months(context.today, words.MONTHS[found[1] or "今月"])
    if found[3]:
        return month.replace(day=int(found[3]))
    if not found[2]:
        return month
    return month_end(month) if found[2] == "末" else month.replace(day=1)


def _end_of(found: _Match, context: DayContext) -> date:
    which = f"{found[1] or 'this'} {found[2]}"
    if found[2] == "year":
        return date(context.today.year + words.YEARS[which], 12, 31)
    return month_end(add_months(context.today, words.MONTHS[which]))


def _end_of_month_called(found: _Match, context: DayContext) -> date:
    month = words.month_of(found[1])
    if found[2]:
        return month_end(date(int(found[2]), month, 1))
    years = range(context.today.year - 1, context.today.year + 2)
    return _chosen([month_end(date(year, month, 1)) for year in years], context)


def _month_end_of_year(found: _Match, context: DayContext) -> date:
    return month_end(date(context.today.year + words.YEARS[found[1]], int(found[2]), 1))


def _in_year(found: _Match, context: DayContext) -> date:
    years = words.YEARS[found[1]]
    if found[2]:
        return date(context.today.year + years, int(found[2]), int(found[3]))
    return add_months(context.today, 12 * years)


def _moved(count: int, unit: str, context: DayContext) -> date:
    today = context.today
    match words.UNITS[unit]:
        case "day":
            return today + timedelta(days=count)
        case "week":
            return today + timedelta(weeks=count)
        case "month":
            return add_months(today, count)
        case "year":
            return add_months(today, 12 * count)
        case _:
            return business_day(today, count)


def _signed(found: _Match, context: DayContext) -> date:
    count = int(found[2]) * (-1 if found[1] == "-" else 1)
    return _moved(count, found[3] or "d", context)


def _counted(found: _Match, context: DayContext) -> date:
    count = int(found[1])
    if found[2] == "m":
        raise UsageError("language.minutes_or_months", value=found[0], n=count)
    return _moved(-count if found[3] in ("前", "ago") else count, found[2], context)


_Reader: TypeAlias = Callable[[_Match, DayContext], date]


@cache
def _grammar() -> tuple[tuple[re.Pattern[str], _Reader], ...]:
    """Every form of a day, each before those that are its beginning."""
    month, weekday, any_of = words.MONTH, words.WEEKDAY, words.any_of
    unit, kanji = any_of(words.UNITS), "[月火水木金土日]"
    japanese_weeks = any_of(word for word in words.WEEKS if not word.isascii())
    forms: tuple[tuple[str, _Reader], ...] = (
        (r"(\d{4})[-/.年] ?(\d{1,2})[-/.月] ?(\d{1,2})日?(?!\d)", _year_month_day),
        (r"(\d{4})(\d{2})(\d{2})(?!\d)", _year_month_day),
        (r"(?:(\d{4})年 ?)?(\d{1,2})月末", _numbered_month_end),
        (
            rf"({any_of(words.ERAS)})\.? ?(\d{{1,2}}|元)[年/.-] ?(\d{{1,2}})[月/.-] ?"
            r"(\d{1,2})日?(?!\d)",
            _era,
        ),
        (
            rf"(\d{{1,2}})(?:st|nd|rd|th)?[ -]?(?:of )?({month})"
            r"(?:[ ,-]*(\d{4})(?![\d:])|-(\d{2})(?![\d:]))?",
            _day_first_name,
        ),
        (
            rf"({month}) ?(\d{{1,2}})(?:st|nd|rd|th)?(?![\d:])(?:[ ,]*(\d{{4}})(?![\d:]))?",
            _name_first,
        ),
        (r"(\d{1,2})([-/.]) ?(\d{1,2})\2 ?(\d{4}|\d{1,2})(?!\d)", _figures),
        (r"(\d{1,2})/(\d{1,2})(?![\d/])", _month_day),
        (r"(\d{1,2})月(?: ?(\d{1,2})日|(?![\d曜]))", _month_kanji_day),
        (rf"(\d{{1,4}}) ?({unit}) ?(後|前|later|from now|ago)", _counted),
        (rf"in (\d{{1,4}}) ?({unit})()(?![a-z])", _counted),
        (rf"([+-]) ?(\d{{1,4}}) ?({unit})?(?![a-z\d時分])", _signed),
        (r"(\d{1,2})日(?![間曜])", lambda found, context: _in_any_month(int(found[1]), context)),
        ("半年後", lambda _, context: add_months(context.today, 6)),
        ("半年前", lambda _, context: add_months(context.today, -6)),
        ("(?:翌|次の?)営業日|next business day", lambda _, c: business_day(c.today, 1)),
        ("前営業日|(?:last|previous) business day", lambda _, c: business_day(c.today, -1)),
        (rf"({any_of(words.YEARS)})の?(\d{{1,2}})月末", _month_end_of_year),
        (rf"({any_of(words.YEARS)})(?: ?の?(\d{{1,2}})[月/] ?(\d{{1,2}})日?)?", _in_year),
        ("年度末", lambda _, c: _in_any_year(3, 31, DayContext(c.today, "future"))),
        ("年末", lambda _, context: context.today.replace(month=12, day=31)),
        (r"(?:the )?end of (?:(last|this|next) |the )?(month|year)\b", _end_of),
        (rf"(?:the )?end of ({month})(?: (\d{{4}}))?(?!\d)", _end_of_month_called),
        (rf"({any_of(words.MONTHS)})の? ?(?:(末|初め?|頭)|(\d{{1,2}})日)?", _in_month),
        ("()月(末|初め?)()", _in_month),
        (rf"(last|this|next) ({weekday})", _in_week),
        (rf"({japanese_weeks})の? ?(?:({kanji})(?:曜日?|(?!\d)))?", _in_week),
        ("((?:last|this|next) week)()", _in_week),
        (rf"(?:{any_of(words.DAYS)})(?![a-z])", _word),
        (rf"({kanji})曜日?", _weekday),
        (rf"({weekday})", _weekday),
    )
    return tuple((re.compile(pattern, re.ASCII), read) for pattern, read in forms)
