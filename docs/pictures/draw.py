"""Draw the pictures of the README: ``uv run python docs/pictures/draw.py``."""

from __future__ import annotations

import asyncio
import re
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from tui_crm import text
from tui_crm.app import CrmApp
from tui_crm.config import Config
from tui_crm.sales import demo
from tui_crm.store.engine import Store

if TYPE_CHECKING:
    from tui_crm.text import Language

HERE = Path(__file__).parent
NOON = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)
PICTURES = {"leads": (), "convert": ("x",)}


async def draw(language: Language) -> None:
    """Every picture in one language, on the same sample data at the same moment."""
    text.use(language)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "crm.db"
        store = Store.open(path, user="sato", clock=lambda: NOON)
        demo.fill(store, language)
        for name, keys in PICTURES.items():
            app = CrmApp(Config(store=path, language=language, user="sato"), store)
            async with app.run_test(size=(120, 34)) as pilot:
                await pilot.pause(1)
                await pilot.press(*keys)
                await pilot.pause(1)
                picture = app.export_screenshot(title="crm")
            # The picture must not fetch a font from anywhere.
            picture = re.sub(r"@font-face \{.*?\}", "", picture, flags=re.DOTALL)
            (HERE / f"{name}-{language}.svg").write_text(picture, "utf-8")


if __name__ == "__main__":
    for each in text.LANGUAGES:
        asyncio.run(draw(each))
