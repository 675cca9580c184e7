"""A lead becomes an account, a contact and a deal; nothing is lost, and it can be taken back."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import pytest

from tests.records import add, dump, edit, stored
from tui_crm import i18n
from tui_crm.errors import NotFoundError, UsageError
from tui_crm.features.leads.convert import conversion, proposal
from tui_crm.features.leads.convert.field_mapping import Outcome, Target
from tui_crm.features.leads.convert.plan import AlreadyConvertedError, Mode
from tui_crm.store.custom_fields import add_field
from tui_crm.store.journal.undo import UndoBlockedError, undo
from tui_crm.store.journal.unit import unit
from tui_crm.store.model import Kind
from tui_crm.store.query import Listing, Query
from tui_crm.store.records import VersionConflictError
from tui_crm.store.validate import InvalidRecordError

if TYPE_CHECKING:
    from collections.abc import Callable

    from tui_crm.features.leads.convert.conversion import Conversion
    from tui_crm.features.leads.convert.field_mapping import FieldMapping
    from tui_crm.features.leads.convert.plan import ConversionPlan
    from tui_crm.store.db.store import Store

SHIMIZU: dict[str, Any] = {
    "last_name": "清水",
    "first_name": "一郎",
    "company": "たちつてと㈱",
    "email": "ichiro@tatitute.example",
    "phone": "03-1234-5678",
    "mobile": "090-1111-2222",
    "job_title": "部長",
    "employees": 120,
    "lead_source": "exhibition",
    "campaign": "春の展示会",
    "tags": "\nVIP\n",
    "rating": "hot",
}


def converted(store: Store, lead: int) -> Conversion:
    return conversion.apply_conversion(store, proposal.propose(store, lead))


def moves(store: Store, plan: ConversionPlan) -> dict[str, FieldMapping]:
    """What becomes of the lead's values, by where they go (or by field, where nowhere)."""
    return {
        f"{move.target}.{move.target_field}" if move.target else move.field: move
        for move in plan.mappings(store.schema)
    }


# --- what comes of a lead -------------------------------------------------------------------------


def test_a_lead_becomes_an_account_a_contact_and_a_deal_in_one_change(store: Store) -> None:
    lead = add(store, "leads", **SHIMIZU)
    done = converted(store, lead)
    account = stored(store, "accounts", done.account)
    contact = stored(store, "contacts", done.contact)
    deal = stored(store, "deals", done.deal)
    assert (account["name"], account["phone"], account["employees"]) == (
        "たちつてと㈱",
        "03-1234-5678",
        120,
    )
    assert account["legal_form"] == "株式会社"
    assert (contact.title, contact["email"], contact["mobile"]) == (
        "清水 一郎",
        "ichiro@tatitute.example",
        "090-1111-2222",
    )
    assert contact["account"] == account.id
    assert account["primary_contact"] == contact.id
    assert (deal["account"], deal["primary_contact"]) == (account.id, contact.id)
    assert (deal["campaign"], deal["lead_source"]) == ("春の展示会", "exhibition")
    assert (deal["stage"], deal["close_date"]) == ("qualification", "2026-12-31")
    assert deal["probability"] == 10, "as the stage has it"
    assert done.created == ("account", "contact", "deal")
    assert done.attached == ()
    assert all(record["tags"] == "\nVIP\n" for record in (account, contact, deal))


def test_the_converted_lead_leaves_the_list_and_names_what_it_became(store: Store) -> None:
    lead = add(store, "leads", **SHIMIZU)
    done = converted(store, lead)
    listed = Listing(store.schema, Query("leads"), store.query_context())
    assert list(listed.ids(store.connection)) == []
    found = Listing(store.schema, Query("leads", 'converted_at!=""'), store.query_context())
    assert list(found.ids(store.connection)) == [lead]
    record = stored(store, "leads", lead)
    assert record["converted_at"] == store.now()
    assert record.links["converted_by"] == "sato"
    assert [record[f"converted_{target}"] for target in Target] == [
        done.account,
        done.contact,
        done.deal,
    ]
    assert {key: record[key] for key in SHIMIZU} == SHIMIZU, "nothing of its own has changed"


