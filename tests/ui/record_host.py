"""An app around one screen at a time, over a real store, with a clock that stands still."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from tui_crm import keymap
from tui_crm.config import Config
from tui_crm.screens.host import CrmHost
from tui_crm.store import journal, records

if TYPE_CHECKING:
    from textual.pilot import Pilot
    from textual.screen import Screen

    from tui_crm.store.engine import Store
    from tui_crm.store.records import Record
    from tui_crm.store.schema import Value

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


WAITING = ("new", "cancel", "save", "fill match", "ask")
"""Groups of workers that may be waiting for an answer."""


class RecordHost(CrmHost):
    """Shows the screen that it is given; ``answers`` are what screens were left with."""

    ENABLE_COMMAND_PALETTE = False
    CSS_PATH = Path(__file__).parents[2] / "src" / "tui_crm" / "app.tcss"
    HORIZONTAL_BREAKPOINTS: ClassVar[list[tuple[int, str]]] = [(0, "-narrow"), (100, "-wide")]

    def __init__(self, store: Store, screen: Screen[object]) -> None:
        config = Config(store=store.path, language="en", user=store.user)
        super().__init__(config, store, keymap.load())
        self.first = screen
        self.answers: list[object] = []
        self.said: list[str] = []

    def on_mount(self) -> None:
        self.push_screen(self.first, self.answers.append)

    def say(self, sentence: str, severity: str = "information") -> None:
        self.said.append(sentence)

    def lines(self) -> list[str]:
        """What is on the screen, line by line."""
        return [strip.text for strip in self.screen._compositor.render_strips()]

    @property
    def text(self) -> str:
        return "\n".join(self.lines())


async def rest(pilot: Pilot[None]) -> None:
    """Wait until everything that was begun is done, but for what waits for a person."""
    for _ in range(3):
        await pilot.pause()
        begun = [worker for worker in pilot.app.workers if worker.group not in WAITING]
        if begun:
            await pilot.app.workers.wait_for_complete(begun)
    await pilot.pause()


def add(store: Store, record_type: str, **values: Value) -> int:
    with journal.unit(store, "add") as work:
        return work.create(record_type, values)


def edit(store: Store, record_type: str, record_id: int, **changes: Value) -> None:
    with journal.unit(store, "edit") as work:
        work.update(record_type, record_id, changes)


def stored(store: Store, record_type: str, record_id: int) -> Record:
    return records.read(store.connection, store.schema.type(record_type), record_id)
