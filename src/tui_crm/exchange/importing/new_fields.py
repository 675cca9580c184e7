"""Keep unmapped columns: in the description, or as new custom fields."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING, Final

from tui_crm.exchange.formula_escape import unescape_formula
from tui_crm.exchange.importing import targets
from tui_crm.exchange.importing.columns import ColumnUse, MappedBy, settled
from tui_crm.exchange.importing.conventions import SAMPLE
from tui_crm.exchange.importing.options import Unmapped
from tui_crm.exchange.importing.value_kinds import ValueKinds
from tui_crm.exchange.readers.headers import header_key
from tui_crm.language.money_headers import read_amount_header
from tui_crm.store import custom_fields
from tui_crm.store.model import FieldSpec, Kind
from tui_crm.store.values import ValueParser

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tui_crm.exchange.importing.columns import Column, TableMapping
    from tui_crm.exchange.importing.planning import ImportPlan
    from tui_crm.exchange.readers.rows import Row
    from tui_crm.store.db.store import Store
    from tui_crm.store.journal.unit import UnitOfWork
    from tui_crm.store.model import RecordType

_NO_KEY: Final = re.compile(r"[^a-z0-9]+")
_LONG_KEY: Final = 40


def with_new_fields(store: Store, plan: ImportPlan, limit: int | None = None) -> ImportPlan:
    """The plan with its unknown columns going where the options say.

    Each new custom field has the kind that the values of its column have, in ``limit`` rows or in
    all; ``add_new_fields`` makes them in the store.

    Raises:
        FileError: the file cannot be read to its end.
    """
    mapping, record_type = plan.mapping, plan.record_type
    unknown = [
        column for column in mapping.unused if column.use in (ColumnUse.UNKNOWN, ColumnUse.TAKEN)
    ]
    fresh = [column for column in mapping.columns if column.target == targets.NEW_FIELD]
    match plan.options.unmapped:
        case Unmapped.DESCRIPTION if targets.body(record_type):
            kept = {column.index for column in unknown}
            columns = tuple(
                settled(column, targets.NOTE, MappedBy.GIVEN) if column.index in kept else column
                for column in mapping.columns
            )
            plan = replace(plan, mapping=replace(mapping, columns=columns))
        case Unmapped.FIELDS:
            fresh = sorted([*fresh, *unknown], key=lambda column: column.index)
    if not fresh:
        return plan
    rows = plan.sample if len(plan.sample) < SAMPLE else islice(plan.source.rows(), limit)
    return _with_custom_fields(store, plan, fresh, rows)


def add_new_fields(work: UnitOfWork, plan: ImportPlan) -> None:
    """Make the custom fields of a plan, which go when the batch is taken back."""
    for spec in plan.new_fields:
        words, key = spec.label_ja, plan.record_type.key
        custom_fields.add_field(work, key, spec.key, spec.kind, ja=words, en=words)
    if plan.new_fields:
        work.reload_schema()


def _with_custom_fields(
    store: Store, plan: ImportPlan, fresh: Iterable[Column], rows: Iterable[Row]
) -> ImportPlan:
    reader = ValueParser(store.schema, store.local_now(), no_link)
    retired = custom_fields.retired_fields(store.connection, plan.record_type.key)
    usual = plan.options.currency or plan.options.usual_currency
    kinds = {column.index: ValueKinds(column.header, reader, usual) for column in fresh}
    for row in rows:
        if row.problem is None:
            for index, values in kinds.items():
                values.add(unescape_formula(row.cells[index]))
    columns = list(plan.mapping.columns)
    record_type = plan.record_type
    taken = {spec.key for spec in record_type.fields}
    specs = []
    for index, values in kinds.items():
        column = columns[index]
        kind = values.kind
        if kind is Kind.MONEY and not _can_pay(record_type, plan.mapping, values.currency, usual):
            kind = Kind.TEXT
        others = {key for key, was in retired.items() if was != kind}
        key = _free_key(column, taken | others)
        taken.add(key)
        columns[index] = settled(column, key, MappedBy.GIVEN)
        specs.append(
            FieldSpec(
                key=key,
                kind=kind,
                section="custom",
                choices=f"{record_type.key}_{key}" if kind is Kind.CHOICE else "",
                currency="currency" if kind is Kind.MONEY else "",
                custom=True,
                label_ja=column.name,
                label_en=column.name,
            )
        )
    return replace(
        plan,
        record_type=replace(record_type, fields=(*record_type.fields, *specs)),
        mapping=replace(plan.mapping, columns=tuple(columns)),
        new_fields=tuple(specs),
    )


def no_link(spec: FieldSpec, text: str) -> int:
    """Links are found for hundreds of rows at a time, never by the reader of one value."""
    raise AssertionError(f"{spec.key}: {text}")


def _can_pay(record_type: RecordType, mapping: TableMapping, currency: str, usual: str) -> bool:
    """Whether amounts in ``currency`` can stand in a record, which has one for all of them."""
    if "currency" not in record_type:
        return currency == usual
    if any(column.target == "currency" for column in mapping.used):
        return False
    others = [
        read_amount_header(column.header, usual).currency or usual
        for column in mapping.used
        if column.target in record_type and record_type.field(column.target).kind is Kind.MONEY
    ]
    return all(other == currency for other in others)


def _free_key(column: Column, taken: set[str]) -> str:
    """A key for a field that is called like a column."""
    words = _NO_KEY.sub("_", header_key(column.name) if column.name.isascii() else "").strip("_")
    key = words[:_LONG_KEY] if words[:1].isalpha() else f"column_{column.index + 1}"
    free, number = key, 2
    while free in taken:
        free, number = f"{key[: _LONG_KEY - 4]}_{number}", number + 1
    return free
