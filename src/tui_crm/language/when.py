"""Parse dates and times in natural language, Japanese and English.

明日, 明日9, 来週月曜, 月末, 12/1, 12月1日(火) 14:00, 令和8年12月1日, 17時半, 3日後, 翌営業日;
tomorrow 3pm, tomorrow 9, next fri, +3d, mon 14:00-15:00, 15 Apr, 2021 00:03:00, 4/14/2021,
20211231. A week begins on Monday.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Final

from tui_crm.errors import UsageError
from tui_crm.i18n import t
from tui_crm.language import formats, kanji_numbers
from tui_crm.language import when_words as words
from tui_crm.language.fold import DASHES, WAVES
from tui_crm.language.invisible import without_invisible
from tui_crm.language.when_days import DayContext, Prefer, take_day
from tui_crm.language.when_times import TimeSpan, offset_from_now, take_time
from tui_crm.language.zones import later

FIRST_YEAR: Final = 1800
LAST_YEAR: Final = 2200
_LONGEST: Final = 80

_MARKS: Final = str.maketrans(
    dict.fromkeys(f"{DASHES}ー", "-") | dict.fromkeys(WAVES, "~") | dict.fromkeys("、，", ",")
)
_KANJI_NUMBER: Final = re.compile(
    f"[{kanji_numbers.FIGURES}]+(?=年|月|日|時|分|週|か月|ヶ月|カ月|ヵ月|営業日)"
)
_BETWEEN: Final = re.compile(r"(?: ?(?:,|の|に|@|at\b|on\b|from\b|t(?=\d)) ?| )+")
_WEEKDAY_BEFORE: Final = re.compile(
    rf"(?:\(?([月火水木金土日])(?:曜日?)?\)?|({words.WEEKDAY})),? ?(?=\d|{words.MONTH})", re.ASCII
)
_WEEKDAY_BEHIND: Final = re.compile(
    r"[ ,]*(?:\(([月火水木金土日])(?:曜日?)?(?:・?祝)?\)|([月火水木金土日])曜日?"
    rf"|\(?({words.WEEKDAY})\)?)",
    re.ASCII,
)


_NUMBER_ALONE: Final = re.compile(r" ?[-+~] ?\d+(?![\d a-z日週月年営かカヵヶケ箇])", re.ASCII)
"""Behind a time this is no count of days."""

_HOUR_BEHIND: Final = re.compile(
    rf"(?:{words.any_of(words.DAYS)}|[月火水木金土日]曜日?)(?: ?(?:の|に|@|at\b) ?| )?(\d{{1,2}})",
    re.ASCII,
)
"""A bare hour is one only behind a word for a day: behind figures it may be part of a date."""

_ISO: Final = re.compile(
    r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:[.,]\d{1,9})?(?:[+-]\d\d:?\d\d)?|\+\d\d:?\d\d)?Z?",
    re.ASCII,
)


@dataclass(frozen=True, slots=True)
class When:
    """A day (``all_day``), or a point in time with its end if one was named, in the zone of now."""

    start: date | datetime
    end: datetime | None = None
    all_day: bool = True


def parse_date(text: str, today: date, *, dayfirst: bool = False, prefer: Prefer = "none") -> date:
    """The day that ``text`` names, seen from ``today``; a time beside it is passed over.

    Without a year the nearest such day is meant, or as ``prefer`` says the next or the last one.
    ``dayfirst`` reads 1/2/2026 as 1 February; 15/01/2025 is read so in any case.

    Raises:
        UsageError: it names no day, or one before 1800 or after 2200.
    """
    text = without_invisible(text)
    try:
        if len(text) == 10 and text[4] == text[7] == "-" and text.isascii():
            day: date | None = date.fromisoformat(text)
        else:
            day, _ = _read(text, DayContext(today, prefer, dayfirst))
    except (ValueError, OverflowError):
        day = None
    if day is None:
        raise UsageError("language.date", value=text[:_LONGEST])
    _check_year(day, text)
    return day


def parse_when(
    text: str, now: datetime, *, dayfirst: bool = False, prefer: Prefer = "future"
) -> When:
    """The day, or the point in time, that ``text`` names, seen from ``now`` (aware, local).

    A time alone is the next such time (with ``prefer``, the last one, or today's). A time that the
    clocks skip is as much later; of one that they show twice the first is meant. How long
    something lasts is counted by a clock, whatever the change of hour within it.

    Raises:
        UsageError: it names neither a day nor a time, or a year before 1800 or after 2200.
    """
    text = without_invisible(text)
    try:
        if exact := _iso(text, now) or _from_now(text, now):
            when = When(exact, None, all_day=False)
        else:
            day, span = _read(text, DayContext(now.date(), prefer, dayfirst))
            if span:
                when = _moment(day, span, now, prefer)
            elif day:
                when = When(day)
            else:
                raise ValueError
    except (ValueError, OverflowError):
        raise UsageError("language.when", value=text[:_LONGEST]) from None
    _check_year(when.start, text)
    return when


def ends_in_bare_hour(text: str) -> bool:
    """Whether a day and a time end in an hour that nothing marks as one: tomorrow 9, 明日9."""
    try:
        return _HOUR_BEHIND.fullmatch(_normalised(without_invisible(text))) is not None
    except ValueError:
        return False


def from_excel(serial: float, *, is_1904: bool = False) -> datetime:
    """The point in time, without a zone, that a date cell of a workbook holds as a number.

    Raises:
        UsageError: it is before March 1900 (Excel counts a 29 February then) or after 2200.
    """
    first = datetime(1904, 1, 1) if is_1904 else datetime(1899, 12, 30)
    if not (0 if is_1904 else 61) <= serial < 109_000:
        raise UsageError("language.date", value=serial)
    return first + timedelta(seconds=round(serial * 86_400))


def _check_year(day: date, text: str) -> None:
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise UsageError("language.year", value=text[:_LONGEST], first=FIRST_YEAR, last=LAST_YEAR)


def _normalised(text: str) -> str:
    if len(text) > _LONGEST:
        raise ValueError
    plain = text if text.isascii() else unicodedata.normalize("NFKC", text).translate(_MARKS)
    plain = " ".join(plain.lower().split())
    return plain if plain.isascii() else _KANJI_NUMBER.sub(_figures, plain)


def _figures(found: re.Match[str]) -> str:
    return kanji_numbers.read_kanji_number(found[0])


def _read(text: str, context: DayContext) -> tuple[date | None, TimeSpan | None]:
    """The day and the time that a text is made of, in any order, and nothing else."""
    plain = _normalised(text)
    if bare := _HOUR_BEHIND.fullmatch(plain):
        plain = f"{plain[: bare.start(1)]} {bare[1]}:00"
    day, rest = _take_day(plain, context)
    span, rest = take_time(_without_joint(rest))
    if day is None and rest and not (span and _NUMBER_ALONE.match(rest)):
        day, rest = _take_day(_without_joint(rest), context)
    if rest.strip():
        raise ValueError
    return day, span


def _without_joint(text: str) -> str:
    found = _BETWEEN.match(text)
    return text[found.end() :] if found else text


def _take_day(text: str, context: DayContext) -> tuple[date | None, str]:
    """A day, with its day of the week before or behind it."""
    if before := _WEEKDAY_BEFORE.match(text):
        day, rest = take_day(text[before.end() :], context)
        if day:
            _check_weekday(day, before[1] or before[2])
            return day, rest
    day, rest = take_day(text, context)
    if day and (behind := _WEEKDAY_BEHIND.match(rest)):
        _check_weekday(day, behind[1] or behind[2] or behind[3])
        rest = rest[behind.end() :]
    return day, rest


def _check_weekday(day: date, name: str) -> None:
    if day.weekday() != words.weekday_of(name):
        right = t("formats.long_weekdays").split(" ")[day.weekday()]
        raise UsageError("language.weekday", day=formats.day(day), weekday=right)


def _iso(text: str, now: datetime) -> datetime | None:
    if not _ISO.fullmatch(text.strip()):
        return None
    exact = datetime.fromisoformat(text.strip())
    return _in_zone_of(exact if exact.tzinfo else exact.replace(tzinfo=now.tzinfo), now)


def _from_now(text: str, now: datetime) -> datetime | None:
    plain = _normalised(text)
    if plain in ("now", "今", "いま"):
        return now
    offset = offset_from_now(plain)
    return None if offset is None else later(now, offset)


def _moment(day: date | None, span: TimeSpan, now: datetime, prefer: Prefer) -> When:
    zone = span.zone or now.tzinfo
    midnight = datetime.combine(day or now.date(), time(), tzinfo=zone)
    start = _in_zone_of(midnight + span.start, now)
    if day is None and prefer == "future" and start < now.replace(second=0, microsecond=0):
        midnight += timedelta(days=1)
    elif day is None and prefer == "past" and start > now:
        midnight -= timedelta(days=1)
    start = _in_zone_of(midnight + span.start, now)
    end = _in_zone_of(midnight + span.end, now) if span.end else None
    if span.length:
        end = later(start, span.length)
    elif end and end.astimezone(UTC) <= start.astimezone(UTC):
        raise ValueError  # it would end within the hour that the clocks skip or show twice
    return When(start, end, all_day=False)


def _in_zone_of(moment: datetime, now: datetime) -> datetime:
    # By way of UTC, so that a time which the clocks skip becomes one that there is.
    return moment.astimezone(UTC).astimezone(now.tzinfo)
