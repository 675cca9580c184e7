"""What is no file, or no honest one, is refused in one sentence: soon, and in little memory."""

from __future__ import annotations

import io
import os
import struct
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.exchange.reading import given
from tui_crm import i18n
from tui_crm.errors import CrmError, FileError, NotFoundError
from tui_crm.exchange.readers import input_file
from tui_crm.exchange.readers.open_source import open_source
from tui_crm.exchange.readers.rows import ProblemKind, RowProblem

if TYPE_CHECKING:
    from pathlib import Path

OLE = bytes.fromhex("d0cf11e0a1b11ae1")


def test_a_missing_file_is_not_found(tmp_path: Path) -> None:
    with pytest.raises(NotFoundError, match=r"no\.csv"):
        open_source(tmp_path / "no.csv")


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(FileError, match="folder"):
        open_source(tmp_path)


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(FileError, match="pipe"):
        open_source(tmp_path / "pipe")


def test_a_device_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "zeros.csv").symlink_to("/dev/zero")
    with pytest.raises(FileError, match="device"):
        open_source(tmp_path / "zeros.csv")


def test_a_link_to_itself_is_refused(tmp_path: Path) -> None:
    (tmp_path / "loop").symlink_to("loop")
    with pytest.raises(CrmError):
        open_source(tmp_path / "loop")


@pytest.mark.parametrize("name", ["a\0b", "x" * 300])
def test_a_name_that_cannot_be_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(CrmError):
        open_source(tmp_path / name)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read every file")
def test_a_file_without_rights_is_refused(tmp_path: Path) -> None:
    (tmp_path / "secret.csv").write_text("a,b\n")
    (tmp_path / "secret.csv").chmod(0)
    with pytest.raises(FileError, match="may not"):
        open_source(tmp_path / "secret.csv")


def test_a_file_that_vanishes_after_it_was_opened_is_missed(tmp_path: Path) -> None:
    source = given(tmp_path, "a,b\n1,2\n")
    (tmp_path / "list.csv").unlink()
    with pytest.raises(NotFoundError):
        list(source.rows())


def test_a_file_that_was_written_again_is_not_what_was_previewed(tmp_path: Path) -> None:
    source = given(tmp_path, "a,b\n1,2\n")
    (tmp_path / "list.csv").write_text("b,a\n1,2\n3,4\n")
    with pytest.raises(FileError, match="changed"):
        list(source.rows())


def test_a_file_that_grows_while_it_is_read_is_noticed(tmp_path: Path) -> None:
    source = given(tmp_path, "a,b\n" + "1,2\n" * 100_000)
    rows = source.rows()
    next(rows)
    with (tmp_path / "list.csv").open("a") as file:
        file.write("3,4\n")
    with pytest.raises(FileError, match="changed"):
        list(rows)


class Endless(io.BytesIO):
    """A stream without end."""

    def read(self, size: int | None = -1, /) -> bytes:
        assert size is not None
        return b"x,y\n" * (size // 4)


def test_standard_input_without_end_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    monkeypatch.setattr(input_file, "SPOOL_LIMIT", 1 << 20)
    with pytest.raises(FileError, match="does not end"):
        open_source(Endless())
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has /dev/full")
def test_a_full_disk_below_standard_input_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class FullDisk:
        def __init__(self) -> None:
            self.path = tmp_path / "full"
            self.path.symlink_to("/dev/full")

    monkeypatch.setattr(input_file, "SpooledFile", FullDisk)
    with pytest.raises(FileError, match="No space"):
        open_source(io.BytesIO(b"a,b\n1,2\n" * 100_000))


def test_a_hundred_megabytes_in_one_cell_cost_neither_time_nor_memory(tmp_path: Path) -> None:
    with (tmp_path / "big.csv").open("wb") as file:
        file.write(b'name,note\nx,"')
        file.truncate(100_000_000)
    with pytest.raises(CrmError):
        open_source(tmp_path / "big.csv")


@pytest.fixture(params=["en", "ja"])
def language(request: pytest.FixtureRequest) -> i18n.Language:
    """Both languages, one after the other."""
    chosen: i18n.Language = request.param
    i18n.use(chosen)
    return chosen


@pytest.mark.usefixtures("language")
@pytest.mark.parametrize("kind", list(ProblemKind))
def test_every_problem_has_a_sentence_in_both_languages(kind: ProblemKind) -> None:
    problem = RowProblem(kind, column=2, name="会社", found=3, expected=4, detail="0x93")
    assert not str(problem).startswith("read.")
    assert "{" not in str(problem)


@pytest.mark.parametrize(
    ("name", "content", "verb"),
    [
        ("a.ics", b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", "crm meeting"),
        ("a.eml", b"From: a@x.example\nTo: b@x.example\nSubject: x\n\nbody\n", "crm add leads"),
        ("a.mbox", b"From a@x.example Mon Jan  5 00:00:00 2026\nTo: b\n\nbody\n", "crm import"),
        ("a.pdf", b"%PDF-1.7\n%x\n", "crm import"),
        ("a.heic", b"\0\0\0\x18ftypheic\0\0\0\0", "crm add leads"),
        (
            "a.msg",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "__substg1.0_0037001F".encode("utf-16-le"),
            "crm add leads",
        ),
    ],
)
def test_a_file_that_is_no_table_names_the_verb_that_helps(
    tmp_path: Path, name: str, content: bytes, verb: str
) -> None:
    with pytest.raises(FileError, match=verb):
        given(tmp_path, content, name)


def test_a_table_whose_header_has_colons_is_no_mail(tmp_path: Path) -> None:
    assert given(tmp_path, "From: name,To: name\na,b\n").header == ("From: name", "To: name")


def test_table_wider_than_any_sheet_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "wide.csv"
    path.write_text("last_name" + "," * 100_000 + "\nx" + "," * 100_000 + "\n")
    with pytest.raises(FileError, match="columns"):
        open_source(path)


OPENED = """
import resource, sys
from pathlib import Path
from tui_crm.errors import FileError
from tui_crm.exchange.readers.open_source import open_source

try:
    open_source(Path(sys.argv[1]))
except FileError as error:
    print(error)
    print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""


def test_chain_of_sectors_in_a_circle_ends_within_its_memory(tmp_path: Path) -> None:
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<5H", 62, 3, 65534, 9, 6)
    head += bytes(6) + struct.pack("<9I", 0, 1, 0, 0, 4096, 0, 1, 0xFFFFFFFE, 0)
    path = tmp_path / "loop.xls"
    path.write_bytes(head + bytes(4) + bytes(432) + bytes(512))
    # In a process of its own, so that no other test's children count.
    told = subprocess.run(
        [sys.executable, "-c", OPENED, str(path)], capture_output=True, text=True, check=True
    )
    sentence, most = told.stdout.splitlines()
    assert "damaged" in sentence
    assert int(most) < 300 * 1024
