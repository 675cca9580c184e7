"""Two editors of one record: the second save is shown both texts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.records import add, edit, stored
from tests.screens.record_host import HOSTILE, UNSAFE, Desk, shown
from tui_crm.screens.form.screen import FormScreen
from tui_crm.store.journal import history
from tui_crm.store.journal.undo import undo
from tui_crm.store.journal.unit import unit

if TYPE_CHECKING:
    from collections.abc import Callable

    from tui_crm.store.db.store import Store


@pytest.fixture
def theirs(open_store: Callable[..., Store]) -> Store:
    return open_store("suzuki")


async def clash(desk: Desk, theirs: Store, lead: int, **changes: str) -> None:
    """Type another city and phone while somebody else saves ``changes``."""
    screen = desk.screen
    assert isinstance(screen, FormScreen)
    assert screen.pane is not None
    for key, words in (("city", "港区"), ("phone", "03-1111-1111")):
        screen.pane.sheet.go_to(key)
        await desk.type(words)
    edit(theirs, "leads", lead, **changes)
    await desk.press("ctrl+s")
    await desk.written()


@pytest.fixture
def lead(store: Store) -> int:
    return add(store, "leads", last_name="清水", city="渋谷区", phone="03-9999-9999")


async def test_both_sides_are_shown_and_nothing_is_saved_yet(
    store: Store, theirs: Store, lead: int
) -> None:
    async with shown(store, FormScreen("leads", lead), size=(100, 40)) as desk:
        await clash(desk, theirs, lead, city="新宿区", state="東京都")
        assert "suzuki has changed “清水”" in desk.text
        assert "○ 港区" in desk.text
        assert "○ 新宿区" in desk.text
        assert "東京都" in desk.line("State")
    assert stored(store, "leads", lead)["city"] == "新宿区"


async def test_mine_is_saved_where_it_is_chosen_and_theirs_elsewhere(
    store: Store, theirs: Store, lead: int
) -> None:
    async with shown(store, FormScreen("leads", lead), size=(100, 40)) as desk:
        await clash(desk, theirs, lead, city="新宿区", state="東京都", phone="03-2222-2222")
        await desk.press("M", "right", "ctrl+s")
        await desk.written()
        assert desk.app.answers == [lead]
    record = stored(store, "leads", lead)
    chosen = [record["city"], record["phone"]]
    assert sorted(map(str, chosen)) in (
        sorted(["港区", "03-2222-2222"]),
        sorted(["新宿区", "03-1111-1111"]),
    )
    assert record["state"] == "東京都"


async def test_enter_saves_nothing_and_no_side_is_chosen_beforehand(
    store: Store, theirs: Store, lead: int
) -> None:
    async with shown(store, FormScreen("leads", lead), size=(100, 40)) as desk:
        await clash(desk, theirs, lead, city="新宿区", phone="03-2222-2222")
        assert "● " not in desk.text
        await desk.press("enter", "left", "enter", "ctrl+s")
        await desk.written()
        assert not desk.app.answers
        assert "Choose a side for" in desk.text
        await desk.press("down", "right", "ctrl+s")
        await desk.written()
        assert desk.app.answers == [lead]
    record = stored(store, "leads", lead)
    assert {record["city"], record["phone"]} in (
        {"港区", "03-2222-2222"},
        {"新宿区", "03-1111-1111"},
    )


async def test_what_was_saved_out_of_a_conflict_can_be_undone(
    store: Store, theirs: Store, lead: int
) -> None:
    async with shown(store, FormScreen("leads", lead), size=(100, 40)) as desk:
        await clash(desk, theirs, lead, last_name="清水川", city="新宿区", phone="03-2222-2222")
        between = stored(store, "leads", lead)
        await desk.press("M", "ctrl+s")
        await desk.written()
        assert desk.app.answers == [lead]
    assert stored(store, "leads", lead).title == "清水川"
    saved = history.history(store.connection, "leads", lead)[0]
    assert set(saved.after) == {"city", "phone"}
    undo(store, saved.batch.id)
    record = stored(store, "leads", lead)
    assert [record[key] for key in ("title", "city", "phone")] == [
        between[key] for key in ("title", "city", "phone")
    ]


async def test_space_turns_a_field_and_capitals_turn_all(
    store: Store, theirs: Store, lead: int
) -> None:
    async with shown(store, FormScreen("leads", lead), size=(100, 40)) as desk:
        await clash(desk, theirs, lead, city="新宿区", phone="03-2222-2222")
        await desk.press("T")
        assert "● 新宿区" in desk.text
        assert "● 03-2222-2222" in desk.text
        await desk.press("M", "space")
        assert desk.text.count("● ") == 2
        await desk.press("T", "ctrl+s")
        await desk.written()
        assert desk.app.answers == [lead]
    record = stored(store, "leads", lead)
    assert (record["city"], record["phone"]) == ("新宿区", "03-2222-2222")


async def test_escape_goes_back_to_the_form_with_all_that_was_typed(
    store: Store, theirs: Store, lead: int
) -> None:
    async with shown(store, FormScreen("leads", lead), size=(100, 50)) as desk:
        await clash(desk, theirs, lead, city="新宿区")
        await desk.press("escape")
        await desk.written()
        assert "港区" in desk.line("City")
        assert not desk.app.answers
        await desk.press("ctrl+s")
        await desk.written()
        assert "has changed" in desk.text


async def test_a_third_change_is_met_too(store: Store, theirs: Store, lead: int) -> None:
    async with shown(store, FormScreen("leads", lead), size=(100, 40)) as desk:
        await clash(desk, theirs, lead, city="新宿区")
        edit(theirs, "leads", lead, city="中野区")
        await desk.press("left", "ctrl+s")
        await desk.written()
        assert "○ 中野区" in desk.text
        await desk.press("left", "ctrl+s")
        await desk.written()
        assert desk.app.answers == [lead]
    assert stored(store, "leads", lead)["city"] == "港区"


async def test_fields_that_only_one_has_changed_need_no_choice(
    store: Store, theirs: Store, lead: int
) -> None:
    async with shown(store, FormScreen("leads", lead), size=(100, 40)) as desk:
        await clash(desk, theirs, lead, state="東京都")
        assert "✓ 港区" in desk.text
        assert "✓ 東京都" in desk.text
        await desk.press("ctrl+s")
        await desk.written()
    record = stored(store, "leads", lead)
    assert (record["city"], record["state"]) == ("港区", "東京都")


async def test_a_record_that_was_deleted_meanwhile_is_said(
    store: Store, theirs: Store, lead: int
) -> None:
    async with shown(store, FormScreen("leads", lead)) as desk:
        await desk.type("x")
        with unit(theirs, "delete") as work:
            work.delete("leads", [lead])
        await desk.press("ctrl+s")
        await desk.written()
        assert f"no Lead number {lead}" in desk.app.said[-1]
        assert not desk.app.answers


@pytest.mark.parametrize("data", HOSTILE)
async def test_hostile_data_on_either_side_is_drawn_as_it_is(
    store: Store, theirs: Store, lead: int, data: str
) -> None:
    async with shown(store, FormScreen("leads", lead), size=(100, 40)) as desk:
        await clash(desk, theirs, lead, city=data, description=data, last_name=data)
        assert "has changed" in desk.text
        assert not UNSAFE.intersection(desk.text.replace("\n", ""))
