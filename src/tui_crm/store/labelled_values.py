"""Several telephone numbers or addresses in one field, each with a label of its own.

They are stored like tags, one a line with a line break before and behind, the label and the value
with a tab between them: ``\\nnight desk\\t03-1234-5678\\n``. The first is the most important one.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Final, NamedTuple

from tui_crm.errors import UsageError
from tui_crm.store.model import Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from tui_crm.store.model import FieldSpec, RecordType, Value

_LONGEST_LABEL: Final = 80
_ALONE: Final = re.compile(r"\r\n|[\r\n;；]|\s:::\s|\s[|/]\s")
_COMMA: Final = re.compile(r"[,、，]")
_BETWEEN_NUMBERS: Final = re.compile(r"[,、，/／&＆]|または|\sor\s")
_BEHIND_SEMICOLON: Final = re.compile(r"\s*(?:ext|isub|phone-context)\s*=", re.IGNORECASE)
_ADDRESS: Final = re.compile(r"<?([^\s<>()@＠,、，:：]+[@＠][^\s<>()@＠,、，]+)>?")
_COLON: Final = re.compile(r"[:：]\s*(?=[^:：]*$)")
_NUMBER_START: Final = re.compile(r"(?:^|(?<=[\s:：]))[+＋(（0-9０-９]|(?<=[^\W\d_])[+＋0０]")
_NUMBER: Final = re.compile(r"[+＋(（]?[0-9０-９][0-9０-９ ().（）\-‐－/]*[0-9０-９]")
_BRACKETS: Final = ("()", "（）", "[]", "<>")
_EMPTY: Final = re.compile(r"\(\s*\)|（\s*）|\[\s*\]|<\s*>")
_MEANINGLESS: Final = frozenset(
    ("tel", "phone", "mailto", "mail", "email", "e-mail", "電話", "電話番号", "メール")
)


class Labelled(NamedTuple):
    """A number or an address, and what it is for; the label may be empty."""

    label: str
    value: str


def pack_labelled(items: Iterable[Labelled]) -> str | None:
    """Labelled values as they are stored, each value once; None for none at all.

    Of two that are the same but for their label, the first is kept, with the other's label where
    it has none.
    """
    kept: dict[str, Labelled] = {}
    for label, value in items:
        label, value = _clean(label), " ".join(value.split())
        if value:
            known = kept.setdefault(_key(value), Labelled(label, value))
            if label and not known.label:
                kept[_key(value)] = Labelled(label, known.value)
    lines = [f"{each.label}\t{each.value}\n" for each in kept.values()]
    return "\n" + "".join(lines) if lines else None


def unpack_labelled(value: Value) -> list[Labelled]:
    """The labelled values of a stored value, the first one first."""
    parts = (line.rpartition("\t") for line in str(value or "").split("\n") if line)
    return [Labelled(label, held) for label, _, held in parts]


def values_of(spec: FieldSpec, value: Value) -> list[str]:
    """What a field holds, one by one: of labelled values each without its label."""
    if value is None:
        return []
    return [each.value for each in unpack_labelled(value)] if spec.is_labelled else [str(value)]


def plain_labelled(kind: Kind, value: Value, between: str = "; ") -> str:
    """Labelled values as text that ``read_labelled`` reads back as the same."""
    items = unpack_labelled(value)
    text = between.join(_plain(kind, item) for item in items)
    try:
        is_same = read_labelled(kind, text) == value
    except UsageError:
        is_same = False
    if is_same:
        return text
    return json.dumps(as_objects(value), ensure_ascii=False)


def shown_labelled(value: Value, between: str = ", ") -> str:
    """Labelled values as a person reads them."""
    return between.join(" ".join(filter(None, item)) for item in unpack_labelled(value))


def as_objects(value: Value) -> list[dict[str, str]]:
    """Labelled values as JSON has them."""
    return [{"label": item.label, "value": item.value} for item in unpack_labelled(value)]


def read_labelled(kind: Kind, text: str, region: str = "JP") -> str | None:
    """The stored value that typed text means: ``night desk 03-1234-5678``, one a line.

    Semicolons part several as line breaks do; a comma does where a whole number or address stands
    on either side. The label stands before or behind, with or without a colon. A list of
    ``{"label": …, "value": …}`` in JSON is read too. ``region`` is where numbers are dialled.

    Raises:
        UsageError: a part holds no number, or no address.
    """
    given = _from_json(text)
    if given is not None:
        return pack_labelled(
            Labelled(each.label, _normal(kind, each.value, region)) for each in given
        )
    pieces = (piece for piece in _pieces(kind, text) if piece.strip(" \t\u3000"))
    return pack_labelled(item for piece in pieces for item in _read(kind, piece, region))


def joined(kind: Kind, *groups: Iterable[Labelled], without: Iterable[str] = ()) -> str | None:
    """Several lots of labelled values as one stored value, without what comes again.

    Numbers and addresses are compared as matching compares them, not by their spelling. What is
    one of ``without`` stands elsewhere, and is left out.
    """
    from tui_crm.language.emails import email_key
    from tui_crm.language.phones import phone_key

    key = phone_key if kind is Kind.PHONES else email_key
    elsewhere = {key(value) or value for value in without}
    kept: dict[str, Labelled] = {}
    for item in (item for group in groups for item in group):
        found = key(item.value) or item.value
        if found in elsewhere:
            continue
        known = kept.setdefault(found, item)
        if item.label and not known.label:
            kept[found] = Labelled(item.label, known.value)
    return pack_labelled(kept.values())


def more_field(record_type: RecordType, kind: Kind) -> FieldSpec | None:
    """The field that takes what finds no room in the fields of ``kind`` (PHONE or EMAIL)."""
    wanted = Kind.PHONES if kind is Kind.PHONE else Kind.EMAILS
    return next((spec for spec in record_type.fields if spec.kind is wanted), None)


def split_labelled(kind: Kind, text: str, region: str = "JP") -> list[Labelled]:
    """The numbers (PHONE) or addresses (EMAIL) of one cell with their labels; empty for none."""
    plural = Kind.PHONES if kind is Kind.PHONE else Kind.EMAILS
    try:
        return unpack_labelled(read_labelled(plural, text, region))
    except UsageError:
        return []


def parted(record_type: RecordType, spec: FieldSpec, text: str) -> list[Labelled]:
    """The numbers or addresses typed into a field that holds one, where another takes the rest.

    The first belongs to the field itself; empty where there is but one, or no field for more.
    """
    if spec.kind not in (Kind.PHONE, Kind.EMAIL) or more_field(record_type, spec.kind) is None:
        return []
    found = split_labelled(spec.kind, text)
    return found if len(found) > 1 else []


def with_more(
    record_type: RecordType, spec: FieldSpec, values: Mapping[str, Value], more: list[Labelled]
) -> tuple[str, Value]:
    """The field that takes what ``spec`` has no room for, and its value with ``more`` behind.

    ``values`` are those of the record; what one of its other fields holds is not kept twice.

    Raises:
        UsageError: the record type has no such field.
    """
    to = more_field(record_type, spec.kind)
    if to is None:
        raise record_type.no_field(f"more {spec.kind}")
    beside = [
        str(values[each.key])
        for each in record_type.fields
        if each.kind is spec.kind and values.get(each.key)
    ]
    return to.key, joined(to.kind, unpack_labelled(values.get(to.key)), more, without=beside)


def label_of(record_type: RecordType, spec: FieldSpec) -> str:
    """What a value of a single number or address is labelled where it finds no room there.

    The usual e-mail fields say nothing of what an address is for.
    """
    if spec.kind is Kind.EMAIL and not spec.custom:
        return ""
    return spec.label(record_type.key)


# --- how it is read -----------------------------------------------------------------------------


def _from_json(text: str) -> list[Labelled] | None:
    if not text.lstrip().startswith("["):
        return None
    try:
        found = json.loads(text)
        return [
            Labelled("", each)
            if isinstance(each, str)
            else Labelled(str(each.get("label") or ""), str(each["value"]))
            for each in found
        ]
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return None


def _pieces(kind: Kind, text: str) -> list[str]:
    """Text parted where another number or address begins."""
    pieces: list[str] = []
    start = 0
    for found in _ALONE.finditer(text):
        if found[0] == ";" and _BEHIND_SEMICOLON.match(text, found.end()):
            continue  # tel:+81312345678;ext=5
        pieces.append(text[start : found.start()])
        start = found.end()
    pieces.append(text[start:])
    return [part for piece in pieces for part in _at_commas(kind, piece)]


def _at_commas(kind: Kind, piece: str) -> list[str]:
    parts = (_BETWEEN_NUMBERS if kind is Kind.PHONES else _COMMA).split(piece)
    if len(parts) < 2 or not all(_holds_whole(kind, part) for part in parts):
        parts = [piece]
    if kind is Kind.EMAILS:
        return parts
    from tui_crm.language.phones import split_phones

    return [each for part in parts for each in split_phones(part)]


def _holds_whole(kind: Kind, part: str) -> bool:
    if kind is Kind.EMAILS:
        return _ADDRESS.search(part) is not None
    return sum(c.isdecimal() for c in part) > 6


def _read(kind: Kind, piece: str, region: str) -> list[Labelled]:
    piece = piece.strip(" \t\u3000")
    if kind is Kind.EMAILS:
        return _read_addresses(piece)
    return [_read_number(piece, region)]


def _read_addresses(piece: str) -> list[Labelled]:
    found = list(_ADDRESS.finditer(piece))
    if not found:
        raise UsageError("value.email", value=piece)
    items, start = [], 0
    for address in found:
        label = piece[start : address.start()]
        start = address.end()
        items.append(Labelled(label, _address(address[1])))
    if behind := _clean(piece[start:]):
        last = items[-1]
        items[-1] = Labelled(" ".join(filter(None, (_clean(last.label), behind))), last.value)
    return items


def _read_number(piece: str, region: str) -> Labelled:
    from tui_crm.language.notices import Notice
    from tui_crm.language.phones import normalise_phone

    whole = normalise_phone(piece, region)
    if whole is not None and whole.warning is Notice.PHONE_RANGE:
        return Labelled("", whole.display)
    colon = _COLON.search(piece)
    if colon and piece[colon.end() :].strip() and (phone := _sure(piece[colon.end() :], region)):
        return Labelled(piece[: colon.start()], phone)
    starts = [found.start() for found in _NUMBER_START.finditer(piece)]
    for start in starts:
        if phone := _sure(piece[start:], region):
            return Labelled(piece[:start], phone)
    for start in starts:  # the label may stand behind
        number = _NUMBER.match(piece, start)
        if number and (phone := _sure(number[0], region)):
            return Labelled(f"{piece[:start]} {piece[number.end() :]}", phone)
    if colon and any(c.isdecimal() for c in piece[colon.end() :]):
        return Labelled(piece[: colon.start()], _number(piece[colon.end() :], region))
    if starts:
        return Labelled(piece[: starts[0]], _number(piece[starts[0] :], region))
    return Labelled("", _number(piece, region))


def _sure(text: str, region: str) -> str:
    """The number that a text is without any doubt; empty where there is one."""
    from tui_crm.language.phones import normalise_phone

    found = normalise_phone(text, region)
    return found.display if found and found.e164 and not found.warning else ""


def _normal(kind: Kind, value: str, region: str) -> str:
    return _address(value) if kind is Kind.EMAILS else _number(value, region)


def _address(text: str) -> str:
    from tui_crm.language.emails import normalise_email

    found = normalise_email(text)
    if found is None:
        raise UsageError("value.email", value=text)
    return found.address


def _number(text: str, region: str) -> str:
    from tui_crm.language.phones import normalise_phone

    if not any(c.isdecimal() for c in text):
        raise UsageError("value.phone", value=text)
    found = normalise_phone(text, region)
    return found.display if found else text.strip()


# --- how it is written --------------------------------------------------------------------------


def _plain(kind: Kind, item: Labelled) -> str:
    for text in (f"{item.label} {item.value}".strip(), f"{item.label}: {item.value}"):
        try:
            read = _read(kind, text, "JP")
            if [Labelled(_clean(label), value) for label, value in read] == [item]:
                return text
        except UsageError:
            continue
    return text


def _clean(label: str) -> str:
    """A label on one line, without the signs that part it from its number."""
    text, previous = " ".join(label[: 2 * _LONGEST_LABEL].split()), ""
    while text != previous:
        previous, text = text, _EMPTY.sub("", text).strip(' :：-,、，"')
        text = text.rstrip("(（[<").lstrip(")）]>")
        for first, last in _BRACKETS:
            if text.startswith(first) and text.find(last) in (-1, len(text) - 1):
                text = text[1:].removesuffix(last)
            elif text.endswith(last) and first not in text:
                text = text[:-1]
    return "" if text.casefold() in _MEANINGLESS else text[:_LONGEST_LABEL].rstrip()


def _key(value: str) -> str:
    return value.casefold()
