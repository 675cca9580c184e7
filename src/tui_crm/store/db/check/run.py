"""Is the store whole? Everything that the program relies on, verified from end to end.

What is worked out of the records (titles, keys, the search index, dates, counters) can be made anew
and is, where repair is asked for. What people wrote cannot; it is only reported.
"""

from __future__ import annotations

from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from tui_crm.errors import StoreError
from tui_crm.store import counters, match_index, rollups
from tui_crm.store.db.check import choices, files, keys, matching
from tui_crm.store.db.check import journal as check_journal
from tui_crm.store.db.check import schema as check_schema
from tui_crm.store.db.check.finding import Area, Finding
from tui_crm.store.journal.unit import unit
from tui_crm.store.model import Kind
from tui_crm.store.sql import quote

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tui_crm.store.db.connection import Connection
    from tui_crm.store.db.store import Store
    from tui_crm.store.model import FieldSpec, RecordType, Schema

_NAMED: Final = 3
"""How many of the messages of the database are passed on."""


@dataclass(frozen=True, slots=True)
class CheckReport:
    """What a check found, and over how much."""

    findings: tuple[Finding, ...]
    records: int
    batches: int

    @property
    def is_whole(self) -> bool:
        """Whether nothing is wrong now."""
        return all(finding.is_repaired for finding in self.findings)


def check(store: Store, *, repair: bool = False) -> CheckReport:
    """Verify the file, its tables, links, picklists, keys, indexes, the journal and attached files.

    With ``repair``, what can be made anew is; a second run then finds nothing more to do.

    Raises:
        StoreError: the file is too damaged to be read, or may not be written to.
    """
    connection = store.connection
    found = list(_file(connection, repair))
    if any(not finding.is_repaired for finding in found):
        return CheckReport(tuple(found), 0, 0)
    found += check_schema.examine(store, repair)
    if any(f.key in check_schema.STOPPING and not f.is_repaired for f in found):
        return CheckReport(tuple(found), 0, 0)
    found += _links(store, repair)
    found += choices.examine(store, repair)
    with _examining(store, repair):
        found += _counters(store, connection, repair)
        for record_type in store.schema:
            found += keys.examine(connection, record_type, repair)
            found += matching.examine(connection, record_type, repair)
        found += _dates(connection, store.schema, repair)
    with store.reading():
        found += check_journal.examine(store.schema, connection)
        found += files.examine(store, connection)
        records = sum(_count(connection, record_type.key) for record_type in store.schema)
        return CheckReport(tuple(found), records, _count(connection, "batches"))


@contextmanager
def _examining(store: Store, repair: bool) -> Iterator[None]:
    """One moment of the store; the index's own check writes, so that nobody else may meanwhile."""
    connection = store.connection
    with store.write_lock, ExitStack() as moment:
        try:
            moment.enter_context(connection.transaction(keep=repair))
        except StoreError as error:
            if repair or error.key != "store.readonly":
                raise
            moment.enter_context(connection.snapshot())
        yield


def _count(connection: Connection, table: str) -> int:
    return int(connection.scalar(f"SELECT count(*) FROM {quote(table)}"))


def _file(connection: Connection, repair: bool) -> Iterator[Finding]:
    """The file itself; an index that has lost its table is made anew."""
    messages = [row[0] for row in connection.rows("PRAGMA integrity_check(50)") if row[0] != "ok"]
    if not messages:
        return
    only_indexes = all("index" in message for message in messages)
    if only_indexes and repair:
        connection.run("REINDEX")
    key = "index" if only_indexes else "damaged"
    detail = "; ".join(messages[:_NAMED])
    yield Finding(Area.FILE, key, {"detail": detail}, is_repaired=only_indexes and repair)


def _links(store: Store, repair: bool) -> Iterator[Finding]:
    """Links to records that are gone; one that may be blank is blanked, in a change like any."""
    for record_type in store.schema:
        for spec in record_type.fields:
            if spec.kind is not Kind.LINK or spec.key in ("created_by", "updated_by"):
                continue
            loose = _loose(store.connection, record_type, spec)
            if not loose:
                continue
            is_repaired = repair and not spec.required
            if is_repaired:
                with unit(store, "repair", spec.key) as work:
                    # A record that breaks a rule as well is not to stay damaged.
                    blanked = [(i, {spec.key: None}) for i in loose]
                    work.update_many(record_type.key, blanked, enforce=False)
            params = {
                "n": len(loose),
                "type": record_type.label(len(loose)),
                "field": spec.label(record_type.key),
                "ids": _some(loose),
            }
            yield Finding(Area.LINKS, "loose_link", params, is_repaired)


def _loose(connection: Connection, record_type: RecordType, spec: FieldSpec) -> list[int]:
    column = quote(spec.sql_name)
    return [
        row[0]
        for row in connection.rows(
            f"SELECT id FROM {quote(record_type.key)} WHERE {column} IS NOT NULL"
            f" AND {column} NOT IN (SELECT id FROM {quote(spec.target)}) ORDER BY id"
        )
    ]


def _some(ids: list[int]) -> str:
    return ", ".join(map(str, ids[:_NAMED])) + (", …" if len(ids) > _NAMED else "")


def _counters(store: Store, connection: Connection, repair: bool) -> Iterator[Finding]:
    """The next number of each type must be above every number that was ever given."""
    for record_type in store.schema:
        key = record_type.key
        given = connection.scalar(
            "SELECT max(last_id) FROM changes WHERE record_type = ?"
            " AND typeof(last_id) = 'integer'",
            (key,),
        )
        highest = max(match_index.newest_id(connection, key), given or 0)
        kept = counters.next_id(connection, key)
        if highest < kept:
            continue
        if repair:
            counters.set_next_id(connection, key, highest + 1)
        params = {"type": record_type.label(), "kept": kept, "highest": highest}
        yield Finding(Area.COUNTERS, "counter", params, repair)


def _dates(connection: Connection, schema: Schema, repair: bool) -> Iterator[Finding]:
    """Last and next activity, as they follow from the activities."""
    stale = rollups.stale(connection, schema)
    n = sum(map(len, stale.values()))
    if not n:
        return
    if repair:
        rollups.refresh(connection, schema, stale)
    yield Finding(Area.DATES, "activity_dates", {"n": n}, repair)