def test_a_converted_lead_is_read_only(store: Store) -> None:
    lead = add(store, "leads", **SHIMIZU)
    converted(store, lead)
    with pytest.raises(InvalidRecordError, match="has been converted"):
        edit(store, "leads", lead, phone="03-9999-9999")


def test_a_second_conversion_is_refused_and_says_where_the_first_went(
    store: Store, open_store: Callable[..., Store]
) -> None:
    lead = add(store, "leads", **SHIMIZU)
    plan = proposal.propose(store, lead)
    converted(open_store("suzuki"), lead)
    before = dump(store)
    for attempt in (
        lambda: conversion.apply_conversion(store, plan),
        lambda: proposal.propose(store, lead),
    ):
        with pytest.raises(AlreadyConvertedError) as refused:
            attempt()
        assert "Account “たちつてと㈱” (1)" in str(refused.value)
        assert "Contact “清水 一郎” (1)" in str(refused.value)
    assert dump(store) == before
    i18n.use("ja")
    assert "取引先「たちつてと㈱」（1）" in str(refused.value)


def test_two_conversions_at_once_make_one_deal(
    store: Store, open_store: Callable[..., Store]
) -> None:
    lead = add(store, "leads", **SHIMIZU)
    windows = [open_store(name) for name in ("sato", "suzuki")]
    plans = [proposal.propose(window, lead) for window in windows]
    with ThreadPoolExecutor(2) as threads:
        attempts = [
            threads.submit(conversion.apply_conversion, *each)
            for each in zip(windows, plans, strict=True)
        ]
    failures = [attempt.exception() for attempt in attempts]
    assert sorted(type(failure).__name__ for failure in failures) == [
        "AlreadyConvertedError",
        "NoneType",
    ]
    found = dump(store)
    assert (len(found["accounts"]), len(found["contacts"]), len(found["deals"])) == (1, 1, 1)


def test_a_person_without_company_becomes_a_contact_alone(store: Store) -> None:
    lead = add(store, "leads", last_name="清水", first_name="一郎", email="i@gmail.com")
    plan = proposal.propose(store, lead)
    assert (plan.account.mode, plan.contact.mode, plan.deal.mode) == (
        Mode.NONE,
        Mode.CREATE,
        Mode.NONE,
    )
    plan = proposal.choose(store, plan, Target.ACCOUNT, Mode.CREATE)
    done = conversion.apply_conversion(store, plan)
    assert stored(store, "accounts", done.account).title == "清水 一郎", (
        "asked for, it is the person"
    )


def test_a_company_without_person_becomes_an_account_alone(store: Store) -> None:
    lead = add(
        store, "leads", company="青空商事", email="info@aozora.example", description="問合せ"
    )
    done = converted(store, lead)
    account = stored(store, "accounts", done.account)
    assert (account["email"], account["description"]) == ("info@aozora.example", "問合せ")
    assert done.contact is None
    assert stored(store, "deals", done.deal)["account"] == account.id


def test_each_part_can_be_left_out(store: Store) -> None:
    lead = add(store, "leads", **SHIMIZU)
    plan = proposal.propose(store, lead, deal=False)
    assert plan.deal.mode is Mode.NONE
    plan = proposal.choose(store, plan, Target.CONTACT, Mode.NONE)
    done = conversion.apply_conversion(store, plan)
    assert (done.contact, done.deal) == (None, None)
    assert done.created == ("account",)


def test_without_an_account_there_is_no_deal(store: Store) -> None:
    lead = add(store, "leads", **SHIMIZU)
    plan = proposal.choose(store, proposal.propose(store, lead), Target.ACCOUNT, Mode.NONE)
    assert plan.deal.mode is Mode.NONE
    assert plan.deal.modes == (Mode.NONE,)
    with pytest.raises(UsageError):
        proposal.choose(store, plan, Target.DEAL, Mode.CREATE)


