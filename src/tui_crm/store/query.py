"""A list as a value (what is searched, filtered and sorted), its ids, and the rows of a page.

A list is its sorted ids; rows are read for the few ids that are in view. This is also why nothing
here goes through the ORM: the first rows stand on the screen before it could be imported.
"""

from __future__ import annotations

from array import array
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, NamedTuple

from tui_crm.errors import UsageError
from tui_crm.language.search_terms import query_terms
from tui_crm.store.filter import language as filters
from tui_crm.store.filter.compile import QueryContext, compile_filter
from tui_crm.store.model import FieldSpec, Kind
from tui_crm.store.records import chunks
from tui_crm.store.sql import Sql, literal, quote

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tui_crm.store.db.connection import Connection
    from tui_crm.store.list_order import ListOrder
    from tui_crm.store.model import RecordType, Schema, Value
    from tui_crm.store.search_plan import SearchPlan

NEAR: Final = 3_000
"""So many records at the top of a list are looked through for a search that hits many."""

LONGEST_SEARCH: Final = 200
"""Letters of a search that are looked for; who lets a person type more says so."""

_BY_NAME: Final = ("sort_key", "title")


@dataclass(frozen=True, slots=True)
class Query:
    """What a list shows of a record type.

    ``where`` is a filter (``filter/language.py``). ``search`` is what a person typed to find.
    ``sort`` names fields, the first first, a leading ``-`` for the other way round; empty means the
    type's own.
    With ``is_lenient`` a name in ``where`` that no record has any more lets nothing through.
    """

    type: str
    where: str = ""
    search: str = ""
    sort: str = ""
    is_lenient: bool = False


class PageRow(NamedTuple):
    """A row of a list: values in the order of its columns; a link is the title of its target."""

    id: int
    values: tuple[Value, ...]


class Listing:
    """A query, checked and turned into SQL.

    Raises:
        UsageError: it names a type, field or value that does not exist.
    """

    def __init__(self, schema: Schema, query: Query, query_context: QueryContext) -> None:
        self.schema = schema
        self.query = query
        self.record_type = schema.type(query.type)
        self._table = quote(self.record_type.key)
        self._base: Sql | None = None
        self._where = self._compile_where(query_context)
        sort = query.sort or self.record_type.default_sort
        self._order = _order(schema, self.record_type, sort)
        self._is_by_name = self.record_type.is_ranked and sort.strip("+- ") in _BY_NAME
        self._terms = query_terms(query.search[:LONGEST_SEARCH])

    def ids(
        self, connection: Connection, *, limit: int | None = None, order: ListOrder | None = None
    ) -> array[int]:
        """The ids of the list in its order, all or the first ``limit``.

        ``order`` is that of the whole list, if it is known from before: a search in a long list is
        quicker by it, and the same.
        """
        if order is not None and self._terms and order.holds(connection, self._key):
            if limit is not None:
                return order.first_hits(connection, self._terms, limit)
            if order.is_quick(self._terms):
                return order.hits(connection, self._terms)
        found_by = self._hits(connection)
        if limit is not None and found_by is not None and found_by.are_many:
            near = self._near(connection, limit)
            if near is not None:
                return near
        sql = self._select("id", found_by)
        text = f"{sql.text} ORDER BY {self._order}"
        if limit is not None:
            text += f" LIMIT {int(limit)}"
        found = array("q")
        for part in connection.stream(text, sql.parameters, size=10_000):
            found.extend([row[0] for row in part])
        return found

    def order(self, connection: Connection, ids: array[int]) -> ListOrder:
        """The order of this list, of which ``ids`` are all; of one without a search."""
        from tui_crm.store.journal.history import newest
        from tui_crm.store.list_order import ListOrder

        return ListOrder(self.record_type.key, self._key, newest(connection), ids)

    @property
    def _key(self) -> tuple[object, ...]:
        return self._table, self._where.text, self._where.parameters, self._order

    def count(self, connection: Connection) -> int:
        """How many records the list has."""
        sql = self.select(connection, "count(*)")
        return int(connection.scalar(sql.text, sql.parameters))

    def holds(self, connection: Connection, record_id: int) -> bool:
        """Whether a record belongs to the list."""
        sql = self.select(connection, "id")
        text = f"SELECT count(*) FROM ({sql.text}) listed WHERE id = {int(record_id)}"
        return bool(connection.scalar(text, sql.parameters))

    def select(self, connection: Connection, what: str) -> Sql:
        """A query for something of the records of the list, in no order; ``what`` is SQL."""
        return self._select(what, self._hits(connection))

    def _compile_where(self, query_context: QueryContext) -> Sql:
        if self.query.is_lenient:
            query_context = replace(query_context, connection=None)
        condition = filters.parse(self.query.where)
        base = filters.parse(self.record_type.base_where)
        named = filters.fields_of(condition)
        if not filters.fields_of(base) & (named | {f"{name}_at" for name in named}):
            self._base = compile_filter(base, self.schema, self.record_type, query_context)
            condition = filters.AllOf((base, condition))
        return compile_filter(condition, self.schema, self.record_type, query_context)

    def _hits(self, connection: Connection) -> SearchPlan | None:
        if not self._terms:
            return None
        from tui_crm.store.search_plan import SearchPlan

        return SearchPlan(connection, self.record_type.key, self._terms)

    def _near(self, connection: Connection, limit: int) -> array[int] | None:
        """The first ids of a search, where enough of them stand at the top of a list by name."""
        if self._base is None or not self._is_by_name:
            return None
        from tui_crm.store.search_plan import in_row

        wanted = in_row(connection.dialect, self._terms)
        sql = (
            f"SELECT id, {wanted.text} AND {self._where.text} FROM {self._table}"
            f" WHERE {self._base.text} ORDER BY {self._order} LIMIT {NEAR}"
        )
        parameters = (*wanted.parameters, *self._where.parameters, *self._base.parameters)
        found, seen = array("q"), 0
        for part in connection.stream(sql, parameters, size=limit):
            found.extend([record_id for record_id, is_hit in part if is_hit])
            seen += len(part)
            if len(found) >= limit:
                return found[:limit]
        return found if seen < NEAR else None

    def _select(self, what: str, found: SearchPlan | None) -> Sql:
        where = self._where
        if found is not None:
            is_bare = self._is_by_name and self._base is not None and not self.query.where.strip()
            source = found.source(is_bare=is_bare)
            text = f"SELECT {what} FROM {source.text} AND {where.text}"
            return Sql(text, (*source.parameters, *where.parameters))
        if self.query.search.strip():  # signs alone are in no record's words
            where = Sql("1 = 0")
        return Sql(f"SELECT {what} FROM {self._table} WHERE {where.text}", where.parameters)


