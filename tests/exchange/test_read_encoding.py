"""Encodings are found out, and no byte is lost or invented."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.exchange.reading import cells, given, problems
from tui_crm.errors import UsageError
from tui_crm.exchange.readers.decoding import RAW, codec_for
from tui_crm.exchange.readers.encoding import weigh
from tui_crm.language.codecs import Iso2022JpDecoder

if TYPE_CHECKING:
    from pathlib import Path

LIST = (
    "氏名,会社,電話番号\r\n山田太郎,山田工業,03-1111-2222\r\n髙橋花子,㈱テスト～①,06-5555-6666\r\n"
)
ROWS = [
    ("山田太郎", "山田工業", "03-1111-2222"),
    ("髙橋花子", "㈱テスト～①", "06-5555-6666"),
]


@pytest.mark.parametrize(
    ("written_as", "found_as"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8-sig"),
        ("cp932", "cp932"),
        ("utf-16", "utf-16"),
        ("utf-16-le", "utf-16-le"),
        ("utf-16-be", "utf-16-be"),
        ("utf-32", "utf-32"),
    ],
)
def test_a_japanese_list_reads_alike_in_every_encoding(
    tmp_path: Path, written_as: str, found_as: str
) -> None:
    source = given(tmp_path, LIST.encode(written_as))
    assert source.encoding == found_as
    assert source.header == ("氏名", "会社", "電話番号")
    assert cells(source) == ROWS


def test_euc_jp_is_told_from_shift_jis(tmp_path: Path) -> None:
    text = "氏名,会社\n山田太郎,山田工業\n鈴木花子,データ商事\n"
    source = given(tmp_path, text.encode("euc_jp"))
    assert source.encoding == "euc_jp"
    assert cells(source) == [("山田太郎", "山田工業"), ("鈴木花子", "データ商事")]


def test_euc_jp_has_the_characters_of_nec_too(tmp_path: Path) -> None:
    data = "氏名,会社\n山田太郎,".encode("euc_jp") + b"\xad\xea\xb9\xa9\xb6\xc8\xad\xa1\n"
    assert cells(given(tmp_path, data)) == [("山田太郎", "㈱工業①")]


def test_iso_2022_jp_has_the_characters_of_windows() -> None:
    written = b"\x1b$B;qL>-!-j\x1b(I@[3\x1b(B,x\r\n\x1b$B;3ED"
    text = "資名①㈱ﾀﾛｳ,x\r\n山田"
    for cut in range(len(written)):
        decoder = Iso2022JpDecoder()
        assert decoder.decode(written[:cut]) + decoder.decode(written[cut:], True) == text


def test_iso_2022_jp_is_found_by_its_escapes(tmp_path: Path) -> None:
    source = given(tmp_path, "氏名,会社\n山田太郎,山田工業\n".encode("iso2022_jp"))
    assert source.encoding == "iso2022_jp"
    assert cells(source) == [("山田太郎", "山田工業")]


@pytest.mark.parametrize(
    "text",
    [
        "id,name\n1,José\n2,François\n3,Müller\n",
        "MÜLLER,STRAßE\nÀ LA CARTE,É\n",
        "2,é\n",
        "Zürich,“Premium” €\n",
        "Café,ée él èà\n",
        "Año,Niño\n",
    ],
)
def test_western_text_is_not_taken_for_shift_jis(text: str) -> None:
    assert weigh(text.encode("cp1252")).codec == "cp1252"


@pytest.mark.parametrize("text", ["ﾔﾏﾀﾞ,ﾀﾛｳ\n", "山田", "データ,ソース\n", "鷲尾,鱗\n", "﨑\n"])
def test_short_shift_jis_is_recognised(text: str) -> None:
    assert weigh(text.encode("cp932")).codec == "cp932"


def test_a_character_cut_at_the_end_of_the_sample_does_not_mislead() -> None:
    for codec in ("utf-8", "cp932", "euc_jp"):
        data = ("名前,電話,会社,部署,役職\n" * 20).encode(codec)
        assert {weigh(data[:end], is_cut=True).codec for end in range(60, 120)} == {codec}


def test_the_first_japanese_text_may_come_after_a_megabyte_of_ascii(tmp_path: Path) -> None:
    data = b"name,note\n" + b"Smith,plain\n" * 90_000 + "山田,日本語のメモ\n".encode("cp932")
    source = given(tmp_path, data)
    assert source.encoding == "cp932"
    *_, last = source.rows()
    assert last.cells == ("山田", "日本語のメモ")


def test_one_bad_byte_is_a_problem_of_its_row_and_column(tmp_path: Path) -> None:
    good = "山田太郎,山田工業\n".encode()
    source = given(tmp_path, "氏名,会社\n".encode() + good + b"abc,\x93\x8c\xff\n" + good)
    assert source.encoding == "utf-8"
    bad = next(row for row in source.rows() if row.problem)
    assert (bad.line, bad.problem and bad.problem.column) == (3, 2)
    assert "会社" in str(bad.problem)
    assert "0x93" in str(bad.problem)
    assert problems(source) == [(3, "undecodable")]


@pytest.mark.parametrize("codec", ["utf-8", "cp932", "euc_jp"])
def test_a_row_that_does_not_decode_can_be_written_back_as_it_was(
    tmp_path: Path, codec: str
) -> None:
    head = ("氏名,会社\n" + "山田太郎,山田工業\n" * 5).encode(codec)
    source = given(tmp_path, head + b"x,\xff\xfey\n", encoding=codec)
    bad = next(row for row in source.rows() if row.problem)
    assert ",".join(bad.raw).encode(codec, RAW) == b"x,\xff\xfey"


def test_no_replacement_character_is_ever_made_up(tmp_path: Path) -> None:
    source = given(tmp_path, "名,値\n".encode() * 9 + b"\xe5\x90,\xff\n", encoding="utf-8")
    assert "\ufffd" not in "".join("".join(row.raw) for row in source.rows())


def test_the_user_may_settle_the_encoding(tmp_path: Path) -> None:
    source = given(tmp_path, LIST.encode("cp932"), encoding="Shift_JIS")
    assert source.encoding == "cp932"
    assert cells(source) == ROWS


@pytest.mark.parametrize("name", ["windows-31j", "SJIS", "MS932", "shift_jis", "x-sjis"])
def test_all_names_of_shift_jis_mean_the_one_windows_writes(name: str) -> None:
    assert codec_for(name) == "cp932"


@pytest.mark.parametrize("name", ["klingon", "rot13", "base64", "utf-7", "idna", "", "\0"])
def test_what_is_no_encoding_of_files_is_refused(name: str) -> None:
    with pytest.raises(UsageError, match="encoding"):
        codec_for(name)


def test_greek_is_not_taken_for_western_or_japanese() -> None:
    assert weigh("id,name\n1,Λεωνιδας\n2,Αλεξανδρος\n".encode("cp1253")).codec == "cp1253"


WORDS = {
    "es": "Nombre,Apellido\nJosé,Peña\nMaría,Núñez\n",
    "pt": "Nome,Sobrenome\nJoão,Conceição\n",
    "fr": "Prénom,Nom\nHélène,Lefèvre\nFrançois,Noël\n",
    "de": "Vorname,Name\nJürgen,Müller\nKäthe,Strauß\n",
    "dk": "Navn,By\nSøren,Åse\n",
    "pl": "Imię,Nazwisko\nJężyk,Wałęsa\nZdzisława,Kowalczyński\n",
    "cs": "Jméno,Příjmení\nJiří,Dvořák\nTomáš,Růžička\n",
    "hu": "Név,Cím\nErdős,Szűcs\nLászló,Őrsi\n",
    "tr": "Ad,Soyad\nŞahin,Çağlar\nYıldız,Güneş\n",
    "ru": "Имя,Фамилия\nИван,Петров\n",
    "zh": "姓名,公司\n王伟,北京科技有限公司\n",
    "tw": "姓名,公司\n陳小明,台北股份有限公司\n",
    "ko": "이름,회사\n김철수,주식회사 삼성\n",
}
ENCODED = [
    *((text, codec) for text in ("es", "pt", "fr", "de") for codec in ("cp1252", "mac_roman")),
    *((text, codec) for text in ("es", "fr", "de") for codec in ("cp850", "cp437")),
    *(("dk", codec) for codec in ("cp1252", "mac_roman", "cp850")),
    *((text, codec) for text in ("pl", "cs", "hu") for codec in ("cp1250", "cp852", "iso8859_2")),
    *(("tr", codec) for codec in ("cp1254", "cp857")),
    *(("ru", codec) for codec in ("cp1251", "koi8_r", "cp866", "mac_cyrillic")),
    ("zh", "gbk"), ("tw", "big5"), ("ko", "euc_kr"),
]  # fmt: skip


@pytest.mark.parametrize(("words", "codec"), ENCODED)
def test_no_text_is_quietly_read_as_another(words: str, codec: str) -> None:
    text = WORDS[words]
    data = text.encode(codec)
    found = weigh(data)
    if found.ways:
        ways = [name for name, _ in found.ways]
        assert text in [data.decode(name, "replace") for name in ways], ways
    else:
        assert data.decode(found.codec) == text


@pytest.mark.parametrize(
    ("words", "codec"),
    [(text, "cp1252") for text in ("es", "pt", "fr", "de")]
    + [("pl", "cp1250"), ("cs", "cp1250"), ("ru", "cp1251")],
)
def test_what_windows_writes_is_not_asked_about(words: str, codec: str) -> None:
    assert weigh(WORDS[words].encode(codec)).ways == ()


def test_a_few_words_from_a_mac_are_read_as_such(tmp_path: Path) -> None:
    source = given(tmp_path, "First,Last,Company\nJosé,Peña,Séal\n".encode("mac_roman"))
    assert (source.encoding, source.questions) == ("mac_roman", ())
    assert cells(source) == [("José", "Peña", "Séal")]


def test_a_doubt_shows_the_same_word_in_each_encoding(tmp_path: Path) -> None:
    (question,) = given(tmp_path, "Erdős,Péter\n".encode("cp1250")).questions
    assert ("cp1250", "Erdős") in question.answers
    assert "Erdõs" in str(question)
