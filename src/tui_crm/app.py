"""The terminal UI: it holds the store, reads and writes off the screen, and says what failed."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import TYPE_CHECKING, ClassVar, ParamSpec, TypeVar

from textual.app import App
from textual.signal import Signal
from textual.worker import WorkerFailed

from tui_crm import actions, text
from tui_crm.errors import CrmError
from tui_crm.sanitize import visible
from tui_crm.screens import routes

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.binding import BindingType
    from textual.notifications import SeverityLevel

    from tui_crm.config import Config
    from tui_crm.store.engine import Store

P = ParamSpec("P")
T = TypeVar("T")


class CrmApp(App[None]):
    """The app. Screens reach the store through it, and never while they draw."""

    TITLE = "crm"
    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar[list[BindingType]] = actions.bindings("app")

    def __init__(self, config: Config, store: Store) -> None:
        super().__init__()
        self.config = config
        self.store = store
        self.changed: Signal[None] = Signal(self, "changed")
        """Published when something was written, in this window or in another."""
        self._writing = asyncio.Lock()
        text.use(config.language)

    def on_mount(self) -> None:
        """Open the list of leads."""
        self.push_screen(routes.record_list("leads"))

    async def read(self, ask: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """What ``ask`` gives, run in a thread. Await it in a worker, so that keys go on working.

        Raises what ``ask`` raises; a ``CrmError`` that leaves a worker is said in a notice.
        """
        return await asyncio.to_thread(ask, *args, **kwargs)

    async def write(self, act: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """What ``act`` gives, run in a thread after the writes that were begun before it.

        It is finished even when the screen that asked is gone. ``act`` gives the number of its
        batch (or a report with ``batch``, or None for no change); a notice says what was done and
        which key takes it back. Raises what ``act`` raises, a ``CrmError`` if it is expected.
        """
        done: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        self.run_worker(self._write(partial(act, *args, **kwargs), done), group="write")
        return await asyncio.shield(done)

    async def _write(self, act: Callable[[], T], done: asyncio.Future[T]) -> None:
        async with self._writing:
            try:
                result = await asyncio.to_thread(act)
            except Exception as error:
                done.set_exception(error)
                return
        done.set_result(result)
        self.changed.publish(None)

    def say(self, sentence: str, severity: SeverityLevel = "information") -> None:
        """Show a notice; ``sentence`` may hold data and is drawn as it is."""
        self.notify(visible(sentence, multiline=True), severity=severity, markup=False)

    def say_error(self, error: CrmError) -> None:
        """Show what went wrong."""
        self.say(str(error), "error")

    def _handle_exception(self, error: Exception) -> None:
        cause = error.error if isinstance(error, WorkerFailed) else error
        if isinstance(cause, CrmError):
            self.say_error(cause)
        else:
            super()._handle_exception(error)


def run(config: Config) -> None:
    """Open the store and show it, until the person leaves.

    Raises:
        StoreError: the store cannot be opened.
    """
    from tui_crm.store.engine import Store

    text.use(config.language)
    store = Store.open(config.store, user=config.user)
    try:
        CrmApp(config, store).run()
    finally:
        store.close()
