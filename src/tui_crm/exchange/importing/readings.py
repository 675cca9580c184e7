"""Keep how a table was read in a column of its errors file, whose rows alone would not tell.

A file of rejected rows has a column with the order of its days, the country of its telephone
numbers, the decimal mark and the currency of its amounts. An import reads that column and never
shows it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from tui_crm.errors import UsageError
from tui_crm.exchange.importing.dates import DayOrder
from tui_crm.i18n import LANGUAGES, t
from tui_crm.store.model import Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tui_crm.exchange.importing.planning import ImportPlan
    from tui_crm.exchange.readers.rows import Row
    from tui_crm.language.money import Mark

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
