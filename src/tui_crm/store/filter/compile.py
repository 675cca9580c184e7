"""A filter as SQL: names checked against the schema, every value a parameter."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Final

from tui_crm.errors import CrmError, UsageError
from tui_crm.i18n import LANGUAGES, former, t
from tui_crm.language.fold import fold
from tui_crm.language.formats import stored
from tui_crm.language.search_terms import spellings
from tui_crm.language.zones import later
from tui_crm.store.filter.comparisons import (
    amount_test,
    holding,
    labelled_test,
    number_of,
    ordered_test,
    phone_test,
    text_test,
    title_test,
    whole_number_of,
)
from tui_crm.store.filter.language import AllOf, AnyOf, Comparison, Filter, FilterError, Not
from tui_crm.store.journal.hooks import Event
from tui_crm.store.journal.touched import touched
from tui_crm.store.model import USERS, FieldSpec, Kind
from tui_crm.store.sql import Sql, quote
from tui_crm.store.values import read_boolean

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tui_crm.store.db.connection import Connection
    from tui_crm.store.journal.hooks import Hook
    from tui_crm.store.model import Choice, RecordType, Schema

_RELATIVE: Final = re.compile(r"([+-])(\d{1,5})([dwmy])")
_DAYS: Final = {"d": 1, "w": 7, "m": 30, "y": 365}
_BLANK: Final = frozenset(map(fold, ("none", "なし")))
_BLANKED: Final = frozenset((Kind.CHOICE, Kind.LINK, Kind.DATE, Kind.DATETIME))
_BATCH: Final = "batch"  # no field: batch=12 are the records that change 12 touched
_NEAR: Final = 0.6
_MOST_NAMED: Final = 10
_MOST_COMPARED: Final = 2_000
_COMPARED: Final = 60  # letters of a name that are held against what was typed
_ORDERINGS: Final = frozenset(("<", "<=", ">", ">="))


ME: Final = frozenset(("me", "自分", "じぶん"))
"""Whoever is asking, among users; folded."""


@dataclass(frozen=True, slots=True)
class QueryContext:
    """From where a filter is read: the local time, and the id of the user who is ``me``.

    ``currency`` is that of amounts whose records name none. With a ``connection`` a name that no
    record has is a mistake; without one, as where rules are kept to, it lets nothing through.
    ``is_stored``: the rows that are tested are those of the store, with their match keys.
    """

    now: datetime
    user_id: int | None = None
    currency: str = "JPY"
    connection: Connection | None = None
    is_stored: bool = True


def compile_filter(
    condition: Filter, schema: Schema, record_type: RecordType, query_context: QueryContext
) -> Sql:
    """The SQL condition, over the columns of ``record_type``'s table, that means ``condition``.

    Raises:
        FilterError: it names a field, a value or (``query_context.connection``) a record that does
            not exist.
    """
    return _Compiler(schema, query_context).compile(condition, record_type)


def filter_word(schema: Schema, record_type: RecordType, name: str) -> Hook | None:
    """The word of a feature that a person means by ``name``, unless a field is called so."""
    for word in schema.hooks.of(Event.FILTER_WORD, record_type.key):
        key = f"filter.word.{word.name}"
        names = {word.name, *(t(key, to=to) for to in LANGUAGES), *former(key)}
        if fold(name) in map(fold, names) and record_type.called(name) is None:
            return word
    return None


class _Compiler:
    def __init__(self, schema: Schema, query_context: QueryContext) -> None:
        self._schema = schema
        self._viewpoint = query_context

    def compile(self, condition: Filter, record_type: RecordType) -> Sql:
        match condition:
            case Comparison():
                return self._test(condition, record_type)
            case Not(part):
                inner = self.compile(part, record_type)
                return Sql(f"({inner.text}) IS NOT TRUE", inner.parameters)
            case AllOf(parts) if currency := self._currency_of(parts, record_type):
                # amount>100 beside currency=USD means dollars.
                query_context = replace(self._viewpoint, currency=currency)
                return _Compiler(self._schema, query_context)._joined(parts, record_type, " AND ")
            case AllOf(parts):
                return self._joined(parts, record_type, " AND ") if parts else Sql("1 = 1")
            case AnyOf(parts):
                return self._joined(parts, record_type, " OR ")

    def _currency_of(self, parts: tuple[Filter, ...], record_type: RecordType) -> str:
        """The code of the currency that one of ``parts`` asks for; blank for none or several."""
        from tui_crm.language.currencies import DIGITS

        found = {
            part.values[0].upper()
            for part in parts
            if isinstance(part, Comparison)
            and part.operator in ("=", "~")
            and (spec := record_type.called(part.field)) is not None
            and spec.key == "currency"
        }
        known = found & DIGITS.keys()
        return known.pop() if len(known) == 1 else ""

    def _joined(self, parts: tuple[Filter, ...], record_type: RecordType, word: str) -> Sql:
        found = [self.compile(part, record_type) for part in parts]
        text = word.join(sql.text for sql in found)
        return Sql(f"({text})", tuple(p for sql in found for p in sql.parameters))

    def _test(self, test: Comparison, record_type: RecordType) -> Sql:
        name, _, rest = test.field.partition(".")
        if name == _BATCH and not rest and _BATCH not in record_type:
            return _of_batch(record_type.key, test)
        word = None if rest else filter_word(self._schema, record_type, name)
        if word is not None:
            return self._by_word(word, test, record_type)
        spec = self._field(record_type, name, test)
        if rest:
            if spec.kind is not Kind.LINK:
                raise FilterError("no_link", test.field, 0, field=name)
            target = self._schema.type(spec.target)
            inner = self._test(Comparison(rest, test.operator, test.values), target)
            column, table = quote(spec.sql_name), quote(target.key)
            return Sql(f"{column} IN (SELECT id FROM {table} WHERE {inner.text})", inner.parameters)
        if test.operator == "in":
            parts = tuple(Comparison(test.field, "=", (value,)) for value in test.values)
            return self._joined(parts, record_type, " OR ")
        try:
            return self._compare(record_type, spec, test.operator, test.values[0])
        except FilterError:
            raise
        except CrmError as error:
            raise FilterError("bad_value", test.values[0], 0, field=name, why=str(error)) from error

    def _by_word(self, word: Hook, test: Comparison, record_type: RecordType) -> Sql:
        """Whether one of the conditions that a word stands for holds."""
        # In such a condition the words mean nothing, so that none leads to itself.
        query_context = replace(self._viewpoint, connection=None)
        plain = _Compiler(self._schema.bare, query_context)
        found = []
        for name, condition in word(self._schema, record_type):
            try:
                found.append(plain.compile(condition, record_type))
            except FilterError as error:
                raise UsageError("rules.unreadable", rule=name, why=error) from error
        text = " OR ".join(sql.text for sql in found) or "1 = 0"
        if test.operator not in ("=", "!="):
            raise FilterError("yes_or_no", test.field, test.position, field=test.field)
        is_wanted = _yes_or_no(test, test.values[0]) is (test.operator == "=")
        parameters = tuple(p for sql in found for p in sql.parameters)
        return Sql(f"({text})" if is_wanted else f"({text}) IS NOT TRUE", parameters)

    def _field(self, record_type: RecordType, name: str, test: Comparison) -> FieldSpec:
        spec = record_type.called(name)
        if spec is None:
            close = ", ".join(record_type.nearest(name))
            key = "unknown_field_but" if close else "unknown_field"
            raise FilterError(key, test.field, test.position, field=name, close=close)
        return spec

    def _compare(self, record_type: RecordType, spec: FieldSpec, operator: str, value: str) -> Sql:
        column = quote(spec.sql_name)
        if spec.kind in _BLANKED and operator in ("=", "!=") and fold(value) in _BLANK:
            value = "" if self._is_free(spec, value) else value
        if value == "":
            if operator in ("=", "~"):
                return Sql(f"{column} IS NULL")
            if operator in ("!=", "!~"):
                return Sql(f"{column} IS NOT NULL")
            raise UsageError("filter.blank_order")
        if operator in ("!=", "!~"):
            same = self._compare(record_type, spec, "=" if operator == "!=" else "~", value)
            return Sql(f"({same.text}) IS NOT TRUE", same.parameters)
        match spec.kind:
            case Kind.LINK:
                return self._link(spec, operator, value)
            case Kind.CHOICE:
                return self._choice(spec, operator, value)
            case Kind.DATE:
                days = self._day(value).isoformat()
                return ordered_test(column, operator, days)
            case Kind.DATETIME:
                return self._moment(spec, operator, value)
            case Kind.BOOLEAN:
                if operator not in ("=", "~"):
                    raise UsageError("filter.no_order")
                return Sql(f"coalesce({column}, 0) = ?", (read_boolean(value),))
            case Kind.MONEY:
                return amount_test(record_type, spec, operator, value, self._viewpoint.currency)
            case Kind.INTEGER | Kind.NUMBER:
                return ordered_test(column, operator, number_of(value))
            case Kind.TAGS:
                return self._tags(column, operator, value)
            case Kind.PHONE:
                return phone_test(column, operator, value, self._keys(record_type))
            case Kind.PHONES | Kind.EMAILS:
                return labelled_test(column, operator, value, self._keys(record_type))
            case _:
                return text_test(spec, operator, value)

    def _keys(self, record_type: RecordType) -> str:
        """The table of the match keys of a type; empty where what is tested may have none."""
        from tui_crm.store.match_index import table_name

        has_keys = self._viewpoint.is_stored and record_type.duplicates_among
        return table_name(record_type.key) if has_keys else ""

    def _is_free(self, spec: FieldSpec, word: str) -> bool:
        """Whether no value of a picklist is called ``word``, so that it can mean blank."""
        return not self._schema.choices_called(spec.choices, word)

    def _link(self, spec: FieldSpec, operator: str, value: str) -> Sql:
        column, table = quote(spec.sql_name), quote(spec.target)
        if spec.target == USERS and fold(value) in ME:
            return Sql(f"{column} = ?", (self._viewpoint.user_id,))
        target = self._schema.type(spec.target)
        if operator == "=" and value.isascii() and value.isdigit():
            number = whole_number_of(value)
            self._expect(target, Sql("id = ?", (number,)), value)
            return Sql(f"{column} = ?", (number,))
        if operator not in ("=", "~"):
            raise UsageError("filter.no_order")
        test = title_test(target, operator, value)
        if operator == "=":
            self._expect(target, test, value)
        return Sql(f"{column} IN (SELECT id FROM {table} WHERE {test.text})", test.parameters)

    def _expect(self, target: RecordType, test: Sql, value: str) -> None:
        """Refuse a name that no record of ``target`` has, and say which are near."""
        connection = self._viewpoint.connection
        if connection is None:
            return
        found = f"SELECT 1 FROM {quote(target.key)} WHERE {test.text} LIMIT 1"
        if connection.scalar(found, test.parameters):
            return
        close = ", ".join(_near_records(connection, target, value))
        key = "filter.no_record_but" if close else "filter.no_record"
        raise UsageError(key, value=value, type=target.label(1), close=close)

    def _choice(self, spec: FieldSpec, operator: str, value: str) -> Sql:
        column, wanted = quote(spec.sql_name), fold(value)
        known = self._schema.choices(spec.choices, retired=True)
        if operator == "~":
            keys = [c.key for c in known if any(wanted in fold(name) for name in c.names)]
        if operator != "~" or not keys:
            keys = [c.key for c in self._schema.choices_called(spec.choices, value)]
        if not keys:
            raise UsageError("filter.choice", value=value, known=_near_choices(known, value))
        if operator in _ORDERINGS:
            order = [c.key for c in known]
            place = order.index(keys[0])
            chosen = {
                "<": order[:place],
                "<=": order[: place + 1],
                ">": order[place + 1 :],
                ">=": order[place:],
            }[operator]
            keys = chosen
        marks = ", ".join("?" * len(keys))
        return Sql(f"{column} IN ({marks})" if keys else "1 = 0", tuple(keys))

    def _day(self, value: str) -> date:
        found = _RELATIVE.fullmatch(value)
        today = self._viewpoint.now.date()
        if found:
            days = int(found[2]) * _DAYS[found[3]] * (1 if found[1] == "+" else -1)
            try:
                return today + timedelta(days=days)
            except OverflowError:
                raise UsageError("filter.date", value=value) from None
        from tui_crm.language.when import parse_date

        return parse_date(value, today)

    def _moment(self, spec: FieldSpec, operator: str, value: str) -> Sql:
        """A point in time beside a day, or beside a minute where a time of day is named."""
        column = quote(spec.sql_name)
        if re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?Z", value):
            return ordered_test(column, operator, value)
        if moment := self._time_of_day(value):
            start, end = stored(moment), stored(later(moment, timedelta(minutes=1)))
            day = moment.date()
        else:
            day = self._day(value)
            start, end = self._utc(day), self._utc(day + timedelta(days=1))
        test = _between(column, operator, start, end)
        if spec.key != "next_activity_at":
            return test
        # What has no time of day stands there as a day, which is none of UTC.
        days = ordered_test(column, operator, day.isoformat())
        return Sql(
            f"CASE WHEN length({column}) = 10 THEN {days.text} ELSE {test.text} END",
            (*days.parameters, *test.parameters),
        )

    def _time_of_day(self, value: str) -> datetime | None:
        """The minute that ``value`` names, if it names more than a day."""
        if _RELATIVE.fullmatch(value):
            return None
        from tui_crm.language.when import parse_when

        try:
            found = parse_when(value, self._viewpoint.now, prefer="none").start
        except UsageError:
            return None
        return found.replace(second=0, microsecond=0) if isinstance(found, datetime) else None

    def _utc(self, day: date) -> str:
        return stored(datetime.combine(day, time(), tzinfo=self._viewpoint.now.tzinfo))

    def _tags(self, column: str, operator: str, value: str) -> Sql:
        if operator not in ("=", "~"):
            raise UsageError("filter.no_order")
        mark = "\n" if operator == "=" else ""
        return holding(f"crm_tags({column})", [f"{mark}{word}{mark}" for word in spellings(value)])


def _between(column: str, operator: str, start: str, end: str) -> Sql:
    """A point in time beside what lasts from ``start`` up to ``end``."""
    match operator:
        case "=" | "~":
            return Sql(f"({column} >= ? AND {column} < ?)", (start, end))
        case "<":
            return Sql(f"{column} < ?", (start,))
        case "<=":
            return Sql(f"{column} < ?", (end,))
        case ">":
            return Sql(f"{column} >= ?", (end,))
        case _:
            return Sql(f"{column} >= ?", (start,))


def _yes_or_no(test: Comparison, value: str) -> bool:
    try:
        return bool(read_boolean(value))
    except UsageError as error:
        raise FilterError("bad_value", value, 0, field=test.field, why=error) from error


def _near_choices(known: Sequence[Choice], value: str) -> str:
    """The values that one may have meant, the nearest first, for a sentence."""
    from difflib import SequenceMatcher

    def nearness(choice: Choice) -> float:
        wanted = fold(value)
        return max(SequenceMatcher(None, wanted, fold(name)).ratio() for name in choice.names)

    listed = [choice for choice in known if not choice.is_retired]
    near = [c for c in listed if nearness(c) >= _NEAR]
    shown = sorted(near, key=nearness, reverse=True) or listed
    more = ", …" if len(shown) > _MOST_NAMED else ""
    return ", ".join(choice.label() for choice in shown[:_MOST_NAMED]) + more


def _near_records(connection: Connection, target: RecordType, value: str) -> list[str]:
    """The titles that one may have meant: those that hold ``value``, then those like it."""
    from difflib import get_close_matches

    table = quote(target.key)
    test = title_test(target, "~", value)
    holding = connection.rows(
        f"SELECT title FROM {table} WHERE {test.text} ORDER BY sort_key LIMIT {_MOST_NAMED}",
        test.parameters,
    )
    if holding:
        return [str(title) for (title,) in holding]
    titles = connection.rows(f"SELECT title FROM {table} ORDER BY sort_key LIMIT {_MOST_COMPARED}")
    known = {fold(str(title)[:_COMPARED]): str(title) for (title,) in titles}
    near = get_close_matches(fold(value[:_COMPARED]), known, n=3, cutoff=_NEAR)
    return [known[name] for name in near]


def _of_batch(record_type: str, test: Comparison) -> Sql:
    number = test.values[0]
    if test.operator != "=" or not (number.isascii() and number.isdigit()):
        raise FilterError("batch", test.field, test.position)
    return Sql(f"id IN ({touched(record_type)})", (whole_number_of(number), record_type))
