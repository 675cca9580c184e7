"""Data of a detail page: the record, its related lists with counts, and their rows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from tui_crm.i18n import has, t
from tui_crm.screens.list.row_source import RowSource, columns_of
from tui_crm.screens.list.rows import TableRow
from tui_crm.store import related
from tui_crm.store.journal import history
from tui_crm.store.query import Listing, page
from tui_crm.store.records import read

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tui_crm.column_layout import Column
    from tui_crm.screens.list.rows import FetchPage
    from tui_crm.store.db.connection import Connection
    from tui_crm.store.db.store import Store
    from tui_crm.store.model import RecordType, Schema
    from tui_crm.store.records import Record
    from tui_crm.store.related import RelatedList

_LAST: Final = "9"
_BLANK: Final = ("", "–")


@dataclass(frozen=True, slots=True)
class DetailData:
    """A record, the counts of its related lists by key, and its number of changes."""

    record: Record
    lists: tuple[RelatedList, ...]
    counts: Mapping[str, int]
    changes: int


@dataclass(frozen=True, slots=True)
class RelatedRows:
    """The ids, columns and fetch function of a related list."""

    ids: Sequence[int]
    columns: Sequence[Column]
    fetch: FetchPage


def read_page(store: Store, record_type: str, record_id: int) -> DetailData:
    """Read the record and the counts of its related lists.

    Raises:
        NotFoundError: there is no such record, nor one that took it in.
    """
    schema = store.schema
    with store.reading() as connection:
        record = read(connection, schema.type(record_type), record_id)
        lists = related.lists_of(schema, record_type)
        counts = related.counts(connection, schema, lists, record.id, store.query_context())
        changes = len(history.changes_of(connection, record_type, record.id))
    return DetailData(record, lists, counts, changes)


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


def label_of(schema: Schema, each: RelatedList, target: str) -> str:
    """The label of a related list of a record of type ``target``."""
    special = f"detail.list.{target}.{each.key}"
    for key in (special, f"detail.list.{each.key}", f"detail.list.{each.record_type}.{each.part}"):
        if has(key):
            return t(key)
    declared = schema.type(each.record_type)
    fields = [spec for _, spec in schema.links_to(target) if spec in declared.fields]
    field = declared.field(each.field)
    if len([spec for spec in fields if not spec.readonly]) > 1:
        return t("detail.list_by", types=declared.label(), field=field.label(declared.key))
    return declared.label()
