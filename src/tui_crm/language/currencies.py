"""Currencies: decimal places, symbols, names, and how those who pay with them write numbers."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

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

_COMMA_CODES: Final = """
EUR DKK NOK SEK ISK PLN CZK HUF RON BGN TRY RUB UAH BRL ARS CLP COP UYU PYG IDR VND
"""
_DECIMAL_COMMA: Final = frozenset(_COMMA_CODES.split())
"""Currencies of which most people write 1.234,56 (Unicode CLDR, the locales of their countries)."""

SIGNS: Final = {
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
NAMES: Final = {sign: code for code, sign in SIGNS.items()} | {
    **{"US$": "USD", "USD$": "USD", "C$": "CAD", "AU$": "AUD", "R$": "BRL", "MX$": "MXN"},
    **{"JP¥": "JPY", "RMB": "CNY", "円": "JPY", "圓": "JPY", "YEN": "JPY", "元": "CNY"},
    **{"人民元": "CNY", "台湾元": "TWD", "台湾ドル": "TWD", "ウォン": "KRW", "원": "KRW"},
    **{"ドル": "USD", "米ドル": "USD", "カナダドル": "CAD", "豪ドル": "AUD", "香港ドル": "HKD"},
    **{"シンガポールドル": "SGD", "ユーロ": "EUR", "ポンド": "GBP", "英ポンド": "GBP"},
    **{"スイスフラン": "CHF", "バーツ": "THB", "ルピー": "INR", "ドン": "VND"},
    **{"DOLLARS": "USD", "DOLLAR": "USD", "EUROS": "EUR", "EURO": "EUR", "POUNDS": "GBP"},
    **{"WON": "KRW", "SFR.": "CHF", "SFR": "CHF", "FR.": "CHF", "KR.": "DKK", "KR": "SEK"},
    **{"ZŁ": "PLN", "KČ": "CZK", "₫": "VND", "฿": "THB", "₱": "PHP", "₪": "ILS", "₺": "TRY"},
    **{"₽": "RUB", "RP.": "IDR", "RP": "IDR", "RM": "MYR", "RS.": "INR", "RS": "INR"},
}
# What a bare sign means to someone who counts in another currency that is written so.
SHARED: Final = {
    "¥": ("CNY",),
    "$": ("AUD", "CAD", "SGD", "HKD", "TWD", "NZD", "MXN", "CLP", "COP", "ARS", "UYU"),
    "£": ("EGP",),
    "元": ("TWD", "HKD"),
    "圓": ("TWD", "HKD"),
    "ドル": ("AUD", "CAD", "SGD", "HKD", "NZD"),
    "DOLLARS": ("AUD", "CAD", "SGD", "HKD", "NZD"),
    "DOLLAR": ("AUD", "CAD", "SGD", "HKD", "NZD"),
    "KR": ("NOK", "DKK", "ISK"),
    "KR.": ("NOK", "SEK", "ISK"),
    "RS": ("PKR", "LKR", "NPR"),
    "RS.": ("PKR", "LKR", "NPR"),
}
_ONLY_AT_HOME: Final = frozenset({"KR", "KR.", "RS", "RS."})
"""Names that several currencies have and none has more than the others."""

COUNT_IN_KANJI: Final = frozenset(("JPY", "CNY", "TWD", "HKD", "KRW", "SGD", "MYR", "VND"))
"""Currencies of which people say 万 and 億, or the like."""

CURRENCY_OF: Final = {
    **{"JP": "JPY", "US": "USD", "CA": "CAD", "GB": "GBP", "CH": "CHF", "SE": "SEK", "NO": "NOK"},
    **{"DK": "DKK", "PL": "PLN", "CN": "CNY", "HK": "HKD", "TW": "TWD", "KR": "KRW", "SG": "SGD"},
    **{"MY": "MYR", "TH": "THB", "VN": "VND", "ID": "IDR", "PH": "PHP", "IN": "INR", "AU": "AUD"},
    **{"NZ": "NZD", "BR": "BRL", "MX": "MXN", "AR": "ARS", "CL": "CLP", "ZA": "ZAR", "AE": "AED"},
    **{"CZ": "CZK", "HU": "HUF", "RO": "RON", "TR": "TRY", "IL": "ILS", "CO": "COP"},
    **dict.fromkeys(("FR", "DE", "IT", "ES", "NL", "BE", "AT", "FI", "IE", "PT", "GR"), "EUR"),
}
"""Currencies (ISO 4217) by country (ISO 3166)."""

_LOCALE_COUNTRY: Final = re.compile(r"[a-z]{2,3}_([A-Z]{2})\b")


def digits_of(currency: str) -> int:
    """Decimal places of a currency's smallest unit."""
    return DIGITS.get(currency, 2)


def writes_decimal_comma(currency: str) -> bool:
    """Whether most people who pay in a currency write 1.234,56."""
    return currency in _DECIMAL_COMMA


def find_currency(name: str, usual: str) -> str | None:
    """The code (ISO 4217) of a sign, word or code in capitals, seen from ``usual``, or None."""
    if usual in SHARED.get(name, ()):
        return usual
    if name in _ONLY_AT_HOME and usual != NAMES[name]:
        return None
    return NAMES.get(name) or (name if name in DIGITS or name == usual else None)


def locale_currency(environment: Mapping[str, str], *, is_english_chosen: bool) -> str:
    """The currency (ISO 4217) of a machine, by the country of its locale (POSIX). A locale without
    a country says nothing: it is yen, or dollars where the person has chosen English.

    >>> locale_currency({"LANG": "de_AT.UTF-8"}, is_english_chosen=True)
    'EUR'
    >>> locale_currency({"LANG": "C.UTF-8"}, is_english_chosen=False)
    'JPY'
    """
    for variable in ("LC_ALL", "LC_MONETARY", "LANG"):
        if value := environment.get(variable):
            found = _LOCALE_COUNTRY.match(value)
            if found and found[1] in CURRENCY_OF:
                return CURRENCY_OF[found[1]]
            break
    return "USD" if is_english_chosen else "JPY"
