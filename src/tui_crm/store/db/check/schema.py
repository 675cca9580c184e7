"""Tables, columns, indexes and triggers of the file against those that this version makes."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final

from tui_crm.store.db.check.finding import Area, Finding
from tui_crm.store.db.connection import Connection
from tui_crm.store.sql import quote

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tui_crm.store.db.store import Store
    from tui_crm.store.registry import Program

_REMADE: Final = ("drafts", "counters", "assignment_turns", "alembic_version")
"""Tables whose content follows from the rest, or is of no use later."""

_DERIVED: Final = ("_search", "_keys")
"""How the names of tables end that are filled from the records."""

STOPPING: Final = frozenset({"table_lost", "column_lost"})
"""Findings after which the records cannot be looked at, unless they are repaired."""


@dataclass(frozen=True, slots=True)
class Shape:
    """Tables (columns with their types), and of tables and indexes the SQL that makes them."""

    columns: Mapping[str, Mapping[str, str]]
    tables: Mapping[str, str]
    indexes: Mapping[str, str]


@cache
def wanted(program: Program) -> Shape:
    """The shape of a new store of this version, read off one that is made for that."""
    from tui_crm.store.db.migrate import upgrade

    with TemporaryDirectory(prefix="crm-") as folder:
        path = Path(folder) / "new.db"
        upgrade(path, program, program.version, new=True)
        connection = Connection.open(path)
        try:
            return _shape(connection)
        finally:
            connection.close()


def _shape(connection: Connection) -> Shape:
    made = {
        kind: dict(
            connection.rows(
                "SELECT name, sql FROM sqlite_master WHERE type = ? AND sql IS NOT NULL", (kind,)
            )
        )
        for kind in ("table", "index")
    }
    columns: dict[str, dict[str, str]] = {}
    for table, name, kind in connection.rows(
        "SELECT m.name, c.name, c.type FROM sqlite_master m JOIN pragma_table_info(m.name) c"
        " WHERE m.type = 'table' AND m.sql NOT LIKE 'CREATE VIRTUAL%'"
    ):
        columns.setdefault(table, {})[name] = kind
    return Shape(columns, made["table"], made["index"])


def examine(store: Store, repair: bool) -> list[Finding]:
    """What is not as a store of this version has it; with ``repair``, what can be is made so.

    Columns that are there beside ours are those of custom fields, and no table of others does harm.
    """
    connection = store.connection
    program = store.program
    right, found = wanted(program), _shape(connection)
    findings = [
        *_triggers(connection),
        *_tables(right, found, program.version),
        *_columns(right, found),
        *_indexes(connection, right, found),
    ]
    if not repair or not findings:
        return [finding.finding() for finding in findings]
    with store.write_lock, connection.transaction():
        for finding in findings:
            for sql in finding.mend:
                connection.run(sql)
    return [finding.finding(is_repaired=bool(finding.mend)) for finding in findings]


@dataclass(frozen=True, slots=True)
class _Fault:
    key: str
    params: Mapping[str, str]
    mend: tuple[str, ...] = ()
    """The statements that put it right; none where only a backup can."""

    def finding(self, *, is_repaired: bool = False) -> Finding:
        return Finding(Area.SCHEMA, self.key, self.params, is_repaired, bool(self.mend))


def _triggers(connection: Connection) -> Iterator[_Fault]:
    """The program has no triggers, so any may change what it writes."""
    for name, table in connection.rows(
        "SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger' ORDER BY name"
    ):
        yield _Fault("trigger", {"name": name, "table": table}, (f"DROP TRIGGER {quote(name)}",))


def _tables(right: Shape, found: Shape, version: int) -> Iterator[_Fault]:
    for name, sql in right.tables.items():
        if name in found.tables or _is_shadow(name, right):
            continue
        mend: tuple[str, ...] = ()
        if name in _REMADE or name.endswith(_DERIVED):
            mend = (sql,)
        if name == "alembic_version":
            mend = (sql, f"INSERT INTO alembic_version VALUES ('{version:04}')")
        yield _Fault("table_lost", {"table": name}, mend)


def _is_shadow(name: str, right: Shape) -> bool:
    """Whether a table is one in which a search index keeps itself."""
    base, is_part, _ = name.partition("_search_")
    return bool(is_part) and f"{base}_search" in right.tables


def _columns(right: Shape, found: Shape) -> Iterator[_Fault]:
    for table, columns in right.columns.items():
        there = found.columns.get(table)
        if there is None or _is_shadow(table, right):
            continue
        for name, kind in columns.items():
            if name not in there:
                yield _Fault("column_lost", {"table": table, "column": name})
            elif there[name].upper() != kind.upper():
                params = {"table": table, "column": name, "found": there[name], "wanted": kind}
                yield _Fault("column_type", params)


def _indexes(connection: Connection, right: Shape, found: Shape) -> Iterator[_Fault]:
    owners = dict(_owners(right))
    for name, sql in right.indexes.items():
        there = found.indexes.get(name)
        if owners[name] not in found.tables and owners[name] not in _REMADE:
            continue  # it went with its table, which was named
        if there is None:
            yield _Fault("index_lost", {"name": name}, (sql,))
        elif _plain(there) != _plain(sql):
            yield _Fault("index_changed", {"name": name}, (f"DROP INDEX {quote(name)}", sql))
    for name, table in connection.rows(
        "SELECT m.name, m.tbl_name FROM sqlite_master m JOIN pragma_index_list(m.tbl_name) i"
        " ON i.name = m.name WHERE m.type = 'index' AND m.sql IS NOT NULL AND i.\"unique\""
    ):
        if table in right.tables and name not in right.indexes:
            mend = (f"DROP INDEX {quote(name)}",)
            yield _Fault("index_foreign", {"name": name, "table": table}, mend)


def _owners(shape: Shape) -> Iterator[tuple[str, str]]:
    """Each index with its table."""
    for name, sql in shape.indexes.items():
        table = sql.partition(" ON ")[2].partition("(")[0]
        yield name, table.strip(' "')


def _plain(sql: str) -> str:
    return " ".join(sql.replace('"', "").split()).upper()
