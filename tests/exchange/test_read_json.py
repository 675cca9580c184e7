"""Records of JSON and JSON Lines come one by one, and their numbers as they are written."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.exchange.reading import cells, given, problems
from tui_crm.errors import FileError
from tui_crm.exchange.readers import json_rows
from tui_crm.exchange.readers.source import Format

if TYPE_CHECKING:
    from pathlib import Path


def test_the_columns_are_the_fields_of_all_records(tmp_path: Path) -> None:
    source = given(tmp_path, '[{"a": 1, "b": "x"}, {"c": null, "a": "y"}]', "list.json")
    assert (source.format, source.header) == (Format.JSON, ("a", "b", "c"))
    assert cells(source) == [("1", "x", ""), ("y", "", "")]


def test_lines_of_json_are_told_from_a_list(tmp_path: Path) -> None:
    source = given(tmp_path, '{"a": 1}\n\n{"b": 2}\n', "list.jsonl")
    assert (source.format, source.header) == (Format.JSONL, ("a", "b"))
    assert [(row.line, row.cells) for row in source.rows()] == [(1, ("1", "")), (3, ("", "2"))]


def test_one_object_on_many_lines_is_one_record(tmp_path: Path) -> None:
    assert cells(given(tmp_path, '{\n  "a": 1,\n  "b": 2\n}\n', "one.json")) == [("1", "2")]


def test_numbers_stay_as_they_are_written(tmp_path: Path) -> None:
    big = "9" * 5000
    text = f'{{"a": 9223372036854775808, "b": 1.10, "c": 1E+999999999, "d": {big}, "e": true}}\n'
    source = given(tmp_path, text, "list.jsonl")
    assert cells(source) == [("9223372036854775808", "1.10", "1E+999999999", big, "true")]


def test_lists_of_words_are_lines(tmp_path: Path) -> None:
    assert cells(given(tmp_path, '[{"tags": ["a", 1, null]}]', "list.json")) == [("a\n1\n",)]


def test_records_within_records_are_a_problem_of_their_row(tmp_path: Path) -> None:
    text = '[{"a": 1}, {"a": {"b": 1}}, {"a": [[1]]}, {"a": [{"x": 1}]}]'
    kinds = [kind for _, kind in problems(given(tmp_path, text, "list.json"))]
    assert kinds == ["not_flat"] * 3


def test_a_bad_line_is_a_problem_and_the_next_is_read(tmp_path: Path) -> None:
    deep = '{"a": ' + "[" * 100_000
    source = given(tmp_path, f'{{"a": 1}}\n{{"a": \n{deep}\n5\n{{"a": 2}}\n', "list.jsonl")
    assert problems(source) == [(2, "bad_json"), (3, "bad_json"), (4, "bad_json")]
    assert [row.cells for row in source.rows() if not row.problem] == [("1",), ("2",)]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ('[{"a": 1}, {"a": 2}', "not valid JSON at line 1"),
        ('[\n{"a": 1}\n{"a": 2}]', "not valid JSON at line 3"),
        ('[{"a": 1}] x', "not valid JSON"),
        ('[{"a": 1},]', "not valid JSON"),
        ("[" * 100_000, "not valid JSON"),
        ("[1, 2]", "not a list of records"),
        ("[]", "not a list of records"),
        ('{"a": 1,\n "b" 2}', "not valid JSON at line 2"),
    ],
)
def test_a_list_that_is_no_json_is_refused_as_a_whole(
    tmp_path: Path, text: str, sentence: str
) -> None:
    with pytest.raises(FileError, match=sentence):
        given(tmp_path, text, "list.json")


def test_a_record_of_any_size_is_not_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(json_rows, "RECORD_LIMIT", 1 << 18)
    with pytest.raises(FileError, match="eight million"):
        given(tmp_path, '[{"a": "' + "x" * (1 << 20), "list.json")


def test_a_list_of_any_length_on_one_line_is_read(tmp_path: Path) -> None:
    records = [{"name": f"山田{number}", "note": "x" * 100} for number in range(20_000)]
    source = given(tmp_path, json.dumps(records), "list.json")
    rows = list(source.rows())
    assert len(rows) == 20_000
    assert rows[-1].cells == ("山田19999", "x" * 100)


def test_fields_without_end_are_refused(tmp_path: Path) -> None:
    text = json.dumps([{f"f{number}": 1} for number in range(3000)])
    with pytest.raises(FileError, match="2000"):
        given(tmp_path, text, "list.json")


@pytest.mark.parametrize(
    ("value", "kind"),
    [('"\\ud800"', "undecodable"), ('"a\\u0000"', "nul"), ('"\\ud83d\\ude0e"', "")],
)
def test_halves_of_characters_are_a_problem_and_pairs_are_not(
    tmp_path: Path, value: str, kind: str
) -> None:
    found = problems(given(tmp_path, f'[{{"a": {value}}}]', "list.json"))
    assert [kind for _, kind in found] == ([kind] if kind else [])


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp932"])
def test_json_may_be_in_any_encoding(tmp_path: Path, encoding: str) -> None:
    data = '[{"氏名": "髙橋花子"}, {"氏名": "山田太郎"}]'.encode(encoding)
    assert cells(given(tmp_path, data, "list.json")) == [("髙橋花子",), ("山田太郎",)]


def test_raw_is_the_record_as_it_stood(tmp_path: Path) -> None:
    source = given(tmp_path, '[{"a":  1.0}, {"a": {}}]', "list.json")
    assert [row.raw for row in source.rows()] == [('{"a":  1.0}',), ('{"a": {}}',)]
