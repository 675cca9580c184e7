"""Put a backup in the place of a store, whatever state that store is in."""

from __future__ import annotations

import os
import shutil
import sqlite3
import sys
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from tui_crm.errors import FileError, StoreError
from tui_crm.output_file import (
    NO_LINKS,
    SET_ASIDE,
    SIDECARS,
    part_folder,
    private_folder,
    put_in_place,
    sync_folder,
)
from tui_crm.store.db.backup import back_up_file, copy_database, copy_files, copy_pages
from tui_crm.store.db.backup_files import STAMP, files_of, is_whole, open_to_read
from tui_crm.store.db.connection import connect, explain
from tui_crm.store.db.file_header import read_header
from tui_crm.store.db.migrations.head import HEAD

if TYPE_CHECKING:
    from tui_crm.store.db.file_header import FileHeader

_SHARED_FIRST: Final = 0x40000002
_SHARED_SIZE: Final = 510
"""The bytes of a database that every connection which has read from it holds locked."""


@dataclass(frozen=True, slots=True)
class Restored:
    """What became of what stood in the store's place: backed up, or put aside as it was."""

    backup: Path | None = None
    set_aside: Path | None = None


def restore(path: Path, source: Path) -> Restored:
    """Put the backup ``source`` in the place of the store at ``path``, whole or not at all.

    A whole store is backed up and gets its content in one transaction, so that windows which have
    it open see the old one or the new one. A damaged one is put aside as it is, with its WAL.

    Raises:
        StoreError: ``source`` is no store of ours, is newer, or is damaged; or something other than
            a file, or another program's database, stands in the store's place.
        FileError: the store's folder cannot be written to.
    """
    _check_source(source)
    try:
        private_folder(path.parent)
        is_lost = path.is_symlink() and not path.exists()
        real = path if is_lost else Path(os.path.realpath(path))
        is_sound = os.path.lexists(real) and not is_lost and _is_sound(real)
        # The files first, so that no record ever names one that is not there.
        copy_files(files_of(source), files_of(path))
        if is_sound:
            return Restored(backup=_replace_content(real, source))
        return Restored(set_aside=_replace_file(real, source))
    except OSError as error:
        raise FileError("file.write", path=str(path), why=error.strerror) from error


def _check_source(source: Path) -> None:
    header = _header(source)
    if header.is_database and not header.is_ours:
        raise StoreError("store.foreign", path=str(source))
    if header.is_ours and header.version > HEAD:
        raise StoreError("store.newer", path=str(source), found=header.version, known=HEAD)
    if not is_whole(source):
        raise StoreError("backup.damaged", path=str(source))


def _header(path: Path) -> FileHeader:
    if path.is_dir():
        raise StoreError("store.directory", path=str(path))
    if path.exists() and not path.is_file():
        raise StoreError("store.foreign", path=str(path))
    try:
        return read_header(path)
    except FileNotFoundError:
        raise StoreError("store.missing", path=str(path)) from None
    except OSError as error:
        raise StoreError("store.unreadable", path=str(path), detail=error.strerror) from error


def _is_sound(path: Path) -> bool:
    """Whether a whole store of ours is at ``path``; raises where it is something else's place."""
    header = _header(path)
    if header.is_ours:
        return is_whole(path)
    if header.is_database and _is_other_programs(path):
        raise StoreError("store.foreign", path=str(path))
    return False


def _is_other_programs(path: Path) -> bool:
    """Whether a database without our mark is readable, and has none of our tables."""
    try:
        with closing(open_to_read(path)) as connection:
            tables = {row[0] for row in connection.execute("SELECT name FROM sqlite_master")}
            verdict = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
    except sqlite3.Error:
        return False
    return verdict == "ok" and "batches" not in tables


def _replace_content(path: Path, source: Path) -> Path:
    """Back a whole store up, and give it another's content in one transaction; the backup."""
    kept = back_up_file(path, reason="before-restore", spared=source)
    try:
        with closing(open_to_read(source)) as old, closing(connect(path)) as new:
            copy_pages(old, new)
    except sqlite3.Error as error:
        raise explain(error, str(path)) from error
    path.chmod(0o600)
    return kept


def _replace_file(path: Path, source: Path) -> Path | None:
    """Put a new file in the place of a damaged one, or of none; where the damaged one is now.

    Killed at any step, the damaged file is in its place or aside, or both.
    """
    with part_folder(path.parent) as part:
        new = part / "copy.db"
        copy_database(source, new, is_resting=True)
        if not os.path.lexists(path) and not _sidecars(path):
            put_in_place(new, path, replaces=False)
            return None
        _refuse_if_open(path)
        aside = _free_name(path)
        for file in (path, *_sidecars(path)):
            if os.path.lexists(file):
                _keep_aside(file, aside.with_name(aside.name + file.name[len(path.name) :]))
        sync_folder(path.parent)
        for file in _sidecars(path):  # a WAL that outlives its file is played into the next one
            file.unlink()
        new.replace(path)
        sync_folder(path.parent)
    return aside


def _sidecars(path: Path) -> list[Path]:
    return [file for ending in SIDECARS if (file := path.with_name(path.name + ending)).exists()]


def _free_name(path: Path) -> Path:
    """A name beside ``path`` that says what lies there: ``crm.db.damaged-20260102T030405Z``."""
    wanted = f"{path.name}{SET_ASIDE}{datetime.now(UTC).strftime(STAMP)}"
    found, number = path.with_name(wanted), 2
    while os.path.lexists(found) or _sidecars(found):
        found, number = path.with_name(f"{wanted}-{number}"), number + 1
    return found


def _keep_aside(file: Path, aside: Path) -> None:
    """A second name for ``file``, or a copy where the file system has no second names."""
    try:
        os.link(file, aside, follow_symlinks=False)
    except OSError as error:
        if error.errno not in NO_LINKS:
            raise
        shutil.copy2(file, aside, follow_symlinks=False)


def _refuse_if_open(path: Path) -> None:
    """Raise where another program has the damaged file open: what it writes there would be lost.

    Windows does not let a file go that somebody has open, so there is nothing to look for.
    """
    if sys.platform == "win32":
        return
    import fcntl

    with suppress(FileNotFoundError), path.open("rb+") as file:
        try:
            fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB, _SHARED_SIZE, _SHARED_FIRST)
        except OSError:
            raise StoreError("store.open_elsewhere", path=str(path)) from None
