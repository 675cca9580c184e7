"""The whole app over a store of a test's own, driven by its keys."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any, TypeVar

import pytest
import textual.app
import textual.pilot

from tests.screens.keyboard import Keyboard, place_in, screen_lines
from tests.screens.resting import loop_at_rest
from tui_crm import i18n
from tui_crm.app import CrmApp
from tui_crm.config import Config
from tui_crm.screens import notices, store_watcher
from tui_crm.store.journal.unit import unit

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterable, Mapping
    from contextlib import AbstractAsyncContextManager
    from pathlib import Path

    from textual.screen import Screen

    from tui_crm.i18n import Language
    from tui_crm.keymap import Keymap
    from tui_crm.store.db.store import Store
    from tui_crm.store.model import Value

    Opened = AbstractAsyncContextManager["Driver"]

Shown = TypeVar("Shown", bound="Screen[Any]")

FOREVER = 3600
"""Seconds that no test lasts."""

NAMES = ("Abe", "Baba", "Chiba", "Doi", "Endo")


class Driver(Keyboard[CrmApp]):
    """The whole app, its keys, and what a test wants to know of it."""

    def lines(self) -> list[str]:
        """What is on the screen, line by line."""
        return screen_lines(self.app)

    def text(self) -> str:
        """What is on the screen."""
        return "\n".join(self.lines())

    def place(self) -> str:
        """What the edge of the panel says: where one is, and how much is there."""
        return place_in(self.lines())

    def cursor_line(self) -> str:
        """The line of the list that the cursor is on."""
        return next((line for line in self.lines() if "▌" in line), "")

    def notices(self) -> list[str]:
        """What was said in notices, the newest last."""
        return [notice.text for notice in self.app.notices.said]


def screen_of(ui: Driver, kind: type[Shown]) -> Shown:
    """The screen on top, which is one of this kind."""
    top: Screen[Any] = ui.app.screen
    assert isinstance(top, kind), top
    return top


@pytest.fixture(autouse=True)
def _own_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No test reads or writes what belongs to the person who runs it."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)


@pytest.fixture(autouse=True)
def _no_clocks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing comes or goes because a test takes long.

    Keys and pauses of a pilot wait for the event loop; notices stay; what others write is noticed
    only where a test has it looked for.
    """
    for module in (textual.app, textual.pilot):
        monkeypatch.setattr(module, "wait_for_idle", loop_at_rest)
    monkeypatch.setattr(notices, "SHORT", FOREVER)
    monkeypatch.setattr(store_watcher, "POLL_SECONDS", FOREVER)
    monkeypatch.setattr(store_watcher, "QUIET_SECONDS", 0)


@pytest.fixture
def make_app(store: Store, tmp_path: Path) -> Callable[..., CrmApp]:
    """Make the app over the test's store: ``make_app("ja", "crm-light")``."""

    def made(
        language: Language = "en", theme: str = "crm-dark", keys: Keymap | None = None
    ) -> CrmApp:
        config = Config(store=store.path, language=language, user="sato", theme=theme)
        return CrmApp(config, store, keys, config_file=tmp_path / "config.toml")

    return made


@pytest.fixture
def open_app(make_app: Callable[..., CrmApp]) -> Callable[..., Opened]:
    """Open the app over the test's store: ``async with open_app(size=(80, 24)) as ui``."""

    @asynccontextmanager
    async def opened(
        size: tuple[int, int] = (80, 24),
        language: Language = "en",
        theme: str = "crm-dark",
        keys: Keymap | None = None,
    ) -> AsyncIterator[Driver]:
        app = make_app(language, theme, keys)
        async with app.run_test(size=size) as pilot:
            driver = Driver(app, pilot)
            await driver.rest()
            yield driver
        i18n.use("en")

    return opened


@pytest.fixture
def add(store: Store) -> Callable[..., list[int]]:
    """Add records to the test's store: ``add("leads", {"last_name": "Abe"}, …)``; their ids."""

    def added(record_type: str, *rows: Mapping[str, Value]) -> list[int]:
        with unit(store, "add") as work:
            return [work.create(record_type, row) for row in rows]

    return added


@pytest.fixture
def five_leads(add: Callable[..., list[int]]) -> list[int]:
    """Abe, Baba, Chiba, Doi and Endo."""
    return add("leads", *people(NAMES))


def people(names: Iterable[str]) -> list[dict[str, Value]]:
    """Leads with these family names, each at a company of its own."""
    return [{"last_name": name, "company": f"{name} Works"} for name in names]
