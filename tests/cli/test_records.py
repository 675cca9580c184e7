"""Adding, changing, cloning, deleting records, and taking it back."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.cli.conftest import Crm


def test_added_record_is_listed_with_what_was_given(crm: Crm) -> None:
    added = crm.json("add", "leads", "last_name=田中", "company=青葉", "tags=vip,展示会")
    assert (added["batch"], added["type"], added["id"]) == (1, "leads", 1)
    [lead] = crm.json("list", "leads")
    assert lead == added["record"]
    assert (lead["last_name"], lead["company"], lead["status"]) == ("田中", "青葉", "new")
    assert lead["tags"] == ["vip", "展示会"]
    assert (lead["owner"], lead["owner_id"]) == ("sato", 1)
    assert lead["created_at"] == "2026-11-21T03:00:00Z"


def test_type_may_be_named_in_the_singular(crm: Crm) -> None:
    crm("add", "lead", "last_name=Smith")
    assert crm.json("show", "lead", 1)["last_name"] == "Smith"


def test_answer_for_people_names_the_change_that_undo_takes(crm: Crm) -> None:
    said = crm("add", "leads", "last_name=Smith", "first_name=Ann")
    assert said == "Lead 1 “Ann Smith” was added. (change 1; `crm undo 1` undoes it)\n"


def test_every_field_that_cannot_be_read_has_its_sentence(crm: Crm) -> None:
    said = crm.fails(
        "add",
        "leads",
        "email=nope",
        "status=zzz",
        "shoe_size=9",
        "id=4",
        "employees=many",
        status=2,
    )
    assert said.splitlines() == [
        "crm: E-mail: “nope” is not an e-mail address.",
        "Status: “zzz” is not one of the values: New, Working, Contacted, Qualified, Unqualified.",
        "Leads have no field shoe_size. `crm fields leads` lists them.",
        "No. is kept by the program and cannot be set.",
        "Employees: “many” is not a number.",
    ]
    assert crm.json("list", "leads") == []


def test_required_fields_are_asked_for(crm: Crm) -> None:
    said = crm.fails("add", "deals", "amount=5", status=2)
    assert "Deal name is required." in said
    assert "Account is required." in said


def test_words_without_an_equals_sign_are_refused(crm: Crm) -> None:
    assert "key=value" in crm.fails("add", "leads", "Smith", status=2)


def test_value_may_hold_equals_signs_line_breaks_and_a_leading_hyphen(crm: Crm) -> None:
    crm("add", "leads", "last_name=S", "description=-a=b\nsecond")
    assert crm.json("show", "leads", 1)["description"] == "-a=b\nsecond"


def test_link_takes_a_number_or_a_name(busy_crm: Crm) -> None:
    deal = busy_crm.json("show", "deals", 1)
    assert (deal["account"], deal["account_id"]) == ("Aoba Trading", 1)
    busy_crm("add", "accounts", "name=Other")
    busy_crm("edit", "deals", "Renewal", "account=other")
    assert busy_crm.json("show", "deals", 1)["account_id"] == 2


def test_link_to_nobody_is_no_such_record(busy_crm: Crm) -> None:
    assert "“Nobody”" in busy_crm.fails("edit", "deals", 1, "account=Nobody", status=4)


def test_name_of_two_records_is_refused(busy_crm: Crm) -> None:
    busy_crm("add", "accounts", "name=aoba trading")
    assert "number" in busy_crm.fails("show", "accounts", "Aoba Trading", status=2)


def test_edit_changes_clears_and_tags(busy_crm: Crm) -> None:
    busy_crm("edit", "leads", 3, "tags+=東京, vip", "tags-=展示会", "last_name=加藤", "status=")
    lead = busy_crm.json("show", "leads", 3)
    assert lead["tags"] == ["vip", "東京"]
    assert lead["last_name"] == "加藤"
    assert lead["status"] is None


def test_tags_signs_are_for_tags_only(busy_crm: Crm) -> None:
    assert "tags" in busy_crm.fails("edit", "leads", 1, "company+=x", status=2)


def test_edit_that_changes_nothing_has_no_batch(busy_crm: Crm) -> None:
    assert busy_crm.json("edit", "leads", 1, "rating=hot")["batch"] is None
    assert "nothing was changed" in busy_crm("edit", "leads", 1, "rating=hot")


def test_editing_nobody_is_no_such_record(crm: Crm) -> None:
    assert "99" in crm.fails("edit", "leads", 99, "status=new", status=4)
    assert "“Nobody”" in crm.fails("edit", "leads", "Nobody", "status=new", status=4)


def test_amount_is_read_in_the_currency_of_the_same_command(busy_crm: Crm) -> None:
    busy_crm("edit", "deals", 1, "amount=1,234.56", "currency=USD")
    deal = busy_crm.json("show", "deals", 1)
    assert (deal["amount"], deal["currency"]) == (1234.56, "USD")


def test_amount_without_a_currency_is_in_that_of_the_settings(crm: Crm) -> None:
    crm("config", "set", "currency", "USD")
    crm("add", "leads", "last_name=S", "annual_revenue=12.50")
    lead = crm.json("show", "leads", 1)
    assert (lead["annual_revenue"], lead["currency"]) == (12.5, "USD")


def test_clone_takes_over_everything_but_what_is_given(busy_crm: Crm) -> None:
    copied = busy_crm.json("clone", "leads", 1, "last_name=山田")["record"]
    assert copied["id"] == 4
    assert (copied["last_name"], copied["company"]) == ("山田", "株式会社青葉")
    assert copied["rating"] == "hot"
    assert busy_crm.json("show", "leads", 4)["activities"] == {"open": [], "closed": []}


def test_clone_needs_no_change(busy_crm: Crm) -> None:
    assert busy_crm.json("clone", "leads", 2)["record"]["email"] == "smith@initech.example"


def test_delete_takes_what_hangs_on_it_and_undo_brings_all_back(busy_crm: Crm) -> None:
    before = {t: busy_crm.json("list", t) for t in ("accounts", "deals", "notes", "contacts")}
    deleted = busy_crm.json("delete", "accounts", 1)
    assert deleted["deleted"] == [1]
    assert set(deleted["also"]) == {"deals", "notes"}
    assert busy_crm.json("list", "deals") == []
    undone = busy_crm.json("undo", deleted["batch"])
    assert undone["undone"] == deleted["batch"]
    assert undone["blocked"] == []
    stamps = {"updated_at", "updated_by", "updated_by_id"}
    for record_type, rows in before.items():
        now = busy_crm.json("list", record_type)
        assert [{k: v for k, v in row.items() if k not in stamps} for row in now] == [
            {k: v for k, v in row.items() if k not in stamps} for row in rows
        ]


def test_several_are_deleted_in_one_change(busy_crm: Crm) -> None:
    assert busy_crm("delete", "leads", 2, 3, 2).startswith("2 records were deleted.")
    assert [lead["id"] for lead in busy_crm.json("list", "leads")] == [1]


def test_delete_of_one_that_is_missing_deletes_none(busy_crm: Crm) -> None:
    busy_crm.fails("delete", "leads", 2, 99, status=4)
    assert len(busy_crm.json("list", "leads")) == 3


def test_undo_without_a_number_takes_ones_own_last_change(busy_crm: Crm) -> None:
    busy_crm("edit", "leads", 1, "rating=cold", user="yamada")
    mine = busy_crm.json("edit", "leads", 2, "rating=warm")["batch"]
    busy_crm("edit", "leads", 3, "rating=cold", user="yamada")
    assert busy_crm.json("undo")["undone"] == mine
    assert busy_crm.json("show", "leads", 2)["rating"] is None


def test_redo_takes_the_undo_back(busy_crm: Crm) -> None:
    busy_crm("edit", "leads", 1, "rating=cold")
    busy_crm("undo")
    assert busy_crm.json("show", "leads", 1)["rating"] == "hot"
    assert busy_crm.json("redo")["restored"] == 1
    assert busy_crm.json("show", "leads", 1)["rating"] == "cold"
    busy_crm.fails("redo", status=4)


def test_what_was_undone_step_by_step_is_redone_step_by_step(busy_crm: Crm) -> None:
    for rating in ("warm", "cold"):
        busy_crm("edit", "leads", 1, f"rating={rating}")
    busy_crm("undo")
    busy_crm("undo")
    assert busy_crm.json("show", "leads", 1)["rating"] == "hot"
    busy_crm("redo")
    assert busy_crm.json("show", "leads", 1)["rating"] == "warm"
    busy_crm("redo")
    assert busy_crm.json("show", "leads", 1)["rating"] == "cold"
    busy_crm("undo")
    assert busy_crm.json("show", "leads", 1)["rating"] == "warm"


def test_undo_of_what_was_changed_since_fails_and_says_by_whom(busy_crm: Crm) -> None:
    batch = busy_crm.json("edit", "leads", 1, "rating=cold")["batch"]
    busy_crm("edit", "leads", 1, "rating=warm", user="yamada")
    assert "yamada" in busy_crm.fails("undo", batch, status=1)
    assert busy_crm.json("show", "leads", 1)["rating"] == "warm"


@pytest.mark.parametrize("number", ["999", "1"])
def test_undo_of_nothing_fails(crm: Crm, number: str) -> None:
    crm.fails("undo", number, status=4)
    crm.fails("undo", status=4)


def test_undo_number_must_be_a_number(crm: Crm) -> None:
    assert "CHANGE" in crm.fails("undo", "abc", status=2)


def test_history_of_the_store_and_of_a_record(busy_crm: Crm) -> None:
    busy_crm("edit", "deals", 1, "stage=won", user="yamada")
    newest = busy_crm.json("history", "--limit", 1)[0]
    assert (newest["kind"], newest["user"], newest["updated"]) == ("edit", "yamada", 1)
    edited, added = busy_crm.json("history", "deals", 1)
    assert (edited["before"]["stage"], edited["after"]["stage"]) == ("qualification", "won")
    assert (added["op"], added["batch"]) == ("create", 6)
    assert "Qualification" in busy_crm("history", "deals", "Renewal")


def test_new_deal_is_as_likely_as_the_stage_that_it_begins_with(busy_crm: Crm) -> None:
    busy_crm("add", "deals", "name=Upgrade", "account=1")
    busy_crm("add", "deals", "name=Extension", "account=1", "stage=won")
    begun, won = (busy_crm.json("show", "deals", name) for name in ("Upgrade", "Extension"))
    assert (begun["stage"], begun["probability"], begun["closed_at"]) == ("qualification", 10, None)
    assert (won["probability"], won["closed_at"]) == (100, "2026-11-21T03:00:00Z")


def test_history_needs_a_record_beside_its_type(crm: Crm) -> None:
    assert "ID" in crm.fails("history", "leads", status=2)


def test_users_are_records_like_any(busy_crm: Crm) -> None:
    busy_crm("edit", "users", "sato", "full_name=佐藤 花子")
    assert busy_crm.json("show", "users", 1)["full_name"] == "佐藤 花子"
    assert "activities" not in busy_crm.json("show", "users", 1)


def test_redo_stands_in_the_history_as_one(busy_crm: Crm) -> None:
    busy_crm("delete", "leads", 3)
    busy_crm("undo")
    busy_crm("redo")
    busy_crm("undo")
    kinds = [each["kind"] for each in busy_crm.json("history", "--limit", 4)]
    assert kinds == ["undo", "redo", "undo", "delete"]


def test_numbers_and_addresses_with_labels_are_written_as_people_say_them(crm: Crm) -> None:
    crm("add", "leads", "last_name=佐藤", "more_phones=night desk 0312345678; 06-1234-5678")
    crm("edit", "leads", 1, "more_phones+=car 090-1111-2222", "more_phones-=0612345678")
    found = crm.json("show", "leads", 1)["more_phones"]
    assert found == [
        {"label": "night desk", "value": "03-1234-5678"},
        {"label": "car", "value": "090-1111-2222"},
    ]
    shown = crm("show", "leads", 1)
    assert "night desk 03-1234-5678\n" in shown
    crm("edit", "leads", 1, f"more_phones={json.dumps(list(reversed(found)))}")
    assert crm.json("show", "leads", 1)["more_phones"] == list(reversed(found))
    refused = crm.run("edit", "leads", 1, "more_emails=private taro", "more_phones=by pigeon")
    assert refused.exit_code == 2
    assert "“private taro” is not an e-mail address." in refused.stderr
    assert "“by pigeon” holds no telephone number." in refused.stderr


def test_several_numbers_and_addresses_for_one_field_are_all_kept(busy_crm: Crm) -> None:
    busy_crm("edit", "leads", 3, "phone=03-1111-2222; 03-1111-2223", "email=a@x.com, b@x.com")
    lead = busy_crm.json("show", "leads", 3)
    assert (lead["phone"], lead["email"]) == ("03-1111-2222", "a@x.com")
    assert [each["value"] for each in lead["more_phones"]] == ["03-1111-2223"]
    assert [each["value"] for each in lead["more_emails"]] == ["b@x.com"]
