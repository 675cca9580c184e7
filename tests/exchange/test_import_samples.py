"""Real lists of other programs map by themselves, and their rows become what a person expects."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.exchange.importing import bring, counts, given, records
from tests.paths import SHARED_DATA, needs_shared_data
from tui_crm.errors import UsageError
from tui_crm.exchange.importing.options import Converted, Duplicates

if TYPE_CHECKING:
    from pathlib import Path

    from tui_crm.store.db.store import Store

pytestmark = needs_shared_data

EXPORTS = SHARED_DATA / "crm_exports"
JAPANESE = SHARED_DATA / "japanese"


@pytest.mark.parametrize(
    ("file", "record_type", "created", "skipped", "failed"),
    [
        ("salesforce/data-cloud-workshop/Lead.csv", "leads", 60, 0, 0),
        ("salesforce/powerbi-portfolio/Lead.csv", "leads", 17, 5, 0),
        ("salesforce/powerbi-portfolio/Account.csv", "accounts", 18, 0, 0),
        ("salesforce/powerbi-portfolio/Contact.csv", "contacts", 23, 0, 2),
        ("salesforce/copado/Leads.csv", "leads", 7, 0, 0),
        ("salesforce/data-cloud-workshop/Task.csv", "activities", 75, 0, 0),
        ("zoho/analytics/Users.csv", "users", 11, 0, 0),
        ("zoho/analytics/Accounts.csv", "accounts", 2226, 0, 3),
        ("zoho/analytics/Contacts.csv", "contacts", 1265, 0, 0),
        ("zoho/analytics/Leads.csv", "leads", 268, 3632, 0),
        ("datablist_published/leads-100.csv", "leads", 15, 0, 0),
        ("datablist_generated/leads-1000.csv", "leads", 1000, 0, 0),
        ("datablist_generated/lead-scoring-ai-1000.csv", "leads", 1000, 0, 0),
        ("odoo/crm_lead.xls", "leads", 8, 0, 0),
        ("odoo/hr_employee.xls", "leads", 23, 0, 0),
        ("google/outlook.csv", "leads", 1, 0, 2),
        ("atomic-crm/contacts_export.csv", "leads", 2, 0, 0),
        ("generic/sales-crm/Contacts.csv", "contacts", 100, 0, 0),
        ("generic/sales-crm/Activity.csv", "activities", 500, 0, 0),
        ("peer_snippets/contacts_ja.csv", "leads", 3, 0, 0),
        ("peer_snippets/eight_export_with_preamble.csv", "leads", 2, 0, 0),
        ("peer_snippets/google_contacts_ja.csv", "leads", 2, 0, 0),
        ("peer_snippets/outlook_en.csv", "leads", 2, 0, 0),
        ("peer_snippets/outlook_ja.csv", "leads", 1, 0, 0),
        ("peer_snippets/hubspot_contacts_export.csv", "leads", 3, 0, 0),
        ("peer_snippets/pipedrive_official_sample_header_row1.csv", "leads", 1, 0, 0),
        ("peer_snippets/krayin_leads.csv", "leads", 2, 0, 0),
        ("peer_snippets/dynamics365_lead_header_only.csv", "leads", 0, 0, 0),
    ],
)
def test_an_export_is_imported_by_its_headers_alone_and_only_once(
    store: Store,
    tmp_path: Path,
    file: str,
    record_type: str,
    created: int,
    skipped: int,
    failed: int,
) -> None:
    errors = tmp_path / "errors.csv"
    usual = "USD" if file.startswith("salesforce/") else "JPY"
    report = bring(store, EXPORTS / file, errors=errors, usual_currency=usual)
    assert report.type == record_type
    assert counts(report) == (created, 0, skipped, failed)
    again = bring(store, EXPORTS / file, errors=errors, usual_currency=usual)
    assert counts(again) == (0, 0, created + skipped, failed)
    assert again.batch is None


def test_a_move_from_zoho_keeps_everything_together(store: Store, tmp_path: Path) -> None:
    folder = EXPORTS / "zoho" / "analytics"
    errors = tmp_path / "errors.csv"
    for name in ("Users", "Accounts", "Contacts"):
        bring(store, folder / f"{name}.csv", errors=errors)
    leads = bring(store, folder / "Leads.csv", converted=Converted.IMPORT)
    assert (leads.created, leads.unknown_owners) == (3900, {})
    deals = bring(store, folder / "Potentials.csv")
    assert counts(deals) == (3632, 0, 0, 0)
    assert deals.unknown_owners == {}
    first = records(store, "deals", "name", "stage", "amount", "currency", "close_date")[0]
    assert first == {
        "name": "Lewis, James",
        "stage": "needs",
        "amount": 2_270_000,
        "currency": "USD",
        "close_date": "2021-04-16",
    }
    account = store.connection.scalar(
        "SELECT a.name FROM deals d JOIN accounts a ON a.id = d.account ORDER BY d.id LIMIT 1"
    )
    assert account == "Handy City"
    calls = bring(store, folder / "Calls.csv")
    assert counts(calls) == (4100, 0, 0, 0)
    linked = "SELECT count(*) FROM activities WHERE kind = 'call' AND contact IS NOT NULL"
    assert store.connection.scalar(linked) > 1000


def test_deals_of_leads_that_were_left_out_say_how_to_bring_them(
    store: Store, tmp_path: Path
) -> None:
    folder = EXPORTS / "zoho" / "analytics"
    bring(store, folder / "Leads.csv")
    deals = bring(store, folder / "Potentials.csv", errors=tmp_path / "errors.csv")
    assert deals.failed == 3632
    assert "(zoho:1832)" in deals.outcomes[0].sentence
    assert "crm import leads.csv deals.csv" in deals.outcomes[0].sentence


def test_amounts_without_a_currency_are_refused_where_they_have_cents(store: Store) -> None:
    folder = EXPORTS / "salesforce" / "data-cloud-workshop"
    bring(store, folder / "Account.csv", currency="USD")
    with pytest.raises(UsageError, match="--currency USD"):
        bring(store, folder / "Opportunity.csv")
    report = bring(store, folder / "Opportunity.csv", currency="USD")
    assert counts(report) == (50, 0, 0, 0)
    assert records(store, "deals", "amount")[0] == {"amount": 112_474_115}


def test_a_list_without_names_or_companies_writes_nothing(store: Store) -> None:
    with pytest.raises(UsageError, match="Last name or Company"):
        bring(store, EXPORTS / "generic" / "sales-crm" / "Leads.csv")


def first_of(store: Store, path: Path, **options: Any) -> dict[str, Any]:
    """The first lead that a file becomes."""
    bring(store, path, **options)
    return records(store, "leads")[0]


def subset(found: dict[str, Any], **expected: Any) -> bool:
    """Whether a record has all the values expected."""
    assert {key: found.get(key) for key in expected} == expected
    return True


def test_business_cards_from_eight(store: Store) -> None:
    found = first_of(store, EXPORTS / "peer_snippets" / "eight_export_with_preamble.csv")
    assert subset(
        found,
        last_name="近藤",
        first_name="五郎",
        company="株式会社エイト商事",
        job_title="部長",
        email="goro@eight-example.co.jp",
        mobile="090-2222-3333",
        postal_code="105-0001",
        state="東京都",
        city="港区",
        street="1-2-3",
        description="名刺交換日: 2022/05/26",
    )


def test_contacts_from_google_in_japanese(store: Store) -> None:
    found = first_of(store, EXPORTS / "peer_snippets" / "google_contacts_ja.csv")
    assert subset(
        found,
        last_name="山本",
        first_name="太郎",
        last_name_kana="やまもと",
        first_name_kana="たろう",
        company="山本工務店",
        job_title="代表",
        phone="090-0000-1111",
    )


def test_contacts_from_outlook(store: Store) -> None:
    bring(store, EXPORTS / "peer_snippets" / "outlook_en.csv")
    taro, john = records(store, "leads")
    assert subset(taro, phone="03-1111-2222", mobile="090-3333-4444", email_2="taro2@example.com")
    assert subset(john, last_name="Public", first_name="John Q", email="jq@example.com")


@pytest.mark.parametrize("encoding", ["utf-8", "cp932"])
def test_a_school_register_in_either_encoding(store: Store, tmp_path: Path, encoding: str) -> None:
    source = JAPANESE / "nanchatte" / "school_register" / "personal_infomation.csv"
    path = tmp_path / "register.csv"
    path.write_bytes(source.read_text("utf-8").encode(encoding))
    report = bring(store, path)
    assert (report.encoding, counts(report)) == (encoding, (300, 0, 0, 0))
    assert subset(
        records(store, "leads")[0],
        last_name="福沢",
        first_name="雫",
        last_name_kana="フクザワ",
        first_name_kana="シズク",
        phone="0198-87-2715",
        email="dpsiqo=omwqpybashizuku60744@afzeomt.zpxto.fc",
        postal_code="029-2501",
        state="岩手県",
        city="気仙郡住田町",
        street="上有住2-17",
    )
    assert set(report.unmapped) == {"血液型", "乱数"}


def test_an_address_book_and_address_labels(store: Store) -> None:
    folder = JAPANESE / "nanchatte"
    book = folder / "AddressBookApp" / "personal_infomation.csv"
    assert subset(
        first_of(store, book),
        last_name="佐川",
        first_name="恭子",
        last_name_kana="サガワキョウコ",
        state="石川県",
        city="珠洲市",
        street="飯田町4-13-20",
    )
    labels = folder / "csv2TexLetterLabel" / "personal_infomation.csv"
    assert counts(bring(store, labels)) == (10, 0, 0, 0)
    assert subset(
        records(store, "leads")[100],
        last_name="上杉",
        first_name="辰男",
        building="愛住町ランド113",
    )
    assert counts(bring(store, labels)) == (0, 0, 10, 0)


def test_companies_from_edinet(store: Store) -> None:
    report = bring(store, JAPANESE / "edinet" / "EdinetcodeDlInfo.csv", dry_run=True)
    assert (report.type, report.encoding) == ("accounts", "cp932")
    assert counts(report) == (11374, 0, 0, 0)


def test_two_exports_of_one_person_fill_each_other(store: Store, tmp_path: Path) -> None:
    bring(store, given(tmp_path, "氏名|メール", "鈴木花子|hanako@example.com"))
    report = bring(store, EXPORTS / "peer_snippets" / "outlook_ja.csv", duplicates=Duplicates.FILL)
    assert counts(report) == (0, 1, 0, 0)
    assert subset(
        records(store, "leads")[0],
        last_name="鈴木",
        first_name="花子",
        company="鈴木商事",
        mobile="080-7777-8888",
    )
