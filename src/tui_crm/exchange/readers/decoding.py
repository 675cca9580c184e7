"""Decode the bytes of a file without losing or inventing a character.

Python's ``errors="replace"`` would hide damage in what is imported; here a byte that does not
decode stays in the text as a lone surrogate, which the row reader reports and which can be written
back as the same byte.
"""

from __future__ import annotations

import codecs
import io
import re
from typing import TYPE_CHECKING, Final

from tui_crm.errors import FileError, UsageError
from tui_crm.exchange.readers.input_file import BLOCK
from tui_crm.exchange.readers.rows import ProblemKind, RowProblem
from tui_crm.language.codecs import MICROSOFT_JIS, Iso2022JpDecoder, cp932_from_jis

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tui_crm.exchange.readers.input_file import InputFile, Progress

RAW: Final = "tui_crm.raw"
"""Name of an error handler: a bad byte decodes to U+DC00 + byte, and encodes to itself again."""

LINE_LIMIT: Final = 1 << 23
"""Bytes in one line before the file is refused: no table has such lines."""

BAD: Final = re.compile("[\ud800-\udfff]")
"""What the mark of a bad byte, and any other half of a surrogate pair, looks like."""

_DOS_END: Final = "\x1a"
"""What old programs put behind the last line of a text."""

_CP932_HOLES: Final = {
    0x80: 0xDC80,
    0xA0: 0xDCA0,
    0xF8F1: 0xDCFD,
    0xF8F2: 0xDCFE,
    0xF8F3: 0xDCFF,
}
"""What Python makes of five bytes that mean nothing in cp932, and what to make of it."""

_CP932_HOLE: Final = re.compile("[\x80\xa0\uf8f1-\uf8f3]")

_SAME: Final = {
    "windows-31j": "cp932",
    "x-sjis": "cp932",
    "shift_jis": "cp932",
    "shift_jis_2004": "cp932",
    "shift_jisx0213": "cp932",
    "ascii": "utf-8",
    "iso8859-1": "cp1252",
}
_NOT_FOR_FILES: Final = frozenset(
    {
        "idna",
        "punycode",
        "unicode_escape",
        "raw_unicode_escape",
        "undefined",
        "utf-7",
        "mbcs",
        "oem",
    }
)


def _keep(error: UnicodeError) -> tuple[str | bytes, int]:
    if isinstance(error, UnicodeDecodeError):
        if error.encoding == "euc_jp" and error.object[error.start] == 0xAD:
            pair = error.object[error.start : error.start + 2]
            if len(pair) == 2 and (text := cp932_from_jis(pair[0] & 0x7F, pair[1] & 0x7F)):
                return text, error.start + 2  # row 13, ① and ㈱, which Python's table leaves out
        bad = error.object[error.start : error.end]
        return "".join(chr(0xDC00 + byte) for byte in bad), error.end
    if isinstance(error, UnicodeEncodeError):
        codes = [ord(char) - 0xDC00 for char in error.object[error.start : error.end]]
        if all(0 <= code < 256 for code in codes):
            return bytes(codes), error.end
    raise error


codecs.register_error(RAW, _keep)


def codec_for(name: str) -> str:
    """The codec that reads what people call ``name``: Shift_JIS is read as cp932, a superset.

    Raises UsageError for an encoding that does not exist or is none for files.
    """
    asked = name.strip().lower()
    try:
        found = codecs.lookup(_SAME.get(asked, asked))
        "".encode(found.name)  # refuses the codecs that are no text encodings
    except (LookupError, ValueError) as error:
        raise UsageError("read.unknown_encoding", encoding=name) from error
    if found.name in _NOT_FOR_FILES:
        raise UsageError("read.unknown_encoding", encoding=name)
    return _SAME.get(found.name, found.name)


def decode(data: bytes, encoding: str, *, is_cut: bool = False) -> str:
    """All of ``data`` as text, bad bytes by ``RAW``; a cut last character is left off."""
    text = _decoder(encoding, RAW).decode(data, final=not is_cut)
    return text.translate(_CP932_HOLES) if encoding == "cp932" else text


