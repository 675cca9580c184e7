"""Map the properties of a vCard to our fields."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING, Final

from tui_crm.exchange.headers import HOME, MORE, use_of
from tui_crm.exchange.readers.content_lines import split, unescape
from tui_crm.store.labelled_values import Labelled
from tui_crm.store.model import Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from tui_crm.exchange.readers.content_lines import Property

HEADER: Final = (
    "last_name", "first_name", "middle_name", "full_name", "last_name_kana", "first_name_kana",
    "salutation", "suffix", "nickname", "company", "company_kana", "department", "job_title",
    "email", "email_2", "phone", "mobile", "fax", "home_phone", "more_phones", "more_emails",
    "website",
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
_PHONES: Final = ("phone", "mobile", "fax", "home_phone")
_NO_LABEL: Final = frozenset({"INTERNET", "VOICE", "PREF", "MSG", "TEXT"})
_NAME: Final = ("last_name", "first_name", "middle_name", "salutation", "suffix")
_ADDRESS: Final = ("building", "street", "city", "state", "postal_code", "country")
_KANA: Final = re.compile(r"[ぁ-ゖァ-ヺー・ｦ-ﾟ\s\d]+")
_COMPACT_DATE: Final = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T.*)?|(\d{4}-\d\d-\d\d)[T ].*")


def fields(properties: Iterable[Property]) -> dict[str, str]:
    """The values of one card by their column; a column without a value is left out."""
    all_of_them = list(properties)
    labels = {
        found.group.upper(): _apple_label(found.text())
        for found in all_of_them
        if found.name == "X-ABLABEL" and found.group
    }
    card = _Card(labels)
    for found in sorted(all_of_them, key=_preference):
        card.add(found)
    return card.done()


def _apple_label(text: str) -> str:
    """A label as a person reads it, without what marks one of Apple's own: ``_$!<Work>!$_``."""
    return text.strip().removeprefix("_$!<").removesuffix(">!$_")


def _preference(found: Property) -> tuple[int, bool]:
    """The preferred of several first, those of home last, else as they stand."""
    rank = found.params.get("PREF", "")
    is_home = found.name in ("EMAIL", "TEL") and "HOME" in found.types
    if rank.isdecimal():
        return int(rank[:3]), is_home
    return 0 if "PREF" in found.types else 101, is_home


class _Card:
    def __init__(self, labels: Mapping[str, str]) -> None:
        self._labels = labels
        self._values: dict[str, str] = {}
        self._more: dict[Kind, list[Labelled]] = {Kind.PHONES: [], Kind.EMAILS: []}
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
                self._add_email(found)
            case "TEL":
                self._add_phone(found)
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
        for column, kind in (("more_phones", Kind.PHONES), ("more_emails", Kind.EMAILS)):
            if items := self._more[kind]:
                self._values[column] = "\n".join(f"{label}: {text}" for label, text in items)
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

    def _label(self, found: Property) -> str:
        """What a number or an address is for, by its label or by its type."""
        if label := self._labels.get(found.group.upper(), ""):
            return " ".join(re.sub("[;；]", " ", label).split())
        kinds = sorted(found.types - _NO_LABEL)
        return " ".join(kind.removeprefix("X-").capitalize() for kind in kinds)

    def _add_email(self, found: Property) -> None:
        address = found.text().strip().removeprefix("mailto:")
        known = (self._values.get("email", ""), self._values.get("email_2", ""))
        if not address or address.casefold() in map(str.casefold, known):
            return
        free = next((key for key in ("email", "email_2") if key not in self._values), "")
        if free:
            self._values[free] = address
        else:
            self._more[Kind.EMAILS].append(Labelled(self._label(found), address))

    def _add_phone(self, found: Property) -> None:
        number = _phone(found.text()).strip()
        if not number or number in (self._values.get(key) for key in _PHONES):
            return
        column = _phone_column(found, self._labels.get(found.group.upper(), ""))
        if column and column not in self._values:
            self._values[column] = number
        elif any(c.isdecimal() for c in number):
            self._more[Kind.PHONES].append(Labelled(self._label(found), number))
        else:
            self._put(found, "", number)

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


def _phone_column(found: Property, label: str) -> str:
    """The column of a number by its label, else by its types; empty where it has none."""
    if label:
        rank, field = use_of(label)
        field = "home_phone" if field == "phone" and rank == HOME else field
        return "" if field == MORE else field
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
