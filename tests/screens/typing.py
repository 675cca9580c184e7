"""Typing without pauses, and what it leaves: the same as the same keys typed slowly."""

from __future__ import annotations

import asyncio
import re
from contextlib import asynccontextmanager, contextmanager
from typing import TYPE_CHECKING, Any

from textual import events
from textual.keys import _character_to_key
from textual.widgets import Input, TextArea

from tests.conftest import still_clock
from tests.screens.resting import settled
from tui_crm import i18n
from tui_crm.app import CrmApp
from tui_crm.config import Config
from tui_crm.features import program
from tui_crm.screens.form.pane import FormPane
from tui_crm.screens.list.record_table import RecordTable

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator
    from pathlib import Path

    from textual.pilot import Pilot
    from textual.screen import Screen

    from tui_crm.store.db.store import Store

LATER = 400
"""Turns of the event loop, by far more than a key takes to pass through the screens."""


def typed(keys: str) -> Iterator[events.Key | events.Paste]:
    """The events of keys such as ``t2<enter><paste:two words>``."""
    for pasted, name, character in re.findall(r"<paste:([^>]*)>|<([^>]+)>|(.)", keys, re.DOTALL):
        if pasted:
            yield events.Paste(pasted)
        elif name:
            yield events.Key(name, {"enter": "\r", "tab": "\t"}.get(name))
        else:
            yield events.Key(_character_to_key(character), character)


class Typist:
    """An app, what is typed into it, and what came of that."""

    def __init__(self, app: CrmApp, pilot: Pilot[None]) -> None:
        self.app = app
        self.pilot = pilot
        self.actions: list[tuple[str, str]] = []
        """What was done, and on which screen."""
        run = app.run_action

        async def run_and_note(action: Any, *args: Any, **named: Any) -> bool:
            self.actions.append((type(app.screen).__name__, str(action)))
            return await run(action, *args, **named)

        app.run_action = run_and_note  # type: ignore[method-assign]

    async def slowly(self, keys: str) -> None:
        """Press each key when all that the one before began has ended."""
        for event in typed(keys):
            self.app.post_message(event)
            await self.rest()

    async def at_once(self, keys: str) -> None:
        """Press all keys in one burst, and wait until all that they began has ended."""
        for event in typed(keys):
            self.app.post_message(event)
        await self.rest()

    @contextmanager
    def slow_store(self) -> Iterator[None]:
        """Let what is read come when all else has come to rest, as from a store far away."""
        read = self.app.read

        async def read_later(ask: Any, *args: Any, **named: Any) -> Any:
            for _ in range(LATER):
                await asyncio.sleep(0)
            return await read(ask, *args, **named)

        self.app.read = read_later  # type: ignore[method-assign]
        yield
        self.app.read = read  # type: ignore[method-assign]

    async def go_home(self) -> None:
        """Close all screens, and show the list of leads as it is at first."""
        for mode in list(self.app._screen_stacks):
            self.app.switch_mode(mode)
            while len(self.app.screen_stack) > 1:
                self.app.screen.dismiss(None)
                await self.rest()
        self.app.switch_mode(self.app.DEFAULT_MODE)
        await self.slowly("<escape>" * 5 + "<home>")

    async def rest(self) -> None:
        """Wait until nothing is typed, read or written, but for dialogs that wait for an answer."""
        await settled(self.app, self.pilot)
        assert not self.app._exit, "the app has ended"

    def left(self) -> dict[str, object]:
        """What there is now: screens, focus, texts, cursors, and what stands in the store."""
        app = self.app
        focused = app.focused
        return {
            "mode": app.current_mode,
            "screens": [type(screen).__name__ for screen in app.screen_stack],
            "focus": None if focused is None else f"{type(focused).__name__}#{focused.id}",
            "texts": [list(_texts(screen)) for screen in app.screen_stack],
            "lists": [list(_cursors(screen)) for screen in app.screen_stack],
            "store": stored(app.store),
        }


def _texts(screen: Screen[Any]) -> Iterator[str]:
    for line in screen.query(Input):
        yield line.value
    for text in screen.query(TextArea):
        yield text.text
    for pane in screen.query(FormPane):
        yield f"{pane.sheet.current}: " + repr(
            {key: entry.text for key, entry in pane.state.entries.items() if entry.text}
        )


def _cursors(screen: Screen[Any]) -> Iterator[object]:
    for table in screen.query(RecordTable):
        yield table.cursor_id, sorted(table.marks)


def stored(store: Store) -> dict[str, list[tuple[object, ...]]]:
    """All rows of a store but drafts and indexes, by table."""
    with store.reading() as connection:
        tables = connection.raw.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'"
            " AND name NOT LIKE '%\\_data' ESCAPE '\\' AND name NOT LIKE 'sqlite%'"
        ).fetchall()
        names = sorted(name for (name,) in tables if name != "drafts")
        return {
            name: [tuple(row) for row in connection.raw.execute(f"SELECT * FROM {name}")]
            for name in names
        }


@asynccontextmanager
async def opened(path: Path, config: Path) -> AsyncIterator[Typist]:
    """The whole app over the store at ``path``."""
    store = program.open_store(path, user="sato", clock=still_clock)
    i18n.use("en")
    app = CrmApp(Config(store=path, language="en", user="sato"), store, config_file=config)
    try:
        async with app.run_test(size=(100, 30)) as pilot:
            typist = Typist(app, pilot)
            await typist.rest()
            yield typist
    finally:
        store.close()
        i18n.use("en")
