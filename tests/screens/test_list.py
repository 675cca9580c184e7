"""What the keys of a list do to what it shows."""

from __future__ import annotations

import re
import threading
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from textual import events
from textual.widgets import Input

from tests.screens.conftest import people, screen_of
from tests.screens.resting import PATIENCE, until
from tui_crm.errors import UsageError
from tui_crm.screens import store_watcher
from tui_crm.screens.list.find_box import FindBox
from tui_crm.screens.list.screen import ListScreen
from tui_crm.screens.widgets.header import HeaderLine
from tui_crm.store import commands
from tui_crm.store.model import Kind

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.screens.conftest import Driver, Opened
    from tui_crm.screens.list.row_source import ListState
    from tui_crm.store.db.store import Store


def names(ui: Driver) -> list[str]:
    """The family names in the list, in its order."""
    lines = [line.removeprefix("│") for line in ui.lines()[2:-1] if not line.startswith("╰")]
    labels = next(n for n, line in enumerate(lines) if line.startswith("   Name"))
    return [word for line in lines[labels + 1 :] if (word := line[3:].split(" ")[0])]


async def test_list_shows_its_records_and_how_many(
    open_app: Callable[..., Opened], five_leads: list[int]
) -> None:
    async with open_app() as ui:
        assert ui.place().startswith("Leads › Open leads")
        assert " 5 " in ui.place()
        assert names(ui) == ["Abe", "Baba", "Chiba", "Doi", "Endo"]


async def test_header_has_overdue_work_and_the_clock(
    open_app: Callable[..., Opened], five_leads: list[int], add: Callable[..., list[int]]
) -> None:
    add("activities", {"subject": "Quote", "due_on": "2026-11-20", "lead": five_leads[0]})
    async with open_app(size=(140, 24)) as ui:
        assert "1 overdue · Sat 21 Nov 12:00" in ui.lines()[0]


async def test_next_step_has_its_kind_and_a_sign_when_it_is_late(
    open_app: Callable[..., Opened], five_leads: list[int], add: Callable[..., list[int]]
) -> None:
    late = {"subject": "Quote", "kind": "call", "start_at": "2026-11-18T03:00:00Z"}
    add("activities", {**late, "lead": five_leads[0]})
    async with open_app() as ui:
        assert "! Call 3 d ago" in ui.cursor_line()
        assert " none" in ui.lines()[4]


async def test_search_narrows_as_it_is_typed(
    open_app: Callable[..., Opened], five_leads: list[int]
) -> None:
    async with open_app() as ui:
        await ui.press("slash")
        await ui.type("chi")
        assert names(ui) == ["Chiba"]
        await ui.press("enter")
        assert " / chi" in ui.place()
        await ui.press("escape")
        assert len(names(ui)) == 5


async def test_another_search_is_typed_over_the_one_before(
    open_app: Callable[..., Opened], five_leads: list[int]
) -> None:
    async with open_app() as ui:
        await ui.press("slash")
        await ui.type("chi")
        await ui.press("enter", "slash")
        await ui.type("doi")
        assert names(ui) == ["Doi"]


async def test_a_search_that_is_too_long_says_how_much_of_it_counts(
    open_app: Callable[..., Opened], five_leads: list[int]
) -> None:
    async with open_app() as ui:
        await ui.press("slash")
        assert ui.app.focused is not None
        ui.app.focused.post_message(events.Paste("doi " * 60))
        await ui.rest()
        assert "first 200 characters" in ui.text()
        assert names(ui) == ["Doi"]
        await ui.press("backspace", "ctrl+u")
        assert "first 200 characters" not in ui.text()


async def test_a_key_that_needs_a_record_says_so_in_an_empty_list(
    open_app: Callable[..., Opened], five_leads: list[int]
) -> None:
    async with open_app() as ui:
        await ui.press("slash")
        await ui.type("nobody")
        await ui.press("enter", "t")
        assert "Nothing is listed" in ui.notices()[-1]
        await ui.press("escape", "t")
        assert len(ui.notices()) == 1


