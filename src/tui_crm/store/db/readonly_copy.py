"""A store that lies where nothing may be written, read from a copy.

SQLite needs to write beside a store in WAL mode even to read it. Its ``immutable`` flag would do
without, but passes over the write-ahead log and so shows old records.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from tui_crm.errors import FileError, StoreError
from tui_crm.store.db.connection import Connection

_TRIES: Final = 3
"""How often a store that changes while it is copied is copied anew."""

_UNOPENED: Final = ("store.unreadable", "store.readonly")


def copy_if_needed(path: Path) -> TemporaryDirectory[str] | None:
    """A folder with a copy of the store at ``path``, where it can only be read that way; or None.

    The copy has the name of the store; the folder goes away with the returned object.

    Raises:
        StoreError: the store cannot be read, or changes all the time.
        FileError: there is no room for a copy.
    """
    try:
        connection = Connection.open(path)
        try:
            connection.scalar("SELECT count(*) FROM sqlite_master")
        finally:
            connection.close()
    except StoreError as error:
        if error.key not in _UNOPENED:
            raise
        return _copy(Path(os.path.realpath(path)), path.name)
    return None


def _copy(path: Path, name: str) -> TemporaryDirectory[str]:
    folder = TemporaryDirectory(prefix="crm-copy-")
    for _ in range(_TRIES):
        before = _stamps(path)
        try:
            for suffix in ("", "-wal"):
                source, target = _beside(path, suffix), Path(folder.name) / (name + suffix)
                target.unlink(missing_ok=True)
                if source.exists():
                    shutil.copyfile(source, target)
                    target.chmod(0o600)
        except OSError as error:
            folder.cleanup()
            raise FileError("file.write", path=folder.name, why=error.strerror) from error
        if _stamps(path) == before:
            return folder
    folder.cleanup()
    raise StoreError("store.busy", path=str(path))


def _beside(path: Path, suffix: str) -> Path:
    return path.with_name(path.name + suffix)


def _stamps(path: Path) -> list[tuple[int, int] | None]:
    """Size and time of the store and of its write-ahead log."""
    found: list[tuple[int, int] | None] = []
    for suffix in ("", "-wal"):
        try:
            about = _beside(path, suffix).stat()
        except FileNotFoundError:
            found.append(None)
        else:
            found.append((about.st_size, about.st_mtime_ns))
    return found
