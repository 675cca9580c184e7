"""Planning, finishing and looking at the day from the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.cli.conftest import FORBIDDEN, HOSTILE
from tests.cli.terminal import Terminal
from tests.cli.test_processes import HEAVY, imported_by
from tui_crm.language.invisible import without_invisible

if TYPE_CHECKING:
    from tests.cli.conftest import Crm


def test_today_answers_with_date_overdue_today_and_done(busy_crm: Crm) -> None:
    busy_crm("task", "Send brochure", "--lead", 1, "--due", "2026-11-19")
    busy_crm("call", "About the quote", "--lead", "Smith", "--at", "15:00")
    busy_crm("task", "Some day")
    logged = busy_crm.json("call", "Answered", "--contact", "鈴木", "--done", "--result", "Yes")
    found = busy_crm.json("today")
    assert list(found) == ["date", "overdue", "today", "done"]
    assert found["date"] == "2026-11-21"
    assert [each["subject"] for each in found["overdue"]] == ["Send brochure"]
    call, undated = found["today"]
    assert (call["subject"], call["kind"], call["start_at"]) == (
        "About the quote",
        "call",
        "2026-11-21T06:00:00Z",
    )
    assert (call["lead"], call["lead_id"], call["company"]) == ("Smith", 2, "Initech")
    assert (undated["subject"], undated["start_at"], undated["due_on"]) == ("Some day", None, None)
    assert logged["id"] in [each["id"] for each in found["done"]]
    assert found["overdue"][0]["lead"] == "田中 一郎"


def test_today_of_another_day_of_more_days_and_of_another_person(busy_crm: Crm) -> None:
    busy_crm("task", "Tomorrow", "--due", "tomorrow")
    busy_crm("task", "For Suzuki", "--due", "today", user="suzuki")
    assert busy_crm.json("today")["today"] == []
    tomorrow = busy_crm.json("today", "--date", "明日")
    assert (tomorrow["date"], len(tomorrow["today"])) == ("2026-11-22", 1)
    week = busy_crm.json("today", "--days", 7)["today"]
    assert [each["subject"] for each in week] == ["Tomorrow", "Call back"]
    [theirs] = busy_crm.json("today", "--owner", "suzuki")["today"]
    assert theirs["subject"] == "For Suzuki"
    assert "nobody" in busy_crm.fails("today", "--owner", "nobody", status=4)


def test_today_for_people_has_parts_and_signs(busy_crm: Crm) -> None:
    assert "Nothing is planned." in busy_crm("today", "--date", "2027-01-01", user="suzuki")
    busy_crm("task", "Send brochure", "--due", "2026-11-19")
    busy_crm("meeting", "Demo", "--account", 1, "--at", "15:00-16:00", "--place", "Shibuya")
    busy_crm("call", "Clash", "--at", "15:30")
    said = busy_crm("today")
    assert "Saturday 21 November" in said
    assert "Overdue (1)" in said
    assert "!  Thu 19 Nov" in said
    assert "=  15:00–16:00" in said
    assert "overlaps · Shibuya" in said
    assert "今日 (2)" in busy_crm("today", lang="ja")


@pytest.mark.parametrize("columns", [60, 120])
def test_today_on_a_terminal_has_every_part_with_its_rows(crm: Crm, columns: int) -> None:
    crm("task", "asap sometime")
    terminal = Terminal(crm.path, "today", columns=columns, env={"NO_COLOR": "1"})
    seen = terminal.read().splitlines()
    assert terminal.status() == 0
    place = seen.index("No date (1)")
    assert seen[place + 1].split() == ["When", "Kind", "Subject", "About", "No."]
    assert seen[place + 2].split() == ["Task", "asap", "sometime", "1"]


def test_planned_activity_has_all_that_was_said(busy_crm: Crm) -> None:
    answer = busy_crm.json(
        *("meeting", "Demo", "--deal", "Renewal", "--at", "mon 14:00", "--until", "15:30"),
        *("--place", "Shibuya", "--purpose", "Show it", "--with", "Sato, Suzuki"),
        *("--priority", "high"),
    )
    record = answer["record"]
    assert (answer["type"], answer["id"]) == ("activities", record["id"])
    assert isinstance(answer["batch"], int)
    assert (record["start_at"], record["end_at"]) == (
        "2026-11-23T05:00:00Z",
        "2026-11-23T06:30:00Z",
    )
    assert (record["deal"], record["account"]) == ("Renewal", "Aoba Trading")
    assert (record["place"], record["purpose"], record["participants"], record["priority"]) == (
        *("Shibuya", "Show it", "Sato, Suzuki"),
        "high",
    )


def test_task_for_another_member_is_requested_from_them(busy_crm: Crm) -> None:
    busy_crm("task", "warm up", user="suzuki")
    record = busy_crm.json("task", "Quote", "--owner", "suzuki")["record"]
    assert (record["owner"], record["requested_by"]) == ("suzuki", "sato")
    assert "requested by sato" in busy_crm("today", "--owner", "suzuki")


def test_done_finishes_and_plans_what_is_next(busy_crm: Crm) -> None:
    call = busy_crm.json("call", "About the quote", "--lead", 1, "--at", "10:00")["id"]
    answer = busy_crm.json(
        "done", call, "--result", "Wants it", "--next", "tomorrow 10:00 call back"
    )
    assert (answer["record"]["status"], answer["record"]["result"]) == ("done", "Wants it")
    following = answer["next"]
    assert (following["kind"], following["subject"]) == ("call", "call back")
    assert (following["start_at"], following["lead_id"]) == ("2026-11-22T01:00:00Z", 1)
    busy_crm("undo", answer["batch"])
    assert busy_crm.json("show", "activities", call)["status"] == "planned"
    busy_crm.fails("show", "activities", following["id"], status=4)


def test_done_takes_a_subject_and_says_what_it_did(busy_crm: Crm) -> None:
    said = busy_crm("done", "Call back", "--next", "来週月曜 訪問 説明")
    assert "“Call back” is done; next:" in said
    assert "説明" in said
    assert "done already" in busy_crm.fails("done", "Call back", status=1)
    busy_crm.fails("done", 999, status=4)


@pytest.mark.parametrize(
    "args",
    [
        ("call", "x", "--at", "whenever"),
        ("call", "x", "--at", "14:00", "--until", "13:00"),
        ("call", "x", "--until", "13:00"),
        ("task", "x", "--due", "soon"),
        ("task", " "),
        ("task", "x", "--priority", "none such"),
    ],
)
def test_what_cannot_be_read_is_refused_and_nothing_is_written(
    busy_crm: Crm, args: tuple[str, ...]
) -> None:
    before = len(busy_crm.json("list", "activities"))
    busy_crm.fails(*args, status=2)
    assert len(busy_crm.json("list", "activities")) == before


def test_call_to_nobody_is_no_such_record(busy_crm: Crm) -> None:
    busy_crm.fails("call", "x", "--lead", "Nobody", status=4)
    busy_crm.fails("call", "x", "--lead", 99, status=4)


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_activity_is_shown_as_signs(crm: Crm, words: str) -> None:
    crm("task", words, "--due", "today", "--place", words, "--with", words)
    said = crm("today")
    assert not set(FORBIDDEN) & set(said)
    [item] = crm.json("today")["today"]
    assert item["place"] == without_invisible(words).strip()


@pytest.mark.parametrize(
    "args", [("today",), ("today", "--json"), ("call", "x", "--at", "15:00"), ("done", "1")]
)
def test_schedule_needs_neither_orm_nor_screen(busy_crm: Crm, args: tuple[str, ...]) -> None:
    assert not imported_by(busy_crm.path, *args) & set(HEAVY)


@pytest.mark.parametrize("words", [("--at", "今週金曜"), ("--due", "2026-11-20")])
def test_a_plan_for_a_day_that_is_over_is_remarked_on(
    busy_crm: Crm, words: tuple[str, ...]
) -> None:
    assert "a day that is over: 20 Nov" in busy_crm.run("call", "Late", *words).stderr
    assert "over" not in busy_crm.run("call", "Late", *words, "--done").stderr
    assert "over" not in busy_crm.run("call", "Today", "--due", "today").stderr


@pytest.mark.parametrize(
    ("words", "said", "lang"),
    [
        (("task", "Offer", "--due", "end of november"), "“Offer”: Mon 30 Nov 2026.", "en"),
        (("task", "tomorrow call Ken"), "“call Ken”: Sun 22 Nov 2026.", "en"),
        (("meeting", "Fair", "--at", "mon 2-3pm"), "“Fair”: Mon 23 Nov 2026 14:00–15:00.", "en"),
        (("meeting", "展示会", "--at", "月曜14-15時"), "2026/11/23(月) 14:00–15:00", "ja"),
        (("call", "Rang", "--done", "--at", "45m ago"), "“Rang”: Sat 21 Nov 2026 11:15.", "en"),
        (("done", 1, "--next", "明日10時 電話"), "2026/11/22(日) 10:00", "ja"),
        (("edit", "deals", 1, "close_date=next fri"), "Close date: Fri 27 Nov 2026", "en"),
        (("edit", "activities", 1, "start_at=tomorrow 3pm"), "Start: Sun 22 Nov 2026 15:00", "en"),
        (("add", "leads", "company=X", "consent_on=5 may 2026"), "Tue 5 May 2026", "en"),
        (("add", "leads", "company=X", "email=a@x.jp; b@x.jp"), "More e-mails: b@x.jp", "en"),
    ],
)
def test_what_was_understood_of_words_is_said_back(
    busy_crm: Crm, words: tuple[object, ...], said: str, lang: str
) -> None:
    answer = busy_crm.run(*words, lang=lang)
    assert answer.exit_code == 0, answer.output
    assert said in answer.stderr


def test_a_date_that_was_typed_in_full_is_not_said_back(busy_crm: Crm) -> None:
    answer = busy_crm.run("edit", "deals", 1, "close_date=2026-12-04")
    assert "Close date" not in answer.stderr


def test_an_end_before_the_start_is_refused_by_edit(busy_crm: Crm) -> None:
    wanted = ("start_at=2026-12-01 15:00", "end_at=2026-12-01 14:00")
    assert "End is before Start" in busy_crm.fails("edit", "activities", 1, *wanted, status=2)


def test_a_family_name_that_several_have_is_asked_about(crm: Crm) -> None:
    for first, last in (("花子", "佐藤"), ("次郎", "佐藤"), ("一", "渡邉")):
        crm("add", "leads", f"last_name={last}", f"first_name={first}")
    said = crm.fails("task", "資料送付", "--lead", "佐藤", status=2)
    assert "佐藤 花子 (1), 佐藤 次郎 (2)" in said
    crm("task", "資料送付", "--lead", "渡邉")
    assert crm.json("show", "activities", 1)["lead"] is not None


def test_a_next_step_on_a_day_that_is_over_is_remarked(crm: Crm) -> None:
    crm("task", "資料送付")
    assert "a day that is over" in crm.run("done", 1, "--next", "2020-01-06 call").stderr
