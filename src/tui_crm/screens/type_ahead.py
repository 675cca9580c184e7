"""One act after the other: what a key began on a screen is finished before the next begins there.

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
    """An act from its key to its end. It keeps the keys until it ``is_open``."""

    since: float
    worker: Worker[None] | None = None
    is_open: bool = False
    questions: int = 0
    """How many wait for an answer: its own, and those that its dialog asks in turn."""

    @property
    def is_over(self) -> bool:
        """Whether it has ended, however it did."""
        return self.worker is not None and self.worker.is_finished


class KeyQueue:
    """The acts that are under way, and the keys that are kept for them."""

    def __init__(self, host: CrmHost) -> None:
        self._host = host
        self._locks: WeakKeyDictionary[Screen[Any], asyncio.Lock] = WeakKeyDictionary()
        self._turns: list[Turn] = []
        self._kept: list[events.Key] = []
        self._passing: events.Key | None = None
        self._drops_until = 0.0

    @property
    def is_keeping(self) -> bool:
        """Whether keys are kept now."""
        latest = monotonic() - LONGEST
        return any(not (t.is_open or t.is_over) and t.since > latest for t in self._turns)

    @property
    def is_busy(self) -> bool:
        """Whether an act does anything but wait for an answer, or a key has not arrived yet."""
        is_acting = any(not (t.questions or t.is_over) for t in self._turns)
        return bool(self._kept) or self._passing is not None or is_acting

    def keep(self, event: events.Key) -> bool:
        """Keep a key for later, where that is to be."""
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
        """Drop the next key if it is a digit and comes at once: nothing asks for it."""
        self._drops_until = monotonic() + RHYTHM

    def _is_stray(self, event: events.Key) -> bool:
        is_in_time, self._drops_until = event.time < self._drops_until, 0.0
        return is_in_time and event.key.isdigit()

    def let_go(self) -> None:
        """Send the kept keys on, unless they are still to be kept."""
        if self._kept and self._passing is None and not self.is_keeping:
            self._host.run_worker(self._pass_on(), group="turn")

    async def _pass_on(self) -> None:
        """Send keys on in the order in which they were pressed, each when the last has arrived."""
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
        """Wait until a key has gone from the app to what takes it, and back."""
        self._host.post_message(event)
        way: list[MessagePump] = [self._host]
        way += (self._host.focused or self._host.screen).ancestors_with_self
        for pump in way:
            passed = asyncio.Event()
            if pump.is_running and pump.call_later(passed.set):
                with suppress(TimeoutError):
                    await asyncio.wait_for(passed.wait(), STEP)

    def begin(self, screen: ActionScreen[Any], act: Callable[[], Awaitable[None]]) -> None:
        """Carry ``act`` out when those that were begun on ``screen`` have ended."""
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
        """Let the keys go on as soon as ``screen`` takes them; the turn whose act asks."""
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
        """Let the keys go on: the act under way has what it needs."""
        turn = _turn.get()
        if turn is not None:
            self._open(turn)

    def _open(self, turn: Turn) -> None:
        turn.is_open = True
        self.let_go()


def queued_action(
    method: Callable[Concatenate[ScreenT, P], Awaitable[None]],
) -> Callable[Concatenate[ScreenT, P], None]:
    """Make ``method`` of a screen an act, which has its turn after those that were begun before."""

    @wraps(method)
    def begin(self: ScreenT, /, *args: P.args, **kwargs: P.kwargs) -> None:
        self.app.turns.begin(self, lambda: method(self, *args, **kwargs))

    return begin
