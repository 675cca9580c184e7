"""What cells become: numbers, dates, amounts, values of picklists, and nothing at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.exchange.importing import bring, counts, given, records
from tui_crm.errors import UsageError
from tui_crm.exchange.importing.importer import run_import
from tui_crm.exchange.importing.options import DecimalMark, Duplicates, ImportOptions
from tui_crm.exchange.importing.picklists import Unknown
from tui_crm.exchange.importing.planning import plan_import
from tui_crm.exchange.importing.report_sentences import sentences_of

if TYPE_CHECKING:
    from pathlib import Path

    from tui_crm.store.db.store import Store


def read(store: Store, folder: Path, header: str, cell: str, field: str) -> object:
    """What one cell becomes in a lead."""
    report = bring(store, given(folder, f"姓|{header}", f"田中|{cell}"))
    assert report.failed == 0, report.outcomes[0].sentence
    return records(store, "leads", field)[-1][field]


@pytest.mark.parametrize(
    ("header", "cell", "field", "value"),
    [
        ("電話番号", "０３（１２３４）５６７８", "phone", "03-1234-5678"),
        ("電話番号", "03-1234-5678 内線12", "phone", "03-1234-5678 内線12"),
        ("電話番号", "9012345678", "phone", "090-1234-5678"),
        ("電話番号", "call me", "phone", "call me"),
        ("電話番号", "n/a", "phone", None),
        ("メール", "Ｔａｒｏ@Example.COM", "email", "Taro@example.com"),
        ("メール", "Taro <taro@example.com>", "email", "taro@example.com"),
        ("メール", "a..b@docomo.ne.jp", "email", "a..b@docomo.ne.jp"),
        ("メール", "n/a", "email", None),
        ("同意日", "2026-12-01", "consent_on", "2026-12-01"),
        ("同意日", "令和8年12月1日", "consent_on", "2026-12-01"),
        ("同意日", "15 Apr, 2021", "consent_on", "2021-04-15"),
        ("同意日", "46357", "consent_on", "2026-12-01"),
        ("同意日", "10/01/2026", "consent_on", "2026-10-01"),
        ("同意日", "-", "consent_on", None),
        ("従業員数", "1,200名", "employees", 1200),
        ("年商", "1億2,000万円", "annual_revenue", 120_000_000),
        ("年商", "(1,620)", "annual_revenue", -1620),
        ("年商", "¥1,234", "annual_revenue", 1234),
        ("配信停止", "はい", "opted_out", 1),
        ("配信停止", "FALSE", "opted_out", 0),
        ("配信停止", "なし", "opted_out", 0),
        ("評価", "高い", "rating", "hot"),
        ("評価", "Hot", "rating", "hot"),
        ("ステータス", "新規", "status", "new"),
        ("ステータス", "Junk Lead", "status", "unqualified"),
        ("ステータス", "-None-", "status", "new"),
        ("タグ", "展示会、大阪, vip", "tags", "\n展示会\n大阪\nvip\n"),
        ("郵便番号", "1050001", "postal_code", "105-0001"),
        ("会社名", "　光商事　", "company", "光商事"),
        ("会社名", "なし", "company", None),
        ("役職", "-", "job_title", None),
        ("部署", "'=1+1", "department", "=1+1"),
        ("部署", "'tis", "department", "'tis"),
        ("備考", "1行目\r\n2行目  ", "description", "1行目\n2行目"),
    ],
)
def test_a_cell_becomes(
    store: Store, tmp_path: Path, header: str, cell: str, field: str, value: object
) -> None:
    assert read(store, tmp_path, header, cell, field) == value


@pytest.mark.parametrize(
    ("header", "cell", "words"),
    [
        ("メール", "taro@", "not an e-mail"),
        ("同意日", "いつか", "いつか"),
        ("同意日", "1700-01-01", "1700"),
        ("同意日", "2026-13-45", "2026-13-45"),
        ("従業員数", "多数", "not a number"),
        ("配信停止", "たぶん", "neither yes nor no"),
        ("年商", "9" * 30, "9"),
        ("作成日時", "9999-99-99 99:99", "9999"),
        ("作成日時", "0001-01-01 00:00:00", "0001"),
    ],
)
def test_a_value_that_means_nothing_rejects_its_row_alone(
    store: Store, tmp_path: Path, header: str, cell: str, words: str
) -> None:
    path = given(tmp_path, f"姓|{header}", f"田中|{cell}", "佐藤|")
    report = bring(store, path, is_strict=True)
    assert counts(report) == (1, 0, 0, 1)
    (outcome,) = report.outcomes
    assert outcome.line == 2
    assert header in outcome.sentence
    assert words in outcome.sentence


def test_one_row_is_told_all_that_is_wrong_with_it(store: Store, tmp_path: Path) -> None:
    report = bring(store, given(tmp_path, "姓|メール|従業員数", "田中|x|y"))
    assert "メール" in report.outcomes[0].sentence
    assert "従業員数" in report.outcomes[0].sentence


@pytest.mark.parametrize(
    ("name", "last", "first"),
    [
        ("田中 一郎", "田中", "一郎"),
        ("田中　一郎 様", "田中", "一郎"),
        ("佐藤さん", "佐藤", None),
        ("田中一郎", "田中", "一郎"),
        ("鑢羅々々夢", "鑢羅々々夢", None),
        ("Taro Tanaka", "Tanaka", "Taro"),
        ("Tanaka, Taro", "Tanaka", "Taro"),
        ("ジョン・スミス", "スミス", "ジョン"),
    ],
)
def test_a_name_in_one_column_is_taken_apart(
    store: Store, tmp_path: Path, name: str, last: str, first: str | None
) -> None:
    bring(store, given(tmp_path, "氏名|会社名", f"{name}|光商事"))
    assert records(store, "leads", "last_name", "first_name") == [
        {"last_name": last, "first_name": first}
    ]


def test_an_address_in_one_column_is_taken_apart(store: Store, tmp_path: Path) -> None:
    bring(store, given(tmp_path, "姓|住所", "田中|〒150-0002 東京都渋谷区渋谷1-2-3 光ビル4F"))
    keys = ("postal_code", "state", "city", "street", "building")
    assert tuple(records(store, "leads", *keys)[0].values()) == (
        "150-0002",
        "東京都",
        "渋谷区",
        "渋谷1-2-3",
        "光ビル4F",
    )


def test_further_numbers_and_addresses_of_a_cell_have_their_fields(
    store: Store, tmp_path: Path
) -> None:
    path = given(
        tmp_path,
        "姓|メール|電話",
        "田中|a@example.com; b@example.com, c@example.com|03-1111-2222 / 090-1111-2222",
        "佐藤|a@x.example|03-1111-2222、06-1111-2222",
    )
    report = bring(store, path)
    assert not report.noticed
    tanaka, sato = records(store, "leads")
    assert (tanaka["email"], tanaka["email_2"]) == ("a@example.com", "b@example.com")
    assert tanaka["more_emails"] == "\n\tc@example.com\n"
    assert (tanaka["phone"], tanaka["mobile"]) == ("03-1111-2222", "090-1111-2222")
    assert (sato["phone"], sato["more_phones"]) == ("03-1111-2222", "\n\t06-1111-2222\n")
    assert "description" not in tanaka
    assert "mobile" not in sato


def test_what_a_spreadsheet_did_to_numbers_is_reported(store: Store, tmp_path: Path) -> None:
    report = bring(
        store, given(tmp_path, "姓|電話番号", "A|312345678", "B|8.1E+10", "C|90-1234-5678")
    )
    said = " ".join(sentences_of(report, {}))
    assert "leading 0" in said
    assert "shortened" in said
    assert report.created == 3


def test_an_unknown_value_is_added_to_its_list_and_said(store: Store, tmp_path: Path) -> None:
    report = bring(store, given(tmp_path, "姓|流入元", "A|紹介会社", "B|紹介会社", "C|Partner Day"))
    assert report.added_choices == {"lead_source": ["紹介会社", "Partner Day"]}
    found = [lead["lead_source"] for lead in records(store, "leads", "lead_source")]
    assert found == ["紹介会社", "紹介会社", "partner_day"]
    choice = store.schema.choice("lead_source", "partner_day")
    assert choice is not None
    assert (choice.ja, choice.en) == ("Partner Day", "Partner Day")


def test_a_value_of_a_row_that_is_not_taken_is_not_added(store: Store, tmp_path: Path) -> None:
    path = given(tmp_path, "姓|メール|流入元", "A|a@example.com|web", "A|a@example.com|謎")
    report = bring(store, path)
    assert counts(report) == (1, 0, 1, 0)
    assert store.schema.choice("lead_source", "謎") is None


def test_an_unknown_value_can_be_mapped_or_rejected(store: Store, tmp_path: Path) -> None:
    path = given(tmp_path, "姓|流入元", "A|DM", "B|謎")
    report = bring(
        store,
        path,
        unknown_choices=Unknown.REJECT,
        choices={"lead_source": {"dm": "mail"}},
    )
    assert counts(report) == (1, 0, 0, 1)
    assert records(store, "leads", "lead_source") == [{"lead_source": "mail"}]
    assert "謎" in report.outcomes[0].sentence


def test_an_unknown_value_can_be_left_blank(store: Store, tmp_path: Path) -> None:
    report = bring(store, given(tmp_path, "姓|評価", "A|?!"), unknown_choices=Unknown.BLANK)
    assert records(store, "leads", "rating") == [{"rating": None}]
    assert report.dropped_choices["rating"]["?!"] == 1


def test_a_long_list_of_added_values_says_how_many_more(store: Store, tmp_path: Path) -> None:
    rows = [f"A{n}|Source {n}" for n in range(35)]
    report = bring(store, given(tmp_path, "姓|流入元", *rows))
    said = next(each for each in sentences_of(report, {}) if each.startswith("35 values"))
    assert "Source 19 and 15 more" in said


def test_values_of_a_foreign_script_are_added_once_and_found_again(
    store: Store, tmp_path: Path
) -> None:
    path = given(tmp_path, "姓|流入元|タグ", "A|見本市|大口、東京")
    bring(store, path)
    report = bring(store, given(tmp_path, "姓|流入元|タグ", "B|見本市|大口", name="b.csv"))
    assert report.added_choices == {}


@pytest.mark.parametrize(
    ("header", "cell"),
    [
        ("従業員数", "多数"),
        ("サブメール", "taro@"),
        ("同意日", "いつか"),
        ("作成日時", "9999-99-99 99:99"),
        ("配信同意", "たぶん"),
    ],
)
def test_a_minor_value_that_cannot_be_read_does_not_cost_the_record(
    store: Store, tmp_path: Path, header: str, cell: str
) -> None:
    path = given(tmp_path, f"姓|会社名|{header}", f"田中|光商事|{cell}", "佐藤|商会|")
    report = bring(store, path)
    assert (counts(report), report.partial) == ((2, 0, 0, 0), 1)
    assert records(store, "leads", "description")[0] == {"description": f"{header}: {cell}"}
    assert any(header in sentence for sentence in sentences_of(report, {}))
    assert report.errors_file is not None
    written = report.errors_file.read_text("utf-8")
    assert cell in written
    assert "佐藤" not in written


@pytest.mark.parametrize(
    ("header", "cell"),
    [("メール", "taro@"), ("年商", "沢山"), ("配信停止", "たぶん")],
)
def test_keys_amounts_and_who_may_be_written_to_reject_the_row(
    store: Store, tmp_path: Path, header: str, cell: str
) -> None:
    report = bring(store, given(tmp_path, f"姓|会社名|{header}", f"田中|光商事|{cell}"))
    assert counts(report) == (0, 0, 0, 1)


def test_a_corrected_value_fills_the_record_that_came_in_without_it(
    store: Store, tmp_path: Path
) -> None:
    report = bring(store, given(tmp_path, "姓|会社名|従業員数", "田中|光商事|多数"))
    assert report.errors_file is not None
    text = report.errors_file.read_text("utf-8").replace("多数", "120")
    corrected = tmp_path / "corrected.csv"
    corrected.write_text(text, "utf-8")
    again = bring(store, corrected, duplicates=Duplicates.FILL)
    assert counts(again) == (0, 1, 0, 0)
    assert records(store, "leads", "employees") == [{"employees": 120}]


def test_the_name_of_an_unknown_owner_stays_on_the_record(store: Store, tmp_path: Path) -> None:
    path = given(tmp_path, "姓|会社名|営業担当|備考", "田中|光商事|山本 次郎|急ぎ")
    report = bring(store, path)
    assert report.unknown_owners == {"山本 次郎": 1}
    (lead,) = records(store, "leads", "description")
    assert lead == {"description": "急ぎ\nOwner in the file: 山本 次郎"}


def test_amounts_take_the_currency_they_name(store: Store, tmp_path: Path) -> None:
    path = given(tmp_path, "会社名|年商", "A|$12,400.00", "B|5000")
    bring(store, path)
    assert records(store, "leads", "annual_revenue", "currency") == [
        {"annual_revenue": 1_240_000, "currency": "USD"},
        {"annual_revenue": 5000, "currency": "JPY"},
    ]


def test_an_amount_in_another_currency_than_its_row_is_rejected(
    store: Store, tmp_path: Path
) -> None:
    report = bring(store, given(tmp_path, "会社名|年商|通貨", "A|$5|EUR"))
    assert report.failed == 1
    assert "EUR" in report.outcomes[0].sentence


def test_decimal_commas_are_read_when_asked(store: Store, tmp_path: Path) -> None:
    path = given(tmp_path, "会社名|年商|通貨", "A|1.234,56|EUR")
    bring(store, path, decimal=DecimalMark.COMMA)
    assert records(store, "leads", "annual_revenue") == [{"annual_revenue": 123_456}]


def test_amounts_with_cents_need_a_currency_that_has_some(store: Store, tmp_path: Path) -> None:
    path = given(tmp_path, "会社名|年商", "A|1124741.15", "B|20.5")
    plan = plan_import(store, path)
    with pytest.raises(UsageError, match="--currency USD"):
        run_import(store, plan)
    report = bring(store, path, currency="USD")
    assert report.created == 2
    assert records(store, "leads", "annual_revenue")[0] == {"annual_revenue": 112_474_115}


def test_amounts_of_which_nothing_says_the_currency_are_told_of(
    store: Store, tmp_path: Path
) -> None:
    path = given(tmp_path, "Company,Annual Revenue,Currency".replace(",", "|"), "A|15000|", "B|5|")
    report = bring(store, path)
    assert report.presumed_amounts == 2
    said = [sentence for sentence in sentences_of(report, {}) if "JPY" in sentence]
    assert len(said) == 1
    assert "--currency USD" in said[0]
    japanese = bring(store, given(tmp_path, "会社名|年商", "C|15000", name="b.csv"))
    assert not any("JPY" in sentence for sentence in sentences_of(japanese, {}))


@pytest.mark.parametrize(
    ("header", "other", "likely"),
    [
        ("Country", "USA", "USD"),
        ("Phone", "+49 30 1234567", "EUR"),
        ("Phone", "(850) 644-4200", "USD"),
        ("State", "CA", "USD"),
        ("Consent date", "15.12.2026", "EUR"),
    ],
)
def test_amounts_without_a_currency_of_another_country_are_asked_about(
    store: Store, tmp_path: Path, header: str, other: str, likely: str
) -> None:
    rows = [f"{name}|15000|{other}" for name in "ABC"]
    path = given(tmp_path, f"Company|Annual Revenue|{header}", *rows)
    with pytest.raises(UsageError, match=f"--currency {likely}"):
        bring(store, path)
    assert records(store, "leads") == []
    report = bring(store, path, currency=likely)
    assert report.presumed_amounts == 0
    assert records(store, "leads", "currency")[0] == {"currency": likely}


def test_amounts_of_one_foreign_country_are_in_the_currency_that_is_named(
    store: Store, tmp_path: Path
) -> None:
    path = given(tmp_path, "Company|Annual Revenue|Country", "A|15000|USA", "B|5|United States")
    bring(store, path, currency="USD")
    assert records(store, "leads", "annual_revenue", "currency")[0] == {
        "annual_revenue": 1_500_000,
        "currency": "USD",
    }
    mixed = given(tmp_path, "Company|Annual Revenue|Country", "C|7|USA", "D|8|Japan", name="b.csv")
    bring(store, mixed)
    assert records(store, "leads", "currency")[2] == {"currency": "JPY"}


def test_days_come_first_where_the_column_shows_it(store: Store, tmp_path: Path) -> None:
    path = given(tmp_path, "姓|同意日", "A|25/12/2025", "B|03/02/2025")
    bring(store, path)
    assert [r["consent_on"] for r in records(store, "leads", "consent_on")] == [
        "2025-12-25",
        "2025-02-03",
    ]


def test_numbers_of_an_american_list_get_their_country(store: Store, tmp_path: Path) -> None:
    rows = [f"P{n}|(850) 644-42{n:02}" for n in range(10)]
    report = bring(store, given(tmp_path, "Last Name|Phone", *rows))
    assert records(store, "leads", "phone")[0] == {"phone": "+1 850-644-4200"}
    assert report.region == "US"


def test_the_country_of_a_row_decides_about_its_number(store: Store, tmp_path: Path) -> None:
    path = given(
        tmp_path,
        "Last Name|Phone|Country",
        "A|04 50 11 22 33|France",
        "B|045-011-2233|日本",
        "C|03-1234-5678|",
    )
    bring(store, path)
    found = [lead["phone"] for lead in records(store, "leads", "phone")]
    assert found == ["+33 4 50 11 22 33", "045-011-2233", "03-1234-5678"]


def test_a_point_in_time_without_a_zone_is_local(store: Store, tmp_path: Path) -> None:
    path = given(
        tmp_path,
        "姓|作成日時",
        "A|2021-04-15 00:03:00",
        "B|2024-01-22T14:49:34.000+0000",
        "C|15 Apr, 2021 00:03:00",
    )
    bring(store, path)
    assert [r["created_at"] for r in records(store, "leads", "created_at")] == [
        "2021-04-14T15:03:00Z",
        "2024-01-22T14:49:34Z",
        "2021-04-14T15:03:00Z",
    ]


def test_a_number_that_is_no_corporate_number_is_kept_and_said(
    store: Store, tmp_path: Path
) -> None:
    report = bring(store, given(tmp_path, "会社名|法人番号", "A|1234567890123", "B|2010401027303"))
    assert report.created == 2
    assert any("corporate number" in sentence for sentence in sentences_of(report, {}))


def test_an_import_knows_nobody_without_a_name_but_by_the_address(
    store: Store, tmp_path: Path
) -> None:
    path = given(
        tmp_path, "姓|会社名|メール|電話", "||a@example.com|", "|||03-1234-5678", "|光商事||"
    )
    report = bring(store, path)
    assert counts(report) == (2, 0, 0, 1)
    assert records(store, "leads", "last_name", "company") == [
        {"last_name": "a@example.com", "company": None},
        {"last_name": None, "company": "光商事"},
    ]
    assert report.outcomes[0].line == 3


def test_options_are_checked_before_anything_is_read(store: Store, tmp_path: Path) -> None:
    path = given(tmp_path, "姓", "田中")
    with pytest.raises(UsageError, match="shoe"):
        plan_import(store, path, ImportOptions(match="email,shoe"))
    with pytest.raises(UsageError, match="no record type people"):
        plan_import(store, path, ImportOptions(to="people"))


def test_a_row_with_invisible_characters_is_counted_and_kept(store: Store, tmp_path: Path) -> None:
    path = given(
        tmp_path,
        "氏名|会社名|メール|電話",
        "ファン・ゴッホ\u3000テオ|青空|\u200ba@x.example|\u202a+81 90-1111-2222\u202c",
        "スミス・ジョーンズ ケイト|\ufeff青空|c@x.example|",
    )
    assert counts(bring(store, path)) == (2, 0, 0, 0)
    assert records(store, "leads", "last_name", "first_name", "company", "email", "phone") == [
        {
            "last_name": "ファン・ゴッホ",
            "first_name": "テオ",
            "company": "青空",
            "email": "a@x.example",
            "phone": "090-1111-2222",
        },
        {
            "last_name": "スミス・ジョーンズ",
            "first_name": "ケイト",
            "company": "青空",
            "email": "c@x.example",
            "phone": None,
        },
    ]
    assert counts(bring(store, path)) == (0, 0, 2, 0)


def test_what_stands_behind_a_name_is_kept_in_the_description(store: Store, tmp_path: Path) -> None:
    path = given(tmp_path, "Name|Company", "Mary Ann Smith PhD|X", "Owen Price (Sales)|Y")
    bring(store, path)
    assert records(store, "leads", "last_name", "description") == [
        {"last_name": "Smith", "description": "Name: Mary Ann Smith PhD"},
        {"last_name": "Price", "description": "Name: Owen Price (Sales)"},
    ]


def test_ids_that_a_spreadsheet_shortened_are_refused_and_whole_ones_kept(
    store: Store, tmp_path: Path
) -> None:
    rows = (
        "external_id|姓|従業員数",
        "1.23457E+17|田中|5",
        "1.23457E+17|佐藤|5",
        "123456789012345678|鈴木|9007199254740993",
    )
    report = bring(store, given(tmp_path, *rows))
    assert (report.created, report.failed) == (1, 2)
    assert "1.23457E+17" in str(report.outcomes[0].sentence)
    assert records(store, "leads", "external_id", "employees") == [
        {"external_id": "123456789012345678", "employees": 9007199254740993}
    ]
