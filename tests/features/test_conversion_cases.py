"""What salespeople rely on when leads that have a history of their own are converted."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from tests.records import add, dump, edit, stored
from tui_crm.errors import StoreError
from tui_crm.features.duplicates.candidates import find_duplicates_of
from tui_crm.features.duplicates.merge.merge import merge
from tui_crm.features.leads.convert import conversion, proposal
from tui_crm.features.leads.convert.field_mapping import Outcome, Target, destinations
from tui_crm.features.leads.convert.plan import Mode
from tui_crm.features.program import program
from tui_crm.store import related
from tui_crm.store.custom_fields import add_field
from tui_crm.store.journal.unit import unit
from tui_crm.store.model import FieldSpec, Kind, Schema
from tui_crm.store.query import Listing

if TYPE_CHECKING:
    from tui_crm.store.db.store import Store

MORI = {"last_name": "森", "first_name": "恵", "email": "mori@minato.example"}
MINATO = {**MORI, "company": "株式会社みなと商会", "phone": "03-5555-1234"}


# --- the lead itself ------------------------------------------------------------------------------


def test_an_unqualified_lead_can_be_taken_up_again_and_converted(store: Store) -> None:
    lead = add(store, "leads", **MINATO, status="unqualified")
    edit(store, "leads", lead, status="working")
    done = conversion.apply_conversion(store, proposal.propose(store, lead))
    assert done.created == ("account", "contact", "deal")
    assert stored(store, "leads", lead)["status"] == "working", "its own status is not touched"


def test_an_unqualified_lead_is_still_known_as_a_duplicate(store: Store) -> None:
    lead = add(store, "leads", **MINATO, status="unqualified")
    with store.reading() as connection:
        (match,) = find_duplicates_of(connection, store.schema, "leads", MORI)
    assert match.id == lead


def test_the_lead_keeps_its_own_phone_and_the_contact_that_of_the_contact(store: Store) -> None:
    contact = add(store, "contacts", **MORI, phone="03-9999-0000", mobile="090-1234-5678")
    lead = add(store, "leads", **MINATO)
    done = conversion.apply_conversion(store, proposal.propose(store, lead))
    assert done.contact == contact
    assert stored(store, "contacts", contact)["phone"] == "03-9999-0000"
    record = stored(store, "leads", lead)
    assert (record["phone"], record["mobile"]) == ("03-5555-1234", None)


# --- what there is already ------------------------------------------------------------------------


def test_a_contact_and_an_account_that_know_nothing_of_each_other_are_brought_together(
    store: Store,
) -> None:
    account = add(store, "accounts", name="みなと商会㈱")
    contact = add(store, "contacts", **MORI)
    lead = add(store, "leads", **MINATO)
    done = conversion.apply_conversion(store, proposal.propose(store, lead))
    assert (done.account, done.contact) == (account, contact)
    assert done.attached == ("account", "contact")
    assert stored(store, "contacts", contact)["account"] == account
    assert stored(store, "accounts", account)["name"] == "みなと商会㈱"


def test_another_name_at_a_known_address_is_offered_and_not_chosen(store: Store) -> None:
    contact = add(store, "contacts", **MORI)
    lead = add(store, "leads", last_name="大野", first_name="健", email=MORI["email"])
    plan = proposal.propose(store, lead)
    assert plan.contact.mode is Mode.CREATE
    assert [proposal.id for proposal in plan.contact.proposals] == [contact]
    plan = proposal.choose(store, plan, Target.CONTACT, Mode.ATTACH, contact)
    assert conversion.apply_conversion(store, plan).contact == contact
    assert stored(store, "contacts", contact).title == "森 恵"


def test_an_account_lists_the_leads_that_it_came_from(store: Store) -> None:
    lead = add(store, "leads", **MINATO)
    done = conversion.apply_conversion(store, proposal.propose(store, lead))
    assert done.account is not None
    lists = {each.key: each for each in related.lists_of(store.schema, "accounts")}
    query = related.query(store.schema, lists["leads.converted_account"], done.account)
    listed = Listing(store.schema, query, store.query_context()).ids(store.connection)
    assert list(listed) == [lead]


def test_a_custom_field_of_a_lead_and_a_deal_is_carried_over(store: Store) -> None:
    with unit(store, "fields") as work:
        for record_type in ("leads", "deals"):
            add_field(work, record_type, "budget_year", Kind.INTEGER, en="Budget year")
        add_field(work, "leads", "quirk", Kind.TEXT, en="Quirk")
    lead = add(store, "leads", **MINATO, budget_year=2027, quirk="電話は午前")
    done = conversion.apply_conversion(store, proposal.propose(store, lead))
    assert stored(store, "deals", done.deal)["budget_year"] == 2027
    assert stored(store, "leads", lead)["quirk"] == "電話は午前"
    assert [m.field for m in done.mappings if m.outcome is Outcome.STAYS] == ["status", "quirk"]


# --- whole or not at all --------------------------------------------------------------------------


def test_a_store_that_fails_at_the_deal_has_no_account_and_no_contact(store: Store) -> None:
    lead = add(store, "leads", **MINATO)
    add(store, "notes", body="メモ", lead=lead)
    store.connection.run(
        "CREATE TRIGGER no_deals BEFORE INSERT ON deals"
        " BEGIN SELECT RAISE(ABORT, 'the disk is full'); END"
    )
    before = dump(store)
    with pytest.raises(StoreError):
        conversion.apply_conversion(store, proposal.propose(store, lead))
    with pytest.raises(StoreError):
        conversion.convert_many(store, [lead])
    assert dump(store) == before
    store.connection.run("DROP TRIGGER no_deals")
    assert conversion.apply_conversion(store, proposal.propose(store, lead)).account == 1


# --- merged first, many at once -------------------------------------------------------------------


def test_leads_merged_before_conversion_become_one_deal_of_the_chosen_owner(store: Store) -> None:
    suzuki = add(store, "users", name="suzuki")
    keep = add(store, "leads", **MINATO)
    other = add(store, "leads", **MORI, mobile="090-1111-2222")
    note = add(store, "notes", body="展示会で会った", lead=other)
    merge(store, "leads", keep, [other])
    plan = proposal.choose_owner(proposal.propose(store, keep), suzuki)
    done = conversion.apply_conversion(store, plan)
    assert stored(store, "deals", done.deal)["owner"] == suzuki
    assert stored(store, "contacts", done.contact)["mobile"] == "090-1111-2222"
    assert stored(store, "notes", note)["deal"] == done.deal
    counts = dump(store, "leads", "contacts", "deals")
    assert [len(rows) for rows in counts.values()] == [1, 1, 1]


def test_two_leads_of_one_person_make_one_contact_however_many_go_at_once(store: Store) -> None:
    one = add(store, "leads", **MINATO)
    other = add(store, "leads", **MINATO, campaign="秋の展示会")
    report = conversion.convert_many(store, [one, other])
    assert len({done.contact for done in report.done}) == 1
    assert len({done.account for done in report.done}) == 1
    assert len(dump(store, "contacts")["contacts"]) == 1


def test_of_many_leads_those_converted_before_are_left_and_named(store: Store) -> None:
    old = add(store, "leads", last_name="森", company="みなと商会")
    new = add(store, "leads", last_name="大野", company="はるか")
    first = conversion.apply_conversion(store, proposal.propose(store, old))
    report = conversion.convert_many(store, [old, new])
    assert [(refused.lead, "みなと商会" in refused.reason) for refused in report.refused] == [
        (old, True)
    ]
    (done,) = report.done
    assert stored(store, "leads", new)["converted_at"] == store.now()
    assert stored(store, "deals", done.deal)["stage"] == store.schema.default_choice("deal_stage")
    assert stored(store, "leads", old)["converted_deal"] == first.deal


def test_of_many_leads_each_deal_stays_with_the_owner_of_its_lead(store: Store) -> None:
    suzuki, mori = (add(store, "users", name=name) for name in ("suzuki", "mori"))
    one = add(store, "leads", last_name="森", company="みなと商会", owner=suzuki)
    other = add(store, "leads", last_name="大野", company="はるか", owner=mori)
    report = conversion.convert_many(store, [one, other])
    assert [stored(store, "deals", done.deal)["owner"] for done in report.done] == [suzuki, mori]
    assert [stored(store, "contacts", done.contact)["owner"] for done in report.done] == [
        suzuki,
        mori,
    ]


def test_of_many_leads_all_that_is_new_goes_to_the_owner_who_is_named(store: Store) -> None:
    suzuki, mori = (add(store, "users", name=name) for name in ("suzuki", "mori"))
    known = add(store, "accounts", name="株式会社みなと商会", owner=mori)
    leads = [add(store, "leads", **MINATO), add(store, "leads", last_name="大野", company="はるか")]
    report = conversion.convert_many(store, leads, owner=suzuki)
    assert {stored(store, "deals", done.deal)["owner"] for done in report.done} == {suzuki}
    assert stored(store, "accounts", known)["owner"] == mori
    assert stored(store, "accounts", report.done[1].account)["owner"] == suzuki


def test_fifty_leads_at_once_become_fifty_contacts(store: Store) -> None:
    with unit(store, "import") as work:
        leads = work.create_many(
            "leads",
            [
                {"last_name": f"客{n}", "first_name": "一", "email": f"k{n}@shop{n}.example"}
                for n in range(50)
            ],
        )
    report = conversion.convert_many(store, list(leads))
    assert report.refused == ()
    assert len({done.contact for done in report.done}) == 50


# --- what carries over ----------------------------------------------------------------------------


def test_a_declared_field_carries_over_to_its_namesakes_of_the_same_kind() -> None:
    added = {
        "leads": (FieldSpec("region", Kind.TEXT), FieldSpec("fleet", Kind.INTEGER)),
        "accounts": (FieldSpec("region", Kind.TEXT), FieldSpec("fleet", Kind.TEXT)),
        "contacts": (FieldSpec("region", Kind.TEXT),),
    }
    types = {
        each.key: replace(each, fields=(*each.fields, *added.get(each.key, ())))
        for each in program().declared
    }
    found = destinations(Schema(types), tuple(Target))
    assert {target for target, fields in found.items() if fields.get("region") == "region"} == {
        Target.ACCOUNT,
        Target.CONTACT,
    }
    assert not any("fleet" in fields for fields in found.values())


def test_an_address_goes_to_the_account_where_no_contact_is_made() -> None:
    schema = program().declared
    assert "email" not in destinations(schema, tuple(Target))[Target.ACCOUNT]
    assert destinations(schema, (Target.ACCOUNT,))[Target.ACCOUNT]["email"] == "email"
