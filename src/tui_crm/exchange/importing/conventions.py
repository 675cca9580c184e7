"""Detect how a table writes dates, numbers and places, and keep that for its rejected rows."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING, Final

from tui_crm.errors import UsageError
from tui_crm.exchange.importing.amounts import AmountStudy, foreign_currency
from tui_crm.exchange.importing.dates import DayOrder, first_figures, order_of
from tui_crm.exchange.importing.regions import region_of_table
from tui_crm.exchange.readers.source import Format
from tui_crm.i18n import LANGUAGES, t
from tui_crm.store.model import Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tui_crm.exchange.importing.planning import ImportPlan
    from tui_crm.exchange.readers.rows import Row
    from tui_crm.language.money import Mark

SAMPLE: Final = 200
"""Rows that a plan is made from before all are read."""

_SPREAD: Final = 400
"""Rows by which the country of a table is told."""

_TYPED: Final = frozenset({Format.XLSX, Format.XLS, Format.ODS, Format.JSON, Format.JSONL})
"""Formats that hold numbers as such, which come with a decimal point."""


def detect_in_sample(plan: ImportPlan) -> ImportPlan:
    """The plan with what its first rows tell of the others."""
    return _detect(plan, plan.sample)


def detect_in_all_rows(plan: ImportPlan, limit: int | None = None) -> ImportPlan:
    """The plan with what all rows tell, or ``limit`` of them; a sample may not show everything.

    Raises:
        FileError: the file cannot be read to its end.
    """
    is_told = plan.is_studied or (len(plan.sample) < SAMPLE and not plan.new_fields)
    told = readings_of(plan.source.header, plan.sample)
    if is_told or not (_study(plan, told).needs_rows or _days(plan)):
        return plan
    if any(map(is_readings, plan.source.header)):
        readings_of(plan.source.header, plan.source.rows())  # all of them must say the same
    return replace(_detect(plan, islice(plan.source.rows(), limit)), is_studied=True)


def _detect(plan: ImportPlan, rows: Iterable[Row]) -> ImportPlan:
    told = readings_of(plan.source.header, plan.sample)
    options, study, days = plan.options, _study(plan, told), _days(plan)
    needs_rows = study.needs_rows
    spread = _Spread()
    day_first = month_first = 0
    for row in rows:
        if row.problem is not None:
            continue
        spread.add(row)
        if needs_rows:
            study.add(row.cells)
        for place in days:
            if (text := row.cells[place]) and (figures := first_figures(text)):
                day_first += figures[0] > 12
                month_first += figures[1] > 12
    order = order_of(day_first, month_first) if told.days is None else told.days
    if options.dayfirst is not None:
        order = DayOrder.DAY if options.dayfirst else DayOrder.MONTH
    foreign, writes_comma, region = "", False, options.region
    if not plan.mapping.is_own:
        seen = spread.rows
        phones = _cells(plan, seen, Kind.PHONE)
        region = told.region or region_of_table(phones, region)
        foreign, writes_comma = foreign_currency(
            _column(plan, seen, "country"),
            _column(plan, seen, "state"),
            phones,
            _cells(plan, seen, Kind.DATE, Kind.DATETIME),
            region=region if region != options.region else "",
            usual=options.usual_currency,
        )
    return replace(
        plan,
        region=region,
        day_order=order,
        amounts=study.plan(foreign, writes_comma=writes_comma),
    )


def _study(plan: ImportPlan, readings: Readings) -> AmountStudy:
    options = plan.options
    return AmountStudy(
        plan.record_type,
        plan.mapping,
        usual=options.usual_currency,
        told=options.currency or readings.currency,
        decimal=options.decimal.mark if options.decimal else readings.decimal,
        has_typed_cells=plan.source.format in _TYPED,
    )


def _days(plan: ImportPlan) -> list[int]:
    return _places(plan, Kind.DATE, Kind.DATETIME)


def _places(plan: ImportPlan, *kinds: Kind) -> list[int]:
    return [
        column.index
        for column in plan.mapping.used
        if column.target in plan.record_type and plan.record_type.field(column.target).kind in kinds
    ]


def _cells(plan: ImportPlan, rows: Sequence[Row], *kinds: Kind) -> list[str]:
    """The cells of some rows that go to fields of these kinds."""
    places = _places(plan, *kinds)
    return [row.cells[place] for row in rows for place in places]


def _column(plan: ImportPlan, rows: Sequence[Row], target: str) -> list[str]:
    """The cells of some rows that go to one field."""
    places = [column.index for column in plan.mapping.used if column.target == target]
    return [row.cells[place] for row in rows for place in places]


class _Spread:
    """Keeps some of many rows, evenly spread over all that were added."""

    def __init__(self) -> None:
        self.rows: list[Row] = []
        self._step = 1
        self._wait = 0

    def add(self, row: Row) -> None:
        """Keep the row, if it is its turn."""
        if self._wait:
            self._wait -= 1
            return
        self.rows.append(row)
        if len(self.rows) == _SPREAD:
            self.rows = self.rows[::2]
            self._step *= 2
        self._wait = self._step - 1


# --- kept with rejected rows ----------------------------------------------------------------------
# A file of rejected rows, which alone would not tell, has a column with the order of its days, the
# country of its telephone numbers, the decimal mark and the currency of its amounts. An import
# reads that column and never shows it.

_DAYS, _PHONES, _DECIMAL, _CURRENCY = "days", "phones", "decimal", "currency"
_MARKS: Final[dict[str, Mark]] = {"dot": ".", "comma": ","}


@dataclass(frozen=True, slots=True)
class Readings:
    """What a table is told about itself; None and blanks where nothing is.

    ``region`` is a country (ISO 3166), ``currency`` an ISO 4217 code.
    """

    days: DayOrder | None = None
    region: str = ""
    decimal: Mark | None = None
    currency: str = ""


def is_readings(header: str) -> bool:
    """Whether a column is our own note of how its rows were read before."""
    return any(header == t("import.readings_header", to=to) for to in LANGUAGES)


def readings_text(plan: ImportPlan) -> str:
    """How the rows of a plan are read, as a cell that ``readings_of`` understands; blank for rows
    that can be read in one way only."""
    if plan.mapping.is_own:
        return ""
    kinds = {
        plan.record_type.field(column.target).kind
        for column in plan.mapping.used
        if column.target in plan.record_type
    }
    found = {}
    if plan.day_order is not DayOrder.UNKNOWN and kinds & {Kind.DATE, Kind.DATETIME}:
        found[_DAYS] = plan.day_order.value
    if plan.region != plan.options.region and kinds & {Kind.PHONE, Kind.PHONES}:
        found[_PHONES] = plan.region
    marks = {column.notation.decimal for column in plan.amounts.columns}
    if Kind.NUMBER in kinds:
        marks.add(plan.amounts.number_mark)
    for name, mark in _MARKS.items():
        if marks == {mark}:
            found[_DECIMAL] = name
    if plan.amounts.is_told and Kind.MONEY in kinds:
        found[_CURRENCY] = plan.amounts.currency
    return " ".join(f"{key}={value}" for key, value in found.items())


def readings_of(header: Sequence[str], rows: Iterable[Row]) -> Readings:
    """What the column of readings says, if a table has one.

    Raises:
        UsageError: rows of several tables stand in one file and were read differently.
    """
    places = [place for place, name in enumerate(header) if is_readings(name)]
    if not places:
        return Readings()
    place = places[0]
    said = {
        " ".join(row.cells[place].split())
        for row in rows
        if row.problem is None and row.cells[place].strip()
    }
    if len(said) > 1:
        raise UsageError("import.readings_differ", readings=" / ".join(sorted(said)))
    pairs = dict(pair.split("=", 1) for text in said for pair in text.split() if "=" in pair)
    try:
        days = DayOrder(pairs[_DAYS]) if _DAYS in pairs else None
        decimal = _MARKS[pairs[_DECIMAL]] if _DECIMAL in pairs else None
    except (KeyError, ValueError):
        raise UsageError("import.readings_unknown", readings=said.pop()) from None
    return Readings(days, pairs.get(_PHONES, ""), decimal, pairs.get(_CURRENCY, ""))
