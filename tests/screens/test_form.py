"""Forms: what their keys do, and what ends up in the store."""

from __future__ import annotations

from contextlib import nullcontext
from threading import Event
from typing import TYPE_CHECKING, Any

import pytest

from tests.records import add, edit, stored
from tests.screens.record_host import HOSTILE, UNSAFE, shown
from tests.screens.resting import PATIENCE
from tui_crm import i18n
from tui_crm.sanitize import width
from tui_crm.screens.dialogs.confirm import ConfirmScreen
from tui_crm.screens.form import edit_session
from tui_crm.screens.form.request import save_form
from tui_crm.screens.form.screen import FormScreen
from tui_crm.screens.form.sheet import FormSheet
from tui_crm.store.journal import history
from tui_crm.store.journal.unit import unit

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.screens.conftest import Opened
    from tui_crm.store.db.store import Store


def last_kind(store: Store) -> str:
    return history.latest(store.connection, limit=1)[0].kind


async def test_a_new_lead_is_typed_and_saved(store: Store) -> None:
    async with shown(store, FormScreen("leads")) as desk:
        await desk.type("一郎")
        await desk.press("tab")
        await desk.type("清水")
        await desk.press("ctrl+s")
        await desk.written()
        (lead,) = desk.app.answers
    record = stored(store, "leads", int(str(lead)))
    assert (record.title, record["status"], record.links["owner"]) == ("清水 一郎", "new", "sato")
    assert last_kind(store) == "add"


async def test_an_edit_writes_only_what_was_changed(store: Store) -> None:
    lead = add(store, "leads", last_name="清水", city="渋谷区")
    async with shown(store, FormScreen("leads", lead)) as desk:
        await desk.press("tab")
        await desk.type("清水谷")
        await desk.press("ctrl+s")
        await desk.written()
        assert desk.app.answers == [lead]
    (newest, *_) = history.history(store.connection, "leads", lead)
    assert newest.after == {"last_name": "清水谷"}


async def test_saving_nothing_writes_nothing(store: Store) -> None:
    lead = add(store, "leads", last_name="清水")
    async with shown(store, FormScreen("leads", lead)) as desk:
        await desk.press("ctrl+s")
        await desk.written()
        assert desk.app.answers == [None]
    assert len(history.latest(store.connection)) == 1


async def test_what_is_missing_is_said_beside_its_field_and_gets_the_cursor(store: Store) -> None:
    async with shown(store, FormScreen("deals")) as desk:
        await desk.press("tab", "tab", "tab")
        assert "! Deal name is required." in desk.text
        await desk.press("ctrl+s")
        await desk.written()
        assert "Deal name" in desk.here
        assert not desk.app.answers


async def test_a_rule_of_the_store_is_said_in_the_form(store: Store) -> None:
    async with shown(store, FormScreen("leads")) as desk:
        await desk.press("ctrl+s")
        await desk.written()
        assert "Last name or Company is required" in desk.text
        await desk.type("x")
        await desk.press("ctrl+s")
        await desk.written()
        assert len(desk.app.answers) == 1


async def test_escape_leaves_at_once_where_nothing_was_changed(store: Store) -> None:
    async with shown(store, FormScreen("leads")) as desk:
        await desk.press("escape")
        assert desk.app.answers == [None]


async def test_escape_asks_before_it_throws_away(store: Store) -> None:
    async with shown(store, FormScreen("leads")) as desk:
        await desk.type("清水")
        await desk.press("escape")
        assert "has not been saved" in desk.text
        assert "esc Keep editing · → enter Discard" in desk.text
        await desk.press("enter")
        assert "清水" in desk.here
        await desk.type("谷")
        await desk.press("escape", "right", "enter")
        assert desk.app.answers == [None]
    assert store.connection.scalar("SELECT count(*) FROM leads") == 0


