"""Parse and format amounts of money, as whole numbers of the minor unit."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from tui_crm.errors import UsageError
from tui_crm.language import kanji_numbers
from tui_crm.language.currencies import (
    COUNT_IN_KANJI,
    DIGITS,
    NAMES,
    SHARED,
    SIGNS,
    digits_of,
    find_currency,
    writes_decimal_comma,
)
from tui_crm.language.fold import DASHES
from tui_crm.language.formats import SHORTENED_POWER, short_number
from tui_crm.language.number_bounds import LARGEST

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tui_crm.i18n import Language

_LONGEST: Final = 60

Mark: TypeAlias = Literal[".", ","]
"""The decimal mark: what parts whole units from their fraction; the other one parts thousands."""

# Powers of ten; 千円 and 百万円 are the units of company reports.
_POWERS: Final = {
    **{"百": 2, "千": 3, "万": 4, "十万": 5, "百万": 6, "千万": 7, "億": 8, "十億": 9, "百億": 10},
    **{"千億": 11, "兆": 12, "萬": 4, "亿": 8, "만": 4, "억": 8, "LAKH": 5, "LAKHS": 5},
    **{"CRORE": 7, "CRORES": 7, "K": 3, "THOUSAND": 3, "THOUSANDS": 3, "TSD": 3, "TSD.": 3},
    **{"M": 6, "MM": 6, "MN": 6, "MLN": 6, "MIO": 6, "MIO.": 6, "MILLION": 6, "MILLIONS": 6},
    **{"B": 9, "BN": 9, "BILLION": 9, "BILLIONS": 9, "MRD": 9, "MRD.": 9},
    **{"TRILLION": 12},
}
_YEN_UNITS: Final = re.compile("[万億兆]")
_UNIT_OF_CODE: Final = {"K": "K", "T": "K", "M": "M"}
"""What the letter before a code means: TEUR (in German, Tausend), KUSD, M€."""


def _any(words: Iterable[str]) -> str:
    return "|".join(map(re.escape, sorted(words, key=len, reverse=True)))


_MARKS: Final = str.maketrans(dict.fromkeys(f"{DASHES}ー", "-") | {"’": "'", "～": "〜"})
_ROUGH: Final = re.compile(
    r"(?:約|およそ|おおよそ|概算|概ね|目安|だいたい|総額|合計|税込み?|税抜き?|税別|~|≈|≒|ABOUT\b"
    r"|AROUND\b|APPROX(?:IMATELY)?\b\.?|CA(?:\.|(?=[\s\d]))|CIRCA\b|ROUGHLY\b|EST\b\.?)[:\s]*(?=\S*\d|\S*[一-九])"
)
_ROUGH_BEHIND: Final = re.compile(
    r"[\s,]*(?:\(\s*(?:税込み?|税抜き?|税別|概算|見込み?|予定|仮)\s*\)|税込み?|税抜き?|税別|程度|前後"
    r"|くらい|ぐらい|ほど|(?:INCL|EXCL)\.?\s*(?:VAT|TAX)|PLUS\s(?:VAT|TAX)|NET|GROSS)$"
)
_RECEIPT: Final = re.compile(r"金\s*(?=\S)")
_EXACTLY: Final = re.compile(r"\s*也$")
_WHOLE: Final = re.compile(r"(?<=\d)\s*[.,]\s*-{1,2}(?=\D*$)")
_CLOSED: Final = re.compile(r"(?<=[\d円万億千])\s*-$")
_MINUS: Final = re.compile(r"[-▲△▼]\s*")
_MINUS_BEHIND: Final = re.compile(r"(?<=[.,]\d\d)\s*-$")
"""As accounting programs write it; behind whole units a dash may also close the number."""
_CODED: Final = re.compile(
    rf"^([0-9.,' ]+?)?\s*(?:([KM](?={_any(DIGITS)}|[€$£])|T(?=EUR|CHF|€))({_any(DIGITS)}|[€$£]))"
    r"(?:\s*([0-9.,' ]+))?$"
)
_BEFORE: Final = re.compile(rf"({_any(NAMES)}|[A-Z]{{3}}(?=[\s\d(.+-]))\s*")
_AFTER: Final = re.compile(rf"(?<=\S)\s*({_any(NAMES)}|(?<![A-Z])[A-Z]{{3}})$")
_PART: Final = re.compile(
    r"\s*([0-9](?:[0-9.,']|\s(?=[0-9]))*|[.,][0-9]+)"
    rf"(?:E([+-]?[0-9]{{1,2}})$|\s*({_any(_POWERS)})(?![A-Z]))?"
)
_SPACED: Final = re.compile(r"[0-9]{1,3}(?:([' ])[0-9]{3})(?:\1[0-9]{3})*(?:[.,][0-9]*)?")
_GROUPS: Final = {
    ",": re.compile(r"[0-9]{1,3}(?:,[0-9]{2})*,[0-9]{3}|[0-9]{1,3}(?:,[0-9]{3})+"),
    ".": re.compile(r"[0-9]{1,3}(?:\.[0-9]{3})+"),
}
_THOUSANDS: Final = re.compile(r"[1-9][0-9]{0,2}[.,][0-9]{3}")
_KANJI: Final = re.compile(f"(?<![0-9.,])[{kanji_numbers.FIGURES}]+")


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in the smallest unit of its currency; ``currency`` is None where none was named.

    ``is_rough``: the text said more than the amount, such as "about" or "with tax".
    """

    minor: int
    currency: str | None = None
    is_rough: bool = False


