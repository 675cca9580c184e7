"""A list is brought in by keys alone, one step after the other, and back."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest

from tests.exchange.importing import given, records
from tests.ui.hostile import FORBIDDEN, TEXTS
from tui_crm.exchange import importer
from tui_crm.screens import import_run
from tui_crm.screens.import_files import folder_above, recent_files, size_words, typed_path
from tui_crm.screens.import_pane import Step
from tui_crm.screens.import_repair import ImportRepairScreen
from tui_crm.screens.import_wizard import ImportScreen

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.ui.conftest import Driver, Opened
    from tui_crm.store.engine import Store

HEADER = "姓|会社名|メール"
ZOHO = "LEADID|Last Name|First Name|Company|Email|Lead Owner|Lead Source|Created Time"
ZOHO_ROWS = (
    "4563|Denson|Gary|Maurice|g@example.com|sato|Advertisement|15 Apr, 2021 00:03:00",
    "4564|Hall|Mary|Suburbia|m@example.com|sato|Advertisement|15 Apr, 2021 00:04:00",
)


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The person stands in a folder with nothing but their files in it."""
    folder = tmp_path / "lists"
    folder.mkdir()
    monkeypatch.chdir(folder)


@pytest.fixture
def lists(tmp_path: Path) -> Path:
    """The folder that the person stands in."""
    return tmp_path / "lists"


def wizard(ui: Driver) -> ImportScreen:
    screen = ui.app.screen
    assert isinstance(screen, ImportScreen)
    return screen


def dump(store: Store) -> list[str]:
    """All that the store holds, as text."""
    return list(store.connection.raw.iterdump())


def line_with(ui: Driver, words: str) -> str:
    return next(line for line in ui.lines() if words in line)


async def go_to(ui: Driver, step: Step) -> None:
    """Open the only file there is, and go to a step."""
    await ui.press("I", "enter")
    if wizard(ui).step is not step:
        await ui.press(str(step.value))
    assert wizard(ui).step is step


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
        assert wizard(ui).step is Step.RESULT
        assert "Imported" in ui.text()
        await ui.press("enter")
        assert "batch=" in ui.text()
        assert "Hall Mary" in ui.text() or "Mary Hall" in ui.text()
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
        assert wizard(ui).step is Step.SAMPLE
        assert "UTF-8 · comma · header in line 1" in ui.text()
        await ui.press("enter")
        assert "Go on: 3 of 4 columns are taken" in ui.text()
        assert "– 血液型" in ui.text()
        await ui.press("enter")
        assert "Rows that are a record already" in ui.text()
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
        await go_to(ui, Step.COLUMNS)
        await ui.press("G", "enter")
        await ui.type("title")
        await ui.press("enter")
        assert "→ Title" in line_with(ui, "役")
        await ui.press("escape")
        assert wizard(ui).step is Step.SAMPLE
        await ui.press("escape")
        assert wizard(ui).step is Step.FILE
        await ui.press("enter", "enter")
        assert "→ Title" in line_with(ui, "役")


async def test_leaving_with_choices_asks_first(
    lists: Path, open_app: Callable[..., Opened]
) -> None:
    given(lists, HEADER, "田中|光商事|a@example.com")
    async with open_app() as ui:
        await go_to(ui, Step.COLUMNS)
        await ui.press("G", "space", "escape", "escape", "escape")
        assert "Leave the import?" in ui.text()
        await ui.press("escape")
        assert wizard(ui).step is Step.FILE
        await ui.press("escape", "right", "enter")
        assert not isinstance(ui.app.screen, ImportScreen)


async def test_another_list_takes_its_place_only_after_asking(
    lists: Path, open_app: Callable[..., Opened]
) -> None:
    given(lists, HEADER, "田中|光商事|a@example.com")
    async with open_app() as ui:
        await go_to(ui, Step.COLUMNS)
        await ui.press("G", "space")
        ui.app.action_go("accounts")
        await ui.rest()
        assert not isinstance(ui.app.screen, ImportScreen)
        ui.app.action_go("leads")
        await ui.rest()
        assert "Leave the import?" in ui.text()
        await ui.press("escape")
        assert wizard(ui).step is Step.COLUMNS
        ui.app.action_go("leads")
        await ui.rest()
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
        assert wizard(ui).step is Step.FILE
        said = [line for line in ui.lines() if line.lstrip().startswith("! ")]
        assert words in " ".join(said)


