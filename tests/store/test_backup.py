"""Backups are made by themselves, thinned by date, and bring everything back."""

from __future__ import annotations

import errno
import hashlib
import shutil
import sqlite3
import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.conftest import NOON
from tui_crm.errors import FileError, StoreError
from tui_crm.features.program import open_store, program
from tui_crm.store.db import backup, backup_files
from tui_crm.store.db import connection as connections
from tui_crm.store.db.migrations.head import HEAD
from tui_crm.store.db.restore import restore
from tui_crm.store.journal.unit import unit

if TYPE_CHECKING:
    from collections.abc import Callable

    from tui_crm.store.db.store import Store


def add_lead(store: Store, name: str = "田中") -> None:
    with unit(store, "add") as work:
        work.create("leads", {"last_name": name})


def titles(store: Store) -> list[str]:
    return [row[0] for row in store.connection.rows("SELECT title FROM leads ORDER BY id")]


def test_a_backup_brings_back_what_was_there(store: Store, tmp_path: Path) -> None:
    add_lead(store)
    copy = backup.back_up(store, tmp_path / "copy.db")
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    add_lead(store, "鈴木")
    replaced = restore(store.path, copy)
    assert titles(store) == ["田中"]
    assert replaced.backup is not None
    restore(store.path, replaced.backup)
    assert titles(store) == ["田中", "鈴木"]


def test_a_backup_never_overwrites_a_file(store: Store, tmp_path: Path) -> None:
    (tmp_path / "there").write_text("mine")
    with pytest.raises(FileError):
        backup.back_up(store, tmp_path / "there")
    assert (tmp_path / "there").read_text() == "mine"


def test_a_damaged_backup_is_refused_before_anything_is_replaced(
    store: Store, tmp_path: Path
) -> None:
    for n in range(200):
        add_lead(store, f"L{n}" * 50)
    copy = backup.back_up(store, tmp_path / "copy.db")
    content = bytearray(copy.read_bytes())
    content[8192:40960] = b"\xff" * (40960 - 8192)
    copy.write_bytes(content)
    with pytest.raises(StoreError, match="damaged"):
        restore(store.path, copy)
    assert len(titles(store)) == 200


def test_the_daily_backup_is_made_once_a_day_and_only_after_changes(
    open_store: Callable[..., Store],
) -> None:
    store = open_store()
    assert backup.back_up_daily(store) is None
    add_lead(store)
    assert backup.back_up_daily(store) is not None
    add_lead(store)
    assert backup.back_up_daily(store) is None
    store.clock = lambda: NOON + timedelta(days=1)
    assert backup.back_up_daily(store) is not None
    store.clock = lambda: NOON + timedelta(days=2)
    assert backup.back_up_daily(store) is None, "nothing has changed since yesterday's"


def dated(day: datetime) -> backup_files.Backup:
    return backup_files.Backup(Path(day.strftime("%Y%m%dT%H%M%SZ-daily.db")), day, "daily")


def test_seven_days_and_four_weeks_are_kept() -> None:
    days = [dated(datetime(2026, 9, 1, 12, tzinfo=UTC) + timedelta(days=n)) for n in range(80)]
    gone = backup_files.superfluous(days, days[-1].at)
    kept = [b for b in days if b not in gone]
    assert kept[-7:] == days[-7:]
    assert 9 <= len(kept) <= 11
    assert len({b.at.isocalendar()[:2] for b in kept}) == 4


def test_a_clock_that_jumped_ahead_lets_no_backup_fall() -> None:
    days = [dated(datetime(2026, 9, 1, 12, tzinfo=UTC) + timedelta(days=n)) for n in range(5)]
    future = dated(datetime(2099, 1, 1, tzinfo=UTC))
    assert backup_files.superfluous([*days, future], days[-1].at) == []
    assert backup_files.superfluous([*days, future], future.at) == []


def test_an_older_store_is_backed_up_before_it_is_migrated(
    blank_store: Path, tmp_path: Path
) -> None:
    from tui_crm.store.db.migrate import bring_up_to_date

    path = tmp_path / "crm.db"
    shutil.copyfile(blank_store, path)
    bring_up_to_date(path, program(), 1, "JPY")
    assert [b.reason for b in backup_files.existing(path)] == [f"before-v{HEAD}"]
    open_store(path, user="sato").close()


def spoil(path: Path) -> None:
    """Keep a database's head, and nothing behind its first page."""
    content = path.read_bytes()
    path.write_bytes(content[:4096] + b"\xff" * (len(content) - 4096))


