"""When a list fetches rows, and what stands in their place until they are there."""

from __future__ import annotations

from array import array

import pytest

from tests.screens.resting import until
from tests.screens.widgets.table_host import COLUMNS, TableHost, listing, row_of
from tui_crm.screens.list import rows
from tui_crm.screens.list.record_table import RecordTable
from tui_crm.screens.widgets.empty_state import EmptyStateKind

MILLION = array("q", range(1, 1_000_001))
SIZE = (80, 12)
PAGE = SIZE[1] - 1


async def test_million_rows_are_walked_by_fetching_a_few_pages() -> None:
    async with listing(MILLION) as (app, pilot):
        await pilot.press("G")
        await app.rest()
        await pilot.press("g", "pagedown")
        await app.rest()
        assert "Name 12 " in app.lines()[1]
        assert sum(map(len, app.fetched)) <= 7 * PAGE
        assert max(map(len, app.fetched)) <= 3 * PAGE


async def test_ids_are_not_copied() -> None:
    app = TableHost()
    async with app.run_test(size=SIZE):
        app.show(MILLION)
        assert any(part is MILLION for part, _ in app.table._loader.ids._parts)


async def test_primed_rows_are_painted_without_a_fetch() -> None:
    app = TableHost()
    app.gate.clear()
    async with app.run_test(size=SIZE) as pilot:
        app.show(MILLION)
        app.table.prime([row_of(i) for i in range(1, 13)])
        await pilot.pause()
        assert "Name 11 " in app.lines()[PAGE]
        assert not any(1 in ids for ids in app.fetched)


async def test_rows_on_their_way_are_a_sign() -> None:
    app = TableHost()
    app.gate.clear()
    async with app.run_test(size=SIZE) as pilot:
        app.show(MILLION)
        await pilot.pause()
        assert app.lines()[1].split() == ["▌", "…"]
        assert app.lines()[2].split() == ["…"]
        app.gate.set()
        await app.rest()
        assert "Name 2 " in app.lines()[2]


async def test_jump_waits_for_rows_only_a_moment() -> None:
    async with listing(MILLION) as (app, pilot):
        app.gate.clear()
        await pilot.press("G")
        assert app.table.cursor_id == 1_000_000
        await until(lambda: app.lines()[PAGE].split() == ["▌", "…"], pilot.pause)
        app.gate.set()
        await app.rest()
        assert "Name 1000000 " in app.lines()[PAGE]


async def test_keys_after_a_jump_count_from_where_it_goes() -> None:
    async with listing(MILLION) as (app, pilot):
        app.gate.clear()
        await pilot.press("G", "k", "pageup")
        app.gate.set()
        await app.rest()
        assert app.table.cursor_row in app.table.window()
        assert app.table.cursor_id == 1_000_000 - 1 - PAGE


async def test_newest_window_is_fetched_when_the_store_is_slow() -> None:
    async with listing(MILLION) as (app, pilot):
        app.fetched.clear()
        app.gate.clear()
        for _ in range(20):
            await pilot.press("pagedown")
        await until(lambda: bool(app.fetched), pilot.pause)
        assert len(app.fetched) == 1
        app.gate.set()
        await app.rest()
        assert f"Name {app.table.cursor_id} " in "".join(app.lines())
        assert len(app.fetched) <= 4


async def test_deleted_row_is_a_dash_and_loses_its_mark() -> None:
    app = TableHost()
    app.deleted = {2}
    async with app.run_test(size=SIZE):
        app.show(array("q", [1, 2, 3]))
        app.table.marks.update({2, 3})
        await app.rest()
        assert app.lines()[2].split() == ["–"]
        assert app.table.marks == {3}
        assert [m.count for m in app.told(RecordTable.MarksChanged)] == [1]


async def test_failed_fetch_is_told_once_and_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rows, "RETRY_SECONDS", 0.05)
    app = TableHost()
    app.failure = OSError("the disk is gone")
    async with app.run_test(size=SIZE) as pilot:
        app.show(MILLION)
        await until(lambda: len(app.fetched) >= 3, lambda: pilot.pause(0.01))
        assert [m.error for m in app.told(RecordTable.FetchFailed)] == [app.failure]
        assert app.lines()[2].split() == ["…"]
        app.failure = None
        await until(lambda: "Name 2 " in app.lines()[2], lambda: pilot.pause(0.01))


async def test_invalidated_row_is_drawn_until_the_new_one_is_there() -> None:
    async with listing(MILLION) as (app, pilot):
        app.fetched.clear()
        app.rows[2] = row_of(2)._replace(cells=("Renamed", "", "", ""))
        app.gate.clear()
        app.table.invalidate([2])
        await pilot.pause()
        assert "Name 2 " in app.lines()[2]
        app.gate.set()
        await app.rest()
        assert "Renamed" in app.lines()[2]
        assert app.fetched == [[2]]


