"""The options of an import."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from tui_crm.exchange.importing.picklists import Unknown
from tui_crm.exchange.readers.source import SourceOptions

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from tui_crm.language.money import Mark


class Duplicates(StrEnum):
    """What is done with a row that is a record already."""

    SKIP = "skip"
    FILL = "fill"
    """Its values go where the record has none."""
    OVERWRITE = "overwrite"
    """Its values replace those of the record."""
    CREATE = "create"
    """Nobody looks; every row becomes a record."""


class Blank(StrEnum):
    """What a blank cell does to the record that is overwritten."""

    KEEP = "keep"
    CLEAR = "clear"


class Unmapped(StrEnum):
    """What is done with the columns that map to nothing."""

    LEAVE = "leave"
    """They are named in the report."""
    DESCRIPTION = "description"
    """They are kept in the description, with their headers."""
    FIELDS = "fields"
    """Each becomes a custom field."""


class Converted(StrEnum):
    """What is done with leads that the other program calls converted.

    They are in that program's lists of accounts, contacts and deals too, and as open leads they
    would be called a second time. So they are left out and counted where they come alone, and stay
    converted where the whole of that program's records comes with them.
    """

    SKIP = "skip"
    KEEP = "keep"
    """They come in as converted, and lead to what they became where the file says its numbers."""
    IMPORT = "import"
    """They come in as open leads."""


class DecimalMark(StrEnum):
    """The decimal mark of amounts and numbers."""

    DOT = "dot"
    COMMA = "comma"

    @property
    def mark(self) -> Mark:
        """The mark itself."""
        return "," if self is DecimalMark.COMMA else "."


@dataclass(frozen=True, slots=True)
class ImportOptions:
    """All that can be settled; what is not is found out, or the usual.

    ``to`` is a record type; ``maps`` and ``sets`` are pairs as typed after ``--map`` and ``--set``;
    ``mapping`` is the name of a saved one, ``save_mapping`` the name to save this one under.
    ``match`` names the keys that tell a record again (``rules.parse``). ``choices`` says
    by field what a value of the file stands for. ``currency`` is that of amounts that name none,
    where a person says it, and ``usual_currency`` that of the settings. ``dayfirst`` and
    ``decimal`` None are told by the values of a column.
    ``errors`` is where rejected rows go; None is beside the file. ``skipped`` is where rows go that
    were skipped, each with its reason; None is nowhere. ``allow_incomplete`` lets rows
    break the rules of work. With ``is_strict`` a value that cannot be read rejects its row,
    whatever its field.
    """

    to: str | None = None
    source: SourceOptions = field(default_factory=SourceOptions)
    maps: tuple[tuple[str, str], ...] = ()
    sets: tuple[tuple[str, str], ...] = ()
    mapping: str = ""
    save_mapping: str = ""
    match: str = ""
    duplicates: Duplicates = Duplicates.SKIP
    blank: Blank = Blank.KEEP
    unknown_choices: Unknown = Unknown.ADD
    choices: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    unmapped: Unmapped = Unmapped.LEAVE
    converted: Converted = Converted.SKIP
    allow_incomplete: bool = False
    is_strict: bool = False
    errors: Path | None = None
    skipped: Path | None = None
    dry_run: bool = False
    currency: str = ""
    usual_currency: str = "JPY"
    region: str = "JP"
    dayfirst: bool | None = None
    decimal: DecimalMark | None = None
