"""Duplicates are gone through by one key each: merge, not the same, later, all at once."""

from __future__ import annotations

from threading import Event
from typing import TYPE_CHECKING, Any

import pytest

from tests.records import add, dump, stored
from tests.screens.record_host import HOSTILE, UNSAFE, Desk, RecordHost, shown
from tests.screens.resting import until
from tui_crm import i18n
from tui_crm.features.duplicates import case_actions, cases, customers
from tui_crm.features.duplicates.cases import SearchStoppedError
from tui_crm.features.duplicates.merge.bulk import MergedGroups, merge_groups
from tui_crm.features.duplicates.merge.screen import MergeScreen
from tui_crm.features.duplicates.screen import DuplicatesScreen
from tui_crm.features.leads.convert.screen import ConvertScreen
from tui_crm.screens.detail.screen import DetailScreen
from tui_crm.store import match_index
from tui_crm.store.journal import undo
from tui_crm.store.records import redirected

if TYPE_CHECKING:
    from collections.abc import Callable

    from syrupy.assertion import SnapshotAssertion

    from tests.screens.conftest import Opened
    from tui_crm.i18n import Language
    from tui_crm.store.db.store import Store

SHIMIZU: dict[str, Any] = {
    "last_name": "清水",
    "first_name": "一郎",
    "company": "たちつてと㈱",
    "email": "ichiro@tatitute.example",
}
TANAKA: dict[str, Any] = {
    "last_name": "田中",
    "first_name": "花子",
    "company": "青空商事",
    "phone": "090-1234-5678",
}


@pytest.fixture
def groups(store: Store) -> list[list[int]]:
    """Two groups of leads, the first the surer one, and somebody who is alone."""
    found = [
        [add(store, "leads", **SHIMIZU, phone="03-1234-5678", city=city) for city in "ab"],
        [add(store, "leads", **TANAKA), add(store, "leads", **TANAKA | {"company": None})],
    ]
    add(store, "leads", last_name="別人")
    return found


def looking(record_type: str = "leads") -> DuplicatesScreen:
    screen = DuplicatesScreen(record_type)
    assert isinstance(screen, DuplicatesScreen)
    return screen


def here(desk: Desk) -> int | None:
    """The id of the record under the cursor."""
    assert isinstance(desk.screen, DuplicatesScreen)
    number = desk.screen.table.cursor_id
    return None if number is None else (number - 1) // 3


def last_batch(store: Store) -> int:
    return int(store.connection.scalar("SELECT max(id) FROM batches"))


async def test_groups_come_by_sureness_with_their_reasons_and_members(
    store: Store, groups: list[list[int]]
) -> None:
    async with shown(store, looking()) as desk:
        assert "Duplicates › Leads" in desk.text
        assert "2 groups" in desk.text
        first, second = (line for line in desk.app.lines() if "%  " in line)
        assert first.strip().startswith("99%  same name, same e-mail")
        assert "same phone" in second
        assert desk.text.count("清水 一郎") == 2
        assert "別人" not in desk.text
        assert here(desk) == groups[0][0], "the cursor is on a record, not on the head"
        await desk.press("down", "down")
        assert here(desk) == groups[1][0]
        await desk.press("up")
        assert here(desk) == groups[0][1]
        await desk.press("right_square_bracket")
        assert here(desk) == groups[1][0]
        await desk.press("left_square_bracket", "up", "up")
        assert here(desk) == groups[0][0]


async def test_merging_a_group_goes_on_to_the_next_and_undo_brings_it_back(
    store: Store, groups: list[list[int]]
) -> None:
    before = dump(store)
    async with shown(store, looking()) as desk:
        await desk.press("m")
        assert isinstance(desk.screen, MergeScreen)
        await desk.press("enter", "enter")
        assert "one group" in desk.text
        assert here(desk) == groups[1][0]
        await desk.app.write(undo.undo, store, last_batch(store))
        await desk.rest()
        assert "2 groups" in desk.text
        assert here(desk) == groups[1][0], "the cursor stays where it was"
    assert dump(store) == before


async def test_only_marked_records_of_a_group_are_merged(store: Store) -> None:
    three = [add(store, "leads", **SHIMIZU) for _ in range(3)]
    async with shown(store, looking()) as desk:
        await desk.press("space", "down", "space", "m")
        assert isinstance(desk.screen, MergeScreen)
        assert set(desk.screen.order) == {three[0], three[2]}


async def test_not_the_same_is_remembered_and_can_be_undone(
    store: Store, groups: list[list[int]]
) -> None:
    async with shown(store, looking()) as desk:
        await desk.press("n")
        assert "清水" not in desk.text
        assert here(desk) == groups[1][0]
    assert match_index.distinct_pairs(store.connection, "leads") == {tuple(groups[0])}
    async with shown(store, looking()) as desk:
        assert "清水" not in desk.text
        await desk.app.write(undo.undo, store, last_batch(store))
        await desk.press("R")
        assert "清水" in desk.text


