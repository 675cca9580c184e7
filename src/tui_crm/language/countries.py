"""What is paid with in the countries that lists and machines are told from."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

CURRENCY_OF: Final = {
    **{"JP": "JPY", "US": "USD", "CA": "CAD", "GB": "GBP", "CH": "CHF", "SE": "SEK", "NO": "NOK"},
    **{"DK": "DKK", "PL": "PLN", "CN": "CNY", "HK": "HKD", "TW": "TWD", "KR": "KRW", "SG": "SGD"},
    **{"MY": "MYR", "TH": "THB", "VN": "VND", "ID": "IDR", "PH": "PHP", "IN": "INR", "AU": "AUD"},
    **{"NZ": "NZD", "BR": "BRL", "MX": "MXN", "AR": "ARS", "CL": "CLP", "ZA": "ZAR", "AE": "AED"},
    **{"CZ": "CZK", "HU": "HUF", "RO": "RON", "TR": "TRY", "IL": "ILS", "CO": "COP"},
    **dict.fromkeys(("FR", "DE", "IT", "ES", "NL", "BE", "AT", "FI", "IE", "PT", "GR"), "EUR"),
}
"""Currencies (ISO 4217) by country (ISO 3166)."""

_COUNTRY: Final = re.compile(r"[a-z]{2,3}_([A-Z]{2})\b")


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
            found = _COUNTRY.match(value)
            if found and found[1] in CURRENCY_OF:
                return CURRENCY_OF[found[1]]
            break
    return "USD" if is_english_chosen else "JPY"