@dataclass(frozen=True, slots=True)
class Notation:
    """How the amounts of one column are written, where their header and their like say it.

    ``decimal`` None is told by each amount alone; ``power`` is the power of ten of the unit that
    the header names (千円 is 3), for amounts that name no unit themselves. With ``is_strict``
    three digits behind the decimal mark, where the currency has fewer, contradict the others.
    """

    decimal: Mark | None = None
    power: int = 0
    is_strict: bool = False


_ALONE: Final = Notation()


def implied_currency(text: str, usual: str) -> str | None:
    """The currency (ISO 4217) that an amount names or, as 150万 does, gives away; None for neither.

    Raises:
        UsageError: it is no amount, or could be two.
    """
    named = parse_figure(text, usual)[1]
    return "JPY" if named is None and counts_in_yen(text, usual) else named


def counts_in_yen(text: str, usual: str) -> bool:
    """Whether an amount without a currency has 万 or 億, which nobody says of ``usual``."""
    return usual not in COUNT_IN_KANJI and _YEN_UNITS.search(text) is not None


def power_of_word(name: str) -> int | None:
    """The power of ten that a word in capitals stands for (千 and K: 3), or None."""
    return _POWERS.get(name)


def parse_money(text: str, currency: str, notation: Notation = _ALONE) -> Money:
    """The amount that ``text`` names, in ``currency`` (ISO 4217) unless it names another.

    Reads ¥1,234-, ￥１，２３４, 金1,234円也, 120万円, 1億2000万, 五百万円, 120千円, $12,400.00,
    USD 5, (1.62), ▲300, 1.5M, 3.4 Mio. €, 1.234,56 €, 1'234.-, about 5k. One mark with three digits
    behind it is no decimal mark, since the currency has fewer places: they are thousands where
    those who pay with it write them so, and refused elsewhere.

    Raises:
        UsageError: it is no amount, could be two, has more places than the currency, or does not
            fit 64 bits.
    """
    if len(text) < 16 and text.isascii() and text.isdecimal():
        return Money(int(text) * 10 ** (digits_of(currency) + notation.power))
    figure, named, is_rough = _read(text, currency, notation)
    return Money(_minor(figure, named or currency, text), named, is_rough)


def parse_figure(text: str, usual: str) -> tuple[Decimal, str | None]:
    """The amount that ``text`` names in whole yen, dollars, …, of any number of places, and its
    currency (ISO 4217) if it names one; read as what is paid with ``usual``.

    Raises:
        UsageError: it is no amount, or could be two.
    """
    figure, named, _ = _read(text, usual, _ALONE)
    return figure, named


