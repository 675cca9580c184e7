"""Detect the encoding of a text file.

The order of the tests: byte order mark, UTF-16 by the parity of its zero bytes, ISO-2022-JP by its
escapes, UTF-8, Shift_JIS or EUC-JP by what the text would be, Windows-1252.
"""

from __future__ import annotations

import codecs
import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from tui_crm.exchange.readers.decoding import BAD, codec_for, decode

if TYPE_CHECKING:
    from tui_crm.exchange.readers.input_file import InputFile

ENCODINGS: Final = (
    "utf-8", "cp932", "euc_jp", "iso2022_jp", "utf-16-le", "utf-16-be", "cp1252",
    "gb18030", "big5", "euc_kr", "cp1251", "cp1250", "mac_roman", "cp850", "cp437", "cp1254",
)  # fmt: skip
"""Encodings worth trying by hand, the likeliest first."""

WINDOW: Final = 1 << 18
"""Bytes that a guess is made on, from the first line that is not ASCII."""

_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_OTHER_SCRIPTS: Final = (
    "cp1252", "big5", "gb18030", "cp949", "cp1251", "cp1253", "cp1255", "cp874",
)  # fmt: skip
_WIDE: Final = {
    "gb18030": "gb18030", "gb2312": "gb18030", "gbk": "gb18030", "big5": "big5",
    "big5-hkscs": "big5", "cp949": "euc_kr", "euc-kr": "euc_kr", "johab": "euc_kr",
    "shift_jis": "cp932", "cp932": "cp932", "euc-jp": "euc_jp",
    "windows-1256": "cp1256", "windows-1255": "cp1255", "cp874": "cp874", "tis-620": "cp874",
}  # fmt: skip
"""Codecs of scripts without accents, by what chardet calls them."""

_ALWAYS_ASKED: Final = frozenset({"gb18030", "big5", "euc_kr", "cp1256", "cp1255", "cp874"})
"""Codecs that a few words say too little about."""

_JAPANESE: Final = re.compile(
    "株式会社|有限会社|合同会社|会社名|氏名|電話|住所|担当|部署|役職|備考|東京都|大阪府|[都道府県]{2}|区[^,]"
)
_EXAMPLE: Final = re.compile(rb"[^,;|\t\r\n\"]*[\x80-\xff][^,;|\t\r\n\"]*")
_EXAMPLE_CHARS: Final = 20
_EXAMPLES: Final = 500
_TELLING: Final = re.compile(rb"[\x80-\xff]|\x1b[$(]")
_HALF_KANA_ALONE: Final = re.compile("(?<![^\x00-\x7f])[｡-ﾟ](?![^\x00-\x7f])")


@dataclass(frozen=True, slots=True)
class Guess:
    """The codec that a file is most probably in. ``ways`` are the codecs that it may be in as well,
    itself first, each with what the same word reads like; none where it is sure."""

    codec: str
    ways: tuple[tuple[str, str], ...] = ()


def find_encoding(file: InputFile) -> Guess:
    """What a file is most probably encoded in; reads only as far as it must."""
    head = file.head(WINDOW)
    for mark, name in _MARKS:
        if head.startswith(mark):
            return Guess(name)
    if wide := _utf16_by_parity(head):
        return Guess(wide)
    return weigh(_window(file), is_cut=file.size > WINDOW)


def weigh(sample: bytes, *, is_cut: bool = False) -> Guess:
    """The codec for bytes without a mark; ``is_cut``: the last character may be incomplete."""
    if b"\x1b" in sample and sample.isascii() and _TELLING.search(sample):
        return Guess("iso2022_jp")
    text = decode(sample, "utf-8", is_cut=is_cut)
    bad = len(BAD.findall(text))
    wide = sum(1 for char in text if char >= "\u0800") - bad
    if not bad or bad * 3 <= wide:
        return Guess("utf-8")
    japanese = _japanese(sample, is_cut)
    if japanese and _is_surely_japanese(decode(sample, japanese, is_cut=is_cut)):
        return Guess(japanese)
    return _weighed(sample, japanese)


def _weighed(sample: bytes, japanese: str | None) -> Guess:
    """The codec of a text that is not surely Japanese, and its rivals."""
    fits = fitting(sample)
    words = len(fits[0].words) if fits else 0
    import chardet

    found = chardet.detect(sample, no_match_encoding="cp1252")["encoding"] or "cp1252"
    other = _WIDE.get(found.lower())
    is_fit = bool(fits) and 2 * fits[0].score > words
    if other and is_fit:  # bytes of two make some words in any alphabet
        is_fit = fits[0].codec not in RARE and 5 * fits[0].score >= 4 * words
    if is_fit:
        likely = [fits[0].codec, *(fit.codec for fit in rivals(fits))]
        if fits[0].codec in SCRIPTS and codec_for(found) in likely:
            likely.sort(key=lambda codec: codec != codec_for(found))
        if japanese and fits[0].codec in RARE:
            likely.insert(0, japanese)
        elif japanese and fits[0].score < words:
            likely.append(japanese)
        return _guess(likely, sample)
    if japanese and (other in (None, japanese)):
        return Guess(japanese)
    if other or japanese:
        likely = [fit.codec for fit in fits[:1] if 2 * fit.score > words]
        return _guess([*filter(None, [other, japanese]), *likely], sample)
    return _guess([_western(sample), *(fit.codec for fit in fits[:1])], sample)


