"""The index of what identifies records, by which duplicates are found, against the records."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tui_crm.store import match_index
from tui_crm.store.db.check.finding import Area, Finding
from tui_crm.store.match_keys import KeyMaker
from tui_crm.store.sql import quote

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tui_crm.store.db.connection import Connection
    from tui_crm.store.model import RecordType

_MASK: Final = (1 << 64) - 1


def examine(connection: Connection, record_type: RecordType, repair: bool) -> Iterator[Finding]:
    """What is wrong with the index of one record type; called in a transaction."""
    maker = KeyMaker(record_type)
    if not maker.fields:
        return
    wanted = _sum(_wanted(connection, record_type, maker))
    held = _sum(_held(connection, record_type.key))
    # A field that was retired has left its keys behind, which does no harm.
    if wanted == held or (wanted[0] <= held[0] and _has_retired(connection, record_type.key)):
        return
    if repair:
        match_index.rebuild(connection, record_type)
    yield Finding(Area.MATCHING, "match_index", {"type": record_type.label()}, repair)


def _wanted(
    connection: Connection, record_type: RecordType, maker: KeyMaker
) -> Iterator[tuple[str, int]]:
    fields = sorted(maker.fields)
    names = ", ".join(quote(record_type.field(key).sql_name) for key in fields)
    for part in connection.stream(f"SELECT id, {names} FROM {quote(record_type.key)}"):
        rows = ((row[0], dict(zip(fields, row[1:], strict=True))) for row in part)
        yield from match_index.key_rows(maker, rows)


def _held(connection: Connection, record_type: str) -> Iterator[tuple[str, int]]:
    for part in connection.stream(f"SELECT key, id FROM {match_index.table_name(record_type)}"):
        yield from part


def _sum(pairs: Iterable[tuple[str, int]]) -> tuple[int, int]:
    """How many pairs, and a sum that is the same for the same pairs in any order.

    Millions of pairs need not be held to be compared.
    """
    count = total = 0
    for pair in pairs:
        count += 1
        total = (total + hash(pair)) & _MASK
    return count, total


def _has_retired(connection: Connection, record_type: str) -> bool:
    return bool(
        connection.scalar(
            "SELECT 1 FROM custom_fields WHERE record_type = ? AND is_retired = 1"
            " AND kind IN ('email', 'phone')",
            (record_type,),
        )
    )
