"""Detect single-byte encodings by the alphabets of the words that they give.

José Peña read in a wrong encoding is JosŽ Pe–a: a capital behind a small letter, a dash within a
word, or letters that no one language has together. A word fits an encoding if it has nothing of
the kind there.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

_LATIN: Final = {
    "es": "áéíóúüñ", "pt": "áâãàçéêíóôõúü", "fr": "àâæçéèêëîïôùûüÿœ", "de": "äöüßé",
    "nordic": "åäöæøéü", "is": "áðéíóúýþæö", "it": "àèéìíîòóùú", "nl": "ëïéèöüáó",
    "ca": "àçèéíïòóúü", "et": "äöõüšž",
}  # fmt: skip
_EASTERN: Final = {
    "pl": "ąćęłńóśźż", "cs": "áčďéěíňóřšťúůýž", "sk": "áäčďéíĺľňóôŕšťúýž", "hu": "áéíóöőúüű",
    "ro": "ăâîşţ", "hr": "čćđšž", "de": "äöüßé",
}  # fmt: skip
_TURKISH: Final = {"tr": "çğıöşüâîû"}
_BALTIC: Final = {"lt": "ąčęėįšųūž", "lv": "āčēģīķļņšūž", "et": "äöõüšž"}
_NEVER: Final = {
    "pl": re.compile("ń[aeiouyąę]"),
    "pt": re.compile("õ(?!e)|ã(?![oeis]|$)|[àâêô](?=[àâêô])"),
    "ro": re.compile("ăo|ă(?=[ăâ])"),
    "et": re.compile("õ$"),
    **dict.fromkeys(("cs", "sk", "hr"), re.compile("č[bcdfglmnprstv]+e")),
}
"""What a language never writes, though it has the letters."""

_CODECS: Final[dict[str, dict[str, str]]] = {
    "cp1252": _LATIN,
    "cp1250": _EASTERN,
    "cp1254": _TURKISH,
    "mac_roman": _LATIN,
    "cp1257": _BALTIC,
    "cp850": _LATIN,
    "cp437": _LATIN,
    "iso8859_2": _EASTERN,
    "cp852": _EASTERN,
    "mac_latin2": _EASTERN,
    "cp857": _TURKISH,
    "cp1251": {},
    "koi8_r": {},
    "cp866": {},
    "mac_cyrillic": {},
    "cp1253": {},
}
"""Encodings, the likeliest first, with the alphabets of their languages; none: another script."""

RARE: Final = frozenset(
    ("cp1257", "cp437", "iso8859_2", "cp852", "mac_latin2", "cp857", "koi8_r", "mac_cyrillic")
)
"""Encodings that are meant only where more speaks for them than for what Windows writes."""

_USUAL: Final = frozenset(("cp1252", "cp1250", "cp1251"))

SCRIPTS: Final = {
    **dict.fromkeys(("cp1251", "koi8_r", "cp866", "mac_cyrillic"), re.compile("[\u0400-\u045f]+")),
    "cp1253": re.compile("[\u0386-\u03ce]+"),
}
_WORD: Final = re.compile(rb"[A-Za-z\x80-\xff]+(?:['\-][A-Za-z\x80-\xff]+)*")
_BEFORE: Final = "«“‘„¡¿€£•–—№\u00a0"
_AFTER: Final = "»”’…™®©°ºª€–—·\u00a0"
_WORDS: Final = 2_000


@dataclass(frozen=True, slots=True)
class Fit:
    """An encoding, how many words fit it, and all words as they are read in it."""

    codec: str
    score: int
    words: tuple[str, ...]
    good: tuple[bool, ...]


def fitting(sample: bytes) -> list[Fit]:
    """The encodings that words of a text fit, the best first; the likelier of equal ones."""
    found = dict.fromkeys(word for word in _WORD.findall(sample) if not word.isascii())
    words = list(found)[:_WORDS]
    fits = []
    for codec in _CODECS:
        read = tuple(word.decode(codec, "replace") for word in words)
        good = tuple(_fits(word, codec) for word in read)
        fits.append(Fit(codec, sum(good), read, good))
    return sorted((fit for fit in fits if fit.score), key=lambda fit: -fit.score)


def rivals(fits: list[Fit]) -> list[Fit]:
    """Other encodings that may be meant as well as the first: of the words that they read
    otherwise, more than half as many fit them."""
    best = fits[0]
    is_usual = best.codec in _USUAL
    kept: list[Fit] = []
    for fit in fits[1:]:
        other = [n for n, (a, b) in enumerate(zip(best.words, fit.words, strict=True)) if a != b]
        fit_here = sum(best.good[n] for n in other)
        fit_there = sum(fit.good[n] for n in other)
        needed = fit_here + 1 if is_usual and fit.codec in RARE else fit_here // 2 + 1
        if fit_there >= needed and all(fit.words != each.words for each in kept):
            kept.append(fit)
    return kept


def _fits(word: str, codec: str) -> bool:
    bare = word.lstrip(_BEFORE).rstrip(_AFTER)
    if not bare:
        return any(char in "€£–—…™®©°" for char in word)
    if script := SCRIPTS.get(codec):
        return len(bare) > 1 and all(map(script.fullmatch, bare.split("-"))) and _is_cased(bare)
    marked = {char for char in bare.replace("’", "").lower() if char > "\x7f"}
    if not marked:
        return True
    if len(bare) < 2 or not all(map(str.isalpha, marked)) or not _is_cased(bare):
        return False
    small = bare.lower()
    return any(
        marked <= set(letters) and not (name in _NEVER and _NEVER[name].search(small))
        for name, letters in _CODECS[codec].items()
    )


def _is_cased(word: str) -> bool:
    """Whether capitals begin a part of the word, or make all of it."""
    parts = re.split(r"[-'’]", word)
    return all(
        part[1:] == part[1:].lower() or part.upper() == part or re.fullmatch(r"Ma?c\w+", part)
        for part in parts
    )
