"""A workbook read as a stream has the values that the library gives, and what its sheets show."""

from __future__ import annotations

import contextlib
import io
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
import python_calamine as calamine

from tests.exchange.reading import cells, given, problems, repacked, workbook
from tests.paths import SHARED_DATA, needs_shared_data
from tui_crm.errors import FileError
from tui_crm.exchange.readers import zip_guard
from tui_crm.exchange.readers.number_format import formatter
from tui_crm.exchange.readers.source import RemarkKind
from tui_crm.exchange.readers.workbook_process import _filled, _LibraryBook
from tui_crm.exchange.readers.xlsx_stream import StreamedWorkbook, kind_of_format

if TYPE_CHECKING:
    from pathlib import Path

    from tui_crm.exchange.readers.workbook_process import Book

MIXED: list[list[Any]] = [
    ["氏名", "数", "日付", "日時", "時刻", "時間", "真偽", "空"],
    ["山田", 5, date(2024, 2, 29), datetime(2024, 2, 1, 8, 30), time(9, 15), None, True, None],
    ["鈴木 ", 0.1, date(1999, 12, 31), None, None, timedelta(hours=30), False, "x"],
]
FAR = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>%s'


def texts(book: Book) -> dict[str, list[tuple[int, list[str]]]]:
    """The rows of all sheets."""
    return {name: list(_filled(book.rows(name))) for name in book.sheets}


def both(path: Path) -> tuple[Book, StreamedWorkbook]:
    return _LibraryBook(calamine.load_workbook(path)), StreamedWorkbook(path)


def without_formats(book: StreamedWorkbook) -> None:
    """Let numbers be as they are stored, which is all that the library gives."""
    book._styles = [each if isinstance(each, str) else None for each in book._styles]


def test_all_kinds_of_values_read_alike(tmp_path: Path) -> None:
    (tmp_path / "mixed.xlsx").write_bytes(workbook(MIXED, second=[["a"]], 三=[[], ["b"]]))
    library, big = both(tmp_path / "mixed.xlsx")
    assert texts(big) == texts(library)
    assert list(big.sheets) == ["Sheet", "second", "三"]


