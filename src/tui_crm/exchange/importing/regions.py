"""Find the country that the telephone numbers of a table belong to, where they do not say."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from tui_crm.exchange.importing.bounded_counter import LIMIT
from tui_crm.exchange.source_programs import regions
from tui_crm.language.fold import fold
from tui_crm.language.phones import normalise_phone

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

_NORTH_AMERICA: Final = "US"
_FEWEST: Final = 3
_NOWHERE: Final = "001"
"""What the library calls the region of codes that belong to no country."""

_CALLING_CODE: Final = re.compile(r"\s*(?:tel:)?\(?\+\s*(\d[\d\s().-]*)", re.IGNORECASE)


def region_finder(home: str) -> Callable[[str], str]:
    """A function from the name of a country to its code (ISO 3166); ``home`` for none that is
    known."""
    known = regions()
    memo: dict[str, str] = {}

    def find(country: str) -> str:
        found = memo.get(country)
        if found is None:
            found = known.get(fold(country), home)
            if len(memo) < LIMIT:
                memo[country] = found
        return found

    return find


def region_beside(numbers: Iterable[str], home: str) -> str:
    """The one country abroad whose calling code numbers of a row have; else a blank."""
    found = {country for number in numbers if (country := calling_country(number))}
    found.discard(home)
    return found.pop() if len(found) == 1 else ""


def region_of_table(numbers: Sequence[str], home: str) -> str:
    """The country that most numbers of a sample are well-formed in: at home, or North America.

    (850) 644-4200 is dialled nowhere in Japan, and a list of such numbers is American.
    """
    filled = [number for number in numbers if number.strip() and "+" not in number]
    if len(filled) < _FEWEST or home in (_NORTH_AMERICA, "CA"):
        return home
    at_home = _well_formed(filled, home)
    is_american = 2 * _well_formed(filled, _NORTH_AMERICA) > len(filled) > 2 * at_home
    return _NORTH_AMERICA if is_american else home


def _well_formed(numbers: Sequence[str], region: str) -> int:
    found = (normalise_phone(number, region) for number in numbers)
    return sum(1 for phone in found if phone and phone.e164 and phone.warning is None)


def calling_country(phone: str) -> str:
    """The country of a number that begins with its calling code; blank for any other."""
    found = _CALLING_CODE.match(phone)
    if found is None:
        return ""
    from phonenumbers import COUNTRY_CODE_TO_REGION_CODE

    digits = re.sub(r"\D", "", found[1])
    codes = (int(digits[:length]) for length in (1, 2, 3) if digits[:length])
    main = (
        COUNTRY_CODE_TO_REGION_CODE[code][0]
        for code in codes
        if code in COUNTRY_CODE_TO_REGION_CODE
    )
    return next((region for region in main if region != _NOWHERE), "")
