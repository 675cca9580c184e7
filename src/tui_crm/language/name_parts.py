"""A name written in one field, taken apart by the rules of its script."""

from __future__ import annotations

import re
from typing import Final

from tui_crm.language.honorifics import without_honorific
from tui_crm.language.names import Name, has_cjk

_TRANSCRIBED: Final = re.compile("[A-Za-z.\u30a1-\u30f6ー・･=＝ｦ-ﾟ\\s]+")
_DOTS: Final = re.compile("[・･·]")

_PREFIX: Final = re.compile(
    r"(?:mr|mrs|ms|miss|mx|dr|prof|sir|madam|herr|frau|mme|mlle|monsieur|madame|señor|señora)\.?",
    re.IGNORECASE,
)
_GENERATION: Final = re.compile(r"(?:jr|sr)\.?|ii|iii|iv", re.IGNORECASE)
_DEGREE: Final = re.compile(r"ph\.?d\.?|m\.?d\.?|mba|esq\.?|cpa|d\.?d\.?s\.?", re.IGNORECASE)
_PARTICLES: Final = re.compile(
    r"van|von|de[rnl]?|della|di|d[ao]s?|du|las?|le|los|ten?|ter|zur?|bin|ibn|al|el|st\.?|y",
    re.IGNORECASE,
)


def split_name(text: str) -> Name:
    """See ``names.split_full_name``."""
    text = " ".join(text.split())
    salutation, text = _without_prefix(text)
    if has_cjk(text):
        return _split_cjk(text, salutation)
    return _split_latin(text, salutation)


def _without_prefix(text: str) -> tuple[str, str]:
    head, _, rest = text.partition(" ")
    if rest and _PREFIX.fullmatch(head):
        return head, rest
    return "", text


def _split_cjk(text: str, salutation: str) -> Name:
    text, honorific = without_honorific(text)
    if _DOTS.search(text) and _TRANSCRIBED.fullmatch(text):
        parts = [part for part in (piece.strip() for piece in _DOTS.split(text)) if part]
        if len(parts) > 1:
            return Name(parts[-1], "・".join(parts[:-1]), salutation, honorific)
    last, _, first = re.sub(r"\s*[・･·,，、]\s*", " ", text).strip().partition(" ")
    return Name(last or text, first, salutation, honorific)


def _split_latin(text: str, salutation: str) -> Name:
    parts = [part for part in (piece.strip() for piece in text.split(",")) if part]
    degrees: list[str] = []
    while len(parts) > 1 and _DEGREE.fullmatch(parts[-1]):
        degrees.insert(0, parts.pop())
    generation = ""
    for place in range(len(parts) - 1, 0, -1):
        if _GENERATION.fullmatch(parts[place]):
            generation = f" {parts.pop(place)}"
    if len(parts) > 1:
        last, first = parts[0], " ".join(parts[1:])
    else:
        last, first = _parted(parts[0].split(" ") if parts else [text])
    return Name(last + generation, first, salutation, ", ".join(degrees))


def _parted(words: list[str]) -> tuple[str, str]:
    """Last and first name of words in the order of speech."""
    if len(words) == 1:
        return words[0], ""
    is_capital = [len(word) > 2 and word.isalpha() and word.isupper() for word in words]
    if is_capital[0] and not any(is_capital[1:]):
        return words[0], " ".join(words[1:])
    start = len(words) - 1
    if start > 1 and _GENERATION.fullmatch(words[start]):
        start -= 1
    while start > 1 and _PARTICLES.fullmatch(words[start - 1]):
        start -= 2 if words[start - 1] == "y" and start > 2 else 1
    return " ".join(words[start:]), " ".join(words[:start])
