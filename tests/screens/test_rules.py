"""What a team has agreed on, at the keys: lists of rules, their forms, sentences, handing over."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest

from tests.screens.conftest import screen_of
from tui_crm.features.team.rules import validation_rules
from tui_crm.screens.list.screen import ListScreen
from tui_crm.store import records
from tui_crm.store.journal.unit import unit

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.screens.conftest import Driver, Opened
    from tui_crm.store.db.store import Store

    Add = Callable[..., list[int]]


def owner(store: Store, record_type: str, record_id: int) -> object:
    return records.read(store.connection, store.schema.type(record_type), record_id)["owner"]


@pytest.mark.parametrize(
    ("mode", "title"), [("assignment_rules", "割り当てルール"), ("work_rules", "業務ルール")]
)
async def test_rules_have_a_list_and_a_form(
    open_app: Callable[..., Opened], mode: str, title: str
) -> None:
    async with open_app(size=(120, 36), language="ja") as ui:
        ui.app.action_go(mode)
        await ui.rest()
        assert title in ui.text()
        await ui.press("a")
        assert "条件" in ui.text()


async def begin_rule(ui: Driver, condition: str) -> None:
    """Open the form of a new rule of work, and fill it in up to its condition."""
    ui.app.action_go("work_rules")
    await ui.rest()
    await ui.press("a")
    await ui.type("Reach")
    await ui.press("enter", "enter", "enter")
    await ui.type(condition)


async def test_a_rule_of_work_made_in_its_form_holds_at_once(
    open_app: Callable[..., Opened], store: Store, five_leads: list[int]
) -> None:
    async with open_app(size=(120, 36)) as ui:
        await begin_rule(ui, "rating=hot")
        await ui.press("enter")
        await ui.type("email")
        await ui.press("ctrl+s")
        (rule,) = validation_rules(store.schema)
        assert (rule.where, rule.needed) == ("rating=hot", ("email",))
        await ui.press("1", "r", "1")
        assert "E-mail is missing" in ui.notices()[-1]


async def test_a_condition_that_is_none_is_said_beside_its_field(
    open_app: Callable[..., Opened], store: Store
) -> None:
    async with open_app(size=(120, 36)) as ui:
        await begin_rule(ui, "colour=red")
        await ui.press("ctrl+s")
        assert "colour" in ui.text()
        assert validation_rules(store.schema) == ()


async def test_a_new_owner_takes_open_activities_along_when_told_so(
    open_app: Callable[..., Opened], store: Store, add: Add, five_leads: list[int]
) -> None:
    (suzuki,) = add("users", {"name": "suzuki"})
    lead = five_leads[0]
    open_one, done = add(
        "activities",
        {"subject": "Call", "lead": lead},
        {"subject": "Sent", "lead": lead, "status": "done"},
    )
    async with open_app() as ui:
        await ui.press("w")
        await ui.type("suzuki")
        await ui.press("enter")
        assert "1 open activity" in ui.text()
        await ui.press("1")
        assert owner(store, "leads", lead) == suzuki
        assert (owner(store, "activities", open_one), owner(store, "activities", done)) == (
            suzuki,
            1,
        )
        await ui.press("ctrl+z")
        assert owner(store, "leads", lead) == owner(store, "activities", open_one) == 1


async def test_marked_leads_are_shared_out_by_the_rules(
    open_app: Callable[..., Opened], store: Store, add: Add, five_leads: list[int]
) -> None:
    suzuki, tanaka = add("users", {"name": "suzuki"}, {"name": "tanaka"})
    add("assignment_rules", {"name": "All", "members": "\nsuzuki\ntanaka\n"})
    async with open_app() as ui:
        await ui.press("A", "w")
        await ui.type("rules")
        await ui.press("enter")
        owners = [owner(store, "leads", lead) for lead in five_leads]
        assert Counter(owners) == {suzuki: 3, tanaka: 2}


async def test_a_new_lead_without_an_owner_gets_one_by_the_rules(
    open_app: Callable[..., Opened], store: Store, add: Add
) -> None:
    (suzuki,) = add("users", {"name": "suzuki"})
    add("assignment_rules", {"name": "All", "members": "\nsuzuki\n"})
    async with open_app(size=(120, 60)) as ui:
        await ui.press("a", "tab")
        await ui.type("Abe")
        assert "by the assignment rules" in ui.text()
        await ui.press("ctrl+s")
        assert owner(store, "leads", 1) == suzuki


async def test_a_lead_without_touch_is_flagged_in_the_list(
    open_app: Callable[..., Opened], store: Store, add: Add, five_leads: list[int]
) -> None:
    add("work_rules", {"name": "Two weeks", "kind": "untouched", "days": 14})
    store.connection.run(
        "UPDATE leads SET created_at = '2026-11-01T00:00:00Z' WHERE id = ?", (five_leads[1],)
    )
    async with open_app() as ui:
        assert [line for line in ui.lines() if "⚑" in line] == [
            line for line in ui.lines() if "⚑ Baba" in line
        ]
        assert any("⚑ Baba" in line for line in ui.lines())


async def test_a_lead_that_lacks_what_must_be_there_before_is_not_converted(
    open_app: Callable[..., Opened], store: Store, add: Add, five_leads: list[int]
) -> None:
    add("work_rules", {"name": "Known", "kind": "convert", "needed": "\ncompany\nphone\n"})
    async with open_app() as ui:
        await ui.press("x")
        assert "Phone" in ui.notices()[-1]
        assert screen_of(ui, ListScreen).type_key == "leads"


async def test_tags_that_a_rule_wants_cannot_be_taken_away_from_many(
    open_app: Callable[..., Opened], store: Store, add: Add, five_leads: list[int]
) -> None:
    with unit(store, "edit") as work:
        for lead in five_leads:
            work.update("leads", lead, {"tags": "\nvip\n"})
    add("work_rules", {"name": "Tagged", "needed": "\ntags\n"})
    async with open_app() as ui:
        await ui.press("A", "number_sign")
        await ui.type("-vip")
        await ui.press("enter")
        assert "Tagged" in ui.notices()[-1]


async def test_of_many_only_those_that_break_a_rule_keep_their_tags(
    open_app: Callable[..., Opened], store: Store, add: Add, five_leads: list[int]
) -> None:
    add("work_rules", {"name": "Calm", "condition": "tags=hot", "needed": "\nphone\n"})
    with unit(store, "edit") as work:
        work.update("leads", five_leads[0], {"phone": "03-1234-5678"})
    async with open_app() as ui:
        await ui.press("A", "number_sign")
        await ui.type("hot")
        await ui.press("enter")
        assert "4 are left as they are" in ui.notices()[-1]
        assert "Calm" in ui.notices()[-1]
    tagged = store.connection.rows("SELECT id FROM leads WHERE tags IS NOT NULL")
    assert tagged == [(five_leads[0],)]


async def test_a_form_says_what_is_missing_beside_the_field_and_keeps_what_was_typed(
    open_app: Callable[..., Opened], store: Store, add: Add
) -> None:
    add("work_rules", {"name": "Sized", "condition": "company~KK", "needed": "\nemployees\n"})
    async with open_app(size=(120, 60)) as ui:
        await ui.press("a", "tab")
        await ui.type("Abe")
        await ui.press("tab", "tab")
        await ui.type("Aoba KK")
        await ui.press("ctrl+s")
        assert "Employees is missing" in ui.text()
        assert "Aoba KK" in ui.text()
        await ui.type("5")
        await ui.press("ctrl+s")
        lead = records.read(store.connection, store.schema.type("leads"), 1)
        assert (lead["company"], lead["employees"]) == ("Aoba KK", 5)
