"""Tokenise texts and queries for the search index.

Both sides are folded (``fold.py``): case, width, kana, old kanji and diacritics do not matter to a
search, whichever side has them. Beyond that

- Japanese, Chinese and Korean words that stand side by side are indexed without the space between
  them: 山田 太郎 is found by 山田太郎, and by either word alone.
- A letter with two usual spellings is indexed in both, and looked for in both where it is typed
  with its diacritic: Müller is found by Muller and Mueller, and finds either.
- A telephone number is found by its national and its international form, whatever stands between
  the digits.

Every word of a query must be found, in any order, anywhere inside a word of the text.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Final, TypeAlias
from unicodedata import normalize

from tui_crm.language.fold import fold, search_words

if TYPE_CHECKING:
    from collections.abc import Sequence

Terms: TypeAlias = tuple[tuple[str, ...], ...]
"""A query: of each group at least one word must be found."""

_TWO_SPELLINGS: Final = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "å": "aa", "æ": "ae"}
)
_HAS_TWO: Final = re.compile("[äöüøåæÄÖÜØÅÆ\u0308\u030a]")

_UNSPACED: Final = (
    "[\u3005-\u3007\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3\uf900-\ufaff\uff66-\uff9f"
    "\U00020000-\U0003ffff]"
)
_FIRST_UNSPACED: Final = "\u3005"

_NUMBER: Final = re.compile(r"\s*(\+?[0-9(][0-9() .\-/~ー]*)")
_DIGITS: Final = re.compile("[0-9]+")
_LABEL: Final = re.compile(r"(?:(?<=\s)|^)(?:tel|fax|phone|mobile|電話|携帯)\s*[:.]?\s*(?=[+0-9(])")
_PART_OF_NUMBER: Final = re.compile(r"\(?\+?[0-9()][0-9().\-/~ー]*")

_SHORTEST_NUMBER: Final = 10
_SHORTEST_WITH_COUNTRY: Final = 11
_TELLING: Final = 6
"""So many digits behind a country's code say enough to be looked for without a leading zero."""

_ONE_DIGIT: Final = frozenset("17")
_TWO_DIGITS: Final = frozenset(
    (
        *("20", "27", "30", "31", "32", "33", "34", "36", "39", "40", "41", "43", "44", "45"),
        *("46", "47", "48", "49", "51", "52", "53", "54", "55", "56", "57", "58", "60", "61"),
        *("62", "63", "64", "65", "66", "81", "82", "84", "86", "90", "91", "92", "93", "94"),
        *("95", "98"),
    )
)
_WITHOUT_TRUNK: Final = frozenset(("1", "39"))
_DIALLED_ABROAD: Final = ("010", "011", "00")
"""What is dialled in front of a country's code: in Japan, in America, nearly everywhere else."""


@cache
def _gap() -> re.Pattern[str]:
    """Compiled when it is needed first: that takes longer than all else that is made at start."""
    return re.compile(f"(?<={_UNSPACED})[ \u00a0\u3000]+(?={_UNSPACED})")


def close_cjk_gaps(text: str) -> str:
    """``text`` without the spaces between two words of a script that is written without any.

    >>> close_cjk_gaps("山田 太郎 様, Blue Bird")
    '山田太郎様, Blue Bird'
    """
    if " " in text or "\u3000" in text or "\u00a0" in text:
        return text if text.isascii() else _gap().sub("", text)
    return text


def join_name(one: str, other: str) -> str:
    """Join two parts of a name, with a space between them where its script has one."""
    is_unspaced = one[-1] >= _FIRST_UNSPACED and other[0] >= _FIRST_UNSPACED
    return one + other if is_unspaced else f"{one} {other}"


def equality_key(text: str) -> str:
    """The key by which two texts are equal: folded, without gaps inside Japanese words."""
    return fold(close_cjk_gaps(text))


def spellings(text: str) -> tuple[str, ...]:
    """The equality key of a text, and that with ä, ö, ü, ø and å written out, if it has any.

    >>> spellings("Müller")
    ('muller', 'mueller')
    """
    one = equality_key(text)
    other = expand_umlauts(text)
    return (one, equality_key(other)) if other else (one,)


