"""What notices say, and where: who and what, one at a time, in the last line, over no row."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.screens.conftest import people
from tui_crm.features.activities import plans
from tui_crm.features.activities.next_step_line import NextStep
from tui_crm.features.activities.plans import Plan
from tui_crm.language.when import When, parse_when
from tui_crm.sanitize import width
from tui_crm.screens.list.record_table import RecordTable
from tui_crm.screens.notices import MOST_LINES, NoticeLine

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.widget import Widget

    from tests.screens.conftest import Driver, Opened
    from tui_crm.store.db.store import Store

LONG = "井上 直樹：不在を記録、次は明日 10:00"


@pytest.mark.parametrize("cells", [40, 57, 79, 80, 81, 120])
async def test_a_notice_stands_whole_in_the_place_of_the_keys_and_covers_no_row(
    open_app: Callable[..., Opened], five_leads: list[int], cells: int
) -> None:
    async with open_app(size=(cells, 24), language="ja") as ui:
        rows = ui.lines()[:-1]
        ui.app.say(LONG)
        await ui.rest()
        assert ui.lines() == [*rows, f" ✓ {LONG}"]
        await ui.press("v")
        ui.app.say(LONG, "error")
        await ui.rest()
        assert ui.lines()[-1] == f" ✗ {LONG}"


async def test_a_long_notice_leaves_the_cursor_in_sight_and_ends_in_an_ellipsis(
    open_app: Callable[..., Opened], add: Callable[..., list[int]]
) -> None:
    add("leads", *people([f"Name{n:02}" for n in range(40)]))
    async with open_app() as ui:
        await ui.press(*["down"] * 19)
        at = ui.cursor_line()
        ui.app.say("漢字" * 700, "warning", hint="ctrl+z undoes")
        await ui.rest()
        assert ui.cursor_line() == at
        lines = ui.lines()[-MOST_LINES - 1 :]
        assert lines[0].startswith(" ! 漢字")
        assert lines[-2].endswith("…")
        assert lines[-1] == "   ctrl+z undoes"
        assert all(width(line) <= 80 for line in lines)
        table, notice = ui.app.screen.query_one(RecordTable), ui.app.screen.query_one(NoticeLine)
        assert not table.region.overlaps(notice.region)


async def test_a_warning_is_not_wiped_away_by_what_is_merely_told(
    open_app: Callable[..., Opened], five_leads: list[int]
) -> None:
    async with open_app() as ui:
        ui.app.say("Abe: kept")
        ui.app.say("Baba: no e-mail address", "warning")
        ui.app.say("Chiba: added", hint="ctrl+z undoes")
        await ui.rest()
        assert [line.strip() for line in ui.lines()[-2:]] == [
            "! Baba: no e-mail address",
            "✓ Chiba: added · ctrl+z undoes",
        ]
        await ui.pilot.click(NoticeLine)
        assert "enter open" in ui.lines()[-1]


async def test_a_warning_goes_with_what_is_done_after_the_person_has_gone_on(
    open_app: Callable[..., Opened], five_leads: list[int]
) -> None:
    async with open_app() as ui:
        ui.app.say("Nothing to undo", "error")
        await ui.press("j")
        assert "Nothing to undo" in ui.lines()[-1]
        ui.app.say("Chiba: added")
        await ui.rest()
        assert ui.lines()[-1] == " ✓ Chiba: added"
        assert "Nothing to undo" not in ui.text()


async def test_another_screen_shows_its_keys_and_not_what_was_said_before(
    open_app: Callable[..., Opened], five_leads: list[int]
) -> None:
    async with open_app() as ui:
        ui.app.say("Abe: kept")
        await ui.press("enter")
        assert "Abe: kept" not in ui.text()
        ui.app.say("Abe: edited")
        ui.app.pop_screen()
        await ui.rest()
        assert "Abe: edited" in ui.lines()[-1], "said last, and no key since"


async def test_a_long_warning_leaves_its_lines_to_what_is_told_below_it(
    open_app: Callable[..., Opened], five_leads: list[int]
) -> None:
    async with open_app() as ui:
        ui.app.say("漢字" * 700, "warning")
        ui.app.say("Chiba: added", hint="ctrl+z undoes")
        await ui.rest()
        lines = ui.lines()[-MOST_LINES:]
        assert lines[0].startswith(" ! 漢字")
        assert lines[-2].endswith("…")
        assert lines[-1] == " ✓ Chiba: added · ctrl+z undoes"


async def test_what_is_said_while_a_dialog_opens_or_closes_stands_in_the_same_line(
    open_app: Callable[..., Opened], five_leads: list[int]
) -> None:
    async with open_app() as ui:
        ui.app.say(LONG)
        await ui.press("v")
        dialog = _dialog(ui).region
        assert LONG in ui.lines()[-1]
        ui.app.clear_notifications()
        await ui.rest()
        assert _dialog(ui).region == dialog, "nothing moves"
        ui.app.say("Abe: kept")
        await ui.press("escape")
        assert "Abe: kept" in ui.lines()[-1]


def _dialog(ui: Driver) -> Widget:
    return ui.app.screen.query_one(".dialog")


@pytest.mark.parametrize(
    ("language", "logged", "planned", "moved"),
    [
        (
            "en",
            "Abe: No answer logged, next tomorrow 10:00",
            "Abe: call back planned, tomorrow 10:00",
            "Abe: call back moved to",
        ),
        (
            "ja",
            "Abe：不在を記録、次は明日 10:00",
            "Abe：call backを予定、明日 10:00",
            "Abe：call backを",
        ),
    ],
)
async def test_calls_and_plans_say_with_whom_and_what_comes_next(
    open_app: Callable[..., Opened],
    store: Store,
    five_leads: list[int],
    language: str,
    logged: str,
    planned: str,
    moved: str,
) -> None:
    async with open_app(language=language) as ui:
        tomorrow = parse_when("tomorrow 10:00", store.local_now())
        links = {"lead": five_leads[0]}
        call = Plan("call", "不在" if language == "ja" else "No answer", links=links)
        step = NextStep("call", "call back", tomorrow)
        await ui.app.write(plans.log_done, store, call, follow_up=step)
        assert ui.notices()[-1].startswith(logged)
        plan = Plan("call", "call back", tomorrow, links=links)
        written = await ui.app.write(plans.plan, store, plan)
        assert ui.notices()[-1].startswith(planned)
        day: When = parse_when("+9d", store.local_now())
        changes = {"start_at": None, "due_on": str(day.start)[:10]}
        await ui.app.write(plans.change, store, written.id, changes, None)
        assert ui.notices()[-1].startswith(moved)
        await ui.press("ctrl+z")
        assert ui.notices()[-1].startswith(moved.split("call")[0])
