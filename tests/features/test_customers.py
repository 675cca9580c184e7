"""Leads who are customers already are found by what they share with contacts and accounts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.records import add, edit
from tui_crm.features.accounts.branches import find_branches, put_below
from tui_crm.features.duplicates.customers import find_customers, not_a_customer, still_matching
from tui_crm.features.duplicates.merge.merge import merge
from tui_crm.store.journal import undo
from tui_crm.store.match_index import distinct_pairs

if TYPE_CHECKING:
    from tui_crm.store.db.store import Store


def customer(store: Store) -> tuple[int, int]:
    account = add(store, "accounts", name="株式会社青空商事", phone="03-1111-2222")
    contact = add(
        store, "contacts", last_name="清水", first_name="一郎", account=account, email="i@a.example"
    )
    return account, contact


def test_a_lead_is_known_as_a_person_before_its_company_is(store: Store) -> None:
    account, contact = customer(store)
    at_work = add(store, "leads", last_name="別", first_name="人", company="(株)青空商事")
    person = add(store, "leads", last_name="清水", first_name="一郎", email="I@a.example")
    add(store, "leads", last_name="清水", first_name="二郎", company="よその会社")
    told: list[tuple[int, int]] = []
    found = find_customers(store, lambda *at: told.append(at))
    assert [known.id for known in found] == [person, at_work]
    assert [(m.record_type, m.id) for m in found[0].matches] == [("contacts", contact)]
    assert [(m.record_type, m.id) for m in found[1].matches] == [("accounts", account)]
    assert "same e-mail" in found[0].matches[0].reasons
    assert told == sorted(told)


def test_converted_leads_are_no_news(store: Store) -> None:
    customer(store)
    lead = add(store, "leads", last_name="清水", first_name="一郎", email="i@a.example")
    found = find_customers(store)
    edit(store, "leads", lead, converted_at="2026-11-20T00:00:00Z")
    assert find_customers(store) == []
    assert still_matching(store.connection, store.schema, found) == []


def test_a_lead_that_is_none_of_them_is_remembered_until_that_is_undone(store: Store) -> None:
    _, contact = customer(store)
    lead = add(store, "leads", last_name="清水", first_name="一郎", email="i@a.example")
    found = find_customers(store)
    batch = not_a_customer(store, lead, [("contacts", contact)])
    assert batch is not None
    assert find_customers(store) == []
    assert still_matching(store.connection, store.schema, found) == []
    assert not_a_customer(store, lead, [("contacts", contact)]) is None
    undo.undo(store, batch)
    assert len(find_customers(store)) == 1


def test_who_is_no_customer_is_none_after_a_merge_on_either_side(store: Store) -> None:
    account, contact = customer(store)
    same = {"last_name": "清水", "first_name": "一郎", "email": "i@a.example"}
    keep, loser = (add(store, "leads", **same) for _ in range(2))
    not_a_customer(store, loser, [("contacts", contact), ("accounts", account)])
    merge(store, "leads", keep, [loser])
    assert find_customers(store) == []
    other = add(store, "contacts", **same)
    not_a_customer(store, keep, [("contacts", other)])
    merge(store, "contacts", other, [contact])
    assert find_customers(store) == []
    third = add(store, "contacts", **same)
    merge(store, "contacts", third, [other])
    assert find_customers(store) == []
    head = add(store, "accounts", name="株式会社青空商事", phone="03-1111-2222")
    merge(store, "accounts", head, [account])
    assert (keep, head) in distinct_pairs(store.connection, "leads accounts")


def test_branches_of_one_company_are_found_below_their_head_office(store: Store) -> None:
    head = add(store, "accounts", name="青空商事株式会社")
    osaka = add(store, "accounts", name="青空商事㈱ 大阪支店")
    add(store, "accounts", name="青空商事有限会社 神戸支店")
    add(store, "accounts", name="青空商事株式会社 京都支店", parent=head)
    add(store, "accounts", name="みらい 大阪支店")
    [family] = find_branches(store)
    assert (family.head, family.branches) == (head, (osaka,))
    main = add(store, "accounts", name="みどり電機 本社")
    kobe = add(store, "accounts", name="みどり電機 神戸支店")
    assert [(f.head, f.branches) for f in find_branches(store)] == [
        (head, (osaka,)),
        (main, (kobe,)),
    ]
    put_below(store, main, [kobe])
    assert put_below(store, head, [osaka]) is not None
    assert find_branches(store) == []


def test_no_account_is_put_below_what_stands_below_it(store: Store) -> None:
    above = add(store, "accounts", name="青空商事 大阪支店")
    head = add(store, "accounts", name="青空商事", parent=above)
    assert find_branches(store) == []
    other = add(store, "accounts", name="青空商事 神戸支店")
    put_below(store, head, [above, other])
    parents = dict(store.connection.rows("SELECT id, parent FROM accounts"))
    assert parents == {above: None, head: above, other: head}
