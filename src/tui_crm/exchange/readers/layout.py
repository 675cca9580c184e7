"""Find the header row of a table, what stands above it, and where the data begin."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from enum import Enum, StrEnum, auto
from typing import TYPE_CHECKING, Final, TypeAlias

from tui_crm.errors import UsageError
from tui_crm.exchange.source_programs import is_header_word
from tui_crm.i18n import t
from tui_crm.language.known_names import is_family_name, is_given_name, split_known

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

Placed: TypeAlias = "tuple[int, Sequence[str]]"
"""A row with its line, from 1."""

Merges: TypeAlias = "Mapping[tuple[int, int], tuple[int, int]]"
"""The last row and column of each merged area, by its first row and column, from 1."""

_NO_MERGES: Final[Merges] = {}

SAMPLE_ROWS: Final = 200
"""Rows that a layout is found from."""


class HeaderGuess(Enum):
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


class Unnamed(StrEnum):
    """What a blank in the middle of a header is, where every row has a cell less."""

    NOTHING = "nothing"
    """No column: the cells of a row belong to the names that there are."""
    COLUMN = "column"
    """A column like the others: what every row lacks is its last cell."""


@dataclass(frozen=True, slots=True)
class Layout:
    """The header and where the rows begin.

    ``header_line`` is 0 where there is none, and the ``header`` then made up. ``row_cells`` is a
    number of cells that makes a whole row although the header has another, because every row has
    it. ``looks`` is what most cells of a column look like, ``short`` the numbers of cells that a
    whole block of rows has. ``unnamed`` are the columns (from 0) without a name in the middle of a
    header that has more columns than any row has cells: nobody can tell whether a row lacks that
    column or its last one.
    """

    header: tuple[str, ...]
    header_line: int
    first_line: int
    row_cells: int | None = None
    looks: tuple[HeaderGuess, ...] = ()
    short: frozenset[int] = frozenset()
    unnamed: tuple[int, ...] = ()

    def is_cut_at_the_end(self, cells: Sequence[str]) -> bool:
        """Whether a row with fewer cells than the header lacks nothing but its last ones.

        Either a whole block of rows has as many, as old versions of Excel write them, or the last
        cell that there is looks as its column does and the next one does not.
        """
        found = len(cells)
        if not self.looks or found >= len(self.looks):
            return False
        kinds = [guess_header(cell) for cell in cells]
        for kind, usual in zip(kinds, self.looks, strict=False):
            if (
                kind is not HeaderGuess.BLANK
                and kind is not usual
                and (usual in _OWN or kind in _OWN)
            ):
                return False
        is_witness = kinds[-1] in _OWN and kinds[-1] is not self.looks[found]
        return is_witness or found in self.short


_PREFECTURES: Final = (
    "青森|岩手|宮城|秋田|山形|福島|茨城|栃木|群馬|埼玉|千葉|神奈川|新潟|富山|石川|福井|山梨|長野|岐阜"
    "|静岡|愛知|三重|滋賀|兵庫|奈良|和歌山|鳥取|島根|岡山|広島|山口|徳島|香川|愛媛|高知|福岡|佐賀|長崎"
    "|熊本|大分|宮崎|鹿児島|沖縄"
)
_LOOKS: Final = (
    (HeaderGuess.EMAIL, re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+")),
    (HeaderGuess.WEB, re.compile(r"https?://\S+|www\.\S+", re.IGNORECASE)),
    (
        HeaderGuess.DATE,
        re.compile(
            r"\d{4}[-/.]\d{1,2}[-/.]\d{1,2}([ T]\d.*)?|\d{1,2}[-/.]\d{1,2}[-/.]\d{4}([ T]\d.*)?"
            r"|\d{4}年\d{1,2}月\d{1,2}日|(明治|大正|昭和|平成|令和)(\d+|元)年.*"
        ),
    ),
    (
        HeaderGuess.PHONE,
        re.compile(r"(?=(?:\D*\d){9,15}\D*$)(\+|0|\(0)[\d ()/.-]+|\d{2,4}-\d{2,4}-\d{4}"),
    ),
    (HeaderGuess.POSTAL_CODE, re.compile(r"〒? ?\d{3}-\d{4}")),
    (HeaderGuess.PLACE, re.compile(rf"(北海道|東京都|京都府|大阪府|({_PREFECTURES})県)\w{{2,}}.*")),
    (
        HeaderGuess.COMPANY,
        re.compile(r"(株式|有限|合同)会社(?!名|コード)\w.*|.*\w(株式|有限|合同)会社"),
    ),
    (HeaderGuess.NUMBER, re.compile(r"[-+(]?[¥$€£]?[-+]?\d[\d,. ]*%?\)?|\d(\.\d+)?[eE][-+]?\d+")),
)
_OWN: Final = frozenset(
    {
        HeaderGuess.EMAIL,
        HeaderGuess.WEB,
        HeaderGuess.DATE,
        HeaderGuess.PHONE,
        HeaderGuess.POSTAL_CODE,
        HeaderGuess.PLACE,
        HeaderGuess.COMPANY,
    }
)
"""Looks by which a cell is told from those of other columns."""

_BLOCK_ROWS: Final = 8
"""Short rows, one after the other, from which on they are the habit of a program."""

_LONGEST_NAME: Final = 10
"""Characters of a Japanese name."""

_FOOTER_ROWS: Final = 15
"""Narrow rows at the end that say nothing about how wide a table is."""

_NEVER_A_HEADER: Final = frozenset(
    {HeaderGuess.EMAIL, HeaderGuess.WEB, HeaderGuess.PLACE, HeaderGuess.COMPANY}
)
_TELLING: Final = frozenset({HeaderGuess.DATE, HeaderGuess.PHONE, HeaderGuess.POSTAL_CODE})


def guess_header(cell: str) -> HeaderGuess:
    """What a cell looks like."""
    text = cell.strip()
    if not text:
        return HeaderGuess.BLANK
    if len(text) > 200:
        return HeaderGuess.TEXT
    return next((kind for kind, form in _LOOKS if form.fullmatch(text)), HeaderGuess.TEXT)


def is_blank(cells: Sequence[str]) -> bool:
    """Whether a row has nothing in it but spaces."""
    return not "".join(cells).strip()


def find_layout(
    rows: Sequence[Placed],
    header_row: int | None = None,
    unnamed: Unnamed | None = None,
    merges: Merges = _NO_MERGES,
) -> Layout:
    """The layout of a table from its first rows, blank ones left out; at least one is needed.

    ``header_row`` settles the line of the header, or with 0 that there is none; ``unnamed`` what a
    header without a name is, where rows are shorter; ``merges`` are the merged cells of a sheet.
    Raises UsageError if nothing stands on that line.
    """
    if header_row:
        at = next((index for index, (line, _) in enumerate(rows) if line == header_row), None)
        if at is None:
            raise UsageError("read.no_such_line", line=header_row)
        return _headed(rows[at:], unnamed, merges)
    at = _table_start(rows)
    if header_row == 0 or is_data([cells for _, cells in rows[at:]]):
        return _headless(rows[at:])
    return _headed(rows[at:], unnamed, merges)


def is_data(rows: Sequence[Sequence[str]]) -> bool:
    """Whether the first row is one of many rather than their header.

    It is if a cell is an address or a company, or a date, telephone number or postal code like
    most below it; or if it begins with a number as most rows do, and no word stands over anything
    but words.
    """
    kinds = [guess_header(cell) for cell in rows[0]]
    if not _NEVER_A_HEADER.isdisjoint(kinds) or _are_names(rows):
        return True
    below = [_looks(column, rows[1:21]) for column in range(len(kinds))]
    if any(kind in _TELLING and _prevails(kind, below[at]) for at, kind in enumerate(kinds)):
        return True
    has_names = any(
        kind is HeaderGuess.TEXT and not _prevails(HeaderGuess.TEXT, below[at])
        for at, kind in enumerate(kinds)
    )
    return (
        kinds[0] is HeaderGuess.NUMBER and _prevails(HeaderGuess.NUMBER, below[0]) and not has_names
    )


def _are_names(rows: Sequence[Sequence[str]]) -> bool:
    """Whether a cell of the first row is a known Japanese name, as most below it are."""
    if any(is_header_word(cell) for cell in rows[0] if cell.strip()):
        return False
    for place, cell in enumerate(rows[0]):
        text = cell.strip()
        if not 0 < len(text) <= _LONGEST_NAME or text.isascii():
            continue
        below = [row[place].strip() for row in rows[1:21] if place < len(row)]
        if below and _is_name(text) and 2 * sum(map(_is_name, below)) > len(below):
            return True
    return False


def _is_name(text: str) -> bool:
    parts = text.split()
    if len(parts) == 2:
        return is_family_name(parts[0]) and is_given_name(parts[1])
    return is_family_name(text) or is_given_name(text) or split_known(text) is not None


def _looks(column: int, rows: Sequence[Sequence[str]]) -> list[HeaderGuess]:
    kinds = [guess_header(row[column]) for row in rows if column < len(row)]
    return [kind for kind in kinds if kind is not HeaderGuess.BLANK]


def _prevails(kind: HeaderGuess, kinds: list[HeaderGuess]) -> bool:
    """Whether at least half are like this; none at all say nothing against it."""
    return kinds.count(kind) * 2 >= len(kinds)


def _table_start(rows: Sequence[Placed]) -> int:
    """The first row that is about as wide and as full as the rows of the table, not a title."""
    filled = [sum(1 for cell in cells if cell.strip()) for _, cells in rows]
    extent = [_extent(cells) for _, cells in rows]
    wide = [at for at, width in enumerate(extent) if width > 1]
    if not wide:
        return 0
    narrow = len(rows) - 1 - wide[-1]
    end = wide[-1] + 1 if narrow <= _FOOTER_ROWS else len(rows)
    if len(wide) * 2 < end - wide[0]:
        return 0
    width = 0.6 * sorted(extent[at] for at in wide)[len(wide) // 2]
    fullness = 0.3 * sorted(filled[at] for at in wide)[len(wide) // 2]
    return next(at for at in wide if extent[at] >= width and filled[at] >= fullness)


def _extent(cells: Sequence[str]) -> int:
    return next((n for n in range(len(cells), 0, -1) if cells[n - 1].strip()), 0)


def _headed(rows: Sequence[Placed], unnamed: Unnamed | None, merges: Merges) -> Layout:
    line, header = rows[0]
    if (second := _second_line(rows, merges)) is not None:
        names = _names_of_two(header, second, line, merges)
        return Layout(tuple(names), line, rows[1][0] + 1)
    below = [cells for _, cells in rows[1:]]
    widths = {len(cells) for cells in below}
    same = widths.pop() if len(widths) == 1 else None
    gaps = tuple(n for n, text in enumerate(header[: _extent(header)]) if not text.strip())
    is_short = same is not None and 1 < same == len(header) - len(gaps) < len(header)
    if is_short and unnamed is not Unnamed.COLUMN:
        named = tuple(text for text in header if text.strip())
        return Layout(named, line, line + 1, unnamed=gaps if unnamed is None else ())
    width = len(header)
    if same is not None and same < width:
        width = max(same, _extent(header))
    is_habit = same is not None and same > 1 and (same > width or len(rows) > 2)
    return Layout(
        tuple(header[:width]),
        line,
        line + 1,
        same if is_habit else None,
        _usual_looks(below, width),
        _blocks(below, width),
    )


def _second_line(rows: Sequence[Placed], merges: Merges) -> Sequence[str] | None:
    """The second of two lines that a header stands on, or None.

    It is one if cells of the first line are merged with those below them, or if it holds nothing
    but known headers, some of them below a blank.
    """
    if len(rows) < 2 or len(rows[0][1]) != len(rows[1][1]) or is_data([rows[1][1]]):
        return None
    line, first = rows[0]
    below, second = rows[1]
    if any(row == line and last == below for (row, _), (last, _) in merges.items()):
        return second
    is_split = any(low.strip() and not top.strip() for top, low in zip(first, second, strict=True))
    words = [text for text in second if text.strip()]
    return second if is_split and len(words) > 1 and all(map(is_header_word, words)) else None


def _names_of_two(
    first: Sequence[str], second: Sequence[str], line: int, merges: Merges
) -> list[str]:
    """One name for each column: the lower one, with the upper one where it stands twice."""
    upper = list(first)
    for (row, column), (_, end) in merges.items():
        if row == line and end <= len(upper):
            upper[column - 1 : end] = [first[column - 1]] * (end - column + 1)
    last = ""
    if not merges:  # in a text file, a name that goes on is written once
        for place, text in enumerate(upper):
            last = text.strip() or last
            upper[place] = text if text.strip() or not second[place].strip() else last
    names = []
    for top, low in zip(upper, second, strict=True):
        is_twice = sum(1 for each in second if each.strip() == low.strip()) > 1
        both = f"{top} {low}".strip() if is_twice and top.strip() != low.strip() else low
        names.append(both if low.strip() else top)
    return names


def _usual_looks(rows: Sequence[Sequence[str]], width: int) -> tuple[HeaderGuess, ...]:
    """What most cells of each column look like, in rows that are whole."""
    whole = [row for row in rows if len(row) == width]
    found = []
    for column in range(width):
        kinds = [
            kind for row in whole if (kind := guess_header(row[column])) is not HeaderGuess.BLANK
        ]
        usual, times = Counter(kinds).most_common(1)[0] if kinds else (HeaderGuess.BLANK, 0)
        found.append(usual if times >= 0.8 * len(kinds) else HeaderGuess.TEXT)
    return tuple(found) if len(whole) > 1 else ()


def _blocks(rows: Sequence[Sequence[str]], width: int) -> frozenset[int]:
    """Numbers of cells, fewer than ``width``, that several rows one after the other have."""
    found: set[int] = set()
    run, last = 0, 0
    for row in rows:
        run = run + 1 if len(row) == last else 1
        last = len(row)
        if run >= _BLOCK_ROWS and 1 < last < width:
            found.add(last)
    return frozenset(found)


def _headless(rows: Sequence[Placed]) -> Layout:
    widths = [len(cells) for _, cells in rows]
    width = max(set(widths), key=lambda n: (widths.count(n), n))
    names = tuple(t("read.column", n=number) for number in range(1, width + 1))
    return Layout(names, 0, rows[0][0])
