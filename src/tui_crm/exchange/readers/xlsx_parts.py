"""Stream the large parts of an XLSX workbook: shared strings and rows.

ECMA-376 part 1, 18.3 and 18.4. The handlers are closures over plain variables, since each of them
is called some millions of times.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, BinaryIO, Final
from xml.parsers import expat

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

NAMED: Final = 5
"""Places that are named."""

MERGES_LIMIT: Final = 100_000
"""Merged areas that are kept; a sheet of people has some hundreds."""

COLUMNS_LIMIT: Final = 1_000
"""Hidden columns that are counted in one go; sheets hide all that are not used."""

_BLOCK: Final = 1 << 18
_YES: Final = ("1", "true")
_REF: Final = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7}):\$?([A-Z]{1,3})\$?(\d{1,7})")


def shared_strings(stream: BinaryIO) -> Iterator[str]:
    """The texts that cells refer to by number, without the readings of kanji.

    Raises ExpatError where it is no XML.
    """
    prefix = _prefix(stream)
    item, text, reading = f"{prefix}si", f"{prefix}t", f"{prefix}rPh"
    texts: list[str] = []
    done: list[str] = []
    is_reading = False

    def start(name: str, _attributes: dict[str, str]) -> None:
        nonlocal is_reading
        if name == text:
            parser.CharacterDataHandler = None if is_reading else texts.append
        elif name == item:
            texts.clear()
        elif name == reading:
            is_reading = True

    def end(name: str) -> None:
        nonlocal is_reading
        if name == text:
            parser.CharacterDataHandler = None
        elif name == item:
            done.append("".join(texts))
        elif name == reading:
            is_reading = False

    parser = _parser(start, end)
    yield from _parsed(stream, parser, done)


@dataclass(slots=True)
class Places:
    """How many there are of something, and the first of them by name."""

    n: int = 0
    first: list[str] = field(default_factory=list)

    def add(self, name: str) -> None:
        """One more."""
        self.n += 1
        if self.n <= NAMED:
            self.first.append(name)


@dataclass(slots=True)
class SheetFacts:
    """What a sheet has beside its values, known once all rows have been read.

    ``merges`` are (first row, first column, last row, last column), from 1.
    """

    hidden_rows: Places = field(default_factory=Places)
    hidden_columns: Places = field(default_factory=Places)
    no_result: Places = field(default_factory=Places)
    errors: Places = field(default_factory=Places)
    rounded: Places = field(default_factory=Places)
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)


def rows(
    stream: BinaryIO, value: Callable[[str, str, str, str], Any], facts: SheetFacts
) -> Iterator[tuple[int, list[Any]]]:
    """The rows of a sheet that have a value, with their numbers, from column A on.

    ``value`` makes the value of a cell of its type, its style, its text and its place; ``facts``
    is filled on the way. Raises ExpatError where it is no XML.
    """
    prefix = _prefix(stream)
    names = [f"{prefix}{kind}" for kind in ("c", "v", "t", "row", "rPh", "f", "mergeCell", "col")]
    cell, content, text, row, reading, formula, merge, columns_of = names
    columns: dict[str, int] = {}
    done: list[tuple[int, list[Any]]] = []
    texts: list[str] = []
    cells: list[Any] = []
    number = column = 0
    kind = style = ""
    is_reading = is_formula = is_hidden = False

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal kind, style, column, number, cells, is_reading, is_formula, is_hidden
        if name in (content, text):
            if not is_reading and (name == text or kind != "inlineStr"):
                parser.CharacterDataHandler = texts.append
        elif name == cell:
            kind = attributes.get("t", "n")
            style = attributes.get("s", "")
            place = attributes.get("r")
            column = _column(place, columns) if place else column + 1
            texts.clear()
            is_formula = False
        elif name == row:
            given = attributes.get("r")
            number = int(given) if given else number + 1
            cells, column = [], 0
            is_hidden = attributes.get("hidden") in _YES
        elif name == formula:
            is_formula = True
        elif name == reading:
            is_reading = True
        elif name == merge:
            if len(facts.merges) < MERGES_LIMIT and (area := _area(attributes.get("ref", ""))):
                facts.merges.append(area)
        elif name == columns_of and attributes.get("hidden") in _YES:
            _hide(attributes, facts.hidden_columns)

    def end(name: str) -> None:
        nonlocal is_reading
        if name in (content, text):
            parser.CharacterDataHandler = None
        elif name == cell:
            if texts:
                if (missing := column - 1 - len(cells)) > 0:
                    cells.extend([""] * missing)
                place = f"{letters(column)}{number}" if kind == "e" or style else ""
                cells.append(value(kind, style, "".join(texts), place))
            elif is_formula and kind == "n":
                facts.no_result.add(f"{letters(column)}{number}")
        elif name == row:
            if cells:
                done.append((number, cells))
                if is_hidden:
                    facts.hidden_rows.add(str(number))
        elif name == reading:
            is_reading = False

    parser = _parser(start, end)
    yield from _parsed(stream, parser, done)


def column_number(name: str) -> int:
    """The number of the column that is called A, Z or AA, from 1."""
    column = 0
    for letter in name.upper():
        column = column * 26 + ord(letter) - 64
    return column


def _column(place: str, known: dict[str, int]) -> int:
    """The column of a cell such as AB12, from 1."""
    name = place.rstrip("0123456789")
    if name not in known:
        known[name] = column_number(name)
    return known[name]


def letters(column: int) -> str:
    """The name of a column, from 1: A, Z, AA."""
    name = ""
    while column > 0:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


def _area(ref: str) -> tuple[int, int, int, int] | None:
    """First row, first column, last row and last column of B2:C4."""
    found = _REF.fullmatch(ref)
    if found is None:
        return None
    first, top, last, bottom = found.groups()
    return int(top), column_number(first), int(bottom), column_number(last)


def _hide(attributes: dict[str, str], hidden: Places) -> None:
    first, last = int(attributes.get("min", "1")), int(attributes.get("max", "1"))
    for column in range(first, min(last, first + COLUMNS_LIMIT) + 1):
        hidden.add(letters(column))


def _prefix(stream: BinaryIO) -> str:
    """What stands before the names of all elements: mostly nothing, in some workbooks "x:"."""
    found: list[str] = []
    parser = expat.ParserCreate()
    parser.StartElementHandler = lambda name, _attributes: found.append(name)
    while not found and (block := stream.read(_BLOCK)):
        parser.Parse(block)
    stream.seek(0)
    return found[0][: found[0].find(":") + 1] if found else ""


def _parser(start: Callable[..., None], end: Callable[..., None]) -> expat.XMLParserType:
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    return parser


def _parsed(stream: BinaryIO, parser: expat.XMLParserType, done: list[Any]) -> Iterator[Any]:
    while block := stream.read(_BLOCK):
        parser.Parse(block)
        yield from done
        done.clear()
    parser.Parse(b"", True)
    yield from done