def test_a_clock_that_was_ahead_for_a_while_stops_no_daily_backup(store: Store) -> None:
    add_lead(store)
    store.clock = lambda: NOON + timedelta(days=9999)
    assert backup.back_up_daily(store) is not None
    store.clock = lambda: NOON
    assert backup.back_up_daily(store) is not None
    assert len(backup_files.existing(store.path)) == 2


def test_a_backup_that_cannot_be_finished_is_not_there(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_lead(store)

    def fail(*_: object) -> None:
        raise sqlite3.OperationalError("disk I/O error")

    monkeypatch.setattr(backup, "copy_pages", fail)
    with pytest.raises(StoreError):
        backup.back_up(store)
    assert list(store.backups.iterdir()) == []


def test_a_damaged_store_is_not_backed_up_as_if_it_were_whole(store: Store) -> None:
    for n in range(50):
        add_lead(store, f"L{n}")
    good = backup.back_up_file(store.path)
    store.close()
    spoil(store.path)
    with pytest.raises(StoreError) as caught:
        backup.back_up_file(store.path, reason="before-import")
    assert str(good) in str(caught.value)
    assert [b.path for b in backup_files.existing(store.path)] == [good]


def test_the_newest_good_backup_is_whole_known_and_no_copy_before_a_repair(store: Store) -> None:
    add_lead(store)
    at = [NOON + timedelta(minutes=n) for n in range(5)]
    good = backup.back_up_file(store.path, at=at[0])
    spoil(backup.back_up_file(store.path, at=at[1]))
    newer = backup.back_up_file(store.path, at=at[2])
    with sqlite3.connect(newer) as connection:
        connection.execute(f"PRAGMA user_version = {HEAD + 1}")
    connection.close()
    backup.back_up_file(store.path, reason=backup_files.BEFORE_REPAIR, at=at[3])
    (store.backups / f"{at[4]:%Y%m%dT%H%M%SZ}-daily.db").touch()
    (store.backups / "mine.db").touch()
    assert backup_files.newest_good(store.path) == good
    assert len(backup_files.existing(store.path)) == 4


def test_every_kind_that_the_program_makes_is_thinned_and_its_attached_files_with_it(
    store: Store,
) -> None:
    add_lead(store)
    store.attachments.mkdir()
    (store.attachments / "a").write_bytes(b"content")
    for n in range(8):
        at = NOON + timedelta(minutes=n)
        for reason in ("before-restore", "before-repair", "before-import"):
            backup.back_up_file(store.path, reason=reason, at=at, files=store.attachments)
        backup.back_up_file(store.path, reason=f"before-v{n}", at=at)
    found = backup_files.existing(store.path)
    for kind in ("before-restore", "before-repair", "before-import", "before-migration"):
        newest = [b for b in found if b.kind == kind]
        assert [b.at for b in newest] == [NOON + timedelta(minutes=n) for n in range(3, 8)]
    assert len(list(store.backups.glob("*.files"))) == 15


def test_what_a_person_asked_for_is_never_thinned(store: Store) -> None:
    add_lead(store)
    for _ in range(7):
        backup.back_up(store)
    assert [b.reason for b in backup_files.existing(store.path)] == ["by-hand"] * 7


def test_a_copy_stands_though_an_older_one_cannot_be_removed(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_lead(store)

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(errno.EACCES, "denied")

    for n in range(5):
        backup.back_up_file(store.path, reason="before-v9", at=NOON + timedelta(minutes=n))
    monkeypatch.setattr(Path, "unlink", refuse)
    made = backup.back_up_file(store.path, reason="before-v9", at=NOON + timedelta(minutes=9))
    assert len(backup_files.existing(store.path)) == 6
    assert backup_files.is_good(made)


def test_a_backup_has_its_attached_files_and_a_restore_mends_those_of_the_store(
    store: Store, tmp_path: Path
) -> None:
    name = hashlib.sha256(b"content").hexdigest()
    store.attachments.mkdir()
    (store.attachments / name).write_bytes(b"content")
    copy = backup.back_up(store, tmp_path / "copy.db")
    assert (tmp_path / "copy.db.files" / name).read_bytes() == b"content"
    (store.attachments / name).write_bytes(b"damaged")
    restore(store.path, copy)
    assert (store.attachments / name).read_bytes() == b"content"
    assert [each.name for each in store.attachments.iterdir()] == [name]


def test_a_store_that_somebody_holds_is_not_waited_for_for_ever(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_lead(store)
    copy = backup.back_up(store, tmp_path / "copy.db")
    monkeypatch.setattr(backup, "_PATIENCE", 0.0)
    monkeypatch.setattr(connections, "BUSY_MILLISECONDS", 10)
    with store.connection.transaction(), pytest.raises(StoreError, match="Another program"):
        restore(store.path, copy)
    assert titles(store) == ["田中"]
