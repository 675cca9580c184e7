"""Date arithmetic: months of different length, and business days in Japan."""

from __future__ import annotations

import calendar
from datetime import date, timedelta
from functools import lru_cache
from typing import Final

_SATURDAY: Final = 5


def add_months(day: date, months: int) -> date:
    """The same day of another month, or its last day where it is too short.

    Raises:
        OverflowError: it lies outside the calendar.
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if not date.min.year <= year <= date.max.year:
        raise OverflowError
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def month_end(day: date) -> date:
    """The last day of the month of ``day``."""
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


def week_start(day: date) -> date:
    """The Monday of the week of ``day``."""
    return day - timedelta(days=day.weekday())


def is_business_day(day: date) -> bool:
    """Whether ``day`` is no Saturday, no Sunday and no public holiday of Japan (国民の祝日)."""
    return day.weekday() < _SATURDAY and not holiday_name(day)


@lru_cache(maxsize=4096)
def holiday_name(day: date) -> str:
    """The Japanese name of the public holiday of Japan (国民の祝日) that ``day`` is, or nothing."""
    import jpholiday

    return jpholiday.is_holiday_name(day) or ""


def business_day(day: date, steps: int) -> date:
    """The business day ``steps`` business days after ``day`` (before it, where negative).

    Raises:
        OverflowError: it lies outside the calendar.
    """
    step = timedelta(days=1 if steps > 0 else -1)
    for _ in range(abs(steps)):
        day += step
        while not is_business_day(day):
            day += step
    return day
