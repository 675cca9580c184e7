"""Detect how a table writes dates, numbers and places, from its cells."""

from __future__ import annotations

from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING, Final

from tui_crm.exchange.importing.amounts import AmountStudy, foreign_currency
from tui_crm.exchange.importing.dates import DayOrder, first_figures, order_of
from tui_crm.exchange.importing.readings import is_readings, readings_of
from tui_crm.exchange.importing.regions import region_of_table
from tui_crm.exchange.readers.source import Format
from tui_crm.store.model import Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tui_crm.exchange.importing.planning import ImportPlan
    from tui_crm.exchange.importing.readings import Readings
    from tui_crm.exchange.readers.rows import Row

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
