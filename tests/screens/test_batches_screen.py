"""All that was done, newest first: looked at from → to, taken back and done again by key."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.records import add, dump, edit, stored
from tests.screens.record_host import HOSTILE, UNSAFE, Desk, shown
from tests.screens.resting import PATIENCE, until
from tui_crm import i18n
from tui_crm.features.duplicates.merge.merge import merge
from tui_crm.screens import factories
from tui_crm.screens.detail.screen import DetailScreen
from tui_crm.screens.dialogs.confirm import ConfirmScreen
from tui_crm.screens.history.change_screen import BatchScreen
from tui_crm.screens.history.changes_screen import BatchesScreen
from tui_crm.store import bulk, records
from tui_crm.store.bulk import SetField
from tui_crm.store.journal import undo
from tui_crm.store.journal.unit import unit

if TYPE_CHECKING:
    from collections.abc import Callable

    from syrupy.assertion import SnapshotAssertion

    from tests.screens.conftest import Driver, Opened
    from tui_crm.i18n import Language
    from tui_crm.store.db.store import Store

WIDE = (120, 36)


@pytest.fixture
def lead(store: Store, open_store: Callable[..., Store]) -> int:
    """A lead that sato added and changed, and that suzuki changed after him."""
    found = add(store, "leads", last_name="清水", city="渋谷区")
    edit(store, "leads", found, city="港区")
    edit(open_store("suzuki"), "leads", found, phone="03-1111-2222")
    return found


def bulk_rating(store: Store, n: int) -> list[int]:
    """So many leads, made hot in one change."""
    leads = [add(store, "leads", last_name=f"n{number}") for number in range(n)]
    seen = records.versions(store.connection, "leads", leads)
    bulk.apply(store, "leads", seen, SetField("rating", "hot"))
    return leads


async def settle(desk: Desk) -> None:
    """Wait until a change is taken back, however long that takes."""

    def is_done() -> bool:
        screen = desk.screen
        return not isinstance(screen, (BatchesScreen, BatchScreen)) or not screen.running.words

    await desk.rest()
    await until(is_done, desk.rest)
    await desk.rest()


async def take_back_after_the_question(ui: Driver) -> None:
    """Take back one's own last act, which was not done in this window."""
    await ui.pilot.press("ctrl+z")
    await until(lambda: isinstance(ui.app.screen, ConfirmScreen), ui.pilot.pause)
    await ui.pilot.pause()
    await ui.pilot.press("right", "enter")
    await ui.rest()


async def test_newest_first_with_who_what_and_the_difference(store: Store, lead: int) -> None:
    async with shown(store, factories.changes()) as desk:
        assert "3 changes" in desk.text
        assert "suzuki" in desk.here
        assert "Edited" in desk.here
        assert "Phone" in desk.text
        assert "– → 03-1111-2222" in desk.text
        await desk.press("down")
        assert "sato" in desk.here
        assert "渋谷区 → 港区" in desk.text
        await desk.press("down")
        assert "Added" in desk.here
        assert "+ Lead  清水  added" in desk.text
        assert desk.line("City").endswith("港区"), "what was added is shown as it is now"


async def test_a_change_of_ones_own_goes_back_at_once_and_comes_again(
    store: Store, lead: int
) -> None:
    async with shown(store, factories.changes()) as desk:
        await desk.press("down", "u")
        await settle(desk)
        assert stored(store, "leads", lead)["city"] == "渋谷区"
        assert ": undone (" in desk.app.said[-1]
        assert "undone by 4" in desk.line("undone by")
        assert "4 changes" in desk.text
        await desk.press("u")
        await settle(desk)
        assert "undone already, by change 4. r does it again." in desk.app.said[-1]
        await desk.press("r")
        await settle(desk)
        assert ": redone (" in desk.app.said[-1]
        assert ": undone (" not in desk.app.said[-1]
        assert stored(store, "leads", lead)["city"] == "港区"
        assert "undone by" not in desk.here
        await desk.press("r")
        await settle(desk)
        assert "nothing to do again" in desk.app.said[-1]


async def test_a_change_of_somebody_else_is_asked_about_by_name(store: Store, lead: int) -> None:
    async with shown(store, factories.changes()) as desk:
        await desk.press("u")
        assert "suzuki's, not yours" in desk.text
        await desk.press("escape")
        assert stored(store, "leads", lead)["phone"] == "03-1111-2222"
        await desk.press("u", "right", "enter")
        await settle(desk)
        assert stored(store, "leads", lead)["phone"] is None


