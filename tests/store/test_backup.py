"""Backups are made by themselves, thinned by date, and bring everything back."""

from __future__ import annotations

import shutil
import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.conftest import NOON
from tui_crm.errors import FileError, StoreError
from tui_crm.store import backup, journal
from tui_crm.store.engine import Store
from tui_crm.store.migrations.head import HEAD

if TYPE_CHECKING:
    from collections.abc import Callable


def add_lead(store: Store, name: str = "田中") -> None:
    with journal.unit(store, "add") as work:
        work.create("leads", {"last_name": name})


def titles(store: Store) -> list[str]:
    return [row[0] for row in store.connection.rows("SELECT title FROM leads ORDER BY id")]


def test_a_backup_brings_back_what_was_there(store: Store, tmp_path: Path) -> None:
    add_lead(store)
    copy = backup.back_up(store, tmp_path / "copy.db")
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    add_lead(store, "鈴木")
    replaced = backup.restore(store.path, copy)
    assert titles(store) == ["田中"]
    assert replaced is not None
    backup.restore(store.path, replaced)
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
        backup.restore(store.path, copy)
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


def dated(day: datetime) -> backup.Backup:
    return backup.Backup(Path(day.strftime("%Y%m%dT%H%M%SZ-daily.db")), day, "daily")


def test_seven_days_and_four_weeks_are_kept() -> None:
    days = [dated(datetime(2026, 9, 1, 12, tzinfo=UTC) + timedelta(days=n)) for n in range(80)]
    gone = backup.superfluous(days)
    kept = [b for b in days if b not in gone]
    assert kept[-7:] == days[-7:]
    assert 9 <= len(kept) <= 11
    assert len({b.at.isocalendar()[:2] for b in kept}) == 4


def test_a_clock_that_jumped_ahead_lets_no_backup_fall() -> None:
    days = [dated(datetime(2026, 9, 1, 12, tzinfo=UTC) + timedelta(days=n)) for n in range(5)]
    future = dated(datetime(2099, 1, 1, tzinfo=UTC))
    assert backup.superfluous([*days, future]) == []


def test_an_older_store_is_backed_up_before_it_is_migrated(
    blank_store: Path, tmp_path: Path
) -> None:
    from tui_crm.store.migrate import bring_up_to_date

    path = tmp_path / "crm.db"
    shutil.copyfile(blank_store, path)
    bring_up_to_date(path, 1)
    assert [b.reason for b in backup.existing(path)] == [f"before-v{HEAD}"]
    Store.open(path, user="sato").close()
