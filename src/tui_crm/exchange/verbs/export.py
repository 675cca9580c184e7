"""``crm export``: write records to a file, or to standard output."""

from __future__ import annotations

import sys
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tui_crm.cli.lists import narrowed
from tui_crm.cli.messages import is_terminal, remark, tell
from tui_crm.cli.options import AsJson, Selection, TypeName
from tui_crm.cli.output import write_object
from tui_crm.cli.progress import ProgressBar
from tui_crm.cli.report import say
from tui_crm.cli.session import Session
from tui_crm.errors import UsageError
from tui_crm.exchange.exporting.exporter import export
from tui_crm.exchange.exporting.options import (
    ExportFormat,
    ExportOptions,
    Headers,
    format_called,
    format_of_file,
    formats,
)
from tui_crm.i18n import t
from tui_crm.store.query import Listing

if TYPE_CHECKING:
    from tui_crm.exchange.exporting.exporter import ExportReport
    from tui_crm.store.query import Query


def _formats(incomplete: str) -> list[str]:
    return [each for each in formats() if each.startswith(incomplete)]


@dataclass(frozen=True, slots=True)
class AboutOutput:
    """How the file is written."""

    output: Annotated[Path | None, typer.Option("--output", "-o", metavar="FILE")] = None
    format: Annotated[str, typer.Option("--format", metavar="FORMAT", autocompletion=_formats)] = ""
    encoding: Annotated[str, typer.Option("--encoding", metavar="NAME")] = ""
    headers: Annotated[Headers, typer.Option("--headers", metavar="KIND")] = Headers.LABELS
    for_excel: Annotated[bool, typer.Option("--for-excel")] = False
    lossy: Annotated[bool, typer.Option("--lossy")] = False
    overwrite: Annotated[bool, typer.Option("--overwrite")] = False


def export_records(
    session: Session,
    type_name: TypeName,
    chosen: Selection,
    about: AboutOutput,
    as_json: AsJson = False,
) -> None:
    """Write records to a file; the format is that of its ending."""
    record_type = session.schema.type(type_name)
    form = _format(about, as_json=as_json)
    query, keys = narrowed(session, record_type, chosen)
    options = ExportOptions(
        type=record_type.key,
        format=form,
        where=query.where,
        search=query.search,
        sort=query.sort,
        columns=tuple(keys),
        headers=about.headers,
        encoding=about.encoding,
        for_excel=about.for_excel,
        lossy=about.lossy,
    )
    if chosen.limit is not None:
        options = replace(options, ids=_first(session, query, chosen.limit))
    to = None
    if about.output is not None:
        to = session.destination(about.output, overwrite=about.overwrite)
        if to is None:
            remark("left_alone")
            return
    sys.stdout.flush()
    target = to or sys.stdout.buffer
    with ProgressBar() as bar:
        report = export(
            session.store, options, target, progress=lambda n, total: bar.show(n, total, n)
        )
    if about.output is not None:
        _tell(session, report, as_json=as_json)
    for sentence in report.remarks():
        tell(sentence)


def _format(about: AboutOutput, *, as_json: bool) -> str:
    """What was asked for, else what the file's ending says, else CSV."""
    if about.output is None and as_json:
        if about.format and format_called(about.format) != ExportFormat.JSON:
            raise UsageError("cli.export_json", format=about.format)
        return ExportFormat.JSON
    form: str = ExportFormat.CSV
    if about.format:
        form = format_called(about.format)
    elif about.output is not None:
        form = format_of_file(about.output)
    if form == ExportFormat.XLSX and about.output is None and is_terminal(sys.stdout):
        raise UsageError("cli.export_terminal")
    return form


def _first(session: Session, query: Query, limit: int) -> list[int]:
    with session.reading() as connection:
        listing = Listing(session.schema, query, session.store.query_context())
        return list(listing.ids(connection, limit=limit))


def _tell(session: Session, report: ExportReport, *, as_json: bool) -> None:
    if as_json:
        write_object(report.as_json())
        return
    label = session.schema.type(report.type).label(report.rows)
    say(t("cli.export.done", n=report.rows, type=label, path=report.path))
