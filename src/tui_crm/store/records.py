"""A record as the rest of the program sees it, and how it is found by its number or its title."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeVar

from tui_crm.errors import CrmError, NotFoundError, UsageError
from tui_crm.i18n import t
from tui_crm.store.filter.comparisons import named_test
from tui_crm.store.model import Kind
from tui_crm.store.sql import quote

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from tui_crm.store.db.connection import Connection
    from tui_crm.store.db.store import Store
    from tui_crm.store.model import RecordType, Value

T = TypeVar("T")

CHUNK = 500
_NAMED: Final = 5
"""So many of several that are called alike are named."""

"""How many ids one statement names."""


@dataclass(frozen=True, slots=True)
class Record:
    """A record at one version: its stored values, and the titles of what it links to."""

    type: str
    id: int
    version: int
    title: str
    values: Mapping[str, Value]
    links: Mapping[str, str]

    def __getitem__(self, key: str) -> Value:
        return self.values.get(key)

    def text(self, key: str) -> str:
        """The stored value as text; empty where there is none."""
        value = self.values.get(key)
        return "" if value is None else str(value)

    def number(self, key: str) -> int | None:
        """The stored value as a whole number: an amount in minor units, or the id of a link."""
        value = self.values.get(key)
        return None if value is None else int(value)


class VersionConflictError(CrmError):
    """Somebody has saved the record since it was read; ``theirs`` is what stands there now."""

    def __init__(self, theirs: Record, changes: Mapping[str, Value]) -> None:
        super().__init__("record.conflict", title=theirs.title, id=theirs.id)
        self.theirs = theirs
        self.changes = dict(changes)


def is_frozen(declared: RecordType, record: Record) -> bool:
    """Whether a record is read-only, as a lead is that was converted."""
    return bool(declared.frozen_by) and record[declared.frozen_by] is not None


def read_many(connection: Connection, record_type: RecordType, ids: Sequence[int]) -> list[Record]:
    """The records with these ids, in this order; those that are gone are left out."""
    specs = record_type.fields
    names = ", ".join(quote(spec.sql_name) for spec in specs)
    found: dict[int, dict[str, Value]] = {}
    versions: dict[int, int] = {}
    for part in chunks(ids):
        marks = ", ".join("?" * len(part))
        for version, *values in connection.rows(
            f"SELECT version, {names} FROM {quote(record_type.key)} WHERE id IN ({marks})", part
        ):
            row = dict(zip((spec.key for spec in specs), values, strict=True))
            found[row["id"]] = row
            versions[row["id"]] = version
    links = _link_titles(connection, record_type, found.values())
    return [
        Record(
            record_type.key,
            record_id,
            versions[record_id],
            str(found[record_id]["title"]),
            found[record_id],
            {key: known.get(int(found[record_id][key] or 0), "") for key, known in links.items()},
        )
        for record_id in ids
        if record_id in found
    ]


def read_rows(
    connection: Connection, record_type: RecordType, ids: Sequence[int], keys: Sequence[str]
) -> list[tuple[Value, ...]]:
    """Some fields of the records with these ids, in this order, but of those that are gone."""
    names = ", ".join(quote(record_type.field(key).sql_name) for key in keys)
    found: dict[int, tuple[Value, ...]] = {}
    for part in chunks(ids):
        marks = ", ".join("?" * len(part))
        for record_id, *values in connection.rows(
            f"SELECT id, {names} FROM {quote(record_type.key)} WHERE id IN ({marks})", part
        ):
            found[record_id] = tuple(values)
    return [found[record_id] for record_id in ids if record_id in found]


def read(connection: Connection, record_type: RecordType, record_id: int) -> Record:
    """The record with this id; one that was merged away leads to the record that took it in.

    Raises:
        NotFoundError: there is none.
    """
    for candidate in (record_id, redirected(connection, record_type.key, record_id)):
        found = read_many(connection, record_type, [candidate])
        if found:
            return found[0]
    raise NotFoundError("record.missing", type=record_type.label(1), id=record_id)


def redirected(connection: Connection, record_type: str, record_id: int) -> int:
    """The id under which a record lives on after merges; the same where there were none.

    A merge that was undone does not count, and counts again when the undo is undone.
    """
    seen = {record_id}
    while True:
        following = connection.scalar(
            "SELECT r.new_id FROM redirects r JOIN batches b ON b.id = r.batch"
            " WHERE r.record_type = ? AND r.old_id = ? AND b.undone_by IS NULL"
            " ORDER BY r.batch DESC",
            (record_type, record_id),
        )
        if following is None or following in seen:
            return record_id
        record_id = int(following)
        seen.add(record_id)


def redirect(
    connection: Connection,
    record_type: str,
    old: Iterable[tuple[int, Value]],
    new_id: int,
    batch: int,
) -> None:
    """Let the numbers of merged records find the one that took them in; inside a transaction.

    ``old`` are their ids, each with the number that the record has in another program, if any.
    """
    connection.run_many(
        "INSERT INTO redirects (record_type, old_id, external_id, batch, new_id)"
        " VALUES (?, ?, ?, ?, ?)",
        [(record_type, *numbers, batch, new_id) for numbers in old],
    )


def merged_under(
    connection: Connection, record_type: str, external_ids: Sequence[Value]
) -> dict[Value, int]:
    """The records that took in those with these numbers of another program, by number."""
    found: dict[Value, int] = {}
    for part in chunks(external_ids):
        marks = ", ".join("?" * len(part))
        for number, old_id in connection.rows(
            "SELECT r.external_id, r.old_id FROM redirects r JOIN batches b ON b.id = r.batch"
            f" WHERE r.record_type = ? AND r.external_id IN ({marks})"
            " AND b.undone_by IS NULL ORDER BY r.batch",
            (record_type, *part),
        ):
            found[number] = redirected(connection, record_type, old_id)
    alive = titles(connection, record_type, found.values())
    return {number: new_id for number, new_id in found.items() if new_id in alive}


def by_outside_number(connection: Connection, record_type: RecordType, number: str) -> list[int]:
    """The records with this number in another program, also where it came with a merge."""
    rows = connection.rows(
        f"SELECT id FROM {quote(record_type.key)} WHERE external_id = ? LIMIT 3", (number,)
    )
    merged = merged_under(connection, record_type.key, [number])
    return list(dict.fromkeys([*(int(row[0]) for row in rows), *merged.values()]))


def number_in(words: str) -> int | None:
    """The number of a record, where ``words`` are one; a longer one than SQLite holds is none."""
    return int(words) if words.isascii() and words.isdigit() and len(words) < 19 else None


def find(connection: Connection, record_type: RecordType, words: str) -> int:
    """The id of the one record that ``words`` name: by id, by its number in another program, by
    title however it is written, or by a family name that only one person has.

    Raises:
        NotFoundError: there is none.
        UsageError: there is more than one.
    """
    table = quote(record_type.key)
    if (number := number_in(words)) is not None:
        record_id = redirected(connection, record_type.key, number)
        if connection.scalar(f"SELECT 1 FROM {table} WHERE id = ?", (record_id,)):
            return record_id
    found = by_outside_number(connection, record_type, words)
    for names in (("title", "name"), ("last_name",)):
        columns = [name for name in names if name == "title" or name in record_type]
        if found or not columns:
            break
        tests = [named_test(quote(name), "=", words) for name in columns]
        sql = (
            f"SELECT id FROM {table} WHERE {' OR '.join(test.text for test in tests)}"
            f" ORDER BY id LIMIT {_NAMED + 1}"
        )
        parameters = [p for test in tests for p in test.parameters]
        found = [int(row[0]) for row in connection.rows(sql, parameters)]
    if not found:
        raise NotFoundError("record.not_found", type=record_type.label(1), words=words)
    if len(found) > 1:
        called = titles(connection, record_type.key, found[:_NAMED])
        each = [t("sales.numbered", title=called[i], id=i) for i in found[:_NAMED]]
        listed = t("sales.list_join").join([*each, *(["…"] if len(found) > _NAMED else [])])
        raise UsageError("record.ambiguous", type=record_type.label(1), words=words, found=listed)
    return found[0]


def titles(connection: Connection, record_type: str, ids: Iterable[int]) -> dict[int, str]:
    """The titles of records, by id."""
    found: dict[int, str] = {}
    for part in chunks(list(ids)):
        marks = ", ".join("?" * len(part))
        found.update(
            connection.rows(
                f"SELECT id, title FROM {quote(record_type)} WHERE id IN ({marks})", part
            )
        )
    return found


def _link_titles(
    connection: Connection, record_type: RecordType, rows: Iterable[Mapping[str, Value]]
) -> dict[str, dict[int, str]]:
    """For each link field, the titles of the records that ``rows`` point at."""
    rows = list(rows)
    wanted: dict[str, set[int]] = {}
    fields = [spec for spec in record_type.fields if spec.kind is Kind.LINK]
    for spec in fields:
        ids = {int(row[spec.key] or 0) for row in rows if row[spec.key] is not None}
        wanted.setdefault(spec.target, set()).update(ids)
    found = {target: titles(connection, target, ids) for target, ids in wanted.items()}
    return {spec.key: found[spec.target] for spec in fields}


def chunks(values: Sequence[T]) -> Iterable[Sequence[T]]:
    """``values`` in parts that fit into one statement."""
    for start in range(0, len(values), CHUNK):
        yield values[start : start + CHUNK]


def versions(connection: Connection, record_type: str, ids: Sequence[int]) -> dict[int, int]:
    """The version of each record now, by id; those that are gone are left out."""
    found: dict[int, int] = {}
    for part in chunks(ids):
        marks = ", ".join("?" * len(part))
        found.update(
            connection.rows(
                f"SELECT id, version FROM {quote(record_type)} WHERE id IN ({marks})", part
            )
        )
    return found


def read_record(store: Store, record_type: str, record_id: int) -> Record:
    """A record as it stands.

    Raises:
        NotFoundError: it is gone.
    """
    with store.reading() as connection:
        return read(connection, store.schema.type(record_type), record_id)


def read_versions(store: Store, record_type: str, ids: Sequence[int]) -> dict[int, int]:
    """The current version of each record, to detect edits by others before a bulk change."""
    with store.reading() as connection:
        return versions(connection, record_type, ids)
