"""Output files: written atomically, and never over a store or a file that was not confirmed.

Every road that writes a file a person named goes through ``destination``, which is where the rule
stands: nothing is written onto a store, a backup, an attached file or what is being read; a file is
replaced only where that was asked for; pipes and devices are written to, never replaced.
"""

from __future__ import annotations

import errno
import os
import re
import shutil
import stat
import sys
import tempfile
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Final, NoReturn

from tui_crm.errors import FileError, UsageError

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator

SQLITE_MAGIC: Final = b"SQLite format 3\x00"
"""What a SQLite database begins with."""

BACKUPS: Final = ".backups"
"""Ending of the folder beside a store that holds its backups."""

ATTACHMENTS: Final = ".files"
"""Ending of the folder beside a store, or a backup, that holds the contents of attached files."""

SIDECARS: Final = ("-wal", "-shm", "-journal")
"""Endings of the files that SQLite keeps beside a database; they belong to its content."""

SET_ASIDE: Final = ".damaged-"
"""What a damaged store's name goes on with, before the time, where a restore has put it aside."""

STAMPED: Final = re.compile(r"(\d{8}T\d{6}Z)-(.+)\.db")
"""Names of backups in the backups folder: when, and why."""

_PART: Final = re.compile(r"\.crm-\w+\.part")
_SIDECAR: Final = re.compile(f"(?:{'|'.join(SIDECARS)})$")

NO_LINKS: Final = frozenset(
    (errno.EPERM, errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP, errno.EMLINK)
)
"""Errors of ``os.link`` where a file system has no second names; the two "not supported" differ
on macOS."""


class OutputExistsError(UsageError):
    """The output file exists, and replacing it was not allowed."""

    def __init__(self, path: Path) -> None:
        super().__init__("file.exists", path=str(path))


@dataclass(frozen=True, slots=True)
class Destination:
    """A checked output path; only ``destination`` makes one.

    ``path`` is as it was named, ``real`` what its links lead to.
    """

    path: Path
    real: Path
    is_stream: bool = False
    """A pipe or a device: written to as it is."""
    replaces: bool = False
    """A file stands there, and may go."""


def destination(path: Path, *, overwrite: bool = False, spared: Iterable[Path] = ()) -> Destination:
    """Check an output path.

    Args:
        path: as a person named it.
        overwrite: a file that stands there may be replaced.
        spared: the store and the files that are being read, which output never lands on, by
            whatever name or link.

    Raises:
        OutputExistsError: a file is there, and must not be replaced.
        FileError: nothing may be written there at all.
    """
    try:
        real = Path(os.path.realpath(path))
        about = path.stat()
    except FileNotFoundError:
        if path.is_symlink():
            raise FileError("file.dangling", path=str(path), target=str(real)) from None
        _refuse_guarded(path, real, spared)
        return Destination(path, real)
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or str(error)
        raise FileError("file.write", path=str(path), why=why) from error
    if stat.S_ISFIFO(about.st_mode) or stat.S_ISCHR(about.st_mode):
        return Destination(path, path, is_stream=True)
    if stat.S_ISDIR(about.st_mode):
        raise FileError("file.write", path=str(path), why=os.strerror(errno.EISDIR))
    if not stat.S_ISREG(about.st_mode):
        raise FileError("file.no_ordinary", path=str(path))
    _refuse_guarded(path, real, spared)
    if not overwrite:
        raise OutputExistsError(path)
    if not os.access(path, os.W_OK):
        raise FileError("file.write", path=str(path), why=os.strerror(errno.EACCES))
    return Destination(path, real, replaces=True)


