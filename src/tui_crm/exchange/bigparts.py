"""The two parts of an XLSX workbook that can be large, as streams: shared texts and rows.

ECMA-376 part 1, 18.3 and 18.4. The handlers are closures over plain variables, since each of them
is called some millions of times.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, BinaryIO, Final
from xml.parsers import expat

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_BLOCK: Final = 1 << 18


def shared_texts(stream: BinaryIO) -> Iterator[str]:
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


def rows(
    stream: BinaryIO, value: Callable[[str, str, str], Any]
) -> Iterator[tuple[int, list[Any]]]:
    """The rows of a sheet that have a value, with their numbers, from column A on.

    ``value`` makes the value of a cell of its type, its style and its text. Raises ExpatError
    where it is no XML.
    """
    prefix = _prefix(stream)
    names = [f"{prefix}{kind}" for kind in ("c", "v", "t", "row", "rPh")]
    cell, content, text, row, reading = names
    columns: dict[str, int] = {}
    done: list[tuple[int, list[Any]]] = []
    texts: list[str] = []
    cells: list[Any] = []
    number = column = 0
    kind = style = ""
    is_reading = False

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal kind, style, column, number, cells, is_reading
        if name in (content, text):
            if not is_reading and (name == text or kind != "inlineStr"):
                parser.CharacterDataHandler = texts.append
        elif name == cell:
            kind = attributes.get("t", "n")
            style = attributes.get("s", "")
            place = attributes.get("r")
            column = _column(place, columns) if place else column + 1
            texts.clear()
        elif name == row:
            given = attributes.get("r")
            number = int(given) if given else number + 1
            cells, column = [], 0
        elif name == reading:
            is_reading = True

    def end(name: str) -> None:
        nonlocal is_reading
        if name in (content, text):
            parser.CharacterDataHandler = None
        elif name == cell:
            if texts:
                if (missing := column - 1 - len(cells)) > 0:
                    cells.extend([""] * missing)
                cells.append(value(kind, style, "".join(texts)))
        elif name == row:
            if cells:
                done.append((number, cells))
        elif name == reading:
            is_reading = False

    parser = _parser(start, end)
    yield from _parsed(stream, parser, done)


def _column(place: str, known: dict[str, int]) -> int:
    """The column of a cell such as AB12, from 1."""
    letters = place.rstrip("0123456789")
    if letters not in known:
        column = 0
        for letter in letters.upper():
            column = column * 26 + ord(letter) - 64
        known[letters] = column
    return known[letters]


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
