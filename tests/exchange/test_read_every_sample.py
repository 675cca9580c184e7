"""Every real and broken file that we have is read whole, or refused in one sentence."""

from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING

import pytest

from tests.exchange.reading import assert_whole, problems
from tests.paths import SHARED_DATA, needs_shared_data
from tui_crm.errors import CrmError
from tui_crm.exchange.readers.open_source import open_source
from tui_crm.exchange.readers.rows import OtherLine, ProblemKind
from tui_crm.exchange.readers.source import Source, SourceOptions

if TYPE_CHECKING:
    from pathlib import Path

    from tui_crm.exchange.readers.rows import Row

FOLDERS = ("crm_exports", "japanese", "messy_csv", "workbooks", "vcard")
SAMPLES = sorted(
    path
    for folder in FOLDERS
    for path in (SHARED_DATA / folder).rglob("*")
    if path.is_file() and "json" not in path.parent.name and "parameters" not in path.parent.name
)

pytestmark = [needs_shared_data, pytest.mark.filterwarnings("error")]


def groups() -> list[list[Path]]:
    """The samples in handfuls, since a test for each costs more than the reading."""
    return [SAMPLES[start : start + 20] for start in range(0, len(SAMPLES), 20)]


@pytest.mark.parametrize("paths", groups(), ids=lambda paths: paths[0].name)
def test_every_sample_is_read_whole_or_refused(paths: list[Path]) -> None:
    for path in paths:
        if source := opened(path):
            assert_whole(source)


def opened(path: Path) -> Source | None:
    """The source, or None if it was refused with a sentence."""
    try:
        return open_source(path)
    except CrmError as error:
        sentence = str(error)
    assert not sentence.startswith("errors.")
    return None


def sample(name: str, **options: int | str) -> Source:
    """The source in one of the files."""
    return open_source(SHARED_DATA / name, SourceOptions(**options))  # type: ignore[arg-type]


def records(source: Source) -> list[dict[str, str]]:
    return [dict(zip(source.header, row.cells, strict=True)) for row in source.rows()]


@pytest.mark.parametrize(
    "name", ["empty", "empty_crlf", "json", "quotes_and_newlines", "simple", "simple_crlf", "utf8"]
)
def test_csv_spectrum_reads_as_expected(name: str) -> None:
    folder = SHARED_DATA / "messy_csv" / "csv-spectrum"
    expected = json.loads((folder / "json" / f"{name}.json").read_text("utf-8"))
    assert records(open_source(folder / "csvs" / f"{name}.csv")) == expected


@pytest.mark.parametrize(
    "path",
    sorted((SHARED_DATA / "messy_csv" / "csv-test-data" / "json").glob("*.json")),
    ids=lambda path: path.stem,
)
def test_csv_test_data_reads_as_expected(path: Path) -> None:
    expected = json.loads(path.read_text("utf-8"))
    source_path = path.parents[1] / "csv" / f"{path.stem}.csv"
    if path.stem == "all-empty":
        with pytest.raises(CrmError):
            open_source(source_path)
        return
    source = open_source(source_path)
    if expected and isinstance(expected[0], dict):
        assert records(source) == expected
        return
    rows = [list(source.header), *(list(row.cells) for row in source.rows())]
    assert rows == [row for row in expected if any(row)]


@pytest.mark.parametrize("name", ["header-less-fields", "header-more-fields", "missing-quote"])
def test_bad_csv_test_data_has_a_problem(name: str) -> None:
    source = sample(f"messy_csv/csv-test-data/csv/bad-{name}.csv")
    assert [row for row in source.rows() if not row.problem] == []
    assert len(problems(source)) == 1


@pytest.mark.parametrize(
    "path",
    sorted((SHARED_DATA / "messy_csv" / "datablist_broken" / "expected-fixed").glob("*.csv")),
    ids=lambda path: path.stem,
)
def test_broken_files_lose_nothing_but_what_is_broken(path: Path) -> None:
    fixed = {row.cells for row in open_source(path).rows()}
    broken = open_source(path.parents[1] / path.name)
    good = {row.cells for row in broken.rows() if not row.problem}
    if path.stem == "newline-inside-unquoted-field":
        assert ("2", "Bob", "Valid row") in good  # the first half of the other looks whole
        assert len(problems(broken)) == 1
    else:
        assert good <= fixed
        assert len(good) + len(problems(broken)) == len(fixed)


