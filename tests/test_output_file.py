"""Output never lands on a store, a backup or an input, nor replaces a file unasked."""

from __future__ import annotations

import errno
import os
import socket
import stat
import sys
import tempfile
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tui_crm.errors import FileError
from tui_crm.output_file import (
    Destination,
    OutputExistsError,
    OutputFile,
    destination,
    free_destination,
    part_folder,
    replace_private,
    whole_file,
)
from tui_crm.store.db import backup, backup_files

if TYPE_CHECKING:
    from collections.abc import Callable

    from tui_crm.store.db.store import Store


def write(to: Destination, content: bytes = b"new") -> None:
    with whole_file(to) as stream:
        stream.write(content)


@pytest.fixture
def place(store: Store, tmp_path: Path) -> Path:
    """A store with a backup and an attached file, and names that lead to it."""
    backup.back_up_file(store.path)
    store.attachments.mkdir()
    (store.attachments / ("a" * 64)).write_bytes(b"content")
    (tmp_path / "link").symlink_to(store.path)
    (tmp_path / "way").symlink_to(store.path.parent)
    os.link(store.path, tmp_path / "hard")
    return store.path


@pytest.mark.parametrize(
    "name",
    [
        "store/crm.db",
        "store/crm.db-wal",
        "store/crm.db-shm",
        "store/crm.db-journal",
        "store/../store/crm.db",
        "store/crm.db.files/" + "a" * 64,
        "store/crm.db.files/new.csv",
        "link",
        "link-wal",
        "way/crm.db",
        "way/crm.db-wal",
        "hard",
    ],
)
def test_nothing_is_written_over_a_store_by_any_name(
    place: Path, tmp_path: Path, name: str
) -> None:
    """Whether the command knows of the store or not."""
    named = tmp_path / name
    if name == "link-wal":
        named.symlink_to(place.with_name("crm.db-wal"))
        place.with_name("crm.db-wal").touch()
    for spared in ((), (place,)):
        with pytest.raises(FileError):
            destination(named, overwrite=True, spared=spared)


def test_a_store_that_no_longer_says_what_it_is_is_known_by_its_backups(place: Path) -> None:
    place.write_bytes(b"\0" * 4096)
    with pytest.raises(FileError, match="database"):
        destination(place, overwrite=True)
    place.unlink()
    with pytest.raises(FileError, match="database"):
        destination(place)


def test_nothing_is_written_over_a_backup_or_a_store_that_was_set_aside(place: Path) -> None:
    kept = backup_files.existing(place)[0].path
    kept.write_bytes(b"")
    with pytest.raises(FileError, match="database"):
        destination(kept, overwrite=True)
    aside = place.with_name(place.name + ".damaged-20261121T030000Z")
    aside.write_bytes(b"what is left")
    with pytest.raises(FileError, match="database"):
        destination(aside, overwrite=True)


def test_nothing_is_written_over_what_is_being_read(tmp_path: Path) -> None:
    source = tmp_path / "list.csv"
    source.write_text("mine")
    (tmp_path / "link.csv").symlink_to(source)
    os.link(source, tmp_path / "hard.csv")
    for name in ("list.csv", "link.csv", "hard.csv"):
        with pytest.raises(FileError, match="works with"):
            destination(tmp_path / name, overwrite=True, spared=(source,))


def test_a_file_is_replaced_only_where_that_was_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "out.csv"
    path.write_text("old")
    with pytest.raises(OutputExistsError):
        destination(path)
    write(destination(path, overwrite=True))
    assert path.read_bytes() == b"new"
    assert free_destination(path).real == tmp_path / "out-2.csv"


def test_a_file_that_comes_meanwhile_stays(tmp_path: Path) -> None:
    path = tmp_path / "out.csv"
    file = OutputFile(destination(path))
    file.stream.write(b"new")
    path.write_text("theirs")
    with pytest.raises(OutputExistsError):
        file.keep()
    assert file.keep(free_destination(path)) == tmp_path / "out-2.csv"
    assert path.read_text() == "theirs"
    assert (tmp_path / "out-2.csv").read_bytes() == b"new"


def test_a_replaced_file_keeps_its_mode_and_a_link_to_it_stays_one(tmp_path: Path) -> None:
    path, link = tmp_path / "out.csv", tmp_path / "link.csv"
    path.write_text("old")
    path.chmod(0o640)
    link.symlink_to(path)
    write(destination(link, overwrite=True))
    assert link.is_symlink()
    assert path.read_bytes() == b"new"
    assert stat.S_IMODE(path.stat().st_mode) == 0o640


