"""Records are merged side by side, by keys alone, and split again exactly."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.records import add, dump, edit, stored
from tests.screens.record_host import HOSTILE, UNSAFE, shown
from tui_crm import i18n
from tui_crm.features.duplicates.merge.screen import MergeScreen
from tui_crm.screens import factories
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
    "phone": "03-1234-5678",
    "email": "ichiro@tatitute.example",
    "postal_code": "150-0002",
    "state": "東京都",
    "city": "渋谷区",
    "street": "渋谷1-2-3",
    "tags": "\nVIP\n",
}
OTHER: dict[str, Any] = {
    "last_name": "清水",
    "first_name": "一郎",
    "company": "株式会社たちつてと",
    "mobile": "090-1111-2222",
    "city": "港区",
    "street": "芝1-1",
    "tags": "\n展示会\n",
    "opted_out": 1,
}


@pytest.fixture
def leads(store: Store) -> list[int]:
    """Two leads who are one person; the second has an activity and a note."""
    ids = [add(store, "leads", **SHIMIZU), add(store, "leads", **OTHER)]
    add(store, "activities", subject="見積の件", lead=ids[1])
    add(store, "notes", body="来週", lead=ids[1])
    return ids


def last_batch(store: Store) -> int:
    return int(store.connection.scalar("SELECT max(id) FROM batches"))


def merging(*ids: int, record_type: str = "leads") -> MergeScreen:
    screen = MergeScreen(record_type, ids)
    assert isinstance(screen, MergeScreen)
    return screen


async def test_the_fullest_stays_and_what_differs_comes_first(
    store: Store, leads: list[int]
) -> None:
    async with shown(store, merging(leads[1], leads[0])) as desk:
        assert "1 ★ 清水 一郎" in desk.text
        assert "no. 1 ·" in desk.text
        assert "Different (2)" in desk.text
        assert desk.text.index("Different") < desk.text.index("Company")
        assert desk.text.index("Address") < desk.text.index("Same, or in one")
        assert "● 渋谷1-2-3, 渋谷区, 東京都" in desk.line("Address")
        assert "Moves along: 1 activity, 1" in desk.text


async def test_enter_enter_merges_with_the_defaults(store: Store, leads: list[int]) -> None:
    async with shown(store, merging(*leads)) as desk:
        await desk.press("enter")
        assert stored(store, "leads", leads[1])["company"] == "株式会社たちつてと"
        assert "enter once more: 清水 一郎 (1) stays and takes in 清水 一郎 (2)" in desk.text
        await desk.press("enter")
        assert desk.app.answers == [last_batch(store)]
        assert "ctrl+z undoes" in desk.app.said[-1]
    record = stored(store, "leads", leads[0])
    assert record["company"] == "たちつてと㈱"
    assert record["mobile"] == "090-1111-2222"
    assert record["street"] == "渋谷1-2-3"
    assert record["opted_out"] == 1
    assert record["tags"] == "\nVIP\n展示会\n"
    assert stored(store, "activities", 1)["lead"] == leads[0]


async def test_undo_restores_both_exactly(store: Store, leads: list[int]) -> None:
    before = dump(store)
    async with shown(store, merging(*leads)) as desk:
        await desk.press("enter", "enter")
        assert dump(store) != before
    undo.undo(store, last_batch(store))
    assert dump(store) == before
    assert redirected(store.connection, "leads", leads[1]) == leads[1]


async def test_the_number_of_a_loser_opens_the_keeper(store: Store, leads: list[int]) -> None:
    async with shown(store, merging(*leads)) as desk:
        await desk.press("enter", "enter")
    async with shown(store, factories.detail("leads", leads[1])) as desk:
        assert "090-1111-2222" in desk.text
        assert "ichiro@tatitute.example" in desk.text


async def test_a_winner_is_chosen_field_by_field(store: Store, leads: list[int]) -> None:
    async with shown(store, merging(*leads)) as desk:
        await desk.press("right")
        assert "○ たちつてと㈱" in desk.here
        assert "● 株式会社たちつてと" in desk.here
        await desk.press("left")
        assert "● たちつてと㈱" in desk.here
        await desk.press("space", "down", "space")
        assert "● 東京都" not in desk.text
        await desk.press("enter", "enter")
    record = stored(store, "leads", leads[0])
    assert record["company"] == "株式会社たちつてと"
    assert (record["postal_code"], record["state"], record["city"], record["street"]) == (
        None,
        None,
        "港区",
        "芝1-1",
    ), "an address is taken whole"


async def test_tags_come_from_all_or_from_one(store: Store, leads: list[int]) -> None:
    async with shown(store, merging(*leads), size=(120, 40)) as desk:
        while "Tags" not in desk.here:
            await desk.press("down")
        assert desk.here.count("●") == 2
        await desk.press("space")
        assert desk.here.count("●") == 1
        await desk.press("space", "space")
        assert desk.here.count("●") == 2
        await desk.press("right", "right", "enter", "enter")
    assert stored(store, "leads", leads[0])["tags"] == "\n展示会\n"


async def test_tab_and_digits_change_who_stays_and_choices_stand(
    store: Store, leads: list[int]
) -> None:
    async with shown(store, merging(*leads)) as desk:
        await desk.press("right", "tab")
        assert "2 ★ 清水 一郎" in desk.text
        assert "● 株式会社たちつてと" in desk.text
        await desk.press("1")
        assert "1 ★ 清水 一郎" in desk.text
        await desk.press("2", "left", "enter", "enter")
    record = stored(store, "leads", leads[1])
    assert record["company"] == "たちつてと㈱"
    assert redirected(store.connection, "leads", leads[0]) == leads[1]


async def test_another_key_takes_the_first_enter_back(store: Store, leads: list[int]) -> None:
    async with shown(store, merging(*leads)) as desk:
        await desk.press("enter", "down")
        assert "once more" not in desk.text
        await desk.press("enter", "escape")
        assert desk.app.answers == [None]
    assert stored(store, "leads", leads[1]).id == leads[1]


async def test_many_records_scroll_sideways(store: Store, leads: list[int]) -> None:
    more = [add(store, "leads", **(SHIMIZU | {"company": f"会社{n}"})) for n in range(4)]
    async with shown(store, merging(*leads, *more)) as desk:
        assert "1–2/6▶" in desk.text
        await desk.press(*["right"] * 5)
        assert "◀5–6/6" in desk.text
        assert "● 株式会社たちつてと" in desk.here, "the emptiest stands last"
        await desk.press("1")
        assert "1–2/6▶" in desk.text


async def test_a_record_that_somebody_changed_meanwhile_is_shown_anew(
    store: Store, leads: list[int]
) -> None:
    async with shown(store, merging(*leads)) as desk:
        edit(store, "leads", leads[0], company="別の会社")
        await desk.press("enter", "enter")
        assert desk.app.answers == []
        assert "別の会社" in desk.text
        assert "stays and takes in" in desk.text
    assert stored(store, "leads", leads[1])["city"] == "港区"


async def test_what_cannot_be_merged_is_said(store: Store, leads: list[int]) -> None:
    edit(store, "leads", leads[1], converted_at="2026-11-20T00:00:00Z")
    async with shown(store, merging(*leads)) as desk:
        assert desk.app.answers == [None]
        assert "清水 一郎" in desk.app.said[-1]


async def test_marked_records_of_a_list_are_merged_by_key(
    store: Store, leads: list[int], open_app: Callable[..., Opened]
) -> None:
    add(store, "leads", last_name="別人")
    async with open_app() as ui:
        assert "m merge" not in ui.text()
        while "清水" not in ui.cursor_line():
            await ui.press("down")
        await ui.press("space", "space", "D")
        assert isinstance(ui.app.screen, MergeScreen)
        assert set(ui.app.screen.order) == set(leads)
        await ui.press("enter", "enter")
        assert not isinstance(ui.app.screen, MergeScreen)
        assert "marked" not in ui.text()
        await ui.press("ctrl+z")
        assert ui.text().count("清水 一郎") >= 2


async def test_names_are_read_as_people_write_them(store: Store) -> None:
    names = [{"last_name": "Adams", "first_name": "Nancy"}, {"last_name": "Adams"}]
    ids = [add(store, "leads", **name) for name in names]
    async with shown(store, merging(*ids)) as desk:
        assert "● Nancy Adams" in desk.here
        assert "○ Adams" in desk.here


async def test_long_texts_are_shown_where_they_differ(store: Store) -> None:
    long = "同じ文章がつづく。" * 200
    ids = [add(store, "leads", last_name="x", description=long + end) for end in ("甲", "乙")]
    async with shown(store, merging(*ids)) as desk:
        assert "… 同じ文章がつづく" not in desk.text
        assert "甲" in desk.text
        assert "乙" in desk.text


@pytest.mark.parametrize("data", HOSTILE)
async def test_hostile_values_are_drawn_as_they_are(store: Store, data: str) -> None:
    ids = [add(store, "leads", last_name=data, company=n + data, city=data) for n in "ab"]
    async with shown(store, merging(*ids)) as desk:
        assert "Company" in desk.here
        assert not UNSAFE.intersection(desk.text.replace("\n", ""))


@pytest.mark.parametrize("language", ["en", "ja"])
async def test_picture(
    store: Store, leads: list[int], snapshot: SnapshotAssertion, language: Language
) -> None:
    i18n.use(language)
    async with shown(store, merging(*leads)) as desk:
        assert desk.text == snapshot


@pytest.mark.parametrize("language", ["en", "ja"])
async def test_notices_leave_what_is_confirmed_in_sight(
    store: Store, leads: list[int], open_app: Callable[..., Opened], language: Language
) -> None:
    async with open_app(language=language) as ui:
        ui.app.push_screen(merging(*leads))
        await ui.rest()
        await ui.press("enter")
        asked = ui.lines()[-3:]
        assert "enter" in "".join(asked)
        assert "清水 一郎" in "".join(asked)
        for severity in ("information", "warning", "error"):
            ui.app.say("担当者が不在のため保存できませんでした。" * 4, severity)
        await ui.rest()
        await ui.pilot.pause()
        assert "担当者が不在" in ui.text()
        assert "\n".join(asked[:-1]) in ui.text()
