"""Bringing a list in: columns, what is done with rows, the preview and its troubled rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.exchange.importing import dump, given, records
from tests.screens.import_steps import HEADER, go_to, line_with, stand_in, wizard
from tui_crm.exchange.wizard.pane import WizardStep
from tui_crm.exchange.wizard.repair import ImportRepairScreen

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.screens.conftest import Opened
    from tui_crm.store.db.store import Store


@pytest.fixture(autouse=True)
def lists(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder that the person stands in."""
    return stand_in(tmp_path, monkeypatch)


async def test_a_column_is_dropped_and_taken_again_by_space(
    store: Store, lists: Path, open_app: Callable[..., Opened]
) -> None:
    given(lists, HEADER, "田中|光商事|a@example.com")
    async with open_app() as ui:
        await go_to(ui, WizardStep.COLUMNS)
        await ui.press("G", "space")
        assert "→ left out" in line_with(ui, "メール")
        await ui.press("space")
        assert "→ E-mail" in line_with(ui, "メール")
        await ui.press("space", "n", "n", "n")
        assert wizard(ui).step is WizardStep.RESULT
    assert records(store, "leads", "email") == [{"email": None}]


async def test_a_column_becomes_a_new_field(
    store: Store, lists: Path, open_app: Callable[..., Opened]
) -> None:
    given(lists, HEADER + "|血液型", "田中|光商事|a@example.com|A")
    async with open_app() as ui:
        await go_to(ui, WizardStep.COLUMNS)
        await ui.press("G", "enter")
        await ui.type("new custom")
        await ui.press("enter")
        assert "→ New custom field" in line_with(ui, "血液型")
        await ui.press("n", "n", "n")
        assert "New custom fields: 血液型 (text)." in ui.text()
    assert any(spec.custom for spec in store.schema.type("leads").fields)


async def test_all_left_columns_are_kept_in_the_description(
    store: Store, lists: Path, open_app: Callable[..., Opened]
) -> None:
    given(lists, HEADER + "|血液型", "田中|光商事|a@example.com|A")
    async with open_app() as ui:
        await go_to(ui, WizardStep.COLUMNS)
        await ui.press("a")
        assert "→ Description" in line_with(ui, "血液型")
        await ui.press("n", "n", "n")
    assert records(store, "leads", "description") == [{"description": "血液型: A"}]


async def test_what_is_required_and_missing_is_named_and_stops(
    lists: Path, open_app: Callable[..., Opened]
) -> None:
    given(lists, "色|形", "赤|丸", "青|角")
    async with open_app() as ui:
        await go_to(ui, WizardStep.SAMPLE)
        await ui.press("5")
        assert wizard(ui).step is WizardStep.COLUMNS
        assert "Nothing gives Last name" in ui.text()
        await ui.press("enter")
        assert wizard(ui).step is WizardStep.COLUMNS


async def test_what_is_missing_may_be_the_same_for_every_row(
    store: Store, lists: Path, open_app: Callable[..., Opened]
) -> None:
    given(lists, "色|形", "赤|丸", "青|角")
    async with open_app() as ui:
        await go_to(ui, WizardStep.COLUMNS)
        await ui.press("4", "n")
        assert wizard(ui).step is WizardStep.WAYS
        assert "Nothing gives Last name" in ui.text()
        await ui.press("G", "enter")
        await ui.type("company")
        await ui.press("enter", *"Works", "enter", "n")
        assert "+ 1 added · = 1 skipped" in ui.text()


async def test_duplicates_are_overwritten_where_that_was_chosen(
    store: Store, lists: Path, add: Callable[..., list[int]], open_app: Callable[..., Opened]
) -> None:
    add("leads", {"last_name": "田中", "email": "a@example.com", "company": "旧社名"})
    given(lists, HEADER, "田中|光商事|a@example.com")
    async with open_app() as ui:
        await go_to(ui, WizardStep.WAYS)
        await ui.press("down", "space", "space")
        assert "overwrite" in line_with(ui, "If a record exists")
        assert "keep what is there" in line_with(ui, "Blank cells")
        await ui.press("n")
        assert "~ 1 changed" in ui.text()
        await ui.press("down")
        assert "旧社名 → 光商事" in ui.text()
        await ui.press("n")
    assert records(store, "leads", "company") == [{"company": "光商事"}]


async def test_rows_that_break_a_rule_of_work_come_in_where_that_was_chosen(
    store: Store, lists: Path, add: Callable[..., list[int]], open_app: Callable[..., Opened]
) -> None:
    add("work_rules", {"name": "phone", "record_type": "leads", "needed": "\nphone\n"})
    given(lists, HEADER, "田中|光商事|a@example.com")
    async with open_app() as ui:
        await go_to(ui, WizardStep.PREVIEW)
        assert "One row cannot come in" in ui.text()
        await ui.press("escape")
        while "break a team rule" not in ui.cursor_line():
            await ui.press("down")
        await ui.press("space", "n")
        assert "+ 1 added" in ui.text()


