"""Whatever the bytes are, the answer is rows or one of our own errors."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.exchange.reading import assert_whole
from tui_crm.errors import CrmError
from tui_crm.exchange.readers.delimited import Records
from tui_crm.exchange.readers.dialect import Dialect
from tui_crm.exchange.readers.open_source import open_source

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.filterwarnings("error")

QUICK = settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))

CSV = '氏名,会社,メモ\r\n山田,"山田, 工業","一\n二"\r\n鈴木,㈱鈴木,"5"""\r\n'
CARDS = (
    "BEGIN:VCARD\r\nVERSION:2.1\r\nN;CHARSET=UTF-8:山田;太郎;;\r\nTEL;CELL:090\r\n"
    "NOTE;ENCODING=QUOTED-PRINTABLE:=E5=\r\n=B1=B1\r\nADR;WORK:;;a;b;c;d;e\r\nAGENT:\r\n"
    "BEGIN:VCARD\r\nFN:B\r\nEND:VCARD\r\nEND:VCARD\r\n"
)
RECORDS = '[{"氏名": "山田", "a": [1, 2.5, null]},\n {"氏名": "\\ud83d\\ude0e", "b": true}]'
LINES = '{"氏名": "山田", "a": 1}\n{"a": "x\\u0000"}\n'
SEEDS = [
    text.encode(encoding)
    for text in (CSV, CARDS, RECORDS, LINES)
    for encoding in ("utf-8", "utf-8-sig", "cp932", "utf-16", "euc_jp")
    if "😎" not in text and not (encoding in ("cp932", "euc_jp") and "㈱" in text and text is CSV)
]


@st.composite
def mutations(draw: st.DrawFn) -> bytes:
    """One of the small files with some bytes changed, doubled, dropped or put in."""
    data = bytearray(draw(st.sampled_from(SEEDS)))
    for _ in range(draw(st.integers(1, 6))):
        at = draw(st.integers(0, max(len(data) - 1, 0)))
        match draw(st.integers(0, 4)):
            case 0:
                data[at : at + 1] = draw(st.binary(min_size=1, max_size=4))
            case 1:
                del data[at : at + draw(st.integers(1, 40))]
            case 2:
                data[at:at] = data[at : at + draw(st.integers(1, 60))]
            case 3:
                data[at:at] = draw(
                    st.sampled_from([b'"', b",", b"\n", b"\0", b"\x1b$B", b"{", b"[", b";", b"\\"])
                )
            case _:
                data = data[:at]
    return bytes(data)


def survives(data: bytes) -> None:
    try:
        source = open_source(io.BytesIO(data))
        assert_whole(source)
    except CrmError as error:
        sentence = str(error)
    else:
        sentence = "read"
    assert sentence
    assert not sentence.startswith("errors.")


@QUICK
@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    survives(data)


@QUICK
@given(mutations())
def test_any_damage_to_a_file_is_read_or_refused(data: bytes) -> None:
    survives(data)


@QUICK
@given(st.text(alphabet='ab,;\t"\n\r \\é山', max_size=200))
def test_any_text_is_read_or_refused(text: str) -> None:
    survives(text.encode())


CELLS = st.text(alphabet='ab,"\n\r ;山', max_size=6)


@QUICK
@given(st.lists(st.lists(CELLS, min_size=2, max_size=4), min_size=1, max_size=8))
def test_well_written_rows_come_back_as_they_were(rows: list[list[str]]) -> None:
    lines = [",".join('"' + cell.replace('"', '""') + '"' for cell in row) + "\r\n" for row in rows]
    blocks = [io.StringIO("".join(lines), newline="").readlines()]
    read = [(line, cells, kind) for line, cells, kind in Records(blocks, Dialect(), "x")]
    assert [cells for _, cells, _ in read] == rows
    assert {kind for *_, kind in read} == {None}


@QUICK
@given(st.text(alphabet='ab,"\n', max_size=120), st.integers(1, 7))
def test_no_line_is_lost_however_the_quotes_fall(text: str, size: int) -> None:
    """Each line belongs to exactly one row, and blocks of any size give the same rows."""
    lines = io.StringIO(text, newline="").readlines()
    whole = list(Records([lines], Dialect(), "x"))
    blocks = [lines[start : start + size] for start in range(0, len(lines), size)]
    assert list(Records(blocks, Dialect(), "x")) == whole
    assert [line for line, *_ in whole] == sorted({line for line, *_ in whole})
    rest = [line for line in lines if line.strip()]
    assert bool(whole) == bool(lines)
    assert sum(bool(cells) for _, cells, _ in whole) <= max(len(rest), 0)


@pytest.fixture(scope="module")
def damaged_workbook() -> Callable[[int, int], bytes]:
    from tests.exchange.reading import workbook

    good = workbook([["name", "email"], *[["A", "a@x.jp"]] * 5])

    def damaged(at: int, byte: int) -> bytes:
        data = bytearray(good)
        data[at % len(data)] = byte
        return bytes(data)

    return damaged


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.integers(0, 6000), st.integers(0, 255))
def test_any_damage_to_a_workbook_is_read_or_refused(
    damaged_workbook: Callable[[int, int], bytes], at: int, byte: int
) -> None:
    survives(damaged_workbook(at, byte))
