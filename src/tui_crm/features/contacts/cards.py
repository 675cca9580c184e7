"""Export people and companies as contact cards (vCard 3.0, RFC 2426), which every phone reads."""

from __future__ import annotations

from typing import TYPE_CHECKING, BinaryIO, Final

from tui_crm.language.names import full_name
from tui_crm.store.labelled_values import unpack_labelled
from tui_crm.store.values import unpack_tags

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tui_crm.store.records import Record

_LINE: Final = 75
"""Octets of one line; a longer one is folded."""

_PROFILES: Final = ("x_profile", "facebook", "linkedin", "instagram")


class Cards:
    """Writes one card a record."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream

    def begin(self) -> None:
        """Nothing stands before the first card."""

    def add(self, record: Record) -> None:
        self._stream.write(card(record))

    def end(self) -> None:
        """Nothing stands behind the last card."""

    def abandon(self) -> None:
        """Nothing is held."""


def card(record: Record) -> bytes:
    """A record as a vCard, in UTF-8 with folded lines."""
    lines = ["BEGIN:VCARD", "VERSION:3.0", *_properties(record), "END:VCARD"]
    return b"".join(_folded(line) for line in lines)


def _properties(record: Record) -> Iterator[str]:
    text = record.text
    is_company = record.type == "accounts"
    company = record.links.get("account", "") or text("name" if is_company else "company")
    last, first = text("last_name"), text("first_name")
    if is_company:
        last = ""
    yield _line("N", last, first, "", text("salutation"), "")
    yield _line("FN", full_name(last, first) or company or record.title)
    for key, name in (
        ("last_name_kana", "X-PHONETIC-LAST-NAME"),
        ("first_name_kana", "X-PHONETIC-FIRST-NAME"),
        ("kana" if is_company else "company_kana", "X-PHONETIC-ORG"),
    ):
        if text(key):
            yield _line(name, text(key))
    if company:
        department = text("department")
        yield _line("ORG", company, department) if department else _line("ORG", company)
    for key, name in (
        ("job_title", "TITLE"),
        ("email", "EMAIL;TYPE=INTERNET,PREF"),
        ("email_2", "EMAIL;TYPE=INTERNET"),
        ("phone", "TEL;TYPE=WORK,VOICE"),
        ("mobile", "TEL;TYPE=CELL"),
        ("fax", "TEL;TYPE=WORK,FAX"),
        ("website", "URL"),
        ("birthday", "BDAY"),
        ("description", "NOTE"),
        ("external_id", "UID"),
    ):
        if text(key):
            yield _line(name, text(key))
    yield from _labelled(record)
    address = [
        text(key) for key in ("building", "street", "city", "state", "postal_code", "country")
    ]
    if any(address):
        yield _line("ADR;TYPE=WORK", "", *address)
    for key in _PROFILES:
        if text(key):
            yield _line(f"X-SOCIALPROFILE;TYPE={key.removesuffix('_profile')}", text(key))
    if tags := unpack_tags(record["tags"]):
        yield "CATEGORIES:" + ",".join(map(_escaped, tags))


def _labelled(record: Record) -> Iterator[str]:
    """Further numbers and addresses, each with its label beside it, as Apple writes it."""
    number = 0
    for key, name in (("more_phones", "TEL;TYPE=VOICE"), ("more_emails", "EMAIL;TYPE=INTERNET")):
        for label, value in unpack_labelled(record[key]):
            number += 1
            yield f"item{number}.{_line(name, value)}"
            if label:
                yield f"item{number}.{_line('X-ABLabel', label)}"


def _line(name: str, *parts: str) -> str:
    return f"{name}:{';'.join(map(_escaped, parts))}"


def _escaped(text: str) -> str:
    text = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\\n")


def _folded(line: str) -> bytes:
    """A line with its end; what is longer than 75 octets goes on after a line break and a space,
    never inside a character."""
    data = line.encode("utf-8", "replace")
    parts = []
    limit = _LINE
    while len(data) > limit:
        cut = limit
        while data[cut] & 0xC0 == 0x80:
            cut -= 1
        parts.append(data[:cut])
        data, limit = data[cut:], _LINE - 1
    parts.append(data)
    return b"\r\n ".join(parts) + b"\r\n"
