"""A large table is read in a process of its own, which nobody can tell by what comes of it."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any

import pytest
from openpyxl import Workbook

from tests.conftest import still_clock
from tests.exchange.importing import bring, dump, given, records
from tui_crm.errors import FileError, UsageError
from tui_crm.exchange.importing import reading_process
from tui_crm.exchange.importing.importer import ImportCancelledError, Progress, run_import
from tui_crm.exchange.importing.options import Duplicates, ImportOptions
from tui_crm.exchange.importing.planning import plan_import
from tui_crm.exchange.importing.report_sentences import sentences_of
from tui_crm.features.program import open_store
from tui_crm.i18n import use
from tui_crm.store.db.check.run import check
from tui_crm.store.journal.undo import undo

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tui_crm.exchange.importing.import_row import ImportRow
    from tui_crm.exchange.importing.report import RowOutcome
    from tui_crm.exchange.readers.rows import Row
    from tui_crm.store.db.store import Store

HEADER = "姓,名,会社名,メール,電話番号,状態,業種,担当者,備考"
NASTY = (
    b'\xe7\x94\xb0\xe4\xb8\xad,\xe4\xb8\x80\xe9\x83\x8e,A "B" Co,broken,,,,,\n'  # a quote inside
    b"\xff\xfe,x,y,z,,,,,\n"  # no text
    b'"never closed,a,b,c\n'
    b"too,few\n"
    b"much,too,many,cells,here,are,in,this,row,really\n"
    b",,,,,,,,\n"
)


@pytest.fixture
def processes(monkeypatch: pytest.MonkeyPatch) -> list[subprocess.Popen[bytes]]:
    """The processes that were started for tables; they are, for tables of any size."""
    started: list[subprocess.Popen[bytes]] = []
    start = subprocess.Popen

    def start_and_tell(*words: Any, **options: Any) -> subprocess.Popen[bytes]:
        started.append(start(*words, **options))
        return started[-1]

    monkeypatch.setattr(reading_process, "OWN_PROCESS_FROM", 0)
    monkeypatch.setattr(reading_process, "processors", lambda: 2)
    monkeypatch.setattr(subprocess, "Popen", start_and_tell)
    return started


def nasty(folder: Path, rows: int = 1_700) -> Path:
    """A list with all that can be wrong with rows, people who come twice, and new values."""
    lines = [HEADER.encode()]
    for n in range(rows):
        person = n % (rows - 100)
        state = "新規" if n % 3 else f"状態{n % 11}"
        cells = (
            *(f"山田{person}", f"花子{person % 7}", f"株式会社光{person % 50} 大阪支店"),
            *(f"p{person}@x{n % 9}.example", f"03-{1000 + person % 300}-{person:04}", state),
            *(f"業種{n % 13}", "sato" if n % 2 else "知らない人", f'="0{n}"'),
        )
        lines.append(",".join(cells).encode())
        if n % 400 == 399:
            lines.append(NASTY.rstrip(b"\n"))
    path = folder / "nasty.csv"
    path.write_bytes(b"\n".join(lines) + b"\n")
    return path


def all_that_came_of(store: Store, path: Path, **options: Any) -> list[object]:
    """What an import did, and what taking it back does."""
    told: list[RowOutcome] = []

    def tell(row: ImportRow, outcome: RowOutcome) -> None:
        told.append(replace(outcome, type=None))
        assert row.line == outcome.line

    settled = ImportOptions(errors=path.with_name("errors.csv"), **options)
    report = run_import(store, plan_import(store, path, settled), on_row=tell)
    found: list[object] = [
        report.as_json() | {"seconds": 0},
        sentences_of(report, {}),
        told,
        dump(store),
    ]
    for file in filter(None, (report.errors_file, report.skipped_file)):
        found.append(file.read_bytes())
        file.unlink()
    if report.batch is not None:
        undo(store, report.batch)
        found.append(dump(store))
    return found


@pytest.mark.parametrize(
    "options",
    [
        {},
        {"dry_run": True},
        {"duplicates": Duplicates.OVERWRITE, "is_strict": True},
        {"duplicates": Duplicates.CREATE},
    ],
)
def test_two_processes_do_what_one_does(
    blank_store: Path,
    tmp_path: Path,
    processes: list[subprocess.Popen[bytes]],
    monkeypatch: pytest.MonkeyPatch,
    options: dict[str, Any],
) -> None:
    use("ja")
    path = nasty(tmp_path)
    found = []
    for expected in (1, 0):
        copy = tmp_path / "copy.db"
        shutil.copyfile(blank_store, copy)
        store = open_store(copy, user="sato", clock=still_clock)
        found.append(all_that_came_of(store, path, skipped=tmp_path / "skipped.csv", **options))
        store.close()
        for left in tmp_path.glob("copy.db*"):
            shutil.rmtree(left) if left.is_dir() else left.unlink()
        assert len(processes) == expected
        processes.clear()
        monkeypatch.setattr(reading_process, "OWN_PROCESS_FROM", 1 << 40)
    for two, one in zip(*found, strict=True):
        assert two == one
    report: Any = found[0][0]
    assert report["rows"] == 1_700 + 4 * 5
    assert report["created"] > 1_000
    assert report["failed"] > 0


def test_a_workbook_is_read_in_a_process_too(
    store: Store, tmp_path: Path, processes: list[subprocess.Popen[bytes]]
) -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.append(["姓", "メール"])
    for n in range(700):
        sheet.append([f"山田{n}", f"p{n}@x.example"])
    path = tmp_path / "list.xlsx"
    book.save(path)
    assert bring(store, path).created == 700
    assert len(processes) == 2  # the other one reads the workbook


def test_small_tables_and_one_processor_start_no_process(
    store: Store,
    tmp_path: Path,
    processes: list[subprocess.Popen[bytes]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    path = given(tmp_path, "姓|会社名", "田中|光商事")
    monkeypatch.setattr(reading_process, "OWN_PROCESS_FROM", path.stat().st_size + 1)
    assert bring(store, path, dry_run=True).created == 1
    monkeypatch.setattr(reading_process, "OWN_PROCESS_FROM", 0)
    monkeypatch.setattr(reading_process, "processors", lambda: 1)
    assert bring(store, path).created == 1
    assert not processes


def test_what_is_wrong_is_said_as_if_it_were_read_here(
    store: Store, tmp_path: Path, processes: list[subprocess.Popen[bytes]]
) -> None:
    path = given(tmp_path, "姓|会社名", "田中|光商事")
    before = dump(store)
    with pytest.raises(UsageError, match="nobody can read"):
        bring(store, path, sets=(("opted_out", "nobody can read"),))
    assert len(processes) == 1
    assert processes[0].returncode is not None
    assert dump(store) == before


class LockedError(Exception):
    """An error that cannot be packed."""

    def __init__(self) -> None:
        super().__init__("locked")
        self.lock = Lock()


class DemandingError(Exception):
    """An error that can be packed, but not unpacked."""

    def __init__(self, *, why: str) -> None:
        super().__init__(why)


def fail_locked(progress: object) -> Iterator[Row]:
    """Rows that cannot be read."""
    raise LockedError


def fail_demanding(progress: object) -> Iterator[Row]:
    """Rows that cannot be read either."""
    raise DemandingError(why="no reason")


@pytest.mark.parametrize("read", [fail_locked, fail_demanding])
def test_an_error_that_no_process_can_tell_another_ends_the_import(
    store: Store,
    tmp_path: Path,
    processes: list[subprocess.Popen[bytes]],
    monkeypatch: pytest.MonkeyPatch,
    read: Callable[[object], Iterator[Row]],
) -> None:
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parents[2]))  # where ``read`` is
    plan = plan_import(store, given(tmp_path, "姓|会社名", "田中|光商事"))
    before = dump(store)
    with pytest.raises(FileError, match="was ended before it was done") as caught:
        run_import(store, replace(plan, source=replace(plan.source, read=read)))
    assert read.__name__ in caught.value.__notes__[0]
    assert len(processes) == 1
    assert dump(store) == before


@pytest.mark.parametrize("interpreter", ["/nowhere/python", "", None])
def test_a_table_is_read_here_where_no_process_can_be_started(
    store: Store,
    tmp_path: Path,
    processes: list[subprocess.Popen[bytes]],
    monkeypatch: pytest.MonkeyPatch,
    interpreter: str | None,
) -> None:
    monkeypatch.setattr(sys, "executable", interpreter)
    assert bring(store, given(tmp_path, "姓|会社名", "田中|光商事")).created == 1
    assert not processes


def test_what_an_import_completes_is_as_good_from_a_process(
    store: Store,
    tmp_path: Path,
    processes: list[subprocess.Popen[bytes]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    rows = [
        f"商談{n % 90}|会社{n % 7}|{('受注', '新規')[n % 2]}|2024-03-{n % 28 + 1:02}"
        for n in range(100)
    ]
    path = given(tmp_path, "商談名|会社名|フェーズ|完了予定日", *rows)
    found = []
    for large in (0, 1 << 40):
        monkeypatch.setattr(reading_process, "OWN_PROCESS_FROM", large)
        report = bring(store, path, to="deals")
        found.append(records(store, "deals", "name", "stage", "close_date", "closed_at"))
        assert report.batch is not None
        assert not check(store).findings
        undo(store, report.batch)
    assert len(processes) == 1
    assert found[0] == found[1]
    assert found[0][0]["closed_at"] == "2024-03-01T03:00:00Z"


def test_a_process_that_somebody_ends_leaves_nothing_half_written(
    store: Store, tmp_path: Path, processes: list[subprocess.Popen[bytes]]
) -> None:
    path = nasty(tmp_path, 30_000)
    files, before = sorted(tmp_path.iterdir()), dump(store)

    def end(_: Progress) -> None:
        processes[0].kill()

    with pytest.raises(FileError) as caught:
        run_import(store, plan_import(store, path), progress=end)
    assert str(caught.value) == (
        f"The process that read {path} was ended before it was done,"
        " perhaps because memory ran out. Nothing was imported."
    )
    assert dump(store) == before
    assert sorted(tmp_path.iterdir()) == files


def test_cancelling_ends_the_process(
    store: Store, tmp_path: Path, processes: list[subprocess.Popen[bytes]]
) -> None:
    before = dump(store)
    with pytest.raises(ImportCancelledError):
        run_import(
            store, plan_import(store, nasty(tmp_path, 30_000)), is_cancelled=lambda: bool(processes)
        )
    assert processes[0].returncode is not None
    assert dump(store) == before


_INTERRUPTED = """
import os, signal, sys
from pathlib import Path
from tui_crm.exchange.importing import reading_process
from tui_crm.exchange.importing.importer import run_import
from tui_crm.exchange.importing.planning import plan_import
from tui_crm.features.program import open_store

signal.signal(signal.SIGINT, signal.default_int_handler)
reading_process.processors = lambda: 2
store = open_store(Path(sys.argv[1]), user="sato")
try:
    run_import(
        store,
        plan_import(store, Path(sys.argv[2])),
        progress=lambda _: os.killpg(0, signal.SIGINT),
    )
except KeyboardInterrupt:
    sys.exit(130)
"""


@pytest.mark.skipif(not hasattr(os, "killpg"), reason="no groups of processes here")
def test_ctrl_c_ends_both_processes_and_leaves_the_store_as_it_was(
    store: Store, tmp_path: Path
) -> None:
    path = nasty(tmp_path, 30_000)
    assert path.stat().st_size > reading_process.OWN_PROCESS_FROM
    before = dump(store)
    process = subprocess.Popen(
        [sys.executable, "-c", _INTERRUPTED, str(store.path), str(path)], start_new_session=True
    )
    assert process.wait() == 130
    with pytest.raises(ProcessLookupError):  # nobody of the group is left
        os.killpg(process.pid, signal.SIGKILL)
    assert dump(store) == before
    assert not list(tmp_path.glob("*errors*"))