async def test_ctrl_z_takes_back_ones_own_last_act_never_a_colleagues(
    store: Store, lead: int, open_app: Callable[..., Opened]
) -> None:
    async with open_app() as ui:
        await take_back_after_the_question(ui)
        record = stored(store, "leads", lead)
        assert (record["city"], record["phone"]) == ("渋谷区", "03-1111-2222")
        await take_back_after_the_question(ui)
        assert "03-1111-2222" in stored(store, "leads", lead).text("phone"), "it stands in the way"
        await ui.press("ctrl+y")
        assert stored(store, "leads", lead)["city"] == "港区"


async def test_what_stands_in_the_way_is_named_and_can_be_opened(store: Store) -> None:
    lead = add(store, "leads", last_name="清水", city="渋谷区")
    edit(store, "leads", lead, city="港区")
    edit(store, "leads", lead, city="中野区")
    async with shown(store, factories.changes()) as desk:
        await desk.press("down", "u")
        await settle(desk)
        assert "this stands in the way" in desk.text
        assert "清水" in desk.text
        await desk.press("enter")
        await settle(desk)
        assert isinstance(desk.screen, DetailScreen)
        assert desk.screen.record_id == lead
    assert stored(store, "leads", lead)["city"] == "中野区"


async def test_what_of_a_bulk_edit_cannot_go_back_is_named_and_the_rest_goes(
    store: Store,
) -> None:
    leads = bulk_rating(store, 3)
    edit(store, "leads", leads[1], rating="cold")
    async with shown(store, factories.changes()) as desk:
        await desk.press("down", "u")
        assert "It touched 3 records." in desk.text
        await desk.press("right", "enter")
        await settle(desk)
        assert "One record stays as it is" in desk.text
        await desk.press("escape")
    ratings = [stored(store, "leads", each)["rating"] for each in leads]
    assert ratings == [None, "cold", None]


async def test_changes_are_narrowed_by_kind_by_whose_and_by_words(store: Store, lead: int) -> None:
    bulk_rating(store, 2)
    async with shown(store, factories.changes()) as desk:
        assert "6 changes" in desk.text
        await desk.press("m")
        assert "5 changes · mine" in desk.text
        assert "suzuki" not in desk.text
        await desk.press("f")
        await desk.type("Bulk")
        await desk.press("enter")
        assert "one change · mine · Bulk edit" in desk.text
        await desk.press("escape")
        assert "6 changes" in desk.text
        await desk.press("slash")
        await desk.type("清水")
        assert "“清水”" in desk.text
        assert "Bulk edit" not in desk.text
        await desk.press("enter")
        assert "Edited" in desk.here
        await desk.press("slash")
        await desk.type("xyz")
        assert "No matching changes" in desk.text
        await desk.press("escape")
        assert "6 changes" in desk.text
        await desk.press("escape")
        assert not isinstance(desk.screen, BatchesScreen)


async def test_all_records_of_a_change_are_shown_field_by_field(store: Store) -> None:
    leads = bulk_rating(store, 40)
    async with shown(store, factories.changes()) as desk:
        assert "Lead n0 +39" in desk.here
        await desk.press("enter")
        assert isinstance(desk.screen, BatchScreen)
        assert "40 records" in desk.text
        assert "n0" in desk.here
        assert "– → Hot" in desk.here
        await desk.press("end")
        assert "n39" in desk.here
        assert "~ Lead  n39  changed" in desk.text
        await desk.press("enter")
        assert isinstance(desk.screen, DetailScreen)
        assert desk.screen.record_id == leads[-1]
        desk.app.pop_screen()
        await desk.press("u", "right", "enter")
        await settle(desk)
        assert "undone by" in desk.text
    assert stored(store, "leads", leads[0])["rating"] is None


async def test_a_run_of_created_records_is_shown_one_by_one(store: Store) -> None:
    with unit(store, "import", "leads.csv") as work:
        rows = [work.with_defaults(work.schema.type("leads"), {"last_name": n}) for n in "abc"]
        work.create_many("leads", rows)
    edit(store, "leads", 2, last_name="other")
    with unit(store, "delete") as work:
        work.delete("leads", [3])
    async with shown(store, factories.one_change(1)) as desk:
        assert "Import · leads.csv" in desk.text
        assert "3 records" in desk.text
        assert "+" in desk.line(" a ")
        await desk.press("down")
        assert "other" in desk.here
        await desk.press("down", "enter")
        assert "is no longer there" in desk.app.said[-1]


