"""Workbooks (XLSX, XLS, ODS): one sheet of them, through a process that may fail."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING, Any, Final

from tui_crm.errors import FileError, NotFoundError
from tui_crm.exchange.damage import find_damage
from tui_crm.exchange.intake import SpooledFile
from tui_crm.exchange.layout import SAMPLE_ROWS, Layout, find_layout
from tui_crm.exchange.rows import Row
from tui_crm.exchange.source import Format, Source, SourceOptions
from tui_crm.exchange.zipguard import check_archive

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tui_crm.exchange.intake import Intake, Progress

TIME_LIMIT: Final = 120
"""Seconds; a hundred thousand rows take two."""

BIG_TIME_LIMIT: Final = 900
"""Seconds for a workbook with millions of cells; a million rows of twelve take forty."""

_STARVED: Final = (-6, -9)
"""How a process ends that runs out of memory: it aborts, or the system kills it."""

XLS_LIMIT: Final = 200 << 20
"""Bytes of an XLS file, which is never compressed."""


def open_workbook(file: Intake, format_: Format, options: SourceOptions) -> Source:
    """The table in a sheet of a workbook: the one named, or else the first that holds a table.

    The whole sheet is converted now, into a private temporary file that the source's rows come
    from; so whatever is wrong with the workbook is said here. Raises FileError, or NotFoundError
    if there is no such sheet.
    """
    if format_ is Format.XLS and file.size > XLS_LIMIT:
        raise FileError("read.workbook_too_large", file=file.name)
    is_big = format_ is not Format.XLS and check_archive(file)
    spool = SpooledFile()
    said = _convert(file, options.sheet or "", spool, is_big)
    table = _Converted(spool, file.size, int(said["width"]))
    rows = list(islice(table.placed(), SAMPLE_ROWS))
    layout = find_layout(rows, options.header_row)
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
    )


def _convert(file: Intake, sheet: str, spool: SpooledFile, is_big: bool) -> dict[str, Any]:
    """Let the other process write the sheet to the spool, and give what it says."""
    command = [sys.executable, "-P", "-m", "tui_crm.exchange.workbook_process"]
    command += [str(file.path.absolute()), sheet, str(spool.path), "big" if is_big else ""]
    file.open().close()
    try:
        done = subprocess.run(  # noqa: S603  # our own interpreter and module, no shell
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "RUST_BACKTRACE": "0"},
            timeout=BIG_TIME_LIMIT if is_big else TIME_LIMIT,
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


class _Converted:
    """The rows of a sheet in a temporary file, all of one width."""

    def __init__(self, spool: SpooledFile, size: int, width: int) -> None:
        self._spool = spool
        self._size = size
        self._width = width

    def placed(self, progress: Progress | None = None) -> Iterator[tuple[int, list[str]]]:
        """Rows with their numbers in the sheet; ``progress`` is told bytes of the workbook."""
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


def _rows(table: _Converted, layout: Layout, progress: Progress | None) -> Iterator[Row]:
    """All rows below the header; their cells are whole, so little can be wrong with them."""
    for number, cells in table.placed(progress):
        if number < layout.first_line:
            continue
        whole = tuple(cells)
        problem = None
        if "\0" in "".join(whole):
            problem = find_damage(whole, layout.header)
        yield Row(number, whole, problem, whole)