async def test_keys_pressed_quickly_go_through_one_group_after_the_other(
    store: Store, groups: list[list[int]]
) -> None:
    async with shown(store, looking()) as desk:
        await desk.pilot.press("n", "n")
        await desk.rest()
        assert "No leads look like duplicates" in desk.text
    pairs = {(one, other) for one, other in groups}
    assert match_index.distinct_pairs(store.connection, "leads") == pairs


async def test_marked_ones_alone_are_told_apart_from_the_rest(store: Store) -> None:
    three = [add(store, "leads", **SHIMIZU) for _ in range(3)]
    async with shown(store, looking()) as desk:
        await desk.press("down", "down", "space", "n")
        assert desk.text.count("清水 一郎") == 2
    pairs = {(three[0], three[2]), (three[1], three[2])}
    assert match_index.distinct_pairs(store.connection, "leads") == pairs


async def test_later_puts_a_group_last_and_back(store: Store, groups: list[list[int]]) -> None:
    async with shown(store, looking()) as desk:
        await desk.press("l")
        assert here(desk) == groups[1][0]
        assert "one put off" in desk.text
        assert "· put off" in [line for line in desk.app.lines() if "%  " in line][1]
        await desk.press("right_square_bracket", "l")
        assert "put off" not in desk.text
        assert next(x for x in desk.app.lines() if "%  " in x).strip().startswith("99")


async def test_enter_opens_the_record_and_escape_comes_back(
    store: Store, groups: list[list[int]]
) -> None:
    async with shown(store, looking()) as desk:
        await desk.press("down", "enter")
        assert isinstance(desk.screen, DetailScreen)
        assert desk.screen.record_id == groups[0][1]
        desk.app.pop_screen()
        await desk.rest()
        assert here(desk) == groups[0][1]
        await desk.press("escape")
        assert not isinstance(desk.screen, DuplicatesScreen)


async def test_all_sure_groups_are_merged_as_one_change_after_a_question(
    store: Store, groups: list[list[int]]
) -> None:
    before = dump(store)
    async with shown(store, looking()) as desk:
        await desk.press("M")
        assert "Merge the 2 groups that are at least 95% sure?" in desk.text
        assert "2 records go into" in desk.text
        assert "One undo reverts all of these merges" in desk.text
        await desk.press("escape")
        assert dump(store) == before
        await desk.press("M", "right", "enter")
        assert "No leads look like duplicates" in desk.text
        assert "2 groups (2 records): merged" in desk.app.said[-1]
    for one, other in groups:
        assert redirected(store.connection, "leads", other) == one
    undo.undo(store, last_batch(store))
    assert dump(store) == before


async def test_nothing_but_esc_stops_a_merge(store: Store, groups: list[list[int]]) -> None:
    async with shown(store, looking()) as desk:
        screen = desk.screen
        assert isinstance(screen, DuplicatesScreen)
        screen.is_merging = True
        for key in ("R", "tab", "w"):
            await desk.press(key)
            assert "Records are being merged; esc stops that." in desk.app.said[-1]
            assert not screen.progress.is_stopped
        screen.relabel()
        assert not screen.progress.is_stopped
        await desk.press("escape")
        assert screen.progress.is_stopped
        screen.is_merging = False


async def test_another_language_keeps_what_was_put_off(
    store: Store, groups: list[list[int]]
) -> None:
    async with shown(store, looking()) as desk:
        await desk.press("l")
        screen = desk.screen
        assert isinstance(screen, DuplicatesScreen)
        i18n.use("ja")
        screen.relabel()
        await desk.rest()
        assert len(screen.put_off) == 1
        assert "重複" in desk.app.place()


async def test_a_doubtful_group_is_never_merged_unseen(
    store: Store, groups: list[list[int]]
) -> None:
    for city in ("港区", "大阪市"):
        add(store, "leads", last_name="佐藤", first_name="健", company="みらい", city=city)
    async with shown(store, looking()) as desk:
        assert "3 groups" in desk.text
        await desk.press("M")
        assert "One group stays in the list" in desk.text
        await desk.press("right", "enter")
        assert "佐藤 健" in desk.text
        assert "one group" in desk.text


async def test_what_is_put_off_is_not_merged_with_the_others(
    store: Store, groups: list[list[int]]
) -> None:
    async with shown(store, looking()) as desk:
        await desk.press("l", "M", "right", "enter")
        assert "清水" in desk.text
        assert "田中" not in desk.text


