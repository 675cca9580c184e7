"""Workbooks read as the text a person would have typed, and hostile ones are refused at once."""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from tests.exchange.reading import assert_whole, cells, given, problems, repacked, workbook
from tui_crm.errors import FileError, NotFoundError
from tui_crm.exchange.readers import workbook as reader
from tui_crm.exchange.readers.source import Format
from tui_crm.exchange.readers.workbook_process import text_of

if TYPE_CHECKING:
    from pathlib import Path

SMALL = workbook([["name", "email"], ["A", "a@x.jp"]])
NS = b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


def sheet(rows: bytes, before: bytes = b"") -> bytes:
    """The XML of a sheet."""
    return before + b"<worksheet " + NS + b"><sheetData>" + rows + b"</sheetData></worksheet>"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (5.0, "5"),
        (-0.0, "0"),
        (0.1 + 0.2, "0.3"),
        (242.26000000000002, "242.26"),
        (1e14, "100000000000000"),
        (8.1e10, "81000000000"),
        (1e300, "1e+300"),
        (1234567890123456.0, "1234567890123456"),
        (9007199254740994.0, "9.007199254740994e+15"),
        (12345678901234567890.0, "1.2345678901234567e+19"),
        (1.23456789e-7, "1.23456789e-07"),
        (7, "7"),
        (True, "TRUE"),
        (False, "FALSE"),
        ("0123", "0123"),
        (date(2024, 2, 29), "2024-02-29"),
        (datetime(2024, 2, 29, 8, 27, 48, 999_600), "2024-02-29 08:27:49"),
        (time(8, 27, 49), "08:27:49"),
        (timedelta(days=10, seconds=54_610), "255:10:10"),
        (timedelta(seconds=-61), "-00:01:01"),
    ],
)
def test_values_read_as_they_are_written(value: Any, text: str) -> None:
    assert text_of(value) == text


@pytest.mark.parametrize(
    ("held", "read"),
    [
        (b"1234567890123456789", "1234567890123456789"),
        (b"1234567890123456", "1234567890123456"),
        (b"9007199254740993", "9007199254740993"),
        (b"1.234567890123457E+18", "1.234567890123457e+18"),
    ],
)
def test_numbers_longer_than_a_spreadsheet_keeps_are_whole_or_say_that_they_are_not(
    tmp_path: Path, held: bytes, read: str
) -> None:
    body = b'<row r="1"><c r="A1" t="str"><v>name</v></c><c r="B1" t="str"><v>id</v></c></row>'
    body += b'<row r="2"><c r="A2" t="str"><v>A</v></c><c r="B2" s="0"><v>%s</v></c></row>' % held
    source = given(tmp_path, repacked(SMALL, sheet1=sheet(body)), "list.xlsx")
    assert cells(source) == [("A", read)]


def test_a_workbook_keeps_whole_numbers_dates_and_truth(tmp_path: Path) -> None:
    rows: list[list[Any]] = [
        ["氏名", "社員数", "日付", "会う", "既存", "率"],
        ["山田", 120, date(2024, 1, 31), datetime(2024, 2, 1, 15, 30), True, 0.25],
    ]
    source = given(tmp_path, workbook(rows), "list.xlsx")
    assert (source.format, source.encoding, source.delimiter) == (Format.XLSX, None, None)
    assert cells(source) == [("山田", "120", "2024-01-31", "2024-02-01 15:30:00", "TRUE", "0.25")]


