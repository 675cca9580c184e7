"""A list is brought in by keys alone, one step after the other, and back: file and sample."""

from __future__ import annotations

import asyncio
import threading
from typing import TYPE_CHECKING

import pytest
from textual import events

from tests.exchange.importing import given, records
from tests.screens.hostile import FORBIDDEN
from tests.screens.import_steps import HEADER, go_to, line_with, stand_in, wizard
from tests.screens.resting import PATIENCE, until
from tui_crm.exchange.wizard.file_suggestions import (
    FoundFile,
    files_for,
    recent_files,
    remember_file,
)
from tui_crm.exchange.wizard.pane import ImportPane, WizardStep
from tui_crm.exchange.wizard.screen import ImportScreen

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.screens.conftest import Opened
    from tui_crm.store.db.store import Store

ZOHO = "LEADID|Last Name|First Name|Company|Email|Lead Owner|Lead Source|Created Time"
ZOHO_ROWS = (
    "4563|Denson|Gary|Maurice|g@example.com|sato|Advertisement|15 Apr, 2021 00:03:00",
    "4564|Hall|Mary|Suburbia|m@example.com|sato|Advertisement|15 Apr, 2021 00:04:00",
)


@pytest.fixture(autouse=True)
def lists(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder that the person stands in."""
    return stand_in(tmp_path, monkeypatch)


async def test_a_known_list_comes_in_by_enter_enter_enter(
    store: Store, lists: Path, open_app: Callable[..., Opened]
) -> None:
    given(lists, ZOHO, *ZOHO_ROWS, name="zoho.csv")
    async with open_app(size=(120, 36)) as ui:
        await ui.press("I")
        assert "zoho.csv" in ui.text()
        await ui.press("enter")
        assert "Zoho CRM" in ui.text()
        assert "+ 2 added" in ui.text()
        await ui.press("enter")
        assert wizard(ui).step is WizardStep.RESULT
        assert "Imported" in ui.text()
        await ui.press("enter")
        assert "Leads › Imported: " in ui.place()
        assert "Mary Hall" in ui.text()
    assert [r["external_id"] for r in records(store, "leads", "external_id")] == [
        "zoho:4563",
        "zoho:4564",
    ]


async def test_an_unknown_list_is_shown_step_by_step(
    store: Store, lists: Path, open_app: Callable[..., Opened]
) -> None:
    given(lists, HEADER + "|血液型", "田中|光商事|a@example.com|A")
    async with open_app() as ui:
        await ui.press("I", "enter")
        assert wizard(ui).step is WizardStep.SAMPLE
        assert "UTF-8 · comma · header in line 1" in ui.text()
        await ui.press("enter")
        assert "Go on: 3 of 4 columns are taken" in ui.text()
        assert "– 血液型" in ui.text()
        await ui.press("enter")
        assert "If a record exists" in ui.text()
        await ui.press("enter")
        assert "Import list.csv now" in ui.text()
        await ui.press("enter")
        assert "One column was left out: 血液型." in ui.text()
    assert len(records(store, "leads")) == 1


async def test_escape_goes_back_a_step_and_nothing_is_forgotten(
    lists: Path, open_app: Callable[..., Opened]
) -> None:
    given(lists, HEADER + "|役", "田中|光商事|a@example.com|部長")
    async with open_app() as ui:
        await go_to(ui, WizardStep.COLUMNS)
        await ui.press("G", "enter")
        await ui.type("title")
        await ui.press("enter")
        assert "→ Title" in line_with(ui, "役")
        await ui.press("escape")
        assert wizard(ui).step is WizardStep.SAMPLE
        await ui.press("escape")
        assert wizard(ui).step is WizardStep.FILE
        await ui.press("enter", "enter")
        assert "→ Title" in line_with(ui, "役")


async def test_leaving_with_choices_asks_first(
    lists: Path, open_app: Callable[..., Opened]
) -> None:
    given(lists, HEADER, "田中|光商事|a@example.com")
    async with open_app() as ui:
        await go_to(ui, WizardStep.COLUMNS)
        await ui.press("G", "space", "escape", "escape", "escape")
        assert "Leave the import?" in ui.text()
        await ui.press("escape")
        assert wizard(ui).step is WizardStep.FILE
        await ui.press("escape", "right", "enter")
        assert not isinstance(ui.app.screen, ImportScreen)


async def test_another_list_takes_its_place_only_after_asking(
    lists: Path, open_app: Callable[..., Opened]
) -> None:
    given(lists, HEADER, "田中|光商事|a@example.com")
    async with open_app() as ui:
        await go_to(ui, WizardStep.COLUMNS)
        await ui.press("G", "space")
        ui.app.action_go("accounts")
        await ui.rest()
        assert not isinstance(ui.app.screen, ImportScreen)
        # What asks is among the workers that wait for a person, so the question is waited for.
        ui.app.action_go("leads")
        await until(lambda: "Leave the import?" in ui.text(), ui.rest, ui.text)
        await ui.press("escape")
        await until(lambda: isinstance(ui.app.screen, ImportScreen), ui.rest, ui.text)
        assert wizard(ui).step is WizardStep.COLUMNS
        ui.app.action_go("leads")
        await until(lambda: "Leave the import?" in ui.text(), ui.rest, ui.text)
        await ui.press("right", "enter")
        assert not isinstance(ui.app.screen, ImportScreen)


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda path: path.write_bytes(b""), "is empty"),
        (lambda path: path.write_bytes(b"MZ\x90\0\3\0\0\0" * 50), "list.csv"),
    ],
)
async def test_what_cannot_be_read_is_said_and_the_file_can_be_chosen_again(
    lists: Path,
    open_app: Callable[..., Opened],
    make: Callable[[Path], object],
    words: str,
) -> None:
    make(lists / "list.csv")
    async with open_app() as ui:
        await ui.press("I", "enter")
        assert wizard(ui).step is WizardStep.FILE
        said = [line for line in ui.lines() if line.lstrip().startswith("! ")]
        assert words in " ".join(said)


async def test_a_file_that_is_not_there_is_said(open_app: Callable[..., Opened]) -> None:
    async with open_app() as ui:
        await ui.press("I")
        await ui.type("no-such.csv")
        await ui.press("enter")
        assert "! no-such.csv" in ui.text()


async def test_folders_are_walked_by_keys_and_files_are_remembered(
    lists: Path, open_app: Callable[..., Opened]
) -> None:
    (lists / "展示会").mkdir()
    path = given(lists / "展示会", HEADER, "田中||a@example.com", name="名簿.csv")
    async with open_app() as ui:
        await ui.press("I")
        assert "展示会/" in ui.text()
        await ui.press("enter")
        assert "名簿.csv" in ui.text()
        await ui.press("enter")
        assert wizard(ui).step is WizardStep.SAMPLE
        await ui.press("escape", "shift+tab")
        assert "展示会/" in ui.text()
        await ui.press("escape", "I")
        assert "Imported before" in ui.text()
        assert "名簿.csv" in ui.text()
    assert recent_files() == [str(path)]


async def test_a_pasted_path_is_taken_though_the_list_is_still_that_of_before(
    lists: Path, open_app: Callable[..., Opened], monkeypatch: pytest.MonkeyPatch
) -> None:
    given(lists, HEADER, "田中|光商事|a@example.com", name="before.csv")
    elsewhere = lists / "sub"
    elsewhere.mkdir()
    pasted = given(elsewhere, HEADER, "鈴木|光商事|b@example.com", name="pasted.csv")
    remember_file(lists / "before.csv")
    may_answer = threading.Event()

    def slow(text: str) -> tuple[list[FoundFile], list[FoundFile]]:
        if text:
            may_answer.wait(PATIENCE)
        return files_for(text)

    monkeypatch.setattr("tui_crm.exchange.wizard.file.files_for", slow)
    async with open_app(size=(120, 36)) as ui:
        await ui.press("I")
        assert "before.csv" in ui.text()
        assert ui.app.focused is not None
        ui.app.focused.post_message(events.Paste(str(pasted)))
        await ui.pilot.press("enter")
        may_answer.set()
        await ui.rest()
        assert wizard(ui).step is not WizardStep.FILE
        assert "pasted.csv" in ui.text()
        assert "before.csv" not in ui.text()


async def test_a_demo_neither_shows_nor_keeps_the_files_of_before(
    lists: Path, tmp_path: Path, open_app: Callable[..., Opened]
) -> None:
    given(lists, ZOHO, *ZOHO_ROWS, name="zoho.csv")
    private = given(tmp_path, HEADER, "田中|光商事|a@example.com", name="private.csv")
    remember_file(private)
    async with open_app() as ui:
        ui.app.keeps_settings = False
        await ui.press("I")
        assert "zoho.csv" in ui.text()
        assert "private.csv" not in ui.text()
        await ui.press("enter")
    assert recent_files() == [str(private)]


async def test_one_key_tries_the_next_encoding(
    lists: Path, open_app: Callable[..., Opened]
) -> None:
    given(lists, HEADER, "髙橋|㈱光商事|a@example.com", encoding="cp932")
    async with open_app() as ui:
        await go_to(ui, WizardStep.SAMPLE)
        assert "Shift_JIS (cp932)" in ui.text()
        assert "髙橋" in ui.text()
        await ui.press("e")
        assert "Shift_JIS" not in ui.text()
        assert "髙橋" not in ui.text()
        await ui.press("E")
        assert "髙橋" in ui.text()


async def test_keys_move_the_header_row_and_turn_it_off(
    lists: Path, open_app: Callable[..., Opened]
) -> None:
    given(lists, "名簿|2026|春", "", HEADER, "田中|光商事|a@example.com", "佐藤|商会|b@example.com")
    async with open_app() as ui:
        await go_to(ui, WizardStep.SAMPLE)
        begun = wizard(ui).job.plan.source.header_line
        await ui.press("down")
        assert wizard(ui).job.plan.source.header_line > begun
        while wizard(ui).job.plan.source.header_line > 1:
            await ui.press("up")
        assert "header in line 1" in ui.text()
        await ui.press("up")
        assert "no header" in ui.text()
        await ui.press("0")
        assert wizard(ui).job.plan.source.header_line == begun


async def test_another_delimiter_cuts_the_rows_anew(
    lists: Path, open_app: Callable[..., Opened]
) -> None:
    (lists / "list.csv").write_text("姓;会社名\n田中;a,b\n", "utf-8")
    async with open_app() as ui:
        await go_to(ui, WizardStep.SAMPLE)
        assert "semicolon" in ui.text()
        await ui.press("d")
        assert "pipe" in ui.text()
        assert len(wizard(ui).job.plan.source.header) == 1


async def test_another_sheet_of_a_workbook_is_read(
    store: Store, lists: Path, open_app: Callable[..., Opened]
) -> None:
    from openpyxl import Workbook

    book = Workbook()
    book.worksheets[0].title = "春"
    book.worksheets[0].append(["姓", "会社名"])
    book.worksheets[0].append(["田中", "光商事"])
    autumn = book.create_sheet("秋")
    autumn.append(["姓", "会社名"])
    autumn.append(["佐藤", "商会"])
    book.save(lists / "list.xlsx")
    async with open_app() as ui:
        await go_to(ui, WizardStep.SAMPLE)
        assert "sheet 春" in ui.text()
        await ui.press("s")
        assert "sheet 秋" in ui.text()
        await ui.press("5", "n")
    assert [r["last_name"] for r in records(store, "leads", "last_name")] == ["佐藤"]


async def test_the_palette_knows_the_import(lists: Path, open_app: Callable[..., Opened]) -> None:
    async with open_app() as ui:
        await ui.press("ctrl+p")
        await ui.type("import a list")
        await ui.press("enter")
        assert isinstance(ui.app.screen, ImportScreen)


async def test_a_file_may_be_called_anything(lists: Path, open_app: Callable[..., Opened]) -> None:
    for name in ("[red]a[].csv", "[@click=app.quit]b.csv", "c\x1b[2J.csv"):
        given(lists, HEADER, "田中|光商事|a@example.com", name=name)
    async with open_app() as ui:
        await ui.press("I")
        assert "[red]a[].csv" in ui.text()
        for key in ("enter", "escape", "down", "enter", "escape"):
            await ui.press(key)
            assert not any(sign in line for line in ui.lines() for sign in FORBIDDEN)


async def test_rows_become_another_type(
    store: Store, lists: Path, open_app: Callable[..., Opened]
) -> None:
    given(lists, "会社名|電話番号", "光商事|03-1234-5678")
    async with open_app() as ui:
        await go_to(ui, WizardStep.SAMPLE)
        await ui.press("t", "2")
        assert "Import as: Accounts" in ui.text()
        await ui.press("5", "enter")
        assert wizard(ui).step is WizardStep.RESULT
    assert [r["name"] for r in records(store, "accounts", "name")] == ["光商事"]


async def test_from_the_list_of_contacts_an_unknown_list_is_one_of_contacts(
    lists: Path, open_app: Callable[..., Opened]
) -> None:
    given(lists, "氏名|会社名", "田中 一郎|光商事")
    async with open_app() as ui:
        await ui.press("3")
        await go_to(ui, WizardStep.SAMPLE)
        assert "Import as: Contacts" in ui.text()


@pytest.mark.parametrize("spins", [0, 2, 5, 10, 20])
async def test_a_key_while_a_step_is_being_shown_waits_for_it(
    lists: Path, open_app: Callable[..., Opened], spins: int
) -> None:
    given(lists, HEADER, "田中|光商事|a@example.com")
    async with open_app() as ui:
        await go_to(ui, WizardStep.COLUMNS)
        screen = wizard(ui)
        screen.action_go_on()
        for _ in range(spins):
            await asyncio.sleep(0)
        screen.action_go_on()
        await ui.rest()
        assert (screen.step, screen.pane is not None) == (WizardStep.PREVIEW, True)


async def test_an_import_that_is_wanted_twice_is_made_once(
    store: Store, lists: Path, open_app: Callable[..., Opened]
) -> None:
    given(lists, HEADER, "田中|光商事|a@example.com")
    async with open_app() as ui:
        await go_to(ui, WizardStep.PREVIEW)
        screen = wizard(ui)
        assert screen.pane is not None
        screen.pane.post_message(ImportPane.Finished(WizardStep.RUN))
        screen.pane.post_message(ImportPane.Finished(WizardStep.RUN))
        screen.action_go_step(WizardStep.COLUMNS)
        await ui.rest()
        assert screen.step in (WizardStep.RESULT, WizardStep.COLUMNS)
        assert len(records(store, "leads", "id")) <= 1
        assert store.connection.scalar("SELECT count(*) FROM batches WHERE kind = 'import'") <= 1
