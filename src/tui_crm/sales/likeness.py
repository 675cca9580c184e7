"""How sure it is that two records are one person or one company, and why, in words.

Scores run from 0 to 1. From ``SURE`` on, a person who glances at the reasons says yes nearly
always; below ``POSSIBLE`` they say no. A person's name alone never makes sure, and companies of
differing legal forms never are, unless they have one 法人番号.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto
from functools import lru_cache
from typing import TYPE_CHECKING, Final, TypeAlias

from tui_crm.language.companies import CompanyKey, company_key
from tui_crm.language.emails import DomainKind, domain_kind, is_role
from tui_crm.language.fold import fold
from tui_crm.language.names import has_cjk
from tui_crm.store import match_keys
from tui_crm.store.match_keys import KeyKind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from tui_crm.store.schema import Value

SURE: Final = 0.85
POSSIBLE: Final = 0.5

_MOBILE_STARTS: Final = ("p+8170", "p+8180", "p+8190")
_NEARLY: Final = 0.88
_FEWEST_LETTERS: Final = 4


class Same(Enum):
    """How two names, or two companies, compare."""

    YES = auto()
    NEARLY = auto()
    UNKNOWN = auto()
    NO = auto()


@dataclass(frozen=True, slots=True)
class Likeness:
    """A score, and the reasons for it as keys of the ``sales`` catalog."""

    score: float
    reasons: tuple[str, ...] = ()


NOTHING: Final = Likeness(0.0)


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

    @property
    def has_person(self) -> bool:
        """Whether a person is named at all."""
        return bool(self.last or self.first)

    @property
    def company(self) -> CompanyKey | None:
        """What the company's name is compared by, where there is one."""
        return company_key(self.company_name) if self.company_name else None


Comparison: TypeAlias = "Callable[[Features, Features, float], Likeness]"


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
    )


def business_domain(email: str) -> str:
    """The domain in the key of an address, as a key; empty where anybody may have one there."""
    return _business_domain(email[1:].rpartition("@")[0])


@lru_cache(maxsize=4096)
def _business_domain(name: str) -> str:
    return match_keys.domain(name) if domain_kind(name) is DomainKind.COMPANY else ""


def compare_companies(one: Features, other: Features, least: float = 0.0) -> Likeness:
    """Whether two accounts are one company. A branch is another account than its head office.

    What would score less than ``least`` need not be worked out.
    """
    if one.numbers and other.numbers:
        if one.numbers & other.numbers:
            return Likeness(0.99, ("number",))
        return NOTHING
    same, reasons = _same_company(one, other)
    if same is Same.NO and least >= SURE:
        return NOTHING
    facts = _shared_lines(one, other)
    if one.company and other.company and one.company.branch != other.company.branch:
        return Likeness(0.45, ("branch",)) if same is Same.YES else NOTHING
    if same is Same.YES:
        score = 0.6 if "other_form" in reasons else 0.88
        if facts:
            score = min(score + 0.09 + 0.01 * len(facts), 0.98)
        if "other_form" in reasons:
            score = min(score, 0.75)
        return Likeness(score, (*reasons, *facts))
    known = {"email": 0.6, "office": 0.6, "domain": 0.5, "phone": 0.45}
    if same is Same.UNKNOWN:
        known = {"email": 0.8, "office": 0.8, "domain": 0.7, "phone": 0.6}
    if same is Same.NEARLY:
        return Likeness(
            0.6 if not facts else min(0.8 + 0.05 * len(facts), 0.92), (*reasons, *facts)
        )
    if not facts:
        return NOTHING
    return Likeness(_raised([known[fact] for fact in facts]), tuple(facts))


def compare_people(one: Features, other: Features, least: float = 0.0) -> Likeness:
    """Whether two records are one person, or, where neither names a person, one company.

    What would score less than ``least`` need not be worked out.
    """
    if not one.has_person and not other.has_person:
        return compare_companies(one, other)
    name, name_reasons = _same_name(one, other)
    if name is Same.NO and least >= SURE:
        return NOTHING
    scores: list[float] = []
    reasons: list[str] = []

    def add(reason: str, yes: float, nearly: float, unknown: float, no: float) -> None:
        by_name = {Same.YES: yes, Same.NEARLY: nearly, Same.UNKNOWN: unknown, Same.NO: no}
        scores.append(by_name[name])
        reasons.append(reason)

    if one.emails & other.emails:
        add("email", 0.98, 0.94, 0.93, 0.6)
    shared = one.phones & other.phones
    if any(_is_own(phone) for phone in shared):
        add("phone", 0.95, 0.88, 0.8, 0.45)
    elif shared:
        add("phone", 0.92, 0.75, 0.55, 0.3)
    if one.offices & other.offices:
        add("office", 0.9, 0.7, 0.55, 0.3)
    elif not one.emails & other.emails and one.domains & other.domains:
        add("domain", 0.88, 0.65, 0.45, 0.25)
    company, company_reasons = _same_company(one, other)
    if one.numbers and other.numbers:
        is_one = bool(one.numbers & other.numbers)
        company, company_reasons = (Same.YES, ("number",)) if is_one else (Same.NO, ())
    if company is Same.YES:
        add(company_reasons[0], 0.92, 0.72, 0.5, 0.25)
        reasons += company_reasons[1:]
    elif company is Same.NEARLY:
        add(company_reasons[0], 0.85, 0.6, 0.4, 0.2)
    if _is_one_address(one, other):
        add("address", 0.9, 0.7, 0.4, 0.3)
    if name is Same.YES and not scores:
        scores.append(0.35 if company is Same.NO else 0.55)
    if not scores:
        return NOTHING
    return Likeness(_raised(scores), (*name_reasons, *reasons))


