"""``crm count``: how many records there are of each kind, and what their figures add up to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from tui_crm.cli import completion
from tui_crm.cli.lists import narrowed
from tui_crm.cli.options import Output, Selection, TypeName
from tui_crm.cli.output import OutputColumn, PlainRow, write_rows
from tui_crm.cli.resolve import field_key
from tui_crm.cli.session import Session
from tui_crm.i18n import t
from tui_crm.language import formats
from tui_crm.store import records, values
from tui_crm.store.aggregate import Aggregate, Function
from tui_crm.store.model import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tui_crm.store.aggregate import Group, GroupKey, Measure
    from tui_crm.store.db.connection import Connection
    from tui_crm.store.model import RecordType, Value


def count_records(
    session: Session,
    type_name: TypeName,
    out: Output,
    by: Annotated[
        str, typer.Option("--by", metavar="FIELDS", autocompletion=completion.fields)
    ] = "",
    figures: Annotated[str, typer.Option("--values", metavar="VALUES")] = "count",
    where: Annotated[
        str, typer.Option("--where", "-w", metavar="FILTER", autocompletion=completion.assignments)
    ] = "",
    search: Annotated[str, typer.Option("--search", metavar="TEXT")] = "",
    view: Annotated[
        str, typer.Option("--view", metavar="NAME", autocompletion=completion.views)
    ] = "",
    sort: Annotated[str, typer.Option("--sort", metavar="FIELDS")] = "",
    limit: Annotated[int | None, typer.Option("--limit", "-n", metavar="N", min=0)] = None,
) -> None:
    """Write the groups of the records of a type that fit, with their counts and sums."""
    record_type = session.schema.type(type_name)
    query, _ = narrowed(session, record_type, Selection(where=where, search=search, view=view))
    asked = Aggregate(
        session.schema,
        query,
        session.store.query_context(),
        [_named(record_type, name) for name in _parts(by)],
        _parts(figures) or ["count"],
    )
    has_money = any(measure.is_money for measure in asked.measures)
    columns = [
        *(OutputColumn(key.text, key.spec.label(key.type), 30) for key in asked.keys),
        *([OutputColumn("currency", t("fields.currency"), 8)] if has_money else []),
        *(OutputColumn(m.text, _label(record_type, m), 20, 1, True) for m in asked.measures),
    ]
    with session.reading() as connection:
        groups = asked.groups(connection, sort=sort, limit=limit)
        titles = [_titles(connection, key, groups, n) for n, key in enumerate(asked.keys)]
        rows = _rows(session, asked, columns, groups, titles)
        empty = t("cli.list.none", type=record_type.label())
        write_rows(out.format, columns, rows, empty=empty)


def _parts(words: str) -> list[str]:
    return [part.strip() for part in words.split(",") if part.strip()]


def _named(record_type: RecordType, words: str) -> str:
    """A field to group by with its first name resolved, as a list resolves it."""
    name, colon, period = words.partition(":")
    first, dot, rest = name.partition(".")
    return f"{field_key(record_type, first)}{dot}{rest}{colon}{period}"


def _label(record_type: RecordType, measure: Measure) -> str:
    field = measure.spec.label(record_type.key) if measure.spec else ""
    return t(f"cli.count.{measure.function}_of" if field else "cli.count.records", field=field)


def _titles(
    connection: Connection, key: GroupKey, groups: Sequence[Group], place: int
) -> dict[int, str]:
    if key.spec.kind is not Kind.LINK:
        return {}
    ids = {int(group.keys[place] or 0) for group in groups}
    return records.titles(connection, key.spec.target, ids)


def _rows(
    session: Session,
    asked: Aggregate,
    columns: Sequence[OutputColumn],
    groups: Sequence[Group],
    titles: Sequence[dict[int, str]],
) -> Iterator[PlainRow]:
    for group in groups:
        data: dict[str, Any] = {}
        shown: dict[str, str] = {}
        for key, value, known in zip(asked.keys, group.keys, titles, strict=True):
            title = known.get(int(value or 0), "") if known else ""
            data[key.text] = value if key.period else values.to_json(key.spec, value, title=title)
            if key.spec.kind is Kind.LINK:
                data[f"{key.text}_id"] = value
            if key.period is None:
                shown[key.text] = values.to_display(session.schema, key.spec, value, title=title)
        if group.currency:
            data["currency"] = group.currency
        for measure, value in zip(asked.measures, group.values, strict=True):
            data[measure.text], shown[measure.text] = _figure(session, measure, group, value)
        yield PlainRow(columns, data, shown)


def _figure(session: Session, measure: Measure, group: Group, value: Value) -> tuple[object, str]:
    """A figure as JSON has it, and as a person reads it."""
    spec = measure.spec
    if value is None or spec is None or measure.function is Function.COUNT:
        return value, "" if value is None else formats.number(float(value))
    if measure.function is Function.AVG and measure.is_money:
        value = round(float(value))
    elif measure.function is Function.AVG:
        return round(float(value), 2), formats.number(float(value), 2)
    currency = group.currency
    data = values.to_json(spec, value, currency)
    return data, values.to_display(session.schema, spec, value, currency=currency)
