"""Past changes as values: batches, what they did to records, and what one record went through."""

from __future__ import annotations

import json
from array import array
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from pathlib import PurePath
from typing import TYPE_CHECKING, Any, Final

from tui_crm.errors import NotFoundError, StoreError
from tui_crm.i18n import t
from tui_crm.language.fold import fold
from tui_crm.store.records import chunks

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from tui_crm.store.db.connection import Connection
    from tui_crm.store.model import Value


class Op(StrEnum):
    """What happened to a record."""

    CREATE = "create"
    UPDATE = "update"
    DELETE = "delete"


@dataclass(frozen=True, slots=True)
class Batch:
    """One entry of the journal: who did what, when, to how many records."""

    id: int
    kind: str
    at: str
    user: str
    note: str
    info: Mapping[str, Any]
    created: int
    updated: int
    deleted: int
    undoes: int | None
    undone_by: int | None

    @property
    def along(self) -> int:
        """How many of its records an import made along the way, beside those of its rows."""
        return sum(self.info.get("also_created", {}).values())

    @property
    def subject(self) -> str:
        """What it was about, where that was noted; of an import, its file without the folders."""
        return PurePath(self.note).name if self.kind == "import" else self.note


@dataclass(frozen=True, slots=True)
class Change:
    """What a batch did to the records ``record_id`` to ``last_id`` of a type.

    ``before`` and ``after`` hold the fields that an update changed. A delete keeps the whole
    records in ``images``, in the order of their ids; a create keeps nothing.
    """

    id: int
    batch: int
    record_type: str
    record_id: int
    last_id: int
    op: Op
    version: int
    title: str
    before: Mapping[str, Value]
    after: Mapping[str, Value]
    images: tuple[Mapping[str, Value], ...]


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """One line of a record's history."""

    batch: Batch
    op: Op
    before: Mapping[str, Value]
    after: Mapping[str, Value]


_BATCH_COLUMNS = "id, kind, at, user_name, note, info, created, updated, deleted, undoes, undone_by"
_CHANGE_COLUMNS = "id, batch, record_type, record_id, last_id, op, version, title, before, after"


GIVEN: Final = "given"
"""Where ``Batch.info`` keeps how many records went to users whom they name, by type."""

DAMAGED: Final = "damaged"
"""The kind of a batch that stands in a list although the journal's entry of it cannot be read."""


def given_sentences(given: Mapping[str, int], *, dry_run: bool = False) -> list[str]:
    """How many records of each type went, or would go, to users whom they name, in words."""
    key = "import.given_to_named_dry" if dry_run else "import.given_to_named"
    return [t(key, n=n, type=t(f"types.{each}.many")) for each, n in given.items()]


def _batch(row: tuple[Any, ...]) -> Batch:
    batch_id, kind, at, user, note, info, *counts = row
    found = _parsed(batch_id, info) if info else {}
    texts = (kind, user, note)
    numbered = (*counts[:3], *(number for number in counts[3:] if number is not None))
    fits = (
        all(isinstance(text, str) for text in texts)
        and _is_moment(at)
        and all(isinstance(number, int) for number in numbered)
        and (counts[3] is None or counts[3] < batch_id)
        and isinstance(found, dict)
        and _are_counts(found.get("also_created", {}))
    )
    if not fits:
        raise StoreError("batch.damaged", id=batch_id)
    return Batch(batch_id, kind, at, user, note, found, *counts)


def _legible(row: tuple[Any, ...]) -> Batch:
    """A batch for a list of many: of a damaged one its number, its time, and that it is damaged."""
    try:
        return _batch(row)
    except StoreError:
        at = row[2] if _is_moment(row[2]) else ""
        return Batch(row[0], DAMAGED, at, "", "", {}, 0, 0, 0, None, None)


def _is_moment(at: object) -> bool:
    try:
        return isinstance(at, str) and datetime.fromisoformat(at).tzinfo is not None
    except ValueError:
        return False


def _are_counts(counts: object) -> bool:
    return isinstance(counts, dict) and all(isinstance(n, int) for n in counts.values())


def _parsed(batch_id: int, text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, TypeError, RecursionError) as error:
        raise StoreError("batch.damaged", id=batch_id) from error


