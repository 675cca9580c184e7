"""The header is found under whatever stands above it, and missed where there is none."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.exchange.reading import cells, given, problems
from tui_crm import i18n
from tui_crm.errors import UsageError
from tui_crm.exchange.readers.layout import HeaderGuess, Unnamed, guess_header

if TYPE_CHECKING:
    from pathlib import Path

EIGHT = """02月08日23時00分 JST にEightで生成された名刺リストです。
合計 1 件
*データ化の際に認識できない文字が含まれていた場合は「?」で代替されます。
*プレミアム登録により不足項目を入力し直している名刺はP列にて特定ができます。
*データ生成時に文字化けする恐れがある文字は「＊」として置き換えてあります。


会社名,部署名,役職,氏名,e-mail,郵便番号,住所
株式会社見本,"",部長,近藤五郎,goro@example.co.jp,1050001,東京都港区1-2-3
"""
LINKEDIN = """Notes:
"When exporting your connection data, you may notice that some of the addresses are missing."

First Name,Last Name,URL,Email Address,Company,Position,Connected On
Ann,Lee,https://www.linkedin.com/in/ann,,Acme,CEO,01 Feb 2024
"""


def test_seven_lines_above_the_header_of_eight_are_a_preamble(tmp_path: Path) -> None:
    source = given(tmp_path, EIGHT)
    assert source.header[:4] == ("会社名", "部署名", "役職", "氏名")
    assert (source.header_line, len(source.preamble)) == (8, 7)
    assert source.preamble[1] == "合計 1 件"
    assert cells(source)[0][3] == "近藤五郎"


def test_an_export_of_eight_with_no_card_in_it_still_has_its_header(tmp_path: Path) -> None:
    source = given(tmp_path, "".join(EIGHT.splitlines(keepends=True)[:-1]))
    assert source.header[0] == "会社名"
    assert cells(source) == []


def test_the_line_of_edinet_is_a_preamble_though_it_has_cells(tmp_path: Path) -> None:
    head = "ダウンロード実行日,2026年08月11日現在,件数,11374件\r\n"
    table = "コード,種別,区分,有無,資本金,決算日,提出者名,英字,ヨミ\r\n" + "1,2,3,4,5,6,7,8,9\r\n"
    source = given(tmp_path, (head + table).encode("cp932"))
    assert (source.header_line, source.header[0]) == (2, "コード")


def test_the_notes_of_linkedin_are_a_preamble(tmp_path: Path) -> None:
    source = given(tmp_path, LINKEDIN)
    assert source.header[0] == "First Name"
    assert len(source.preamble) == 3
    assert cells(source)[0][1] == "Lee"


def test_a_title_padded_with_blank_cells_is_a_preamble(tmp_path: Path) -> None:
    source = given(tmp_path, "顧客一覧,,,\n,,,\n氏名,会社,電話,備考\n山田,山田工業,,x\n")
    assert (source.header_line, source.header) == (3, ("氏名", "会社", "電話", "備考"))


def test_a_comment_line_is_a_preamble(tmp_path: Path) -> None:
    assert given(tmp_path, "# mine\nid,name\n1,english\n").header == ("id", "name")


def test_repeated_and_blank_headers_stay_as_they_are(tmp_path: Path) -> None:
    source = given(tmp_path, "name,Email,Email,,note\nA,a@x.jp,b@x.jp,c,d\n")
    assert source.header == ("name", "Email", "Email", "", "note")
    assert cells(source) == [("A", "a@x.jp", "b@x.jp", "c", "d")]


def test_blank_columns_at_the_left_stay_columns(tmp_path: Path) -> None:
    source = given(tmp_path, ",,氏名,会社\n,,山田,山田工業\n,,鈴木,鈴木商事\n")
    assert source.header == ("", "", "氏名", "会社")
    assert cells(source)[1] == ("", "", "鈴木", "鈴木商事")


@pytest.mark.parametrize(
    "rows",
    [
        "山田太郎,taro@example.com\n鈴木花子,hanako@example.com\n",
        "山田太郎,03-1111-2222\n鈴木花子,06-5555-6666\n",
        "A,2024-01-31\nB,2024-02-29\n",
        "Acme,https://acme.example\nBeta,\n",
        "1,上杉辰男,愛住町\n2,宇佐美夏希,伝法橋\n",
        "株式会社見本,山田\n有限会社手本,鈴木\n",
        "東京都港区芝1-2-3\n大阪府高槻市奈佐原2-1\n",
        "只野一人,one@example.com\n",
    ],
)
def test_a_list_without_a_header_loses_no_row(tmp_path: Path, rows: str) -> None:
    source = given(tmp_path, rows)
    assert source.header_line == 0
    assert source.header[0] == "Column 1"
    assert len(cells(source)) == rows.count("\n")


def test_made_up_headers_speak_the_language_of_the_reader(tmp_path: Path) -> None:
    i18n.use("ja")
    assert given(tmp_path, "山田,t@example.com\n").header == ("列1", "列2")


@pytest.mark.parametrize(
    "rows",
    [
        "Year,2000,2001,2002\nTimber,2666,2274,1877\n",
        "id,100022,100025\nid1,TRUE,FALSE\n",
        "0,First Name,Age,Date\n1,Dulce,32,15/10/2017\n2,Mara,25,16/08/2016\n",
        "氏名,都道府県,会社名\n山田,東京都,株式会社見本\n",
        "id,name\n1,english\n2,german\n",
        "a,b,c\n1,2,3\n",
        "name,株式会社名\nx,y\n",
    ],
)
def test_a_header_with_numbers_in_it_is_still_a_header(tmp_path: Path, rows: str) -> None:
    assert given(tmp_path, rows).header_line == 1


def test_the_user_may_say_which_line_is_the_header(tmp_path: Path) -> None:
    source = given(tmp_path, "x,y\np,q\nname,email\nA,a@x.jp\n", header_row=3)
    assert (source.header, len(source.preamble)) == (("name", "email"), 2)
    assert cells(source) == [("A", "a@x.jp")]


def test_the_user_may_say_that_there_is_no_header(tmp_path: Path) -> None:
    source = given(tmp_path, "name,email\nA,a@x.jp\n", header_row=0)
    assert source.header == ("Column 1", "Column 2")
    assert len(cells(source)) == 2


@pytest.mark.parametrize("line", [2, 99])
def test_a_line_with_nothing_on_it_cannot_be_the_header(tmp_path: Path, line: int) -> None:
    with pytest.raises(UsageError, match=str(line)):
        given(tmp_path, "name,email\n\nA,a@x.jp\n", header_row=line)


@pytest.mark.parametrize(
    ("cell", "kind"),
    [
        ("", HeaderGuess.BLANK),
        ("\u3000", HeaderGuess.BLANK),
        ("山田太郎", HeaderGuess.TEXT),
        ("taro@example.com", HeaderGuess.EMAIL),
        ("www.example.com", HeaderGuess.WEB),
        ("2024/1/31", HeaderGuess.DATE),
        ("令和6年1月31日", HeaderGuess.DATE),
        ("2024-01-31 09:30:00", HeaderGuess.DATE),
        ("03-1234-5678", HeaderGuess.PHONE),
        ("+81 90 1234 5678", HeaderGuess.PHONE),
        ("09012345678", HeaderGuess.PHONE),
        ("105-0001", HeaderGuess.POSTAL_CODE),
        ("¥1,234", HeaderGuess.NUMBER),
        ("8.1E+10", HeaderGuess.NUMBER),
        ("2,666", HeaderGuess.NUMBER),
        ("神奈川県横浜市", HeaderGuess.PLACE),
        ("都道府県コード", HeaderGuess.TEXT),
        ("株式会社見本", HeaderGuess.COMPANY),
        ("見本有限会社", HeaderGuess.COMPANY),
        ("株式会社", HeaderGuess.TEXT),
    ],
)
def test_cells_are_known_by_their_look(cell: str, kind: HeaderGuess) -> None:
    assert guess_header(cell) is kind


SHORT = "First,Last,Email,Notes,Unit\nA,B,a@x.example,n,S\nC,D,c@x.example,n,S\n"


def test_a_row_that_lacks_its_end_alone_is_filled_up(tmp_path: Path) -> None:
    source = given(tmp_path, SHORT + "E,F,e@x.example\n")
    assert cells(source)[2] == ("E", "F", "e@x.example", "", "")


@pytest.mark.parametrize("line", ["E,e@x.example", "E,F,n", "E F,e@x.example,n,S", "E,F"])
def test_a_row_that_may_lack_another_cell_is_not(tmp_path: Path, line: str) -> None:
    assert problems(given(tmp_path, SHORT + line + "\n")) == [(4, "too_few_cells")]


def test_a_block_of_short_rows_is_the_habit_of_old_excel(tmp_path: Path) -> None:
    whole, short = "a,b,c,d\n", "a,b\n"
    source = given(tmp_path, "P,Q,R,S\n" + whole * 16 + short * 16)
    assert len(cells(source)) == 32


GAP = "Name,,Company,Email\nA,X,a@x.example\nB,Y,b@x.example\n"


def test_a_header_without_a_name_over_shorter_rows_is_in_doubt(tmp_path: Path) -> None:
    (question,) = given(tmp_path, GAP).questions
    assert question.column == "2"
    assert [name for name, _ in question.answers] == ["nothing", "column"]


@pytest.mark.parametrize(
    ("way", "header", "row"),
    [
        (Unnamed.NOTHING, ("Name", "Company", "Email"), ("A", "X", "a@x.example")),
        (Unnamed.COLUMN, ("Name", "", "Company", "Email"), ("A", "X", "a@x.example", "")),
    ],
)
def test_a_person_settles_what_a_header_without_a_name_is(
    tmp_path: Path, way: Unnamed, header: tuple[str, ...], row: tuple[str, ...]
) -> None:
    source = given(tmp_path, GAP, unnamed=way)
    assert (source.header, source.questions, cells(source)[0]) == (header, (), row)


@pytest.mark.parametrize(
    "header", ['Name,"Company,Email', '"Name,Company,Email', 'Name,Company,E"']
)
def test_a_stray_quote_does_not_throw_the_header_away(tmp_path: Path, header: str) -> None:
    source = given(tmp_path, header + '\nA,"Y, Inc",a@x.example\nB,X,b@x.example\n')
    assert (source.header[0], source.header_line) == ("Name", 1)
    assert cells(source) == [("A", "Y, Inc", "a@x.example"), ("B", "X", "b@x.example")]
