"""No verb writes a file over a store, a backup or an input, nor over any file unasked."""

from __future__ import annotations

import os
import shutil
import stat
import threading
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tui_crm.store.db import backup_files

if TYPE_CHECKING:
    from tests.cli.conftest import Crm


@pytest.fixture
def bad_list(tmp_path: Path) -> Path:
    """A list with a row that cannot be imported."""
    path = tmp_path / "list.csv"
    path.write_text("Last Name,Email\nTanaka,x\nSuzuki,s@suzuki.example\n")
    return path


def kept_files(crm: Crm) -> dict[str, bytes]:
    folder = crm.path.parent
    return {str(p): p.read_bytes() for p in folder.rglob("*") if p.is_file() and p.suffix == ".db"}


@pytest.mark.parametrize("name", ["store", "wal", "backup", "link", "hard", "other"])
def test_no_verb_writes_over_a_store_or_a_backup(
    busy_crm: Crm, bad_list: Path, tmp_path: Path, name: str
) -> None:
    (tmp_path / "link").symlink_to(busy_crm.path)
    os.link(busy_crm.path, tmp_path / "hard")
    shutil.copyfile(backup_files.existing(busy_crm.path)[0].path, tmp_path / "other.db")
    target = {
        "store": busy_crm.path,
        "wal": busy_crm.path.with_name(busy_crm.path.name + "-wal"),
        "backup": backup_files.existing(busy_crm.path)[0].path,
        "link": tmp_path / "link",
        "hard": tmp_path / "hard",
        "other": tmp_path / "other.db",
    }[name]
    before = kept_files(busy_crm)
    for args in (
        ("import", "--yes", "--errors", target, bad_list),
        ("export", "leads", "--overwrite", "--format", "csv", "-o", target),
        ("rules", "--overwrite", "--export", target),
        ("backup", target),
    ):
        assert busy_crm.fails(*args, status=1).count("\n") == 1
    assert kept_files(busy_crm) == before
    assert len(busy_crm.json("list", "leads")) == 3


def test_errors_never_go_to_a_file_that_is_read(crm: Crm, bad_list: Path, tmp_path: Path) -> None:
    other = tmp_path / "next.csv"
    other.write_text("Last Name\nSato\n")
    for target in (bad_list, other):
        crm.fails("import", "--yes", "--errors", target, bad_list, other, status=1)
    assert crm.json("list", "leads") == []
    assert other.read_text() == "Last Name\nSato\n"


def test_errors_file_that_is_there_stays_and_the_next_one_has_a_number(
    crm: Crm, bad_list: Path, tmp_path: Path
) -> None:
    errors = tmp_path / "errors.csv"
    errors.write_text("mine")
    report = crm.json("import", "--errors", errors, bad_list, status=5)
    assert report["errors_file"] == str(tmp_path / "errors-2.csv")
    assert errors.read_text() == "mine"
    two = crm.json("import", "--errors", errors, bad_list, bad_list, status=5)
    assert [each["errors_file"] for each in two["tables"]] == [
        str(tmp_path / "errors-list.csv"),
        str(tmp_path / "errors-list-2.csv"),
    ]


def test_rejected_rows_may_go_nowhere(crm: Crm, bad_list: Path) -> None:
    report = crm.json("import", "--errors", "/dev/null", bad_list, status=5)
    assert (report["created"], report["failed"]) == (1, 1)
    assert stat.S_ISCHR(Path("/dev/null").stat().st_mode)


@pytest.mark.parametrize(
    "args",
    [("export", "leads", "--format", "csv", "-o"), ("rules", "--export")],
)
def test_file_is_replaced_only_if_asked_keeps_its_mode_and_a_pipe_stays(
    busy_crm: Crm, tmp_path: Path, args: tuple[str, ...]
) -> None:
    path = tmp_path / "out"
    path.write_text("mine")
    path.chmod(0o640)
    assert "--overwrite" in busy_crm.fails(*args, path, status=2)
    assert path.read_text() == "mine"
    busy_crm(*args, path, "--overwrite")
    assert path.read_text() != "mine"
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    os.mkfifo(tmp_path / "pipe")
    read: list[bytes] = []
    reader = threading.Thread(target=lambda: read.append((tmp_path / "pipe").read_bytes()))
    reader.start()
    busy_crm(*args, tmp_path / "pipe", "--overwrite")
    reader.join()
    assert read == [path.read_bytes()]


def test_settings_never_land_on_a_store_and_a_link_to_them_stays(
    busy_crm: Crm, tmp_path: Path
) -> None:
    before = busy_crm.path.read_bytes()
    busy_crm.fails("--config", busy_crm.path, "config", "set", "theme", "nord", status=1)
    assert busy_crm.path.read_bytes() == before
    (tmp_path / "mine.toml").write_text('theme = "nord"\n')
    (tmp_path / "mine.new").write_text("mine")
    (tmp_path / "link.toml").symlink_to(tmp_path / "mine.toml")
    busy_crm("--config", tmp_path / "link.toml", "config", "set", "currency", "EUR")
    assert (tmp_path / "link.toml").is_symlink()
    assert "EUR" in (tmp_path / "mine.toml").read_text()
    assert (tmp_path / "mine.new").read_text() == "mine"