def free_destination(
    path: Path,
    *,
    spared: Iterable[Path] = (),
    taken: Container[Path] = (),
    is_named: bool = True,
) -> Destination:
    """``path``, or if it exists, the first free one of ``name-2``, ``name-3`` …

    ``taken`` are places that are promised to others. Of a name that no person gave (``is_named``)
    the next one is taken also where a pipe, a folder or a link to nothing is there.

    Raises:
        FileError: nothing may be written there at all.
    """
    spared = tuple(spared)
    candidate, number = path, 2
    while True:
        is_taken = candidate in taken or (not is_named and os.path.lexists(candidate))
        if not is_taken:
            with suppress(OutputExistsError):
                return destination(candidate, spared=spared)
        candidate = path.with_name(f"{path.stem}-{number}{path.suffix}")
        number += 1


def _refuse_guarded(path: Path, real: Path, spared: Iterable[Path]) -> None:
    if any(_is_same(real, Path(os.path.realpath(each))) for each in spared):
        raise FileError("file.is_in_use", path=str(path))
    if _belongs_to_a_store(real):
        raise FileError("file.is_store", path=str(path))


def _is_same(one: Path, other: Path) -> bool:
    """Whether two paths are the same file, or a database and one of its side files.

    Neither is opened: closing a store's file would drop the locks of our own connections to it.
    """
    if _SIDECAR.sub("", one.name) == other.name and one.parent == other.parent:
        return True
    if one.parent == other.with_name(other.name + ATTACHMENTS):
        return True
    if one.parent == other.with_name(other.name + BACKUPS):
        return one.exists()
    with suppress(OSError):
        return one.samefile(other)
    return False


def _belongs_to_a_store(real: Path) -> bool:
    """Whether ``real`` is a database or one of its side files, even if the database is missing.

    A store whose head is damaged no longer says what it is; its backups do.
    """
    base = real.with_name(_SIDECAR.sub("", real.name))
    if _is_store_place(base) or (SET_ASIDE in base.name and base.exists()):
        return True
    folder = real.parent
    for ending in (ATTACHMENTS, BACKUPS):
        if folder.name.endswith(ending):
            place = folder.with_name(folder.name.removesuffix(ending))
            return _is_store_place(place) and (ending == ATTACHMENTS or real.exists())
    return False


def _is_store_place(path: Path) -> bool:
    with suppress(OSError), path.open("rb") as file:
        if file.read(len(SQLITE_MAGIC)) == SQLITE_MAGIC:
            return True
    with suppress(OSError), os.scandir(path.with_name(path.name + BACKUPS)) as entries:
        return any(STAMPED.fullmatch(entry.name) for entry in entries)
    return False


class OutputFile:
    """A temporary file beside its target: ``keep`` renames it into place, ``drop`` deletes it.

    A pipe or a device is written to as it comes.
    """

    def __init__(self, to: Destination, *, is_private: bool = False) -> None:
        """Begin; ``is_private`` makes a new file one that only its owner may read.

        Raises:
            FileError: nothing can be written there.
        """
        self.to = to
        self._open = ExitStack()
        self._part: Path | None = None
        try:
            if to.is_stream:
                self.stream: BinaryIO = self._open.enter_context(to.path.open("wb"))
                return
            folder = self._open.enter_context(part_folder(to.real.parent))
            self._part = folder / "part"
            mode = 0o600 if is_private else 0o666
            handle = os.open(self._part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, mode)
            self.stream = self._open.enter_context(os.fdopen(handle, "wb"))
        except OSError as error:
            self._fail(error)

    def keep(self, to: Destination | None = None) -> Path:
        """Rename the file to its target, or to another in the same folder; returns it.

        Raises:
            OutputExistsError: a file has come there meanwhile; ``keep`` may be tried elsewhere.
            FileError: it cannot be written.
        """
        to = to or self.to
        try:
            self.stream.flush()
            if self._part is not None:
                os.fsync(self.stream.fileno())
                put_in_place(self._part, to.real, replaces=to.replaces)
        except FileExistsError:
            raise OutputExistsError(to.path) from None
        except OSError as error:
            self._fail(error)
        self.drop()
        return to.path

    def drop(self) -> None:
        """Delete the temporary file, unless it was kept."""
        with suppress(OSError):  # a stream that could not be flushed before cannot be now
            self._open.close()

    def _fail(self, error: OSError) -> NoReturn:
        self.drop()
        why = error.strerror or type(error).__name__
        raise FileError("file.write", path=str(self.to.path), why=why) from error


