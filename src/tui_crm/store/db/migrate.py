"""Bring a store up to the version of this program, whole or not at all, after a backup."""

from __future__ import annotations

import sqlite3
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tui_crm.errors import FileError
from tui_crm.output_file import part_folder, private_file, private_folder, put_in_place
from tui_crm.store import registry
from tui_crm.store.db import seeds
from tui_crm.store.db.connection import Connection, connect, explain
from tui_crm.store.db.file_header import APPLICATION_ID
from tui_crm.store.db.migrations.head import NEW_PICKLISTS, STALE_KEYS
from tui_crm.store.reindex import reindex

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import Connection as AlchemyConnection

    from tui_crm.store.registry import Program

_SCRIPTS = Path(__file__).parent / "migrations"


def bring_up_to_date(path: Path, program: Program, found: int | None, currency: str) -> None:
    """Make the store at ``path``, in which one pays with ``currency``, or carry it from version
    ``found`` to that of ``program``.

    A new store is made beside its place and then renamed into it, so that a half-made one is never
    seen. An older one is backed up first and changed in one transaction.
    """
    if found is not None:
        from tui_crm.store.db.backup import back_up_file

        back_up_file(path, reason=f"before-v{program.version}")
        upgrade(path, program, program.version)
        return
    try:
        private_folder(path.parent)
        with part_folder(path.parent) as part:
            half_made = part / path.name
            private_file(half_made)
            upgrade(half_made, program, program.version, new=True, currency=currency)
            with suppress(FileExistsError):  # somebody else has made one meanwhile
                put_in_place(half_made, path, replaces=False)
    except OSError as error:
        raise FileError("file.write", path=str(path), why=error.strerror) from error


def upgrade(
    path: Path, program: Program, target: int, *, new: bool = False, currency: str = "JPY"
) -> None:
    """Carry the file at ``path`` to version ``target`` in one transaction; a ``new`` one is filled.

    Raises:
        StoreError: the file cannot be written, or is no database.
    """
    import sqlalchemy
    from sqlalchemy.pool import StaticPool

    raw = connect(path)
    raw.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    raw.execute("PRAGMA journal_mode = WAL")
    raw.execute("PRAGMA foreign_keys = OFF")  # a table that is rebuilt loses its children otherwise
    engine = sqlalchemy.create_engine("sqlite://", creator=lambda: raw, poolclass=StaticPool)
    try:
        with engine.connect() as connection:
            # The driver would commit before DDL by itself; here the whole upgrade is one step.
            connection.exec_driver_sql("BEGIN EXCLUSIVE")
            asked = _run_alembic(connection, program, target)
            ours = Connection(raw, str(path))
            seeds.create_indexes(ours, program)
            if new:
                seeds.plant_picklists(ours, program, program.picklists, currency)
            else:
                seeds.plant_picklists(ours, program, asked.get(NEW_PICKLISTS, ()))
                if asked.get(STALE_KEYS):
                    reindex(ours, registry.load(ours, program.declared))
            connection.exec_driver_sql(f"PRAGMA user_version = {target}")
            raw.commit()
        raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    except sqlite3.Error as error:
        raise explain(error, str(path)) from error
    finally:
        engine.dispose()
        raw.close()


def _run_alembic(connection: AlchemyConnection, program: Program, target: int) -> Mapping[str, Any]:
    """Carry the steps out; what they asked to be done when all of them are."""
    from alembic import command

    config = alembic_config(program)
    config.attributes["connection"] = connection
    command.upgrade(config, f"{target:04}")
    asked: Mapping[str, Any] = config.attributes
    return asked


def alembic_config(program: Program) -> Any:
    """Alembic's configuration, without a file of its own."""
    from alembic.config import Config

    config = Config()
    folders = dict.fromkeys((str(_SCRIPTS / "versions"), *program.migrations))
    for option, value in (
        ("script_location", str(_SCRIPTS)),
        ("version_locations", "\n".join(folders)),
        ("path_separator", "newline"),
    ):
        config.set_main_option(option, value.replace("%", "%%"))
    return config
