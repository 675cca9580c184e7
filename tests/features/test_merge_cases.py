"""What salespeople rely on when records that were worked on are merged."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.records import add, dump, edit, stored
from tui_crm.errors import NotFoundError, StoreError
from tui_crm.features.duplicates.candidates import find_duplicates_of
from tui_crm.features.duplicates.merge.bulk import merge_groups
from tui_crm.features.duplicates.merge.merge import merge, propose_merge
from tui_crm.store.custom_fields import add_field
from tui_crm.store.journal.undo import undo
from tui_crm.store.journal.unit import unit
from tui_crm.store.model import Kind

if TYPE_CHECKING:
    from typing import Any

    from tui_crm.store.db.store import Store

OCTOBER = "2026-10-01T00:00:00Z"
NOVEMBER = "2026-11-01T00:00:00Z"


# --- deals: a stage and what it says --------------------------------------------------------------


@pytest.fixture
def account(store: Store) -> int:
    return add(store, "accounts", name="株式会社みなと商会")


def deal(store: Store, account: int, **values: Any) -> int:
    return add(store, "deals", name="更新", account=account, **values)


def test_a_deal_that_stays_open_is_not_told_why_it_was_lost(store: Store, account: int) -> None:
    keep = deal(store, account, stage="proposal", probability=50)
    other = deal(store, account, stage="lost", probability=0, lost_reason="価格", closed_at=OCTOBER)
    merge(store, "deals", keep, [other])
    record = stored(store, "deals", keep)
    assert (record["stage"], record["lost_reason"], record["closed_at"]) == ("proposal", None, None)


def test_a_lost_deal_takes_over_why_the_other_was_lost(store: Store, account: int) -> None:
    keep = deal(store, account, stage="lost", probability=0, closed_at=NOVEMBER)
    other = deal(store, account, stage="lost", probability=0, lost_reason="価格", closed_at=OCTOBER)
    merge(store, "deals", keep, [other])
    record = stored(store, "deals", keep)
    assert (record["stage"], record["lost_reason"]) == ("lost", "価格")


def test_a_stage_taken_from_another_deal_comes_with_all_it_says(store: Store, account: int) -> None:
    keep = deal(store, account, stage="proposal", probability=50)
    other = deal(store, account, stage="won", probability=100, closed_at=OCTOBER)
    before = dump(store)
    done = merge(store, "deals", keep, [other], take={"stage": other})
    record = stored(store, "deals", keep)
    assert (record["stage"], record["probability"], record["closed_at"]) == ("won", 100, OCTOBER)
    assert done.batch is not None
    undo(store, done.batch)
    assert dump(store) == before


def test_how_likely_a_deal_is_comes_from_one_in_the_same_stage_alone(
    store: Store, account: int
) -> None:
    keep = deal(store, account, stage="needs")
    with unit(store, "edit") as work:
        work.update("deals", keep, {"probability": None})
    ahead = deal(store, account, stage="quote", probability=65)
    level = deal(store, account, stage="needs", probability=25)
    merge(store, "deals", keep, [ahead])
    assert stored(store, "deals", keep)["probability"] is None
    merge(store, "deals", keep, [level])
    assert stored(store, "deals", keep)["probability"] == 25


# --- addresses of mail ----------------------------------------------------------------------------


def test_the_address_that_was_chosen_is_first_and_the_keepers_own_is_not_lost(store: Store) -> None:
    keep = add(store, "contacts", last_name="森", email="mori@minato.example")
    other = add(store, "contacts", last_name="森", email="mori@gmail.com")
    merge(store, "contacts", keep, [other], take={"email": other})
    record = stored(store, "contacts", keep)
    assert (record["email"], record["email_2"]) == ("mori@gmail.com", "mori@minato.example")


def test_an_address_chosen_and_given_up_again_leaves_the_proposal(store: Store) -> None:
    keep = add(store, "contacts", last_name="森", email="mori@minato.example")
    other = add(store, "contacts", last_name="森", email="mori@gmail.com")
    with store.reading() as connection:
        plan = propose_merge(connection, store.schema, "contacts", keep, [other])
    again = plan.take("email", other).take("email", keep)
    assert again.choices == plan.choices


def test_an_address_that_both_have_is_kept_once(store: Store) -> None:
    keep = add(store, "contacts", last_name="森", email="mori@minato.example")
    other = add(
        store, "contacts", last_name="森", email="m@minato.example", email_2="MORI@minato.example"
    )
    merge(store, "contacts", keep, [other])
    record = stored(store, "contacts", keep)
    assert (record["email"], record["email_2"]) == ("mori@minato.example", "m@minato.example")


def test_an_address_that_a_loser_had_finds_the_keeper_alone(store: Store) -> None:
    keep = add(store, "leads", last_name="森", first_name="恵")
    other = add(store, "leads", last_name="森", first_name="恵", email="mori@minato.example")
    merge(store, "leads", keep, [other])
    with store.reading() as connection:
        (match,) = find_duplicates_of(
            connection, store.schema, "leads", {"email": "mori@minato.example"}
        )
    assert match.id == keep


# --- everything else ------------------------------------------------------------------------------


def test_three_companies_become_one_with_the_people_and_deals_of_all(store: Store) -> None:
    keep, *others = (add(store, "accounts", name=f"みなと商会{n}") for n in ("", "（株）", " 本社"))
    people = [add(store, "contacts", last_name="森", account=each) for each in (keep, *others)]
    deals = [add(store, "deals", name="更新", account=each) for each in others]
    done = merge(store, "accounts", keep, others)
    assert done.relinked == 4
    assert {stored(store, "contacts", each)["account"] for each in people} == {keep}
    assert {stored(store, "deals", each)["account"] for each in deals} == {keep}
    assert len(dump(store, "accounts")["accounts"]) == 1


def test_a_meeting_with_the_lead_that_went_is_one_with_the_lead_that_stays(store: Store) -> None:
    keep = add(store, "leads", last_name="森")
    other = add(store, "leads", last_name="森")
    meeting = add(
        store,
        "activities",
        subject="訪問",
        kind="meeting",
        lead=other,
        start_at="2026-11-25T01:00:00Z",
    )
    merge(store, "leads", keep, [other])
    assert stored(store, "activities", meeting)["lead"] == keep
    assert stored(store, "leads", keep)["next_activity_at"] == "2026-11-25T01:00:00Z"
    assert [row["id"] for row in dump(store, "leads")["leads"]] == [keep]


def test_each_custom_field_is_taken_where_it_is_filled(store: Store) -> None:
    with unit(store, "fields") as work:
        add_field(work, "leads", "hobby", Kind.TEXT, en="Hobby")
        add_field(work, "leads", "seats", Kind.INTEGER, en="Seats")
        add_field(work, "leads", "visited", Kind.BOOLEAN, en="Visited")
    keep = add(store, "leads", last_name="森", hobby="釣り", seats=0)
    other = add(store, "leads", last_name="森", hobby="登山", seats=5, visited=1)
    merge(store, "leads", keep, [other])
    record = stored(store, "leads", keep)
    assert (record["hobby"], record["seats"], record["visited"]) == ("釣り", 0, 1)


def test_a_store_that_fails_in_the_middle_has_merged_nothing(store: Store) -> None:
    keep = add(store, "leads", last_name="森")
    other = add(store, "leads", last_name="森", phone="03-5555-1234")
    add(store, "notes", body="メモ", lead=other)
    store.connection.run(
        "CREATE TRIGGER nobody_goes BEFORE DELETE ON leads"
        " BEGIN SELECT RAISE(ABORT, 'the disk is full'); END"
    )
    before = dump(store)
    with pytest.raises(StoreError):
        merge(store, "leads", keep, [other])
    with pytest.raises(StoreError):
        merge_groups(store, "leads", [[keep, other]])
    assert dump(store) == before


def test_a_record_that_was_deleted_since_stops_the_merge(store: Store) -> None:
    keep, other, third = (add(store, "leads", last_name="森") for _ in range(3))
    with unit(store, "delete") as work:
        work.delete("leads", [third])
    edit(store, "leads", keep, phone="03-5555-1234")
    before = dump(store)
    with pytest.raises(NotFoundError):
        merge(store, "leads", keep, [other, third])
    assert dump(store) == before
