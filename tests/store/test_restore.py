"""A backup comes back over a store in whatever state, and what stood there is kept as it was."""

from __future__ import annotations

import os
import sqlite3
import stat
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.conftest import still_clock
from tui_crm.errors import StoreError
from tui_crm.features.program import open_store
from tui_crm.store.db import backup
from tui_crm.store.db.check.run import check
from tui_crm.store.db.restore import restore
from tui_crm.store.journal.unit import unit

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tui_crm.store.db.store import Store


def cut_short(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def cut_within_the_head(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:50])


def cut_within_a_page(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-1000])


def over(path: Path, start: int, content: bytes) -> None:
    with path.open("rb+") as file:
        file.seek(start)
        file.write(content)


def head_overwritten(path: Path) -> None:
    over(path, 0, b"\0" * 100)


def mark_lost(path: Path) -> None:
    over(path, 68, b"\0\0\0\0")


def page_size_wrong(path: Path) -> None:
    over(path, 16, b"\xff\xff")


def first_page_overwritten(path: Path) -> None:
    over(path, 100, b"\xaa" * 3900)


def middle_overwritten(path: Path) -> None:
    over(path, 8192, b"\xff" * 32768)


def all_zero(path: Path) -> None:
    path.write_bytes(bytes(path.stat().st_size))


def emptied(path: Path) -> None:
    path.write_bytes(b"")


def text_instead(path: Path) -> None:
    path.write_text("Dear diary")


def shuffled(path: Path) -> None:
    content = path.read_bytes()
    path.write_bytes(content[:4096] + content[4096:][::-1])


def wal_of_another(path: Path) -> None:
    """A head that is lost, and a WAL that would be played into whatever comes to its place."""
    with sqlite3.connect(path, isolation_level=None) as connection:
        connection.execute("UPDATE leads SET title = 'from the WAL'")
        wal = path.with_name(path.name + "-wal").read_bytes()
    connection.close()
    path.with_name(path.name + "-wal").write_bytes(wal)
    head_overwritten(path)


DAMAGE = [
    cut_short, cut_within_the_head, cut_within_a_page, head_overwritten, mark_lost,
    page_size_wrong, first_page_overwritten, middle_overwritten, all_zero, emptied, text_instead,
    shuffled, wal_of_another,
]  # fmt: skip


@pytest.fixture
def copy(store: Store) -> Path:
    """A backup of a store with leads in it; the store has one more, and is closed."""
    with unit(store, "import") as work:
        work.create_many("leads", ({"last_name": f"L{n}"} for n in range(200)))
    made = backup.back_up(store)
    with unit(store, "add") as work:
        work.create("leads", {"last_name": "last"})
    store.close()
    return made


def leads(path: Path) -> int:
    store = open_store(path, user="sato", clock=still_clock)
    try:
        assert check(store).is_whole
        return int(store.connection.scalar("SELECT count(*) FROM leads"))
    finally:
        store.close()


@pytest.mark.parametrize("damage", DAMAGE)
def test_a_backup_comes_back_over_a_damaged_store_which_is_put_aside_as_it_is(
    store: Store, copy: Path, damage: Callable[[Path], None]
) -> None:
    path = store.path
    damage(path)
    before = {ending: content(path, ending) for ending in ("", "-wal")}
    done = restore(path, copy)
    assert done.backup is None
    assert done.set_aside is not None
    assert "damaged" in done.set_aside.name
    assert {ending: content(done.set_aside, ending) for ending in ("", "-wal")} == before
    assert leads(path) == 200
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert not list(path.parent.glob(".crm-*"))


def content(path: Path, ending: str) -> bytes | None:
    file = path.with_name(path.name + ending)
    return file.read_bytes() if file.exists() else None


def test_damaged_stores_that_are_put_aside_at_one_time_do_not_meet(
    store: Store, copy: Path
) -> None:
    found = set()
    for n in range(3):
        store.path.write_bytes(b"damage %d" % n)
        found.add(restore(store.path, copy).set_aside)
    assert {path.read_bytes() for path in found if path} == {b"damage 0", b"damage 1", b"damage 2"}