def test_a_file_that_may_not_be_written_to_is_not_replaced(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "out.csv"
    path.write_text("old")
    monkeypatch.setattr(os, "access", lambda *_: False)  # root may write to anything
    with pytest.raises(FileError, match="Permission denied"):
        destination(path, overwrite=True)


def test_a_pipe_is_written_to_and_stays_one(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    read: list[bytes] = []
    reader = threading.Thread(target=lambda: read.append(pipe.read_bytes()))
    reader.start()
    write(destination(pipe, overwrite=True))
    reader.join()
    assert read == [b"new"]
    assert stat.S_ISFIFO(pipe.stat().st_mode)


def test_a_device_is_written_to_and_stays_one(tmp_path: Path) -> None:
    (tmp_path / "null").symlink_to("/dev/null")
    write(destination(tmp_path / "null", overwrite=True))
    assert (tmp_path / "null").is_symlink()
    assert stat.S_ISCHR(Path("/dev/null").stat().st_mode)


def folder(path: Path) -> None:
    path.mkdir()


def dangling(path: Path) -> None:
    path.symlink_to(path.with_name("nowhere"))


def loop(path: Path) -> None:
    path.symlink_to(path)


def listening(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(path))


@pytest.mark.parametrize("make", [folder, dangling, loop, listening])
def test_what_is_no_place_for_a_file_is_refused_and_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, make: Callable[[Path], None]
) -> None:
    monkeypatch.chdir(tmp_path)  # the name of a socket is short
    path = tmp_path / "x"
    make(path)
    before = path.lstat()
    with pytest.raises(FileError):
        destination(path, overwrite=True)
    assert path.lstat().st_ino == before.st_ino


def test_names_that_no_system_takes_are_refused(tmp_path: Path) -> None:
    for name in ("a\0b", "x" * 300):
        with pytest.raises(FileError, match="cannot be written"):
            write(destination(tmp_path / name))


def test_a_name_of_255_bytes_is_one(tmp_path: Path) -> None:
    path = tmp_path / ("あ" * 83 + ".csv")
    write(destination(path))
    write(destination(path, overwrite=True))
    assert [each.name for each in tmp_path.iterdir()] == [path.name]


def test_what_a_killed_process_left_is_swept_and_what_another_writes_is_not(
    tmp_path: Path,
) -> None:
    with part_folder(tmp_path) as mine:
        left = mine.with_name(".crm-abc_1234.part")
        left.mkdir()
        (left / "part").write_bytes(b"half")
        kept = tmp_path / ".crm-notes.txt"
        kept.touch()
        with part_folder(tmp_path) as other:
            assert mine.is_dir()
            assert other.is_dir()
            assert not left.exists()
    assert list(tmp_path.iterdir()) == [kept]


def test_a_file_system_without_hard_links_takes_output_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", refuse)
    write(destination(tmp_path / "out.csv"))
    assert (tmp_path / "out.csv").read_bytes() == b"new"
    with pytest.raises(OutputExistsError):
        write(Destination(tmp_path / "out.csv", tmp_path / "out.csv"))


def test_without_room_the_file_stays_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "out.csv"
    path.write_text("old")
    with pytest.raises(FileError), whole_file(destination(path, overwrite=True)):
        raise OSError(28, "No space left on device")
    assert path.read_text() == "old"
    assert len(list(tmp_path.iterdir())) == 1


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has /dev/full")
def test_a_device_that_takes_nothing_is_said() -> None:
    with pytest.raises(FileError, match="space"):
        write(destination(Path("/dev/full")))


def test_a_folder_that_is_swept_before_it_is_locked_is_made_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make = tempfile.mkdtemp
    made: list[str] = []

    def swept_once(**named: Any) -> str:
        made.append(make(**named))
        if len(made) == 1:
            Path(made[0]).rmdir()
        return made[-1]

    monkeypatch.setattr(tempfile, "mkdtemp", swept_once)
    with part_folder(tmp_path) as folder:
        assert str(folder) == made[1]


def test_writers_in_one_folder_do_not_take_each_others_place(tmp_path: Path) -> None:
    def write_many(name: str) -> None:
        for n in range(100):
            write(destination(tmp_path / f"{name}-{n}"))

    with ThreadPoolExecutor(4) as threads:
        list(threads.map(write_many, "abcd"))
    assert len(list(tmp_path.iterdir())) == 400


def test_a_system_without_locks_on_folders_writes_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.platform", "win32")
    monkeypatch.setitem(sys.modules, "fcntl", None)
    for name in ("O_DIRECTORY", "O_NOFOLLOW", "O_CLOEXEC", "chown"):
        monkeypatch.delattr(os, name)
    write(destination(tmp_path / "x"), b"old")
    write(destination(tmp_path / "x", overwrite=True))
    assert (tmp_path / "x").read_bytes() == b"new"
    assert list(tmp_path.iterdir()) == [tmp_path / "x"]


def test_a_file_of_the_programs_own_is_private_and_whole_or_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "state" / "kept.json"
    replace_private(path, "[1]")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600

    def full(_handle: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(FileError, match="space"):
        replace_private(path, "[1, 2]")
    assert path.read_text() == "[1]"
    assert list(path.parent.iterdir()) == [path]


def test_a_name_that_nobody_gave_passes_by_whatever_is_there(tmp_path: Path) -> None:
    path = tmp_path / "a-errors.csv"
    os.mkfifo(path)
    (tmp_path / "a-errors-2.csv").mkdir()
    (tmp_path / "a-errors-3.csv").symlink_to(tmp_path / "nowhere")
    promised = tmp_path / "a-errors-4.csv"
    found = free_destination(path, taken={promised}, is_named=False)
    assert found.path == tmp_path / "a-errors-5.csv"
    assert free_destination(path).is_stream
    assert free_destination(promised, taken={promised}).path.name == "a-errors-4-2.csv"
