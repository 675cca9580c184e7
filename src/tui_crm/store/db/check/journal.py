"""The journal against itself and against the records: nothing appears or goes without an entry."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tui_crm.store.db.check.finding import Area, Finding
from tui_crm.store.journal.history import Op
from tui_crm.store.sql import quote

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tui_crm.store.db.connection import Connection
    from tui_crm.store.model import RecordType, Schema

_NAMED: Final = 3

_LARGEST: Final = 10**9
"""No store has come so far; a number beyond is a damaged one."""

_INVARIANTS: Final = {
    "change_alone": "SELECT DISTINCT batch FROM changes"
    " WHERE batch NOT IN (SELECT id FROM batches)",
    "change_unreadable": "SELECT DISTINCT batch FROM changes"
    f" WHERE last_id < record_id OR last_id >= {_LARGEST}"
    " OR typeof(record_id) != 'integer' OR typeof(last_id) != 'integer'"
    " OR typeof(version) != 'integer' OR typeof(title) != 'text'"
    " OR op NOT IN ('create', 'update', 'delete')"
    " OR NOT json_valid(coalesce(before, '{}')) OR NOT json_valid(coalesce(after, '{}'))"
    " OR CASE WHEN json_valid(before) THEN"
    " json_type(before) != CASE op WHEN 'delete' THEN 'array' ELSE 'object' END END"
    " OR CASE WHEN json_valid(after) THEN json_type(after) != 'object' END"
    " UNION SELECT id FROM batches WHERE typeof(at) != 'text' OR julianday(at) IS NULL"
    " OR typeof(kind) != 'text' OR typeof(user_name) != 'text' OR typeof(note) != 'text'"
    " OR CASE WHEN json_valid(info) THEN"
    " coalesce(json_type(info, '$.also_created'), 'object') != 'object' END"
    " UNION SELECT id FROM batches WHERE info != '' AND"
    " CASE WHEN json_valid(info) THEN json_type(info) != 'object' ELSE 1 END",
    "batch_counts": "SELECT b.id FROM batches b LEFT JOIN changes c ON c.batch = b.id"
    " GROUP BY b.id HAVING"
    " b.created != total(CASE c.op WHEN 'create' THEN c.last_id - c.record_id + 1 END)"
    " OR b.updated != total(CASE c.op WHEN 'update' THEN 1 END)"
    " OR b.deleted != total(CASE c.op WHEN 'delete' THEN c.last_id - c.record_id + 1 END)",
    "journal_pointer": "SELECT id FROM batches WHERE undoes IS NOT NULL"
    " AND undoes NOT IN (SELECT id FROM batches)",
    "undo_unmatched": "SELECT b.id FROM batches b WHERE b.undone_by IS NOT NULL AND NOT EXISTS"
    " (SELECT 1 FROM batches u WHERE u.id = b.undone_by AND u.undoes = b.id)",
}
"""What no batch may be, by the sentence that says so: queries that give the batches that are."""


def examine(schema: Schema, connection: Connection) -> Iterator[Finding]:
    """What is wrong with the journal. It says what people did, so nothing here can be repaired."""
    for key, query in _INVARIANTS.items():
        batches = [row[0] for row in connection.rows(f"{query} ORDER BY 1")]
        if batches:
            params = {"n": len(batches), "ids": _some(batches)}
            yield Finding(Area.JOURNAL, key, params)
    known = tuple(schema.types)
    marks = ", ".join("?" * len(known))
    strange = connection.rows(
        f"SELECT DISTINCT batch FROM changes WHERE record_type NOT IN ({marks}) ORDER BY 1", known
    )
    if strange:
        ids = [row[0] for row in strange]
        yield Finding(Area.JOURNAL, "change_type", {"n": len(ids), "ids": _some(ids)})
    for record_type in schema:
        yield from _compare(connection, record_type)


def _compare(connection: Connection, record_type: RecordType) -> Iterator[Finding]:
    """The records that are there, against those that the journal says must be."""
    last = connection.scalar(
        "SELECT max(last_id) FROM changes WHERE record_type = ? AND last_id < ?"
        " AND typeof(last_id) = 'integer'",
        (record_type.key, _LARGEST),
    )
    if last is None:
        return
    alive, known = bytearray(last + 1), bytearray(last + 1)
    for part in connection.stream(
        "SELECT op, record_id, last_id FROM changes"
        " WHERE record_type = ? AND op != 'update' AND record_id BETWEEN 1 AND last_id"
        " AND last_id < ? AND typeof(record_id) = 'integer' AND typeof(last_id) = 'integer'"
        " ORDER BY id",
        (record_type.key, _LARGEST),
    ):
        for op, first, through in part:
            run = through - first + 1
            known[first : through + 1] = b"\x01" * run
            alive[first : through + 1] = (b"\x01" if op == Op.CREATE else b"\x00") * run
    risen = []
    for part in connection.stream(f"SELECT id FROM {quote(record_type.key)} ORDER BY id"):
        for (record_id,) in part:
            if record_id <= last and known[record_id]:
                if not alive[record_id]:
                    risen.append(record_id)
                alive[record_id] = 0
    gone = [record_id for record_id, is_missing in enumerate(alive) if is_missing]
    for key, ids in (("risen", risen), ("gone", gone)):
        if ids:
            params = {"n": len(ids), "type": record_type.label(len(ids)), "ids": _some(ids)}
            yield Finding(Area.JOURNAL, key, params)


def _some(ids: list[int]) -> str:
    return ", ".join(map(str, ids[:_NAMED])) + (", …" if len(ids) > _NAMED else "")
