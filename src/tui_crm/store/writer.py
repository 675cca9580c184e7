"""Rows of a record type with all that hangs on them: derived keys and the search index."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui_crm.store import derive, search
from tui_crm.store.dialect import quote
from tui_crm.store.records import chunks

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from tui_crm.store.connection import Connection
    from tui_crm.store.schema import RecordType, Value


class TableWriter:
    """Puts rows into one table and takes them out; the journal decides which."""

    __slots__ = ("_connection", "_insert", "_keys", "_names", "_searched", "_table", "record_type")

    def __init__(self, connection: Connection, record_type: RecordType) -> None:
        self._connection = connection
        self.record_type = record_type
        self._table = quote(record_type.key)
        self._keys = [spec.key for spec in record_type.fields]
        self._names = {spec.key: quote(spec.sql_name) for spec in record_type.fields}
        self._searched = {spec.key for spec in record_type.searched}
        columns = [*self._names.values(), "version", "sort_key", "search_key"]
        marks = ", ".join("?" * len(columns))
        self._insert = f"INSERT INTO {self._table} ({', '.join(columns)}) VALUES ({marks})"

    def insert(self, rows: Iterable[tuple[int, Mapping[str, Value]]]) -> None:
        """Put whole rows in, each with its version; ``id`` and the stamps are among the values."""
        ready, index = [], []
        record_type, keys = self.record_type, self._keys
        for version, values in rows:
            title = derive.title(record_type, values)
            words = derive.search(record_type, values)
            row = [values.get(key) for key in keys]
            row[1] = title  # the second of the fields that every record has
            ready.append((*row, version, derive.order(record_type, values), words))
            index.append((row[0], words))
        self._connection.run_many(self._insert, ready)
        search.put(self._connection, record_type.key, index)  # type: ignore[arg-type]

    def update(
        self,
        record_id: int,
        version: int,
        values: Mapping[str, Value],
        changed: Mapping[str, Value],
    ) -> None:
        """Write ``changed`` to a row and give it ``version``; ``values`` is the whole row after."""
        sets = [f"{self._names[key]} = ?" for key in changed]
        parameters: list[Value] = list(changed.values())
        record_type = self.record_type
        old_words = None
        if self._needs_keys(changed):
            old_words = self._connection.scalar(
                f"SELECT search_key FROM {self._table} WHERE id = ?", (record_id,)
            )
            words = derive.search(record_type, values)
            sets += ["title = ?", "sort_key = ?", "search_key = ?"]
            parameters += [
                derive.title(record_type, values),
                derive.order(record_type, values),
                words,
            ]
        self._connection.run(
            f"UPDATE {self._table} SET {', '.join(sets)}, version = ? WHERE id = ?",
            (*parameters, version, record_id),
        )
        if old_words is not None and old_words != words:
            search.take(self._connection, record_type.key, [(record_id, old_words)])
            search.put(self._connection, record_type.key, [(record_id, words)])

    def _needs_keys(self, changed: Mapping[str, Value]) -> bool:
        record_type = self.record_type
        named = {key for alternative in record_type.title for key in alternative}
        return not changed.keys().isdisjoint(self._searched | named | set(record_type.kana))

    def delete(self, ids: Sequence[int]) -> None:
        """Take rows out."""
        for part in chunks(ids):
            marks = ", ".join("?" * len(part))
            kept = self._connection.rows(
                f"SELECT id, search_key FROM {self._table} WHERE id IN ({marks})", part
            )
            search.take(self._connection, self.record_type.key, kept)
            self._connection.run(f"DELETE FROM {self._table} WHERE id IN ({marks})", part)

    def images(self, ids: Sequence[int]) -> dict[int, tuple[int, dict[str, Value]]]:
        """Version and values of rows as they stand, by id."""
        names = ", ".join(self._names.values())
        found: dict[int, tuple[int, dict[str, Value]]] = {}
        for part in chunks(ids):
            marks = ", ".join("?" * len(part))
            for version, *values in self._connection.rows(
                f"SELECT version, {names} FROM {self._table} WHERE id IN ({marks})", part
            ):
                row = dict(zip(self._keys, values, strict=True))
                found[row["id"]] = (version, row)
        return found
