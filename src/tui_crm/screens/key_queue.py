"""The key queue: keys and pastes are handed out one at a time, each when the one before has passed.

Textual hands a key to whatever has the focus at that moment, and looks its binding up only when it
has bubbled back to the app. Of two keys sent in one write, the second would be on its way before
the first has opened the dialog that both are meant for.
"""

from __future__ import annotations

import asyncio
from collections import deque
from contextlib import suppress
from dataclasses import dataclass
from functools import partial, wraps
from typing import TYPE_CHECKING, Any, Final, ParamSpec, TypeAlias, TypeVar, cast

from textual import events
from textual.app import ScreenStackError
from textual.worker import NoActiveWorker, WorkerCancelled, WorkerFailed, get_current_worker

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

    from textual.dom import DOMNode
    from textual.message_pump import MessagePump
    from textual.screen import Screen
    from textual.worker import Worker

    from tui_crm.screens.host import CrmHost

P = ParamSpec("P")
R = TypeVar("R")

Typed: TypeAlias = events.Key | events.Paste

UNREPEATED_KEYS: Final = frozenset(("", "enter", "escape", *"0123456789"))
"""Keys of which each press may do another thing, also where the focus stays; and a paste."""


@dataclass
class _Hold:
    but_text: bool
    answer: asyncio.Future[Any] | None = None
    """What the worker waits for, since it asked something."""

    @property
    def stands(self) -> bool:
        """Whether it keeps keys back: not while a person is asked."""
        return self.answer is None or self.answer.done()


class KeyQueue:
    """What was typed and waits, and the workers that it waits for."""

    def __init__(self, host: CrmHost) -> None:
        self._host = host
        self._waiting: deque[Typed] = deque()
        self._under_way: deque[Typed] = deque()
        self.handed_out = 0
        """How many keys and pastes have been handed out."""
        self._is_running = False
        self._holds: dict[Worker[Any], _Hold] = {}
        self._held_ever = 0
        self._hold_changed = asyncio.Event()
        self._refused_on: Screen[Any] | None = None
        """Where a key was refused whose answer, a digit, may follow."""

    @property
    def pressed(self) -> int:
        """How many keys and pastes have come, handed out or not."""
        return self.handed_out + len(self._waiting)

    @property
    def is_busy(self) -> bool:
        """Whether keys are waiting or under way, or some would have to wait."""
        return self._is_running or any(hold.stands for hold in self._holds.values())

    def take(self, event: Typed) -> bool:
        """Take in what was typed; True where its turn has come, and it is to be handled now."""
        if self._under_way and event is self._under_way[0]:
            self._under_way.popleft()
            return True
        if self._is_urgent(event):
            return True
        self._waiting.append(event)
        if not self._is_running:
            self._is_running = True
            begin_worker(self._host, self._run, "keys")
        return False

    def _is_urgent(self, event: Typed) -> bool:
        """Whether this is the key that quits, pressed again while the first one waits."""
        is_quit = _key(event) in self._host.keymap.keys["app.quit"]
        return is_quit and any(_key(each) == _key(event) for each in self._waiting)

    def hold(self, worker: Worker[Any], *, but_text: bool = False) -> None:
        """Let keys wait until ``worker`` has ended, except while a dialog that it opened stands.

        ``but_text``: what is typed into a line of text need not wait.
        """
        self._holds[worker] = _Hold(but_text)
        self._held_ever += 1
        begin_worker(self._host, partial(self._await_end, worker), "keys")

    async def _await_end(self, worker: Worker[Any]) -> None:
        with suppress(WorkerFailed, WorkerCancelled):
            await worker.wait()
        self._let_go(worker)

    def _let_go(self, worker: Worker[Any]) -> None:
        self._holds.pop(worker, None)
        self._hold_changed.set()

    def release(self) -> None:
        """Let keys wait no longer for the current worker."""
        with suppress(NoActiveWorker):
            self._let_go(get_current_worker())

    def asks(self, answer: asyncio.Future[Any]) -> None:
        """Hand keys out again until the question of the current worker has its ``answer``."""
        with suppress(NoActiveWorker):
            hold = self._holds.get(get_current_worker())
            if hold is not None:
                hold.answer = answer
                self._hold_changed.set()

    def _must_wait(self, event: Typed) -> bool:
        is_text = self._is_text(event)
        return any(
            hold.stands and not (is_text and hold.but_text)
            for worker, hold in self._holds.items()
            if not worker.is_finished
        )

    def _is_text(self, event: Typed) -> bool:
        key = event if isinstance(event, events.Key) else events.Key("a", "a")
        focused = self._host.focused
        return focused is not None and focused.check_consume_key(key.key, key.character)

    def drop_digit(self) -> None:
        """Drop the next key on this screen if it is a digit: what it was to answer is not open."""
        self._refused_on = self._host.screen

    async def _run(self) -> None:
        """Hand out what waits, until nothing does."""
        with suppress(ScreenStackError):  # the app is leaving
            key, before = "", self._now()
            while True:
                await self._passed()
                if not self._waiting:
                    break
                if self._must_wait(self._waiting[0]):
                    self._hold_changed.clear()
                    await self._hold_changed.wait()
                    continue
                is_steady = key not in UNREPEATED_KEYS and before == self._now()
                event = self._waiting[0]
                is_repeated = is_steady and key == _key(event)
                key, before = _key(event), self._now()
                is_plain = self._is_plain(event)
                self._hand_out(self._waiting.popleft())
                while self._waiting and (
                    (is_repeated and key == _key(self._waiting[0]))
                    or (is_plain and self._is_plain(self._waiting[0]))
                ):
                    self._hand_out(self._waiting.popleft())
        self._is_running = False

    def _is_plain(self, event: Typed) -> bool:
        """Whether it does nothing but stand in the line that has the focus."""
        return getattr(self._host.focused, "is_plain", False) and self._is_text(event)

    def _now(self) -> tuple[object, ...]:
        """What a key changes that goes anywhere or begins something."""
        return self._host.screen, self._host.focused, self._held_ever

    def _hand_out(self, event: Typed) -> None:
        is_dropped = self._refused_on is self._host.screen and _key(event).isdigit()
        self._refused_on = None
        if not is_dropped:
            self._under_way.append(event)
            self.handed_out += 1
            self._host.post_message(event)

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