def _guess(codecs_: list[str], sample: bytes) -> Guess:
    """The first of some codecs; with all of them where they read the same word otherwise."""
    words = _EXAMPLE.findall(sample)[:_EXAMPLES]
    read = {codec: [decode(word, codec) for word in words] for codec in dict.fromkeys(codecs_)}
    sound = {c: texts for c, texts in read.items() if _is_sound(texts)} or read
    kept: dict[str, list[str]] = {}
    for codec, texts in sound.items():
        if texts not in kept.values():
            kept[codec] = texts
    first = next(iter(kept))
    if len(kept) < 2 and first not in _ALWAYS_ASKED:
        return Guess(first)
    telling = max(range(len(words)), key=lambda n: len({texts[n] for texts in kept.values()}))
    return Guess(first, tuple((c, texts[telling][:_EXAMPLE_CHARS]) for c, texts in kept.items()))


def _is_sound(texts: list[str]) -> bool:
    """Whether hardly a text holds bytes that mean nothing."""
    return 50 * sum(1 for text in texts if BAD.search(text)) <= len(texts)


def _is_surely_japanese(text: str) -> bool:
    """Whether a text has kana between its kanji, or words that only Japanese lists have."""
    kana = sum(1 for char in text if "\u3041" <= char <= "\u30fe")
    return kana * 20 > sum(1 for char in text if char >= "\u3400") or bool(_JAPANESE.search(text))


def _window(file: InputFile) -> bytes:
    """The part of the file that tells encodings apart, beginning at a character's first byte."""
    kept = b""
    for block in file.blocks():
        if kept:
            kept += block
        elif (not block.isascii() or b"\x1b" in block) and (found := _TELLING.search(block)):
            kept = block[block.rfind(b"\n", 0, found.start()) + 1 :]
        if len(kept) >= WINDOW:
            return kept[:WINDOW]
    return kept


def _utf16_by_parity(head: bytes) -> str | None:
    """UTF-16 without a mark: commas, tabs and line ends have a zero byte on the same side."""
    size = len(head) // 2 * 2
    even, odd = head[0:size:2], head[1:size:2]
    for name, zeros, others in (("utf-16-le", odd, even), ("utf-16-be", even, odd)):
        if others.count(0) >= zeros.count(0):
            continue
        marks = [zero for zero, char in zip(zeros, others, strict=True) if char in b"\t\n\r,;|"]
        loose = sum(head.count(mark) for mark in b"\t\n\r,;|")
        if marks.count(0) * 2 > loose:
            return name
    return None


def _japanese(sample: bytes, is_cut: bool) -> str | None:
    """cp932 or EUC-JP if the text would be plausible Japanese in it."""
    likely = [
        name for name in ("cp932", "euc_jp") if _is_plausible(decode(sample, name, is_cut=is_cut))
    ]
    if len(likely) < 2:
        return likely[0] if likely else None
    import chardet

    found = chardet.detect(
        sample,
        include_encodings=["cp932", "euc-jp"],
        no_match_encoding="cp932",
        compat_names=False,
    )
    return "cp932" if found["encoding"] == "cp932" else "euc_jp"


def _western(sample: bytes) -> str:
    """Windows-1252 where accents stand alone among letters, else the likeliest other script's."""
    runs = [len(run) for run in re.findall(rb"[\x80-\xff]+", sample)]
    if sum(1 for run in runs if run <= 2) * 2 > len(runs):
        return "cp1252"
    import chardet

    found = chardet.detect(sample, include_encodings=_OTHER_SCRIPTS, no_match_encoding="cp1252")
    return codec_for(found["encoding"] or "cp1252")


def _is_plausible(text: str) -> bool:
    """Whether kana and common kanji outweigh what accents read as Shift_JIS turn into.

    Chinese read as Shift_JIS is full of half-width katakana, and of bytes that mean nothing there.
    """
    chars = Counter(char for char in text if char > "\x7f")
    bad = 3 * sum(count for char, count in chars.items() if BAD.match(char))
    common = sum(count for char, count in chars.items() if _is_common(char))
    rare = chars.total() - common - bad // 3
    half = sum(count for char, count in chars.items() if "｡" <= char <= "ﾟ")
    if bad and half > common // 2:
        return False
    return common > rare + bad + 2 * len(_HALF_KANA_ALONE.findall(text))


def _is_common(char: str) -> bool:
    """Kana, punctuation, kanji of level 1 and what NEC and IBM added, by the code in cp932."""
    code = char.encode("cp932", "ignore")
    if len(code) == 1:
        return 0xA1 <= code[0] <= 0xDF
    lead = code[0] if code else 0
    return 0x81 <= lead <= 0x98 or lead in (0xED, 0xEE) or 0xFA <= lead <= 0xFC


# --- single-byte encodings ------------------------------------------------------------------------
# They are told by the alphabets of the words that they give: José Peña read in a wrong encoding is
# JosŽ Pe–a, a capital behind a small letter, a dash within a word, or letters that no one language
# has together. A word fits an encoding if it has nothing of the kind there.

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
