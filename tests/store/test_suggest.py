"""What is there already suggests what comes next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.records import add
from tui_crm.store import suggest
from tui_crm.store.defaults import defaults

if TYPE_CHECKING:
    from tui_crm.store.db.store import Store


def test_the_most_used_tags_come_first(store: Store) -> None:
    add(store, "leads", last_name="a", tags="\n展示会\nVIP\n")
    add(store, "leads", last_name="b", tags="\nVIP\n")
    leads = store.schema.type("leads")
    assert suggest.known_tags(store.connection, leads, leads.field("tags")) == ["VIP", "展示会"]


def test_a_name_is_read_as_it_is_read_elsewhere(store: Store) -> None:
    add(store, "contacts", last_name="清水", last_name_kana="しみず")
    add(store, "leads", last_name="清水", last_name_kana="しみず")
    add(store, "accounts", name="青空商事", kana="あおぞらしょうじ")
    read = suggest.known_reading
    assert read(store.connection, store.schema, "last_name", "清水") == "しみず"
    assert read(store.connection, store.schema, "company", "青空商事") == "あおぞらしょうじ"
    assert read(store.connection, store.schema, "last_name", "東海林") is None


def test_a_reading_that_is_disputed_is_not_suggested(store: Store) -> None:
    add(store, "leads", last_name="東海林", last_name_kana="しょうじ")
    add(store, "leads", last_name="東海林", last_name_kana="とうかいりん")
    assert suggest.known_reading(store.connection, store.schema, "last_name", "東海林") is None


def test_only_what_has_a_reading_is_asked_for_one(store: Store) -> None:
    assert suggest.reading_field(store.schema.type("leads"), "company") == "company_kana"
    assert suggest.reading_field(store.schema.type("deals"), "name") is None
    assert suggest.reading_field(store.schema.type("leads"), "city") is None


def test_a_new_record_holds_its_defaults(store: Store) -> None:
    found = defaults(store.schema, store.schema.type("leads"), 7)
    assert found["status"] == "new"
    assert found["owner"] == 7
    assert "owner" not in defaults(store.schema, store.schema.type("leads"), None)
    assert defaults(store.schema, store.schema.type("activities"), None)["kind"] == "task"
