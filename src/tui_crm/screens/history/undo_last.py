"""The last change of the user that can be undone or redone, with a description."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from tui_crm.errors import CrmError
from tui_crm.language.formats import stamp
from tui_crm.store.journal import history
from tui_crm.store.journal.summary import batch_words

if TYPE_CHECKING:
    from tui_crm.store.db.store import Store


SAMPLE: Final = "demo"
"""The kind of the change that added sample data."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """The change that would be undone: number, description and time."""

    id: int
    words: str
    at: str


def last_done(store: Store, currency: str) -> Candidate:
    """The last change of this user that was not undone; sample data does not count.

    Raises:
        CrmError: there is none.
    """
    with store.reading() as connection:
        last = history.last_undoable(connection, store.user)
    if last is None or last.kind == SAMPLE:
        raise CrmError("ui.nothing_to_undo")
    return _candidate(store, last, currency)


def last_undone(store: Store, currency: str) -> Candidate:
    """The last undo of this user.

    Raises:
        CrmError: there is none, or something was changed since.
    """
    with store.reading() as connection:
        last = history.last_redoable(connection, store.user)
    if last is None:
        raise CrmError("ui.nothing_to_redo")
    return _candidate(store, last, currency)


def words_of(store: Store, batch_id: int, currency: str) -> str:
    """Describe a change (of an undo, what it undoes); read it before undoing, while titles exist.

    Raises:
        NotFoundError: there is none with this number.
    """
    with store.reading() as connection:
        batch = history.get(connection, batch_id)
    return _candidate(store, batch, currency).words


def _candidate(store: Store, batch: history.Batch, currency: str) -> Candidate:
    now = store.local_now()
    with store.reading() as connection:
        origin = history.origin_of(connection, batch)
        words = batch_words(connection, store.schema, origin, currency=currency, now=now)
    return Candidate(batch.id, words, stamp(batch.at, now))
