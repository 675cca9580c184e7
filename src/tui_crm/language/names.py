"""Names of people: put together in the order of their script, and taken apart again."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

NameOrder: TypeAlias = Literal["family_first", "given_first", "script"]

_CJK: Final = re.compile(
    "[\u1100-\u11ff\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff\u3400-\u9fff\uac00-\ud7af"
    "\uf900-\ufaff\uff66-\uff9f\U00020000-\U0003ffff]"
)
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


@dataclass(frozen=True, slots=True)
class Name:
    """A person's name in parts; a part that is not there is empty.

    ``salutation`` stood before the name (``Dr.``), ``honorific`` after it (様, 部長様, ``PhD``).
    """

    last: str
    first: str = ""
    salutation: str = ""
    honorific: str = ""


def has_cjk(text: str) -> bool:
    """Whether ``text`` has a kanji, a kana or a hangul."""
    return not text.isascii() and _CJK.search(text) is not None


def full_name(last: str | None, first: str | None, *, order: NameOrder = "script") -> str:
    """Both parts of a name with a space between: 田中 一郎, Luis Garcia.

    ``script`` puts the family name first where either part is written in Chinese, Japanese or
    Korean letters, and last elsewhere. A missing part leaves no space.
    """
    last, first = (last or "").strip(), (first or "").strip()
    if not last or not first:
        return last or first
    if order == "given_first" or (order == "script" and not has_cjk(last + first)):
        return f"{first} {last}"
    return f"{last} {first}"


def split_full_name(text: str) -> Name:
    """The parts of a name written in one field.

    Family name first where it is written in kanji, kana or hangul (a name in katakana with a
    middle dot is a foreign one, given name first); given name first in Latin, unless there is a
    comma or the family name stands first in capitals (``TANAKA Ichiro``). Names without anything
    between the parts are not guessed at: 田中一郎 is all ``last``. 様, 部長, ``Mr.``, ``PhD`` are
    kept apart; a name that is nothing but those stays as it is.
    """
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
    # Its patterns take milliseconds to compile, and a list that only shows names needs none.
    from tui_crm.language.honorifics import without_honorific

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
