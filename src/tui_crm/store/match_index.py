"""The blocking index: which records have which keys (``match_keys``), to find duplicates by.

One small table a record type, kept by the writer with every row. Candidates from it are always
read and compared, so a key that is left over does no harm.
"""

from __future__ import annotations

from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Final

from tui_crm.language.search_terms import word_groups
from tui_crm.store import search
from tui_crm.store.match_keys import KeyKind, KeyMaker
from tui_crm.store.records import CHUNK, chunks
from tui_crm.store.sql import quote

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from tui_crm.store.db.connection import Connection
    from tui_crm.store.model import RecordType, Value

MAX_BLOCK_SIZE: Final = 20
"""A key that more records share than this is not selective enough to be followed."""

_SCAN: Final = 5_000
_LAST: Final = "\U0010ffff"


def table_name(record_type: str) -> str:
    """The table with the keys of a record type."""
    return quote(f"{record_type}_keys")


def create_index(connection: Connection, record_type: str) -> None:
    """Make the empty index of a record type that is looked through for duplicates."""
    connection.run(connection.dialect.create_key_table(table_name(record_type)))


def put(connection: Connection, record_type: str, keys: Iterable[tuple[str, int]]) -> None:
    """Add keys of records."""
    # In their order they go into neighbouring pages, which is twice as fast.
    connection.run_many(
        f"INSERT INTO {table_name(record_type)} VALUES (?, ?) ON CONFLICT DO NOTHING",
        sorted(keys),
    )


def take(connection: Connection, record_type: str, keys: Iterable[tuple[str, int]]) -> None:
    """Take keys of records out."""
    connection.run_many(
        f"DELETE FROM {table_name(record_type)} WHERE key = ? AND id = ?", sorted(keys)
    )


def rebuild(connection: Connection, record_type: RecordType) -> None:
    """Make the index of a record type anew from its records."""
    maker = KeyMaker(record_type)
    if not maker.fields:
        return
    connection.run(f"DELETE FROM {table_name(record_type.key)}")
    fields = sorted(maker.fields)
    names = ", ".join(quote(record_type.field(key).sql_name) for key in fields)
    for part in connection.stream(f"SELECT id, {names} FROM {quote(record_type.key)}"):
        found = []
        for record_id, *values in part:
            keys = maker.keys(dict(zip(fields, values, strict=True)))
            found += [(key, record_id) for key in keys]
        put(connection, record_type.key, found)


def holders(connection: Connection, record_type: str, key: str) -> list[int] | None:
    """The records that have ``key``; None where there are too many to tell anything."""
    return _unless_too_many(
        connection.rows(
            f"SELECT id FROM {table_name(record_type)} WHERE key = ? LIMIT {MAX_BLOCK_SIZE + 1}",
            (key,),
        )
    )


def holders_of_start(connection: Connection, record_type: str, start: str) -> list[int] | None:
    """The records with a key that begins with ``start``; None where there are too many."""
    return _unless_too_many(
        connection.rows(
            f"SELECT DISTINCT id FROM {table_name(record_type)} WHERE key >= ? AND key < ?"
            f" LIMIT {MAX_BLOCK_SIZE + 1}",
            (start, start + _LAST),
        )
    )


def holders_of_both(
    connection: Connection, record_type: str, one: str, other: str
) -> list[int] | None:
    """The records that have both of two keys, each of which many have; None for too many."""
    table = table_name(record_type)
    return _unless_too_many(
        connection.rows(
            f"SELECT id FROM (SELECT id FROM {table} WHERE key = ? LIMIT {_SCAN}) few WHERE EXISTS"
            f" (SELECT 1 FROM {table} o WHERE o.key = ? AND o.id = few.id)"
            f" LIMIT {MAX_BLOCK_SIZE + 1}",
            (one, other),
        )
    )


def holders_of_word(connection: Connection, record_type: str, word: str) -> list[int] | None:
    """The records whose searched fields have a word in them; None where there are too many.

    Of a very long word only the beginning counts. A word of signs alone is in no record.
    """
    terms = word_groups(word)
    if not terms:
        return []
    hits = search.hits(connection, record_type, terms)
    return _unless_too_many(
        connection.rows(f"{hits.text} LIMIT {MAX_BLOCK_SIZE + 1}", hits.parameters)
    )


def _unless_too_many(rows: Sequence[tuple[int]]) -> list[int] | None:
    return [row[0] for row in rows] if len(rows) <= MAX_BLOCK_SIZE else None


def lookup_many(
    connection: Connection, record_type: str, keys: Iterable[str]
) -> dict[str, list[int]]:
    """The records that have each of ``keys``; a key that nobody has is left out."""
    found: dict[str, list[int]] = {}
    wanted = sorted(set(keys))
    for start in range(0, len(wanted), CHUNK):
        part = wanted[start : start + CHUNK]
        marks = ", ".join("?" * len(part))
        for key, record_id in connection.rows(
            f"SELECT key, id FROM {table_name(record_type)} WHERE key IN ({marks})", part
        ):
            found.setdefault(key, []).append(record_id)
    return found


def first_holders(
    connection: Connection, record_type: str, keys: Iterable[str], limit: int
) -> dict[str, list[int]]:
    """Up to ``limit`` of the records that have each of ``keys``; a key nobody has is left out."""
    sql = f"SELECT id FROM {table_name(record_type)} WHERE key = ? LIMIT {limit}"
    found = {key: [row[0] for row in connection.rows(sql, (key,))] for key in keys}
    return {key: ids for key, ids in found.items() if ids}