async def test_every_row_gets_the_same_value_where_one_was_given(
    store: Store, lists: Path, open_app: Callable[..., Opened]
) -> None:
    given(lists, HEADER, "田中||a@example.com", "佐藤||b@example.com")
    async with open_app() as ui:
        await go_to(ui, WizardStep.WAYS)
        while "Tags" not in ui.cursor_line():
            await ui.press("down")
        await ui.press("enter")
        await ui.type("spring")
        await ui.press("enter")
        assert "spring" in line_with(ui, "Tags")
        await ui.press("n", "n")
    assert [r["tags"] for r in records(store, "leads", "tags")] == ["\nspring\n"] * 2


async def test_a_match_that_makes_no_sense_is_refused(
    lists: Path, open_app: Callable[..., Opened]
) -> None:
    given(lists, HEADER, "田中||a@example.com")
    async with open_app() as ui:
        await go_to(ui, WizardStep.WAYS)
        await ui.press("down", "down", "enter")
        await ui.type("shoe_size")
        await ui.press("enter")
        assert "Leads cannot be recognised by shoe_size" in ui.text()
        await ui.press("escape")
        assert wizard(ui).job.options.match == ""


async def test_a_troubled_row_is_mended_and_comes_in(
    store: Store, lists: Path, open_app: Callable[..., Opened]
) -> None:
    path = given(lists, HEADER, "田中||a@example.com", "佐藤||x", "鈴木||y")
    before = path.read_bytes()
    async with open_app() as ui:
        await go_to(ui, WizardStep.PREVIEW)
        assert "2 rows cannot come in" in ui.text()
        await ui.press("down", "enter")
        assert isinstance(ui.app.screen, ImportRepairScreen)
        assert "▌ メール" in ui.text(), "the cell at fault is under the cursor"
        await ui.press("enter")
        await ui.press("ctrl+u", *"x@example.com")
        await ui.press("enter", "escape")
        assert "One row cannot come in" in ui.text()
        assert "1 row was mended by hand" in ui.text()
        await ui.press("n")
        assert wizard(ui).step is WizardStep.RESULT
        assert "1 rejected row is in" in ui.text()
    assert [r["email"] for r in records(store, "leads", "email")] == [
        "a@example.com",
        "x@example.com",
    ]
    assert path.read_bytes() == before
    rejected = (lists / "list-errors.csv").read_text("utf-8")
    assert "鈴木" in rejected
    assert "佐藤" not in rejected


async def test_a_row_that_is_too_short_is_mended_by_a_blank_cell(
    store: Store, lists: Path, open_app: Callable[..., Opened]
) -> None:
    given(lists, HEADER, "田中|光商事|a@example.com", "佐藤|x@example.com", "鈴木|光|y@example.com")
    async with open_app() as ui:
        await go_to(ui, WizardStep.PREVIEW)
        await ui.press("down", "enter", "down", "insert", "escape")
        assert "+ 3 added" in ui.text()
        await ui.press("n")
    assert [(r["company"], r["email"]) for r in records(store, "leads", "company", "email")] == [
        ("光商事", "a@example.com"),
        (None, "x@example.com"),
        ("光", "y@example.com"),
    ]


async def test_a_cell_that_was_parted_is_joined(
    store: Store, lists: Path, open_app: Callable[..., Opened]
) -> None:
    (lists / "list.csv").write_text(
        "姓,会社名,メール\n佐藤,光商事,a@example.com\n鈴木,A,B Ltd,b@example.com\n", "utf-8"
    )
    async with open_app() as ui:
        await go_to(ui, WizardStep.PREVIEW)
        await ui.press("down", "enter", "down", "ctrl+l", "escape", "n")
    assert [r["company"] for r in records(store, "leads", "company")] == ["光商事", "A,B Ltd"]


async def test_bytes_that_are_no_text_are_typed_anew(
    store: Store, lists: Path, open_app: Callable[..., Opened]
) -> None:
    good = "".join(f"田中{n},光商事,t{n}@example.com\n" for n in range(9)).encode()
    text = "姓,会社名,メール\n".encode() + good + b"\xff\xfe,Works,x@example.com\n"
    (lists / "list.csv").write_bytes(text)
    async with open_app() as ui:
        await go_to(ui, WizardStep.PREVIEW)
        assert "One row cannot come in" in ui.text()
        await ui.press("down", "enter", "enter", "ctrl+u", *"Sato", "enter", "escape", "n")
    assert records(store, "leads", "last_name")[-1] == {"last_name": "Sato"}


