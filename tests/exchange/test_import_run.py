"""An import as a whole: its report, its dry run, its rejected rows, and all or nothing."""

from __future__ import annotations

import csv
import io
import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.exchange.importing import bring, counts, dump, given, records
from tui_crm.errors import ExitCode, FileError, UsageError
from tui_crm.exchange.importing.importer import ImportCancelledError, Progress, run_import
from tui_crm.exchange.importing.options import Duplicates, ImportOptions
from tui_crm.exchange.importing.planning import plan_import
from tui_crm.exchange.importing.report import Action, RowOutcome
from tui_crm.i18n import use
from tui_crm.store.db import backup_files
from tui_crm.store.journal import history

if TYPE_CHECKING:
    from tui_crm.store.db.store import Store

HEADER = "姓|会社名|メール"


def test_the_report_has_the_promised_shape(store: Store, tmp_path: Path) -> None:
    path = given(tmp_path, HEADER + "|血液型", "田中|光商事|a@example.com|A", "佐藤||x|B")
    report = bring(store, path)
    found = report.as_json()
    assert found.pop("seconds") >= 0  # type: ignore[operator]
    assert found == {
        "batch": 1,
        "file": str(path),
        "encoding": "utf-8",
        "type": "leads",
        "rows": 2,
        "created": 1,
        "updated": 0,
        "skipped": 0,
        "failed": 1,
        "incomplete": 0,
        "partial": 0,
        "doubts": 0,
        "errors_file": str(tmp_path / "list-errors.csv"),
        "skipped_file": None,
        "mapping": {"姓": "last_name", "会社名": "company", "メール": "email"},
        "unmapped": ["血液型"],
        "left_out": [],
        "skipped_rows": [],
        "doubtful_rows": [],
        "about_file": [],
        "matched_choices": {},
        "also_created": {},
        "given": {},
    }
    json.dumps(found)


def test_past_imports_tell_what_they_were(store: Store, tmp_path: Path) -> None:
    bring(store, given(tmp_path, HEADER, "田中||a@example.com"))
    (batch,) = history.latest(store.connection, kind="import")
    assert (batch.user, batch.created) == ("sato", 1)
    assert batch.info["rows"] == 1
    assert batch.info["type"] == "leads"
    assert str(batch.info["file"]).endswith("list.csv")


def test_a_dry_run_says_the_same_and_writes_nothing(store: Store, tmp_path: Path) -> None:
    bring(store, given(tmp_path, HEADER, "田中||a@example.com"))
    path = given(
        tmp_path,
        HEADER + "|流入元",
        "田中|光商事|a@example.com|謎",
        "佐藤|光商事|b@example.com|web",
        "鈴木||x|",
        "佐藤|光商事|b@example.com|web",
    )
    before = dump(store)
    files = sorted(tmp_path.iterdir())
    told: list[RowOutcome] = []
    options = ImportOptions(duplicates=Duplicates.FILL, dry_run=True)
    dry = run_import(
        store, plan_import(store, path, options), on_row=lambda _, outcome: told.append(outcome)
    )
    assert dump(store) == before
    assert sorted(tmp_path.iterdir()) == files
    assert dry.batch is None
    assert [outcome.action for outcome in told] == [
        Action.UPDATED,
        Action.CREATED,
        Action.FAILED,
        Action.SKIPPED,
    ]
    assert dict(told[0].changes) == {
        "company": (None, "光商事"),
        "lead_source": (None, "謎"),
    }
    assert told[1].title == "佐藤"
    assert told[1].changes["email"] == (None, "b@example.com")
    real = bring(store, path, duplicates=Duplicates.FILL)
    assert counts(real) == counts(dry)


def test_rejected_rows_come_back_corrected(store: Store, tmp_path: Path) -> None:
    path = given(
        tmp_path,
        HEADER,
        "髙橋|㈱光商事|x",
        "佐藤|桜工業|b@example.com",
        "||",
        '鈴木|,"引用"|y',
        encoding="cp932",
    )
    report = bring(store, path)
    assert counts(report) == (1, 0, 0, 2)
    errors = report.errors_file
    assert errors is not None
    rows = list(csv.reader(io.StringIO(errors.read_text("cp932"), newline="")))
    assert rows[0] == ["Why it was not imported", "姓", "会社名", "メール"]
    assert rows[1][1:] == ["髙橋", "㈱光商事", "x"]
    assert "not an e-mail" in rows[1][0]
    assert rows[2][1:] == ["鈴木", ',"引用"', "y"]
    again = bring(store, errors)
    assert counts(again) == (0, 0, 0, 2)
    assert again.unmapped == ()
    errors.write_bytes(errors.read_bytes().replace(b",x\r\n", b",c@example.com\r\n"))
    errors.write_bytes(errors.read_bytes().replace(b",y\r\n", b",\r\n"))
    assert counts(bring(store, errors)) == (2, 0, 0, 0)


