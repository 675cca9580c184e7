"""Importing without a process around it: each way in and out beside a plain import of the same."""

from __future__ import annotations

import csv
import sqlite3
import time
from functools import partial
from typing import TYPE_CHECKING

from figures import Aim, Line, Measured

from tui_crm.exchange.importing.importer import run_import
from tui_crm.exchange.importing.options import ImportOptions
from tui_crm.exchange.importing.planning import plan_import
from tui_crm.features.program import open_store
from tui_crm.language.fold import search_words
from tui_crm.store.journal.undo import undo
from tui_crm.store.search import pairs

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from lab import Lab

    from tui_crm.store.db.store import Store

ROWS = 20_000

_READ_LESS = "Check and clean less of each cell."
BARE = Aim(2.0, Measured.RATIO, _READ_LESS)
WORKBOOK = Aim(1.5, Measured.RATIO, "Hand the cells over from the child process in larger parts.")
DRY = Aim(1.0, Measured.RATIO, "Leave out what is only written, and so never looked at.")
AGAIN = Aim(0.7, Measured.RATIO, "Compare rows with what is there before they are cleaned.")
BACK = Aim(0.7, Measured.RATIO, "Keep less of each record that is taken out.")


def lists(lab: Lab) -> list[Line]:
    """A list that comes in as CSV, as a workbook, on trial, a second time, and goes out again."""
    table, book = lab.table(ROWS), _workbook(lab)
    taken: dict[str, list[float]] = {}
    for turn in range(lab.rounds + 1):
        for name, milliseconds in _one_round(lab, table, book).items():
            if turn:
                taken.setdefault(name, []).append(milliseconds)
    for name in ("listed.db", "bare.db"):
        lab.forget(name)
    plain = taken["import"]
    said = f"{ROWS:,} leads"
    return [
        Line(f"import ÷ bare reading, rows and indexes, {said}", plain, taken["bare"], aim=BARE),
        Line(f"import of XLSX ÷ of CSV, {said}", taken["workbook"], plain, aim=WORKBOOK),
        Line(f"dry run ÷ import, {said}", taken["dry run"], plain, aim=DRY),
        Line(f"the same file again ÷ import, {said}", taken["again"], plain, aim=AGAIN),
        Line(f"undo of the import ÷ import, {said}", taken["undo"], plain, aim=BACK),
    ]


def _one_round(lab: Lab, table: Path, book: Path) -> dict[str, float]:
    taken = {"bare": _timed(partial(_bare, lab, table))}
    for name, path, dry_run in (
        ("workbook", book, False),
        ("dry run", table, True),
        ("import", table, False),
    ):
        store = open_store(lab.blank("listed.db"), user="benchmark")
        taken[name] = _timed(partial(_import, store, path, dry_run=dry_run))
        if name == "import":
            taken["again"] = _timed(partial(_import, store, table))
            newest = store.connection.scalar("SELECT max(id) FROM batches")
            taken["undo"] = _timed(partial(undo, store, int(newest)))
        store.close()
    return taken


def _import(store: Store, path: Path, *, dry_run: bool = False) -> None:
    run_import(store, plan_import(store, path, ImportOptions(dry_run=dry_run)))


def _bare(lab: Lab, table: Path) -> None:
    """What any import of the like must do: read, write rows, two indexes and a search index."""
    lab.forget("bare.db")
    connection = sqlite3.connect(lab.folder / "bare.db")
    connection.execute("PRAGMA journal_mode = WAL")
    with table.open(newline="", encoding="utf-8") as file, connection:
        rows = csv.reader(file)
        names = next(rows)
        columns = ", ".join(f'"{name}" TEXT' for name in names)
        connection.execute(f"CREATE TABLE leads (id INTEGER PRIMARY KEY, {columns})")
        connection.execute("CREATE INDEX by_name ON leads (last_name, first_name)")
        connection.execute("CREATE INDEX by_email ON leads (email)")
        connection.execute(
            "CREATE VIRTUAL TABLE found USING fts5(pairs, content='', tokenize='ascii')"
        )
        marks = ", ".join("?" * (len(names) + 1))
        for number, row in enumerate(rows, 1):
            connection.execute(f"INSERT INTO leads VALUES ({marks})", (number, *row))
            words = " ".join(search_words("\n".join(row[:6])))
            connection.execute(
                "INSERT INTO found (rowid, pairs) VALUES (?, ?)", (number, pairs(words))
            )
    connection.close()


def _workbook(lab: Lab) -> Path:
    """The same list as a workbook, made once."""
    path = lab.folder / f"{ROWS}.xlsx"
    if not path.exists():
        from openpyxl import Workbook

        book = Workbook(write_only=True)
        sheet = book.create_sheet("Leads")
        with lab.table(ROWS).open(newline="", encoding="utf-8") as file:
            for row in csv.reader(file):
                sheet.append(row)
        book.save(path)
    return path


def _timed(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return 1000 * (time.perf_counter() - began)
