"""Records in files: every format, whole or not at all, harmless in a spreadsheet."""

from __future__ import annotations

import csv
import io
import json
from datetime import date, datetime
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any

import pytest

from tui_crm.errors import FileError, UsageError
from tui_crm.exchange.exporting.exporter import export
from tui_crm.exchange.exporting.options import (
    ExportFormat,
    ExportOptions,
    Headers,
    format_called,
    format_of_file,
)
from tui_crm.exchange.formula_escape import escape_formula, unescape_formula
from tui_crm.i18n import use
from tui_crm.output_file import destination
from tui_crm.store.journal.unit import unit

if TYPE_CHECKING:
    from tui_crm.exchange.exporting.exporter import ExportReport
    from tui_crm.store.db.store import Store
    from tui_crm.store.model import Value


def add(store: Store, record_type: str = "leads", **values: Value) -> int:
    """A record; its id."""
    with unit(store, "add") as work:
        return work.create(record_type, values)


def written(store: Store, folder: Path, format_: str = "csv", **options: Any) -> bytes:
    """What an export writes."""
    path = folder / f"out.{format_}"
    make(store, path, **options)
    return path.read_bytes()


def make(store: Store, path: Path, **options: Any) -> ExportReport:
    """An export to a file."""
    options.setdefault("type", "leads")
    to = destination(path, overwrite=True)
    return export(store, ExportOptions(format=format_of_file(path), **options), to)


def table(data: bytes, encoding: str = "utf-8", delimiter: str = ",") -> list[dict[str, str]]:
    """The rows of a CSV file."""
    return list(csv.DictReader(io.StringIO(data.decode(encoding), newline=""), delimiter=delimiter))


def test_labels_are_in_the_language_in_use_and_keys_in_none(store: Store, tmp_path: Path) -> None:
    add(store, last_name="田中", status="new", opted_out=1, created_at="2026-11-20T15:30:00Z")
    columns = ("last_name", "status", "opted_out", "created_at")
    use("ja")
    (row,) = table(written(store, tmp_path, columns=columns))
    assert row == {
        "姓": "田中",
        "ステータス": "新規",
        "メール配信停止": "はい",
        "作成日時": "2026-11-21 00:30:00",
    }
    (row,) = table(written(store, tmp_path, columns=columns, headers=Headers.KEYS))
    assert row == {
        "last_name": "田中",
        "status": "new",
        "opted_out": "yes",
        "created_at": "2026-11-20T15:30:00Z",
    }


def test_all_fields_are_written_the_number_first(store: Store, tmp_path: Path) -> None:
    add(store, last_name="田中")
    (row,) = table(written(store, tmp_path, headers=Headers.KEYS))
    assert next(iter(row)) == "id"
    assert {"external_id", "created_at", "shoe"} & row.keys() == {"external_id", "created_at"}
    assert "title" not in row


def test_two_fields_with_one_label_get_their_keys_too(store: Store, tmp_path: Path) -> None:
    account = add(store, "accounts", name="光商事")
    add(store, "deals", name="A", account=account)
    data = written(store, tmp_path, type="deals", columns=("next_step", "next_activity_at"))
    header = data.decode().splitlines()[0]
    assert header == "Next step (next_step),Next step (next_activity_at)"


def test_the_records_of_a_list_are_written_in_its_order(store: Store, tmp_path: Path) -> None:
    for name, rating in (("B", "hot"), ("A", "hot"), ("C", "cold")):
        add(store, last_name=name, rating=rating)
    found = table(written(store, tmp_path, where="rating=hot", sort="-last_name"))
    assert [row["Last name"] for row in found] == ["B", "A"]
    chosen = table(written(store, tmp_path, ids=[3, 1]))
    assert [row["Last name"] for row in chosen] == ["C", "B"]
    assert table(written(store, tmp_path, ids=[])) == []


@pytest.mark.parametrize(
    "text",
    [
        "=cmd|' /C calc'!A0",
        "@SUM(1+1)*cmd|' /C calc'!A0",
        '=HYPERLINK("http://e/?"&A1,"x")',
        "+1",
        "-1",
        "＝1",
        "'=1",
        "''+1",
        "+81-90-1234-5678",
    ],
)
def test_a_formula_is_harmless_for_a_spreadsheet(store: Store, tmp_path: Path, text: str) -> None:
    add(store, last_name=text)
    data = written(store, tmp_path, for_excel=True, columns=("last_name",))
    (row,) = table(data, "utf-8-sig")
    assert row["Last name"] == f"'{text}"
    assert unescape_formula(row["Last name"]) == text


