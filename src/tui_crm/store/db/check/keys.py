"""Titles, sort keys and search keys against their fields; the search index against its keys."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple

from tui_crm.errors import StoreError
from tui_crm.store import derive, search
from tui_crm.store.db.check.finding import Area, Finding
from tui_crm.store.model import FieldSpec, Kind
from tui_crm.store.sql import quote

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tui_crm.store.db.connection import Connection
    from tui_crm.store.model import RecordType


class _Keys(NamedTuple):
    title: str
    order: str
    words: str


def examine(connection: Connection, record_type: RecordType, repair: bool) -> Iterator[Finding]:
    """What is wrong with the keys and the index of one record type; called in a transaction."""
    table, label = quote(record_type.key), record_type.label()
    stale = list(_stale(connection, record_type))
    if stale:
        if repair:
            connection.run_many(
                f"UPDATE {table} SET title = ?, sort_key = ?, search_key = ? WHERE id = ?",
                ((*keys, record_id) for record_id, keys in stale),
            )
        yield Finding(Area.KEYS, "keys", {"type": label, "n": len(stale)}, repair)
    if (stale and repair) or not _is_index_right(connection, record_type.key):
        if repair:
            search.rebuild(connection, record_type.key)
        if not stale:
            yield Finding(Area.SEARCH, "search_index", {"type": label}, repair)


def _stale(connection: Connection, record_type: RecordType) -> Iterator[tuple[int, _Keys]]:
    """The records whose keys are not what follows from their fields, with what does.

    The words of a field that was retired since may still be among the search words.
    """
    retired = _retired_fields(connection, record_type.key)
    before = replace(record_type, fields=(*record_type.fields, *retired))
    read = _read_fields(before)
    names = ", ".join(quote(spec.sql_name) for spec in read)
    for part in connection.stream(
        f"SELECT id, title, sort_key, search_key{', ' if names else ''}{names}"
        f" FROM {quote(record_type.key)} ORDER BY id"
    ):
        for record_id, title, order, words, *found in part:
            values: dict[str, Any] = dict(zip((s.key for s in read), found, strict=True))
            right = _Keys(*derive.derived_columns(record_type, values))
            if (title, order, words) == right:
                continue
            is_known = _same_words(words, right.words) or (
                bool(retired) and _same_words(words, derive.search_text(before, values))
            )
            if (title, order) != right[:2] or not is_known:
                yield record_id, right


def _read_fields(record_type: RecordType) -> list[FieldSpec]:
    return [record_type.field(key) for key in derive.derived_from(record_type)]


def _same_words(one: str, other: str) -> bool:
    """Whether the same words are there; their order changes when fields change places."""
    return sorted(one.split(" ")) == sorted(other.split(" "))


def _retired_fields(connection: Connection, record_type: str) -> list[FieldSpec]:
    return [
        FieldSpec(key, Kind(kind), search=True, custom=True)
        for key, kind in connection.rows(
            "SELECT key, kind FROM custom_fields WHERE record_type = ? AND is_retired = 1"
            " AND kind IN ('text', 'email', 'phone')",
            (record_type,),
        )
    ]


def _is_index_right(connection: Connection, record_type: str) -> bool:
    """Whether the index is sound in itself, knows every record, and holds the pairs of their keys.

    The database's own integrity check sees only the first: an index without content of its own has
    nothing else to be compared with.
    """
    name, table = search.index_name(record_type), quote(record_type)
    known = quote(f"{record_type}_search_docsize")
    try:
        connection.run(f"INSERT INTO {name} ({name}) VALUES ('integrity-check')")
    except StoreError as error:
        if error.key in ("store.damaged", "store.failed"):
            return False
        if error.key != "store.readonly":  # then the comparison below must do
            raise
    apart = connection.scalar(
        f"SELECT EXISTS (SELECT id FROM {table} EXCEPT SELECT id FROM {known})"
        f" OR EXISTS (SELECT id FROM {known} EXCEPT SELECT id FROM {table})"
    )
    return not apart and _held(connection, record_type) == _wanted(connection, record_type)


def _held(connection: Connection, record_type: str) -> dict[str, int]:
    """How often the index holds each pair."""
    connection.run(
        "CREATE VIRTUAL TABLE temp.held_pairs USING"
        f" fts5vocab('main', '{record_type}_search', 'row')"
    )
    try:
        return dict(connection.rows("SELECT term, cnt FROM temp.held_pairs"))
    finally:
        connection.run("DROP TABLE temp.held_pairs")


def _wanted(connection: Connection, record_type: str) -> dict[str, int]:
    """How often each pair stands in the keys of all records."""
    found: Counter[str] = Counter()
    for part in connection.stream(f"SELECT search_key FROM {quote(record_type)}"):
        for (key,) in part:
            found.update(search.pairs(key).split(" "))
    del found[""]
    return dict(found)
