"""Where the hits of a search come from, so that a list of a million shows its first at once.

Three ways lead to the same records. Few hits are asked of the index and sorted. Many are met soon
by looking through the top of the list, row by row: each holds its own words. Where they are not,
all are sorted after all; in a list by name by an index of nothing but ids and sort keys, which is a
tenth of the table. A lone letter hits nearly everything and takes the index long, so it is looked
for in the rows wherever another word leaves only a few of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tui_crm.store import search
from tui_crm.store.sql import Sql, quote

if TYPE_CHECKING:
    from tui_crm.language.search_terms import Terms
    from tui_crm.store.db.connection import Connection
    from tui_crm.store.dialect.base import Dialect

FEW: Final = 40_000
"""Up to about so many hits are sorted before anything else is tried."""


def in_row(dialect: Dialect, terms: Terms) -> Sql:
    """The condition that a row meets a query: true of exactly what the index would find."""
    one = dialect.contains("search_key")
    tests = ["1 = 1", *(f"({' OR '.join([one] * len(group))})" for group in terms)]
    return Sql(" AND ".join(tests), tuple(word for group in terms for word in group))


class SearchPlan:
    """The records of one type that meet a query.

    ``are_many`` is an estimate from the first of them. No answer hangs on it, only the time.
    """

    def __init__(self, connection: Connection, record_type: str, terms: Terms) -> None:
        self._connection = connection
        self._record_type = record_type
        self._terms = terms
        self._letters = tuple(group for group in terms if search.is_letter(group))
        self._others = tuple(group for group in terms if not search.is_letter(group))
        self._named: list[int] | None = None
        self.are_many = True
        if self._others:
            self._probe()

    def _probe(self) -> None:
        found = search.first_found(self._connection, self._hits(self._others), search.PROBE)
        if len(found) < search.PROBE:
            self._named, self.are_many = found, False
            return
        last = self._connection.scalar(f"SELECT max(id) FROM {quote(self._record_type)}")
        self.are_many = bool(last) and search.PROBE * int(last) > FEW * found[-1]

    def source(self, *, is_bare: bool) -> Sql:
        """What follows FROM to get them; it ends in a condition.

        ``is_bare`` tells that nothing else is asked of them than to be in the list, by name.
        """
        dialect = self._connection.dialect
        table, letters = quote(self._record_type), in_row(dialect, self._letters)
        if self._named is not None:
            numbers = ",".join(map(str, self._named))
            among = f"id IN ({numbers})" if numbers else "1 = 0"
            return Sql(f"{table} WHERE {among} AND {letters.text}", letters.parameters)
        if self._letters and not self.are_many:
            hits = self._hits(self._others)
            return Sql(
                f"({hits.text}) found CROSS JOIN {table} WHERE id = hit AND {letters.text}",
                (*hits.parameters, *letters.parameters),
            )
        hits = self._hits(self._terms)
        rank = dialect.by_index(f"{self._record_type}_rank") if is_bare else ""
        text = f"({hits.text}) found CROSS JOIN {table}{rank} WHERE id = hit"
        return Sql(text, hits.parameters)

    def _hits(self, terms: Terms) -> Sql:
        return search.hits(self._connection, self._record_type, terms)
