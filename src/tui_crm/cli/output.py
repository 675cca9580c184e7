"""Rows on stdout as JSON, JSON Lines, CSV, TSV or a table."""

from __future__ import annotations

import csv
import json
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from tui_crm.cli.options import Format

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence


@dataclass(frozen=True, slots=True)
class OutputColumn:
    """An output column: its key in JSON and CSV, its label in a table.

    ``width`` is the most cells it takes on a terminal (0: as many as it needs). Columns of priority
    1 are always there; of the others, the highest go first where the terminal is narrow.
    """

    key: str
    label: str
    width: int = 0
    priority: int = 1
    is_right: bool = False


class OutputRow(Protocol):
    """A row that can be written in every format; each is computed on demand."""

    def data(self) -> Mapping[str, object]:
        """The row as JSON has it."""

    def plain(self) -> Sequence[str]:
        """The cells as CSV has them."""

    def cells(self) -> Sequence[str]:
        """The cells as a person reads them."""


class PlainRow:
    """A row of plain values by key, for anything but a record.

    ``shown`` replaces values where people read another text than machines.
    """

    __slots__ = ("_columns", "_data", "_shown")

    def __init__(
        self,
        columns: Sequence[OutputColumn],
        data: Mapping[str, object],
        shown: Mapping[str, str] | None = None,
    ) -> None:
        self._columns = columns
        self._data = data
        self._shown = shown or {}

    def data(self) -> Mapping[str, object]:
        """The row as JSON has it."""
        return self._data

    def plain(self) -> list[str]:
        """The cells as CSV has them."""
        return [_as_text(self._data.get(column.key)) for column in self._columns]

    def cells(self) -> list[str]:
        """The cells as a person reads them."""
        return [
            self._shown.get(column.key, _as_text(self._data.get(column.key)))
            for column in self._columns
        ]


def _as_text(value: object) -> str:
    if value is None or value is False:
        return ""
    if value is True:
        return "yes"
    if isinstance(value, list | tuple):
        return ", ".join(map(str, value))
    return to_json(value) if isinstance(value, dict) else str(value)


def to_json(value: object, *, indent: int | None = None) -> str:
    """``value`` as JSON, unescaped unless it holds what UTF-8 cannot encode."""
    text = json.dumps(value, ensure_ascii=False, indent=indent)
    try:
        text.encode()
    except UnicodeEncodeError:
        return json.dumps(value, indent=indent)
    return text


def write_object(value: object) -> None:
    """Write one JSON object."""
    _speak_utf8()
    sys.stdout.write(to_json(value, indent=2) + "\n")


def write_spooled(
    objects: Iterable[tuple[Mapping[str, object], str, Iterable[str]]],
    *,
    is_one: bool = False,
    within: tuple[Mapping[str, object], str] | None = None,
) -> None:
    """Write JSON objects like ``write_object``, each ending with a streamed list.

    Args:
        objects: the object, the key of the list, and what is in it, as JSON.
        is_one: there is one, which stands alone; else they are in a list.
        within: an object that ends with their list, and its key there.
    """
    _speak_utf8()
    write = sys.stdout.write
    if within is not None:
        write(to_json(within[0], indent=2).removesuffix("\n}") + f',\n  "{within[1]}": ')
    before = "" if is_one else "[\n"
    for value, key, entries in objects:
        write(before + to_json(value, indent=2).removesuffix("\n}") + f',\n  "{key}": ')
        inner = "[\n    "
        for entry in entries:
            write(inner + entry)
            inner = ",\n    "
        write("[]\n}" if inner == "[\n    " else "\n  ]\n}")
        before = ",\n"
    write("\n" if is_one else "\n]\n")
    if within is not None:
        write("}\n")


def write_rows(
    form: Format, columns: Sequence[OutputColumn], entries: Iterable[OutputRow], *, empty: str = ""
) -> None:
    """Stream rows to stdout in a format.

    ``empty`` is what a person is told where there are none.
    """
    if form is Format.TABLE:
        from tui_crm.cli.messages import tell
        from tui_crm.cli.table import draw

        if not draw(columns, entries) and empty:
            tell(empty)
        return
    _speak_utf8()
    match form:
        case Format.JSON:
            _write_json(entries)
        case Format.JSONL:
            for entry in entries:
                sys.stdout.write(to_json(entry.data()) + "\n")
        case _:
            writer = csv.writer(
                sys.stdout, delimiter="\t" if form is Format.TSV else ",", lineterminator="\n"
            )
            writer.writerow([column.key for column in columns])
            for entry in entries:
                writer.writerow(entry.plain())


def _write_json(entries: Iterable[OutputRow]) -> None:
    before = "[\n"
    for entry in entries:
        sys.stdout.write(before + to_json(entry.data()))
        before = ",\n"
    sys.stdout.write("[]\n" if before == "[\n" else "\n]\n")


def _speak_utf8() -> None:
    stdout: Any = sys.stdout
    if hasattr(stdout, "reconfigure"):
        stdout.reconfigure(encoding="utf-8", errors="backslashreplace")
