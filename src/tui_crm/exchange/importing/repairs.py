"""Replace rows of a table by those that a person has corrected."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Final

from tui_crm.exchange.readers.decoding import find_text_error
from tui_crm.exchange.readers.rows import OtherLine, ProblemKind, Row, RowProblem
from tui_crm.exchange.readers.source import Format

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from tui_crm.exchange.readers.input_file import Progress
    from tui_crm.exchange.readers.source import Source

_NOT_MENDABLE: Final = frozenset({*OtherLine, ProblemKind.CELL_TOO_LONG})
"""Problems of which no cell can be shown, or that are none."""


def can_be_mended(source: Source, row: Row) -> bool:
    """Whether a row has cells that a person can put right one by one."""
    if row.problem is None:
        return source.format is not Format.JSON  # where several records may be on one line
    return source.format.is_table and row.problem.kind not in _NOT_MENDABLE


def with_repairs(source: Source, repairs: Mapping[int, Sequence[str]]) -> Source:
    """The same table, in which the rows on these lines have other cells.

    A row that is still too long or too short, or holds what cannot be in a text, has a problem
    like any other.
    """
    return replace(source, read=partial(_read, source, repairs)) if repairs else source


def _read(
    source: Source, repairs: Mapping[int, Sequence[str]], progress: Progress | None
) -> Iterator[Row]:
    for row in source.read(progress):
        cells = repairs.get(row.line)
        yield row if cells is None else mended(source.header, row.line, cells)


def mended(header: Sequence[str], line: int, cells: Sequence[str]) -> Row:
    """A row with cells that were typed; blank ones at its end are cut or filled up."""
    found = list(cells)
    while len(found) > len(header) and not found[-1].strip():
        found.pop()
    problem = None
    if len(found) != len(header):
        is_long = len(found) > len(header)
        kind = ProblemKind.TOO_MANY if is_long else ProblemKind.TOO_FEW
        problem = RowProblem(kind, found=len(found), expected=len(header))
    problem = find_text_error(found, header) or problem
    whole = tuple(found)
    return Row(line, whole, problem, whole)
