"""Headers find their fields, in anybody's export, in Japanese and in English."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest

from tests.exchange.importing import bring, counts, given, mapped, records
from tui_crm.errors import NotFoundError, UsageError
from tui_crm.exchange.exporting.cells import columns_of, header_of
from tui_crm.exchange.exporting.options import Headers
from tui_crm.exchange.headers import column_names, header_key
from tui_crm.exchange.importing.columns import MappedBy
from tui_crm.exchange.importing.mapping import propose
from tui_crm.exchange.importing.options import ImportOptions, Unmapped
from tui_crm.exchange.importing.planning import plan_import
from tui_crm.exchange.importing.report_sentences import sentences_of
from tui_crm.exchange.importing.table_types import tell_type
from tui_crm.exchange.importing.targets import accepts
from tui_crm.exchange.source_programs import generic, known_programs
from tui_crm.features.program import program
from tui_crm.i18n import use

if TYPE_CHECKING:
    from pathlib import Path

    from tui_crm.store.db.store import Store

SCHEMA = program().declared


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("Last Name", "last_name"),
        ("last_name", "last_name"),
        ("LastName", "last_name"),
        ("LAST-NAME*", "last_name"),
        ("姓", "last_name"),
        ("姓（カタカナ）", "last_name_kana"),
        ("会社名", "company"),
        ("ｅメール", "email"),
        ("E-mail 1 - Value", "email"),
        ("Email (Work)", "email"),
        ("Lead Source", "lead_source"),
        ("Lead Owner", "owner"),
        ("Phone 1", "phone"),
        ("〒", "postal_code"),
        ("Billing_City__c", ""),
        ("Annual_Income__c", "annual_revenue"),
        ("Company/Name", "company"),
        ("Company/Foo", ""),
        ("Web site", "website"),
        ("電話番号（代表）", "phone"),
        ("Title", "job_title"),
        ("Prefix", "salutation"),
    ],
)
def test_a_header_finds_its_field_however_it_is_written(header: str, field: str) -> None:
    assert mapped([header, "備考"]).column(header).target == field


@pytest.mark.parametrize("record_type", ["leads", "accounts", "contacts", "deals", "activities"])
@pytest.mark.parametrize("headers", list(Headers))
@pytest.mark.parametrize("language", ["ja", "en"])
def test_every_header_of_our_own_exports_maps_to_itself(
    record_type: str, headers: Headers, language: str
) -> None:
    use(language)  # type: ignore[arg-type]
    declared = SCHEMA.type(record_type)
    specs = columns_of(declared, ())
    mapping = propose(declared, header_of(declared, specs, headers))
    assert mapping.is_own
    for spec, column in zip(specs, mapping.columns, strict=True):
        special = {"converted_at": "converted", "id": "id"}
        expected = special.get(spec.key, spec.key if accepts(declared, spec.key) else "")
        assert column.target == expected


def test_an_export_of_ours_is_read_in_either_language(store: Store, tmp_path: Path) -> None:
    path = given(tmp_path, "番号|姓|会社名|外部ID", "7|田中|-|x-1")
    bring(store, path)
    (lead,) = records(store, "leads", "last_name", "company", "external_id")
    assert lead == {"last_name": "田中", "company": "-", "external_id": "x-1"}


def test_every_target_named_in_the_sources_exists() -> None:
    for origin in (*known_programs(), generic()):
        for record_type in ("leads", "accounts", "contacts", "deals", "activities", "users"):
            declared = SCHEMA.type(record_type)
            own = origin.columns.get(record_type, {})
            for header, wanted in own.items():
                for target in wanted:
                    name = target.removesuffix("?")
                    assert not name or accepts(declared, name), (origin.title, header, target)


def test_a_full_name_and_its_parts_do_not_clash() -> None:
    mapping = mapped(["First Name", "Last Name", "Name", "Full Name"])
    assert mapping.column("Last Name").target == "last_name"
    assert mapping.column("Name").target == "full_name"


def test_tantosha_is_the_customer_unless_the_customer_has_another_name() -> None:
    assert mapped(["会社名", "担当者", "電話"]).column("担当者").target == "full_name"
    assert mapped(["会社名", "氏名", "担当者"]).column("担当者").target == "owner"


def test_furigana_reads_the_column_before_it() -> None:
    mapping = mapped(["会社名", "フリガナ", "氏名", "フリガナ"])
    assert [c.target for c in mapping.columns] == [
        "company",
        "company_kana",
        "full_name",
        "full_kana",
    ]


def test_title_before_a_name_is_no_job_title_where_there_is_one() -> None:
    mapping = mapped(["Title", "First Name", "Job Title"])
    assert mapping.column("Title").target == "salutation"
    assert mapping.column("Job Title").target == "job_title"


def test_business_numbers_go_before_those_at_home(store: Store, tmp_path: Path) -> None:
    path = given(
        tmp_path,
        "Last Name|Home Phone|Business Phone",
        "Both|03-1111-1111|03-2222-2222",
        "One|03-3333-3333|",
    )
    bring(store, path)
    both, one = records(store, "leads", "phone", "more_phones")
    assert both == {"phone": "03-2222-2222", "more_phones": "\nHome\t03-1111-1111\n"}
    assert one == {"phone": "03-3333-3333", "more_phones": None}


def test_an_address_goes_on_under_blank_headers() -> None:
    header = ["姓", "住所", "", "", "", "", "生年月日"]
    row = ["福沢", "岩手県", "気仙郡住田町", "上有住", "2-17", "コーポ1", "1959-11-17"]
    mapping = mapped(header, rows=[row, row])
    targets = [column.target for column in mapping.columns]
    assert targets == ["last_name", "state", "city", "street", "street", "building", "note"]


def test_a_table_without_a_header_is_known_by_its_cells(store: Store, tmp_path: Path) -> None:
    path = given(
        tmp_path,
        "1|上杉辰男|160-0005|東京都|新宿区|愛住町|1-6|ランド113",
        "2|宇佐美夏希|640-8204|和歌山県|和歌山市|伝法橋南ノ丁|1-13-2|",
    )
    report = bring(store, path)
    assert report.created == 2
    first = records(store, "leads")[0]
    assert (first["last_name"], first["first_name"]) == ("上杉", "辰男")
    assert first["postal_code"] == "160-0005"
    assert (first["state"], first["city"]) == ("東京都", "新宿区")
    assert (first["street"], first["building"]) == ("愛住町1-6", "ランド113")


def test_a_likely_header_is_a_guess_and_is_not_used() -> None:
    column = mapped(["Last Name", "Compny"]).column("Compny")
    assert (column.target, column.guess) == ("", "company")


def test_what_is_given_wins_over_what_is_guessed(store: Store, tmp_path: Path) -> None:
    path = given(tmp_path, "Name|Company", "Acme|Taro Tanaka")
    bring(store, path, maps=(("Name", "company"), ("Company", "full_name")))
    (lead,) = records(store, "leads", "company", "last_name", "first_name")
    assert lead == {"company": "Acme", "last_name": "Tanaka", "first_name": "Taro"}


def test_two_columns_given_to_one_field_are_joined(store: Store, tmp_path: Path) -> None:
    path = given(tmp_path, "姓|役職1|役職2|A|B", "田中|営業部|部長|x|y")
    maps = (("役職1", "job_title"), ("役職2", "job_title"), ("A", "description"))
    bring(store, path, maps=(*maps, ("B", "description")))
    (lead,) = records(store, "leads", "job_title", "description")
    assert lead == {"job_title": "営業部部長", "description": "x\ny"}


@pytest.mark.parametrize("field", ["updated_at", "created_by", "last_activity_at", "title"])
def test_a_protected_field_is_refused(store: Store, tmp_path: Path, field: str) -> None:
    path = given(tmp_path, "姓|X", "田中|1")
    with pytest.raises(UsageError, match="set by the program"):
        plan_import(store, path, ImportOptions(maps=(("X", field),)))
    with pytest.raises(UsageError, match="set by the program"):
        plan_import(store, path, ImportOptions(sets=((field, "1"),)))


def test_an_unknown_field_or_column_is_refused(store: Store, tmp_path: Path) -> None:
    path = given(tmp_path, "姓", "田中")
    with pytest.raises(UsageError, match="no column 名前"):
        plan_import(store, path, ImportOptions(maps=(("名前", "last_name"),)))
    with pytest.raises(UsageError, match="no field shoe_size"):
        plan_import(store, path, ImportOptions(maps=(("姓", "shoe_size"),)))


def test_columns_that_map_to_nothing_are_named(store: Store, tmp_path: Path) -> None:
    report = bring(store, given(tmp_path, "姓|血液型|", "田中|A|"))
    assert report.unmapped == ("血液型",)
    assert any("血液型" in sentence for sentence in sentences_of(report, {}))


def test_they_can_be_kept_in_the_description(store: Store, tmp_path: Path) -> None:
    path = given(tmp_path, "姓|血液型|備考", "田中|A|常連")
    bring(store, path, unmapped=Unmapped.DESCRIPTION)
    assert records(store, "leads", "description") == [{"description": "常連\n血液型: A"}]


def test_they_can_be_kept_in_fields_of_their_own(store: Store, tmp_path: Path) -> None:
    path = given(tmp_path, "姓|Blood type|靴", "田中|A|26")
    report = bring(store, path, unmapped=Unmapped.FIELDS)
    assert list(report.added_fields) == ["Blood type", "靴"]
    (lead,) = records(store, "leads", "bloodtype", "column_3")
    assert lead == {"bloodtype": "A", "column_3": 26}
    assert counts(bring(store, path)) == (0, 0, 1, 0)


def test_every_row_can_be_given_a_value(store: Store, tmp_path: Path) -> None:
    path = given(tmp_path, "姓|流入元", "田中|web")
    bring(store, path, sets=(("lead_source", "展示会"), ("tags", "2026春")))
    (lead,) = records(store, "leads", "lead_source", "tags")
    assert lead == {"lead_source": "exhibition", "tags": "\n2026春\n"}


def test_a_saved_mapping_is_found_by_its_headers(store: Store, tmp_path: Path) -> None:
    first = given(tmp_path, "なまえ|かいしゃ", "田中 一郎|光商事", name="a.csv")
    maps = (("なまえ", "full_name"), ("かいしゃ", "company"))
    bring(store, first, maps=maps, save_mapping="毎月の名簿")
    second = given(tmp_path, "かいしゃ|なまえ", "桜工業|佐藤 花子", name="b.csv")
    plan = plan_import(store, second)
    assert plan.saved == "毎月の名簿"
    assert plan.mapping.column("なまえ").how is MappedBy.SAVED
    bring(store, second)
    assert records(store, "leads", "company")[1] == {"company": "桜工業"}


def test_a_saved_mapping_is_used_by_its_name(store: Store, tmp_path: Path) -> None:
    first = given(tmp_path, "x|y", "田中|1", name="a.csv")
    bring(store, first, maps=(("x", "last_name"),), save_mapping="m")
    other = given(tmp_path, "x|y|z", "佐藤|1|2", name="b.csv")
    assert plan_import(store, other, ImportOptions(mapping="m")).missing == ()
    with pytest.raises(NotFoundError, match="no saved mapping n"):
        plan_import(store, other, ImportOptions(mapping="n"))


@pytest.mark.parametrize(
    ("header", "record_type"),
    [
        (["LEADID", "Last Name", "Lead Owner"], "leads"),
        (["ACCOUNTID", "Account Name"], "accounts"),
        (["CONTACTID", "Last Name", "Contact Owner"], "contacts"),
        (["Potential Name", "Stage", "Amount"], "deals"),
        (["Task Owner", "Subject", "Due Date"], "activities"),
        (["USER_ID", "Email"], "users"),
        (["Id", "StageName", "Amount"], "deals"),
        (["商談名", "取引先名", "金額"], "deals"),
        (["何か", "ほか"], "leads"),
    ],
)
def test_a_list_is_known_by_its_columns_alone(header: list[str], record_type: str) -> None:
    assert tell_type(SCHEMA, header).record_type == record_type


def test_a_birthday_is_a_field_of_contacts_and_a_note_of_leads() -> None:
    header = ["Given Name", "E-mail 1 - Value", "Birthday"]
    assert mapped(header, "contacts").column("Birthday").target == "birthday"
    assert mapped(header, "leads").column("Birthday").target == "note"


def test_names_of_columns_never_repeat() -> None:
    names = column_names(["A", "A", "", "A (2)", "", ""])
    assert len(set(names)) == 6
    assert names[:3] == ("A", "A (2)", "A (3)")


def test_a_header_of_signs_alone_keeps_a_key() -> None:
    assert header_key("***") == "***"
    assert header_key("") == ""


def test_names_of_ten_thousand_like_columns_are_made_in_no_time() -> None:
    begun = time.process_time()
    names = column_names(["c"] * 10_000)
    assert len(set(names)) == 10_000
    assert time.process_time() - begun < 2


def test_an_export_of_an_earlier_version_is_known_by_its_words(
    store: Store, tmp_path: Path
) -> None:
    header = "番号|外部ID|姓|会社名|状態|評価|流入元|自社担当"
    mapping = mapped(header.split("|"))
    assert mapping.is_own
    assert [column.target for column in mapping.columns][4:] == [
        *("status", "rating", "lead_source", "owner")
    ]
    bring(
        store,
        given(tmp_path, header, "1|x:1|清水|青葉商事|対象外|高|紹介|", "2|x:2|井上||新規|中||"),
    )
    assert records(store, "leads", "status", "rating", "lead_source") == [
        {"status": "unqualified", "rating": "hot", "lead_source": "referral"},
        {"status": "new", "rating": "warm", "lead_source": None},
    ]
