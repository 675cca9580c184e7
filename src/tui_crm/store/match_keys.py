"""Blocking keys: normalized values that two records of one person, company or thing share.

A key is text with the letter of its kind in front. Records that share one are candidates for being
the same; only they are compared (``features/duplicates/scoring.py``), never all pairs.
"""

from __future__ import annotations

import re
from enum import StrEnum
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Final, TypeAlias
from unicodedata import normalize

from tui_crm.language.companies import company_key, corporate_number_ok
from tui_crm.language.emails import FREE_MAIL_DOMAINS, email_key
from tui_crm.language.fold import fold
from tui_crm.language.names import has_cjk
from tui_crm.language.phones import phone_key
from tui_crm.store.labelled_values import values_of
from tui_crm.store.model import Kind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from tui_crm.store.model import FieldSpec, RecordType, Value


class KeyKind(StrEnum):
    """What a key was made of; its value is the first letter of the key."""

    EMAIL = "e"
    PHONE = "p"
    COMPANY = "c"
    NAME = "n"
    KANA = "k"
    NUMBER = "h"
    CODE = "i"
    TITLE = "t"


_RECENT: Final = 16_384
"""An import asks for the keys of a row twice: to find what it is, and to keep them with it."""

_LONGEST: Final = 200
_SHORTEST_WHOLE_NAME: Final = 4
_NO_LETTER: Final = re.compile(r"[\W_]+")
_HOST: Final = re.compile(
    r"(?:[a-z][a-z0-9+.-]*://)?(?:[^/@\s]*@)?(?:www\d?\.)?([^/:?#\s]+\.[^/:?#\s]+)"
)
_SHARED_HOSTS: Final = FREE_MAIL_DOMAINS | {
    *("facebook.com", "x.com", "twitter.com", "instagram.com", "linkedin.com", "youtube.com"),
    *("note.com", "ameblo.jp", "line.me", "wixsite.com", "sites.google.com", "github.io"),
}


@lru_cache(maxsize=_RECENT)
def email(text: str) -> str:
    """The key of an address, its domain first: what has the key of a domain as its beginning."""
    plain = text.casefold()
    if plain.count("@") != 1 or not plain.isascii() or " " in plain:
        plain = email_key(text)
    local, _, name = plain.rpartition("@")
    return f"e{name}@{local}" if local else ""


def domain(name: str) -> str:
    """What the keys of all addresses at a domain, and of its web site, begin with."""
    return f"e{name.casefold()}@"


def website(text: str) -> str:
    """The key of a web site: its host without scheme, www and path; none where hosts are shared."""
    plain = text if text.isascii() else normalize("NFKC", text)
    found = _HOST.match(plain.strip().casefold())
    host = found[1].rstrip(".") if found else ""
    return domain(host) if host and host not in _SHARED_HOSTS else ""


@lru_cache(maxsize=_RECENT)
def phone(text: str) -> str:
    """The key of a telephone number: E.164, with ``x`` and the extension behind it."""
    number = phone_key(text)
    return f"p{number}" if number else ""


def company(text: str) -> str:
    """The key of a company's name, without its legal form and branch."""
    core = company_key(text).core
    return f"c{core}" if core else ""


@lru_cache(maxsize=_RECENT)
def person(last: str, first: str) -> str:
    """The key of a person's name; none for half a name, which says nothing.

    Both parts in Latin letters stand in the order of the alphabet, because lists mix them up.
    """
    one, two = letters(last[:_LONGEST]), letters(first[:_LONGEST])
    if not one or not two:
        # A name in kanji that nobody took apart: 田中一郎, but not 佐々木 alone.
        return f"n{one}" if len(one) >= _SHORTEST_WHOLE_NAME and has_cjk(one) else ""
    name = one + two
    if two < one and (name.isascii() or not has_cjk(last + first)):
        name = two + one
    return "n" + name


def kana(last: str, first: str) -> str:
    """The key of the reading of a person's whole name."""
    one, two = letters(last[:_LONGEST]), letters(first[:_LONGEST])
    return f"k{one}{two}" if one and two else ""


def number(text: str) -> str:
    """The key of a 法人番号, where its check digit is right."""
    return "h" + letters(text[:_LONGEST]).removeprefix("t") if corporate_number_ok(text) else ""


def code(text: str) -> str:
    """The key of an identifier such as an article number, without signs and case."""
    plain = letters(text[:_LONGEST])
    return f"i{plain}" if plain else ""


def title(text: str) -> str:
    """The key of what a thing is called, without signs and case."""
    plain = letters(text[:_LONGEST])
    return f"t{plain}" if plain else ""


