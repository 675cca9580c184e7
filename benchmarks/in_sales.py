"""What is done to records that hang together: proposals, conversion, merge, all duplicates."""

from __future__ import annotations

import sqlite3
import time
from itertools import islice
from typing import TYPE_CHECKING

import sample
from figures import Aim, Line, Measured

from tui_crm.features.duplicates.groups import find_all
from tui_crm.features.duplicates.merge.merge import merge
from tui_crm.features.leads.convert.conversion import apply_conversion
from tui_crm.features.leads.convert.proposal import propose
from tui_crm.features.program import open_store
from tui_crm.store.journal.unit import unit

if TYPE_CHECKING:
    from pathlib import Path

    from lab import Lab

    from tui_crm.store.db.store import Store
    from tui_crm.store.model import RecordType, Value

PROPOSALS = 200
ACTIVITIES = 50
LINKED = 1_000

CONVERSION = Aim(5, Measured.RATIO, "Read less of each activity before it is linked.")
MERGE = Aim(100, Measured.MEDIAN, "Link what hangs on the losers by one statement a field.")
PROPOSAL = Aim(20, Measured.P95, "Ask for fewer keys, and narrow down those that many share.")
DUPLICATES = Aim(10_000, Measured.MEDIAN, "Read less of those whose names alone tell them apart.")


def sales(lab: Lab) -> list[Line]:
    """Conversions and merges in a store of many accounts and contacts; duplicates of all leads."""
    store = open_store(_store(lab), user="benchmark")
    whole, bare = _conversions(store, lab.rounds)
    lines = [
        Line(
            f"proposals for a lead, {lab.middle:,} accounts and contacts",
            _proposals(store),
            aim=PROPOSAL,
        ),
        Line(f"conversion with {ACTIVITIES} activities ÷ bare", whole, bare, aim=CONVERSION),
        Line(f"merge with {LINKED:,} linked rows", _merges(store, lab.rounds), aim=MERGE),
    ]
    store.close()
    return [*lines, _duplicates(lab)]


def _store(lab: Lab) -> Path:
    """The store with accounts, contacts and leads, made once."""
    path = lab.folder / "sales.db"
    if not path.exists():
        store = open_store(lab.blank("sales.db"), user="benchmark")
        rows = sample.leads(lab.middle + PROPOSALS + 100)
        with unit(store, "import") as work:
            people = list(islice(rows, lab.middle))
            accounts = [{"name": row["company"], "phone": row["phone"]} for row in people]
            work.create_many("accounts", accounts)
            contact = store.schema.type("contacts")
            work.create_many("contacts", [_only(row, contact) for row in people])
            leads_type = work.schema.type("leads")
            work.create_many("leads", [work.with_defaults(leads_type, lead) for lead in rows])
        store.connection.run("PRAGMA wal_checkpoint(TRUNCATE)")
        store.close()
    return path


def _only(row: dict[str, Value], record_type: RecordType) -> dict[str, Value]:
    return {key: value for key, value in row.items() if key in record_type}


def _proposals(store: Store) -> list[float]:
    samples = []
    for lead in range(1, PROPOSALS + 1):
        began = time.perf_counter()
        propose(store, lead)
        samples.append(1000 * (time.perf_counter() - began))
    return samples


def _conversions(store: Store, rounds: int) -> tuple[list[float], list[float]]:
    whole, bare = [], []
    for turn in range(rounds + 1):
        lead = _lead_with_activities(store)
        plan = propose(store, lead)
        began = time.perf_counter()
        apply_conversion(store, plan)
        ended = time.perf_counter()
        floor = _bare_conversion(store.path, _lead_with_activities(store))
        if turn:
            whole.append(1000 * (ended - began))
            bare.append(floor)
    return whole, bare


def _lead_with_activities(store: Store) -> int:
    """A lead of a company that no conversion before has made, whose activities would count too."""
    company = f"Bench Works {time.time_ns()}"
    with unit(store, "add") as work:
        lead = work.create("leads", {"last_name": "Bench", "company": company})
        for number in range(ACTIVITIES):
            work.create("activities", {"kind": "call", "subject": f"Call {number}", "lead": lead})
    return lead


def _bare_conversion(path: Path, lead: int) -> float:
    """The rows of a conversion, written with nothing around them, and taken out again."""
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA synchronous = FULL")
    stamps = "version, title, sort_key, search_key, created_at, updated_at"
    row = ("Bench", 1, "Bench", "bench", "bench", "2026-01-01", "2026-01-01")
    marks = ", ".join("?" * len(row))
    began = time.perf_counter()
    connection.execute("BEGIN IMMEDIATE")
    made = [
        (table, connection.execute(f"INSERT INTO {table} ({name}, {stamps}) VALUES ({marks})", row))
        for table, name in (("accounts", "name"), ("contacts", "last_name"), ("deals", "name"))
    ]
    ids = [cursor.lastrowid for _, cursor in made]
    connection.execute(
        "UPDATE activities SET account = ?, contact = ?, deal = ? WHERE lead = ?", (*ids, lead)
    )
    connection.execute("UPDATE leads SET converted_at = '2026-01-01' WHERE id = ?", (lead,))
    connection.execute("COMMIT")
    taken = 1000 * (time.perf_counter() - began)
    connection.execute("DELETE FROM activities WHERE lead = ?", (lead,))
    for table, cursor in made:
        connection.execute(f"DELETE FROM {table} WHERE id = ?", (cursor.lastrowid,))
    connection.close()
    return taken


def _merges(store: Store, rounds: int) -> list[float]:
    samples = []
    for turn in range(rounds + 1):
        with unit(store, "add") as work:
            twin: dict[str, Value] = {"last_name": "Twin", "first_name": f"Number {turn}"}
            keep, other = work.create("contacts", twin), work.create("contacts", twin)
            usual = work.with_defaults(work.schema.type("activities"), {"kind": "task"})
            work.create_many(
                "activities",
                [{**usual, "subject": f"T {n}", "contact": other} for n in range(LINKED)],
            )
        began = time.perf_counter()
        merge(store, "contacts", keep, [other])
        if turn:
            samples.append(1000 * (time.perf_counter() - began))
    return samples


def _duplicates(lab: Lab) -> Line:
    store = open_store(lab.store(lab.middle), user="benchmark")
    samples = []
    for _ in range(lab.rounds):
        began = time.perf_counter()
        list(find_all(store, "leads"))
        samples.append(1000 * (time.perf_counter() - began))
    store.close()
    return Line(f"all duplicates among {lab.middle:,} leads", samples, aim=DUPLICATES)
