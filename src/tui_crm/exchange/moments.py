"""Days and points in time as tables write them, and as workbooks number them."""

from __future__ import annotations

import re
from datetime import UTC, datetime, time
from typing import TYPE_CHECKING, Final

from tui_crm.errors import UsageError
from tui_crm.language.when import (
    FIRST_YEAR,
    LAST_YEAR,
    from_excel,
    parse_date,
    parse_when,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from tui_crm.store.schema import Value
    from tui_crm.store.values import Reader

_SHOWN: Final = 80
_EDGES: Final = "\r\n\t \u3000"
_SERIAL: Final = re.compile(r"[1-9]\d{4}(?:\.\d+)?")
_STAMP: Final = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d)?(\.\d+)?(Z|[+-]\d\d:?\d\d)?")


def day_reader(reader: Reader, dayfirst: bool) -> Callable[[str], Value]:
    """A function that reads days; with ``dayfirst``, 1/2/2026 as 1 February."""
    today = reader.now.date()

    def clean(text: str) -> Value:
        text = text.strip(_EDGES)
        if _SERIAL.fullmatch(text):
            return from_excel(float(text)).date().isoformat()
        return parse_date(text, today, dayfirst=dayfirst).isoformat()

    return clean


def moment_reader(reader: Reader, dayfirst: bool) -> Callable[[str], Value]:
    """Points in time; without a zone, by the clocks of this machine, summer time and all."""
    now = reader.now

    def clean(text: str) -> Value:
        text = text.strip(_EDGES)
        try:
            found = _moment(text, now, dayfirst).astimezone(UTC)
        except (ValueError, OverflowError, OSError):
            raise UsageError("language.when", value=text[:_SHOWN]) from None
        if not FIRST_YEAR <= found.year <= LAST_YEAR:
            raise UsageError("language.year", value=text[:_SHOWN], first=FIRST_YEAR, last=LAST_YEAR)
        return found.strftime("%Y-%m-%dT%H:%M:%SZ")

    return clean


def _moment(text: str, now: datetime, dayfirst: bool) -> datetime:
    if _STAMP.fullmatch(text):
        return datetime.fromisoformat(text)
    if _SERIAL.fullmatch(text):
        return from_excel(float(text))
    start = parse_when(text, now, dayfirst=dayfirst, prefer="none").start
    if not isinstance(start, datetime):
        start = datetime.combine(start, time())
    return start.replace(tzinfo=None)
