"""Logging calls and planning what is next, from a list of leads."""

from __future__ import annotations

import threading
from contextlib import nullcontext
from typing import TYPE_CHECKING

import pytest
from textual import events

from tests.records import stored
from tests.screens.conftest import screen_of
from tests.screens.record_host import HOSTILE
from tests.screens.resting import PATIENCE
from tui_crm.errors import StoreError
from tui_crm.features.activities import plans
from tui_crm.features.activities.dialogs.finish import ResultForm
from tui_crm.screens.form.dialog import FormDialog
from tui_crm.store import commands, drafts, records

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.widget import Widget

    from tests.screens.conftest import Driver, Opened
    from tui_crm.store.db.store import Store
    from tui_crm.store.model import Value
    from tui_crm.store.records import Record


TO_MEMO = ("1", "0", "tab")
"""Keys in the dialog of a call: somebody was reached, their status stays; on to what was said."""


def record(ui: Driver, activity_id: int) -> Record:
    return stored(ui.app.store, "activities", activity_id)


def done_calls(ui: Driver) -> int:
    found = ui.app.store.connection.scalar(
        "SELECT count(*) FROM activities WHERE kind = 'call' AND status = 'done'"
    )
    return int(found)


def focused(ui: Driver) -> Widget:
    assert ui.app.focused is not None
    return ui.app.focused


async def test_call_is_logged_with_outcome_status_next_step_memo_and_minutes(
    open_app: Callable[..., Opened], five_leads: list[int]
) -> None:
    async with open_app() as ui:
        await ui.press("c")
        assert "Log a call · Abe" in ui.text()
        await ui.press("2", "2")
        await ui.type("mon 10:00 call")
        assert "→ Call  Mon 23 Nov 10:00  Call" in ui.text()
        await ui.press("tab")
        await ui.type("call again in december")
        await ui.press("tab")
        await ui.type("12")
        await ui.press("enter")
        call, following = record(ui, 1), record(ui, 2)
        assert (call["kind"], call["status"], call["subject"]) == ("call", "done", "No answer")
        assert (call["result"], call["lead"]) == ("call again in december", five_leads[0])
        assert (call["start_at"], call["end_at"], call["done_at"]) == (
            "2026-11-21T02:48:00Z",
            "2026-11-21T03:00:00Z",
            "2026-11-21T03:00:00Z",
        )
        assert (following["start_at"], following["lead"]) == (
            "2026-11-23T01:00:00Z",
            five_leads[0],
        )
        assert stored(ui.app.store, "leads", five_leads[0])["status"] == "working"
        assert "Abe" in ui.cursor_line()


async def test_a_usual_call_takes_five_keys(
    open_app: Callable[..., Opened], five_leads: list[int]
) -> None:
    async with open_app() as ui:
        await ui.press(*"c211", "enter")
        lead = stored(ui.app.store, "leads", five_leads[0])
        assert (record(ui, 1)["subject"], lead["status"]) == ("No answer", "new")
        assert record(ui, 2)["start_at"] == "2026-11-24T01:00:00Z", "Monday is a holiday"
        assert ui.notices()[-1].startswith("Abe: No answer logged, next Tue 10:00")


async def test_calls_typed_in_one_burst_are_logged_with_one_lead_after_the_other(
    open_app: Callable[..., Opened], five_leads: list[int]
) -> None:
    async with open_app() as ui:
        await ui.pilot.press(*"c111", "enter", *"jc222", "enter", *"jc204", "enter")
        await ui.rest()
        done = [record(ui, n) for n in (1, 3, 5)]
        assert [call["subject"] for call in done] == ["Reached", "No answer", "No answer"]
        assert [call["lead"] for call in done] == five_leads[:3]
        statuses = [stored(ui.app.store, "leads", each)["status"] for each in five_leads]
        assert statuses == ["new", "working", "new", "new", "new"]
        assert "Chiba" in ui.cursor_line()


