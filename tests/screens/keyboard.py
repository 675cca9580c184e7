"""Keys that are pressed on an app, and what is on its screen then."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Generic, TypeVar

from tests.screens.resting import settled
from tui_crm.screens.host import CrmHost

if TYPE_CHECKING:
    from textual.app import App
    from textual.pilot import Pilot

AppT = TypeVar("AppT", bound=CrmHost)


def screen_lines(app: App[Any]) -> list[str]:
    """What is on the screen, line by line."""
    return [strip.text.rstrip() for strip in app.screen._compositor.render_strips()]


def place_in(lines: list[str]) -> str:
    """What the edge of the panel says: where one is, and how much is there."""
    return lines[1].strip("╭─╮ ")


class Keyboard(Generic[AppT]):
    """An app, and the keys that are pressed on it."""

    def __init__(self, app: AppT, pilot: Pilot[None]) -> None:
        self.app = app
        self.pilot = pilot

    async def press(self, *keys: str) -> None:
        """Press keys one after the other, and wait until all that each began has ended."""
        for key in keys:
            await self.pilot.press(key)
            await self.rest()

    async def type(self, words: str) -> None:
        """Type words, and wait until all that they began has ended."""
        await self.pilot.press(*["space" if c == " " else c for c in words])
        await self.rest()

    async def rest(self) -> None:
        """Wait until nothing is being read or written, but for dialogs that wait for an answer."""
        await settled(self.app, self.pilot)
