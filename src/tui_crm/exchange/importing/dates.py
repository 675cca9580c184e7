"""Parse the dates and times of tables, in words and as workbooks number them."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from tui_crm.errors import UsageError
from tui_crm.language.formats import stored
from tui_crm.language.when import FIRST_YEAR, LAST_YEAR, from_excel, parse_date, parse_when

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tui_crm.exchange.importing.cells import CellContext
    from tui_crm.exchange.importing.import_row import ImportRow
    from tui_crm.exchange.importing.status_transforms import RowTransform
    from tui_crm.store.model import Value
    from tui_crm.store.values import ValueParser

_SHOWN: Final = 80
_EDGES: Final = "\r\n\t \u3000"
_SERIAL: Final = re.compile(r"[1-9]\d{4}(?:\.\d+)?")
_PARTED: Final = re.compile(r"\s*(\d{1,2})([-/.]) ?(\d{1,2})\2 ?(?=\d{2,4}\b)")
_MIDNIGHT: Final = re.compile(r"(?:^|[ T])(?:0?0:00(?::00)?(?![\d:])|12:00(?::00)? ?AM)", re.I)
_STAMP: Final = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d)?(\.\d+)?(Z|[+-]\d\d:?\d\d)?")


class DayOrder(StrEnum):
    """Which of day and month stands first in the dates of a table, as far as its cells tell."""

    UNKNOWN = ""
    DAY = "day"
    MONTH = "month"
    MIXED = "mixed"
    """As many dates can only be the one as can only be the other."""


def order_of(day_first: int, month_first: int) -> DayOrder:
    """The order that the dates of a table have, from how many can only be read the one way."""
    if not day_first and not month_first:
        return DayOrder.UNKNOWN
    if day_first == month_first:
        return DayOrder.MIXED
    return DayOrder.DAY if day_first > month_first else DayOrder.MONTH


def first_figures(text: str) -> tuple[int, int] | None:
    """The two figures before the year of a date such as 31.12.2026; None for any other text."""
    found = _PARTED.match(text)
    return (int(found[1]), int(found[3])) if found else None


def _in_order(text: str, order: DayOrder) -> str:
    """A text whose date the language reads in the order of its table.

    Raises:
        UsageError: that order makes no date of it, so that another one would have to be guessed.
    """
    found = _PARTED.match(text)
    if found is None or order is DayOrder.UNKNOWN:
        return text
    first, second = int(found[1]), int(found[3])
    is_open = order is DayOrder.MIXED and found[2] != "."
    if (
        (order is DayOrder.DAY and second > 12)
        or (order is DayOrder.MONTH and first > 12)
        or (is_open and first != second and max(first, second) <= 12)
    ):
        raise UsageError("language.date", value=text[:_SHOWN])
    if order is DayOrder.MONTH:  # a dot alone would put the day first
        return f"{first}/{second}/{text[found.end() :]}"
    return text


def _day_of(text: str, today: date, order: DayOrder) -> date:
    return parse_date(_in_order(text, order), today, dayfirst=order is DayOrder.DAY)


def day_reader(reader: ValueParser, order: DayOrder) -> Callable[[str], Value]:
    """A function that reads days in this order; one that has another is refused."""
    today = reader.now.date()

    def clean(text: str) -> Value:
        text = text.strip(_EDGES)
        if _SERIAL.fullmatch(text):
            return from_excel(float(text)).date().isoformat()
        return _day_of(text, today, order).isoformat()

    return clean


def moment_reader(reader: ValueParser, order: DayOrder) -> Callable[[str], Value]:
    """Points in time; without a zone, by the clocks of this machine, summer time and all."""
    now = reader.now

    def clean(text: str) -> Value:
        text = text.strip(_EDGES)
        try:
            found = _moment(text, now, order).astimezone(UTC)
        except (ValueError, OverflowError, OSError):
            raise UsageError("language.when", value=text[:_SHOWN]) from None
        if not FIRST_YEAR <= found.year <= LAST_YEAR:
            raise UsageError("language.year", value=text[:_SHOWN], first=FIRST_YEAR, last=LAST_YEAR)
        return stored(found)

    return clean


def whole_days(starts: Sequence[int], ends: Sequence[int], context: CellContext) -> RowTransform:
    """A step that puts an all-day entry on the days that its cells name, whatever their zone.

    ``starts`` and ``ends`` are the places of the columns. An end at midnight, by a clock, is the
    end of the day before; a mere day, and the midnight in UTC of Salesforce, is the last day.
    """

    def step(import_row: ImportRow, cells: Sequence[str]) -> None:
        values = import_row.values
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
    return _day_of(text, context.reader.now.date(), context.day_order)


def _moment(text: str, now: datetime, order: DayOrder) -> datetime:
    if _STAMP.fullmatch(text):
        return datetime.fromisoformat(text)
    if _SERIAL.fullmatch(text):
        return from_excel(float(text))
    text = _in_order(text, order)
    start = parse_when(text, now, dayfirst=order is DayOrder.DAY, prefer="none").start
    if not isinstance(start, datetime):
        start = datetime.combine(start, time())
    return start.replace(tzinfo=start.tzinfo or now.tzinfo)
