"""One field changed where it is seen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.records import add, edit, stored
from tests.screens.record_host import shown
from tests.screens.resting import until
from tui_crm.screens.form.cell_edit import CellEditScreen

if TYPE_CHECKING:
    from collections.abc import Callable

    from tui_crm.store.db.store import Store


async def test_enter_saves_one_field(store: Store) -> None:
    lead = add(store, "leads", last_name="清水", annual_revenue=100)
    async with shown(store, CellEditScreen("leads", lead, "annual_revenue")) as desk:
        await desk.type("150万")
        await until(lambda: "→ ¥1,500,000" in desk.text, desk.rest, lambda: desk.text)
        await desk.press("enter")
        await desk.written()
        assert desk.app.answers == [lead]
    assert stored(store, "leads", lead)["annual_revenue"] == 1_500_000


async def test_a_rule_holds_in_a_cell_too(store: Store) -> None:
    account = add(store, "accounts", name="青空商事")
    async with shown(store, CellEditScreen("accounts", account, "name")) as desk:
        await desk.press("delete", "enter")
        await desk.written()
        assert "Account name is required" in desk.text
        assert not desk.app.answers
        await desk.press("escape")
        assert desk.app.answers == [None]
    assert stored(store, "accounts", account)["name"] == "青空商事"


async def test_a_choice_is_taken_and_saved_with_two_enters(store: Store) -> None:
    lead = add(store, "leads", last_name="清水")
    async with shown(store, CellEditScreen("leads", lead, "status")) as desk:
        await desk.type("wor")
        await desk.press("enter", "enter")
        await desk.written()
    assert stored(store, "leads", lead)["status"] == "working"


async def test_somebody_elses_change_is_shown_first(
    store: Store, open_store: Callable[..., Store]
) -> None:
    lead = add(store, "leads", last_name="清水", city="渋谷区")
    async with shown(store, CellEditScreen("leads", lead, "city"), size=(100, 30)) as desk:
        await desk.type("港区")
        edit(open_store("suzuki"), "leads", lead, city="新宿区")
        await desk.press("enter")
        await desk.written()
        assert "suzuki has changed" in desk.text
        await desk.press("space", "ctrl+s")
        await desk.written()
        assert desk.app.answers == [lead]
    assert stored(store, "leads", lead)["city"] == "港区"


async def test_nothing_changed_is_nothing_saved(store: Store) -> None:
    lead = add(store, "leads", last_name="清水")
    async with shown(store, CellEditScreen("leads", lead, "last_name")) as desk:
        await desk.press("enter")
        await desk.written()
        assert desk.app.answers == [None]
    assert store.connection.scalar("SELECT count(*) FROM batches") == 1
