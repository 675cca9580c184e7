"""Take any past change back, or do it again, with a question where others are concerned."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tui_crm.errors import CrmError
from tui_crm.i18n import t
from tui_crm.language.formats import number, stamp
from tui_crm.screens import routes
from tui_crm.screens.history.change_rows import name_of, read_batch, size_of
from tui_crm.screens.history.undo_last import words_of
from tui_crm.store.journal.undo import UndoBlockedError, undo

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tui_crm.screens.host import CrmHost
    from tui_crm.store.journal.history import Batch
    from tui_crm.store.journal.reversal import Blocked

    Progress = Callable[[int, int], None]

NAMED: Final = 100
"""So many records that stand in the way are listed."""


async def take_back(app: CrmHost, batch_id: int, progress: Progress) -> None:
    """Take a change back, after a question where it is somebody else's or of many records.

    Raises:
        CrmError: it has been taken back already, or cannot be.
    """
    batch = await app.read(read_batch, app.store, batch_id)
    if batch.undone_by is not None:
        key = app.key_of("changes.redo")
        raise CrmError("changes.already", id=batch.id, by=batch.undone_by, key=key)
    if await _is_wanted(app, batch):
        await _reverse(app, batch.id, "ui.undone", progress)


async def do_again(app: CrmHost, batch_id: int, progress: Progress) -> None:
    """Take back what took a change back.

    Raises:
        CrmError: it stands, so there is nothing to do again.
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
    answer = await app.ask(routes.confirm(question, t("history.undo"), details))
    return bool(answer)


async def _reverse(app: CrmHost, batch_id: int, sentence: str, progress: Progress) -> None:
    what = await app.read(words_of, app.store, batch_id, app.config.currency)
    try:
        report = await app.write(undo, app.store, batch_id, progress=progress)
    except UndoBlockedError as error:
        await _show_blockers(app, t("changes.blocked", n=len(error.blocked)), error.blocked)
        return
    app.say(t(sentence, what=what))
    if report.blocked:
        await _show_blockers(app, t("changes.stay", n=len(report.blocked)), report.blocked)


async def _show_blockers(app: CrmHost, title: str, blocked: Sequence[Blocked]) -> None:
    """Name what stands in the way; open the one that is chosen."""
    entries = [(str(place), each.reason) for place, each in enumerate(blocked[:NAMED])]
    chosen = await app.ask(routes.pick(title, entries))
    if chosen is not None:
        each = blocked[int(chosen)]
        app.push_screen(routes.detail(each.type, each.id))
