"""Changes of the journal as table rows, and the diff of each, record by record."""

from __future__ import annotations

import asyncio
from array import array
from bisect import bisect_right
from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING, Final

from tui_crm.column_layout import Column
from tui_crm.i18n import has, t
from tui_crm.language.formats import number, stamp
from tui_crm.sanitize import fit
from tui_crm.screens.form.field_text import Setting
from tui_crm.screens.history.lines import ChangeWords, linked
from tui_crm.screens.list.rows import TableRow
from tui_crm.screens.widgets.section_view import LineKind, ViewLine
from tui_crm.store.journal import history
from tui_crm.store.journal.history import Op
from tui_crm.store.records import read_many, titles

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tui_crm.store.db.connection import Connection
    from tui_crm.store.db.store import Store
    from tui_crm.store.journal.history import Batch, Change
    from tui_crm.store.model import RecordType, Schema, Value

LONGEST_NOTE: Final = 40
"""Cells of what a change was about, where the whole of it stands on one line."""

PREVIEWED: Final = 12
"""Changed records that a preview shows."""

_SIGNS: Final = {Op.CREATE: "+", Op.UPDATE: "~", Op.DELETE: "-"}


@dataclass(frozen=True, slots=True)
class Wanted:
    """The filter of a list of changes: kind, own ones only, search words."""

    kind: str = ""
    is_mine: bool = False
    words: str = ""

    @property
    def is_all(self) -> bool:
        """Whether the filter is empty."""
        return self == Wanted()


def kind_words(kind: str) -> str:
    """The label of a kind of change."""
    return t(f"batches.kind.{kind}") if has(f"batches.kind.{kind}") else kind


def size_of(batch: Batch) -> int:
    """The number of records in a change."""
    return batch.created + batch.updated + batch.deleted


def name_of(batch: Batch) -> str:
    """The title of a change: number, kind and subject."""
    note = fit(batch.subject, LONGEST_NOTE).rstrip()
    return " · ".join(filter(None, (f"{batch.id}", kind_words(batch.kind), note)))


def find(store: Store, wanted: Wanted) -> array[int]:
    """The numbers of the changes that match the filter, newest first."""
    user = store.user if wanted.is_mine else None
    with store.reading() as connection:
        return history.numbers(connection, kind=wanted.kind or None, user=user, words=wanted.words)


def kinds(store: Store) -> list[tuple[str, str]]:
    """Every kind of change in the store, with its label."""
    with store.reading() as connection:
        return [(kind, kind_words(kind)) for kind in history.kinds(connection)]


def read_batch(store: Store, batch_id: int) -> Batch:
    """One change.

    Raises:
        NotFoundError: there is none with this number.
    """
    with store.reading() as connection:
        return history.get(connection, batch_id)


