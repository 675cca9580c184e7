"""Whom a form warns of while it is filled in, case by case."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.records import add, edit
from tui_crm.features.duplicates import scoring
from tui_crm.features.duplicates.candidates import find_duplicates_of
from tui_crm.store.journal.unit import unit

if TYPE_CHECKING:
    from tui_crm.store.db.store import Store
    from tui_crm.store.possible_duplicates import Match


def warned_of(store: Store, record_type: str, **typed: Any) -> list[Match]:
    with store.reading() as connection:
        return list(
            find_duplicates_of(connection, store.schema, record_type, typed, least=scoring.POSSIBLE)
        )


@pytest.mark.parametrize(
    "typed",
    [
        "minato.example",
        "www.minato.example",
        "http://minato.example",
        "https://www.minato.example/",
        "HTTPS://WWW.MINATO.EXAMPLE/about/us.html",
        "https://minato.example:8443/?a=1#top",
        " minato.example/ ",
        "ｍｉｎａｔｏ．ｅｘａｍｐｌｅ",
    ],
)
def test_a_web_site_is_one_however_it_is_typed(store: Store, typed: str) -> None:
    account = add(
        store, "accounts", name="株式会社みなと商会", website="https://www.minato.example"
    )
    assert [m.id for m in warned_of(store, "accounts", name="MNT", website=typed)] == [account]


@pytest.mark.parametrize(
    "typed", ["minato.example.com", "minato-example", "inato.example", "https://", ""]
)
def test_another_web_site_is_another_company(store: Store, typed: str) -> None:
    add(store, "accounts", name="株式会社みなと商会", website="https://www.minato.example")
    assert warned_of(store, "accounts", name="MNT", website=typed) == []


@pytest.mark.parametrize("record_type", ["leads", "accounts", "contacts"])
def test_nothing_typed_warns_of_nobody(store: Store, record_type: str) -> None:
    add(store, "leads", company="みなと商会")
    add(store, "contacts", last_name="森")
    add(store, "accounts", name="みなと商会")
    assert warned_of(store, record_type) == []


def test_a_contact_is_known_by_address_number_or_whole_name(store: Store) -> None:
    contact = add(
        store,
        "contacts",
        last_name="Baker",
        first_name="Ann",
        email="ann@harbour.example",
        mobile="+1 202-555-0100",
    )
    name = {"last_name": "BAKER", "first_name": "ann"}
    for typed in (
        {"email": "ANN@Harbour.example"},
        {**name, "phone": "+1 (202) 555-0100"},
        name,
    ):
        found = warned_of(store, "contacts", **typed)
        assert [(m.record_type, m.id) for m in found] == [("contacts", contact)], typed
    for typed in ({"last_name": "Baker"}, {"first_name": "Ann"}, {"phone": "55501"}):
        assert warned_of(store, "contacts", **typed) == [], typed


def test_who_was_deleted_or_corrected_warns_no_more(store: Store) -> None:
    gone = add(store, "contacts", last_name="森", first_name="恵", email="mori@minato.example")
    moved = add(store, "contacts", last_name="大野", first_name="健", email="ono@minato.example")
    with unit(store, "delete") as work:
        work.delete("contacts", [gone])
    edit(store, "contacts", moved, email="ono@haruka.example")
    for address in ("mori@minato.example", "ono@minato.example"):
        assert warned_of(store, "contacts", email=address) == []


def test_a_warning_is_no_refusal(store: Store) -> None:
    typed = {"last_name": "森", "first_name": "恵", "email": "mori@minato.example"}
    first = add(store, "leads", **typed)
    assert [match.id for match in warned_of(store, "leads", **typed)] == [first]
    second = add(store, "leads", **typed)
    assert {match.id for match in warned_of(store, "leads", **typed)} == {first, second}


def test_one_free_provider_makes_no_duplicates_but_one_address_does(store: Store) -> None:
    same = add(store, "leads", last_name="森", first_name="恵", email="Mori.Megumi@gmail.com")
    add(store, "leads", last_name="大野", first_name="健", email="ono@gmail.com")
    by_phone = add(store, "leads", last_name="森", first_name="恵", mobile="090-1234-5678")
    found = warned_of(
        store,
        "leads",
        last_name="森",
        first_name="恵",
        email="森 恵 <mori.megumi@GMAIL.com>",
        phone="+81 90 1234 5678",
    )
    assert {match.id for match in found} == {same, by_phone}
    assert all(match.score >= scoring.SURE for match in found)
