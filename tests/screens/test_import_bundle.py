"""Several files as one import, in the wizard: a zip, a folder, files dropped at once."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.exchange import exports
from tests.exchange.importing import given, records
from tests.screens.import_steps import stand_in, wizard
from tui_crm.exchange.wizard.file_suggestions import typed_paths
from tui_crm.exchange.wizard.pane import WizardStep

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.screens.conftest import Opened
    from tui_crm.store.db.store import Store


@pytest.fixture(autouse=True)
def lists(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder that the person stands in."""
    return stand_in(tmp_path, monkeypatch)


async def test_a_zip_is_tried_imported_and_taken_back(
    store: Store, lists: Path, open_app: Callable[..., Opened]
) -> None:
    exports.zipped(lists / "export.zip", {**exports.PIPEDRIVE, "見積.pdf": ("%PDF",)})
    async with open_app() as ui:
        await ui.press("I", "enter")
        assert wizard(ui).step is WizardStep.PREVIEW
        text = ui.text()
        assert "export.zip" in text
        assert "people-11-20-2026.csv" in text
        assert records(store, "contacts") == []
        await ui.press("enter")
        assert wizard(ui).step is WizardStep.RESULT
        assert len(records(store, "contacts")) == 2
        assert len(records(store, "deals")) == 1
        await ui.press("u")
        assert records(store, "contacts") == []
        assert records(store, "accounts") == []
        assert ui.notices()[-1] == "export.zip (8 records): undone (imported)"


async def test_a_folder_is_offered_whole(
    store: Store, lists: Path, open_app: Callable[..., Opened]
) -> None:
    exports.written(lists / "hubspot", exports.HUBSPOT)
    async with open_app() as ui:
        await ui.press("I", "enter", *["down"] * 20, "enter")
        assert wizard(ui).step is WizardStep.PREVIEW
        await ui.press("enter")
        assert wizard(ui).step is WizardStep.RESULT
    assert [each["account"] for each in records(store, "contacts", "account")] == [1, 1]


async def test_what_keeps_a_table_out_is_said_with_its_file(
    store: Store, lists: Path, open_app: Callable[..., Opened]
) -> None:
    given(lists, "Colour|Size", "red|3", name="shirts.csv")
    given(lists, "Last Name|Email", "Smith|s@x.example", name="leads.csv")
    async with open_app() as ui:
        await ui.press("I")
        line = wizard(ui).query_one("TextInput")
        line.value = "leads.csv shirts.csv"  # type: ignore[attr-defined]
        await ui.press("enter", "enter")
        assert wizard(ui).step is WizardStep.PREVIEW
        assert "shirts.csv" in ui.text()
        await ui.press("escape")
        assert wizard(ui).step is WizardStep.FILE
    assert records(store, "leads") == []


def test_files_that_were_dropped_at_once_are_several(lists: Path) -> None:
    for name in ("a b.csv", "c.csv"):
        (lists / name).touch()
    assert typed_paths(f"'{lists}/a b.csv' {lists}/c.csv") == [lists / "a b.csv", lists / "c.csv"]
    assert typed_paths("a b.csv") == [Path("a b.csv")]
