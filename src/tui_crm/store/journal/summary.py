"""Describe a change in a few words (Abe: Status New → Working), and what undo would undo."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from tui_crm.errors import CrmError
from tui_crm.i18n import has, t
from tui_crm.language.formats import stamp
from tui_crm.sanitize import shortened
from tui_crm.store import values
from tui_crm.store.journal import history
from tui_crm.store.journal.history import Op
from tui_crm.store.journal.hooks import Event
from tui_crm.store.model import Kind
from tui_crm.store.records import read_many, titles

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

    from tui_crm.store.db.connection import Connection
    from tui_crm.store.db.store import Store
    from tui_crm.store.journal.history import Batch, Change
    from tui_crm.store.model import Schema, Value


FIELDS_NAMED: Final = 3
LONGEST_NAME: Final = 48
LONGEST_VALUE: Final = 40
"""Cells; what is longer is cut, so that a sentence with it is a sentence."""


@dataclass(frozen=True, slots=True)
class ChangeWords:
    """A change in words: whose it is, and what was done."""

    who: str
    what: str

    def __str__(self) -> str:
        """Both: 清水 一郎：削除."""
        return t("ui.who_what", who=self.who, what=self.what) if self.who else self.what


def change_words(
    connection: Connection, schema: Schema, batch: Batch, *, currency: str, now: datetime
) -> ChangeWords:
    """What was done to which record; of several, the first and how many there were.

    A record that the batch added is named only while it is there: ask before taking it back.
    """
    for hook in schema.hooks.all(Event.DESCRIBE):
        if batch.kind in hook.name.split() and (found := hook(connection, schema, batch, now)):
            return ChangeWords(shortened(found[0], LONGEST_NAME), found[1])
    key = f"batches.act.{batch.kind}"
    what = t(key) if has(key) else batch.kind
    change = next(iter(history.first_changes(connection, [batch.id]).values()), None)
    if change is None or change.record_type not in schema.types:
        return ChangeWords(shortened(batch.subject, LONGEST_NAME), what)
    count = batch.created + batch.updated + batch.deleted
    if count == 1 and change.op is Op.UPDATE:
        changed = list(_changed(connection, schema, change, currency, now))
        named = [t("batches.field", field=field, change=how) for field, how in changed]
        more = "…" if len(named) > FIELDS_NAMED else ""
        what = t("batches.comma").join(named[:FIELDS_NAMED]) + more or what
        return ChangeWords(shortened(_title(connection, change), LONGEST_NAME), what)
    who = shortened(batch.subject or _title(connection, change), LONGEST_NAME)
    return ChangeWords(f"{who} ({_records(batch, count)})" if count > 1 else who, what)


def _records(batch: Batch, count: int) -> str:
    records = t("ui.records", n=count - batch.along)
    return t("ui.records_along", records=records, n=batch.along) if batch.along else records


def _title(connection: Connection, change: Change) -> str:
    now = titles(connection, change.record_type, [change.record_id]).get(change.record_id)
    then = change.images[0].get("title") if change.images else change.title
    return str(now or then or change.record_id)


def _changed(
    connection: Connection, schema: Schema, change: Change, currency: str, now: datetime
) -> Iterator[tuple[str, str]]:
    """The label of each field that changed, and from what to what."""
    declared = schema.type(change.record_type)
    stands = read_many(connection, declared, [change.record_id])
    held: Mapping[str, Value] = stands[0].values if stands else {}

    def shown(key: str, side: Mapping[str, Value]) -> str:
        spec, value = declared.field(key), side.get(key)
        if value is None:
            return "–"
        title = ""
        if spec.kind is Kind.LINK:
            title = titles(connection, spec.target, [int(value)]).get(int(value), f"#{value}")
        money = side.get(spec.currency) or held.get(spec.currency) or currency
        words = values.to_display(schema, spec, value, currency=str(money), title=title, now=now)
        return shortened(" ".join(words.split()), LONGEST_VALUE)

    for key in change.after:
        if key in declared:
            label = declared.field(key).label(declared.key)
            yield label, f"{shown(key, change.before)} → {shown(key, change.after)}"


SAMPLE: Final = "demo"
"""The kind of the change that added sample data."""


@dataclass(frozen=True, slots=True)
class UndoCandidate:
    """The change that would be undone: number, description and time."""

    id: int
    words: ChangeWords
    at: str


def last_change(store: Store, currency: str) -> UndoCandidate:
    """The last change of this user that was not undone; sample data does not count.

    Raises:
        CrmError: there is none.
    """
    with store.reading() as connection:
        last = history.last_undoable(connection, store.user)
    if last is None or last.kind == SAMPLE:
        raise CrmError("ui.nothing_to_undo")
    return _candidate(store, last, currency)


def last_undo(store: Store, currency: str) -> UndoCandidate:
    """The last undo of this user.

    Raises:
        CrmError: there is none, or something was changed since.
    """
    with store.reading() as connection:
        last = history.last_redoable(connection, store.user)
    if last is None:
        raise CrmError("ui.nothing_to_redo")
    return _candidate(store, last, currency)


def describe_change(store: Store, batch_id: int, currency: str) -> ChangeWords:
    """Describe a change (of an undo, what it undoes); read it before undoing, while titles exist.

    Raises:
        NotFoundError: there is none with this number.
    """
    with store.reading() as connection:
        batch = history.get(connection, batch_id)
    return _candidate(store, batch, currency).words


def _candidate(store: Store, batch: history.Batch, currency: str) -> UndoCandidate:
    now = store.local_now()
    with store.reading() as connection:
        origin = history.origin_of(connection, batch)
        words = change_words(connection, store.schema, origin, currency=currency, now=now)
    return UndoCandidate(batch.id, words, stamp(batch.at, now))
