"""Pictures where colour says something: status, focus, marks, what is late and what is wrong.

They are SVG, so that colours are compared too; ``pytest --snapshot-update`` accepts new ones.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from pytest_textual_snapshot import SVGImageExtension
from textual.widgets import Input, TextArea

from tests.exchange.importing import given
from tests.screens.conftest import Driver
from tests.screens.sample import fill

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from textual.pilot import Pilot

    from tui_crm.app import CrmApp
    from tui_crm.i18n import Language
    from tui_crm.store.db.store import Store

NARROW, WIDE = (80, 24), (120, 30)

SVGImageExtension.file_extension = "svg"  # the plugin still sets it by the name that syrupy 4 had


@pytest.fixture
def is_as_pictured(
    make_app: Callable[..., CrmApp], snap_compare: Callable[..., bool]
) -> Callable[..., bool]:
    """Whether the app looks after some keys as it does in the picture of this test."""

    def compare(
        *keys: str,
        size: tuple[int, int] = NARROW,
        language: Language = "en",
        theme: str = "crm-dark",
    ) -> bool:
        async def press(pilot: Pilot[None]) -> None:
            ui = Driver(pilot.app, pilot)  # type: ignore[arg-type]
            await ui.rest()
            await ui.press(*keys)
            for line in ui.app.screen.query(Input):
                line.cursor_blink = False
            for text in ui.app.screen.query(TextArea):
                text.cursor_blink = False

        return snap_compare(make_app(language, theme), terminal_size=size, run_before=press)

    return compare


@pytest.mark.parametrize(
    ("language", "theme", "size"),
    [("ja", "crm-dark", WIDE), ("en", "crm-light", NARROW)],
    ids=["ja", "en"],
)
def test_list_with_statuses_ratings_marks_and_the_cursor(
    store: Store,
    is_as_pictured: Callable[..., bool],
    language: Language,
    theme: str,
    size: tuple[int, int],
) -> None:
    fill(store, language)
    keys = ("j", "space", "space", "j")
    assert is_as_pictured(*keys, language=language, theme=theme, size=size)


def test_error_under_a_field(store: Store, is_as_pictured: Callable[..., bool]) -> None:
    fill(store, "en")
    assert is_as_pictured("a", *"Evans", "pagedown", "pagedown", *"nobody", "ctrl+s")


def test_today_with_what_is_late(store: Store, is_as_pictured: Callable[..., bool]) -> None:
    fill(store, "ja")
    assert is_as_pictured("T", "j", language="ja", size=WIDE)


def test_records_that_are_merged_side_by_side(
    store: Store, add: Callable[..., list[int]], is_as_pictured: Callable[..., bool]
) -> None:
    fill(store, "ja")
    twin = {"last_name": "青木", "first_name": "彩", "company": "㈱千歳建設", "city": "大阪市"}
    add("leads", {**twin, "last_name_kana": "あおき", "phone": "06-6666-7777", "rating": "hot"})
    assert is_as_pictured("space", "space", "m", language="ja", size=WIDE)


def test_notice_of_what_was_done(store: Store, is_as_pictured: Callable[..., bool]) -> None:
    fill(store, "ja")
    assert is_as_pictured("r", "1", language="ja")


def test_columns_of_an_import(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, is_as_pictured: Callable[..., bool]
) -> None:
    folder = tmp_path / "lists"
    folder.mkdir()
    monkeypatch.chdir(folder)
    given(
        folder,
        "氏名|会社名|メール|電話番号|血液型",
        "髙橋 一郎|㈱光商事|ichiro@example.com|03-1234-5678|A",
        "佐藤 花子|佐藤商店|hanako@@example|090-1111-2222|O",
    )
    assert is_as_pictured("I", "enter", "3", "j", "j", language="ja", size=WIDE)
