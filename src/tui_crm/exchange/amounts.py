"""Amounts of imported rows, and the currency they are in where the file does not say."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from tui_crm.errors import UsageError
from tui_crm.exchange.regions import region_finder
from tui_crm.language.names import has_cjk

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tui_crm.store.schema import FieldSpec, RecordType, Value

_UNKNOWN: Final = ""
_CURRENCIES: Final = {
    **{"JP": "JPY", "US": "USD", "CA": "CAD", "GB": "GBP", "CH": "CHF", "SE": "SEK", "NO": "NOK"},
    **{"DK": "DKK", "PL": "PLN", "CN": "CNY", "HK": "HKD", "TW": "TWD", "KR": "KRW", "SG": "SGD"},
    **{"MY": "MYR", "TH": "THB", "VN": "VND", "ID": "IDR", "PH": "PHP", "IN": "INR", "AU": "AUD"},
    **{"NZ": "NZD", "BR": "BRL", "MX": "MXN", "AR": "ARS", "CL": "CLP", "ZA": "ZAR", "AE": "AED"},
    **dict.fromkeys(("FR", "DE", "IT", "ES", "NL", "BE", "AT", "FI", "IE", "PT"), "EUR"),
}
"""What is paid with (ISO 4217) in the countries that lists are told from."""


def currency_of_table(countries: Iterable[str], region: str, home: str, currency: str) -> str:
    """The currency of a table that names none: that of the one country it is of.

    ``countries`` are the cells that name one, ``region`` is where the telephone numbers are (ISO
    3166); ``currency`` is the usual one, of ``home`` and of a table that is of several countries.
    """
    find = region_finder(_UNKNOWN)
    places = {find(country) for country in countries if country.strip()} or {region}
    place = places.pop() if len(places) == 1 else home
    return currency if place == home else _CURRENCIES.get(place, currency)


@dataclass(slots=True)
class Amounts:
    """Reads the amounts of one table.

    ``currency`` is that of rows that name none; ``presumed`` counts those rows. The header of a
    column of yen that is in Japanese says enough.
    """

    record_type: RecordType
    currency: str
    decimal_comma: bool = False
    is_own: bool = False
    presumed: int = 0

    def put(self, values: dict[str, Value], spec: FieldSpec, text: str, header: str) -> None:
        """Read an amount into the values of its row, with its currency.

        Raises:
            UsageError: it is no amount, or in another currency than its row.
        """
        from tui_crm.language.money import parse_money

        has_currency = spec.currency in self.record_type
        currency = str(values.get(spec.currency) or self.currency)
        found = parse_money(text, currency, decimal="," if self.decimal_comma else ".")
        is_named = spec.currency in values
        if found.currency and found.currency != currency and is_named:
            raise UsageError("import.two_currencies", amount=text.strip(), currency=currency)
        values[spec.key] = found.minor
        if is_named or not has_currency:
            return
        if found.currency or not self.is_own:
            values[spec.currency] = found.currency or currency
        if not found.currency and not self.is_own and not self._is_told_by(header):
            self.presumed += 1

    def _is_told_by(self, header: str) -> bool:
        return self.currency == "JPY" and has_cjk(header)
