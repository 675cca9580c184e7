"""Write rejected rows to a file that can be corrected and imported as it is."""

from __future__ import annotations

import csv
import io
import sys
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Final

from tui_crm.errors import FileError
from tui_crm.exchange.readers.decoding import RAW
from tui_crm.exchange.readers.source import Format
from tui_crm.i18n import t
from tui_crm.output_file import Destination, OutputExistsError, OutputFile, free_destination

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Sequence

    from tui_crm.exchange.readers.rows import Row
    from tui_crm.exchange.readers.source import Source

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
    cards, go to a CSV file. ``readings`` says how the table was read, where that can be said in
    several ways, and gets a column too.
    """

    def __init__(self, source: Source, to: Destination, readings: str = "") -> None:
        self.rows = 0
        self._readings = (readings,) if readings else ()
        self._to = to
        self._source = source
        self._encoding = source.encoding or _FOR_SPREADSHEETS
        if source.format is not Format.CSV:
            self._encoding = _FOR_SPREADSHEETS
        self._delimiter = source.delimiter or ","
        # A pipe is opened before the store is held, since its reader may keep us waiting.
        self._file = OutputFile(to) if to.is_stream else None
        self._is_begun = False

    def add(self, row: Row, reasons: Sequence[str]) -> None:
        """Write down one row and why it was rejected.

        Raises:
            FileError: it cannot be written.
        """
        try:
            if self._file is None:
                self._file = OutputFile(self._to, is_private=True)
            if not self._is_begun:
                self._begin(self._file.stream)
            cells = row.raw if row.problem or self._source.format is Format.CSV else row.cells
            self._write(self._file.stream, [" ".join(reasons), *self._readings, *cells])
        except OSError as error:
            self.drop()
            raise FileError("file.write", path=str(self._to.path), why=error.strerror) from error
        self.rows += 1

    def keep(self) -> Path | None:
        """Put the file in its place, if there is anything in it; where that is.

        A file that came there during the import stays, and this one takes the next name.

        Raises:
            FileError: it cannot be written.
        """
        if self._file is None:
            return None
        while True:
            try:
                kept = self._file.keep(self._to)
            except OutputExistsError:
                self._to = free_destination(self._to.path)
            else:
                return kept if self._is_begun else None

    def drop(self) -> None:
        """Leave nothing behind."""
        if self._file is not None:
            self._file.drop()

    def _begin(self, stream: BinaryIO) -> None:
        stream.write(_WITH_MARK.get(self._encoding, b""))
        names = ["import.reason_header", *(["import.readings_header"] if self._readings else ())]
        header = [*map(self._name, names), *self._source.header]
        self._write(stream, header, is_first=True)
        self._is_begun = True

    def _name(self, key: str) -> str:
        """The header of a column of ours, in a language that the encoding has letters for."""
        header = t(key)
        try:
            header.encode(self._encoding)
        except UnicodeEncodeError:
            return t(key, to="en")
        return header

    def _write(self, stream: BinaryIO, cells: Sequence[str], *, is_first: bool = False) -> None:
        line = io.StringIO()
        csv.writer(line, delimiter=self._delimiter, lineterminator="\r\n").writerow(cells)
        # Only what begins a file has its mark.
        without = _WITHOUT_MARK.get(self._encoding, self._encoding)
        stream.write(_encoded(line.getvalue(), self._encoding if is_first else without))


def _encoded(text: str, name: str) -> bytes:
    try:
        return text.encode(name, RAW)
    except UnicodeEncodeError:
        return text.encode(name, "replace")


def errors_destination(
    path: Path | None,
    asked: Path | None,
    *,
    spared: Iterable[Path] = (),
    taken: Container[Path] = (),
) -> Destination:
    """Where the rejected rows of the file at ``path`` go: ``leads-errors.csv`` for ``leads.xlsx``.

    Where a file is there already, also one that was asked for by name, it is the next name that is
    free: ``leads-errors-2.csv``. ``taken`` are places that another table of the same import takes.

    Raises:
        FileError: nothing may be written to the place that was asked for.
    """
    spared = (*spared, path) if path is not None else tuple(spared)
    if asked is not None:
        return free_destination(asked, spared=spared, taken=taken)
    if path is None:
        folder, stem, suffix = Path.cwd(), "import", ".csv"
    else:
        folder, stem = path.parent, path.stem
        suffix = path.suffix if path.suffix.lower() in (".csv", ".tsv", ".txt") else ".csv"
    usual = folder / f"{stem}-errors{suffix}"
    return free_destination(usual, spared=spared, taken=taken, is_named=False)