async def test_a_search_can_be_stopped_and_begun_again(
    store: Store, groups: list[list[int]], monkeypatch: pytest.MonkeyPatch
) -> None:
    real = cases.Subject.find
    begun: list[int] = []

    def slow(*given: Any) -> Any:
        begun.append(1)
        while len(begun) == 1:
            given[2].report(1, 4)
        return real(*given)

    monkeypatch.setattr(cases.Subject, "find", slow)
    app = RecordHost(store, looking())
    async with app.run_test(size=(80, 24)) as pilot:
        await until(lambda: "25%" in app.text, lambda: pilot.pause(0.01))
        assert "esc stops." in app.text
        await pilot.press("escape")
        desk = Desk(app, pilot)
        await desk.rest()
        assert "The search was stopped" in desk.text
        assert "R searches again." in desk.text
        await desk.press("R")
        assert "2 groups" in desk.text


async def test_an_empty_result_says_so_and_what_to_do(store: Store) -> None:
    async with shown(store, looking("contacts")) as desk:
        assert "No contacts look like duplicates" in desk.text
        assert "w looks for less sure ones too." in desk.text
        assert "m merge" not in desk.text
        await desk.press("m", "n", "l", "M")
        assert isinstance(desk.screen, DuplicatesScreen)


async def test_less_sure_groups_are_shown_on_demand_and_never_merged_unseen(
    store: Store,
) -> None:
    add(store, "accounts", name="日本電気株式会社", phone="03-3454-1111")
    add(store, "accounts", name="日本電気有限会社", phone="03-3454-1111")
    async with shown(store, looking("accounts")) as desk:
        assert "No accounts" in desk.text
        await desk.press("w")
        assert "75%" in desk.text
        assert "different legal form" in desk.text
        assert "one group · 70% or more" in desk.text
        await desk.press("M")
        assert "No group is certain enough (95%)" in desk.app.said[-1]


async def test_branches_are_put_below_their_head_office(store: Store) -> None:
    head = add(store, "accounts", name="青空商事株式会社")
    branch = add(store, "accounts", name="青空商事株式会社 大阪支店")
    other = add(store, "accounts", name="青空商事株式会社 名古屋営業所")
    add(store, "accounts", name="有限会社青空商事 神戸支店")
    async with shown(store, looking("accounts")) as desk:
        assert "No accounts" in desk.text, "a branch is no duplicate"
        await desk.press("tab", "tab")
        assert "2 branches" in desk.text
        assert desk.text.index("Head office") < desk.text.index("Branch  ")
        assert "神戸" not in desk.text
        assert "m put below head office" in desk.text
        await desk.press("down", "space", "m")
        assert stored(store, "accounts", branch)["parent"] == head
        assert stored(store, "accounts", other)["parent"] is None
        await desk.press("m")
        assert "No branches stand apart" in desk.text
        undo.undo(store, last_batch(store))
        await desk.press("R")
        assert "one branch" in desk.text
        await desk.press("n")
        assert "No branches stand apart" in desk.text
    assert stored(store, "accounts", other)["parent"] is None


async def test_sites_of_a_company_are_merged_made_branches_or_told_apart(store: Store) -> None:
    osaka = add(store, "accounts", name="青空商事", city="大阪市", street="城見1-4-24")
    tokyo = add(store, "accounts", name="青空商事㈱", city="港区", street="芝5-7-1")
    async with shown(store, looking("accounts")) as desk:
        assert "No accounts" in desk.text, "another place is no duplicate"
        assert "make branches" not in desk.text
        await desk.press("tab")
        assert "Duplicates › Other sites" in desk.text
        assert "different address" in desk.text
        await desk.press("m")
        assert isinstance(desk.screen, MergeScreen)
        await desk.press("escape", "down", "b")
        assert stored(store, "accounts", osaka)["parent"] == tokyo
        assert "No company has more than one site" in desk.text
        await desk.press("R")
        assert "No company has more than one site" in desk.text
        undo.undo(store, last_batch(store))
        await desk.press("R", "n")
        assert "No company has more than one site" in desk.text
    assert match_index.distinct_pairs(store.connection, "accounts") == {(osaka, tokyo)}


async def test_people_at_two_companies_are_told_under_moves(store: Store) -> None:
    person = {"last_name": "田中", "first_name": "一郎", "email": "ichiro@gmail.com"}
    leads = [add(store, "leads", **person, company=name) for name in ("光商事", "桜工業")]
    accounts = [add(store, "accounts", name=name) for name in ("光商事", "桜工業")]
    contacts = [add(store, "contacts", **person, account=account) for account in accounts]
    async with shown(store, looking("leads")) as desk:
        assert "No leads look like duplicates" in desk.text
        await desk.press("shift+tab", "shift+tab")
        assert "Duplicates › Moves" in desk.text
        assert "another company" in desk.text
        assert "2 groups" in desk.text
        await desk.press("n")
        assert match_index.distinct_pairs(store.connection, "leads") == {tuple(leads)}
        await desk.press("m")
        assert isinstance(desk.screen, MergeScreen)
        assert (desk.screen.type_key, set(desk.screen.order)) == ("contacts", set(contacts))
        await desk.press("enter", "enter")
        assert "Nobody appears at two companies" in desk.text


