"""Accounts, owners, records of other programs: what a row points at is found, made, or said."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.exchange.importing import bring, counts, given, records
from tui_crm.errors import UsageError
from tui_crm.exchange.importing.importer import run_import
from tui_crm.exchange.importing.options import Converted, Duplicates
from tui_crm.exchange.importing.planning import plan_import
from tui_crm.exchange.importing.report import Reason
from tui_crm.exchange.importing.report_sentences import sentences_of
from tui_crm.store.journal.undo import undo
from tui_crm.store.journal.unit import unit

if TYPE_CHECKING:
    from pathlib import Path

    from tui_crm.store.db.store import Store


def test_contacts_bring_their_accounts(store: Store, tmp_path: Path) -> None:
    path = given(
        tmp_path,
        "姓|会社名|メール",
        "田中|株式会社光商事|a@example.com",
        "佐藤|㈱光商事|b@example.com",
        "鈴木|桜工業|c@example.com",
        "無所属||d@example.com",
    )
    report = bring(store, path, to="contacts")
    assert counts(report) == (4, 0, 0, 0)
    assert report.created_along["accounts"] == 2
    assert [a["name"] for a in records(store, "accounts", "name")] == ["株式会社光商事", "桜工業"]
    assert [c["account"] for c in records(store, "contacts", "account")] == [1, 1, 2, None]
    again = bring(store, path, to="contacts")
    assert counts(again) == (0, 0, 4, 0)
    assert again.created_along["accounts"] == 0


def test_an_account_that_is_there_is_used(store: Store, tmp_path: Path) -> None:
    bring(store, given(tmp_path, "取引先名", "株式会社光商事", "光商事販売"), to="accounts")
    report = bring(
        store, given(tmp_path, "姓|会社名", "田中|光商事", "佐藤|光商事 販売"), to="contacts"
    )
    assert report.created_along["accounts"] == 0
    assert [c["account"] for c in records(store, "contacts", "account")] == [1, 2]


def test_a_row_that_is_rejected_or_skipped_makes_no_account(store: Store, tmp_path: Path) -> None:
    path = given(
        tmp_path,
        "姓|会社名|メール",
        "田中|光商事|x",
        "佐藤||s@example.com",
        "佐藤|桜工業|s@example.com",
    )
    report = bring(store, path, to="contacts")
    assert counts(report) == (1, 0, 1, 1)
    assert records(store, "accounts") == []


def test_fill_links_a_contact_to_its_account(store: Store, tmp_path: Path) -> None:
    bring(store, given(tmp_path, "姓|メール", "田中|a@example.com"), to="contacts")
    path = given(tmp_path, "姓|メール|会社名", "田中|a@example.com|光商事")
    report = bring(store, path, to="contacts", duplicates=Duplicates.FILL)
    assert counts(report) == (0, 1, 0, 0)
    assert records(store, "contacts", "account") == [{"account": 1}]
    assert counts(bring(store, path, to="contacts", duplicates=Duplicates.FILL)) == (0, 0, 1, 0)


def test_undo_of_an_import_takes_its_accounts_along(store: Store, tmp_path: Path) -> None:
    report = bring(store, given(tmp_path, "姓|会社名", "田中|光商事"), to="contacts")
    assert report.batch is not None
    undo(store, report.batch)
    assert records(store, "contacts") == []
    assert records(store, "accounts") == []


def test_owners_are_found_by_any_of_their_names(store: Store, tmp_path: Path) -> None:
    path = given(tmp_path, "USER_ID|First Name|Last Name|Email", "1|一郎|山田|yamada@example.com")
    bring(store, path)
    rows = ["A|山田 一郎", "B|yamada@example.com", "C|1", "D|sato"]
    bring(store, given(tmp_path, "Last Name|Lead Owner|LEADID", *(f"{r}|" for r in rows)))
    assert [lead["owner"] for lead in records(store, "leads", "owner")] == [2, 2, 2, 1]


def test_an_unknown_owner_is_counted_and_the_row_kept(store: Store, tmp_path: Path) -> None:
    path = given(tmp_path, "姓|自社担当", "A|幽霊", "B|幽霊", "C|だれか", "D|")
    report = bring(store, path)
    assert counts(report) == (4, 0, 0, 0)
    assert report.unknown_owners == {"幽霊": 2, "だれか": 1}
    assert [lead["owner"] for lead in records(store, "leads", "owner")] == [1, 1, 1, 1]
    assert any("幽霊 (2)" in sentence for sentence in sentences_of(report, {}))
    again = bring(store, path)
    assert again.batch is None
    assert again.unknown_owners == {}, "nobody became the owner of anything"


def test_deals_find_their_accounts_by_number_then_by_name(store: Store, tmp_path: Path) -> None:
    bring(store, given(tmp_path, "ACCOUNTID|Account Name", "9|光商事", "10|桜工業"))
    path = given(
        tmp_path,
        "Potential Name|Stage|ACCOUNTID|Account Name|Closing Date",
        "A|Closed Won|9|別の名前|2026-11-15",
        "B|Needs Analysis|99|桜工業|10/01/2026",
        "C|Negotiation/Review||新会社|Sep 12 2026",
    )
    report = bring(store, path)
    assert counts(report) == (3, 0, 0, 0)
    found = records(store, "deals", "account", "stage", "close_date", "closed_at")
    assert [d["account"] for d in found] == [1, 2, 3]
    assert [d["stage"] for d in found] == ["won", "needs", "negotiation"]
    assert [d["close_date"] for d in found] == ["2026-11-15", "2026-10-01", "2026-09-12"]
    assert found[0]["closed_at"] == "2026-11-15T03:00:00Z"
    assert found[1]["closed_at"] is None
    assert counts(bring(store, path)) == (0, 0, 3, 0)


def test_a_deal_finds_its_account_through_its_lead(store: Store, tmp_path: Path) -> None:
    leads = given(tmp_path, "LEADID|Last Name|Company|Lead Owner", "7|Denson|光商事|sato")
    bring(store, leads)
    path = given(tmp_path, "Potential Name|Stage|LEADID", "A|Qualification|7", "B|Qualification|8")
    report = bring(store, path)
    assert counts(report) == (1, 0, 0, 1)
    assert records(store, "accounts", "name") == [{"name": "光商事"}]
    sentence = report.outcomes[-1].sentence
    assert sentence.startswith("Its lead (zoho:8) is not here")
    assert sentence.endswith("Account is required.")
    assert report.unknown_links == {}, "the row did not come in, and its reason names the lead"
    more = given(tmp_path, "Potential Name|Stage|LEADID", "C|Qualification|7")
    assert bring(store, more).created_along["accounts"] == 0
    assert records(store, "deals", "account") == [{"account": 1}, {"account": 1}]


def test_deals_that_name_no_account_at_all_are_refused_whole(store: Store, tmp_path: Path) -> None:
    path = given(tmp_path, "商談名|金額", "A|1", "B|2")
    plan = plan_import(store, path)
    with pytest.raises(UsageError, match="Account"):
        run_import(store, plan_import(store, path, plan.options.__class__(to="deals")))
    report = bring(store, path, to="deals", sets=(("account", "未分類"),))
    assert report.created == 2
    assert report.created_along["accounts"] == 1


def test_activities_find_whom_they_are_about(store: Store, tmp_path: Path) -> None:
    bring(store, given(tmp_path, "LEADID|Last Name|Lead Owner", "1|Denson|sato"))
    bring(store, given(tmp_path, "ACCOUNTID|Account Name", "2|光商事"))
    bring(store, given(tmp_path, "CONTACTID|Last Name|Contact Owner", "3|Hall|sato"))
    path = given(
        tmp_path,
        "EVENTID|Subject|Start DateTime|LEADID|CONTACTID|ACCOUNTID|Who Id Id|POTENTIALID",
        "11|Demo|2026-12-01 10:00:00|1||2||0",
        "12|Visit|2021-04-15 21:02:00||3|||",
        "13|Who|2026-12-02 10:00:00||||1|77",
    )
    report = bring(store, path)
    assert counts(report) == (3, 0, 0, 0)
    found = records(store, "activities", "kind", "lead", "contact", "account", "status")
    assert [tuple(a.values()) for a in found] == [
        ("meeting", 1, None, 1, "planned"),
        ("meeting", None, 1, None, "done"),
        ("meeting", 1, None, None, "planned"),
    ]
    assert report.unknown_links == {"deal": {"zoho:77": 1}}
    (lead,) = records(store, "leads", "next_activity_at")
    assert lead["next_activity_at"] == "2026-12-01T01:00:00Z"


def test_people_are_found_by_name_and_told_apart_by_their_account(
    store: Store, tmp_path: Path
) -> None:
    people = given(
        tmp_path, "姓|名|会社名", "田中|一郎|光商事", "田中|一郎|桜工業", "佐藤|花子|光商事"
    )
    bring(store, people, to="contacts")
    path = given(
        tmp_path,
        "商談名|取引先名|主担当者",
        "A|桜工業|田中 一郎",
        "B|光商事|佐藤花子",
        "C|光商事|幽霊 太郎",
    )
    report = bring(store, path)
    found = records(store, "deals", "primary_contact", "description")
    assert [d["primary_contact"] for d in found] == [2, 3, None]
    assert found[2]["description"] == "主担当者: 幽霊 太郎"
    assert report.unknown_links == {"primary_contact": {"幽霊 太郎": 1}}


def test_a_branch_may_come_before_its_head_office(store: Store, tmp_path: Path) -> None:
    path = given(
        tmp_path,
        "Id|Name|ParentId|BillingCity",
        "001A|支店|001B|大阪市",
        "001B|本社||港区",
        "001C|孤児|001Z|",
    )
    report = bring(store, path)
    assert [a["parent"] for a in records(store, "accounts", "parent")] == [2, None, None]
    assert report.unknown_links == {"parent": {"salesforce:001Z": 1}}
    assert counts(bring(store, path)) == (0, 0, 3, 0)


def test_converted_leads_of_another_program_are_left_out_unless_asked_for(
    store: Store, tmp_path: Path
) -> None:
    path = given(
        tmp_path,
        "LEADID|Last Name|Lead Owner|CONVERTED",
        "1|A|sato|Yes",
        "2|B|sato|No",
    )
    report = bring(store, path)
    assert counts(report) == (1, 0, 1, 0)
    assert report.reasons[Reason.CONVERTED_THERE] == 1
    assert "already converted" in " ".join(sentences_of(report, {}))
    again = bring(store, path, converted=Converted.IMPORT)
    assert counts(again) == (1, 0, 1, 0)
    assert [r["converted_at"] for r in records(store, "leads", "converted_at")] == [None, None]


def test_rows_deleted_in_the_other_program_are_left_out(store: Store, tmp_path: Path) -> None:
    path = given(tmp_path, "Id|LastName|IsConverted|IsDeleted", "a|A|FALSE|TRUE", "b|B|FALSE|FALSE")
    report = bring(store, path)
    assert counts(report) == (1, 0, 1, 0)
    assert "deleted" in report.outcomes[0].sentence


def test_a_file_cannot_set_the_status_converted(store: Store, tmp_path: Path) -> None:
    path = given(tmp_path, "姓|ステータス", "A|Converted")
    bring(store, path, converted=Converted.IMPORT)
    (lead,) = records(store, "leads", "status", "converted_at")
    assert lead == {"status": "qualified", "converted_at": None}


def test_a_record_keeps_its_creation_date(store: Store, tmp_path: Path) -> None:
    path = given(
        tmp_path,
        "Record ID|Last Name|Contact owner|Create Date",
        "1|A|sato|2023-04-12 09:31",
        "2|B|sato|04/12/2023",
        "3|C|sato|12 Apr 2023",
    )
    bring(store, path)
    assert [r["created_at"] for r in records(store, "leads", "created_at")] == [
        "2023-04-12T00:31:00Z",
        "2023-04-11T15:00:00Z",
        "2023-04-11T15:00:00Z",
    ]
    assert counts(bring(store, path, duplicates=Duplicates.OVERWRITE)) == (0, 0, 3, 0)


def test_equal_tasks_are_one_and_tasks_of_other_days_are_others(
    store: Store, tmp_path: Path
) -> None:
    path = given(
        tmp_path,
        "Task Owner|Subject|Created Time|Due Date|Status",
        "sato|follow up|2021-04-16 00:02:00|2021-08-20|Completed",
        "sato|follow up|2021-04-16 00:02:00|2021-08-20|Completed",
        "sato|follow up|2021-04-17 00:02:00|2021-08-20|Completed",
        "sato|follow up|2021-04-16 00:02:00|2027-08-21|Not Started",
    )
    report = bring(store, path)
    assert counts(report) == (3, 0, 1, 0)
    assert report.outcomes[0].sentence == "Same content as line 2."
    assert [a["status"] for a in records(store, "activities", "status")] == [
        "done",
        "done",
        "planned",
    ]
    assert counts(bring(store, path)) == (0, 0, 4, 0)


def test_links_are_checked_by_the_store(store: Store, tmp_path: Path) -> None:
    bring(store, given(tmp_path, "取引先名", "光商事"), to="accounts")
    bring(store, given(tmp_path, "商談名|取引先名", "A|光商事"))
    with unit(store, "delete") as work:
        work.delete("accounts", [1])
    assert records(store, "deals") == []
    assert counts(bring(store, given(tmp_path, "商談名|取引先名", "A|光商事"))) == (1, 0, 0, 0)
