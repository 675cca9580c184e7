"""Stores as older versions of the program left them."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from tui_crm.store.db.file_header import APPLICATION_ID

OLDER = Path(__file__).parent / "older"
VERSIONS = sorted(int(each.stem.removeprefix("v")) for each in OLDER.glob("v*.sql"))


def script_of(version: int) -> str:
    """The statements that make a store of this version, with a few records in it."""
    return (OLDER / f"v{version}.sql").read_text("utf-8")


def make_store(path: Path, version: int, script: str = "") -> None:
    """Make the store at ``path`` as this version left it, by ``script`` where one is given."""
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(script or script_of(version))
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version = {version}")
        connection.execute("PRAGMA journal_mode = WAL")
    path.chmod(0o600)
