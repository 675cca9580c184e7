"""What a record is compared by when it may be the same as another."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from tui_crm.language.companies import CompanyKey, company_key
from tui_crm.language.emails import DomainKind, domain_kind, is_role
from tui_crm.language.fold import fold
from tui_crm.store import match_keys
from tui_crm.store.match_keys import KeyKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from tui_crm.store.schema import Value


@dataclass(slots=True)
class Features:
    """What a record is compared by; keys are those of ``match_keys``."""

    emails: frozenset[str]
    offices: frozenset[str]
    """Addresses like info@: of a company, not of a person."""
    domains: frozenset[str]
    phones: frozenset[str]
    names: frozenset[str]
    readings: frozenset[str]
    numbers: frozenset[str]
    last: str
    first: str
    company_name: str
    postal_code: str
    street: str
    birthday: str

    @property
    def has_person(self) -> bool:
        """Whether a person is named at all."""
        return bool(self.last or self.first)

    @property
    def company(self) -> CompanyKey | None:
        """What the company's name is compared by, where there is one."""
        return company_key(self.company_name) if self.company_name else None


def features(keys: Iterable[str], values: Mapping[str, Value], company: str) -> Features:
    """The features of a record with these keys and values, of the company called ``company``."""
    by_kind: dict[str, list[str]] = {}
    for key in keys:
        by_kind.setdefault(key[0], []).append(key)
    emails = by_kind.get(KeyKind.EMAIL, ())
    offices = [key for key in emails if is_role(key.rpartition("@")[2])]
    return Features(
        emails=frozenset(k for k in emails if k not in offices and k[-1] != "@"),
        offices=frozenset(offices),
        domains=frozenset(filter(None, map(business_domain, emails))),
        phones=frozenset(by_kind.get(KeyKind.PHONE, ())),
        names=frozenset(by_kind.get(KeyKind.NAME, ())),
        readings=frozenset(by_kind.get(KeyKind.KANA, ())),
        numbers=frozenset(by_kind.get(KeyKind.NUMBER, ())),
        last=_folded(str(values.get("last_name") or "")),
        first=_folded(str(values.get("first_name") or "")),
        company_name=company,
        postal_code=str(values.get("postal_code") or ""),
        street=str(values.get("street") or ""),
        birthday=str(values.get("birthday") or ""),
    )


def business_domain(email: str) -> str:
    """The domain in the key of an address, as a key; empty where anybody may have one there."""
    return _business_domain(email[1:].rpartition("@")[0])


@lru_cache(maxsize=4096)
def _business_domain(name: str) -> str:
    return match_keys.domain(name) if domain_kind(name) is DomainKind.COMPANY else ""


@lru_cache(maxsize=8192)
def _folded(text: str) -> str:
    return fold(text[:200])