def test_dates_of_a_1904_workbook_are_not_four_years_off(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.epoch = CALENDAR_MAC_1904
    assert book.active is not None
    book.active.append(["name", "met"])
    book.active.append(["A", date(2024, 1, 31)])
    out = io.BytesIO()
    book.save(out)
    assert cells(given(tmp_path, out.getvalue(), "mac.xlsx")) == [("A", "2024-01-31")]


def test_errors_in_cells_are_blank(tmp_path: Path) -> None:
    body = b'<row r="1"><c r="A1" t="str"><v>a</v></c><c r="B1" t="str"><v>b</v></c></row>'
    body += b'<row r="2"><c r="A2" t="e"><v>#REF!</v></c><c r="B2"><v>1</v></c></row>'
    source = given(tmp_path, repacked(SMALL, sheet1=sheet(body)), "list.xlsx")
    assert cells(source) == [("", "1")]


def test_blank_columns_at_the_left_and_rows_above_keep_their_place(tmp_path: Path) -> None:
    rows = [[], [], [None, None, "name", "email"], [None, None, "A", "a@x.jp"]]
    source = given(tmp_path, workbook(rows), "list.xlsx")
    assert source.header == ("", "", "name", "email")
    assert source.header_line == 3
    assert [(row.line, row.cells) for row in source.rows()] == [(4, ("", "", "A", "a@x.jp"))]


def test_a_merged_title_is_a_preamble(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(
        io.BytesIO(workbook([["顧客一覧"], [], ["氏名", "会社", "電話"]]))
    )
    assert book.active is not None
    book.active.merge_cells("A1:C1")
    book.active.append(["山田", "山田工業", "03-1111-2222"])
    out = io.BytesIO()
    book.save(out)
    source = given(tmp_path, out.getvalue(), "list.xlsx")
    assert (source.header_line, source.preamble) == (3, ("顧客一覧",))


def test_the_first_sheet_with_a_table_is_read(tmp_path: Path) -> None:
    data = workbook([["only a title"]], 連絡先=[["氏名", "会社"], ["山田", "山田工業"]], x=[["p"]])
    source = given(tmp_path, data, "list.xlsx")
    assert (source.sheet, source.sheets) == ("連絡先", ("Sheet", "連絡先", "x"))
    assert cells(source) == [("山田", "山田工業")]


def test_the_user_may_choose_the_sheet(tmp_path: Path) -> None:
    data = workbook([["a", "b"], ["1", "2"]], other=[["c", "d"], ["3", "4"]])
    assert given(tmp_path, data, "list.xlsx", sheet="other").header == ("c", "d")


def test_a_sheet_that_is_not_there_is_named_with_those_that_are(tmp_path: Path) -> None:
    with pytest.raises(NotFoundError, match="Sheet, other"):
        given(tmp_path, workbook([["a"]], other=[["b"]]), "list.xlsx", sheet="third")


def test_rows_shorter_than_the_header_are_whole_in_a_workbook(tmp_path: Path) -> None:
    source = given(tmp_path, workbook([["a", "b", "c"], ["1"], ["1", "2", "3", "4"]]), "list.xlsx")
    assert source.header == ("a", "b", "c", "")
    assert cells(source) == [("1", "", "", ""), ("1", "2", "3", "4")]


def test_a_repeated_header_is_not_a_person(tmp_path: Path) -> None:
    data = workbook([["a", "b"], ["1", "2"], ["a", "b"]])
    assert problems(given(tmp_path, data, "list.xlsx")) == [(3, "repeated_header")]


def test_the_content_counts_and_not_the_name(tmp_path: Path) -> None:
    for name in ("list.xls", "list.csv", "list.ods", "list"):
        assert given(tmp_path, SMALL, name).format is Format.XLSX


def test_progress_ends_at_the_size_of_the_workbook(tmp_path: Path) -> None:
    source = given(tmp_path, workbook([["a", "b"], *[["1", "2"]] * 1000]), "list.xlsx")
    seen: list[int] = []
    assert len(list(source.rows(seen.append))) == 1000
    assert seen == sorted(seen)
    assert seen[-1] == source.size_bytes


def test_a_workbook_may_come_through_standard_input(tmp_path: Path) -> None:
    from tui_crm.exchange.readers.open_source import open_source

    assert cells(open_source(io.BytesIO(SMALL))) == [("A", "a@x.jp")]


LAUGHS = (
    b'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
)
CELL = b'<row r="1"><c r="A1" t="inlineStr"><is><t>%s</t></is></c></row>'


@pytest.mark.parametrize(
    ("part", "sentence"),
    [
        (sheet(CELL % b"&b;", LAUGHS), "XML definitions"),
        (sheet(CELL % (b"A" * 30_000_000)), "far larger"),
        (sheet(b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'), "XFD1048576"),
        (b"<worksheet", "damaged"),
        (sheet(CELL % b"&nothing;"), "damaged"),
        (sheet(b""), "no row"),
    ],
)
def test_a_hostile_sheet_is_refused_with_one_sentence(
    tmp_path: Path, part: bytes, sentence: str
) -> None:
    with pytest.raises(FileError, match=sentence):
        given(tmp_path, repacked(SMALL, sheet1=part), "list.xlsx")


def test_formatted_but_empty_cells_far_away_do_no_harm(tmp_path: Path) -> None:
    body = CELL % b"name" + b'<row r="1048576"><c r="XFD1048576" s="0"/></row>'
    source = given(tmp_path, repacked(SMALL, sheet1=sheet(body)), "list.xlsx")
    assert source.header == ("name",)


def test_sizes_that_an_archive_claims_are_not_believed(tmp_path: Path) -> None:
    data = bytearray(repacked(SMALL, sheet1=sheet(CELL % (b"A" * 30_000_000))))
    with zipfile.ZipFile(io.BytesIO(bytes(data))) as archive:
        size = archive.getinfo("xl/worksheets/sheet1.xml").file_size.to_bytes(4, "little")
    lie = (500).to_bytes(4, "little")
    with pytest.raises(FileError, match="far larger"):
        given(tmp_path, bytes(data).replace(size, lie), "list.xlsx")


@pytest.mark.parametrize("keep", [30, 500, 3000])
def test_a_workbook_cut_short_is_damaged(tmp_path: Path, keep: int) -> None:
    with pytest.raises(FileError, match="damaged"):
        given(tmp_path, SMALL[:keep], "list.xlsx")


def archive(**parts: bytes) -> bytes:
    """A zip archive with these files; two underscores are a slash."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        for name, content in parts.items():
            packed.writestr(name.replace("__", "/"), content)
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (archive(word__document=b"x"), "a document"),
        (archive(xl__workbook=b"").replace(b"workbook", b"book.bin"), "an archive"),
        (archive(a=b"x,y"), "an archive"),
        (b"MZ\x90\0\x03" + bytes(100), "a program"),
        (b"\x7fELF" + bytes(100), "a program"),
        (b"%PDF-1.7\n%\xe2\xe3", "a PDF"),
        (b"\x89PNG\r\n\x1a\n", "a picture"),
        (b"\x1f\x8b\x08\0\0\0", "an archive"),
        (b"SQLite format 3\0", "a database"),
        (b"\x09\x04\x06\0\0\0\x10\0", "Excel 4"),
        (b"<html><body><table><tr><td>name</td></tr></table>", "a web page"),
        (b"<?xml version='1.0'?><Workbook/>", "a web page"),
        (b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n", "a calendar"),
        (bytes(range(256)) * 40, "binary data"),
    ],
)
def test_what_is_no_table_is_named(tmp_path: Path, content: bytes, kind: str) -> None:
    with pytest.raises(FileError, match=kind):
        given(tmp_path, content, "list.xls")


def test_a_reader_that_hangs_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "TIME_LIMIT", 0.001)
    with pytest.raises(FileError, match="too long"):
        given(tmp_path, SMALL, "list.xlsx")


def test_a_reader_that_dies_of_hunger_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.executable", str(tmp_path / "python"))
    (tmp_path / "python").write_text("#!/bin/sh\nkill -ABRT $$\n")
    (tmp_path / "python").chmod(0o700)
    with pytest.raises(FileError, match="too large"):
        given(tmp_path, SMALL, "list.xlsx")


def test_a_module_lying_beside_the_user_is_never_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "json.py").write_text("raise SystemExit(7)")
    (tmp_path / "python_calamine.py").write_text("raise SystemExit(7)")
    monkeypatch.chdir(tmp_path)
    assert_whole(given(tmp_path, SMALL, "list.xlsx"))


def test_the_temporary_rows_go_away_with_the_source(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "t"))
    (tmp_path / "t").mkdir()
    source = given(tmp_path, SMALL, "list.xlsx")
    (left,) = (tmp_path / "t").iterdir()
    assert left.stat().st_mode & 0o077 == 0
    del source
    assert list((tmp_path / "t").iterdir()) == []
