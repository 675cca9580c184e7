"""What every screen of this program is: a Textual screen that knows its app."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import getters
from textual.screen import ModalScreen, Screen, ScreenResultType

from tui_crm.app import CrmApp

if TYPE_CHECKING:
    from tui_crm.store.engine import Store


class CrmScreen(Screen[ScreenResultType]):
    """A full screen. ``scope`` names the actions that work on it."""

    scope: ClassVar[str] = ""
    app = getters.app(CrmApp)

    @property
    def store(self) -> Store:
        """The open store."""
        return self.app.store


class CrmModal(ModalScreen[ScreenResultType]):
    """A dialog over a screen. ``scope`` names the actions that work in it."""

    scope: ClassVar[str] = "dialog"
    app = getters.app(CrmApp)

    @property
    def store(self) -> Store:
        """The open store."""
        return self.app.store
