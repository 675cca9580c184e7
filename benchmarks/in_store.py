"""The store alone, without a process or a screen around it."""

from __future__ import annotations

import time
from functools import partial
from typing import TYPE_CHECKING

import sample
from figures import Aim, Line, Measured

from tui_crm.features.program import open_store
from tui_crm.store.defaults import defaults
from tui_crm.store.journal.undo import undo
from tui_crm.store.journal.unit import unit
from tui_crm.store.journal.writer import TableWriter
from tui_crm.store.query import Listing, Query, page
from tui_crm.store.records import chunks

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from lab import Lab

    from tui_crm.store.list_order import ListOrder
    from tui_crm.store.model import Value

FIRST = 200
"""Ids that a list asks for before it paints."""

ROWS = 40
"""Rows that it paints."""

SEARCHES = (
    *("田中", "山", "たなか", "東京", "株式会社", "阿", "1", "03", "090-1234-5678"),
    *("smith", "a", "windmill", "anthony adams", "x12.example", "p4711@", "z", "zzz"),
)

JOURNAL = Aim(1.1, Measured.RATIO, "Write fewer lines of the journal for a run of new records.")
UNDO = Aim(1.5, Measured.RATIO, "Keep less of each record that is taken out.")
SEARCH = Aim(20, Measured.P95, "Ask the index for fewer pairs of a word that many records have.")


def writing(lab: Lab) -> list[Line]:
    """What writing costs: rows and their indexes, the journal on top, and the way back."""
    leads = list(sample.leads(lab.middle))
    bare: list[float] = []
    whole: list[float] = []
    back: list[float] = []
    for turn in range(lab.rounds + 1):
        rows_alone = _write_rows(lab, leads)
        with_journal, taken_back = _write_and_undo(lab, leads)
        if turn:
            bare.append(rows_alone)
            whole.append(with_journal)
            back.append(taken_back)
    lab.forget("written.db")
    name = f"{lab.middle:,} leads"
    return [
        Line(f"journal ÷ rows and indexes alone, {name}", whole, bare, aim=JOURNAL),
        Line(f"undo ÷ writing, {name}", back, whole, aim=UNDO),
    ]


def _write_and_undo(lab: Lab, leads: Sequence[Mapping[str, Value]]) -> tuple[float, float]:
    store = open_store(lab.blank("written.db"), user="benchmark")
    began = time.perf_counter()
    with unit(store, "import") as work:
        declared = work.schema.type("leads")
        work.create_many("leads", (work.with_defaults(declared, lead) for lead in leads))
    written = time.perf_counter()
    undo(store, int(work.batch or 0))
    undone = time.perf_counter()
    store.close()
    return 1000 * (written - began), 1000 * (undone - written)


def _write_rows(lab: Lab, leads: Sequence[Mapping[str, Value]]) -> float:
    store = open_store(lab.blank("written.db"), user="benchmark")
    schema, now = store.schema, store.now()
    began = time.perf_counter()
    with store.connection.transaction():
        declared = schema.type("leads")
        usual = {**defaults(schema, declared, None), "created_at": now, "updated_at": now}
        writer = TableWriter(store.connection, declared)
        for part in chunks(range(len(leads))):
            writer.insert((1, {**usual, **leads[n], "id": n + 1}) for n in part)
    ended = time.perf_counter()
    store.close()
    return 1000 * (ended - began)


def reading(lab: Lab) -> list[Line]:
    """First page, count and searches of the largest store."""
    store = open_store(lab.store(lab.large), user="benchmark")
    leads = store.schema.type("leads")
    columns = [spec.key for spec in leads.columns]

    def first_page(query: Query, order: ListOrder | None = None) -> None:
        listing = Listing(store.schema, query, store.query_context())
        with store.reading() as connection:
            ids = listing.ids(connection, limit=FIRST, order=order)
            page(connection, leads, ids[:ROWS], columns)

    def count(query: Query) -> None:
        with store.reading() as connection:
            Listing(store.schema, query, store.query_context()).count(connection)

    def all_ids(query: Query) -> None:
        with store.reading() as connection:
            Listing(store.schema, query, store.query_context()).ids(connection)

    name, everything = f"{lab.large:,} leads", Query("leads")
    lines = [
        Line(f"{title}, {name}", _times(partial(ask, everything), lab.rounds))
        for title, ask in (("first page", first_page), ("count", count), ("all ids", all_ids))
    ]
    whole = Listing(store.schema, everything, store.query_context())
    with store.reading() as connection:
        order = whole.order(connection, whole.ids(connection))
    order.prepare()
    in_known_list = partial(first_page, order=order)
    for title, ask, aim in (
        ("first page of a list that was read", in_known_list, SEARCH),
        ("first page", first_page, None),
        ("count", count, None),
    ):
        samples: list[float] = []
        for words in SEARCHES:
            samples += _times(partial(ask, Query("leads", search=words)), lab.rounds)
        lines.append(Line(f"search, {title}, {name}", samples, aim=aim))
    store.close()
    return lines


def _times(ask: Callable[[], None], rounds: int) -> list[float]:
    found = []
    for _ in range(rounds + 1):
        began = time.perf_counter()
        ask()
        found.append(1000 * (time.perf_counter() - began))
    return found[1:]