async def test_the_dialog_shows_number_company_what_was_last_and_all_choices(
    open_app: Callable[..., Opened], add: Callable[..., list[int]]
) -> None:
    [lead] = add(
        "leads",
        {"last_name": "Abe", "company": "Abe Works", "phone": "03-1234-5678", "mobile": "090-1"},
    )
    add(
        "activities",
        {
            **{"kind": "call", "subject": "No answer", "lead": lead, "status": "done"},
            "done_at": "2026-11-20T06:00:00Z",
        },
    )
    async with open_app() as ui:
        await ui.press("c")
        for words in (
            "03-1234-5678",
            "Abe Works  090-1",
            "Last: Fri 20 Nov 15:00 Call No answer",
            "1 Reached  2 No answer  3 Voicemail  4 Will call back",
            "● unchanged  1 New  2 Working",
            "1 next business day Tue 24 Nov 10:00  2 Wed 25 Nov 10:00",
            "3 next week Fri 27 Nov 10:00  4 none",
        ):
            assert words in ui.text()


async def test_a_call_must_say_what_came_of_it_and_a_word_is_not_asked_for(
    open_app: Callable[..., Opened], five_leads: list[int]
) -> None:
    async with open_app() as ui:
        await ui.press("c", "enter")
        assert isinstance(ui.app.screen, FormDialog)
        assert "! " in ui.text()
        await ui.press("1", "enter")
        assert (record(ui, 1)["subject"], record(ui, 1)["result"]) == ("Reached", None)
        assert stored(ui.app.store, "leads", five_leads[0])["status"] == "new"


async def test_a_planned_call_that_is_made_stays_one_activity_and_undo_plans_it_again(
    open_app: Callable[..., Opened], add: Callable[..., list[int]], five_leads: list[int]
) -> None:
    abe, _baba, *_ = five_leads
    renewal: dict[str, Value] = {"kind": "call", "subject": "Renewal", "lead": abe, "owner": 1}
    [due, later, task] = add(
        "activities",
        {**renewal, "start_at": "2026-11-20T01:00:00Z"},
        {**renewal, "start_at": "2026-11-22T01:00:00Z"},
        {**renewal, "kind": "task", "due_on": "2026-11-20"},
    )
    async with open_app() as ui:
        await ui.press("c")
        assert "● done: 20 Nov Renewal  2 still planned" in ui.text()
        planned = record(ui, due).values
        await ui.press("2", "2", "1")
        await ui.press("tab")
        await ui.type("on holiday")
        await ui.press("tab")
        await ui.type("12")
        await ui.press("enter")
        assert ui.notices()[-1].startswith(
            "Abe: Renewal: “No answer” logged, Status New → Working, next Tue 10:00"
        )
        made = record(ui, due)
        assert {key: made[key] for key in ("subject", "status", "result")} == {
            **{"subject": "Renewal", "status": "done"},
            "result": "No answer: on holiday",
        }
        assert (made["start_at"], made["end_at"], made["done_at"]) == (
            "2026-11-21T02:48:00Z",
            "2026-11-21T03:00:00Z",
            "2026-11-21T03:00:00Z",
        )
        assert [record(ui, each)["status"] for each in (later, task)] == ["planned", "planned"]
        assert done_calls(ui) == 1
        await ui.press("k", "enter")
        assert "Renewal: “No answer: on holiday”" in ui.text()
        await ui.press("escape", "0")
        assert "Done (1)" in ui.text()
        await ui.press("ctrl+z")
        again = record(ui, due).values
        assert {**again, "updated_at": ""} == {**planned, "updated_at": ""}
        assert done_calls(ui) == 0
        assert stored(ui.app.store, "leads", abe)["status"] == "new"


async def test_what_was_noted_of_a_planned_call_stays_and_who_makes_a_call_of_nobody_owns_it(
    open_app: Callable[..., Opened], add: Callable[..., list[int]], five_leads: list[int]
) -> None:
    [due] = add(
        "activities",
        {
            **{"kind": "call", "subject": "Renewal", "lead": five_leads[0], "owner": None},
            **{"due_on": "2026-11-20", "result": "ask for Ken"},
        },
    )
    async with open_app() as ui:
        await ui.press("c", "1", "enter")
        made = record(ui, due)
        assert (made["result"], made["due_on"]) == ("Reached\nask for Ken", None)
        assert made["owner"] == 1