async def test_escape_asked_again_still_keeps_what_was_typed(store: Store) -> None:
    async with shown(store, FormScreen("leads")) as desk:
        await desk.type("清水")
        for _ in range(3):
            await desk.press("escape")
            assert "esc Keep editing · → enter Discard" in desk.text
            await desk.press("enter")
            assert "清水" in desk.here
        await desk.press("escape", "right", "enter")
        await desk.rest()
        assert desk.app.answers == [None]


async def test_control_z_undoes_the_field_not_the_last_save(store: Store) -> None:
    lead = add(store, "leads", last_name="清水")
    async with shown(store, FormScreen("leads", lead)) as desk:
        await desk.press("tab")
        await desk.type("x")
        await desk.press("ctrl+z")
        assert "清水" in desk.here
        await desk.press("ctrl+y")
        assert "x" in desk.here
    assert stored(store, "leads", lead).title == "清水"


async def test_a_link_is_searched_and_chosen(store: Store) -> None:
    account = add(store, "accounts", name="青空商事")
    add(store, "accounts", name="みらい")
    async with shown(store, FormScreen("deals")) as desk:
        await desk.type("見積")
        await desk.press("tab")
        await desk.type("青空")
        assert "▌青空商事" in desk.text
        assert "みらい" not in desk.text
        await desk.press("enter", "ctrl+s")
        await desk.written()
        (deal,) = desk.app.answers
    assert stored(store, "deals", int(str(deal)))["account"] == account


async def test_people_of_the_chosen_account_are_offered_first(store: Store) -> None:
    account = add(store, "accounts", name="青空商事")
    add(store, "contacts", last_name="一")
    mine = add(store, "contacts", last_name="二", account=account)
    add(store, "contacts", last_name="三")
    async with shown(store, FormScreen("deals", values={"account": account})) as desk:
        await desk.press("tab", "tab", "down")
        assert "▌二" in desk.text
        await desk.press("enter")
        screen = desk.screen
        assert isinstance(screen, FormScreen)
        assert screen.pane is not None
        assert screen.pane.state.values["primary_contact"] == mine


async def test_a_name_typed_in_full_is_a_choice(store: Store) -> None:
    account = add(store, "accounts", name="青空商事")
    async with shown(store, FormScreen("deals", values={"name": "x"})) as desk:
        await desk.press("tab")
        await desk.type("青空商事")
        await desk.press("escape", "tab")
        await desk.press("ctrl+s")
        await desk.written()
        (deal,) = desk.app.answers
    assert stored(store, "deals", int(str(deal)))["account"] == account


async def test_a_name_that_nobody_has_is_refused(store: Store) -> None:
    async with shown(store, FormScreen("deals", values={"name": "x"})) as desk:
        await desk.press("tab")
        await desk.type("青空")
        await desk.press("escape", "tab")
        assert "No record of that name was chosen" in desk.text


async def test_plus_makes_what_a_link_names_and_comes_back(store: Store) -> None:
    async with shown(store, FormScreen("deals", values={"name": "x"})) as desk:
        await desk.press("tab")
        await desk.type("青空")
        await desk.press("plus")
        assert "New Account" in desk.text
        assert "青空" in desk.here
        await desk.type("商事")
        await desk.press("ctrl+s")
        await desk.written()
        assert "Account required" in desk.here
        assert "商事" in desk.here
        await desk.press("ctrl+s")
        await desk.written()
        (deal,) = desk.app.answers
    assert stored(store, "deals", int(str(deal))).links["account"] == "商事"


async def test_the_last_option_of_a_link_is_a_new_record(store: Store) -> None:
    async with shown(store, FormScreen("deals", values={"name": "x"})) as desk:
        await desk.press("tab")
        await desk.type("青空")
        assert "＋ New “青空”" in desk.text
        await desk.press("enter")
        assert "New Account" in desk.text
        await desk.press("escape")
        assert "Account required" in desk.here


