"""Rows go out one by one: nobody holds a million of them."""

from __future__ import annotations

import io
import sys
from typing import TYPE_CHECKING

import pytest

from tui_crm.cli.options import Format
from tui_crm.cli.output import OutputColumn, PlainRow, to_json, write_rows

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.cli.conftest import Crm

COLUMNS = [OutputColumn("n", "N"), OutputColumn("name", "Name")]


@pytest.mark.parametrize("form", Format)
def test_rows_are_written_while_they_come(form: Format, monkeypatch: pytest.MonkeyPatch) -> None:
    out = io.StringIO()
    monkeypatch.setattr(sys, "stdout", out)
    behind = 0

    def rows() -> Iterator[PlainRow]:
        nonlocal behind
        for n in range(3_000):
            behind = max(behind, n - out.getvalue().count("\n")) if n % 500 == 0 else behind
            yield PlainRow(COLUMNS, {"n": n, "name": f"row {n}"})

    write_rows(form, COLUMNS, rows())
    assert behind <= 1_000
    assert "row 2999" in out.getvalue()


def test_json_without_utf8_for_a_character_is_escaped() -> None:
    assert to_json({"name": "田中"}) == '{"name": "田中"}'
    assert to_json({"name": "\udc80"}) == '{"name": "\\udc80"}'


def test_cells_of_a_csv_keep_commas_quotes_and_lines(capsys: pytest.CaptureFixture[str]) -> None:
    write_rows(Format.CSV, COLUMNS, [PlainRow(COLUMNS, {"n": None, "name": 'a,"b"\nc'})])
    assert capsys.readouterr().out == 'n,name\n,"a,""b""\nc"\n'


def test_lists_and_answers_are_words_in_a_cell(capsys: pytest.CaptureFixture[str]) -> None:
    write_rows(Format.TSV, COLUMNS, [PlainRow(COLUMNS, {"n": True, "name": ["a", "b"]})])
    assert capsys.readouterr().out == "n\tname\nyes\ta, b\n"


@pytest.mark.parametrize(
    "verb",
    [("rules", "--export", "rules.toml"), ("choices", "rating", "retire", "cold"), ("backup",)],
)
def test_formats_for_rows_are_refused_where_none_are_listed(
    crm: Crm, verb: tuple[str, ...]
) -> None:
    assert "--csv is for lists" in crm.fails(*verb, "--csv", status=2)
    assert crm.json("choices", "rating")[-1]["retired"] is False
