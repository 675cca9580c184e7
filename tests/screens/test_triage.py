"""Going through leads one by one: their order, what settles one, the gate, and what is told."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.records import edit, stored
from tests.screens.conftest import screen_of
from tests.screens.sample import fill
from tui_crm.features.leads.convert.conversion import apply_conversion
from tui_crm.features.leads.convert.proposal import propose
from tui_crm.features.leads.triage.queue import read_queue
from tui_crm.features.leads.triage.screen import TriageScreen
from tui_crm.store import commands

if TYPE_CHECKING:
    from collections.abc import Callable

    from syrupy.assertion import SnapshotAssertion

    from tests.screens.conftest import Driver, Opened
    from tui_crm.i18n import Language
    from tui_crm.store.db.store import Store


def at_hand(ui: Driver) -> str:
    """The name of the lead that is shown, and how far one is."""
    return ui.place()


def test_what_was_promised_comes_first_then_who_is_hot_then_who_has_waited_longest(
    store: Store, add: Callable[..., list[int]]
) -> None:
    names = ("Later", "Waits", "Waits longer", "Hot", "Hot but known", "Closed", "Due", "Overdue")
    ids = dict(zip(names, add("leads", *({"last_name": name} for name in names)), strict=True))
    for name in ("Hot", "Hot but known"):
        edit(store, "leads", ids[name], rating="hot")
    edit(store, "leads", ids["Closed"], status="unqualified")

    def call(name: str, **values: str) -> None:
        add("activities", {"subject": "x", "kind": "call", "lead": ids[name], **values})

    call("Waits", status="done", done_at="2026-11-02T01:00:00Z")
    call("Waits longer", status="done", done_at="2026-10-02T01:00:00Z")
    call("Hot but known", status="done", done_at="2026-11-03T01:00:00Z")
    call("Due", start_at="2026-11-21T08:00:00Z")
    call("Overdue", due_on="2026-11-19")
    call("Later", start_at="2026-11-22T01:00:00Z")
    order = [
        *("Overdue", "Due", "Hot", "Waits longer", "Waits", "Hot but known", "Later"),
    ]
    assert read_queue(store, list(ids.values())) == [ids[name] for name in order]


async def test_a_call_a_plan_and_a_conversion_settle_a_lead_and_the_end_counts_them(
    open_app: Callable[..., Opened], five_leads: list[int]
) -> None:
    async with open_app() as ui:
        await ui.press("z")
        assert "One by one › Abe" in at_hand(ui)
        assert "1/5 · 5 left" in at_hand(ui)
        await ui.press(*"c211", "enter")
        assert "Baba" in at_hand(ui)
        await ui.press(*"n2", "enter")
        assert "Chiba" in at_hand(ui)
        await ui.press("s")
        assert "Doi" in at_hand(ui)
        await ui.press("x", "enter", "enter")
        assert "Endo" in at_hand(ui)
        assert "5/5 · 1 left" in at_hand(ui)
        await ui.press("t", "5")
        for words in ("1 called", "1 planned", "1 converted", "1 closed", "1 skipped"):
            assert words in ui.text()
        assert stored(ui.app.store, "leads", five_leads[4])["status"] == "unqualified"
        await ui.press("escape")
        counts = "1 called · 1 planned · 1 converted · 1 closed · 1 skipped"
        assert ui.notices()[-1] == f"One by one: {counts}"
        assert not isinstance(ui.app.screen, TriageScreen)


async def test_a_morning_of_leads_in_one_burst(
    open_app: Callable[..., Opened], five_leads: list[int], store: Store
) -> None:
    async with open_app() as ui:
        await ui.pilot.press("z", *"c211", "enter", *"r1", "s", *"c121", "enter", *"n1", "enter")
        await ui.rest()
        assert "Endo" in at_hand(ui)
        rows = store.connection.rows("SELECT lead, status, subject FROM activities ORDER BY id")
        abe, baba, chiba, doi, _ = five_leads
        assert [tuple(row) for row in rows] == [
            (abe, "done", "No answer"),
            (abe, "planned", "Call"),
            (chiba, "done", "Reached"),
            (chiba, "planned", "Call"),
            (doi, "planned", "Call"),
        ]
        assert stored(store, "leads", baba)["rating"] == "hot"
        assert stored(store, "leads", chiba)["status"] == "working"


async def test_status_and_rating_stay_with_the_lead_unless_it_is_closed(
    open_app: Callable[..., Opened], five_leads: list[int]
) -> None:
    async with open_app() as ui:
        await ui.press("z", "t", "2", "r", "1")
        assert "Abe" in at_hand(ui)
        assert "Working" in ui.text()
        await ui.press("t", "5")
        assert "Baba" in at_hand(ui)


async def test_a_lead_without_a_next_step_is_not_left_where_the_settings_say_so(
    open_app: Callable[..., Opened], five_leads: list[int], store: Store
) -> None:
    async with open_app() as ui:
        object.__setattr__(ui.app.config, "require_next_step", True)
        await ui.press("z", "right")
        assert "Abe: what comes next?" in ui.text()
        await ui.press("escape")
        assert "Abe" in at_hand(ui)
        await ui.press("right", "1")
        assert "Baba" in at_hand(ui)
        assert stored(store, "leads", five_leads[0])["next_activity_at"] == "2026-11-24T01:00:00Z"
        await ui.press("s", "4")
        assert "Chiba" in at_hand(ui)
        assert stored(store, "leads", five_leads[1])["next_activity_at"] is None
        await ui.press("left", "left", "right")
        assert "Baba" in at_hand(ui), "Abe has a step by now"
        await ui.press("escape")
        assert ui.notices()[-1] == "One by one: 1 planned · 1 skipped · 3 left"


async def test_undo_takes_an_act_back_and_out_of_the_counts(
    open_app: Callable[..., Opened], five_leads: list[int], store: Store
) -> None:
    async with open_app() as ui:
        await ui.press("z", *"c211", "enter")
        assert "Baba" in at_hand(ui)
        assert "2/5 · 4 left" in at_hand(ui)
        await ui.press("ctrl+z")
        assert isinstance(ui.app.screen, TriageScreen)
        assert not store.connection.scalar("SELECT count(*) FROM activities")
        assert "Abe" in at_hand(ui)
        assert "1/5 · 5 left" in at_hand(ui)
        await ui.press(*"c301", "enter", "escape")
        assert ui.notices()[-1] == "One by one: 1 called · 4 left"


async def test_a_planned_call_that_is_made_counts_as_one_call(
    open_app: Callable[..., Opened], add: Callable[..., list[int]], five_leads: list[int]
) -> None:
    call = {"kind": "call", "subject": "Renewal", "due_on": "2026-11-20", "owner": 1}
    add("activities", *({**call, "lead": lead} for lead in five_leads[:2]))
    async with open_app() as ui:
        await ui.press("z", *"c204", "enter", *"c204", "enter", "ctrl+z", "escape")
        assert ui.notices()[-1] == "One by one: 1 called · 4 left"


async def test_only_the_marked_ones_are_gone_through(
    open_app: Callable[..., Opened], five_leads: list[int]
) -> None:
    async with open_app() as ui:
        await ui.press("j", "space", "j", "space", "z")
        assert "1/2 · 2 left" in at_hand(ui)
        names = [at_hand(ui)]
        await ui.press("s")
        names.append(at_hand(ui))
        assert ["Baba" in names[0], "Doi" in names[1]] == [True, True]


async def test_only_what_the_filter_leaves_is_gone_through(
    open_app: Callable[..., Opened], five_leads: list[int]
) -> None:
    async with open_app() as ui:
        await ui.press("slash")
        await ui.type("Chiba")
        await ui.press("enter", "z")
        assert "Chiba" in at_hand(ui)
        assert "1/1 · 1 left" in at_hand(ui)


async def test_leads_that_are_deleted_elsewhere_are_passed_over_with_a_sentence(
    open_app: Callable[..., Opened], five_leads: list[int], store: Store
) -> None:
    async with open_app() as ui:
        await ui.press("z")
        commands.delete(store, commands.plan_delete(store, "leads", five_leads[1:3]))
        await ui.press("s")
        assert "Doi" in at_hand(ui)
        assert "2 leads were passed over" in ui.notices()[-1]
        commands.delete(store, commands.plan_delete(store, "leads", five_leads[3:4]))
        await ui.app.watcher.catch_up()
        await ui.rest()
        assert "Endo" in at_hand(ui)


async def test_the_cursor_of_the_list_is_where_one_stopped(
    open_app: Callable[..., Opened], five_leads: list[int]
) -> None:
    async with open_app() as ui:
        await ui.press("z", "s", "s", "escape")
        assert "Chiba" in ui.cursor_line()


async def test_a_lead_that_was_deleted_here_gives_its_place_to_the_next(
    open_app: Callable[..., Opened], five_leads: list[int]
) -> None:
    async with open_app() as ui:
        await ui.press("z", "delete", "right", "enter")
        assert "Baba" in at_hand(ui)
        assert screen_of(ui, TriageScreen).chosen() == [five_leads[1]]


async def test_a_lead_that_was_converted_elsewhere_takes_no_other_one_with_it(
    open_app: Callable[..., Opened], five_leads: list[int], store: Store
) -> None:
    async with open_app() as ui:
        await ui.press("z", "c")
        apply_conversion(store, propose(store, five_leads[0]))
        await ui.app.watcher.catch_up()
        await ui.rest()
        await ui.press("escape")
        assert "Baba" in at_hand(ui)
        assert "2/5 · 4 left" in at_hand(ui)
        assert "One lead was passed over" in ui.notices()[-1]
        await ui.press("escape")
        assert ui.notices()[-1] == "One by one: 1 converted · 4 left"


async def test_who_goes_on_by_an_act_that_takes_time_leaves_no_lead_out(
    open_app: Callable[..., Opened], five_leads: list[int], store: Store
) -> None:
    async with open_app() as ui:
        await ui.press("z", "c")
        commands.delete(store, commands.plan_delete(store, "leads", five_leads[1:2]))
        await ui.app.watcher.catch_up()
        await ui.press(*"211", "enter")
        assert "Chiba" in at_hand(ui)
        assert "3/5 · 3 left" in at_hand(ui)


@pytest.mark.parametrize("key", ["t", "delete", "backspace", "x", "c", "n", "r", "e"])
async def test_an_act_that_is_cancelled_leaves_a_closed_lead_at_hand(
    open_app: Callable[..., Opened], five_leads: list[int], key: str
) -> None:
    async with open_app() as ui:
        await ui.press("z", "t", "5", "left")
        assert "Abe" in at_hand(ui)
        await ui.press(key)
        assert not isinstance(ui.app.screen, TriageScreen)
        await ui.press("escape")
        assert "Abe" in at_hand(ui)
        assert "1/5 · 4 left" in at_hand(ui)


async def test_the_card_shows_the_rating_and_what_was_edited(
    open_app: Callable[..., Opened], five_leads: list[int], store: Store
) -> None:
    async with open_app() as ui:
        await ui.press("z")
        assert "Hot" not in ui.text()
        await ui.press("r", "1")
        assert "Hot" in ui.text()
        await ui.press("e")
        await ui.type("Abel")
        await ui.press("ctrl+s")
        name = stored(store, "leads", five_leads[0]).title
        assert "Abel" in name
        assert name in at_hand(ui)


async def test_each_lead_is_counted_once_and_going_back_changes_no_count(
    open_app: Callable[..., Opened], five_leads: list[int]
) -> None:
    async with open_app() as ui:
        await ui.press("z", *"c211", "enter", "s", "delete", "right", "enter")
        assert "4/5 · 2 left" in at_hand(ui)
        await ui.press("left", "left")
        assert "1/5 · 2 left" in at_hand(ui)
        await ui.press("escape")
        assert ui.notices()[-1] == "One by one: 1 called · 1 deleted · 1 skipped · 2 left"


async def test_leads_that_one_took_away_oneself_are_passed_over_without_a_word(
    open_app: Callable[..., Opened], five_leads: list[int]
) -> None:
    async with open_app() as ui:
        await ui.press("z", "s", "backspace", "right", "enter", "x", "enter", "enter")
        assert "Doi" in at_hand(ui)
        await ui.press("left", "s")
        assert "Doi" in at_hand(ui)
        assert not [each for each in ui.notices() if "passed over" in each]


async def test_a_lead_whose_page_was_used_to_delete_it_is_counted_as_ones_own(
    open_app: Callable[..., Opened], five_leads: list[int]
) -> None:
    async with open_app() as ui:
        await ui.press("z", "enter", "delete", "right", "enter")
        screen_of(ui, TriageScreen)
        assert "Baba" in at_hand(ui)
        assert "2/5 · 4 left" in at_hand(ui)
        assert not [each for each in ui.notices() if "passed over" in each]


async def test_closed_leads_are_left_out_and_that_is_said(
    open_app: Callable[..., Opened], five_leads: list[int], store: Store
) -> None:
    for lead in five_leads[:2]:
        edit(store, "leads", lead, status="unqualified")
    async with open_app() as ui:
        await ui.press("z")
        assert "Chiba" in at_hand(ui)
        assert "1/3 · 3 left" in at_hand(ui)
        assert "Left out: 2 closed or converted" in ui.text()
        await ui.press("escape", "home", "space", "z")
        assert "No lead to go through" in ui.text()
        assert "Left out: 1 closed or converted" in ui.text()


@pytest.mark.parametrize(
    ("act", "count"),
    [
        (["t", "5"], "1 closed"),
        (["delete", "right", "enter"], "1 deleted"),
        (["n", "2", "enter"], "1 planned"),
        (["x", "enter", "enter"], "1 converted"),
    ],
    ids=lambda each: each if isinstance(each, str) else "",
)
async def test_undo_leads_back_to_the_lead_whatever_was_done_and_redo_counts_it_again(
    open_app: Callable[..., Opened], five_leads: list[int], act: list[str], count: str
) -> None:
    async with open_app() as ui:
        await ui.press("z", "s", *act, "s")
        assert "4/5 · 2 left" in at_hand(ui)
        await ui.press("ctrl+z")
        assert "Baba" in at_hand(ui)
        assert "2/5 · 3 left" in at_hand(ui)
        await ui.press("ctrl+y", "escape")
        assert f"One by one: {count} · 2 skipped · 2 left" in ui.notices()[-1]


async def test_undo_leads_back_from_the_end(
    open_app: Callable[..., Opened], five_leads: list[int]
) -> None:
    async with open_app() as ui:
        await ui.press("j", "space", "z", "t", "5")
        assert "That was the last one" in ui.text()
        await ui.press("ctrl+z")
        assert "Baba" in at_hand(ui)
        assert "1/1 · 1 left" in at_hand(ui)


@pytest.mark.parametrize("language", ["en", "ja"])
@pytest.mark.parametrize("size", [(80, 24), (120, 36)])
async def test_picture(
    store: Store,
    open_app: Callable[..., Opened],
    snapshot: SnapshotAssertion,
    size: tuple[int, int],
    language: Language,
) -> None:
    fill(store, language)
    async with open_app(size=size, language=language) as ui:
        await ui.press("z")
        assert ui.text() == snapshot
