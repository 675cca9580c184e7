"""A store: a file on this machine, opened safely, with one writer and any number of readers."""

from __future__ import annotations

import os
import threading
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from tui_crm.errors import StoreError
from tui_crm.language.formats import stored
from tui_crm.language.zones import MACHINE
from tui_crm.store import registry
from tui_crm.store.db.backup_files import damaged, existing, files_of, folder_of, newest_good
from tui_crm.store.db.connection import Connection
from tui_crm.store.db.file_header import read_header
from tui_crm.store.filter.compile import QueryContext
from tui_crm.store.journal.hooks import HookContext

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from tempfile import TemporaryDirectory

    from sqlmodel import Session

    from tui_crm.store.model import Schema
    from tui_crm.store.registry import Program


def utc_now() -> datetime:
    """The time of day, with its zone."""
    return datetime.now(UTC)


class Store:
    """An open store.

    Reads run in the thread that asks, each on a connection of its own; writes go through the
    journal (``journal.unit``), one at a time. ``user`` is the name that the journal writes down,
    ``currency`` that of amounts whose records name none, where it is not the store's usual one.
    """

    def __init__(
        self,
        path: Path,
        program: Program,
        *,
        user: str,
        clock: Callable[[], datetime] = utc_now,
        currency: str = "",
        copy: TemporaryDirectory[str] | None = None,
    ) -> None:
        self.path = path
        self.program = program
        self._copy = copy
        self.user = user
        self.clock = clock
        self._currency = currency
        self._local = threading.local()
        self._connections: list[Connection] = []
        self._connections_lock = threading.Lock()
        self.write_lock = threading.RLock()
        self._schema: tuple[int, Schema] | None = None
        self.upgraded_from: int | None = None
        """The version that the file had until it was opened, where it was carried forward."""

    @classmethod
    def open(
        cls,
        path: Path,
        program: Program,
        *,
        user: str,
        clock: Callable[[], datetime] = utc_now,
        create: bool = True,
        currency: str = "",
        usual_currency: str = "JPY",
    ) -> Store:
        """Open the store at ``path``; make it, or bring it up to date after a backup, if need be.
        A new one pays with ``usual_currency`` (ISO 4217).

        Where nothing may be written beside it, it is read from a copy (``is_copy``).

        Raises:
            StoreError: the file is not ours, is damaged, or is newer than this program (not a byte
                of it has been touched), or it is gone and has left backups.
        """
        found, copy, place = version_in(path), None, path
        head = program.version
        if found is not None and (copy := _copy_if_needed(path)):
            place = Path(copy.name) / path.name
        if found == head:  # a change that is still in the journal file counts too
            found = _version_now(place)
        if found is None:
            _refuse_if_lost(path)
            if not create:
                raise StoreError("store.missing", path=str(path))
        if found == 0:  # a store gets its number with its tables
            raise damaged(path)
        if found is None or found < head:
            from tui_crm.store.db.migrate import bring_up_to_date

            bring_up_to_date(place, program, found, usual_currency)
        elif found > head:
            raise StoreError("store.newer", path=str(path), found=found, known=head)
        store = cls(path, program, user=user, clock=clock, currency=currency, copy=copy)
        store.upgraded_from = found if found is not None and found < head else None
        return store

    @property
    def is_copy(self) -> bool:
        """Whether a copy is read, so that nothing can be written."""
        return self._copy is not None

    @property
    def currency(self) -> str:
        """The currency (ISO 4217) of amounts whose records name none."""
        return self._currency or self.schema.default_choice("currency") or "JPY"

    @property
    def schema(self) -> Schema:
        """The record types, fields and picklists of this store."""
        found = self._schema
        if found is None:
            found = self._schema = self._load_schema()
        return found[1]

    def schema_now(self) -> Schema:
        """The schema as it stands in the transaction of the caller's.

        Another process may have changed it since it was read.
        """
        found = self._schema
        if found is None or found[0] != registry.last_change(
            self.connection, self.program.declared.hooks
        ):
            found = self._schema = self._load_schema()
        return found[1]

    def _load_schema(self) -> tuple[int, Schema]:
        # The number first: a change that comes between is read again rather than missed.
        connection = self.connection
        declared = self.program.declared
        number = registry.last_change(connection, declared.hooks)
        return number, registry.load(connection, declared)

    def reload_schema(self) -> None:
        """Read the custom fields and picklists again, in the thread that asks."""
        self._schema = self._load_schema()

    @property
    def connection(self) -> Connection:
        """This thread's connection."""
        found: Connection | None = getattr(self._local, "connection", None)
        if found is None:
            found = self._connect()
            self._local.connection = found
            with self._connections_lock:
                self._connections.append(found)
        return found

    def _connect(self) -> Connection:
        if self._copy is None:
            return Connection.open(self.path)
        return Connection.open(Path(self._copy.name) / self.path.name, copy_of=str(self.path))

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection that sees the store as of one moment."""
        connection = self.connection
        with connection.snapshot():
            yield connection

    @contextmanager
    def session(self) -> Iterator[Session]:
        """A SQLModel session for a script, which reads as of one moment and cannot write."""
        from tui_crm.store.db.session import reading_session

        with reading_session(self._connect()) as session:
            yield session

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def now(self) -> str:
        """The time as it is stored: UTC, to the second."""
        return stored(self.clock())

    def local_now(self) -> datetime:
        """The time by the clocks of this machine, in a zone that knows its summer time."""
        return self.clock().astimezone(MACHINE)

    def query_context(self) -> QueryContext:
        """Local time, the user and this thread's connection, from where filters are read."""
        found = self.connection.scalar("SELECT id FROM users WHERE name = ?", (self.user,))
        return QueryContext(self.local_now(), found, self.currency, self.connection)

    def hook_context(self, connection: Connection) -> HookContext:
        """What hooks may ask, over a connection."""
        return HookContext(connection, self.schema, self.query_context, self.now())

    @property
    def attachments(self) -> Path:
        """The folder that holds the contents of attached files, beside the store."""
        return files_of(self.path)

    @property
    def backups(self) -> Path:
        """The folder that holds the backups of this store, beside it."""
        return folder_of(self.path)

    def data_version(self) -> int:
        """A number that changes when another connection has written to the store."""
        return int(self.connection.scalar(self.connection.dialect.data_version))

    def close(self) -> None:
        """Give the file back; the store must not be used afterwards."""
        with self._connections_lock:
            for connection in self._connections:
                connection.close()
            self._connections.clear()
        self._local = threading.local()
        if self._copy is not None:
            self._copy.cleanup()


