"""How rows look: to the cell, whatever the data, the width and the colours."""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.console import Console
from rich.style import Style
from textual.color import Color

from tests.screens.widgets.table_host import COLUMNS, TableHost, row_of
from tui_crm.column_layout import GAP, Column
from tui_crm.screens.chips import TONES
from tui_crm.screens.list.row_painter import GUTTER, Palette, RowPainter, RowState
from tui_crm.screens.list.rows import TableRow
from tui_crm.screens.widgets.empty_state import EmptyState, EmptyStateKind

if TYPE_CHECKING:
    from textual.strip import Strip

HOSTILE = (
    "A\x1b]52;c;ZXZpbA==\x1b\\B",
    "\x1b[2J\x1b[HPWNED",
    "A\u009b31mR",
    "abc\u202egnp.exe",
    "AAAA\rBB\nCC\tDD",
    "nul\x00nul",
    "[/] [red]a[/blue] [@click=app.quit]x[/]",
    "[type=x, v={'a[0]'}]",
    "x\\",
    "株式会社たちつてと㈱ ﾊﾝｶｸｶﾅ ＡＢＣ",
    "👩‍👩‍👧‍👦 🇯🇵 ❤️ 葛󠄀城市",
    "e\u0301" * 40 + "\u0301" * 40,
    "\ud800",
)
CONTROLS = {*map(chr, range(0x20)), *map(chr, range(0x7F, 0xA0)), "\u202e", "\u2066", "\ud800"}

plain = Style()
PALETTE = Palette(
    text=plain,
    header=plain,
    pending=plain,
    error=plain,
    states={"dim": Style(dim=True), "strong": Style(bold=True)},
    tones={tone: Style(color="red") for tone in TONES},
    bar=plain,
    mark=plain,
    cursor=Style(reverse=True),
    cell=Style(underline=True),
    over=(Color(0, 0, 0), Color(0, 0, 0)),
)


def grounds(strip: Strip) -> set[object]:
    """The background colours of a line."""
    return {segment.style.bgcolor for segment in strip if segment.style}


texts = st.one_of(
    st.sampled_from(HOSTILE),
    st.text(max_size=40),
    st.text(st.characters(categories=["Lo", "So", "Mn", "Me", "Cf", "Cc"]), max_size=40),
)
looks = st.builds(RowState, st.booleans(), st.booleans(), st.none() | st.integers(0, 3))


def check_line(strip: Strip, width: int) -> None:
    assert strip.cell_length == width
    assert sum(cell_len(segment.text) for segment in strip) == width
    assert not CONTROLS.intersection(strip.text)
    assert not any(segment.control or not segment.text for segment in strip)


@given(cells=st.tuples(texts, texts, texts, texts), look=looks, width=st.integers(1, 150))
@settings(max_examples=400, deadline=None)
def test_no_text_can_leave_its_line(cells: tuple[str, ...], look: RowState, width: int) -> None:
    painter = RowPainter(COLUMNS, width, 1, PALETTE)
    check_line(painter.row(TableRow(1, cells), look), width)
    check_line(painter.stand_in("…", look), width)
    check_line(painter.header(("name", True)), width)


@given(cells=st.tuples(texts, texts, texts, texts))
@settings(max_examples=200, deadline=None)
def test_no_text_can_leave_its_column(cells: tuple[str, ...]) -> None:
    painter = RowPainter(COLUMNS, 100, 0, PALETTE)
    look = RowState(is_cursor=True, cell=2)
    segments = list(painter.row(TableRow(1, cells), look))
    (place,) = (n for n, each in enumerate(segments) if each.style and each.style.underline)
    before, cell, after = segments[:place], segments[place], segments[place + 1 :]
    slot = painter.slots[2]
    assert sum(cell_len(each.text) for each in before) == GUTTER + slot.x
    assert cell_len(cell.text) == slot.width
    assert "".join(each.text for each in after).startswith(" " * GAP)


@given(text=texts, width=st.integers(1, 100))
@settings(max_examples=200, deadline=None)
def test_notice_stays_within_its_lines(text: str, width: int) -> None:
    notice = EmptyState(text, text, EmptyStateKind.ERROR)
    lines = notice.lines(Console(), (width, 20), PALETTE)
    assert lines
    for strip in lines:
        check_line(strip, width)


@pytest.mark.parametrize("text", HOSTILE)
async def test_hostile_data_is_drawn_and_not_obeyed(text: str) -> None:
    app = TableHost()
    app.rows = {1: TableRow(1, (text,) * 4)}
    async with app.run_test(size=(80, 8)) as pilot:
        app.show(array("q", [1, 2]))
        app.table.show_message(text, text)
        await app.rest()
        await pilot.press("l", "l", "space")
        await pilot.pause()
        for strip in app.screen._compositor.render_strips():
            check_line(strip, 80)
        app.show(array("q"))
        await pilot.pause()
        for strip in app.screen._compositor.render_strips():
            check_line(strip, 80)


async def test_columns_line_up_under_their_labels_with_wide_text() -> None:
    app = TableHost()
    app.rows = {1: TableRow(1, ("清水 一郎", "たちつてと株式会社", "東京都渋谷区", "1,200"))}
    async with app.run_test(size=(80, 6)):
        app.show(array("q", [1, 2]))
        await app.rest()
        header, wide, narrow = app.lines()[:3]
        at = [cell_len(header[: header.index(label)]) for label in ("Company", "City")]
        assert [cell_len(wide[: wide.index(text)]) for text in ("たちつ", "東京")] == at
        assert [cell_len(narrow[: narrow.index(text)]) for text in ("青空", "渋谷")] == at
        right = cell_len(header.rstrip())
        assert cell_len(wide.rstrip()) == cell_len(narrow.rstrip()) == right


