from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from rich.cells import cell_len

from tui_crm.sanitize import fit, visible, width, wrapped

COMMANDS = re.compile("[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
JOINING = st.text(st.sampled_from("a田\u200d\ufe0fか\u3099👨✈\u0301☎ \x1b\ud800"), max_size=20)


@pytest.mark.parametrize(
    ("hostile", "shown"),
    [
        ("A\x1b]52;c;ZXZpbA==\x1b\\B", "A␛]52;c;ZXZpbA==␛\\B"),
        ("\x1b]2;PWN\x1b\\x", "␛]2;PWN␛\\x"),
        ("\x1b[2J\x1b[HPWNED", "␛[2J␛[HPWNED"),
        ("A\u009b31mR", "A\ufffd31mR"),
        ("abc\u202egnp.exe", "abc\ufffdgnp.exe"),
        ("AAAA\rBB", "AAAA␍BB"),
        ("nul\x00 bell\x07 del\x7f", "nul␀ bell␇ del␡"),
        ("lone \ud800", "lone \ufffd"),
        ("two\r\nlines\tand tab", "two↵lines and tab"),
        ("[red]a[/blue] 田中 (株)", "[red]a[/blue] 田中 (株)"),
    ],
)
def test_what_a_terminal_would_obey_is_shown_instead(hostile: str, shown: str) -> None:
    assert visible(hostile) == shown


def test_line_breaks_stay_where_there_are_many_lines() -> None:
    assert visible("a\r\nb\nc\td\re\u2028f", multiline=True) == "a\nb\nc    d␍e\nf"


@given(st.text())
def test_nothing_obeyed_is_left(text: str) -> None:
    assert not COMMANDS.search(visible(text))
    assert not COMMANDS.search(visible(text, multiline=True).replace("\n", ""))
    assert visible(visible(text)) == visible(text)


@given(st.text() | JOINING, st.integers(-1, 12))
def test_fit_takes_exactly_its_cells(text: str, cells: int) -> None:
    fitted = fit(text, cells)
    assert cell_len(fitted) == max(cells, 0)
    assert not COMMANDS.search(fitted)


@pytest.mark.parametrize(
    ("text", "cells", "fitted"),
    [
        ("Garcia", 8, "Garcia  "),
        ("Garcia", 6, "Garcia"),
        ("Garcia", 4, "Gar…"),
        ("田中一郎", 8, "田中一郎"),
        ("田中一郎", 7, "田中一…"),
        ("田中一郎", 6, "田中… "),
        ("田中", 1, "…"),
        ("田中", 0, ""),
        ("two words", 5, "two… "),
    ],
)
def test_a_wide_character_is_never_split(text: str, cells: int, fitted: str) -> None:
    assert fit(text, cells) == fitted


def test_a_flood_of_combining_marks_is_cut() -> None:
    flooded = fit("a" + "\u0301" * 50_000, 5)
    assert len(flooded) < 200
    assert flooded.rstrip().endswith("…")


def test_width_counts_cells_as_drawn() -> None:
    assert width("田中 Garcia") == 11
    assert width("a\x1b[31m") == 6
    assert width("") == 0


@pytest.mark.parametrize(
    ("text", "cells", "lines"),
    [
        ("one two three", 8, ["one two", "three"]),
        ("abcdefghij", 4, ["abcd", "efgh", "ij"]),
        ("見込み客、取引先", 8, ["見込み", "客、取引", "先"]),
        ("取引先（CSV）", 8, ["取引先", "（CSV）"]),
        ("形式はCSVとTSV", 8, ["形式は", "CSVとTSV"]),
        ("。。。。。", 4, ["。。", "。。", "。"]),
    ],
)
def test_lines_break_where_they_may(text: str, cells: int, lines: list[str]) -> None:
    assert wrapped(text, cells) == lines


@given(st.text(), st.integers(2, 40))
@example("\xa0", 2)
def test_no_line_is_wider_than_its_cells(text: str, cells: int) -> None:
    lines = wrapped(text, cells)
    assert all(width(line) <= cells for line in lines)
    assert "".join("".join(lines).split()) == "".join(visible(text, multiline=True).split())