def _change(row: tuple[Any, ...]) -> Change:
    change_id, batch, record_type, record_id, last_id, op, version, title, before, after = row
    is_delete = op == Op.DELETE
    kept: Any = _parsed(batch, before) if before else [] if is_delete else {}
    new: Any = _parsed(batch, after) if after else {}
    fits = (
        isinstance(kept, list if is_delete else dict)
        and isinstance(new, dict)
        and op in Op.__members__.values()
        and isinstance(record_type, str)
        and isinstance(title, str)
        and all(isinstance(number, int) for number in (record_id, last_id, version))
        and record_id <= last_id
    )
    if fits and is_delete:
        fits = len(kept) == last_id - record_id + 1 and all(isinstance(v, dict) for v in kept)
    if not fits:
        raise StoreError("batch.damaged", id=batch)
    return Change(
        change_id,
        batch,
        record_type,
        record_id,
        last_id,
        Op(op),
        version,
        title,
        {} if is_delete else kept,
        new,
        tuple(kept) if is_delete else (),
    )


def get(connection: Connection, batch_id: int) -> Batch:
    """One batch.

    Raises:
        NotFoundError: there is none with this number.
    """
    row = connection.row(f"SELECT {_BATCH_COLUMNS} FROM batches WHERE id = ?", (batch_id,))
    if row is None:
        raise NotFoundError("batch.missing", id=batch_id)
    return _batch(row)


def newest(connection: Connection) -> int:
    """The number of the last batch; 0 where there is none."""
    return int(connection.scalar("SELECT max(id) FROM batches") or 0)


def latest(
    connection: Connection,
    *,
    limit: int = 100,
    kind: str | None = None,
    user: str | None = None,
    before: int | None = None,
) -> list[Batch]:
    """The newest batches first; those of one kind, one person, or before a number if asked.

    One that is damaged is of the kind ``DAMAGED``, and hides none of the others.
    """
    tests, values = ["1 = 1"], []
    for test, value in (("kind = ?", kind), ("user_name = ?", user), ("id < ?", before)):
        if value is not None:
            tests.append(test)
            values.append(value)
    return [
        _legible(row)
        for row in connection.rows(
            f"SELECT {_BATCH_COLUMNS} FROM batches WHERE {' AND '.join(tests)}"
            " ORDER BY id DESC LIMIT ?",
            [*values, limit],
        )
    ]


def numbers(
    connection: Connection, *, kind: str | None = None, user: str | None = None, words: str = ""
) -> array[int]:
    """The numbers of all batches, newest first; of one kind, of one person, or with ``words``.

    Words are looked for in the note and in the titles of what was changed, however written.
    """
    tests, values = ["1 = 1"], []
    for test, value in (("kind = ?", kind), ("user_name = ?", user)):
        if value is not None:
            tests.append(test)
            values.append(value)
    for word in fold(words).split():
        in_note, in_title = (
            connection.dialect.contains(f"crm_haystack({name})") for name in ("note", "title")
        )
        tests.append(
            f"({in_note} OR id IN (SELECT batch FROM changes WHERE title <> '' AND {in_title}))"
        )
        values += [word, word]
    found = array("q")
    for part in connection.stream(
        f"SELECT id FROM batches WHERE {' AND '.join(tests)} ORDER BY id DESC", values
    ):
        found.extend(row[0] for row in part)
    return found


def kinds(connection: Connection) -> list[str]:
    """The kinds of batch that there are."""
    return [row[0] for row in connection.rows("SELECT DISTINCT kind FROM batches ORDER BY kind")]


def read_many(connection: Connection, ids: Sequence[int]) -> list[Batch]:
    """Some batches, as far as they are there."""
    return [
        _legible(row)
        for part in chunks(ids)
        for row in connection.rows(
            f"SELECT {_BATCH_COLUMNS} FROM batches WHERE id IN ({', '.join('?' * len(part))})",
            part,
        )
    ]


def origin_of(connection: Connection, batch: Batch) -> Batch:
    """The batch that an undo has taken back, or that a redo has done again; else itself.

    It may be of the kind ``DAMAGED``; where the journal has lost it, it is the last known.
    """
    while batch.undoes is not None:
        found = read_many(connection, [batch.undoes])
        if not found:
            break
        batch = found[0]
    return batch


def spans(connection: Connection, batch_id: int) -> list[tuple[int, int]]:
    """The id of each change of a batch, in order, and how many records it was done to."""
    return [
        row
        for part in connection.stream(
            "SELECT id, last_id - record_id + 1 FROM changes WHERE batch = ? ORDER BY id",
            (batch_id,),
        )
        for row in part
    ]


def read_changes(connection: Connection, ids: Sequence[int]) -> dict[int, Change]:
    """Some changes, by their ids."""
    return {
        row[0]: _change(row)
        for part in chunks(ids)
        for row in connection.rows(
            f"SELECT {_CHANGE_COLUMNS} FROM changes WHERE id IN ({', '.join('?' * len(part))})",
            part,
        )
    }