def test_a_failure_midway_leaves_nothing_behind(store: Store) -> None:
    lead = add(store, "leads", **SHIMIZU)
    plan = proposal.propose(store, lead).with_deal(name=None)
    before = dump(store)
    with pytest.raises(InvalidRecordError):
        conversion.apply_conversion(store, plan)
    assert dump(store) == before


def test_a_dry_run_tells_all_and_changes_nothing(store: Store) -> None:
    lead = add(store, "leads", **SHIMIZU)
    before = dump(store)
    done = conversion.apply_conversion(store, proposal.propose(store, lead), dry_run=True)
    assert done.batch is None
    assert done.created == ("account", "contact", "deal")
    assert dump(store) == before


def test_a_lead_that_is_not_there_is_not_converted(store: Store) -> None:
    with pytest.raises(NotFoundError):
        proposal.propose(store, 99)


# --- matching -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("stands", "reason"),
    [
        ({"name": "株式会社たちつてと"}, "same company name, written differently"),
        ({"name": "たちつてと㈱"}, "same company name"),
        (
            {"name": "たちつてと", "phone": "0312345678"},
            "same company name, written differently",
        ),
    ],
)
def test_the_account_there_is_gets_the_lead(
    store: Store, stands: dict[str, str], reason: str
) -> None:
    account = add(store, "accounts", **stands)
    lead = add(store, "leads", **SHIMIZU)
    plan = proposal.propose(store, lead)
    assert plan.account.mode is Mode.ATTACH
    assert plan.account.record is not None
    assert plan.account.record.id == account
    assert plan.account.proposals[0].reasons[0] == reason


def test_the_corporate_number_goes_before_the_name(store: Store) -> None:
    add(store, "accounts", name="たちつてと㈱", corporate_number="2180001135973")
    right = add(store, "accounts", name="TTT Holdings", corporate_number="7000012050002")
    lead = add(store, "leads", **SHIMIZU, corporate_number="7000012050002")
    plan = proposal.propose(store, lead)
    assert [p.id for p in plan.account.proposals] == [right]
    assert plan.account.mode is Mode.ATTACH


def test_what_is_only_similar_is_offered_and_not_chosen(store: Store) -> None:
    similar = add(store, "accounts", name="有限会社たちつてと")
    lead = add(store, "leads", **SHIMIZU)
    plan = proposal.propose(store, lead)
    assert plan.account.mode is Mode.CREATE
    assert [p.id for p in plan.account.proposals] == [similar]
    assert "different legal form" in plan.account.proposals[0].reasons


def test_a_domain_that_anybody_may_have_proposes_nobody(store: Store) -> None:
    add(store, "accounts", name="無関係㈱", email="other@gmail.com")
    lead = add(store, "leads", last_name="清水", company="たちつてと㈱", email="s@gmail.com")
    assert proposal.propose(store, lead).account.proposals == ()


def test_what_more_than_twenty_have_in_common_is_dropped(store: Store) -> None:
    with unit(store, "import") as work:
        work.create_many(
            "accounts", [{"name": f"会社{n}", "phone": "03-1234-5678"} for n in range(21)]
        )
    lead = add(store, "leads", **SHIMIZU)
    assert proposal.propose(store, lead).account.proposals == ()


def test_the_contact_there_is_gets_the_lead_and_brings_its_account(store: Store) -> None:
    account = add(store, "accounts", name="Blue Sky Ltd")
    contact = add(
        store,
        "contacts",
        last_name="清水",
        first_name="一郎",
        email="ichiro@tatitute.example",
        account=account,
    )
    lead = add(store, "leads", last_name="清水", first_name="一郎", email="ICHIRO@tatitute.example")
    plan = proposal.propose(store, lead)
    assert plan.contact.record is not None
    assert plan.contact.record.id == contact
    assert plan.account.record is not None
    assert plan.account.record.id == account
    assert plan.account.proposals[0].reasons == ("the account of 清水 一郎",)
    done = conversion.apply_conversion(store, plan)
    assert done.attached == ("account", "contact")
    assert stored(store, "deals", done.deal)["account"] == account


