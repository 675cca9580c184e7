"""A connection to the store: rows in, rows out, and one sentence when it fails."""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tui_crm.errors import StoreError
from tui_crm.store import dialect
from tui_crm.store.db.backup_files import damaged

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence


class Connection:
    """A database connection whose failures are ``StoreError``s; used by one thread at a time."""

    __slots__ = ("copy_of", "raw", "where")

    def __init__(self, raw: sqlite3.Connection, where: str, copy_of: str = "") -> None:
        self.raw = raw
        self.where = where
        self.copy_of = copy_of

    @classmethod
    def open(cls, path: Path, *, copy_of: str = "") -> Connection:
        """A connection to the file at ``path``; to a copy nothing can be written for good."""
        try:
            return cls(dialect.connect(path), str(path), copy_of)
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
        self.run(dialect.BEGIN_WRITE)
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
        self.run("BEGIN")
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


def explain(error: sqlite3.Error, where: str) -> StoreError:
    """The sentence for a failure of the database at ``where``; of a damaged one with its backup."""
    found = dialect.explain(error, where)
    return damaged(Path(where)) if found.key == "store.damaged" else found
