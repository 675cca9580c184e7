"""What the screens look like, narrow and wide, in both languages, on believable and on ugly data.

The pictures are text, so that a change can be read; ``pytest --snapshot-update`` accepts new ones.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.screens.hostile import TEXTS
from tests.screens.sample import fill

if TYPE_CHECKING:
    from collections.abc import Callable

    from syrupy.assertion import SnapshotAssertion

    from tests.screens.conftest import Opened
    from tui_crm.i18n import Language
    from tui_crm.store.db.store import Store

SIZES = {"narrow": (80, 24), "wide": (120, 36)}
SCREENS = {
    "list": (),
    "detail": ("enter",),
    "form": ("e",),
    "convert": ("x",),
    "today": ("T",),
    "log_call": ("c",),
    "next_step": ("n",),
    "help": ("question_mark",),
}


@pytest.mark.parametrize("language", ["en", "ja"])
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("screen", SCREENS)
async def test_screen(
    store: Store,
    open_app: Callable[..., Opened],
    snapshot: SnapshotAssertion,
    screen: str,
    size: str,
    language: Language,
) -> None:
    fill(store, language)
    async with open_app(size=SIZES[size], language=language) as ui:
        await ui.press(*SCREENS[screen])
        assert ui.text() == snapshot


@pytest.mark.parametrize("size", SIZES)
async def test_list_of_ugly_data(
    add: Callable[..., list[int]],
    open_app: Callable[..., Opened],
    snapshot: SnapshotAssertion,
    size: str,
) -> None:
    add("leads", *({"last_name": ugly, "company": ugly} for ugly in TEXTS if ugly.strip()))
    async with open_app(size=SIZES[size]) as ui:
        assert ui.text() == snapshot


@pytest.mark.parametrize("language", ["en", "ja"])
async def test_empty_list(
    open_app: Callable[..., Opened], snapshot: SnapshotAssertion, language: Language
) -> None:
    async with open_app(language=language) as ui:
        assert ui.text() == snapshot
