"""Where the table begins: which line is the header, what stands above it, whether there is one."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum, auto
from typing import TYPE_CHECKING, Final, TypeAlias

from tui_crm.errors import UsageError
from tui_crm.text import t

if TYPE_CHECKING:
    from collections.abc import Sequence

Placed: TypeAlias = "tuple[int, Sequence[str]]"
"""A row with its line, from 1."""

SAMPLE_ROWS: Final = 200
"""Rows that a layout is found from."""


class Look(Enum):
    """What a cell looks like, as far as that tells a header from data."""

    BLANK = auto()
    TEXT = auto()
    NUMBER = auto()
    DATE = auto()
    EMAIL = auto()
    WEB = auto()
    PHONE = auto()
    POSTAL_CODE = auto()
    PLACE = auto()
    COMPANY = auto()


@dataclass(frozen=True, slots=True)
class Layout:
    """The header and where the rows begin.

    ``header_line`` is 0 where there is none, and the ``header`` then made up. ``row_cells`` is a
    number of cells that makes a whole row although the header has another, because every row has
    it.
    """

    header: tuple[str, ...]
    header_line: int
    first_line: int
    row_cells: int | None = None


_PREFECTURES: Final = (
    "青森|岩手|宮城|秋田|山形|福島|茨城|栃木|群馬|埼玉|千葉|神奈川|新潟|富山|石川|福井|山梨|長野|岐阜"
    "|静岡|愛知|三重|滋賀|兵庫|奈良|和歌山|鳥取|島根|岡山|広島|山口|徳島|香川|愛媛|高知|福岡|佐賀|長崎"
    "|熊本|大分|宮崎|鹿児島|沖縄"
)
_LOOKS: Final = (
    (Look.EMAIL, re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+")),
    (Look.WEB, re.compile(r"https?://\S+|www\.\S+", re.IGNORECASE)),
    (
        Look.DATE,
        re.compile(
            r"\d{4}[-/.]\d{1,2}[-/.]\d{1,2}([ T]\d.*)?|\d{1,2}[-/.]\d{1,2}[-/.]\d{4}([ T]\d.*)?"
            r"|\d{4}年\d{1,2}月\d{1,2}日|(明治|大正|昭和|平成|令和)(\d+|元)年.*"
        ),
    ),
    (Look.PHONE, re.compile(r"(?=(?:\D*\d){9,15}\D*$)(\+|0|\(0)[\d ()/.-]+|\d{2,4}-\d{2,4}-\d{4}")),
    (Look.POSTAL_CODE, re.compile(r"〒? ?\d{3}-\d{4}")),
    (Look.PLACE, re.compile(rf"(北海道|東京都|京都府|大阪府|({_PREFECTURES})県)\w{{2,}}.*")),
    (Look.COMPANY, re.compile(r"(株式|有限|合同)会社(?!名|コード)\w.*|.*\w(株式|有限|合同)会社")),
    (Look.NUMBER, re.compile(r"[-+(]?[¥$€£]?[-+]?\d[\d,. ]*%?\)?|\d(\.\d+)?[eE][-+]?\d+")),
)
_NEVER_A_HEADER: Final = frozenset({Look.EMAIL, Look.WEB, Look.PLACE, Look.COMPANY})
_TELLING: Final = frozenset({Look.DATE, Look.PHONE, Look.POSTAL_CODE})


def look(cell: str) -> Look:
    """What a cell looks like."""
    text = cell.strip()
    if not text:
        return Look.BLANK
    if len(text) > 200:
        return Look.TEXT
    return next((kind for kind, form in _LOOKS if form.fullmatch(text)), Look.TEXT)


def is_blank(cells: Sequence[str]) -> bool:
    """Whether a row has nothing in it but spaces."""
    return not "".join(cells).strip()


def find_layout(rows: Sequence[Placed], header_row: int | None = None) -> Layout:
    """The layout of a table from its first rows, blank ones left out; at least one is needed.

    ``header_row`` settles the line of the header, or with 0 that there is none. Raises UsageError
    if nothing stands on that line.
    """
    if header_row:
        at = next((index for index, (line, _) in enumerate(rows) if line == header_row), None)
        if at is None:
            raise UsageError("read.no_such_line", line=header_row)
        return _headed(rows[at:])
    at = _table_start(rows)
    if header_row == 0 or is_data([cells for _, cells in rows[at:]]):
        return _headless(rows[at:])
    return _headed(rows[at:])


def is_data(rows: Sequence[Sequence[str]]) -> bool:
    """Whether the first row is one of many rather than their header.

    It is if a cell is an address or a company, or a date, telephone number or postal code like
    most below it; or if it begins with a number as most rows do, and no word stands over anything
    but words.
    """
    kinds = [look(cell) for cell in rows[0]]
    if not _NEVER_A_HEADER.isdisjoint(kinds):
        return True
    below = [_looks(column, rows[1:21]) for column in range(len(kinds))]
    if any(kind in _TELLING and _prevails(kind, below[at]) for at, kind in enumerate(kinds)):
        return True
    has_names = any(
        kind is Look.TEXT and not _prevails(Look.TEXT, below[at]) for at, kind in enumerate(kinds)
    )
    return kinds[0] is Look.NUMBER and _prevails(Look.NUMBER, below[0]) and not has_names


def _looks(column: int, rows: Sequence[Sequence[str]]) -> list[Look]:
    kinds = [look(row[column]) for row in rows if column < len(row)]
    return [kind for kind in kinds if kind is not Look.BLANK]


def _prevails(kind: Look, kinds: list[Look]) -> bool:
    """Whether at least half are like this; none at all say nothing against it."""
    return kinds.count(kind) * 2 >= len(kinds)


def _table_start(rows: Sequence[Placed]) -> int:
    """The first row that is about as wide and as full as the rows of the table, not a title."""
    filled = [sum(1 for cell in cells if cell.strip()) for _, cells in rows]
    extent = [_extent(cells) for _, cells in rows]
    wide = [at for at, width in enumerate(extent) if width > 1]
    if not wide or len(wide) * 2 < len(rows) - wide[0]:
        return 0
    width = 0.6 * sorted(extent[at] for at in wide)[len(wide) // 2]
    fullness = 0.3 * sorted(filled[at] for at in wide)[len(wide) // 2]
    return next(at for at in wide if extent[at] >= width and filled[at] >= fullness)


def _extent(cells: Sequence[str]) -> int:
    return next((n for n in range(len(cells), 0, -1) if cells[n - 1].strip()), 0)


def _headed(rows: Sequence[Placed]) -> Layout:
    line, header = rows[0]
    widths = {len(cells) for _, cells in rows[1:]}
    same = widths.pop() if len(widths) == 1 else None
    width = len(header)
    if same is not None and same < width:
        width = max(same, _extent(header))
    is_habit = same is not None and same > 1 and (same > width or len(rows) > 2)
    return Layout(tuple(header[:width]), line, line + 1, same if is_habit else None)


def _headless(rows: Sequence[Placed]) -> Layout:
    widths = [len(cells) for _, cells in rows]
    width = max(set(widths), key=lambda n: (widths.count(n), n))
    names = tuple(t("read.column", n=number) for number in range(1, width + 1))
    return Layout(names, 0, rows[0][0])