def test_a_contact_keeps_the_account_that_it_has(store: Store) -> None:
    own = add(store, "accounts", name="Blue Sky Ltd")
    contact = add(store, "contacts", last_name="清水", email="ichiro@tatitute.example", account=own)
    lead = add(store, "leads", **SHIMIZU)
    plan = proposal.choose(store, proposal.propose(store, lead), Target.ACCOUNT, Mode.CREATE)
    done = conversion.apply_conversion(store, plan)
    assert done.contact == contact
    assert done.account != own
    assert stored(store, "contacts", contact)["account"] == own


def test_only_open_deals_of_the_chosen_account_are_offered(store: Store) -> None:
    account = add(store, "accounts", name="たちつてと㈱")
    other = add(store, "accounts", name="みらい㈱")
    open_deal = add(store, "deals", name="更新", account=account)
    add(store, "deals", name="去年", account=account, stage="won")
    foreign = add(store, "deals", name="別件", account=other)
    lead = add(store, "leads", **SHIMIZU)
    plan = proposal.propose(store, lead)
    assert [p.id for p in plan.deal.proposals] == [open_deal]
    with pytest.raises(UsageError, match="別件"):
        proposal.choose(store, plan, Target.DEAL, Mode.ATTACH, foreign)
    plan = proposal.choose(store, plan, Target.DEAL, Mode.ATTACH, open_deal)
    assert conversion.apply_conversion(store, plan).deal == open_deal
    assert stored(store, "deals", open_deal)["campaign"] == "春の展示会"


def test_another_account_means_other_deals(store: Store) -> None:
    account = add(store, "accounts", name="たちつてと㈱")
    deal = add(store, "deals", name="更新", account=account)
    lead = add(store, "leads", **SHIMIZU)
    plan = proposal.choose(store, proposal.propose(store, lead), Target.DEAL, Mode.ATTACH, deal)
    plan = proposal.choose(store, plan, Target.ACCOUNT, Mode.CREATE)
    assert plan.deal.mode is Mode.CREATE
    assert plan.deal.proposals == ()


def test_a_branch_becomes_a_child_of_its_head_office(store: Store) -> None:
    head = add(store, "accounts", name="たちつてと株式会社")
    lead = add(store, "leads", **{**SHIMIZU, "company": "たちつてと株式会社 大阪支店"})
    plan = proposal.propose(store, lead)
    assert plan.account.mode is Mode.CREATE
    done = conversion.apply_conversion(store, plan)
    assert stored(store, "accounts", done.account)["parent"] == head


def test_a_head_office_is_no_child_of_a_branch(store: Store) -> None:
    osaka = add(store, "leads", last_name="山田", company="（株）山田製作所　大阪支店")
    honsha = add(store, "leads", last_name="鈴木", company="㈱山田製作所 本社")
    kobe = add(store, "leads", last_name="木村", company="株式会社山田製作所 神戸支店")
    branch = conversion.apply_conversion(store, proposal.propose(store, osaka))
    head = conversion.apply_conversion(store, proposal.propose(store, honsha))
    other = conversion.apply_conversion(store, proposal.propose(store, kobe))
    assert stored(store, "accounts", branch.account)["parent"] is None
    assert stored(store, "accounts", head.account)["parent"] is None
    assert stored(store, "accounts", other.account)["parent"] == head.account
    assert other.account_set == {"legal_form": "株式会社", "parent": head.account}


def test_two_branches_are_not_below_each_other(store: Store) -> None:
    add(store, "accounts", name="山田製作所 大阪支店")
    lead = add(store, "leads", last_name="木村", company="山田製作所 神戸支店")
    assert "parent" not in proposal.propose(store, lead).account.values


# --- what happens to the values -------------------------------------------------------------------