def test_dates_since_1904_read_alike(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.epoch = datetime(1904, 1, 1)
    assert book.active is not None
    book.active.append([date(2024, 1, 31), datetime(1904, 1, 2, 12)])
    book.save(tmp_path / "mac.xlsx")
    library, big = both(tmp_path / "mac.xlsx")
    assert texts(big) == texts(library) == {"Sheet": [(1, ["2024-01-31", "1904-01-02 12:00:00"])]}


REAL = sorted(path for path in SHARED_DATA.rglob("*.xls[xm]") if path.stat().st_size < 400_000)


@needs_shared_data
@pytest.mark.parametrize("start", range(0, len(REAL), 20))
def test_real_workbooks_read_alike(start: int) -> None:
    for path in REAL[start : start + 20]:
        if path.name == "richtext_example.xlsx":  # where the library loses a space between runs
            continue
        with contextlib.suppress(calamine.CalamineError):
            library, big = both(path)
            without_formats(big)
            assert texts(big) == texts(library), path


def test_hidden_sheets_are_known(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(io.BytesIO(workbook([["a"]], secret=[["b"]])))
    book["secret"].sheet_state = "hidden"
    book.save(tmp_path / "list.xlsx")
    assert StreamedWorkbook(tmp_path / "list.xlsx").hidden == {"secret"}


@pytest.mark.parametrize(
    ("form", "kind"),
    [
        ("General", ""),
        ("0.00", ""),
        ("0.00E+00", ""),
        ('#,##0"days"', ""),
        ("[Red]0.00", ""),
        ('[$¥-411]#,##0;"minus "0', ""),
        ("yyyy/m/d", "date"),
        ('yyyy"年"m"月"d"日"', "date"),
        ("[$-411]ggge年m月d日", "date"),
        ("h:mm AM/PM", "date"),
        ("[h]:mm:ss", "duration"),
        ("[mm]:ss", "duration"),
        ("\\d0", ""),
    ],
)
def test_number_formats_tell_moments_from_numbers(form: str, kind: str) -> None:
    assert kind_of_format(form) == kind


def test_a_large_sheet_is_read_row_by_row(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zip_guard, "LIBRARY_LIMIT", 3)
    source = given(
        tmp_path, workbook([["title"]], 表=[["a", "b"], [1.0, date(2024, 1, 1)]]), "l.xlsx"
    )
    assert (source.sheet, source.sheets) == ("表", ("Sheet", "表"))
    assert cells(source) == [("1", "2024-01-01")]


def test_a_large_sheet_that_is_damaged_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(zip_guard, "LIBRARY_LIMIT", 0)
    body = b'<row r="1"><c r="A1" t="s"><v>%s</v></c></row>'
    for content in (body % b"99</row>", body % b"99", body % b"x"):
        with pytest.raises(FileError, match="damaged"):
            given(tmp_path, repacked(workbook([["a"]]), sheet1=FAR % content), "list.xlsx")


def test_a_tall_sheet_is_no_stray_cell(tmp_path: Path) -> None:
    body = b"".join(
        b'<row r="%d"><c r="A%d"><v>1</v></c></row>' % (n, n) for n in range(990_000, 1_048_577)
    )
    data = repacked(workbook([["a"]]), sheet1=FAR % (body + b"</sheetData></worksheet>"))
    source = given(tmp_path, data, "tall.xlsx", header_row=0)
    *_, last = source.rows()
    assert (last.line, last.cells) == (1_048_576, ("1",))


@pytest.mark.parametrize(
    ("code", "number", "text"),
    [
        ("000-0000", 600001, "060-0001"),
        ("00-0000-0000", 312345678, "03-1234-5678"),
        ("[<=999]000;[<=9999]000-00;000-0000", 600001, "060-0001"),
        ("[<=99999999]####-####;\\(00\\) ####-####", 312345678, "(03) 1234-5678"),
        ("00000", 123, "00123"),
        ("0%", 0.25, "25%"),
        ("#,##0", 1234567, "1234567"),
        ('"¥"#,##0', 1234567, "¥1234567"),
        ("[$€-407] #,##0.00", 1234.5, "€ 1234.50"),
        ('#,##0,"千円"', 1234567, "1234.567千円"),
        ("#,##0;[Red](#,##0)", -1200, "-1200"),
        ('#,##0;"△"#,##0', -1200, "-1200"),
        ('_(* #,##0_);_(* (#,##0);_(* "-"_)', 0, "0"),
        ("0;-0;", 0, ""),
        ('"No."000', 7, "No.007"),
        ("# ?/?", 1.5, "1 1/2"),
        ("0.0##", 2.5, "2.5"),
        ('General"円"', 500, "500円"),
    ],
)
def test_numbers_are_as_their_format_shows_them(code: str, number: float, text: str) -> None:
    show = formatter(code)
    assert show is not None
    assert show(number) == (text, False)


@pytest.mark.parametrize("code", ["", "General", "@", "0.00E+00", ";;;"])
def test_formats_that_show_nothing_else_leave_a_number(code: str) -> None:
    assert formatter(code) is None


def test_digits_that_are_not_shown_are_told(tmp_path: Path) -> None:
    source = given(tmp_path, shown_as("#,##0", ["数", 1234.56, 5]), "list.xlsx")
    assert cells(source) == [("1235",), ("5",)]
    assert [(each.kind, each.n, each.where) for each in source.remarks] == [
        (RemarkKind.ROUNDED, 1, ("A2",))
    ]


def shown_as(code: str, column: list[Any]) -> bytes:
    """A workbook of one column whose numbers have a format."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row, value in enumerate(column, 1):
        sheet.cell(row, 1, value).number_format = code
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def sheet_of(*rows: list[Any], merge: tuple[str, ...] = ()) -> openpyxl.Workbook:
    """A workbook with rows, some cells of which are merged."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    for area in merge:
        sheet.merge_cells(area)
    return book


def saved(book: openpyxl.Workbook) -> bytes:
    """The file of a workbook."""
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_a_merged_cell_counts_for_all_its_rows(tmp_path: Path) -> None:
    rows: list[list[Any]] = [
        ["会社", "氏名"],
        ["青空", "佐藤"],
        [None, "田中"],
        [None, "鈴木"],
        ["海", "森"],
    ]
    book = sheet_of(*rows, merge=("A2:A4",))
    found = cells(given(tmp_path, saved(book), "list.xlsx"))
    assert found == [("青空", "佐藤"), ("青空", "田中"), ("青空", "鈴木"), ("海", "森")]


def test_a_header_of_two_merged_rows_is_one_header(tmp_path: Path) -> None:
    book = sheet_of(
        ["氏名", None, "会社名", "本社", None, "支店", None],
        ["姓", "名", None, "電話", "住所", "電話", "住所"],
        ["佐藤", "花子", "青空", "03-1234-5678", "東京都", "06-1234-5678", "大阪府"],
        merge=("A1:B1", "C1:C2", "D1:E1", "F1:G1"),
    )
    source = given(tmp_path, saved(book), "list.xlsx")
    assert source.header == (
        "姓",
        "名",
        "会社名",
        "本社 電話",
        "本社 住所",
        "支店 電話",
        "支店 住所",
    )
    assert [row.line for row in source.rows()] == [3]


def test_a_row_merged_over_its_columns_is_the_heading_of_a_group(tmp_path: Path) -> None:
    book = sheet_of(
        ["会社", "氏名", "電話"], ["東京支店"], ["青空", "佐藤", "03-1234-5678"], merge=("A2:C2",)
    )
    assert problems(given(tmp_path, saved(book), "list.xlsx")) == [(2, "group")]


def test_what_a_sheet_hides_is_told(tmp_path: Path) -> None:
    book = sheet_of(["会社", "氏名", "備考"], ["青空", "佐藤", "=A2"], ["海", "森", "#N/A"])
    sheet = book.active
    assert sheet is not None
    sheet.row_dimensions[3].hidden = True
    sheet.column_dimensions["B"].hidden = True
    source = given(tmp_path, saved(book), "list.xlsx")
    assert [(each.kind, each.where) for each in source.remarks] == [
        (RemarkKind.HIDDEN_ROWS, ("3",)),
        (RemarkKind.HIDDEN_COLUMNS, ("B 氏名",)),
        (RemarkKind.NO_RESULT, ("C2",)),
        (RemarkKind.ERRORS, ("C3 #N/A",)),
    ]
    assert "C2" in str(source.remarks[2])
