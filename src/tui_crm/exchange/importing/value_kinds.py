"""Infer the kind of a new custom field from the values of its column."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from tui_crm.errors import CrmError
from tui_crm.exchange.importing.cells import is_nothing
from tui_crm.exchange.importing.dates import DayOrder, day_reader, moment_reader
from tui_crm.exchange.readers.layout import HeaderGuess, guess_header
from tui_crm.language.emails import normalise_email
from tui_crm.language.invisible import without_invisible
from tui_crm.language.money import parse_money
from tui_crm.language.money_headers import read_amount_header
from tui_crm.store.model import Kind
from tui_crm.store.values import read_boolean

if TYPE_CHECKING:
    from collections.abc import Callable

    from tui_crm.store.values import ValueParser

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
