"""What the keys of a list do to its records."""

from __future__ import annotations

import base64
import threading
from typing import TYPE_CHECKING, Any

import pytest
from textual import events

from tests.screens.conftest import people, screen_of
from tests.screens.resting import PATIENCE, until
from tests.screens.test_list import names
from tui_crm.screens.dialogs.confirm import ConfirmScreen
from tui_crm.screens.list import screen as list_screen
from tui_crm.screens.list.screen import ListScreen
from tui_crm.store import commands
from tui_crm.store.journal.unit import unit
from tui_crm.store.records import Record, read

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.screens.conftest import Opened
    from tui_crm.i18n import Language
    from tui_crm.store.db.store import Store


def lead(store: Store, record_id: int) -> Record:
    with store.reading() as connection:
        return read(connection, store.schema.type("leads"), record_id)


async def test_status_is_two_keys_and_the_cursor_stays(
    open_app: Callable[..., Opened], five_leads: list[int], store: Store
) -> None:
    async with open_app() as ui:
        await ui.press("t", "2")
        assert lead(store, five_leads[0])["status"] == "working"
        assert "Abe" in ui.cursor_line()
        assert "Working" in ui.lines()[3]
        assert ui.notices()[-1] == "Abe: Status New → Working · ctrl+z undoes"


async def test_two_acts_in_one_write_are_done_to_one_record(
    open_app: Callable[..., Opened], five_leads: list[int], store: Store
) -> None:
    async with open_app() as ui:
        for key in "t2r1":
            ui.app.post_message(events.Key(key, key))
        await ui.rest()
        assert [lead(store, five_leads[0])[key] for key in ("status", "rating")] == [
            "working",
            "hot",
        ]
        assert lead(store, five_leads[1])["rating"] is None


async def test_cursor_stays_on_a_record_that_an_act_moves_within_the_list(
    open_app: Callable[..., Opened], five_leads: list[int], store: Store
) -> None:
    async with open_app() as ui:
        await ui.press("s")
        await ui.type("status")
        await ui.press("enter", "home", "t", "5")
        assert lead(store, five_leads[0])["status"] != "new"
        assert "Abe" in ui.cursor_line()
        assert names(ui)[-1] == "Abe"


