"""Groups of records with their counts and sums: deals by stage, leads by month and source.

The database groups, so that no record is read; amounts in different currencies are never added up.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from tui_crm.errors import UsageError
from tui_crm.store.model import Kind
from tui_crm.store.query import Listing, parse_sort, sortable
from tui_crm.store.sql import quote

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tui_crm.store.db.connection import Connection
    from tui_crm.store.dialect.base import Dialect
    from tui_crm.store.filter.compile import QueryContext
    from tui_crm.store.model import FieldSpec, RecordType, Schema, Value
    from tui_crm.store.query import Query


class Period(StrEnum):
    """How long the time is that the records of a group have in common."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


class Function(StrEnum):
    """What is made of the values of a group."""

    COUNT = "count"
    SUM = "sum"
    AVG = "avg"
    MIN = "min"
    MAX = "max"


_DATES: Final = (Kind.DATE, Kind.DATETIME)


@dataclass(frozen=True, slots=True)
class GroupKey:
    """What records are grouped by: a field of theirs, or of a record that links lead to.

    ``path`` are the links, and ``spec`` is the field at their end. Dates have a ``period``.
    """

    text: str
    path: tuple[FieldSpec, ...]
    spec: FieldSpec
    type: str
    period: Period | None


@dataclass(frozen=True, slots=True)
class Measure:
    """A figure of a group; without a ``spec`` the number of its records."""

    text: str
    function: Function
    spec: FieldSpec | None

    @property
    def is_money(self) -> bool:
        """Whether it is an amount, in minor units."""
        is_amount = self.spec is not None and self.spec.kind is Kind.MONEY
        return is_amount and self.function is not Function.COUNT


@dataclass(frozen=True, slots=True)
class Group:
    """The records that have ``keys`` in common, and what was asked of them.

    A key is what is stored (a choice's key, a link's id, ``None`` for a blank); of a date its
    ``2026-11-21``, the Monday of its week, ``2026-11``, ``2026-Q4`` or ``2026``, local time.
    Amounts are in minor units of ``currency`` (ISO 4217), which is blank where none was asked for.
    ``None`` is the figure of a group in which all values are blank.
    """

    keys: tuple[Value, ...]
    currency: str
    values: tuple[Value, ...]


class Aggregate:
    """Records of a query, by what they are grouped, and what is counted or added up of them.

    ``by`` are fields, as in ``stage``, ``account.industry``, ``close_date:month`` (``day``,
    ``week``, ``month``, ``quarter``, ``year``; a date without one is grouped by days); without any
    all records are one group. ``values`` are ``count``, ``count:FIELD`` (as far as it is filled),
    ``sum:FIELD``, ``avg:FIELD``, ``min:FIELD`` and ``max:FIELD``. Where one of them is an amount,
    each currency is a group of its own.

    Raises:
        UsageError: it names a field or a value that does not exist, or adds up what is no number.
    """

    def __init__(
        self,
        schema: Schema,
        query: Query,
        query_context: QueryContext,
        by: Sequence[str] = (),
        values: Sequence[str] = ("count",),
    ) -> None:
        self.record_type = schema.type(query.type)
        self.keys = tuple(_key(schema, self.record_type, text) for text in by)
        self.measures = tuple(_measure(self.record_type, text) for text in values)
        self._schema = schema
        self._usual = query_context.currency
        self._listing = Listing(schema, query, query_context)
        self._currency = _currency_field(self.record_type, self.measures)

    def groups(
        self, connection: Connection, *, sort: str = "", limit: int | None = None
    ) -> list[Group]:
        """The groups, in the order of their keys or of ``sort``; all or the first ``limit``.

        ``sort`` names keys and values as they were asked for, a leading ``-`` for the other way
        round. Blanks come last.

        Raises:
            UsageError: ``sort`` names something else.
        """
        columns = [
            *(f"{self._key(connection.dialect, key)} AS k{n}" for n, key in enumerate(self.keys)),
            *(f"{self._own(m.spec)} AS v{n}" for n, m in enumerate(self.measures) if m.spec),
        ]
        parameters: list[Value] = []
        if self._currency is not None:
            columns.append(f"coalesce({self._own(self._currency)}, ?) AS currency")
            parameters.append(self._usual)
        rows = self._listing.select(connection, ", ".join(columns or ["id"]))
        by = [f"k{n}" for n in range(len(self.keys))]
        by += ["currency"] if self._currency is not None else []
        figures = [_figure(n, measure) for n, measure in enumerate(self.measures)]
        text = f"SELECT {', '.join([*by, *figures])} FROM ({rows.text}) chosen"
        if by:
            text += f" GROUP BY {', '.join(by)} ORDER BY {', '.join(self._order(sort))}"
        if limit is not None:
            text += f" LIMIT {int(limit)}"
        found = connection.rows(text, (*parameters, *rows.parameters))
        return [self._group(row) for row in found]

    def _group(self, row: tuple[Value, ...]) -> Group:
        here = len(self.keys)
        keys, rest = row[:here], row[here:]
        has_money = any(measure.is_money for measure in self.measures)
        currency = self._usual if has_money else ""
        if self._currency is not None:
            currency, rest = str(rest[0]), rest[1:]
        return Group(keys, currency, tuple(rest))

    def _own(self, spec: FieldSpec) -> str:
        return f"{quote(self.record_type.key)}.{quote(spec.sql_name)}"

    def _key(self, dialect: Dialect, key: GroupKey) -> str:
        column, links = self._own((*key.path, key.spec)[0]), (*key.path, key.spec)[1:]
        for n, (link, spec) in enumerate(zip(key.path, links, strict=True)):
            column = (
                f"(SELECT l{n}.{quote(spec.sql_name)} FROM {quote(link.target)} l{n}"
                f" WHERE l{n}.id = {column})"
            )
        if key.spec.kind is Kind.BOOLEAN:  # a box that nobody ticked
            return f"coalesce({column}, 0)"
        return _in_period(dialect, column, key) if key.period else column

    def _order(self, sort: str) -> list[str]:
        keys = {key.text: n for n, key in enumerate(self.keys)}
        figures = {m.text: _figure(n, m) for n, m in enumerate(self.measures)}
        parts = []
        for name, is_descending in parse_sort(sort):
            way = " DESC" if is_descending else ""
            if name in figures:
                parts += [f"{figures[name]} IS NULL", f"{figures[name]}{way}"]
            elif name in keys:
                parts += self._key_order(keys.pop(name), way)
            else:
                raise UsageError("aggregate.sort", name=name)
        for n in keys.values():
            parts += self._key_order(n, "")
        return [*parts, *(["currency"] if self._currency is not None else [])]

    def _key_order(self, n: int, way: str) -> list[str]:
        key = self.keys[n]
        by = f"k{n}" if key.period else sortable(self._schema, key.spec, f"k{n}")
        return [f"k{n} IS NULL", f"{by}{way}", *([f"k{n}"] if by != f"k{n}" else [])]


