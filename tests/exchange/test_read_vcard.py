"""Contact cards of all versions and makers read under the keys of our own fields."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest

from tests.exchange.reading import given, problems
from tui_crm.errors import FileError
from tui_crm.exchange.readers import vcard
from tui_crm.exchange.readers.content_lines import parse, split, unescape, unfold
from tui_crm.exchange.readers.source import Format
from tui_crm.exchange.readers.vcard_fields import HEADER

if TYPE_CHECKING:
    from pathlib import Path

    from tui_crm.exchange.readers.source import Source

FEATURE_PHONE = (
    "BEGIN:VCARD\r\nVERSION:2.1\r\n"
    "N;CHARSET=SHIFT_JIS:安藤;能表;;;\r\n"
    "SOUND;X-IRMC-N;CHARSET=SHIFT_JIS:ｱﾝﾄﾞｳ;ﾉﾘｵ;;;\r\n"
    "TEL;PREF;CELL:090-1111-2222\r\n"
).encode("cp932") + (
    b"ADR;WORK;CHARSET=SHIFT_JIS;ENCODING=QUOTED-PRINTABLE:;=93=8C=8B=9E=93=73=\r\n"
    b"=8F=61=92=4A=8B=E6;;;;150-8512;\r\nEND:VCARD\r\n"
)


def card(*lines: str, version: str = "3.0") -> str:
    return "\r\n".join(["BEGIN:VCARD", f"VERSION:{version}", *lines, "END:VCARD", ""])


def values(source: Source) -> list[dict[str, str]]:
    """The filled columns of each card."""
    assert problems(source) == []
    return [
        {name: cell for name, cell in zip(source.header, row.cells, strict=True) if cell}
        for row in source.rows()
    ]


def read(folder: Path, *lines: str, version: str = "3.0") -> dict[str, str]:
    (one,) = values(given(folder, card(*lines, version=version), "card.vcf"))
    return one


def test_a_japanese_phones_card_with_shift_jis_in_two_ways(tmp_path: Path) -> None:
    source = given(tmp_path, FEATURE_PHONE, "phone.vcf")
    assert (source.format, source.header) == (Format.VCF, HEADER)
    assert values(source) == [
        {
            "last_name": "安藤",
            "first_name": "能表",
            "last_name_kana": "ｱﾝﾄﾞｳ",
            "first_name_kana": "ﾉﾘｵ",
            "mobile": "090-1111-2222",
            "street": "東京都渋谷区",
            "postal_code": "150-8512",
        }
    ]


def test_a_card_may_mix_encodings(tmp_path: Path) -> None:
    data = card("N:山田;太郎", "NOTE;CHARSET=SHIFT_JIS:@", version="2.1").encode()
    source = given(tmp_path, data.replace(b"@", "メモ".encode("cp932")), "mixed.vcf")
    assert values(source) == [{"last_name": "山田", "first_name": "太郎", "description": "メモ"}]


def test_an_iphones_card_has_its_reading_and_its_company(tmp_path: Path) -> None:
    assert read(
        tmp_path,
        "N:管理;太郎;;;",
        "FN:太郎 管理",
        "X-PHONETIC-FIRST-NAME:たろう",
        "X-PHONETIC-LAST-NAME:かんり",
        "ORG:会社名;営業部;",
        "X-PHONETIC-ORG:かいしゃめい",
        "EMAIL;type=INTERNET;type=WORK;type=pref:admin@example.com",
        "item1.URL;type=pref:https://example.com",
        "item1.X-ABLabel:_$!<HomePage>!$_",
    ) == {
        "last_name": "管理",
        "first_name": "太郎",
        "last_name_kana": "かんり",
        "first_name_kana": "たろう",
        "company": "会社名",
        "company_kana": "かいしゃめい",
        "department": "営業部",
        "email": "admin@example.com",
        "website": "https://example.com",
    }


def test_phones_go_by_their_type(tmp_path: Path) -> None:
    assert read(
        tmp_path,
        "FN:A",
        "TEL;TYPE=HOME,VOICE:1",
        "TEL;TYPE=WORK,FAX:2",
        'TEL;TYPE="cell,voice":3',
        "TEL;VALUE=uri;TYPE=work:tel:+81-3-4444-4444;ext=12",
        "TEL;TYPE=PAGER:5",
        "TEL;TYPE=WORK:6",
        version="4.0",
    ) == {
        "full_name": "A",
        "home_phone": "1",
        "fax": "2",
        "mobile": "3",
        "phone": "+81-3-4444-4444 ext. 12",
        "more_phones": "Pager: 5\nWork: 6",
    }


def test_the_preferred_of_several_comes_first(tmp_path: Path) -> None:
    assert read(
        tmp_path,
        "FN:A",
        "EMAIL:c@x.jp",
        "EMAIL;TYPE=PREF:a@x.jp",
        "EMAIL;PREF=2:b@x.jp",
    ) == {"full_name": "A", "email": "a@x.jp", "email_2": "b@x.jp", "more_emails": ": c@x.jp"}


def test_addresses_come_in_parts_and_a_home_on_one_line(tmp_path: Path) -> None:
    assert read(
        tmp_path,
        "FN:A",
        "ADR;TYPE=HOME:;;Main St 1\\nRear;Austin;TX;12345;USA",
        "ADR;TYPE=WORK:;3F;芝1-2-3;港区;東京都;105-0001;日本",
    ) == {
        "full_name": "A",
        "building": "3F",
        "street": "芝1-2-3",
        "city": "港区",
        "state": "東京都",
        "postal_code": "105-0001",
        "country": "日本",
        "home_address": "Main St 1 Rear Austin TX 12345 USA",
    }


def test_escapes_folds_and_lists_are_undone(tmp_path: Path) -> None:
    assert read(
        tmp_path,
        "FN:A",
        "ORG:Smith\\, Ltd.;Sales\\; East",
        "NOTE:one\\ntwo\\, and",
        "  three",
        "CATEGORIES:VIP,展示会\\,秋",
        "BDAY:19800322",
    ) == {
        "full_name": "A",
        "company": "Smith, Ltd.",
        "department": "Sales; East",
        "description": "one\ntwo, and three",
        "tags": "VIP\n展示会,秋",
        "birthday": "1980-03-22",
    }


def test_a_fold_may_part_the_bytes_of_a_character(tmp_path: Path) -> None:
    data = card("FN:山田", "NOTE:日本語").encode().replace("本".encode(), b"\xe6\r\n \x9c\xac")
    assert values(given(tmp_path, data, "card.vcf"))[0]["description"] == "日本語"


def test_a_reading_in_sort_as_is_kept_only_if_it_is_kana(tmp_path: Path) -> None:
    kana = read(tmp_path, 'N;SORT-AS="あんどう;ろいど":安藤;ロイド;;;', version="4.0")
    assert (kana["last_name_kana"], kana["first_name_kana"]) == ("あんどう", "ろいど")
    assert "last_name_kana" not in read(tmp_path, "N:And;Roid", "SORT-STRING:android")


def test_pictures_are_left_out_and_the_rest_is_kept(tmp_path: Path) -> None:
    assert read(
        tmp_path,
        "FN:A",
        "PHOTO;ENCODING=b;TYPE=JPEG:/9j/4AAQSkZJRgABAQ",
        " AQABAAD/4gxYSUNDX1BST0ZJTEU=",
        "X-SKYPE:a.skype",
        "no property at all",
    ) == {"full_name": "A", "other": "X-SKYPE: a.skype\nno property at all"}


def test_a_card_that_has_lost_its_end_costs_itself_alone(tmp_path: Path) -> None:
    text = card("FN:A") + "BEGIN:VCARD\r\nFN:B\r\n" + card("FN:C") + "BEGIN:VCARD\r\nFN:D\r\n"
    source = given(tmp_path, text, "cards.vcf")
    assert problems(source) == [(5, "unclosed_card"), (11, "unclosed_card")]
    assert [row.cells[3] for row in source.rows() if not row.problem] == ["A", "C"]


def test_an_agents_card_is_a_card_of_its_own(tmp_path: Path) -> None:
    text = card("FN:A", "AGENT:", *card("FN:B").split("\r\n")[:-1], "TEL:1")
    assert values(given(tmp_path, text, "cards.vcf")) == [
        {"full_name": "B"},
        {"full_name": "A", "phone": "1"},
    ]


def test_bytes_that_do_not_decode_are_a_problem_of_their_card(tmp_path: Path) -> None:
    data = (card("FN:山田太郎") * 3 + card("NOTE:@")).encode().replace(b"@", b"\x93\xff")
    source = given(tmp_path, data, "cards.vcf")
    assert problems(source) == [(13, "undecodable")]
    assert "description" in str(list(source.rows())[3].problem)


def test_raw_is_the_whole_card(tmp_path: Path) -> None:
    text = card("FN:A")
    (row,) = given(tmp_path, text, "card.vcf").rows()
    assert row.raw == (text.replace("VERSION", "VERSION"),)


def test_cards_may_be_utf_16(tmp_path: Path) -> None:
    source = given(tmp_path, card("N:山田;太郎").encode("utf-16"), "card.vcf")
    assert values(source) == [{"last_name": "山田", "first_name": "太郎"}]


def test_a_file_without_a_card_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FileError, match="no contact card"):
        given(tmp_path, card("PHOTO;ENCODING=b:AAAA"), "card.vcf")


def test_an_endless_card_does_not_fill_the_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(vcard, "CARD_LIMIT", 1000)
    text = card("FN:A") + "BEGIN:VCARD\r\n" + "NOTE:x\r\n" * 5000
    assert problems(given(tmp_path, text, "cards.vcf")) == [(5, "unclosed_card")]


def test_values_are_split_where_no_backslash_stands() -> None:
    assert split(r"a\;b;c;;d\\;e", ";") == [r"a\;b", "c", "", r"d\\", "e"]
    assert split("", ";") == [""]
    assert unescape(r"a\\n\,\;\n") == "a\\n,;\n"


def test_quoted_printable_lines_go_on_after_a_soft_break() -> None:
    lines = [b"NOTE;ENCODING=QUOTED-PRINTABLE:=41=\r\n", b"# =42\r\n", b"# a comment\r\n"]
    (whole,) = unfold(lines)
    assert parse(whole, "utf-8").value == "A# B"


def test_labels_of_apples_cards_say_what_a_number_is_for(tmp_path: Path) -> None:
    assert read(
        tmp_path,
        "FN:A",
        "item1.TEL;type=pref:03-1111-2222",
        "item1.X-ABLabel:_$!<WorkFAX>!$_",
        "item2.TEL:03-3333-4444",
        "item2.X-ABLabel:night; desk",
        "item3.TEL;TYPE=HOME:03-5555-6666",
        "item3.X-ABLabel:携帯",
        "item4.EMAIL:a@x.jp",
        "item5.EMAIL;TYPE=HOME:b@x.jp",
        "item6.EMAIL:c@x.jp",
        "item6.X-ABLabel:Paris",
        "TEL;TYPE=HOME:03-7777-8888",
        "TEL;TYPE=WORK:03-9999-0000",
    ) == {
        "full_name": "A",
        "fax": "03-1111-2222",
        "phone": "03-3333-4444",
        "mobile": "03-5555-6666",
        "home_phone": "03-7777-8888",
        "more_phones": "Work: 03-9999-0000",
        "email": "a@x.jp",
        "email_2": "c@x.jp",
        "more_emails": "Home: b@x.jp",
    }


@pytest.mark.parametrize("limit", ["CARD_LIMIT", "LINE_LIMIT", "PROPERTY_LIMIT"])
def test_card_that_is_too_large_says_so_and_costs_itself_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, limit: str
) -> None:
    monkeypatch.setattr(vcard, limit, 1000)
    text = card("FN:A", *["TEL:1"] * 2000) + card("FN:B")
    assert problems(given(tmp_path, text, "cards.vcf")) == [(1, "card_too_large")]


def test_line_of_many_folds_is_joined_in_the_time_of_its_length() -> None:
    folds = 300_000
    for first, fold in ((b"NOTE:", b" a\n"), (b"X;Y", b" =\n"), (b"NOTE:\\", b"q\\\n")):
        begun = time.process_time()
        (whole,) = unfold([first + b"\n", *[fold] * folds])
        assert len(whole) >= folds
        assert time.process_time() - begun < 5


def test_colons_in_quotes_are_passed_over_in_the_time_of_their_number() -> None:
    begun = time.process_time()
    assert parse(b'N;A="' + b":" * 300_000 + b'":x', "utf-8").value == "x"
    assert parse(b'N;A="' + b":" * 300_000, "utf-8").name.startswith("N")
    assert time.process_time() - begun < 5
