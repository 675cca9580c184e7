"""Parse counts as lists write them: a number with a unit, a rough one, or a range."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from tui_crm.language.fold import DASHES, WAVES

_POWERS: Final = {"K": 1_000, "千": 1_000, "万": 10_000, "M": 1_000_000}
_UNIT: Final = (
    r"\s?(?:人|名様?|社員|EMPLOYEES?|EMP\.?|PEOPLE|PERSONS?|STAFF|FTES?|HEADS?|MEMBERS?|USERS?"
    r"|SEATS?)?"
)
_COUNTED: Final = r"(\d{1,3}(?:,\d{3})+|\d{1,12}(?:\.\d{1,6})?)\s?([K千万M]?)" + _UNIT
_ABOUT: Final = (
    r"(?:約|およそ|おおよそ|だいたい|概ね|~|≈|≒|C\.|CA\.?|CIRCA|ABOUT|APPROX\.?|APPROXIMATELY"
    r"|AROUND|ROUGHLY|SOME)\s?"
)
_OR_SO: Final = r"\s?(?:程度|前後|ほど|くらい|ぐらい|弱|強|余り?|OR SO)"
_REMARK: Final = re.compile(r"\s*[(\[【〔][^)\]】〕]*[)\]】〕]\s*$")
_EXACT: Final = re.compile(_COUNTED)
_ROUGH: Final = re.compile(rf"(?:{_ABOUT})?{_COUNTED}(?:{_OR_SO})?")
_BETWEEN: Final = re.compile(
    rf"(?:{_ABOUT}|BETWEEN )?{_COUNTED}\s?(?:-|~|から|TO|AND|…|\.\.+)\s?{_COUNTED}"
)
_FROM: Final = re.compile(
    rf"{_COUNTED}\s?(?:\+|~|以上|以下|未満|超え?|PLUS"
    rf"|(?:OR|AND) (?:MORE|UP|OVER|LESS|FEWER)){_UNIT}"
)
_UP_TO: Final = re.compile(
    r"(?:[<>≤≥]=?|OVER|UNDER|ABOVE|BELOW|UP TO|(?:MORE|LESS|FEWER) THAN|AT (?:LEAST|MOST))\s?"
    + _COUNTED
)
_MARKS: Final = str.maketrans(dict.fromkeys(f"{DASHES}ー", "-") | dict.fromkeys(WAVES, "~"))
_LONGEST: Final = 60


@dataclass(frozen=True, slots=True)
class Count:
    """A whole number; None for a range, which has two or no end. ``is_rough``: more was said."""

    number: int | None
    is_rough: bool = False


def read_count(text: str) -> Count | None:
    """How many ``text`` says that there are, or None where it says nothing of the kind.

    >>> read_count("約300名"), read_count("50-100")
    (Count(number=300, is_rough=True), Count(number=None, is_rough=False))
    """
    if len(text) > _LONGEST:
        return None
    plain = unicodedata.normalize("NFKC", text).upper().translate(_MARKS).strip()
    if between := _BETWEEN.fullmatch(plain):
        return Count(None) if _is_range(*between.groups()) else None
    if _FROM.fullmatch(plain) or _UP_TO.fullmatch(plain):
        return Count(None)
    found = _ROUGH.fullmatch(_REMARK.sub("", plain))
    if found is None:
        return None
    number = _number(found[1], found[2])
    if number != int(number):
        return None
    return Count(int(number), is_rough=_EXACT.fullmatch(plain) is None)


def _number(figures: str, power: str) -> Decimal:
    return Decimal(figures.replace(",", "")) * _POWERS.get(power, 1)


def _is_range(first: str, its_power: str, second: str, power: str) -> bool:
    """Whether two numbers are the ends of a range, and not parts of a date or a phone number."""
    is_padded = any(len(each) > 1 and each[0] == "0" and each[1] != "." for each in (first, second))
    return not is_padded and _number(first, its_power) <= _number(second, power)
