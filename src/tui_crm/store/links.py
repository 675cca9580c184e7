"""Who points at whom: what goes with a deleted record, and what would be left hanging."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui_crm.store.model import Kind
from tui_crm.store.records import chunks
from tui_crm.store.sql import quote

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from tui_crm.store.db.connection import Connection
    from tui_crm.store.model import FieldSpec, RecordType, Schema


def pointing_at(
    connection: Connection, schema: Schema, target: str, ids: Iterable[int]
) -> Iterator[tuple[RecordType, FieldSpec, list[int]]]:
    """For every field that links to ``target``: the records in which it names one of ``ids``."""
    wanted = sorted(ids)
    for record_type, spec in schema.links_to(target):
        if spec.key in ("created_by", "updated_by"):
            continue
        found: list[int] = []
        for part in chunks(wanted):
            marks = ", ".join("?" * len(part))
            found += [
                row[0]
                for row in connection.rows(
                    f"SELECT id FROM {quote(record_type.key)}"
                    f" WHERE {quote(spec.sql_name)} IN ({marks})",
                    part,
                )
            ]
        if found:
            yield record_type, spec, found


def cascade(
    connection: Connection, schema: Schema, record_type: str, ids: Iterable[int]
) -> dict[str, set[int]]:
    """The records that go when ``ids`` go, by type: also those that cannot be without them."""
    found: dict[str, set[int]] = {record_type: set(ids)}
    queue: list[tuple[str, set[int]]] = [(record_type, set(found[record_type]))]
    while queue:
        target, going = queue.pop()
        for linking, spec, linking_ids in pointing_at(connection, schema, target, going):
            if not (spec.owned or spec.required):
                continue
            known = found.setdefault(linking.key, set())
            candidates = [i for i in linking_ids if i not in known]
            if not spec.required:
                candidates = _hanging(connection, linking, candidates, found)
            if candidates:
                known.update(candidates)
                queue.append((linking.key, set(candidates)))
    return {key: ids for key, ids in found.items() if ids}


def _hanging(
    connection: Connection, linking: RecordType, ids: Sequence[int], doomed: dict[str, set[int]]
) -> list[int]:
    """Those of ``ids`` whose owning links all name records that go."""
    owning = [spec for spec in linking.fields if spec.kind is Kind.LINK and spec.owned]
    names = ", ".join(quote(spec.sql_name) for spec in owning)
    hanging = []
    for part in chunks(ids):
        marks = ", ".join("?" * len(part))
        for record_id, *values in connection.rows(
            f"SELECT id, {names} FROM {quote(linking.key)} WHERE id IN ({marks})", part
        ):
            if all(
                value is None or value in doomed.get(spec.target, ())
                for spec, value in zip(owning, values, strict=True)
            ):
                hanging.append(record_id)
    return hanging


def runs(ids: Sequence[int]) -> Iterator[range]:
    """Ascending ids as runs without a gap.

    >>> list(runs([1, 2, 3, 7, 8]))
    [range(1, 4), range(7, 9)]
    """
    start = 0
    for position in range(1, len(ids) + 1):
        if position == len(ids) or ids[position] != ids[position - 1] + 1:
            yield range(ids[start], ids[position - 1] + 1)
            start = position
