"""Read the amounts of a table: how each column writes them, and in which currency.

A column is read in one way, which all its values, its header and its currency decide. What cannot
be known is a ``ImportQuestion``, which a person answers before anything is written.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, NamedTuple

from tui_crm.errors import CrmError, UsageError
from tui_crm.exchange.importing.regions import calling_country, region_finder
from tui_crm.exchange.question import ImportQuestion, Topic
from tui_crm.language.currencies import CURRENCY_OF, digits_of, find_currency
from tui_crm.language.fold import fold
from tui_crm.language.money import Mark, Notation, counts_in_yen, parse_money
from tui_crm.language.money_headers import read_amount_header
from tui_crm.language.names import has_cjk
from tui_crm.store.model import Kind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from tui_crm.exchange.importing.columns import Column, TableMapping
    from tui_crm.store.model import FieldSpec, RecordType, Value

_UNKNOWN: Final = ""
_STATE_CODES: Final = """
AL AK AZ AR CA CO CT DE FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM NY NC
ND OH OK OR PA RI SC SD TN TX UT VT VA WA WV WI WY DC
"""
_STATES: Final = frozenset(_STATE_CODES.split())
"""The states of the USA, by their postal abbreviations."""

_DOTTED_DAY: Final = re.compile(r"\s*\d{1,2}\.\s?\d{1,2}\.\s?(?:\d{4}|\d\d)\b")
_DOTTING: Final = "DE"
"""A country for those that write 31.12.2026, where only a date says that it is one of them."""

_NUMBER: Final = re.compile(r"[0-9][0-9.,]*[0-9]|[.,][0-9]+")
_IN_THREES: Final = re.compile(r"[1-9][0-9]{0,2}([.,])[0-9]{3}")
_PLAIN: Final = re.compile(r"[\s\d.,'+()-]*")
_OPEN: Final = frozenset(
    map(
        fold,
        (
            *("tbd", "t.b.d.", "tba", "tbc", "to be determined", "to be decided"),
            *(
                "to be discussed",
                "to be confirmed",
                "to be announced",
                "on request",
                "upon request",
                "negotiable",
            ),
            *("price on request", "auf anfrage", "unknown", "undecided", "open", "pending", "?"),
            *("??", "未定", "応相談", "要相談", "ご相談", "相談", "別途", "別途見積", "別途見積り"),
            *("別途お見積り", "要見積", "要見積り", "見積中", "見積り中", "見積依頼中", "調整中"),
            *("検討中", "確認中", "未確定", "不明", "未決定", "未回答", "非公開", "要確認"),
        ),
    )
)
"""What is written where an amount is not known yet."""


@dataclass(frozen=True, slots=True)
class AmountColumn:
    """A column of amounts: where it stands, and what its header and its values say of all."""

    index: int
    name: str
    spec: FieldSpec
    currency: str | None
    notation: Notation


@dataclass(frozen=True, slots=True)
class AmountPlan:
    """How the amounts of a table are read.

    ``currency`` is that of amounts of which neither the row nor the header says one;
    ``is_told`` where a person named it. ``number_mark`` is the decimal mark of other numbers.
    """

    columns: tuple[AmountColumn, ...] = ()
    currency: str = "JPY"
    is_told: bool = False
    number_mark: Mark = "."
    question: ImportQuestion | None = None


@dataclass(slots=True)
class _Evidence:
    """What the values of one column show: decimal marks that can be nothing else, and doubts."""

    column: Column
    spec: FieldSpec
    currency: str | None
    power: int
    marks: set[str] = field(default_factory=set)
    is_in_thirds: bool = False
    unclear: str = ""
    unclear_mark: str = ""
    is_unnamed: bool = False
    amounts: int = 0
    cents: int = 0

    def add(self, text: str, usual: str, named: str | None) -> None:
        """Take in one cell; ``named`` is the currency of its row or header, ``usual`` any other."""
        self.amounts += 1
        if text.isascii() and text.isdecimal():
            self.is_unnamed |= named is None
            return
        plain = text if text.isascii() else unicodedata.normalize("NFKC", text)
        if named is None and not self.is_unnamed:
            self.is_unnamed = bool(_PLAIN.fullmatch(plain)) or _names_none(text, usual)
        found = _NUMBER.search(plain)
        if found is None:
            return
        number = found[0]
        mark, is_sure = _mark_shown(number)
        if mark and is_sure:
            self.marks.add(mark)
            digits = number[number.rindex(mark) + 1 :] if mark in number else ""
            self.cents += bool(digits.strip("0")) and len(digits) != 3
            self.is_in_thirds |= len(digits) == 3
        elif mark and not self.unclear and self.spec.kind is Kind.MONEY:
            try:
                parse_money(text, named or usual, Notation(power=self.power))
            except CrmError as error:
                if error.key == "language.money_thousands":
                    self.unclear, self.unclear_mark = text.strip(), mark


def _mark_shown(number: str) -> tuple[str, bool]:
    """A mark in a number, and whether it is surely the decimal mark; blank where there is none.

    >>> _mark_shown("1.234,5"), _mark_shown("1,234"), _mark_shown("1,234,567")
    ((',', True), (',', False), ('.', True))
    """
    has_dot, has_comma = "." in number, "," in number
    if has_dot and has_comma:
        return ("." if number.rindex(".") > number.rindex(",") else ","), True
    if not has_dot and not has_comma:
        return "", False
    mark = "." if has_dot else ","
    if number.count(mark) > 1:
        return ("," if has_dot else "."), True
    return mark, _IN_THREES.fullmatch(number) is None


def _names_none(text: str, usual: str) -> bool:
    try:
        return parse_money(text, usual).currency is None
    except CrmError:
        return False


class AmountStudy:
    """Collects what all rows of a table show of its amounts, and plans how they are read."""

    def __init__(
        self,
        record_type: RecordType,
        mapping: TableMapping,
        *,
        usual: str,
        told: str = "",
        decimal: Mark | None = None,
        has_typed_cells: bool = False,
    ) -> None:
        self._mapping = mapping
        self._usual = told or usual
        self._is_told = bool(told)
        self._decimal = decimal
        self._has_typed_cells = has_typed_cells
        self._columns = []
        for column in mapping.used:
            if column.target in record_type:
                spec = record_type.field(column.target)
                if spec.kind in (Kind.MONEY, Kind.NUMBER):
                    self._columns.append(self._evidence(column, spec))
        currencies = [c.index for c in mapping.used if c.target == "currency"]
        self._currency_at = currencies[0] if currencies else None
        constants = dict(mapping.constants)
        self._constant = constants.get("currency", "").strip().upper() or None

    def _evidence(self, column: Column, spec: FieldSpec) -> _Evidence:
        if spec.kind is not Kind.MONEY or self._mapping.is_own:
            return _Evidence(column, spec, None, 0)
        said = read_amount_header(column.header, self._usual)
        return _Evidence(column, spec, said.currency, said.power)

    @property
    def needs_rows(self) -> bool:
        """Whether a column holds amounts or numbers whose notation the rows have to tell."""
        return bool(self._columns) and not self._mapping.is_own

    def add(self, cells: Sequence[str]) -> None:
        """Take in one row."""
        named = self._constant
        if self._currency_at is not None and (text := cells[self._currency_at].strip()):
            named = find_currency(text.upper(), self._usual) or text.upper()
        for each in self._columns:
            if text := cells[each.column.index]:
                each.add(text, self._usual, named or each.currency)

    def plan(self, foreign: str, *, writes_comma: bool) -> AmountPlan:
        """How the amounts are read.

        Args:
            foreign: what is paid with (ISO 4217) where other values say that the table is from;
                empty where they say nothing.
            writes_comma: other values are written as where 1.234,56 is.
        """
        money = [each for each in self._columns if each.spec.kind is Kind.MONEY]
        question = self._currency_question(money, foreign)
        columns = []
        for each in money:
            mark, is_known = self._mark(each, writes_comma)
            if not is_known and question is None:
                question = ImportQuestion(
                    Topic.DECIMAL_MARK, column=each.column.name, example=each.unclear
                )
            is_strict = self._decimal is None and not each.is_in_thirds
            columns.append(
                AmountColumn(
                    each.column.index,
                    each.column.name,
                    each.spec,
                    each.currency,
                    Notation(mark, each.power, is_strict),
                )
            )
        return AmountPlan(
            columns=tuple(columns),
            currency=self._usual,
            is_told=self._is_told,
            number_mark=self._number_mark({each.notation.decimal for each in columns}),
            question=None if self._mapping.is_own else question,
        )

    def _mark(self, each: _Evidence, writes_comma: bool) -> tuple[Mark | None, bool]:
        """The decimal mark of a column, None where each amount says it; whether that is known."""
        if self._mapping.is_own:
            return ".", True
        if self._decimal is not None:
            return self._decimal, True
        if each.marks == {","} or (not each.marks and each.unclear and writes_comma):
            return ",", True
        if each.marks == {"."} or (self._has_typed_cells and not each.marks):
            return ".", True
        return None, not each.unclear

    def _number_mark(self, of_money: set[Mark | None]) -> Mark:
        if self._mapping.is_own:
            return "."
        if self._decimal is not None:
            return self._decimal
        shown = {
            mark for each in self._columns if each.spec.kind is Kind.NUMBER for mark in each.marks
        }
        if shown:
            return "," if shown == {","} else "."
        return "," if of_money == {","} and not self._has_typed_cells else "."

    def _currency_question(self, money: Sequence[_Evidence], foreign: str) -> ImportQuestion | None:
        unnamed = [each for each in money if each.is_unnamed]
        if self._is_told or not unnamed:
            return None
        amounts = sum(each.amounts for each in unnamed)
        cents = sum(each.cents for each in unnamed)
        name = unnamed[0].column.name
        if foreign and foreign != self._usual:
            return ImportQuestion(Topic.CURRENCY, column=name, current=self._usual, likely=foreign)
        if not digits_of(self._usual) and 2 * cents > amounts:
            topic = Topic.CURRENCY_WITH_DECIMALS
            return ImportQuestion(topic, column=name, current=self._usual, likely="USD")
        return None


def foreign_currency(
    countries: Iterable[str],
    states: Iterable[str],
    phones: Iterable[str],
    days: Iterable[str],
    *,
    region: str,
    usual: str,
) -> tuple[str, bool]:
    """What is paid with where the values of a table say that it is from, and whether 1.234,56 is
    written there; a blank where they say nothing, or say the place where ``usual`` is paid with.

    ``region`` is where its telephone numbers without a country code are (ISO 3166).
    """
    find = region_finder(_UNKNOWN)
    days = [day for day in days if day.strip()]
    is_dotted = 2 * sum(1 for day in days if _DOTTED_DAY.match(day)) > len(days)
    named = [find(country) for country in countries if country.strip()]
    if not any(named):
        named = ["US" if state.strip() in _STATES else "" for state in states if state.strip()]
    if not any(named):
        named = [found for phone in phones if (found := calling_country(phone))]
    if not any(named) and CURRENCY_OF.get(region) not in (None, usual):
        named = [region]
    if not any(named) and is_dotted:
        named = [_DOTTING]
    known = Counter(CURRENCY_OF[place] for place in named if place in CURRENCY_OF)
    abroad = known.total() - known[usual]
    if 2 * abroad <= known.total():
        return "", is_dotted
    del known[usual]
    return known.most_common(1)[0][0], is_dotted


class SaidOfAmount(NamedTuple):
    """What is to be told of an amount: the field it goes to, a doubt by its key of the ``errors``
    catalog, and whether nothing says its currency."""

    field: str
    doubt: str = ""
    is_presumed: bool = False


class Amounts:
    """Reads the amounts of one table by its ``AmountPlan``.

    ``choose`` finds a currency in its picklist, or adds it.
    """

    def __init__(
        self,
        record_type: RecordType,
        plan: AmountPlan,
        choose: Callable[[str], Value],
        *,
        is_own: bool,
    ) -> None:
        self._choose = choose
        self.currency = plan.currency
        self.number_mark = plan.number_mark
        self._record_type = record_type
        self._plan = plan
        self._is_own = is_own
        self._by_index = {column.index: column for column in plan.columns}

    def put(self, values: dict[str, Value], index: int, text: str) -> SaidOfAmount:
        """Read the amount of a column into the values of its row, with its currency.

        Raises:
            UsageError: it is no amount, or in another currency than its row.
        """
        column = self._by_index[index]
        spec = column.spec
        if not self._is_own and fold(text) in _OPEN:
            return SaidOfAmount(spec.key, "import.amount_open")
        row = str(values.get(spec.currency) or "")
        said = row or column.currency
        if not said and not self._plan.is_told and counts_in_yen(text, self.currency):
            said = "JPY"
        currency = said or self.currency
        found = parse_money(text, currency, column.notation)
        named = found.currency or (None if said == row else said)
        has_currency = spec.currency in self._record_type
        if (named and row and named != row) or (
            found.currency and column.currency not in (None, found.currency)
        ):
            raise UsageError("import.two_currencies", amount=text.strip(), currency=currency)
        if not has_currency and named not in (None, self.currency):
            raise UsageError("value.currency", value=text.strip(), currency=self.currency)
        values[spec.key] = found.minor
        is_presumed = False
        if has_currency and not row and (named or not self._is_own):
            values[spec.currency] = self._choose(named or currency)
            is_presumed = not named and not self._is_told_by(column.name)
        doubt = "import.amount_rough" if found.is_rough else ""
        return SaidOfAmount(spec.key, doubt, is_presumed)

    def _is_told_by(self, header: str) -> bool:
        return self._plan.is_told or (self.currency == "JPY" and has_cjk(header))
