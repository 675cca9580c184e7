"""The subprocess that reads a sheet: ``python -m … BOOK SHEET ROWS READING``.

The library that parses workbooks is native code. On a hostile or damaged file it may panic and
write on the terminal, ask for all the memory there is, or abort; none of that may happen to a
program with a screen and a store open. Here it may: memory is limited, and the parent sees to the
time.

The rows go to the file ROWS, a JSON list of ``[number, [cell, …]]`` a line; what else is to be said
goes to standard output as one JSON object.
"""

from __future__ import annotations

import json
import sys
import zipfile
import zlib
from contextlib import suppress
from dataclasses import asdict
from datetime import date, datetime, time, timedelta
from io import BytesIO
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Protocol
from xml.parsers.expat import ExpatError

import python_calamine as calamine

from tui_crm.exchange.readers.xlsx_parts import MERGES_LIMIT, SheetFacts
from tui_crm.language.number_bounds import EXACT_FLOATS

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Mapping

MEMORY_LIMIT: Final = 640 << 20
"""Bytes of address space for a zipped workbook, which has been looked through before."""

XLS_MEMORY: Final = 224 << 20
"""Bytes of address space for an XLS file, which nobody has looked through, beside those for its
size: a chain of sectors that runs in a circle is read until there is no memory left.
"""

_XLS_FACTOR: Final = 12
_OLE: Final = b"\xd0\xcf\x11\xe0"

ROWS_LIMIT: Final = 2 << 30
"""Bytes that the rows of one sheet may come to."""

_ROWS_A_LINE: Final = 200


class Refused(Exception):
    """Why the workbook cannot be read: the key of the sentence."""


def main(book: str, sheet: str, rows: str, reading: str) -> None:
    """Write the rows of the sheet named, or of the first that holds a table if ``sheet`` is "".

    ``reading`` is a name of ``zipguard.Reading``.
    """
    _limit_memory(_memory_for(Path(book)))
    try:
        said = _read_as(reading, Path(book), sheet, Path(rows))
    except Refused as refused:
        said = {"refused": str(refused)}
    except MemoryError:
        said = {"refused": "workbook_too_large"}
    except (zipfile.BadZipFile, zlib.error, ExpatError, LookupError, ValueError, EOFError):
        said = {"refused": "damaged_workbook"}
    sys.stdout.write(json.dumps(said))


