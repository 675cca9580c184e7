"""Read contact cards (vCard 2.1, 3.0, 4.0), a row each; a damaged card costs only itself."""

from __future__ import annotations

from codecs import BOM_UTF8
from dataclasses import dataclass
from io import BytesIO
from itertools import islice
from typing import TYPE_CHECKING, Final, NamedTuple

from tui_crm.errors import FileError
from tui_crm.exchange.readers.content_lines import parse, unfold
from tui_crm.exchange.readers.decoding import RAW, TextLines, decode, find_text_error
from tui_crm.exchange.readers.dialect import CELL_LIMIT
from tui_crm.exchange.readers.encoding import WINDOW, Guess, weigh
from tui_crm.exchange.readers.rows import OtherLine, ProblemKind, Row, RowProblem
from tui_crm.exchange.readers.source import Format, Source, encoding_questions
from tui_crm.exchange.readers.vcard_fields import HEADER, fields

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tui_crm.exchange.readers.input_file import InputFile, Progress

_KINDS: Final = ("KIND", "X-ADDRESSBOOKSERVER-KIND")

CARD_LIMIT: Final = 1 << 24
"""Bytes in one card, pictures and all."""

LINE_LIMIT: Final = 300_000
"""Lines of one card: more than a picture of that size is folded into."""

PROPERTY_LIMIT: Final = 10_000
"""Properties in one card."""


class Card(NamedTuple):
    """What stands between BEGIN and END, and the line of the file at which it begins.

    ``is_cut``: it is larger than ``CARD_LIMIT`` or ``LINE_LIMIT``, and ``text`` its beginning.
    """

    line: int
    text: bytes
    is_whole: bool
    is_cut: bool = False

    def properties(self) -> Iterator[bytes]:
        """Its whole lines."""
        return unfold(BytesIO(self.text))


@dataclass(slots=True)
class _OpenCard:
    """A card whose end has not been met yet."""

    line: int
    text: bytearray
    last: bytes = b""
    is_cut: bool = False

    def add(self, lines: list[bytes], *, is_room: bool) -> None:
        """Put lines behind the others, as long as there is room."""
        if not is_room:
            self.is_cut = True
            return
        self.text += b"".join(lines)
        self.last = next((line for line in reversed(lines) if line.strip()), self.last)

    def ends_in_agent(self) -> bool:
        """Whether its last line that is not blank says that another card follows within it."""
        last = self.last.strip().upper()
        return last.startswith(b"AGENT") and last.endswith(b":")

    def card(self, *, is_whole: bool) -> Card:
        return Card(self.line, bytes(self.text), is_whole, self.is_cut)


def open_cards(file: InputFile, encoding: str, *, is_guess: bool = True) -> Source:
    """The cards of a file. Raises FileError if there is none.

    ``encoding`` is that of the properties that do not name their own; a guess at the whole file's
    is made again from them alone.
    """
    found = Guess(encoding)
    if is_guess and encoding not in ("utf-8", "utf-8-sig", "utf-16", "utf-32"):
        found = weigh(_unnamed(file, encoding))
        encoding = found.codec

    def read(progress: Progress | None) -> Iterator[Row]:
        for card in cut_cards(_blocks(file, encoding, progress)):
            row = _row(card, _inner_encoding(encoding))
            if row.problem is not None or any(row.cells):
                yield row

    if next(read(None), None) is None:
        raise FileError("read.no_cards", file=file.name)
    return Source(
        name=file.name,
        format=Format.VCF,
        header=HEADER,
        header_line=0,
        size_bytes=file.size,
        read=read,
        encoding=encoding,
        questions=encoding_questions(found),
    )


def cut_cards(blocks: Iterable[list[bytes]]) -> Iterator[Card]:
    """The cards of a file, from its lines in blocks. One within another's AGENT is a card of its
    own; any other that begins before the last has ended shows that the last has lost its end.
    """
    stack: list[_OpenCard] = []
    size = number = 0
    for block in blocks:
        if b"VCARD" not in b"".join(block).upper():
            number += len(block)
            if stack:
                size += sum(map(len, block))
                stack[-1].add(block, is_room=_is_room(size, number - stack[0].line))
            continue
        for line in block:
            number += 1
            mark = line.strip().upper()
            if mark == b"BEGIN:VCARD":
                if not (stack and stack[-1].ends_in_agent()):
                    yield from (each.card(is_whole=False) for each in stack)
                    stack.clear()
                    size = 0
                stack.append(_OpenCard(number, bytearray()))
            elif stack and mark == b"END:VCARD":
                done = stack.pop()
                size = size if stack else 0
                yield done.card(is_whole=True)
            elif stack:
                size += len(line)
                stack[-1].add([line], is_room=_is_room(size, number - stack[0].line))
    yield from (each.card(is_whole=False) for each in stack)


def _is_room(size: int, lines: int) -> bool:
    return size <= CARD_LIMIT and lines <= LINE_LIMIT


def _blocks(file: InputFile, encoding: str, progress: Progress | None) -> Iterator[list[bytes]]:
    """The lines of the file as bytes, each property in an encoding of its own."""
    if encoding.startswith(("utf-16", "utf-32")):
        for block in TextLines(file, encoding, progress):
            yield [line.encode("utf-8", RAW) for line in block]
        return
    first = True
    for block in TextLines(file, "latin-1", progress):  # any byte goes through
        lines = [line.encode("latin-1") for line in block]
        if first:
            lines[0] = lines[0].removeprefix(BOM_UTF8)
            first = False
        yield lines


def _unnamed(file: InputFile, encoding: str) -> bytes:
    """Some text of the cards that is in the encoding of the file."""
    sample = b""
    for card in cut_cards(_blocks(file, encoding, None)):
        for line in card.properties():
            if not line.isascii() and b"CHARSET=" not in line.partition(b":")[0].upper():
                sample += line + b"\n"
        if len(sample) > WINDOW:
            break
    return sample


def _inner_encoding(encoding: str) -> str:
    """The encoding of a property that names none, in the lines that ``_blocks`` gives."""
    return "utf-8" if encoding.startswith(("utf-16", "utf-32", "utf-8")) else encoding


def _row(card: Card, encoding: str) -> Row:
    text = decode(card.text, encoding)
    end = "\r\n" if text.endswith("\r\n") else "\n"
    raw = (f"BEGIN:VCARD{end}{text}END:VCARD{end}",)
    if not card.is_whole:
        return Row(card.line, raw, RowProblem(ProblemKind.UNCLOSED_CARD), raw)
    lines = [] if card.is_cut else list(islice(card.properties(), PROPERTY_LIMIT + 1))
    if card.is_cut or len(lines) > PROPERTY_LIMIT:
        return Row(card.line, raw, RowProblem(ProblemKind.CARD_TOO_LARGE), raw)
    properties = [parse(line, encoding) for line in lines]
    values = fields(properties)
    if any(p.name in _KINDS and p.text().strip().lower() == "group" for p in properties):
        name = values.get("full_name") or values.get("last_name", "")
        problem = RowProblem(OtherLine.CARD_OF_GROUP, detail=name[:80])
        return Row(card.line, raw, problem, raw)
    cells = tuple(values.get(column, "") for column in HEADER)
    if too_long := next((name for name in HEADER if len(values.get(name, "")) > CELL_LIMIT), None):
        return Row(card.line, raw, RowProblem(ProblemKind.CELL_TOO_LONG, name=too_long), raw)
    damage = find_text_error(cells, HEADER)
    return Row(card.line, raw if damage else cells, damage, raw)
