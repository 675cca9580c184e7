"""Strip numbering, stars and remarks in brackets from labels."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

_LONGEST: Final = 80
_SIGNS: Final = "!?~〜。、,;:・_=<>《》→⇒|/★☆●○◎◆◇■□▲△▼▽♪✓✔✕♥❤\ufe0f"
_BEFORE: Final = _SIGNS + "-*.#–—•"
_NUMBERED: Final = re.compile(
    r"(?:[①-⑳]|\(?\d{1,2}\)|[【\[]\d{1,2}[】\]]|\d{1,2}\s*[.:_、-])\s*(?=\D)"
)
_LETTERED: Final = re.compile(r"([A-Z])\s*[:=]\s*(\S.*)", re.IGNORECASE)
_REMARK: Final = re.compile(r"(\S.*?)\s*(?:\([^()]*\)|\[[^\[\]]*\]|【[^】]*】|〔[^〕]*〕)")
_CIRCLED: Final = re.compile("[①-⑳]")


def bare_label(text: str) -> str:
    """A label without numbering in front and signs around it; a blank where nothing is left.

    >>> bare_label("1. New"), bare_label("★新規"), bare_label("hot!!"), bare_label("A+")
    ('New', '新規', 'hot', 'A+')
    """
    plain = _stripped(text[: _LONGEST + 1])
    found = _NUMBERED.match(plain)
    return _stripped(plain[found.end() :]) if found and found.end() < len(plain) else plain


def heads_of_label(text: str) -> tuple[str, ...]:
    """What is left of a label without the remark that explains it: the A of A（最優先） and A: top.

    >>> heads_of_label("A（最優先）"), heads_of_label("B: 来月"), heads_of_label("New")
    (('A',), ('B', '来月'), ())
    """
    plain = bare_label(text)
    if found := _LETTERED.fullmatch(plain):
        return found[1], bare_label(found[2])
    if found := _REMARK.fullmatch(plain):
        return (bare_label(found[1]),)
    return ()


def _stripped(text: str) -> str:
    """Without signs at either end; a circled number in front stays, since it numbers."""
    number = _CIRCLED.match(text.strip())
    plain = unicodedata.normalize("NFKC", text[number.end() :] if number else text).strip()
    start, end = 0, len(plain)
    while start < end and _is_sign(plain[start], _BEFORE):
        start += 1
    while end > start and _is_sign(plain[end - 1], _SIGNS):
        end -= 1
    return plain[start:end].strip()


def _is_sign(character: str, signs: str) -> bool:
    return character in signs or character.isspace() or unicodedata.category(character) == "So"