async def test_a_file_that_is_not_there_is_said(open_app: Callable[..., Opened]) -> None:
    async with open_app() as ui:
        await ui.press("I")
        await ui.type("no-such.csv")
        await ui.press("enter")
        assert "! no-such.csv" in ui.text() or "There is no" in ui.text()


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
        assert wizard(ui).step is Step.SAMPLE
        await ui.press("escape", "shift+tab")
        assert "展示会/" in ui.text()
        await ui.press("escape", "I")
        assert "Imported before" in ui.text()
        assert "名簿.csv" in ui.text()
    assert recent_files() == [str(path)]


async def test_one_key_tries_the_next_encoding(
    lists: Path, open_app: Callable[..., Opened]
) -> None:
    given(lists, HEADER, "髙橋|㈱光商事|a@example.com", encoding="cp932")
    async with open_app() as ui:
        await go_to(ui, Step.SAMPLE)
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
        await go_to(ui, Step.SAMPLE)
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
        await go_to(ui, Step.SAMPLE)
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
        await go_to(ui, Step.SAMPLE)
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
        await go_to(ui, Step.SAMPLE)
        await ui.press("t", "2")
        assert "Becomes: Accounts" in ui.text()
        await ui.press("5", "enter")
        assert wizard(ui).step is Step.RESULT
    assert [r["name"] for r in records(store, "accounts", "name")] == ["光商事"]


async def test_from_the_list_of_contacts_an_unknown_list_is_one_of_contacts(
    lists: Path, open_app: Callable[..., Opened]
) -> None:
    given(lists, "氏名|会社名", "田中 一郎|光商事")
    async with open_app() as ui:
        await ui.press("3")
        await go_to(ui, Step.SAMPLE)
        assert "Becomes: Contacts" in ui.text()


async def test_a_column_is_dropped_and_taken_again_by_space(
    store: Store, lists: Path, open_app: Callable[..., Opened]
) -> None:
    given(lists, HEADER, "田中|光商事|a@example.com")
    async with open_app() as ui:
        await go_to(ui, Step.COLUMNS)
        await ui.press("G", "space")
        assert "→ left out" in line_with(ui, "メール")
        await ui.press("space")
        assert "→ E-mail" in line_with(ui, "メール")
        await ui.press("space", "n", "n", "n")
        assert wizard(ui).step is Step.RESULT
    assert records(store, "leads", "email") == [{"email": None}]


async def test_a_column_becomes_a_new_field(
    store: Store, lists: Path, open_app: Callable[..., Opened]
) -> None:
    given(lists, HEADER + "|血液型", "田中|光商事|a@example.com|A")
    async with open_app() as ui:
        await go_to(ui, Step.COLUMNS)
        await ui.press("G", "enter")
        await ui.type("new custom")
        await ui.press("enter")
        assert "→ New custom field" in line_with(ui, "血液型")
        await ui.press("n", "n", "n")
        assert "New custom fields: 血液型." in ui.text()
    assert any(spec.custom for spec in store.schema.type("leads").fields)


async def test_all_left_columns_are_kept_in_the_description(
    store: Store, lists: Path, open_app: Callable[..., Opened]
) -> None:
    given(lists, HEADER + "|血液型", "田中|光商事|a@example.com|A")
    async with open_app() as ui:
        await go_to(ui, Step.COLUMNS)
        await ui.press("a")
        assert "→ Description" in line_with(ui, "血液型")
        await ui.press("n", "n", "n")
    assert records(store, "leads", "description") == [{"description": "血液型: A"}]


async def test_what_is_required_and_missing_is_named_and_stops(
    lists: Path, open_app: Callable[..., Opened]
) -> None:
    given(lists, "色|形", "赤|丸", "青|角")
    async with open_app() as ui:
        await go_to(ui, Step.SAMPLE)
        await ui.press("5")
        assert wizard(ui).step is Step.COLUMNS
        assert "Nothing gives Last name" in ui.text()
        await ui.press("enter")
        assert wizard(ui).step is Step.COLUMNS


