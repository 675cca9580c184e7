"""Data of a page: the record, its timeline, its related lists with counts, and their rows."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from tui_crm.screens.detail.panels import CHANGES, SMALL, TIMELINE
from tui_crm.screens.detail.timeline import PAGE, read_timeline
from tui_crm.screens.list.row_source import RowSource, columns_of
from tui_crm.screens.list.rows import TableRow
from tui_crm.store import records, related
from tui_crm.store.aggregate import Aggregate
from tui_crm.store.filter.language import Comparison, write
from tui_crm.store.journal import history
from tui_crm.store.model import Kind
from tui_crm.store.query import Listing, page
from tui_crm.store.records import read
from tui_crm.store.values import to_display

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import datetime

    from tui_crm.column_layout import Column
    from tui_crm.screens.detail.timeline import Timeline
    from tui_crm.screens.list.rows import FetchPage
    from tui_crm.store.db.connection import Connection
    from tui_crm.store.db.store import Store
    from tui_crm.store.model import RecordType
    from tui_crm.store.records import Record
    from tui_crm.store.related import RelatedList

FIRST: Final = 4
"""Rows of a related list that a page shows beside the panel that is open."""

_LAST: Final = "9"
_BLANK: Final = ("", "–")


@dataclass(frozen=True, slots=True)
class FirstRows:
    """The first rows of a related list, and what its amounts come to; blank where it has none."""

    columns: Sequence[Column]
    rows: Sequence[TableRow]
    total: str


@dataclass(frozen=True, slots=True)
class DetailData:
    """A record, its timeline, its related lists with their counts by key, and their first rows."""

    record: Record
    timeline: Timeline
    lists: tuple[RelatedList, ...]
    counts: Mapping[str, int]
    first_rows: Mapping[str, FirstRows]
    now: datetime

    def list(self, key: str) -> RelatedList | None:
        """The related list with this key."""
        return next((each for each in self.lists if each.key == key), None)

    def is_frozen(self, record_type: RecordType) -> bool:
        """Whether the record, of this type, is read-only, as a converted lead is."""
        return records.is_frozen(record_type, self.record)


@dataclass(frozen=True, slots=True)
class RelatedRows:
    """The ids, columns and fetch function of a related list."""

    ids: Sequence[int]
    columns: Sequence[Column]
    fetch: FetchPage


def read_page(
    store: Store,
    record_type: str,
    record_id: int,
    currency: str,
    *,
    kind: str = "",
    limit: int = PAGE,
) -> DetailData:
    """Read the record with all that its page shows at first.

    ``kind`` filters the timeline, of which ``limit`` entries are read; ``currency`` is the default
    of amounts.

    Raises:
        NotFoundError: there is no such record, nor one that took it in.
    """
    schema = store.schema
    with store.reading() as connection:
        record = read(connection, schema.type(record_type), record_id)
        lists = related.lists_of(schema, record_type)
        counts = related.counts(connection, schema, lists, record.id, store.query_context())
        counts[CHANGES] = history.count_of(connection, record_type, record.id)
        timeline = read_timeline(store, connection, record, currency, kind=kind, limit=limit)
        counts[TIMELINE] = timeline.total
        totals = {
            each.key: _total(store, connection, each, record.id, currency)
            for each in lists
            if counts[each.key] and schema.type(each.record_type).panel in SMALL
        }
    first_rows = {
        each.key: _first_rows(store, each, record.id, currency, totals[each.key])
        for each in lists
        if each.key in totals
    }
    return DetailData(record, timeline, lists, counts, first_rows, store.local_now())


def is_removed_by(store: Store, record_type: str, record_id: int, batches: Collection[int]) -> bool:
    """Whether the last that was done to a record, which is gone, was done by one of ``batches``."""
    with store.reading() as connection:
        entries = history.history(connection, record_type, record_id)
    return bool(entries) and entries[0].batch.id in batches


def _first_rows(
    store: Store, each: RelatedList, record_id: int, currency: str, total: str
) -> FirstRows:
    declared = store.schema.type(each.record_type)
    query = related.query(store.schema, each, record_id)
    listing = Listing(store.schema, query, store.query_context())
    with store.reading() as connection:
        ids = listing.ids(connection, limit=FIRST)
    source = RowSource(store, declared, column_keys(declared, each), currency)
    return FirstRows(source.columns, source.read(ids), total)


def _total(
    store: Store, connection: Connection, each: RelatedList, record_id: int, currency: str
) -> str:
    """What the amounts of a list come to, those of what is lost left out."""
    declared = store.schema.type(each.record_type)
    amount = next((spec for spec in declared.columns if spec.kind is Kind.MONEY), None)
    if amount is None or not declared.status_field:
        return ""
    query = related.query(store.schema, each, record_id)
    stages = store.schema.choices(declared.field(declared.status_field).choices, retired=True)
    lost = [each.key for each in stages if each.outcome == "lost"]
    kept = (write(Comparison(declared.status_field, "!=", (key,))) for key in lost)
    tests = [query.where, *kept]
    query = replace(query, where=" and ".join(tests))
    figures = (f"sum:{amount.key}",)
    groups = Aggregate(store.schema, query, store.query_context(), values=figures)
    sums = [(each.values[0], each.currency) for each in groups.groups(connection)]
    shown = [
        to_display(store.schema, amount, value, currency=unit or currency)
        for value, unit in sums
        if value
    ]
    return " + ".join(shown)


def read_rows(store: Store, each: RelatedList, record_id: int, currency: str) -> RelatedRows:
    """Read the ids of a related list; its rows are fetched on demand."""
    schema = store.schema
    declared = schema.type(each.record_type)
    listing = Listing(schema, related.query(schema, each, record_id), store.query_context())
    with store.reading() as connection:
        ids: Sequence[int] = listing.ids(connection)
        if each.when and each.sort.startswith(each.when[0]):
            ids = _by_first_filled(connection, declared, ids, each.when)
    keys = column_keys(declared, each)
    columns = columns_of(schema, declared, keys)
    if each.when:
        column, stand_in = each.when
        source = RowSource(store, declared, (*keys, stand_in), currency)
        return RelatedRows(ids, columns, FilledRows(source, keys.index(column)).fetch)
    return RelatedRows(ids, columns, RowSource(store, declared, keys, currency).fetch)


def _by_first_filled(
    connection: Connection, declared: RecordType, ids: Sequence[int], fields: Sequence[str]
) -> list[int]:
    """Records in the order of the first of some fields that they fill; the rest last."""
    rows = page(connection, declared, ids, fields)
    rows.sort(key=lambda row: str(next(filter(None, row.values), _LAST)))
    return [row.id for row in rows]


def column_keys(declared: RecordType, each: RelatedList) -> tuple[str, ...]:
    """The columns of a related list, without its link back to the record."""
    if each.columns:
        return each.columns
    usual = sorted(declared.columns, key=lambda spec: spec.column)
    return tuple(spec.key for spec in usual if spec.key != each.field)


class FilledRows:
    """Rows in which the last cell stands in the place of a blank one."""

    def __init__(self, source: RowSource, place: int) -> None:
        self._source = source
        self._place = place

    async def fetch(self, ids: Sequence[int]) -> list[TableRow]:
        return [self._filled(row) for row in await self._source.fetch(ids)]

    def _filled(self, row: TableRow) -> TableRow:
        *cells, stand_in = row.cells
        tones = list(row.tones[:-1])
        if cells[self._place] in _BLANK:
            cells[self._place] = stand_in
            if tones:
                tones[self._place] = row.tones[-1]
        return TableRow(row.id, tuple(cells), row.style, tuple(tones))
