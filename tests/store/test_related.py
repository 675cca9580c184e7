"""What belongs to a record is read off the declarations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui_crm.store import records, related
from tui_crm.store.journal.unit import unit
from tui_crm.store.query import Listing

if TYPE_CHECKING:
    from tui_crm.store.db.store import Store


def keys(store: Store, record_type: str) -> list[str]:
    return [each.key for each in related.lists_of(store.schema, record_type)]


def test_a_lead_has_what_is_done_with_it(store: Store) -> None:
    assert keys(store, "leads") == [
        "activities.lead.open",
        "activities.lead.closed",
        "notes.lead",
        "attachments.lead",
    ]


def test_an_account_has_everything_that_points_at_it(store: Store) -> None:
    assert keys(store, "accounts")[3:] == [
        "contacts.account",
        "leads.converted_account",
        "accounts.parent",
        "deals.account",
        "attachments.account",
    ]


def test_a_user_has_no_list_of_what_they_only_stamped(store: Store) -> None:
    found = keys(store, "users")
    assert "leads.owner" in found
    assert not [key for key in found if key.endswith(("created_by", "converted_by"))]


def test_lists_are_counted_and_told_apart(store: Store) -> None:
    with unit(store, "add") as work:
        account = work.create("accounts", {"name": "青空商事"})
        other = work.create("accounts", {"name": "みらい"})
        for status in ("planned", "done", "cancelled"):
            work.create("activities", {"subject": "x", "account": account, "status": status})
        work.create("activities", {"subject": "x", "account": other})
        lead = work.create("leads", {"last_name": "田中", "converted_account": account})
        work.update("leads", lead, {"converted_at": work.now})
    lists = {each.key: each for each in related.lists_of(store.schema, "accounts")}
    found = related.counts(
        store.connection, store.schema, list(lists.values()), account, store.query_context()
    )
    assert {key: n for key, n in found.items() if n} == {
        "activities.account.open": 1,
        "activities.account.closed": 2,
        "leads.converted_account": 1,
    }
    query = related.query(store.schema, lists["leads.converted_account"], account)
    assert list(Listing(store.schema, query, store.query_context()).ids(store.connection)) == [lead]


def test_a_note_on_a_contact_is_one_of_its_account_too(store: Store) -> None:
    with unit(store, "add") as work:
        account = work.create("accounts", {"name": "青空商事"})
        contact = work.create("contacts", {"last_name": "田中", "account": account})
    record = records.read(store.connection, store.schema.type("contacts"), contact)
    lists = {each.key: each for each in related.lists_of(store.schema, "contacts")}
    assert related.prefill(store.schema, record, lists["notes.contact"]) == {
        "account": account,
        "contact": contact,
    }
    assert related.prefill(store.schema, record, lists["deals.primary_contact"]) == {
        "account": account,
        "primary_contact": contact,
    }
    assert related.prefill(store.schema, record, lists["contacts.reports_to"]) == {
        "account": account,
        "reports_to": contact,
    }


def test_a_new_record_from_a_form_takes_over_the_links_of_the_form(store: Store) -> None:
    values = {"account": 3, "owner": 1, "primary_contact": 9}
    assert related.shared_links(store.schema, "deals", values, "contacts") == {"account": 3}
