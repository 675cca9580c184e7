"""One change to many records: shown before it is made, made in one batch."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.records import add, edit, stored
from tests.screens.record_host import shown
from tui_crm.errors import StoreError
from tui_crm.screens.form import edit_session
from tui_crm.screens.form.bulk_edit import BulkEditScreen
from tui_crm.store import records
from tui_crm.store.journal import history

if TYPE_CHECKING:
    from collections.abc import Callable

    from tui_crm.store.db.store import Store


def leads(store: Store) -> list[int]:
    return [
        add(store, "leads", last_name="一", rating="hot", tags="\n展示会\n"),
        add(store, "leads", last_name="二", city="港区"),
        add(store, "leads", last_name="三", converted_at="2026-11-01T00:00:00Z"),
    ]


async def test_the_preview_says_what_will_change_and_what_will_not(store: Store) -> None:
    ids = leads(store)
    async with shown(store, BulkEditScreen("leads", ids)) as desk:
        assert "Change 3 Leads · Which field?" in desk.text
        assert desk.text.count("╭") == 1
        await desk.type("rating")
        await desk.press("enter")
        await desk.type("hot")
        await desk.press("tab")
        assert "1 record will change" in desk.text
        assert "1 is so already" in desk.text
        assert "! 三: It is a converted lead" in desk.text
        await desk.press("ctrl+s")
        await desk.written()
        (batch,) = desk.app.answers
    assert history.get(store.connection, int(str(batch))).kind == "bulk_edit"
    assert [stored(store, "leads", lead)["rating"] for lead in ids] == ["hot", "hot", None]


async def test_a_tag_is_added_beside_the_others(store: Store) -> None:
    ids = leads(store)
    async with shown(store, BulkEditScreen("leads", ids)) as desk:
        await desk.type("add one")
        await desk.press("enter")
        await desk.type("VIP")
        await desk.press("enter")
        await desk.written()
        assert len(desk.app.answers) == 1
    assert stored(store, "leads", ids[0])["tags"] == "\n展示会\nVIP\n"
    assert stored(store, "leads", ids[1])["tags"] == "\nVIP\n"


async def test_emptying_a_field_is_asked_for_twice(store: Store) -> None:
    ids = leads(store)
    async with shown(store, BulkEditScreen("leads", ids)) as desk:
        await desk.type("city")
        await desk.press("enter", "ctrl+s")
        assert "City will be emptied" in desk.text
        await desk.press("escape")
        assert stored(store, "leads", ids[1])["city"] == "港区"
        await desk.press("ctrl+s", "right", "enter")
        await desk.written()
    assert stored(store, "leads", ids[1])["city"] is None


async def test_what_changed_since_the_list_was_read_is_named_and_left(
    store: Store, open_store: Callable[..., Store]
) -> None:
    ids = leads(store)
    async with shown(store, BulkEditScreen("leads", ids)) as desk:
        edit(open_store("suzuki"), "leads", ids[1], rating="cold")
        await desk.type("rating")
        await desk.press("enter")
        await desk.type("warm")
        await desk.press("tab", "ctrl+s")
        await desk.written()
        assert "二: It was changed after the list was read" in desk.app.said[-1]
    assert stored(store, "leads", ids[0])["rating"] == "warm"
    assert stored(store, "leads", ids[1])["rating"] == "cold"


async def test_leaving_the_choice_of_the_field_changes_nothing(store: Store) -> None:
    ids = leads(store)
    async with shown(store, BulkEditScreen("leads", ids)) as desk:
        await desk.press("escape")
        assert desk.app.answers == [None]


async def test_a_value_that_means_nothing_is_not_applied(store: Store) -> None:
    ids = leads(store)
    async with shown(store, BulkEditScreen("leads", ids)) as desk:
        await desk.type("employees")
        await desk.press("enter")
        await desk.type("many")
        await desk.press("ctrl+s")
        await desk.written()
        assert "not a number" in desk.text
        assert not desk.app.answers


async def test_a_value_that_is_chosen_is_counted_at_once(store: Store) -> None:
    ids = [add(store, "leads", last_name=name) for name in "一二三"]
    async with shown(store, BulkEditScreen("leads", ids)) as desk:
        await desk.type("rating")
        await desk.press("enter")
        assert "No value yet" in desk.text
        await desk.press("down", "enter")
        assert "3 records will change" in desk.text


async def test_enter_in_an_empty_field_empties_nothing(store: Store) -> None:
    async with shown(store, BulkEditScreen("leads", leads(store))) as desk:
        await desk.type("city")
        await desk.press("enter", "enter")
        assert "will be emptied" not in desk.text
        assert not desk.app.answers


async def test_a_field_that_the_list_shows_is_offered_before_others(store: Store) -> None:
    async with shown(store, BulkEditScreen("leads", leads(store))) as desk:
        await desk.type("stat")
        await desk.press("enter")
        assert "Status" in desk.here


@pytest.mark.parametrize(
    ("module", "read"), [(records, "read_versions"), (edit_session, "open_form")]
)
async def test_what_cannot_be_read_is_said_and_the_dialog_closes(
    store: Store, monkeypatch: pytest.MonkeyPatch, module: object, read: str
) -> None:
    def fail(*_: object) -> None:
        raise StoreError("store.full", path="crm.db")

    monkeypatch.setattr(module, read, fail)
    async with shown(store, BulkEditScreen("leads", leads(store))) as desk:
        await desk.type("city")
        await desk.press("enter")
        assert "The disk is full" in desk.app.said[-1]
        assert desk.app.answers == [None]
        assert not desk.app.key_queue.is_busy


async def test_a_digit_chooses_a_value_and_what_is_wrong_is_in_sight(store: Store) -> None:
    ids = leads(store)
    async with shown(store, BulkEditScreen("leads", ids)) as desk:
        await desk.type("rating")
        await desk.press("enter")
        await desk.type("9")
        await desk.press("enter")
        await desk.rest()
        assert "No match" not in desk.text
        assert "Hot, Warm, Cold" in desk.text
        last = [line.strip("│ ") for line in desk.text.splitlines() if line.startswith("│", 2)]
        assert last[-3:-1] != ["", ""], "one blank line above the keys, not two"
        await desk.press("backspace")
        await desk.type("2")
        await desk.press("enter")
        await desk.rest()
        assert "Warm" in desk.text
        await desk.press("enter")
        await desk.written()
    assert [stored(store, "leads", lead)["rating"] for lead in ids] == ["warm", "warm", None]
