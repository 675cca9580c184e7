"""The app itself: reads and writes, what it says, themes, languages, lists that are switched."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest

from tests.screens.conftest import people, screen_of
from tests.screens.resting import PATIENCE, until
from tests.screens.test_list import names
from tui_crm import i18n
from tui_crm.config import load
from tui_crm.errors import StoreError
from tui_crm.screens.form.screen import FormScreen
from tui_crm.screens.screen import CrmScreen
from tui_crm.screens.widgets.header import HeaderLine
from tui_crm.store import commands
from tui_crm.store.db import backup, backup_files
from tui_crm.store.db import connection as connections
from tui_crm.store.journal.unit import unit
from tui_crm.store.records import Record, read

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from textual.app import ComposeResult

    from tests.screens.conftest import Opened
    from tui_crm.store.db.store import Store


def lead(store: Store, record_id: int) -> Record:
    with store.reading() as connection:
        return read(connection, store.schema.type("leads"), record_id)


class HeldUp:
    """A change that waits until it is let through."""

    def __init__(self, store: Store, record_id: int) -> None:
        self.store = store
        self.record_id = record_id
        self.gate = threading.Event()
        self.begun = threading.Event()

    def __call__(self) -> int | None:
        self.begun.set()
        assert self.gate.wait(PATIENCE)
        return commands.edit(self.store, "leads", self.record_id, {"rating": "hot"}).batch


def let_through(store: Store, record_id: int) -> HeldUp:
    """A change that waits for nothing."""
    held = HeldUp(store, record_id)
    held.gate.set()
    return held


async def test_write_is_finished_and_said_though_its_screen_is_gone(
    open_app: Callable[..., Opened], five_leads: list[int], store: Store
) -> None:
    async with open_app() as ui:
        held = HeldUp(store, five_leads[0])
        screen: CrmScreen[None] = CrmScreen()
        await ui.app.push_screen(screen)
        screen.run_worker(ui.app.write(held))
        await until(held.begun.is_set, lambda: ui.pilot.pause(0.01))
        await ui.app.pop_screen()
        held.gate.set()
        await ui.rest()
        assert lead(store, five_leads[0])["rating"] == "hot"
        assert ui.notices() == ["Abe: Rating – → Hot · ctrl+z undoes"]
        assert "Hot" in ui.text()


async def test_writes_wait_for_each_other(
    open_app: Callable[..., Opened], five_leads: list[int], store: Store
) -> None:
    async with open_app() as ui:
        first, second = HeldUp(store, five_leads[0]), HeldUp(store, five_leads[1])
        for held in (first, second):
            ui.app.run_worker(ui.app.write(held), group="act")
        await until(first.begun.is_set, lambda: ui.pilot.pause(0.01))
        await ui.pilot.pause(0.05)
        assert not second.begun.is_set()
        first.gate.set()
        await until(second.begun.is_set, lambda: ui.pilot.pause(0.01))
        assert lead(store, five_leads[0])["rating"] == "hot", "the first has been written"
        second.gate.set()
        await ui.rest()
        assert lead(store, five_leads[1])["rating"] == "hot"


async def test_keys_work_while_a_write_waits(
    open_app: Callable[..., Opened], five_leads: list[int], store: Store
) -> None:
    async with open_app() as ui:
        held = HeldUp(store, five_leads[0])
        ui.app.run_worker(ui.app.write(held), group="act")
        await ui.pilot.press("j", "j")
        assert "Chiba" in ui.cursor_line()
        held.gate.set()
        await ui.rest()


async def test_failed_write_is_said_though_its_screen_is_gone(
    open_app: Callable[..., Opened], store: Store
) -> None:
    gate = threading.Event()

    def fail() -> None:
        gate.wait(PATIENCE)
        raise StoreError("store.full", path="crm.db")

    async with open_app() as ui:
        screen: CrmScreen[None] = CrmScreen()
        await ui.app.push_screen(screen)
        screen.run_worker(ui.app.write(fail))
        await ui.pilot.pause()
        await ui.app.pop_screen()
        gate.set()
        await ui.rest()
        assert ui.notices() == [
            "The disk is full, so nothing was written to crm.db. Free some space and try again."
        ]


async def test_busy_store_is_one_sentence_and_nothing_is_lost(
    open_app: Callable[..., Opened],
    five_leads: list[int],
    store: Store,
    open_store: Callable[..., Store],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(connections, "BUSY_MILLISECONDS", 100)
    other = open_store("suzuki")
    async with open_app() as ui:
        with other.connection.transaction(keep=False):
            await ui.press("r", "1")
            assert "Another program is writing to the store" in ui.notices()[-1]
            assert "Abe" in ui.cursor_line()
        await ui.press("r", "1")
        assert lead(store, five_leads[0])["rating"] == "hot"


async def test_change_of_nothing_is_said(
    open_app: Callable[..., Opened], five_leads: list[int]
) -> None:
    async with open_app() as ui:
        await ui.press("t", "1")
        assert ui.notices() == ["No changes."]


async def test_language_is_left_alone_in_a_dialog_whose_words_would_stay(
    open_app: Callable[..., Opened], five_leads: list[int]
) -> None:
    async with open_app() as ui:
        for key in ("t", "c", "delete", "question_mark"):
            await ui.press(key)
            before = ui.text()
            await ui.press("f10")
            assert (i18n.language(), ui.text()) == ("en", before)
            await ui.press("escape")


async def test_an_open_filter_and_its_mistake_follow_the_language(
    open_app: Callable[..., Opened], five_leads: list[int]
) -> None:
    async with open_app() as ui:
        await ui.press("f")
        await ui.type("colour=red")
        at = next(n for n, line in enumerate(ui.lines()) if "colour=red" in line)
        mistake = ui.lines()[at + 1]
        await ui.press("f10")
        assert "絞り込み" in ui.lines()[at]
        assert "▲" in mistake
        assert "▲" in ui.lines()[at + 1]
        assert ui.lines()[at + 1] != mistake


async def test_what_is_wrong_with_a_field_is_said_in_the_language_in_use(
    open_app: Callable[..., Opened],
) -> None:
    async with open_app() as ui:
        await ui.press("a", "ctrl+s")
        assert "required" in ui.text()
        await ui.press("f10")
        pane = screen_of(ui, FormScreen).pane
        assert pane is not None
        state = pane.state
        errors = [entry.error for entry in state.entries.values() if entry.error]
        assert errors
        assert all(not error.isascii() for error in errors)


async def test_conflict_with_another_window_is_refused(
    open_app: Callable[..., Opened], five_leads: list[int], open_store: Callable[..., Store]
) -> None:
    other = open_store("suzuki")
    async with open_app() as ui:
        await ui.press("r")
        with unit(other, "edit") as work:
            work.update("leads", five_leads[0], {"rating": "cold"})
        await ui.press("1")
        assert "has been changed by somebody else" in ui.notices()[-1]
        assert lead(other, five_leads[0])["rating"] == "cold"


async def test_language_is_switched_at_run_time_and_kept(
    open_app: Callable[..., Opened], five_leads: list[int], tmp_path: Path
) -> None:
    async with open_app() as ui:
        await ui.press("j", "space", "f10")
        assert ui.place().startswith("見込み客 › 未商談")
        assert "1件選択中" in ui.place()
        assert "会社名" in ui.lines()[2]
        assert "キー一覧" in ui.lines()[-1]
        assert "新規" in ui.lines()[3]
        assert "Chiba" in ui.cursor_line()
        await ui.press("2", "f10", "1")
        assert ui.place().startswith("Leads › Open leads")
        assert "Company" in ui.lines()[2]
    assert load(tmp_path / "config.toml").language == "en"


async def test_theme_is_looked_at_chosen_and_kept(
    open_app: Callable[..., Opened], five_leads: list[int], tmp_path: Path
) -> None:
    async with open_app() as ui:
        await ui.press("f9")
        await ui.type("nord")
        assert ui.app.theme == "nord"
        await ui.press("escape")
        assert ui.app.theme == "crm-dark"
        await ui.press("f9")
        await ui.type("nord")
        await ui.press("enter")
        assert ui.app.theme == "nord"
    assert load(tmp_path / "config.toml").theme == "nord"


@pytest.mark.parametrize("theme", ["ansi-dark", "ansi-light", "no-such-theme"])
async def test_theme_that_cannot_be_read_is_not_used(
    open_app: Callable[..., Opened], monkeypatch: pytest.MonkeyPatch, theme: str
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with open_app(theme=theme) as ui:
        assert ui.app.theme == "crm-dark"
        await ui.press("f9")
        assert "ansi" not in ui.text()


async def test_sixteen_colours_are_used_where_there_is_colour(
    open_app: Callable[..., Opened],
) -> None:
    async with open_app(theme="ansi-dark") as ui:
        assert ui.app.theme == "ansi-dark"


async def test_terminal_is_named_after_what_is_shown(
    open_app: Callable[..., Opened], add: Callable[..., list[int]], monkeypatch: pytest.MonkeyPatch
) -> None:
    async with open_app() as ui:
        written: list[str] = []
        monkeypatch.setattr(ui.app._driver, "write", written.append)
        monkeypatch.setattr(type(ui.app), "is_headless", False)
        ui.app.set_terminal_title(["Leads", "A\x07\x1b]2;PWN\x1b\\"])
        (title,) = written
        assert title == "\x1b]2;crm › Leads › A␇␛]2;PWN␛\\\x07"


async def test_header_follows_what_is_overdue(
    open_app: Callable[..., Opened], five_leads: list[int], add: Callable[..., list[int]]
) -> None:
    async with open_app() as ui:
        assert "overdue" not in ui.lines()[0]
        add("activities", {"subject": "Quote", "due_on": "2026-11-20", "lead": five_leads[0]})
        await ui.press("r", "1")
        assert "1 overdue" in ui.lines()[0]


async def test_lists_that_are_covered_catch_up(
    open_app: Callable[..., Opened], five_leads: list[int], add: Callable[..., list[int]]
) -> None:
    async with open_app() as ui:
        await ui.press("2")
        add("leads", *people(["Aaron"]))
        ui.app.changed.publish(False)
        await ui.press("1")
        assert names(ui)[0] == "Aaron"


async def test_screen_is_drawn_over_and_left(
    open_app: Callable[..., Opened], five_leads: list[int]
) -> None:
    class Page(CrmScreen[None]):
        def compose(self) -> ComposeResult:
            yield HeaderLine()

    async with open_app() as ui:
        await ui.app.push_screen(Page())
        await ui.rest()
        assert ui.lines()[0].startswith(" Leads 5  Accounts")
        await ui.app.run_action("back")
        await ui.rest()
        assert "Abe" in ui.cursor_line()


async def test_leaving_waits_for_what_is_being_written(
    open_app: Callable[..., Opened], five_leads: list[int], store: Store
) -> None:
    async with open_app() as ui:
        held = HeldUp(store, five_leads[0])
        ui.app.run_worker(ui.app.write(held), group="act")
        await until(held.begun.is_set, lambda: ui.pilot.pause(0.01))
        leaving = ui.app.run_worker(ui.app.action_quit(), group="act")
        await ui.pilot.pause()
        assert not leaving.is_finished
        held.gate.set()
        await leaving.wait()
    assert lead(store, five_leads[0])["rating"] == "hot"


async def test_store_that_fails_is_said_once_until_it_works_again(
    open_app: Callable[..., Opened],
    five_leads: list[int],
    store: Store,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fail() -> int:
        raise StoreError("store.attach_unreadable", path="x", why="y")

    async with open_app() as ui:
        watcher = ui.app.watcher
        works = store.data_version
        monkeypatch.setattr(type(store), "data_version", lambda _: fail())
        for _ in range(3):
            await watcher._look()
        assert len(ui.notices()) == 1
        monkeypatch.setattr(type(store), "data_version", lambda _: works())
        await watcher._look()


async def test_batch_of_a_colleague_is_shown_when_a_draft_was_kept_in_the_same_second(
    open_app: Callable[..., Opened], five_leads: list[int], open_store: Callable[..., Store]
) -> None:
    async with open_app() as ui:
        await ui.app.watcher._look()
        with unit(open_store("suzuki"), "add") as work:
            work.create("leads", {"last_name": "Aaa"})
        await ui.app.watcher.catch_up()
        await ui.rest()
        assert "Aaa" in ui.text()


async def test_no_theme_brings_colour_where_none_is_wanted(
    open_app: Callable[..., Opened], five_leads: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with open_app() as ui:
        await ui.press("f9")
        await ui.type("ansi")
        assert "No match" in ui.text()
        await ui.press("escape")
        ui.app.use_theme("ansi-dark")
        await ui.rest()
        assert not ui.app.current_theme.ansi


async def test_first_change_of_the_day_makes_a_backup(
    open_app: Callable[..., Opened], five_leads: list[int], store: Store
) -> None:
    async with open_app() as ui:
        assert backup_files.existing(store.path) == []
        for _ in range(2):
            await ui.app.write(let_through(store, five_leads[0]))
        await ui.rest()
    assert [each.reason for each in backup_files.existing(store.path)] == ["daily"]


async def test_backup_of_the_day_that_fails_is_said(
    open_app: Callable[..., Opened],
    five_leads: list[int],
    store: Store,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(backup, "back_up_daily", fail)
    async with open_app() as ui:
        await ui.app.write(let_through(store, five_leads[0]))
        await ui.rest()
        assert any("No space left" in notice for notice in ui.notices())
    assert lead(store, five_leads[0])["rating"] == "hot"