async def test_keys_in_one_write_each_take_the_next_record_of_a_view_that_it_leaves(
    open_app: Callable[..., Opened],
    five_leads: list[int],
    store: Store,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for longest in (list_screen.LONG_LIST, 2):
        monkeypatch.setattr(list_screen, "LONG_LIST", longest)
        async with open_app() as ui:
            await ui.press("f")
            await ui.type("status=new")
            await ui.press("enter")
            for key in "t2t2":
                ui.app.post_message(events.Key(key, key))
            await ui.rest()
            assert names(ui)[0] == ("Chiba" if longest > 2 else "Endo")
            assert names(ui)[0] in ui.cursor_line()
    assert [lead(store, each)["status"] for each in five_leads[:4]] == ["working"] * 4


@pytest.mark.parametrize("keys", [("c", "2", "enter"), ("n", "1", "enter")])
async def test_cursor_stays_after_a_call_or_a_plan(
    open_app: Callable[..., Opened], five_leads: list[int], keys: tuple[str, ...]
) -> None:
    async with open_app() as ui:
        await ui.press("j", *keys)
        assert "Baba" in ui.cursor_line()
        await ui.press("enter", *keys)
        assert "Baba" in ui.place()


async def test_record_that_leaves_the_view_leaves_the_cursor_on_the_next(
    open_app: Callable[..., Opened], five_leads: list[int], store: Store
) -> None:
    async with open_app() as ui:
        await ui.press("f")
        await ui.type("status=new")
        await ui.press("enter", "j", "t", "2")
        assert names(ui) == ["Abe", "Chiba", "Doi", "Endo"]
        assert "Chiba" in ui.cursor_line()


async def test_undo_brings_it_back_and_redo_does_it_again(
    open_app: Callable[..., Opened], five_leads: list[int], store: Store
) -> None:
    async with open_app() as ui:
        await ui.press("r", "1")
        assert lead(store, five_leads[0])["rating"] == "hot"
        await ui.press("ctrl+z")
        assert lead(store, five_leads[0])["rating"] is None
        assert ui.notices()[-1] == "Abe: undone (Rating – → Hot)"
        await ui.press("ctrl+y")
        assert lead(store, five_leads[0])["rating"] == "hot"
        assert "Hot" in ui.lines()[3]
        await ui.press("u")
        assert lead(store, five_leads[0])["rating"] is None


async def test_undo_of_many_names_the_first_and_how_many(
    open_app: Callable[..., Opened], five_leads: list[int], store: Store
) -> None:
    async with open_app() as ui:
        await ui.press("space", "j", "space", "r", "2", "ctrl+z")
        assert ui.notices()[-1] == "Abe (2 records): undone (changed)"


@pytest.mark.parametrize(
    ("language", "question"),
    [("en", "Abe: Rating – → Hot"), ("ja", "「Abe：温度感 – → A」を元に戻しますか？")],
)
async def test_undo_of_what_was_done_elsewhere_asks_first(
    open_app: Callable[..., Opened],
    five_leads: list[int],
    store: Store,
    language: Language,
    question: str,
) -> None:
    with unit(store, "edit") as work:
        work.update("leads", five_leads[0], {"rating": "hot"})
    async with open_app(language=language) as ui:
        for answer, rating in ((["escape"], "hot"), (["right", "enter"], None)):
            await ui.pilot.press("ctrl+z")
            await until(lambda: isinstance(ui.app.screen, ConfirmScreen), ui.pilot.pause)
            await ui.pilot.pause()
            assert question in ui.text()
            await ui.pilot.press(*answer)
            await ui.rest()
            assert lead(store, five_leads[0])["rating"] == rating


async def test_nothing_to_undo_is_said(open_app: Callable[..., Opened]) -> None:
    async with open_app() as ui:
        await ui.press("ctrl+z")
        assert ui.notices() == ["You have nothing to undo."]


async def test_marked_records_are_changed_together(
    open_app: Callable[..., Opened], five_leads: list[int], store: Store
) -> None:
    async with open_app() as ui:
        await ui.press("space", "j", "space", "r", "2")
        ratings = [lead(store, each)["rating"] for each in five_leads]
        assert ratings == ["warm", None, "warm", None, None]
        assert ui.notices()[-1] == "Abe (2 records): changed · ctrl+z undoes"
        assert "2 marked" in ui.place()
        await ui.press("ctrl+z")
        assert all(lead(store, each)["rating"] is None for each in five_leads)


async def test_mark_all_marks_all_and_then_none(
    open_app: Callable[..., Opened], five_leads: list[int]
) -> None:
    async with open_app() as ui:
        await ui.press("A")
        assert "5 marked" in ui.place()
        assert sum("●" in line for line in ui.lines()[3:8]) == 5
        await ui.press("A")
        assert "marked" not in ui.place()


async def test_bulk_edit_is_offered_while_records_are_marked(
    open_app: Callable[..., Opened], five_leads: list[int]
) -> None:
    async with open_app(size=(120, 24)) as ui:
        assert "edit marked" not in ui.lines()[-1]
        await ui.press("space")
        assert "b edit marked" in ui.lines()[-1]
        await ui.press("backslash")
        assert "edit marked" not in ui.lines()[-1]


async def test_owner_is_chosen_among_users(
    open_app: Callable[..., Opened],
    five_leads: list[int],
    add: Callable[..., list[int]],
    store: Store,
) -> None:
    (suzuki,) = add("users", {"name": "suzuki", "full_name": "[red]鈴木"})
    async with open_app() as ui:
        await ui.press("w")
        await ui.type("鈴木")
        assert "[red]鈴木" in ui.text()
        await ui.press("enter")
        assert lead(store, five_leads[0])["owner"] == suzuki


async def test_tags_of_one_are_edited_of_several_added(
    open_app: Callable[..., Opened], five_leads: list[int], store: Store
) -> None:
    async with open_app() as ui:
        await ui.press("number_sign")
        await ui.type("vip,展示会")
        await ui.press("enter")
        assert lead(store, five_leads[0])["tags"] == "\nvip\n展示会\n"
        await ui.press("A", "number_sign")
        await ui.type("new,-vip")
        await ui.press("enter")
        assert lead(store, five_leads[0])["tags"] == "\n展示会\nnew\n"
        assert lead(store, five_leads[4])["tags"] == "\nnew\n"


async def test_delete_names_what_goes_and_has_cancel_in_focus(
    open_app: Callable[..., Opened],
    five_leads: list[int],
    add: Callable[..., list[int]],
    store: Store,
) -> None:
    add("activities", {"subject": "Quote", "lead": five_leads[0]})
    add("notes", {"body": "Hello", "lead": five_leads[0]})
    async with open_app() as ui:
        await ui.press("delete")
        assert "Delete “Abe” (Lead)?" in ui.text()
        assert "Goes with it: 1 Activity, 1 Note" in ui.text()
        await ui.press("enter")
        assert len(names(ui)) == 5
        await ui.press("delete", "right", "enter")
        assert names(ui) == ["Baba", "Chiba", "Doi", "Endo"]
        assert "Baba" in ui.cursor_line()
        assert ui.notices()[-1] == "Abe (3 records): deleted · ctrl+z undoes"
        await ui.press("ctrl+z")
        assert len(names(ui)) == 5


async def test_deleting_marked_records_says_how_many(
    open_app: Callable[..., Opened], five_leads: list[int]
) -> None:
    async with open_app() as ui:
        await ui.press("space", "space", "space", "delete")
        assert "Delete 3 Leads?" in ui.text()
        assert all(name in ui.text() for name in ("Abe", "Baba", "Chiba"))
        await ui.press("right", "enter")
        assert names(ui) == ["Doi", "Endo"]
        assert "marked" not in ui.place()


async def test_cell_under_the_cursor_is_edited_in_place(
    open_app: Callable[..., Opened], five_leads: list[int], store: Store
) -> None:
    async with open_app(size=(90, 24)) as ui:
        await ui.press("right", "right", "right", "i", "3")
        assert lead(store, five_leads[0])["status"] == "contacted"
        assert "Abe" in ui.cursor_line()


async def test_edit_of_a_converted_lead_is_refused(
    open_app: Callable[..., Opened], five_leads: list[int], store: Store
) -> None:
    from tui_crm.store.journal.unit import unit

    with unit(store, "convert") as work:
        work.update("leads", five_leads[0], {"converted_at": "2026-11-20T00:00:00Z"})
    async with open_app() as ui:
        await ui.press("V", "t", "2")
        assert lead(store, five_leads[0])["status"] == "new"
        assert "converted" in ui.notices()[-1]


@pytest.mark.parametrize(
    ("keys", "mode"),
    [("t2", "leads"), ("t22", "accounts"), ("tj2", "accounts"), ("d2", "accounts")],
)
async def test_the_digit_of_a_refused_key_goes_with_it_and_no_other_key_does(
    open_app: Callable[..., Opened], keys: str, mode: str
) -> None:
    async with open_app() as ui:
        assert ui.app.current_mode == "leads"
        for key in keys:
            await ui.press(key)
        assert ui.app.current_mode == mode


async def test_copy_reaches_the_terminal_and_says_what(
    open_app: Callable[..., Opened], add: Callable[..., list[int]], monkeypatch: pytest.MonkeyPatch
) -> None:
    add("leads", {"last_name": "Abe", "company": "Abe Works", "email": "abe@example.com"})
    async with open_app() as ui:
        written: list[str] = []
        monkeypatch.setattr(ui.app._driver, "write", written.append)
        await ui.press("y")
        copied = base64.b64encode(b"Abe\tAbe Works\tabe@example.com").decode()
        assert f"\x1b]52;c;{copied}\a" in written
        assert ui.notices()[-1].startswith("Copied: Abe")


@pytest.mark.parametrize(
    ("field", "value", "copied"),
    [
        ("email", "abe@example.com", "abe@example.com"),
        ("phone", "03-1234-5678", "0312345678"),
        ("website", "example.com/a b", "https://example.com/a%20b"),
        ("x_profile", "@abe", "https://x.com/abe"),
    ],
)
async def test_link_is_copied_where_nothing_can_open_it(
    open_app: Callable[..., Opened],
    add: Callable[..., list[int]],
    field: str,
    value: str,
    copied: str,
) -> None:
    add("leads", {"last_name": "Abe", field: value})
    async with open_app() as ui:
        await ui.press("o")
        assert ui.app.clipboard == copied


@pytest.mark.parametrize(
    ("field", "value"),
    [("website", "javascript:alert(1)"), ("website", "file:///etc/passwd"), ("email", "a b@c")],
)
async def test_what_is_no_link_is_not_opened(
    open_app: Callable[..., Opened], add: Callable[..., list[int]], field: str, value: str
) -> None:
    add("leads", {"last_name": "Abe", field: value})
    async with open_app() as ui:
        await ui.press("o")
        assert ui.app.clipboard == ""
        assert "no e-mail address" in ui.notices()[-1]


async def test_one_of_several_links_is_chosen(
    open_app: Callable[..., Opened], add: Callable[..., list[int]]
) -> None:
    add("leads", {"last_name": "Abe", "email": "abe@example.com", "mobile": "090-1111-2222"})
    async with open_app() as ui:
        await ui.press("o", "2")
        assert ui.app.clipboard == "09011112222"


async def test_mark_all_marks_what_has_not_been_read_yet(
    open_app: Callable[..., Opened], add: Callable[..., list[int]]
) -> None:
    add("leads", *people(f"N{n:03}" for n in range(250)))
    async with open_app() as ui:
        screen = screen_of(ui, ListScreen)
        screen._ids, screen._is_whole = screen._ids[:200], False
        await ui.press("A")
        assert len(screen.table.marks) == 250
        assert "250 marked" in ui.text()


async def test_a_record_that_leaves_the_list_loses_its_mark(
    open_app: Callable[..., Opened], five_leads: list[int], store: Store
) -> None:
    async with open_app() as ui:
        await ui.press("space", "space")
        with unit(store, "edit") as work:
            work.update("leads", five_leads[0], {"converted_at": "2026-11-01T00:00:00Z"})
        screen = screen_of(ui, ListScreen)
        screen.reload()
        await ui.rest()
        assert five_leads[0] not in screen._ids
        assert screen.table.marks == {five_leads[1]}


async def test_keys_pressed_before_a_dialog_is_there_are_meant_for_it(
    open_app: Callable[..., Opened], five_leads: list[int], store: Store
) -> None:
    async with open_app() as ui:
        for key in "t2jt3r1":
            ui.app.post_message(events.Key(key, key))
        await ui.rest()
        assert [lead(store, each)["status"] for each in five_leads[:3]] == [
            "working",
            "contacted",
            "new",
        ]
        assert lead(store, five_leads[1])["rating"] == "hot"
        assert "Baba" in ui.cursor_line()


async def test_a_key_that_repeats_itself_does_not_act_twice(
    open_app: Callable[..., Opened], five_leads: list[int], store: Store
) -> None:
    async with open_app() as ui:
        for key in ("delete", "delete", "delete", "right", "enter"):
            ui.app.post_message(events.Key(key, None))
        await ui.rest()
        assert names(ui) == ["Baba", "Chiba", "Doi", "Endo"]
        await ui.press("ctrl+z")
        assert len(names(ui)) == 5


async def test_no_act_begins_before_the_one_before_it_has_ended(
    open_app: Callable[..., Opened],
    five_leads: list[int],
    store: Store,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    gate, edit = threading.Event(), commands.edit
    order: list[str] = []

    def slow(store: Store, record_type: str, record_id: int, *rest: Any, **options: Any) -> Any:
        assert gate.wait(PATIENCE)
        order.append(lead(store, record_id).title)
        return edit(store, record_type, record_id, *rest, **options)

    monkeypatch.setattr(commands, "edit", slow)
    async with open_app() as ui:
        for key in "r1jr2":
            ui.app.post_message(events.Key(key, key))
        await until(lambda: bool(ui.app.key_queue._waiting), ui.pilot.pause)
        assert order == []
        gate.set()
        await ui.rest()
        assert order == ["Abe", "Baba"]
        assert [lead(store, each)["rating"] for each in five_leads[:2]] == ["hot", "warm"]


@pytest.mark.parametrize("keys", [("e", "Z", "ctrl+s"), ("right", "right", "i", "Z", "enter")])
async def test_what_is_edited_right_after_a_triage_key_is_what_that_key_left(
    open_app: Callable[..., Opened],
    five_leads: list[int],
    store: Store,
    monkeypatch: pytest.MonkeyPatch,
    keys: tuple[str, ...],
) -> None:
    gate, edit = threading.Event(), commands.edit

    def slow(*args: Any, **options: Any) -> Any:
        assert gate.wait(PATIENCE)
        return edit(*args, **options)

    async with open_app() as ui:
        monkeypatch.setattr(commands, "edit", slow)
        for key in ("t", "2", *keys):
            ui.app.post_message(events.Key(key, key if len(key) == 1 else None))
        await until(lambda: bool(ui.app.key_queue._waiting), ui.pilot.pause)
        gate.set()
        await ui.rest()
        screen_of(ui, ListScreen)
        written = lead(store, five_leads[0])
        assert written["status"] == "working"
        assert "Z" in (written["first_name"], written["company"])


async def test_what_joins_while_a_deletion_is_asked_about_is_not_deleted_unasked(
    open_app: Callable[..., Opened],
    five_leads: list[int],
    add: Callable[..., list[int]],
    store: Store,
    open_store: Callable[..., Store],
) -> None:
    async with open_app() as ui:
        await ui.press("delete")
        assert "Goes with it" not in ui.text()
        with unit(open_store("suzuki"), "add") as work:
            note = work.create("notes", {"lead": five_leads[0], "body": "Call back"})
        await ui.press("right", "enter")
        assert "has changed meanwhile" in ui.text()
        assert "Delete “Abe”" in ui.text()
        assert "Goes with it: 1 Note" in ui.text()
        with store.reading() as connection:
            assert read(connection, store.schema.type("notes"), note)
        await ui.press("right", "enter")
        assert "Abe" not in names(ui)


async def test_what_is_gone_before_the_answer_is_said(
    open_app: Callable[..., Opened], five_leads: list[int], open_store: Callable[..., Store]
) -> None:
    async with open_app() as ui:
        await ui.press("space", "space", "delete")
        assert "Delete 2 Leads?" in ui.text()
        with unit(open_store("suzuki"), "delete") as work:
            work.delete("leads", [five_leads[0]])
        await ui.press("right", "enter")
        assert "Delete “Baba”" in ui.text()
        await ui.press("right", "enter")
        assert names(ui) == ["Chiba", "Doi", "Endo"]


async def test_a_call_is_logged_with_every_marked_record_in_one_change(
    open_app: Callable[..., Opened], five_leads: list[int], store: Store
) -> None:
    async with open_app() as ui:
        await ui.press("space", "space", "space", "c")
        assert "Log a call · Abe and 2 more" in ui.text()
        assert "One for each of the 3 marked records" in ui.text()
        await ui.press("1", "0", "tab")
        await ui.type("They liked it")
        await ui.press("enter")
        calls = store.connection.rows("SELECT lead, result, status FROM activities ORDER BY lead")
        assert list(calls) == [(each, "They liked it", "done") for each in five_leads[:3]]
        await ui.press("ctrl+z")
        assert not store.connection.scalar("SELECT count(*) FROM activities")


async def test_a_next_step_is_planned_with_every_marked_record(
    open_app: Callable[..., Opened], five_leads: list[int], store: Store
) -> None:
    async with open_app() as ui:
        await ui.press("space", "space", "n")
        assert "Next step · Abe and one more" in ui.text()
        await ui.type("tomorrow 10:00 demo")
        await ui.press("enter")
        plans = store.connection.rows("SELECT lead, subject FROM activities ORDER BY lead")
        assert list(plans) == [(each, "demo") for each in five_leads[:2]]
        assert "Abe and one more: demo planned, tomorrow 10:00" in ui.notices()[-1]


async def test_undo_leaves_the_sample_data_where_it_is(
    open_app: Callable[..., Opened], store: Store
) -> None:
    from tui_crm.features.demo.fill import fill

    fill(store, "en")
    async with open_app() as ui:
        await ui.press("t", "2", "ctrl+z", "ctrl+z", "ctrl+z")
        assert "nothing to undo" in ui.notices()[-1]
        assert "200" in ui.place().split()