async def test_a_planned_call_that_was_finished_meanwhile_does_not_swallow_the_one_that_is_logged(
    open_app: Callable[..., Opened],
    add: Callable[..., list[int]],
    five_leads: list[int],
    store: Store,
) -> None:
    call: dict[str, Value] = {"kind": "call", "subject": "Renewal", "lead": five_leads[0]}
    [due] = add("activities", {**call, "due_on": "2026-11-20", "owner": 1})
    async with open_app() as ui:
        await ui.press("c", "1")
        plans.finish(store, due, "by mail")
        await ui.press("enter")
        assert record(ui, due)["result"] == "by mail"
        assert record(ui, due + 1)["subject"] == "Reached"


async def test_a_call_from_today_is_the_planned_one_under_the_cursor(
    open_app: Callable[..., Opened], add: Callable[..., list[int]], five_leads: list[int]
) -> None:
    call: dict[str, Value] = {"kind": "call", "lead": five_leads[0], "owner": 1}
    first, second = add(
        "activities",
        {**call, "subject": "Renewal", "start_at": "2026-11-20T01:00:00Z"},
        {**call, "subject": "Invoice", "start_at": "2026-11-20T02:00:00Z"},
    )
    async with open_app() as ui:
        await ui.press("0", "j", "c")
        assert "● done: 20 Nov Invoice" in ui.text()
        await ui.press("1", "enter")
        assert (record(ui, first)["status"], record(ui, second)["status"]) == ("planned", "done")
        assert "Overdue (1)" in ui.text()
        assert "Done (1)" in ui.text()


async def test_a_call_about_nobody_or_an_account_offers_no_status(
    open_app: Callable[..., Opened], add: Callable[..., list[int]]
) -> None:
    [account] = add("accounts", {"name": "Abe Works"})
    call: dict[str, Value] = {"kind": "call", "owner": 1}
    alone, about = add(
        "activities",
        {**call, "subject": "Alone", "start_at": "2026-11-20T01:00:00Z"},
        {**call, "subject": "Renewal", "start_at": "2026-11-20T02:00:00Z", "account": account},
    )
    async with open_app() as ui:
        await ui.press("0")
        for each in (alone, about):
            await ui.press("c")
            assert "Outcome" in ui.text()
            assert "unchanged" not in ui.text()
            await ui.press("1", "enter")
            assert (record(ui, each)["status"], record(ui, each)["result"]) == ("done", "Reached")
        assert done_calls(ui) == 2


async def test_a_plan_that_is_not_fulfilled_stays(
    open_app: Callable[..., Opened], add: Callable[..., list[int]], five_leads: list[int]
) -> None:
    [due] = add(
        "activities",
        {"kind": "call", "subject": "Renewal", "lead": five_leads[0], "due_on": "2026-11-21"},
    )
    async with open_app() as ui:
        await ui.press("c", "2", *("tab",) * 4, "2", "enter")
        assert record(ui, due)["status"] == "planned"


async def test_calls_that_have_an_end_are_spread_by_their_length(
    open_app: Callable[..., Opened], five_leads: list[int]
) -> None:
    async with open_app() as ui:
        await ui.press("space", "j", "space", "j", "space", "n")
        await ui.type("tue 10:00-10:30 call")
        await ui.press("enter")
        found = ui.app.store.connection.rows("SELECT start_at, end_at FROM activities ORDER BY id")
        assert [(row[0][11:16], row[1][11:16]) for row in found] == [
            ("01:00", "01:30"),
            ("01:30", "02:00"),
            ("02:00", "02:30"),
        ]


async def test_calls_planned_for_the_same_morning_are_spread(
    open_app: Callable[..., Opened], five_leads: list[int]
) -> None:
    async with open_app() as ui:
        for _ in range(3):
            await ui.press(*"c201", "enter")
        found = ui.app.store.connection.rows(
            "SELECT start_at FROM activities WHERE status = 'planned' ORDER BY id"
        )
        assert [row[0][11:16] for row in found] == ["01:00", "01:15", "01:30"]


