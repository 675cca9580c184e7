"""Contact cards (vCard 2.1, 3.0, 4.0), one row a card; a damaged card costs itself alone."""

from __future__ import annotations

from codecs import BOM_UTF8
from itertools import chain
from typing import TYPE_CHECKING, Final, NamedTuple

from tui_crm.errors import FileError
from tui_crm.exchange.cardfields import HEADER, fields
from tui_crm.exchange.contentlines import parse, unfold
from tui_crm.exchange.damage import find_damage
from tui_crm.exchange.decoding import RAW, TextLines, decode
from tui_crm.exchange.encoding import WINDOW, Guess, weigh
from tui_crm.exchange.rows import ProblemKind, Row, RowProblem
from tui_crm.exchange.source import Format, Source, encoding_doubts

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tui_crm.exchange.intake import Intake, Progress

_KINDS: Final = ("KIND", "X-ADDRESSBOOKSERVER-KIND")

CARD_LIMIT: Final = 1 << 24
"""Bytes in one card, pictures and all."""


class Card(NamedTuple):
    """The lines between BEGIN and END, and the line of the file at which it begins."""

    line: int
    lines: list[bytes]
    is_whole: bool


def open_cards(file: Intake, encoding: str, *, is_guess: bool = True) -> Source:
    """The cards of a file. Raises FileError if there is none.

    ``encoding`` is that of the properties that do not name their own; a guess at the whole file's
    is made again from them alone.
    """
    found = Guess(encoding)
    if is_guess and encoding not in ("utf-8", "utf-8-sig", "utf-16", "utf-32"):
        found = weigh(_unnamed(file, encoding))
        encoding = found.codec

    def read(progress: Progress | None) -> Iterator[Row]:
        for card in cut_cards(_lines(file, encoding, progress)):
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
        doubts=encoding_doubts(found),
    )


def cut_cards(lines: Iterable[bytes]) -> Iterator[Card]:
    """The cards of a file. One within another's AGENT is a card of its own; any other that begins
    before the last has ended shows that the last has lost its end.
    """
    stack: list[tuple[int, list[bytes]]] = []
    size = 0
    for number, line in enumerate(lines, 1):
        mark = line.strip().upper()
        if mark == b"BEGIN:VCARD":
            if not (stack and _is_agent(stack[-1][1])):
                yield from (Card(begin, own, is_whole=False) for begin, own in stack)
                stack.clear()
                size = 0
            stack.append((number, []))
        elif stack and mark == b"END:VCARD":
            begin, own = stack.pop()
            size = size if stack else 0
            yield Card(begin, own, is_whole=True)
        elif stack and size <= CARD_LIMIT:
            stack[-1][1].append(line)
            size += len(line)
    yield from (Card(begin, own, is_whole=False) for begin, own in stack)


def _is_agent(lines: list[bytes]) -> bool:
    last = next((line for line in reversed(lines) if line.strip()), b"")
    return last.strip().upper().startswith(b"AGENT") and last.strip().endswith(b":")


def _lines(file: Intake, encoding: str, progress: Progress | None) -> Iterator[bytes]:
    """The lines of the file as bytes, each property in an encoding of its own."""
    if encoding.startswith(("utf-16", "utf-32")):
        for line in chain.from_iterable(TextLines(file, encoding, progress)):
            yield line.encode("utf-8", RAW)
        return
    first = True
    for line in chain.from_iterable(TextLines(file, "latin-1", progress)):  # any byte goes through
        data = line.encode("latin-1")
        yield data.removeprefix(BOM_UTF8) if first else data
        first = False


def _unnamed(file: Intake, encoding: str) -> bytes:
    """Some text of the cards that is in the encoding of the file."""
    sample = b""
    for card in cut_cards(_lines(file, encoding, None)):
        for line in unfold(card.lines):
            if not line.isascii() and b"CHARSET=" not in line.partition(b":")[0].upper():
                sample += line + b"\n"
        if len(sample) > WINDOW:
            break
    return sample


def _inner_encoding(encoding: str) -> str:
    """The encoding of a property that names none, in the lines that ``_lines`` gives."""
    return "utf-8" if encoding.startswith(("utf-16", "utf-32", "utf-8")) else encoding


def _row(card: Card, encoding: str) -> Row:
    text = decode(b"".join(card.lines), encoding)
    end = "\r\n" if text.endswith("\r\n") else "\n"
    raw = (f"BEGIN:VCARD{end}{text}END:VCARD{end}",)
    if not card.is_whole:
        return Row(card.line, raw, RowProblem(ProblemKind.UNCLOSED_CARD), raw)
    properties = [parse(line, encoding) for line in unfold(card.lines)]
    values = fields(properties)
    if any(p.name in _KINDS and p.text().strip().lower() == "group" for p in properties):
        name = values.get("full_name") or values.get("last_name", "")
        problem = RowProblem(ProblemKind.CARD_OF_GROUP, detail=name[:80])
        return Row(card.line, raw, problem, raw)
    cells = tuple(values.get(column, "") for column in HEADER)
    damage = find_damage(cells, HEADER)
    return Row(card.line, raw if damage else cells, damage, raw)
