"""The features that records are compared by in the search for duplicates."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final, Generic, TypeVar

from tui_crm.language.companies import CompanyKey, company_key
from tui_crm.language.emails import DomainKind, domain_kind, is_role
from tui_crm.language.fold import fold
from tui_crm.language.text_similarity import parse_address
from tui_crm.store import match_keys
from tui_crm.store.match_keys import KeyKind

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tui_crm.language.text_similarity import ParsedAddress
    from tui_crm.store.match_keys import KeyMaker
    from tui_crm.store.model import Value

_LETTERS: Final = 251
"""Bits of a name's letter signature: prime, so that neighbouring kanji get different bits."""

_T = TypeVar("_T")


class _LazyProperty(Generic[_T]):
    """A property that is computed when it is first asked for; without the lock that
    ``functools.cached_property`` takes before Python 3.12, which costs more than the work."""

    def __init__(self, work: Callable[[Any], _T]) -> None:
        self._work = work
        self.__doc__ = work.__doc__

    def __set_name__(self, owner: type, name: str) -> None:
        self._name = name

    def __get__(self, instance: object, owner: type) -> _T:
        found = instance.__dict__[self._name] = self._work(instance)
        return found


class RecordFeatures:
    """The features of a record with these values, of the company called ``company``.

    Each is computed when it is first asked for, since most pairs are told apart by their names
    alone. Keys are the blocking keys of ``store/match_keys.py``.
    """

    def __init__(self, maker: KeyMaker, values: Mapping[str, Value], company: str) -> None:
        self._maker = maker
        self._values = values
        self.company_name = company

    @_LazyProperty
    def last(self) -> str:
        """The family name, folded."""
        return _folded(self._text("last_name"))

    @_LazyProperty
    def first(self) -> str:
        """The given name, folded."""
        return _folded(self._text("first_name"))

    @_LazyProperty
    def has_person(self) -> bool:
        """Whether a person is named at all."""
        return bool(self.last or self.first)

    @_LazyProperty
    def letters(self) -> int:
        """A bit signature of the letters of a name; names that share no bit differ. 0: no name."""
        bits = 0
        for letter in self.last + self.first:
            bits |= 1 << (ord(letter) % _LETTERS)
        return bits

    @_LazyProperty
    def names(self) -> frozenset[str]:
        """The key of a person's whole name."""
        return self._keys(KeyKind.NAME)

    @_LazyProperty
    def readings(self) -> frozenset[str]:
        """The key of a whole name's reading."""
        return self._keys(KeyKind.KANA)

    @_LazyProperty
    def company(self) -> CompanyKey | None:
        """The parsed name of the company, where there is one."""
        return company_key(self.company_name) if self.company_name else None

    @_LazyProperty
    def numbers(self) -> frozenset[str]:
        """The key of a 法人番号."""
        return self._keys(KeyKind.NUMBER)

    @_LazyProperty
    def codes(self) -> frozenset[str]:
        """The keys of what identifies a thing, such as an article number."""
        return self._keys(KeyKind.CODE)

    @_LazyProperty
    def titles(self) -> frozenset[str]:
        """The key of what a thing is called."""
        return self._keys(KeyKind.TITLE)

    @_LazyProperty
    def phones(self) -> frozenset[str]:
        """The keys of telephone numbers."""
        return self._keys(KeyKind.PHONE)

    @_LazyProperty
    def addresses(self) -> frozenset[str]:
        """The keys of all addresses, and of the web site."""
        return self._keys(KeyKind.EMAIL)

    @_LazyProperty
    def emails(self) -> frozenset[str]:
        """The keys of addresses that one person has."""
        return frozenset(k for k in self.addresses if k not in self.offices and k[-1] != "@")

    @_LazyProperty
    def offices(self) -> frozenset[str]:
        """The keys of addresses like info@: of a company, not of a person."""
        return frozenset(key for key in self.addresses if is_role(key.rpartition("@")[2]))

    @_LazyProperty
    def domains(self) -> frozenset[str]:
        """The keys of domains that are a company's own, of addresses and of the web site."""
        return frozenset(filter(None, map(business_domain, self.addresses)))

    @_LazyProperty
    def town(self) -> str:
        """The city, folded."""
        return _folded(self._text("city"))

    @_LazyProperty
    def postal_code(self) -> str:
        """The postal code without what people put between its digits and letters."""
        return "".join(filter(str.isalnum, _folded(self._text("postal_code"))))

    @property
    def title(self) -> str:
        """The record's title, as it is written."""
        return self._text("title")

    @property
    def street(self) -> str:
        """The street with its numbers, as it is written."""
        return self._text("street")

    @property
    def birthday(self) -> str:
        """The day of birth, ``YYYY-MM-DD``."""
        return self._text("birthday")

    @_LazyProperty
    def shared_keys(self) -> frozenset[str]:
        """All that two records of one person may share to the letter, beside name and company."""
        beside = {f"b{self.birthday}", f"z{self.postal_code}"} - {"b", "z"}
        return self.addresses.union(self.domains, self.phones, self.numbers, beside)

    @_LazyProperty
    def place(self) -> ParsedAddress:
        """The street, parsed."""
        return parse_address(self.street)

    def _keys(self, kind: KeyKind) -> frozenset[str]:
        return frozenset(self._maker.keys_of_kind(kind, self._values))

    def _text(self, field: str) -> str:
        return str(self._values.get(field) or "")


def business_domain(email: str) -> str:
    """The domain of an address as a key; empty for free mail, where anybody may have one."""
    return _business_domain(email[1:].rpartition("@")[0])


@lru_cache(maxsize=4096)
def _business_domain(name: str) -> str:
    return match_keys.domain(name) if domain_kind(name) is DomainKind.COMPANY else ""


@lru_cache(maxsize=8192)
def _folded(text: str) -> str:
    return fold(text[:200])
