"""What the keys of Today do to a person's schedule."""

from __future__ import annotations

import re
import threading
from typing import TYPE_CHECKING

import pytest

from tests.records import stored
from tests.screens.record_host import HOSTILE
from tests.screens.resting import PATIENCE, until
from tui_crm import i18n
from tui_crm.features.activities import plans, reschedule
from tui_crm.features.activities.dialogs import reschedule as reschedule_dialog
from tui_crm.features.activities.dialogs.reschedule import MoveScreen
from tui_crm.features.activities.plans import Plan
from tui_crm.features.activities.queries import find_item
from tui_crm.features.activities.today.agenda_list import AgendaList
from tui_crm.features.activities.today.screen import TodayScreen
from tui_crm.features.activities.today.week_grid import WeekGrid
from tui_crm.store.journal.unit import unit

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.screens.conftest import Driver, Opened
    from tui_crm.features.activities.queries import AgendaItem
    from tui_crm.store.db.store import Store
    from tui_crm.store.model import Value
    from tui_crm.store.records import Record

DOI = ("Doi", "·", "Doi", "Works")
CALL = {"kind": "call", "start_at": "2026-11-21T06:00:00Z"}


@pytest.fixture
def day(add: Callable[..., list[int]]) -> dict[str, int]:
    """A lead, and a day with something in every part of it; their ids by their subjects."""
    [lead] = add("leads", {"last_name": "Doi", "company": "Doi Works", "phone": "03-1234-5678"})
    rows: list[dict[str, Value]] = [
        {"subject": "late task", "due_on": "2026-11-19", "lead": lead},
        {"subject": "visit", "kind": "meeting", **span(15, 16), "place": "Shibuya", "lead": lead},
        {"subject": "clash", "kind": "call", "start_at": span(15, 16)["start_at"]},
        {"subject": "some time", "due_on": "2026-11-21"},
        {"subject": "some day"},
        {
            "subject": "asked",
            "kind": "call",
            "status": "done",
            "done_at": "2026-11-21T01:00:00Z",
            "result": "agreed",
        },
    ]
    ids = add("activities", *rows)
    return {"lead": lead, **dict(zip([str(row["subject"]) for row in rows], ids, strict=True))}


def span(first: int, last: int, day: int = 21) -> dict[str, str]:
    return {
        "start_at": f"2026-11-{day}T{first - 9:02}:00:00Z",
        "end_at": f"2026-11-{day}T{last - 9:02}:00:00Z",
    }


def record(ui: Driver, activity_id: int) -> Record:
    return stored(ui.app.store, "activities", activity_id)


async def go_to(ui: Driver, activity_id: int) -> None:
    """Put the cursor on an activity."""
    agenda = ui.app.screen.query_one(AgendaList)
    await ui.press("home")
    for _ in agenda.lines:
        if agenda.cursor_id == activity_id:
            return
        await ui.press("j")
    raise AssertionError(activity_id)


async def test_today_has_its_parts_in_order_with_signs(
    open_app: Callable[..., Opened], day: dict[str, int]
) -> None:
    async with open_app(size=(120, 30)) as ui:
        await ui.press("0")
        assert [" ".join(line.strip("│").split()) for line in ui.lines()[2:13]] == [
            "Overdue (1)",
            "▌! Thu 19 Nov Task late task Doi · Doi Works",
            "Today (3)",
            "= 15:00–16:00 Meeting visit Doi · Doi Works overlaps · Shibuya",
            "= 15:00 Call clash overlaps",
            "any time Task some time",
            "No date (1)",
            "Task some day",
            "Done (1)",
            "✓ 10:00 Call asked “agreed”",
            "",
        ]
        starts = {
            line.find(word) for line in ui.lines() for word in ("Task ", "Call ") if word in line
        }
        assert len(starts) == 1
        head = ui.place()
        assert head.startswith("Today › Saturday 21 November")
        assert "sato · 1 overdue · 4 planned · 1 done" in head
        assert "1 overdue" in ui.lines()[0]


async def test_what_is_done_is_struck_through(
    open_app: Callable[..., Opened], day: dict[str, int]
) -> None:
    async with open_app() as ui:
        await ui.press("0")
        agenda = ui.app.screen.query_one(AgendaList)
        struck = [
            segment.text
            for y in range(agenda.size.height)
            for segment in agenda.render_line(y)
            if segment.style and segment.style.strike
        ]
        assert struck == ["asked"]


