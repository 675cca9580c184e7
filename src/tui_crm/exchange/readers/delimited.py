"""Read delimited text (CSV, TSV …) in any encoding and dialect."""

from __future__ import annotations

import csv
from itertools import chain
from typing import TYPE_CHECKING, Final

from tui_crm.errors import FileError
from tui_crm.exchange.formula_escape import as_shown
from tui_crm.exchange.readers.decoding import TextLines, find_text_error
from tui_crm.exchange.readers.dialect import (
    Dialect,
    delimiter_for,
    find_dialect,
    mended_header,
    without_quotes,
)
from tui_crm.exchange.readers.layout import SAMPLE_ROWS, Layout, Placed, find_layout, is_blank
from tui_crm.exchange.readers.records import Records
from tui_crm.exchange.readers.rows import ProblemKind, Row, RowProblem
from tui_crm.exchange.readers.source import Format, Source, SourceOptions, header_questions

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tui_crm.exchange.readers.input_file import InputFile, Progress

COLUMN_LIMIT: Final = 16_384
"""Columns of a table; no spreadsheet has more."""

_SAMPLE_CHARS: Final = 1 << 18
_SAMPLE_LINES: Final = 2000
_HEADER_CHARS: Final = 1 << 20


def open_delimited(file: InputFile, encoding: str, options: SourceOptions) -> Source:
    """The table in a text file. Raises FileError if there is none, UsageError for a bad option."""
    lines, is_cut = _first_lines(file, encoding)
    asked = delimiter_for(options.delimiter) if options.delimiter else None
    start = (options.header_row or 1) - 1
    dialect = find_dialect(lines[start:], asked)
    if mended := mended_header(lines[start:], dialect, asked):
        dialect = mended
    rows = _first_rows(file, lines, dialect, is_cut, is_mended=mended is not None)
    if not rows:
        raise FileError("read.no_rows", file=file.name)
    if max(len(cells) for _, cells in rows) > COLUMN_LIMIT and not options.header_row:
        raise FileError("read.too_many_columns", file=file.name, limit=COLUMN_LIMIT)
    layout = find_layout(rows, options.header_row, options.unnamed)
    reader = _Reader(file, encoding, dialect, layout)
    return Source(
        name=file.name,
        format=Format.CSV,
        header=layout.header,
        header_line=layout.header_line,
        size_bytes=file.size,
        read=reader.rows,
        encoding=encoding,
        delimiter=dialect.delimiter,
        preamble=tuple(
            line.rstrip("\r\n") for line in lines[: (layout.header_line or layout.first_line) - 1]
        ),
        questions=header_questions(layout),
    )


def _first_lines(file: InputFile, encoding: str) -> tuple[list[str], bool]:
    """Lines enough to know the file by, and whether there are more."""
    lines: list[str] = []
    size = 0
    for line in chain.from_iterable(TextLines(file, encoding)):
        size += len(line)
        if lines and (size > _SAMPLE_CHARS or len(lines) >= _SAMPLE_LINES):
            return lines, True
        if size > _HEADER_CHARS:
            raise FileError("read.line_too_long", file=file.name)
        lines.append(line)
    return lines, False


def _first_rows(
    file: InputFile, lines: list[str], dialect: Dialect, is_cut: bool, *, is_mended: bool
) -> list[Placed]:
    """The rows that the layout is found from; a first line whose quotes do not match counts
    without them, with ``is_mended``."""
    rows: list[Placed] = []
    for line, cells, kind in Records([lines], dialect, file.name):
        if kind is ProblemKind.STRAY_QUOTE:
            if rows or not is_mended:
                continue
            cells = without_quotes(lines[line - 1], dialect)
        if not is_blank(cells):
            rows.append((line, [as_shown(cell) for cell in cells]))
    if is_cut and len(rows) > 1:
        rows.pop()
    return rows[:SAMPLE_ROWS]


class _Reader:
    """The rows of one file below its header.

    A row with fewer cells than the header is a problem and is not filled up, since a delimiter may
    be lost in its middle and every cell behind it would shift; so is a row with more, even if they
    are blank, since the last column may be too. But if all rows seen at first had the same number
    of cells, that is the habit of their writer, and those missing or blank at the end do not count;
    and a row is filled up where what it looks like shows that it lacks its end alone.
    """

    def __init__(self, file: InputFile, encoding: str, dialect: Dialect, layout: Layout) -> None:
        self._file = file
        self._encoding = encoding
        self._dialect = dialect
        self._layout = layout

    def rows(self, progress: Progress | None) -> Iterator[Row]:
        """All rows; those with nothing odd about them take the short way."""
        lines = TextLines(self._file, self._encoding, progress)
        width = len(self._layout.header)
        first = self._layout.first_line
        new = tuple.__new__  # three times as fast as Row(…), and this is the hot loop
        records = Records(lines, self._dialect, self._file.name)
        for reader in records.passes():
            start = records.line
            try:
                for cells in reader:
                    line = records.line
                    if (
                        len(cells) == width
                        and line >= first
                        and cells[0].strip()
                        and not lines.is_dirty
                        and not (lines.has_quotes and '"' in "".join(cells))
                    ):
                        whole = tuple(cells)
                        yield new(Row, (line, whole, None, whole))
                    elif line >= first and not is_blank(cells):
                        torn = lines.has_quotes and records.is_torn(cells)
                        kind = ProblemKind.STRAY_QUOTE if torn else None
                        yield self._row(line, cells, kind, lines.is_dirty)
                    records.line = start + reader.line_num
            except csv.Error:
                line, cells, fault = records.give_up_first_line()
                if line >= first:
                    yield self._row(line, cells, fault, lines.is_dirty)

    def _row(self, line: int, cells: list[str], kind: ProblemKind | None, is_dirty: bool) -> Row:
        raw = tuple(cells)
        problem = self._problem(cells, kind, is_dirty)
        if problem is not None:
            return Row(line, raw, problem, raw)
        width = len(self._layout.header)
        shown = [as_shown(cell) for cell in raw[:width]]
        return Row(line, (*shown, *[""] * (width - len(raw))), None, raw)

    def _problem(
        self, cells: list[str], kind: ProblemKind | None, is_dirty: bool
    ) -> RowProblem | None:
        header = self._layout.header
        found, expected = len(cells), len(header)
        if kind is not None:
            return RowProblem(kind, found=found, expected=expected)
        if is_dirty and (damage := find_text_error(cells, header)):
            return damage
        is_usual = found == self._layout.row_cells
        if found > expected and not (is_usual and is_blank(cells[expected:])):
            return RowProblem(ProblemKind.TOO_MANY, found=found, expected=expected)
        if found < expected and not is_usual and not self._layout.is_cut_at_the_end(cells):
            return RowProblem(ProblemKind.TOO_FEW, found=found, expected=expected)
        return None