@contextmanager
def whole_file(to: Destination, *, is_private: bool = False) -> Iterator[BinaryIO]:
    """Write atomically: the stream's content replaces ``to`` at the end, unless anything fails.

    Raises:
        OutputExistsError: a file has come there meanwhile.
        FileError: it cannot be written.
    """
    file = OutputFile(to, is_private=is_private)
    try:
        yield file.stream
        file.keep()
    except OSError as error:
        why = error.strerror or type(error).__name__
        raise FileError("file.write", path=str(to.path), why=why) from error
    finally:
        file.drop()


def replace_private(path: Path, text: str) -> None:
    """Atomically write a private file of the program, mode 0600.

    The folder is made where it is missing.

    Raises:
        OSError: the folder cannot be made.
        FileError: the file cannot be written.
    """
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with whole_file(destination(path, overwrite=True), is_private=True) as stream:
        stream.write(text.encode())


@contextmanager
def part_folder(parent: Path) -> Iterator[Path]:
    """A private temporary folder in ``parent``, for files to be renamed into place.

    It is gone afterwards; one that a killed process left behind is swept by the next.

    Raises:
        OSError: it cannot be made.
    """
    _sweep(parent)
    folder, handle = _locked_folder(parent)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        if handle is not None:
            os.close(handle)


def _locked_folder(parent: Path) -> tuple[Path, int | None]:
    """A new folder and its locked handle; the lock tells that its process lives.

    Windows has neither such a handle nor such a lock, so nothing is swept there.
    """
    while True:
        folder = Path(tempfile.mkdtemp(prefix=".crm-", suffix=".part", dir=parent))
        if sys.platform == "win32":
            return folder, None
        import fcntl

        try:
            handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        except FileNotFoundError:
            continue  # swept before it could be locked
        with suppress(OSError):  # a file system without locks is never swept either
            fcntl.flock(handle, fcntl.LOCK_EX)
        if folder.is_dir():
            return folder, handle
        os.close(handle)  # swept between the two steps by another writer


def _sweep(parent: Path) -> None:
    if sys.platform == "win32":
        return
    import fcntl

    with os.scandir(parent) as entries:
        found = [
            Path(entry.path)
            for entry in entries
            if _PART.fullmatch(entry.name) and entry.is_dir(follow_symlinks=False)
        ]
    for folder in found:
        with suppress(OSError):
            handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC)
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                shutil.rmtree(folder, ignore_errors=True)
            finally:
                os.close(handle)


def put_in_place(part: Path, place: Path, *, replaces: bool) -> None:
    """Rename a finished file to ``place``, and fsync the folder.

    A file that is replaced hands on its mode, and its owner where that may be given.

    Raises:
        FileExistsError: something is there that must not be replaced.
        OSError: it cannot be done.
    """
    if replaces:
        with suppress(FileNotFoundError):
            about = place.stat()
            part.chmod(stat.S_IMODE(about.st_mode))
            if sys.platform != "win32":
                with suppress(OSError):
                    os.chown(part, about.st_uid, about.st_gid)
        part.replace(place)
    else:
        _rename_to_free_name(part, place)
    sync_folder(place.parent)


def _rename_to_free_name(part: Path, place: Path) -> None:
    try:
        os.link(part, place)  # unlike a rename, never over what came there meanwhile
    except OSError as error:
        if error.errno not in NO_LINKS:
            raise
        os.close(os.open(place, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        part.replace(place)


def sync_folder(folder: Path) -> None:
    """Fsync ``folder``, where the file system can."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def private_folder(path: Path) -> None:
    """Make a folder that only its owner may look into, with what is above it."""
    if not path.exists():
        private_folder(path.parent)
        path.mkdir(mode=0o700, exist_ok=True)


def private_file(path: Path) -> None:
    """Make an empty file that only its owner may read."""
    os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
