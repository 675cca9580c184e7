"""Whether it is safe to open a zipped workbook, found out without opening it.

A file of four kilobytes can name a cell that makes a reader ask for terabytes, or unpack to a
hundred times the memory there is. So every part is unpacked here first, a block at a time and
thrown away, by what really comes out and not by the sizes that the archive claims.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from typing import TYPE_CHECKING, BinaryIO, Final

from tui_crm.errors import FileError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tui_crm.exchange.intake import Intake

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
_FAR_CELL: Final = re.compile(rb' r="([A-Z]{2,3}[0-9]+|[A-Z][0-9]{6,7})"[^<>]*(?<!/)>')
"""A cell that is not empty, beyond column Z or row 99,999; all nearer ones make a small sheet."""


def check_archive(file: Intake) -> bool:
    """Whether a zipped workbook is too large for the library, though an honest one.

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


def _check_parts(file: Intake, stream: BinaryIO, parts: list[zipfile.ZipInfo]) -> bool:
    total = 0
    is_large = False
    for part in parts:
        size = 0
        scan = _Scan(file, part.filename.lower())
        for block in _unpack(stream, part):
            size += len(block)
            is_dense = size > _LARGE and size > PACKING_LIMIT * part.compress_size
            if is_dense or total + size > UNPACKED_LIMIT:
                raise FileError("read.workbook_bomb", file=file.name)
            scan.add(block)
        total += size
        is_large = scan.is_large() or is_large
    return is_large


def _unpack(stream: BinaryIO, part: zipfile.ZipInfo) -> Iterator[bytes]:
    """What is packed in a part, to the end of the stream, whatever its length is said to be."""
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


class _Scan:
    """Looks at one part as it goes by."""

    def __init__(self, file: Intake, name: str) -> None:
        self._file = file
        self._is_xml = name.endswith((".xml", ".rels"))
        self._is_sheet = self._is_xml and "worksheets/" in name
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
        if self._is_sheet:
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
