"""Days and points in time as tables write them, and as workbooks number them."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta
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
    from collections.abc import Callable, Sequence

    from tui_crm.exchange.cells import CellContext
    from tui_crm.exchange.drafts import Draft
    from tui_crm.exchange.states import Step
    from tui_crm.store.schema import Value
    from tui_crm.store.values import Reader

_SHOWN: Final = 80
_EDGES: Final = "\r\n\t \u3000"
_SERIAL: Final = re.compile(r"[1-9]\d{4}(?:\.\d+)?")
_MIDNIGHT: Final = re.compile(r"(?:^|[ T])(?:0?0:00(?::00)?(?![\d:])|12:00(?::00)? ?AM)", re.I)
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


def whole_days(starts: Sequence[int], ends: Sequence[int], context: CellContext) -> Step:
    """A step that puts an all-day entry on the days that its cells name, whatever their zone.

    ``starts`` and ``ends`` are the places of the columns. An end at midnight, by a clock, is the
    end of the day before; a mere day, and the midnight in UTC of Salesforce, is the last day.
    """

    def step(draft: Draft, cells: Sequence[str]) -> None:
        values = draft.values
        if not values.get("all_day") or not values.get("start_at"):
            return
        begin = " ".join(filter(None, (cells[place].strip(_EDGES) for place in starts)))
        finish = " ".join(filter(None, (cells[place].strip(_EDGES) for place in ends)))
        first = _written_day(begin, context)
        last = _written_day(finish, context) if values.get("end_at") else first
        if last > first and _MIDNIGHT.search(finish) and not finish.endswith("Z"):
            last -= timedelta(days=1)
        values["due_on"] = first.isoformat()
        if last != first:
            values["end_on"] = last.isoformat()
        values.pop("start_at")
        values.pop("end_at", None)

    return step


def _written_day(text: str, context: CellContext) -> date:
    """The day of a text that was read as a point in time, as it stands there."""
    if _STAMP.fullmatch(text):
        return date.fromisoformat(text[:10])
    if _SERIAL.fullmatch(text):
        return from_excel(float(text)).date()
    return parse_date(text, context.reader.now.date(), dayfirst=context.dayfirst)


def _moment(text: str, now: datetime, dayfirst: bool) -> datetime:
    if _STAMP.fullmatch(text):
        return datetime.fromisoformat(text)
    if _SERIAL.fullmatch(text):
        return from_excel(float(text))
    start = parse_when(text, now, dayfirst=dayfirst, prefer="none").start
    if not isinstance(start, datetime):
        start = datetime.combine(start, time())
    return start.replace(tzinfo=start.tzinfo or now.tzinfo)
