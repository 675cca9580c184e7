"""A table in a file, whatever its format, and what a person may settle about it."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from itertools import islice
from typing import TYPE_CHECKING

from tui_crm.exchange.question import ImportQuestion, Topic
from tui_crm.exchange.readers.layout import Unnamed
from tui_crm.i18n import t

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tui_crm.exchange.readers import input_file
    from tui_crm.exchange.readers.encoding import Guess
    from tui_crm.exchange.readers.layout import Layout
    from tui_crm.exchange.readers.rows import Row


class Format(StrEnum):
    """The formats that can be read; the value is the usual suffix of the file."""

    CSV = "csv"
    XLSX = "xlsx"
    XLS = "xls"
    ODS = "ods"
    VCF = "vcf"
    JSON = "json"
    JSONL = "jsonl"

    @property
    def is_table(self) -> bool:
        """Whether a file of it has rows and columns, and not records one after the other."""
        return self in (Format.CSV, Format.XLSX, Format.XLS, Format.ODS)


@dataclass(frozen=True, slots=True)
class SourceOptions:
    """What the user has settled about a file; None is found out by looking.

    ``header_row`` is a line of the file (a row of the sheet) from 1; 0: there is no header.
    ``unnamed`` is what a blank in the middle of the header is, where every row has a cell less.
    """

    encoding: str | None = None
    delimiter: str | None = None
    header_row: int | None = None
    sheet: str | None = None
    unnamed: Unnamed | None = None


class RemarkKind(StrEnum):
    """What a person should know about a sheet; the value is its key in the ``read`` catalog."""

    HIDDEN_ROWS = "hidden_rows"
    HIDDEN_COLUMNS = "hidden_columns"
    NO_RESULT = "no_result"
    ERRORS = "error_cells"
    ROUNDED = "rounded_cells"
    NO_FORMATS = "no_formats"


@dataclass(frozen=True, slots=True)
class Remark:
    """Something about a sheet that its rows do not show; ``where`` names the first places."""

    kind: RemarkKind
    n: int = 0
    where: tuple[str, ...] = ()

    def __str__(self) -> str:
        comma = t("import.comma")
        more = t("import.and_more", n=self.n - len(self.where)) if self.n > len(self.where) else ""
        where = comma.join(self.where) + (more if self.where else "")
        return t(f"read.{self.kind.value}", n=self.n, where=where)


@dataclass(frozen=True, slots=True)
class Source:
    """A table in a file, whatever the format.

    ``header`` holds the words of the file as they stand, one for each column: they may repeat or be
    blank, a column is its position. For a table without a header they are made up and
    ``header_line`` is 0. ``preamble`` is what stood above the header. ``encoding``, ``delimiter``
    and ``sheet`` are None where the format has no such thing, and ``delimiter`` also for a text of
    one column. ``questions`` are what only a person can tell about it, ``remarks`` what a
    person should know.
    """

    name: str
    format: Format
    header: tuple[str, ...]
    header_line: int
    size_bytes: int
    read: Callable[[input_file.Progress | None], Iterator[Row]] = field(repr=False, compare=False)
    encoding: str | None = None
    delimiter: str | None = None
    sheet: str | None = None
    sheets: tuple[str, ...] = ()
    preamble: tuple[str, ...] = ()
    questions: tuple[ImportQuestion, ...] = ()
    remarks: tuple[Remark, ...] = ()

    def rows(self, progress: input_file.Progress | None = None) -> Iterator[Row]:
        """All rows below the header but blank ones, from the start again at each call.

        ``progress`` is told now and then how many of ``size_bytes`` have been read. A row that
        cannot be taken comes with its ``problem``; a file that is gone, or has changed since it was
        opened, raises FileError on the way.
        """
        return self.read(progress)

    def sample(self, n: int = 20) -> list[Row]:
        """The first ``n`` rows."""
        return list(islice(self.read(None), n))


def encoding_questions(found: Guess) -> tuple[ImportQuestion, ...]:
    """What is to be asked about an encoding."""
    return (ImportQuestion(Topic.ENCODING, found.ways),) if found.ways else ()


def header_questions(layout: Layout) -> tuple[ImportQuestion, ...]:
    """What is to be asked about a header."""
    if not layout.unnamed:
        return ()
    columns = t("import.comma").join(str(place + 1) for place in layout.unnamed)
    ways = tuple(
        (name.value, t(f"read.unnamed_{name.value}")) for name in (Unnamed.NOTHING, Unnamed.COLUMN)
    )
    return (ImportQuestion(Topic.HEADER, ways, column=columns),)
