"""``crm import``: lists from other programs."""

from __future__ import annotations

import gc
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, BinaryIO, Final

import typer

from tui_crm.cli.bar import Bar
from tui_crm.cli.foretold import Foretold, JsonSpool
from tui_crm.cli.import_options import AboutColumns, AboutFile, AboutRows, import_options
from tui_crm.cli.naming import type_key
from tui_crm.cli.options import AsJson, Yes
from tui_crm.cli.output import write_object, write_spooled
from tui_crm.cli.report import joined, say
from tui_crm.cli.session import Session
from tui_crm.cli.talk import agrees, can_ask, remark, tell
from tui_crm.errors import ExitCode
from tui_crm.exchange import targets
from tui_crm.exchange.importer import run_import
from tui_crm.exchange.options import Duplicates
from tui_crm.exchange.planning import plan_import
from tui_crm.exchange.report import Action
from tui_crm.exchange.rules import MASTERS
from tui_crm.output_file import free_destination
from tui_crm.text import t

if TYPE_CHECKING:
    from tui_crm.exchange.importer import Progress
    from tui_crm.exchange.options import ImportOptions
    from tui_crm.exchange.planning import ImportPlan
    from tui_crm.exchange.report import ImportReport

_FAILURES: Final = 20
"""Rejected rows that are named on the terminal; all of them are in the file."""


def import_files(
    session: Session,
    files: Annotated[list[str], typer.Argument(metavar="FILE")],
    about_file: AboutFile,
    about_columns: AboutColumns,
    about_rows: AboutRows,
    yes: Yes = False,
    as_json: AsJson = False,
) -> None:
    """Bring lists into the store, each file in a change of its own."""
    session.is_trial = about_rows.dry_run
    options = import_options(about_file, about_columns, about_rows, session.currency)
    if options.to:
        options = replace(options, to=type_key(session.schema, options.to))
    paths = [Path(name).expanduser() for name in files if name != "-"]
    for asked in (options.errors, options.skipped):
        if asked is not None:  # none of the files that follow may be meant by it either
            free_destination(asked, spared=(session.config.store, *paths))
    reports: list[dict[str, Any]] = []
    outcomes: list[JsonSpool] = []
    failed = 0
    try:
        for name in files:
            source = sys.stdin.buffer if name == "-" else Path(name).expanduser()
            rows = JsonSpool() if as_json else Foretold(about_rows.rows)
            plan = _plan(session, source, options, about_rows.duplicates)
            report = _import(session, plan, rows, is_asked=not yes and not as_json)
            if report is None:
                continue
            failed += report.failed
            reports.append(report.as_json())
            if isinstance(rows, Foretold):
                _tell(session, report, rows)
            elif options.dry_run:
                outcomes.append(rows)
            if report.batch is not None:
                session.back_up()
    finally:
        if outcomes:
            objects = ((r, "outcomes", spool) for r, spool in zip(reports, outcomes, strict=True))
            write_spooled(objects, is_one=len(files) == 1)
        elif as_json and reports:
            write_object(reports[0] if len(files) == 1 else reports)
    if failed:
        raise typer.Exit(ExitCode.PARTIAL)


def _plan(
    session: Session, source: Path | BinaryIO, options: ImportOptions, way: Duplicates | None
) -> ImportPlan:
    """What is to be done with a file; one of picklist values and the like says how they are."""
    plan = plan_import(session.store, source, options)
    if way is None and plan.record_type.key in MASTERS:
        return replace(plan, options=replace(plan.options, duplicates=Duplicates.OVERWRITE))
    return plan


def _import(
    session: Session, plan: ImportPlan, rows: Foretold | JsonSpool, *, is_asked: bool
) -> ImportReport | None:
    options = plan.options
    if is_asked and can_ask() and not options.dry_run and not _agrees(plan):
        remark("left_alone")
        return None
    with Bar() as bar:

        def show(progress: Progress) -> None:
            bar.show(progress.bytes_read, progress.bytes_total, progress.rows)

        on_row = rows.take if options.dry_run else None
        # Rows come and go by the thousand, and none of them is part of a circle.
        gc.freeze()
        gc.set_threshold(100_000, 20, 50)
        return run_import(session.store, plan, progress=show, on_row=on_row)


def _agrees(plan: ImportPlan) -> bool:
    """Show where each column goes, and ask."""
    for column in plan.mapping.columns:
        target = targets.label(plan.record_type, column.target) if column.target else "–"
        tell(f"  {column.name} → {target}")
    return agrees("import.ask", file=plan.source.name, type=plan.record_type.label())


def _tell(session: Session, report: ImportReport, rows: Foretold) -> None:
    """The counts on stdout, and on stderr what else a person should know."""
    record_type = session.schema.type(report.type)
    counts = t(
        "cli.import.counts",
        file=report.file,
        type=record_type.label(),
        n=report.rows,
        created=report.created,
        updated=report.updated,
        skipped=report.skipped,
        failed=report.failed,
    )
    if report.dry_run:
        say(joined(counts, t("cli.import.dry")))
        rows.tell(session, record_type)
    elif report.batch is None:
        say(joined(counts, t("cli.left_alone")))
    else:
        say(joined(counts, t("cli.taken_back", batch=report.batch)))
    sys.stdout.flush()
    remarks = report.remarks({spec.key: spec.label(report.type) for spec in record_type.fields})
    if remarks and report.dry_run:
        tell(t("cli.import.would"))
    for sentence in remarks:
        tell(sentence)
    if report.failed and not report.dry_run:
        rejected = [each for each in report.outcomes if each.action is Action.FAILED]
        for outcome in rejected[:_FAILURES]:
            tell(t("cli.import.row", line=outcome.line, why=outcome.sentence))
    if report.errors_file and report.failed:
        tell(t("cli.import.errors_file", n=report.failed, path=report.errors_file))
    if report.skipped_file:
        tell(t("cli.import.skipped_file", n=report.skipped, path=report.skipped_file))
    if report.partial:
        tell(t("cli.import.partial", n=report.partial, path=report.errors_file or "–"))
