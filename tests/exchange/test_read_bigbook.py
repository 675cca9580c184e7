"""A workbook too large for the library reads as the library would read it."""

from __future__ import annotations

import contextlib
import io
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
import python_calamine as calamine

from tests.exchange.reading import cells, given, repacked, workbook
from tests.paths import SHARED_DATA, needs_shared_data
from tui_crm.errors import FileError
from tui_crm.exchange import zipguard
from tui_crm.exchange.bigbook import BigBook, kind_of_format
from tui_crm.exchange.workbook_process import _filled, _LibraryBook

if TYPE_CHECKING:
    from pathlib import Path

    from tui_crm.exchange.workbook_process import Book

MIXED: list[list[Any]] = [
    ["氏名", "数", "日付", "日時", "時刻", "時間", "真偽", "空"],
    ["山田", 5, date(2024, 2, 29), datetime(2024, 2, 1, 8, 30), time(9, 15), None, True, None],
    ["鈴木 ", 0.1, date(1999, 12, 31), None, None, timedelta(hours=30), False, "x"],
]
FAR = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>%s'


def texts(book: Book) -> dict[str, list[tuple[int, list[str]]]]:
    """The rows of all sheets."""
    return {name: list(_filled(book.rows(name))) for name in book.sheets}


def both(path: Path) -> tuple[Book, Book]:
    return _LibraryBook(calamine.load_workbook(path)), BigBook(path)


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
            assert texts(big) == texts(library), path


def test_hidden_sheets_are_known(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(io.BytesIO(workbook([["a"]], secret=[["b"]])))
    book["secret"].sheet_state = "hidden"
    book.save(tmp_path / "list.xlsx")
    assert BigBook(tmp_path / "list.xlsx").hidden == {"secret"}


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
    monkeypatch.setattr(zipguard, "LIBRARY_LIMIT", 3)
    source = given(
        tmp_path, workbook([["title"]], 表=[["a", "b"], [1.0, date(2024, 1, 1)]]), "l.xlsx"
    )
    assert (source.sheet, source.sheets) == ("表", ("Sheet", "表"))
    assert cells(source) == [("1", "2024-01-01")]


def test_a_large_sheet_that_is_damaged_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(zipguard, "LIBRARY_LIMIT", 0)
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
