"""Finding anything by its words, and the help."""

from __future__ import annotations

import asyncio
import re
import threading
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest
from textual import events
from textual.widgets import Input, OptionList

from tests.screens.conftest import screen_of
from tests.screens.resting import PATIENCE, until
from tests.screens.test_list import names
from tui_crm.screens.widgets.entry_columns import EntryColumns

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.screens.conftest import Driver, Opened
    from tui_crm.store.db.store import Store


async def seek(ui: Driver, words: str) -> None:
    """Open the palette, and type what is wanted."""
    await ui.press("ctrl+p")
    await ui.type(words)


async def test_action_is_found_and_carried_out(
    open_app: Callable[..., Opened], five_leads: list[int]
) -> None:
    async with open_app() as ui:
        await ui.press("j")
        await seek(ui, "rating")
        await ui.press("enter", "1")
        assert "Hot" in ui.lines()[4]


async def test_keys_of_actions_stand_beside_them(
    open_app: Callable[..., Opened], five_leads: list[int]
) -> None:
    async with open_app() as ui:
        await seek(ui, "undo")
        assert "undo  ctrl+z" in ui.text()


async def test_records_of_all_types_are_found_and_opened(
    open_app: Callable[..., Opened], five_leads: list[int], add: Callable[..., list[int]]
) -> None:
    add("accounts", {"name": "Chiba Works"})
    async with open_app() as ui:
        await seek(ui, "chiba")
        assert "Chiba  Chiba Works  Lead" in ui.text()
        assert "Chiba Works  Account" in ui.text()
        await ui.press("enter")
        assert "Leads › Chiba" in ui.place()
        await ui.press("escape")
        assert "Abe" in ui.cursor_line()