async def test_what_is_missing_may_be_the_same_for_every_row(
    store: Store, lists: Path, open_app: Callable[..., Opened]
) -> None:
    given(lists, "色|形", "赤|丸", "青|角")
    async with open_app() as ui:
        await go_to(ui, Step.COLUMNS)
        await ui.press("4", "n")
        assert wizard(ui).step is Step.WAYS
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
        await go_to(ui, Step.WAYS)
        await ui.press("down", "space", "space")
        assert "overwrite" in line_with(ui, "Rows that are a record already")
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
        await go_to(ui, Step.PREVIEW)
        assert "One row cannot come in" in ui.text()
        await ui.press("escape")
        while "break a rule" not in ui.cursor_line():
            await ui.press("down")
        await ui.press("space", "n")
        assert "+ 1 added" in ui.text()


async def test_every_row_gets_the_same_value_where_one_was_given(
    store: Store, lists: Path, open_app: Callable[..., Opened]
) -> None:
    given(lists, HEADER, "田中||a@example.com", "佐藤||b@example.com")
    async with open_app() as ui:
        await go_to(ui, Step.WAYS)
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
        await go_to(ui, Step.WAYS)
        await ui.press("down", "down", "enter")
        await ui.type("shoe_size")
        await ui.press("enter")
        assert "shoe_size cannot tell records" in ui.text()
        await ui.press("escape")
        assert wizard(ui).job.options.match == ""


async def test_a_troubled_row_is_mended_and_comes_in(
    store: Store, lists: Path, open_app: Callable[..., Opened]
) -> None:
    path = given(lists, HEADER, "田中||a@example.com", "佐藤||x", "鈴木||y")
    before = path.read_bytes()
    async with open_app() as ui:
        await go_to(ui, Step.PREVIEW)
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
        assert wizard(ui).step is Step.RESULT
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
        await go_to(ui, Step.PREVIEW)
        await ui.press("down", "enter", "down", "i", "escape")
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
        await go_to(ui, Step.PREVIEW)
        await ui.press("down", "enter", "down", "m", "escape", "n")
    assert [r["company"] for r in records(store, "leads", "company")] == ["光商事", "A,B Ltd"]


async def test_bytes_that_are_no_text_are_typed_anew(
    store: Store, lists: Path, open_app: Callable[..., Opened]
) -> None:
    good = "".join(f"田中{n},光商事,t{n}@example.com\n" for n in range(9)).encode()
    text = "姓,会社名,メール\n".encode() + good + b"\xff\xfe,Works,x@example.com\n"
    (lists / "list.csv").write_bytes(text)
    async with open_app() as ui:
        await go_to(ui, Step.PREVIEW)
        assert "One row cannot come in" in ui.text()
        await ui.press("down", "enter", "enter", "ctrl+u", *"Sato", "enter", "escape", "n")
    assert records(store, "leads", "last_name")[-1] == {"last_name": "Sato"}


async def test_amounts_without_a_currency_are_asked_for_in_the_words_of_the_wizard(
    store: Store, lists: Path, open_app: Callable[..., Opened]
) -> None:
    given(lists, "姓|会社名|年商", "田中|光商事|12.50", "佐藤|商会|99.95")
    async with open_app() as ui:
        await go_to(ui, Step.SAMPLE)
        await ui.press("5")
        assert "Press 4 and give every row a currency." in " ".join(ui.text().split())
        await ui.press("4", "G", "enter")
        await ui.type("currency")
        await ui.press("enter", *"USD", "enter", "n", "n")
    assert [r["annual_revenue"] for r in records(store, "leads", "annual_revenue")] == [1250, 9995]


async def test_a_mended_row_can_be_left_as_it_was(
    lists: Path, open_app: Callable[..., Opened]
) -> None:
    given(lists, HEADER, "田中||x")
    async with open_app() as ui:
        await go_to(ui, Step.PREVIEW)
        await ui.press("down", "enter", "enter", "ctrl+u", *"z", "enter", "escape")
        assert wizard(ui).job.mended == {2: ("田中", "", "z")}
        await ui.press("down", "enter", "r")
        assert wizard(ui).job.mended == {}


