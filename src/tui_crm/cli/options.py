"""The arguments and options that verbs share."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, TypeAlias

import typer

from tui_crm.cli import completion
from tui_crm.errors import UsageError

TypeName: TypeAlias = Annotated[
    str, typer.Argument(metavar="TYPE", autocompletion=completion.record_types)
]
RecordId: TypeAlias = Annotated[str, typer.Argument(metavar="ID")]
Assignments: TypeAlias = Annotated[
    list[str], typer.Argument(metavar="KEY=VALUE", autocompletion=completion.assignments)
]
AsJson: TypeAlias = Annotated[bool, typer.Option("--json")]
WithActivities: TypeAlias = Annotated[bool, typer.Option("--with-activities")]
Yes: TypeAlias = Annotated[bool, typer.Option("--yes", "-y")]


class Format(StrEnum):
    """Output format."""

    TABLE = "table"
    JSON = "json"
    JSONL = "jsonl"
    CSV = "csv"
    TSV = "tsv"


@dataclass(frozen=True, slots=True)
class Output:
    """The output format options of a reading verb; a table by default."""

    json: Annotated[bool, typer.Option("--json")] = False
    jsonl: Annotated[bool, typer.Option("--jsonl")] = False
    csv: Annotated[bool, typer.Option("--csv")] = False
    tsv: Annotated[bool, typer.Option("--tsv")] = False

    @property
    def format(self) -> Format:
        """The format that was asked for.

        Raises:
            UsageError: more than one was.
        """
        asked = [name for name in ("json", "jsonl", "csv", "tsv") if getattr(self, name)]
        if len(asked) > 1:
            raise UsageError("cli.formats", names=", ".join(f"--{name}" for name in asked))
        return Format(asked[0]) if asked else Format.TABLE

    @property
    def as_json(self) -> bool:
        """Whether what was done is answered as JSON, by a verb that does not list this time.

        Raises:
            UsageError: a format for rows was asked for.
        """
        if self.format not in (Format.TABLE, Format.JSON):
            raise UsageError("cli.no_rows", name=f"--{self.format}")
        return self.format is Format.JSON


@dataclass(frozen=True, slots=True)
class Narrowing:
    """The options of a reading verb that narrow a view: filter, search, order, columns, limit."""

    where: Annotated[
        str, typer.Option("--where", "-w", metavar="FILTER", autocompletion=completion.assignments)
    ] = ""
    search: Annotated[str, typer.Option("--search", metavar="TEXT")] = ""
    sort: Annotated[
        str, typer.Option("--sort", metavar="FIELDS", autocompletion=completion.fields)
    ] = ""
    columns: Annotated[
        str, typer.Option("--columns", "-c", metavar="FIELDS", autocompletion=completion.fields)
    ] = ""
    limit: Annotated[int | None, typer.Option("--limit", "-n", metavar="N", min=0)] = None


@dataclass(frozen=True, slots=True)
class Selection(Narrowing):
    """The options of a reading verb that choose records: those, and the view."""

    view: Annotated[
        str, typer.Option("--view", metavar="NAME", autocompletion=completion.views)
    ] = ""
