"""What is killed in the middle has not happened: imports, conversions, merges, and ways back."""

from __future__ import annotations

import signal
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.conftest import still_clock
from tests.records import add, dump
from tui_crm.features.duplicates.merge.merge import merge
from tui_crm.features.leads.convert.conversion import apply_conversion
from tui_crm.features.leads.convert.proposal import propose
from tui_crm.features.program import open_store
from tui_crm.store.db.check.run import check

if TYPE_CHECKING:
    from collections.abc import Callable

    from tui_crm.store.db.store import Store

PROGRAM = """
import os, signal, sys
from pathlib import Path
from tui_crm.exchange.importing.bundle_plan import plan_bundle
from tui_crm.exchange.importing.bundle_run import run_bundle
from tui_crm.exchange.importing.options import ImportOptions
from tui_crm.features.leads.convert.conversion import apply_conversion, unconvert
from tui_crm.features.leads.convert.proposal import propose
from tui_crm.features.duplicates.merge.merge import merge
from tui_crm.store.journal import history
from tui_crm.store.db.connection import Connection
from tui_crm.store.db.store import Store
from tui_crm.store.journal.undo import undo

from tui_crm.features.program import open_store
store = open_store(Path(sys.argv[1]), user="sato")
left = int(sys.argv[2])
store.schema

def fatal(work):
    def carried_out(self, sql, *rest):
        global left
        left -= sql.lstrip().startswith(("INSERT", "UPDATE", "DELETE"))
        if not left:
            os.kill(os.getpid(), signal.SIGKILL)
        return work(self, sql, *rest)
    return carried_out

Connection.run, Connection.run_many = fatal(Connection.run), fatal(Connection.run_many)
match sys.argv[3]:
    case "convert":
        apply_conversion(store, propose(store, 1))
    case "unconvert":
        unconvert(store, 1)
    case "merge":
        merge(store, "contacts", 1, [2])
    case "import":
        folder = Path(sys.argv[1]).parent / "export"
        run_bundle(store, plan_bundle(store, [folder], ImportOptions()))
    case "undo":
        undo(store, history.last_undoable(store.connection, "sato").id)
"""


def _lead(store: Store) -> None:
    lead = add(store, "leads", last_name="清水", company="青空商事", phone="03-1234-5678")
    for subject in ("電話", "訪問"):
        add(store, "activities", kind="call", subject=subject, lead=lead)


def _converted(store: Store) -> None:
    _lead(store)
    apply_conversion(store, propose(store, 1))


def _twins(store: Store) -> None:
    for phone in ("03-1234-5678", None):
        contact = add(store, "contacts", last_name="清水", first_name="一郎", phone=phone)
        add(store, "activities", kind="call", subject="電話", contact=contact)


def _merged(store: Store) -> None:
    _twins(store)
    merge(store, "contacts", 1, [2])


def _exported(store: Store) -> None:
    folder = store.path.parent / "export"
    folder.mkdir()
    for name, lines in (
        ("accounts.csv", ("Account ID,Account Name,Billing City", "a1,青空商事,Tokyo")),
        (
            "contacts.csv",
            (
                "Contact ID,Last Name,First Name,Account ID,Email",
                "c1,清水,一郎,a1,shimizu@example.com",
            ),
        ),
    ):
        (folder / name).write_text("\n".join((*lines, "")), "utf-8")


@pytest.mark.parametrize("statement", [2, 6])
@pytest.mark.parametrize(
    ("act", "prepare"),
    [
        ("import", _exported),
        ("convert", _lead),
        ("unconvert", _converted),
        ("merge", _twins),
        ("undo", _merged),
    ],
)
def test_what_is_killed_in_the_middle_has_not_happened(
    store: Store, act: str, prepare: Callable[[Store], None], statement: int
) -> None:
    prepare(store)
    before = dump(store)
    store.close()
    killed = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(store.path), str(statement), act], check=False
    )
    assert killed.returncode == -signal.SIGKILL
    again = open_store(store.path, user="sato", clock=still_clock)
    assert dump(again) == before
    assert not check(again).findings
    again.close()
