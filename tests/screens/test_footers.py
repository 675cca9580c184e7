"""The last line names what the keys do here."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.screens.conftest import Driver, Opened
    from tui_crm.i18n import Language


def footer(ui: Driver) -> str:
    return ui.lines()[-1]


@pytest.mark.parametrize(
    ("mode", "language", "words"),
    [
        ("leads", "en", "t status"),
        ("accounts", "en", "t type"),
        ("deals", "en", "t stage"),
        ("leads", "ja", "t ステータス"),
        ("accounts", "ja", "t 種別"),
        ("deals", "ja", "t ステージ"),
    ],
)
async def test_the_key_for_the_status_names_the_field_that_it_sets(
    open_app: Callable[..., Opened],
    add: Callable[..., list[int]],
    mode: str,
    language: Language,
    words: str,
) -> None:
    add("leads", {"last_name": "Abe"})
    (account,) = add("accounts", {"name": "Abe Works"})
    add("deals", {"name": "Boiler", "account": account})
    async with open_app(language=language) as ui:
        ui.app.action_go(mode)
        await ui.rest()
        assert words in footer(ui)
        await ui.press("enter")
        assert words in footer(ui)


@pytest.mark.parametrize("language", ["en", "ja"])
async def test_the_way_back_is_shown_wherever_there_is_one(
    open_app: Callable[..., Opened], five_leads: list[int], language: Language
) -> None:
    back = {"en": "esc back", "ja": "esc 戻る"}[language]
    async with open_app(size=(64, 24), language=language) as ui:
        assert back not in footer(ui)
        await ui.press("slash")
        await ui.type("chiba")
        await ui.press("enter")
        assert back in footer(ui)
        await ui.press("escape")
        assert back not in footer(ui)
        await ui.press("space")
        assert back in footer(ui)
        await ui.press("escape", "enter")
        assert back in footer(ui)
        assert footer(ui).rstrip().endswith({"en": "? all keys", "ja": "? キー一覧"}[language])
        await ui.press("H")
        assert back in footer(ui)