def test_the_preview_says_of_every_field_where_it_goes_and_what_it_meets(store: Store) -> None:
    add(
        store,
        "accounts",
        name="株式会社たちつてと",
        phone="0312345678",
        employees=80,
        industry="it",
    )
    lead = add(store, "leads", **SHIMIZU)
    plan = proposal.propose(store, lead)
    found = moves(store, plan)
    assert found["account.name"].outcome is Outcome.KEPT
    assert found["account.name"].meets == "株式会社たちつてと"
    assert found["account.phone"].outcome is Outcome.SAME
    assert found["account.employees"].outcome is Outcome.KEPT
    assert found["account.employees"].meets == 80
    assert found["account.tags"].outcome is Outcome.FILLED
    assert found["contact.mobile"].outcome is Outcome.FILLED
    assert found["rating"].outcome is Outcome.STAYS
    assert found["rating"].target is None
    named = {move.field for move in found.values()}
    assert named >= SHIMIZU.keys(), "every value of the lead is accounted for"


def test_what_is_applied_is_what_was_shown(store: Store) -> None:
    add(store, "accounts", name="株式会社たちつてと", employees=80, city="港区")
    lead = add(store, "leads", **SHIMIZU, city="渋谷区", street="1-2-3")
    plan = proposal.propose(store, lead).toggle_override("account.employees")
    shown = plan.mappings(store.schema)
    done = conversion.apply_conversion(store, plan)
    assert done.mappings == shown
    carried = [move for move in shown if move.target is not None]
    assert len(carried) > 8
    for move in shown:
        if move.target is not None:
            record = stored(store, move.target.record_type, getattr(done, move.target))
            wins = move.outcome in (Outcome.FILLED, Outcome.REPLACED)
            expected = move.value if wins else move.meets
            assert record[move.target_field] == expected, move


def test_attaching_fills_blanks_and_overwrites_nothing(store: Store) -> None:
    account = add(store, "accounts", name="たちつてと㈱", employees=80)
    lead = add(store, "leads", **SHIMIZU)
    done = converted(store, lead)
    record = stored(store, "accounts", account)
    assert (record["employees"], record["phone"]) == (80, "03-1234-5678")
    assert done.filled == {"account.phone": "03-1234-5678", "account.tags": "\nVIP\n"}
    assert done.kept["account.employees"] == 80
    assert [move.key for move in done.conflicts] == ["account.employees"]


def test_numbers_that_lose_their_field_are_kept_with_labels(store: Store) -> None:
    contact = add(
        store,
        "contacts",
        last_name="清水",
        first_name="一郎",
        email="ichiro@tatitute.example",
        phone="06-1111-2222",
        more_phones="\nshop\t06-9999-0000\n",
    )
    lead = add(store, "leads", **SHIMIZU, more_phones="\nnight desk\t03-5555-6666\n")
    plan = proposal.propose(store, lead)
    assert moves(store, plan)["contact.more_phones"].outcome is Outcome.FILLED
    before = dump(store)
    done = conversion.apply_conversion(store, plan)
    record = stored(store, "contacts", contact)
    assert (record["phone"], record["mobile"]) == ("06-1111-2222", "090-1111-2222")
    assert record["more_phones"] == (
        "\nshop\t06-9999-0000\nnight desk\t03-5555-6666\n\t03-1234-5678\n"
    )
    undo(store, done.batch or 0)
    assert dump(store) == before
    turned = conversion.apply_conversion(
        store, proposal.propose(store, lead).toggle_override("contact.phone")
    )
    record = stored(store, "contacts", contact)
    assert record["phone"] == "03-1234-5678"
    assert "\t06-1111-2222\n" in record.text("more_phones")
    assert turned.contact == contact


def test_a_lead_takes_its_further_addresses_along(store: Store) -> None:
    lead = add(store, "leads", **SHIMIZU, more_emails="\nprivate\tichiro@gmail.com\n")
    done = converted(store, lead)
    record = stored(store, "contacts", done.contact or 0)
    assert record["more_emails"] == "\nprivate\tichiro@gmail.com\n"


def test_an_account_is_found_by_any_address_of_the_lead(store: Store) -> None:
    account = add(store, "accounts", name="たちつてと工業", email="sales@tatitute-kogyo.example")
    lead = add(
        store,
        "leads",
        last_name="清水",
        company="たちつてと",
        more_emails="\n\tichiro@tatitute-kogyo.example\n",
    )
    found = proposal.propose(store, lead).account
    assert account in [proposal.id for proposal in found.proposals]


