"""Backups: made by the database itself, whole or not there, private, and thinned by date.

Those that a person asked for are never thinned.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import sqlite3
import time
from contextlib import closing, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final

from tui_crm.errors import FileError, StoreError
from tui_crm.output_file import (
    ATTACHMENTS,
    OutputExistsError,
    destination,
    part_folder,
    private_file,
    private_folder,
    put_in_place,
)
from tui_crm.store.db.backup_files import (
    BEFORE_REPAIR,
    BY_HAND,
    STAMP,
    damaged,
    existing,
    files_of,
    folder_of,
    is_whole,
    open_to_read,
    superfluous,
)
from tui_crm.store.db.connection import explain

if TYPE_CHECKING:
    from tui_crm.store.db.store import Store

_PATIENCE: Final = 5.0
"""Seconds that a copy waits for a program that holds the database."""

_ABANDONED: Final = timedelta(days=1)
"""How old attached files of a backup are that has never come to be, since its maker was killed."""


def back_up_file(
    path: Path,
    *,
    reason: str = BY_HAND,
    at: datetime | None = None,
    files: Path | None = None,
    spared: Path | None = None,
) -> Path:
    """Copy the store at ``path`` as of one moment, whoever is writing to it; the copy's path.

    Args:
        path: the store.
        reason: what the copy is for; part of its name.
        at: when it was made, which is the other part; now, where None.
        files: the folder of attached files that are to lie beside the copy.
        spared: a backup that is not let go, whatever its age.

    The copy lies in the backups folder once it is whole; older ones of its kind are thinned,
    but those that a person asked for.

    Raises:
        FileError: the folder cannot be written to.
        StoreError: the store cannot be read, or is damaged (which a copy before a repair may be).
    """
    at = at or datetime.now(UTC)
    folder = folder_of(path)
    try:
        private_folder(folder)
        with part_folder(folder) as part:
            copy = part / "copy.db"
            copy_database(path, copy, is_checked=reason != BEFORE_REPAIR)
            made = _put_under_free_name(copy, files, f"-{reason}.db", at)
    except OSError as error:
        raise FileError("file.write", path=str(folder), why=error.strerror) from error
    _thin(path, made, spared)
    return made


def _put_under_free_name(copy: Path, files: Path | None, ending: str, at: datetime) -> Path:
    folder = copy.parent.parent
    while True:
        name = folder / f"{at.strftime(STAMP)}{ending}"
        try:
            if files is not None and not name.exists():
                copy_files(files, files_of(name))  # first, so that no copy ever lacks them
            put_in_place(copy, name, replaces=False)
        except FileExistsError:
            at += timedelta(seconds=1)
        else:
            return name


def back_up(store: Store, target: Path | None = None) -> Path:
    """Copy an open store, with its attached files beside the copy; the copy's path.

    Raises:
        FileError: ``target`` is there already or cannot be written.
        StoreError: the store cannot be read or is damaged, or nothing may be written beside it,
            so that a ``target`` elsewhere must be named.
    """
    if target is None:
        if store.is_copy:
            raise StoreError("backup.beside", path=str(store.path))
        return back_up_file(store.path, files=store.attachments)
    try:
        to = destination(target, spared=(store.path,))
    except OutputExistsError:
        raise FileError("backup.exists", path=str(target)) from None
    if to.is_stream:
        raise FileError("file.no_ordinary", path=str(target))
    try:
        with part_folder(to.real.parent) as part:
            copy_database(Path(store.connection.where), part / "copy.db")
            copy_files(store.attachments, files_of(to.real))
            put_in_place(part / "copy.db", to.real, replaces=False)
    except FileExistsError:
        raise FileError("backup.exists", path=str(target)) from None
    except OSError as error:
        raise FileError("file.write", path=str(target), why=error.strerror) from error
    return target


def back_up_daily(store: Store) -> Path | None:
    """Make today's backup if there is none and something has changed since the last one."""
    newest = store.connection.scalar("SELECT max(at) FROM batches")
    now = store.clock().astimezone(UTC)
    # One that a wrong clock made in the future says nothing about today.
    known = [b for b in existing(store.path) if b.reason == "daily" and b.at.date() <= now.date()]
    if newest is None:
        return None
    if known and (known[-1].at.date() == now.date() or known[-1].at.strftime("%FT%TZ") > newest):
        return None
    return back_up_file(store.path, reason="daily", at=now)


def copy_database(
    source: Path, target: Path, *, is_checked: bool = True, is_resting: bool = False
) -> None:
    """Copy a database to a new file as of one moment, on disk when this returns.

    ``is_resting`` says that it is a backup, to which nobody writes meanwhile.

    Raises:
        OSError: ``target`` cannot be made.
        StoreError: ``source`` cannot be read, or what was copied is not whole.
    """
    private_file(target)
    try:
        reading = open_to_read(source) if is_resting else sqlite3.connect(source)
        with closing(reading) as old, closing(sqlite3.connect(target)) as new:
            copy_pages(old, new)
    except sqlite3.Error as error:
        raise explain(error, str(source)) from error
    if is_checked and not is_whole(target):
        raise damaged(source)
    with target.open("rb") as file:
        os.fsync(file.fileno())


def copy_pages(old: sqlite3.Connection, new: sqlite3.Connection) -> None:
    """Put the content of ``old`` in the place of that of ``new``, in one transaction.

    Raises:
        sqlite3.Error: it failed, or somebody held the database for too long.
    """
    last = time.monotonic() + _PATIENCE

    def look(status: int, _remaining: int, _total: int) -> None:
        # Left alone, the driver would wait for a lock for ever.
        if (
            status & 0xFF in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
            and time.monotonic() > last
        ):
            raise sqlite3.OperationalError("database is locked")

    old.backup(new, progress=look)


def copy_files(source: Path, target: Path) -> None:
    """Copy attached files to another folder, each whole; those that are there already stay.

    Raises:
        FileError: one cannot be read or written.
    """
    if not source.is_dir():
        return
    try:
        private_folder(target)
        with part_folder(target) as part:
            for file in sorted(source.iterdir()):
                if file.is_file() and not _is_content(target / file.name):
                    copy = part / file.name
                    shutil.copyfile(file, copy)
                    copy.chmod(0o600)
                    with copy.open("rb") as written:
                        os.fsync(written.fileno())
                    put_in_place(copy, target / file.name, replaces=True)
    except OSError as error:
        raise FileError("file.write", path=str(target), why=error.strerror) from error


def _is_content(path: Path) -> bool:
    """Whether an attached file is there, and is what its name says."""
    if not path.is_file():
        return False
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest() == path.name


def _thin(path: Path, made: Path, spared: Path | None) -> None:
    """Remove the backups that ``made``, the newest of its kind, has made superfluous.

    What cannot be removed stays until the next time: the copy that was made is no worse for it.
    """
    known = existing(path)
    newest = next((backup for backup in known if backup.path == made), None)
    if newest is None:
        return
    same = [backup for backup in known if backup.kind == newest.kind]
    for old in superfluous(same, newest.at):
        if old.path not in (made, spared):
            with suppress(OSError):
                old.path.unlink(missing_ok=True)
                shutil.rmtree(files_of(old.path), ignore_errors=True)
    for files in folder_of(path).glob(f"*.db{ATTACHMENTS}"):
        with suppress(OSError):
            is_alone = not files.with_name(files.name.removesuffix(ATTACHMENTS)).exists()
            if is_alone and time.time() - files.stat().st_mtime > _ABANDONED.total_seconds():
                shutil.rmtree(files, ignore_errors=True)