async def test_today_fits_a_narrow_terminal_and_speaks_japanese(
    open_app: Callable[..., Opened], day: dict[str, int]
) -> None:
    async with open_app(language="ja") as ui:
        await ui.press("0")
        assert ui.place().startswith("今日の予定 › 11/21（土）")
        assert ui.lines()[3].split() == ["▌!", "11/19(木)", "タスク", "late", "task", *DOI]
        assert "今日 (3)" in ui.text()


async def test_done_asks_the_result_and_the_next_step(
    open_app: Callable[..., Opened], day: dict[str, int]
) -> None:
    async with open_app() as ui:
        await ui.press("0")
        await go_to(ui, day["visit"])
        await ui.press("d")
        await ui.type("liked it")
        await ui.press("tab")
        await ui.type("tomorrow 10:00 call back")
        assert "→ Call  Sun 22 Nov 10:00  call back" in ui.text()
        await ui.press("enter")
        done = record(ui, day["visit"])
        assert (done["status"], done["result"]) == ("done", "liked it")
        following = record(ui, day["asked"] + 1)
        assert (following["kind"], following["lead"]) == ("call", day["lead"])
        assert "clash" in ui.cursor_line()
        assert "Done (2)" in ui.text()


async def test_next_step_of_a_time_alone_repeats_the_activity(
    open_app: Callable[..., Opened], day: dict[str, int]
) -> None:
    async with open_app() as ui:
        await ui.press("0")
        await go_to(ui, day["clash"])
        await ui.press("d", "tab")
        assert "tomorrow 10:00 (then: Call, clash)" in ui.text()
        await ui.type("mon 9:00")
        await ui.press("enter")
        following = record(ui, day["asked"] + 1)
        assert (following["subject"], following["start_at"]) == ("clash", "2026-11-23T00:00:00Z")


async def test_undo_brings_it_back(open_app: Callable[..., Opened], day: dict[str, int]) -> None:
    async with open_app() as ui:
        await ui.press("0", "d", "enter")
        assert record(ui, day["late task"])["status"] == "done"
        await ui.press("u")
        assert record(ui, day["late task"])["status"] == "planned"
        assert "Overdue (1)" in ui.text()
        await ui.press("d", "enter", "ctrl+z")
        assert record(ui, day["late task"])["status"] == "planned"


async def test_next_step_is_required_where_the_settings_say_so(
    open_app: Callable[..., Opened], day: dict[str, int]
) -> None:
    async with open_app() as ui:
        object.__setattr__(ui.app.config, "require_next_step", True)
        await ui.press("0", "d", "enter")
        assert "Say what comes next" in ui.text()
        assert record(ui, day["late task"])["status"] == "planned"
        await ui.press("tab")
        await ui.type("mon")
        await ui.press("enter")
        assert record(ui, day["late task"])["status"] == "done"


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        (("w",), "There is nobody else."),
        (("o",), "tel:"),
    ],
)
async def test_a_key_that_changes_nothing_says_what_it_did_or_why_not(
    open_app: Callable[..., Opened], day: dict[str, int], keys: tuple[str, ...], said: str
) -> None:
    async with open_app() as ui:
        await ui.press("0", *keys)
        assert said in ui.notices()[-1]


async def test_result_is_noted_without_finishing_and_changed_after(
    open_app: Callable[..., Opened], day: dict[str, int]
) -> None:
    async with open_app() as ui:
        await ui.press("0", "ctrl+p")
        await ui.type("result")
        await ui.press("enter")
        await ui.type("no answer")
        await ui.press("enter")
        noted = record(ui, day["late task"])
        assert (noted["status"], noted["result"]) == ("planned", "no answer")
        await ui.press("G", "d")
        await ui.type(" to all")
        await ui.press("enter")
        assert record(ui, day["asked"])["result"] == "agreed to all"


@pytest.mark.parametrize(("key", "due"), [("1", 22), ("2", 28), ("3", 24)])
async def test_move_goes_by_a_day_a_week_or_to_the_next_business_day(
    open_app: Callable[..., Opened], day: dict[str, int], key: str, due: int
) -> None:
    async with open_app() as ui:
        await ui.press("0", "m")
        assert "Next day  Sun 22 Nov" in ui.text()
        await ui.press(key)
        assert "Next day" not in ui.text() or key == "1"
        await ui.press("enter")
        assert record(ui, day["late task"])["due_on"] == f"2026-11-{due}"
        assert "Overdue" not in ui.text()


async def test_move_goes_where_words_say_and_says_what_it_cannot_read(
    open_app: Callable[..., Opened], day: dict[str, int]
) -> None:
    async with open_app() as ui:
        await ui.press("0", "m")
        await ui.type("someday")
        await ui.press("enter")
        assert "! “someday”" in ui.text()
        await ui.press("ctrl+u")
        await ui.type("next mon 9:30")
        await ui.press("enter")
        assert record(ui, day["late task"])["start_at"] == "2026-11-23T00:30:00Z"