def text_of(value: Any) -> str:
    """A cell as the text that a person would have typed: 5.0 is "5", a date is ISO 8601."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return _number(value)
    if isinstance(value, datetime):
        return _to_seconds(value).isoformat(" ")
    if isinstance(value, time):
        return _to_seconds(datetime.combine(date(2000, 1, 1), value)).time().isoformat()
    if isinstance(value, timedelta):
        return _duration(value)
    return value.isoformat() if isinstance(value, date) else str(value)


def _number(value: float) -> str:
    """Fifteen digits, as spreadsheets show: 0.1+0.2 is 0.3 there; whole numbers as long as exact.

    Longer ones have lost their last digits already, which an exponent says.
    """
    if value.is_integer():
        if abs(value) <= EXACT_FLOATS:
            return str(int(value))
        return short if "e" in (short := repr(value)) else f"{value:.15e}"
    short = f"{value:.15g}"
    return short if float(short) != value or "e" not in short else repr(value)


def _to_seconds(value: datetime) -> datetime:
    """Rounded, since a moment stored as a fraction of a day is off by some millionths."""
    return (value + timedelta(milliseconds=500)).replace(microsecond=0)


def _duration(value: timedelta) -> str:
    seconds = round(value.total_seconds())
    sign = "-" if seconds < 0 else ""
    minutes, second = divmod(abs(seconds), 60)
    hours, minute = divmod(minutes, 60)
    return f"{sign}{hours:02}:{minute:02}:{second:02}"


class Book(Protocol):
    """What is asked of a workbook, large or small."""

    @property
    def sheets(self) -> Mapping[str, object]:
        """The sheets by name, in their order."""

    @property
    def facts(self) -> SheetFacts:
        """What else is to be said of the sheet whose rows were read last."""

    @property
    def hidden(self) -> Container[str]:
        """The names of those that are not shown."""

    def rows(self, sheet: str) -> Iterator[tuple[int, list[Any]]]:
        """The rows of a sheet with their numbers, from column A on."""


class _LibraryBook:
    """A workbook that fits into memory."""

    def __init__(self, book: calamine.CalamineWorkbook) -> None:
        cells = calamine.SheetTypeEnum.WorkSheet
        visible = calamine.SheetVisibleEnum.Visible
        self._book = book
        self.facts = SheetFacts()
        self.sheets = {meta.name: meta for meta in book.sheets_metadata if meta.typ == cells}
        self.hidden = {meta.name for meta in book.sheets_metadata if meta.visible != visible}

    def rows(self, sheet: str) -> Iterator[tuple[int, list[Any]]]:
        """The library gives the blank rows above the first cell, but not the columns before it."""
        found = self._book.get_sheet_by_name(sheet)
        self.facts = SheetFacts()
        for (top, first), (bottom, last) in (found.merged_cell_ranges or ())[:MERGES_LIMIT]:
            self.facts.merges.append((top + 1, first + 1, bottom + 1, last + 1))
        left = [""] * found.start[1] if found.start else []
        for number, values in enumerate(found.iter_rows(), 1):
            yield number, left + values


def _open(path: Path) -> Book:
    """The workbook as its name says, and if that fails as its content says."""
    try:
        return _LibraryBook(calamine.load_workbook(path))
    except calamine.PasswordError as error:
        raise Refused("encrypted") from error
    except (calamine.CalamineError, OSError, ValueError) as error:
        if "Cell limit" in str(error):
            raise Refused("workbook_too_large") from error
    try:
        return _LibraryBook(calamine.load_workbook(BytesIO(path.read_bytes())))
    except (calamine.CalamineError, OSError, ValueError) as error:
        raise Refused("damaged_workbook") from error


def _read_as(reading: str, path: Path, sheet: str, rows: Path) -> dict[str, Any]:
    if reading == "PLAIN":
        return _read(_open(path), sheet, rows)
    from tui_crm.exchange.readers.xlsx_stream import StreamedWorkbook

    try:
        return _read(StreamedWorkbook(path), sheet, rows)
    except (zipfile.BadZipFile, zlib.error, ExpatError, LookupError, ValueError, EOFError):
        if reading == "LARGE":
            raise
    return {**_read(_open(path), sheet, rows), "has_formats": False}


def _read(book: Book, wanted: str, rows: Path) -> dict[str, Any]:
    names = list(book.sheets)
    if wanted and wanted not in names:
        return {"refused": "no_such_sheet", "sheets": names}
    name = wanted or _first_table(book)
    try:
        width = _write(_filled(book.rows(name)), rows)
    except calamine.CalamineError as error:
        raise Refused("damaged_workbook") from error
    if not width:
        raise Refused("no_rows")
    return {"sheet": name, "sheets": names, "width": width, "facts": asdict(book.facts)}


def _first_table(book: Book) -> str:
    """The first visible sheet with two rows and two columns, else the first with anything in it."""
    found = ""
    for name in sorted(book.sheets, key=book.hidden.__contains__):
        head = list(islice(_filled(book.rows(name)), 50))
        if len(head) > 1 and any(len(cells) > 1 for _, cells in head):
            return name
        if head and not found:
            found = name
    if not found:
        raise Refused("no_rows")
    return found


def _filled(rows: Iterator[tuple[int, list[Any]]]) -> Iterator[tuple[int, list[str]]]:
    """Rows as texts, without blank cells at the end, and without those that are all blank."""
    for number, values in rows:
        cells = [value if type(value) is str else text_of(value) for value in values]
        while cells and not cells[-1].strip():
            cells.pop()
        if cells:
            yield number, cells


def _write(rows: Iterator[tuple[int, list[str]]], path: Path) -> int:
    """Write all rows, and give the number of columns that are used."""
    size = width = 0
    with path.open("w", encoding="utf-8") as out:
        while batch := list(islice(rows, _ROWS_A_LINE)):
            width = max(width, *(len(cells) for _, cells in batch))
            size += out.write(json.dumps(batch, ensure_ascii=False) + "\n")
            if size > ROWS_LIMIT:
                raise Refused("workbook_too_large")
    return width


def _memory_for(book: Path) -> int:
    with book.open("rb") as file:
        if file.read(len(_OLE)) != _OLE:
            return MEMORY_LIMIT
    return min(MEMORY_LIMIT, XLS_MEMORY + _XLS_FACTOR * book.stat().st_size)


def _limit_memory(most: int) -> None:
    try:
        import resource
    except ImportError:  # Windows has no such limit; the checks before and the parent remain
        return
    hard = resource.getrlimit(resource.RLIMIT_AS)[1]
    limit = most if hard == resource.RLIM_INFINITY else min(most, hard)
    with suppress(OSError, ValueError):  # some systems know the limit and do not allow to set it
        resource.setrlimit(resource.RLIMIT_AS, (limit, hard))


if __name__ == "__main__":
    main(*sys.argv[1:5])