async def test_row_fetched_before_an_edit_is_not_drawn_after_it() -> None:
    app = TableHost()
    async with app.run_test(size=SIZE) as pilot:
        app.gate.clear()
        app.show(MILLION)
        await pilot.pause()
        app.table.prime([row_of(i) for i in range(1, 13)])
        app.rows[1] = row_of(1)._replace(cells=("Edited", "", "", ""))
        app.table.invalidate([1])
        app.gate.set()
        await app.rest()
        assert "Edited" in app.lines()[1]


async def test_cursor_stays_on_its_record_and_line() -> None:
    async with listing(MILLION) as (app, pilot):
        await pilot.press(*["pagedown"] * 3, "j", "j")
        await app.rest()
        record, line = app.table.cursor_id, app.table.cursor_row - app.table.window().start
        app.show(array("q", range(10, 500_000)))
        await app.rest()
        assert app.table.cursor_id == record
        assert app.table.cursor_row - app.table.window().start == line
        assert f"Name {record} " in app.lines()[1 + line]


async def test_cursor_stays_at_its_place_when_its_record_left() -> None:
    async with listing(array("q", range(1, 30))) as (app, pilot):
        await pilot.press("j", "j")
        app.show(array("q", [i for i in range(1, 30) if i != 3]))
        await pilot.pause()
        assert (app.table.cursor_row, app.table.cursor_id) == (2, 4)
        app.show(array("q", [1]))
        assert (app.table.cursor_row, app.table.cursor_id) == (0, 1)
        app.show(array("q", range(1, 30)), keep_cursor=False)
        assert app.table.cursor_row == 0


async def test_other_columns_never_show_rows_of_the_old_ones() -> None:
    async with listing(MILLION) as (app, pilot):
        app.gate.clear()
        app.table.show(MILLION, COLUMNS[:1], app.fetch)
        await pilot.pause()
        assert app.lines()[1].split() == ["▌", "…"]


async def test_list_grows_while_it_is_scrolled() -> None:
    async with listing(array("q", range(1, 101)), total=300) as (app, pilot):
        await pilot.press("pagedown", "pagedown")
        await app.rest()
        before, place = app.lines()[:], app.table.cursor_row
        app.table.extend(array("q", range(101, 301)))
        await pilot.pause()
        assert (app.lines(), app.table.cursor_row) == (before, place)
        await pilot.press("G")
        await app.rest()
        assert "Name 300 " in app.lines()[PAGE]


async def test_cursor_may_wait_where_ids_have_yet_to_come() -> None:
    async with listing(array("q", range(1, 101)), total=200) as (app, pilot):
        await pilot.press("G")
        await pilot.pause()
        assert (app.table.cursor_row, app.table.cursor_id) == (199, None)
        app.table.extend(array("q", range(101, 201)))
        await app.rest()
        assert app.table.cursor_id == 200
        assert app.told(RecordTable.RowHighlighted)[-1].id == 200
        assert "Name 200 " in app.lines()[PAGE]


async def test_total_that_was_too_high_brings_the_cursor_back() -> None:
    app = TableHost()
    async with app.run_test(size=SIZE) as pilot:
        app.show(array("q", range(1, 101)), total=200)
        await pilot.press("G")
        app.table.set_total(100, exact=True)
        await app.rest()
        assert app.table.cursor_id == 100
        assert "Name 100 " in app.lines()[PAGE]


async def test_total_that_is_a_guess_draws_no_row_that_may_not_be_there() -> None:
    app = TableHost()
    async with app.run_test(size=SIZE) as pilot:
        app.show(array("q", range(1, 6)))
        app.table.set_total(5_000, exact=False)
        await pilot.pause()
        assert app.table.row_count == 5
        assert not app.lines()[6].strip()


@pytest.mark.parametrize(
    ("kind", "sign"),
    [(EmptyStateKind.EMPTY, ""), (EmptyStateKind.LOADING, "… "), (EmptyStateKind.ERROR, "! ")],
)
async def test_empty_list_says_why_and_what_next(kind: EmptyStateKind, sign: str) -> None:
    app = TableHost()
    async with app.run_test(size=SIZE) as pilot:
        app.show(array("q"))
        app.table.show_message("見込み客がいません [/]", "i: 取り込む\nn: 新しく作る", kind)
        await pilot.pause()
        text = [line.strip() for line in app.lines() if line.strip()]
        assert text[1:] == [f"{sign}見込み客がいません [/]", "i: 取り込む", "n: 新しく作る"]
        app.show(array("q", [1]))
        await pilot.pause()
        assert "見込み客がいません" not in "".join(app.lines())


async def test_list_shown_before_it_is_mounted_is_drawn() -> None:
    app = TableHost()
    table = RecordTable()
    table.show(MILLION, COLUMNS, app.fetch)
    async with app.run_test(size=SIZE):
        await app.table.remove()
        await app.mount(table)
        await app.rest()
        assert "Name 1 " in app.lines()[1]
        assert table.cursor_id == 1
