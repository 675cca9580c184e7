"""``crm import`` and ``crm imports``: lists from other programs."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, BinaryIO, Final

import typer

from tui_crm.cli.bar import Bar
from tui_crm.cli.import_options import AboutColumns, AboutFile, AboutRows, import_options
from tui_crm.cli.options import AsJson, Output, Yes
from tui_crm.cli.output import Column, Fact, write_object, write_rows
from tui_crm.cli.report import say
from tui_crm.cli.session import Session
from tui_crm.cli.talk import agrees, can_ask, remark, tell
from tui_crm.errors import ExitCode
from tui_crm.exchange import targets
from tui_crm.exchange.importer import run_import
from tui_crm.exchange.planning import plan_import
from tui_crm.exchange.report import Action
from tui_crm.language import formats
from tui_crm.store import batches
from tui_crm.text import t

if TYPE_CHECKING:
    from tui_crm.exchange.importer import Progress
    from tui_crm.exchange.options import ImportOptions
    from tui_crm.exchange.planning import ImportPlan
    from tui_crm.exchange.report import ImportReport, RowOutcome

_TOLD: Final = 1_000
"""Rows that a dry run tells of one by one."""

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
    options = import_options(about_file, about_columns, about_rows, session.config.currency)
    reports: list[dict[str, Any]] = []
    failed = 0
    try:
        for name in files:
            source = sys.stdin.buffer if name == "-" else Path(name).expanduser()
            report = _import(session, source, options, is_asked=not yes and not as_json)
            if report is None:
                continue
            failed += report.failed
            reports.append(report.as_json())
            if as_json and options.dry_run:
                reports[-1]["outcomes"] = [_outcome(outcome) for outcome in report.outcomes]
            if not as_json:
                _tell(session, report)
            if report.batch is not None:
                session.back_up()
    finally:
        if as_json and reports:
            write_object(reports[0] if len(files) == 1 else reports)
    if failed:
        raise typer.Exit(ExitCode.PARTIAL)


def _import(
    session: Session, source: Path | BinaryIO, options: ImportOptions, *, is_asked: bool
) -> ImportReport | None:
    plan = plan_import(session.store, source, options)
    if is_asked and can_ask() and not options.dry_run and not _agrees(plan):
        remark("left_alone")
        return None
    told: list[RowOutcome] = []

    def take(outcome: RowOutcome) -> None:
        if len(told) < _TOLD:
            told.append(outcome)

    with Bar() as bar:

        def show(progress: Progress) -> None:
            bar.show(progress.bytes_read, progress.bytes_total, progress.rows)

        on_row = take if options.dry_run else None
        report = run_import(session.store, plan, progress=show, on_row=on_row)
    if options.dry_run:
        report.outcomes = told
    return report


def _agrees(plan: ImportPlan) -> bool:
    """Show where each column goes, and ask."""
    for column in plan.mapping.columns:
        target = targets.label(plan.record_type, column.target) if column.target else "–"
        tell(f"  {column.name} → {target}")
    return agrees("import.ask", file=plan.source.name, type=plan.record_type.label())


def _tell(session: Session, report: ImportReport) -> None:
    """The counts on stdout, and on stderr what else a person should know."""
    record_type = session.schema.type(report.type)
    if report.dry_run:
        _tell_rows(report)
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
        say(f"{counts} {t('cli.import.dry')}")
    elif report.batch is None:
        say(f"{counts} {t('cli.left_alone')}")
    else:
        say(f"{counts} {t('cli.taken_back', batch=report.batch)}")
    sys.stdout.flush()
    for sentence in report.remarks(
        {spec.key: spec.label(report.type) for spec in record_type.fields}
    ):
        tell(sentence)
    if report.failed and not report.dry_run:
        rejected = [each for each in report.outcomes if each.action is Action.FAILED]
        for outcome in rejected[:_FAILURES]:
            tell(t("cli.import.row", line=outcome.line, why=outcome.sentence))
    if report.errors_file:
        tell(t("cli.import.errors_file", n=report.failed, path=report.errors_file))


def _tell_rows(report: ImportReport) -> None:
    columns = [
        Column("line", t("cli.column.line"), 8, is_right=True),
        Column("action", t("cli.column.action"), 10),
        Column("title", t("fields.title"), 24),
        Column("why", t("cli.column.reason"), 60, priority=2),
        Column("changes", t("cli.column.changes"), 30, priority=3),
    ]
    facts = [
        Fact(
            columns,
            {
                "line": outcome.line,
                "action": t(f"cli.import.{outcome.action.value}"),
                "title": outcome.title,
                "why": outcome.sentence,
                "changes": ", ".join(outcome.changes),
            },
        )
        for outcome in report.outcomes
    ]
    write_rows(Output().format, columns, facts)


def _outcome(outcome: RowOutcome) -> dict[str, object]:
    return {
        "line": outcome.line,
        "action": outcome.action.value,
        "id": outcome.record_id,
        "title": outcome.title,
        "reason": outcome.sentence,
        "changes": {key: list(pair) for key, pair in outcome.changes.items()},
    }


def list_imports(
    session: Session,
    out: Output,
    limit: Annotated[int, typer.Option("--limit", "-n", metavar="N", min=1)] = 50,
) -> None:
    """Write past imports, the newest first."""
    columns = [
        Column("batch", t("cli.column.batch"), 6, is_right=True),
        Column("file", t("cli.column.file"), 30),
        Column("type", t("cli.column.type"), 12),
        Column("at", t("cli.column.at"), 16),
        Column("user", t("cli.column.user"), 12, priority=3),
        Column("rows", t("cli.column.rows"), 8, is_right=True),
        Column("created", t("cli.column.created"), 8, is_right=True),
        Column("updated", t("cli.column.updated"), 8, is_right=True),
        Column("skipped", t("cli.column.skipped"), 8, priority=2, is_right=True),
        Column("failed", t("cli.column.failed"), 8, is_right=True),
        Column("undone_by", t("cli.column.undone_by"), 8, is_right=True),
    ]
    with session.reading() as connection:
        found = batches.latest(connection, kind="import", limit=limit)
    facts = []
    for batch in found:
        kept = {name: batch.info.get(name) for name in ("type", "encoding", "rows", *Action)}
        data = {
            "batch": batch.id,
            "file": batch.info.get("file", batch.note),
            "at": batch.at,
            "user": batch.user,
            **kept,
            "errors_file": batch.info.get("errors_file"),
            "undone_by": batch.undone_by,
        }
        shown = {"at": formats.moment(batch.at, session.now)}
        record_type = session.schema.types.get(str(kept["type"]))
        if record_type is not None:
            shown["type"] = record_type.label()
        facts.append(Fact(columns, data, shown))
    write_rows(out.format, columns, facts, empty=t("cli.imports.none"))