def test_guarding_is_said_and_only_done_when_asked(store: Store, tmp_path: Path) -> None:
    add(store, last_name="=1", company="'tis", phone="+81 3-1234-5678", annual_revenue=-5)
    report = make(store, tmp_path / "a.csv", for_excel=True)
    assert report.guarded == 2
    assert "2 cells" in report.remarks()[0]
    (row,) = table((tmp_path / "a.csv").read_bytes(), "utf-8-sig")
    assert (row["Company"], row["Annual revenue"]) == ("'tis", "-5")
    plain = make(store, tmp_path / "b.csv")
    assert (plain.guarded, plain.live) == (0, 2)
    (row,) = table((tmp_path / "b.csv").read_bytes())
    assert row["Last name"] == "=1"


@pytest.mark.parametrize("text", ["=1", "'=1", "''@x", "'", "'tis", "", "x=1", "\t=1", "-"])
@pytest.mark.parametrize("for_spreadsheet", [True, False])
def test_a_guard_is_taken_back_exactly(text: str, for_spreadsheet: bool) -> None:
    assert unescape_formula(escape_formula(text, for_spreadsheet=for_spreadsheet)) == text


def test_a_workbook_has_types_a_fixed_header_and_no_formula(store: Store, tmp_path: Path) -> None:
    from openpyxl import load_workbook

    account = add(store, "accounts", name="=1+1")
    add(
        store,
        "deals",
        name="@SUM(1)",
        account=account,
        amount=1_240_050,
        currency="USD",
        close_date="2026-12-01",
        created_at="2026-11-20T15:30:00Z",
        probability=50,
        description="x\x01y",
    )
    columns = ("name", "account", "amount", "close_date", "created_at", "probability")
    path = tmp_path / "deals.xlsx"
    make(store, path, type="deals", columns=(*columns, "description"))
    sheet = load_workbook(path).active
    assert sheet is not None
    assert sheet.title == "Deals"
    assert sheet.freeze_panes == "A2"
    assert sheet.column_dimensions["A"].width == 30
    cells = next(sheet.iter_rows(min_row=2))
    assert [cell.value for cell in cells] == [
        "@SUM(1)",
        "=1+1",
        12400.5,
        datetime(2026, 12, 1),
        datetime(2026, 11, 21, 0, 30),
        50,
        "xy",
    ]
    assert [cell.data_type for cell in cells] == ["s", "s", "n", "d", "d", "n", "s"]
    assert cells[3].value.date() == date(2026, 12, 1)


def test_json_is_typed_and_in_no_language(store: Store, tmp_path: Path) -> None:
    use("ja")
    account = add(store, "accounts", name="光商事")
    add(
        store, "deals", name="A", account=account, amount=500, currency="USD", tags="\n大口\n東京\n"
    )
    expected = {"name": "A", "account": "光商事", "amount": 5.0, "tags": ["大口", "東京"]}
    columns = ("name", "account", "amount", "tags")
    data = written(store, tmp_path, "json", type="deals", columns=columns)
    assert json.loads(data) == [expected]
    lines = written(store, tmp_path, "jsonl", type="deals", columns=columns)
    assert [json.loads(line) for line in lines.splitlines()] == [expected]
    assert json.loads(written(store, tmp_path, "json", type="notes")) == []


def test_tabs_part_the_cells_of_a_tsv(store: Store, tmp_path: Path) -> None:
    add(store, last_name="a\tb", company="光商事")
    data = written(store, tmp_path, "tsv", columns=("last_name", "company"))
    assert data == 'Last name\tCompany\r\n"a\tb"\t光商事\r\n'.encode()


def test_what_an_encoding_lacks_is_named_before_anything_is_written(
    store: Store, tmp_path: Path
) -> None:
    add(store, last_name="𠮷田", company="髙島屋 ①", description="10\u301c12時 café")
    path = tmp_path / "out.csv"
    path.write_text("as before")
    with pytest.raises(UsageError, match=r"𠮷 \(U\+20BB7\)") as refused:
        make(store, path, encoding="cp932")
    assert "é" in str(refused.value)
    assert "\u301c" not in str(refused.value)
    assert path.read_text() == "as before"
    report = make(store, path, encoding="Shift_JIS", lossy=True)
    (row,) = table(path.read_bytes(), "cp932")
    assert (row["Last name"], row["Company"]) == ("?田", "髙島屋 ①")
    assert row["Description"] == "10\uff5e12時 caf?"
    assert report.replaced == {"\u301c": 1}
    assert report.lost == {"𠮷": 1, "é": 1}
    assert len(report.remarks()) == 2


