"""What a table is a list of is told by its columns and cells, or asked about."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.exchange.importing import bring, given, mapped, records
from tui_crm.errors import UsageError
from tui_crm.exchange.importing.options import ImportOptions
from tui_crm.exchange.importing.planning import plan_import
from tui_crm.exchange.importing.table_types import tell_type
from tui_crm.exchange.source_programs import recognise
from tui_crm.features.program import program

if TYPE_CHECKING:
    from pathlib import Path

    from tui_crm.store.db.store import Store

SCHEMA = program().declared


@pytest.mark.parametrize(
    ("header", "record_type"),
    [
        ("Account Name|Billing Street|Billing City|Phone|Website", "accounts"),
        ("Name|Industry|Website|Employees", "accounts"),
        ("会社名|法人番号|住所|電話番号", "accounts"),
        ("会社名|資本金|従業員数|代表者名", "accounts"),
        ("Deal ID|Deal Stage|Amount|Company", "deals"),
        ("Opportunity Name|Account Name|Stage|Amount|Close Date", "deals"),
        ("Deal Name|Account Name|Contact Name|Stage", "deals"),
        ("Deal Name|Account Name|Amount", "deals"),
        ("案件名|取引先|金額", "deals"),
        ("案件名|顧客名|担当者|受注予定日|確度", "deals"),
        ("Subject|Due date|Done", "activities"),
        ("Subject|Type|Start|End|All Day|Status", "activities"),
        ("Subject|Type|Start|End|Status", "activities"),
        ("件名|期限|担当者|完了", "activities"),
        ("First Name|Last Name|Account Name|Phone|Mailing City", "contacts"),
        ("Contact ID|Contact Owner|First Name|Last Name|Company|Phone", "contacts"),
        ("First Name|Last Name|Email|Company|Industry|Website|Employees|Revenue", "leads"),
        ("First Name|Last Name|Company|Email|Stage", "leads"),
        ("会社名|氏名|電話|業種|従業員数", "leads"),
        ("お名前|メールアドレス|件名|お問い合わせ内容", "leads"),
        ("会社名|電話番号|住所", "leads"),
        ("First|Last|Company / Org|ST|Zip|Interest|Booth Notes|Badge ID", "leads"),
    ],
)
def test_reports_without_ids_are_known_by_their_columns(header: str, record_type: str) -> None:
    found = tell_type(SCHEMA, header.split("|"))
    assert (found.record_type, found.is_sure) == (record_type, True)


@pytest.mark.parametrize(
    ("header", "kind"),
    [
        ("Case Number|Subject|Status|Contact Name|Priority", "cases"),
        ("Case Owner|Status|Case Origin|Created Time", "cases"),
        ("Ticket ID|Ticket name|Create date|Priority", "cases"),
        ("Product Name|Product Code|Unit Price|Product Active", "products"),
        ("商品コード|商品名|単価|在庫数", "products"),
        ("Invoice Number|Invoice Date|Due Date|Balance Due|Customer", "invoices"),
        ("請求書番号|請求日|取引先名|請求金額", "invoices"),
        ("Campaign Name|Type|Status|Budgeted Cost|Actual Cost", "campaigns"),
        ("Id|CampaignId|LeadId|ContactId|HasResponded|FirstName|LastName", "campaign_members"),
        ("Campaign Name|Lead First Name|Lead Last Name|Is Lead Active?", "campaign_members"),
        ("Id|OpportunityId|StageName|Amount|CloseDate|OpportunityHistoryKey", "deal_history"),
        ("取引日|借方勘定科目|借方金額|貸方勘定科目|貸方金額", "ledger"),
    ],
)
def test_lists_of_what_is_not_kept_are_named(header: str, kind: str) -> None:
    assert tell_type(SCHEMA, header.split("|")).foreign_kind == kind


def test_a_list_of_cases_is_refused_unless_somebody_says_what_it_becomes(
    store: Store, tmp_path: Path
) -> None:
    path = given(tmp_path, "Case Number|Subject|Contact Name", "17|Broken pump|Ann Lee")
    with pytest.raises(UsageError, match=r"a list of service cases.*--to leads"):
        bring(store, path)
    assert records(store, "leads") == []
    assert bring(store, path, to="leads").created == 1


def test_names_of_companies_are_accounts(store: Store, tmp_path: Path) -> None:
    path = given(
        tmp_path, "Name|Phone|City", "Acme Inc.|608-271-9000|Bo", "Globex Corp.||Ry", "㈱光||港区"
    )
    report = bring(store, path)
    assert report.type == "accounts"
    assert [each["name"] for each in records(store, "accounts", "name")] == [
        "Acme Inc.",
        "Globex Corp.",
        "㈱光",
    ]


def test_names_of_which_some_are_companies_are_asked_about(store: Store, tmp_path: Path) -> None:
    rows = ["Acme Inc.|1", "Ann Lee|2", "Bob Day|3", "Carl Fox|4"]
    path = given(tmp_path, "Name|Phone|Email", *(f"{row}|" for row in rows))
    with pytest.raises(UsageError, match=r"Accounts, Leads.*--to"):
        bring(store, path)
    assert plan_import(store, path, ImportOptions(to="leads")).table.is_sure


def test_a_name_beside_a_person_is_the_company(store: Store, tmp_path: Path) -> None:
    path = given(
        tmp_path,
        "Name|Contact Person|Email",
        "Acme Inc.|Ann Lee|ann@x.example",
        "Globex Corp.|Bob Day|bob@x.example",
    )
    bring(store, path)
    found = records(store, "leads", "company", "last_name", "first_name")
    assert found[0] == {"company": "Acme Inc.", "last_name": "Lee", "first_name": "Ann"}


def test_ids_of_salesforce_tell_what_a_table_is() -> None:
    header = ["Id", "Name", "Status"]
    rows = [["500Ec00000BBafDMAT", "a", "b"], ["500Ec00000BBafEMAT", "c", "d"]]
    assert tell_type(SCHEMA, header, rows).foreign_kind == "cases"
    rows = [[text.replace("500", "001") for text in row] for row in rows]
    assert tell_type(SCHEMA, header, rows).record_type == "accounts"


@pytest.mark.parametrize(
    "header",
    [
        "Contact ID|Contact Owner|Last Name|Phone|Street Address|State",
        "Person Name|Organization Name|Person Email",
        "Record ID|Contact Owner|Name",
        "ID|Account ID|First Name|Last Name",
        "Lead ID|Lead Owner|Last Name",
        "Business Phone|Home Phone|Name",
    ],
)
def test_a_few_common_words_are_no_program(header: str) -> None:
    assert recognise(header.split("|")) is None


def test_words_of_every_program_are_known_whatever_the_table_comes_from() -> None:
    header = "Contact ID|Contact Owner|Name|Work Phone|Street Address|City|State/Region|Zip Code"
    found = {c.header: c.target for c in mapped(header.split("|"), "contacts").columns}
    assert found["Work Phone"] == "phone"
    assert found["Street Address"] == "street"
    assert found["State/Region"] == "state"
    assert found["Zip Code"] == "postal_code"


def test_a_recognised_program_leaves_all_other_words_as_they_are() -> None:
    header = "Record Id|Contact Owner|Last Name|Phone|Street Address|Region|ST|Zip Code|Dept"
    known = recognise(header.split("|"))
    assert known is not None
    assert known[0].title == "Zoho CRM"
    found = {c.header: c.target for c in mapped(header.split("|"), "contacts").columns}
    assert (found["Street Address"], found["ST"]) == ("street", "state")
    assert (found["Zip Code"], found["Dept"]) == ("postal_code", "department")