class BatchRows:
    """The row source of a list of changes."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.columns = [
            Column("at", t("history.at"), 16, 1),
            Column("user", t("history.by"), 8, 3),
            Column("kind", t("changes.kind"), 16, 1),
            Column("note", t("history.what"), 14, 2, flexible=True),
            Column("state", t("changes.state"), 13, 2),
            Column("count", t("changes.records"), 7, 4, align="right"),
            Column("id", t("fields.id"), 6, 5, align="right"),
        ]

    async def fetch(self, ids: Sequence[int]) -> list[TableRow]:
        return await asyncio.to_thread(self._read, ids)

    def _read(self, ids: Sequence[int]) -> list[TableRow]:
        with self._store.reading() as connection:
            found = history.read_many(connection, ids)
            unnamed = [batch.id for batch in found if not batch.note]
            first = history.first_changes(connection, unnamed)
            names = {
                change.batch: _name(connection, self._store.schema, change)
                for change in first.values()
            }
        now = self._store.local_now()
        return [
            TableRow(
                batch.id,
                (
                    stamp(batch.at, now) if batch.at else "",
                    batch.user,
                    kind_words(batch.kind),
                    batch.subject or _with_others(names.get(batch.id, ""), size_of(batch)),
                    state_of(batch),
                    number(size_of(batch)),
                    str(batch.id),
                ),
                "dim" if batch.undone_by is not None else "",
            )
            for batch in found
        ]


def _name(connection: Connection, schema: Schema, change: Change) -> str:
    """The title of a changed record, now or when it was deleted."""
    declared = schema.types.get(change.record_type)
    if declared is None:
        return f"{change.record_type} {change.title or change.record_id}"
    now = titles(connection, declared.key, [change.record_id]).get(change.record_id)
    return f"{declared.label(1)} {now or change.title or change.record_id}"


def _with_others(name: str, count: int) -> str:
    return f"{name} +{number(count - 1)}" if count > 1 else name


def state_of(batch: Batch) -> str:
    """Whether a change was undone, or which one it undoes."""
    if batch.undone_by is not None:
        return t("changes.undone_by", id=batch.undone_by)
    return "" if batch.undoes is None else t("changes.undoes", id=batch.undoes)


class Diff:
    """The diff of one change, record by record, read lazily; ``total`` records.

    A record's place in the change stands for it in lists, from 1 on.
    """

    def __init__(self, store: Store, batch: Batch, currency: str) -> None:
        self.batch = batch
        self._store = store
        self._setting = Setting(store.schema, store.local_now(), currency)
        with store.reading() as connection:
            spans = history.spans(connection, batch.id)
        self._changes = array("q", (change for change, _ in spans))
        self._starts = array("q", [0, *accumulate(size for _, size in spans)])
        self.total = self._starts[-1]
        self.columns = [
            Column("op", "", 1, 1),
            Column("type", t("changes.type"), 8, 3),
            Column("title", t("fields.title"), 20, 1, flexible=True),
            Column("what", t("changes.fields"), 36, 2, flexible=True),
        ]

    async def fetch(self, places: Sequence[int]) -> list[TableRow]:
        """The records at some places, a row each."""
        return await asyncio.to_thread(self._rows, places)

    def _rows(self, places: Sequence[int]) -> list[TableRow]:
        return [
            TableRow(place, (_SIGNS[one.op], one.label, one.title, ", ".join(one.fields)))
            for place, one in zip(places, self.read(places), strict=True)
        ]

    def read(self, places: Sequence[int]) -> list[Changed]:
        """What was done to the records at some places."""
        with self._store.reading() as connection:
            known = history.read_changes(connection, list({self._at(p)[0] for p in places}))
            by_type: dict[str, list[int]] = {}
            for place in places:
                change, offset = self._at(place)
                found = known[change]
                by_type.setdefault(found.record_type, []).append(found.record_id + offset)
            named = {key: titles(connection, key, ids) for key, ids in by_type.items()}
            return [
                self._changed(connection, known[change], offset, named)
                for change, offset in map(self._at, places)
            ]

    def _at(self, place: int) -> tuple[int, int]:
        """The change that a place is in, and how far."""
        span = bisect_right(self._starts, place - 1) - 1
        return self._changes[span], place - 1 - self._starts[span]

    def _changed(
        self,
        connection: Connection,
        change: Change,
        offset: int,
        named: Mapping[str, Mapping[int, str]],
    ) -> Changed:
        declared = self._setting.schema.type(change.record_type)
        record_id = change.record_id + offset
        image = change.images[offset] if change.images else {}
        now = named[change.record_type].get(record_id)
        title = str(image.get("title") or now or change.title or record_id)
        sides = [change.before, change.after, image]
        words = ChangeWords(self._setting, declared, linked(connection, declared, sides), image)
        lines: list[tuple[str, str]] = []
        if change.op is Op.UPDATE:
            lines = list(words.changed(change.before, change.after))
        elif change.op is Op.DELETE:
            lines = list(words.held(image))
        return Changed(
            change.op, declared, record_id, title, is_there=now is not None, lines=tuple(lines)
        )

    def held(self, changed: Changed) -> Changed:
        """The same with what a record holds that was added, as far as it is still there."""
        if changed.op is not Op.CREATE or not changed.is_there:
            return changed
        with self._store.reading() as connection:
            found = read_many(connection, changed.record_type, [changed.id])
            values: Mapping[str, Value] = found[0].values if found else {}
            known = linked(connection, changed.record_type, [values])
        words = ChangeWords(self._setting, changed.record_type, known, values)
        return Changed(
            *(changed.op, changed.record_type, changed.id, changed.title),
            is_there=True,
            lines=tuple(words.held(values)),
        )


@dataclass(frozen=True, slots=True)
class Changed:
    """A record in a change: the operation, and its fields with old and new values."""

    op: Op
    record_type: RecordType
    id: int
    title: str
    is_there: bool
    lines: tuple[tuple[str, str], ...]

    @property
    def label(self) -> str:
        """What a record of its type is called."""
        return self.record_type.label(1)

    @property
    def fields(self) -> list[str]:
        """A line of text for each field."""
        if self.op is Op.UPDATE:
            return [f"{label}: {words}" for label, words in self.lines]
        return [t(f"changes.op.{self.op}")]

    def view_lines(self) -> list[ViewLine]:
        """The record and each of its fields, for a person to read."""
        words = f"{_SIGNS[self.op]} {self.label}  {self.title}  {t(f'changes.op.{self.op}')}"
        head = ViewLine("", words, LineKind.STRONG)
        return [head, *(ViewLine(label, text) for label, text in self.lines)]


def preview(store: Store, batch_id: int, currency: str) -> list[ViewLine]:
    """The first records of a diff, as lines.

    Raises:
        NotFoundError: there is no such change.
    """
    batch = read_batch(store, batch_id)
    diff = Diff(store, batch, currency)
    lines = [ViewLine("", name_of(batch), LineKind.HEADING)]
    for changed in diff.read(range(1, min(diff.total, PREVIEWED) + 1)):
        lines += diff.held(changed).view_lines() if diff.total == 1 else changed.view_lines()
    more = diff.total - PREVIEWED
    if more > 0:
        lines.append(ViewLine("", t("ui.and_more", n=number(more)), LineKind.MUTED))
    return lines