def pollock_pairs() -> list[tuple[Path, Path]]:
    folder = SHARED_DATA / "messy_csv" / "pollock"
    return [
        (path, folder / "clean" / path.name)
        for path in sorted((folder / "csv").glob("*.csv"))
        if path.stat().st_size and (folder / "clean" / path.name).is_file()
    ]


@pytest.mark.parametrize(("path", "clean"), pollock_pairs(), ids=lambda path: path.stem)
def test_no_row_of_pollock_is_ever_shifted(path: Path, clean: Path) -> None:
    with clean.open(encoding="utf-8", newline="") as file:
        truth = {tuple(row) for row in csv.reader(file)}
    rows: list[Row] = list(open_source(path).rows())
    good = [row.cells for row in rows if not row.problem]
    if "escape_char" in path.name:  # where \\' may be read as it stands or as an apostrophe
        truth = {tuple(cell.replace("\\", "") for cell in row) for row in truth}
    assert set(good) <= truth
    counted = {OtherLine.REPEATED_HEADER, ProblemKind.TOO_MANY, ProblemKind.STRAY_QUOTE}
    bad = [row for row in rows if row.problem and row.problem.kind in counted]
    assert len(good) >= (0 if "header_only" in path.name else 82), bad


def test_the_big_japanese_list_is_whole() -> None:
    source = sample("japanese/edinet/EdinetcodeDlInfo.csv")
    assert (source.encoding, source.header_line, len(source.preamble)) == ("cp932", 2, 1)
    rows = assert_whole(source)
    assert len(rows) == 11_374
    assert {row.cells[0][0] for row in rows} == {"E"}
    assert {len(row.cells[12]) for row in rows} <= {0, 13}


@pytest.mark.parametrize(
    ("name", "encoding"),
    [
        ("messy_csv/messytables_horror/characters.csv", "big5"),
        ("messy_csv/frictionless/table-infer-iso-8859-7.csv", "cp1253"),
        ("messy_csv/frictionless/table-with-accents.csv", "cp1252"),
        ("crm_exports/salesforce/dataloader/accountData.csv", "cp1252"),
        ("crm_exports/salesforce/dataloader/csvtext_BOM_UTF16LE.csv", "utf-16"),
    ],
)
def test_the_encoding_of_real_files_is_found(name: str, encoding: str) -> None:
    assert sample(name).encoding == encoding


@pytest.mark.parametrize(
    ("name", "line", "preamble", "first"),
    [
        ("crm_exports/peer_snippets/eight_export_with_preamble.csv", 8, 7, "会社名"),
        ("messy_csv/messytables_horror/excel_pasting.csv", 4, 3, "Year"),
        ("messy_csv/messytables_horror/mixedGLB.csv", 4, 3, "Year"),
        ("messy_csv/pollock/csv/file_preamble.csv", 3, 2, "DATE"),
        ("messy_csv/pollock_survey/csv/PLA_6%Talc-1hz.csv", 24, 23, "##Temp./¡ãC"),
        ("japanese/nanchatte/csv2TexLetterLabel/personal_infomation.csv", 0, 0, "Column 1"),
        ("messy_csv/frictionless/chunk3.csv", 0, 0, "Column 1"),
    ],
)
def test_the_header_of_real_files_is_found(name: str, line: int, preamble: int, first: str) -> None:
    source = sample(name)
    assert (source.header_line, len(source.preamble), source.header[0]) == (line, preamble, first)


def test_damaged_and_locked_workbooks_are_refused_by_name() -> None:
    for name, sentence in (
        ("workbooks/damaged/crm_lead.xls", "damaged"),
        ("workbooks/damaged_crlf/test.xls", "copied as text"),
        ("workbooks/calamine/pass_protected.xlsx", "protected"),
        ("workbooks/calamine/pass_protected.ods", "protected"),
        ("workbooks/sheetjs/password_2002_128_strong.xls", "protected"),
        ("workbooks/calamine/issue_594_dos.ods", "too large"),
        ("workbooks/xlrd/biff4_no_format_no_window2.xls", "Excel 4"),
        ("messy_csv/frictionless/implicit-zip.csv", "unpack"),
        ("vcard/libical/user-cal.vcf", "calendar"),
    ):
        with pytest.raises(CrmError, match=sentence):
            sample(name)
