"""Detect mistyped dates and times at the start of a text: 2/30, 25:00, tomorow."""

from __future__ import annotations

import re
import unicodedata
from difflib import SequenceMatcher
from typing import Final

from tui_crm.language.when_words import MONTH, TIME_UNITS, UNITS, any_of

_DAY: Final = re.compile(
    r"\d{1,4}/\d{1,2}(?:/\d{1,4})?(?![\d/])"
    r"|\d{4}-\d{1,2}-\d{1,2}(?!\d)|\d{1,2}-\d{1,2}(?![^\s,])"
    r"|(?:\d{4}\.\d{1,2}\.\d{1,2}|\d{1,2}\.\d{1,2}\.\d{4})(?!\d)"
    r"|\d{1,2}月 ?\d{1,3}日?|(?:0|1[3-9]|[2-9]\d)月|\d{1,3}日(?![間目分後前])"
    rf"|{MONTH} ?\d{{1,2}}(?:st|nd|rd|th)?(?!\w)|\d{{1,2}}(?:st|nd|rd|th)? {MONTH}(?!\w)",
    re.ASCII | re.IGNORECASE,
)
_TIME: Final = re.compile(
    r"\d{1,2}:\d{1,2}(?::\d{1,2})?(?:[-~]\d{1,2}:\d{1,2})?(?!\d)"
    r"|\d{1,3}時(?![間点期代])(?:\d{1,3}分|半)?",
    re.ASCII,
)
_COUNTED: Final = re.compile(rf" ?(?:{any_of((*TIME_UNITS, *UNITS))})(?![a-z])", re.ASCII)
_MORE: Final = re.compile(r"[間目号分度期\d]")
_SLIPS: Final = re.compile(
    r"明白(?![なに])|明[曰目](?![なに])|名日|今[曰目](?!的)|本曰|来[周習]|今周|明後[曰目]"
)
_WORDS: Final = (
    *("today", "tomorrow", "tonight", "yesterday"),
    *("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"),
)
_NEAR: Final = 0.85
_SHORTEST: Final = 5


def date_typo(text: str) -> str:
    """The start of ``text`` that looks like a mistyped day or time; empty where none does.

    It is for texts at whose beginning no day and no time could be read.
    """
    plain = unicodedata.normalize("NFKC", text).strip()
    if found := _DAY.match(plain) or _TIME.match(plain) or _SLIPS.match(plain):
        return found[0].strip()
    first = plain.partition(" ")[0].rstrip(",.:;")
    return first if _is_typo(first.lower()) else ""


def time_typo(text: str) -> str:
    """The start of ``text``, after a day, that looks like a mistyped time; else empty."""
    found = _TIME.match(unicodedata.normalize("NFKC", text).strip())
    return found[0] if found else ""


def is_part_of_more(before: str, after: str) -> bool:
    """Whether ``before`` is a part of more: 3日 of 3日間, Monday of Monday's, 15 of 15 min."""
    if after[:2].lower() in ("'s", "’s"):
        return True
    plain = unicodedata.normalize("NFKC", after)
    if before.rstrip()[-1:].isdecimal() and _COUNTED.match(plain.lower()):
        return True
    return before[-1:] in "年月日時" and _MORE.match(plain) is not None


def _is_typo(word: str) -> bool:
    """Whether a word is a known one with a letter too many, too few, wrong or in a wrong place."""
    if len(word) < _SHORTEST or not word.isalpha() or not word.isascii():
        return False
    if any(word.startswith(known) for known in _WORDS):
        return False
    return any(
        word[0] == known[0]
        and (
            sorted(word) == sorted(known)
            or SequenceMatcher(None, word, known, autojunk=False).ratio() >= _NEAR
        )
        for known in _WORDS
    )