async def test_amounts_without_a_currency_are_asked_for_in_the_words_of_the_wizard(
    store: Store, lists: Path, open_app: Callable[..., Opened]
) -> None:
    given(lists, "姓|会社名|年商", "田中|光商事|12.50", "佐藤|商会|99.95")
    async with open_app() as ui:
        await go_to(ui, WizardStep.SAMPLE)
        await ui.press("5")
        assert "Which currency are the amounts of “年商” in?" in " ".join(ui.text().split())
        await ui.press("escape")
        assert "Press 4 and choose the currency." in " ".join(ui.text().split())
        await ui.press("4", "5", *"USD", "enter", "n")
    assert [r["annual_revenue"] for r in records(store, "leads", "annual_revenue")] == [1250, 9995]


async def test_a_doubt_below_the_rows_that_were_tried_is_asked_about_before_anything_is_written(
    store: Store, lists: Path, open_app: Callable[..., Opened]
) -> None:
    rows = [f"田中{n}|光商事|500" for n in range(250)]
    given(lists, "姓|会社名|年商（USD）", *rows, "佐藤|商会|1.234")
    async with open_app() as ui:
        await go_to(ui, WizardStep.SAMPLE)
        wizard(ui).job.limit = 210
        await ui.press("5", "n")
        assert "1.234" in ui.text()
        assert records(store, "leads", "id") == []
        await ui.press("down", "enter", "n")
        assert wizard(ui).step is WizardStep.RESULT
    assert records(store, "leads", "annual_revenue")[-1] == {"annual_revenue": 123_400}


async def test_a_mended_row_can_be_left_as_it_was(
    lists: Path, open_app: Callable[..., Opened]
) -> None:
    given(lists, HEADER, "田中||x")
    async with open_app() as ui:
        await go_to(ui, WizardStep.PREVIEW)
        await ui.press("down", "enter", "enter", "ctrl+u", *"z", "enter", "escape")
        assert wizard(ui).job.mended == {2: ("田中", "", "z")}
        await ui.press("down", "enter", "ctrl+r")
        assert wizard(ui).job.mended == {}


async def test_what_is_typed_at_a_row_is_typed_into_its_cell_and_is_no_command(
    lists: Path, open_app: Callable[..., Opened]
) -> None:
    given(lists, HEADER, "田中||x")
    async with open_app() as ui:
        await go_to(ui, WizardStep.PREVIEW)
        await ui.press("down", "enter")
        await ui.type("dmri@example.com")
        await ui.press("enter", "escape")
        assert wizard(ui).job.mended == {2: ("田中", "", "dmri@example.com")}


async def test_a_preview_writes_nothing(
    store: Store, lists: Path, open_app: Callable[..., Opened]
) -> None:
    given(lists, HEADER, "田中||a@example.com", "佐藤||x")
    before = dump(store)
    async with open_app() as ui:
        await go_to(ui, WizardStep.PREVIEW)
        assert "+ 1 added" in ui.text()
    assert dump(store) == before
    assert [path.name for path in lists.iterdir()] == ["list.csv"]


async def test_all_rows_of_a_long_file_are_tried_by_a_key(
    lists: Path, open_app: Callable[..., Opened]
) -> None:
    given(lists, HEADER, *(f"田中{n}||t{n}@example.com" for n in range(30)), "佐藤||x")
    async with open_app() as ui:
        await go_to(ui, WizardStep.SAMPLE)
        wizard(ui).job.limit = 10
        await ui.press("5")
        assert "Only the first 10 rows were tried; w tries all of them." in ui.text()
        assert "cannot come in" not in ui.text()
        await ui.press("w")
        assert "One row cannot come in" in ui.text()
        assert "Only the first" not in ui.text()


async def test_a_list_that_may_be_two_things_is_asked_about(
    store: Store, lists: Path, open_app: Callable[..., Opened]
) -> None:
    given(lists, "Name|Phone", "Acme Inc.|1", "Ann Lee|2", "Bob Day|3", "Carl Fox|4")
    async with open_app() as ui:
        await go_to(ui, WizardStep.SAMPLE)
        assert "It is not clear what kind of records these are" in ui.text()
        await ui.press("n", "escape")
        assert wizard(ui).step is WizardStep.SAMPLE
        await ui.press("n")
        assert "What does each row become?" in ui.text()
        await ui.type("Acc")
        await ui.press("enter", "n")
        assert wizard(ui).step is WizardStep.COLUMNS
        assert wizard(ui).job.plan.record_type.key == "accounts"


async def test_a_list_of_cases_is_named_and_stays_until_somebody_says_what_it_becomes(
    store: Store, lists: Path, open_app: Callable[..., Opened]
) -> None:
    given(lists, "Case Number|Subject|Contact Name", "17|Broken pump|Ann Lee")
    async with open_app() as ui:
        await go_to(ui, WizardStep.SAMPLE)
        assert "a list of service cases" in ui.text()
        await ui.press("5")
        assert "a list of service cases" in ui.text()
    assert records(store, "leads") == []
