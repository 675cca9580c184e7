"""Read one sheet of a workbook (XLSX, XLS, ODS), in a subprocess that may fail."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING, Any, Final

from tui_crm.errors import FileError, NotFoundError
from tui_crm.exchange.formula_escape import as_shown
from tui_crm.exchange.readers.decoding import find_text_error
from tui_crm.exchange.readers.input_file import SpooledFile
from tui_crm.exchange.readers.layout import SAMPLE_ROWS, Layout, find_layout
from tui_crm.exchange.readers.rows import OtherLine, Row, RowProblem
from tui_crm.exchange.readers.source import Format, Remark, RemarkKind, Source, SourceOptions
from tui_crm.exchange.readers.xlsx_parts import column_number
from tui_crm.exchange.readers.zip_guard import Reading, check_archive

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tui_crm.exchange.readers.input_file import InputFile, Progress

TIME_LIMIT: Final = 120
"""Seconds; a hundred thousand rows take two."""

BIG_TIME_LIMIT: Final = 900
"""Seconds for a workbook with millions of cells; a million rows of twelve take forty."""

_STARVED: Final = (-6, -9)
"""How a process ends that runs out of memory: it aborts, or the system kills it."""

_REMARKS: Final = (
    (RemarkKind.HIDDEN_ROWS, "hidden_rows"),
    (RemarkKind.HIDDEN_COLUMNS, "hidden_columns"),
    (RemarkKind.NO_RESULT, "no_result"),
    (RemarkKind.ERRORS, "errors"),
    (RemarkKind.ROUNDED, "rounded"),
)

XLS_LIMIT: Final = 200 << 20
"""Bytes of an XLS file, which is never compressed."""

_SMALL_XLS: Final = 16 << 20
"""Bytes of an XLS file for which there is memory enough, unless its parts lead in a circle."""


def open_workbook(file: InputFile, format_: Format, options: SourceOptions) -> Source:
    """The table in a sheet of a workbook: the one named, or else the first that holds a table.

    The whole sheet is converted now, into a private temporary file that the source's rows come
    from; so whatever is wrong with the workbook is said here. Raises FileError, or NotFoundError
    if there is no such sheet.
    """
    if format_ is Format.XLS and file.size > XLS_LIMIT:
        raise FileError("read.workbook_too_large", file=file.name)
    reading = check_archive(file) if format_ is not Format.XLS else Reading.PLAIN
    if format_ is Format.ODS:
        reading = Reading.PLAIN
    spool = SpooledFile()
    try:
        said = _convert(file, options.sheet or "", spool, reading)
    except FileError as error:
        is_small = format_ is Format.XLS and file.size <= _SMALL_XLS
        if is_small and error.key == "read.workbook_too_large":
            raise FileError("read.damaged_workbook", file=file.name) from error
        raise
    table = _Converted(spool, file.size, int(said["width"]), said["facts"]["merges"])
    rows = list(islice(table.placed(), SAMPLE_ROWS))
    layout = find_layout(rows, options.header_row, merges=table.merges)
    above = [row for row in rows if row[0] < (layout.header_line or layout.first_line)]
    return Source(
        name=file.name,
        format=format_,
        header=layout.header,
        header_line=layout.header_line,
        size_bytes=file.size,
        read=partial(_rows, table, layout),
        sheet=said["sheet"],
        sheets=tuple(said["sheets"]),
        preamble=tuple(" ".join(filter(None, cells)) for _, cells in above),
        remarks=_remarks(said, format_, layout),
    )


def _convert(file: InputFile, sheet: str, spool: SpooledFile, reading: Reading) -> dict[str, Any]:
    """Let the other process write the sheet to the spool, and give what it says."""
    command = [sys.executable, "-P", "-m", "tui_crm.exchange.readers.workbook_process"]
    command += [str(file.path.absolute()), sheet, str(spool.path), reading.name]
    file.open().close()
    try:
        done = subprocess.run(  # noqa: S603  # our own interpreter and module, no shell
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "RUST_BACKTRACE": "0"},
            timeout=TIME_LIMIT if reading is Reading.PLAIN else BIG_TIME_LIMIT,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise FileError("read.workbook_slow", file=file.name) from error
    except OSError as error:
        raise FileError("read.unreadable", file=file.name, reason=error.strerror) from error
    if done.returncode in _STARVED:
        raise FileError("read.workbook_too_large", file=file.name)
    try:
        said: dict[str, Any] = json.loads(done.stdout)
    except ValueError as error:
        raise FileError("read.damaged_workbook", file=file.name) from error
    if said.get("refused") == "no_such_sheet":
        names = ", ".join(said["sheets"])
        raise NotFoundError("read.no_such_sheet", file=file.name, sheet=sheet, sheets=names)
    if refused := said.get("refused"):
        raise FileError(f"read.{refused}", file=file.name)
    return said


def _remarks(said: dict[str, Any], format_: Format, layout: Layout) -> tuple[Remark, ...]:
    """What a person should know about the sheet."""
    facts = said["facts"]
    found = []
    for kind, key in _REMARKS:
        places, names = facts[key]["n"], list(facts[key]["first"])
        if kind is RemarkKind.HIDDEN_COLUMNS:
            names = [_with_header(name, layout) for name in names]
        if places:
            found.append(Remark(kind, places, tuple(names)))
    if format_ is not Format.XLSX or not said.get("has_formats", True):
        found.append(Remark(RemarkKind.NO_FORMATS))
    return tuple(found)


def _with_header(name: str, layout: Layout) -> str:
    place = column_number(name) - 1
    header = layout.header[place] if place < len(layout.header) else ""
    return f"{name} {header}".strip()


class _Converted:
    """The rows of a sheet in a temporary file, all of one width.

    A cell that is merged over several rows counts in each of them that has anything else.
    """

    def __init__(
        self, spool: SpooledFile, size: int, width: int, merges: Sequence[Sequence[int]]
    ) -> None:
        self.merges = {(row, column): (last, end) for row, column, last, end in merges}
        self._spool = spool
        self._size = size
        self._width = width

    def placed(self, progress: Progress | None = None) -> Iterator[tuple[int, list[str]]]:
        """Rows with their numbers in the sheet; ``progress`` is told bytes of the workbook."""
        spread = self._spread(self._stored(progress)) if self.merges else self._stored(progress)
        yield from spread

    def _spread(self, rows: Iterator[tuple[int, list[str]]]) -> Iterator[tuple[int, list[str]]]:
        """The rows, with what is merged over them."""
        open_: dict[int, tuple[int, str]] = {}
        tall = {place: last for place, (last, _) in self.merges.items() if last > place[0]}
        starts: dict[int, list[int]] = {}
        for row, column in tall:
            starts.setdefault(row, []).append(column)
        for number, cells in rows:
            for column in starts.get(number, ()):
                if column <= self._width:
                    open_[column] = (tall[number, column], cells[column - 1])
            for column, (last, text) in list(open_.items()):
                if number > last:
                    del open_[column]
                elif not cells[column - 1]:
                    cells[column - 1] = text
            yield number, cells

    def _stored(self, progress: Progress | None) -> Iterator[tuple[int, list[str]]]:
        try:
            whole = self._spool.path.stat().st_size
            done = 0
            with self._spool.path.open("rb") as spool:
                for line in spool:
                    done += len(line)
                    for number, cells in json.loads(line):
                        yield number, cells + [""] * (self._width - len(cells))
                    if progress is not None:
                        progress(self._size * done // whole)
        except OSError as error:
            raise FileError("read.no_spool", reason=error.strerror) from error

    def is_heading(self, number: int, cells: Sequence[str]) -> bool:
        """Whether a row is nothing but one text that is merged over most columns."""
        if not self.merges or len(cells) - cells.count("") != 1:
            return False
        column = next(place for place, cell in enumerate(cells, 1) if cell)
        _, end = self.merges.get((number, column), (0, 0))
        return end - column + 1 > max(2, len(cells) // 2)


def _rows(table: _Converted, layout: Layout, progress: Progress | None) -> Iterator[Row]:
    """All rows below the header; their cells are whole, so little can be wrong with them."""
    for number, cells in table.placed(progress):
        if number < layout.first_line:
            continue
        joined = "".join(cells)
        whole = tuple(map(as_shown, cells)) if '="' in joined else tuple(cells)
        problem = None
        if "\0" in joined:
            problem = find_text_error(whole, layout.header)
        elif table.merges and table.is_heading(number, whole):
            text = next(cell for cell in whole if cell.strip())
            problem = RowProblem(OtherLine.GROUP, detail=text.strip()[:80])
        yield Row(number, whole, problem, whole)
