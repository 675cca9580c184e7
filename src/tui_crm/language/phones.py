"""Parse and format telephone numbers, however they were typed."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from tui_crm.language.fold import DASHES, WAVES
from tui_crm.language.notices import Notice

_LONGEST: Final = 200
_FEWEST_DIGITS: Final = 6

_DASHES: Final = str.maketrans(dict.fromkeys(f"{DASHES}{WAVES}~ー", "-"))
_SEPARATORS: Final = str.maketrans("", "", " -().+/")

# The plain forms of an import: hyphens or nothing between the digits.
_MOBILE: Final = re.compile(r"0[5-9]0[1-9][0-9]{7}")
_FIXED: Final = re.compile(r"0[1-9]{2}[0-9]{7}")
_AT_HOME: Final = re.compile(f"{_FIXED.pattern}|{_MOBILE.pattern}")
_NORMAL: Final = re.compile(
    r"0(?:[1-9](?:-[1-9][0-9]{3}|[1-9]-[0-9]{3}|[1-9][0-9]-[0-9]{2}|[1-9][0-9]{2}-[0-9])"
    r"|[5-9]0-[1-9][0-9]{3})-[0-9]{4}"
)
_PAIRS: Final = re.compile(r"0[0-9](?:[ .\-/][0-9]{2}){4}")
"""As numbers are grouped in France; nobody groups one of Japan so."""
_GROUPS: Final = re.compile("[0-9]+")
_NORTH_AMERICAN: Final = re.compile(r"1?([2-9][0-9]{2})([2-9][0-9]{2})([0-9]{4})")
_LABEL: Final = re.compile(
    r"\A(?:tel(?:ephone)?|phone|mobile|cell|fax|電話(?:番号)?|携帯(?:電話)?|直通|代表|ファックス|[☎📞✆]"
    r"|[tfm](?=\s*[:.]|\s))\s*[:.]?\s*"
)
_REMARK: Final = re.compile(r"\((?:代表?|直通|携帯|自宅|会社|勤務先|fax|tel)\)|\s代表?$")
_EXTENSION: Final = re.compile(
    r"[\s,;]*\(?(?:;ext=|内線|\(?内\)|extension|ext|x|#)\s*[:.]?\s*([0-9]{1,8})\s*\)?$"
)
_PAUSE: Final = re.compile(r"(?<=[0-9])\s?[,;pw]{1,3}([0-9]{1,6})#?$")
"""What is dialled after a pause, behind a number that is written for a machine."""
_NO_EXTENSION: Final = re.compile(
    r"[\s,;]*\(?(?:;ext=|内線|\(内\)|extension|ext\.?|(?<=[\s0-9])x|#)\s*[:.]?\s*\)?$"
)
_EXPONENT: Final = re.compile(r"([1-9])[.,]?([0-9]*)e\+?([0-9]{1,2})")
_FLOAT: Final = re.compile(r"([0-9]{6,15})\.0+")
_SEVERAL: Final = re.compile(r"[/,;、\n]|または|\sor\s")
_WHOLE: Final = 9
"""Digits from which on a number is whole, with its area."""

_NUMBER_BEGIN: Final = re.compile(r"^\D*?[+＋(（]?[0０(（+＋]|^[(（]?[+＋]")
_LINES: Final = re.compile(r"(?P<first>.*[0-9]{4})\s*[〜～~]\s*[0-9]{1,4}")
"""A range of lines, as 03-1111-2222～5: up to four further digits."""

_DIALLABLE: Final = re.compile(r"\(?\+?[0-9(][0-9() .\-/]*")


@dataclass(frozen=True, slots=True)
class Phone:
    """A telephone number.

    ``e164`` is empty where the country cannot be told or digits are lost. ``display`` is the form
    to store and show: national at home, international abroad, the extension behind it.
    """

    e164: str
    extension: str
    display: str
    warning: Notice | None = None


def normalise_phone(text: str, region: str = "JP") -> Phone | None:
    """The number that ``text`` means when dialled in ``region`` (ISO 3166), or None if it is none.

    Full-width digits, labels (TEL:, 携帯), 内線 and ``ext.`` are understood. What Excel does to
    numbers is repaired where only one number can be meant (a lost leading zero), and named in
    ``warning``. Fewer than six digits are no telephone number.
    """
    return _read(text, region) if len(text) <= _LONGEST else None


def is_normal(text: str) -> bool:
    """Whether a text surely is a number of Japan just as ``normalise_phone`` gives it there."""
    return _NORMAL.fullmatch(text) is not None


def split_phones(text: str) -> list[str]:
    """Several whole numbers that only a space parts, each with the words before it; else the text.

    No number has more than fifteen digits (ITU-T E.164), so that two lots of nine are two.
    """
    words = text.split()
    counts = [sum(c.isdecimal() for c in word) for word in words]
    parts: list[str] = []
    start = taken = 0
    for place, count in enumerate(counts):
        ahead = next((n for n in range(place, len(words)) if counts[n]), None)
        begins = ahead is not None and _NUMBER_BEGIN.search(words[ahead]) is not None
        if taken >= _WHOLE and sum(counts[place:]) >= _WHOLE and begins:
            parts.append(" ".join(words[start:place]))
            start, taken = place, 0
        taken += count
    return [*parts, " ".join(words[start:])] if parts else [text]


def phone_key(text: str, region: str = "JP") -> str:
    """By which two spellings of one number are equal: E.164 and the extension; empty for no number.

    A number whose country cannot be told is equal to one with the same digits.
    """
    is_plain = region == "JP" and _AT_HOME.fullmatch(digits := text.replace("-", ""))
    if is_plain and len(text) - len(digits) < 4:
        return "+81" + digits[1:]
    phone = normalise_phone(text, region)
    if phone is None or phone.warning is Notice.PHONE_LOST_DIGITS:
        return ""
    number = phone.e164 or "".join(_GROUPS.findall(phone.display)).removesuffix(phone.extension)
    return f"{number}x{phone.extension}" if phone.extension else number


@lru_cache(maxsize=4096)
def area_code(number: str) -> str:
    """Country and area of an E.164 number (``81-45``); empty for one that is tied to no place."""
    import phonenumbers

    try:
        parsed = phonenumbers.parse(number)
    except phonenumbers.NumberParseException:
        return ""
    length = phonenumbers.length_of_geographical_area_code(parsed)
    national = phonenumbers.national_significant_number(parsed)
    return f"{parsed.country_code}-{national[:length]}" if length else ""


@lru_cache(maxsize=16384)
def _read(text: str, region: str) -> Phone | None:
    plain = text.strip()
    if lines := _LINES.fullmatch(unicodedata.normalize("NFKC", plain)):
        known = _read(lines["first"], region)
        if known is not None and known.e164 and known.warning is None:
            return Phone(known.e164, "", plain, Notice.PHONE_RANGE)
    if not plain.isascii():
        plain = unicodedata.normalize("NFKC", plain).translate(_DASHES).strip()
    is_japanese = region == "JP" and not _PAIRS.fullmatch(plain)
    if is_japanese and (phone := _plain_japanese(plain.replace("-", ""), plain)):
        return phone
    plain = _LABEL.sub("", plain.lower()).strip(" '")
    plain = _REMARK.sub("", plain).strip()
    if damaged := _EXPONENT.fullmatch(plain):
        lead, tail, power = damaged.groups()
        if len(tail) != int(power):
            return Phone("", "", text.strip(), Notice.PHONE_LOST_DIGITS)
        plain = lead + tail
    elif damaged := _FLOAT.fullmatch(plain):
        plain = damaged[1]
    extension = ""
    is_for_machines = plain.startswith("+") or text.strip().lower().startswith("tel:")
    plain = _NO_EXTENSION.sub("", plain)
    if (found := _EXTENSION.search(plain)) or (is_for_machines and (found := _PAUSE.search(plain))):
        plain, extension = plain[: found.start()].strip(" ,;("), found[1]
    if (first := _first_of_several(plain)) and (phone := _read(first, region)):
        return Phone(phone.e164, phone.extension, phone.display, Notice.PHONE_SEVERAL)
    if not _DIALLABLE.fullmatch(plain) or len(_digits(plain)) < _FEWEST_DIGITS:
        return None
    return _with_extension(_placed(plain, region), extension)


def _digits(text: str) -> str:
    return text.translate(_SEPARATORS)


def _first_of_several(plain: str) -> str:
    """The first of two or more whole numbers in one field; empty where there is only one."""
    parts = [part.strip() for part in _SEVERAL.split(plain)]
    if len(parts) < 2:
        parts = split_phones(plain)
    if len(parts) < 2 or any(len(_GROUPS.sub("", part)) == len(part) for part in parts):
        return ""
    return parts[0] if all(len("".join(_GROUPS.findall(part))) > 8 for part in parts) else ""


def _plain_japanese(digits: str, typed: str) -> Phone | None:
    if _FIXED.fullmatch(digits):
        return Phone("+81" + digits[1:], "", _national(digits, typed))
    if _MOBILE.fullmatch(digits) or (len(digits) == 11 and digits.startswith("0800")):
        if not digits.isdecimal():
            return None
        cut = 4 if digits.startswith("0800") else 3
        return Phone("+81" + digits[1:], "", f"{digits[:cut]}-{digits[cut:7]}-{digits[7:]}")
    return None


def _national(digits: str, typed: str) -> str:
    """A fixed number with hyphens: as typed, as is known of its area, or by the library's table."""
    groups = _GROUPS.findall(typed)
    if len(groups) == 3 and len(groups[2]) > 2:
        return "-".join(groups)
    if digits[:2] in ("03", "06"):
        return f"{digits[:2]}-{digits[2:6]}-{digits[6:]}"
    if digits[:4] in ("0120", "0570"):
        return f"{digits[:4]}-{digits[4:7]}-{digits[7:]}"
    import phonenumbers

    number = phonenumbers.PhoneNumber(country_code=81, national_number=int(digits))
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.NATIONAL))


