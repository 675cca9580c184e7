"""Bringing a list in: it is stopped, taken back, opened; hostile cells; what it is called."""

from __future__ import annotations

import asyncio
import threading
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pytest

from tests.exchange.importing import dump, given, records
from tests.screens.hostile import FORBIDDEN, TEXTS
from tests.screens.import_steps import HEADER, go_to, stand_in, wizard
from tests.screens.resting import PATIENCE, until
from tui_crm.exchange.importing import importer
from tui_crm.exchange.wizard import run as import_run
from tui_crm.exchange.wizard.file_suggestions import folder_above, size_words, typed_path
from tui_crm.exchange.wizard.pane import WizardStep
from tui_crm.screens.dialogs.confirm import ConfirmScreen

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.screens.conftest import Opened
    from tui_crm.i18n import Language
    from tui_crm.store.db.store import Store


@pytest.fixture(autouse=True)
def lists(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder that the person stands in."""
    return stand_in(tmp_path, monkeypatch)


@dataclass
class HeldImport:
    """An import that goes on after its first rows only when it may."""

    is_going: threading.Event = field(default_factory=threading.Event)
    may_go_on: threading.Event = field(default_factory=threading.Event)

    def run(self, *args: Any, progress: Callable[[importer.Progress], None], **more: Any) -> Any:
        def note(done: importer.Progress) -> None:
            progress(done)
            self.is_going.set()
            assert self.may_go_on.wait(PATIENCE)

        return importer.run_import(*args, progress=note, **more)


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch) -> HeldImport:
    """Hold up the import of the wizard."""
    found = HeldImport()
    monkeypatch.setattr(import_run, "run_import", found.run)
    return found


async def test_a_stopped_import_leaves_the_store_as_it_was(
    store: Store, lists: Path, open_app: Callable[..., Opened], held: HeldImport
) -> None:
    given(lists, HEADER, *(f"田中{n}||t{n}@example.com" for n in range(1200)), "佐藤||x")
    before = dump(store)
    async with open_app() as ui:
        await go_to(ui, WizardStep.PREVIEW)
        await ui.pilot.press("n")
        await until(lambda: "500 rows" in ui.text(), lambda: ui.pilot.pause(0.01), ui.text)
        await ui.pilot.press("escape")
        await ui.pilot.pause()
        assert "Stopping" in ui.text()
        held.may_go_on.set()
        await ui.rest()
        assert wizard(ui).step is WizardStep.PREVIEW
        assert "! The import was stopped. Nothing was written." in ui.text()
    assert dump(store) == before
    assert [path.name for path in lists.iterdir()] == ["list.csv"]


@pytest.mark.parametrize(
    ("language", "question"), [("en", "An import is under way."), ("ja", "取り込みの途中です。")]
)
async def test_leaving_during_an_import_asks_and_takes_it_back(
    store: Store,
    lists: Path,
    open_app: Callable[..., Opened],
    held: HeldImport,
    language: Language,
    question: str,
) -> None:
    given(lists, HEADER, *(f"田中{n}||t{n}@example.com" for n in range(1200)))
    before = dump(store)
    async with open_app(language=language) as ui:

        async def ask_to_leave() -> None:
            await ui.pilot.press("ctrl+q")
            await until(lambda: isinstance(ui.app.screen, ConfirmScreen), ui.pilot.pause)
            await ui.pilot.pause()
            assert question in ui.text()

        try:
            await go_to(ui, WizardStep.PREVIEW)
            await ui.pilot.press("n")
            await until(held.is_going.is_set, ui.pilot.pause)
            await ask_to_leave()
            await ui.pilot.press("escape")
            await until(lambda: ui.app.screen is wizard(ui), ui.pilot.pause)
            assert ui.app.is_running
            await ask_to_leave()
            await ui.pilot.press("right", "enter")
        finally:
            held.may_go_on.set()
        await until(lambda: ui.app._exit, lambda: asyncio.sleep(0.01))
    assert dump(store) == before


async def test_the_result_takes_the_import_back_and_leads_back_to_the_preview(
    store: Store, lists: Path, open_app: Callable[..., Opened]
) -> None:
    given(lists, HEADER, "田中||a@example.com")
    async with open_app() as ui:
        await go_to(ui, WizardStep.PREVIEW)
        await ui.press("enter", "u")
        assert "Undone" in ui.text()
        assert records(store, "leads") == []
        await ui.press("enter")
        assert wizard(ui).step is WizardStep.PREVIEW
        assert "+ 1 added" in ui.text()
        await ui.press("enter")
        assert len(records(store, "leads")) == 1


async def test_an_undo_by_the_usual_key_is_seen_in_the_result(
    lists: Path, open_app: Callable[..., Opened]
) -> None:
    given(lists, HEADER, "田中||a@example.com")
    async with open_app() as ui:
        await go_to(ui, WizardStep.PREVIEW)
        await ui.press("enter", "ctrl+z")
        assert "Undone" in ui.text()
        await ui.press("ctrl+y")
        assert "Undone" not in ui.text()


async def test_open_these_shows_only_what_came_in(
    lists: Path, five_leads: list[int], open_app: Callable[..., Opened]
) -> None:
    given(lists, HEADER, "田中||a@example.com")
    async with open_app() as ui:
        await go_to(ui, WizardStep.PREVIEW)
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
        await go_to(ui, WizardStep.COLUMNS)
        await ui.press("G", "enter")
        await ui.type("title")
        await ui.press("enter", "n", "n", "n", "m")
        await ui.type("expo")
        await ui.press("enter")
        assert "Saved as expo" in ui.text()
        (lists / "list.csv").unlink()
        given(lists, HEADER + "|役", "佐藤||b@example.com|課長", name="second.csv")
        await ui.press("escape", "I", "enter")
        assert wizard(ui).step is WizardStep.PREVIEW
        assert "saved mapping expo" in ui.text()


async def test_the_same_file_again_has_nothing_to_import(
    lists: Path, open_app: Callable[..., Opened]
) -> None:
    given(lists, HEADER, "田中||a@example.com")
    async with open_app() as ui:
        await go_to(ui, WizardStep.PREVIEW)
        await ui.press("enter", "escape")
        await go_to(ui, WizardStep.PREVIEW)
        await ui.press("enter")
        assert "Nothing in this file is new." in ui.text()
        assert wizard(ui).step is WizardStep.PREVIEW


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
        for step in (WizardStep.SAMPLE, WizardStep.COLUMNS, WizardStep.WAYS, WizardStep.PREVIEW):
            await ui.press(str(step.value))
            assert not any(sign in line for line in ui.lines() for sign in FORBIDDEN)
        await ui.press("down", "enter")
        assert not any(sign in line for line in ui.lines() for sign in FORBIDDEN)


async def test_the_language_turns_in_the_middle(
    lists: Path, open_app: Callable[..., Opened]
) -> None:
    given(lists, HEADER, "田中||a@example.com", "佐藤||x")
    async with open_app() as ui:
        await go_to(ui, WizardStep.PREVIEW)
        await ui.press("f10")
        assert "取り込めない行（1件）" in ui.text()


@pytest.mark.parametrize(
    "step", [WizardStep.SAMPLE, WizardStep.COLUMNS, WizardStep.WAYS, WizardStep.PREVIEW]
)
async def test_the_footer_shows_at_most_seven_keys_and_the_way_back(
    lists: Path, open_app: Callable[..., Opened], step: WizardStep
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


@pytest.mark.parametrize("mended", [False, True])
async def test_preview_and_result_tell_of_rows_that_come_in_and_of_no_other(
    lists: Path, open_app: Callable[..., Opened], mended: bool
) -> None:
    mail = "t@example.com" if mended else "t at example"
    header = "姓|会社名|メール|状態|業種|従業員数|自社担当"
    given(lists, header, "佐藤||s@example.com||||", f"田中||{mail}|未接触|謎|10〜20名|幽霊")
    words = ("未接触 → New", "謎", "kept in a note", "幽霊")
    async with open_app(size=(160, 50)) as ui:
        await go_to(ui, WizardStep.PREVIEW)
        count = ui.text().partition("First rows")[0]
        assert "+ 2 added" in count if mended else "+ 1 added" in count
        assert [word in count for word in words] == [mended] * 4, count
        await ui.press("n")
        assert wizard(ui).step is WizardStep.RESULT
        assert [word in ui.text() for word in words] == [mended] * 4, ui.text()
