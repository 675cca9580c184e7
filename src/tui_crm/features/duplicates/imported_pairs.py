"""Resolve imported pairs of distinct records to the records of this store."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui_crm.exchange.importing.record_lookup import named
from tui_crm.i18n import t
from tui_crm.store import match_index
from tui_crm.store.records import titles

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tui_crm.store.db.connection import Connection
    from tui_crm.store.journal.hooks import HookContext, ImportedRow
    from tui_crm.store.model import RecordType


def resolve_pairs(
    context: HookContext, _: RecordType, rows: Sequence[ImportedRow], _is_own: bool
) -> None:
    """Set the numbers of pairs to those of the records that they name.

    In another store the numbers of an export are those of other records. A record is meant by its
    number where it is called so, else by its name where only one is.
    """
    for row in rows:
        _resolve(context, row)


def _resolve(context: HookContext, row: ImportedRow) -> None:
    values, connection = row.values, context.connection
    types = str(values.get("record_type") or "").split()
    names = str(values.get("names") or "").split(" ≠ ")
    ids = (values.get("low_id"), values.get("high_id"))
    if None in ids or match_index.is_distinct(connection, values):
        return
    if len(types) not in (1, 2) or any(key not in context.schema.types for key in types):
        row.problems.append(t("errors.import.pair_type", type=values.get("record_type")))
        return
    pair = (types[0], types[-1])
    found = [
        _record(connection, context.schema.type(key), int(number or 0), name)
        for key, number, name in zip(pair, ids, names, strict=False)
    ]
    if len(names) != 2 or None in found or (len(types) == 1 and found[0] == found[1]):
        row.problems.append(t("errors.import.pair_unknown", names=values.get("names") or ids))
        return
    low, high = found if len(types) == 2 else sorted(filter(None, found))
    values.update(low_id=low, high_id=high)


def _record(connection: Connection, target: RecordType, number: int, name: str) -> int | None:
    if titles(connection, target.key, [number]).get(number) == name:
        return number
    ids = named(connection, target, [name]).get(name, [])
    return ids[0] if len(ids) == 1 else None