def expand_umlauts(text: str) -> str:
    """``text`` with ä, ö, ü, ø and å written as two letters; empty where it has none of them."""
    if text.isascii() or not _HAS_TWO.search(text):
        return ""
    lower = normalize("NFC", text).lower()
    found = lower.translate(_TWO_SPELLINGS)
    return "" if found == lower else found


def haystack(text: str) -> str:
    """The text that has one of the ``spellings`` of each part of ``text`` as a substring."""
    return "\n".join(spellings(text))


def indexed_words(text: str) -> list[str]:
    """The words by which a search finds ``text``."""
    text = close_cjk_gaps(text)
    words = search_words(text)
    other = expand_umlauts(text)
    if not other:
        return words
    return words + [word for word in search_words(other) if word not in words]


def number_words(text: str) -> list[str]:
    """The words by which a search finds a telephone number: all its digits as one.

    One with a country's code is there as it is dialled inside that country, too.

    >>> number_words("+44 20 7946 0958 ext. 12")
    ['442079460958', '02079460958', 'ext', '12']
    """
    folded = text if text.isascii() else fold(text)
    found = _NUMBER.match(folded)
    if found is None:
        return search_words(text)
    typed = found[1].replace("(0)", "") if found[1].startswith("+") else found[1]
    digits = "".join(_DIGITS.findall(typed))
    words = [digits] if digits else []
    if typed.startswith("+") and digits:
        code, rest = split_country_code(digits)
        if rest and code not in _WITHOUT_TRUNK:
            words.append(("8" if code == "7" else "0") + rest)
    return words + search_words(folded[found.end() :])


def query_terms(text: str) -> Terms:
    """What must be found for a query; empty for one without a letter or digit.

    >>> query_terms("Müller +81 3-1234-5678")
    (('muller', 'mueller'), ('312345678',))
    """
    tokens = _LABEL.sub("", normalize("NFKC", text).lower()).split()
    groups: list[tuple[str, ...]] = []
    at = 0
    while at < len(tokens):
        end = at
        while end < len(tokens) and _is_part_of_number(tokens[end], is_first=end == at):
            end += 1
        if end > at:
            groups += _number_groups(tokens[at:end])
        else:
            end = at + 1
            groups += word_groups(tokens[at])
        at = end
    return tuple(groups)


def word_groups(text: str) -> Terms:
    """The words of ``text``, each with its other spelling if it has one.

    Unlike in ``query_terms``, a telephone number is no more than its digits.
    """
    groups = []
    for token in text.split():
        words = search_words(token)
        if words:
            groups.append(tuple(dict.fromkeys([*words, *search_words(expand_umlauts(token))])))
    return tuple(groups)


def _is_part_of_number(token: str, *, is_first: bool) -> bool:
    token = fold(token)
    if not _PART_OF_NUMBER.fullmatch(token) or not _DIGITS.search(token):
        return False
    return is_first or "+" not in token


def _number_groups(tokens: Sequence[str]) -> list[tuple[str, ...]]:
    typed = fold(" ".join(tokens)).replace("(0)", "")
    digits = "".join(_DIGITS.findall(typed))
    if typed.lstrip("(").startswith("+"):
        return [_with_country(digits)] if digits else []
    parts = ["".join(_DIGITS.findall(token)) for token in map(fold, tokens)]
    others: list[str] = []
    if len(digits) >= _SHORTEST_WITH_COUNTRY:
        for prefix in ("", *_DIALLED_ABROAD):
            abroad = digits.removeprefix(prefix)
            is_long = len(abroad) >= (_SHORTEST_NUMBER if prefix else _SHORTEST_WITH_COUNTRY)
            if digits.startswith(prefix) and is_long and not abroad.startswith("0"):
                others += _with_country(abroad)
    return [tuple(dict.fromkeys((part, *others))) for part in parts if part]


def _with_country(digits: str) -> tuple[str, ...]:
    """The words of which one is there where a number with a country's code is."""
    code, rest = split_country_code(digits)
    if not rest:
        return (digits,)
    if len(rest) >= _TELLING:
        return (rest,)
    return (digits, rest if code == "1" else "0" + rest)


def split_country_code(digits: str) -> tuple[str, str]:
    """The code of a country and the number behind it (ITU E.164: no code begins with another)."""
    size = 1 if digits[:1] in _ONE_DIGIT else 2 if digits[:2] in _TWO_DIGITS else 3
    return digits[:size], digits[size:]