class TextLines:
    """The lines of a text file, in blocks.

    ``is_dirty`` is set before the first block in which something did not decode or is a zero
    character, ``has_quotes`` before the first with a quotation mark; until then nobody needs to
    look.
    """

    def __init__(self, file: InputFile, encoding: str, progress: Progress | None = None) -> None:
        self.is_dirty = False
        self.has_quotes = False
        self._file = file
        self._codec = MICROSOFT_JIS if encoding == "iso2022_jp" else encoding
        self._progress = progress

    def __iter__(self) -> Iterator[list[str]]:
        """Blocks of whole lines with their ends, ``\\n``, ``\\r`` or ``\\r\\n``, as they stand."""
        text = self._open(self._watched())
        is_wide = self._codec.startswith(("utf-16", "utf-32"))
        is_start = True
        while lines := text.readlines(BLOCK):
            if lines[-1].endswith(_DOS_END):  # only the last line of all ends without a line end
                lines[-1] = lines[-1].rstrip(_DOS_END)
            if is_start:
                lines[0] = lines[0].removeprefix("\ufeff")
                is_start = False
            whole = "".join(lines)
            if not _is_sound(whole) or (is_wide and "\0" in whole):
                self.is_dirty = True
            if self._codec == "cp932" and _CP932_HOLE.search(whole):
                self.is_dirty = True
                lines = [line.translate(_CP932_HOLES) for line in lines]
            yield lines

    def texts(self) -> Iterator[str]:
        """The same text, cut anywhere."""
        text = self._open(self._file.blocks(self._progress))
        is_start = True
        while some := text.read(BLOCK):
            yield some.removeprefix("\ufeff") if is_start else some
            is_start = False

    def _open(self, blocks: Iterator[bytes]) -> io.TextIOWrapper:
        return io.TextIOWrapper(_Stream(blocks), self._codec, RAW, newline="")

    def _watched(self) -> Iterator[bytes]:
        is_wide = self._codec.startswith(("utf-16", "utf-32"))
        line = 0
        for block in self._file.blocks(self._progress):
            line = 0 if b"\n" in block or b"\r" in block else line + len(block)
            if line > LINE_LIMIT:
                raise FileError("read.line_too_long", file=self._file.name)
            if b"\0" in block and not is_wide:
                self.is_dirty = True
            if b'"' in block:
                self.has_quotes = True
            yield block


class _Stream(io.BufferedIOBase):
    """An iterator of bytes as the stream that a TextIOWrapper asks for."""

    name = ""

    def __init__(self, blocks: Iterator[bytes]) -> None:
        self._blocks = blocks

    def readable(self) -> bool:
        return True

    def read1(self, _size: int = -1, /) -> bytes:
        return next(self._blocks, b"")


def _decoder(encoding: str, errors: str) -> codecs.IncrementalDecoder:
    if encoding == "iso2022_jp":
        return Iso2022JpDecoder(errors)
    return codecs.getincrementaldecoder(encoding)(errors)


def _is_sound(text: str) -> bool:
    """Whether every byte of a text has decoded."""
    try:
        text.encode()  # a tenth of the time that a pattern takes
    except UnicodeEncodeError:
        return False
    return True


def find_text_error(cells: Sequence[str], header: Sequence[str]) -> RowProblem | None:
    """The first cell of a row with what no text may hold: a byte that did not decode, half a
    character, or a zero character."""
    for number, cell in enumerate(cells, 1):
        name = header[number - 1] if number <= len(header) else ""
        if not cell.isascii() and (bad := BAD.search(cell)):
            code = ord(bad.group())
            detail = f"0x{code - 0xDC00:02X}" if 0xDC00 <= code <= 0xDCFF else f"U+{code:04X}"
            return RowProblem(ProblemKind.UNDECODABLE, number, name, detail=detail)
        if "\0" in cell:
            return RowProblem(ProblemKind.NUL, number, name)
    return None