@lru_cache(maxsize=_RECENT)
def letters(text: str) -> str:
    """A text folded, without anything between its letters."""
    folded = fold(text)
    return folded if folded.isalnum() else _NO_LETTER.sub("", folded)


_MAKERS: Final[dict[str, tuple[KeyKind, Callable[[str], str]]]] = {
    "website": (KeyKind.EMAIL, website),
    "number": (KeyKind.NUMBER, number),
    "company": (KeyKind.COMPANY, company),
    "code": (KeyKind.CODE, code),
}
_NAME_MAKERS: Final[dict[str, tuple[KeyKind, Callable[[str, str], str]]]] = {
    "name": (KeyKind.NAME, person),
    "kana": (KeyKind.KANA, kana),
}
"""What is made of a field, or of a family name and a given name, that says so (``match``)."""


_FieldMaker: TypeAlias = "tuple[str, FieldSpec | None, Callable[[str], str]]"
"""A field, its declaration only where it may hold several values, and what makes a key of one."""


class KeyMaker:
    """Makes the keys of the records of one type."""

    __slots__ = ("_makers", "_names", "_of_kind", "_quick", "fields")

    def __init__(self, record_type: RecordType) -> None:
        self._makers: list[tuple[KeyKind, FieldSpec, Callable[[str], str]]] = []
        self._names: list[tuple[KeyKind, str, str, Callable[[str, str], str]]] = []
        if record_type.duplicates_among:
            # The single ones come first, since they are the surer ones.
            for spec in sorted(record_type.fields, key=lambda spec: spec.is_labelled):
                if spec.kind in (Kind.EMAIL, Kind.EMAILS):
                    self._makers.append((KeyKind.EMAIL, spec, email))
                elif spec.kind in (Kind.PHONE, Kind.PHONES):
                    self._makers.append((KeyKind.PHONE, spec, phone))
            said = [spec for spec in record_type.fields if spec.match and not spec.target]
            for match, (kind, make) in _MAKERS.items():
                self._makers += [(kind, spec, make) for spec in said if spec.match == match]
            for match, (kind, make_name) in _NAME_MAKERS.items():
                parts = [spec.key for spec in said if spec.match == match]
                self._names += [(kind, *pair, make_name) for pair in pairwise(parts)]
            if record_type.is_thing:
                self._makers += _makers_of_thing(record_type)
        self._of_kind: dict[KeyKind, list[_FieldMaker]] = {kind: [] for kind in KeyKind}
        for kind, spec, make in self._makers:
            self._of_kind[kind].append((spec.key, spec if spec.is_labelled else None, make))
        self._quick = [
            (spec.key, spec if spec.is_labelled else None, make) for _, spec, make in self._makers
        ]
        named = {key for _, last, first, _ in self._names for key in (last, first)}
        self.fields = frozenset(named.union(spec.key for _, spec, _ in self._makers))
        """The fields that keys are made of."""

    def keys(self, values: Mapping[str, Value]) -> list[str]:
        """The distinct keys of a record."""
        return list(dict.fromkeys(self._made(self._quick, self._names, values)))

    def keys_of_kind(self, kind: KeyKind, values: Mapping[str, Value]) -> list[str]:
        """Those of the keys of a record that are of one kind."""
        names = [each for each in self._names if each[0] is kind]
        return self._made(self._of_kind[kind], names, values)

    def _made(
        self,
        makers: Iterable[_FieldMaker],
        names: Iterable[tuple[KeyKind, str, str, Callable[[str, str], str]]],
        values: Mapping[str, Value],
    ) -> list[str]:
        get = values.get
        found = [
            make(text)
            for key, spec, make in makers
            if (value := get(key))
            for text in ((str(value),) if spec is None else values_of(spec, value))
        ]
        for _, last, first, make_name in names:
            found.append(make_name(str(get(last) or ""), str(get(first) or "")))
        return [key for key in found if key]


def _makers_of_thing(
    record_type: RecordType,
) -> list[tuple[KeyKind, FieldSpec, Callable[[str], str]]]:
    """Keys of what an import knows such a record by, and of its title."""
    alone = [parts[0] for parts in record_type.identity if len(parts) == 1]
    codes = [record_type.field(key) for key in alone if key in record_type]
    titles = [record_type.field(parts[0]) for parts in record_type.title if len(parts) == 1]
    return [
        *(
            (KeyKind.CODE, s, code)
            for s in codes
            if not s.readonly and not s.match and not s.target
        ),
        *((KeyKind.TITLE, s, title) for s in titles),
    ]
