"""A letter means one thing wherever rows are records, and keys that have moved say where to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.records import stored
from tests.screens.conftest import screen_of
from tui_crm import keymap, manifest
from tui_crm.features.duplicates.merge.screen import MergeScreen
from tui_crm.screens.actions import RECORD_SCOPES
from tui_crm.screens.dialogs.confirm import ConfirmScreen
from tui_crm.screens.form.dialog import FormDialog
from tui_crm.screens.list.screen import ListScreen
from tui_crm.screens.screen import CrmScreen
from tui_crm.store import commands
from tui_crm.store.journal import history

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.screens.conftest import Driver, Opened
    from tui_crm.manifest import Action
    from tui_crm.store.db.store import Store

ROWS = ("table", "view", "agenda")
"""The scopes of what holds the rows."""

TRIAGE = ("triage",)

MOVING = {
    *("detail.next", "detail.previous", "today.later_week", "today.earlier_week"),
    *("today.later_day", "today.earlier_day"),
}
"""Actions that move to what stands beside, which brackets and ``h`` ``l`` do in all directions."""

SAME = {"reassign": "owner", "follow_up": "next_step", "week": "views"}
"""Actions that do for a schedule what others do for a list, by the last part of their ids."""

MOVED = [(scope, key, each) for each in manifest.actions().values() for scope, key in each.moved]

BEFORE = {
    ("list", "m"): ["space", "j", "space"],
    ("detail", "d"): ["enter"],
    ("today", "r"): ["0"],
    ("today", "R"): ["0"],
    ("today", "t"): ["0"],
}
"""What leads from the list of leads to where a key had its meaning."""


def meaning(action: Action) -> str:
    """What an action means, the same on all screens."""
    if set(action.scopes) <= {*ROWS} or action.id in MOVING:
        return "move about"
    last = action.id.rpartition(".")[2]
    return SAME.get(last, last)


def test_a_letter_means_one_thing_wherever_rows_are_records() -> None:
    keys = keymap.load().keys
    found: dict[str, set[str]] = {}
    for action in manifest.actions().values():
        if {*RECORD_SCOPES, *ROWS, "app"} & {*action.scopes}:
            for key in keys[action.id]:
                if len(keymap.key_name(key)) == 1 and not key.isdigit():
                    found.setdefault(key, set()).add(meaning(action))
    assert {key: means for key, means in found.items() if len(means) > 1} == {}


def test_an_act_on_a_record_has_the_same_keys_when_leads_come_one_by_one() -> None:
    keys, actions = keymap.load().keys, manifest.actions()
    acts = [each for each in actions.values() if each.label.startswith("actions.record.")]
    there = {each.id: each.label.removeprefix("actions.") for each in acts if each.scopes == TRIAGE}
    assert len(there) == 8
    assert {own: keys[own] for own in there} == {own: keys[act] for own, act in there.items()}
    others = {key for each in actions.values() if each.scopes == TRIAGE for key in keys[each.id]}
    others -= {key for own in there for key in keys[own]}
    on_records = {
        key: meaning(each)
        for each in actions.values()
        if {*RECORD_SCOPES} & {*each.scopes}
        for key in keys[each.id]
        if key in others and len(key) == 1
    }
    assert {key: means for key, means in on_records.items() if means != "move about"} == {
        "s": "sort"
    }, "a queue has an order of its own, so that s skips"


def test_a_key_is_explained_where_it_has_moved_and_nowhere_else() -> None:
    keys = keymap.load().keys
    for scope, key, action in MOVED:
        assert scope in action.scopes
        taken = [
            each.id
            for each in manifest.actions().values()
            if scope in each.scopes and key in keys[each.id] and not each.types
        ]
        assert taken == [], f"{key} does something there"
        assert keys[action.done_by or action.id], f"{action.id} has no key"


@pytest.fixture
def office(store: Store, five_leads: list[int], add: Callable[..., list[int]]) -> Store:
    owner = store.query_context().user_id
    call = {"subject": "Call", "kind": "call", "lead": five_leads[0], "owner": owner}
    add("activities", {**call, "due_on": "2026-11-21"}, {**call, "due_on": "2026-11-22"})
    add("users", {"name": "suzuki"})
    return store


def changes(store: Store) -> int:
    with store.reading() as connection:
        return history.newest(connection)


@pytest.mark.parametrize(
    ("scope", "key", "action"),
    [each for each in MOVED if each[:2] != ("detail", "p")],
    ids=lambda each: getattr(each, "id", each),
)
async def test_a_key_that_has_moved_says_where_to_and_does_nothing(
    open_app: Callable[..., Opened], office: Store, scope: str, key: str, action: Action
) -> None:
    async with open_app() as ui:
        await ui.press(*BEFORE.get((scope, key), []))
        before, screen = changes(office), screen_of(ui, CrmScreen)
        await ui.press(key)
        assert (changes(office), ui.app.screen) == (before, screen)
        does = manifest.actions()[action.done_by or action.id]
        assert ui.notices()[-1].endswith(f"“{screen.words_for(action)}” is {shown(ui, does)}.")
        done = noted(ui)
        await ui.press(does.keys.split(",")[0])
        assert does.textual_action in done


def shown(ui: Driver, action: Action) -> str:
    return ui.app.key_of(action.id)


def noted(ui: Driver) -> list[str]:
    """The Textual actions that are run from now on."""
    found: list[str] = []
    run = ui.app.run_action

    async def run_and_note(action: Any, *args: Any, **named: Any) -> bool:
        name = action if isinstance(action, str) else f"{action[1]}({action[2]!r})"
        found.append(name.replace(",)", ")").replace("((", "(").replace("))", ")"))
        return await run(action, *args, **named)

    ui.app.run_action = run_and_note  # type: ignore[method-assign]
    return found


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "d is now “done”; “delete” is Del."),
        ("ja", "d は「完了」に変わりました。「削除」は Del です。"),
    ],
)
async def test_d_no_longer_deletes_and_says_so(
    open_app: Callable[..., Opened], five_leads: list[int], language: str, said: str
) -> None:
    async with open_app(language=language) as ui:
        await ui.press("d")
        assert ui.notices() == [said]
        for key in ("delete", "backspace"):
            await ui.press(key)
            assert isinstance(ui.app.screen, ConfirmScreen)
            await ui.press("escape")


async def test_a_key_of_ones_own_is_never_explained_away(
    open_app: Callable[..., Opened], five_leads: list[int], tmp_path: Any
) -> None:
    file = tmp_path / "keys.toml"
    file.write_text('[record]\ndelete = "d"\n[today]\nfinish = "f3"\n', "utf-8")
    keys = keymap.load("default", file)
    assert keys.shown("record.finish") == "f3"
    async with open_app(keys=keys) as ui:
        await ui.press("d")
        assert isinstance(ui.app.screen, ConfirmScreen)


async def test_marked_records_are_merged_by_the_key_for_duplicates(
    open_app: Callable[..., Opened], five_leads: list[int]
) -> None:
    async with open_app() as ui:
        await ui.press("space", "j", "space", "D")
        assert isinstance(ui.app.screen, MergeScreen)


async def test_an_activity_is_done_and_moved_in_its_list_as_in_the_schedule(
    open_app: Callable[..., Opened], office: Store
) -> None:
    async with open_app() as ui:
        await ui.press("5")
        ids = list(screen_of(ui, ListScreen)._ids)
        await ui.press("m", "2", "enter")
        assert stored(office, "activities", ids[0])["due_on"] == "2026-11-29"
        here = screen_of(ui, ListScreen).table.cursor_id
        assert here is not None
        await ui.press("d")
        assert isinstance(ui.app.screen, FormDialog)
        await ui.type("agreed")
        await ui.press("enter")
        done = stored(office, "activities", here)
        assert (done["status"], done["result"]) == ("done", "agreed")


async def test_marked_activities_are_done_at_once(
    open_app: Callable[..., Opened], office: Store
) -> None:
    async with open_app() as ui:
        await ui.press("5", "A", "d")
        found = [stored(office, "activities", each) for each in (1, 2)]
        assert [each["status"] for each in found] == ["done", "done"]
        assert all(each["done_at"] for each in found)


@pytest.fixture
def boiler(add: Callable[..., list[int]]) -> int:
    (account,) = add("accounts", {"name": "Abe Works"})
    row = {"account": account, "stage": "proposal"}
    return add("deals", {"name": "Boiler", **row}, {"name": "Cooler", **row})[0]


@pytest.mark.parametrize("opening", [[], ["enter"]])
async def test_a_deal_is_won_lost_with_a_reason_and_opened_again(
    open_app: Callable[..., Opened], store: Store, boiler: int, opening: list[str]
) -> None:
    def outcome() -> tuple[object, ...]:
        deal = stored(store, "deals", boiler)
        return deal["stage"], deal["lost_reason"], bool(deal["closed_at"])

    async with open_app() as ui:
        await ui.press("4", "v")
        await ui.type("all")
        await ui.press("enter", *opening)
        await ui.press("X")
        await ui.type("too dear")
        await ui.press("enter")
        assert outcome() == ("lost", "too dear", True)
        await ui.press("W")
        assert outcome() == ("won", None, True)
        await ui.press("R", "3")
        assert outcome() == ("proposal", None, False)
        await ui.press("R")
        assert "Boiler" in ui.notices()[-1]
        assert "open already" in ui.notices()[-1]
        await ui.press("X", "escape")
        assert outcome() == ("proposal", None, False)


async def test_marked_deals_are_lost_for_one_reason(
    open_app: Callable[..., Opened], store: Store, boiler: int
) -> None:
    async with open_app() as ui:
        await ui.press("4", "A", "X")
        await ui.type("no budget")
        await ui.press("enter")
        found = [stored(store, "deals", each) for each in (boiler, boiler + 1)]
        assert [each["lost_reason"] for each in found] == ["no budget"] * 2
        assert [each["stage"] for each in found] == ["lost"] * 2


async def test_of_marked_deals_those_that_are_so_already_are_left_out(
    open_app: Callable[..., Opened], store: Store, boiler: int
) -> None:
    commands.edit(store, "deals", boiler, {"stage": "lost", "lost_reason": "too dear"})

    def deals() -> list[tuple[object, object]]:
        found = [stored(store, "deals", each) for each in (boiler, boiler + 1)]
        return [(each["stage"], each["lost_reason"]) for each in found]

    async with open_app() as ui:
        await ui.press("4", "v")
        await ui.type("all")
        await ui.press("enter", "A", "R")
        assert "1 Deal" in ui.text()
        await ui.press("1")
        assert deals() == [("qualification", None), ("proposal", None)]
        assert "1 is left as it is:\n! Cooler: It is open already." in ui.notices()[-1]
        await ui.press("R")
        assert "All 2 deals are open already." in ui.notices()[-1]
        commands.edit(store, "deals", boiler, {"stage": "lost", "lost_reason": "too dear"})
        await ui.press("X")
        await ui.type("no budget")
        await ui.press("enter")
        assert deals() == [("lost", "too dear"), ("lost", "no budget")]
        assert "! Boiler: It is lost already." in ui.notices()[-1]
        await ui.press("W")
        assert deals() == [("won", None), ("won", None)]
        await ui.press("W")
        assert "All 2 deals are won already." in ui.notices()[-1]
