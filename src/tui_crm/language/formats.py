"""Format dates, times, numbers and booleans by the patterns of ``formats.json``.

Every function takes the language as its last argument; without it, the language in use is meant.
Times come as stored (UTC, ISO 8601) or as aware ``datetime``, and are shown in the zone of ``now``,
or where there is no ``now`` in the zone of this machine.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Final

from tui_crm.i18n import t

if TYPE_CHECKING:
    from tui_crm.i18n import Language

_MINUTE: Final = 60
_HOUR: Final = 60 * _MINUTE
_DAY: Final = 24 * _HOUR

SHORTENED_POWER: Final = 11
"""From this power of ten on, spreadsheets show a number by its first digits alone: 1.23457E+11."""


def local(value: str | datetime, now: datetime | None = None) -> datetime:
    """A stored point in time (``2026-11-21T01:42:00Z``) in the zone of ``now``, or of the machine.

    A text without a zone is UTC, as the store writes it.
    """
    if isinstance(value, str):
        value = datetime.fromisoformat(value)
        if value.tzinfo is None:
            value = value.replace(tzinfo=UTC)
    return value.astimezone(now.tzinfo if now else None)


def stored(moment: datetime) -> str:
    """A point in time as it is stored: UTC, to the second, 2026-11-21T01:42:00Z.

    One without a zone is a time of this machine.
    """
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def is_day(value: str) -> bool:
    """Whether what is stored is a day, 2026-11-21: no point in time, and not blank."""
    return bool(value) and "T" not in value


def _pattern(key: str, value: date, language: Language | None, **more: object) -> str:
    weekday, month = value.weekday(), value.month - 1
    return t(
        f"formats.{key}",
        to=language,
        year=value.year,
        month=value.month,
        day=value.day,
        weekday=t("formats.weekdays", to=language).split(" ")[weekday],
        month_name=t("formats.months", to=language).split(" ")[month],
        **more,
    )


def day(value: date, now: date | None = None, language: Language | None = None) -> str:
    """A date: 11/21, 21 Nov; with its year unless that is the year of ``now``."""
    near = now is not None and now.year == value.year
    return _pattern("day" if near else "day_year", value, language)


def weekday_day(value: date, now: date | None = None, language: Language | None = None) -> str:
    """A date with its day of the week: 11/21(土), Sat 21 Nov; its year as ``day`` has it."""
    near = now is not None and now.year == value.year
    return _pattern("weekday_day" if near else "weekday_day_year", value, language)


def long_day(value: date, now: date, language: Language | None = None) -> str:
    """A date as a heading: 11/21（土）, Saturday 21 November; its year as ``day`` has it."""
    return t(
        "formats.long_day" if now.year == value.year else "formats.long_day_year",
        to=language,
        year=value.year,
        month=value.month,
        day=value.day,
        weekday=t("formats.long_weekdays", to=language).split(" ")[value.weekday()],
        month_name=t("formats.long_months", to=language).split(" ")[value.month - 1],
    )


def clock(value: str | datetime, now: datetime | None = None) -> str:
    """The time of day: 09:10."""
    value = local(value, now)
    return f"{value.hour:02}:{value.minute:02}"


def stamp(
    value: str | datetime, now: datetime | None = None, language: Language | None = None
) -> str:
    """A point in time: 11/21(土) 10:42, Sat 21 Nov 10:42; its year as ``day`` has it."""
    value = local(value, now)
    return f"{weekday_day(value, now, language)} {clock(value, now)}"


def moment(
    value: str | datetime, now: datetime | None = None, language: Language | None = None
) -> str:
    """A point in time as ``relative`` has it, or in full where there is no ``now``."""
    if now is not None:
        return relative(value, now, language)
    value = local(value)
    return f"{day(value, None, language)} {clock(value)}"


def relative(value: str | datetime, now: datetime, language: Language | None = None) -> str:
    """A point in time as seen from ``now``: 3日前, 3 d ago; later today 14:00, tomorrow 10:00,
    Mon 14:00, 11/30 10:00."""
    value = local(value, now)
    # In UTC: two times of one zone are otherwise compared by their figures alone.
    past = (now.astimezone(UTC) - value.astimezone(UTC)).total_seconds()
    if past >= 0:
        return _ago(past, language)
    days = (value.date() - now.date()).days
    time = clock(value, now)
    if days == 0:
        return time
    if days == 1:
        return t("formats.tomorrow_at", to=language, time=time)
    if days < 7:
        return f"{_pattern('weekday', value, language)} {time}"
    return f"{day(value, now, language)} {time}"


def _ago(seconds: float, language: Language | None) -> str:
    if seconds < _MINUTE:
        return t("formats.just_now", to=language)
    for unit, size, limit in (
        ("minutes", _MINUTE, _HOUR),
        ("hours", _HOUR, _DAY),
        ("days", _DAY, 7 * _DAY),
        ("weeks", 7 * _DAY, 60 * _DAY),
        ("months", 30.44 * _DAY, 365 * _DAY),
    ):
        if seconds < limit:
            return t(f"formats.{unit}_ago", to=language, n=int(seconds // size))
    return t("formats.years_ago", to=language, n=int(seconds // (365.25 * _DAY)) or 1)


def number(value: float, digits: int | None = None) -> str:
    """A number in groups of three: 1,204. With ``digits`` places, or as many as it has."""
    if digits is not None:
        return f"{value:,.{digits}f}"
    if isinstance(value, int) or value.is_integer():
        return f"{int(value):,}"
    return f"{value:,}"


def short_number(value: float, language: Language | None = None) -> str:
    """A large number by its first three digits and a word: 12.8M; 1,280万, 1.28億."""
    short = float(f"{value:.3g}")
    for each in t("formats.powers", to=language).split(" "):
        power, _, word = each.partition(":")
        if abs(short) >= 10 ** int(power):
            return f"{short / 10 ** int(power):,.4g}{word}"
    return number(round(value))


def percent(value: float, language: Language | None = None) -> str:
    """A share of a hundred: 97%, 97 %."""
    return t("formats.percent", to=language, number=number(value))


def boolean(value: bool, language: Language | None = None) -> str:
    """Yes or no, はい or いいえ."""
    return t("formats.yes" if value else "formats.no", to=language)
