"""Match scores: how likely it is that two records are the same, and the reasons in words.

Scores run from 0 to 1. Of pairs from ``SURE`` on, a person who reads the reasons accepts nearly
all; below ``POSSIBLE`` they reject them. A person's name alone is never enough to be sure, nor are
company names with different legal forms, unless both have one 法人番号. Thresholds and weights are
measured (``benchmarks/matching.py``); why they are our own: docs/adr/0012-duplicate-scoring.md.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Final, TypeAlias

from tui_crm.language.fold import fold
from tui_crm.language.names import has_cjk
from tui_crm.language.text_similarity import (
    Similarity,
    are_two_companies,
    contains,
    is_typo,
    same_person_name,
    same_place,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from tui_crm.features.duplicates.record_features import RecordFeatures

SURE: Final = 0.85
POSSIBLE: Final = 0.5
BRANCH: Final = 0.45
"""The score of two branches of one company, which are no duplicates."""

_ONE_PHONE: Final = 0.88
"""The score of one name and one telephone at two addresses: moved, or a shared switchboard."""

_MOBILE_STARTS: Final = ("p+8170", "p+8180", "p+8190")


class Relation(StrEnum):
    """What two similar records may be to each other."""

    SAME = "same"
    """One person, or one company."""
    SITE = "site"
    """One company at two places: to be merged, made a branch, or told apart."""
    MOVE = "move"
    """One person at two companies: where they are now is to be decided."""
    MAILBOX = "mailbox"
    """Two names with one e-mail address: one person, or two who share it."""


@dataclass(frozen=True, slots=True)
class MatchScore:
    """A score, its reasons as keys of the ``sales`` catalog, and what the records are."""

    score: float
    reasons: tuple[str, ...] = ()
    relation: Relation = Relation.SAME


NOTHING: Final = MatchScore(0.0)
Comparator: TypeAlias = "Callable[[RecordFeatures, RecordFeatures, float], MatchScore]"

_SCORES: Final = {
    # shared by two people: if their names are the same, misspelt, partly the same, unknown,
    # half the same, different
    "birthday_and_address": (0.99, 0.97, 0.93, 0.7, 0.88, 0.6),
    "birthday_and_postal_code": (0.99, 0.95, 0.92, 0.6, 0.86, 0.4),
    "email": (0.98, 0.95, 0.93, 0.93, 0.7, 0.6),
    "own_phone": (0.95, 0.9, 0.85, 0.8, 0.55, 0.45),
    "phone": (0.92, 0.8, 0.7, 0.55, 0.35, 0.3),
    "birthday": (0.97, 0.9, 0.84, 0.5, 0.4, 0.3),
    "company": (0.92, 0.78, 0.68, 0.5, 0.3, 0.25),
    "address": (0.92, 0.86, 0.68, 0.4, 0.35, 0.3),
    "office": (0.9, 0.75, 0.65, 0.55, 0.35, 0.3),
    "domain": (0.88, 0.68, 0.6, 0.45, 0.3, 0.25),
    "company_nearly": (0.85, 0.65, 0.55, 0.4, 0.25, 0.2),
    "postal_code": (0.87, 0.75, 0.6, 0.15, 0.15, 0.05),
    "town": (0.65, 0.45, 0.4, 0.1, 0.1, 0.0),
}
_REASONS: Final = {
    "own_phone": ("phone",),
    "birthday_and_address": ("birthday", "address"),
    "birthday_and_postal_code": ("birthday", "postal_code"),
}
_NAME_ALONE: Final = 0.55
_NAME_IN_OTHER_COMPANY: Final = 0.35


def compare_people(one: RecordFeatures, other: RecordFeatures, least: float = 0.0) -> MatchScore:
    """Score two records of people; where neither names a person, of companies.

    What would score less than ``least`` need not be worked out.
    """
    if not one.has_person and not other.has_person:
        return compare_companies(one, other, least)
    name, name_reasons = _same_name(one, other)
    are_apart = one.addresses.isdisjoint(other.addresses)
    have_one_mailbox = not are_apart and not one.emails.isdisjoint(other.emails)
    if least >= SURE and not have_one_mailbox:
        if name is Similarity.NO or (name is Similarity.HALF and not _born_together(one, other)):
            return NOTHING
        if not _share_a_fact(one, other):
            return NOTHING
    company, company_reasons = _same_company(one, other)
    facts = _personal_facts(one, other, are_colleagues=company is not Similarity.NO)
    if company in (Similarity.YES, Similarity.SLIP):
        facts.append("company" if company is Similarity.YES else "company_nearly")
    place = tuple(Similarity).index(name)
    scores = [_SCORES[fact][place] for fact in facts]
    if name is Similarity.YES and not scores:
        scores.append(_NAME_IN_OTHER_COMPANY if company is Similarity.NO else _NAME_ALONE)
    if not scores:
        return NOTHING
    words = [w for f in facts for w in (company_reasons if f.startswith("company") else (f,))]
    reasons = (reason for word in words for reason in _REASONS.get(word, (word,)))
    like = MatchScore(_combined(scores), (*name_reasons, *reasons))
    if name in (Similarity.NO, Similarity.HALF):
        is_mailbox = have_one_mailbox and like.score < SURE
        return replace(like, relation=Relation.MAILBOX) if is_mailbox else like
    is_move = company is Similarity.NO and not {"email", "own_phone", "phone"}.isdisjoint(facts)
    if is_move and are_two_companies(one.company_name, other.company_name):
        return replace(like, relation=Relation.MOVE, reasons=(*like.reasons, "other_company"))
    return like


def _share_a_fact(one: RecordFeatures, other: RecordFeatures) -> bool:
    """Whether two people share anything that, beside one name, could make a score ``SURE``.

    Of namesakes, most of what is compared, nearly none do.
    """
    if not one.shared_keys.isdisjoint(other.shared_keys):
        return True
    mine, theirs = one.company, other.company
    if mine and theirs and (mine.core == theirs.core or is_typo(mine.core, theirs.core)):
        return True
    return same_place(one.place, other.place) is Similarity.YES


def _personal_facts(
    one: RecordFeatures, other: RecordFeatures, *, are_colleagues: bool
) -> list[str]:
    facts = []
    if one.emails & other.emails:
        facts.append("email")
    elif one.offices & other.offices:
        facts.append("office")
    elif one.domains & other.domains:
        facts.append("domain")
    shared = one.phones & other.phones
    if shared:
        facts.append("own_phone" if any(map(_is_own, shared)) else "phone")
    place = _place(one, other)
    if place == "postal_code" and not are_colleagues:
        place = "town"  # hundreds of companies share the postal code of a business district
    born = "birthday" if _born_together(one, other) else ""
    if born and place in ("address", "postal_code"):
        return [*facts, f"{born}_and_{place}"]
    facts += filter(None, (born, place))
    return facts


def _born_together(one: RecordFeatures, other: RecordFeatures) -> bool:
    return bool(one.birthday) and one.birthday == other.birthday


def _place(one: RecordFeatures, other: RecordFeatures) -> str:
    """The most precise place that two people share: an address, a postal code, a town or none."""
    if same_place(one.place, other.place) is Similarity.YES:
        return "address"
    if one.postal_code and one.postal_code == other.postal_code:
        return "postal_code"
    return "town" if one.town and one.town == other.town else ""


def _is_own(phone: str) -> bool:
    """Whether a number rings at one person: a Japanese mobile, or an extension."""
    return phone.startswith(_MOBILE_STARTS) or "x" in phone


def _combined(scores: list[float]) -> float:
    """Combine the scores of several facts: each further one closes a fifth of the gap to 1."""
    best, *others = sorted(scores, reverse=True)
    for score in others:
        best += (1 - best) * score / 5
    return min(best, 0.99)


def _same_name(one: RecordFeatures, other: RecordFeatures) -> tuple[Similarity, tuple[str, ...]]:
    if not one.has_person or not other.has_person:
        return Similarity.UNKNOWN, ()
    if not one.names.isdisjoint(other.names):
        return Similarity.YES, ("name",)
    same = same_person_name((one.last, one.first), (other.last, other.first))
    if same in (Similarity.SLIP, Similarity.PART):
        return same, ("name_nearly",)
    is_written_alike = one.last == other.last or not (one.names and other.names)
    if is_written_alike and one.readings & other.readings:
        return Similarity.SLIP, ("reading",)
    return same, ("name_half",) if same is Similarity.HALF else ()


def _same_company(one: RecordFeatures, other: RecordFeatures) -> tuple[Similarity, tuple[str, ...]]:
    if one.numbers and other.numbers:
        return (Similarity.YES, ("number",)) if one.numbers & other.numbers else (Similarity.NO, ())
    mine, theirs = one.company, other.company
    if mine is None or theirs is None:
        return Similarity.UNKNOWN, ()
    forms = {mine.legal_form, theirs.legal_form} - {""}
    also = ("other_form",) if len(forms) > 1 else ()
    if mine.core == theirs.core:
        is_typed_alike = fold(one.company_name) == fold(other.company_name)
        return Similarity.YES, ("company" if is_typed_alike else "company_variant", *also)
    if is_typo(mine.core, theirs.core):
        return Similarity.SLIP, ("company_nearly", *also)
    if contains(one.company_name, other.company_name):
        return Similarity.PART, ("company_part",)
    return Similarity.NO, ()


def compare_companies(one: RecordFeatures, other: RecordFeatures, least: float = 0.0) -> MatchScore:
    """Score two records of companies. A branch is another company than its head office.

    What would score less than ``least`` need not be worked out.
    """
    same, reasons = _same_company(one, other)
    if "number" in reasons:
        return MatchScore(0.99, reasons)
    if (one.numbers and other.numbers) or (same is Similarity.NO and least >= SURE):
        return NOTHING
    if one.company and other.company and one.company.branch != other.company.branch:
        return MatchScore(BRANCH, ("branch",)) if same is Similarity.YES else NOTHING
    place = _place_of_companies(one, other)
    facts = _company_facts(one, other)
    if place is Similarity.YES:
        facts.append("address")
    words = (*reasons, *facts)
    match same:
        case Similarity.YES if "other_form" in reasons:
            return MatchScore(0.75 if facts else 0.6, words)
        case Similarity.YES if place is Similarity.NO and "phone" in facts:
            return MatchScore(_ONE_PHONE, (*words, "other_address"), Relation.SITE)
        case Similarity.YES if place is Similarity.NO:
            return MatchScore(0.8 if facts else 0.7, (*words, "other_address"), Relation.SITE)
        case Similarity.YES:
            return MatchScore(min(0.97 + 0.01 * (len(facts) - 1), 0.99) if facts else 0.88, words)
        case Similarity.SLIP if "other_form" in reasons:
            return MatchScore(0.6 if facts else POSSIBLE, words)
        case Similarity.SLIP:
            score = 0.84 if place is Similarity.NO else 0.86 + 0.03 * len(facts)
            return MatchScore(min(score, 0.95) if facts else 0.6, words)
    return _by_facts(same, facts, words)


def compare_things(one: RecordFeatures, other: RecordFeatures, least: float = 0.0) -> MatchScore:
    """Score two records that are neither people nor companies by their codes and titles.

    What would score less than ``least`` need not be worked out.
    """
    codes = ("code",) if one.codes & other.codes else ()
    are_two = bool(one.codes and other.codes and not codes)
    if are_two and least >= SURE:
        return NOTHING
    if one.titles & other.titles:
        score = 0.98 if codes else 0.6 if are_two else 0.9
        return MatchScore(score, (*codes, "title", *(("other_code",) if are_two else ())))
    if any(is_typo(mine[1:], theirs[1:]) for mine in one.titles for theirs in other.titles):
        score = 0.95 if codes else 0.4 if are_two else 0.7
        return MatchScore(score, (*codes, "title_nearly"))
    return MatchScore(0.88, codes) if codes else NOTHING


def _place_of_companies(one: RecordFeatures, other: RecordFeatures) -> Similarity:
    """Whether two companies share an address; streets of one name in two towns differ."""
    place = same_place(one.place, other.place)
    mine, theirs = one.town, other.town
    is_one_town = not mine or not theirs or mine in theirs or theirs in mine
    return place if is_one_town or has_cjk(mine) is not has_cjk(theirs) else Similarity.NO


def _company_facts(one: RecordFeatures, other: RecordFeatures) -> list[str]:
    facts = []
    if (one.emails & other.emails) or (one.offices & other.offices):
        facts.append("office")
    elif one.domains & other.domains:
        facts.append("domain")
    if one.phones & other.phones:
        facts.append("phone")
    return facts


def _by_facts(same: Similarity, facts: list[str], words: tuple[str, ...]) -> MatchScore:
    """Score companies whose names are unknown, overlap in part, or differ."""
    known = {"office": 0.6, "domain": 0.5, "phone": 0.45, "address": 0.4}
    if same is Similarity.UNKNOWN:
        known = {"office": 0.8, "domain": 0.7, "phone": 0.6, "address": 0.5}
    if same is Similarity.PART:
        known = {"office": 0.75, "domain": 0.7, "phone": 0.75, "address": 0.8}
    if not facts:
        return NOTHING
    combined = _combined([known[fact] for fact in facts])
    if same is Similarity.PART and len(facts) > 1:
        combined = max(combined, 0.88)
    return MatchScore(combined, words)