async def test_a_postal_code_fills_the_address_and_keeps_what_was_there(store: Store) -> None:
    values = {"last_name": "x", "city": "somewhere"}
    async with shown(store, FormScreen("leads", values=values), size=(100, 70)) as desk:
        screen = desk.screen
        assert isinstance(screen, FormScreen)
        assert screen.pane is not None
        screen.pane.sheet.go_to("postal_code")
        await desk.type("１５０ー０００２")
        await desk.press("tab")
        found = screen.pane.state.values
        assert (found["postal_code"], found["state"]) == ("150-0002", "東京都")
        assert found["city"] == "somewhere"
        assert found["street"] == "渋谷"


async def test_an_address_finds_its_postal_code(store: Store) -> None:
    values = {"last_name": "x", "state": "東京都", "city": "渋谷区"}
    async with shown(store, FormScreen("leads", values=values), size=(100, 70)) as desk:
        screen = desk.screen
        assert isinstance(screen, FormScreen)
        assert screen.pane is not None
        screen.pane.sheet.go_to("street")
        await desk.type("渋谷1-2-3")
        await desk.press("tab")
        assert screen.pane.state.values["postal_code"] == "150-0002"
        assert "← from the address" in desk.text


async def test_the_reading_of_a_name_is_taken_from_other_records(store: Store) -> None:
    add(store, "contacts", last_name="清水", last_name_kana="しみず")
    async with shown(store, FormScreen("leads")) as desk:
        await desk.press("tab")
        assert "kana" not in desk.text
        await desk.type("清水")
        await desk.press("tab")
        assert "しみず" in desk.line("Last name (kana)")


async def test_tags_in_use_are_offered(store: Store) -> None:
    add(store, "leads", last_name="x", tags="\n展示会\nVIP\n")
    async with shown(store, FormScreen("leads"), size=(80, 70)) as desk:
        screen = desk.screen
        assert isinstance(screen, FormScreen)
        assert screen.pane is not None
        screen.pane.sheet.go_to("tags")
        await desk.type("v")
        assert "▌VIP" in desk.text
        await desk.press("enter")
        await desk.type("new")
        await desk.press("tab")
        assert screen.pane.state.values["tags"] == "\nVIP\nnew\n"


async def test_probable_duplicates_stand_beside_the_form(store: Store) -> None:
    add(store, "leads", last_name="清水", first_name="一郎", company="青空商事")
    async with shown(store, FormScreen("leads"), size=(120, 36)) as desk:
        await desk.type("一郎")
        await desk.press("tab")
        await desk.type("清水")
        await desk.press("tab", "tab")
        await desk.type("青空商事")
        assert "There may be a record of this" in desk.text
        await desk.press("ctrl+g")
        assert "▌清水 一郎" in desk.text
        await desk.press("escape")
        assert "Company" in desk.here


async def test_a_duplicate_is_filled_instead_and_keeps_what_it_has(store: Store) -> None:
    there = add(
        store, "leads", last_name="清水", first_name="一郎", company="青空商事", city="港区"
    )
    values = {"last_name": "清水", "first_name": "一郎", "company": "青空商事", "city": "渋谷区"}
    new = FormScreen("leads", values={**values, "email": "a@b.example"})
    async with shown(store, new, size=(120, 40)) as desk:
        await desk.type("一郎")
        await desk.press("ctrl+g", "f")
        assert "Edit 清水 一郎" in desk.text
        await desk.press("ctrl+s")
        await desk.written()
        await desk.rest()
        assert desk.app.answers == [there]
    record = stored(store, "leads", there)
    assert (record["city"], record["email"]) == ("港区", "a@b.example")
    assert store.connection.scalar("SELECT count(*) FROM leads") == 1


async def test_a_copy_begins_with_the_values_of_the_other(store: Store) -> None:
    lead = add(store, "leads", last_name="清水", city="渋谷区", tags="\nVIP\n")
    async with shown(store, FormScreen("leads", clone_of=lead)) as desk:
        assert "Copy of 清水" in desk.text
        await desk.press("ctrl+s")
        await desk.written()
        (copy,) = desk.app.answers
    assert copy != lead
    assert stored(store, "leads", int(str(copy)))["tags"] == "\nVIP\n"
    assert last_kind(store) == "clone"


