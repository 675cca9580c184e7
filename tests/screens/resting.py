"""Waiting for conditions; what never comes about fails with the reason."""

from __future__ import annotations

from time import monotonic
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Collection

    from textual.pilot import Pilot

    from tui_crm.screens.host import CrmHost

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


async def settled(app: CrmHost, pilot: Pilot[Any], waiting: Collection[str]) -> None:
    """Wait until nothing is read or written, but for ``waiting`` groups that wait for an answer."""

    def busy() -> list[str]:
        quiet = {*waiting, "keys"}
        groups = [w.group for w in app.workers if not w.is_finished and w.group not in quiet]
        return [*groups, *(["keys"] if app.key_queue.is_busy else [])]

    await pilot.pause()
    while busy():
        await until(lambda: not busy(), lambda: pilot.pause(0.01), busy)
        await pilot.pause()
