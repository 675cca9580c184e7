"""Read delimited text (CSV, TSV …) in any encoding and dialect.

``csv.reader`` goes at a million rows a second, but lets a quote that is never closed swallow the
rest of the file. Here the lines of the row at hand are kept until it is whole, so that only the
first of them is given up and the rest are read again.
"""

from __future__ import annotations

import csv
from itertools import chain
from typing import TYPE_CHECKING, Final, TypeAlias

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
from tui_crm.exchange.readers.rows import ProblemKind, Row, RowProblem
from tui_crm.exchange.readers.source import Format, Source, SourceOptions, header_questions

if TYPE_CHECKING:
    from _csv import Reader
    from collections.abc import Iterable, Iterator

    from tui_crm.exchange.readers.input_file import InputFile, Progress

Record: TypeAlias = "tuple[int, list[str], ProblemKind | None]"
"""The line at which a row starts, its cells, and what is wrong with its quotes."""

RECORD_LIMIT: Final = 1 << 21
"""Characters that may be waiting for a quote to be closed."""

_SECOND_READING: Final = 1 << 26
"""Characters read again before the file is given up, beside as many as are in it."""

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


class Records:
    """The rows of a text that comes in blocks of whole lines; iterate once.

    ``passes`` is for a reader in a hurry, who counts ``line`` on himself:
    ``records.line = first_line_of_the_pass + reader.line_num`` after each row.
    """

    def __init__(self, blocks: Iterable[list[str]], dialect: Dialect, name: str) -> None:
        self.line = 1
        self._source = iter(blocks)
        self._dialect = dialect
        self._name = name
        self._kept: list[str] = []
        self._kept_from = 1
        self._rest: list[str] = []
        self._before = 1
        self._reader = dialect.reader((), strict=True)
        self._is_over = False
        self._budget = _SECOND_READING

    def __iter__(self) -> Iterator[Record]:
        for reader in self.passes():
            first = self.line
            try:
                for cells in reader:
                    yield self.line, cells, None
                    self.line = first + reader.line_num
            except csv.Error:
                yield self.give_up_first_line()

    def passes(self) -> Iterator[Reader]:
        """Readers of the rows; one goes on until a quote is wrong, when it raises csv.Error and
        ``give_up_first_line`` has to be called.
        """
        while not self._is_over:
            self._before = self.line
            self._is_over = True
            self._reader = self._dialect.reader(chain.from_iterable(self._blocks()), strict=True)
            yield self._reader

    def give_up_first_line(self) -> Record:
        """The first line of the row at hand by itself; the others that were read come again."""
        self._is_over = False
        first, *self._rest = self._kept[self.line - self._kept_from :]
        read = self._before + self._reader.line_num - self.line
        self._budget -= sum(map(len, self._rest[: read - 1]))
        if self._budget < 0:
            raise FileError("read.quotes_everywhere", file=self._name)
        self.line += 1
        return (self.line - 1, *self._alone(first))

    def is_torn(self, cells: list[str]) -> bool:
        """Whether the row that was given last has text in quotes cut in the middle.

        A delimiter lost before a quote makes the quote an ordinary character, and each delimiter
        in the text behind it a real one: the number of cells can come out right by accident.
        """
        odd = [cell for cell in cells if cell.count('"') % 2]
        if len(odd) < 2 or not any(cell.rstrip().endswith('"') for cell in odd[1:]):
            return False
        end = self._before + self._reader.line_num - self._kept_from
        text = "".join(self._kept[self.line - self._kept_from : end])
        return not self._dialect.is_well_quoted(text)

    def _blocks(self) -> Iterator[list[str]]:
        if self._rest:
            self._kept, self._rest = self._rest, []
            self._kept_from = self.line
            yield self._kept
        for block in self._source:
            waiting = self._kept[self.line - self._kept_from :]
            self._kept, self._kept_from = waiting + block, self.line
            size = sum(map(len, block))
            self._budget += size
            if waiting and sum(map(len, waiting)) + size > RECORD_LIMIT:
                raise csv.Error
            yield block

    def _alone(self, line: str) -> tuple[list[str], ProblemKind]:
        """The cells of one line, as well as they can be told apart."""
        try:
            cells: list[str] = next(self._dialect.reader([line], strict=False), [])
        except csv.Error:
            return [line], ProblemKind.CELL_TOO_LONG
        return cells, ProblemKind.STRAY_QUOTE
