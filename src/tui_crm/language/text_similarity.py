"""Compare names and addresses: are two the same but for their spelling?"""

from __future__ import annotations

import re
from enum import Enum, auto
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Final, TypeAlias

from tui_crm.language.addresses import folded_address
from tui_crm.language.companies import company_key
from tui_crm.language.fold import fold
from tui_crm.language.names import has_cjk

if TYPE_CHECKING:
    from types import ModuleType

NEARLY: Final = 0.88
_FEWEST_LETTERS: Final = 4
_ONE_PART: Final = 0.95
_BOTH_PARTS: Final = 0.8
_HALF: Final = 0.92
_TELLING_FIGURES: Final = "一二三四五六七八九十東西南北"

_WORD: Final = re.compile(r"[^\W\d_]+")
_NUMBER: Final = re.compile(r"\d+")
_KINDS_OF_STREET: Final = """
st street ave av avenue rd road blvd boulevard dr drive ln lane ct court pl place way cct circuit
cres crescent hwy highway sq square n s e w north south east west ne nw se sw
"""
_OF_NO_WORD: Final = frozenset(_KINDS_OF_STREET.split())
_OF_NO_WORD_CJK: Final = str.maketrans("", "", "丁目番地号の-")


ParsedAddress: TypeAlias = tuple[tuple[str, ...], str]
"""The numbers of an address in their order, and its first telling word."""


class Similarity(Enum):
    """How two names, or two companies, compare."""

    YES = auto()
    SLIP = auto()
    PART = auto()
    UNKNOWN = auto()
    HALF = auto()
    NO = auto()


def is_typo(one: str, other: str) -> bool:
    """Whether two folded names differ by no more than a slip of the pen.

    One kanji of four makes another company (日本電気, 日本電産); one letter of ten does not.
    Figures and points of the compass are no slip: 第一 is not 第二.
    """
    shortest, longest = len(one), len(other)
    if shortest > longest:
        shortest, longest = longest, shortest
    if shortest < _FEWEST_LETTERS or shortest < NEARLY * longest:
        return False
    if _distances().OSA.normalized_similarity(one, other, score_cutoff=NEARLY) == 0:
        return False
    return _figures(one) == _figures(other)


@cache
def _distances() -> ModuleType:
    """The library, which is imported when two names are compared first."""
    from rapidfuzz import distance

    return distance


def _figures(text: str) -> str:
    return "".join(c for c in text if c.isdigit() or c in _TELLING_FIGURES)


def same_person_name(one: tuple[str, str], other: tuple[str, str]) -> Similarity:
    """How two folded names of people, family name first, compare; whole equality aside."""
    if _is_short_form(one, other):
        return Similarity.PART
    if has_cjk("".join(one)) or has_cjk("".join(other)):
        if is_typo("".join(one), "".join(other)):
            return Similarity.SLIP
        return Similarity.HALF if {*filter(None, one)} & {*other} else Similarity.NO
    if _are_slips(one, other) or _are_slips(one, (other[1], other[0])):
        return Similarity.SLIP
    return Similarity.HALF if _share_a_part(one, other) else Similarity.NO


def _is_short_form(one: tuple[str, str], other: tuple[str, str]) -> bool:
    """One family name, and a given name that is missing or an initial on one side."""
    if one[0] != other[0] or not one[0]:
        return False
    short, long = sorted((one[1].rstrip("."), other[1].rstrip(".")), key=len)
    return not short or (len(short) == 1 and not has_cjk(short) and long.startswith(short))


def _are_slips(one: tuple[str, str], other: tuple[str, str]) -> bool:
    """Whether both parts are alike, and one of them all but the same."""
    if not all((*one, *other)):
        return False
    alike = _distances().JaroWinkler.normalized_similarity
    parts = [alike(a, b) for a, b in zip(one, other, strict=True)]
    return bool(min(parts) >= _BOTH_PARTS and max(parts) >= _ONE_PART)


def _share_a_part(one: tuple[str, str], other: tuple[str, str]) -> bool:
    """Whether one part of the names is all but the same, in its place or in that of the other."""
    alike = _distances().JaroWinkler.normalized_similarity
    return any(alike(a, b, score_cutoff=_HALF) > 0 for a in one for b in other if a and b)


def contains(one: str, other: str) -> bool:
    """Whether one name of a company is part of the other, as ``Tanner`` of a longer one."""
    short, long = sorted((fold(one), fold(other)), key=len)
    if has_cjk(short):
        return len(short) > 2 and short in long
    words = set(_WORD.findall(short))
    return bool(words) and words <= set(_WORD.findall(long)) and max(map(len, words)) > 3


def are_two_companies(one: str, other: str) -> bool:
    """Whether two names are those of two companies, neither a branch nor a short form."""
    if not one or not other:
        return False
    mine, theirs = company_key(one).core, company_key(other).core
    if mine == theirs or has_cjk(mine) is not has_cjk(theirs) or is_typo(mine, theirs):
        return False
    if mine in theirs or theirs in mine or _initials(one) == theirs:
        return False
    return _initials(other) != mine and not contains(one, other)


def _initials(name: str) -> str:
    """IBM for International Business Machines; empty for a name of one word."""
    words = fold(name).split()
    return "".join(word[0] for word in words) if len(words) > 1 else ""


def same_address(one: str, other: str) -> Similarity:
    """Whether two streets with their numbers are one place; UNKNOWN where either has none."""
    return same_place(parse_address(one), parse_address(other))


def same_place(one: ParsedAddress, other: ParsedAddress) -> Similarity:
    """Whether two parsed addresses are one place; UNKNOWN where either has no numbers."""
    (mine, my_word), (theirs, their_word) = one, other
    if not mine or not theirs:
        return Similarity.UNKNOWN
    shared = min(len(mine), len(theirs))
    if mine[:shared] != theirs[:shared]:
        return Similarity.NO
    if my_word == their_word or not my_word or not their_word:
        return Similarity.YES
    return Similarity.SLIP if is_typo(my_word, their_word) else Similarity.NO


def address_key(street: str) -> str:
    """A key that the same place has in most ways of writing it; empty where there is none."""
    numbers, word = parse_address(street)
    return f"{numbers[0]} {word}" if numbers and word else ""


@lru_cache(maxsize=8192)
def parse_address(street: str) -> ParsedAddress:
    """The numbers of an address in their order, and its first telling word."""
    folded = folded_address(street[:200])
    if has_cjk(folded):
        found = _WORD.search(folded)
        word = found[0].translate(_OF_NO_WORD_CJK) if found else ""
        return tuple(_NUMBER.findall(folded)), word
    words = [word for word in _WORD.findall(folded) if word not in _OF_NO_WORD]
    return tuple(_NUMBER.findall(folded)), next((w for w in words if len(w) > 2), "")
