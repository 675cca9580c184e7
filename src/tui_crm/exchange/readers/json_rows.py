"""Read JSON and JSON Lines as a stream of flat records.

Numbers are taken as they are written, so that neither 2**63 nor 1.10 nor a code of twenty digits
changes on the way.
"""

from __future__ import annotations

import json
from itertools import chain
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from tui_crm.errors import FileError
from tui_crm.exchange.readers.decoding import TextLines, find_text_error
from tui_crm.exchange.readers.rows import ProblemKind, Row, RowProblem
from tui_crm.exchange.readers.source import Format, Source

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tui_crm.exchange.readers.input_file import InputFile, Progress

RECORD_LIMIT: Final = 1 << 23
"""Characters in one record."""

FIELD_LIMIT: Final = 2000
"""Different fields in all records."""

_SPACE: Final = " \t\r\n"
_DECODER: Final = json.JSONDecoder(parse_int=str, parse_float=str, parse_constant=str)


class Parsed(NamedTuple):
    """One record as it stands in the file; ``bad_at`` is the first character that is no JSON."""

    line: int
    text: str
    value: Any = None
    bad_at: int | None = None


def open_json(file: InputFile, encoding: str) -> Source:
    """The records of a JSON list, of one JSON object, or of lines with one object each.

    The columns are the fields of all records, in the order in which they first appear, for which
    the file is read once through. Raises FileError where a list cannot be read to its end.
    """
    is_lines = _has_record_lines(file, encoding)
    fields: dict[str, None] = {}
    for parsed in _records(file, encoding, is_lines, None):
        if isinstance(parsed.value, dict):
            fields.update(dict.fromkeys(parsed.value))
        if len(fields) > FIELD_LIMIT:
            raise FileError("read.json_too_many_fields", file=file.name, n=FIELD_LIMIT)
    if not fields:
        raise FileError("read.json_not_records", file=file.name)
    header = tuple(fields)

    def read(progress: Progress | None) -> Iterator[Row]:
        for parsed in _records(file, encoding, is_lines, progress):
            yield _row(parsed, header)

    return Source(
        name=file.name,
        format=Format.JSONL if is_lines else Format.JSON,
        header=header,
        header_line=0,
        size_bytes=file.size,
        read=read,
        encoding=encoding,
    )


def _has_record_lines(file: InputFile, encoding: str) -> bool:
    """Whether the first line that is not blank is a whole record."""
    if file.head(64).lstrip(b"\xef\xbb\xbf\xff\xfe\0 \t\r\n").startswith(b"["):
        return False
    for line in chain.from_iterable(TextLines(file, encoding)):
        if line.strip():
            return line.lstrip(_SPACE).startswith("{") and _parse(1, line).bad_at is None
    return False


def _records(
    file: InputFile, encoding: str, is_lines: bool, progress: Progress | None
) -> Iterator[Parsed]:
    source = TextLines(file, encoding, progress)
    if not is_lines:
        yield from _Document(source.texts(), file.name).records()
        return
    for number, line in enumerate(chain.from_iterable(source), 1):
        if text := line.strip(_SPACE):
            yield _parse(number, text)


def _parse(number: int, text: str) -> Parsed:
    try:
        return Parsed(number, text, _DECODER.decode(text))
    except json.JSONDecodeError as error:
        return Parsed(number, text, bad_at=error.pos + 1)
    except RecursionError:
        return Parsed(number, text, bad_at=1)


def _row(parsed: Parsed, header: tuple[str, ...]) -> Row:
    raw = (parsed.text,)
    if not isinstance(parsed.value, dict):
        kind = ProblemKind.BAD_JSON
        return Row(parsed.line, raw, RowProblem(kind, column=parsed.bad_at or 1), raw)
    cells = []
    for column, name in enumerate(header, 1):
        cell = _cell(parsed.value.get(name))
        if cell is None:
            return Row(parsed.line, raw, RowProblem(ProblemKind.NOT_FLAT, column, name), raw)
        cells.append(cell)
    if damage := find_text_error(cells, header):
        return Row(parsed.line, raw, damage, raw)
    return Row(parsed.line, tuple(cells), None, raw)


def _cell(value: Any) -> str | None:
    """A value as text, a list with one item a line; None for records within records."""
    match value:
        case str():
            return value
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case list() if value and all(map(_is_labelled, value)):
            return json.dumps(value, ensure_ascii=False)
        case list():
            items = [_cell(item) for item in value if not isinstance(item, list)]
            whole = [item for item in items if item is not None]
            return "\n".join(whole) if len(whole) == len(value) else None
        case _:
            return None


def _is_labelled(value: Any) -> bool:
    """Whether a value is a number or an address with its label, as our own exports write it."""
    return isinstance(value, dict) and value.keys() == {"label", "value"}


class _Document:
    """A JSON text of which only the record at hand is in memory."""

    def __init__(self, texts: Iterator[str], name: str) -> None:
        self._texts = texts
        self._name = name
        self._buffer = ""
        self._at = 0
        self._line = 1

    def records(self) -> Iterator[Parsed]:
        """The items of the list, or the one object. Raises FileError where it is no JSON."""
        if self._next_char() == "{":
            yield self._value()
        elif self._take("["):
            is_first = True
            while not self._take("]"):
                if not is_first and not self._take(","):
                    raise self._damaged()
                is_first = False
                self._next_char()
                yield self._value()
        else:
            raise self._damaged()
        if self._next_char():
            raise self._damaged()

    def _value(self) -> Parsed:
        while True:
            try:
                value, end = _DECODER.raw_decode(self._buffer, self._at)
            except json.JSONDecodeError as error:
                if self._fill(len(self._buffer) - self._at):
                    continue
                self._move(error.pos)
                raise self._damaged() from error
            except RecursionError as error:
                raise self._damaged() from error
            parsed = Parsed(self._line, self._buffer[self._at : end], value)
            self._move(end)
            return parsed

    def _next_char(self) -> str:
        """The next character that is no space, where the reading now stands; "" at the end."""
        while True:
            end = self._at
            while end < len(self._buffer) and self._buffer[end] in _SPACE:
                end += 1
            self._move(end)
            if end < len(self._buffer):
                return self._buffer[end]
            if not self._fill():
                return ""

    def _take(self, char: str) -> bool:
        if self._next_char() != char:
            return False
        self._at += 1
        return True

    def _move(self, to: int) -> None:
        self._line += self._buffer.count("\n", self._at, to)
        self._at = to

    def _fill(self, at_least: int = 1) -> bool:
        """Read on, by as much again as is waiting; False at the end of the text."""
        waiting = len(self._buffer) - self._at
        if waiting > RECORD_LIMIT:
            raise FileError("read.json_record_too_long", file=self._name, line=self._line)
        parts = [self._buffer[self._at :]]
        size = 0
        while size < at_least and (text := next(self._texts, "")):
            parts.append(text)
            size += len(text)
        self._buffer, self._at = "".join(parts), 0
        return size > 0

    def _damaged(self) -> FileError:
        return FileError("read.json_damaged", file=self._name, line=self._line)