async def test_a_converted_lead_has_no_form(store: Store) -> None:
    lead = add(store, "leads", last_name="清水", converted_at="2026-11-01T00:00:00Z")
    async with shown(store, FormScreen("leads", lead)) as desk:
        assert desk.app.answers == [None]
        assert "cannot be changed any more" in desk.app.said[-1]


async def test_a_record_that_is_gone_has_no_form(store: Store) -> None:
    async with shown(store, FormScreen("leads", 99)) as desk:
        assert desk.app.answers == [None]
        assert "no Lead number 99" in desk.app.said[-1]


async def test_a_number_that_was_merged_away_opens_the_one_that_took_it_in(store: Store) -> None:
    keeper = add(store, "leads", last_name="清水")
    with store.connection.transaction():
        store.connection.run("INSERT INTO redirects VALUES ('leads', 77, ?, 1, NULL)", (keeper,))
    async with shown(store, FormScreen("leads", 77)) as desk:
        await desk.press("tab")
        await desk.type("清水谷")
        await desk.press("ctrl+s")
        await desk.written()
        assert desk.app.answers == [keeper]
    assert stored(store, "leads", keeper).title == "清水谷"


async def test_a_store_that_cannot_be_written_keeps_the_form_open(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with shown(store, FormScreen("leads")) as desk:
        await desk.press("tab")
        await desk.type("清水")
        with store.connection.transaction():
            store.connection.run(
                "CREATE TRIGGER full BEFORE INSERT ON leads"
                " BEGIN SELECT RAISE(ABORT, 'database or disk is full'); END"
            )
        await desk.press("ctrl+s")
        await desk.written()
        assert not desk.app.answers
        assert "清水" in desk.here
        assert "disk is full" in desk.app.said[-1]


async def test_a_done_activity_knows_when(store: Store) -> None:
    async with shown(store, FormScreen("activities", values={"status": "done"})) as desk:
        await desk.press("tab")
        await desk.type("called")
        await desk.press("ctrl+s")
        await desk.written()
        (activity,) = desk.app.answers
    assert stored(store, "activities", int(str(activity)))["done_at"] == store.now()
    assert last_kind(store) == "activity"


async def test_a_stage_sets_how_likely_a_deal_is(store: Store) -> None:
    account = add(store, "accounts", name="青空商事")
    deal = add(store, "deals", name="見積", account=account)
    async with shown(store, FormScreen("deals", deal)) as desk:
        await desk.press("tab", "tab", "tab")
        await desk.type("won")
        await desk.press("enter", "ctrl+s")
        await desk.written()
    record = stored(store, "deals", deal)
    assert (record["probability"], record["closed_at"]) == (100, store.now())


async def test_a_long_text_goes_through_the_persons_own_editor(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    editor = tmp_path / "my editor"
    editor.write_text('#!/bin/sh\nstat -c %a "$1" > "$0.mode"\nprintf \'二行目\\n\' >> "$1"\n')
    editor.chmod(0o755)
    monkeypatch.setenv("VISUAL", f"'{editor}'")
    monkeypatch.setattr("textual.app.App.suspend", lambda _: nullcontext())
    async with shown(store, FormScreen("notes", only=("body",))) as desk:
        await desk.type("one")
        await desk.press("enter", "ctrl+e")
        assert "二行目" in desk.text
        await desk.press("ctrl+s")
        await desk.written()
        (note,) = desk.app.answers
    assert stored(store, "notes", int(str(note)))["body"] == "one\n二行目"
    assert (tmp_path / "my editor.mode").read_text() == "600\n"


async def test_an_editor_that_fails_leaves_the_text_alone(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VISUAL", "/nonexistent/editor")
    monkeypatch.setattr("textual.app.App.suspend", lambda _: nullcontext())
    async with shown(store, FormScreen("notes", only=("body",))) as desk:
        await desk.type("one")
        await desk.press("ctrl+e")
        assert "one" in desk.text
        assert "/nonexistent/editor" in desk.app.said[-1]


@pytest.mark.parametrize("data", HOSTILE)
async def test_hostile_data_is_shown_and_saved_as_it_is(store: Store, data: str) -> None:
    lead = add(store, "leads", last_name=data, company=data, description=data, city="x")
    async with shown(store, FormScreen("leads", lead), size=(100, 60)) as desk:
        assert not UNSAFE.intersection(desk.text.replace("\n", ""))
        screen = desk.screen
        assert isinstance(screen, FormScreen)
        assert screen.pane is not None
        for key in ("last_name", "description", "city"):
            screen.pane.sheet.go_to(key)
            await desk.rest()
            assert not UNSAFE.intersection(desk.text.replace("\n", ""))
        await desk.type("港区")
        await desk.press("ctrl+s")
        await desk.written()
    record = stored(store, "leads", lead)
    assert (record["last_name"], record["description"], record["city"]) == (data, data, "港区")


async def test_a_form_speaks_japanese_at_once(store: Store) -> None:
    async with shown(store, FormScreen("leads")) as desk:
        assert "Last name" in desk.text
        i18n.use("ja")
        screen = desk.screen
        assert isinstance(screen, FormScreen)
        screen.relabel()
        await desk.rest()
        assert "見込み客を追加" in desk.text
        assert "名 " in desk.here


async def test_two_forms_side_by_side_save_one_after_the_other(store: Store) -> None:
    lead = add(store, "leads", last_name="清水")
    async with shown(store, FormScreen("leads", lead)) as desk:
        edit(store, "leads", lead, city="港区")
        with unit(store, "edit") as work:
            assert not work.update("leads", lead, {"city": "港区"})
        await desk.press("tab")
        await desk.type("清水谷")
        await desk.press("ctrl+s")
        await desk.written()
        assert "has changed “清水”" in desk.text


async def test_a_question_on_top_goes_with_the_form_that_was_saved(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    may_write = Event()

    def slowly(*args: Any) -> Any:
        may_write.wait(PATIENCE)
        return save_form(*args)

    monkeypatch.setattr(edit_session, "save_form", slowly)
    async with shown(store, FormScreen("leads")) as desk:
        form = desk.screen
        await desk.press("tab")
        await desk.type("清水")
        await desk.pilot.press("ctrl+s", "escape")
        await desk.pilot.pause()
        assert desk.screen is form
        desk.app.push_screen(ConfirmScreen("Sure?", "Yes"))
        await desk.pilot.press("ctrl+s")
        may_write.set()
        await desk.written()
        assert desk.app.answers == [1]
        assert form not in desk.app.screen_stack
        assert len(desk.app.screen_stack) == 1
    assert len(history.latest(store.connection)) == 1


async def test_what_must_be_filled_says_so_in_words(store: Store) -> None:
    async with shown(store, FormScreen("leads"), (100, 30)) as desk:
        assert "this or Company required" in desk.line("Last name")
        await desk.press("tab")
        await desk.type("Abe")
        assert "required" not in desk.text
    async with shown(store, FormScreen("accounts"), (100, 30)) as desk:
        assert "Account name required" in desk.here


async def test_the_other_language_leaves_the_field_that_is_being_typed_in_its_box(
    open_app: Callable[..., Opened],
) -> None:
    async with open_app(language="ja") as ui:
        await ui.press("a")
        await ui.type("abe")
        await ui.press("tab")
        await ui.type("ken")
        for _ in range(2):
            await ui.press("f10")
            sheet = ui.app.screen.query_one(FormSheet)
            line = sheet.line_editor.line
            assert line.value == "ken"
            assert line.region.x == sheet.region.x + sheet.sheet_layout.by_key[sheet.current].x + 1
            above = next(row for row in ui.lines() if "▏abe" in row)
            here = next(row for row in ui.lines() if "▌ken" in row)
            assert width(here.partition("ken")[0]) == width(above.partition("abe")[0])
