"""Nothing in the data runs, escapes its cell or draws elsewhere: one test over all that is ours."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from rich.cells import cell_len
from textual.app import App

from tests.screens.hostile import FORBIDDEN, TEXTS
from tui_crm.column_layout import Column
from tui_crm.screens.detail.page_data import FirstRows
from tui_crm.screens.detail.related_list_preview import RelatedListPreview
from tui_crm.screens.detail.timeline import EntryKind, EntryRef, Timeline, TimelineEntry
from tui_crm.screens.detail.timeline_view import PanelFilterLine
from tui_crm.screens.dialogs.choose import Entry, PickerScreen
from tui_crm.screens.dialogs.confirm import ConfirmScreen, MessageScreen
from tui_crm.screens.dialogs.prompt import PromptScreen
from tui_crm.screens.list.find_box import FindBox
from tui_crm.screens.list.preview import Preview
from tui_crm.screens.list.preview_pane import PreviewPane
from tui_crm.screens.list.rows import TableRow
from tui_crm.screens.widgets.footer import FooterLine, KeyHint
from tui_crm.screens.widgets.header import Destination, HeaderLine
from tui_crm.screens.widgets.panel import Panel
from tui_crm.screens.widgets.section_view import ViewLine
from tui_crm.screens.widgets.tabbed_panel import Tab, TabbedPanel
from tui_crm.screens.widgets.text_input import TextInput

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.screen import Screen
    from textual.widget import Widget

    from tests.screens.conftest import Opened


class Host(App[None]):
    """One widget, or one dialog, of its own."""


def assert_harmless(app: App[None]) -> None:
    """Every line is as wide as the screen, and holds nothing that a terminal would obey."""
    width = app.size.width
    for strip in app.screen._compositor.render_strips():
        assert [c for c in FORBIDDEN if c in strip.text] == []
        assert sum(cell_len(segment.text) for segment in strip) == strip.cell_length == width
        for segment in strip:
            meta = segment.style.meta if segment.style else {}
            assert "@click" not in meta
            assert not (segment.style and segment.style.link)


def header(text: str) -> HeaderLine:
    line = HeaderLine()
    line.show_map([Destination("leads", text, text[:2]), Destination("here", text, "T")], "here")
    return line


def footer(text: str) -> FooterLine:
    line = FooterLine()
    line.show([KeyHint(text[:3], text[:20]), KeyHint("?", text)])
    return line


def panel(text: str) -> Panel:
    frame = Panel()
    frame.show_title([text, text], text, filters=text, warning=text)
    return frame


def preview(text: str) -> PreviewPane:
    ref = EntryRef("notes", 1)
    kind = EntryKind(text, text)
    entry = TimelineEntry(kind, "2026-11-20", text, ref, who=text, whose=text, extra=text[:5])
    plan = replace(entry, is_planned=True, is_late=True)
    shown = Preview(
        (ViewLine(text, text), ViewLine("", text, parts=((text, "plain"), (text, "muted")))),
        Timeline((plan,), (entry,)),
        datetime(2026, 11, 21, tzinfo=UTC),
    )

    async def read(_: int) -> Preview:
        return shown

    pane = PreviewPane(read)
    pane.call_after_refresh(pane.show_preview, shown)
    return pane


def tabs(text: str) -> TabbedPanel:
    frame = TabbedPanel()
    frame.show_tabs([Tab.of("1", text, 1), Tab.of("2", text, 0)], "1")
    return frame


def choice_line(text: str) -> PanelFilterLine:
    line = PanelFilterLine()
    line.show_choices("f", [(text, 2, True), (text, 1, False)])
    return line


def glimpse(text: str) -> RelatedListPreview:
    rows = FirstRows([Column("name", text, 20, 1)], [TableRow(1, (text,))], text)
    return RelatedListPreview("x", Tab.of("2", text, 1), rows, 2)


WIDGETS = {
    "header": header,
    "footer": footer,
    "panel": panel,
    "preview": preview,
    "tabs": tabs,
    "choice line": choice_line,
    "glimpse": glimpse,
    "input": TextInput,
    "placeholder": lambda text: FindBox(">", text, history=[text]),
}
DIALOGS = {
    "picker": lambda text: PickerScreen(text, [Entry(text, "1", detail=text), Entry(text)], "1"),
    "prompt": lambda text: PromptScreen(text, text, hint=text),
    "confirm": lambda text: ConfirmScreen(text, "Delete", [text, text]),
    "message": lambda text: MessageScreen(text, [text]),
}


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("make", WIDGETS.values(), ids=WIDGETS)
async def test_widget_shows_it_as_it_is(make: Callable[[str], Widget], text: str) -> None:
    app = Host()
    async with app.run_test(size=(60, 12)) as pilot:
        widget = make(text)
        await app.mount(widget)
        if isinstance(widget, FindBox):
            widget.show_problem(text, 2)
        await pilot.pause()
        assert_harmless(app)


# What is joined by U+200D is cut in two by Textual's compositor at the edge of a dialog.
@pytest.mark.parametrize("text", [text for text in TEXTS if "\u200d" not in text])
async def test_everywhere_in_the_app(
    open_app: Callable[..., Opened], add: Callable[..., list[int]], text: str
) -> None:
    (account,) = add("accounts", {"name": text})
    values = {"last_name": text, "company": text, "description": text, "tags": f"\n{text}\n"}
    (lead,) = add("leads", {**values, "city": text})
    add("activities", {"subject": text, "lead": lead, "account": account, "due_on": "2026-11-20"})
    add("activities", {"subject": "x", "result": text, "status": "done", "lead": lead})
    add("views", {"record_type": "leads", "name": text, "where": "rating=hot"})
    async with open_app(size=(120, 24)) as ui:
        await ui.rest()
        assert_harmless(ui.app)
        for keys in (["t", "2"], ["delete"], ["escape", "v"], ["escape", "i"], ["escape", "y"]):
            await ui.press(*keys)
            assert_harmless(ui.app)
        await ui.press("slash")
        ui.app.screen.query_one(TextInput).value = text
        await ui.rest()
        assert_harmless(ui.app)
        await ui.press("enter", "escape", "ctrl+p")
        ui.app.screen.query_one(TextInput).value = text
        await ui.rest()
        assert_harmless(ui.app)
        await ui.press("escape", "5")
        assert_harmless(ui.app)
        ui.app.say(text, "error")
        await ui.rest()
        assert_harmless(ui.app)


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("make", DIALOGS.values(), ids=DIALOGS)
async def test_dialog_shows_it_as_it_is(
    open_app: Callable[..., Opened], make: Callable[[str], Screen[object]], text: str
) -> None:
    async with open_app(size=(60, 20)) as ui:
        await ui.app.push_screen(make(text))
        await ui.rest()
        assert_harmless(ui.app)
