"""The options of an export."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from tui_crm.errors import UsageError
from tui_crm.manifest import hooks
from tui_crm.store.journal.hooks import Event

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import PurePath


class ExportFormat(StrEnum):
    """The formats that any records can be written in; the value is the usual suffix of the file.

    Features have others for some types (``Event.EXPORT``).
    """

    CSV = "csv"
    TSV = "tsv"
    XLSX = "xlsx"
    JSON = "json"
    JSONL = "jsonl"


class Headers(StrEnum):
    """What stands above the columns, and so in what words values are written."""

    LABELS = "labels"
    """As people say it, in the language in use: 会社名, はい, local time."""
    KEYS = "keys"
    """As scripts say it: company, yes, UTC."""


@dataclass(frozen=True, slots=True)
class ExportOptions:
    """Which records, which of their fields, and how they are written.

    ``where``, ``search`` and ``sort`` are those of a list; ``ids`` are the records themselves and
    go before them. No ``columns`` means every field. ``for_excel`` puts an apostrophe before what a
    spreadsheet would run as a formula, and writes a byte order mark. ``lossy`` writes ? for what
    the encoding has no character for.
    """

    type: str
    format: str = ExportFormat.CSV
    where: str = ""
    search: str = ""
    sort: str = ""
    ids: Sequence[int] | None = None
    columns: tuple[str, ...] = ()
    headers: Headers = Headers.LABELS
    encoding: str = ""
    for_excel: bool = False
    lossy: bool = False

    @property
    def codec(self) -> str:
        """The encoding in use: what was asked for, or UTF-8."""
        if self.encoding and self.format in (ExportFormat.CSV, ExportFormat.TSV):
            return self.encoding
        is_marked = self.for_excel and self.format in (ExportFormat.CSV, ExportFormat.TSV)
        return "utf-8-sig" if is_marked else "utf-8"


def formats() -> tuple[str, ...]:
    """All formats, those of features included."""
    return (*ExportFormat, *(names[0] for names in _names_of_features()))


def format_called(name: str) -> str:
    """The format that a name means, such as ``csv``.

    Raises:
        UsageError: there is no such format.
    """
    found = _meant(name)
    if found is None:
        raise UsageError("export.format", name=name, known=", ".join(formats()))
    return found


def format_of_file(path: PurePath) -> str:
    """The format that the ending of a file means.

    Raises:
        UsageError: it means none.
    """
    found = _meant(path.suffix)
    if found is None:
        known = ", ".join(f".{each}" for each in formats())
        raise UsageError("export.ending", file=path.name, known=known)
    return found


def _meant(word: str) -> str | None:
    word = word.lstrip(".").lower()
    same = {"txt": "tsv", "ndjson": "jsonl"}
    same |= {name: names[0] for names in _names_of_features() for name in names}
    found = same.get(word, word)
    return found if found in formats() else None


def _names_of_features() -> list[list[str]]:
    """What each format of a feature is called: its usual suffix, and other names."""
    names = (hook.name for hook in hooks() if hook.event is Event.EXPORT)
    return [each.split() for each in dict.fromkeys(names)]
