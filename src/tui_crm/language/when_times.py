"""How people write a time of day, and until when: 17時半, 午後3時, 3pm, 14:00-15:00, 14時から1時間.

A time is a ``timedelta`` since midnight, and may be past 24:00 (25時 is 1:00 of the day after).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, timedelta, timezone, tzinfo
from functools import cache
from typing import Final

from tui_crm.language import when_words as words

_LATEST_HOUR: Final = 30


@dataclass(frozen=True, slots=True)
class TimeSpan:
    """A time of day, when it ends (None where that is not said), and the zone if one is named."""

    start: timedelta
    end: timedelta | None = None
    zone: tzinfo | None = None


@dataclass(frozen=True, slots=True)
class _Patterns:
    clock: re.Pattern[str]
    hours: re.Pattern[str]
    hour_range: re.Pattern[str]
    until: re.Pattern[str]
    duration: re.Pattern[str]
    offset: re.Pattern[str]


@cache
def _patterns() -> _Patterns:
    half = r"(?:(午前|午後|am|pm) ?)?"
    after = r"(am|pm|a\.m\.?|p\.m\.?)"
    unit = words.any_of(words.TIME_UNITS)
    hours = words.any_of(word for word, size in words.TIME_UNITS.items() if size == 3600)
    minutes = words.any_of(word for word, size in words.TIME_UNITS.items() if size == 60)
    return _Patterns(
        clock=re.compile(
            rf"{half}(\d{{1,2}}):(\d{{2}})(?::(\d{{2}})(?:[.,]\d{{1,9}})?)?(?: ?{after})?"
            r"(?: ?(z|utc|gmt|jst)\b| ?([+-]\d{4})(?!\d))?(?![\d:a-z])(?:頃|ごろ)?",
            re.ASCII,
        ),
        hours=re.compile(
            rf"{half}(\d{{1,2}})時(?:(半)|(\d{{1,2}})分)?(?!間)(?:頃|ごろ)?"
            rf"|(\d{{1,2}}) ?{after}(?![a-z])|(正午|noon\b)",
            re.ASCII,
        ),
        hour_range=re.compile(
            rf"{half}(\d{{1,2}}) ?[-~] ?(\d{{1,2}}) ?(?:時|{after})(?![半\da-z間])", re.ASCII
        ),
        until=re.compile(r" ?(?:[-~]|から|to\b|until\b|till\b) ?"),
        duration=re.compile(
            rf" ?(?:から|for\b|,|\()? ?(?:(\d{{1,2}}(?:\.\d)?) ?(?:{hours})(半)?)?"
            rf" ?(?:(\d{{1,3}}) ?(?:{minutes}))?(?![a-z\d])\)?",
            re.ASCII,
        ),
        offset=re.compile(
            rf"(?:in |(?P<sign>[+-]) ?)?(?P<count>\d{{1,4}}) ?(?P<unit>{unit})"
            r"(?: ?(?P<way>後|前|later|from now|ago))?$",
            re.ASCII,
        ),
    )


def take_time(text: str) -> tuple[TimeSpan | None, str]:
    """The time, or times from and to, at the start of ``text``, and the rest of ``text``.

    Raises:
        ValueError: a figure is too large for an hour or a minute.
    """
    patterns = _patterns()
    if found := patterns.hour_range.match(text):
        half = found[1] or found[4]
        start, end = _of_half(int(found[2]), 0, half), _of_half(int(found[3]), 0, half)
        return TimeSpan(start, _after(start, end, half)), text[found.end() :]
    first = _take_one(text)
    if not first:
        return None, text
    start, half, zone, rest = first
    if (joint := patterns.until.match(rest)) and (last := _take_one(rest[joint.end() :])):
        end, _, zone_2, rest = last
        return TimeSpan(start, _after(start, end, half), zone or zone_2), _after_until(rest)
    found = patterns.duration.match(rest)
    if found and (found[1] or found[3]):
        length = timedelta(hours=float(found[1] or 0), minutes=int(found[3] or 0))
        length += timedelta(minutes=30 if found[2] else 0)
        return TimeSpan(start, start + length, zone), rest[found.end() :]
    return TimeSpan(start, None, zone), rest


def _after_until(rest: str) -> str:
    return rest.removeprefix("まで")


def _take_one(text: str) -> tuple[timedelta, str | None, tzinfo | None, str] | None:
    """A time, its half of the day if named, its zone if named, and the rest."""
    patterns = _patterns()
    if found := patterns.clock.match(text):
        half = found[1] or found[5]
        time = _of_half(int(found[2]), int(found[3]), half) + timedelta(seconds=_sixty(found[4]))
        return time, half, _zone(found[6], found[7]), text[found.end() :]
    if found := patterns.hours.match(text):
        rest = text[found.end() :]
        if found[7]:
            return timedelta(hours=12), None, None, rest
        half = found[1] or found[6]
        minutes = 30 if found[3] else _sixty(found[4])
        return _of_half(int(found[2] or found[5]), minutes, half), half, None, rest
    return None


def _sixty(figures: str | None) -> int:
    number = int(figures or 0)
    if number > 59:
        raise ValueError
    return number


def _of_half(hour: int, minutes: int, half: str | None) -> timedelta:
    """A time since midnight; 12 of either half is its first hour, as on a clock of twelve."""
    is_english = half is not None and half.isascii()
    latest = 12 if is_english or half == "午前" else _LATEST_HOUR
    if minutes > 59 or hour > latest or (is_english and hour < 1):
        raise ValueError
    if half and hour <= 12:
        hour = hour % 12 + (12 if half[0] in ("p", "午") and half != "午前" else 0)
    return timedelta(hours=hour, minutes=minutes)


def _after(start: timedelta, end: timedelta, half: str | None) -> timedelta:
    """The end of a span: in the afternoon that was named, or on the next day, if it must be."""
    if end <= start and half and end + timedelta(hours=12) > start:
        end += timedelta(hours=12)
    return end if end > start else end + timedelta(days=1)


def _zone(name: str | None, offset: str | None) -> tzinfo | None:
    if name:
        return timezone(timedelta(hours=9)) if name == "jst" else UTC
    if not offset:
        return None
    ahead = timedelta(hours=int(offset[1:3]), minutes=_sixty(offset[3:]))
    return timezone(-ahead if offset[0] == "-" else ahead)


def offset_from_now(text: str) -> timedelta | None:
    """How far from now a text like 30分後, +2h, in 30 min or 2 hours ago is."""
    found = _patterns().offset.match(text)
    if not found or not (found["sign"] or found["way"] or text.startswith("in ")):
        return None
    length = timedelta(seconds=int(found["count"]) * words.TIME_UNITS[found["unit"]])
    return -length if found["sign"] == "-" or found["way"] in ("前", "ago") else length
