"""Which encoding a text file is in.

The order of the tests: byte order mark, UTF-16 by the parity of its zero bytes, ISO-2022-JP by its
escapes, UTF-8, Shift_JIS or EUC-JP by what the text would be, Windows-1252.
"""

from __future__ import annotations

import codecs
import re
from collections import Counter
from typing import TYPE_CHECKING, Final

from tui_crm.exchange.decoding import BAD, codec_for, decode

if TYPE_CHECKING:
    from tui_crm.exchange.intake import Intake

ENCODINGS: Final = (
    "utf-8", "cp932", "euc_jp", "iso2022_jp", "utf-16-le", "utf-16-be", "cp1252",
    "gb18030", "big5", "euc_kr", "cp1251", "cp1250",
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
_TELLING: Final = re.compile(rb"[\x80-\xff]|\x1b[$(]")
_HALF_KANA_ALONE: Final = re.compile("(?<![^\x00-\x7f])[｡-ﾟ](?![^\x00-\x7f])")


def find_encoding(file: Intake) -> str:
    """The name of the codec the file is most probably in; reads only as far as it must."""
    head = file.head(WINDOW)
    for mark, name in _MARKS:
        if head.startswith(mark):
            return name
    if wide := _utf16_by_parity(head):
        return wide
    return guess(_window(file), is_cut=file.size > WINDOW)


def guess(sample: bytes, *, is_cut: bool = False) -> str:
    """The codec for bytes without a mark; ``is_cut``: the last character may be incomplete."""
    if b"\x1b" in sample and sample.isascii() and _TELLING.search(sample):
        return "iso2022_jp"
    text = decode(sample, "utf-8", is_cut=is_cut)
    bad = len(BAD.findall(text))
    wide = sum(1 for char in text if char >= "\u0800") - bad
    if not bad or bad * 3 <= wide:
        return "utf-8"
    return _japanese(sample, is_cut) or _western(sample)


def _window(file: Intake) -> bytes:
    """The part of the file that tells encodings apart, beginning at a character's first byte."""
    kept = b""
    for block in file.blocks():
        if kept:
            kept += block
        elif (not block.isascii() or b"\x1b" in block) and (found := _TELLING.search(block)):
            kept = block[found.start() :]
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
