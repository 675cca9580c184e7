"""Base of the app: the store, background reads and writes, dialogs and notifications."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any, Final, ParamSpec, Protocol, TypeVar, cast, runtime_checkable

from textual import events, work
from textual.app import App
from textual.message import Message
from textual.signal import Signal
from textual.worker import WorkerFailed

from tui_crm import manifest
from tui_crm.errors import CrmError
from tui_crm.i18n import t
from tui_crm.sanitize import visible
from tui_crm.screens.key_queue import KeyQueue, holds_keys
from tui_crm.screens.notices import Notice, NoticeBoard, NoticeLine
from tui_crm.screens.store_watcher import StoreWatcher
from tui_crm.screens.widgets.header import Destination

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from textual.notifications import SeverityLevel
    from textual.screen import Screen, ScreenResultType

    from tui_crm.config import Config
    from tui_crm.keymap import Keymap
    from tui_crm.store.db.store import Store
    from tui_crm.store.journal.history import Batch
    from tui_crm.store.journal.reversal import Blocked
    from tui_crm.store.journal.summary import ChangeWords
    from tui_crm.store.views import View

P = ParamSpec("P")
T = TypeVar("T")

KEEP_TITLE: Final = "\x1b[22;2t"
OLD_TITLE: Final = "\x1b[23;2t"

MOST_TOLD: Final = 3
"""Records that a notice names which an undo has left as they are."""


@dataclass
class ViewWanted(Message):
    """Asks a list screen to show ``view``."""

    view: View


class ModeChosen(Message):
    """Tells a screen beside the lists that its key was pressed, also where it is shown already."""


@runtime_checkable
class Unsaved(Protocol):
    """A screen with unsaved input."""

    @property
    def is_unsaved(self) -> bool:
        """Whether closing it would lose input."""

    async def give_up(self) -> bool:
        """Close without saving, after a confirmation; True if it was closed."""


class CrmHost(App[None]):
    """The app as screens see it; they reach the store only through ``read`` and ``write``.

    ``CrmApp`` opens screens, so they know it by this base, and no circle of imports comes about.
    """

    keeps_settings = True
    """Whether what is chosen here is found again the next time; not so in a demo."""

    def __init__(self, config: Config, store: Store, keymap: Keymap) -> None:
        super().__init__()
        self.config = replace(config, currency=store.currency)
        self.store = store
        self.keymap = keymap
        self.changed: Signal[bool] = Signal(self, "changed")
        """Published when something was written, in this window or in another: True where that was
        while keys went on, as ``write_behind`` does."""
        self.watcher = StoreWatcher(self)
        self.key_queue = KeyQueue(self)
        self.notices = NoticeBoard(self._show_notice, self.key_queue)
        self.own_batches: set[int] = set()
        """What was written in this window."""
        self.stop_write: Callable[[], None] | None = None
        """Stops a long write that is under way and takes it back; None where there is none."""
        self._writing = asyncio.Lock()
        self._behind: set[asyncio.Future[Any]] = set()
        self._backed_up_on: date | None = None
        self._terminal_title = ""
        self._mode_before = ""

    async def on_event(self, event: events.Event) -> None:
        """Handle what is typed one by one, as what it means where it arrives."""
        if isinstance(event, (events.Key, events.Paste)) and not event.is_forwarded:
            if not self.key_queue.take(event):
                return
            if isinstance(event, events.Key):
                event = self.meant(event)
        await super().on_event(event)

    def meant(self, event: events.Key) -> events.Key:
        """The key that was meant, as with a Japanese input method left on."""
        return event

    async def read(self, ask: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run a read in a thread; await it in a worker, so that keys go on working.

        Raises what ``ask`` raises; a ``CrmError`` that leaves a worker is said in a notice.
        """
        return await asyncio.to_thread(ask, *args, **kwargs)

    async def write(self, act: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run a write in a thread, after the writes begun before it.

        It is finished even when the screen that asked is gone. ``act`` gives the number of its
        batch (or a report with ``batch``, or None for no change); a notice says what was done and
        which key takes it back. Raises what ``act`` raises, a ``CrmError`` if it is expected.
        """
        return await self._written(partial(act, *args, **kwargs))

    async def write_behind(self, act: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Write as ``write`` does, while keys go on; ``read_written`` waits for it."""
        self.key_queue.release()
        return await self._written(partial(act, *args, **kwargs), is_behind=True)

    async def _written(self, act: Callable[[], T], *, is_behind: bool = False) -> T:
        done: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        if is_behind:
            self._behind.add(done)
            done.add_done_callback(self._behind.discard)
        self._write(act, done, is_behind=is_behind)
        try:
            return await asyncio.shield(done)
        except asyncio.CancelledError:
            done.add_done_callback(self._say_how_it_ended)
            raise

    async def read_written(self, ask: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run a read that sees what was begun to be written behind; for what is to be changed."""
        if self._behind:
            await asyncio.wait(self._behind)
        return await self.read(ask, *args, **kwargs)

    @property
    def moment(self) -> tuple[object, int]:
        """Another one as soon as a key is handed out or another screen is shown.

        Who has written behind asks something only in the moment in which that was begun.
        """
        return self.screen, self.key_queue.handed_out

    async def ask(self, screen: Screen[ScreenResultType]) -> ScreenResultType | None:
        """Push ``screen`` and wait for its result; only in a worker."""
        answer = self.push_screen(screen, wait_for_dismiss=True)
        self.key_queue.asks(answer)
        return await asyncio.shield(answer)

    def say(
        self, sentence: str, severity: SeverityLevel = "information", *, hint: str = ""
    ) -> None:
        """Show a notice: who and what; ``hint`` is what can be done about it."""
        notice = Notice(sentence, severity, hint)
        stack = reversed(self.screen_stack)
        self.notices.say(notice, next((each for each in stack if not each.is_modal), None))
        self.set_timer(notice.seconds, partial(self.notices.end, notice))

    def say_error(self, error: CrmError) -> None:
        """Show an error as a notice."""
        self.say(str(error), "error")

    def clear_notifications(self) -> None:
        """Take the notice away."""
        self.notices.end()

    def _show_notice(self, notice: Notice | None) -> None:
        for screen in self.screen_stack:
            for line in screen.query_children(NoticeLine):
                line.show(notice)

    @property
    def destinations(self) -> list[Destination]:
        """The lists that have a key of their own, and what stands beside the lists."""
        shown = self.keymap.shown
        lists = [each for each in self.store.schema.menu if each.shortcut]
        found = [Destination(each.key, each.label(), shown(f"go.{each.key}")) for each in lists]
        beside = manifest.named(lambda feature: feature.modes)
        return found + [
            Destination(mode, t(f"{mode}.place"), shown(f"go.{mode}"), is_list=False)
            for mode in beside
        ]

    def action_go(self, mode: str) -> None:
        """Show a list, or a screen beside the lists, where it was left."""
        self._go(mode, lambda: self.screen.post_message(ModeChosen()))

    def action_previous_mode(self) -> None:
        """Switch back to the previous list."""
        self._go(self._mode_before or self.DEFAULT_MODE)

    def show_view(self, record_type: str, view: View) -> None:
        """Switch to a list in a view."""
        self._go(record_type, lambda: self.screen.post_message(ViewWanted(view)))

    def _go(self, mode: str, then: Callable[[], object] | None = None) -> None:
        """Close the screens over a list, top first, confirming unsaved input."""
        if mode != self.current_mode:
            self._mode_before = self.current_mode
        self.switch_mode(mode)
        while len(self.screen_stack) > 1:
            if isinstance(self.screen, Unsaved) and self.screen.is_unsaved:
                self._leave_unsaved(self.screen, mode, then)
                return
            self.screen.dismiss(None)
        if then is not None:
            then()

    @holds_keys("ask")
    async def _leave_unsaved(
        self, screen: Unsaved, mode: str, then: Callable[[], object] | None
    ) -> None:
        if await screen.give_up():
            self._go(mode, then)

    def set_terminal_title(self, way: Sequence[str]) -> None:
        words = visible(" › ".join([self.title, *way]))
        if words == self._terminal_title:
            return
        is_first, self._terminal_title = not self._terminal_title, words
        if is_first:
            self.take_terminal_title()
        else:
            self._tell_terminal(f"\x1b]2;{words}\x07")

    def take_terminal_title(self) -> None:
        """Push the window title of the terminal, and set ours."""
        if self._terminal_title:
            self._tell_terminal(f"{KEEP_TITLE}\x1b]2;{self._terminal_title}\x07")

    def restore_terminal_title(self) -> None:
        """Pop the window title of the terminal."""
        if self._terminal_title:
            self._tell_terminal(OLD_TITLE)

    def _tell_terminal(self, sequence: str) -> None:
        if self._driver is not None and not self.is_headless:
            self._driver.write(sequence)

    def key_of(self, action_id: str) -> str:
        """The display name of an action's first key; empty where it has none."""
        return self.keymap.shown(action_id)

    @work(group="write")
    async def _write(
        self, act: Callable[[], T], done: asyncio.Future[T], *, is_behind: bool
    ) -> None:
        async with self._writing:
            try:
                result = await asyncio.to_thread(act)
            except Exception as error:
                done.set_exception(error)
                return
            try:
                await self.watcher.catch_up(is_told=True)
                await self._say_done(result)
            except CrmError as error:
                # It is written: what fails from here on is no failure of the write.
                self.say_error(error)
            finally:
                done.set_result(result)
                self.changed.publish(is_behind)
                self._back_up_daily()

    @work(group="backup")
    async def _back_up_daily(self) -> None:
        """Make the daily backup after the first change of the day; a failure is only reported."""
        from tui_crm.store.db.backup import back_up_daily

        today = self.store.clock().date()
        if self._backed_up_on == today or not self.keeps_settings:
            return
        self._backed_up_on = today
        try:
            await asyncio.to_thread(back_up_daily, self.store)
        except (CrmError, OSError) as error:
            self.say(t("ui.backup_failed", why=error), "warning")

    async def _say_done(self, result: object) -> None:
        """Say what a write has done, and what features have to say of it."""
        number = getattr(result, "batch", result)
        if not isinstance(number, int):
            self.say(t("ui.nothing_changed"))
            return
        self.own_batches.add(number)
        batch, words = await asyncio.to_thread(self._described, number)
        if batch.undoes is None:
            hint = t("ui.undo_hint", key=self.key_of("app.undo"))
            self.say("\n".join(words), hint=hint)
        elif words[1:]:
            self.say("\n".join(words[1:]))

    def _described(self, number: int) -> tuple[Batch, list[str]]:
        """A change of this window; what was done, and remarks of features but for an import."""
        from tui_crm.store.journal import history, summary
        from tui_crm.store.journal.hooks import remarks

        schema, now, currency = self.store.schema, self.store.local_now(), self.config.currency
        with self.store.reading() as connection:
            batch = history.get(connection, number)
            words = summary.change_words(connection, schema, batch, currency=currency, now=now)
        further = [] if batch.kind == "import" else remarks(schema, batch)
        return batch, [str(words), *further]

    def say_reversed(
        self, sentence: str, words: ChangeWords, blocked: Sequence[Blocked] = ()
    ) -> None:
        """Say whose change was undone or redone (``sentence``), and what stays as it is."""
        who = words.who or words.what
        kept = [each.reason for each in blocked[:MOST_TOLD]]
        lines = [t(sentence, who=who, what=words.what), *kept]
        self.say("\n".join(lines), "warning" if kept else "information")

    def _say_how_it_ended(self, done: asyncio.Future[T]) -> None:
        error = None if done.cancelled() else done.exception()
        if isinstance(error, CrmError):
            self.say_error(error)
        elif isinstance(error, Exception):
            self._handle_exception(error)

    def _handle_exception(self, error: Exception) -> None:
        """Show expected errors of workers; any other ends the program with a crash report.

        A handler that raises has ended the messages of its widget, so it cannot go on.
        """
        if not isinstance(error, WorkerFailed):
            super()._handle_exception(error)
        elif isinstance(error.error, CrmError):
            self.say_error(error.error)
        else:
            super()._handle_exception(cast("Exception", error.error))