def test_a_link_that_leads_nowhere_is_put_aside(store: Store, copy: Path, tmp_path: Path) -> None:
    store.path.unlink()
    store.path.symlink_to(tmp_path / "gone" / "crm.db")
    done = restore(store.path, copy)
    assert done.set_aside is not None
    assert done.set_aside.is_symlink()
    assert not store.path.is_symlink()
    assert leads(store.path) == 200


def test_a_link_to_a_damaged_store_stays_one(store: Store, copy: Path, tmp_path: Path) -> None:
    link = tmp_path / "link.db"
    link.symlink_to(store.path)
    all_zero(store.path)
    done = restore(link, copy)
    assert done.set_aside is not None
    assert done.set_aside.parent == store.path.parent
    assert link.is_symlink()
    assert leads(link) == 200


def test_without_hard_links_a_damaged_store_is_put_aside_too(
    store: Store, copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    all_zero(store.path)
    before = store.path.read_bytes()

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", refuse)
    done = restore(store.path, copy)
    assert done.set_aside is not None
    assert done.set_aside.read_bytes() == before
    assert leads(store.path) == 200


def test_where_there_is_no_store_nothing_is_put_aside(store: Store, copy: Path) -> None:
    store.path.unlink()
    done = restore(store.path, copy)
    assert (done.backup, done.set_aside) == (None, None)
    assert leads(store.path) == 200


def test_a_whole_store_is_backed_up_and_open_windows_see_the_change(
    open_store: Callable[..., Store], copy: Path
) -> None:
    window = open_store()
    assert window.connection.scalar("SELECT count(*) FROM leads") == 201
    done = restore(window.path, copy)
    assert done.set_aside is None
    assert done.backup is not None
    assert window.connection.scalar("SELECT count(*) FROM leads") == 200


_WINDOW = """
import sys, sqlite3
window = sqlite3.connect(sys.argv[1])
window.execute("SELECT count(*) FROM leads").fetchone()
print("open", flush=True)
sys.stdin.read()
"""


def test_a_damaged_store_that_a_window_has_open_is_left_alone(store: Store, copy: Path) -> None:
    command = [sys.executable, "-c", _WINDOW, str(store.path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as window:
        assert window.stdout is not None
        window.stdout.readline()
        middle_overwritten(store.path)
        before = store.path.read_bytes()
        with pytest.raises(StoreError, match="another window"):
            restore(store.path, copy)
        assert store.path.read_bytes() == before
        window.communicate()
    assert restore(store.path, copy).set_aside is not None


@pytest.mark.parametrize("damage", [cut_short, head_overwritten, mark_lost, emptied, all_zero])
def test_a_damaged_store_names_its_newest_good_backup(
    store: Store, copy: Path, damage: Callable[[Path], None]
) -> None:
    damage(store.path)
    with pytest.raises(StoreError) as caught:
        open_store(store.path, user="sato")
    assert str(copy) in str(caught.value)


@pytest.mark.parametrize("kind", ["folder", "pipe", "other"])
def test_what_was_never_a_store_is_left_alone(copy: Path, tmp_path: Path, kind: str) -> None:
    path = tmp_path / "other.db"
    if kind == "folder":
        path.mkdir()
    elif kind == "pipe":
        os.mkfifo(path)
    else:
        with sqlite3.connect(path) as connection:
            connection.execute("CREATE TABLE t (x)")
    before = path.lstat()
    with pytest.raises(StoreError):
        restore(path, copy)
    assert path.lstat().st_mtime_ns == before.st_mtime_ns
    assert [p.name for p in tmp_path.iterdir() if "damaged" in p.name] == []


@pytest.mark.parametrize("damage", [cut_short, middle_overwritten, emptied, all_zero])
def test_a_damaged_backup_is_refused_and_nothing_is_changed(
    store: Store, copy: Path, damage: Callable[[Path], None]
) -> None:
    damage(copy)
    all_zero(store.path)
    before = store.path.read_bytes()
    with pytest.raises(StoreError, match="backup"):
        restore(store.path, copy)
    assert store.path.read_bytes() == before
    assert not list(store.path.parent.glob("*damaged*"))
