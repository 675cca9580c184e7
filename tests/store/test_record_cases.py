"""What people, companies and deals are called, and what a change of theirs leaves behind."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.records import add
from tui_crm.errors import CrmError
from tui_crm.store import records
from tui_crm.store.journal import history
from tui_crm.store.journal.unit import unit
from tui_crm.store.validate import InvalidRecordError
from tui_crm.store.values import ValueParser

if TYPE_CHECKING:
    from tui_crm.store.db.store import Store
    from tui_crm.store.model import FieldSpec


@pytest.mark.parametrize(
    ("values", "title"),
    [
        ({"last_name": "森", "first_name": "恵", "salutation": "様"}, "森 恵"),
        ({"last_name": "Baker", "first_name": "Ann", "salutation": "Dr."}, "Ann Baker"),
        ({"last_name": "森", "first_name": "恵", "company": "みなと商会"}, "森 恵"),
        ({"last_name": "Baker", "email": "ann@harbour.example"}, "Baker"),
        ({"company": "みなと商会", "email": "info@minato.example"}, "みなと商会"),
    ],
)
def test_a_lead_is_called_by_its_person_and_else_by_its_company(
    store: Store, values: dict[str, str], title: str
) -> None:
    lead = add(store, "leads", **values)
    assert records.read(store.connection, store.schema.type("leads"), lead).title == title


@pytest.mark.parametrize("values", [{}, {"email": "mori@minato.example"}, {"first_name": "恵"}])
def test_a_lead_without_person_and_company_is_refused(store: Store, values: dict[str, str]) -> None:
    with pytest.raises(InvalidRecordError) as refused:
        add(store, "leads", **values)
    assert str(refused.value) == "Last name or Company is required."


def test_a_name_follows_a_change_of_it(store: Store) -> None:
    lead = add(store, "leads", last_name="森", company="みなと商会")
    leads = store.schema.type("leads")
    with unit(store, "edit") as work:
        work.update("leads", lead, {"last_name": None, "first_name": None})
    assert records.read(store.connection, leads, lead).title == "みなと商会"


def test_the_owner_is_who_got_the_record_last(store: Store) -> None:
    first, second = (add(store, "users", name=name) for name in ("suzuki", "mori"))
    lead = add(store, "leads", last_name="森")
    for owner in (first, second):
        with unit(store, "edit") as work:
            work.update("leads", lead, {"owner": owner})
    record = records.read(store.connection, store.schema.type("leads"), lead)
    assert record.links["owner"] == "mori"
    changes = list(history.history(store.connection, "leads", lead))
    assert [change.after.get("owner") for change in changes[:2]] == [second, first]


def test_a_lost_deal_keeps_its_reason_and_one_line_of_history(store: Store) -> None:
    account = add(store, "accounts", name="みなと商会")
    deal = add(store, "deals", name="更新", account=account, lead_source="web")
    with unit(store, "edit") as work:
        work.update("deals", deal, {"stage": "lost", "lost_reason": "価格"})
    newest, *_ = history.history(store.connection, "deals", deal)
    lost = {"stage": "lost", "lost_reason": "価格", "probability": 0, "closed_at": store.now()}
    assert newest.after == lost
    stood = {"stage": "qualification", "lost_reason": None, "probability": 10, "closed_at": None}
    assert newest.before == stood


def test_a_deal_finds_the_account_and_the_contact_that_are_named(store: Store) -> None:
    account = add(store, "accounts", name="株式会社みなと商会")
    contact = add(store, "contacts", last_name="森", first_name="恵", account=account)
    schema = store.schema
    deals = schema.type("deals")

    def find(spec: FieldSpec, words: str) -> int:
        return records.find(store.connection, schema.type(spec.target), words)

    reader = ValueParser(schema, store.clock().astimezone(), find, "JPY")
    assert reader.read(deals.field("account"), "株式会社みなと商会") == account
    assert reader.read(deals.field("primary_contact"), "森 恵") == contact
    with pytest.raises(CrmError):
        reader.read(deals.field("account"), "はるか")
