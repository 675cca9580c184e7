"""CSV in all its kinds: cells never shift, and what is wrong is said of the row it is wrong in."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest

from tests.exchange.reading import assert_whole, cells, given, problems
from tui_crm.errors import CrmError, FileError, UsageError
from tui_crm.exchange.readers import delimited
from tui_crm.exchange.readers.open_source import open_source
from tui_crm.exchange.readers.source import Format

if TYPE_CHECKING:
    from pathlib import Path

BODY = "name{0}email{0}phone\nTanaka{0}t@example.com{0}03-1111-2222\nSuzuki{0}s@example.com{0}\n"


@pytest.mark.parametrize("delimiter", [",", "\t", ";", "|"])
def test_the_delimiter_is_found(tmp_path: Path, delimiter: str) -> None:
    source = given(tmp_path, BODY.format(delimiter))
    assert (source.format, source.delimiter) == (Format.CSV, delimiter)
    assert cells(source) == [
        ("Tanaka", "t@example.com", "03-1111-2222"),
        ("Suzuki", "s@example.com", ""),
    ]


def test_decimal_commas_are_no_delimiters(tmp_path: Path) -> None:
    source = given(tmp_path, "name;price;rate\nA;1,50;0,25\nB;2,75;0,50\nC;3,00;1,25\n")
    assert source.delimiter == ";"
    assert cells(source)[0] == ("A", "1,50", "0,25")


def test_commas_in_some_cells_do_not_make_columns(tmp_path: Path) -> None:
    source = given(tmp_path, "company\nGrimes and Huff\nGrimes, Madden\nFarrell Inc\nReyes\n")
    assert source.delimiter is None
    assert cells(source)[1] == ("Grimes, Madden",)


def test_a_list_of_one_column_has_no_delimiter(tmp_path: Path) -> None:
    source = given(tmp_path, "email\na@example.com\nb@example.com\n")
    assert (source.delimiter, source.header) == (None, ("email",))


def test_excel_may_declare_the_delimiter(tmp_path: Path) -> None:
    source = given(tmp_path, "sep=;\nname;note\nA;x,y,z\nB;p,q,r\n")
    assert (source.header, source.preamble) == (("name", "note"), ("sep=;",))
    assert cells(source) == [("A", "x,y,z"), ("B", "p,q,r")]


@pytest.mark.parametrize(("word", "meant"), [("tab", "\t"), ("\\t", "\t"), (";", ";"), ("^", "^")])
def test_the_user_may_settle_the_delimiter(tmp_path: Path, word: str, meant: str) -> None:
    assert given(tmp_path, BODY.format(meant), delimiter=word).delimiter == meant


@pytest.mark.parametrize("word", ["ab", "\n", '"', "x", "ａ"])
def test_what_cannot_part_cells_is_refused(tmp_path: Path, word: str) -> None:
    with pytest.raises(UsageError, match="delimiter"):
        given(tmp_path, BODY.format(","), delimiter=word)


def test_no_word_for_the_delimiter_leaves_it_to_the_file(tmp_path: Path) -> None:
    assert given(tmp_path, BODY.format(","), delimiter="").delimiter == ","


def test_quoted_newlines_delimiters_and_quotes_stay_in_their_cell(tmp_path: Path) -> None:
    source = given(tmp_path, 'a,b\r\n1,"x, ""y""\r\nz"\r\n2,"\n"\r\n')
    rows = list(source.rows())
    assert [row.cells for row in rows] == [("1", 'x, "y"\r\nz'), ("2", "\n")]
    assert [row.line for row in rows] == [2, 4]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_any_line_end_will_do(tmp_path: Path, end: str) -> None:
    assert cells(given(tmp_path, end.join(["a,b", "1,2", "", "3,4", ""]))) == [
        ("1", "2"),
        ("3", "4"),
    ]


def test_spaces_before_quotes_are_skipped_where_that_is_the_habit(tmp_path: Path) -> None:
    source = given(tmp_path, '"a", "b", "c"\n"1", "x, y", "z"\n"2", "p, q", "r"\n')
    assert cells(source) == [("1", "x, y", "z"), ("2", "p, q", "r")]


def test_spaces_around_plain_cells_stay(tmp_path: Path) -> None:
    assert cells(given(tmp_path, "a,b\n1, x \n2, y\n")) == [("1", " x "), ("2", " y")]


def test_quotes_may_be_escaped_with_backslashes(tmp_path: Path) -> None:
    source = given(tmp_path, 'a,b\n1,"say \\"hi\\", twice"\n2,"5\\" wide, flat"\n')
    assert cells(source) == [("1", 'say "hi", twice'), ("2", '5" wide, flat')]


def test_a_row_with_too_many_or_too_few_cells_never_shifts(tmp_path: Path) -> None:
    source = given(tmp_path, "a,b,c\n1,2,3\n1,2\n1,2,3,4\n1,2,3\n")
    assert problems(source) == [(3, "too_few_cells"), (4, "too_many_cells")]
    assert "2" in str(list(source.rows())[1].problem)


def test_an_unquoted_comma_is_not_hidden_by_a_blank_last_column(tmp_path: Path) -> None:
    source = given(tmp_path, "name,company,note\nTanaka,Acme, Inc.,\nSuzuki,Acme,x\n")
    assert problems(source) == [(2, "too_many_cells")]


def test_blank_cells_too_many_in_every_row_are_a_habit(tmp_path: Path) -> None:
    source = given(tmp_path, "name,email\nA,a@example.com,\nB,b@example.com,\nC,,\n")
    assert cells(source)[2] == ("C", "")


def test_cells_missing_in_every_row_are_a_habit(tmp_path: Path) -> None:
    source = given(tmp_path, "name,email,note\nA,a@example.com\nB,b@example.com\n")
    assert cells(source) == [("A", "a@example.com", ""), ("B", "b@example.com", "")]


def test_lines_without_any_delimiter_are_no_habit(tmp_path: Path) -> None:
    source = given(tmp_path, "name,email\nA\nB\nC\n", delimiter=",")
    assert [kind for _, kind in problems(source)] == ["too_few_cells"] * 3


def test_one_short_row_alone_is_no_habit(tmp_path: Path) -> None:
    assert problems(given(tmp_path, "a,b,c\n1,2\n")) == [(2, "too_few_cells")]


def test_blank_rows_are_left_out(tmp_path: Path) -> None:
    source = given(tmp_path, "a,b\n\n1,2\n,\n  ,  \n\n3,4\n\n")
    assert [(row.line, row.cells) for row in source.rows()] == [(3, ("1", "2")), (7, ("3", "4"))]


def test_a_quote_never_closed_costs_one_row(tmp_path: Path) -> None:
    source = given(tmp_path, 'name,email\n"unclosed,x@y\n' + "a,b\n" * 1000)
    rows = list(source.rows())
    assert problems(source) == [(2, "stray_quote")]
    assert len(rows) == 1001
    assert rows[1].line == 3


def test_a_quote_closed_by_another_rows_quote_swallows_nothing(tmp_path: Path) -> None:
    source = given(tmp_path, 'id,name,note\n1,A,"began\n2,B,"Good" one\n3,C,fine\n')
    assert problems(source) == [(2, "stray_quote"), (3, "stray_quote")]
    assert [row.cells for row in source.rows() if not row.problem] == [("3", "C", "fine")]


def test_text_cut_at_a_lost_delimiter_is_seen_although_the_count_is_right(tmp_path: Path) -> None:
    source = given(tmp_path, 'price,name,url\n5,"Shirt, red",u\n6"Shirt, blue",u\n')
    assert problems(source) == [(3, "stray_quote")]


def test_inch_marks_are_no_quotes(tmp_path: Path) -> None:
    assert cells(given(tmp_path, 'item,size\nMonitor,24" wide\nTV,50"\n')) == [
        ("Monitor", '24" wide'),
        ("TV", '50"'),
    ]


def test_many_open_quotes_do_not_make_the_reading_slow(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(delimited, "_SECOND_READING", 1 << 20)
    with pytest.raises(FileError, match="pair up"):
        list(given(tmp_path, "a,b\n" + 'x","y\n' * 200_000, delimiter=",").rows())


def test_a_cell_of_a_million_characters_is_a_problem_of_its_row(tmp_path: Path) -> None:
    source = given(tmp_path, "a,b\n1," + "x" * 1_100_000 + "\n3,4\n")
    assert problems(source) == [(2, "cell_too_long")]


def test_a_line_without_an_end_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FileError, match="no table"):
        given(tmp_path, b"a,b\n1," + b"x" * 9_000_000)


def test_ten_million_columns_are_refused_or_a_problem(tmp_path: Path) -> None:
    source = given(tmp_path, b"a,b\n1,2\n" + b"," * 8_000_000 + b"1\n")
    assert problems(source) == [(3, "too_many_cells")]
    with pytest.raises(FileError):
        given(tmp_path, b"a,b\n" + b"," * 10_000_000 + b"\n")


def test_a_zero_byte_is_a_problem_of_its_row(tmp_path: Path) -> None:
    source = given(tmp_path, b"name,email\nab,c@x\na\0b,x@y\n")
    assert problems(source) == [(3, "nul")]


def test_a_header_in_the_middle_is_not_a_person(tmp_path: Path) -> None:
    source = given(tmp_path, "name,email\nA,a@x.jp\nname,email\nB,b@x.jp\n")
    assert problems(source) == [(3, "repeated_header")]


def test_raw_cells_are_as_they_were(tmp_path: Path) -> None:
    source = given(tmp_path, "a,b\n1,2,3\n 4 ,5\n")
    assert [row.raw for row in source.rows()] == [("1", "2", "3"), (" 4 ", "5")]


def test_rows_can_be_read_again(tmp_path: Path) -> None:
    source = given(tmp_path, BODY.format(","))
    first, second = source.rows(), source.rows()
    assert next(first) == next(second)
    assert list(first) == list(second)
    assert source.sample(1) == list(source.rows())[:1]


def test_progress_ends_at_the_size_of_the_file(tmp_path: Path) -> None:
    source = given(tmp_path, "a,b\n" + "1,2\n" * 100_000)
    seen: list[int] = []
    assert sum(1 for _ in source.rows(seen.append)) == 100_000
    assert seen == sorted(seen)
    assert len(seen) > 2
    assert seen[-1] == source.size_bytes


def test_standard_input_is_read_like_a_file() -> None:
    source = open_source(io.BytesIO(BODY.format(";").encode("cp932")))
    assert source.name == "standard input"
    assert len(cells(source)) == 2
    assert len(cells(source)) == 2


@pytest.mark.parametrize("content", [b"", b"\n\n", b" , \n,\n", b"\xef\xbb\xbf"])
def test_a_file_with_nothing_in_it_is_refused(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(CrmError):
        given(tmp_path, content)


def test_a_header_alone_is_a_table_without_rows(tmp_path: Path) -> None:
    source = given(tmp_path, "姓,名,会社名\n")
    assert (source.header, cells(source)) == (("姓", "名", "会社名"), [])


def test_a_hundred_thousand_rows_are_whole(tmp_path: Path) -> None:
    line = 'テスト商事,山田太郎,"東京都, 港区",t@example.com\n'
    source = given(tmp_path, "会社,氏名,住所,メール\n" + line * 30_000)
    rows = assert_whole(source)
    assert {row.cells for row in rows} == {
        ("テスト商事", "山田太郎", "東京都, 港区", "t@example.com")
    }
    assert [row.line for row in rows] == list(range(2, 30_002))