def test_excel_is_told_that_it_is_utf_8(store: Store, tmp_path: Path) -> None:
    add(store, last_name="田中")
    assert written(store, tmp_path, for_excel=True).startswith(b"\xef\xbb\xbf")
    assert not written(store, tmp_path).startswith(b"\xef\xbb\xbf")
    assert written(store, tmp_path, encoding="utf-8-sig").count(b"\xef\xbb\xbf") == 1
    assert written(store, tmp_path, encoding="utf-16").decode("utf-16").startswith("No.")


def test_a_file_is_there_whole_or_as_it_was(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for n in range(3):
        add(store, last_name=f"P{n}")
    path = tmp_path / "out.csv"
    path.write_text("as before")

    def fail(done: int, of: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        export(store, ExportOptions("leads"), destination(path, overwrite=True), progress=fail)
    assert path.read_text() == "as before"
    assert [p.name for p in tmp_path.iterdir() if p.is_file()] == ["out.csv"]
    with pytest.raises(FileError, match="cannot be written"):
        make(store, tmp_path / "missing" / "out.csv")


def test_a_file_gets_the_rights_that_new_files_get(store: Store, tmp_path: Path) -> None:
    (tmp_path / "touched").touch()
    make(store, tmp_path / "out.csv")
    assert (tmp_path / "out.csv").stat().st_mode == (tmp_path / "touched").stat().st_mode


def test_a_stream_gets_the_same_bytes(store: Store, tmp_path: Path) -> None:
    add(store, last_name="田中")
    stream = io.BytesIO()
    report = export(store, ExportOptions("leads"), stream)
    assert stream.getvalue() == written(store, tmp_path)
    assert (report.rows, report.path) == (1, None)


def test_what_makes_no_sense_is_refused(store: Store, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"ending of letter\.doc does not say"):
        format_of_file(PurePath("letter.doc"))
    with pytest.raises(UsageError, match="no format doc"):
        format_called("doc")
    with pytest.raises(UsageError, match="no field shoe"):
        make(store, tmp_path / "a.csv", columns=("shoe",))
    with pytest.raises(UsageError, match="contact cards"):
        make(store, tmp_path / "a.vcf", type="deals")
    with pytest.raises(UsageError, match="calendar"):
        make(store, tmp_path / "a.ics", type="leads")
    with pytest.raises(UsageError, match="klingon"):
        make(store, tmp_path / "a.csv", encoding="klingon")
    add(store, last_name="x", description="y" * 40_000)
    with pytest.raises(UsageError, match="32767"):
        make(store, tmp_path / "a.xlsx")
    assert [path for path in tmp_path.iterdir() if path.is_file()] == []


def test_formats_are_known_by_name_and_by_ending() -> None:
    assert format_of_file(PurePath("a.b.CSV")) == ExportFormat.CSV
    assert format_called("xlsx") == ExportFormat.XLSX
    assert format_of_file(PurePath("list.ndjson")) == ExportFormat.JSONL


def test_progress_counts_records(store: Store, tmp_path: Path) -> None:
    with unit(store, "import") as work:
        work.create_many("leads", ({"last_name": f"P{n}"} for n in range(700)))
    told: list[tuple[int, int]] = []
    export(store, ExportOptions("leads"), tmp_path / "a.csv", progress=lambda *n: told.append(n))
    assert told == [(500, 700), (700, 700)]


def test_live_formulas_of_a_plain_csv_are_counted_and_the_way_out_named(
    store: Store, tmp_path: Path
) -> None:
    add(store, last_name="=1+1", company="+81 3")
    add(store, last_name="plain", company="'=1")
    report = make(store, tmp_path / "a.csv")
    assert report.live == 2
    (said,) = report.remarks()
    assert "2 cells" in said
    assert "--for-excel" in said
    assert make(store, tmp_path / "b.csv", for_excel=True).live == 0
    assert make(store, tmp_path / "c.xlsx").remarks() == []
