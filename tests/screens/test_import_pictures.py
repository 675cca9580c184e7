"""What each step of the import wizard looks like, in both languages, on a list with ugly rows."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from tests.exchange.importing import given
from tui_crm.exchange.wizard.pane import WizardStep

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from syrupy.assertion import SnapshotAssertion

    from tests.screens.conftest import Opened
    from tui_crm.i18n import Language

SIZES = {"narrow": (80, 24), "wide": (120, 36)}
KEYS = {
    "file": (),
    "sample": ("enter",),
    "columns": ("enter", "3"),
    "target": ("enter", "3", "G", "enter"),
    "ways": ("enter", "4"),
    "preview": ("enter", "5"),
    "row": ("enter", "5", "down"),
    "repair": ("enter", "5", "down", "down", "enter"),
    "result": ("enter", "5", "n"),
}
ROWS = (
    "2026年11月展示会 来場者|||||",
    "氏名|会社名|メール|電話番号|住所|血液型",
    "髙橋 一郎様|㈱光商事|ichiro@example.com|03-1234-5678|東京都渋谷区神南1-2-3|A",
    "佐藤 花子|佐藤商店|hanako@@example|090-1111-2222||O",
    "鈴木 次郎|鈴木工業|03-9999-8888",
    '[red]赤井[/red]|=HYPERLINK("x")|akai@example.com|06-6666-7777|大阪府大阪市北区梅田1-1|',
    "髙橋 一郎|光商事|ichiro@example.com|||",
)


@pytest.mark.parametrize("language", ["en", "ja"])
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("step", KEYS)
async def test_step(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    open_app: Callable[..., Opened],
    snapshot: SnapshotAssertion,
    step: str,
    size: str,
    language: Language,
) -> None:
    folder = tmp_path / "lists"
    folder.mkdir()
    monkeypatch.chdir(folder)
    path = given(folder, *ROWS, name="展示会.csv", encoding="cp932")
    os.utime(path, (1_795_000_000, 1_795_000_000))
    async with open_app(size=SIZES[size], language=language) as ui:
        await ui.press("I", *KEYS[step])
        assert ui.text() == snapshot


def test_every_step_but_the_run_has_a_picture() -> None:
    assert {step.name.lower() for step in WizardStep} - {"run"} <= KEYS.keys()
