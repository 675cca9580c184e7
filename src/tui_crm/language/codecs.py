"""Decode ISO-2022-JP as it is really written: with ①, ㈱, 髙 and half-width katakana.

Python's codecs know the standard's characters alone; Windows and mail programs put the characters
of cp932 into the same two bytes (code pages 50220 and 50221).
"""

from __future__ import annotations

import codecs
import re
from typing import Final

MICROSOFT_JIS: Final = "tui_crm_iso2022_jp"
"""Name of the codec, for decoding only."""

_SETS: Final = {
    b"\x1b(B": "ascii",
    b"\x1b(J": "ascii",
    b"\x1b(I": "kana",
    b"\x1b$@": "kanji",
    b"\x1b$B": "kanji",
    b"\x1b$(D": "supplement",
}
_ESCAPE: Final = re.compile(rb"\x1b(?:\([BJI]|\$[@B]|\$\(D)")
_ESCAPE_CUT: Final = re.compile(rb"\x1b(?:\(|\$\(?)?$")
_ORDER: Final = tuple(dict.fromkeys(_SETS.values()))


def cp932_from_jis(row: int, cell: int) -> str:
    """The character at a JIS X 0208 code (each byte 0x21 to 0x7E), or "" where there is none."""
    if not (0x21 <= row <= 0x7E and 0x21 <= cell <= 0x7E):
        return ""
    lead = (row - 0x21) // 2 + (0x81 if row < 0x5F else 0xC1)
    odd_trail = cell + (0x1F if cell < 0x60 else 0x20)
    trail = odd_trail if row % 2 else cell + 0x7E
    return bytes((lead, trail)).decode("cp932", "ignore")


class Iso2022JpDecoder(codecs.BufferedIncrementalDecoder):
    """Decodes ISO-2022-JP with Microsoft's characters; a line end goes back to ASCII."""

    def __init__(self, errors: str = "strict") -> None:
        super().__init__(errors)
        self.charset = "ascii"

    def reset(self) -> None:
        super().reset()
        self.charset = "ascii"

    def getstate(self) -> tuple[bytes, int]:
        return self.buffer, _ORDER.index(self.charset)

    def setstate(self, state: tuple[bytes, int]) -> None:
        self.buffer, number = state
        self.charset = _ORDER[number]

    def _buffer_decode(  # type: ignore[override]  # it is only ever given bytes
        self, data: bytes, errors: str, final: bool
    ) -> tuple[str, int]:
        parts: list[str] = []
        at = 0
        while at < len(data):
            if escape := _ESCAPE.match(data, at):
                self.charset = _SETS[escape.group()]
                at = escape.end()
            elif not final and _ESCAPE_CUT.match(data, at):
                break
            else:
                end = data.find(b"\x1b", at + 1)
                text, after = self._run(data, at, len(data) if end < 0 else end, errors, final)
                parts.append(text)
                if after == at:
                    break
                at = after
        return "".join(parts), at

    def _run(self, data: bytes, at: int, end: int, errors: str, final: bool) -> tuple[str, int]:
        """Text up to the next escape or line end in the set in force, and where it stopped."""
        if self.charset == "ascii":
            return codecs.decode(data[at:end], "ascii", errors), end
        parts: list[str] = []
        while at < end:
            if data[at] in b"\r\n":
                self.charset = "ascii"
                break
            width = 1 if self.charset == "kana" else 2
            if at + width > end and end == len(data) and not final:
                break
            char = self._char(data[at : at + width])
            if not char:
                char, width = self._bad(data, at, errors)
            parts.append(char)
            at += width
        if at < end and self.charset == "ascii":
            text, at = self._run(data, at, end, errors, final)
            parts.append(text)
        return "".join(parts), at

    def _char(self, code: bytes) -> str:
        if self.charset == "kana":
            return chr(code[0] + 0xFF40) if 0x21 <= code[0] <= 0x5F else ""
        if len(code) < 2:
            return ""
        if self.charset == "kanji":
            return cp932_from_jis(code[0], code[1])
        return bytes((0x8F, code[0] | 0x80, code[1] | 0x80)).decode("euc_jp", "ignore")

    def _bad(self, data: bytes, at: int, errors: str) -> tuple[str, int]:
        problem = UnicodeDecodeError("iso2022_jp", data, at, at + 1, "no such character")
        text, after = codecs.lookup_error(errors)(problem)
        return str(text), after - at


def _find(name: str) -> codecs.CodecInfo | None:
    if name != MICROSOFT_JIS:
        return None
    standard = codecs.lookup("iso2022_jp")
    return codecs.CodecInfo(
        standard.encode, standard.decode, incrementaldecoder=Iso2022JpDecoder, name=MICROSOFT_JIS
    )


codecs.register(_find)
