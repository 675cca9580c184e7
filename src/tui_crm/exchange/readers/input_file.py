"""Input files: checked before they are opened, and unchanged between two readings."""

from __future__ import annotations

import os
import stat
import tempfile
import weakref
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, Final, TypeAlias

from tui_crm.errors import FileError, NotFoundError
from tui_crm.i18n import t

Progress: TypeAlias = Callable[[int], None]
"""Called with the number of bytes read so far, of ``size_bytes``."""

BLOCK: Final = 1 << 17
"""Bytes read at a time."""

SPOOL_LIMIT: Final = 4 << 30
"""Bytes taken from standard input, which has no size of its own, before it is refused."""


@dataclass(frozen=True, slots=True)
class InputFile:
    """A regular file, with what identified it when it was taken.

    Every ``open`` checks that it is still that file, so that a preview and the import after it
    see the same rows.
    """

    path: Path
    name: str
    size: int
    stamp: tuple[int, int, int]
    spool: SpooledFile | None = field(default=None, repr=False, compare=False)

    def open(self) -> BinaryIO:
        """The file, for reading. Raises FileError if it is gone, or another than was taken."""
        try:
            stream = self.path.open("rb")
        except (OSError, ValueError) as error:
            raise _unreadable(error, self.name) from error
        try:
            self.check(stream)
        except FileError:
            stream.close()
            raise
        return stream

    def check(self, stream: BinaryIO) -> None:
        """Raises FileError when the open file is not, or no longer, what was taken."""
        if _stamp(os.fstat(stream.fileno())) != self.stamp:
            raise FileError("read.changed", file=self.name)

    def blocks(self, progress: Progress | None = None) -> Iterator[bytes]:
        """The bytes, some at a time. Raises FileError if the file changes meanwhile."""
        done = 0
        with self.open() as stream:
            while block := self._read(stream):
                done += len(block)
                if done > self.size:
                    raise FileError("read.changed", file=self.name)
                if progress is not None:
                    progress(done)
                yield block
            self.check(stream)

    def head(self, size: int) -> bytes:
        """The first ``size`` bytes, or all that there are."""
        with self.open() as stream:
            return self._read(stream, size)

    def _read(self, stream: BinaryIO, size: int = BLOCK) -> bytes:
        try:
            return stream.read(size)
        except OSError as error:
            raise _unreadable(error, self.name) from error


class SpooledFile:
    """A temporary file, private to the user, that goes away with the last reference to it."""

    def __init__(self, suffix: str = "") -> None:
        handle, name = tempfile.mkstemp(suffix, "crm-import-")
        os.close(handle)
        self.path = Path(name)
        self.remove: Callable[[], object] = weakref.finalize(self, _unlink, self.path)

    def __reduce__(self) -> tuple[Callable[[Path], SpooledFile], tuple[Path]]:
        """What goes to another process is the same file, which that one leaves where it is."""
        return _lent, (self.path,)


def _lent(path: Path) -> SpooledFile:
    found = SpooledFile.__new__(SpooledFile)
    found.path, found.remove = path, lambda: None
    return found


def open_input(source: Path | BinaryIO | InputFile) -> InputFile:
    """The file at a path, or a stream copied to a temporary file first; what was taken stays.

    Nothing but a regular file is opened: a pipe or a device could hang, or never end. Raises
    NotFoundError or FileError.
    """
    if isinstance(source, InputFile):
        return source
    if isinstance(source, Path):
        return _take_path(source, str(source))
    spool = SpooledFile()
    _copy(source, spool.path)
    return open_spooled(spool, t("read.standard_input"))


def open_spooled(spool: SpooledFile, name: str) -> InputFile:
    """A temporary file that was written, under the name that people know what is in it by.

    Raises FileError where nothing was written.
    """
    taken = _take_path(spool.path, name)
    return InputFile(taken.path, taken.name, taken.size, taken.stamp, spool)


def _take_path(path: Path, name: str) -> InputFile:
    try:
        status = path.stat()
    except (OSError, ValueError) as error:
        raise _unreadable(error, name) from error
    if stat.S_ISDIR(status.st_mode):
        raise FileError("read.directory", file=name)
    if not stat.S_ISREG(status.st_mode):
        raise FileError("read.not_regular", file=name)
    if status.st_size == 0:
        raise FileError("read.empty", file=name)
    taken = InputFile(path, name, status.st_size, _stamp(status))
    taken.open().close()
    return taken


def _copy(stream: BinaryIO, to: Path) -> None:
    size = 0
    try:
        with to.open("wb") as spool:
            while block := stream.read(BLOCK):
                size += len(block)
                if size > SPOOL_LIMIT:
                    raise FileError("read.endless_input")
                spool.write(block)
    except OSError as error:
        raise FileError("read.no_spool", reason=error.strerror or error) from error


def _unlink(path: Path) -> None:
    path.unlink(missing_ok=True)


def _stamp(status: os.stat_result) -> tuple[int, int, int]:
    return status.st_ino, status.st_size, status.st_mtime_ns


def _unreadable(error: OSError | ValueError, name: str) -> FileError | NotFoundError:
    if isinstance(error, FileNotFoundError):
        return NotFoundError("read.not_found", file=name)
    if isinstance(error, PermissionError):
        return FileError("read.no_permission", file=name)
    reason = error.strerror if isinstance(error, OSError) else None
    return FileError("read.unreadable", file=name, reason=reason or error)