def test_a_conflict_can_be_turned(store: Store) -> None:
    account = add(store, "accounts", name="たちつてと㈱", employees=80)
    lead = add(store, "leads", **SHIMIZU)
    plan = proposal.propose(store, lead).toggle_override("account.employees")
    assert moves(store, plan)["account.employees"].outcome is Outcome.REPLACED
    assert (
        moves(store, plan.toggle_override("account.employees"))["account.employees"].outcome
        is Outcome.KEPT
    )
    done = conversion.apply_conversion(store, plan)
    assert stored(store, "accounts", account)["employees"] == 120
    assert done.filled["account.employees"] == 120


def test_an_address_meets_an_address_whole(store: Store) -> None:
    account = add(store, "accounts", name="たちつてと㈱", state="大阪府")
    lead = add(store, "leads", **SHIMIZU, state="東京都", city="渋谷区", street="1-2-3")
    plan = proposal.propose(store, lead)
    found = moves(store, plan)
    assert {found[f"account.{key}"].outcome for key in ("state", "city", "street")} == {
        Outcome.KEPT
    }
    conversion.apply_conversion(store, plan.toggle_override(found["account.city"].key))
    record = stored(store, "accounts", account)
    assert (record["state"], record["city"], record["street"]) == ("東京都", "渋谷区", "1-2-3")


def test_the_owner_of_what_there_is_stays(store: Store, open_store: Callable[..., Store]) -> None:
    suzuki = open_store("suzuki")
    account = add(suzuki, "accounts", name="たちつてと㈱")
    lead = add(store, "leads", **SHIMIZU)
    done = converted(store, lead)
    assert stored(store, "accounts", account).links["owner"] == "suzuki"
    assert stored(store, "contacts", done.contact).links["owner"] == "sato"
    assert "owner" not in {move.field for move in done.conflicts}


def test_who_has_opted_out_of_mail_stays_out(store: Store) -> None:
    contact = add(store, "contacts", last_name="清水", email="ichiro@tatitute.example", opted_in=1)
    lead = add(store, "leads", **SHIMIZU, opted_out=1)
    converted(store, lead)
    assert stored(store, "contacts", contact)["opted_out"] == 1


def test_custom_fields_go_where_their_key_and_kind_are(store: Store) -> None:
    with unit(store, "fields") as work:
        for record_type, key, kind in (
            ("leads", "hobby", Kind.TEXT),
            ("contacts", "hobby", Kind.TEXT),
            ("leads", "floor", Kind.INTEGER),
            ("accounts", "floor", Kind.TEXT),
            ("leads", "rank", Kind.TEXT),
            ("accounts", "grade", Kind.TEXT),
        ):
            add_field(work, record_type, key, kind, en=key)
    with unit(store, "fields") as work:
        field = work.connection.scalar("SELECT id FROM custom_fields WHERE key = 'rank'")
        work.update("custom_fields", field, {"maps_to": "accounts.grade"})
    lead = add(store, "leads", **SHIMIZU, hobby="釣り", floor=3, rank="A")
    plan = proposal.propose(store, lead)
    found = moves(store, plan)
    assert found["contact.hobby"].value == "釣り"
    assert found["floor"].outcome is Outcome.STAYS, "a number is no text"
    assert found["account.grade"].value == "A"
    done = conversion.apply_conversion(store, plan)
    assert stored(store, "accounts", done.account)["grade"] == "A"
    assert stored(store, "leads", lead)["floor"] == 3


# --- what hangs on the lead -----------------------------------------------------------------------


def test_activities_notes_and_files_are_linked_and_not_copied(store: Store) -> None:
    lead = add(store, "leads", **SHIMIZU)
    plan = {"subject": "電話", "kind": "call", "start_at": "2026-11-25T01:00:00Z"}
    open_one = add(store, "activities", **plan, lead=lead)
    closed = add(store, "activities", subject="訪問", lead=lead, status="done")
    note = add(store, "notes", body="メモ", lead=lead)
    file = add(store, "attachments", name="見積.pdf", lead=lead)
    done = converted(store, lead)
    for record_type, record_id in (
        ("activities", open_one),
        ("activities", closed),
        ("notes", note),
        ("attachments", file),
    ):
        record = stored(store, record_type, record_id)
        links = [record[key] for key in ("lead", "account", "contact", "deal")]
        assert links == [lead, done.account, done.contact, done.deal]
    counts = {name: len(rows) for name, rows in dump(store).items()}
    assert (counts["activities"], counts["notes"], counts["attachments"]) == (2, 1, 1)
    assert stored(store, "deals", done.deal)["next_activity_at"] == "2026-11-25T01:00:00Z"


