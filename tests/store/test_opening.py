"""A store is opened safely: private, ours, whole, and not newer than we are."""

from __future__ import annotations

import os
import sqlite3
import stat
import subprocess
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.conftest import still_clock
from tui_crm.errors import ExitCode, StoreError
from tui_crm.features.program import open_store
from tui_crm.store.db import backup
from tui_crm.store.db import connection as connections
from tui_crm.store.db.check.run import check
from tui_crm.store.db.migrations.head import HEAD
from tui_crm.store.journal.unit import unit

if TYPE_CHECKING:
    from collections.abc import Callable

    from tui_crm.store.db.store import Store


def test_a_new_store_is_for_its_owners_eyes_only(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "down" / "crm.db"
    open_store(path, user="sato").close()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert stat.S_IMODE(path.parent.parent.stat().st_mode) == 0o700
    assert [p.name for p in path.parent.iterdir()] == ["crm.db"]


def test_every_connection_keeps_its_promises(store: Store) -> None:
    pragma = {
        name: store.connection.scalar(f"PRAGMA {name}")
        for name in (
            "journal_mode",
            "foreign_keys",
            "synchronous",
            "busy_timeout",
            "trusted_schema",
        )
    }
    assert pragma == {
        "journal_mode": "wal",
        "foreign_keys": 1,
        "synchronous": 2,
        "busy_timeout": connections.BUSY_MILLISECONDS,
        "trusted_schema": 0,
    }


def newer(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute(f"PRAGMA user_version = {HEAD + 1}")
    connection.close()


def foreign_database(path: Path) -> None:
    path.unlink()
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE t (x)")


def text_file(path: Path) -> None:
    path.write_text("Dear diary, today I sold nothing.\n" * 10)


def emptied(path: Path) -> None:
    path.write_bytes(b"")


@pytest.mark.parametrize(
    ("spoil", "sentence"),
    [
        (newer, "newer version"),
        (foreign_database, "not a store of this program"),
        (text_file, "not a store of this program"),
        (emptied, "is empty"),
    ],
)
def test_what_is_not_a_store_of_ours_is_refused_and_not_touched(
    store: Store, spoil: Callable[[Path], None], sentence: str
) -> None:
    store.close()
    spoil(store.path)
    before = store.path.read_bytes()
    with pytest.raises(StoreError, match=sentence) as caught:
        open_store(store.path, user="sato")
    assert caught.value.exit_code == ExitCode.STORE
    assert store.path.read_bytes() == before
    assert not list(store.path.parent.glob("*-wal"))


def test_a_folder_and_a_pipe_are_refused(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for path, sentence in ((tmp_path, "is a folder"), (tmp_path / "pipe", "not a store")):
        with pytest.raises(StoreError, match=sentence):
            open_store(path, user="sato")


def test_a_lost_store_names_its_newest_backup(store: Store) -> None:
    copy = backup.back_up_file(store.path)
    store.close()
    emptied(store.path)
    with pytest.raises(StoreError) as caught:
        open_store(store.path, user="sato")
    assert str(copy) in str(caught.value)


def test_two_windows_see_each_others_changes(open_store: Callable[..., Store]) -> None:
    one, other = open_store("sato"), open_store("suzuki")
    seen = other.data_version()
    with unit(one, "add") as work:
        work.create("leads", {"last_name": "田中"})
    assert other.data_version() != seen
    assert other.connection.scalar("SELECT title FROM leads") == "田中"


def test_twenty_readers_beside_a_writer_never_hear_that_the_store_is_locked(store: Store) -> None:
    failures: list[Exception] = []
    finished = threading.Event()

    def read() -> None:
        try:
            while not finished.is_set():
                with store.reading() as connection:
                    first = connection.scalar("SELECT count(*) FROM leads")
                    assert connection.scalar("SELECT count(*) FROM leads") == first
        except Exception as error:
            failures.append(error)

    readers = [threading.Thread(target=read) for _ in range(20)]
    for reader in readers:
        reader.start()
    for n in range(20):
        with unit(store, "add") as work:
            work.create("leads", {"last_name": f"L{n}"})
    finished.set()
    for reader in readers:
        reader.join()
    assert failures == []


def test_a_store_that_somebody_else_holds_gives_one_sentence(
    open_store: Callable[..., Store], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connections, "BUSY_MILLISECONDS", 50)
    holder, waiter = open_store(), open_store()
    waiting = pytest.raises(StoreError, match="Another program is writing")
    with holder.connection.transaction(), waiting, unit(waiter, "add") as work:
        work.create("leads", {"last_name": "田中"})


_KILLED = """
import sys, os, signal
from pathlib import Path
from tui_crm.store.db.store import Store
from tui_crm.features.program import open_store
from tui_crm.store.journal.unit import unit
store = open_store(Path(sys.argv[1]), user="sato")
def rows():
    for n in range(100_000):
        if n == int(sys.argv[2]):
            os.kill(os.getpid(), signal.SIGKILL)
        yield {"last_name": f"L{n}"}
with unit(store, "import") as work:
    work.create_many("leads", rows())
"""


@pytest.mark.parametrize("row", [1, 700, 20_000])
def test_killed_in_the_middle_leaves_the_store_as_it_was(store: Store, row: int) -> None:
    with unit(store, "add") as work:
        work.create("leads", {"last_name": "田中"})
    store.close()
    killed = subprocess.run([sys.executable, "-c", _KILLED, str(store.path), str(row)], check=False)
    assert killed.returncode == -9
    again = open_store(store.path, user="sato", clock=still_clock)
    assert again.connection.rows("SELECT title FROM leads") == [("田中",)]
    assert again.connection.scalar("PRAGMA integrity_check") == "ok"
    again.close()


def test_a_full_disk_gives_one_sentence_and_keeps_what_was_there(store: Store) -> None:
    with unit(store, "add") as work:
        work.create("leads", {"last_name": "田中"})
    pages = store.connection.scalar("PRAGMA page_count")
    store.connection.run(f"PRAGMA max_page_count = {pages + 5}")
    with pytest.raises(StoreError, match="disk is full"), unit(store, "import") as work:
        work.create_many("leads", ({"last_name": f"L{n}" * 20} for n in range(5_000)))
    assert store.connection.rows("SELECT title FROM leads") == [("田中",)]
    store.connection.run("PRAGMA max_page_count = 1000000")
    with unit(store, "add") as work:
        work.create("leads", {"last_name": "鈴木"})
    assert store.connection.scalar("SELECT count(*) FROM leads") == 2


def test_store_without_its_number_is_damaged_and_gets_no_second_seeds(store: Store) -> None:
    store.connection.run("PRAGMA user_version = 0")
    store.close()
    before = store.path.read_bytes()
    with pytest.raises(StoreError, match="damaged"):
        open_store(store.path, user="sato")
    assert store.path.read_bytes() == before


def test_link_to_nothing_is_no_new_store(tmp_path: Path) -> None:
    link = tmp_path / "crm.db"
    link.symlink_to(tmp_path / "unplugged" / "crm.db")
    with pytest.raises(StoreError, match="unplugged"):
        open_store(link, user="sato")
    assert not (tmp_path / "unplugged").exists()


@pytest.fixture
def shut_store(store: Store, monkeypatch: pytest.MonkeyPatch) -> Store:
    """The store, whose last change is in its write-ahead log, where nothing may be written."""
    with unit(store, "add") as work:
        work.create("leads", {"last_name": "Folded"})
    store.connection.run("PRAGMA wal_checkpoint(TRUNCATE)")
    with unit(store, "edit") as work:
        work.update("leads", 1, {"last_name": "Logged"})
    connect = connections.connect
    monkeypatch.setattr("os.access", lambda _, mode: mode != os.W_OK)

    def refuse(path: Path) -> sqlite3.Connection:
        if path == store.path:
            error = sqlite3.OperationalError("unable to open database file")
            error.sqlite_errorname = "SQLITE_CANTOPEN"
            raise error
        return connect(path)

    monkeypatch.setattr(connections, "connect", refuse)
    return store


def test_a_store_that_is_gone_is_not_made_anew_over_its_backups(
    store: Store, tmp_path: Path
) -> None:
    kept = backup.back_up_file(store.path)
    store.close()
    path = store.path
    for file in path.parent.glob(f"{path.name}*"):
        if file.is_file():
            file.unlink()
    with pytest.raises(StoreError, match="Newest good backup") as refused:
        open_store(path, user="sato")
    assert refused.value.params["backup"] == str(kept)
    kept.write_bytes(kept.read_bytes()[:5000])
    with pytest.raises(StoreError, match="none of the backups"):
        open_store(path, user="sato")
    assert not path.exists()
    kept.parent.rename(tmp_path / "away")
    open_store(path, user="sato").close()


def test_store_in_a_folder_without_rights_is_read_with_its_log(
    shut_store: Store, tmp_path: Path
) -> None:
    copy = open_store(shut_store.path, user="sato")
    assert copy.is_copy
    assert copy.connection.scalar("SELECT last_name FROM leads") == "Logged"
    assert copy.path == shut_store.path
    with pytest.raises(StoreError, match="copy"), unit(copy, "add") as work:
        work.create("leads", {"last_name": "Lost"})
    assert check(copy).is_whole
    with pytest.raises(StoreError, match="Name a place"):
        backup.back_up(copy)
    elsewhere = open_store(backup.back_up(copy, tmp_path / "saved.db"), user="sato")
    assert elsewhere.connection.scalar("SELECT last_name FROM leads") == "Logged"
    place = Path(copy.connection.where)
    copy.close()
    assert not place.exists()
