"""What an import asks the store, for hundreds of rows at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from tui_crm.store.match_index import table_name
from tui_crm.store.records import chunks, merged_under
from tui_crm.store.sql import quote

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tui_crm.store.db.connection import Connection
    from tui_crm.store.model import RecordType, Value

NamedUser: TypeAlias = "tuple[int, str, str, str, str]"
"""A user: id, user name, full name, e-mail address, number in another program."""


def ids_by(
    connection: Connection, record_type: RecordType, column: str, values: Iterable[Value]
) -> dict[Value, list[int]]:
    """The ids of the records with each of ``values``, exactly, in a field or in ``sort_key``.

    A number of another program also finds the record that another with that number went into.
    """
    name = "sort_key" if column == "sort_key" else record_type.field(column).sql_name
    found: dict[Value, list[int]] = {}
    wanted = list(dict.fromkeys(values))
    for part in chunks(wanted):
        marks = ", ".join("?" * len(part))
        for also in _indexed(record_type, column):
            for value, record_id in connection.rows(
                f"SELECT {quote(name)}, id FROM {quote(record_type.key)}"
                f" WHERE {quote(name)} IN ({marks}){also}",
                part,
            ):
                found.setdefault(value, []).append(record_id)
    if column == "external_id":
        missing = [value for value in wanted if value not in found]
        for value, record_id in merged_under(connection, record_type.key, missing).items():
            found[value] = [record_id]
    return found


def has_merged(connection: Connection, record_type: str) -> bool:
    """Whether a record with a number of another program has ever gone into another one."""
    found = connection.scalar(
        "SELECT 1 FROM redirects WHERE record_type = ? AND external_id IS NOT NULL LIMIT 1",
        (record_type,),
    )
    return found is not None


def numbers_now(
    connection: Connection, record_type: RecordType, numbers: Sequence[Value]
) -> dict[Value, Value]:
    """For numbers of records that were merged away, those of the records that took them in."""
    keepers = merged_under(connection, record_type.key, numbers)
    read = read_fields(connection, record_type, keepers.values(), ("external_id",))
    return {number: read[keeper]["external_id"] for number, keeper in keepers.items()}


def _indexed(record_type: RecordType, column: str) -> tuple[str, ...]:
    """The conditions under which a column is looked up: only open leads are indexed by name."""
    if column == "sort_key" and "converted_by" in record_type:
        return (
            " AND converted_at IS NULL",
            " AND converted_at IS NOT NULL AND converted_by IS NOT NULL",
        )
    return ("",)


def ids_with_both(
    connection: Connection,
    record_type: RecordType,
    column: str,
    pairs: Iterable[tuple[str, str]],
) -> set[int]:
    """The records that have both of a pair.

    The first is another match key (``column`` is ``key``), a sort key, or the value of a field; the
    second is a match key.
    """
    table = table_name(record_type.key)
    if column == "key":
        sql = (
            f"SELECT n.id FROM {table} n CROSS JOIN {table} o"
            " WHERE o.id = n.id AND n.key = ? AND o.key = ?"
        )
        return {row[0] for pair in pairs for row in connection.rows(sql, pair)}
    name = "sort_key" if column == "sort_key" else record_type.field(column).sql_name
    by_key: dict[str, list[str]] = {}
    for value, key in pairs:
        by_key.setdefault(key, []).append(value)
    found: set[int] = set()
    for key, values in by_key.items():
        for part in chunks(values):
            marks = ", ".join("?" * len(part))
            # Begun at the key: the sort keys of some records, and most fields, are in no index.
            rows = connection.rows(
                f"SELECT n.id FROM {table} o CROSS JOIN {quote(record_type.key)} n"
                f" WHERE n.id = o.id AND o.key = ? AND n.{quote(name)} IN ({marks})",
                (key, *part),
            )
            found.update(row[0] for row in rows)
    return found


def read_fields(
    connection: Connection, record_type: RecordType, ids: Iterable[int], keys: Sequence[str]
) -> dict[int, dict[str, Value]]:
    """Some fields of some records, by id; records that are gone are left out."""
    names = ", ".join(quote(record_type.field(key).sql_name) for key in keys)
    found: dict[int, dict[str, Value]] = {}
    for part in chunks(sorted(set(ids))):
        marks = ", ".join("?" * len(part))
        for record_id, *values in connection.rows(
            f"SELECT id, {names} FROM {quote(record_type.key)} WHERE id IN ({marks})", part
        ):
            found[record_id] = dict(zip(keys, values, strict=True))
    return found


def users(connection: Connection) -> list[NamedUser]:
    """Everybody, the newest first."""
    return [
        (int(row[0]), *map(str, row[1:]))  # type: ignore[misc]
        for row in connection.rows(
            "SELECT id, coalesce(name, ''), coalesce(full_name, ''), coalesce(email, ''),"
            " coalesce(external_id, '') FROM users ORDER BY id DESC"
        )
    ]


def is_empty(connection: Connection) -> bool:
    """Whether nothing has ever been written to this store, so that there is nothing to lose."""
    return connection.scalar("SELECT 1 FROM batches LIMIT 1") is None
