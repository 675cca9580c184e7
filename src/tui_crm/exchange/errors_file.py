"""The rows that were rejected, in a file of their own: corrected, it can be imported as it is."""

from __future__ import annotations

import contextlib
import csv
import io
import os
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Final

from tui_crm.errors import FileError
from tui_crm.exchange.decoding import RAW
from tui_crm.exchange.source import Format
from tui_crm.text import t

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tui_crm.exchange.rows import Row
    from tui_crm.exchange.source import Source

_FOR_SPREADSHEETS: Final = "utf-8-sig"
_WITH_MARK: Final = {"utf-16-le": b"\xff\xfe", "utf-16-be": b"\xfe\xff"}
_WITHOUT_MARK: Final = {
    "utf-8-sig": "utf-8",
    "utf-16": "utf-16-le" if sys.byteorder == "little" else "utf-16-be",
    "utf-32": "utf-32-le" if sys.byteorder == "little" else "utf-32-be",
}


class ErrorsFile:
    """Collects rejected rows beside their place, and is there whole or not at all.

    It has the columns, encoding and delimiter of the table they came from, and one more column in
    front with the reason; rows that were too long keep all their cells. A workbook's rows, and
    cards, go to a CSV file.
    """

    def __init__(self, source: Source, path: Path) -> None:
        self.path = path
        self.rows = 0
        self._source = source
        self._encoding = source.encoding or _FOR_SPREADSHEETS
        if source.format is not Format.CSV:
            self._encoding = _FOR_SPREADSHEETS
        self._delimiter = source.delimiter or ","
        self._temporary: Path | None = None
        self._stream: BinaryIO | None = None

    def add(self, row: Row, reasons: Sequence[str]) -> None:
        """Write down one row and why it was rejected.

        Raises:
            FileError: it cannot be written.
        """
        try:
            stream = self._stream or self._begin()
            cells = row.raw if row.problem or self._source.format is Format.CSV else row.cells
            self._write(stream, [" ".join(reasons), *cells])
        except OSError as error:
            self._fail(error)
        self.rows += 1

    def keep(self) -> Path | None:
        """Put the file in its place, if there is anything in it.

        Raises:
            FileError: it cannot be written.
        """
        if self._stream is None or self._temporary is None:
            return None
        try:
            self._stream.flush()
            os.fsync(self._stream.fileno())
            self._stream.close()
            self._temporary.replace(self.path)
        except OSError as error:
            self._fail(error)
        self._temporary = None
        return self.path

    def drop(self) -> None:
        """Leave nothing behind."""
        if self._stream is not None:
            self._stream.close()
        if self._temporary is not None:
            with contextlib.suppress(OSError):
                self._temporary.unlink()
            self._temporary = None

    def _begin(self) -> BinaryIO:
        handle, name = tempfile.mkstemp(prefix=f".{self.path.name}.", dir=self.path.parent)
        self._temporary = Path(name)
        self._stream = stream = os.fdopen(handle, "wb")
        stream.write(_WITH_MARK.get(self._encoding, b""))
        self._write(stream, [self._reason_header(), *self._source.header])
        return stream

    def _reason_header(self) -> str:
        """The header of the reasons, in a language that the encoding has letters for."""
        header = t("import.reason_header")
        try:
            header.encode(self._encoding)
        except UnicodeEncodeError:
            return t("import.reason_header", to="en")
        return header

    def _write(self, stream: BinaryIO, cells: Sequence[str]) -> None:
        line = io.StringIO()
        csv.writer(line, delimiter=self._delimiter, lineterminator="\r\n").writerow(cells)
        # Only what begins a file has its mark.
        name = (
            _WITHOUT_MARK.get(self._encoding, self._encoding) if stream.tell() else self._encoding
        )
        stream.write(_encoded(line.getvalue(), name))

    def _fail(self, error: OSError) -> None:
        self.drop()
        raise FileError("file.write", path=str(self.path), why=error.strerror) from error


def _encoded(text: str, name: str) -> bytes:
    try:
        return text.encode(name, RAW)
    except UnicodeEncodeError:
        return text.encode(name, "replace")


def errors_path(path: Path | None, asked: Path | None) -> Path:
    """Where the rejected rows of the file at ``path`` go: ``leads-errors.csv`` for ``leads.xlsx``.

    A file that is there already is not written over unless it was asked for by name.

    Raises:
        FileError: the file asked for is the one that is imported.
    """
    if asked is not None:
        if path is not None and asked.exists() and path.exists() and asked.samefile(path):
            raise FileError("import.errors_is_source", path=str(asked))
        return asked
    if path is None:
        folder, stem, suffix = Path.cwd(), "import", ".csv"
    else:
        folder, stem = path.parent, path.stem
        suffix = path.suffix if path.suffix.lower() in (".csv", ".tsv", ".txt") else ".csv"
    found, number = folder / f"{stem}-errors{suffix}", 2
    while found.exists():
        found, number = folder / f"{stem}-errors-{number}{suffix}", number + 1
    return found