def begin_worker(
    node: DOMNode,
    work: Callable[[], Coroutine[Any, Any, R]],
    group: str,
    *,
    exclusive: bool = False,
) -> Worker[R]:
    """Run ``work`` in a worker; a function, for one ended before it begins awaits no coroutine."""
    function = cast("Callable[[], Coroutine[None, None, R]]", work)
    worker: Worker[R] = node.run_worker(function, group=group, exclusive=exclusive)
    return worker


def under_way(node: DOMNode, group: str) -> Worker[Any] | None:
    """The worker of a screen or widget in ``group`` that has not ended yet."""
    found = (each for each in node.workers if each.node is node and each.group == group)
    return next((each for each in found if not each.is_finished), None)


def holds_keys(
    group: str, *, exclusive: bool = False, once: bool = False, but_text: bool = False
) -> Callable[[Callable[P, Coroutine[Any, Any, R]]], Callable[P, Worker[R]]]:
    """Decorator: run a method of a screen or widget in a worker that keys wait for.

    ``exclusive`` ends other workers of the group; with ``once``, a call while one is under way
    begins no other. ``but_text`` is that of ``KeyQueue.hold``.
    """

    def decorate(method: Callable[P, Coroutine[Any, Any, R]]) -> Callable[P, Worker[R]]:
        @wraps(method)
        def begin(*args: P.args, **kwargs: P.kwargs) -> Worker[R]:
            node = cast("DOMNode", args[0])
            if once and (begun := under_way(node, group)):
                return begun
            worker = begin_worker(
                node, partial(method, *args, **kwargs), group, exclusive=exclusive
            )
            host = cast("CrmHost", node.app)
            host.key_queue.hold(worker, but_text=but_text)
            return worker

        return begin

    return decorate
