"""The widgets of forms and pages: what they draw, and that data is never obeyed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from textual.app import App

from tests.conftest import still_clock
from tests.screens.record_host import HOSTILE, UNSAFE
from tui_crm import i18n
from tui_crm.errors import UsageError
from tui_crm.sanitize import visible
from tui_crm.screens.form.conflict import SideBySide, SideRow
from tui_crm.screens.form.editors import LineEditor, LongTextEditor
from tui_crm.screens.form.lookups import matching_choices, matching_tags
from tui_crm.screens.form.matches import MatchList
from tui_crm.screens.form.sheet import FormSheet
from tui_crm.screens.form.state import FormState
from tui_crm.screens.widgets.option_popup import Option, OptionPopup
from tui_crm.screens.widgets.section_view import LineKind, SectionView, ViewLine
from tui_crm.store.possible_duplicates import Match
from tui_crm.store.values import ValueParser

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.message import Message
    from textual.widget import Widget

    from tui_crm.store.db.store import Store
    from tui_crm.store.model import FieldSpec


class Bare(App[None]):
    """A widget and nothing else."""

    ENABLE_COMMAND_PALETTE = False

    def __init__(self, widget: Widget) -> None:
        super().__init__()
        self.widget = widget

    def compose(self) -> ComposeResult:
        yield self.widget

    @property
    def text(self) -> str:
        return "\n".join(strip.text for strip in self.screen._compositor.render_strips())


def is_safe(screen: str) -> bool:
    return not UNSAFE.intersection(screen.replace("\n", ""))


def never(spec: FieldSpec, words: str) -> int:
    raise UsageError("value.link_not_chosen")


def sheet_of(store: Store, record_type: str, **values: str | int | None) -> FormSheet:
    reader = ValueParser(store.schema, still_clock().astimezone(), never)
    declared = store.schema.type(record_type)
    titles = {"account": str(values.get("name", "")), "owner": str(values.get("name", ""))}
    return FormSheet(FormState(store.schema, declared, reader, {}, values, titles))


@pytest.mark.parametrize("data", HOSTILE)
async def test_a_form_draws_data_as_it_is(store: Store, data: str) -> None:
    sheet = sheet_of(store, "deals", name=data, account=1, description=data, tags=f"\n{data}\n")
    app = Bare(sheet)
    async with app.run_test(size=(100, 40)) as pilot:
        for _ in sheet.state.entries:
            await pilot.pause()
            assert is_safe(app.text)
            sheet.state.entries[sheet.current].error = data
            await pilot.press("tab")
        assert visible(data) in app.text


@pytest.mark.parametrize("data", HOSTILE)
async def test_editors_never_send_what_they_hold(data: str) -> None:
    for editor in (LineEditor(), LongTextEditor()):
        app = Bare(editor)
        async with app.run_test() as pilot:
            editor.display = True
            editor.put(data)
            await pilot.pause()
            assert is_safe(app.text)
            (editor.line if isinstance(editor, LineEditor) else editor).focus()
            assert app.screen.focused is not None
            app.screen.focused.post_message(_paste(data))
            await pilot.pause()
            await pilot.pause()
            assert is_safe(app.text)


def _paste(data: str) -> Message:
    from textual.events import Paste

    return Paste(data)


@pytest.mark.parametrize("data", HOSTILE)
async def test_options_matches_sides_and_lines_draw_data_as_it_is(data: str) -> None:
    popup, matches = OptionPopup(), MatchList()
    sides = SideBySide(data, data, [SideRow("a", data, data, data)])
    view = SectionView()
    for widget in (popup, matches, sides, view):
        app = Bare(widget)
        async with app.run_test(size=(60, 20)) as pilot:
            popup.styles.width = 40
            match widget:
                case OptionPopup():
                    widget.offer([Option(1, data, data), Option(2, data, is_new=True)])
                case MatchList():
                    widget.show_matches([Match("leads", 1, data, 0.9, (data, data))])
                case SectionView():
                    widget.show_fields(
                        [
                            ViewLine("", data, LineKind.HEADING),
                            ViewLine(data, data, ref=1, is_link=True),
                            ViewLine("", data, LineKind.STRONG, ref=2),
                        ]
                    )
            await pilot.pause()
            assert is_safe(app.text)
            assert visible(data) in app.text


async def test_the_cursor_of_a_form_goes_round(store: Store) -> None:
    sheet = sheet_of(store, "notes")
    app = Bare(sheet)
    async with app.run_test() as pilot:
        keys = list(sheet.state.entries)
        for key in [*keys, keys[0]]:
            assert sheet.current == key
            await pilot.press("tab")
        await pilot.press("shift+tab", "shift+tab")
        assert sheet.current == keys[-1]


async def test_pages_are_sections(store: Store) -> None:
    sheet = sheet_of(store, "leads")
    app = Bare(sheet)
    async with app.run_test(size=(80, 80)) as pilot:
        await pilot.press("tab", "pagedown")
        assert sheet.current == "company"
        await pilot.press("pagedown")
        assert sheet.current == "email"
        await pilot.press("pageup", "pageup", "pageup")
        assert sheet.current == "first_name"


async def test_yes_and_no_are_keys(store: Store) -> None:
    sheet = sheet_of(store, "leads")
    app = Bare(sheet)
    async with app.run_test(size=(80, 80)) as pilot:
        sheet.go_to("opted_out")
        await pilot.pause()
        assert "○ Yes  ○ No" in app.text
        await pilot.press("y")
        assert sheet.state.values["opted_out"] == 1
        assert "● Yes  ○ No" in app.text
        await pilot.press("space")
        assert sheet.state.values["opted_out"] == 0
        await pilot.press("delete")
        assert sheet.state.values["opted_out"] is None
        await pilot.press("down")
        assert sheet.current == "opted_in"


async def test_a_choice_filters_as_it_is_typed_and_enter_takes_it(store: Store) -> None:
    sheet = sheet_of(store, "leads")
    app = Bare(sheet)
    async with app.run_test(size=(80, 80)) as pilot:
        sheet.go_to("status")
        await pilot.press("q", "u", "a")
        await pilot.pause()
        assert "▌Qualified" in app.text
        assert "Unqualified" in app.text
        assert "Contacted" not in app.text
        await pilot.press("enter")
        assert sheet.state.values["status"] == "qualified"
        assert sheet.current == "rating"


async def test_the_list_of_a_choice_opens_and_closes_without_a_change(store: Store) -> None:
    sheet = sheet_of(store, "leads", status="new")
    app = Bare(sheet)
    async with app.run_test(size=(80, 80)) as pilot:
        sheet.go_to("status")
        await pilot.press("down", "down")
        assert sheet.line_editor.popup.chosen == Option("working", "Working")
        await pilot.press("escape")
        assert not sheet.line_editor.popup.is_open
        assert sheet.state.values["status"] == "new"
        assert sheet.current == "status"


async def test_a_day_moves_by_keys(store: Store) -> None:
    sheet = sheet_of(store, "deals")
    app = Bare(sheet)
    async with app.run_test(size=(80, 40)) as pilot:
        sheet.go_to("close_date")
        await pilot.press("ctrl+up", "ctrl+up", "ctrl+down", "ctrl+up")
        assert sheet.state.values["close_date"] == "2026-11-22"
        assert "→ Sun 22 Nov" in app.text


async def test_a_click_edits_the_field_under_the_mouse(store: Store) -> None:
    sheet = sheet_of(store, "deals")
    app = Bare(sheet)
    async with app.run_test(size=(80, 40)) as pilot:
        row = sheet.sheet_layout.by_key["next_step"]
        await pilot.click(sheet, offset=(30, row.y))
        assert sheet.current == "next_step"


async def test_a_long_error_stands_below_its_field(store: Store) -> None:
    sheet = sheet_of(store, "deals")
    app = Bare(sheet)
    async with app.run_test(size=(60, 40)) as pilot:
        await pilot.press("tab")
        sheet.go_to("amount")
        await pilot.press("x", "tab")
        lines = app.text.split("\n")
        at = next(n for n, line in enumerate(lines) if "Amount" in line)
        assert lines[at].startswith("! ")
        assert "! " in lines[at + 1]


def test_choices_begin_with_what_was_typed_before_they_hold_it(store: Store) -> None:
    spec = store.schema.type("leads").field("status")
    found = matching_choices(store.schema, spec, "qual", None)
    assert [option.value for option in found] == ["qualified", "unqualified"]


def test_tags_complete_the_last_one_and_leave_the_others() -> None:
    found = matching_tags(["VIP", "展示会", "展示会2026"], "vip、展")
    assert [option.title for option in found] == ["展示会", "展示会2026"]
    assert found[0].value == "vip、展示会, "
    assert [o.title for o in matching_tags(["VIP", "b"], "VIP, ")] == ["b"]


def field_at(view: SectionView) -> str:
    return str(view.current)


async def test_the_lines_of_a_page_wrap_and_the_cursor_stops_at_fields() -> None:
    view = SectionView()
    app = Bare(view)
    async with app.run_test(size=(30, 12)) as pilot:
        view.focus()
        view.show_fields(
            [
                ViewLine("", "Contact", LineKind.HEADING),
                ViewLine("Phone", "03-1234-5678", ref="phone"),
                ViewLine("Notes", "見積の件で来週もう一度電話すること。" * 2, ref="notes"),
                ViewLine("City", "渋谷区", ref="city"),
            ]
        )
        await pilot.pause()
        assert field_at(view) == "phone"
        await pilot.press("j", "j")
        assert field_at(view) == "city"
        await pilot.press("g")
        assert field_at(view) == "phone"
        lines = app.text.split("\n")
        city = next(n for n, line in enumerate(lines) if "渋谷区" in line)
        assert city > 4
        await pilot.press("G")
        view.show_fields(
            [ViewLine("City", "港区", ref="city"), ViewLine("Phone", "1", ref="phone")]
        )
        assert field_at(view) == "city"


async def test_a_wide_form_has_two_columns_and_tab_goes_down_the_first_and_then_the_second(
    store: Store,
) -> None:
    for record_type in ("leads", "deals"):
        sheet = sheet_of(store, record_type)
        app = Bare(sheet)
        async with app.run_test(size=(110, 60)) as pilot:
            rows = [sheet.sheet_layout.by_key[key] for key in sheet.state.keys]
            assert len({row.x for row in rows}) == 2
            assert rows == sorted(rows, key=lambda row: (row.x, row.y))
            for row in rows:
                assert sheet.current == row.key
                assert sheet.screen.focused is not None
                assert sheet.screen.focused.region.x == row.x + 1
                await pilot.press("tab")
            await pilot.click(sheet, offset=(rows[-2].x, rows[-2].y))
            assert sheet.current == rows[-2].key


async def test_no_field_changes_its_column_while_the_form_is_filled_in(store: Store) -> None:
    sheet = sheet_of(store, "deals")
    app = Bare(sheet)
    async with app.run_test(size=(110, 60)) as pilot:
        before = {key: row.x for key, row in sheet.sheet_layout.by_key.items()}
        for entry in sheet.state.entries.values():
            entry.error = "This is wrong, and it takes more than a line to say how wrong it is."
        sheet.draw_anew()
        await pilot.pause()
        assert {key: row.x for key, row in sheet.sheet_layout.by_key.items()} == before
        assert app.text.count("! This is wrong") == len(before)


async def test_a_narrow_form_has_one_column(store: Store) -> None:
    sheet = sheet_of(store, "leads")
    async with Bare(sheet).run_test(size=(100, 60)):
        assert len({row.x for row in sheet.sheet_layout.by_key.values()}) == 1


async def test_fields_that_open_something_have_its_sign_which_opens_it(store: Store) -> None:
    sheet = sheet_of(store, "deals")
    app = Bare(sheet)
    async with app.run_test(size=(80, 40)) as pilot:
        for key, sign in (("stage", "▾"), ("close_date", "▤"), ("account", "⌕"), ("name", " ")):
            row = sheet.sheet_layout.by_key[key]
            line = app.text.split("\n")[row.y]
            assert line[row.x + row.box - 2 : row.x + row.box] == f"{sign}▕"
        row = sheet.sheet_layout.by_key["stage"]
        await pilot.click(sheet, offset=(row.x + row.box - 2, row.y))
        await pilot.pause()
        assert sheet.current == "stage"
        assert sheet.line_editor.popup.is_open


@pytest.mark.parametrize("language", i18n.LANGUAGES)
async def test_names_and_readings_are_those_of_the_language(
    store: Store, language: i18n.Language
) -> None:
    i18n.use(language)
    state = sheet_of(store, "leads").state
    if language == "en":
        assert state.keys[:3] == ["first_name", "last_name", "salutation"]
        state.type_in("company_kana", "アオゾラ")
        state.type_in("company_kana", "")
        kana = [key for key in state.keys if key.endswith("kana")]
        assert kana == ["company_kana"], "what had something in it stays until the form is closed"
    else:
        names = ["last_name", "first_name", "last_name_kana", "first_name_kana"]
        assert state.keys[:4] == names


@pytest.mark.parametrize(
    ("country", "order"),
    [
        ("日本", "postal_code state city street building country"),
        ("USA", "street building city state postal_code country"),
        ("Germany", "street building postal_code city state country"),
    ],
)
async def test_an_address_is_asked_for_in_the_order_of_its_country(
    store: Store, country: str, order: str
) -> None:
    state = sheet_of(store, "accounts").state
    for prefix in ("", "shipping_"):
        fields = [prefix + part for part in order.split()]
        state.type_in(f"{prefix}country", country)
        state.leave(f"{prefix}country")
        assert [key for key in state.keys if key in fields] == fields
