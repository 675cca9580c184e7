"""Strip invisible characters that nobody typed from values that are read."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

# Zero widths, directional marks, joiners, byte order marks, interlinear and tag characters.
_INVISIBLE: Final = re.compile(
    "[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\U000e0000-\U000e007f]"
)
_JOINERS: Final = "\u200c\u200d"
_JOINED_SCRIPTS: Final = (
    ("\u0600", "\u08ff"),  # Arabic, Syriac, N'Ko and their like
    ("\u0900", "\u0dff"),  # Devanagari to Sinhala
    ("\u0f00", "\u109f"),  # Tibetan, Myanmar
    ("\u1780", "\u18af"),  # Khmer, Mongolian
    ("\ufb50", "\ufdff"),
    ("\ufe70", "\ufefc"),
)
_EMOJI_PARTS: Final = ("\ufe0f", "\u20e3", "\U0001f3fb", "\U0001f3ff")
_BLACK_FLAG: Final = "\U0001f3f4"
_TAGS: Final = ("\U000e0020", "\U000e007f")


def without_invisible(text: str) -> str:
    """``text`` without characters that have neither width nor meaning.

    What writing needs stays: joiners between letters of Arabic and Indic scripts and between the
    parts of an emoji, the tags of a flag, and the variation selectors of kanji (葛󠄀).
    """
    if text.isprintable() or not _INVISIBLE.search(text):
        return text
    kept: list[str] = []
    for place, character in enumerate(text):
        if _INVISIBLE.match(character):
            behind = text[place + 1] if place + 1 < len(text) else ""
            if not _is_needed(character, kept, behind):
                continue
        kept.append(character)
    return "".join(kept)


def _is_needed(character: str, before: list[str], behind: str) -> bool:
    last = before[-1] if before else ""
    if not last:
        return False
    if character in _JOINERS:
        if _is_joined(last):
            # A half form may stand at the end of a word, behind the sign that takes the vowel.
            return bool(behind and _is_joined(behind)) or unicodedata.combining(last) == 9
        return character == "\u200d" and _is_emoji(last) and bool(behind) and _is_emoji(behind)
    if _TAGS[0] <= character <= _TAGS[1]:
        return last == _BLACK_FLAG or _TAGS[0] <= last < _TAGS[1]
    return False


def _is_joined(letter: str) -> bool:
    return any(first <= letter <= last for first, last in _JOINED_SCRIPTS)


def _is_emoji(character: str) -> bool:
    is_part = character in _EMOJI_PARTS[:2] or _EMOJI_PARTS[2] <= character <= _EMOJI_PARTS[3]
    return is_part or unicodedata.category(character) == "So"
