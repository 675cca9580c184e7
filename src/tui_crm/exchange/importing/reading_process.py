"""Read a large table in a process of its own, while this one writes what it has read.

The process (``python -m`` this module) takes a pickled ``TableReading`` on standard input, and
gives its pieces on standard output. It goes when nobody takes them any more, so that whatever ends
the import ends it too.
"""

from __future__ import annotations

import gc
import os
import pickle
import signal
import subprocess
import sys
import traceback
from collections.abc import Sequence
from contextlib import contextmanager, suppress
from operator import attrgetter
from queue import Queue
from threading import Thread
from typing import TYPE_CHECKING, Any, BinaryIO, Final, TypeAlias, cast, overload

from tui_crm import i18n
from tui_crm.errors import FileError
from tui_crm.exchange.importing.identity import Identity, Looks
from tui_crm.exchange.importing.import_row import ImportRow
from tui_crm.exchange.importing.match_filter import MatchFilter
from tui_crm.exchange.importing.options import Duplicates
from tui_crm.exchange.importing.table_reading import RowPiece, TableReading
from tui_crm.exchange.readers.rows import Row
from tui_crm.store.derive import Derived, Deriver

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator

    from tui_crm.exchange.importing.picklists import NewChoice
    from tui_crm.store.model import Value

OWN_PROCESS_FROM: Final = 1 << 20
"""Bytes of a file from which on a process pays, which takes a quarter of a second to start."""

_OBJECTS: Final = 50_000
"""Objects that are made before Python looks whether they are still in use."""

_AHEAD: Final = 8
"""Pieces that wait for their reader; each takes about half a megabyte."""

_RARE_FIELDS: Final = (
    *("links", "problems", "left_out", "notices", "is_converted", "is_deleted"),
    *("closed_by", "own_id", "stand_in", "problem"),
)
"""What few rows have, of all that is read of one."""

_rare_fields: Final = attrgetter(*_RARE_FIELDS)

_PackedRow: TypeAlias = (
    "tuple[int, dict[str, Value], tuple[Any, ...], tuple[Any, ...], dict[str, Any] | None]"
)
"""Line, values, what it is looked up by, derived values, and what few rows have; much
smaller than the row itself."""


_PackedRowPiece: TypeAlias = "tuple[list[_PackedRow], bytes, tuple[NewChoice, ...], int, bool]"
"""A ``RowPiece``; the bytes are its rows as they stood in the file."""


@contextmanager
def relaxed_gc() -> Iterator[None]:
    """Raise the threshold of the garbage collector: an import allocates many objects and few
    reference cycles."""
    usual = gc.get_threshold()
    gc.set_threshold(_OBJECTS, *usual[1:])
    try:
        yield
    finally:
        gc.set_threshold(*usual)


def pieces_of(reading: TableReading, limit: int | None = None) -> Generator[RowPiece]:
    """The rows of a table, or the first ``limit`` of them: those of a large one from a process.

    Raises:
        FileError: the file cannot be read to its end, or the process was ended by somebody.
        UsageError: a value that every row is to get cannot be read.
    """
    source = reading.source
    is_large = source.format.is_table and source.size_bytes >= OWN_PROCESS_FROM
    if is_large and limit is None and sys.executable and processors() > 1:
        return _from_process(reading)
    return reading.pieces(limit)


