"""What attached files are, in words; which of them are programs; copies to read and to keep."""

from __future__ import annotations

import json
import stat
from typing import TYPE_CHECKING

import pytest

from tests.cli.conftest import Crm
from tests.records import edit
from tui_crm.errors import FileError, UsageError
from tui_crm.features.notes import attachments
from tui_crm.features.notes.attachments import attach
from tui_crm.features.notes.file_kinds import is_program, kind_words, size_words
from tui_crm.features.notes.open_file import readable_copy
from tui_crm.store.journal.unit import unit
from tui_crm.store.records import read_record

if TYPE_CHECKING:
    from pathlib import Path

    from tui_crm.store.db.store import Store


@pytest.fixture(autouse=True)
def _own_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))


def attached(store: Store, folder: Path, name: str, content: bytes) -> int:
    with unit(store, "add") as work:
        lead = work.create("leads", {"last_name": "田中"})
    (folder / name).write_bytes(content)
    return attach(store, folder / name, {"lead": lead}).id


@pytest.mark.parametrize(
    ("size", "words"),
    [
        (0, "0 B"),
        (999, "999 B"),
        (1000, "1.0 KB"),
        (12_345, "12 KB"),
        (999_499, "999 KB"),
        (999_500, "1.0 MB"),
        (1_234_567, "1.2 MB"),
        (2_500_000_000, "2.5 GB"),
    ],
)
def test_a_size_is_said_in_the_unit_that_fits(size: int, words: str) -> None:
    assert size_words(size) == words


def test_a_kind_is_told_by_the_ending() -> None:
    names = ("見積書.PDF", "a.xlsx", "b.tar.gz", "README")
    assert [kind_words(each) for each in names] == ["PDF", "Spreadsheet", "Archive", "File"]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("setup.exe", b"x"),
        ("quote.pdf.EXE ", b"x"),
        ("quote.pdf", b"MZ\x90"),
        ("list", b"#!/bin/sh\nrm -rf ~"),
        ("list.txt", b"\xef\xbb\xbf#!/bin/sh"),
        ("x.desktop", b"[Desktop Entry]"),
        ("picture.png", b"\n[Desktop Entry]\nExec=sh"),
        ("run", b"\x7fELF"),
        ("x.url", b"[InternetShortcut]"),
    ],
)
def test_a_program_is_refused_and_says_how_to_get_it(
    store: Store, tmp_path: Path, name: str, content: bytes
) -> None:
    file = attached(store, tmp_path, name, content)
    with pytest.raises(UsageError, match="is a program"):
        readable_copy(store, file)
    assert not (tmp_path / "state" / "tui-crm" / "opened").exists()


@pytest.mark.parametrize("name", ["run.bat\u00a0", "a" * 190 + "." + "b" * 30 + ".exe"])
def test_a_program_is_told_by_the_name_that_its_copy_would_have(
    store: Store, tmp_path: Path, name: str
) -> None:
    file = attached(store, tmp_path, "list.txt", b"echo")
    edit(store, "attachments", file, name=name)
    with pytest.raises(UsageError, match="is a program"):
        readable_copy(store, file)


def test_a_file_whose_content_is_lost_is_told_and_the_others_are_written(
    store: Store, tmp_path: Path
) -> None:
    first = attached(store, tmp_path, "a.pdf", b"%PDF a")
    (tmp_path / "b.pdf").write_bytes(b"%PDF b")
    attach(store, tmp_path / "b.pdf", {"lead": 1})
    sha256 = read_record(store, "attachments", first).text("sha256")
    attachments.content_path(store, sha256).unlink()
    crm, to = Crm(store.path), tmp_path / "out"
    to.mkdir()
    told = crm.run("files", "leads", 1, "--to", to, "--json")
    assert told.exit_code == 5
    assert [path.name for path in to.iterdir()] == ["b.pdf"]
    assert {row["name"]: bool(row["path"]) for row in json.loads(told.stdout)} == {
        "a.pdf": False,
        "b.pdf": True,
    }
    assert sha256[:8] in told.stderr
    crm("files", "leads", 1)


@pytest.mark.parametrize("name", ["見積書.pdf", "議事録.docx", "photo.png", "list.csv"])
def test_what_is_no_program_may_be_opened(name: str) -> None:
    assert not is_program(name, b"%PDF-1.7 plain")


def test_what_is_opened_is_a_private_copy_that_cannot_be_written_to(
    store: Store, tmp_path: Path
) -> None:
    file = attached(store, tmp_path, "見積書.pdf", b"%PDF")
    copy = readable_copy(store, file)
    assert (copy.name, copy.read_bytes()) == ("見積書.pdf", b"%PDF")
    assert stat.S_IMODE(copy.stat().st_mode) == 0o400
    assert stat.S_IMODE(copy.parent.stat().st_mode) == 0o700
    assert readable_copy(store, file).read_bytes() == b"%PDF", "a second time as well"


def test_what_was_changed_behind_our_back_is_not_opened(store: Store, tmp_path: Path) -> None:
    file = attached(store, tmp_path, "a.pdf", b"%PDF")
    sha256 = read_record(store, "attachments", file).text("sha256")
    attachments.content_path(store, sha256).write_bytes(b"other")
    with pytest.raises(FileError, match="not what was attached"):
        readable_copy(store, file)


def test_files_are_listed_and_written_out_and_none_is_overwritten(
    store: Store, tmp_path: Path
) -> None:
    attached(store, tmp_path, "見積書.pdf", b"%PDF" * 400)
    crm, to = Crm(store.path), tmp_path / "out"
    to.mkdir()
    assert "見積書.pdf  PDF" in crm("files", "leads", 1)
    assert "1.6 KB" in crm("files", "leads", 1)
    [row] = crm.json("files", "leads", 1)
    assert (row["name"], row["size"]) == ("見積書.pdf", 1600)
    (to / "見積書.pdf").write_bytes(b"mine")
    [row] = crm.json("files", "leads", 1, "--to", to)
    assert (to / "見積書.pdf").read_bytes() == b"mine"
    assert row["path"] != str(to / "見積書.pdf")
    assert [p.read_bytes() for p in to.iterdir() if str(p) == row["path"]] == [b"%PDF" * 400]
    assert "no folder" in crm.run("files", "leads", 1, "--to", to / "none").stderr
    crm("files", "leads", 1, "--to", to / "none", status=2)
