"""A crash or a closed terminal does not lose a half-filled form."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING

from tests.records import add, edit, stored
from tests.screens.record_host import Desk, shown
from tests.screens.resting import until
from tui_crm.screens.form.screen import FormScreen
from tui_crm.store import drafts

if TYPE_CHECKING:
    import pytest

    from tui_crm.store.db.store import Store


def kept(store: Store) -> list[dict[str, object]]:
    return [json.loads(row[0]) for row in store.connection.rows("SELECT content FROM drafts")]


def crash(store: Store) -> None:
    """Let every draft be from a process that has ended."""
    with subprocess.Popen([sys.executable, "-c", ""]) as process:
        process.wait()
    for key, content in store.connection.rows("SELECT key, content FROM drafts"):
        changed = json.dumps({**json.loads(content), "process": process.pid})
        with store.connection.transaction():
            store.connection.run("UPDATE drafts SET content = ? WHERE key = ?", (changed, key))


async def keep(desk: Desk) -> None:
    """Let the form's own clock come round."""
    screen = desk.screen
    assert isinstance(screen, FormScreen)
    screen.session.keep_draft()
    await desk.rest()


async def test_what_is_typed_is_kept_while_the_form_is_open(store: Store) -> None:
    async with shown(store, FormScreen("leads")) as desk:
        await keep(desk)
        assert not kept(store)
        await desk.press("tab")
        await desk.type("清水")
        await keep(desk)
        (draft,) = kept(store)
        assert draft["texts"] == {"last_name": "清水"}


async def test_the_form_keeps_it_by_itself_within_seconds(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tui_crm.screens.form.edit_session.AUTOSAVE_SECONDS", 0.05)
    async with shown(store, FormScreen("leads")) as desk:
        await desk.press("tab")
        await desk.type("清水")
        await until(lambda: bool(kept(store)), lambda: desk.pilot.pause(0.01))


async def test_saving_and_giving_up_both_drop_it(store: Store) -> None:
    async with shown(store, FormScreen("leads")) as desk:
        await desk.press("tab")
        await desk.type("清水")
        await keep(desk)
        await desk.press("ctrl+s")
        await desk.written()
    assert not kept(store)
    async with shown(store, FormScreen("leads")) as desk:
        await desk.press("tab")
        await desk.type("清水")
        await keep(desk)
        await desk.press("escape", "right", "enter")
    assert not kept(store)


async def test_a_program_that_ends_keeps_the_last_word(store: Store) -> None:
    async with shown(store, FormScreen("leads")) as desk:
        await desk.press("tab")
        await desk.type("清水")
    (draft,) = kept(store)
    assert draft["texts"] == {"last_name": "清水"}


async def test_after_a_crash_the_same_form_offers_it_and_brings_it_back(store: Store) -> None:
    account = add(store, "accounts", name="青空商事")
    async with shown(store, FormScreen("deals")) as desk:
        await desk.type("見積")
        await desk.press("tab")
        await desk.type("青空")
        await desk.press("enter")
        await keep(desk)
    crash(store)
    async with shown(store, FormScreen("deals")) as desk:
        assert "left half-filled" in desk.text
        assert "見積" not in desk.text
        await desk.press("ctrl+r")
        assert "left half-filled" not in desk.text
        assert "見積" in desk.text
        assert "青空商事" in desk.text
        await desk.press("ctrl+s")
        await desk.written()
        (deal,) = desk.app.answers
    assert stored(store, "deals", int(str(deal)))["account"] == account
    assert not kept(store)


async def test_it_can_be_thrown_away(store: Store) -> None:
    async with shown(store, FormScreen("leads")) as desk:
        await desk.press("tab")
        await desk.type("清水")
    crash(store)
    async with shown(store, FormScreen("leads")) as desk:
        await desk.press("ctrl+t")
        assert "left half-filled" not in desk.text
    assert not kept(store)


async def test_another_form_does_not_offer_it(store: Store) -> None:
    lead = add(store, "leads", last_name="清水")
    async with shown(store, FormScreen("leads")) as desk:
        await desk.type("x")
    crash(store)
    for other in (FormScreen("leads", lead), FormScreen("leads", values={"city": "x"})):
        async with shown(store, other) as desk:
            assert "left half-filled" not in desk.text


async def test_a_form_that_is_open_elsewhere_is_not_offered(store: Store) -> None:
    async with shown(store, FormScreen("leads")) as desk:
        await desk.type("x")
        await keep(desk)
        assert isinstance(desk.app.first, FormScreen)
        form = desk.app.first.request.draft_form("sato")
        found = drafts.left_behind(store.connection, form, store.now())
        assert found is None


async def test_a_draft_of_a_record_that_changed_meets_the_change_on_saving(store: Store) -> None:
    lead = add(store, "leads", last_name="清水")
    async with shown(store, FormScreen("leads", lead)) as desk:
        await desk.press("tab")
        await desk.type("清水谷")
    crash(store)
    edit(store, "leads", lead, last_name="清水川")
    async with shown(store, FormScreen("leads", lead)) as desk:
        await desk.press("ctrl+r", "ctrl+s")
        await desk.written()
        assert "清水谷" in desk.text
        assert "清水川" in desk.text
        assert "has changed" in desk.text


async def test_a_draft_that_cannot_be_kept_does_not_disturb(store: Store) -> None:
    with store.connection.transaction():
        store.connection.run(
            "CREATE TRIGGER full BEFORE INSERT ON drafts"
            " BEGIN SELECT RAISE(ABORT, 'database or disk is full'); END"
        )
    async with shown(store, FormScreen("leads")) as desk:
        await desk.press("tab")
        await desk.type("清水")
        await keep(desk)
        assert "cannot be kept" in desk.text
        await desk.press("ctrl+s")
        await desk.written()
        assert len(desk.app.answers) == 1
