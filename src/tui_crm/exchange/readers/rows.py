"""A row of a file of any format, and what can be wrong with it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from tui_crm.i18n import t


class ProblemKind(StrEnum):
    """Why a row cannot be taken as it stands; the value is its key in the ``read`` catalog."""

    TOO_MANY = "too_many_cells"
    TOO_FEW = "too_few_cells"
    UNDECODABLE = "undecodable"
    NUL = "nul"
    STRAY_QUOTE = "stray_quote"
    CELL_TOO_LONG = "cell_too_long"
    UNCLOSED_CARD = "unclosed_card"
    CARD_TOO_LARGE = "card_too_large"
    BAD_JSON = "bad_json"
    NOT_FLAT = "not_flat"


class OtherLine(StrEnum):
    """A line of a table that is no record, so that nothing about it needs mending.

    In the order of a report; the value is its key in the ``read`` and ``import`` catalogs.
    """

    TOTAL = "total"
    GROUP = "group"
    CARD_OF_GROUP = "card_of_group"
    FOOTER = "footer"
    SECOND_HEADER = "second_header"
    REPEATED_HEADER = "repeated_header"


@dataclass(frozen=True, slots=True)
class RowProblem:
    """Why one row is left out; ``str()`` gives the sentence in the language in use.

    ``column`` counts from 1 and is None where the whole row is meant; ``name`` is that column's
    header; ``found`` and ``expected`` count cells; ``detail`` is what stood there instead.
    """

    kind: ProblemKind | OtherLine
    column: int | None = None
    name: str = ""
    found: int = 0
    expected: int = 0
    detail: str = ""

    def __str__(self) -> str:
        return t(
            f"read.{self.kind.value}",
            column=self.column,
            name=self.name,
            found=self.found,
            expected=self.expected,
            detail=self.detail,
        )


class Row(NamedTuple):
    """A row with its place in the file.

    ``line`` is the line of the file (the row of the sheet) at which it starts, from 1. Without a
    ``problem``, ``cells`` has one text for each column of the header; with one, it is what could
    be made out, of any length. ``raw`` is for writing the row back as it came: the cells before
    anything was cut or filled up, in which a byte that did not decode is a lone surrogate
    U+DC00 + byte (see ``encoding.RAW``); for cards and JSON it is one text, the whole record.

    It is a named tuple and no dataclass because a hundred thousand frozen dataclasses cost as much
    time as the reading itself.
    """

    line: int
    cells: tuple[str, ...]
    problem: RowProblem | None
    raw: tuple[str, ...]