def test_a_new_owner_takes_over_open_activities_only(
    store: Store, open_store: Callable[..., Store]
) -> None:
    suzuki = add(open_store("suzuki"), "users", name="suzuki2")
    lead = add(store, "leads", **SHIMIZU)
    open_one = add(store, "activities", subject="電話", lead=lead)
    closed = add(store, "activities", subject="訪問", lead=lead, status="done")
    plan = proposal.choose_owner(proposal.propose(store, lead), suzuki)
    done = conversion.apply_conversion(store, plan)
    assert stored(store, "activities", open_one)["owner"] == suzuki
    assert stored(store, "activities", closed).links["owner"] == "sato"
    assert stored(store, "accounts", done.account)["owner"] == suzuki
    assert stored(store, "leads", lead).links["owner"] == "sato"


# --- and back -------------------------------------------------------------------------------------


def test_unconverted_everything_is_as_it_was(store: Store) -> None:
    add(store, "accounts", name="株式会社たちつてと", employees=80)
    lead = add(store, "leads", **SHIMIZU)
    add(store, "activities", subject="電話", lead=lead, start_at="2026-11-25T01:00:00Z")
    add(store, "notes", body="メモ", lead=lead)
    before = dump(store)
    plan = proposal.propose(store, lead).toggle_override("account.employees")
    conversion.apply_conversion(store, plan)
    assert dump(store) != before
    report = conversion.unconvert(store, lead)
    assert dump(store) == before
    assert report.blocked == ()
    with pytest.raises(UsageError, match="has not been converted"):
        conversion.unconvert(store, lead)
    assert report.batch is not None
    undo(store, report.batch)
    assert stored(store, "leads", lead)["converted_at"] is not None
    conversion.unconvert(store, lead)
    assert dump(store) == before


def test_what_was_touched_since_blocks_the_way_back_and_is_named(store: Store) -> None:
    lead = add(store, "leads", **SHIMIZU)
    done = converted(store, lead)
    assert done.deal is not None
    edit(store, "deals", done.deal, next_step="見積")
    add(store, "notes", body="メモ", contact=done.contact)
    before = dump(store)
    with pytest.raises(UndoBlockedError) as stopped:
        conversion.unconvert(store, lead)
    assert {(b.type, b.id) for b in stopped.value.blocked} >= {
        ("deals", done.deal),
        ("contacts", done.contact),
    }
    assert "sato" in str(stopped.value)
    assert dump(store) == before


def test_a_lead_that_came_converted_cannot_be_unconverted(store: Store) -> None:
    lead = add(store, "leads", **SHIMIZU, converted_at="2026-01-01T00:00:00Z")
    with pytest.raises(UsageError, match="came here converted"):
        conversion.unconvert(store, lead)


def test_a_record_changed_since_the_preview_stops_the_conversion(store: Store) -> None:
    account = add(store, "accounts", name="たちつてと㈱")
    lead = add(store, "leads", **SHIMIZU)
    plan = proposal.propose(store, lead)
    edit(store, "accounts", account, phone="06-1111-2222")
    before = dump(store)
    with pytest.raises(VersionConflictError):
        conversion.apply_conversion(store, plan)
    assert dump(store) == before


# --- many at once ---------------------------------------------------------------------------------


