"""Check a zipped workbook for zip bombs and oversized sheets before it is opened.

A file of four kilobytes can name a cell that makes a reader ask for terabytes, or unpack to a
hundred times the memory there is. So every part is unpacked here first, a block at a time and
thrown away, by what really comes out and not by the sizes that the archive claims.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from enum import Enum, auto
from typing import TYPE_CHECKING, BinaryIO, Final
from xml.sax.saxutils import unescape

from tui_crm.errors import FileError
from tui_crm.exchange.readers.xlsx_stream import needs_formats

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tui_crm.exchange.readers.input_file import InputFile

UNPACKED_LIMIT: Final = 1 << 31
"""Bytes of all parts together."""

PACKING_LIMIT: Final = 400
"""How many times larger than its packed form a part of more than 16 MB may be."""

AREA_LIMIT: Final = 12_000_000
"""Cells in the rectangle from A1 to the last cell of a sheet, if most of them are empty."""

LIBRARY_LIMIT: Final = 3_000_000
"""Cells of one sheet that the library can hold, at a hundred bytes each."""

PARTS_LIMIT: Final = 20_000
"""Files in the archive."""

TEXT_LIMIT: Final = 1 << 20
"""Characters between two tags; a cell may have 32,767."""

_BLOCK: Final = 1 << 18
_LARGE: Final = 1 << 24
_OVERLAP: Final = 256
_STYLES: Final = 1 << 22
"""Bytes of styles that are looked at."""

_SHOWN_MARKS: Final = (b"<mergeCell ", b' hidden="1"', b' hidden="true"', b"<f>", b"<f ", b' t="e"')
_FRACTION: Final = re.compile(rb"<v>-?\d+\.")
_LONG_NUMBER: Final = re.compile(rb"<v>-?(?:\d{16}|[\d.]+[eE]\+?1[5-9])")
"""A number with more digits than the library keeps, or than its format may show."""
_OWN_FORMAT: Final = re.compile(
    rb'<numFmt (?=[^>]*numFmtId="(\d{1,6})")(?=[^>]*formatCode="([^"]*)")[^>]*>'
)
_USED_FORMAT: Final = re.compile(rb'<xf [^>]*numFmtId="(\d{1,6})"')
_FAR_CELL: Final = re.compile(rb' r="([A-Z]{2,3}[0-9]+|[A-Z][0-9]{6,7})"[^<>]*(?<!/)>')
"""A cell that is not empty, beyond column Z or row 99,999; all nearer ones make a small sheet."""


class Reading(Enum):
    """How a zipped workbook has to be read."""

    PLAIN = auto()
    """By the library: its sheets have nothing but values that are shown as they are."""
    SHOWN = auto()
    """As a stream, for the sake of what its sheets show."""
    LARGE = auto()
    """As a stream, since the library has no room for it."""


def check_archive(file: InputFile) -> Reading:
    """How a zipped workbook has to be read.

    Raises FileError for one that would hurt, or that is damaged.
    """
    try:
        with file.open() as stream, zipfile.ZipFile(stream) as archive:
            parts = archive.infolist()
            if len(parts) > PARTS_LIMIT:
                raise FileError("read.workbook_bomb", file=file.name)
            if any(part.flag_bits & 1 for part in parts):
                raise FileError("read.encrypted", file=file.name)
            return _check_parts(file, stream, parts)
    except (zipfile.BadZipFile, zlib.error, OSError, ValueError, NotImplementedError) as error:
        raise FileError("read.damaged_workbook", file=file.name) from error


def _check_parts(file: InputFile, stream: BinaryIO, parts: list[zipfile.ZipInfo]) -> Reading:
    total = 0
    is_large = is_shown = has_fractions = False
    styles = b""
    for part in parts:
        size = 0
        scan = _Scan(file, part.filename.lower())
        for block in unpacked(stream, part):
            size += len(block)
            is_dense = size > _LARGE and size > PACKING_LIMIT * part.compress_size
            if is_dense or total + size > UNPACKED_LIMIT:
                raise FileError("read.workbook_bomb", file=file.name)
            scan.add(block)
        total += size
        is_large = scan.is_large() or is_large
        is_shown = scan.is_shown or is_shown
        has_fractions = scan.has_fractions or has_fractions
        styles = scan.styles or styles
    if is_large:
        return Reading.LARGE
    is_shown = is_shown or _shows_otherwise(styles, has_fractions=has_fractions)
    return Reading.SHOWN if is_shown else Reading.PLAIN


def _shows_otherwise(styles: bytes, *, has_fractions: bool) -> bool:
    """Whether numbers are shown by formats that the library knows nothing of."""
    codes = {
        int(number): unescape(code.decode("utf-8", "replace"), {"&quot;": '"'})
        for number, code in _OWN_FORMAT.findall(styles)
    }
    used = {int(number) for number in _USED_FORMAT.findall(styles)}
    return len(styles) > _STYLES or any(
        needs_formats(number, codes.get(number, ""), has_fractions=has_fractions) for number in used
    )


def unpacked(stream: BinaryIO, part: zipfile.ZipInfo) -> Iterator[bytes]:
    """Yield what is packed in a part of a zip, in blocks, whatever its length is said to be.

    Raises zipfile.BadZipFile, zlib.error or OSError where it is damaged.
    """
    stream.seek(part.header_offset)
    header = stream.read(30)
    if len(header) < 30 or not header.startswith(b"PK\x03\x04"):
        raise zipfile.BadZipFile
    names = int.from_bytes(header[26:28], "little") + int.from_bytes(header[28:30], "little")
    stream.seek(names, 1)
    if part.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise zipfile.BadZipFile
    unpacker = zlib.decompressobj(-15) if part.compress_type == zipfile.ZIP_DEFLATED else None
    left = part.compress_size
    while left > 0 and (packed := stream.read(min(_BLOCK, left))):
        left -= len(packed)
        if unpacker is None:
            yield packed
            continue
        while packed and not unpacker.eof:
            yield unpacker.decompress(packed, _BLOCK)
            packed = unpacker.unconsumed_tail
    if unpacker is not None and not unpacker.eof:
        yield unpacker.flush()  # a few kilobytes that did not fit into the last block


class _Scan:
    """Looks at one part as it goes by."""

    def __init__(self, file: InputFile, name: str) -> None:
        self._file = file
        self._is_xml = name.endswith((".xml", ".rels"))
        self._is_sheet = self._is_xml and "worksheets/" in name
        self._is_styles = self._is_xml and name.endswith("styles.xml")
        self.styles = b""
        self.is_shown = False
        """Whether it has merged cells, formulas, errors, long numbers, hidden rows or columns."""
        self.has_fractions = False
        self._tail = b""
        self._text = 0
        self._columns = 0
        self._rows = 0
        self._last = ""
        self._cells = 0

    def add(self, block: bytes) -> None:
        """The next block. Raises FileError when there is enough to refuse the file."""
        if not self._is_xml:
            return
        seen = self._tail + block
        self._tail = seen[-_OVERLAP:]
        if b"<!DOCTYPE" in seen or b"<!ENTITY" in seen:
            raise FileError("read.workbook_entities", file=self._file.name)
        self._text = 0 if b"<" in block else self._text + len(block)
        if self._text > TEXT_LIMIT:
            raise FileError("read.workbook_bomb", file=self._file.name)
        if self._is_styles and len(self.styles) <= _STYLES:
            self.styles += block
        if self._is_sheet:
            self.is_shown = (
                self.is_shown
                or any(mark in seen for mark in _SHOWN_MARKS)
                or _LONG_NUMBER.search(seen) is not None
            )
            self.has_fractions = self.has_fractions or _FRACTION.search(seen) is not None
            self._cells += block.count(b"<c ")
            for cell in _FAR_CELL.findall(seen):
                self._add_cell(cell.decode("ascii"))

    def is_large(self) -> bool:
        """Whether the part is a sheet with more cells than the library can hold.

        Raises FileError for a stray cell far from all others.
        """
        area = self._columns * self._rows
        if area > AREA_LIMIT and self._cells * 20 < area:
            raise FileError("read.sheet_too_large", file=self._file.name, cell=self._last)
        at_most = max(self._columns, 26) * max(self._rows, 99_999)
        return self._cells > LIBRARY_LIMIT or at_most > AREA_LIMIT

    def _add_cell(self, cell: str) -> None:
        letters = cell.rstrip("0123456789")
        column = 0
        for letter in letters:
            column = column * 26 + ord(letter) - 64
        row = int(cell[len(letters) :][:8])
        if column > self._columns or row > self._rows:
            self._last = cell
            self._columns = max(self._columns, column)
            self._rows = max(self._rows, row)