async def test_a_preview_writes_nothing(
    store: Store, lists: Path, open_app: Callable[..., Opened]
) -> None:
    given(lists, HEADER, "田中||a@example.com", "佐藤||x")
    before = dump(store)
    async with open_app() as ui:
        await go_to(ui, Step.PREVIEW)
        assert "+ 1 added" in ui.text()
    assert dump(store) == before
    assert [path.name for path in lists.iterdir()] == ["list.csv"]


async def test_all_rows_of_a_long_file_are_tried_by_a_key(
    lists: Path, open_app: Callable[..., Opened]
) -> None:
    given(lists, HEADER, *(f"田中{n}||t{n}@example.com" for n in range(30)), "佐藤||x")
    async with open_app() as ui:
        await go_to(ui, Step.SAMPLE)
        wizard(ui).job.limit = 10
        await ui.press("5")
        assert "Only the first 10 rows were tried; w tries all of them." in ui.text()
        assert "cannot come in" not in ui.text()
        await ui.press("w")
        assert "One row cannot come in" in ui.text()
        assert "Only the first" not in ui.text()


async def test_a_stopped_import_leaves_the_store_as_it_was(
    store: Store,
    lists: Path,
    open_app: Callable[..., Opened],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    given(lists, HEADER, *(f"田中{n}||t{n}@example.com" for n in range(1200)), "佐藤||x")
    is_going, may_go_on = threading.Event(), threading.Event()
    run = importer.run_import

    def slow(*args, progress, **kwargs):  # type: ignore[no-untyped-def]
        def note(done: importer.Progress) -> None:
            progress(done)
            is_going.set()
            may_go_on.wait(10)

        return run(*args, progress=note, **kwargs)

    monkeypatch.setattr(import_run, "run_import", slow)
    before = dump(store)
    async with open_app() as ui:
        await go_to(ui, Step.PREVIEW)
        await ui.pilot.press("n")
        while not is_going.is_set():
            await ui.pilot.pause(0.01)
        await ui.pilot.pause(0.2)
        assert "500 rows" in ui.text()
        await ui.pilot.press("escape")
        await ui.pilot.pause()
        assert "Stopping" in ui.text()
        may_go_on.set()
        await ui.rest()
        assert wizard(ui).step is Step.PREVIEW
        assert "! The import was stopped. Nothing was written." in ui.text()
    assert dump(store) == before
    assert [path.name for path in lists.iterdir()] == ["list.csv"]


async def test_the_result_takes_the_import_back_and_leads_back_to_the_preview(
    store: Store, lists: Path, open_app: Callable[..., Opened]
) -> None:
    given(lists, HEADER, "田中||a@example.com")
    async with open_app() as ui:
        await go_to(ui, Step.PREVIEW)
        await ui.press("enter", "u")
        assert "Taken back" in ui.text()
        assert records(store, "leads") == []
        await ui.press("enter")
        assert wizard(ui).step is Step.PREVIEW
        assert "+ 1 added" in ui.text()
        await ui.press("enter")
        assert len(records(store, "leads")) == 1


async def test_an_undo_by_the_usual_key_is_seen_in_the_result(
    lists: Path, open_app: Callable[..., Opened]
) -> None:
    given(lists, HEADER, "田中||a@example.com")
    async with open_app() as ui:
        await go_to(ui, Step.PREVIEW)
        await ui.press("enter", "ctrl+z")
        assert "Taken back" in ui.text()
        await ui.press("ctrl+y")
        assert "Taken back" not in ui.text()


async def test_open_these_shows_only_what_came_in(
    lists: Path, five_leads: list[int], open_app: Callable[..., Opened]
) -> None:
    given(lists, HEADER, "田中||a@example.com")
    async with open_app() as ui:
        await go_to(ui, Step.PREVIEW)
        await ui.press("enter", "o")
        assert "田中" in ui.text()
        assert "Abe" not in ui.text()
        assert "Imported: list.csv" in ui.text()
        await ui.press("escape")
        assert "Abe" in ui.text()


async def test_a_saved_mapping_makes_the_next_file_a_known_one(
    lists: Path, open_app: Callable[..., Opened]
) -> None:
    given(lists, HEADER + "|役", "田中||a@example.com|部長")
    async with open_app(size=(120, 36)) as ui:
        await go_to(ui, Step.COLUMNS)
        await ui.press("G", "enter")
        await ui.type("title")
        await ui.press("enter", "n", "n", "n", "m")
        await ui.type("expo")
        await ui.press("enter")
        assert "Saved as expo" in ui.text()
        (lists / "list.csv").unlink()
        given(lists, HEADER + "|役", "佐藤||b@example.com|課長", name="second.csv")
        await ui.press("escape", "I", "enter")
        assert wizard(ui).step is Step.PREVIEW
        assert "saved mapping expo" in ui.text()


async def test_the_same_file_again_has_nothing_to_import(
    lists: Path, open_app: Callable[..., Opened]
) -> None:
    given(lists, HEADER, "田中||a@example.com")
    async with open_app() as ui:
        await go_to(ui, Step.PREVIEW)
        await ui.press("enter", "escape")
        await go_to(ui, Step.PREVIEW)
        await ui.press("enter")
        assert "Nothing in this file is new." in ui.text()
        assert wizard(ui).step is Step.PREVIEW


@pytest.mark.parametrize("size", [(80, 24), (40, 12), (120, 36)])
async def test_hostile_cells_and_headers_are_drawn_and_not_obeyed(
    lists: Path, open_app: Callable[..., Opened], size: tuple[int, int]
) -> None:
    import csv

    with (lists / "list.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        texts = [text.replace("\0", "") for text in TEXTS]
        writer.writerow(["姓", "メール", *texts])
        for text in texts:
            writer.writerow([text, text, *texts])
    async with open_app(size=size) as ui:
        await ui.press("I", "enter")
        for step in (Step.SAMPLE, Step.COLUMNS, Step.WAYS, Step.PREVIEW):
            await ui.press(str(step.value))
            assert not any(sign in line for line in ui.lines() for sign in FORBIDDEN)
        await ui.press("down", "enter")
        assert not any(sign in line for line in ui.lines() for sign in FORBIDDEN)


async def test_the_language_turns_in_the_middle(
    lists: Path, open_app: Callable[..., Opened]
) -> None:
    given(lists, HEADER, "田中||a@example.com", "佐藤||x")
    async with open_app() as ui:
        await go_to(ui, Step.PREVIEW)
        await ui.press("f10")
        assert "取り込めない行（1件）" in ui.text()


@pytest.mark.parametrize("step", [Step.SAMPLE, Step.COLUMNS, Step.WAYS, Step.PREVIEW])
async def test_the_footer_shows_at_most_seven_keys_and_the_way_back(
    lists: Path, open_app: Callable[..., Opened], step: Step
) -> None:
    given(lists, HEADER, "田中||a@example.com")
    async with open_app() as ui:
        await go_to(ui, step)
        footer = ui.lines()[-1]
        assert "esc back" in footer
        assert footer.count("   ") < 7


@pytest.mark.parametrize(
    ("size", "words"), [(7, "7 B"), (1234, "1.2 KB"), (681_000, "681 KB"), (2**40, "1.1 TB")]
)
def test_sizes_are_short(size: int, words: str) -> None:
    assert size_words(size) == words


def test_a_path_may_come_from_the_mouse(lists: Path) -> None:
    path = lists / "a b.csv"
    path.touch()
    assert typed_path(f"'{path}' ") == path
    assert typed_path(str(path).replace(" ", "\\ ")) == path
    assert typed_path(path.as_uri()) == path
    assert typed_path(f"  {path}") == path


def test_the_folder_above_is_named_in_full(lists: Path) -> None:
    assert folder_above("") == f"{lists.parent}/"
    assert folder_above(f"{lists}/li") == f"{lists.parent}/"
    assert folder_above("/") == "/"
