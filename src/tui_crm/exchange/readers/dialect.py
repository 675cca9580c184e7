"""Detect the dialect of delimited text: its delimiter and how cells are quoted.

``csv.Sniffer`` answers a carriage return for semicolons and single columns. Here every delimiter
is tried, and the one wins that splits most rows into the same number of whole cells.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from tui_crm.errors import UsageError

if TYPE_CHECKING:
    from _csv import Reader
    from collections.abc import Iterable, Sequence

DELIMITERS: Final = (",", "\t", ";", "|")
"""What is tried, the likeliest first."""

CELL_LIMIT: Final = 1 << 20
"""Characters in one cell; a longer one is a problem of its row."""

_SPELLED: Final = {"tab": "\t", "\\t": "\t", "comma": ",", "semicolon": ";", "pipe": "|"}
_NO_DELIMITER: Final = "\x1f"
_ENOUGH: Final = 0.5
_FOOTER: Final = 15
"""Lines at the end that may be no rows."""

_DECIMAL: Final = re.compile(r"-?[\d.]*,\d+ ?%?")


@dataclass(frozen=True, slots=True)
class Dialect:
    """How the rows of a file are written; no ``delimiter``: each line is one cell."""

    delimiter: str | None = ","
    escape: str | None = None
    skips_spaces: bool = False

    def reader(self, lines: Iterable[str], *, strict: bool) -> Reader:
        """The rows of some lines; ``strict`` raises csv.Error for a quote out of place."""
        csv.field_size_limit(CELL_LIMIT)
        options: dict[str, Any] = {
            "delimiter": self.delimiter or _NO_DELIMITER,
            "escapechar": self.escape,
            "skipinitialspace": self.skips_spaces,
        }
        return csv.reader(lines, strict=strict, **options)

    def is_well_quoted(self, row: str) -> bool:
        """Whether quotes stand around whole cells alone, and are doubled within."""
        mark = re.escape(self.delimiter or _NO_DELIMITER)
        cell = rf'(?:"(?:[^"]|"")*+"|[^"{mark}\r\n]*+)'
        return bool(re.fullmatch(rf"{cell}(?:{mark}{cell})*+[\r\n]*", row))


def delimiter_for(word: str) -> str:
    """The delimiter that is meant by ``word``: itself, or a name such as "tab".

    Raises UsageError for anything but one character that can part cells.
    """
    delimiter = _SPELLED.get(word.strip().lower(), word)
    if len(delimiter) != 1 or delimiter in '\r\n"\0 ' or delimiter.isalnum():
        raise UsageError("read.bad_delimiter", delimiter=word)
    return delimiter


def find_dialect(lines: Sequence[str], delimiter: str | None = None) -> Dialect:
    """The dialect that fits the first lines of a file best; ``delimiter`` settles that much."""
    if delimiter is None:
        delimiter = _declared(lines) or _best(lines)
    if delimiter is None:
        return Dialect(None)
    skips = _skips_spaces(lines, delimiter)
    plain = Dialect(delimiter, None, skips)
    if not any('\\"' in line for line in lines):
        return plain
    escaped = Dialect(delimiter, "\\", skips)
    return escaped if _regularity(lines, escaped) > _regularity(lines, plain) else plain


def mended_header(
    lines: Sequence[str], dialect: Dialect, delimiter: str | None = None
) -> Dialect | None:
    """The dialect of lines whose first one has a quotation mark too many, or None if it has not.

    It has if far more rows are of one width once the first line is read without its quotes.
    """
    if not lines or lines[0].count('"') % 2 == 0:
        return None
    bare = [lines[0].replace('"', ""), *lines[1:]]
    found = find_dialect(bare, delimiter)
    if found.delimiter is None:
        return None
    width = len(without_quotes(lines[0], found))
    rows = parse(bare, found)
    alike = sum(1 for row in rows[1:] if len(row) == width)
    is_better = _regularity(bare, found) > _regularity(lines, dialect)
    return found if is_better and width > 1 and 2 * alike >= len(rows) - 1 else None


def without_quotes(line: str, dialect: Dialect) -> list[str]:
    """The cells of a line whose quotation marks mean nothing."""
    return next(dialect.reader([line.replace('"', "")], strict=False), [])


def parse(lines: Iterable[str], dialect: Dialect) -> list[list[str]]:
    """All rows of some lines, as well as they can be read; a quote out of place is let pass."""
    rows: list[list[str]] = []
    reader = dialect.reader(lines, strict=False)
    while True:
        try:
            row = next(reader, None)
        except csv.Error:
            continue
        if row is None:
            return rows
        rows.append(row)


def _declared(lines: Sequence[str]) -> str | None:
    """What Excel's own first line ``sep=;`` says."""
    match = re.fullmatch(r'"?sep=(.)"?', lines[0].strip(), re.IGNORECASE) if lines else None
    return match.group(1) if match and match.group(1) in DELIMITERS else None


def _best(lines: Sequence[str]) -> str | None:
    scores = {delimiter: _score(lines, delimiter) for delimiter in DELIMITERS}
    best = max(scores, key=scores.__getitem__)
    return best if scores[best] > 0 else None


def _score(lines: Sequence[str], delimiter: str) -> float:
    """How well a delimiter explains the lines: 0 where it does not."""
    skips = _skips_spaces(lines, delimiter)
    rows = [row for row in parse(lines, Dialect(delimiter, None, skips)) if any(row)]
    rows = rows[: _last_wide(rows) + 1]
    counts = Counter(len(row) for row in rows if len(row) > 1)
    cuts = sum((width - 1) * count for width, count in counts.items())
    cells = [cell for row in rows[:100] for cell in row[:500]]
    whole = 1 - sum(1 for cell in cells if _is_uncut(cell, delimiter)) / max(len(cells), 1)
    best = 0.0
    for width, count in counts.most_common(5):
        first = next(index for index, row in enumerate(rows) if len(row) == width)
        share = count / (len(rows) - first)
        if share < _ENOUGH:
            continue
        reach = count / len(rows) * (1.0 if first else 1.5)
        purity = count * (width - 1) / cuts
        best = max(best, reach * share * purity * whole * (1 + width.bit_length() / 8))
    return best


def _last_wide(rows: Sequence[Sequence[str]]) -> int:
    """Where the last row stands that was cut, if only a footer follows; else the last row."""
    if not rows or len(rows[0]) < 2:
        return len(rows) - 1
    last = next((at for at in range(len(rows) - 1, -1, -1) if len(rows[at]) > 1), None)
    return last if last is not None and len(rows) - 1 - last <= _FOOTER else len(rows) - 1


def _is_uncut(cell: str, delimiter: str) -> bool:
    """Whether a cell looks like several, parted by another delimiter."""
    if any(other in cell for other in "\t;|" if other != delimiter):
        return True
    if delimiter == "," or "," not in cell:
        return False
    return not _DECIMAL.fullmatch(cell) and bool(re.search(r",(?! )", cell))


def _regularity(lines: Sequence[str], dialect: Dialect) -> int:
    """How many rows have the commonest number of cells."""
    return max(Counter(len(row) for row in parse(lines, dialect)).values(), default=0)


def _skips_spaces(lines: Sequence[str], delimiter: str) -> bool:
    """Whether quotes follow the delimiter only after a space, as in ``a, "b"``."""
    mark = re.escape(delimiter)
    spaced = sum(len(re.findall(mark + ' +"', line)) for line in lines)
    tight = sum(len(re.findall(mark + '"', line)) for line in lines)
    return spaced > tight
