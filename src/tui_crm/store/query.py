"""A list as a value (what is searched, filtered and sorted), its ids, and the rows of a page.

A list is its sorted ids; rows are read for the few ids that are in view. This is also why nothing
here goes through the ORM: the first rows stand on the screen before it could be imported.
"""

from __future__ import annotations

from array import array
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from tui_crm.errors import UsageError
from tui_crm.language.fold import search_words
from tui_crm.store import filter as filters
from tui_crm.store import search
from tui_crm.store.dialect import quote
from tui_crm.store.filter_sql import Sql, Viewpoint, compile_filter
from tui_crm.store.records import chunks
from tui_crm.store.schema import FieldSpec, Kind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tui_crm.store.connection import Connection
    from tui_crm.store.schema import RecordType, Schema, Value

FEW: Final = 20_000
"""Up to so many hits are sorted; more are met soon enough in the order of the list."""

_LONGEST_SEARCH: Final = 200


@dataclass(frozen=True, slots=True)
class Query:
    """What a list shows of a record type.

    ``where`` is a filter (``filter.py``). ``search`` is what a person typed to find. ``sort`` names
    fields, the first first, a leading ``-`` for the other way round; empty means the type's own.
    """

    type: str
    where: str = ""
    search: str = ""
    sort: str = ""


@dataclass(frozen=True, slots=True)
class PageRow:
    """A row of a list: values in the order of its columns; a link is the title of its target."""

    id: int
    values: tuple[Value, ...]


class Listing:
    """A query, checked and turned into SQL.

    Raises:
        UsageError: it names a type, field or value that does not exist.
    """

    def __init__(self, schema: Schema, query: Query, viewpoint: Viewpoint) -> None:
        self.schema = schema
        self.query = query
        self.record_type = schema.type(query.type)
        self._table = quote(self.record_type.key)
        self._where = self._compile_where(viewpoint)
        self._order = _order(schema, self.record_type, query.sort or self.record_type.default_sort)
        self._words = search_words(query.search[:_LONGEST_SEARCH])

    def ids(self, connection: Connection, *, limit: int | None = None) -> array[int]:
        """The ids of the list in its order, all or the first ``limit``."""
        sql = self._with_search(connection, limit is not None)
        text = f"SELECT id FROM {self._table} WHERE {sql.text} ORDER BY {self._order}"
        if limit is not None:
            text += f" LIMIT {int(limit)}"
        found = array("q")
        for part in connection.stream(text, sql.parameters, size=10_000):
            found.extend([row[0] for row in part])
        return found

    def count(self, connection: Connection) -> int:
        """How many records the list has."""
        sql = self._with_search(connection, soon=False)
        text = f"SELECT count(*) FROM {self._table} WHERE {sql.text}"
        return int(connection.scalar(text, sql.parameters))

    def _compile_where(self, viewpoint: Viewpoint) -> Sql:
        condition = filters.parse(self.query.where)
        base = filters.parse(self.record_type.base_where)
        named = filters.fields_of(condition)
        if not filters.fields_of(base) & (named | {f"{name}_at" for name in named}):
            condition = filters.AllOf((base, condition))
        return compile_filter(condition, self.schema, self.record_type, viewpoint)

    def _with_search(self, connection: Connection, soon: bool) -> Sql:
        """The condition with the search in it.

        A search that hits few records gives them to the sorter. One that hits many would make it
        sort them all, where the first page is met at once by walking along the order of the list.
        """
        if self.query.search.strip() and not self._words:
            return Sql("1 = 0")
        if not self._words:
            return self._where
        index = search.index_name(self.record_type.key)
        match = search.match(" ".join(self._words))
        hits = f"SELECT rowid FROM {index} WHERE {index} MATCH ?"
        text, parameters = self._where.text, self._where.parameters
        if soon:
            few = connection.rows(f"{hits} LIMIT {FEW + 1}", (match,))
            if len(few) > FEW:  # the plus keeps SQLite from starting at the hits
                return Sql(f"{text} AND +id IN ({hits})", (*parameters, match))
            numbers = ",".join(str(row[0]) for row in few)
            return Sql(f"id IN ({numbers}) AND {text}", parameters)
        return Sql(f"id IN ({hits}) AND {text}", (match, *parameters))


def page(
    connection: Connection,
    record_type: RecordType,
    ids: Sequence[int],
    columns: Sequence[str],
) -> list[PageRow]:
    """The rows with these ids, in this order; those that are gone are left out."""
    table = quote(record_type.key)
    names = ", ".join(_column(table, record_type.field(key)) for key in columns)
    found: dict[int, PageRow] = {}
    for part in chunks(ids):
        numbers = ",".join(map(str, part))
        for record_id, *values in connection.rows(
            f"SELECT {table}.id{', ' if names else ''}{names} FROM {table} WHERE id IN ({numbers})"
        ):
            found[record_id] = PageRow(record_id, tuple(values))
    return [found[record_id] for record_id in ids if record_id in found]


def _column(table: str, spec: FieldSpec) -> str:
    column = f"{table}.{quote(spec.sql_name)}"
    if spec.kind is Kind.LINK:
        return f"(SELECT linked.title FROM {quote(spec.target)} linked WHERE linked.id = {column})"
    return column


def parse_sort(sort: str) -> list[tuple[str, bool]]:
    """The fields of a sort and whether each is descending.

    >>> parse_sort("-amount, close_date")
    [('amount', True), ('close_date', False)]
    """
    names = [name.strip() for name in sort.split(",") if name.strip()]
    return [(name.lstrip("-+"), name.startswith("-")) for name in names]


def _order(schema: Schema, record_type: RecordType, sort: str) -> str:
    parts = []
    for key, descending in parse_sort(sort):
        way = " DESC" if descending else ""
        if key in ("sort_key", "title"):
            parts.append(f"sort_key{way}")
            continue
        if key not in record_type:
            raise UsageError("sort.unknown", field=key, type=record_type.key)
        spec = record_type.field(key)
        column = quote(spec.sql_name)
        if spec.key != "id":
            parts.append(f"{column} IS NULL")  # blanks are last either way
        parts.append(_sortable(schema, spec, column) + way)
    if not any(part.startswith('"id"') for part in parts):
        parts.append("id DESC" if parts and parts[-1].endswith(" DESC") else "id")
    return ", ".join(parts)


def _sortable(schema: Schema, spec: FieldSpec, column: str) -> str:
    if spec.kind is Kind.CHOICE:
        known = schema.choices(spec.choices, retired=True)
        cases = " ".join(f"WHEN {_literal(c.key)} THEN {n}" for n, c in enumerate(known))
        return f"CASE {column} {cases} ELSE {len(known)} END" if cases else column
    if spec.kind is Kind.LINK:
        target = quote(spec.target)
        return f"(SELECT linked.sort_key FROM {target} linked WHERE linked.id = {column})"
    if spec.is_number or spec.kind in (Kind.DATE, Kind.DATETIME, Kind.BOOLEAN):
        return column
    return f"{column} COLLATE NOCASE"


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