async def test_calls_with_all_marked_are_spread_and_their_status_is_set(
    open_app: Callable[..., Opened], five_leads: list[int]
) -> None:
    async with open_app() as ui:
        await ui.press("A", *"c221", "enter")
        store = ui.app.store
        found = store.connection.rows(
            "SELECT start_at FROM activities WHERE status = 'planned' ORDER BY id"
        )
        assert [row[0][11:16] for row in found] == ["01:00", "01:15", "01:30", "01:45", "02:00"]
        assert {stored(store, "leads", each)["status"] for each in five_leads} == {"working"}
        await ui.press("ctrl+z")
        assert not store.connection.scalar("SELECT count(*) FROM activities")


async def test_next_step_by_digit_is_a_call(
    open_app: Callable[..., Opened], five_leads: list[int]
) -> None:
    async with open_app() as ui:
        await ui.press("n", "2")
        assert "→ Call  Wed 25 Nov 10:00  Call" in ui.text()
        await ui.press("enter")
        assert (record(ui, 1)["kind"], record(ui, 1)["start_at"]) == (
            "call",
            "2026-11-25T01:00:00Z",
        )


async def test_a_digit_of_no_preset_is_refused(
    open_app: Callable[..., Opened], five_leads: list[int]
) -> None:
    async with open_app() as ui:
        await ui.press(*"c209", "enter")
        assert "! No next step has the number 9" in ui.text()
        assert isinstance(ui.app.screen, FormDialog)


async def test_outcomes_of_ones_own_have_their_digits(
    open_app: Callable[..., Opened], five_leads: list[int], store: Store
) -> None:
    commands.add_choice(store, "call_outcome", "wrong_number", en="Wrong number")
    async with open_app() as ui:
        await ui.press("c")
        assert "5 Wrong number" in ui.text()
        await ui.press("5", "enter")
        assert record(ui, 1)["subject"] == "Wrong number"


async def test_a_lead_that_is_deleted_while_the_dialog_stands_is_said_in_a_sentence(
    open_app: Callable[..., Opened], five_leads: list[int], store: Store
) -> None:
    async with open_app() as ui:
        await ui.press("c", "2")
        commands.delete(store, commands.plan_delete(store, "leads", five_leads[:1]))
        await ui.press("enter")
        assert "! " in ui.text()
        assert isinstance(ui.app.screen, FormDialog)
        assert not store.connection.scalar("SELECT count(*) FROM activities")


@pytest.mark.parametrize("typed", ["ten", "-5", "1441", "0001440000", "99999999999999999999"])
async def test_minutes_are_a_number(
    open_app: Callable[..., Opened], five_leads: list[int], typed: str
) -> None:
    async with open_app() as ui:
        await ui.press("c", *TO_MEMO)
        await ui.type("agreed")
        await ui.press("down")
        await ui.type(typed)
        await ui.press("enter")
        assert "is no number of minutes" in ui.text()
        assert "agreed" in ui.text()


async def test_next_step_is_required_after_a_call_where_the_settings_say_so(
    open_app: Callable[..., Opened], five_leads: list[int]
) -> None:
    async with open_app() as ui:
        object.__setattr__(ui.app.config, "require_next_step", True)
        await ui.press("c", *TO_MEMO)
        await ui.type("agreed")
        await ui.press("enter")
        assert "! Say what comes next" in ui.text()
        assert "3 next week" in ui.text()
        assert "4 none" not in ui.text()


@pytest.mark.parametrize(
    ("is_needed", "key", "words"),
    [
        (False, "c", "1–4, or tomorrow 10:00 call back"),
        (True, "c", "1–3, or tomorrow 10:00 call back"),
        (False, "n", "1–3, or: tomorrow 10:00 quote (time: Call, day: Task)"),
    ],
)
async def test_a_line_for_the_next_step_names_the_digits_that_it_takes(
    open_app: Callable[..., Opened],
    five_leads: list[int],
    is_needed: bool,
    key: str,
    words: str,
) -> None:
    async with open_app() as ui:
        object.__setattr__(ui.app.config, "require_next_step", is_needed)
        await ui.press(key)
        assert words in ui.text()


