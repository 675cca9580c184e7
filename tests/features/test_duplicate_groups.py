"""Duplicates among everything there is."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, Any

from tui_crm.features.accounts.branches import put_below
from tui_crm.features.duplicates.candidates import mark_distinct
from tui_crm.features.duplicates.groups import find_all
from tui_crm.features.duplicates.scoring import Relation
from tui_crm.store.journal.unit import unit

if TYPE_CHECKING:
    from tui_crm.store.db.store import Store


def fill(store: Store, record_type: str, *rows: dict[str, Any]) -> list[int]:
    with unit(store, "add") as work:
        return [work.create(record_type, row) for row in rows]


def groups(store: Store, record_type: str = "leads", **options: Any) -> list[tuple[int, ...]]:
    return [group.records for group in find_all(store, record_type, **options)]


def person(n: int, **values: Any) -> dict[str, Any]:
    return {"last_name": f"阿部{n}", "first_name": "実", "company": f"会社{n}", **values}


def test_those_who_share_what_is_theirs_alone_are_one_group(store: Store) -> None:
    one, other, third, *_ = fill(
        store,
        "leads",
        {"last_name": "田中", "first_name": "一郎", "email": "ichiro@gmail.com"},
        {"last_name": "田中", "first_name": "一郎", "email": "ICHIRO@gmail.com", "company": "青空"},
        {"last_name": "田中", "first_name": "一郎", "company": "株式会社青空"},
        person(1),
        person(2),
    )
    (group,) = find_all(store, "leads")
    assert group.records == (one, other, third)
    assert group.titles == ("田中 一郎",) * 3
    assert 0.85 <= group.score < 0.98, "a group is as sure as its least sure member"
    assert "same e-mail" in group.reasons
    assert "same company name, written differently" in group.reasons


def test_colleagues_and_namesakes_are_no_duplicates(store: Store) -> None:
    fill(
        store,
        "leads",
        {"last_name": "田中", "first_name": "一郎", "company": "青空", "phone": "03-1234-5678"},
        {"last_name": "鈴木", "first_name": "花子", "company": "青空", "phone": "03-1234-5678"},
        {"last_name": "田中", "first_name": "一郎", "company": "みらい"},
    )
    assert groups(store) == []


def test_the_surest_group_comes_first(store: Store) -> None:
    ids = fill(
        store,
        "leads",
        {"last_name": "田中", "first_name": "一郎", "company": "青空"},
        {"last_name": "田中", "first_name": "一郎", "company": "㈱青空"},
        {"last_name": "鈴木", "first_name": "花子", "email": "hanako@gmail.com"},
        {"last_name": "鈴木", "first_name": "花子", "email": "hanako@gmail.com"},
    )
    assert groups(store) == [(ids[2], ids[3]), (ids[0], ids[1])]


def test_a_slip_in_a_name_is_found_at_one_address(store: Store) -> None:
    ids = fill(
        store,
        "leads",
        {"last_name": "Schneider", "first_name": "Katharina", "phone": "+49 30 901820"},
        {"last_name": "Schnieder", "first_name": "Katharina", "phone": "+49 30 901820"},
    )
    assert groups(store, least=0.7) == [tuple(ids)]


def test_a_slip_in_a_companys_name_is_found_beside_it(store: Store) -> None:
    ids = fill(
        store,
        "accounts",
        {"name": "Northwind Traders Inc.", "phone": "+1 415-555-2671"},
        {"name": "Northwind Tradres Inc.", "phone": "+1 415-555-2671"},
        {"name": "Northwind Trains Inc."},
    )
    assert groups(store, "accounts") == [tuple(ids[:2])]


def test_namesakes_by_the_hundred_are_told_apart_by_company(store: Store) -> None:
    crowd = [
        {"last_name": "田中", "first_name": "一郎", "company": f"会社{n % 99}"} for n in range(100)
    ]
    ids = fill(store, "leads", *crowd)
    assert groups(store) == [(ids[0], ids[99])]


def test_one_company_at_two_places_is_proposed_as_sites(store: Store) -> None:
    tokyo, osaka, moved = fill(
        store,
        "accounts",
        {"name": "光商事", "city": "港区", "street": "芝1-2-3", "phone": "03-1234-5678"},
        {"name": "㈱光商事", "city": "大阪市", "street": "本町4-5", "phone": "06-1234-5678"},
        {"name": "光商事", "city": "港区", "street": "三田9-9", "phone": "03-1234-5678"},
    )
    (sites,) = find_all(store, "accounts")
    assert (sites.relation, sites.records) == (Relation.SITE, (tokyo, osaka, moved))
    assert {"different address", "same phone"} <= {*sites.reasons}
    assert groups(store, "accounts", relations=(Relation.SAME,)) == []


def test_streets_of_one_name_in_two_towns_are_two_places(store: Store) -> None:
    ids = fill(
        store,
        "accounts",
        {"name": "光商事", "city": "横浜市", "street": "本町1-1"},
        {"name": "光商事", "city": "千葉市", "street": "本町一丁目1番"},
        {"name": "光商事", "city": "千葉市", "street": "大字本町1-1"},
    )
    same, sites = find_all(store, "accounts")
    assert (same.relation, same.records) == (Relation.SAME, tuple(ids[1:]))
    assert (sites.relation, sites.records) == (Relation.SITE, tuple(ids))


def test_sites_that_are_branches_already_are_not_proposed(store: Store) -> None:
    head, _, other = fill(
        store,
        "accounts",
        {"name": "光商事", "city": "港区", "street": "芝1-2-3"},
        {"name": "光商事", "city": "大阪市", "street": "本町4-5"},
        {"name": "光商事", "city": "札幌市", "street": "北一条西3-3"},
    )
    assert len(groups(store, "accounts")[0]) == 3
    put_below(store, head, [other - 1, other])
    assert groups(store, "accounts") == []


def test_one_person_at_two_companies_is_a_move(store: Store) -> None:
    person = {"last_name": "田中", "first_name": "一郎"}
    ids = fill(
        store,
        "leads",
        {**person, "company": "光商事", "mobile": "090-1111-2222"},
        {**person, "company": "桜工業", "mobile": "090-1111-2222"},
    )
    (move,) = find_all(store, "leads")
    assert (move.relation, move.records) == (Relation.MOVE, tuple(ids))
    assert "another company" in move.reasons


def test_two_names_with_one_mailbox_are_proposed_as_that(store: Store) -> None:
    ids = fill(
        store,
        "leads",
        {"last_name": "田中", "first_name": "一郎", "email": "shared@gmail.com"},
        {"last_name": "佐藤", "first_name": "花子", "email": "shared@gmail.com"},
    )
    (found,) = find_all(store, "leads")
    assert (found.relation, found.records) == (Relation.MAILBOX, tuple(ids))
    mark_distinct(store, "leads", [(ids[0], ids[1])])
    assert groups(store) == []


def test_two_called_different_stay_two(store: Store) -> None:
    same = {"last_name": "田中", "first_name": "一郎", "email": "ichiro@gmail.com"}
    one, other, third = fill(store, "leads", same, same, same)
    mark_distinct(store, "leads", combinations((one, other, third), 2))
    assert groups(store) == []


def test_a_converted_lead_is_in_no_group(store: Store) -> None:
    same = {"last_name": "田中", "first_name": "一郎", "email": "ichiro@gmail.com"}
    one, other = fill(store, "leads", same, same)
    assert groups(store) == [(one, other)]
    with unit(store, "convert") as work:
        work.update("leads", one, {"converted_at": store.now()})
    assert groups(store) == []


def test_types_without_duplicates_have_none(store: Store) -> None:
    assert groups(store, "notes") == []


def test_progress_goes_up_to_the_whole(store: Store) -> None:
    fill(store, "leads", *(person(n % 700, email=f"a{n % 700}@gmail.com") for n in range(1400)))
    seen: list[tuple[int, int]] = []
    found = groups(store, progress=lambda done, total: seen.append((done, total)))
    assert len(found) == 700
    assert seen == sorted(seen)
    assert seen[-1][0] == seen[-1][1] > 0