def _placed(plain: str, region: str) -> Phone:
    digits = _digits(plain)
    is_international = plain.startswith(("+", "(+"))
    if is_international and digits.startswith("81") and region == "JP":
        at_home = "0" + digits[2:].removeprefix("0")
        if phone := _plain_japanese(at_home, at_home):
            return phone
    if (region in ("US", "CA") and not is_international) or (is_international and digits[0] == "1"):
        if number := _NORTH_AMERICAN.fullmatch(digits):
            return _north_american(number, is_home=region in ("US", "CA"))
    elif region == "JP" and not is_international:
        if _PAIRS.fullmatch(plain):
            return Phone("", "", plain, Notice.PHONE_UNPLACED)
        if phone := _plain_japanese(digits, plain):
            return phone
        if digits.startswith("0081"):
            return _placed("+" + digits[2:], region)
        if digits[0] != "0":
            return _without_zero(digits, plain)
    return _by_library("+" + digits if is_international else plain, plain, region)


def _north_american(number: re.Match[str], *, is_home: bool) -> Phone:
    area, exchange, line = number.groups()
    display = f"({area}) {exchange}-{line}" if is_home else f"+1 {area}-{exchange}-{line}"
    return Phone(f"+1{area}{exchange}{line}", "", display)


def _without_zero(digits: str, plain: str) -> Phone:
    """A number dialled in Japan must begin with 0: with 81, or without what Excel took away."""
    if digits.startswith("81") and (phone := _plain_japanese("0" + digits[2:], "")):
        return phone
    phone = _plain_japanese("0" + digits, "")
    # Hyphens tell a foreign number: 901-234-5678 is in Memphis, 90-1234-5678 a lost zero.
    if phone and (plain == digits or "0" + plain == phone.display):
        return Phone(phone.e164, "", phone.display, Notice.PHONE_LOST_ZERO)
    return Phone("", "", plain, Notice.PHONE_UNPLACED)


def _by_library(number: str, plain: str, region: str) -> Phone:
    import phonenumbers

    try:
        parsed = phonenumbers.parse(number, region)
    except phonenumbers.NumberParseException:
        return Phone("", "", plain, Notice.PHONE_UNPLACED)
    if not phonenumbers.is_possible_number(parsed):
        return Phone("", "", plain, Notice.PHONE_UNPLACED)
    style = phonenumbers.PhoneNumberFormat
    is_home = parsed.country_code == phonenumbers.country_code_for_region(region)
    display = phonenumbers.format_number(parsed, style.NATIONAL if is_home else style.INTERNATIONAL)
    is_valid = phonenumbers.is_valid_number(parsed)
    warning = None if is_valid else Notice.PHONE_DOUBTFUL
    e164 = phonenumbers.format_number(parsed, style.E164)
    return Phone(e164, "", display if is_valid else plain, warning)


def _with_extension(phone: Phone, extension: str) -> Phone:
    if not extension:
        return phone
    is_japanese = phone.e164.startswith("+81")
    display = f"{phone.display} {'内線' if is_japanese else 'ext. '}{extension}"
    return Phone(phone.e164, extension, display, phone.warning)