async def test_a_time_without_a_kind_is_a_call_and_a_day_a_task(
    open_app: Callable[..., Opened], five_leads: list[int]
) -> None:
    async with open_app() as ui:
        for typed, shown, kind in (
            ("12/10 15:00 quote", "● Call", "call"),
            ("12/10 15:00", "● Call", "call"),
            ("12/10 quote", "● Task", "task"),
            ("12/10", "● Task", "task"),
            ("1", "● Call", "call"),
        ):
            await ui.press("n")
            await ui.type(typed)
            assert shown in ui.text()
            await ui.press("enter")
            assert ui.app.store.connection.rows(
                "SELECT kind, subject FROM activities ORDER BY id DESC LIMIT 1"
            )[0] == (kind, "quote" if "quote" in typed else kind.capitalize())


async def test_next_step_is_planned_from_one_line_of_words(
    open_app: Callable[..., Opened], five_leads: list[int]
) -> None:
    async with open_app() as ui:
        await ui.press("n")
        await ui.type("tomorrow 14:00-15:00 visit the plant")
        assert "● Meeting" in ui.text()
        assert "→ Meeting  Sun 22 Nov 14:00–15:00  visit the plant" in ui.text()
        await ui.press("enter")
        plan = record(ui, 1)
        assert (plan["kind"], plan["subject"]) == ("meeting", "visit the plant")
        assert (plan["start_at"], plan["end_at"]) == (
            "2026-11-22T05:00:00Z",
            "2026-11-22T06:00:00Z",
        )
        assert (plan["lead"], plan["status"]) == (five_leads[0], "planned")


async def test_next_step_is_planned_field_by_field(
    open_app: Callable[..., Opened], five_leads: list[int]
) -> None:
    async with open_app() as ui:
        await ui.press("n")
        await ui.type("mon 9:00")
        await ui.press("down", "3")
        for words in ("Demo", "Show it", "Shibuya", "Sato, Suzuki"):
            await ui.type(words)
            await ui.press("down")
        await ui.press("enter")
        plan = record(ui, 1)
        assert [plan[key] for key in ("kind", "subject", "purpose", "place", "participants")] == [
            *("meeting", "Demo", "Show it", "Shibuya", "Sato, Suzuki"),
        ]


async def test_kind_that_was_chosen_stays_whatever_is_typed(
    open_app: Callable[..., Opened], five_leads: list[int]
) -> None:
    async with open_app() as ui:
        await ui.press("n", "down", "4", "shift+tab", "shift+tab")
        await ui.type("tomorrow call back")
        assert "● E-mail" in ui.text()
        await ui.press("enter")
        assert record(ui, 1)["kind"] == "mail"


async def test_next_step_says_what_it_lacks(
    open_app: Callable[..., Opened], five_leads: list[int]
) -> None:
    async with open_app() as ui:
        await ui.press("n", "enter")
        assert "! Say what is to be done" in ui.text()


async def test_escape_asks_only_if_something_was_typed(
    open_app: Callable[..., Opened], five_leads: list[int]
) -> None:
    async with open_app() as ui:
        await ui.press("c", "escape")
        assert not isinstance(ui.app.screen, FormDialog)
        await ui.press("c", *TO_MEMO)
        await ui.type("agreed")
        await ui.press("escape", "enter")
        assert isinstance(ui.app.screen, FormDialog)
        assert "agreed" in ui.text()
        await ui.press("escape", "right", "enter")
        assert not isinstance(ui.app.screen, FormDialog)


async def test_coming_back_to_a_line_does_not_select_what_stands_in_it(
    open_app: Callable[..., Opened], five_leads: list[int]
) -> None:
    async with open_app() as ui:
        await ui.press("c", *TO_MEMO)
        await ui.type("agreed")
        await ui.press("tab", "shift+tab")
        await ui.type(" all")
        assert "agreed all" in ui.text()


async def test_pasted_lines_are_all_kept(
    open_app: Callable[..., Opened], five_leads: list[int]
) -> None:
    async with open_app() as ui:
        await ui.press("c", *TO_MEMO)
        focused(ui).post_message(events.Paste("one\r\ntwo\n"))
        await ui.rest()
        assert "one↵two" in ui.text()
        await ui.press("enter")
        assert record(ui, 1)["result"] == "one\ntwo"


