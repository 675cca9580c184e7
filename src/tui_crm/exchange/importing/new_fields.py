"""Keep unmapped columns: in the description, or as custom fields of the kind of their values."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING, Final

from tui_crm.errors import CrmError
from tui_crm.exchange.formula_escape import unescape_formula
from tui_crm.exchange.headers import header_key
from tui_crm.exchange.importing import targets
from tui_crm.exchange.importing.cells import is_nothing
from tui_crm.exchange.importing.columns import ColumnUse, MappedBy, settled
from tui_crm.exchange.importing.conventions import SAMPLE
from tui_crm.exchange.importing.dates import DayOrder, day_reader, moment_reader
from tui_crm.exchange.importing.options import Unmapped
from tui_crm.exchange.readers.layout import HeaderGuess, guess_header
from tui_crm.language.emails import normalise_email
from tui_crm.language.invisible import without_invisible
from tui_crm.language.money import parse_money
from tui_crm.language.money_headers import read_amount_header
from tui_crm.store import custom_fields
from tui_crm.store.model import FieldSpec, Kind
from tui_crm.store.values import ValueParser, read_boolean

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from tui_crm.exchange.importing.columns import Column, TableMapping
    from tui_crm.exchange.importing.planning import ImportPlan
    from tui_crm.exchange.readers.rows import Row
    from tui_crm.store.db.store import Store
    from tui_crm.store.journal.unit import UnitOfWork
    from tui_crm.store.model import RecordType

_NO_KEY: Final = re.compile(r"[^a-z0-9]+")
_LONG_KEY: Final = 40


def with_new_fields(store: Store, plan: ImportPlan, limit: int | None = None) -> ImportPlan:
    """The plan with its unknown columns going where the options say.

    Each new custom field has the kind that the values of its column have, in ``limit`` rows or in
    all; ``add_new_fields`` makes them in the store.

    Raises:
        FileError: the file cannot be read to its end.
    """
    mapping, record_type = plan.mapping, plan.record_type
    unknown = [
        column for column in mapping.unused if column.use in (ColumnUse.UNKNOWN, ColumnUse.TAKEN)
    ]
    fresh = [column for column in mapping.columns if column.target == targets.NEW_FIELD]
    match plan.options.unmapped:
        case Unmapped.DESCRIPTION if targets.body(record_type):
            kept = {column.index for column in unknown}
            columns = tuple(
                settled(column, targets.NOTE, MappedBy.GIVEN) if column.index in kept else column
                for column in mapping.columns
            )
            plan = replace(plan, mapping=replace(mapping, columns=columns))
        case Unmapped.FIELDS:
            fresh = sorted([*fresh, *unknown], key=lambda column: column.index)
    if not fresh:
        return plan
    rows = plan.sample if len(plan.sample) < SAMPLE else islice(plan.source.rows(), limit)
    return _with_custom_fields(store, plan, fresh, rows)


def add_new_fields(work: UnitOfWork, plan: ImportPlan) -> None:
    """Make the custom fields of a plan, which go when the batch is taken back."""
    for spec in plan.new_fields:
        words, key = spec.label_ja, plan.record_type.key
        custom_fields.add_field(work, key, spec.key, spec.kind, ja=words, en=words)
    if plan.new_fields:
        work.reload_schema()


def _with_custom_fields(
    store: Store, plan: ImportPlan, fresh: Iterable[Column], rows: Iterable[Row]
) -> ImportPlan:
    reader = ValueParser(store.schema, store.local_now(), no_link)
    retired = custom_fields.retired_fields(store.connection, plan.record_type.key)
    usual = plan.options.currency or plan.options.usual_currency
    kinds = {column.index: ValueKinds(column.header, reader, usual) for column in fresh}
    for row in rows:
        if row.problem is None:
            for index, values in kinds.items():
                values.add(unescape_formula(row.cells[index]))
    columns = list(plan.mapping.columns)
    record_type = plan.record_type
    taken = {spec.key for spec in record_type.fields}
    specs = []
    for index, values in kinds.items():
        column = columns[index]
        kind = values.kind
        if kind is Kind.MONEY and not _can_pay(record_type, plan.mapping, values.currency, usual):
            kind = Kind.TEXT
        others = {key for key, was in retired.items() if was != kind}
        key = _free_key(column, taken | others)
        taken.add(key)
        columns[index] = settled(column, key, MappedBy.GIVEN)
        specs.append(
            FieldSpec(
                key=key,
                kind=kind,
                section="custom",
                choices=f"{record_type.key}_{key}" if kind is Kind.CHOICE else "",
                currency="currency" if kind is Kind.MONEY else "",
                custom=True,
                label_ja=column.name,
                label_en=column.name,
            )
        )
    return replace(
        plan,
        record_type=replace(record_type, fields=(*record_type.fields, *specs)),
        mapping=replace(plan.mapping, columns=tuple(columns)),
        new_fields=tuple(specs),
    )


def no_link(spec: FieldSpec, text: str) -> int:
    """Links are found for hundreds of rows at a time, never by the reader of one value."""
    raise AssertionError(f"{spec.key}: {text}")


def _can_pay(record_type: RecordType, mapping: TableMapping, currency: str, usual: str) -> bool:
    """Whether amounts in ``currency`` can stand in a record, which has one for all of them."""
    if "currency" not in record_type:
        return currency == usual
    if any(column.target == "currency" for column in mapping.used):
        return False
    others = [
        read_amount_header(column.header, usual).currency or usual
        for column in mapping.used
        if column.target in record_type and record_type.field(column.target).kind is Kind.MONEY
    ]
    return all(other == currency for other in others)


def _free_key(column: Column, taken: set[str]) -> str:
    """A key for a field that is called like a column."""
    words = _NO_KEY.sub("_", header_key(column.name) if column.name.isascii() else "").strip("_")
    key = words[:_LONG_KEY] if words[:1].isalpha() else f"column_{column.index + 1}"
    free, number = key, 2
    while free in taken:
        free, number = f"{key[: _LONG_KEY - 4]}_{number}", number + 1
    return free


# --- the kind of a column's values ----------------------------------------------------------------

_MOST_CHOICES: Final = 20
_LONGEST_CHOICE: Final = 40
_TIMES: Final = 3
"""How often each value of a picklist comes on average, at least."""
_LONG_TEXT: Final = 250
_MOST_DIGITS: Final = 15

_WHOLE: Final = re.compile(r"[+-]?(?:0|[1-9]\d{0,2}(?:,\d{3})+|[1-9]\d*)", re.ASCII)
_FIGURE: Final = re.compile(r"[+-]?(?:\d+|\d{1,3}(?:([.,])\d{3})+)(?:[.,]\d+)?", re.ASCII)
_LEADING_ZERO: Final = re.compile(r"[+-]?0\d", re.ASCII)
_DAY_IN_DIGITS: Final = re.compile(
    r"(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])", re.ASCII
)
_NUMBERED_DIGITS: Final = 6
"""Digits from which on numbers of the same length are taken for numbers of something."""

_YEAR: Final = re.compile(r"(?:18|19|20|21)\d\d", re.ASCII)
_DAY_PART: Final = re.compile(
    r"\d+|元(?=年)|[〇一二三四五六七八九十]+(?=[年月日])|\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov"
    r"|dec)[a-z]*",
    re.IGNORECASE,
)
_CLOCK: Final = re.compile(r"\d\s*(?::|時)\s*\d|\d\s*(?:am|pm)\b|午前|午後|\d時", re.IGNORECASE)
_CURRENCY: Final = re.compile(r"[^\W\d_]|[$€£¥￥]")
_NUMBERED: Final = re.compile(
    r"(?:^|[\s_.-])(?:id|ids|no|nr|num|number|code|key|ref|zip|postal|postcode|phone|tel|fax|mobile"
    r"|year|sku|ean|jan|isbn|vat|tax|pin)s?\.?$|[a-z]Id$|ID$|#|番号|コード|郵便|電話|携帯|№|年度|年$",
    re.IGNORECASE,
)
_DATED: Final = re.compile(r"\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}\b", re.ASCII)


class ValueKinds:
    """Takes in the values of one column, and says which kind of field holds each of them whole.

    ``header`` tells numbers that are counted from those that are names (ids, codes, telephone
    numbers, years). ``usual`` is the currency of amounts (ISO 4217) that name none.
    """

    def __init__(self, header: str, reader: ValueParser, usual: str) -> None:
        self.day_first = self.month_first = False
        """Whether a day of a month stands where only that order makes sense of it."""
        self.currency = ""
        self._usual = usual
        self._header = read_amount_header(header, usual).currency
        self._is_numbered = _NUMBERED.search(header.strip().rstrip("0123456789 ")) is not None
        self._day = day_reader(reader, DayOrder.UNKNOWN)
        self._day_behind = day_reader(reader, DayOrder.DAY)
        self._moment = moment_reader(reader, DayOrder.UNKNOWN)
        self._moment_behind = moment_reader(reader, DayOrder.DAY)
        self._tests: dict[Kind, Callable[[str], bool]] = {
            Kind.BOOLEAN: self._is_boolean,
            Kind.DATE: self._is_day,
            Kind.DATETIME: self._is_moment,
            Kind.URL: lambda text: guess_header(text) is HeaderGuess.WEB,
            Kind.EMAIL: _is_email,
            Kind.PHONE: lambda text: guess_header(text) is HeaderGuess.PHONE,
            Kind.MONEY: self._is_amount,
            Kind.INTEGER: self._is_whole,
            Kind.NUMBER: self._is_number,
        }
        self._seen: dict[str, None] = {}
        self._count = 0
        self._is_worded = self._is_long = self._is_several = False
        self._are_years = True
        self._lengths: set[int] = set()

    def add(self, cell: str) -> None:
        """Take in one cell."""
        text = without_invisible(cell).strip()
        if not text or is_nothing(text):
            return
        self._count += 1
        if text in self._seen:
            return
        if len(self._seen) <= _MOST_CHOICES:
            self._seen[text] = None
        self._is_worded |= not text.isdecimal()
        self._are_years &= _YEAR.fullmatch(text) is not None
        if len(self._lengths) < 2:
            self._lengths.add(len(text))
        self._is_several |= "\n" in text
        self._is_long |= len(text) > _LONG_TEXT
        for kind in [kind for kind, test in self._tests.items() if not test(text)]:
            del self._tests[kind]
        if _DATED.match(text):
            first, second = re.split(r"[/.-]", text)[:2]
            self.day_first |= int(first) > 12
            self.month_first |= int(second) > 12

    @property
    def kind(self) -> Kind:
        """The kind, as far as has been seen."""
        if not self._count:
            return Kind.TEXT
        found = set(self._tests)
        if not self._is_worded:
            found.discard(Kind.BOOLEAN)  # 0 and 1 may as well be counted
        if self._are_years or (self._names_things and Kind.MONEY not in found):
            found -= {Kind.INTEGER, Kind.NUMBER, Kind.MONEY}
        if self.day_first and self.month_first:
            found -= {Kind.DATE, Kind.DATETIME}
        for kind in self._tests:
            if kind in found:
                return kind
        if self._is_several or self._is_long:
            return Kind.LONG_TEXT
        is_short = all(len(text) <= _LONGEST_CHOICE for text in self._seen)
        recurs = self._count >= _TIMES * len(self._seen) > _TIMES
        if recurs and is_short and len(self._seen) <= _MOST_CHOICES and not self._is_numbered:
            return Kind.CHOICE
        return Kind.TEXT

    @property
    def _names_things(self) -> bool:
        """Whether digits are the number of something rather than how many."""
        is_even = len(self._lengths) == 1 and min(self._lengths) >= _NUMBERED_DIGITS
        return self._is_numbered or (is_even and len(self._seen) > 1 and not self._is_worded)

    def _is_boolean(self, text: str) -> bool:
        return _reads(read_boolean, text)

    def _is_day(self, text: str) -> bool:
        if text.isdecimal():
            return _DAY_IN_DIGITS.fullmatch(text) is not None and _reads(self._day, text)
        if len(_DAY_PART.findall(text)) != 3 or _CLOCK.search(text):
            return False
        return _reads(self._day, text) or _reads(self._day_behind, text)

    def _is_moment(self, text: str) -> bool:
        if len(_DAY_PART.findall(text)) < 4 or not _CLOCK.search(text):
            return False
        return _reads(self._moment, text) or _reads(self._moment_behind, text)

    def _is_whole(self, text: str) -> bool:
        return len(text) <= _MOST_DIGITS and _WHOLE.fullmatch(text) is not None

    def _is_number(self, text: str) -> bool:
        if len(text) > _MOST_DIGITS or _LEADING_ZERO.match(text):
            return False
        return _FIGURE.fullmatch(text) is not None

    def _is_amount(self, text: str) -> bool:
        """Whether it is an amount whose currency it names, or the header does."""
        if self._header is None and not _CURRENCY.search(text):
            return False
        try:
            named = parse_money(text, self._header or self._usual).currency or self._header
        except CrmError:
            return False
        if named is None or self.currency not in ("", named):
            return False
        self.currency = named
        return True


def _is_email(text: str) -> bool:
    found = normalise_email(text)
    return found is not None and found.warning is None


def _reads(read: Callable[[str], object], text: str) -> bool:
    try:
        read(text)
    except CrmError:
        return False
    return True