async def test_a_deleted_record_is_shown_as_it_was(store: Store) -> None:
    lead = add(store, "leads", last_name="清水", city="渋谷区")
    with unit(store, "delete", "清水") as work:
        work.delete("leads", [lead])
    async with shown(store, factories.changes()) as desk:
        assert "- Lead  清水  deleted" in desk.text
        await desk.press("enter")
        assert "渋谷区" in desk.text


async def test_an_undo_of_many_tells_how_far_it_is_and_outlives_its_screen(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    from threading import Event

    from tui_crm.screens.history import running_undo

    leads = bulk_rating(store, 3)
    half, go_on = Event(), Event()
    real = undo.undo

    def slow(*given: Any, progress: Any) -> Any:
        progress(1, 3)
        half.set()
        go_on.wait(PATIENCE)
        return real(*given, progress=progress)

    monkeypatch.setattr(running_undo, "undo", slow)
    async with shown(store, factories.changes()) as desk:
        await desk.pilot.press("u")
        await desk.rest()
        await desk.pilot.press("right", "enter")
        await until(lambda: "undoing: 1 of 3" in desk.text, lambda: desk.pilot.pause(0.01))
        assert half.is_set()
        await desk.pilot.press("escape")
        await until(lambda: not isinstance(desk.screen, BatchesScreen), desk.pilot.pause)
        go_on.set()
        await until(
            lambda: any(": undone (" in said for said in desk.app.said),
            lambda: desk.pilot.pause(0.01),
        )
    assert stored(store, "leads", leads[0])["rating"] is None


async def test_a_merge_taken_back_here_restores_exactly(store: Store) -> None:
    leads = [add(store, "leads", last_name="清水", city=city) for city in "ab"]
    add(store, "notes", body="n", lead=leads[1])
    before = dump(store)
    merge(store, "leads", leads[0], [leads[1]])
    async with shown(store, factories.changes()) as desk:
        assert "Merged" in desk.here
        assert "清水 → 清水" in desk.text, "a record that went keeps its name"
        await desk.press("u", "right", "enter")
        await settle(desk)
        assert dump(store) == before


@pytest.mark.parametrize("size", [(80, 24), (120, 36)])
async def test_an_import_is_called_by_its_file_and_what_was_undone_is_marked(
    store: Store, size: tuple[int, int]
) -> None:
    with unit(store, "import", "/tmp/fresh/deep/down/customers.csv") as work:
        work.create("leads", {"last_name": "Abe"})
    assert work.batch is not None
    undo.undo(store, work.batch)
    async with shown(store, BatchesScreen(), size=size) as desk:
        await settle(desk)
        assert "customers.csv" in desk.text
        assert "/tmp/fresh" not in desk.line("undone by").split("│")[0]


async def test_an_empty_journal_says_so(store: Store) -> None:
    async with shown(store, factories.changes()) as desk:
        assert "No changes yet" in desk.text
        await desk.press("u", "r", "enter")
        assert isinstance(desk.screen, BatchesScreen)


async def test_the_screen_opens_by_key_from_a_list(
    store: Store, lead: int, open_app: Callable[..., Opened]
) -> None:
    async with open_app(size=WIDE) as ui:
        await ui.press("U")
        assert isinstance(ui.app.screen, BatchesScreen)
        assert "– → 03-1111-2222" in ui.text()
        await ui.press("escape")
        assert not isinstance(ui.app.screen, BatchesScreen)


@pytest.mark.parametrize("data", HOSTILE)
async def test_hostile_values_are_drawn_as_they_are(store: Store, data: str) -> None:
    lead = add(store, "leads", last_name="x", city=data)
    with unit(store, "edit", data) as work:
        work.update("leads", lead, {"city": "港区", "last_name": data})
    async with shown(store, factories.changes()) as desk:
        assert "港区" in desk.text
        await desk.press("enter")
        assert "港区" in desk.text
        assert not UNSAFE.intersection(desk.text.replace("\n", ""))


@pytest.mark.parametrize("language", ["en", "ja"])
async def test_pictures(
    store: Store, lead: int, snapshot: SnapshotAssertion, language: Language
) -> None:
    bulk_rating(store, 20)
    i18n.use(language)
    async with shown(store, factories.changes()) as desk:
        # The bar beside the lines is there once they were laid out beside it.
        await desk.rest()
        assert desk.text == snapshot
        await desk.press("enter")
        assert desk.text == snapshot