def _key(schema: Schema, record_type: RecordType, text: str) -> GroupKey:
    name, _, period = text.partition(":")
    *links, last = name.split(".")
    path: list[FieldSpec] = []
    for link in links:
        spec = _field(record_type, link)
        if spec.kind is not Kind.LINK:
            raise UsageError("aggregate.no_link", field=link)
        path.append(spec)
        record_type = schema.type(spec.target)
    spec = _field(record_type, last)
    if spec.kind not in _DATES:
        if period:
            raise UsageError("aggregate.no_date", field=last)
        return GroupKey(text, tuple(path), spec, record_type.key, None)
    try:
        chosen = Period(period or Period.DAY)
    except ValueError:
        raise UsageError("aggregate.period", name=period, known=", ".join(Period)) from None
    return GroupKey(text, tuple(path), spec, record_type.key, chosen)


def _measure(record_type: RecordType, text: str) -> Measure:
    name, _, field = text.partition(":")
    try:
        function = Function(name)
    except ValueError:
        raise UsageError("aggregate.function", name=name, known=", ".join(Function)) from None
    if not field and function is Function.COUNT:
        return Measure(text, function, None)
    spec = _field(record_type, field)
    is_number = spec.kind in (Kind.INTEGER, Kind.NUMBER, Kind.MONEY)
    if function in (Function.SUM, Function.AVG) and not is_number:
        raise UsageError("aggregate.no_number", field=field)
    if function in (Function.MIN, Function.MAX) and not (is_number or spec.kind in _DATES):
        raise UsageError("aggregate.no_order", field=field)
    return Measure(text, function, spec)


def _field(record_type: RecordType, name: str) -> FieldSpec:
    spec = record_type.called(name)
    if spec is None:
        raise record_type.no_field(name)
    return spec


def _currency_field(record_type: RecordType, measures: Sequence[Measure]) -> FieldSpec | None:
    """The field with the currency of the amounts; None where they are in the usual one."""
    named = {m.spec.currency for m in measures if m.spec is not None and m.is_money}
    known = [name for name in sorted(named) if name in record_type]
    if len(named) > 1:
        raise UsageError("aggregate.currencies", fields=", ".join(sorted(named)))
    return record_type.field(known[0]) if known else None


def _figure(n: int, measure: Measure) -> str:
    return f"{measure.function}(v{n})" if measure.spec is not None else "count(*)"


def _in_period(dialect: Dialect, column: str, key: GroupKey) -> str:
    day = dialect.local_day(column) if key.spec.kind is Kind.DATETIME else column
    match key.period:
        case Period.WEEK:
            return dialect.first_of_week(day)
        case Period.MONTH:
            return f"substr({day}, 1, 7)"
        case Period.QUARTER:
            month = f"substr({day}, 6, 2)"
            quarter = (
                f"CASE WHEN {month} <= '03' THEN '-Q1' WHEN {month} <= '06' THEN '-Q2'"
                f" WHEN {month} <= '09' THEN '-Q3' ELSE '-Q4' END"
            )
            return f"substr({day}, 1, 4) || {quarter}"
        case Period.YEAR:
            return f"substr({day}, 1, 4)"
        case _:
            return day
