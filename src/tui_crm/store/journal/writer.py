"""Rows of a record type with their derived values: titles and keys, and both indexes."""

from __future__ import annotations

from functools import lru_cache
from itertools import chain, repeat
from typing import TYPE_CHECKING, Final, NamedTuple

from tui_crm.store import derive, match_index, search
from tui_crm.store.bloom_filter import BloomFilter
from tui_crm.store.records import chunks
from tui_crm.store.sql import quote

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from tui_crm.store.db.connection import Connection
    from tui_crm.store.derive import Derived
    from tui_crm.store.model import RecordType, Value


_DERIVED: Final = ("title", "sort_key", "search_key")


class Stored(NamedTuple):
    """A row as it stands: its version, all its values, and the words the index knows it by."""

    version: int
    values: dict[str, Value]
    words: str


class _Layout(NamedTuple):
    """What every writer of a record type knows of it, whatever unit of work it writes for."""

    table: str
    names: dict[str, str]
    """The columns by the fields, in the order of these, as SQL."""
    deriver: derive.Deriver
    derived_from: frozenset[str]


@lru_cache(maxsize=64)
def _layout(record_type: RecordType) -> _Layout:
    return _Layout(
        quote(record_type.key),
        {spec.key: quote(spec.sql_name) for spec in record_type.fields},
        derive.Deriver(record_type),
        frozenset(derive.derived_from(record_type)),
    )


class TableWriter:
    """Puts rows into one table and takes them out; the journal decides which."""

    __slots__ = (
        "_connection",
        "_derived_from",
        "_deriver",
        "_known",
        "_maker",
        "_names",
        "_table",
        "record_type",
    )

    def __init__(
        self,
        connection: Connection,
        record_type: RecordType,
        known: dict[str, BloomFilter] | None = None,
    ) -> None:
        self._connection = connection
        self.record_type = record_type
        self._table, self._names, self._deriver, self._derived_from = _layout(record_type)
        self._maker = self._deriver.maker
        self._known = {} if known is None else known

    def insert(
        self,
        rows: Iterable[tuple[int, Mapping[str, Value]]],
        worked_out: Iterable[Derived | None] = (),
    ) -> None:
        """Put whole rows in, each with its version; ``id`` and the stamps are among the values.

        What has been worked out of them before is used as far as it still holds.
        """
        part = list(rows)
        # A statement that names sixty columns takes three times as long as one that names fifteen.
        present: set[str] = set().union(*(values for _, values in part)) - {"title"}
        used = [key for key in self._names if key in present]
        ready, index = [], []
        keys: list[tuple[str, int]] = []
        deriver = self._deriver
        for (version, values), known in zip(part, chain(worked_out, repeat(None)), strict=False):
            found = known
            if found is None or not deriver.is_of(found, values):
                found = deriver.derive(values)
            record_id = int(values["id"] or 0)
            _, *written = found[:4]
            ready.append((*map(values.get, used), version, *written))
            index.append((record_id, found.search_key))
            keys += [(key, record_id) for key in found.match_keys]
        columns = [*(self._names[key] for key in used), "version", *_DERIVED]
        marks = ", ".join("?" * len(columns))
        self._connection.run_many(
            f"INSERT INTO {self._table} ({', '.join(columns)}) VALUES ({marks})", ready
        )
        search.put(self._connection, self.record_type.key, index)
        self._put_keys(keys)

    def update(
        self, rows: Iterable[tuple[Stored, Mapping[str, Value], Mapping[str, Value]]]
    ) -> None:
        """Write the next version of rows: each as it stands, as a whole then, and what changes."""
        record_type = self.record_type
        alike: dict[tuple[str, ...], list[tuple[Value, ...]]] = {}
        words: list[tuple[int, str, str]] = []
        gone: list[tuple[int, Mapping[str, Value]]] = []
        come: list[tuple[int, Mapping[str, Value]]] = []
        for stands, after, changed in rows:
            record_id = int(stands.values["id"] or 0)
            names, parameters = tuple(map(self._names.__getitem__, changed)), [*changed.values()]
            if not changed.keys().isdisjoint(self._derived_from):
                found = derive.derived_columns(record_type, after)
                names += _DERIVED
                parameters += found
                if (search_key := found[-1]) != stands.words:
                    words.append((record_id, stands.words, search_key))
            if not changed.keys().isdisjoint(self._maker.fields):
                gone.append((record_id, stands.values))
                come.append((record_id, after))
            alike.setdefault(names, []).append((*parameters, stands.version + 1, record_id))
        for names, written in alike.items():
            sets = ", ".join(f"{name} = ?" for name in names)
            self._connection.run_many(
                f"UPDATE {self._table} SET {sets}, version = ? WHERE id = ?", written
            )
        search.take(self._connection, record_type.key, [(i, was) for i, was, _ in words])
        search.put(self._connection, record_type.key, [(i, now) for i, _, now in words])
        self._take_keys(gone)
        self._put_keys(match_index.key_rows(self._maker, come))

    def delete(self, rows: Mapping[int, Stored]) -> None:
        """Take rows out, as they were read."""
        search.take(
            self._connection,
            self.record_type.key,
            ((record_id, stored.words) for record_id, stored in rows.items()),
        )
        self._take_keys((record_id, stored.values) for record_id, stored in rows.items())
        for part in chunks(list(rows)):
            marks = ", ".join("?" * len(part))
            self._connection.run(f"DELETE FROM {self._table} WHERE id IN ({marks})", part)

    def read(self, ids: Sequence[int]) -> dict[int, Stored]:
        """Rows as they stand, by id; those that are gone are left out."""
        names = ", ".join(self._names.values())
        keys = tuple(self._names)
        found: dict[int, Stored] = {}
        for part in chunks(ids):
            marks = ", ".join("?" * len(part))
            for version, words, *values in self._connection.rows(
                f"SELECT version, search_key, {names} FROM {self._table} WHERE id IN ({marks})",
                part,
            ):
                found[values[0]] = Stored(version, dict(zip(keys, values, strict=True)), words)
        return found

    def known_keys(self) -> BloomFilter:
        """Which match keys the table may have, until the end of the transaction."""
        found = self._known.get(self.record_type.key)
        if found is None:
            found = self._known[self.record_type.key] = BloomFilter()
            for keys in match_index.all_keys(self._connection, self.record_type.key):
                found.add(keys)
        return found

    def _put_keys(self, keys: Sequence[tuple[str, int]]) -> None:
        if self._maker.fields:
            if known := self._known.get(self.record_type.key):
                known.add([key for key, _ in keys])
            match_index.put(self._connection, self.record_type.key, keys)

    def _take_keys(self, rows: Iterable[tuple[int, Mapping[str, Value]]]) -> None:
        if self._maker.fields:
            keys = match_index.key_rows(self._maker, rows)
            match_index.take(self._connection, self.record_type.key, keys)
