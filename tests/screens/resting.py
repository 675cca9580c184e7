"""Waiting for conditions; what never comes about fails with the reason."""

from __future__ import annotations

import asyncio
import inspect
from time import monotonic
from typing import TYPE_CHECKING, Any

from textual._context import active_app

from tui_crm.screens.host import CrmHost

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from textual.app import App
    from textual.pilot import Pilot
    from textual.worker import Worker

PATIENCE = 30.0
"""Seconds after which what is waited for will not come."""


async def until(
    is_so: Callable[[], bool],
    step: Callable[[], Awaitable[object]],
    what: Callable[[], object] = lambda: "what was waited for",
) -> None:
    """Take steps until ``is_so``; fail with ``what`` if that is never so."""
    latest = monotonic() + PATIENCE
    while not is_so():
        assert monotonic() < latest, f"not within {PATIENCE} s: {what()}"
        await step()


async def loop_at_rest(*_: float) -> None:
    """Run the event loop and paint until all that is left waits for a timer, a thread or the test.

    Stands in for Textual's ``wait_for_idle``, which watches the processor in steps of 20 ms: slow
    on a quiet machine, and wrong on a busy one.
    """
    ready = asyncio.get_running_loop()._ready  # type: ignore[attr-defined]
    while True:
        await asyncio.sleep(0)
        app = active_app.get()
        # After a screen has closed, Textual paints nothing for a 20th of a second.
        is_held = app._batch_count and app.is_running and not app._exit
        if not ready and not is_held and not _painted(app):
            return


def _painted(app: App[Any]) -> bool:
    """Resize and paint at once, instead of in a 60th of a second; False if there is nothing to."""
    if app._resize_timer is not None:
        app._check_resize()
        return True
    screen = app._screen_stack[-1] if app._screen_stack else None
    if screen is None or not screen._update_timer._active.is_set():
        return False
    screen._on_timer_update()
    return True


async def settled(app: CrmHost, pilot: Pilot[Any]) -> None:
    """Wait until nothing is read or written, but for workers that wait for an answer."""

    def busy() -> list[str]:
        at_work = [w for w in app.workers if not w.is_finished and w.group != "keys"]
        groups = [w.group for w in at_work if not is_asking(w)]
        return [*groups, *(["keys"] if app.key_queue.is_busy else [])]

    await pilot.pause()
    while busy():
        await until(lambda: not busy(), lambda: pilot.pause(0.005), busy)
        await pilot.pause()


def is_asking(worker: Worker[Any]) -> bool:
    """Whether a worker waits for what a person answers to a dialog."""
    awaited: Any = worker._task.get_coro() if worker._task is not None else None
    while inspect.iscoroutine(awaited):
        if awaited.cr_code is CrmHost.ask.__code__:
            return True
        awaited = awaited.cr_await
    return False
