"""The door for every file that comes in: one shape for all formats, read as a stream."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from itertools import islice
from typing import TYPE_CHECKING, BinaryIO

from tui_crm.exchange import intake, recognise

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tui_crm.exchange.rows import Row


class Format(StrEnum):
    """The formats that can be read; the value is the usual suffix of the file."""

    CSV = "csv"
    XLSX = "xlsx"
    XLS = "xls"
    ODS = "ods"
    VCF = "vcf"
    JSON = "json"
    JSONL = "jsonl"


@dataclass(frozen=True, slots=True)
class SourceOptions:
    """What the user has settled about a file; None is found out by looking.

    ``header_row`` is a line of the file (a row of the sheet) from 1; 0: there is no header.
    """

    encoding: str | None = None
    delimiter: str | None = None
    header_row: int | None = None
    sheet: str | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """A table in a file, whatever the format.

    ``header`` holds the words of the file as they stand, one for each column: they may repeat or be
    blank, a column is its position. For a table without a header they are made up and
    ``header_line`` is 0. ``preamble`` is what stood above the header. ``encoding``, ``delimiter``
    and ``sheet`` are None where the format has no such thing, and ``delimiter`` also for a text of
    one column.
    """

    name: str
    format: Format
    header: tuple[str, ...]
    header_line: int
    size_bytes: int
    read: Callable[[intake.Progress | None], Iterator[Row]] = field(repr=False, compare=False)
    encoding: str | None = None
    delimiter: str | None = None
    sheet: str | None = None
    sheets: tuple[str, ...] = ()
    preamble: tuple[str, ...] = ()

    def rows(self, progress: intake.Progress | None = None) -> Iterator[Row]:
        """All rows below the header but blank ones, from the start again at each call.

        ``progress`` is told now and then how many of ``size_bytes`` have been read. A row that
        cannot be taken comes with its ``problem``; a file that is gone, or has changed since it was
        opened, raises FileError on the way.
        """
        return self.read(progress)

    def sample(self, n: int = 20) -> list[Row]:
        """The first ``n`` rows."""
        return list(islice(self.read(None), n))


def open_source(
    path: Path | BinaryIO, options: SourceOptions = SourceOptions()
) -> Source:  # frozen
    """The table in a file, or in a stream such as standard input, which is spooled first.

    Its kind is told by its content, never by its name alone. Raises NotFoundError, FileError or
    UsageError with one sentence when there is nothing here that can be read; no rows are read but
    those needed to find the header.
    """
    file = intake.take(path)
    kind = recognise.recognise(file)
    if kind is recognise.Content.TEXT:
        return _open_text(file, options)
    from tui_crm.exchange.workbook import open_workbook

    return open_workbook(file, Format(kind.value), options)


def _open_text(file: intake.Intake, options: SourceOptions) -> Source:
    from tui_crm.exchange.decoding import codec_for
    from tui_crm.exchange.encoding import find_encoding

    encoding = codec_for(options.encoding) if options.encoding else find_encoding(file)
    match recognise.recognise_text(file, encoding):
        case recognise.Content.CARDS:
            from tui_crm.exchange.vcard import open_cards

            return open_cards(file, encoding, is_guess=not options.encoding)
        case recognise.Content.JSON:
            from tui_crm.exchange.jsonrows import open_json

            return open_json(file, encoding)
        case _:
            from tui_crm.exchange.delimited import open_delimited

            return open_delimited(file, encoding, options)
