"""Amounts of money: read from the ways people write them, as whole numbers of the smallest unit."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Final, Literal

from tui_crm.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable

LARGEST: Final = 2**63 - 1
_LONGEST: Final = 60

_NO_MINOR: Final = "JPY KRW VND CLP ISK PYG UGX XAF XOF XPF RWF BIF DJF GNF KMF VUV"
_THREE: Final = "BHD IQD JOD KWD LYD OMR TND"
_TWO: Final = """
USD EUR GBP CNY TWD HKD SGD AUD CAD NZD CHF SEK NOK DKK PLN CZK HUF RON BGN TRY ILS AED SAR QAR INR
IDR MYR PHP THB PKR BDT LKR NPR MMK KHR MNT KZT UAH RUB GEL ZAR EGP MAD NGN KES GHS MXN BRL ARS COP
PEN UYU
"""
DIGITS: Final = (
    dict.fromkeys(_NO_MINOR.split(), 0)
    | dict.fromkeys(_TWO.split(), 2)
    | dict.fromkeys(_THREE.split(), 3)
)
"""Decimal places of the smallest unit of each known currency (ISO 4217); of any other, two."""

_SIGNS: Final = {
    "JPY": "¥",
    "USD": "$",
    "EUR": "€",
    "GBP": "£",
    "KRW": "₩",
    "INR": "₹",
    "CNY": "CN¥",
    "TWD": "NT$",
    "HKD": "HK$",
    "SGD": "S$",
    "AUD": "A$",
    "CAD": "CA$",
    "NZD": "NZ$",
}
_NAMES: Final = {sign: code for code, sign in _SIGNS.items()} | {
    "US$": "USD",
    "C$": "CAD",
    "円": "JPY",
    "元": "CNY",
    "人民元": "CNY",
    "RMB": "CNY",
    "ウォン": "KRW",
    "ドル": "USD",
    "米ドル": "USD",
    "ユーロ": "EUR",
    "ポンド": "GBP",
}
# What a bare sign means to someone who counts in another currency that is written so.
_SHARED: Final = {
    "¥": ("CNY",),
    "$": ("AUD", "CAD", "SGD", "HKD", "TWD", "NZD", "MXN"),
    "元": ("TWD",),
    "ドル": ("AUD", "CAD", "SGD", "HKD", "NZD"),
}

# Powers of ten; 千円 and 百万円 are the units of company reports.
_POWERS: Final = {
    **{"百": 2, "千": 3, "万": 4, "十万": 5, "百万": 6, "千万": 7, "億": 8, "十億": 9, "百億": 10},
    **{"千億": 11, "兆": 12, "K": 3, "THOUSAND": 3, "M": 6, "MM": 6, "MN": 6, "MILLION": 6},
    **{"B": 9, "BN": 9, "BILLION": 9},
}


def _any(words: Iterable[str]) -> str:
    return "|".join(map(re.escape, sorted(words, key=len, reverse=True)))


_MINUS: Final = re.compile(r"[-▲△]\s*")
_BEFORE: Final = re.compile(rf"({_any(_NAMES)}|[A-Z]{{3}}(?=[\s\d(.+-]))\s*")
_AFTER: Final = re.compile(rf"(?<=\S)\s*({_any(_NAMES)}|(?<![A-Z])[A-Z]{{3}})$")
_PART: Final = re.compile(
    r"\s*([0-9]{1,3}(?:[,' ][0-9]{2,3})*[,' ][0-9]{3}(?![0-9])(?:\.[0-9]*)?"
    r"|[0-9]+\.?[0-9]*|\.[0-9]+)"
    rf"(?:E([+-]?[0-9]{{1,2}})$|\s*({_any(_POWERS)})(?![A-Z]))?"
)
_SWAPPED: Final = str.maketrans(",.", ".,")


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in the smallest unit of its currency; ``currency`` is None where none was named."""

    minor: int
    currency: str | None = None


def digits_of(currency: str) -> int:
    """Decimal places of a currency's smallest unit."""
    return DIGITS.get(currency, 2)


def parse_money(text: str, currency: str, *, decimal: Literal[".", ","] = ".") -> Money:
    """The amount that ``text`` names, in ``currency`` (ISO 4217) unless it names another.

    Reads ¥1,234, ￥１，２３４, 120万円, 1億2000万, 120千円, $12,400.00, USD 5, (1.62), ▲300, 1.5M,
    and with ``decimal=","`` 1.234,56.

    Raises:
        UsageError: it is no amount, has more places than the currency, or does not fit 64 bits.
    """
    if len(text) > _LONGEST:
        raise UsageError("language.money", value=f"{text[:_LONGEST]}…")
    if len(text) < 16 and text.isascii() and text.isdecimal():
        return Money(int(text) * 10 ** digits_of(currency))
    plain = unicodedata.normalize("NFKC", text).upper().replace("\u2212", "-").strip()
    plain, is_negative = _without_sign(plain)
    plain, named = _without_currency(plain, text, currency)
    if not is_negative:
        plain, is_negative = _without_sign(plain)
    amount = _amount(plain.translate(_SWAPPED) if decimal == "," else plain)
    if amount is None:
        raise UsageError("language.money", value=text)
    return Money(_minor(-amount if is_negative else amount, named or currency, text), named)


def _without_sign(plain: str) -> tuple[str, bool]:
    if plain.startswith("(") and plain.endswith(")"):
        return plain[1:-1].strip(), True
    found = _MINUS.match(plain)
    return (plain[found.end() :], True) if found else (plain.removeprefix("+"), False)


def _without_currency(plain: str, text: str, currency: str) -> tuple[str, str | None]:
    codes = set()
    if found := _BEFORE.match(plain):
        plain = plain[found.end() :]
        codes.add(_code(found[1], currency))
    if found := _AFTER.search(plain):
        plain = plain[: found.start()]
        codes.add(_code(found[1], currency))
    if len(codes) > 1:
        raise UsageError("language.money", value=text)
    return plain, codes.pop() if codes else None


def _code(name: str, currency: str) -> str:
    if currency in _SHARED.get(name, ()):
        return currency
    code = _NAMES.get(name, name)
    if code not in DIGITS and code != currency:
        raise UsageError("language.money_currency", value=name)
    return code


def _amount(plain: str) -> Decimal | None:
    """The value of 1億2,345万6,789: numbers with units that grow smaller."""
    total, place, last_power = Decimal(0), 0, 100
    while place < len(plain):
        found = _PART.match(plain, place)
        if not found:
            return None
        power = int(found[2]) if found[2] else _POWERS[found[3]] if found[3] else 0
        if power >= last_power:
            return None
        total += Decimal(re.sub("[,' ]", "", found[1])).scaleb(power)
        place, last_power = found.end(), power
    return total if place else None


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


def format_money(minor: int, currency: str) -> str:
    """An amount as a person reads it, in any language: ¥1,200,000, -$12,400.00, CHF 5.00."""
    whole, point, fraction = plain_money(abs(minor), currency).partition(".")
    sign = _SIGNS.get(currency) or f"{currency} "
    return f"{'-' if minor < 0 else ''}{sign}{int(whole):,}{point}{fraction}"
