"""Unpack the tables in a zip, one by one, into private temporary files."""

from __future__ import annotations

import re
import unicodedata
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, BinaryIO, Final

from tui_crm.errors import FileError
from tui_crm.exchange.readers import zip_guard
from tui_crm.exchange.readers.input_file import SpooledFile, open_spooled

if TYPE_CHECKING:
    from collections.abc import Callable

    from tui_crm.exchange.readers.input_file import InputFile

MEMBERS_LIMIT: Final = 2_000
"""Files that an archive may hold; exports of other programs have some hundreds at most."""

UNPACKED_LIMIT: Final = 4 << 30
"""Bytes of all tables together."""

_LARGE: Final = 1 << 24
_PACKING_LIMIT: Final = zip_guard.PACKING_LIMIT
_UTF8_FLAG: Final = 0x800
_ENCRYPTED: Final = 1
_NO_NAME: Final = re.compile(r"[\x00-\x1f\x7f]")
_FALLBACKS: Final = ("utf-8", "cp932")


@dataclass(frozen=True, slots=True)
class Member:
    """A file in an archive: its name with its folders, and the part that holds it."""

    name: str
    part: zipfile.ZipInfo


def members(file: InputFile) -> list[Member]:
    """The files that an archive holds, in its order, by names that are safe to show.

    Raises:
        FileError: it is damaged, encrypted, or holds more files than any export.
    """
    try:
        with file.open() as stream, zipfile.ZipFile(stream) as archive:
            parts = [part for part in archive.infolist() if not part.is_dir()]
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError) as error:
        raise FileError("read.damaged_archive", file=file.name) from error
    if len(parts) > MEMBERS_LIMIT:
        raise FileError("read.archive_bomb", file=file.name)
    if any(part.flag_bits & _ENCRYPTED for part in parts):
        raise FileError("read.encrypted", file=file.name)
    return [Member(_name(part), part) for part in parts]


def unpack(file: InputFile, wanted: Callable[[Member], bool]) -> dict[str, InputFile | None]:
    """Those members that are ``wanted``, by name; None for one that is empty.

    Each goes to a temporary file that nobody else may read and that is removed with the last
    reference to it; what its name says of folders is never followed.

    Raises:
        FileError: the archive is damaged, or unpacks to more than it may.
    """
    found: dict[str, InputFile | None] = {}
    total = 0
    chosen = [member for member in members(file) if wanted(member)]
    try:
        with file.open() as stream:
            for member in chosen:
                spool = SpooledFile(PurePosixPath(member.name).suffix.lower()[:6])
                size = _copy(file, stream, member.part, spool, UNPACKED_LIMIT - total)
                total += size
                shown = f"{PurePosixPath(file.name).name}/{member.name}"
                found[member.name] = open_spooled(spool, shown) if size else None
    except (zipfile.BadZipFile, zlib.error, OSError, ValueError, NotImplementedError) as error:
        raise FileError("read.damaged_archive", file=file.name) from error
    return found


def _copy(
    file: InputFile, stream: BinaryIO, part: zipfile.ZipInfo, spool: SpooledFile, room: int
) -> int:
    """Unpack one part; how many bytes it has."""
    size = check = 0
    with spool.path.open("wb") as to:
        for block in zip_guard.unpacked(stream, part):
            size += len(block)
            if size > room or (size > _LARGE and size > _PACKING_LIMIT * part.compress_size):
                raise FileError("read.archive_bomb", file=file.name)
            check = zlib.crc32(block, check)
            to.write(block)
    if size != part.file_size or check != part.CRC:
        raise zipfile.BadZipFile
    return size


def _name(part: zipfile.ZipInfo) -> str:
    """The name of a part: in UTF-8 where it says so, else as the programs of Windows and of Japan
    write it, without what would lead out of its folder."""
    name = part.filename
    if not part.flag_bits & _UTF8_FLAG:
        raw = name.encode("cp437", "replace")
        for encoding in _FALLBACKS:
            try:
                name = raw.decode(encoding)
                break
            except UnicodeDecodeError:
                continue
    plain = _NO_NAME.sub("", unicodedata.normalize("NFC", name)).replace("\\", "/")
    steps = [step for step in plain.split("/") if step not in ("", ".", "..")]
    return "/".join(steps) or "-"
