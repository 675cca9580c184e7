"""Known Japanese names, and where to split a name that is written without a space.

The lists (2,000 family names with the number of people who bear them, and 9,000 given names) come
from the package japanese-personal-name-dataset and are read when they are first asked for.
"""

from __future__ import annotations

from functools import cache
from typing import Final
from unicodedata import normalize

_LONGEST: Final = 8
"""Characters of a name that may be parted."""

_SURER: Final = 10
"""How many times more people must bear one family name than another, where both would fit."""

_TO_HIRAGANA: Final = {code: code - 0x60 for code in range(0x30A1, 0x30F7)}
_TO_KATAKANA: Final = {code: code + 0x60 for code in range(0x3041, 0x3097)}


def split_known(text: str) -> tuple[str, str] | None:
    """Family name and given name of a Japanese name without a space, where both are known and no
    other place would do as well; else None.

    >>> split_known("田中一郎"), split_known("東海林太郎"), split_known("田中")
    (('田中', '一郎'), ('東海林', '太郎'), None)
    """
    if not 2 <= len(text) <= _LONGEST:
        return None
    families, given = _families(), _given()
    found = [
        (families[text[:place]], text[:place], text[place:])
        for place in range(1, len(text))
        if text[:place] in families and text[place:] in given
    ]
    found.sort(reverse=True)
    if not found or (len(found) > 1 and found[0][0] < _SURER * found[1][0]):
        return None
    return found[0][1:]


def is_family_name(text: str) -> bool:
    """Whether ``text`` is a family name that is known, in kanji or as it is read."""
    text = normalize("NFKC", text)
    return text in _families() or text.translate(_TO_HIRAGANA) in _readings()


def is_given_name(text: str) -> bool:
    """Whether ``text`` is a given name that is known, in kanji or kana."""
    return normalize("NFKC", text) in _given()


@cache
def _families() -> dict[str, int]:
    """How many people bear each family name."""
    from japanese_personal_name_dataset import load_dataset

    families = load_dataset(include_last_names=True)[2]
    return {name: entry["count"] for name, entry in families.items()}


@cache
def _readings() -> frozenset[str]:
    from japanese_personal_name_dataset import load_dataset

    families = load_dataset(include_last_names=True)[2]
    return frozenset(entry["reading"] for entry in families.values())


@cache
def _given() -> frozenset[str]:
    from japanese_personal_name_dataset import load_dataset

    found: set[str] = set()
    for names in load_dataset():
        for reading, entry in names.items():
            found.update(entry["kanji"], (reading, reading.translate(_TO_KATAKANA)))
    return frozenset(found)
