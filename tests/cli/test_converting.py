"""Leads become business, and back, by command."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.cli.conftest import Crm


@pytest.fixture
def lead(crm: Crm) -> Crm:
    """Lead 1 of a company that is account 1 already, with a note and a planned call."""
    crm("add", "accounts", "name=株式会社青葉", "phone=03-9999-8888")
    known = ("company=株式会社青葉", "phone=03-1111-2222", "email=tanaka@aoba.example")
    crm("add", "leads", "last_name=田中", "first_name=一郎", *known, "employees=20")
    crm("add", "notes", "body=met at the fair", "lead=1")
    crm("add", "activities", "subject=Call", "kind=call", "lead=1", "start_at=2026-11-24 10:00")
    return crm


def test_conversion_answers_with_the_shape_scripts_rely_on(lead: Crm) -> None:
    assert lead.json("convert", 1) == {
        "batch": 5,
        "lead": 1,
        "account": 1,
        "contact": 1,
        "deal": 1,
        "created": ["contact", "deal"],
        "attached": ["account"],
        "set": {},
        "filled": {"account.employees": 20},
        "kept": {"account.phone": "03-9999-8888"},
        "conflicts": [
            {
                "field": "phone",
                "lead": "03-1111-2222",
                "account": "03-9999-8888",
                "kept": "account",
            }
        ],
    }
    assert lead.json("list", "leads") == []
    contact = lead.json("show", "contacts", 1)
    assert (contact["last_name"], contact["account_id"]) == ("田中", 1)
    account = lead.json("show", "accounts", 1)
    assert [note["body"] for note in account["notes"]] == ["met at the fair"]
    assert [a["subject"] for a in account["activities"]["open"]] == ["Call"]


def everything(crm: Crm) -> dict[str, Any]:
    types = ("leads", "accounts", "contacts", "deals", "notes", "activities")
    stamps = {"updated_at", "updated_by", "updated_by_id"}
    return {
        name: [
            {key: value for key, value in row.items() if key not in stamps}
            for row in crm.json("list", name, "--where", "id>0")
        ]
        for name in types
    }


def test_dry_run_says_the_same_and_changes_nothing(lead: Crm) -> None:
    before = everything(lead)
    dry = lead.json("convert", 1, "--dry-run")
    assert (dry["batch"], dry["account"], dry["contact"], dry["deal"]) == (None, 1, None, None)
    said = lead("convert", 1, "--dry-run")
    assert "03-9999-8888" in said
    assert "dry run" in said
    assert everything(lead) == before
    real = lead.json("convert", 1)
    for key in ("created", "attached", "filled", "kept", "conflicts"):
        assert dry[key] == real[key]


def test_unconvert_brings_everything_back(lead: Crm) -> None:
    before = everything(lead)
    batch = lead.json("convert", 1)["batch"]
    back = lead.json("unconvert", 1)
    assert (back["undone"], back["lead"]) == (batch, 1)
    assert everything(lead) == before
    assert lead.json("check")["whole"] is True


def test_second_conversion_is_refused_and_says_where_the_first_went(lead: Crm) -> None:
    lead("convert", 1)
    assert "株式会社青葉" in lead.fails("convert", 1, status=1)


def test_conversion_for_people_names_what_came_of_it(lead: Crm) -> None:
    result = lead.run("convert", "田中 一郎", "--deal", "Renewal")
    assert "Account 1 “株式会社青葉”" in result.stdout
    assert "Deal 1 “Renewal” (new)" in result.stdout
    assert "crm undo 5" in result.stdout
    assert "--turn account.phone" in result.stderr


def test_choices_are_made_by_option(lead: Crm) -> None:
    deal = ("--deal", "Big one", "--amount", "1,200,000", "--close", "2026-12-31")
    done = lead.json("convert", 1, "--account", "new", *deal, "--owner", "sato")
    assert done["created"] == ["account", "contact", "deal"]
    made = lead.json("show", "deals", done["deal"])
    assert (made["name"], made["amount"], made["currency"]) == ("Big one", 1200000, "JPY")
    assert made["close_date"] == "2026-12-31"


def test_lead_goes_to_records_that_are_there(lead: Crm) -> None:
    lead("add", "contacts", "last_name=鈴木", "account=1")
    lead("add", "deals", "name=Old one", "account=1")
    done = lead.json("convert", 1, "--account", 1, "--contact", "鈴木", "--deal", 1)
    assert (done["account"], done["contact"], done["deal"]) == (1, 1, 1)
    assert done["created"] == []


def test_lead_may_become_a_contact_alone(lead: Crm) -> None:
    done = lead.json("convert", 1, "--account", "none", "--deal", "none")
    assert (done["account"], done["deal"]) == (None, None)
    assert done["created"] == ["contact"]


def test_conflict_is_turned_by_option(lead: Crm) -> None:
    done = lead.json("convert", 1, "--turn", "account.phone")
    assert done["conflicts"][0]["kept"] == "lead"
    assert lead.json("show", "accounts", 1)["phone"] == "03-1111-2222"


def test_many_leads_are_one_change_and_those_that_cannot_are_named(lead: Crm) -> None:
    lead("add", "leads", "last_name=鈴木", "company=新星商事")
    lead("add", "leads", "last_name=佐藤", "company=新星商事")
    lead("convert", 1)
    result = lead.run("convert", 1, 2, 3, "--json", "--deal", "none")
    assert result.exit_code == 5
    many = lead.json("history", "--limit", 1)[0]
    assert '"refused": [\n    {\n      "lead": 1' in result.stdout
    assert len(lead.json("list", "accounts")) == 2, "two of one company make one account"
    lead("undo", many["batch"])
    assert [row["id"] for row in lead.json("list", "leads")] == [3, 2]


@pytest.mark.parametrize(
    ("args", "status"),
    [
        (("convert",), 2),
        (("convert", "99"), 4),
        (("convert", "1", "--account", "99"), 4),
        (("convert", "1", "--deal", "99"), 4),
        (("convert", "1", "--account", "none", "--contact", "none", "--deal", "Big"), 2),
        (("convert", "1", "--deal", "none", "--amount", "5"), 2),
        (("convert", "1", "--amount", "much"), 2),
        (("convert", "1", "--close", "never"), 2),
        (("convert", "1", "--turn", "account.nothing"), 2),
        (("convert", "1", "--owner", "nobody"), 4),
        (("unconvert", "1"), 2),
        (("unconvert", "99"), 4),
    ],
)
def test_conversion_refuses_what_cannot_be(lead: Crm, args: tuple[str, ...], status: int) -> None:
    before = everything(lead)
    lead.fails(*args, status=status)
    assert everything(lead) == before


def test_deal_that_is_won_is_closed_and_sure(lead: Crm) -> None:
    lead("add", "deals", "name=Old one", "account=1", "stage=proposal")
    assert lead.json("show", "deals", 1)["probability"] == 50
    lead("edit", "deals", 1, "stage=won")
    deal = lead.json("show", "deals", 1)
    assert (deal["probability"], deal["closed_at"]) == (100, "2026-11-21T03:00:00Z")


def test_an_amount_of_yen_is_yen_where_dollars_are_paid(crm: Crm) -> None:
    crm("config", "set", "currency", "USD")
    crm("add", "leads", "last_name=田中", "company=青葉")
    said = crm.fails("add", "leads", "last_name=佐藤", "annual_revenue=150万", status=2)
    assert "currency=JPY" in said
    crm("convert", 1, "--amount", "150万")
    deal = crm.json("show", "deals", 1)
    assert (deal["amount"], deal["currency"]) == (1_500_000, "JPY")
