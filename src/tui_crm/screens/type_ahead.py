"""Type-ahead: actions of a screen run one after another, and keys wait for the dialog they open.

A key that is pressed before the dialog of an act is there is meant for that dialog. So keys are
kept from the moment in which an act begins until it asks, writes or ends, and come to where they
were meant to go then.
"""

from __future__ import annotations

import asyncio
from bisect import insort
from contextlib import suppress
from contextvars import ContextVar
from dataclasses import dataclass
from functools import wraps
from time import monotonic
from typing import TYPE_CHECKING, Any, Concatenate, Final, ParamSpec, TypeVar
from weakref import WeakKeyDictionary

from textual import events

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from textual.message_pump import MessagePump
    from textual.screen import Screen
    from textual.worker import Worker

    from tui_crm.screens.host import CrmHost
    from tui_crm.screens.screen import ActionScreen

P = ParamSpec("P")
ScreenT = TypeVar("ScreenT", bound="ActionScreen[Any]")

LONGEST: Final = 10.0
"""Seconds after which keys are kept no longer, whatever an act is waiting for."""

FOCUS: Final = 1.0
"""Seconds in which a screen that was opened has something that takes keys, if it ever has."""

STEP: Final = 0.2
"""Seconds in which a widget has seen a key, if it still sees any."""

RHYTHM: Final = 1.0
"""Seconds within which a digit is the second half of a key such as ``t2``."""

_turn: ContextVar[Turn | None] = ContextVar("turn", default=None)


@dataclass(eq=False)
class Turn:
    """A queued action; keys are held until it ``is_open`` to them."""

    since: float
    worker: Worker[None] | None = None
    is_open: bool = False
    questions: int = 0
    """How many wait for an answer: its own, and those that its dialog asks in turn."""

    @property
    def is_over(self) -> bool:
        """Whether it has finished, failed or was cancelled."""
        return self.worker is not None and self.worker.is_finished


class KeyQueue:
    """The running actions, and the keys held for them."""

    def __init__(self, host: CrmHost) -> None:
        self._host = host
        self._locks: WeakKeyDictionary[Screen[Any], asyncio.Lock] = WeakKeyDictionary()
        self._turns: list[Turn] = []
        self._kept: list[events.Key] = []
        self._passing: events.Key | None = None
        self._drops_until = 0.0

    @property
    def is_keeping(self) -> bool:
        """Whether keys are held now."""
        latest = monotonic() - LONGEST
        return any(not (t.is_open or t.is_over) and t.since > latest for t in self._turns)

    @property
    def is_busy(self) -> bool:
        """Whether an action is working, not only waiting for a dialog, or a key is under way."""
        is_acting = any(not (t.questions or t.is_over) for t in self._turns)
        return bool(self._kept) or self._passing is not None or is_acting

    def keep(self, event: events.Key) -> bool:
        """Hold or drop a key, where that is due; True if it must not be handled now."""
        if event is self._passing:
            return False
        if self._is_stray(event):
            return True
        if not (self.is_keeping or self._kept or self._passing):
            return False
        insort(self._kept, event, key=lambda kept: kept.time)
        self.let_go()
        return True

    def drop_answer(self) -> None:
        """Drop a digit that follows at once: the dialog it was meant for was not opened."""
        self._drops_until = monotonic() + RHYTHM

    def _is_stray(self, event: events.Key) -> bool:
        is_in_time, self._drops_until = event.time < self._drops_until, 0.0
        return is_in_time and event.key.isdigit()

    def let_go(self) -> None:
        """Release the held keys, unless an action still holds them."""
        if self._kept and self._passing is None and not self.is_keeping:
            self._host.run_worker(self._pass_on(), group="turn")

    async def _pass_on(self) -> None:
        """Dispatch held keys in order, each after the one before was handled."""
        while self._kept and self._passing is None and not self.is_keeping:
            kept = self._kept.pop(0)
            if self._is_stray(kept):
                continue
            self._passing = events.Key(kept.key, kept.character).set_sender(self._host)
            try:
                await self._arrive(self._passing)
            finally:
                self._passing = None

    async def _arrive(self, event: events.Key) -> None:
        """Wait until a key has been handled by the focused widget."""
        self._host.post_message(event)
        way: list[MessagePump] = [self._host]
        way += (self._host.focused or self._host.screen).ancestors_with_self
        for pump in way:
            passed = asyncio.Event()
            if pump.is_running and pump.call_later(passed.set):
                with suppress(TimeoutError):
                    await asyncio.wait_for(passed.wait(), STEP)

    def begin(self, screen: ActionScreen[Any], act: Callable[[], Awaitable[None]]) -> None:
        """Run an action when those begun before on ``screen`` have ended."""
        turn = Turn(monotonic())
        self._turns = [each for each in self._turns if not each.is_over] + [turn]
        turn.worker = screen.run_worker(self._carry_out(screen, turn, act), group="act")

    async def _carry_out(
        self, screen: Screen[Any], turn: Turn, act: Callable[[], Awaitable[None]]
    ) -> None:
        _turn.set(turn)
        try:
            async with self._locks.setdefault(screen, asyncio.Lock()):
                await act()
        finally:
            self._turns = [each for each in self._turns if each is not turn]
            self._open(turn)

    def asking(self, screen: Screen[Any]) -> Turn | None:
        """Release the keys to a dialog once it is mounted; returns the turn of its action."""
        turn = _turn.get()
        if turn is not None:
            turn.questions += 1
            if not turn.is_open:
                self._host.run_worker(self._open_with(screen, turn), group="turn")
        return turn

    async def _open_with(self, screen: Screen[Any], turn: Turn) -> None:
        latest = monotonic() + FOCUS
        while screen.focused is None and monotonic() < latest and not turn.is_over:
            await asyncio.sleep(0.005)
        self._open(turn)

    def writing(self) -> None:
        """Release the keys: the running action needs no more input."""
        turn = _turn.get()
        if turn is not None:
            self._open(turn)

    def _open(self, turn: Turn) -> None:
        turn.is_open = True
        self.let_go()


def queued_action(
    method: Callable[Concatenate[ScreenT, P], Awaitable[None]],
) -> Callable[Concatenate[ScreenT, P], None]:
    """Decorator: queue an action method of a screen behind those begun before."""

    @wraps(method)
    def begin(self: ScreenT, /, *args: P.args, **kwargs: P.kwargs) -> None:
        self.app.key_queue.begin(self, lambda: method(self, *args, **kwargs))

    return begin
