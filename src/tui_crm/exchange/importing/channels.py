"""Put the phone numbers and e-mail addresses of a row into the fields that their labels name.

A label stands in a column beside the value (``Phone 1 - Label``), or in the header
(``Home Phone``), or before the value itself. Fax is fax and mobile is mobile; what is of work comes
before what is of home. A second address goes to the second field, and what then has no field of
its own goes with its label to the field that takes any number of them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from tui_crm.exchange.headers import (
    MORE,
    header_key,
    label_in_header,
    label_stem,
    labels_beside,
    rank_of,
    use_of,
)
from tui_crm.exchange.importing import targets
from tui_crm.exchange.importing.cells import cleaner_for, is_nothing
from tui_crm.exchange.importing.columns import MappedBy
from tui_crm.language.fold import fold
from tui_crm.store.labelled_values import (
    Labelled,
    joined,
    label_of,
    more_field,
    split_labelled,
    unpack_labelled,
)
from tui_crm.store.model import Kind

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from tui_crm.exchange.importing.cells import CellContext, Cleaner
    from tui_crm.exchange.importing.columns import Column, TableMapping
    from tui_crm.store.model import RecordType, Value

SINGLE: Final = {
    Kind.PHONE: Kind.PHONE,
    Kind.PHONES: Kind.PHONE,
    Kind.EMAIL: Kind.EMAIL,
    Kind.EMAILS: Kind.EMAIL,
}
"""What a field holds one by one, by its kind."""

_SINGLE_VALUE: Final = re.compile(
    r"[+(]?[0-9][0-9 ().\-]*|[^\s,;:<>()（）、，；：]+@[^\s,;:<>()（）、，；：]+"
)
_MOST_DIGITS: Final = 15
"""Digits that one number has at most (ITU-T E.164)."""

_EMAIL_FIELDS: Final = ("email", "email_2")
_CAMEL: Final = re.compile(r"(?<=[a-z])(?=[A-Z])")
_WORDS: Final = re.compile(r"[^\W\d_]+|\d+")
_KINDS: Final = {
    fold(word): kinds
    for kinds, words in (
        (("phone",), "phone telephone tel 電話 電話番号"),
        (("mobile",), "mobile cell cellphone 携帯 携帯電話 携帯番号 携帯電話番号"),
        (("fax",), "fax ファックス ファクス"),
        (("email",), "email emails メール メールアドレス eメール 電子メール"),
    )
    for word in words.split()
}
_LATER_WORDS: Final = frozenset(
    (
        *("home", "private", "personal", "other", "additional", "alternate", "alternative"),
        *("secondary", "second", "third"),
    )
)
_LABEL_WORDS: Final = _LATER_WORDS | {
    *("number", "no", "nr", "address", "value", "work", "business", "office", "company"),
    *("main", "direct", "primary"),
}


@dataclass(frozen=True, slots=True)
class Given:
    """A number or an address that a row gives: with the field it is for, if that is known.

    ``rank`` says which comes first of several for one field: less is earlier.
    """

    kind: Kind
    target: str
    rank: int
    label: str
    text: str
    name: str
    """The column it is from."""


@dataclass(frozen=True, slots=True)
class _Cell:
    index: int
    beside: int | None
    kind: Kind
    target: str
    label: str
    name: str


class Channels:
    """Collects the numbers and addresses in the rows of one table."""

    def __init__(
        self, record_type: RecordType, mapping: TableMapping, context: CellContext
    ) -> None:
        self._record_type = record_type
        self._context = context
        self._beside = labels_beside([column.header for column in mapping.columns])
        self._cells: list[_Cell] = []
        self._fields = {
            kind: [spec.key for spec in record_type.fields if spec.kind is kind]
            for kind in (Kind.PHONE, Kind.EMAIL)
        }
        more = {kind: more_field(record_type, kind) for kind in self._fields}
        self._more = {kind: spec.key for kind, spec in more.items() if spec}
        self._cleaners: dict[Kind, Cleaner] = {
            kind: cleaner_for(record_type.field(keys[0]), context)
            for kind, keys in self._fields.items()
            if keys
        }

    def take(self, column: Column, *, is_first: bool) -> bool:
        """Whether a column's cells are gathered here; the first of a field usually is plain."""
        spec = self._record_type.field(column.target)
        kind = SINGLE.get(spec.kind)
        if kind is None or kind not in self._more:
            return False
        beside = self._beside.get(column.index)
        if column.how in (MappedBy.GIVEN, MappedBy.SAVED):
            beside = None  # a person has said what it is
        if is_first and beside is None and not spec.is_labelled and not column.is_spare:
            return False
        target = "" if spec.is_labelled or beside is not None else column.target
        label = label_in_header(column.header)
        if spec.is_labelled:
            own = spec.names(self._record_type.key)
            key = header_key(column.header)
            if column.how in (MappedBy.GIVEN, MappedBy.SAVED) or key in map(header_key, own):
                target = MORE
            if key in map(header_key, (*own, *spec.aliases)):
                label = ""
        self._cells.append(_Cell(column.index, beside, kind, target, label, column.name))
        return True

    def given(self, cells: Sequence[str]) -> list[Given]:
        """What the cells of a row give, in the order of their columns."""
        found: list[Given] = []
        for cell in self._cells:
            text = cells[cell.index].strip()
            if not text or is_nothing(text):
                continue
            label = cell.label
            if cell.beside is not None:
                beside = cells[cell.beside].strip()
                label = beside.removeprefix("*").strip() or label
            found += self._parted(cell.kind, cell.target, label, text, cell.name)
        return found

    def further(self, key: str, text: str, name: str) -> list[Given]:
        """What a cell of the field ``key`` holds beside the first."""
        spec = self._record_type.field(key)
        label = label_of(self._record_type, spec)
        return self._parted(spec.kind, key, label, text, name)[1:]

    def has_room(self, key: str) -> bool:
        """Whether what a field has no room for goes elsewhere."""
        return self._record_type.field(key).kind in self._more

    def further_field(self, kind: Kind) -> str:
        """The field that takes any number of ``kind`` (PHONE or EMAIL)."""
        return self._more[kind]

    def _parted(self, kind: Kind, target: str, label: str, text: str, name: str) -> list[Given]:
        text = self._context.bare(text)
        parts = [Labelled("", text)]
        if not _SINGLE_VALUE.fullmatch(text) or sum(map(str.isdecimal, text)) > _MOST_DIGITS:
            parts = split_labelled(kind, text, self._context.region) or parts
        found = []
        for part in parts:
            said = part.label or label
            rank, wanted = use_of(said) if kind is Kind.PHONE else (rank_of(said), "")
            found.append(Given(kind, target or wanted, rank, said, part.value, name))
        return found

    def clean(self, given: Given) -> str:
        """The number or address as it is stored; empty for none. Raises UsageError."""
        value = self._cleaners[given.kind](given.text)
        return "" if value is None else str(value)

    def settle(self, values: dict[str, Value], found: Iterable[tuple[Given, str]]) -> None:
        """Put cleaned numbers and addresses into the fields that are free, and the rest behind."""
        more: dict[Kind, list[Labelled]] = {}
        for given, value in sorted(found, key=lambda pair: pair[0].rank):
            kind = given.kind
            stands = [str(values[key]) for key in self._fields[kind] if values.get(key)]
            plural = self._record_type.field(self._more[kind]).kind
            if joined(plural, [Labelled("", value)], without=stands) is None:
                continue  # it has a field already
            field = self._free(given, value, values)
            if field:
                values[field] = value
            else:
                more.setdefault(kind, []).append(Labelled(given.label, value))
        for kind, items in more.items():
            key = self._more[kind]
            spec = self._record_type.field(key)
            taken = [str(values[one]) for one in self._fields[kind] if values.get(one)]
            values[key] = joined(spec.kind, unpack_labelled(values.get(key)), items, without=taken)

    def _free(self, given: Given, value: str, values: Mapping[str, Value]) -> str:
        """The field of its own that a number or address may have; empty where there is none."""
        if given.target == MORE:
            return ""
        if given.kind is Kind.EMAIL:
            wanted: tuple[str, ...] = _EMAIL_FIELDS
        elif given.target in ("", "phone"):
            wanted = ("phone", "mobile") if is_mobile(value, self._context.home) else ("phone",)
        elif given.target == "mobile" and "mobile" not in self._record_type:
            wanted = ("phone",)
        else:
            wanted = (given.target,)
        is_free = (key for key in wanted if key in self._record_type and not values.get(key))
        return next(is_free, "")


