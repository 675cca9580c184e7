"""A connection to the store: rows in, rows out, and one sentence when it fails."""

from __future__ import annotations

import sqlite3
import threading
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Final

from tui_crm.errors import StoreError
from tui_crm.store.db.backup_files import damaged
from tui_crm.store.dialect.sqlite import SQLITE
from tui_crm.store.sql_functions import SQL_FUNCTIONS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from tui_crm.store.dialect.base import Dialect

BUSY_MILLISECONDS: Final = 5_000


def connect(path: Path) -> sqlite3.Connection:
    """A connection with every pragma that a store relies on; transactions are begun by hand."""
    connection = sqlite3.connect(
        path, timeout=BUSY_MILLISECONDS / 1000, isolation_level=None, check_same_thread=False
    )
    for pragma in (
        "foreign_keys = ON",
        "synchronous = FULL",
        "trusted_schema = OFF",
        "cell_size_check = ON",
        "temp_store = MEMORY",
        "cache_size = -32000",
    ):
        connection.execute(f"PRAGMA {pragma}")
    for name, function in SQL_FUNCTIONS.items():
        connection.create_function(name, 1, _of_text(function), deterministic=True)
    return connection


def _of_text(function: Callable[[str], str]) -> Callable[[object], str | None]:
    return lambda value: function(value) if isinstance(value, str) else None


class Connection:
    """A database connection whose failures are ``StoreError``s; used by one thread at a time."""

    dialect: ClassVar[Dialect] = SQLITE
    """How the database says what others say otherwise."""

    __slots__ = ("copy_of", "raw", "where")

    def __init__(self, raw: sqlite3.Connection, where: str, copy_of: str = "") -> None:
        self.raw = raw
        self.where = where
        self.copy_of = copy_of

    @classmethod
    def open(cls, path: Path, *, copy_of: str = "") -> Connection:
        """A connection to the file at ``path``; to a copy nothing can be written for good."""
        try:
            return cls(connect(path), str(path), copy_of)
        except sqlite3.Error as error:
            raise explain(error, str(path)) from error

    def run(self, sql: str, parameters: Sequence[Any] = ()) -> int:
        """Carry out one statement; how many rows it touched."""
        with self._explained():
            return self.raw.execute(sql, parameters).rowcount

    def run_many(self, sql: str, rows: Iterable[Sequence[Any]]) -> None:
        """Carry out one statement for each of ``rows``."""
        with self._explained():
            self.raw.executemany(sql, rows)

    def rows(self, sql: str, parameters: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """All rows of a query."""
        with self._explained():
            return self.raw.execute(sql, parameters).fetchall()

    def row(self, sql: str, parameters: Sequence[Any] = ()) -> tuple[Any, ...] | None:
        """The first row of a query, or None."""
        with self._explained():
            found: tuple[Any, ...] | None = self.raw.execute(sql, parameters).fetchone()
            return found

    def scalar(self, sql: str, parameters: Sequence[Any] = ()) -> Any:
        """The first value of the first row of a query, or None."""
        found = self.row(sql, parameters)
        return found[0] if found else None

    def stream(
        self, sql: str, parameters: Sequence[Any] = (), *, size: int = 2_000
    ) -> Iterator[list[tuple[Any, ...]]]:
        """The rows of a query in lists of up to ``size``, for results that are too many to hold."""
        with self._explained():
            cursor = self.raw.execute(sql, parameters)
            while found := cursor.fetchmany(size):
                yield found

    @contextmanager
    def transaction(self, *, keep: bool = True) -> Iterator[None]:
        """Write whole or not at all; nothing else can write meanwhile.

        Without ``keep`` everything is done and then taken back, as a dry run wants it.

        Raises:
            StoreError: it would be written to a copy, and lost with it; or what ``run`` raises.
        """
        if keep and self.copy_of:
            raise StoreError("store.copy", path=self.copy_of)
        self.run(self.dialect.begin_write)
        try:
            yield
            self.run("COMMIT" if keep else "ROLLBACK")
        except BaseException:
            if self.raw.in_transaction:
                self.raw.rollback()
            raise

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """Read everything as of one moment."""
        if self.raw.in_transaction:
            yield
            return
        self.run(self.dialect.begin_read)
        try:
            yield
        finally:
            if self.raw.in_transaction:
                self.raw.rollback()

    @contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            raise explain(error, self.where) from error

    def close(self) -> None:
        """Give the file back."""
        self.raw.close()


class Interruption:
    """Lets one thread stop what another one reads, once nobody waits for it any more."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._connection: Connection | None = None
        self._is_wanted = True

    @contextmanager
    def of(self, connection: Connection) -> Iterator[None]:
        """What is read on ``connection`` in here may be stopped.

        Raises:
            StoreError: it was.
        """
        with self._lock:
            if not self._is_wanted:
                raise StoreError("store.interrupted", path=connection.where)
            self._connection = connection
        try:
            yield
        finally:
            with self._lock:  # so that it is never another read that is stopped
                self._connection = None

    def stop(self) -> None:
        """Stop the statement that is being carried out, if it is still about this read."""
        with self._lock:
            self._is_wanted = False
            if self._connection is not None:
                self._connection.raw.interrupt()


def explain(error: sqlite3.Error, where: str) -> StoreError:
    """The sentence for a failure of the database at ``where``; of a damaged one with its backup."""
    text = str(error).lower()
    code = getattr(error, "sqlite_errorname", "") or ""
    if "BUSY" in code or "LOCKED" in code or "locked" in text:
        return StoreError("store.busy", path=where)
    if "FULL" in code or "full" in text:
        return StoreError("store.full", path=where)
    if "READONLY" in code or "readonly" in text:
        return StoreError("store.readonly", path=where)
    if "CANTOPEN" in code or "PERM" in code or "AUTH" in code:
        return StoreError("store.unreadable", path=where)
    if "CORRUPT" in code or "NOTADB" in code or "malformed" in text:
        return damaged(Path(where))
    if "IOERR" in code:
        return StoreError("store.io", path=where)
    if "INTERRUPT" in code:
        return StoreError("store.interrupted", path=where)
    if "CONSTRAINT" in code:
        return StoreError("store.constraint", path=where, detail=str(error))
    if "no such table" in text or "no such column" in text or "has no column" in text:
        return StoreError("store.incomplete", path=where, detail=str(error))
    return StoreError("store.failed", path=where, detail=str(error))