def first_changes(connection: Connection, batch_ids: Sequence[int]) -> dict[int, Change]:
    """The first change of each of some batches, by its id; of a damaged one none."""
    found: dict[int, Change] = {}
    for part in chunks(batch_ids):
        for (change_id,) in connection.rows(
            "SELECT min(id) FROM changes"
            f" WHERE batch IN ({', '.join('?' * len(part))}) GROUP BY batch",
            part,
        ):
            with suppress(StoreError):
                found |= read_changes(connection, [change_id])
    return found


def last_undoable(connection: Connection, user: str) -> Batch | None:
    """The last thing that this person did and has not taken back."""
    row = connection.row(
        f"SELECT {_BATCH_COLUMNS} FROM batches"
        " WHERE user_name = ? AND undone_by IS NULL AND undoes IS NULL ORDER BY id DESC LIMIT 1",
        (user,),
    )
    return _batch(row) if row else None


def last_redoable(connection: Connection, user: str) -> Batch | None:
    """The last undo of this person that stands, if they have done nothing but redo since."""
    row = connection.row(
        f"SELECT {_BATCH_COLUMNS} FROM batches b WHERE user_name = ? AND undone_by IS NULL"
        " AND NOT EXISTS (SELECT 1 FROM batches u WHERE u.id = b.undoes AND u.undoes IS NOT NULL)"
        " ORDER BY id DESC LIMIT 1",
        (user,),
    )
    return _batch(row) if row and row[-2] is not None else None


def parts_of(connection: Connection, batch_id: int) -> list[dict[str, Any]]:
    """What stands written of the batches that took a part of this one back, and still stand."""
    found = [
        _parsed(found_id, info)
        for found_id, info in connection.rows(
            "SELECT id, info FROM batches WHERE id > ? AND undone_by IS NULL"
            " AND info LIKE '{\"part_of\":%'",
            (batch_id,),
        )
    ]
    return [info for info in found if info["part_of"] == batch_id]


def changes(
    connection: Connection, batch_id: int, *, newest_first: bool = False
) -> Iterator[Change]:
    """What a batch did, in the order it was done."""
    order = "DESC" if newest_first else "ASC"
    for part in connection.stream(
        f"SELECT {_CHANGE_COLUMNS} FROM changes WHERE batch = ? ORDER BY id {order}", (batch_id,)
    ):
        yield from map(_change, part)


def changes_of(
    connection: Connection, record_type: str, record_id: int, *, after_batch: int = 0
) -> list[Change]:
    """All that happened to one record, oldest first."""
    rows = _rows_of(connection, record_type, record_id, after_batch)
    return [_change(row) for row in rows]


def _rows_of(
    connection: Connection, record_type: str, record_id: int, after_batch: int = 0
) -> list[tuple[Any, ...]]:
    return connection.rows(
        f"SELECT {_CHANGE_COLUMNS} FROM changes"
        " WHERE record_type = ? AND record_id = ? AND batch > ?"
        f" UNION SELECT {_CHANGE_COLUMNS} FROM changes"
        " WHERE record_type = ? AND last_id > record_id AND record_id <= ? AND last_id >= ?"
        " AND batch > ? ORDER BY 1",
        (record_type, record_id, after_batch, record_type, record_id, record_id, after_batch),
    )


def count_of(connection: Connection, record_type: str, record_id: int) -> int:
    """How many changes happened to one record."""
    return int(
        connection.scalar(
            "SELECT count(*) FROM (SELECT id FROM changes WHERE record_type = ? AND record_id = ?"
            " UNION SELECT id FROM changes"
            " WHERE record_type = ? AND last_id > record_id AND record_id <= ? AND last_id >= ?"
            ") of_record",
            (record_type, record_id, record_type, record_id, record_id),
        )
    )


def history(connection: Connection, record_type: str, record_id: int) -> list[HistoryEntry]:
    """Who changed a record, when, from what to what; newest first.

    An entry that is damaged stands there without its values, its batch of the kind ``DAMAGED``.
    """
    rows = _rows_of(connection, record_type, record_id)
    known = {batch.id: batch for batch in read_many(connection, [*{row[1] for row in rows}])}
    return [_entry(row, known.get(row[1])) for row in reversed(rows)]


def _entry(row: tuple[Any, ...], batch: Batch | None) -> HistoryEntry:
    """A line of a history; ``batch`` is None where the journal has lost it."""
    found = batch or Batch(row[1], DAMAGED, "", "", "", {}, 0, 0, 0, None, None)
    try:
        change = _change(row)
    except StoreError:
        return HistoryEntry(replace(found, kind=DAMAGED), Op.UPDATE, {}, {})
    return HistoryEntry(found, change.op, change.before, change.after)