def _raised(scores: list[float]) -> float:
    """The best score; each further one closes a fifth of what it lacks."""
    best, *others = sorted(scores, reverse=True)
    for score in others:
        best += (1 - best) * score / 5
    return min(best, 0.99)


def _is_own(phone: str) -> bool:
    """Whether a number rings at one person: a Japanese mobile, or an extension."""
    return phone.startswith(_MOBILE_STARTS) or "x" in phone


def _shared_lines(one: Features, other: Features) -> list[str]:
    facts = []
    if one.emails & other.emails:
        facts.append("email")
    elif one.offices & other.offices:
        facts.append("office")
    elif one.domains & other.domains:
        facts.append("domain")
    if one.phones & other.phones:
        facts.append("phone")
    return facts


def _same_company(one: Features, other: Features) -> tuple[Same, tuple[str, ...]]:
    mine, theirs = one.company, other.company
    if mine is None or theirs is None:
        return Same.UNKNOWN, ()
    if mine.core == theirs.core:
        is_typed_alike = fold(one.company_name) == fold(other.company_name)
        reason = "company" if is_typed_alike else "company_variant"
        forms = {mine.legal_form, theirs.legal_form} - {""}
        return Same.YES, (reason, "other_form") if len(forms) > 1 else (reason,)
    if is_nearly(mine.core, theirs.core):
        return Same.NEARLY, ("company_nearly",)
    return Same.NO, ()


def is_nearly(one: str, other: str) -> bool:
    """Whether two folded names differ by no more than a slip of the pen.

    One kanji of four makes another company (日本電気, 日本電産); one letter of ten does not.
    Figures and points of the compass are no slip: 第一 is not 第二.
    """
    longest = max(len(one), len(other))
    shortest = min(len(one), len(other))
    if shortest < _FEWEST_LETTERS or shortest < _NEARLY * longest:
        return False
    from rapidfuzz.distance import OSA

    if OSA.normalized_similarity(one, other, score_cutoff=_NEARLY) == 0:
        return False
    return _figures(one) == _figures(other)


def _figures(text: str) -> str:
    return "".join(c for c in text if c.isdigit() or c in "一二三四五六七八九十東西南北")


def _same_name(one: Features, other: Features) -> tuple[Same, tuple[str, ...]]:
    if not one.has_person or not other.has_person:
        return Same.UNKNOWN, ()
    if one.names & other.names:
        return Same.YES, ("name",)
    same_reading = bool(one.readings & other.readings)
    if _is_short_form(one, other):
        return Same.NEARLY, ("name_nearly",)
    if same_reading and (one.last == other.last or not (one.names and other.names)):
        return Same.NEARLY, ("reading",)
    for mine in one.names:
        if any(_is_slip(mine, theirs) for theirs in other.names):
            return Same.NEARLY, ("name_nearly",)
    return Same.NO, ()


def _is_slip(mine: str, theirs: str) -> bool:
    if has_cjk(mine[1:]):
        return is_nearly(mine, theirs)
    from rapidfuzz.distance import JaroWinkler

    return bool(JaroWinkler.normalized_similarity(mine, theirs) >= 0.93)


def _is_short_form(one: Features, other: Features) -> bool:
    """One family name, and a given name that is missing or an initial on one side."""
    if one.last != other.last or not one.last:
        return False
    short, long = sorted((one.first.rstrip("."), other.first.rstrip(".")), key=len)
    return not short or (len(short) == 1 and not has_cjk(short) and long.startswith(short))


@lru_cache(maxsize=8192)
def _folded(text: str) -> str:
    return fold(text[:200])


def _is_one_address(one: Features, other: Features) -> bool:
    """Whether both live at one house number of one street."""
    mine, theirs = _folded(one.street), _folded(other.street)
    return mine == theirs and any(map(str.isdigit, mine)) and one.postal_code == other.postal_code
