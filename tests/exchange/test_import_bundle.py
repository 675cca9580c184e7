"""Several files, folders and zips as one import: what is in them, what is left, what is refused."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

import pytest

from tests.exchange import exports
from tests.exchange.importing import given, records, table
from tests.exchange.test_import_exports import move
from tui_crm.errors import CrmError, FileError, UsageError
from tui_crm.exchange.importing.bundle import foreign_kind_of_file, type_of_file
from tui_crm.exchange.importing.bundle_plan import plan_bundle
from tui_crm.exchange.importing.bundle_run import run_bundle
from tui_crm.exchange.importing.options import Duplicates, ImportOptions, Unmapped
from tui_crm.exchange.readers import archive
from tui_crm.exchange.readers.input_file import open_input
from tui_crm.features.program import program

if TYPE_CHECKING:
    from pathlib import Path

    from tui_crm.store.db.store import Store

SCHEMA = program().declared
ACCOUNTS = ("Account Name|Phone", "Initech|03-1234-5678")


@pytest.mark.parametrize(
    ("name", "record_type"),
    [
        ("Account.csv", "accounts"),
        ("Contacts_001.csv", "contacts"),
        ("hubspot-crm-exports-all-companies-2026-11-20.csv", "accounts"),
        ("people-11-20-2026.csv", "contacts"),
        ("Opportunity2.csv", "deals"),
        ("商談.csv", "deals"),
        ("名簿.csv", ""),
        ("leads to call.csv", ""),
    ],
)
def test_names_of_files_say_what_their_tables_are(name: str, record_type: str) -> None:
    assert type_of_file(SCHEMA, name) == record_type


@pytest.mark.parametrize(
    ("name", "kind"),
    [("Case.csv", "cases"), ("Product2.csv", "products"), ("Attachments_001.csv", "attachments")],
)
def test_names_of_files_say_what_has_no_place_here(name: str, kind: str) -> None:
    assert foreign_kind_of_file(SCHEMA, name) == kind
    assert type_of_file(SCHEMA, name) == ""


def test_names_in_a_zip_are_read_as_japanese_windows_writes_them(
    store: Store, tmp_path: Path
) -> None:
    path = tmp_path / "書き出し.zip"
    name = "表/取引先.csv".encode("cp932")
    with zipfile.ZipFile(path, "w") as zipped:
        zipped.writestr("A" * len(name), table("取引先名|電話", "㈱光|03-1234-5678"))
    path.write_bytes(path.read_bytes().replace(b"A" * len(name), name))
    assert [each.name for each in archive.members(open_input(path))] == ["表/取引先.csv"]
    report = move(store, path)
    assert [each.type for each in report.tables] == ["accounts"]


def test_names_that_lead_out_of_the_zip_lead_nowhere(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "a" / "b" / "export.zip"
    path.parent.mkdir(parents=True)
    with zipfile.ZipFile(path, "w") as zipped:
        zipped.writestr("../../accounts.csv", table(*ACCOUNTS, "|"))
        zipped.writestr("/etc/contacts.csv", table("Last Name|Email", "Smith|not an address"))
    before = sorted(each for each in tmp_path.rglob("*") if "store" not in each.parts)
    report = move(store, path)
    after = sorted(each for each in tmp_path.rglob("*") if "store" not in each.parts)
    assert [each.file for each in report.tables] == [
        "export.zip/accounts.csv",
        "export.zip/etc/contacts.csv",
    ]
    made = {each.errors_file for each in report.tables if each.errors_file}
    assert {each for each in after if each not in before} == made
    assert {each.parent for each in made} <= {path.parent}


def test_a_zip_in_a_zip_is_named_and_not_opened(store: Store, tmp_path: Path) -> None:
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as zipped:
        zipped.writestr("Contact.csv", table("Last Name|Email", "Smith|s@x.example"))
    path = tmp_path / "export.zip"
    with zipfile.ZipFile(path, "w") as zipped:
        zipped.writestr("Account.csv", table(*ACCOUNTS))
        zipped.writestr("more.zip", inner.getvalue())
        zipped.writestr("hidden.csv", inner.getvalue())
        zipped.writestr("empty.csv", b"")
    report = move(store, path)
    assert [each.type for each in report.tables] == ["accounts"]
    assert {each.name: each.kind for each in report.left_out} == {
        "more.zip": "archive",
        "hidden.csv": "unreadable",
        "empty.csv": "empty",
    }


def test_a_zip_that_unpacks_to_far_too_much_is_refused(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "export.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as zipped:
        zipped.writestr("Account.csv", b"a" * (archive._LARGE + 1))
    with pytest.raises(FileError, match="far larger"):
        plan_bundle(store, [path])


def test_a_damaged_zip_is_refused(store: Store, tmp_path: Path) -> None:
    path = exports.zipped(tmp_path / "export.zip", exports.HUBSPOT)
    whole = bytearray(path.read_bytes())
    whole[80] ^= 0xFF
    path.write_bytes(whole)
    with pytest.raises(FileError, match="damaged"):
        plan_bundle(store, [path])


def test_a_folder_without_tables_says_what_is_in_it(store: Store, tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "見積.pdf").write_bytes(b"%PDF-1.4")
    with pytest.raises(FileError, match=r"見積\.pdf"):
        plan_bundle(store, [folder])


def test_rejected_rows_of_each_table_are_beside_it_and_not_read_again(
    store: Store, tmp_path: Path
) -> None:
    folder = exports.written(
        tmp_path / "export",
        {
            "Account.csv": (*ACCOUNTS, "|03-9999-9999"),
            "Contact.csv": ("Last Name|Email", "|nobody", "Smith|s@x.example"),
        },
    )
    report = move(store, folder)
    assert report.failed == 2
    assert sorted(path.name for path in folder.glob("*-errors*")) == [
        "Account-errors.csv",
        "Contact-errors.csv",
    ]
    again = move(store, folder)
    assert again.counts["created"] == 0
    assert {each.name: each.kind for each in again.left_out} == {
        "export/Account-errors.csv": "errors",
        "export/Contact-errors.csv": "errors",
    }


def test_one_place_for_rejected_rows_is_one_for_each_table(store: Store, tmp_path: Path) -> None:
    folder = exports.written(
        tmp_path / "export",
        {
            "Account.csv": (*ACCOUNTS, "|03-9999-9999"),
            "Contact.csv": ("Last Name|Email", "|nobody"),
        },
    )
    report = move(store, folder, errors=tmp_path / "bad.csv")
    assert [each.errors_file for each in report.tables] == [
        tmp_path / "bad-Account.csv",
        tmp_path / "bad-Contact.csv",
    ]


def test_a_table_that_cannot_come_in_keeps_all_out_and_names_its_file(
    store: Store, tmp_path: Path
) -> None:
    good = given(tmp_path, *ACCOUNTS, name="accounts.csv")
    bad = given(tmp_path, "Colour|Size", "red|3", name="shirts.csv")
    with pytest.raises(UsageError, match=r"shirts\.csv"):
        run_bundle(store, plan_bundle(store, [good, bad]))
    assert records(store, "accounts") == []


def test_what_stops_the_last_table_takes_the_first_back(store: Store, tmp_path: Path) -> None:
    first = given(tmp_path, *ACCOUNTS, name="accounts.csv")
    second = given(tmp_path, "Last Name|Email", "Smith|s@x.example", name="contacts.csv")
    plan = plan_bundle(store, [first, second])
    second.write_text("gone")
    with pytest.raises(CrmError, match="changed since"):
        run_bundle(store, plan)
    assert records(store, "accounts") == []


def test_a_new_value_of_a_picklist_is_made_once_for_two_tables(
    store: Store, tmp_path: Path
) -> None:
    one = given(tmp_path, "Last Name|Email|Lead Source", "A|a@x.example|Zeppelin", name="a.csv")
    two = given(tmp_path, "Last Name|Email|Lead Source", "B|b@x.example|zeppelin", name="b.csv")
    report = move(store, one, two)
    assert (report.failed, report.also_created) == (0, {"choices": 1})
    assert len({each["lead_source"] for each in records(store, "leads", "lead_source")}) == 1


def test_a_new_field_of_two_tables_of_one_type_is_made_once(store: Store, tmp_path: Path) -> None:
    one = given(tmp_path, "Last Name|Email|Shoe", "A|a@x.example|large", name="leads_1.csv")
    two = given(tmp_path, "Last Name|Email|Shoe", "B|b@x.example|small", name="leads_2.csv")
    report = move(store, one, two, unmapped=Unmapped.FIELDS)
    assert (report.failed, report.also_created["custom_fields"]) == (0, 1)
    assert [each["shoe"] for each in records(store, "leads", "shoe")] == ["large", "small"]


def test_a_link_that_stands_is_not_changed_by_rows_that_are_skipped_or_fill(
    store: Store, tmp_path: Path
) -> None:
    header = "Id|Name|ParentId|BillingCity"
    ids = [f"001Aa000000000{n}AAA" for n in (1, 2, 3)]
    rows = [f"{ids[0]}|Child|{ids[1]}|x", f"{ids[1]}|Mother||x", f"{ids[2]}|Other||x"]
    path = given(tmp_path, header, *rows, name="Account.csv")
    move(store, path, tmp_path / "Account.csv")
    changed = given(tmp_path, header, f"{ids[0]}|Child|{ids[2]}|x", name="Account2.csv")
    for way in (Duplicates.SKIP, Duplicates.FILL):
        run_bundle(store, plan_bundle(store, [changed], ImportOptions(duplicates=way)))
        assert records(store, "accounts", "parent")[0] == {"parent": 2}
    way = Duplicates.OVERWRITE
    run_bundle(store, plan_bundle(store, [changed], ImportOptions(duplicates=way)))
    assert records(store, "accounts", "parent")[0] == {"parent": 3}


DEALS = (
    "Deal Name|Deal Stage|Account ID|Contact ID",
    "Old|Proposal|77|",
    "Of Smith|Proposal||5",
    "Of nobody|Proposal||6",
)
MAPS = (("Account ID", "account.external_id"), ("Contact ID", "primary_contact.external_id"))


def test_a_deal_without_an_account_says_what_it_waits_for(store: Store, tmp_path: Path) -> None:
    people = given(
        tmp_path, "Last Name|External ID|Account Name", "Smith|5|Initech", name="contacts.csv"
    )
    deals = given(tmp_path, *DEALS, name="deals.csv")
    report = move(store, deals, people, maps=(*MAPS, ("External ID", "external_id")))
    [old, nobody] = report.tables[1].outcomes
    assert "Its account (77) is not here" in old.sentence
    assert "crm import accounts.csv contacts.csv deals.csv" in nobody.sentence
    assert [each["name"] for each in records(store, "deals", "name")] == ["Of Smith"]
    firms = given(tmp_path, "Account Name|External ID", "Old Inc.|77", name="accounts.csv")
    errors = report.tables[1].errors_file
    assert errors is not None
    again = move(store, errors, firms, to=None, maps=(*MAPS, ("External ID", "external_id")))
    assert (again.counts["created"], again.failed) == (2, 1)
