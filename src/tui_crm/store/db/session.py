"""A store read by people's own scripts, through the classes that declare its records."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import sqlalchemy
from sqlalchemy.pool import StaticPool
from sqlmodel import Session

from tui_crm.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import ColumnElement

    from tui_crm.store.db.connection import Connection
    from tui_crm.store.record_base import Record


@contextmanager
def reading_session(connection: Connection) -> Iterator[Session]:
    """A SQLModel session over ``connection``, which sees the store as of one moment.

    It cannot write (``UsageError``): what goes past the journal is in no history and not undone.
    """
    connection.run("PRAGMA query_only = ON")
    engine = sqlalchemy.create_engine(
        "sqlite://", creator=lambda: connection.raw, poolclass=StaticPool
    )
    try:
        sqlalchemy.event.listen(engine, "begin", _begin)
        with Session(engine) as session:
            sqlalchemy.event.listen(session, "before_flush", _refuse)
            yield session
    finally:
        engine.dispose()
        connection.close()


def _begin(connection: sqlalchemy.Connection) -> None:
    connection.exec_driver_sql("BEGIN")  # the driver does not do it for a read


def _refuse(*_: object) -> None:
    raise UsageError("store.session_reads")


def field(record_class: type[Record], key: str) -> ColumnElement[Any]:
    """The column of a field that a store's own people added, for a ``select`` or its ``where``.

    Its values are those that are stored, whatever the kind of the field.
    """
    table = record_class.__table__  # type: ignore[attr-defined]
    return sqlalchemy.literal_column(f"{table.name}.c_{key}")