def _read(text: str, currency: str, notation: Notation) -> tuple[Decimal, str | None, bool]:
    if len(text) > _LONGEST:
        raise UsageError("language.money", value=f"{text[:_LONGEST]}…")
    plain, is_rough = _without_words(_normalised(text))
    plain, is_negative = _without_sign(plain)
    plain, named = _without_currency(plain, text, currency)
    if not is_negative:
        plain, is_negative = _without_sign(plain)
    code = named or currency
    amount = _amount(plain, text, code, notation)
    if amount is None:
        raise UsageError("language.money", value=text)
    return -amount if is_negative else amount, named, is_rough


def _normalised(text: str) -> str:
    if not text.isascii():
        if any(unicodedata.category(char) == "No" for char in text):
            raise UsageError("language.money", value=text)  # 1,200² is no 12,002
        text = unicodedata.normalize("NFKC", text.translate(_MARKS)).translate(_MARKS)
    return text.upper().strip()


def _without_words(plain: str) -> tuple[str, bool]:
    """A text without what stands round a number, and whether that said something of it."""
    rest = plain
    while found := _ROUGH.match(rest):
        rest = rest[found.end() :]
    while found := _ROUGH_BEHIND.search(rest):
        rest = rest[: found.start()]
    is_rough = rest != plain
    if found := _RECEIPT.match(rest):
        rest = rest[found.end() :]
    rest, exact = _EXACTLY.subn("", rest)
    rest = _WHOLE.sub("", rest)
    if found or exact or rest.startswith(("¥", "-¥", "\\")) or "円" in rest:
        rest = _CLOSED.sub("", rest)  # ¥1,234- : nothing can be written behind it
    if "円" in rest or "万" in rest or "億" in rest or found:
        rest = _KANJI.sub(_figures, rest)
    if (found := _CODED.match(rest)) and bool(found[1]) != bool(found[4]):
        rest = _coded(found)
    return rest.strip(), is_rough


def _figures(found: re.Match[str]) -> str:
    """五百 as 500; what is no such number stays."""
    try:
        return kanji_numbers.read_kanji_number(found[0])
    except ValueError:
        return found[0]


def _coded(found: re.Match[str]) -> str:
    """500 TEUR and TEUR 500 as 500 K EUR."""
    before, letter, code, behind = found.groups()
    return f"{before or behind} {_UNIT_OF_CODE[letter]} {code}"


def _without_sign(plain: str) -> tuple[str, bool]:
    if plain.startswith("(") and plain.endswith(")"):
        return plain[1:-1].strip(), True
    if found := _MINUS.match(plain):
        return plain[found.end() :], True
    if found := _MINUS_BEHIND.search(plain):
        return plain[: found.start()], True
    return plain.removeprefix("+"), False


def _without_currency(plain: str, text: str, currency: str) -> tuple[str, str | None]:
    names = []
    if found := _BEFORE.match(plain):
        plain = plain[found.end() :]
        names.append(found[1])
    if (found := _AFTER.search(plain)) and found[1] not in _POWERS:
        plain = plain[: found.start()]
        names.append(found[1])
    codes = [_code(name, currency) for name in names]
    if len(codes) == 2 and codes[0] != codes[1]:
        # The sign of $5 CAD is that of the code beside it.
        shared = [
            code
            for name, code in zip(names, codes[::-1], strict=True)
            if code in SHARED.get(name, ())
        ]
        if len(shared) != 1:
            raise UsageError("language.money", value=text)
        codes = shared
    return plain, codes[0] if codes else None


def _code(name: str, currency: str) -> str:
    code = find_currency(name, currency)
    if code is None:
        raise UsageError("language.money_currency", value=name)
    return code


