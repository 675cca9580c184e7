"""The key queue: keys and pastes are handed out one at a time, each when the one before has passed.

Textual hands a key to whatever has the focus at that moment, and looks its binding up only when it
has bubbled back to the app. Of two keys sent in one write, the second would be on its way before
the first has opened the dialog that both are meant for.
"""

from __future__ import annotations

import asyncio
from collections import deque
from contextlib import suppress
from time import monotonic
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from textual import events
from textual.app import ScreenStackError
from textual.worker import NoActiveWorker, WorkerCancelled, WorkerFailed, get_current_worker

if TYPE_CHECKING:
    from textual.message_pump import MessagePump
    from textual.screen import Screen
    from textual.worker import Worker

    from tui_crm.screens.host import CrmHost

Typed: TypeAlias = events.Key | events.Paste

STEPS: Final = frozenset(("enter", "escape"))
"""Keys of which each press may do another thing, also where the focus stays."""

RHYTHM: Final = 1.0
"""Seconds within which a digit is the second half of a key such as ``t2``."""


class KeyQueue:
    """What was typed and waits, and the workers that it waits for."""

    def __init__(self, host: CrmHost) -> None:
        self._host = host
        self._waiting: deque[Typed] = deque()
        self._handed_out: deque[Typed] = deque()
        self._is_running = False
        self._steady = ""
        """The last key, if it moved no focus and began nothing."""
        self._holders: dict[Worker[Any], Screen[Any] | None] = {}
        """Workers that keys wait for, each with the question it asked last."""
        self._holds = 0
        self._holder_changed = asyncio.Event()
        self._drops_until = 0.0

    @property
    def is_busy(self) -> bool:
        """Whether keys are waiting or under way, or would have to wait."""
        return self._is_running or self._is_held

    def take(self, event: Typed) -> bool:
        """Take in what was typed; True where its turn has come, and it is to be handled now."""
        if self._handed_out and event is self._handed_out[0]:
            self._handed_out.popleft()
            return True
        if self._is_urgent(event):
            return True
        self._waiting.append(event)
        if not self._is_running:
            self._is_running = True
            self._host.run_worker(self._run(), group="keys")
        return False

    def _is_urgent(self, event: Typed) -> bool:
        """Whether this is the key that quits, pressed again while the first one waits."""
        is_quit = _key(event) in self._host.keymap.keys["app.quit"]
        return is_quit and any(_key(each) == _key(event) for each in self._waiting)

    def hold(self, worker: Worker[Any]) -> None:
        """Let keys wait until ``worker`` has ended, except while a dialog that it opened stands."""
        self._holders[worker] = None
        self._holds += 1
        self._host.run_worker(self._await_end(worker), group="keys")

    async def _await_end(self, worker: Worker[Any]) -> None:
        with suppress(WorkerFailed, WorkerCancelled):
            await worker.wait()
        self._let_go(worker)

    def _let_go(self, worker: Worker[Any]) -> None:
        self._holders.pop(worker, None)
        self._holder_changed.set()

    def goes_on(self) -> None:
        """Hand keys out again: the current worker asks nothing more."""
        with suppress(NoActiveWorker):
            self._let_go(get_current_worker())

    def asks(self, question: Screen[Any]) -> None:
        """Hand keys out again while ``question``, opened by the current worker, stands."""
        with suppress(NoActiveWorker):
            worker = get_current_worker()
            if worker in self._holders:
                self._holders[worker] = question
                self._holder_changed.set()

    @property
    def _is_held(self) -> bool:
        stacks = self._host._screen_stacks.values()
        return any(
            question is None or not any(question in stack for stack in stacks)
            for worker, question in self._holders.items()
            if not worker.is_finished
        )

    def drop_answer(self) -> None:
        """Drop a digit that follows at once: the dialog it was meant for was not opened."""
        self._drops_until = monotonic() + RHYTHM

    async def _run(self) -> None:
        """Hand out what waits, until nothing does."""
        with suppress(ScreenStackError):  # the app is leaving
            while await self._settled() and self._waiting:
                place, holds = self._place(), self._holds
                key = _key(self._waiting[0])
                self._hand_out(self._waiting.popleft())
                while (
                    key and key == self._steady and self._waiting and key == _key(self._waiting[0])
                ):
                    self._hand_out(self._waiting.popleft())
                await self._settled()
                is_steady = place == self._place() and holds == self._holds
                self._steady = key if is_steady and key not in STEPS else ""
        self._is_running = False

    def _place(self) -> tuple[object, object]:
        return self._host.screen, self._host.focused

    def _hand_out(self, event: Typed) -> None:
        until, self._drops_until = self._drops_until, 0.0
        if not (_key(event).isdigit() and event.time < until):
            self._handed_out.append(event)
            self._host.post_message(event)

    async def _settled(self) -> bool:
        """Wait until what was handed out has had its effect, and no worker holds the keys."""
        while True:
            await self._passed()
            if not self._is_held:
                return True
            self._holder_changed.clear()
            await self._holder_changed.wait()

    async def _passed(self) -> None:
        """Wait until no message is on its way from the focus up to the app.

        A screen that was opened is mounted by then, and has the focus where it takes it.
        """
        while True:
            way = self._way()
            was_quiet = not any(pump.message_queue_size for pump in way)
            for pump in way:
                passed = asyncio.Event()
                if pump.call_later(passed.set):
                    await passed.wait()
            if was_quiet and way == self._way() and not any(p.message_queue_size for p in way):
                return

    def _way(self) -> list[MessagePump]:
        host = self._host
        return [host, *(host.focused or host.screen).ancestors_with_self]


def _key(event: Typed) -> str:
    """The key; empty for what was pasted."""
    return event.key if isinstance(event, events.Key) else ""
