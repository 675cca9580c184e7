"""The list of lines: where its cursor stops, and that data is never obeyed."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

import pytest
from textual.app import App

from tests.screens.keyboard import screen_lines
from tests.screens.record_host import HOSTILE, UNSAFE
from tui_crm.sanitize import width, wrapped
from tui_crm.screens import actions
from tui_crm.screens.widgets.line_list import Line, LineList, Piece, line

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.binding import BindingType


class Lines(LineList):
    """With the keys of a page."""

    BINDINGS: ClassVar[list[BindingType]] = actions.bindings("view")


class Bare(App[None]):
    """The list and nothing else; what was selected in it."""

    ENABLE_COMMAND_PALETTE = False

    def __init__(self) -> None:
        super().__init__()
        self.lines = Lines()
        self.selected: list[object] = []

    def compose(self) -> ComposeResult:
        yield self.lines

    def on_line_list_selected(self, event: LineList.Selected) -> None:
        self.selected.append(event.ref)

    @property
    def text(self) -> list[str]:
        return screen_lines(self)


def days(cells: int) -> list[Line]:
    """Three headings with ten items each, and words below the last."""
    found = []
    for day in range(3):
        found.append(line(Piece(f"day {day}", cells, "head")))
        found += [line(Piece(f"item {day}{n}", cells), ref=(day, n)) for n in range(10)]
    return [*found, line(Piece("and more", cells, "muted"))]


async def test_cursor_jumps_over_headings_and_stops_at_both_ends() -> None:
    app = Bare()
    async with app.run_test(size=(30, 8)) as pilot:
        app.lines.focus()
        app.lines.show(days)
        assert app.lines.current == (0, 0)
        await pilot.press("up")
        assert app.lines.current == (0, 0)
        await pilot.press(*["j"] * 10)
        assert app.lines.current == (1, 0)
        await pilot.press("k")
        assert app.lines.current == (0, 9)
        await pilot.press("end")
        assert app.lines.current == (2, 9)
        await pilot.press("enter")
        assert app.selected == [(2, 9)]


async def test_heading_above_and_words_below_come_into_view_with_their_item() -> None:
    app = Bare()
    async with app.run_test(size=(30, 8)) as pilot:
        app.lines.focus()
        app.lines.show(days)
        await pilot.press("G")
        await pilot.pause()
        assert app.text[-2:] == ["▌ item 29", "  and more"]
        await pilot.press(*["k"] * 9)
        await pilot.pause()
        assert app.text[:2] == ["  day 2", "▌ item 20"]
        await pilot.press("home")
        await pilot.pause()
        assert app.text[:2] == ["  day 0", "▌ item 00"]


async def test_page_goes_about_as_far_as_is_in_view_and_to_the_end() -> None:
    app = Bare()
    async with app.run_test(size=(30, 8)) as pilot:
        app.lines.focus()
        app.lines.show(days)
        await pilot.press("pagedown")
        assert app.lines.current == (0, 7)
        await pilot.press(*["pagedown"] * 5)
        assert app.lines.current == (2, 9)
        await pilot.press(*["pageup"] * 6)
        assert app.lines.current == (0, 0)


async def test_second_click_on_an_item_selects_it_and_a_heading_takes_none() -> None:
    app = Bare()
    async with app.run_test(size=(30, 8)) as pilot:
        app.lines.show(days)
        await pilot.pause()
        await pilot.click(app.lines, offset=(5, 3))
        assert (app.lines.current, app.selected) == ((0, 2), [])
        await pilot.click(app.lines, offset=(5, 0))
        assert (app.lines.current, app.selected) == ((0, 2), [])
        await pilot.click(app.lines, offset=(5, 3))
        assert app.selected == [(0, 2)]


async def test_cursor_stays_on_its_item_when_others_come_before_it() -> None:
    app = Bare()
    async with app.run_test(size=(30, 8)):
        app.lines.show(days)
        app.lines.go_to((1, 4))
        app.lines.show(lambda cells: [line(Piece("new", cells), ref="new"), *days(cells)])
        assert app.lines.current == (1, 4)


async def test_lines_of_one_item_are_one_stop() -> None:
    app = Bare()
    async with app.run_test(size=(12, 8)) as pilot:
        app.lines.focus()
        texts = {"a": "見積の件で来週もう一度電話すること", "b": "渋谷区"}
        app.lines.show(
            lambda cells: [
                line(Piece(part, cells), ref=ref)
                for ref, text in texts.items()
                for part in wrapped(text, cells)
            ]
        )
        await pilot.pause()
        assert sum("▌" in row for row in app.text) == 4
        await pilot.press("j")
        assert app.lines.current == "b"


@pytest.mark.parametrize("data", HOSTILE)
async def test_data_is_drawn_as_signs(data: str) -> None:
    app = Bare()
    async with app.run_test(size=(30, 8)) as pilot:
        app.lines.show(lambda cells: [line(Piece(data, 10), Piece(data, cells - 10), ref=data)])
        await pilot.pause()
        assert not UNSAFE.intersection("".join(app.text))


def test_text_is_wrapped_by_cells_and_cut_with_a_sign() -> None:
    assert wrapped("見積の件で来週電話", 9) == ["見積の件", "で来週電", "話"]
    assert wrapped("one two three\n\nfour", 8) == ["one two", "three", "", "four"]
    assert wrapped("", 8) == []
    cut = wrapped("長い" * 1000, 10, 3)
    assert len(cut) == 3
    assert cut[-1].endswith("…")
    assert all(width(part) <= 10 for part in cut)
