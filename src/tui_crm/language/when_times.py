"""The grammar of times of day and time spans: 17時半, 3pm, 14:00-15:00, 14時から1時間.

A time is a ``timedelta`` since midnight, and may be past 24:00 (25時 is 1:00 of the day after).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, timedelta, timezone, tzinfo
from functools import cache
from typing import Final

from tui_crm.errors import UsageError
from tui_crm.language import when_words as words

_LATEST_HOUR: Final = 30
_MONTHS_OF_A_YEAR: Final = 12
_EASTERNMOST: Final = timedelta(hours=14)
_HALF_DAY: Final = timedelta(hours=12)
_DAY: Final = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class TimeSpan:
    """A time of day, until when or for how long (None where that is not said), and its zone."""

    start: timedelta
    end: timedelta | None = None
    length: timedelta | None = None
    zone: tzinfo | None = None


@dataclass(frozen=True, slots=True)
class _Clock:
    """What a clock shows: ``half`` is 午前, 午後, am or pm, where it is named."""

    hour: int
    minute: int = 0
    second: int = 0
    half: str | None = None
    zone: tzinfo | None = None

    @property
    def is_pm(self) -> bool:
        return self.half is not None and self.half[0] in ("p", "午") and self.half != "午前"

    def since_midnight(self) -> timedelta:
        """12 of either half is its first hour, as on a clock of twelve; ValueError for none."""
        hour, half = self.hour, self.half
        is_english = half is not None and half.isascii()
        latest = 12 if is_english or half == "午前" else _LATEST_HOUR
        if self.minute > 59 or self.second > 59 or hour > latest or (is_english and hour < 1):
            raise ValueError
        if half and hour <= 12:
            hour = hour % 12 + (12 if self.is_pm else 0)
        return timedelta(hours=hour, minutes=self.minute, seconds=self.second)

    def either_half(self) -> list[timedelta]:
        """Before and after noon, where the hour may be of either."""
        plain = self.since_midnight()
        if self.half or self.hour > 12:
            return [plain]
        return [plain % _HALF_DAY, plain % _HALF_DAY + _HALF_DAY]


@dataclass(frozen=True, slots=True)
class _Patterns:
    clock: re.Pattern[str]
    hours: re.Pattern[str]
    hour_range: re.Pattern[str]
    bare_start: re.Pattern[str]
    bare_end: re.Pattern[str]
    until: re.Pattern[str]
    duration: re.Pattern[str]
    offset: re.Pattern[str]


@cache
def _patterns() -> _Patterns:
    half = r"(?:(午前|午後|am|pm) ?)?"
    after = r"(am|pm|a\.m\.?|p\.m\.?)"
    others = (*words.TIME_UNITS, *words.UNITS)
    joint = r" ?(?:[-~]|から|to\b|until\b|till\b) ?"
    hours = words.any_of(word for word, size in words.TIME_UNITS.items() if size == 3600)
    minutes = words.any_of(word for word, size in words.TIME_UNITS.items() if size == 60)
    return _Patterns(
        clock=re.compile(
            rf"{half}(\d{{1,2}}):(\d{{2}})(?::(\d{{2}})(?:[.,]\d{{1,9}})?)?(?: ?{after})?"
            r"(?: ?(z|utc|gmt|jst)\b|(?: ?(\+\d{4})|(?(4) ?(-\d{4})|(?!)))(?!\d))?"
            r"(?![\d:a-z])(?:頃|ごろ)?",
            re.ASCII,
        ),
        hours=re.compile(
            rf"{half}(\d{{1,2}})時(?:(半)|(\d{{1,2}})分)?(?!間)(?:頃|ごろ)?"
            rf"|(\d{{1,2}}) ?{after}(?![a-z])|(正午|noon\b)",
            re.ASCII,
        ),
        hour_range=re.compile(
            rf"{half}(\d{{1,2}}){joint}(\d{{1,2}}) ?(?:時|{after})(?![半\da-z間])", re.ASCII
        ),
        bare_start=re.compile(rf"(\d{{1,2}}){joint}(?=\d{{1,2}}:\d\d(?![\d:]))", re.ASCII),
        bare_end=re.compile(
            rf"(\d{{1,4}})(?=$|[\s,()]|まで)(?! ?(?:{words.any_of(others)})\b| ?{words.MONTH})",
            re.ASCII,
        ),
        until=re.compile(joint),
        duration=re.compile(
            rf" ?(?:から|for\b|,|\()? ?(?:(\d{{1,2}}(?:\.\d)?) ?(?:{hours})(半)?)?"
            rf" ?(?:(\d{{1,3}}) ?(?:{minutes}))?(?![a-z\d])\)?",
            re.ASCII,
        ),
        offset=re.compile(
            r"(?:in |(?P<sign>[+-]) ?)?"
            rf"(?:(?P<hours>\d{{1,4}}(?:\.\d)?) ?(?:{hours})(?P<half>半)?)?"
            rf" ?(?:(?P<minutes>\d{{1,4}}) ?(?P<unit>{minutes}|m))?"
            r"(?: ?(?P<way>後|前|later|from now|ago))?",
            re.ASCII,
        ),
    )


def take_time(text: str) -> tuple[TimeSpan | None, str]:
    """The time, or times from and to, at the start of ``text``, and the rest of ``text``.

    am, pm, 午前 and 午後 beside one end of a span count for the other as well, as far as the span
    is then the shorter one: 2-3pm, 10-12pm, 午前10時から1時. An end that is not after its start is
    in the afternoon (11:15-1:15) or on the next day (22:00-1:00), within twelve hours.

    Raises:
        ValueError: a figure is too large for an hour or a minute.
        UsageError: a span ends before it begins.
    """
    patterns = _patterns()
    if found := patterns.hour_range.match(text):
        first = _Clock(int(found[2]), half=found[1])
        last = _Clock(int(found[3]), half=_half(found[4]))
        return _between(first, last, found[0]), text[found.end() :]
    if found := patterns.bare_start.match(text):
        first, rest = _Clock(int(found[1])), text[found.end() :]
        if (one := _take_one(rest)) is not None:
            last, rest = one
            return _between(first, last, text), rest.removeprefix("まで")
    one = _take_one(text)
    if one is None:
        return None, text
    first, rest = one
    if (joint := patterns.until.match(rest)) and (end := _take_end(rest[joint.end() :])):
        last, rest = end
        return _between(first, last, text), rest.removeprefix("まで")
    start = first.since_midnight()
    found = patterns.duration.match(rest)
    if found and (found[1] or found[3]):
        length = timedelta(hours=float(found[1] or 0), minutes=int(found[3] or 0))
        length += timedelta(minutes=30 if found[2] else 0)
        return TimeSpan(start, length=length, zone=first.zone), rest[found.end() :]
    return TimeSpan(start, zone=first.zone), rest


def _take_end(text: str) -> tuple[_Clock, str] | None:
    """A time, or the bare hour that may stand where a span ends: 13:00-14."""
    if (one := _take_one(text)) is not None:
        return one
    found = _patterns().bare_end.match(text)
    return (_Clock(int(found[1])), text[found.end() :]) if found else None


def _take_one(text: str) -> tuple[_Clock, str] | None:
    """A time and the rest."""
    patterns = _patterns()
    if found := patterns.clock.match(text):
        half, zone = found[1] or _half(found[5]), _zone(found[6], found[7] or found[8])
        clock = _Clock(int(found[2]), int(found[3]), int(found[4] or 0), half, zone)
        return clock, text[found.end() :]
    if found := patterns.hours.match(text):
        rest = text[found.end() :]
        if found[7]:
            return _Clock(12, half="pm"), rest
        minutes = 30 if found[3] else int(found[4] or 0)
        return _Clock(int(found[2] or found[5]), minutes, half=found[1] or _half(found[6])), rest
    return None


def _half(word: str | None) -> str | None:
    return word.replace(".", "") if word else None


def _between(first: _Clock, last: _Clock, text: str) -> TimeSpan:
    """From one time to another, in the halves of the day that make the shortest span."""
    start, end = first.since_midnight(), last.since_midnight()
    zone = first.zone or last.zone
    if not first.half and not last.half and end > start:
        return TimeSpan(start, end, zone=zone)
    if start == end and first.half == last.half:
        raise UsageError("language.span", value=text)
    starts = first.either_half() if last.half and not first.half else [start]
    ends = last.either_half() if not last.half else [end]
    length, start = min((_length(one, other), one) for one in starts for other in ends)
    is_bare = not first.half and not last.half
    is_noon_past = is_bare and first.hour > 12 and last.hour == 12  # 12:00 after 13:00 is no 24:00
    if is_noon_past or (length > _HALF_DAY and start + length >= _DAY):
        raise UsageError("language.span", value=text)
    return TimeSpan(start, start + length, zone=zone)


def _length(start: timedelta, end: timedelta) -> timedelta:
    """From ``start`` on to the next ``end``; nothing lasts no time at all."""
    return (end - start) % _DAY or _DAY


def _zone(name: str | None, offset: str | None) -> tzinfo | None:
    if name:
        return timezone(timedelta(hours=9)) if name == "jst" else UTC
    if not offset:
        return None
    ahead = timedelta(hours=int(offset[1:3]), minutes=int(offset[3:]))
    if int(offset[3:]) > 59 or ahead > _EASTERNMOST:
        raise ValueError
    return timezone(-ahead if offset[0] == "-" else ahead)


def offset_from_now(text: str) -> timedelta | None:
    """How far from now a text like 30分後, 1時間半後, +2h, in 20m, in 30 min or 2 hours ago is.

    Raises:
        UsageError: it is ``in 5m`` or ``5m ago``, which may be minutes or months.
    """
    found = _patterns().offset.fullmatch(text)
    if not found or not (found["hours"] or found["minutes"]):
        return None
    if not (found["sign"] or found["way"] or text.startswith("in ")):
        return None
    minutes = int(found["minutes"] or 0)
    if found["unit"] == "m" and not found["hours"] and minutes <= _MONTHS_OF_A_YEAR:
        if found["sign"]:
            return None
        raise UsageError("language.minutes_or_months", value=text, n=minutes)
    length = timedelta(hours=float(found["hours"] or 0), minutes=minutes)
    length += timedelta(minutes=30 if found["half"] else 0)
    return -length if found["sign"] == "-" or found["way"] in ("前", "ago") else length