async def test_a_digit_after_a_key_without_a_record_goes_nowhere(
    open_app: Callable[..., Opened], five_leads: list[int]
) -> None:
    async with open_app() as ui:
        await ui.press("slash")
        await ui.type("nobody")
        await ui.press("enter")
        await ui.pilot.press("t", "2")
        await ui.rest()
        assert ui.app.current_mode == "leads"
        await ui.press("2")
        assert ui.app.current_mode == "accounts"


async def test_cursor_is_on_a_record_that_was_just_added(
    open_app: Callable[..., Opened], five_leads: list[int]
) -> None:
    async with open_app() as ui:
        assert "Abe" in ui.cursor_line()
        await ui.press("a", "tab")
        await ui.type("Fuji")
        await ui.press("ctrl+s")
        assert "Fuji" in ui.cursor_line()


async def test_escape_leaves_a_search_and_takes_it_back(
    open_app: Callable[..., Opened], five_leads: list[int]
) -> None:
    async with open_app() as ui:
        await ui.press("j", "slash")
        await ui.type("doi")
        await ui.press("escape")
        assert len(names(ui)) == 5
        assert "Doi" in ui.cursor_line()


async def test_arrows_move_the_list_while_searching(
    open_app: Callable[..., Opened], five_leads: list[int]
) -> None:
    async with open_app() as ui:
        await ui.press("slash")
        await ui.type("works")
        await ui.press("down", "down", "up")
        assert "Baba" in ui.cursor_line()