def _amount(plain: str, text: str, currency: str, notation: Notation) -> Decimal | None:
    """The value of 1億2,345万6,789: numbers with units that grow smaller."""
    total, place, last_power = Decimal(0), 0, 100
    while place < len(plain):
        found = _PART.match(plain, place)
        if not found:
            return None
        if found[2] and SHORTENED_POWER <= int(found[2]) <= 18:
            raise UsageError("language.number_shortened", value=text)
        power = int(found[2]) if found[2] else _POWERS[found[3]] if found[3] else 0
        if power >= last_power:
            return None
        if place == 0 and not found[2] and not found[3]:
            power = notation.power
        places = digits_of(currency) + power
        mark = notation.decimal or _mark_in(found[1], places, currency, found[3] or "")
        is_odd = notation.is_strict and places < 3 and mark == notation.decimal
        if mark is None or (is_odd and mark in found[1] and _THOUSANDS.fullmatch(found[1])):
            raise UsageError("language.money_thousands", value=text)
        number = _number(found[1], mark)
        if number is None:
            return None
        total += number.scaleb(power)
        place, last_power = found.end(), power
    return total if place else None


def _mark_in(number: str, places: int, currency: str, unit: str) -> Mark | None:
    """The decimal mark of a number that stands alone, or None where it could be either.

    ``places`` can be behind the mark; ``unit`` is the word for its power of ten.
    """
    marks = {mark for mark in ".," if mark in number}
    if len(marks) == 2:
        return "." if number.rindex(".") > number.rindex(",") else ","
    if not marks:
        return "."
    mark: Mark = "." if "." in marks else ","
    other: Mark = "," if mark == "." else "."
    if number.count(mark) > 1:
        return other
    if not _THOUSANDS.fullmatch(number):
        return mark
    if places >= 3:  # 1.234億, 1,234 Mio.: three behind the mark are possible
        is_comma = writes_decimal_comma(currency) and unit.isascii()
        return None if is_comma else "."
    if mark == ",":
        return "."
    return "," if writes_decimal_comma(currency) else None


def _number(text: str, mark: Mark) -> Decimal | None:
    """The value of digits with marks, whose groups are regular; None where they are not."""
    if "'" in text or " " in text:
        if not _SPACED.fullmatch(text):
            return None
        text = text.replace("'", "").replace(" ", "")
    other = "," if mark == "." else "."
    whole, _, fraction = text.partition(mark)
    if mark in fraction or other in fraction:
        return None
    if other in whole:
        if not _GROUPS[other].fullmatch(whole):
            return None
        whole = whole.replace(other, "")
    return Decimal(f"{whole or 0}.{fraction or 0}")


def _minor(amount: Decimal, currency: str, text: str) -> int:
    scaled = amount.scaleb(digits_of(currency))
    if abs(scaled) > LARGEST:
        raise UsageError("language.money_too_large", value=text)
    minor = scaled.to_integral_value()
    # A spreadsheet writes 0.1 + 0.2 as 0.30000000000000004.
    if abs(scaled - minor) > Decimal("0.001"):
        raise UsageError("language.money_fraction", value=text, currency=currency)
    return int(minor)


def plain_money(minor: int, currency: str) -> str:
    """An amount without sign and groups, as forms and files have it: 12400.00, 1200000."""
    digits = digits_of(currency)
    if not digits:
        return str(minor)
    whole, fraction = divmod(abs(minor), 10**digits)
    return f"{'-' if minor < 0 else ''}{whole}.{fraction:0{digits}}"


def short_money(minor: int, currency: str, language: Language | None = None) -> str:
    """An amount by its first digits, where there is little room: ¥1,280万, $12.8K, CHF 5."""
    digits = short_number(abs(minor) / 10 ** digits_of(currency), language)
    return f"{'-' if minor < 0 else ''}{SIGNS.get(currency) or f'{currency} '}{digits}"


def format_money(minor: int, currency: str) -> str:
    """An amount as a person reads it, in any language: ¥1,200,000, -$12,400.00, CHF 5.00."""
    whole, point, fraction = plain_money(abs(minor), currency).partition(".")
    sign = SIGNS.get(currency) or f"{currency} "
    return f"{'-' if minor < 0 else ''}{sign}{int(whole):,}{point}{fraction}"