def name_gone(schema: Schema, query: Query, query_context: QueryContext) -> str:
    """The sentence about a name in a saved filter that no record has any more; empty for none.

    Raises:
        UsageError: the filter cannot be read at all.
    """
    Listing(schema, replace(query, is_lenient=True), query_context)
    try:
        Listing(schema, replace(query, is_lenient=False), query_context)
    except UsageError as error:
        return str(error)
    return ""


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
    ways: dict[str, bool] = {}
    for name in names:  # a field that is named again parts nothing any more
        ways.setdefault(name.lstrip("-+"), name.startswith("-"))
    return list(ways.items())


def _order(schema: Schema, record_type: RecordType, sort: str) -> str:
    parts = []
    for key, descending in parse_sort(sort):
        way = " DESC" if descending else ""
        if key in ("sort_key", "title"):
            parts.append(f"sort_key{way}")
            continue
        if key not in record_type:
            raise UsageError("sort.unknown", field=key, label=record_type.label())
        spec = record_type.field(key)
        column = quote(spec.sql_name)
        if spec.key != "id":
            parts.append(f"{column} IS NULL")  # blanks are last either way
        parts.append(sortable(schema, spec, column) + way)
    if not any(part.startswith('"id"') for part in parts):
        parts.append("id DESC" if parts and parts[-1].endswith(" DESC") else "id")
    return ", ".join(parts)


def sortable(schema: Schema, spec: FieldSpec, column: str) -> str:
    """What a list is ordered by that is sorted by a field, whose values ``column`` holds."""
    if spec.kind is Kind.CHOICE:
        known = schema.choices(spec.choices, retired=True)
        cases = " ".join(f"WHEN {literal(c.key)} THEN {n}" for n, c in enumerate(known))
        return f"CASE {column} {cases} ELSE {len(known)} END" if cases else column
    if spec.kind is Kind.LINK:
        target = quote(spec.target)
        return f"(SELECT linked.sort_key FROM {target} linked WHERE linked.id = {column})"
    if spec.is_number or spec.kind in (Kind.DATE, Kind.DATETIME, Kind.BOOLEAN):
        return column
    return f"lower({column})"