async def test_six_keystrokes_run_one_search_after_the_one_that_is_running(
    open_app: Callable[..., Opened], five_leads: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    from tui_crm.screens.list import row_source

    asked: list[str] = []
    go_on = threading.Event()
    first_page = row_source.first_page

    def slow(store: Store, state: ListState, *rest: Any) -> Any:
        asked.append(state.search)
        assert go_on.wait(PATIENCE)
        return first_page(store, state, *rest)

    async with open_app() as ui:
        await ui.press("slash")
        screen = screen_of(ui, ListScreen)
        monkeypatch.setattr(row_source, "first_page", slow)
        for letter in "wchiba":
            ui.app.post_message(events.Key(letter, letter))
            await until(lambda: bool(asked), ui.pilot.pause)
        await until(
            lambda: screen.state is not None and screen.state.search == "wchiba", ui.pilot.pause
        )
        go_on.set()
        await ui.rest()
        assert asked == ["w", "wchiba"]


async def test_filter_is_applied_and_remembered(
    open_app: Callable[..., Opened], five_leads: list[int]
) -> None:
    async with open_app() as ui:
        await ui.press("f")
        await ui.type("last_name=Doi")
        await ui.press("enter")
        assert names(ui) == ["Doi"]
        assert '"Last name"=Doi' in ui.place()
        await ui.press("escape")
        assert len(names(ui)) == 5
        await ui.press("f", "up")
        assert "last_name=Doi" in ui.lines()[2]


async def test_mistake_in_a_filter_is_shown_at_its_place(
    open_app: Callable[..., Opened], five_leads: list[int]
) -> None:
    async with open_app() as ui:
        await ui.press("f")
        await ui.type("city=x and nope=1")
        line, problem = ui.lines()[2:4]
        assert "There is no field nope" in problem
        assert problem.index("▲") == line.index("nope")
        await ui.press("enter")
        assert "nope" in ui.lines()[2]
        await ui.press("escape")
        assert len(names(ui)) == 5


async def test_filter_completes_fields_and_choices(
    open_app: Callable[..., Opened], five_leads: list[int]
) -> None:
    async with open_app() as ui:
        await ui.press("f")
        await ui.type("rat")
        await ui.press("right")
        await ui.type("=h")
        await ui.press("right")
        assert "rating=hot" in ui.lines()[2]


async def test_sort_is_chosen_and_turned_round(
    open_app: Callable[..., Opened], five_leads: list[int]
) -> None:
    async with open_app() as ui:
        await ui.press("s")
        await ui.type("company")
        await ui.press("enter")
        assert "by Company ↑" in ui.place()
        await ui.press("s", "enter")
        assert "by Company ↓" in ui.place()
        assert names(ui)[0] == "Endo"


async def test_click_on_a_label_sorts(
    open_app: Callable[..., Opened], five_leads: list[int]
) -> None:
    async with open_app() as ui:
        await ui.pilot.click("RecordTable", offset=(ui.lines()[2].index("Company"), 0))
        await ui.rest()
        assert "Company ↑" in ui.lines()[2]


async def test_views_are_saved_shown_opened_with_and_forgotten(
    open_app: Callable[..., Opened], five_leads: list[int]
) -> None:
    async with open_app() as ui:
        await ui.press("f")
        await ui.type("last_name~b")
        await ui.press("enter", "v")
        await ui.type("save")
        await ui.press("enter")
        await ui.type("With [b]")
        await ui.press("enter")
        assert "Leads › With [b]" in ui.place()
        await ui.press("v")
        await ui.type("open with")
        await ui.press("enter", "escape")
        assert len(names(ui)) == 5
    async with open_app() as ui:
        assert "Leads › With [b]" in ui.place()
        assert names(ui) == ["Abe", "Baba", "Chiba"]
        await ui.press("v")
        await ui.type("delete this")
        await ui.press("enter")
        assert "Open leads" in ui.place()
        await ui.press("v")
        assert "With [b]" not in "\n".join(ui.lines()[:-1])


async def test_a_view_that_names_who_is_gone_opens_with_a_notice_and_is_not_saved_again(
    open_app: Callable[..., Opened], five_leads: list[int], add: Callable[..., list[int]]
) -> None:
    view = {"name": "Mine", "record_type": "leads", "where": "owner=nobody or last_name~b"}
    add("views", {**view, "is_default": 1})
    async with open_app() as ui:
        assert "Leads › Mine" in ui.place()
        assert "nobody" not in ui.place(), "a view is called by its name, not by its filter"
        assert names(ui) == ["Abe", "Baba", "Chiba"]
        [notice] = ui.notices()
        assert "called “nobody”" in notice
        await ui.press("v")
        await ui.type("save")
        await ui.press("enter", "enter")
        assert [each.severity for each in ui.app.notices.said] == ["warning", "error"]
        await ui.press("f")
        await ui.type(" and city=x")
        await ui.press("enter")
        assert "called “nobody”" in ui.text()


async def test_columns_are_chosen_and_ordered(
    open_app: Callable[..., Opened], five_leads: list[int]
) -> None:
    async with open_app() as ui:
        await ui.press("L")
        await ui.type("company")
        await ui.press("ctrl+t")
        for _ in range(7):
            await ui.press("backspace")
        await ui.type("status")
        await ui.press("ctrl+up", "enter")
        labels = ui.lines()[2].split()
        assert "Company" not in labels
        assert labels.index("Status") < labels.index("Rating")


async def test_converted_leads_have_a_key(
    open_app: Callable[..., Opened], five_leads: list[int], store: Store
) -> None:
    from tui_crm.store.journal.unit import unit

    with unit(store, "convert") as work:
        work.update("leads", five_leads[0], {"converted_at": "2026-11-20T00:00:00Z"})
    async with open_app() as ui:
        assert "Abe" not in ui.text()
        await ui.press("V")
        assert names(ui) == ["Abe"]
        await ui.press("V")
        assert "Abe" not in names(ui)


async def test_empty_store_says_how_to_begin(open_app: Callable[..., Opened]) -> None:
    async with open_app() as ui:
        assert "No Leads yet" in ui.text()
        assert "brings a list in from a file" in ui.text()
        assert "crm demo" in ui.text()
        assert "call" not in ui.lines()[-1]


async def test_list_of_converted_leads_says_how_many_and_the_key(
    open_app: Callable[..., Opened], five_leads: list[int], store: Store
) -> None:
    from tui_crm.store.journal.unit import unit

    with unit(store, "convert") as work:
        for each in five_leads:
            work.update("leads", each, {"converted_at": "2026-11-20T00:00:00Z"})
    async with open_app() as ui:
        assert "All 5 leads have been converted." in ui.text()
        assert "V shows them." in ui.text()
        await ui.press("slash")
        await ui.type("abe")
        assert "No Leads match “abe”" in ui.text()
        assert "One converted lead has these words" in ui.text()


@pytest.mark.parametrize(
    ("language", "sentences"),
    [
        (
            "en",
            (
                'No Leads match “abe” and the filter Company="Chiba Trading"',
                "esc clears the search, pressed again the filter too.",
                "f changes the filter.",
            ),
        ),
        (
            "ja",
            (
                '「abe」と絞り込み（会社名="Chiba Trading"）の両方に一致する見込み客はありません',
                "escキーで検索を、もう一度押すと絞り込みも解除します。",
                "fキーで絞り込みを変更できます。",
            ),
        ),
    ],
)
async def test_nothing_found_names_search_and_filter_with_their_keys(
    open_app: Callable[..., Opened],
    five_leads: list[int],
    language: str,
    sentences: tuple[str, ...],
) -> None:
    async with open_app(language=language, size=(140, 30)) as ui:
        await ui.press("f")
        await ui.type('company="Chiba Trading"')
        await ui.press("enter", "slash")
        await ui.type("abe")
        await ui.press("enter")
        for sentence in sentences:
            assert sentence in ui.text()
        await ui.press("escape")
        assert sentences[0] not in ui.text()
        await ui.press("escape")
        assert "Abe" in ui.text()


async def test_numbers_switch_lists_and_come_back_to_the_same_place(
    open_app: Callable[..., Opened], five_leads: list[int]
) -> None:
    async with open_app() as ui:
        await ui.press("j", "j", "2")
        assert ui.place().startswith("Accounts › All")
        assert "No Accounts yet" in ui.text()
        await ui.press("1")
        assert "Chiba" in ui.cursor_line()


@pytest.mark.parametrize("width", [80, 120])
async def test_preview_shows_the_record_under_the_cursor(
    open_app: Callable[..., Opened],
    five_leads: list[int],
    add: Callable[..., list[int]],
    width: int,
) -> None:
    add("activities", {"subject": "Quote", "due_on": "2026-11-25", "lead": five_leads[1]})
    add(
        "activities",
        {"subject": "Hello", "status": "done", "result": "later", "lead": five_leads[1]},
    )
    async with open_app(size=(width, 24)) as ui:
        await ui.press("j")
        if width == 80:
            assert "Hello" not in ui.text()
            await ui.press("p")
        assert "Baba Works" in ui.text()
        assert ui.text().index("Wed 25 Nov") < ui.text().index("Hello: “later”")
        await ui.press("p")
        assert "Hello" not in ui.text()


async def test_another_window_changes_the_list_quietly(
    open_app: Callable[..., Opened],
    five_leads: list[int],
    open_store: Callable[..., Store],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from tui_crm.store.journal.unit import unit

    monkeypatch.setattr(store_watcher, "POLL_SECONDS", 0.05)
    other = open_store("suzuki")
    async with open_app() as ui:
        await ui.press("j", "space")
        with unit(other, "edit") as work:
            work.update("leads", five_leads[0], {"rating": "hot"})
            work.create_many(
                "leads",
                [work.with_defaults(other.schema.type("leads"), r) for r in people(["Bessho"])],
            )
        await until(lambda: "Bessho" in ui.text(), lambda: ui.pilot.pause(0.05), ui.text)
        await ui.rest()
        assert names(ui) == ["Abe", "Baba", "Bessho", "Chiba", "Doi", "Endo"]
        assert "Hot" in ui.lines()[3]
        assert "Chiba" in ui.cursor_line()
        assert "6 · 1 marked" in ui.place()
        assert not ui.notices()


@pytest.mark.parametrize("keys", [("f10",), ("slash", "escape")])
async def test_the_cursor_stays_on_its_record_far_down_a_list(
    open_app: Callable[..., Opened], add: Callable[..., list[int]], keys: tuple[str, ...]
) -> None:
    add("leads", *people([f"Name{n:04}" for n in range(450)]))
    async with open_app() as ui:
        await ui.press("end", "up", "up")
        assert "Name0447" in ui.cursor_line()
        await ui.press(*keys)
        assert "Name0447" in ui.cursor_line()
        assert "450" in ui.place()


async def test_a_column_may_come_and_go_while_the_list_is_open(
    open_app: Callable[..., Opened], five_leads: list[int], store: Store
) -> None:
    async with open_app(size=(300, 24)) as ui:
        await ui.app.write(commands.add_field, store, "leads", "shoe_size", Kind.TEXT, en="Shoes")
        await ui.press("L")
        await ui.type("shoes")
        await ui.press("ctrl+t", "enter")
        assert "Shoes" in ui.lines()[2].split()
        await ui.press("s")
        await ui.type("shoes")
        await ui.press("enter")
        assert len(names(ui)) == 5
        await ui.app.write(commands.edit_field, store, "leads", "shoe_size", {"is_retired": 1})
        await ui.rest()
        assert "Shoes" not in ui.lines()[2].split()
        await ui.press("slash")
        await ui.type("chi")
        assert names(ui) == ["Chiba"]
        assert {notice.severity for notice in ui.app.notices.said} == {"information"}


async def test_a_list_that_cannot_be_read_leaves_the_keys_alive(
    open_app: Callable[..., Opened], five_leads: list[int]
) -> None:
    async with open_app() as ui:
        state = screen_of(ui, ListScreen).state
        assert state is not None
        with pytest.raises(UsageError):
            await screen_of(ui, ListScreen).reader.first_page(replace(state, columns=("hat",)), 9)
        await ui.press("slash")
        await ui.type("chi")
        assert names(ui) == ["Chiba"]


@pytest.mark.parametrize("size", [(20, 5), (40, 10), (61, 24), (200, 50)])
async def test_every_size_of_terminal_is_drawn(
    open_app: Callable[..., Opened], five_leads: list[int], size: tuple[int, int]
) -> None:
    async with open_app(size=size) as ui:
        for keys in (["j"], ["slash", "escape"], ["p", "p"], ["t", "escape"], ["question_mark"]):
            await ui.press(*keys)
            assert len(ui.lines()) == size[1]


async def test_terminal_that_grows_gets_a_preview(
    open_app: Callable[..., Opened], five_leads: list[int]
) -> None:
    async with open_app(size=(80, 24)) as ui:
        await ui.pilot.resize_terminal(120, 36)
        await ui.rest()
        assert ui.text().count("Abe Works") == 2
        await ui.pilot.resize_terminal(80, 24)
        await ui.rest()
        assert ui.text().count("Abe Works") == 1


async def test_long_list_is_completed_behind_its_first_page(
    open_app: Callable[..., Opened], store: Store
) -> None:
    from tui_crm.store.journal.unit import unit

    lead = store.schema.type("leads")
    with unit(store, "import") as work:
        row = work.with_defaults(lead, {})
        work.create_many("leads", ({**row, "last_name": f"Abe {n:04}"} for n in range(1_200)))
    async with open_app() as ui:
        assert " 1,200 " in ui.place()
        await ui.press("G")
        assert "Abe 1199" in ui.cursor_line()
        await ui.press("A")
        assert "1,200 marked" in ui.place()
        await ui.press("slash")
        await ui.type("abe 11")
        assert " 120 · 1,200 marked" in ui.place()


async def test_amounts_without_a_currency_are_in_that_of_the_settings(
    open_app: Callable[..., Opened], five_leads: list[int], add: Callable[..., list[int]]
) -> None:
    from dataclasses import replace

    (account,) = add("accounts", {"name": "Abe Works"})
    add("deals", {"name": "Boiler", "account": account, "amount": 123_456, "currency": None})
    async with open_app(size=(120, 30)) as ui:
        ui.app.config = replace(ui.app.config, currency="EUR")
        await ui.press("4")
        assert ui.text().count("€1,234.56") == 2  # in the list, and in the preview beside it


async def test_the_preview_says_an_amount_with_its_currency_and_quotes_as_the_reader_does(
    open_app: Callable[..., Opened], add: Callable[..., list[int]]
) -> None:
    (lead,) = add("leads", {"last_name": "青木", "currency": "JPY", "annual_revenue": 5_000_000})
    add("activities", {"subject": "x", "status": "done", "result": "後日連絡", "lead": lead})
    async with open_app(size=(120, 30), language="ja") as ui:
        assert "¥5,000,000" in ui.text()
        assert "通貨" not in ui.text()
        assert "「後日連絡」" in ui.text()


async def test_lines_pasted_into_a_search_are_joined(
    open_app: Callable[..., Opened], five_leads: list[int]
) -> None:
    async with open_app() as ui:
        await ui.press("slash")
        assert ui.app.focused is not None
        ui.app.focused.post_message(events.Paste("doi\r\n\nendo\n"))
        await ui.rest()
        assert screen_of(ui, ListScreen).bar.query_one(Input).value == "doi endo"


async def test_a_view_whose_saving_was_taken_back_is_left_with_what_it_showed(
    open_app: Callable[..., Opened], five_leads: list[int]
) -> None:
    async with open_app() as ui:
        await ui.press("f")
        await ui.type("last_name~b")
        await ui.press("enter", "v")
        await ui.type("save")
        await ui.press("enter")
        await ui.type("Bees")
        await ui.press("enter")
        assert "Leads › Bees" in ui.place()
        await ui.press("ctrl+z")
        assert "Leads › Open leads" in ui.place()
        assert '"Last name"~b' in ui.lines()[1]
        assert names(ui) == ["Abe", "Baba", "Chiba"]


async def test_tab_takes_the_filter_and_leaves_its_line(
    open_app: Callable[..., Opened], five_leads: list[int]
) -> None:
    async with open_app() as ui:
        await ui.press("f")
        await ui.type("last_name~en")
        await ui.press("tab")
        assert not ui.app.screen.query(FindBox)
        assert names(ui) == ["Endo"]
        await ui.press("slash")
        await ui.type("end")
        await ui.press("tab", "j")
        assert not ui.app.screen.query(FindBox)
        assert names(ui) == ["Endo"]


@pytest.mark.parametrize("cells", range(40, 121, 4))
async def test_a_count_in_the_header_is_whole_or_left_out(
    open_app: Callable[..., Opened], add: Callable[..., list[int]], cells: int
) -> None:
    add("leads", *people([f"Name{n:04}" for n in range(1234)]))
    async with open_app(size=(cells, 24)) as ui:
        ui.app.screen.query_one(HeaderLine).show_time(ui.app.watcher.last.now, 1208)
        await ui.rest()
        await ui.press("space", "down", "space")
        figures = re.findall(r"[\d,…]+(?= |$)", ui.place())
        assert set(figures) <= {"1,234", "2"}, ui.place()
        assert "1,208 overdue" in ui.lines()[0] or "1208 overdue" in ui.lines()[0]