@pytest.mark.parametrize("words", HOSTILE)
async def test_hostile_names_and_words_are_drawn_as_signs(
    open_app: Callable[..., Opened], add: Callable[..., list[int]], words: str
) -> None:
    add("leads", {"last_name": words, "company": words, "phone": words})
    async with open_app() as ui:
        for keys in (("c", *TO_MEMO), ("n",)):
            await ui.press(*keys)
            focused(ui).post_message(events.Paste(words))
            await ui.rest()
            assert not set("\x1b\x9b\u202e\r\x07") & set(ui.text())
            await ui.press("enter")
        assert not isinstance(ui.app.screen, FormDialog)


async def test_dialogs_speak_japanese(
    open_app: Callable[..., Opened], five_leads: list[int]
) -> None:
    async with open_app(language="ja") as ui:
        await ui.press("n")
        focused(ui).post_message(events.Paste("明日10時"))
        await ui.rest()
        assert "→ 電話  11/22(日) 10:00  電話" in ui.text()


async def test_editor_that_cannot_be_started_is_said_and_the_text_stays(
    open_app: Callable[..., Opened], five_leads: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.setenv("EDITOR", "/nowhere/editor")
    monkeypatch.setattr("textual.app.App.suspend", lambda _: nullcontext())
    async with open_app() as ui:
        await ui.press("c", *TO_MEMO)
        await ui.type("agreed")
        await ui.press("ctrl+e")
        assert "/nowhere/editor" in ui.notices()[-1]
        assert "agreed" in ui.text()


async def test_a_call_that_was_being_written_down_survives_the_end_of_the_program(
    open_app: Callable[..., Opened], five_leads: list[int], store: Store
) -> None:
    async with open_app() as ui:
        await ui.press("c", *TO_MEMO)
        await ui.type("They want a quote")
    async with open_app() as ui:
        await ui.press("j", "c")
        assert "They want a quote" not in ui.text()
        await ui.press("escape", "k", "c")
        assert "They want a quote" in ui.text()
        assert "What you had typed here is back" in ui.notices()[-1]
        await ui.press("enter")
        assert store.connection.scalar("SELECT result FROM activities") == "They want a quote"
        assert not store.connection.scalar("SELECT count(*) FROM drafts")


async def test_a_call_that_was_given_up_leaves_nothing(
    open_app: Callable[..., Opened], five_leads: list[int], store: Store
) -> None:
    async with open_app() as ui:
        await ui.press("c", *TO_MEMO)
        await ui.type("They want a quote")
        screen_of(ui, FormDialog).session.keep_draft()
        await ui.rest()
        assert store.connection.scalar("SELECT count(*) FROM drafts") == 1
        await ui.press("escape", "right", "enter")
        assert not store.connection.scalar("SELECT count(*) FROM drafts")


async def test_undo_in_a_dialog_is_that_of_its_field(
    open_app: Callable[..., Opened], five_leads: list[int]
) -> None:
    async with open_app() as ui:
        await ui.press("c", *TO_MEMO)
        await ui.type("agreed")
        await ui.press("ctrl+z")
        assert "agreed" not in ui.text()
        assert stored(ui.app.store, "leads", five_leads[0])["last_name"] == "Abe"
        await ui.press("ctrl+y", "ctrl+s")
        assert record(ui, 1)["result"] == "agreed"


async def test_what_is_typed_before_the_result_was_read_stands_behind_it_and_saving_waits(
    open_app: Callable[..., Opened],
    add: Callable[..., list[int]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    [activity] = add("activities", {"subject": "call", "result": "agreed", "due_on": "2026-11-21"})
    may_read = threading.Event()
    read = records.read_record

    def read_late(store: Store, record_type: str, record_id: int) -> Record:
        assert may_read.wait(PATIENCE)
        return read(store, record_type, record_id)

    monkeypatch.setattr(records, "read_record", read_late)
    async with open_app() as ui:
        ui.app.push_screen(FormDialog(ResultForm(activity, is_done=False, slot=15)))
        await ui.pilot.pause()
        await ui.pilot.press(*" to all".replace(" ", "_"), "enter")
        assert "_to" in ui.text()
        assert record(ui, activity)["result"] == "agreed"
        may_read.set()
        await ui.rest()
        assert record(ui, activity)["result"] == "agreed_to_all"


async def test_a_question_over_a_dialog_gives_the_dialog_back(
    open_app: Callable[..., Opened], five_leads: list[int]
) -> None:
    async with open_app() as ui:
        await ui.press("c", *TO_MEMO)
        await ui.type("agreed")
        await ui.press("escape", "escape")
        assert not ui.app.key_queue.is_busy
        await ui.type(" to meet")
        assert "agreed to meet" in ui.text()


def fail(*_: object) -> None:
    raise StoreError("store.full", path="crm.db")


async def test_a_dialog_whose_draft_cannot_be_read_can_be_filled_in_and_saved(
    open_app: Callable[..., Opened], five_leads: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(drafts, "left_behind", fail)
    async with open_app() as ui:
        await ui.press("c")
        assert "The draft cannot be kept: The disk is full" in ui.notices()[-1]
        await ui.press(*TO_MEMO)
        await ui.type("agreed")
        await ui.press("enter")
        assert record(ui, 1)["result"] == "agreed"
        assert not isinstance(ui.app.screen, FormDialog)


async def test_a_dialog_that_cannot_be_read_says_so_and_closes_though_enter_waits(
    open_app: Callable[..., Opened],
    add: Callable[..., list[int]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    [activity] = add("activities", {"subject": "call", "due_on": "2026-11-21"})
    may_read = threading.Event()

    def fail_late(*_: object) -> None:
        assert may_read.wait(PATIENCE)
        fail()

    async with open_app() as ui:
        with monkeypatch.context() as patched:
            patched.setattr(records, "read_record", fail_late)
            ui.app.push_screen(FormDialog(ResultForm(activity, is_done=False, slot=15)))
            await ui.pilot.pause()
            await ui.pilot.press("x", "enter")
            may_read.set()
            await ui.rest()
        assert "The disk is full" in ui.notices()[-1]
        assert not isinstance(ui.app.screen, FormDialog)
        assert not ui.app.key_queue.is_busy
        assert record(ui, activity)["result"] is None


async def test_a_dialog_says_while_its_draft_cannot_be_kept(
    open_app: Callable[..., Opened], five_leads: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    async with open_app() as ui:
        await ui.press("c", *TO_MEMO)
        await ui.type("agreed")
        with monkeypatch.context() as patched:
            patched.setattr(drafts, "save", fail)
            screen_of(ui, FormDialog).session.keep_draft()
            await ui.rest()
            assert "! The draft cannot be kept: The disk is full" in ui.text()
        screen_of(ui, FormDialog).session.keep_draft()
        await ui.rest()
        assert "cannot be kept" not in ui.text()


async def test_going_to_a_list_asks_before_it_closes_a_dialog_with_something_typed(
    open_app: Callable[..., Opened], five_leads: list[int]
) -> None:
    async with open_app() as ui:
        await ui.press("c", *TO_MEMO)
        await ui.type("agreed")
        ui.app.action_go("leads")
        await ui.rest()
        await ui.press("enter")
        assert "agreed" in ui.text()
        ui.app.action_go("leads")
        await ui.rest()
        await ui.press("right", "enter")
        assert not isinstance(ui.app.screen, FormDialog)
        assert "Baba" in ui.text()


@pytest.mark.parametrize("letter", ["x", "契"])
async def test_a_very_long_next_step_leaves_the_dialog_and_its_notice_whole(
    open_app: Callable[..., Opened], five_leads: list[int], letter: str
) -> None:
    async with open_app() as ui:
        await ui.press("n")
        await ui.type("tomorrow 10:00 ")
        ui.app.post_message(events.Paste(letter * 700))
        await ui.rest()
        assert "esc cancel" in ui.text()
        assert "…" in ui.text()
        await ui.press("enter")
        assert "next " not in ui.notices()[-1]
        assert ui.notices()[-1].endswith("… planned, tomorrow 10:00 · ctrl+z undoes")
        assert len("".join(ui.lines()[-2:])) < 160
