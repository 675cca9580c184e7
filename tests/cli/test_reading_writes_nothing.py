"""A verb that reads leaves every byte of a store as it is."""

from __future__ import annotations

import hashlib
import sqlite3
from typing import TYPE_CHECKING

import pytest

from tests.cli.conftest import run_process
from tests.store.older_stores import make_store
from tui_crm.store.db.migrations.head import HEAD

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Crm

READING = (
    ("list", "leads"),
    ("list", "leads", "--where", "last_name~田", "--json"),
    ("show", "leads", "1"),
    ("search", "青葉"),
    ("today",),
    ("export", "leads"),
    ("duplicates", "leads"),
    ("history",),
    ("history", "leads", "1"),
    ("fields", "leads"),
    ("views",),
    ("check",),
)


@pytest.fixture
def settled(busy_crm: Crm) -> Path:
    """A store with some records, whose changes have all reached its file."""
    with sqlite3.connect(busy_crm.path) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    return busy_crm.path


def content(path: Path) -> dict[str, str]:
    """What lies in the folder of a store, by name."""
    files = sorted(path.parent.rglob("*"))
    return {
        str(f.relative_to(path.parent)): hashlib.sha256(f.read_bytes()).hexdigest()
        for f in files
        if f.is_file()
    }


@pytest.mark.parametrize("verb", READING, ids=" ".join)
def test_a_verb_that_reads_writes_nothing(settled: Path, busy_crm: Crm, verb: tuple[str]) -> None:
    before = content(settled)
    busy_crm(*verb)
    assert content(settled) == before


@pytest.mark.parametrize("verb", [("list", "leads"), ("check",)], ids=" ".join)
def test_nor_does_it_in_two_programs_one_after_the_other(settled: Path, verb: tuple[str]) -> None:
    before = content(settled)
    for _ in range(2):
        ran = run_process(settled, *verb)
        assert ran.returncode == 0, ran.stderr
    assert content(settled) == before


def test_a_store_of_an_older_version_is_carried_forward_and_that_is_said(crm: Crm) -> None:
    crm.path.unlink()
    make_store(crm.path, 6)
    first, second = (crm.run("list", "leads") for _ in range(2))
    assert first.stdout == second.stdout != ""
    assert f"from version 6 to {HEAD}" in first.stderr
    assert second.stderr == ""
