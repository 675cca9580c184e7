"""Parse numbers in kanji: 十五, 三百五, 二〇二六."""

from __future__ import annotations

import re
from typing import Final

FIGURES: Final = "〇零一二三四五六七八九壱弐参十拾百千"
"""The characters of such a number, for a class of a pattern."""

_TO_DIGITS: Final = str.maketrans("〇零一二三四五六七八九壱弐参拾", "00123456789123十")
_IN_PLACES: Final = re.compile("(?:([1-9]?)千0?)?(?:([1-9]?)百0?)?(?:([1-9]?)十0?)?([1-9])?")


def read_kanji_number(text: str) -> str:
    """The number in figures, whether it is written with places or digit by digit.

    >>> read_kanji_number("三百五"), read_kanji_number("二〇二六"), read_kanji_number("十")
    ('305', '2026', '10')

    Raises:
        ValueError: it is no such number (十百, 二十三〇).
    """
    plain = text.translate(_TO_DIGITS)
    if plain.isdecimal():
        return plain
    found = _IN_PLACES.fullmatch(plain)
    if found is None or not plain:
        raise ValueError(text)
    digits = (0 if digit is None else int(digit or 1) for digit in found.groups())
    return str(sum(digit * power for digit, power in zip(digits, (1000, 100, 10, 1), strict=True)))
