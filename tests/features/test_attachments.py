"""Attached files are kept as they were, whatever they are called, and nothing else gets in."""

from __future__ import annotations

import hashlib
import os
import stat
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui_crm.errors import FileError
from tui_crm.features.notes import attachments
from tui_crm.features.notes.attachments import LONGEST_NAME, attach, safe_name
from tui_crm.store import records
from tui_crm.store.journal.unit import unit

if TYPE_CHECKING:
    from tui_crm.store.db.store import Store


@pytest.fixture
def lead(store: Store) -> int:
    with unit(store, "add") as work:
        return work.create("leads", {"last_name": "田中"})


def test_the_content_is_copied_by_its_hash_and_only_its_owner_may_read_it(
    store: Store, lead: int, tmp_path: Path
) -> None:
    source = tmp_path / "見積書.pdf"
    source.write_bytes(b"%PDF " + bytes(range(256)) * 9000)
    attached = attach(store, source, {"lead": lead})
    source.unlink()
    record = records.read(store.connection, store.schema.type("attachments"), attached.id)
    assert record["name"] == "見積書.pdf"
    assert record["lead"] == lead
    kept = attachments.content_path(store, record.text("sha256"))
    assert hashlib.sha256(kept.read_bytes()).hexdigest() == record["sha256"]
    assert kept.stat().st_size == record["size"] == attached.size
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert stat.S_IMODE(kept.parent.stat().st_mode) == 0o700


def test_the_same_content_twice_is_one_file_under_two_names(
    store: Store, lead: int, tmp_path: Path
) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text("same")
        attach(store, tmp_path / name, {"lead": lead})
    assert len(list(store.attachments.iterdir())) == 1
    assert store.connection.scalar("SELECT count(*) FROM attachments") == 2


def test_a_link_is_refused_and_says_where_it_leads(store: Store, lead: int, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("x")
    (tmp_path / "invoice.pdf").symlink_to(secret)
    with pytest.raises(FileError, match="secret"):
        attach(store, tmp_path / "invoice.pdf", {"lead": lead})


@pytest.mark.parametrize("kind", ["to itself", "to nothing", "to a folder", "to a pipe"])
def test_a_link_that_leads_to_no_file_is_told_as_such(
    store: Store, lead: int, tmp_path: Path, kind: str
) -> None:
    link, target = tmp_path / "link", tmp_path / "target"
    if kind == "to itself":
        target = link
    elif kind == "to a folder":
        target.mkdir()
    elif kind == "to a pipe":
        os.mkfifo(target)
    link.symlink_to(target)
    with pytest.raises(FileError, match="leads to no file"):
        attach(store, link, {"lead": lead})
    assert not store.attachments.exists()


@pytest.mark.parametrize("kind", ["fifo", "folder", "device", "missing", "nul", "below a loop"])
def test_only_ordinary_files_are_attached(
    store: Store, lead: int, tmp_path: Path, kind: str
) -> None:
    source = tmp_path / "x"
    match kind:
        case "fifo":
            os.mkfifo(source)
        case "folder":
            source.mkdir()
        case "device":
            source = Path("/dev/zero")
        case "below a loop":
            source.symlink_to(source)
            source /= "file.pdf"
        case "nul":
            source = Path("a\x00b")
    with pytest.raises(FileError):
        attach(store, source, {"lead": lead})
    assert store.connection.scalar("SELECT count(*) FROM attachments") == 0
    assert not store.attachments.exists()


def test_what_grows_beyond_the_limit_leaves_nothing(
    store: Store, lead: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(attachments, "LARGEST", 10)
    (tmp_path / "big").write_bytes(b"x" * 11)
    with pytest.raises(FileError, match="larger"):
        attach(store, tmp_path / "big", {"lead": lead})


def test_a_copy_is_saved_beside_what_is_there(store: Store, lead: int, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("here")
    attached = attach(store, tmp_path / "a.txt", {"lead": lead})
    sha256 = hashlib.sha256(b"here").hexdigest()
    saved = attachments.save_copy(store, sha256, attached.name, tmp_path)
    assert saved.name == "a-2.txt"
    assert saved.read_text() == "here"


def test_a_content_that_is_gone_is_said(store: Store, tmp_path: Path) -> None:
    for sha256 in ("0" * 64, "../crm.db"):
        with pytest.raises(FileError):
            attachments.save_copy(store, sha256, "x", tmp_path)


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../x", "x"),
        ("/etc/passwd", "passwd"),
        ("C:\\x", "x"),
        ("CON", "_CON"),
        ("con.txt", "_con.txt"),
        ("-rf", "_-rf"),
        (".profile", "_.profile"),
        ("", "file"),
        ("..", "file"),
        ("a\x1b[2Jb.txt", "a_[2Jb.txt"),
        ("abc\u202egnp.exe", "abc_gnp.exe"),
        ("x\udcff.pdf", "x_.pdf"),
        ("見積書 2026.pdf", "見積書 2026.pdf"),
        ("trailing. .", "trailing"),
    ],
)
def test_a_name_is_made_safe_and_kept_where_it_can_be(name: str, kept: str) -> None:
    assert safe_name(name) == kept


@given(st.text(max_size=400))
def test_any_name_can_be_saved_anywhere(name: str) -> None:
    kept = safe_name(name)
    assert 0 < len(kept.encode()) <= LONGEST_NAME
    assert "/" not in kept
    assert "\\" not in kept
    assert not kept.startswith(("-", "."))
    assert safe_name(kept) == kept
