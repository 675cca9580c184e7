"""What the screens of past changes have in common: undo, redo, and how far they are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tui_crm.i18n import t
from tui_crm.language.formats import number
from tui_crm.screens.history import undo_change
from tui_crm.screens.screen import CrmScreen

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from tui_crm.screens.host import CrmHost

BEAT: Final = 0.1
"""Seconds between two looks at how far an undo is."""


class Undoing(CrmScreen[None]):
    """A screen from which changes are taken back. What was begun goes on when it is left."""

    at_work: tuple[int, int] | None = None
    """How many records are done, and of how many; None while nothing is being taken back."""

    _is_begun = False

    def batch_here(self) -> int | None:
        """The number of the change that the keys are for."""
        return None

    def show_place(self) -> None:
        """Say where this is, and how far what is being done is."""

    @property
    def working(self) -> str:
        """How far it is, in words."""
        if self.at_work is None:
            return ""
        done, total = self.at_work
        return t("changes.at_work", done=number(done), total=number(total))

    def action_undo_batch(self) -> None:
        """Take the change back."""
        self._begin(undo_change.take_back)

    def action_redo_batch(self) -> None:
        """Do the change again that was taken back."""
        self._begin(undo_change.do_again)

    def _begin(
        self, act: Callable[[CrmHost, int, Callable[[int, int], None]], Awaitable[None]]
    ) -> None:
        batch = self.batch_here()
        if batch is not None and not self._is_begun:
            self._is_begun = True
            # The app's own: it is finished, and told, even when this screen has gone.
            self.app.run_worker(self._follow(act, batch), group="act")

    async def _follow(
        self,
        act: Callable[[CrmHost, int, Callable[[int, int], None]], Awaitable[None]],
        batch: int,
    ) -> None:
        def tell(done: int, total: int) -> None:
            self.at_work = done, total

        timer = self.set_interval(BEAT, self.show_place)
        try:
            await act(self.app, batch, tell)
        finally:
            timer.stop()
            self._is_begun, self.at_work = False, None
            if self.is_attached:
                self.show_place()
