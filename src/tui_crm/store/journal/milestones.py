"""Changes of some fields of records, and the change by which each record was added."""

from __future__ import annotations

import json
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from tui_crm.store.journal import history
from tui_crm.store.journal.history import DAMAGED, Op
from tui_crm.store.records import chunks
from tui_crm.store.sql import Sql

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from tui_crm.store.db.connection import Connection
    from tui_crm.store.journal.history import Batch
    from tui_crm.store.model import Value
    from tui_crm.store.scope import Scope

_COLUMNS: Final = (
    'c.id, c.batch, c.record_type, c.record_id, c.before, c."after", b.at, b.user_name'
)


class Milestone(NamedTuple):
    """A change of a record that still stands: the fields that were asked for, before and after."""

    batch: int
    kind: str
    at: str
    user: str
    record_type: str
    record_id: int
    before: Mapping[str, Value]
    after: Mapping[str, Value]


def field_changes(
    connection: Connection, scope: Scope, fields: Mapping[str, Collection[str]], limit: int
) -> list[Milestone]:
    """The newest changes of some fields, by type, of the records in a scope; merges among them.

    What was undone, and the undoing of it, is left out. One that is damaged has no values.
    """
    found = _select(f"{_COLUMNS}, b.kind", scope, fields)
    rows = connection.rows(
        f"SELECT * FROM ({found.text}) found ORDER BY 1 DESC LIMIT ?", (*found.parameters, limit)
    )
    return [_milestone(row, fields) for row in rows]


def count_field_changes(
    connection: Connection, scope: Scope, fields: Mapping[str, Collection[str]]
) -> int:
    """How many changes ``field_changes`` could give."""
    found = _select("c.id", scope, fields)
    return int(connection.scalar(f"SELECT count(*) FROM ({found.text}) found", found.parameters))


def _select(what: str, scope: Scope, fields: Mapping[str, Collection[str]]) -> Sql:
    """A query for the changes, type by type, so that each is found by the index of the journal."""
    parts: list[str] = []
    parameters: list[Any] = []
    for record_type in scope.types:
        within = scope.ids(record_type)
        named = sorted(fields.get(record_type, ()))
        # A key stands in quotes and before a colon; inside a text the quotes would be escaped.
        tests = ['c."after" LIKE ?'] * len(named) + ["b.kind = 'merge'"]
        parts.append(
            f"SELECT {what} FROM changes c JOIN batches b ON b.id = c.batch"
            f" WHERE c.record_type = ? AND c.record_id IN ({within.text}) AND c.op = 'update'"
            f" AND b.undone_by IS NULL AND b.undoes IS NULL AND ({' OR '.join(tests)})"
        )
        parameters += [record_type, *within.parameters, *(f'%"{key}":%' for key in named)]
    return Sql(" UNION ALL ".join(parts), tuple(parameters))


def _milestone(row: tuple[Any, ...], fields: Mapping[str, Collection[str]]) -> Milestone:
    _, batch, record_type, record_id, before, after, at, user, kind = row
    sides: list[dict[str, Value]] = [{}, {}]
    with suppress(ValueError, TypeError, AttributeError):
        wanted = fields.get(record_type, ())
        for side, text in zip(sides, (before, after), strict=True):
            side |= {key: value for key, value in json.loads(text).items() if key in wanted}
        return Milestone(batch, kind, at, user, record_type, record_id, *sides)
    return Milestone(batch, DAMAGED, at, user, record_type, record_id, {}, {})


def origins(
    connection: Connection, record_type: str, record_ids: Sequence[int]
) -> dict[int, Batch]:
    """The change that each of some records was added by; of one that the journal lost, none."""
    added: dict[int, int] = {}
    created = Op.CREATE.value
    for part in chunks(record_ids):
        marks = ", ".join("?" * len(part))
        rows = connection.rows(
            "SELECT record_id, last_id, batch FROM changes WHERE record_type = ? AND op = ?"
            f" AND record_id IN ({marks})"
            " UNION SELECT record_id, last_id, batch FROM changes WHERE record_type = ? AND op = ?"
            " AND last_id > record_id AND record_id <= ? AND last_id >= ? ORDER BY 3",
            (*(record_type, created, *part), *(record_type, created, max(part), min(part))),
        )
        for first, last, batch in rows:
            added |= {each: batch for each in part if first <= each <= last}
    known = {batch.id: batch for batch in history.read_many(connection, [*{*added.values()}])}
    return {record: known[batch] for record, batch in added.items() if batch in known}
