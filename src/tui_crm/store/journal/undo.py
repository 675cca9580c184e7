"""Take a batch back, as far as nothing has been changed since; and take that back again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from tui_crm.errors import CrmError
from tui_crm.store.journal import history
from tui_crm.store.journal.reversal import Blocked, Reversal
from tui_crm.store.journal.unit import unit

if TYPE_CHECKING:
    from collections.abc import Callable, Container

    from tui_crm.store.db.connection import Connection
    from tui_crm.store.db.store import Store
    from tui_crm.store.journal.history import Batch, Change
    from tui_crm.store.journal.unit import UnitOfWork

RECORD_BY_RECORD: Final = frozenset({"import", "bulk_edit"})
"""Kinds of batch in which each record stands for itself: what can go back does."""


@dataclass(frozen=True, slots=True)
class UndoReport:
    """What an undo did."""

    batch: int | None
    undone: Batch
    restored: int
    blocked: tuple[Blocked, ...]
    origin: Batch
    """What was done first, whether this takes it back or does it again."""


class UndoBlockedError(CrmError):
    """A batch that goes back whole or not at all, and cannot; ``blocked`` names every reason."""

    def __init__(self, blocked: tuple[Blocked, ...]) -> None:
        reasons = " ".join(b.reason for b in blocked[:5])
        super().__init__("undo.blocked", n=len(blocked), reasons=reasons)
        self.blocked = blocked


def undo(
    store: Store,
    batch_id: int,
    *,
    kind: str = "undo",
    part: Container[int] | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> UndoReport:
    """Take the batch back in a batch of its own, which can be taken back like any other.

    Args:
        store: where.
        batch_id: what to take back.
        kind: of the new batch; ``redo`` where it would be ``undo`` and takes back an undo.
        part: the ids of some of its changes, to take back those alone.
        progress: called with how many records are done, and of how many.

    Raises:
        NotFoundError: there is no such batch.
        UndoBlockedError: it goes back whole or not at all, and something stands in the way.
        CrmError: it has been taken back already, or nothing of it is left to take back.
    """
    with unit(store, kind) as work:
        work.is_reversal = True
        undone = history.get(work.connection, batch_id)
        if undone.undone_by is not None:
            raise CrmError("undo.already", id=batch_id, by=undone.undone_by)
        work.note = undone.subject
        if undone.kind == "undo" and kind == "undo":
            work.kind = "redo"
        gone = _taken_back(work.connection, batch_id)

        def is_wanted(change: Change) -> bool:
            return change.id not in gone and (part is None or change.id in part)

        reversal = Reversal(work, undone, is_wanted, progress)
        is_whole = True
        for change in history.changes(work.connection, batch_id, newest_first=True):
            if is_wanted(change):
                reversal.take_back(change)
            else:
                is_whole = is_whole and change.id in gone
        blocked = tuple(reversal.blocked)
        origin = history.origin_of(work.connection, undone)
        is_divisible = origin.kind in RECORD_BY_RECORD
        if blocked and not (is_divisible and reversal.restored):
            raise UndoBlockedError(blocked)
        if work.batch is None:
            raise CrmError("undo.nothing", id=batch_id)
        if is_whole:
            _mark_undone(work, undone)
        else:
            work.info = {"part_of": batch_id, "changes": reversal.changes}
    return UndoReport(work.batch, undone, reversal.restored, blocked, origin)


def _mark_undone(work: UnitOfWork, undone: Batch) -> None:
    """Mark what stands and what does not: undoing an undo lets what that undid stand again."""
    work.undoes = undone.id
    by, target = work.batch, undone
    stands = False
    while True:
        marked = None if stands else by
        work.connection.run("UPDATE batches SET undone_by = ? WHERE id = ?", (marked, target.id))
        if target.undoes is None:
            break
        by, target, stands = target.id, history.get(work.connection, target.undoes), not stands


def _taken_back(connection: Connection, batch_id: int) -> set[int]:
    """The changes of a batch that have been taken back as a part of it."""
    return {
        change_id
        for info in history.parts_of(connection, batch_id)
        for change_id in info.get("changes", ())
    }
