"""Backups: made by the database itself, private, named by time, and thinned by date."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final

from tui_crm.errors import FileError, StoreError
from tui_crm.store import dialect
from tui_crm.store.engine import Store, private_file, private_folder, version_in
from tui_crm.store.migrations.head import HEAD

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

_DAILY: Final = 7
_WEEKLY: Final = 4
_STAMP: Final = "%Y%m%dT%H%M%SZ"


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup file, when it was made and why (``daily``, ``before-v2``, ``by-hand``, …)."""

    path: Path
    at: datetime
    reason: str


def back_up_file(path: Path, target: Path | None = None, *, reason: str = "by-hand") -> Path:
    """Copy the store at ``path`` as of one moment, whoever is writing to it; the copy's path.

    Raises:
        FileError: ``target`` is there already or cannot be written.
        StoreError: the store cannot be read.
    """
    if target is None:
        folder = path.with_name(path.name + ".backups")
        private_folder(folder)
        target = _free_name(folder, datetime.now(UTC), reason)
    try:
        private_file(target)
    except OSError as error:
        raise FileError("file.write", path=str(target), why=error.strerror) from error
    try:
        source, copy = sqlite3.connect(path), sqlite3.connect(target)
        with source, copy:
            source.backup(copy)
        source.close()
        copy.close()
    except sqlite3.Error as error:
        target.unlink(missing_ok=True)
        raise dialect.explain(error, str(path)) from error
    return target


def _free_name(folder: Path, at: datetime, reason: str) -> Path:
    while (name := folder / f"{at.strftime(_STAMP)}-{reason}.db").exists():
        at += timedelta(seconds=1)
    return name


def back_up(store: Store, target: Path | None = None) -> Path:
    """Copy an open store, with its attached files beside the copy; the copy's path."""
    copy = back_up_file(store.path, target)
    if store.attachments.is_dir():
        import shutil

        shutil.copytree(store.attachments, copy.with_name(copy.name + ".files"), dirs_exist_ok=True)
    return copy


def back_up_daily(store: Store) -> Path | None:
    """Make today's backup if there is none and something has changed since the last one."""
    newest = store.connection.scalar("SELECT max(at) FROM batches")
    known = [b for b in existing(store.path) if b.reason == "daily"]
    now = store.clock().astimezone(UTC)
    if newest is None:
        return None
    if known and (known[-1].at.date() == now.date() or known[-1].at.strftime("%FT%TZ") > newest):
        return None
    folder = store.backups
    private_folder(folder)
    made = back_up_file(store.path, _free_name(folder, now, "daily"))
    for old in superfluous([*known, Backup(made, now, "daily")]):
        old.path.unlink(missing_ok=True)
    return made


def existing(path: Path) -> list[Backup]:
    """The backups of the store at ``path``, oldest first."""
    found = []
    for file in path.with_name(path.name + ".backups").glob("*.db"):
        stamp, _, reason = file.stem.partition("-")
        try:
            at = datetime.strptime(stamp, _STAMP).replace(tzinfo=UTC)
        except ValueError:
            continue  # somebody's own file
        found.append(Backup(file, at, reason))
    return sorted(found, key=lambda backup: backup.at)


def superfluous(daily: Sequence[Backup]) -> list[Backup]:
    """Which daily backups to let go: all but the last of 7 days and of 4 weeks.

    Days and weeks are counted among the backups there are, not from today, so that a clock that
    jumped lets none of them fall.
    """
    by_day = {backup.at.date(): backup for backup in daily}
    by_week = {backup.at.isocalendar()[:2]: backup for backup in daily}
    kept = [by_day[day] for day in sorted(by_day)[-_DAILY:]]
    kept += [by_week[week] for week in sorted(by_week)[-_WEEKLY:]]
    return [backup for backup in daily if backup not in kept]


def restore(path: Path, source: Path) -> Path | None:
    """Put the backup ``source`` in the place of the store at ``path``.

    What stood there is backed up first.

    Returns:
        The backup of what was replaced; None where there was nothing.

    Raises:
        StoreError: ``source`` is no store of ours, is newer, or is damaged.
    """
    version = version_in(source)
    if version is None:
        raise StoreError("store.missing", path=str(source))
    if version > HEAD:
        raise StoreError("store.newer", path=str(source), found=version, known=HEAD)
    _check_whole(source)
    kept = back_up_file(path, reason="before-restore") if path.exists() else None
    private_folder(path.parent)
    try:
        # The backup call replaces the content in one transaction, so that windows that have the
        # store open see the old one or the new one.
        old, new = sqlite3.connect(source), dialect.connect(path)
        old.backup(new)
        old.close()
        new.close()
    except sqlite3.Error as error:
        raise dialect.explain(error, str(path)) from error
    path.chmod(0o600)
    _restore_files(path, source)
    return kept


def _restore_files(path: Path, source: Path) -> None:
    files = source.with_name(source.name + ".files")
    if files.is_dir():
        import shutil

        shutil.copytree(files, path.with_name(path.name + ".files"), dirs_exist_ok=True)


def _check_whole(path: Path) -> None:
    try:
        connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
        verdict = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
        connection.close()
    except sqlite3.Error as error:
        raise dialect.explain(error, str(path)) from error
    if verdict != "ok":
        raise StoreError("store.damaged", path=str(path))
