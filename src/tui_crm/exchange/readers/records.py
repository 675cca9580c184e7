"""Split delimited text into records, so that a misplaced quote costs one of them.

``csv.reader`` goes at a million rows a second, but lets a quote that is never closed swallow the
rest of the file. Here the lines of the row at hand are kept until it is whole, so that only the
first of them is given up and the rest are read again.
"""

from __future__ import annotations

import csv
from itertools import chain
from typing import TYPE_CHECKING, Final, TypeAlias

from tui_crm.errors import FileError
from tui_crm.exchange.readers.rows import ProblemKind

if TYPE_CHECKING:
    from _csv import Reader
    from collections.abc import Iterable, Iterator

    from tui_crm.exchange.readers.dialect import Dialect

Record: TypeAlias = "tuple[int, list[str], ProblemKind | None]"
"""The line at which a row starts, its cells, and what is wrong with its quotes."""

RECORD_LIMIT: Final = 1 << 21
"""Characters that may be waiting for a quote to be closed."""

_SECOND_READING: Final = 1 << 26
"""Characters read again before the file is given up, beside as many as are in it."""


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
