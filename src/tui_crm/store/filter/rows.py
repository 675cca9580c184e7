"""Which of some rows, that may not be in the store yet, a filter lets through.

The rows are handed to the database as a table of their own, hundreds at a time, so that a filter
means the same here as in a list.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from tui_crm.language.formats import stored
from tui_crm.store import derive
from tui_crm.store.filter.compile import compile_filter
from tui_crm.store.filter.language import AllOf
from tui_crm.store.model import Kind
from tui_crm.store.sql import quote

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tui_crm.store.db.connection import Connection
    from tui_crm.store.filter.compile import QueryContext
    from tui_crm.store.filter.language import Filter
    from tui_crm.store.model import RecordType, Schema, Value

_MOST_PARAMETERS: Final = 20_000
_PLACE: Final = quote("#")
"""The column with the places of the rows; no field can be called so."""


def matching(
    connection: Connection,
    schema: Schema,
    record_type: RecordType,
    condition: Filter,
    rows: Sequence[Mapping[str, Value]],
    query_context: QueryContext,
) -> set[int]:
    """The places of those among ``rows`` that ``condition`` lets through.

    Raises:
        FilterError: the condition names a field or a value that does not exist; what no record is
            called only lets nothing through, so that a rule outlives the records it names.
    """
    if condition == AllOf():
        return set(range(len(rows)))
    bare = replace(query_context, connection=None, is_stored=False)
    sql = compile_filter(condition, schema, record_type, bare)
    named = (*(spec for spec in record_type.fields if quote(spec.sql_name) in sql.text),)
    specs = [record_type.field("id"), *(spec for spec in named if spec.key != "id")]
    names = [quote(spec.sql_name) for spec in specs]
    keys = [spec.key for spec in specs]
    is_searched = "search_key" in sql.text
    names += ["search_key"] if is_searched else []
    kinds = (Kind.INTEGER, *(spec.kind for spec in specs), *([Kind.TEXT] if is_searched else []))
    marks = f"({', '.join(map(connection.dialect.typed, kinds))})"
    step = max(1, _MOST_PARAMETERS // (len(names) + 1))
    found: set[int] = set()
    for start in range(0, len(rows), step):
        part = rows[start : start + step]
        parameters: list[Value] = []
        for place, row in enumerate(part, start):
            parameters.append(place)
            parameters += [_value(record_type, row, key, query_context) for key in keys]
            if is_searched:
                parameters.append(derive.search_text(record_type, row))
        text = (
            f"WITH drafts({_PLACE}, {', '.join(names)})"
            f" AS (VALUES {', '.join([marks] * len(part))})"
            f" SELECT {_PLACE} FROM drafts WHERE {sql.text}"
        )
        found.update(row[0] for row in connection.rows(text, (*parameters, *sql.parameters)))
    return found


def _value(
    record_type: RecordType, row: Mapping[str, Value], key: str, query_context: QueryContext
) -> Value:
    value = row.get(key)
    if value is None and key == "title":
        return derive.title(record_type, row)
    if value is None and key in ("created_at", "updated_at"):
        return stored(query_context.now)
    return value
