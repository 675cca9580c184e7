"""Take the last thing back, and take that back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tui_crm.errors import CrmError
from tui_crm.store import batches, undo

if TYPE_CHECKING:
    from tui_crm.store.engine import Store
    from tui_crm.store.undo import UndoReport


SAMPLE: Final = "demo"
"""The kind of the batch that sample data came in."""


def take_back(store: Store) -> UndoReport:
    """Undo the last change of this user; sample data is none of theirs.

    Raises:
        CrmError: there is none, or it cannot be taken back.
    """
    with store.reading() as connection:
        last = batches.last_undoable(connection, store.user)
    if last is None or last.kind == SAMPLE:
        raise CrmError("ui.nothing_to_undo")
    return undo.undo(store, last.id)


def do_again(store: Store) -> UndoReport:
    """Take the last undo of this user back.

    Raises:
        CrmError: they have undone nothing, or have done something else since.
    """
    with store.reading() as connection:
        last = batches.last_redoable(connection, store.user)
    if last is None:
        raise CrmError("ui.nothing_to_redo")
    return undo.undo(store, last.id)
