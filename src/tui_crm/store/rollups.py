"""Fields that hold what follows from other records, such as when a lead is next called."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from tui_crm.store.records import chunks
from tui_crm.store.sql import literal, quote

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from tui_crm.store.db.connection import Connection
    from tui_crm.store.model import RecordType, Rollup, Schema, Value

RollupLink: TypeAlias = tuple[str, str]
"""A record type with roll-ups, and the field by which its records point at those that hold them."""


def rollup_links(schema: Schema) -> list[RollupLink]:
    """All links over which something is rolled up."""
    return [
        (record_type.key, spec.key)
        for record_type in schema
        for spec in schema.rollup_links(record_type)
    ]


class TouchedTargets:
    """The records that links with roll-ups led to before some writes, or lead to after them."""

    def __init__(self) -> None:
        self._ids: dict[RollupLink, set[int]] = {}
        self._by_type: dict[str, list[tuple[str, set[int]]]] = {}

    def use(self, schema: Schema) -> None:
        """Follow the links of another schema; what is noted of those that it shares stays."""
        self._ids = {link: self._ids.get(link, set()) for link in rollup_links(schema)}
        self._by_type = {}
        for (record_type, link), ids in self._ids.items():
            self._by_type.setdefault(record_type, []).append((link, ids))

    def note(self, record_type: str, rows: Sequence[Mapping[str, Value]]) -> None:
        """Note what rows of a type point at."""
        for link, ids in self._by_type.get(record_type, ()):
            found = {row.get(link) for row in rows}
            ids.update(int(value) for value in found if value is not None)

    def refresh(self, connection: Connection, schema: Schema) -> None:
        """Work out their roll-ups anew."""
        refresh(connection, schema, self._ids)


def refresh(
    connection: Connection, schema: Schema, touched: Mapping[RollupLink, Iterable[int]]
) -> None:
    """Work out what is rolled up of the records that each link has led to, or leads to now."""
    for (record_type, link), ids in touched.items():
        declared = schema.type(record_type)
        table = quote(declared.field(link).target)
        values = ", ".join(
            f"{quote(field)} = {query}" for field, query in _queries(declared, link, table).items()
        )
        for part in chunks(sorted(ids)):
            marks = ", ".join("?" * len(part))
            connection.run(f"UPDATE {table} SET {values} WHERE id IN ({marks})", part)


def stale(connection: Connection, schema: Schema) -> dict[RollupLink, list[int]]:
    """The records whose fields are not what follows from the others, by link."""
    found = {}
    for record_type, link in rollup_links(schema):
        declared = schema.type(record_type)
        table = quote(declared.field(link).target)
        tests = " OR ".join(
            connection.dialect.differs(quote(field), query)
            for field, query in _queries(declared, link, table).items()
        )
        rows = connection.rows(f"SELECT id FROM {table} WHERE {tests}")
        found[record_type, link] = [row[0] for row in rows]
    return found


def _queries(declared: RecordType, link: str, table: str) -> dict[str, str]:
    """For each field the query that gives its value for the record of ``table``."""
    return {
        rollup.field: f"(SELECT {rollup.pick}({_first_filled(rollup)}) FROM {quote(declared.key)} r"
        f" WHERE r.{quote(link)} = {table}.id AND {_condition(rollup)})"
        for rollup in declared.rollups
    }


def _first_filled(rollup: Rollup) -> str:
    names = [f"r.{quote(field)}" for field in rollup.of]
    return f"coalesce({', '.join(names)})" if len(names) > 1 else names[0]


def _condition(rollup: Rollup) -> str:
    field, value = rollup.where
    # A literal, not a parameter, since partial indexes are only used where the value is known.
    return f"r.{quote(field)} = {literal(value)}"
