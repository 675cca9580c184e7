"""The options of ``crm import``."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from tui_crm.cli import completion
from tui_crm.errors import UsageError
from tui_crm.exchange.importing.options import (
    Blank,
    Converted,
    DecimalMark,
    Duplicates,
    ImportOptions,
    Unmapped,
)
from tui_crm.exchange.importing.picklists import Unknown
from tui_crm.exchange.readers.layout import Unnamed
from tui_crm.exchange.readers.source import SourceOptions
from tui_crm.language.currencies import DIGITS
from tui_crm.paths import expanded


@dataclass(frozen=True, slots=True)
class AboutFile:
    """How the file is read, where it should not be found out."""

    sheet: Annotated[str | None, typer.Option("--sheet", metavar="NAME")] = None
    encoding: Annotated[str | None, typer.Option("--encoding", metavar="NAME")] = None
    delimiter: Annotated[str | None, typer.Option("--delimiter", metavar="CHAR")] = None
    header_row: Annotated[int | None, typer.Option("--header-row", metavar="N", min=0)] = None
    unnamed: Annotated[Unnamed | None, typer.Option("--unnamed", metavar="WAY")] = None
    without: Annotated[list[str] | None, typer.Option("--without", metavar="FILE")] = None


@dataclass(frozen=True, slots=True)
class AboutColumns:
    """What becomes of the columns."""

    to: Annotated[
        str | None, typer.Option("--to", metavar="TYPE", autocompletion=completion.record_types)
    ] = None
    map: Annotated[list[str] | None, typer.Option("--map", metavar="HEADER=FIELD")] = None
    mapping: Annotated[str, typer.Option("--mapping", metavar="NAME")] = ""
    save_mapping: Annotated[str, typer.Option("--save-mapping", metavar="NAME")] = ""
    set: Annotated[list[str] | None, typer.Option("--set", metavar="FIELD=VALUE")] = None
    unmapped: Annotated[Unmapped, typer.Option("--unmapped", metavar="WAY")] = Unmapped.LEAVE


@dataclass(frozen=True, slots=True)
class AboutRows:
    """What becomes of the rows and their values."""

    match: Annotated[str, typer.Option("--match", metavar="FIELDS")] = ""
    duplicates: Annotated[Duplicates | None, typer.Option("--duplicates", metavar="WAY")] = None
    blank: Annotated[Blank, typer.Option("--blank", metavar="WAY")] = Blank.KEEP
    unknown: Annotated[Unknown, typer.Option("--unknown", metavar="WAY")] = Unknown.ADD
    converted: Annotated[Converted | None, typer.Option("--converted", metavar="WAY")] = None
    dayfirst: Annotated[bool | None, typer.Option("--dayfirst/--monthfirst")] = None
    decimal: Annotated[DecimalMark | None, typer.Option("--decimal", metavar="MARK")] = None
    currency: Annotated[str, typer.Option("--currency", metavar="CODE")] = ""
    allow_incomplete: Annotated[bool, typer.Option("--allow-incomplete")] = False
    strict: Annotated[bool, typer.Option("--strict")] = False
    errors: Annotated[Path | None, typer.Option("--errors", metavar="FILE")] = None
    skipped: Annotated[Path | None, typer.Option("--skipped", metavar="FILE")] = None
    dry_run: Annotated[bool, typer.Option("--dry-run")] = False
    rows: Annotated[int, typer.Option("--rows", metavar="N", min=0)] = 5


def import_options(
    file: AboutFile, columns: AboutColumns, rows: AboutRows, usual_currency: str
) -> ImportOptions:
    """The options as the importer takes them.

    Raises:
        UsageError: ``--map`` or ``--set`` has no equals sign, or ``--currency`` is none.
    """
    return ImportOptions(
        to=columns.to,
        source=SourceOptions(
            file.encoding, file.delimiter, file.header_row, file.sheet, file.unnamed
        ),
        maps=tuple(_pair("--map", text, from_right=True) for text in columns.map or ()),
        sets=tuple(_pair("--set", text) for text in columns.set or ()),
        mapping=columns.mapping,
        save_mapping=columns.save_mapping,
        match=rows.match,
        duplicates=rows.duplicates or Duplicates.SKIP,
        blank=rows.blank,
        unknown_choices=rows.unknown,
        unmapped=columns.unmapped,
        converted=rows.converted or Converted.SKIP,
        allow_incomplete=rows.allow_incomplete,
        is_strict=rows.strict,
        errors=expanded(rows.errors) if rows.errors else None,
        skipped=expanded(rows.skipped) if rows.skipped else None,
        dry_run=rows.dry_run,
        currency=_currency(rows.currency),
        usual_currency=usual_currency,
        dayfirst=rows.dayfirst,
        decimal=rows.decimal,
    )


def _currency(text: str) -> str:
    code = text.strip().upper()
    if code and code not in DIGITS:
        raise UsageError("language.money_currency", value=text)
    return code


def _pair(option: str, text: str, *, from_right: bool = False) -> tuple[str, str]:
    """A header may have equals signs in it, a field has none; a value may, its field has none."""
    name, sign, value = text.rpartition("=") if from_right else text.partition("=")
    if not sign:
        raise UsageError("cli.pair", option=option, text=text)
    return name.strip(), value.strip()