def processors() -> int:
    """How many processors this program may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _from_process(reading: TableReading) -> Generator[RowPiece]:
    command = [sys.executable, "-P", "-m", "tui_crm.exchange.importing.reading_process"]
    try:
        process = subprocess.Popen(  # noqa: S603  # our own interpreter and module, no shell
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
    except OSError:  # no memory or no file left for one, or no interpreter
        yield from reading.pieces()
        return
    try:
        yield from _received(process, reading)
    finally:
        process.kill()
        process.wait()
        for stream in filter(None, (process.stdin, process.stdout)):
            with suppress(OSError):  # what was not written yet goes nowhere now
                stream.close()


def _received(process: subprocess.Popen[bytes], reading: TableReading) -> Generator[RowPiece]:
    child_stdout = cast("BinaryIO", process.stdout)
    child_stdin = cast("BinaryIO", process.stdin)
    try:
        pickle.dump((i18n.language(), reading), child_stdin, pickle.HIGHEST_PROTOCOL)
        child_stdin.close()
        while True:
            found = pickle.load(child_stdout)  # noqa: S301  our own process
            if isinstance(found, BaseException):
                raise found
            piece = _unpacked(found)
            yield piece
            if piece.is_last:
                return
    except (EOFError, BrokenPipeError, pickle.UnpicklingError) as error:
        raise FileError("import.reading_ended", file=reading.source.name) from error


class _RowsAsRead(Sequence[Row]):
    """The rows of a piece as they stood in the file, which few are asked for: unpacked then."""

    def __init__(self, packed: bytes) -> None:
        self._packed = packed
        self._rows: list[Row] = []

    def __len__(self) -> int:
        return len(self._unpacked())

    @overload
    def __getitem__(self, place: int) -> Row: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[Row]: ...
    def __getitem__(self, place: int | slice) -> Row | Sequence[Row]:
        return self._unpacked()[place]

    def _unpacked(self) -> list[Row]:
        if self._packed:
            rows = pickle.loads(self._packed)  # noqa: S301  our own process
            self._rows, self._packed = [Row(*row) for row in rows], b""
        return self._rows


def _packed(piece: RowPiece) -> _PackedRowPiece:
    rows: list[_PackedRow] = []
    for row in piece.rows:
        rare = _rare_fields(row)
        rest = None
        if any(rare):
            rest = {key: each for key, each in zip(_RARE_FIELDS, rare, strict=True) if each}
        looks = () if row.looks is None else tuple(row.looks)
        derived = () if row.derived is None else tuple(row.derived)
        rows.append((row.line, row.values, looks, derived, rest))
    as_read = pickle.dumps([tuple(row.row) for row in piece.rows], pickle.HIGHEST_PROTOCOL)
    return rows, as_read, piece.new_choices, piece.bytes_read, piece.is_last


def _unpacked(packed: _PackedRowPiece) -> RowPiece:
    packed_rows, packed_as_read, new_choices, bytes_read, is_last = packed
    as_read = _RowsAsRead(packed_as_read)
    rows = []
    for place, (line, values, looks, derived, rest) in enumerate(packed_rows):
        row = ImportRow(line, values, rows=as_read, place=place)
        if looks:
            row.looks = Looks._make(looks)
        if derived:
            row.derived = Derived._make(derived)
        for key, value in rest.items() if rest is not None else ():
            setattr(row, key, value)
        rows.append(row)
    return RowPiece(rows, new_choices, bytes_read, is_last)


def _worked_ahead(reading: TableReading) -> Iterator[RowPiece]:
    """The pieces of a table, with what its rows are looked up by and the derived values of their
    records, as far as those are in the rows themselves."""
    deriver = Deriver(reading.record_type)
    identity = Identity(reading.record_type, reading.options.match)
    is_create = reading.options.duplicates is Duplicates.CREATE
    are_looked_up = not is_create and MatchFilter.of(identity) is None  # all rows, not a few
    for piece in reading.pieces():
        for row in piece.rows:
            if row.problem is None:
                row.derived = deriver.derive(row.values)
                if are_looked_up and not row.links:
                    row.looks = identity.looks(row.known_by)
        yield piece


def main() -> None:
    """Read the table that is described on standard input."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the import ends it
    stdout = os.fdopen(os.dup(1), "wb", 0)
    os.dup2(2, 1)  # nothing else may come between
    language, reading = pickle.load(sys.stdin.buffer)  # noqa: S301  our own process
    i18n.use(language)
    waiting: Queue[bytes | None] = Queue(_AHEAD)
    sender = Thread(target=_send, args=(waiting, stdout), daemon=True)
    sender.start()
    try:
        for piece in _worked_ahead(reading):
            waiting.put(pickle.dumps(_packed(piece), pickle.HIGHEST_PROTOCOL))
    except Exception as error:
        waiting.put(_packed_error(error, reading.source.name))
    finally:
        waiting.put(None)
        sender.join()


def _packed_error(error: Exception, file: str) -> bytes:
    """An error with its traceback as a note; a ``FileError`` for one that cannot be sent."""
    told = traceback.format_exc()
    error.add_note(told)
    try:
        packed = pickle.dumps(error.with_traceback(None), pickle.HIGHEST_PROTOCOL)
        pickle.loads(packed)  # noqa: S301  # our own; some can be packed only
    except Exception:  # whatever its class may raise
        ended = FileError("import.reading_ended", file=file)
        ended.add_note(told)
        packed = pickle.dumps(ended, pickle.HIGHEST_PROTOCOL)
    return packed


def _send(waiting: Queue[bytes | None], stdout: BinaryIO) -> None:
    """Send pieces while the next ones are read; end the process when they cannot be sent."""
    try:
        for piece in iter(waiting.get, None):
            rest = memoryview(piece)
            while rest:
                rest = rest[stdout.write(rest) :]
    except Exception:  # else the reading would wait for this thread for ever
        os._exit(1)


if __name__ == "__main__":
    with relaxed_gc():
        main()
