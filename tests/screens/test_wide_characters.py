"""What stands on the terminal where wide characters meet the edges of other widgets."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pyte
import pytest
from textual._compositor import CompositorUpdate
from textual.containers import Horizontal
from textual.widgets import Static

from tests.screens.record_host import RecordHost
from tests.screens.resting import settled
from tui_crm.sanitize import fit, width
from tui_crm.screens.screen import CrmModal, CrmScreen

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from textual.app import ComposeResult
    from textual.pilot import Pilot
    from textual.screen import Screen

    from tui_crm.store.db.store import Store

WIDTH, HEIGHT = 50, 8
PANES = (7, 12, 5, 26)
"""Panes side by side, whose edges fall inside and between characters."""

NAMES = "清水一郎様御中東京都渋谷区神南一丁目株式会社青空商事営業部長第二課御担当者様"
ROWS = [("a" if y % 2 else "") + NAMES[y:] for y in range(HEIGHT)]

BOX = (3, 11)
"""The two halves of what lies over the panes, side by side."""

SAID = ("予定：明日 10:00 へ移しました", "元に戻す ctrl+z を押す")


class Panes(CrmScreen[None]):
    """Rows of wide characters, and a box in front of them that stands where it is put."""

    CSS = f"""
    Panes {{ layers: below above; }}
    Panes > Horizontal {{ width: {WIDTH}; height: {HEIGHT}; layer: below; }}
    Panes .box {{ layer: above; width: {sum(BOX)}; height: 2; display: none; }}
    """

    def compose(self) -> ComposeResult:
        with Horizontal():
            for cells in PANES:
                pane = Static(_block(ROWS, cells), markup=False)
                pane.styles.width = cells
                yield pane
        yield from _box()


class Dialog(CrmModal[None]):
    """The same box as a dialog."""

    CSS = f"""
    Dialog {{ align: left top; }}
    Dialog .box {{ width: {sum(BOX)}; height: 2; }}
    """

    def compose(self) -> ComposeResult:
        yield from _box()


class Drawing(RecordHost):
    """Draws on an emulated terminal all that it would send to a real one."""

    def __init__(self, store: Store, screen: Screen[Any]) -> None:
        super().__init__(store, screen)
        self.terminal = pyte.Screen(WIDTH, HEIGHT)
        self._stream = pyte.Stream(self.terminal)

    def _display(self, screen: Screen[Any], renderable: Any) -> None:
        super()._display(screen, renderable)
        if isinstance(renderable, CompositorUpdate) and not self._batch_count:
            self._stream.feed(renderable.render_segments(self.console).replace("\n", ""))


@pytest.fixture
async def drawn(store: Store) -> AsyncIterator[tuple[Drawing, Pilot[None]]]:
    """The panes, drawn."""
    app = Drawing(store, Panes())
    async with app.run_test(size=(WIDTH, HEIGHT)) as pilot:
        await settled(app, pilot)
        yield app, pilot


async def test_characters_beside_and_under_a_box_are_whole_at_every_column(
    drawn: tuple[Drawing, Pilot[None]],
) -> None:
    app, pilot = drawn
    box = app.screen.query_one(".box")
    for x in (*range(WIDTH - sum(BOX) + 1), 20, 3):
        box.styles.offset = (x, 3)
        box.styles.display = "block"
        await settled(app, pilot)
        assert _shown(app) == _expected(x), x
        assert _composed(app) == _expected(x), x
    box.styles.display = "none"
    await settled(app, pilot)
    assert _shown(app) == _expected()


async def test_a_dialog_leaves_no_half_characters_at_any_column(
    drawn: tuple[Drawing, Pilot[None]],
) -> None:
    app, pilot = drawn
    for x in range(WIDTH - sum(BOX) + 1):
        dialog = Dialog()
        app.push_screen(dialog)
        await settled(app, pilot)
        box = dialog.query_one(".box")
        box.styles.offset = (x, 3)
        await settled(app, pilot)
        assert _shown(app) == _expected(x), x
        dialog.query_one(".second", Static).update(_block(SAID[::-1], BOX[1]))
        await settled(app, pilot)
        assert _shown(app) == _expected(x, SAID[::-1]), x
        dialog.dismiss()
        await settled(app, pilot)
        assert _shown(app) == _expected(), x


async def test_what_changes_behind_a_box_stops_at_its_edge(
    drawn: tuple[Drawing, Pilot[None]],
) -> None:
    app, pilot = drawn
    box, pane = app.screen.query_one(".box"), app.screen.query(Static)[3]
    box.styles.display = "block"
    for x in range(WIDTH - sum(BOX) + 1):
        box.styles.offset = (x, 3)
        pane.update(_block(ROWS[::-1], PANES[3]))
        await settled(app, pilot)
        pane.update(_block(ROWS, PANES[3]))
        await settled(app, pilot)
        assert _shown(app) == _expected(x), x


def _box() -> ComposeResult:
    with Horizontal(classes="box"):
        for name, cells in zip(("first", "second"), BOX, strict=True):
            part = Static(_block(SAID, cells), classes=name, markup=False)
            part.styles.width = cells
            yield part


def _block(rows: list[str] | tuple[str, ...], cells: int) -> str:
    return "\n".join(fit(row, cells) for row in rows)


def _expected(x: int | None = None, second: tuple[str, ...] = SAID) -> list[list[str]]:
    """The cells, painted from back to front; what is covered by half leaves a blank."""
    cells = [[" "] * WIDTH for _ in range(HEIGHT)]
    start = 0
    for pane in PANES:
        for y, row in enumerate(ROWS):
            _paint(cells[y], start, fit(row, pane))
        start += pane
    if x is not None:
        for y in range(2):
            _paint(cells[3 + y], x, fit(SAID[y], BOX[0]))
            _paint(cells[3 + y], x + BOX[0], fit(second[y], BOX[1]))
    return cells


def _paint(line: list[str], x: int, words: str) -> None:
    end = x + width(words)
    if line[x] == "":
        line[x - 1] = " "
    if end < WIDTH and line[end] == "":
        line[end] = " "
    for character in words:
        line[x : x + width(character)] = [character, ""][: width(character)]
        x += width(character)


def _shown(app: Drawing) -> list[list[str]]:
    """The cells of the terminal, the second of a wide character empty."""
    buffer = app.terminal.buffer
    return [[buffer[y][x].data for x in range(WIDTH)] for y in range(HEIGHT)]


def _composed(app: Drawing) -> list[list[str]]:
    """The cells that the compositor would draw anew."""
    found = []
    for strip in app.screen._compositor.render_strips():
        line = [" "] * WIDTH
        _paint(line, 0, strip.text)
        found.append(line)
    return found
