"""Undo and redo of any change from the screens that list them, with confirmation and progress."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Protocol

from tui_crm.errors import CrmError
from tui_crm.i18n import t
from tui_crm.language.formats import number, stamp
from tui_crm.screens import factories
from tui_crm.screens.history.change_rows import name_of, read_batch, size_of
from tui_crm.store.journal.summary import describe_change
from tui_crm.store.journal.undo import UndoBlockedError, undo

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from tui_crm.screens.host import CrmHost
    from tui_crm.screens.screen import CrmScreen
    from tui_crm.store.journal.history import Batch
    from tui_crm.store.journal.reversal import Blocked

    Progress = Callable[[int, int], None]
    Reversal = Callable[[CrmHost, int, Progress], Awaitable[None]]

PROGRESS_INTERVAL: Final = 0.1
"""Seconds between two updates of the progress."""

MAX_BLOCKERS: Final = 100
"""At most so many blocking records are listed."""


MAX_TOLD: Final = 3
"""At most so many of them are told in a notice."""


class RunningUndo:
    """The undo or redo that was begun on a screen; it goes on when the screen is left."""

    def __init__(
        self, screen: CrmScreen[Any], batch_here: Callable[[], int | None], show: Callable[[], None]
    ) -> None:
        """``batch_here`` gives the number of the change to undo, ``show`` says how far it is."""
        self._screen = screen
        self._batch_here = batch_here
        self._show = show
        self._is_begun = False
        self._progress: tuple[int, int] | None = None

    @property
    def words(self) -> str:
        """How many records are done, of how many; empty while nothing is under way."""
        if self._progress is None:
            return ""
        done, total = self._progress
        return t("changes.at_work", done=number(done), total=number(total))

    def begin(self, act: Reversal) -> None:
        """Undo or redo the change of the screen, unless one is under way."""
        batch = self._batch_here()
        if batch is not None and not self._is_begun:
            self._is_begun = True
            # The app's own: it is finished, and told, even when this screen has gone.
            undoing = self._screen.app.run_worker(self._follow(act, batch), group="act")
            self._screen.app.key_queue.hold(undoing)

    async def _follow(self, act: Reversal, batch: int) -> None:
        def tell(done: int, total: int) -> None:
            self._progress = done, total

        timer = self._screen.set_interval(PROGRESS_INTERVAL, self._show)
        try:
            await act(self._screen.app, batch, tell)
        finally:
            timer.stop()
            self._is_begun, self._progress = False, None
            if self._screen.is_attached:
                self._show()


class UndoingScreen(Protocol):
    """A screen with a change to undo or redo."""

    running: RunningUndo


async def undo_here(screen: UndoingScreen) -> None:
    """Undo the change under the cursor."""
    screen.running.begin(undo_change)


async def redo_here(screen: UndoingScreen) -> None:
    """Redo the change under the cursor."""
    screen.running.begin(redo_change)


async def undo_change(app: CrmHost, batch_id: int, progress: Progress) -> None:
    """Undo a change, after a confirmation if it is somebody else's or of many records.

    Raises:
        CrmError: it has been undone already, or cannot be.
    """
    batch = await app.read(read_batch, app.store, batch_id)
    if batch.undone_by is not None:
        key = app.key_of("changes.redo")
        raise CrmError("changes.already", id=batch.id, by=batch.undone_by, key=key)
    if await _is_wanted(app, batch):
        await _reverse(app, batch.id, "ui.undone", progress)


async def redo_change(app: CrmHost, batch_id: int, progress: Progress) -> None:
    """Redo a change: undo its undo.

    Raises:
        CrmError: it was not undone.
    """
    batch = await app.read(read_batch, app.store, batch_id)
    if batch.undone_by is None:
        raise CrmError("changes.stands", id=batch.id)
    await _reverse(app, batch.undone_by, "ui.redone", progress)


async def _is_wanted(app: CrmHost, batch: Batch) -> bool:
    count, is_mine = size_of(batch), batch.user == app.store.user
    if count == 1 and is_mine:
        return True
    at = stamp(batch.at, app.store.local_now())
    details = [t("changes.by", user=batch.user, at=at)]
    details += [] if count == 1 else [t("changes.touched", number=number(count), n=count)]
    details += [] if is_mine else [t("changes.not_mine", user=batch.user)]
    question = t("changes.take_back", what=name_of(batch))
    answer = await app.ask(factories.confirm(question, t("history.undo"), details))
    return bool(answer)


async def _reverse(app: CrmHost, batch_id: int, sentence: str, progress: Progress) -> None:
    what = await app.read(describe_change, app.store, batch_id, app.config.currency)
    begun = app.moment
    try:
        report = await app.write_behind(undo, app.store, batch_id, progress=progress)
    except UndoBlockedError as error:
        title = t("changes.blocked", n=len(error.blocked))
        await _show_blockers(app, begun, title, error.blocked)
        return
    app.say_reversed(sentence, what)
    if report.blocked:
        title = t("changes.stay", n=len(report.blocked))
        await _show_blockers(app, begun, title, report.blocked)


async def _show_blockers(
    app: CrmHost, begun: tuple[object, int], title: str, blocked: Sequence[Blocked]
) -> None:
    """List the records that block an undo, and open the one that is chosen.

    Somebody who has gone on since it was ``begun`` is only told the first of them.
    """
    if app.moment != begun:
        app.say("\n".join([title, *(each.reason for each in blocked[:MAX_TOLD])]), "warning")
        return
    entries = [(str(place), each.reason) for place, each in enumerate(blocked[:MAX_BLOCKERS])]
    chosen = await app.ask(factories.pick(title, entries))
    if chosen is not None:
        each = blocked[int(chosen)]
        app.push_screen(factories.detail(each.type, each.id))