def field_of_header(record_type: RecordType, header: str, own: Collection[str]) -> str:
    """The target of a header that is made of usual words alone; empty where others are in it.

    ``Phone - Work``, ``Email (Home)``, ``Work Fax 2``, ``E-mail 4 - Value``, ``携帯電話2``. What
    may fill in only where another column has nothing ends with ``?``. Labels of another column
    (``Phone 1 - Type``) are to be ignored. ``own`` are words for the record type itself.
    """
    stem = label_stem(header)
    if stem and field_of_header(record_type, stem, own):
        return targets.IGNORE
    words = _WORDS.findall(fold(_CAMEL.sub(" ", header)).replace("e-mail", "email"))
    kinds = {kind for word in words for kind in _KINDS.get(word, ())}
    known = _KINDS.keys() | _LABEL_WORDS | {fold(word) for word in own}
    if not kinds or not all(word.isdecimal() or word in known for word in words):
        return ""
    number = next((int(word) for word in words if word.isdecimal()), 1)
    is_first = number == 1 and not _LATER_WORDS.intersection(words)
    if "email" in kinds:
        field = "email" if is_first or "email_2" not in record_type else "email_2"
    else:
        field = next(kind for kind in ("fax", "mobile", "phone") if kind in kinds)
        if field not in record_type:
            field = "phone"
            is_first = is_first and "mobile" not in kinds
    if field not in record_type:
        return ""
    return field if is_first else f"{field}?"


def is_mobile(number: str, region: str) -> bool:
    """Whether a number is surely one of a mobile telephone."""
    import phonenumbers

    from tui_crm.language.phones import normalise_phone

    phone = normalise_phone(number, region)
    if phone is None or not phone.e164:
        return False
    parsed = phonenumbers.parse(phone.e164)
    return phonenumbers.number_type(parsed) == phonenumbers.PhoneNumberType.MOBILE