def version_in(path: Path) -> int | None:
    """The schema version in the file's header, read without opening it as a database.

    Returns:
        None where there is no file.

    Raises:
        StoreError: something else lies there.
    """
    try:
        if path.is_dir():
            raise StoreError("store.directory", path=str(path))
        if path.exists() and not path.is_file():
            raise StoreError("store.foreign", path=str(path))
        header = read_header(path)
    except FileNotFoundError:
        if path.is_symlink():
            raise StoreError("store.dangling", path=str(path), target=path.readlink()) from None
        return None
    except OSError as error:
        raise StoreError("store.unreadable", path=str(path), detail=error.strerror) from error
    if header.is_empty:
        raise damaged(path, "store.empty")
    if not header.is_ours:
        has_backup = newest_good(path) is not None
        raise damaged(path) if has_backup else StoreError("store.foreign", path=str(path))
    return header.version


def _refuse_if_lost(path: Path) -> None:
    """Raise where a store is gone and its backups are there: an empty one would hide the loss."""
    backups = existing(path)
    if backups:
        raise damaged(path, "store.lost", folder=str(backups[-1].path.parent))


def _copy_if_needed(path: Path) -> TemporaryDirectory[str] | None:
    if os.access(os.path.dirname(os.path.realpath(path)), os.W_OK):  # noqa: PTH120  # loops too
        return None
    from tui_crm.store.db.readonly_copy import copy_if_needed

    return copy_if_needed(path)


def _version_now(path: Path) -> int:
    connection = Connection.open(path)
    try:
        return int(connection.scalar("PRAGMA user_version"))
    finally:
        connection.close()
