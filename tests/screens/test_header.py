"""The header as a map of the lists, and the edge of a panel, which says where one is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from rich.cells import cell_len
from textual.app import App

from tui_crm.sanitize import shortened
from tui_crm.screens.widgets.panel import Panel

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.app import ComposeResult

    from tests.screens.conftest import Opened
    from tui_crm.i18n import Language


async def test_a_click_on_a_list_in_the_header_goes_there(
    open_app: Callable[..., Opened], five_leads: list[int]
) -> None:
    async with open_app() as ui:
        for name, mode in (("Accounts", "accounts"), ("Today", "today"), ("Leads", "leads")):
            x = cell_len(ui.lines()[0].partition(name)[0])
            await ui.pilot.click("HeaderLine", offset=(x, 0))
            await ui.rest()
            assert ui.app.current_mode == mode


async def test_a_click_beside_the_lists_goes_nowhere(
    open_app: Callable[..., Opened], five_leads: list[int]
) -> None:
    async with open_app(size=(120, 24)) as ui:
        await ui.press("2")
        await ui.pilot.click("HeaderLine", offset=(100, 0))
        await ui.rest()
        assert ui.app.current_mode == "accounts"


@pytest.mark.parametrize("language", ["en", "ja"])
@pytest.mark.parametrize("cells", [*range(20, 130, 7)])
async def test_names_in_the_header_are_whole_or_end_in_an_ellipsis_and_the_one_in_use_stays(
    open_app: Callable[..., Opened], cells: int, language: Language
) -> None:
    async with open_app(size=(cells, 24), language=language) as ui:
        names = {each.name for each in ui.app.destinations}
        short = {shortened(name, n) for name in names for n in range(5, 30)}
        keys = {each.key for each in ui.app.destinations}
        figures = set(ui.app.watcher.last.figures.values())
        shown = ui.lines()[0].partition("11/21")[0].partition("Sat")[0].split()
        assert set(shown) - {"土"} <= short | keys | figures
        assert ui.app.destinations[0].name in shown


async def test_a_key_stands_in_the_header_only_where_it_leads_there(
    open_app: Callable[..., Opened], five_leads: list[int]
) -> None:
    async with open_app(size=(120, 36)) as ui:
        assert "2 Accounts" in ui.lines()[0]
        await ui.press("enter")
        assert "Accounts" in ui.lines()[0]
        assert "2 Accounts" not in ui.lines()[0]


@pytest.mark.parametrize(
    ("cells", "names"),
    [
        (80, "1 Leads 2 Accounts 3 Contacts 4 Deals 5 Activities T Today"),
        (74, "1 Leads 2 Accoun… 3 Contac… 4 Deals 5 Activi… T Today"),
    ],
)
async def test_blanks_and_then_ends_of_names_go_before_a_list(
    open_app: Callable[..., Opened], add: Callable[..., list[int]], cells: int, names: str
) -> None:
    add("activities", {"kind": "task", "subject": "Late", "due_on": "2026-11-01"})
    async with open_app(size=(cells, 24)) as ui:
        ui.app.keeps_settings = False
        await ui.press("1")
        ui.app.changed.publish(False)
        await ui.rest()
        line = ui.lines()[0]
        assert line.startswith(f" {names} ")
        assert line.endswith(" Sample  1 overdue")


async def test_figures_speak_the_language_that_was_changed_to(
    open_app: Callable[..., Opened], add: Callable[..., list[int]]
) -> None:
    (account,) = add("accounts", {"name": "Northwind"})
    add("deals", {"name": "A", "account": account, "amount": 12_800_000, "currency": "JPY"})
    async with open_app(size=(140, 24)) as ui:
        assert "¥12.8M" in ui.lines()[0]
        await ui.press("f10")
        assert "¥12.8M" not in ui.lines()[0]
        assert "1,280万" in ui.lines()[0]


async def test_lists_that_were_left_keep_their_own_mark_in_another_language(
    open_app: Callable[..., Opened], five_leads: list[int]
) -> None:
    async with open_app() as ui:
        await ui.press("2", "f10", "1")
        marked = [
            segment.text
            for segment in ui.app.screen._compositor.render_strips()[0]
            if segment.style and segment.style.bold
        ]
        assert [text for text in marked if text.strip()] == ["見込み客"]


async def test_the_header_says_how_much_there_is(
    open_app: Callable[..., Opened], add: Callable[..., list[int]], five_leads: list[int]
) -> None:
    (account,) = add("accounts", {"name": "Northwind"})
    deal = {"name": "Offer", "account": account, "amount": 12_800_000, "currency": "JPY"}
    add("deals", deal, {**deal, "closed_at": "2026-01-01T00:00:00Z", "stage": "won"})
    late = {"kind": "task", "subject": "Late", "due_on": "2026-11-01"}
    add("activities", late, {**late, "due_on": "2026-11-21"}, {**late, "due_on": "2026-11-22"})
    async with open_app(size=(140, 24)) as ui:
        line = ui.lines()[0]
        for words in ("Leads 5 ", "Accounts 1 ", "Deals ¥12.8M ", "Today ●2 "):
            assert words in line
        assert "Contacts  " in line
        add("leads", {"last_name": "Abe"})
        ui.app.changed.publish(False)
        await ui.rest()
        assert "Leads 6 " in ui.lines()[0]


async def test_amounts_of_two_currencies_are_not_added_up_in_the_header(
    open_app: Callable[..., Opened], add: Callable[..., list[int]]
) -> None:
    (account,) = add("accounts", {"name": "Northwind"})
    deal = {"name": "Offer", "account": account, "amount": 12_800_000, "currency": "JPY"}
    add("deals", deal, {**deal, "currency": "USD"})
    async with open_app(size=(140, 24)) as ui:
        assert "Deals 2 " in ui.lines()[0]


class Framed(App[None]):
    def compose(self) -> ComposeResult:
        yield Panel()


@pytest.mark.parametrize(
    ("cells", "title"),
    [
        (80, "Leads › Open leads · / sato · 1,234 · 2 marked · by Name ↑"),
        (60, "Leads › Open leads · / sato · 1,234 · 2 marked"),
        (50, "Leads › Open leads · / sato · 1,234"),
        (40, "Leads › Open leads · / sato"),
        (30, "Open leads · / sato"),
        (20, "Open leads"),
    ],
)
async def test_what_is_told_last_goes_first_and_no_number_is_cut(cells: int, title: str) -> None:
    app = Framed()
    async with app.run_test(size=(cells, 5)) as pilot:
        panel = app.query_one(Panel)
        about = ("1,234", "2 marked", "by Name ↑")
        panel.show_title(("Leads", "Open leads"), *about, filters="/ sato")
        await pilot.pause()
        line = app.screen._compositor.render_strips()[0].text
        assert line.strip("╭─╮ ") == title


async def test_names_are_data_in_a_title() -> None:
    app = Framed()
    async with app.run_test(size=(60, 5)) as pilot:
        app.query_one(Panel).show_title(("[b]x[/b]", "[@click=app.quit]y\x1b[2J"))
        await pilot.pause()
        line = app.screen._compositor.render_strips()[0].text
        assert "[b]x[/b] › [@click=app.quit]y␛[2J" in line


@pytest.mark.parametrize(("language", "words"), [("en", "Sample"), ("ja", "サンプル")])
@pytest.mark.parametrize("cells", [80, 120])
async def test_a_demo_says_that_it_is_one_on_every_screen(
    open_app: Callable[..., Opened],
    five_leads: list[int],
    language: Language,
    words: str,
    cells: int,
) -> None:
    async with open_app(size=(cells, 24), language=language) as ui:
        assert words not in ui.lines()[0]
        ui.app.keeps_settings = False
        for key in ("2", "T", "3"):
            await ui.press(key)
            assert words in ui.lines()[0], key