def test_a_row_that_is_too_long_keeps_all_its_cells(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "list.tsv"
    path.write_bytes("姓\tメール\n田中\ta@example.com\t余分\n\n佐藤\tb@example.com\n".encode())
    report = bring(store, path)
    assert counts(report) == (1, 0, 0, 1)
    errors = tmp_path / "list-errors.tsv"
    assert errors.read_text().splitlines()[1].split("\t")[1:] == ["田中", "a@example.com", "余分"]
    assert counts(bring(store, errors)) == (0, 0, 0, 1)


def test_bytes_that_are_no_text_come_back_as_they_were(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(
        "姓,会社名\n田中,光".encode("cp932") + b"\x85\x9f\n" + "佐藤,桜\n".encode("cp932")
    )
    report = bring(store, path)
    assert counts(report) == (1, 0, 0, 1)
    assert report.errors_file is not None
    assert b"\x85\x9f" in report.errors_file.read_bytes()


def test_rejected_rows_of_a_workbook_go_to_a_table_for_excel(store: Store, tmp_path: Path) -> None:
    from openpyxl import Workbook

    book = Workbook()
    for row in (["姓", "メール"], ["田中", "x"], ["佐藤", "b@example.com"]):
        book.active.append(row)
    book.save(tmp_path / "list.xlsx")
    report = bring(store, tmp_path / "list.xlsx")
    assert counts(report) == (1, 0, 0, 1)
    assert report.errors_file == tmp_path / "list-errors.csv"
    assert report.errors_file.read_bytes().startswith(b"\xef\xbb\xbf")


def test_rejected_rows_never_replace_a_file_unasked(store: Store, tmp_path: Path) -> None:
    path = given(tmp_path, HEADER, "田中||x")
    (tmp_path / "list-errors.csv").write_text("mine")
    assert bring(store, path).errors_file == tmp_path / "list-errors-2.csv"
    assert bring(store, path, errors=tmp_path / "bad.csv").errors_file == tmp_path / "bad.csv"
    with pytest.raises(FileError, match="works with"):
        bring(store, path, errors=path)
    assert (tmp_path / "list-errors.csv").read_text() == "mine"


def test_reasons_are_written_in_letters_that_the_encoding_has(store: Store, tmp_path: Path) -> None:
    use("ja")
    path = tmp_path / "list.csv"
    path.write_bytes("Last Name,Email\nMüller,x\n".encode("cp1252"))
    report = bring(store, path)
    assert report.errors_file is not None
    text = report.errors_file.read_text("cp1252")
    assert text.startswith("Why it was not imported,")
    assert "Müller" in text
    assert bring(store, report.errors_file).unmapped == ()


def test_nothing_is_written_where_a_required_field_is_missing(store: Store, tmp_path: Path) -> None:
    before = dump(store)
    with pytest.raises(UsageError, match="Last name or Company"):
        bring(store, given(tmp_path, "電話|住所", "03-1234-5678|東京都港区"))
    with pytest.raises(UsageError, match='--map "Compny=company"'):
        bring(store, given(tmp_path, "Compny", "光商事"))
    assert dump(store) == before


def test_nothing_is_written_where_the_errors_have_no_place(store: Store, tmp_path: Path) -> None:
    before = dump(store)
    path = given(tmp_path, HEADER, "佐藤||b@example.com", "田中||x")
    with pytest.raises(FileError, match="cannot be written"):
        bring(store, path, errors=tmp_path / "missing" / "errors.csv")
    assert dump(store) == before


def test_stopping_takes_everything_back(store: Store, tmp_path: Path) -> None:
    path = given(tmp_path, HEADER, *(f"P{n}||x" if n % 2 else f"P{n}||" for n in range(2000)))
    before = dump(store)
    asked = iter([False, False, True])
    with pytest.raises(ImportCancelledError) as stopped:
        run_import(store, plan_import(store, path), is_cancelled=lambda: next(asked))
    assert stopped.value.exit_code is ExitCode.INTERRUPTED
    assert dump(store) == before
    assert list(tmp_path.glob("*errors*")) == []
    assert list(tmp_path.glob(".*")) == []


def test_an_interrupt_takes_everything_back(store: Store, tmp_path: Path) -> None:
    path = given(tmp_path, HEADER, *(f"P{n}||" for n in range(1200)))
    before = dump(store)

    def interrupt(progress: Progress) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run_import(store, plan_import(store, path), progress=interrupt)
    assert dump(store) == before


def test_progress_goes_up_to_the_end(store: Store, tmp_path: Path) -> None:
    path = given(tmp_path, HEADER, *(f"P{n}||" for n in range(1200)))
    told: list[Progress] = []
    run_import(store, plan_import(store, path), progress=told.append)
    assert [p.rows for p in told] == [500, 1000, 1200]
    assert told[-1].bytes_read == told[-1].bytes_total == path.stat().st_size


def test_a_preview_takes_the_first_rows_alone(store: Store, tmp_path: Path) -> None:
    path = given(tmp_path, HEADER, *(f"P{n}||" for n in range(1200)))
    told: list[RowOutcome] = []
    plan = plan_import(store, path, ImportOptions(dry_run=True))
    report = run_import(store, plan, on_row=lambda _, outcome: told.append(outcome), limit=20)
    assert (report.rows, len(told)) == (20, 20)
    assert records(store, "leads") == []


def test_a_large_import_makes_a_backup_first(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tui_crm.exchange.importing.importer.BACKED_UP_FROM", 3)
    few = given(tmp_path, HEADER, *(f"A{n}||" for n in range(3)), name="few.csv")
    assert bring(store, few).backup is None
    many = given(tmp_path, HEADER, *(f"B{n}||" for n in range(4)), name="many.csv")
    assert bring(store, many, dry_run=True).backup is None
    report = bring(store, many)
    assert report.backup is not None
    assert [b.reason for b in backup_files.existing(store.path)] == ["before-import"]


def test_standard_input_is_a_file_too(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    stream = io.BytesIO("姓,メール\n田中,a@example.com\n佐藤,x\n".encode())
    report = run_import(store, plan_import(store, stream))
    assert counts(report) == (1, 0, 0, 1)
    assert report.errors_file == tmp_path / "import-errors.csv"


def test_a_repeated_header_is_left_out_and_a_blank_row_is_none(
    store: Store, tmp_path: Path
) -> None:
    report = bring(store, given(tmp_path, HEADER, "田中||", HEADER, "||", "佐藤||"))
    assert counts(report) == (2, 0, 1, 0)


def test_records_on_one_line_are_told_apart(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "leads.json"
    path.write_text('[{"last_name": "田中", "email": "x"}, {"last_name": "佐藤", "email": ""}]')
    report = bring(store, path)
    assert counts(report) == (1, 0, 0, 1)


_KILLED = """
import sys, time
from pathlib import Path
from tui_crm.store.db.store import Store
from tui_crm.exchange.importing.importer import run_import
from tui_crm.exchange.importing.planning import plan_import

from tui_crm.features.program import open_store
store = open_store(Path(sys.argv[1]), user="sato")
plan = plan_import(store, Path(sys.argv[2]))

def half_way(progress):
    if progress.rows >= 1500:
        print("half way", flush=True)
        time.sleep(60)

run_import(store, plan, progress=half_way)
"""


def test_killed_half_way_the_store_is_as_before(store: Store, tmp_path: Path) -> None:
    bring(store, given(tmp_path, HEADER, "田中||a@example.com"))
    before = dump(store)
    path = given(tmp_path, HEADER, *(f"P{n}|会社{n}|" for n in range(3000)), name="big.csv")
    process = subprocess.Popen(
        [sys.executable, "-c", _KILLED, str(store.path), str(path)],
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2] / "src")},
    )
    try:
        assert process.stdout is not None
        assert process.stdout.readline() == b"half way\n"
        process.send_signal(signal.SIGKILL)
        process.wait(timeout=30)
    finally:
        process.kill()
        if process.stdout:
            process.stdout.close()
    assert counts(bring(store, path, dry_run=True)) == (3000, 0, 0, 0)
    assert dump(store) == before
    assert store.connection.scalar("PRAGMA integrity_check") == "ok"


def test_many_new_fields_of_one_import_go_with_it(store: Store, tmp_path: Path) -> None:
    from tui_crm.exchange.importing.options import Unmapped
    from tui_crm.store.journal.undo import undo

    path = given(tmp_path, "姓|靴|帽子", "田中|26|L")
    report = bring(store, path, unmapped=Unmapped.FIELDS)
    assert report.batch is not None
    undo(store, report.batch)
    assert records(store, "leads") == []
    assert [spec.key for spec in store.schema.type("leads").fields if spec.custom] == []