async def test_narrow_terminal_drops_columns_and_a_wide_one_brings_them_back() -> None:
    app = TableHost()
    async with app.run_test(size=(80, 6)) as pilot:
        app.show(array("q", range(1, 4)))
        await app.rest()
        await pilot.resize_terminal(50, 6)
        await pilot.pause()
        assert app.lines()[0].split() == ["Name", "Company"]
        assert all(cell_len(line) == 50 for line in app.lines())
        await pilot.resize_terminal(30, 6)
        await pilot.pause()
        assert app.lines()[0].split() == ["Name"]
        await pilot.resize_terminal(120, 6)
        await pilot.pause()
        assert app.lines()[0].split() == ["Name", "Company", "City", "Amount"]


async def test_cursor_stays_in_view_when_the_terminal_shrinks() -> None:
    app = TableHost()
    async with app.run_test(size=(80, 20)) as pilot:
        app.show(array("q", range(1, 101)))
        await app.rest()
        await pilot.press(*["j"] * 15)
        await pilot.resize_terminal(80, 6)
        await app.rest()
        assert any(line.startswith("▌") and "Name 16 " in line for line in app.lines())


async def test_scroll_bar_covers_no_text() -> None:
    app = TableHost()
    async with app.run_test(size=(60, 6)):
        app.show(array("q", range(10_000, 20_000)))
        await app.rest()
        last = app.table.painter.slots[-1]
        assert app.table.show_vertical_scrollbar
        assert GUTTER + last.x + last.width <= 59


async def test_header_shows_what_it_is_sorted_by() -> None:
    app = TableHost()
    async with app.run_test(size=(80, 6)) as pilot:
        app.show(array("q", [1]))
        app.table.sort_by("city", descending=True)
        await pilot.pause()
        assert app.lines()[0].split() == ["Name", "Company", "City", "↓", "Amount"]
        app.table.sort_by("amount")
        await pilot.pause()
        assert app.lines()[0].rstrip().endswith("Amount ↑")


async def test_state_of_a_row_has_its_look_and_an_unknown_one_none() -> None:
    app = TableHost()
    app.rows = {1: row_of(1), 2: row_of(2, "dim"), 3: row_of(3, "strong"), 4: row_of(4, "?")}
    async with app.run_test(size=(80, 6)):
        app.show(array("q", [5, 1, 2, 3, 4]))
        await app.rest()
        styles = [next(iter(app.table.render_line(y))).style for y in (2, 3, 4, 5)]
        assert [(bool(style.dim), bool(style.bold)) for style in styles if style] == [
            (False, False),
            (True, False),
            (False, True),
            (False, False),
        ]


async def test_cursor_stands_out_while_the_list_has_the_focus() -> None:
    app = TableHost()
    async with app.run_test(size=(80, 6)) as pilot:
        app.show(array("q", [1, 2]))
        await app.rest()
        here, other = grounds(app.table.render_line(1)), grounds(app.table.render_line(2))
        assert not here & other
        app.set_focus(None)
        await pilot.pause()
        line = app.table.render_line(1)
        assert not grounds(line) & (here | other)
        assert line.text.startswith("▌")


@pytest.mark.parametrize(
    ("theme", "is_colourless"),
    [
        ("textual-dark", False),
        ("textual-dark", True),
        ("textual-light", True),
        ("ansi-dark", False),
        ("ansi-light", False),
    ],
)
async def test_rows_can_be_told_from_their_background(
    theme: str, is_colourless: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if is_colourless:
        monkeypatch.setenv("NO_COLOR", "1")
    app = TableHost()
    async with app.run_test(size=(80, 8)) as pilot:
        app.theme = theme
        app.show(array("q", [1, 2, 3]))
        await app.rest()
        await pilot.press("space")
        await pilot.pause()
        for strip in app.table.render_lines(app.table.size.region)[:4]:
            for segment in strip:
                style = segment.style
                assert style is not None
                is_default = style.color is None or style.color.is_default
                assert is_default or style.color != style.bgcolor
        _, other, cursor, *_ = app.table.render_lines(app.table.size.region)
        is_plain = is_colourless or theme.startswith("ansi")
        assert any(s.style and s.style.reverse for s in cursor) == is_plain
        assert is_plain or not grounds(cursor) & grounds(other)


async def test_new_theme_is_drawn_at_once() -> None:
    app = TableHost()
    async with app.run_test(size=(80, 6)) as pilot:
        app.show(array("q", [1, 2]))
        await app.rest()
        before = next(iter(app.table.render_line(2))).style
        app.theme = "textual-light"
        await pilot.pause()
        assert next(iter(app.table.render_line(2))).style != before


async def test_list_with_a_border_is_drawn_within_it() -> None:
    app = TableHost()
    async with app.run_test(size=(80, 8)) as pilot:
        app.table.styles.border = ("round", "white")
        app.show(array("q", range(1, 101)))
        await app.rest()
        await pilot.press("G")
        await app.rest()
        assert all(cell_len(line) == 80 for line in app.lines())
        assert app.lines()[0].startswith("╭")
        assert "Name 100 " in app.lines()[6]


def test_right_aligned_text_ends_where_its_column_ends() -> None:
    columns = (Column("n", "N", 8, 1, align="right"), Column("t", "T", 8, 1))
    painter = RowPainter(columns, 40, 0, PALETTE)
    line = painter.row(TableRow(1, ("¥1,200", "after")), RowState()).text
    assert line.index("after") == line.index("¥1,200") + 6 + GAP
