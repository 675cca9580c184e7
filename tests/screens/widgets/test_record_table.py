"""What the keys and the mouse do to a list."""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING

import pytest
from textual._compositor import ChopsUpdate, Compositor
from textual.events import MouseScrollDown

from tests.screens.resting import until
from tests.screens.widgets.table_host import COLUMNS, listing
from tui_crm.screens.list.record_table import RecordTable

if TYPE_CHECKING:
    from tests.screens.widgets.table_host import TableHost

THOUSAND = array("q", range(1, 1_001))
PAGE = 11  # one line of twelve is the header


def cursor_line(app: TableHost) -> int:
    (line,) = [y for y, text in enumerate(app.lines()) if text.startswith("▌")]
    return line


@pytest.mark.parametrize(
    ("keys", "row"),
    [
        (["j"], 1),
        (["down", "down", "k"], 1),
        (["up"], 0),
        (["pagedown"], PAGE),
        (["pagedown", "pageup"], 0),
        (["ctrl+d"], PAGE // 2),
        (["ctrl+d", "ctrl+d", "ctrl+u"], PAGE // 2),
        (["G"], 999),
        (["end", "home"], 0),
        (["G", "g"], 0),
        (["G", "j"], 999),
        (["end", "pagedown", "k"], 998),
    ],
)
async def test_key_moves_cursor(keys: list[str], row: int) -> None:
    async with listing(THOUSAND) as (app, pilot):
        await pilot.press(*keys)
        await app.rest()
        assert (app.table.cursor_row, app.table.cursor_id) == (row, row + 1)
        assert f"Name {row + 1} " in app.lines()[cursor_line(app)]


async def test_page_keeps_the_cursor_on_its_line() -> None:
    async with listing(THOUSAND) as (app, pilot):
        await pilot.press("j", "j", "pagedown")
        await app.rest()
        assert cursor_line(app) == 3
        assert "Name 12 " in app.lines()[1]


async def test_move_within_the_view_paints_two_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    painted: set[int] = set()
    render = Compositor.render_partial_update

    def noting(compositor: Compositor) -> ChopsUpdate | None:
        update = render(compositor)
        if update is not None:
            painted.update(y for y, _, _ in update.spans)
        return update

    async with listing(THOUSAND) as (_, pilot):
        monkeypatch.setattr(Compositor, "render_partial_update", noting)

        async def look() -> None:
            painted.clear()
            await pilot.pause()

        await look()
        await until(lambda: not painted, look)
        await pilot.press("j")
        await until(lambda: painted >= {1, 2}, pilot.pause)
        assert painted == {1, 2}


async def test_highlight_is_told_once_a_move() -> None:
    async with listing(THOUSAND) as (app, pilot):
        await pilot.press("j", "j")
        told = app.told(RecordTable.RowHighlighted)
        assert [(message.id, message.index) for message in told] == [(2, 1), (3, 2)]
        assert all(message.control is app.table for message in told)


async def test_enter_selects_the_record() -> None:
    async with listing(THOUSAND) as (app, pilot):
        await pilot.press("j", "enter")
        assert [message.id for message in app.told(RecordTable.RowSelected)] == [2]


async def test_enter_in_an_empty_list_selects_nothing() -> None:
    async with listing(array("q")) as (app, pilot):
        await pilot.press("enter", "j", "space", "l", "G", "pagedown", "asterisk", "J")
        assert app.said == [m for m in app.told(RecordTable.MarksChanged) if m.count == 0]


async def test_cell_is_chosen_by_the_first_sideways_move() -> None:
    async with listing(THOUSAND) as (app, pilot):
        assert app.table.cursor_cell is None
        await pilot.press("l")
        assert app.table.cursor_cell == COLUMNS[0]
        await pilot.press("right", "right", "right", "l")
        assert app.table.cursor_cell == COLUMNS[3]
        await pilot.press("left", "h", "h")
        assert app.table.cursor_cell == COLUMNS[0]
        await pilot.press("h")
        assert app.table.cursor_cell is None


async def test_highlighted_cell_stands_apart_from_the_rest_of_the_row() -> None:
    async with listing(THOUSAND) as (app, pilot):
        await pilot.press("l", "l")
        segments = list(app.table.render_line(1))
        styles = {segment.text.strip(): segment.style for segment in segments if segment.style}
        here, row = styles["青空商事"], styles["Name 1"]
        assert here.underline
        assert not row.underline
        assert here.bgcolor != row.bgcolor


async def test_space_marks_and_goes_on() -> None:
    async with listing(THOUSAND) as (app, pilot):
        await pilot.press("space", "space", "k", "space")
        assert app.table.marks == {1}
        assert app.table.cursor_row == 2
        assert [m.count for m in app.told(RecordTable.MarksChanged)] == [1, 2, 1]
        assert app.lines()[1].startswith(" ● Name 1 ")


async def test_range_grows_shrinks_and_turns() -> None:
    async with listing(THOUSAND) as (app, pilot):
        await pilot.press("j", "j", "shift+down", "shift+down")
        assert app.table.marks == {3, 4, 5}
        await pilot.press("shift+up")
        assert app.table.marks == {3, 4}
        await pilot.press("K", "K")
        assert app.table.marks == {2, 3}
        await pilot.press("j", "j", "j", "J")
        assert app.table.marks == {2, 3, 5, 6}


async def test_marks_are_inverted_and_cleared() -> None:
    async with listing(array("q", range(1, 6))) as (app, pilot):
        await pilot.press("space", "asterisk")
        assert app.table.marks == {2, 3, 4, 5}
        await pilot.press("backslash")
        assert app.table.marks == set()
        assert app.told(RecordTable.MarksChanged)[-1].count == 0


async def test_click_moves_double_click_opens() -> None:
    async with listing(THOUSAND) as (app, pilot):
        await pilot.click(RecordTable, offset=(10, 4))
        assert app.table.cursor_id == 4
        assert not app.told(RecordTable.RowSelected)
        await pilot.click(RecordTable, offset=(10, 5), times=2)
        assert [message.id for message in app.told(RecordTable.RowSelected)] == [5]


async def test_click_in_the_gutter_marks_and_shift_click_marks_a_range() -> None:
    async with listing(THOUSAND) as (app, pilot):
        await pilot.click(RecordTable, offset=(1, 3))
        assert app.table.marks == {3}
        await pilot.click(RecordTable, offset=(10, 6), shift=True)
        assert app.table.marks == {3, 4, 5, 6}


async def test_click_below_the_last_row_does_nothing() -> None:
    async with listing(array("q", [1, 2, 3])) as (app, pilot):
        await pilot.click(RecordTable, offset=(10, 9))
        assert app.table.cursor_row == 0
        assert not app.said


async def test_header_click_names_the_column() -> None:
    async with listing(THOUSAND) as (app, pilot):
        x = app.lines()[0].index("City")
        await pilot.click(RecordTable, offset=(x, 0))
        assert [message.key for message in app.told(RecordTable.HeaderSelected)] == ["city"]


async def test_wheel_scrolls_and_leaves_the_cursor() -> None:
    async with listing(THOUSAND) as (app, pilot):
        await pilot._post_mouse_events([MouseScrollDown], RecordTable, offset=(10, 4))
        await app.rest()
        assert app.table.cursor_row == 0
        assert app.table.window().start > 0
        await pilot.press("j")
        assert app.table.cursor_row in app.table.window()
