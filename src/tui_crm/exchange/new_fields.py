"""The columns that map to nothing, kept all the same: in the description, or as custom fields."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from tui_crm.exchange import targets
from tui_crm.exchange.columns import How, TableMapping, Why, settled
from tui_crm.exchange.headers import header_key
from tui_crm.exchange.options import Unmapped
from tui_crm.store.schema import Kind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tui_crm.exchange.columns import Column
    from tui_crm.exchange.planning import ImportPlan
    from tui_crm.store.journal import UnitOfWork
    from tui_crm.store.schema import RecordType

_NO_KEY: Final = re.compile(r"[^a-z0-9]+")
_LONG_KEY: Final = 40


def with_new_fields(work: UnitOfWork, plan: ImportPlan) -> tuple[TableMapping, tuple[str, ...]]:
    """The mapping with its unknown columns going where the options say; the labels of new fields.

    New custom fields are part of the same batch, and go with it when it is taken back.
    """
    mapping, record_type = plan.mapping, plan.record_type
    unknown = [column for column in mapping.unused if column.why in (Why.UNKNOWN, Why.TAKEN)]
    fresh = [column for column in mapping.columns if column.target == targets.NEW_FIELD]
    match plan.options.unmapped:
        case Unmapped.DESCRIPTION if targets.body(record_type):
            kept = {column.index for column in unknown}
            columns = tuple(
                settled(column, targets.NOTE, How.GIVEN) if column.index in kept else column
                for column in mapping.columns
            )
            mapping = replace(mapping, columns=columns)
        case Unmapped.FIELDS:
            fresh = sorted([*fresh, *unknown], key=lambda column: column.index)
    return _with_custom_fields(work, mapping, record_type, fresh) if fresh else (mapping, ())


def _with_custom_fields(
    work: UnitOfWork, mapping: TableMapping, record_type: RecordType, unknown: Sequence[Column]
) -> tuple[TableMapping, tuple[str, ...]]:
    from tui_crm.store import masters

    columns = list(mapping.columns)
    labels = []
    taken = {spec.key for spec in record_type.fields}
    for column in unknown:
        key = _free_key(column, taken)
        taken.add(key)
        masters.add_field(work, record_type.key, key, Kind.TEXT, ja=column.name, en=column.name)
        columns[column.index] = settled(column, key, How.GIVEN)
        labels.append(column.name)
    work.reload_schema()
    return replace(mapping, columns=tuple(columns)), tuple(labels)


def _free_key(column: Column, taken: set[str]) -> str:
    """A key for a field that is called like a column."""
    words = _NO_KEY.sub("_", header_key(column.name) if column.name.isascii() else "").strip("_")
    key = words[:_LONG_KEY] if words[:1].isalpha() else f"column_{column.index + 1}"
    free, number = key, 2
    while free in taken:
        free, number = f"{key[: _LONG_KEY - 4]}_{number}", number + 1
    return free
