"""Draw the pictures of the README: ``uv run python -m docs.pictures.draw``."""

from __future__ import annotations

import asyncio
import os
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from docs.pictures.terminal_svg import picture
from tests.screens.resting import settled

from tui_crm import i18n
from tui_crm.app import CrmApp
from tui_crm.config import Config
from tui_crm.features.demo.fill import sample_store

if TYPE_CHECKING:
    from tui_crm.i18n import Language

HERE: Final = Path(__file__).parent
NOON: Final = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)
SIZE: Final = (120, 34)
PICTURES: Final = {"leads": (), "convert": ("x",)}
"""The name of each picture, and the keys that lead to it."""


async def draw(language: Language, folder: Path = HERE) -> None:
    """Every picture in one language, on the same sample data at the same moment."""
    i18n.use(language)
    with tempfile.TemporaryDirectory() as where:
        path = Path(where) / "crm.db"
        store = sample_store(path, language, user="sato", clock=lambda: NOON)
        for name, keys in PICTURES.items():
            app = CrmApp(Config(store=path, language=language, user="sato"), store)
            async with app.run_test(size=SIZE) as pilot:
                await settled(app, pilot)
                for key in keys:
                    await pilot.press(key)
                    await settled(app, pilot)
                screen = app.screen
                drawn = picture(
                    screen._compositor.render_strips(), screen.background_colors[1].hex6
                )
            (folder / f"{name}-{language}.svg").write_text(drawn, "utf-8")
        store.close()


if __name__ == "__main__":
    os.environ.pop("NO_COLOR", None)
    os.environ["TZ"] = "Asia/Tokyo"
    time.tzset()
    for each in i18n.LANGUAGES:
        asyncio.run(draw(each))
