"""What the tests of the import wizard share: a folder of their own, and the way to a step."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui_crm.exchange.wizard.screen import ImportScreen

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from tests.screens.conftest import Driver
    from tui_crm.exchange.wizard.pane import WizardStep

HEADER = "姓|会社名|メール"


def stand_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The person stands in this folder, with nothing but their files in it."""
    folder = tmp_path / "lists"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


def wizard(ui: Driver) -> ImportScreen:
    """The wizard, which must be what is shown."""
    screen = ui.app.screen
    assert isinstance(screen, ImportScreen)
    return screen


def line_with(ui: Driver, words: str) -> str:
    """The first line with some words in it."""
    return next(line for line in ui.lines() if words in line)


async def go_to(ui: Driver, step: WizardStep) -> None:
    """Open the only file there is, and go to a step."""
    await ui.press("I", "enter")
    if wizard(ui).step is not step:
        await ui.press(str(step.value))
    assert wizard(ui).step is step