def all_keys(connection: Connection, record_type: str) -> Iterator[list[str]]:
    """Every key that any record has, some at a time."""
    for part in connection.stream(f"SELECT key FROM {table_name(record_type)}"):
        yield [key for (key,) in part]


def has_half_names(connection: Connection, record_type: str) -> bool:
    """Whether there may be a person with a name that has no key, because half of it is missing."""
    named = connection.scalar(
        f"SELECT count(*) FROM {quote(record_type)}"
        " WHERE last_name IS NOT NULL OR first_name IS NOT NULL"
    )
    with_key = connection.scalar(
        f"SELECT count(*) FROM {table_name(record_type)} WHERE key >= ? AND key < ?",
        (KeyKind.NAME.value, KeyKind.NAME.value + _LAST),
    )
    return int(named) > int(with_key)


def newest_id(connection: Connection, record_type: str) -> int:
    """The highest id of a record type: no more records than that can be there."""
    return int(connection.scalar(f"SELECT max(id) FROM {quote(record_type)}") or 0)


def lookup_both(connection: Connection, record_type: str, one: str, other: str) -> list[int]:
    """All records that have both keys; quicker if ``one`` is the one that fewer have."""
    table = table_name(record_type)
    return [
        row[0]
        for row in connection.rows(
            f"SELECT a.id FROM {table} a CROSS JOIN {table} b"
            " WHERE a.key = ? AND b.key = ? AND b.id = a.id",
            (one, other),
        )
    ]


def size(connection: Connection, record_type: str) -> int:
    """How many keys the index of a record type has."""
    return int(connection.scalar(f"SELECT count(*) FROM {table_name(record_type)}"))


def blocks(connection: Connection, record_type: str) -> Iterator[tuple[str, list[int]]]:
    """Every key with the records that have it, in the order of the keys."""
    rows = (
        row
        for part in connection.stream(f"SELECT key, id FROM {table_name(record_type)}")
        for row in part
    )
    for key, group in groupby(rows, key=itemgetter(0)):
        yield key, [record_id for _, record_id in group]


def fields_of_all(
    connection: Connection, record_type: RecordType, keys: Sequence[str]
) -> Iterator[tuple[Value, ...]]:
    """The id and some fields of every record; nothing where the type lacks one of them."""
    if all(key in record_type for key in keys):
        names = ", ".join(quote(record_type.field(key).sql_name) for key in ("id", *keys))
        for part in connection.stream(f"SELECT {names} FROM {quote(record_type.key)}"):
            yield from part


def read_for_matching(
    connection: Connection, record_type: RecordType, ids: Iterable[int], *, converted: bool = False
) -> dict[int, dict[str, Value]]:
    """What records are compared by, by id: the fields of their keys, ``title`` and ``company``.

    ``company`` is the title of the company that a person's record links to. Records that are gone
    are left out, and such as have been converted too, unless asked for.
    """
    known = {spec.key for spec in record_type.fields}
    fields = sorted({*KeyMaker(record_type).fields, *_BESIDE} & known)
    names = [quote(record_type.field(key).sql_name) for key in fields]
    company = record_type.company_field
    if company and not record_type.company_name_field:
        fields, names = [*fields, "company"], [*names, _title_of(record_type, company)]
    open_only = record_type.frozen_by and not converted
    still = f" AND {quote(record_type.frozen_by)} IS NULL" if open_only else ""
    found: dict[int, dict[str, Value]] = {}
    for part in chunks(sorted(set(ids))):
        marks = ", ".join("?" * len(part))
        for record_id, title, *values in connection.rows(
            f"SELECT id, title, {', '.join(names)} FROM {quote(record_type.key)}"
            f" WHERE id IN ({marks}){still}",
            part,
        ):
            found[record_id] = {"title": title, **dict(zip(fields, values, strict=True))}
    return found


_BESIDE: Final = ("city", "postal_code", "street", "birthday", "parent")
"""Fields that have no key, and tell something where a key is shared."""


def _title_of(record_type: RecordType, link: str) -> str:
    """The title of the record that a link of the row leads to."""
    spec = record_type.field(link)
    own = f"{quote(record_type.key)}.{quote(spec.sql_name)}"
    return f"(SELECT o.title FROM {quote(spec.target)} o WHERE o.id = {own})"


def distinct_pairs(
    connection: Connection, record_type: str, record_id: int | None = None
) -> set[tuple[int, int]]:
    """The pairs that somebody has called different, lower id first; all, or those of one record."""
    sql, parameters = "SELECT low_id, high_id FROM distinct_pairs WHERE record_type = ?", []
    if record_id is not None:
        sql, parameters = f"{sql} AND (low_id = ? OR high_id = ?)", [record_id, record_id]
    rows = connection.rows(sql, (record_type, *parameters))
    return {(low, high) for low, high in rows}


def is_distinct(connection: Connection, pair: Mapping[str, Value]) -> bool:
    """Whether this very pair, by its numbers and names, has been called different before."""
    wanted = tuple(pair.get(key) for key in ("record_type", "low_id", "high_id"))
    known = connection.rows(
        "SELECT names FROM distinct_pairs WHERE record_type = ? AND low_id = ? AND high_id = ?",
        wanted,
    )
    return (pair.get("names"),) in known


def key_rows(
    maker: KeyMaker, records: Iterable[tuple[int, Mapping[str, Value]]]
) -> list[tuple[str, int]]:
    """The keys of records as the index holds them."""
    return [(key, record_id) for record_id, values in records for key in maker.keys(values)]