@pytest.mark.parametrize(
    ("typed", "field", "value"),
    [
        ("12/1", "due_on", "2026-12-01"),
        ("2/1", "due_on", "2027-02-01"),
        ("来週月曜", "due_on", "2026-11-23"),
        ("明日 10:00", "start_at", "2026-11-22T01:00:00Z"),
        ("来週月曜 14:00", "start_at", "2026-11-23T05:00:00Z"),
    ],
)
async def test_move_reads_dates_digit_by_digit_and_shows_the_day_before_enter(
    open_app: Callable[..., Opened], day: dict[str, int], typed: str, field: str, value: str
) -> None:
    async with open_app(language="ja") as ui:
        await ui.press("0", "m")
        await ui.type(typed)
        assert "→" in ui.text()
        assert "該当" not in ui.text()
        assert ui.app.focused is not None
        await ui.press("enter")
        assert record(ui, day["late task"])[field] == value


async def test_what_is_typed_while_the_activity_is_read_moves_it(
    open_app: Callable[..., Opened], day: dict[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    may_read = threading.Event()

    def read_late(store: Store, activity_id: int) -> AgendaItem | None:
        assert may_read.wait(PATIENCE)
        return find_item(store, activity_id)

    monkeypatch.setattr(reschedule_dialog, "find_item", read_late)
    async with open_app() as ui:
        await ui.press("0")
        await ui.pilot.press("m")
        await until(lambda: isinstance(ui.app.screen, MoveScreen), ui.pilot.pause)
        await ui.pilot.press("2", "enter")
        may_read.set()
        await ui.rest()
        assert record(ui, day["late task"])["due_on"] == "2026-11-28"


async def test_next_step_is_planned_with_the_same_people(
    open_app: Callable[..., Opened], day: dict[str, int]
) -> None:
    async with open_app() as ui:
        await ui.press("0", "n")
        assert "Next step · Doi" in ui.text()
        await ui.type("tue 10:00 call quote")
        await ui.press("enter")
        following = record(ui, day["asked"] + 1)
        assert (following["lead"], following["kind"]) == (day["lead"], "call")
        assert record(ui, day["late task"])["status"] == "planned"


async def test_reassign_requests_it_from_another_member(
    open_app: Callable[..., Opened], day: dict[str, int], add: Callable[..., list[int]]
) -> None:
    [other] = add("users", {"name": "suzuki"})
    async with open_app() as ui:
        await ui.press("0", "w", "1")
        handed = record(ui, day["late task"])
        assert (handed["owner"], handed["requested_by"]) == (other, 1)
        assert "late task" not in ui.text().split("Today (")[0]


async def test_enter_opens_the_record_it_is_about(
    open_app: Callable[..., Opened], day: dict[str, int]
) -> None:
    async with open_app() as ui:
        await ui.press("0", "enter")
        assert not isinstance(ui.app.screen, TodayScreen)
        assert "Doi" in ui.place()
        await ui.press("escape")
        assert isinstance(ui.app.screen, TodayScreen)


async def test_add_opens_a_form_for_the_day(
    open_app: Callable[..., Opened], day: dict[str, int]
) -> None:
    async with open_app() as ui:
        await ui.press("0", "right", "a", "tab")
        await ui.type("new one")
        await ui.press("ctrl+s")
        assert record(ui, day["asked"] + 1)["due_on"] == "2026-11-22"
        assert "new one" in ui.text()


async def test_days_and_weeks_go_along_and_come_back(
    open_app: Callable[..., Opened], day: dict[str, int], add: Callable[..., list[int]]
) -> None:
    add("activities", {"subject": "Sunday", **CALL, "start_at": "2026-11-22T01:00:00Z"})
    async with open_app() as ui:
        await ui.press("0", "right")
        assert "Sunday 22 November" in ui.place()
        assert "Overdue" not in ui.text().split("\n", 1)[1]
        assert "Sunday" in ui.cursor_line()
        await ui.press("left", "left")
        assert "Friday 20 November" in ui.place()
        await ui.press("right_square_bracket")
        assert "Friday 27 November" in ui.place()
        await ui.press("T")
        assert "Saturday 21 November" in ui.place()
        assert "Overdue (1)" in ui.text()


@pytest.mark.parametrize("key", ["T", "0"])
async def test_key_of_today_shows_today_whatever_day_was_looked_at(
    open_app: Callable[..., Opened], day: dict[str, int], key: str
) -> None:
    async with open_app() as ui:
        await ui.press("0", "right", key)
        assert "Saturday 21 November" in ui.place()
        await ui.press("right", "1", key)
        assert "Saturday 21 November" in ui.place()


async def test_escape_goes_back_to_the_list_one_came_from(
    open_app: Callable[..., Opened], day: dict[str, int]
) -> None:
    async with open_app() as ui:
        await ui.press("3", "T")
        assert "esc back" in ui.lines()[-1]
        await ui.press("escape")
        assert ui.app.current_mode == "contacts"


def week_lines(ui: Driver) -> list[str]:
    """The lines of the week."""
    region = ui.app.screen.query_one(WeekGrid).region
    return [line[region.x :] for line in ui.lines()[region.y : region.bottom]]


async def test_a_week_shows_for_each_day_what_is_on_with_whom_and_what_is_late(
    open_app: Callable[..., Opened], day: dict[str, int]
) -> None:
    async with open_app(size=(120, 36)) as ui:
        week = ui.app.key_of("today.week")
        await ui.press("0", week)
        head, about, *_ = week_lines(ui)
        assert [head.index(name) for name in ("Mon 16 Nov", "▌Sat 21 Nov", "Sun 22 Nov")]
        assert "1 !1" in about
        assert "Today 4" in about
        text = "\n".join(week_lines(ui))
        for words in ("☐ ! Doi", "☎ ✓10:00", "─ 12:00 ──", "⚑ =15:00", "☎ =15:00", "some time"):
            assert words in text
        assert text.index("✓10:00") < text.index("─ 12:00 ──") < text.index("=15:00")
        await ui.press("right_square_bracket")
        assert "▌Sat 28 Nov" in week_lines(ui)[0]
        assert "─ 12:00 ──" not in ui.text()
        await ui.press(week)
        assert "Mon 23 Nov" not in ui.text()


async def test_a_narrow_week_has_three_days_that_go_along_with_the_day(
    open_app: Callable[..., Opened], day: dict[str, int]
) -> None:
    async with open_app() as ui:
        await ui.press("0", ui.app.key_of("today.week"))
        for days in ("Fri 20 Nov ▌Sat 21 Nov Sun 22 Nov", "Sat 21 Nov ▌Sun 22 Nov Mon 23 Nov"):
            assert " ".join(week_lines(ui)[0].replace("│", " ").split()) == days
            await ui.press("right")
        assert len(week_lines(ui)) + 4 < len(ui.lines()), "the list of the day has its lines"


async def test_holidays_of_japan_are_named_in_japanese(
    open_app: Callable[..., Opened], day: dict[str, int]
) -> None:
    async with open_app(language="ja") as ui:
        await ui.press("0", ui.app.key_of("today.week"), "right")
        assert "勤労感謝の日" in week_lines(ui)[1]
        grid = ui.app.screen.query_one(WeekGrid)
        colours = [
            next(
                segment.style.color
                for segment in grid.render_line(0)
                if segment.style is not None and day_of_month in segment.text
            )
            for day_of_month in ("11/21", "11/22", "11/23")
        ]
        assert colours[0] != colours[1] == colours[2]


async def test_a_week_says_how_many_it_leaves_out_and_shows_what_the_cursor_is_on(
    open_app: Callable[..., Opened], add: Callable[..., list[int]]
) -> None:
    many = 30
    rows = [
        {
            "subject": f"call {n}",
            "kind": "call",
            "start_at": f"2026-11-21T{4 + n // 10:02}:0{n % 10}:00Z",
        }
        for n in range(many)
    ]
    add("activities", *rows)
    async with open_app() as ui:
        await ui.press("0", ui.app.key_of("today.week"))
        for n in range(many):
            text = "\n".join(week_lines(ui))
            shown = [k for k in range(many) if f" call {k} " in text]
            said = sum(int(words) for words in re.findall(r"[↑↓] and (\d+) more", text))
            assert len(shown) + said == many
            assert any("▌☎" in line and f" call {n} " in line for line in week_lines(ui))
            await ui.press("down")


async def test_a_click_in_the_week_shows_that_day_and_a_double_click_opens(
    open_app: Callable[..., Opened], day: dict[str, int]
) -> None:
    async with open_app(size=(120, 36)) as ui:
        await ui.press("0", ui.app.key_of("today.week"))
        await ui.pilot.click("WeekGrid", offset=(6, 0))
        await ui.rest()
        assert "Monday 16 November" in ui.place()
        y, x = next(
            (y, line.index("☐ ! Doi")) for y, line in enumerate(week_lines(ui)) if "☐ ! Doi" in line
        )
        await ui.pilot.click("WeekGrid", offset=(x, y))
        await ui.rest()
        assert "Thursday 19 November" in ui.place()
        assert ui.app.screen.query_one(AgendaList).cursor_id == day["late task"]
        await ui.pilot.click("WeekGrid", offset=(x, y), times=2)
        await ui.rest()
        assert "Leads › Doi" in ui.place()


async def test_a_digit_after_a_key_that_needs_an_activity_goes_nowhere(
    open_app: Callable[..., Opened],
) -> None:
    async with open_app() as ui:
        await ui.press("T", "w", "2")
        assert ui.app.current_mode == "today"
        assert (
            ui.notices()[-1]
            == "Nothing is listed here, so there is nothing for this key to act on."
        )


@pytest.mark.parametrize("language", i18n.LANGUAGES)
async def test_empty_day_says_so_kindly(
    open_app: Callable[..., Opened], language: i18n.Language
) -> None:
    async with open_app(language=language) as ui:
        await ui.press("0")
        expected = {
            "en": ("Nothing is planned for today", "a adds something, v shows the week."),
            "ja": ("今日の予定はありません", "aキーで追加、vキーで週の表示に切り替えます。"),
        }
        assert all(words in ui.text() for words in expected[language])
        await ui.press("d", "m", "n", "enter")
        assert isinstance(ui.app.screen, TodayScreen)


async def test_what_another_window_writes_is_shown(
    open_app: Callable[..., Opened], open_store: Callable[..., Store], day: dict[str, int]
) -> None:
    async with open_app() as ui:
        await ui.press("0")
        other = open_store("sato")
        plans.plan(other, Plan("task", "from elsewhere"))
        await ui.app.watcher._look()
        await ui.rest()
        assert "from elsewhere" in ui.text()


async def test_change_over_a_newer_one_is_refused_and_what_was_typed_stays(
    open_app: Callable[..., Opened], open_store: Callable[..., Store], day: dict[str, int]
) -> None:
    async with open_app() as ui:
        await ui.press("0", "d")
        await ui.type("agreed")
        reschedule.reschedule(open_store("sato"), day["late task"], "+1d")
        await ui.press("enter")
        assert "agreed" in ui.text()
        assert "22 Nov" in ui.text()
        assert record(ui, day["late task"])["status"] == "planned"
        await ui.press("escape")
        assert "Done · late task" in ui.text()
        assert "agreed" in ui.text()


async def test_activity_that_was_changed_meanwhile_is_finished_once_that_was_seen(
    open_app: Callable[..., Opened], open_store: Callable[..., Store], day: dict[str, int]
) -> None:
    async with open_app() as ui:
        await ui.press("0", "d")
        await ui.type("agreed")
        reschedule.reschedule(open_store("sato"), day["late task"], "+1d")
        await ui.press("enter", "ctrl+s")
        found = record(ui, day["late task"])
        assert (found["status"], found["result"]) == ("done", "agreed")
        assert found["due_on"] == "2026-11-22"


async def test_ten_thousand_overdue_are_counted_and_not_all_drawn(
    open_app: Callable[..., Opened], store: Store
) -> None:
    with unit(store, "import") as work:
        declared = work.schema.type("activities")
        row = work.with_defaults(declared, {"subject": "x", "title": "x", "due_on": "2026-01-01"})
        work.create_many("activities", (dict(row) for _ in range(10_000)))
    async with open_app() as ui:
        await ui.press("0")
        assert "Overdue (10,000)" in ui.text()
        await ui.press("G")
        assert "and 9800 more" in ui.text()
        assert len(ui.app.screen.query_one(AgendaList).lines) == 202


async def test_hostile_data_is_drawn_as_signs(
    open_app: Callable[..., Opened], add: Callable[..., list[int]]
) -> None:
    for words in HOSTILE:
        [lead] = add("leads", {"last_name": words, "company": words})
        row = {"subject": words, "place": words, "participants": words, "lead": lead}
        add("activities", {**row, "due_on": "2026-11-21"}, {**row, **CALL, "kind": "meeting"})
    async with open_app(size=(120, 40)) as ui:
        await ui.press("0", "v")
        assert "ACME [/] x" in ui.text()
        assert not set("\x1b\x9b\u202e\r\x07") & set(ui.text())
        for _ in HOSTILE:
            await ui.press("d", "escape", "m", "escape", "n", "escape", "j")
        assert isinstance(ui.app.screen, TodayScreen)


async def test_language_can_be_switched_while_today_is_shown(
    open_app: Callable[..., Opened], day: dict[str, int]
) -> None:
    async with open_app() as ui:
        await ui.press("0", "f10")
        assert "期限切れ (1)" in ui.text()
