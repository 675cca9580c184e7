"""What a record went through: who, when, from what to what; and the way back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.records import add, edit, stored
from tests.screens.record_host import HOSTILE, UNSAFE, shown
from tui_crm.screens.history.screen import HistoryScreen
from tui_crm.store import bulk, records
from tui_crm.store.bulk import SetField
from tui_crm.store.journal.unit import unit

if TYPE_CHECKING:
    from collections.abc import Callable

    from tui_crm.store.db.store import Store


async def test_newest_first_with_both_values_in_words(
    store: Store, open_store: Callable[..., Store]
) -> None:
    account = add(store, "accounts", name="青空商事")
    deal = add(store, "deals", name="見積", account=account, amount=1_000, stage="proposal")
    other = add(store, "accounts", name="みらい")
    edit(open_store("suzuki"), "deals", deal, amount=2_000, stage="quote", account=other)
    async with shown(store, HistoryScreen("deals", deal)) as desk:
        assert "Deals › 見積 › Changes" in desk.text
        assert "suzuki  Edited" in desk.here
        assert "¥1,000 → ¥2,000" in desk.text
        assert "Proposal → Quote" in desk.text
        assert "青空商事 → みらい" in desk.text
        assert desk.text.index("suzuki") < desk.text.index("sato")


async def test_an_entry_is_taken_back_by_key(store: Store) -> None:
    lead = add(store, "leads", last_name="清水", city="渋谷区")
    edit(store, "leads", lead, city="港区")
    edit(store, "leads", lead, phone="1")
    async with shown(store, HistoryScreen("leads", lead)) as desk:
        await desk.press("j", "u")
        assert "(undone)" in desk.text
        assert "4 changes" in desk.text
    record = stored(store, "leads", lead)
    assert (record["city"], record["phone"]) == ("渋谷区", "1")


async def test_an_entry_that_touched_others_is_taken_back_only_after_a_question(
    store: Store,
) -> None:
    leads = [add(store, "leads", last_name=f"n{n}") for n in range(3)]
    seen = records.versions(store.connection, "leads", leads)
    bulk.apply(store, "leads", seen, SetField("rating", "hot"))
    async with shown(store, HistoryScreen("leads", leads[0])) as desk:
        await desk.press("u")
        assert "3 records" in desk.text
        await desk.press("escape")
        assert stored(store, "leads", leads[1])["rating"] == "hot"
        await desk.press("u", "right", "enter")
    assert [stored(store, "leads", lead)["rating"] for lead in leads] == [None] * 3


async def test_what_cannot_be_taken_back_is_said(store: Store) -> None:
    lead = add(store, "leads", last_name="清水", city="渋谷区")
    edit(store, "leads", lead, city="港区")
    edit(store, "leads", lead, city="中野区")
    async with shown(store, HistoryScreen("leads", lead)) as desk:
        await desk.press("j", "u")
        assert "cannot be undone" in desk.app.said[-1]
    assert stored(store, "leads", lead)["city"] == "中野区"


async def test_a_record_whose_creation_is_taken_back_closes_its_history(store: Store) -> None:
    lead = add(store, "leads", last_name="清水")
    async with shown(store, HistoryScreen("leads", lead)) as desk:
        await desk.press("u")
        assert not isinstance(desk.screen, HistoryScreen)
    assert store.connection.scalar("SELECT count(*) FROM leads") == 0


async def test_escape_goes_back(store: Store) -> None:
    lead = add(store, "leads", last_name="清水")
    async with shown(store, HistoryScreen("leads", lead)) as desk:
        await desk.press("escape")
        assert not isinstance(desk.screen, HistoryScreen)


@pytest.mark.parametrize("data", HOSTILE)
async def test_hostile_values_are_drawn_as_they_are(store: Store, data: str) -> None:
    lead = add(store, "leads", last_name="x", city=data)
    with unit(store, "edit", data) as work:
        work.update("leads", lead, {"city": "港区", "last_name": data})
    async with shown(store, HistoryScreen("leads", lead)) as desk:
        assert "港区" in desk.text
        assert not UNSAFE.intersection(desk.text.replace("\n", ""))
