"""Actions that read before they ask: one after another on a screen, in the order of their keys."""

from __future__ import annotations

import asyncio
from functools import wraps
from typing import TYPE_CHECKING, Any, Concatenate, Final, ParamSpec, TypeVar
from weakref import WeakKeyDictionary

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from textual.screen import Screen

    from tui_crm.screens.screen import CrmScreen

P = ParamSpec("P")
ScreenT = TypeVar("ScreenT", bound="CrmScreen[Any]")

_locks: Final[WeakKeyDictionary[Screen[Any], asyncio.Lock]] = WeakKeyDictionary()


def begin(screen: CrmScreen[Any], act: Callable[[], Awaitable[None]]) -> None:
    """Run an action when those begun before on ``screen`` have ended; keys wait until it asks."""

    async def carry_out() -> None:
        async with _locks.setdefault(screen, asyncio.Lock()):
            await act()

    screen.app.key_queue.hold(screen.run_worker(carry_out(), group="act"), until_write=True)


def queued_action(
    method: Callable[Concatenate[ScreenT, P], Awaitable[None]],
) -> Callable[Concatenate[ScreenT, P], None]:
    """Decorator: queue an action method of a screen behind those begun before."""

    @wraps(method)
    def begun(self: ScreenT, /, *args: P.args, **kwargs: P.kwargs) -> None:
        begin(self, lambda: method(self, *args, **kwargs))

    return begun