async def test_two_names_with_one_mailbox_are_among_the_doubts(store: Store) -> None:
    add(store, "leads", last_name="田中", first_name="一郎", email="both@gmail.com")
    add(store, "leads", last_name="佐藤", first_name="花子", email="both@gmail.com")
    async with shown(store, looking("leads")) as desk:
        assert "one group" in desk.text
        assert "60%" in desk.text
        await desk.press("M")
        assert "No group is certain enough (95%)" in desk.app.said[-1]


async def test_leads_who_are_customers_already_are_converted_or_told_apart(
    store: Store,
) -> None:
    account = add(store, "accounts", name="株式会社たちつてと", phone="03-1234-5678")
    contact = add(
        store,
        "contacts",
        last_name="清水",
        first_name="一郎",
        email="ICHIRO@tatitute.example",
        account=account,
    )
    lead = add(store, "leads", **SHIMIZU)
    colleague = add(store, "leads", **SHIMIZU | {"last_name": "別", "email": None})
    add(store, "leads", last_name="田中", company="よその会社")
    async with shown(store, looking()) as desk:
        await desk.press("shift+tab")
        assert "2 groups" in desk.text
        assert here(desk) == lead, "known persons come before known companies"
        assert desk.line("Contact  ").split() == ["Contact", "清水", "一郎", "株式会社たちつてと"]
        assert "よその会社" not in desk.text
        await desk.press("m")
        assert isinstance(desk.screen, ConvertScreen)
        await desk.press("enter", "enter")
        assert stored(store, "leads", lead)["converted_contact"] == contact
        assert "one group" in desk.text
        assert here(desk) == colleague
        await desk.press("n")
        assert "No open lead looks like a customer" in desk.text
    assert customers.find_customers(store) == []


async def test_the_screen_opens_from_a_list_for_its_type(
    store: Store, groups: list[list[int]], open_app: Callable[..., Opened]
) -> None:
    async with open_app() as ui:
        await ui.press("D")
        assert "Duplicates › Leads" in ui.text()
        await ui.press("n", "ctrl+z")
        assert "2 groups" in ui.text()
        await ui.press("escape", "3", "D")
        assert "Duplicates › Contacts" in ui.text()
        ui.app.clear_notifications()
        await ui.rest()
        footer = ui.lines()[-1]
        assert "esc back" in footer


@pytest.mark.parametrize("data", HOSTILE)
async def test_hostile_values_are_drawn_as_they_are(store: Store, data: str) -> None:
    for _ in range(2):
        add(store, "leads", last_name=data, email="a@b.example", company=data, city=data)
    async with shown(store, looking()) as desk:
        assert "one group" in desk.text
        assert not UNSAFE.intersection(desk.text.replace("\n", ""))


def test_stopping_is_said_in_words() -> None:
    assert "nothing was changed" in str(SearchStoppedError())


@pytest.mark.parametrize("language", ["en", "ja"])
async def test_picture(
    store: Store, groups: list[list[int]], snapshot: SnapshotAssertion, language: Language
) -> None:
    i18n.use(language)
    async with shown(store, looking()) as desk:
        assert desk.text == snapshot


async def test_merging_all_can_be_stopped_and_leaves_everything_as_it_was(
    store: Store, groups: list[list[int]], monkeypatch: pytest.MonkeyPatch
) -> None:
    begun = Event()

    def slow(
        store: Store, key: str, found: list[list[int]], tell: Callable[[int, int], None]
    ) -> MergedGroups:
        def told(done: int, total: int) -> None:
            begun.set()
            while done:  # until somebody stops it
                tell(done, total)

        return merge_groups(store, key, found, told)

    monkeypatch.setattr(case_actions, "merge_groups", slow)
    before = dump(store)
    async with shown(store, looking()) as desk:
        await desk.press("M")
        await desk.pilot.press("right", "enter")
        await until(lambda: "Merging: 50%" in desk.text, lambda: desk.pilot.pause(0.01))
        assert begun.is_set()
        await desk.pilot.press("escape")
        await desk.rest()
        assert "nothing was merged" in desk.app.said[-1]
        assert "2 groups" in desk.text
        await desk.press("escape")
        assert not isinstance(desk.screen, DuplicatesScreen)
    assert dump(store) == before
