"""Which backups a store has, which of them are good, and which have served their time."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from tui_crm.errors import StoreError
from tui_crm.output_file import ATTACHMENTS, BACKUPS, SIDECARS, STAMPED
from tui_crm.store.db.file_header import APPLICATION_ID, read_header
from tui_crm.store.db.migrations.head import HEAD

if TYPE_CHECKING:
    from collections.abc import Sequence

STAMP: Final = "%Y%m%dT%H%M%SZ"
BY_HAND: Final = "by-hand"
"""The reason of a copy that a person asked for; only a person removes it."""

BEFORE_REPAIR: Final = "before-repair"
"""The reason of a copy that may be as broken as what it was made of."""

_DAILY: Final = 7
_WEEKLY: Final = 4
_NEWEST: Final = 5
"""Backups of one kind that are kept beside the last of each day and week, if they are not daily."""


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup file, when it was made and why (``daily``, ``before-v2``, ``by-hand``, …)."""

    path: Path
    at: datetime
    reason: str

    @property
    def kind(self) -> str:
        """What is thinned together: the reason, whatever version a migration went to."""
        return re.sub(r"^before-v\d+$", "before-migration", self.reason)


def folder_of(path: Path) -> Path:
    """The folder that holds the backups of the store at ``path``, beside it."""
    return path.with_name(path.name + BACKUPS)


def files_of(path: Path) -> Path:
    """The folder that holds the attached files of the store, or backup, at ``path``, beside it."""
    return path.with_name(path.name + ATTACHMENTS)


def existing(path: Path) -> list[Backup]:
    """The backups of the store at ``path``, oldest first; what is no store of ours is none."""
    found = []
    for file in folder_of(path).glob("*.db"):
        named = STAMPED.fullmatch(file.name)
        with suppress(OSError, ValueError):  # somebody's own file, or one that has just gone
            if named and file.is_file() and read_header(file).is_ours:
                at = datetime.strptime(named[1], STAMP).replace(tzinfo=UTC)
                found.append(Backup(file, at, named[2]))
    return sorted(found, key=lambda backup: (backup.at, backup.path.name))


def newest_good(path: Path) -> Path | None:
    """The newest backup of the store at ``path`` that is whole and of a version that we know.

    A copy that was made before a repair is none.
    """
    for backup in reversed(existing(path)):
        if backup.reason != BEFORE_REPAIR and is_good(backup.path):
            return backup.path
    return None


def is_good(path: Path) -> bool:
    """Whether the file at ``path`` is a whole store of this version or an older one."""
    with suppress(OSError):
        about = path.stat()
        return read_header(path).version <= HEAD and _is_good(
            str(path), about.st_size, about.st_mtime_ns
        )
    return False


@lru_cache(maxsize=64)
def _is_good(path: str, _size: int, _changed: int) -> bool:
    return is_whole(Path(path))


def open_to_read(path: Path) -> sqlite3.Connection:
    """A connection that only reads, not a byte of the file is touched.

    One that nobody has open can lie in a folder that is read-only.
    """
    is_alone = not any(path.with_name(path.name + ending).exists() for ending in SIDECARS)
    uri = f"{path.absolute().as_uri()}?mode=ro{'&immutable=1' if is_alone else ''}"
    return sqlite3.connect(uri, uri=True)


def is_whole(path: Path) -> bool:
    """Whether a file, with its WAL, is a store of ours that the database finds sound."""
    try:
        with closing(open_to_read(path)) as connection:
            connection.execute("PRAGMA trusted_schema = OFF")
            connection.execute("PRAGMA cell_size_check = ON")
            if connection.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
                return False
            connection.execute("SELECT count(*) FROM batches").fetchone()
            return bool(connection.execute("PRAGMA quick_check(1)").fetchone()[0] == "ok")
    except sqlite3.Error:
        return False


def damaged(path: Path, key: str = "store.damaged", **params: str) -> StoreError:
    """The sentence about a store that is damaged (or ``key``), with the backup to go back to."""
    good = newest_good(path)
    if good is None:
        return StoreError(f"{key}_alone", path=str(path), **params)
    return StoreError(key, path=str(path), backup=str(good), **params)


def superfluous(backups: Sequence[Backup], now: datetime) -> list[Backup]:
    """Which backups of one kind to let go: all but the last of 7 days and of 4 weeks.

    Those that a person asked for all stay. Of the others that are not daily, the newest five stay
    as well. Days and weeks are counted among the backups there are, so that a clock that jumped
    ahead lets none of them fall; those that it made in the future stay until then and take
    nobody's place.
    """
    past = [backup for backup in backups if backup.at <= now + timedelta(hours=1)]
    by_day = {backup.at.date(): backup for backup in past}
    by_week = {backup.at.isocalendar()[:2]: backup for backup in past}
    kept = [by_day[day] for day in sorted(by_day)[-_DAILY:]]
    kept += [by_week[week] for week in sorted(by_week)[-_WEEKLY:]]
    kept += [backup for backup in past[-_NEWEST:] if backup.kind != "daily"]
    kept += [backup for backup in past if backup.kind == BY_HAND]
    return [backup for backup in past if backup not in kept]
