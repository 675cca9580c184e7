"""What a vCard says, under the keys of our own fields."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING, Final

from tui_crm.exchange.contentlines import split, unescape

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tui_crm.exchange.contentlines import Property

HEADER: Final = (
    "last_name", "first_name", "middle_name", "full_name", "last_name_kana", "first_name_kana",
    "salutation", "suffix", "nickname", "company", "company_kana", "department", "job_title",
    "email", "email_2", "phone", "mobile", "fax", "home_phone", "website",
    "postal_code", "state", "city", "street", "building", "country", "home_address",
    "birthday", "tags", "description", "external_id", "other",
)  # fmt: skip
"""The columns of every file of cards. ``other`` has all that fits nowhere else, a line each."""

_SAID_ELSEWHERE: Final = frozenset(
    {
        "BEGIN", "END", "VERSION", "PRODID", "REV", "SOURCE", "CLASS", "MAILER", "KIND", "NAME",
        "PROFILE", "CREATED", "CALSCALE", "LABEL", "X-ABLABEL", "X-ABADR", "X-ABSHOWAS",
        "X-REDUCTION",
        "X-GNO", "X-GN", "X-DCM-TEL-ORDER", "X-CLASS", "AGENT",
    }
)  # fmt: skip
_PLAIN: Final = {
    "X-PHONETIC-LAST-NAME": "last_name_kana",
    "X-PHONETIC-FIRST-NAME": "first_name_kana",
    "X-PHONETIC-ORG": "company_kana",
    "NICKNAME": "nickname",
    "TITLE": "job_title",
    "URL": "website",
    "NOTE": "description",
    "UID": "external_id",
}
_NAME: Final = ("last_name", "first_name", "middle_name", "salutation", "suffix")
_ADDRESS: Final = ("building", "street", "city", "state", "postal_code", "country")
_KANA: Final = re.compile(r"[ぁ-ゖァ-ヺー・ｦ-ﾟ\s\d]+")
_COMPACT_DATE: Final = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T.*)?|(\d{4}-\d\d-\d\d)[T ].*")


def fields(properties: Iterable[Property]) -> dict[str, str]:
    """The values of one card by their column; a column without a value is left out."""
    card = _Card()
    for found in sorted(properties, key=_preference):
        card.add(found)
    return card.done()


def _preference(found: Property) -> int:
    """The preferred of several first, else as they stand."""
    rank = found.params.get("PREF", "")
    if rank.isdecimal():
        return int(rank[:3])
    return 0 if "PREF" in found.types else 101


class _Card:
    def __init__(self) -> None:
        self._values: dict[str, str] = {}
        self._other: dict[str, list[str]] = defaultdict(list)

    def add(self, found: Property) -> None:
        """Put one property into its column, or with the others where that is taken."""
        if found.name in _SAID_ELSEWHERE or found.is_binary:
            return
        if found.name in _PLAIN:
            self._put(found, _PLAIN[found.name], found.text())
            return
        match found.name:
            case "N":
                self._add_name(found)
            case "FN":
                self._put(found, "full_name", found.text())
            case "SOUND" | "SORT-STRING":
                self._add_reading(found, found.parts())
            case "ORG":
                self._add_company(found)
            case "EMAIL":
                column = "email_2" if "email" in self._values else "email"
                self._put(found, column, found.text().removeprefix("mailto:"))
            case "TEL":
                self._put(found, _phone_column(found), _phone(found.text()))
            case "ADR":
                self._add_address(found)
            case "BDAY":
                self._put(found, "birthday", _date(found.text()))
            case "CATEGORIES":
                self._put(found, "tags", "\n".join(map(unescape, split(found.value, ","))))
            case _:
                self._put(found, "", found.text())

    def done(self) -> dict[str, str]:
        """All columns; the full name is left out where the card also has it in parts."""
        if "last_name" in self._values or "first_name" in self._values:
            self._values.pop("full_name", None)
        lines = [
            f"{name}: {value}" if name else value
            for name, values in self._other.items()
            for value in values
        ]
        if lines:
            self._values["other"] = "\n".join(lines)
        return self._values

    def _put(self, found: Property, column: str, text: str) -> None:
        value = text.replace("\r\n", "\n").strip()
        if not value or self._values.get(column) == value:
            return
        if column == "description" and column in self._values:
            self._values[column] += "\n" + value
        elif column and column not in self._values:
            self._values[column] = value
        else:
            self._other[found.name].append(" ".join(value.replace(";", " ").split()))

    def _add_name(self, found: Property) -> None:
        if any(column in self._values for column in _NAME):
            self._put(found, "", found.text())
            return
        for column, part in zip(_NAME, split(found.value, ";"), strict=False):
            self._put(found, column, " ".join(map(unescape, split(part, ","))))
        self._add_reading(found, unescape(found.params.get("SORT-AS", "")).split(";"))

    def _add_reading(self, found: Property, parts: list[str]) -> None:
        """Family and given name as they are read, if that is what stands there."""
        if not _KANA.fullmatch("".join(parts)):
            return
        for column, part in zip(("last_name_kana", "first_name_kana"), parts, strict=False):
            if column not in self._values:
                self._put(found, column, part)

    def _add_company(self, found: Property) -> None:
        name, *units = found.parts()
        if "company" in self._values:
            self._put(found, "", " ".join(found.parts()))
            return
        self._put(found, "company", name)
        self._put(found, "department", " ".join(unit.strip() for unit in units if unit.strip()))
        reading = found.params.get("SORT-AS", "").split(";")[0]
        if _KANA.fullmatch(reading) and "company_kana" not in self._values:
            self._put(found, "company_kana", reading)

    def _add_address(self, found: Property) -> None:
        """The first address that is not a home's, in its parts; others on one line."""
        box, *rest = [*found.parts(), *[""] * 7][:7]
        parts = [part.strip() for part in rest]
        if "HOME" in found.types and "WORK" not in found.types:
            line = " ".join(part.replace("\n", " ") for part in (box, *parts) if part)
            self._put(found, "home_address", line)
        elif any(column in self._values for column in _ADDRESS):
            self._put(found, "", " ".join(filter(None, (box, *parts))))
        else:
            if parts[0] and not any(parts[1:4]):
                parts[0], parts[1] = "", parts[0]  # the whole of it, as Japanese phones write it
            parts[1] = " ".join(filter(None, (box.strip(), parts[1])))
            for column, part in zip(_ADDRESS, parts, strict=True):
                self._put(found, column, part.replace("\n", " "))


def _phone_column(found: Property) -> str:
    types = found.types
    if any("FAX" in kind for kind in types):
        return "fax"
    if types & {"CELL", "MOBILE", "IPHONE", "X-MOBILE"}:
        return "mobile"
    if types & {"PAGER", "MODEM", "BBS", "ISDN", "VIDEO", "TEXTPHONE"}:
        return ""
    return "home_phone" if "HOME" in types and "WORK" not in types else "phone"


def _phone(text: str) -> str:
    """A number without the scheme of a URI (RFC 3966), its extension kept."""
    number, _, rest = text.removeprefix("tel:").partition(";")
    extension = re.search(r"\bext=(\d+)", rest)
    return f"{number} ext. {extension[1]}" if extension else number


def _date(text: str) -> str:
    found = _COMPACT_DATE.fullmatch(text.strip())
    if not found:
        return text
    return found[4] or f"{found[1]}-{found[2]}-{found[3]}"
