"""Row source of a list screen: the query behind it, and its rows as text."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Final

from tui_crm import manifest
from tui_crm.column_layout import Column
from tui_crm.i18n import has, t
from tui_crm.sanitize import width
from tui_crm.screens.chips import DIM, chip
from tui_crm.screens.list.rows import TableRow
from tui_crm.store import views
from tui_crm.store.filter.words import filter_in_words, part_in_words
from tui_crm.store.model import Kind
from tui_crm.store.query import Listing, Query, name_gone, page, parse_sort
from tui_crm.store.records import titles
from tui_crm.store.values import to_display

if TYPE_CHECKING:
    from array import array
    from collections.abc import Callable, Mapping, Sequence
    from datetime import datetime

    from tui_crm.keymap import Keymap
    from tui_crm.store.db.connection import Connection, Interruption
    from tui_crm.store.db.store import Store
    from tui_crm.store.list_order import ListOrder
    from tui_crm.store.model import FieldSpec, RecordType, Schema, Value
    from tui_crm.store.views import View

SOON: Final = 200
"""Ids that are read before the first paint."""

NARROW: Final = 14
"""Cells that a wide column is content with, so that more of them fit."""

NO_VALUE: Final = "–"

SORT_ROOM: Final = "  "
"""Room for the arrow beside a label."""


@dataclass(frozen=True, slots=True)
class ListState:
    """The state of a list: its view, and the search, filter, order and columns since."""

    type: str
    view: View
    where: str
    sort: str
    columns: tuple[str, ...]
    search: str = ""

    @classmethod
    def of_view(cls, record_type: RecordType, view: View, search: str = "") -> ListState:
        """The initial state of a view, without columns of retired fields."""
        keys = _columns_in(record_type, view.columns)
        return cls(record_type.key, view, view.where, view.sort, keys, search)

    def without_retired(self, record_type: RecordType) -> ListState:
        """Itself, or without the columns and the sort that the type has no longer."""
        columns, sort = _columns_in(record_type, self.columns), self.sort
        if any(key not in record_type and key != "sort_key" for key, _ in parse_sort(sort)):
            sort = ""
        is_same = (columns, sort) == (self.columns, self.sort)
        return self if is_same else replace(self, columns=columns, sort=sort)

    @property
    def is_narrowed(self) -> bool:
        """Whether it leaves out records that the view has, or that the type has."""
        return bool(self.where or self.search)

    @property
    def query(self) -> Query:
        """What the store is asked; a filter was looked at when it was typed or saved."""
        return Query(self.type, self.where, self.search, self.sort, is_lenient=True)

    def widened(self, record_type: RecordType) -> ListState | None:
        """One limit less: of search, filter and view the first that it has; None without any."""
        if self.search:
            return replace(self, search="")
        if self.where != self.view.where:
            return replace(self, where=self.view.where)
        if self.view.key != views.USUAL.key:
            return ListState.of_view(record_type, views.own_views(record_type)[0])
        return None

    def sorted_by(self, record_type: RecordType) -> tuple[str, bool]:
        """The field that it is sorted by first, and whether it descends."""
        key, descending = parse_sort(self.sort or record_type.default_sort)[0]
        return ("title" if key == "sort_key" else key), descending

    def with_sort_toggled(self, record_type: RecordType, key: str) -> ListState:
        """Sorted by ``key``; the other way round where it is already."""
        now, descending = self.sorted_by(record_type)
        return replace(self, sort=f"-{key}" if key == now and not descending else key)


@dataclass(frozen=True, slots=True)
class FirstPage:
    """The first page of a list; ``is_all`` if there is no more."""

    state: ListState
    rows: RowSource
    ids: array[int]
    page: list[TableRow]
    is_all: bool


@dataclass(slots=True)
class RowDraft:
    """A row as it is made: the values of its columns and of what decorators read, and its cells.

    ``tones`` are those of cells that have one.
    """

    id: int
    values: Mapping[str, Value]
    cells: dict[str, str]
    tones: dict[str, str]

    def put(self, key: str, words: str, tone: str = "") -> None:
        """Put words into a cell, with their tone."""
        self.cells[key] = words
        self.tones[key] = tone

    def done(self) -> TableRow:
        """The row."""
        tones = tuple(self.tones.get(key, "") for key in self.cells) if self.tones else ()
        return TableRow(self.id, tuple(self.cells.values()), tones=tones)


@dataclass(frozen=True, slots=True)
class RowContext:
    """What a decorator of rows may ask. ``text`` says a value of a field in words."""

    store: Store
    connection: Connection
    record_type: RecordType
    now: datetime
    text: Callable[[str, Value], str]


@dataclass(frozen=True, slots=True)
class RowDecorator:
    """What a feature adds to the rows of a list."""

    decorate: Callable[[RowContext, Sequence[RowDraft]], None]
    fields: tuple[str, ...] = ()
    """Fields that it reads beside the columns."""
    column: str = ""
    """The column that it writes, which is then the last but the first to be dropped."""
    width: int = 0
    """Cells of that column."""


def decorators(
    schema: Schema, record_type: RecordType, columns: Sequence[str]
) -> list[RowDecorator]:
    """What features add to the rows of a list with these columns."""
    makers = manifest.handed_in(lambda feature: feature.row_decorators)
    made = (each(schema, record_type, columns) for each in makers)
    return [each for each in made if each is not None]


class RowSource:
    """Reads rows of one record type in given columns, formatted in the current language.

    ``currency`` is that of amounts without one.
    """

    def __init__(
        self, store: Store, record_type: RecordType, columns: Sequence[str], currency: str
    ) -> None:
        self._store = store
        self._type = record_type
        self._currency = currency
        self._specs = tuple(record_type.field(key) for key in columns)

    @property
    def columns(self) -> list[Column]:
        """Its columns, labelled in the language in use."""
        return columns_of(self._store.schema, self._type, [spec.key for spec in self._specs])

    def is_up_to_date(self, record_type: RecordType, columns: Sequence[str]) -> bool:
        """Whether it has these columns, as the type has them now."""
        return self._specs == tuple(record_type.field(key) for key in columns)

    async def fetch(self, ids: Sequence[int]) -> list[TableRow]:
        """The rows of ``ids``, for a list to draw."""
        return await asyncio.to_thread(self.read, ids)

    def read(self, ids: Sequence[int]) -> list[TableRow]:
        """The rows of ``ids``, in this thread."""
        now = self._store.local_now()
        columns = [spec.key for spec in self._specs]
        decorating = decorators(self._store.schema, self._type, columns)
        wanted = [spec.currency for spec in self._specs if spec.kind is Kind.MONEY]
        wanted += [key for each in decorating for key in each.fields]
        extra = [key for key in dict.fromkeys(wanted) if key in self._type]
        keys = [*columns, *extra]
        with self._store.reading() as connection:
            found = page(connection, self._type, ids, keys)
            rows = [self._draft(row.id, keys, row.values, now) for row in found]
            text = partial(self._text, now)
            context = RowContext(self._store, connection, self._type, now, text)
            for each in decorating:
                each.decorate(context, rows)
        return [row.done() for row in rows]

    def _draft(
        self, record_id: int, keys: Sequence[str], row: Sequence[Value], now: datetime
    ) -> RowDraft:
        values = dict(zip(keys, row, strict=True))
        of = str(values.get("record_type") or "")
        cells, tones = {}, {}
        schema = self._store.schema
        for spec, value in zip(self._specs, row, strict=False):
            words = part_in_words(schema, self._type.key, of, spec.key, value)
            currency = str(values.get(spec.currency) or self._currency)
            words = words or self._cell(spec, value, currency, now)
            sign, tone = chip(schema, spec, value)
            cells[spec.key] = f"{sign} {words}" if sign else words
            if tone := tone or (DIM if words == NO_VALUE else ""):
                tones[spec.key] = tone
        return RowDraft(record_id, values, cells, tones)

    def _text(self, now: datetime, key: str, value: Value) -> str:
        return self._cell(self._type.field(key), value, "", now)

    def _cell(self, spec: FieldSpec, value: Value, currency: str, now: datetime) -> str:
        title = str(value or "") if spec.kind is Kind.LINK else ""
        schema = self._store.schema
        text = to_display(schema, spec, value, currency=currency, title=title, now=now)
        return text or (NO_VALUE if spec.kind in (Kind.CHOICE, Kind.DATETIME) else "")


def editable_first_seen(record_type: RecordType) -> list[FieldSpec]:
    """The editable fields, those shown in lists first."""
    usual = sorted(record_type.columns, key=lambda spec: spec.column)
    shown_first = [spec for spec in usual if spec in record_type.editable]
    return shown_first + [spec for spec in record_type.editable if spec not in shown_first]


def _columns_in(record_type: RecordType, keys: Sequence[str]) -> tuple[str, ...]:
    """Those of ``keys`` that the type has; its usual columns, if it has none of them."""
    usual = sorted(record_type.columns, key=lambda spec: spec.column)
    return tuple(key for key in keys if key in record_type) or tuple(spec.key for spec in usual)


def _names_companies(schema: Schema, record_type: RecordType, spec: FieldSpec) -> bool:
    """Whether the values of a field are names of companies, its own or of what it links to."""
    shown = schema.type(spec.target) if spec.target else record_type
    is_title = bool(spec.target) or spec.key == "title"
    names_itself = shown.title == ((shown.company_name_field,),)
    return spec.key == record_type.company_field or (is_title and names_itself)


def columns_of(schema: Schema, record_type: RecordType, keys: Sequence[str]) -> list[Column]:
    """The columns of a list, labelled in the language in use; the first is never dropped."""
    found = []
    written = {each.column: each.width for each in decorators(schema, record_type, keys)}
    for place, key in enumerate(keys):
        spec = record_type.field(key)
        label = spec.label(record_type.key)
        cells = written.get(key) or min(spec.width, NARROW)
        if spec.kind is Kind.CHOICE:
            words = [
                f"{chip(schema, spec, choice.key).sign} {choice.label()}".lstrip()
                for choice in schema.choices(spec.choices, retired=True)
            ]
            cells = min(NARROW, max(map(width, [label + SORT_ROOM, *words])))
        is_wide = cells >= NARROW and spec.kind is not Kind.CHOICE
        found.append(
            Column(
                key=key,
                label=label,
                width=cells,
                priority=1 if place == 0 else 2 if key in written else place + 1,
                align="right" if spec.is_number and key != "id" else "left",
                flexible=is_wide and not spec.is_number,
                is_company=_names_companies(schema, record_type, spec),
            )
        )
    return found


def open_list(
    store: Store, record_type: str, currency: str, view: int | None = None, rows: int = 60
) -> FirstPage:
    """The first page of a list, in a saved view or its default one."""
    declared = store.schema.type(record_type)
    with store.reading() as connection:
        chosen = views.default_view(store, connection, record_type)
        if view is not None:
            saved = views.saved_views(store, connection, record_type)
            chosen = next((each for each in saved if each.id == view), chosen)
    state = ListState.of_view(declared, chosen)
    return first_page(store, state, RowSource(store, declared, state.columns, currency), rows)


def first_page(
    store: Store,
    state: ListState,
    source: RowSource,
    rows: int = 60,
    order: ListOrder | None = None,
) -> FirstPage:
    """The first page of a list; ``source`` reads its rows, ``order`` quickens a search.

    Raises:
        FilterError: its filter is none, or names what does not exist.
    """
    listing = Listing(store.schema, state.query, store.query_context())
    with store.reading() as connection:
        ids = listing.ids(connection, limit=SOON, order=order)
    return FirstPage(state, source, ids, source.read(ids[:rows]), len(ids) < SOON)


def view_problem(store: Store, state: ListState) -> str:
    """The sentence about a name in the filter of a view that no record has any more, or empty."""
    return name_gone(store.schema, state.query, store.query_context())


def is_view_gone(store: Store, view: views.View) -> bool:
    """Whether a saved view was deleted, or its saving taken back."""
    if view.id is None:
        return False
    with store.reading() as connection:
        return not titles(connection, "views", [view.id])


def whole_list(
    store: Store, state: ListState, order: ListOrder | None, interruption: Interruption
) -> tuple[array[int], ListOrder | None]:
    """The ids of the whole list, and the order that quickens a search in it: for one, ``order``.

    Raises:
        StoreError: it was stopped by ``interruption``.
    """
    listing = Listing(store.schema, state.query, store.query_context())
    with store.reading() as connection, interruption.of(connection):
        ids = listing.ids(connection, order=order)
        if state.search:
            return ids, order
        found = listing.order(connection, ids)
        return ids, order if order is not None and order.is_same(found) else found


def count(store: Store, query: Query) -> int:
    """The number of records that match a query."""
    listing = Listing(store.schema, query, store.query_context())
    with store.reading() as connection:
        return listing.count(connection)


def belongs(store: Store, query: Query, record_id: int) -> bool:
    """Whether a record is among those that match a query."""
    listing = Listing(store.schema, query, store.query_context())
    with store.reading() as connection:
        return listing.holds(connection, record_id)


def offered_records(
    store: Store, record_type: str, limit: int | None = None
) -> list[tuple[str, str]]:
    """The records that a link to ``record_type`` offers, as ids and titles; at most ``limit``."""
    query = Query(record_type, store.schema.type(record_type).offered_where)
    listing = Listing(store.schema, query, store.query_context())
    with store.reading() as connection:
        ids = listing.ids(connection, limit=limit)
        known = titles(connection, record_type, ids)
    return [(str(record_id), known[record_id]) for record_id in ids]


def emptiness(store: Store, state: ListState, keymap: Keymap) -> tuple[str, str]:
    """Title and hint of an empty list."""
    types = store.schema.type(state.type).label()
    if state.search or state.where:
        return _nothing_found(store, state, keymap, types)
    hidden = hidden_view(store.schema.type(state.type))
    if hidden is not None:
        n = count(store, Query(state.type, hidden.where))
        if n:
            title = t(f"ui.empty.all_{hidden.key}", n=n)
            return title, t(f"ui.empty.show_{hidden.key}", key=keymap.shown(f"list.{hidden.key}"))
    add, bring = keymap.shown("list.add"), keymap.shown("list.import")
    special = f"ui.empty.no_{state.type}"
    hint = t(special if has(special) else "ui.empty.add", key=add, add=add, bring=bring)
    return t("ui.empty.none", types=types), hint


def hidden_view(declared: RecordType) -> View | None:
    """The view with the records that a list leaves out by itself, if it does."""
    return next((v for v in views.own_views(declared) if v.key == declared.hidden_view), None)


def _nothing_found(store: Store, state: ListState, keymap: Keymap, types: str) -> tuple[str, str]:
    hints = []
    hidden = hidden_view(store.schema.type(state.type))
    if hidden is not None and state.search and state.view != hidden:
        n = count(store, Query(state.type, hidden.where, state.search))
        if n:
            key = keymap.shown(f"list.{hidden.key}")
            hints.append(t(f"ui.empty.found_{hidden.key}", n=n, key=key))
    back = keymap.shown("app.back")
    if state.search and state.where and state.where != state.view.where:
        hints.append(t("ui.empty.clear_both", key=back, filter=keymap.shown("list.filter")))
        shown = filter_in_words(store.schema, store.schema.type(state.type), state.where)
        title = t("ui.empty.not_found_filtered", words=state.search, filter=shown, types=types)
        return title, "\n".join(hints)
    if state.search:
        hints.append(t("ui.empty.clear_search", key=back))
        return t("ui.empty.not_found", words=state.search, types=types), "\n".join(hints)
    if state.where != state.view.where:
        hints.append(t("ui.empty.clear_filter", key=back))
    hints.append(t("ui.empty.other_view", key=keymap.shown("list.views")))
    name = state.view.label(state.type)
    return t("ui.empty.nothing_here", types=types, view=name), "\n".join(hints)
