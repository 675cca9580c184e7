"""What can be relied on when lists of all kinds are imported, case by case."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.exchange.importing import bring, counts, given, records
from tests.exchange.reading import workbook
from tui_crm.exchange.importing.options import DecimalMark, Duplicates
from tui_crm.exchange.importing.report import Reason
from tui_crm.exchange.readers.source import SourceOptions
from tui_crm.exchange.source_programs import recognise

if TYPE_CHECKING:
    from pathlib import Path

    from tui_crm.store.db.store import Store


# --- files ----------------------------------------------------------------------------------------

ROWS = (("姓", "会社名", "同意日"), ("森", "みなと商会", "2026-07-18"), ("大野", "はるか", ""))


def test_a_list_is_the_same_as_text_in_any_encoding_and_as_a_workbook(
    store: Store, tmp_path: Path
) -> None:
    book = tmp_path / "list.xlsx"
    book.write_bytes(workbook([list(row) for row in ROWS]))
    assert counts(bring(store, book)) == (2, 0, 0, 0)
    before = records(store, "leads", "last_name", "company", "consent_on")
    assert before[0] == {"last_name": "森", "company": "みなと商会", "consent_on": "2026-07-18"}
    for encoding in ("utf-8", "utf-16", "utf-32", "cp932", "euc_jp", "iso2022_jp"):
        text = given(tmp_path, *map("|".join, ROWS), encoding=encoding)
        assert counts(bring(store, text)) == (0, 0, 2, 0), encoding


def test_a_western_list_keeps_its_accents(store: Store, tmp_path: Path) -> None:
    path = given(tmp_path, "Last Name|City", "Müller|Zürich", "José|Málaga", encoding="latin-1")
    assert counts(bring(store, path)) == (2, 0, 0, 0)
    assert records(store, "leads", "last_name", "city")[0] == {
        "last_name": "Müller",
        "city": "Zürich",
    }


def test_an_encoding_and_a_delimiter_that_are_given_are_obeyed(
    store: Store, tmp_path: Path
) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes("姓;会社名\n森;みなと\n".encode("cp932"))
    plain = bring(store, path, dry_run=True)
    assert (plain.encoding, counts(plain)) == ("cp932", (1, 0, 0, 0))
    path.write_text("Last Name,City;Company\nBaker,Bath;Harbour\n")
    report = bring(store, path, source=SourceOptions(delimiter=";"), dry_run=True)
    assert report.unmapped == ("Last Name,City",)


def test_lines_that_say_nothing_are_left_out_and_what_cannot_be_used_is_named(
    store: Store, tmp_path: Path
) -> None:
    path = given(tmp_path, "姓|血液型", "森|A", "|", "  |　", "|B", "大野|")
    report = bring(store, path)
    assert counts(report) == (2, 0, 0, 1)
    assert report.outcomes[0].line == 5
    assert report.outcomes[0].sentence == "Last name or Company is required.", "said once"
    assert report.unmapped == ("血液型",)


def test_notes_above_the_header_of_linkedin_are_none_of_its_people(
    store: Store, tmp_path: Path
) -> None:
    header = "First Name,Last Name,URL,Email Address,Company,Position,Connected On"
    path = tmp_path / "Connections.csv"
    path.write_text(
        'Notes:\n"Some addresses may be missing, because people decide who sees theirs."\n\n'
        f"{header}\nAnn,Baker,https://www.linkedin.com/in/annb,,Harbour Ltd,CTO,15 Apr 2021\n"
    )
    found = recognise(header.split(","))
    assert found is not None
    assert found[0].title == "LinkedIn"
    assert counts(bring(store, path)) == (1, 0, 0, 0)
    keys = ("first_name", "last_name", "company", "job_title", "linkedin")
    assert tuple(records(store, "leads", *keys)[0].values()) == (
        "Ann",
        "Baker",
        "Harbour Ltd",
        "CTO",
        "https://www.linkedin.com/in/annb",
    )


# --- values ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cell", "currency", "cents"),
    [
        ("1.62", "USD", 162),
        ("+1.62", "USD", 162),
        ("(1.62)", "USD", -162),
        ("1'234'567.89", "CHF", 123_456_789),
    ],
)
def test_an_amount_is_read_as_it_is_written_abroad(
    store: Store, tmp_path: Path, cell: str, currency: str, cents: int
) -> None:
    bring(store, given(tmp_path, "会社名|年商|通貨", f"みなと|{cell}|{currency}"))
    assert records(store, "leads", "annual_revenue") == [{"annual_revenue": cents}]


def test_an_amount_that_could_mean_two_things_is_rejected_and_not_guessed(
    store: Store, tmp_path: Path
) -> None:
    path = given(tmp_path, "会社名|年商|通貨", "みなと|1'234'567,89|EUR", "はるか|1.234.567'89|EUR")
    report = bring(store, path, decimal=DecimalMark.COMMA)
    assert counts(report) == (1, 0, 0, 1)
    assert records(store, "leads", "annual_revenue") == [{"annual_revenue": 123_456_789}]
    assert "1.234.567'89" in report.outcomes[0].sentence


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("2013年07月18日", "2013-07-18"),
        ("1965/6/1", "1965-06-01"),
        ("Sep 12 2026", "2026-09-12"),
        ("2026-11-15 14:30:00", "2026-11-15"),
    ],
)
def test_a_birthday_is_read_in_any_writing(
    store: Store, tmp_path: Path, cell: str, day: str
) -> None:
    bring(store, given(tmp_path, "姓|名|誕生日", f"森|恵|{cell}"), to="contacts")
    assert records(store, "contacts", "birthday") == [{"birthday": day}]


@pytest.mark.parametrize(
    ("written", "name", "title"),
    [
        ("田中さん", "田中", None),
        ("佐藤 様", "佐藤", None),
        ("鈴木部長", "鈴木", "部長"),
        ("様", "様", None),
    ],
)
def test_politeness_is_no_part_of_a_name(
    store: Store, tmp_path: Path, written: str, name: str, title: str | None
) -> None:
    bring(store, given(tmp_path, "氏名|会社名", f"{written}|みなと商会"))
    assert records(store, "leads", "last_name", "job_title") == [
        {"last_name": name, "job_title": title}
    ]


def test_tags_in_any_script_are_taken_as_they_are(store: Store, tmp_path: Path) -> None:
    bring(store, given(tmp_path, "姓|タグ", "森|展示会、見込", "大野|展示会"))
    assert [lead["tags"] for lead in records(store, "leads", "tags")] == [
        "\n展示会\n見込\n",
        "\n展示会\n",
    ]


# --- who is who -----------------------------------------------------------------------------------


def test_an_address_at_a_domain_with_umlauts_is_one_in_any_case(
    store: Store, tmp_path: Path
) -> None:
    path = given(tmp_path, "姓|メール", "森|mori@bücher.example", "森|MORI@BÜCHER.example")
    report = bring(store, path)
    assert counts(report) == (1, 0, 1, 0)
    assert report.outcomes[0].reason is Reason.SAME_LINE


def test_a_number_is_one_with_and_without_its_country_in_an_american_list(
    store: Store, tmp_path: Path
) -> None:
    others = [f"P{n}||(850) 644-42{n:02}" for n in range(10)]
    path = given(
        tmp_path,
        "Last Name|First Name|Phone",
        *others,
        "Baker|Ann|+1 (202) 555-0100",
        "Baker|Ann|202.555.0100",
    )
    report = bring(store, path)
    assert counts(report) == (11, 0, 1, 0)
    assert report.outcomes[0].sentence == "Same telephone number and name as line 12."


def test_words_where_a_number_should_be_tell_nobody_apart(store: Store, tmp_path: Path) -> None:
    bring(store, given(tmp_path, "姓|電話|メール", "ラメシュ||"))
    report = bring(store, given(tmp_path, "姓|電話|メール", "ラメシュ|call me|n/a", name="b.csv"))
    assert counts(report) == (0, 0, 1, 0)


def test_a_number_of_another_program_that_comes_twice_is_one_record(
    store: Store, tmp_path: Path
) -> None:
    path = given(tmp_path, "ACCOUNTID|Account Name", "1|みなと", "1|はるか", "|そら", "|うみ")
    report = bring(store, path)
    assert counts(report) == (3, 0, 1, 0)
    assert (report.outcomes[0].line, report.outcomes[0].other_line) == (3, 2)
    assert [a["name"] for a in records(store, "accounts", "name")] == ["みなと", "そら", "うみ"]


def test_three_cards_of_one_person_are_one_lead(store: Store, tmp_path: Path) -> None:
    header = "会社名|姓|名|e-mail|名刺交換日|TEL会社|謎"
    path = given(
        tmp_path,
        header,
        "前の会社|森|恵|m@minato.example|2024/01/01|03-1111-2222|?",
        "今の会社|森|恵|M@Minato.example|2026/01/01||",
        "今の会社|森|恵|m@minato.example|2025/01/01||",
    )
    report = bring(store, path, duplicates=Duplicates.OVERWRITE)
    assert (report.created, report.failed) == (1, 0)
    (lead,) = records(store, "leads", "company", "phone", "email")
    assert lead["company"] == "今の会社"
    assert lead["phone"] == "03-1111-2222", "a blank cell wipes nothing"


def test_a_second_address_stands_in_for_a_missing_first(store: Store, tmp_path: Path) -> None:
    header = "First Name|Last Name|Business Phone|Mobile Phone|E-mail Address|E-mail 2 Address"
    bring(store, given(tmp_path, header, "花子|鈴木|03-1111-2222|090-1111-2222||h@x.example"))
    assert records(store, "leads", "email", "email_2", "phone", "mobile") == [
        {
            "email": "h@x.example",
            "email_2": None,
            "phone": "03-1111-2222",
            "mobile": "090-1111-2222",
        }
    ]


def test_names_stand_in_the_order_of_their_script(store: Store, tmp_path: Path) -> None:
    path = given(
        tmp_path,
        "First Name|Last Name|Phonetic First Name|Phonetic Last Name|E-mail 1 - Value",
        "John|Smith|||j@x.example",
        "太郎|山本|たろう|やまもと|y@x.example",
    )
    bring(store, path)
    john, taro = records(store, "leads", "title", "last_name_kana", "first_name_kana")
    assert john["title"] == "John Smith"
    assert tuple(taro.values()) == ("山本 太郎", "やまもと", "たろう")


def test_a_card_without_a_display_name_is_named_by_its_parts(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "card.vcf"
    path.write_bytes(
        "BEGIN:VCARD\r\nVERSION:3.0\r\nN:森;恵;;;\r\nORG:株式会社みな\r\n と商会\r\n"
        "BDAY:19651123\r\nTEL;TYPE=CELL:09011112222\r\nEND:VCARD\r\n".encode()
    )
    bring(store, path, to="contacts")
    (contact,) = records(store, "contacts", "title", "birthday", "mobile")
    assert tuple(contact.values()) == ("森 恵", "1965-11-23", "090-1111-2222")
    assert records(store, "accounts", "name") == [{"name": "株式会社みなと商会"}]


def test_a_company_with_a_sign_for_its_form_is_the_company_in_full(
    store: Store, tmp_path: Path
) -> None:
    bring(store, given(tmp_path, "取引先名", "㈱テスト"), to="accounts")
    again = bring(store, given(tmp_path, "取引先名", "株式会社テスト"), to="accounts")
    assert counts(again) == (0, 0, 1, 0)