def test_two_leads_of_one_company_make_one_account(store: Store) -> None:
    one = add(store, "leads", **SHIMIZU)
    other = add(store, "leads", last_name="田中", company="株式会社たちつてと")
    gone = 99
    third = add(store, "leads", last_name="鈴木", company="みらい")
    seen: list[tuple[int, int]] = []
    report = conversion.convert_many(
        store, [one, other, gone, third], progress=lambda done, total: seen.append((done, total))
    )
    assert [done.lead for done in report.done] == [one, other, third]
    assert report.done[0].account == report.done[1].account
    assert report.done[0].contact != report.done[1].contact
    assert report.done[2].account != report.done[0].account
    assert [refused.lead for refused in report.refused] == [gone]
    assert {done.batch for done in report.done} == {report.batch}
    assert seen[-1] == (4, 4)


def test_one_undo_takes_many_conversions_back(store: Store) -> None:
    leads = [add(store, "leads", last_name=f"清水{n}", company=f"会社{n}") for n in range(4)]
    before = dump(store)
    report = conversion.convert_many(store, leads)
    assert report.batch is not None
    undo(store, report.batch)
    assert dump(store) == before


def test_one_of_many_can_be_taken_back_alone(store: Store) -> None:
    one, other = (
        add(store, "leads", last_name=f"清水{n}", company=f"会社{n}", phone=f"03-1234-567{n}")
        for n in range(2)
    )
    report = conversion.convert_many(store, [one, other])
    before = dump(store)
    taken_back = conversion.unconvert(store, one)
    assert stored(store, "leads", one)["converted_at"] is None
    assert stored(store, "leads", other)["converted_at"] is not None
    assert report.batch is not None
    assert taken_back.batch is not None
    undo(store, taken_back.batch)
    assert dump(store) == before
    again = conversion.unconvert(store, one)
    rest = undo(store, report.batch)
    assert stored(store, "leads", other)["converted_at"] is None
    assert dump(store)["accounts"] == []
    assert again.batch != rest.batch


def test_an_account_that_others_of_the_same_go_use_blocks_its_own_lead(store: Store) -> None:
    one = add(store, "leads", **SHIMIZU)
    other = add(store, "leads", last_name="田中", company="たちつてと㈱")
    conversion.convert_many(store, [one, other])
    before = dump(store)
    with pytest.raises(UndoBlockedError) as stopped:
        conversion.unconvert(store, one)
    assert {b.type for b in stopped.value.blocked} == {"accounts"}
    assert dump(store) == before
    conversion.unconvert(store, other)
    conversion.unconvert(store, one)
    assert dump(store)["accounts"] == []


def test_a_conversion_is_undone_and_done_again_any_number_of_times(store: Store) -> None:
    lead = add(store, "leads", last_name="田中", company="青空商事", phone="03-1234-5678")
    add(store, "notes", body="メモ", lead=lead)
    before = dump(store)
    done = conversion.apply_conversion(store, proposal.propose(store, lead, deal=True))
    after = dump(store)
    assert done.batch is not None
    for _ in range(3):
        undone = undo(store, done.batch)
        assert dump(store) == before
        assert undone.batch is not None
        undo(store, undone.batch)
        assert dump(store) == after


def test_what_was_changed_after_it_was_done_again_blocks_the_way_back(store: Store) -> None:
    lead = add(store, "leads", last_name="田中", company="青空商事")
    done = conversion.apply_conversion(store, proposal.propose(store, lead))
    assert done.batch is not None
    undone = undo(store, done.batch)
    assert undone.batch is not None
    undo(store, undone.batch)
    edit(store, "accounts", done.account or 0, phone="03-1234-5678")
    with pytest.raises(UndoBlockedError) as stopped:
        undo(store, done.batch)
    assert [each.type for each in stopped.value.blocked] == ["accounts"]


def test_a_redo_names_what_was_done_first(store: Store) -> None:
    lead = add(store, "leads", last_name="田中", company="青空商事")
    conversion.apply_conversion(store, proposal.propose(store, lead))
    unconverted = conversion.unconvert(store, lead)
    assert (unconverted.undone.kind, unconverted.origin.kind) == ("convert", "convert")
    assert unconverted.batch is not None
    again = undo(store, unconverted.batch)
    assert (again.undone.kind, again.origin.kind) == ("unconvert", "convert")
