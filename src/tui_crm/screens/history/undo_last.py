"""The last thing of this person that can be taken back, or done again, and what it did in words."""

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
"""The kind of the batch that sample data came in."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """The batch ``id`` that would be taken back: what was done, ``at`` what time."""

    id: int
    words: str
    at: str


def last_done(store: Store, currency: str) -> Candidate:
    """The last change of this user that stands; sample data is none of theirs.

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
        CrmError: they have undone nothing, or have done something else since.
    """
    with store.reading() as connection:
        last = history.last_redoable(connection, store.user)
    if last is None:
        raise CrmError("ui.nothing_to_redo")
    return _candidate(store, last, currency)


def words_of(store: Store, batch_id: int, currency: str) -> str:
    """What a batch did, or what it took back had done; ask before that is gone.

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
