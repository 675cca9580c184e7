"""An app around one screen at a time, over a real store, with a clock that stands still."""

from __future__ import annotations

from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.screens.keyboard import Keyboard, place_in, screen_lines
from tests.screens.resting import until
from tui_crm import keymap
from tui_crm.config import Config
from tui_crm.screens.host import CrmHost
from tui_crm.screens.notices import Notice

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from textual.screen import Screen

    from tui_crm.store.db.store import Store

HOSTILE = (
    "ACME [/] x",
    "[@click=app.quit]x[/]",
    "[type=x, v={'a[0]'}]",
    "A\x1b]52;c;ZXZpbA==\x1b\\B",
    "A\u009b31mR",
    "abc\u202egnp.exe",
    "AAAA\rBB",
    "x\\",
    "\x1b[2J\x1b[HPWNED",
)
"""Data that must be drawn as it is, or as signs, and never obeyed."""

UNSAFE = {chr(code) for code in (*range(0x20), *range(0x7F, 0xA0))} | set("\u202e\u2066\u2067")


class RecordHost(CrmHost):
    """Shows the screen that it is given; ``answers`` are what screens were left with."""

    ENABLE_COMMAND_PALETTE = False
    CSS_PATH = Path(__file__).parents[2] / "src" / "tui_crm" / "app.tcss"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide")]
    VERTICAL_BREAKPOINTS = [(0, "-low"), (30, "-tall")]

    def __init__(self, store: Store, screen: Screen[Any]) -> None:
        config = Config(store=store.path, language="en", user=store.user)
        super().__init__(config, store, keymap.load())
        self.first = screen
        self.answers: list[object] = []
        self.said: list[str] = []

    def on_mount(self) -> None:
        self.push_screen(self.first, self.answers.append)

    def say(self, sentence: str, severity: str = "information", *, hint: str = "") -> None:
        self.said.append(Notice(sentence, hint=hint).text)

    def lines(self) -> list[str]:
        """What is on the screen, line by line."""
        return screen_lines(self)

    def place(self) -> str:
        """What the edge of the panel says."""
        return place_in(self.lines())

    @property
    def text(self) -> str:
        return "\n".join(self.lines())


class Desk(Keyboard[RecordHost]):
    """One screen, and its keys."""

    async def written(self) -> None:
        """Wait until what was saved is saved, or another screen asks something about it."""

        def is_saving() -> bool:
            saving = [w for w in self.app.workers if not w.is_finished and w.group == "save"]
            return any(worker.node.screen is self.screen for worker in saving)

        await until(lambda: not is_saving(), self.rest)
        await self.rest()

    @property
    def screen(self) -> Screen[Any]:
        return self.app.screen

    @property
    def text(self) -> str:
        return self.app.text

    def line(self, words: str) -> str:
        """The first line on screen with ``words`` in it."""
        return next((line for line in self.app.lines() if words in line), "")

    @property
    def here(self) -> str:
        """The line with the cursor of a form or a list."""
        return self.line("▌")


@asynccontextmanager
async def shown(
    store: Store, screen: Screen[Any], size: tuple[int, int] = (80, 24)
) -> AsyncIterator[Desk]:
    """Show a screen."""
    app = RecordHost(store, screen)
    async with app.run_test(size=size) as pilot:
        desk = Desk(app, pilot)
        await desk.rest()
        yield desk