async def test_records_are_searched_once_for_what_is_typed_fast(
    open_app: Callable[..., Opened], five_leads: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    from tui_crm.screens import palette

    asked: list[str] = []
    find = palette.find_records

    def counting(store: Store, words: str) -> Any:
        asked.append(words)
        return find(store, words)

    has_paused = asyncio.Event()

    async def pause(_: float) -> None:
        await has_paused.wait()

    monkeypatch.setattr(palette, "find_records", counting)
    monkeypatch.setattr(palette, "asyncio", SimpleNamespace(sleep=pause))
    async with open_app() as ui:
        await ui.press("ctrl+p")
        for letter in "chiba":
            ui.app.post_message(events.Key(letter, letter))
        line = ui.app.screen.query_one(Input)
        await until(lambda: line.value == "chiba", ui.pilot.pause)
        has_paused.set()
        await ui.rest()
        assert asked == ["chiba"]


async def test_views_and_lists_are_found(
    open_app: Callable[..., Opened], five_leads: list[int]
) -> None:
    async with open_app() as ui:
        await seek(ui, "deals late")
        await ui.press("escape")
        await seek(ui, "leads converted")
        await ui.press("down")
        assert "Leads › Converted  View" in ui.text()
        await ui.press("enter")
        assert "Leads › Converted" in ui.place()
        await seek(ui, "accounts mine")
        await ui.press("enter")
        assert "Accounts › Mine" in ui.place()


def entries(ui: Driver) -> list[str]:
    """The words in the list of a dialog, those below its edge too."""
    shown = ui.app.screen.query_one(EntryColumns)._entries
    return [f"{each.sign} {each.label}".strip() for each in shown]


async def test_help_has_the_focused_thing_first(
    open_app: Callable[..., Opened], five_leads: list[int]
) -> None:
    async with open_app() as ui:
        await ui.press("question_mark")
        found = entries(ui)
        assert found.index("Record") < found.index("Rows") < found.index("Everywhere")
        assert any(entry.startswith("↓ j ") for entry in found)
        assert found[1:4] == ["c call", "n next step", "t status"], "daily keys first"


@pytest.mark.parametrize(("size", "columns"), [((80, 24), 2), ((120, 36), 3)])
async def test_help_stands_in_columns_and_all_of_it_is_come_to(
    open_app: Callable[..., Opened], five_leads: list[int], size: tuple[int, int], columns: int
) -> None:
    async with open_app(size=size) as ui:
        await ui.press("question_mark")
        beside = next(line for line in ui.lines() if "  call  " in line)
        assert len(re.findall(r"  [A-Za-z]", beside)) >= columns
        seen = [ui.text()]
        for _ in entries(ui):
            await ui.press("pagedown")
            if ui.text() in seen:
                break
            seen.append(ui.text())
        assert (len(seen) > 1) is (columns == 2)
        shown = ui.app.screen.query_one(EntryColumns)._entries
        words = [each.label.partition(" ")[0] for each in shown]
        assert [word for word in words if not any(word in text for text in seen)] == []


async def test_a_click_in_the_help_does_it(
    open_app: Callable[..., Opened], five_leads: list[int]
) -> None:
    async with open_app(size=(120, 36)) as ui:
        await ui.press("question_mark")
        row = next(n for n, line in enumerate(ui.lines()) if "last row" in line)
        await ui.pilot.click(offset=(ui.lines()[row].index("last row"), row))
        await ui.rest()
        assert "Endo" in ui.cursor_line()


async def test_help_is_filtered_and_does_what_is_chosen(
    open_app: Callable[..., Opened], five_leads: list[int]
) -> None:
    async with open_app() as ui:
        await ui.press("question_mark")
        await ui.type("last row")
        assert "next row" not in ui.text()
        await ui.press("enter")
        assert "Endo" in ui.cursor_line()


async def test_help_while_searching_explains_the_search(
    open_app: Callable[..., Opened], five_leads: list[int]
) -> None:
    async with open_app() as ui:
        await ui.press("slash", "f1")
        assert entries(ui)[0] == "Search"


async def test_help_of_a_list_that_is_empty_offers_nothing_for_a_record(
    open_app: Callable[..., Opened],
) -> None:
    async with open_app() as ui:
        await ui.press("question_mark")
        found = " ".join(entries(ui))
        assert "clone" not in found
        assert " add" in found


async def test_mouse_chooses_in_a_dialog(
    open_app: Callable[..., Opened], five_leads: list[int]
) -> None:
    async with open_app() as ui:
        await ui.press("t")
        row = next(n for n, line in enumerate(ui.lines()) if "Contacted" in line)
        column = ui.lines()[row].index("Contacted")
        await ui.pilot.click(offset=(column, row))
        await ui.rest()
        assert "Contacted" in ui.lines()[3]


async def test_mouse_presses_the_keys_of_the_footer(
    open_app: Callable[..., Opened], five_leads: list[int]
) -> None:
    async with open_app() as ui:
        await ui.pilot.click("FooterLine", offset=(ui.lines()[-1].index("status"), 0))
        await ui.rest()
        assert "Status · Abe" in ui.text()


async def test_palette_left_does_nothing(
    open_app: Callable[..., Opened], five_leads: list[int]
) -> None:
    async with open_app() as ui:
        await ui.press("ctrl+p", "escape")
        assert len(names(ui)) == 5


async def test_letters_jump_to_rows(open_app: Callable[..., Opened], five_leads: list[int]) -> None:
    async with open_app() as ui:
        await ui.press("ctrl+o")
        assert [line[0] for line in ui.lines()[3:8]] == ["a", "s", "d", "f", "g"]
        await ui.press("d")
        assert "Chiba" in ui.cursor_line()
        await ui.press("ctrl+o", "escape", "ctrl+o", "0")
        assert "Chiba" in ui.cursor_line()
        await ui.press("j")
        assert "Doi" in ui.cursor_line()


async def test_what_nothing_answers_to_is_said(
    open_app: Callable[..., Opened], five_leads: list[int]
) -> None:
    async with open_app() as ui:
        await seek(ui, "zzzz")
        assert "No match" in ui.text()
        await ui.press("enter", "escape", "t")
        await ui.type("zzzz")
        assert "No match" in ui.text()
        await ui.press("backspace", "backspace", "backspace", "backspace")
        assert "No match" not in ui.text()
        assert "Working" in ui.text()


async def test_views_that_are_read_late_are_shown_and_leave_the_cursor(
    open_app: Callable[..., Opened], five_leads: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    from tui_crm.screens import palette

    gate, all_views = threading.Event(), palette.all_views

    def late(store: Store) -> Any:
        assert gate.wait(PATIENCE)
        return all_views(store)

    monkeypatch.setattr(palette, "all_views", late)
    async with open_app() as ui:
        await ui.pilot.press("ctrl+p", *"act")
        options = ui.app.screen.query_one(OptionList)
        palette_screen: palette.PaletteScreen = screen_of(ui, palette.PaletteScreen)
        await until(lambda: not palette_screen._is_searching, ui.pilot.pause)
        await ui.pilot.press("down")
        stood = palette_screen.highlighted
        before = options.option_count
        gate.set()
        await ui.rest()
        assert "Activities › " in ui.text()
        assert options.option_count > before
        assert palette_screen.highlighted == stood


async def test_a_half_filled_form_is_asked_about_before_a_view_is_shown(
    open_app: Callable[..., Opened], five_leads: list[int]
) -> None:
    async with open_app() as ui:
        await ui.press("a")
        await ui.type("Fuji")
        await seek(ui, "leads hot")
        await ui.press("enter")
        assert "What you typed has not been saved" in ui.text()
        await ui.press("escape")
        assert "Fuji" in ui.text()
        await seek(ui, "leads hot")
        await ui.press("enter", "right", "enter")
        assert "Leads › Hot" in ui.place()


async def test_a_half_filled_form_is_found_again_when_its_list_is_gone_to(
    open_app: Callable[..., Opened], five_leads: list[int]
) -> None:
    async with open_app() as ui:
        await ui.press("a")
        await ui.type("Fuji")
        await seek(ui, "accounts customers")
        await ui.press("enter")
        assert "Accounts › Customers" in ui.place()
        await ui.press("1")
        assert "What you typed has not been saved" in ui.text()
        await ui.press("escape")
        assert "Fuji" in ui.text()


async def test_namesakes_are_told_apart_by_their_company(
    open_app: Callable[..., Opened], add: Callable[..., list[int]]
) -> None:
    add("leads", {"last_name": "Abe", "company": "Abe Works"}, {"last_name": "Abe"})
    async with open_app() as ui:
        await seek(ui, "abe")
        assert "Abe  Abe Works  Lead" in ui.text()
        assert "Abe  Lead" in ui.text()
