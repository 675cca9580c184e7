"""``crm import``: import lists from files."""

from __future__ import annotations

import gc
import sys
from contextlib import ExitStack, closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, BinaryIO, Final

import typer

from tui_crm.cli import completion
from tui_crm.cli.messages import agrees, can_ask, remark, tell
from tui_crm.cli.options import AsJson, Yes
from tui_crm.cli.output import write_object, write_spooled
from tui_crm.cli.progress import ProgressBar
from tui_crm.cli.report import joined, say
from tui_crm.cli.resolve import type_key
from tui_crm.cli.session import Session
from tui_crm.errors import ExitCode, UsageError
from tui_crm.exchange.importing import targets
from tui_crm.exchange.importing.bundle import is_bundle
from tui_crm.exchange.importing.bundle_plan import plan_bundle
from tui_crm.exchange.importing.bundle_run import files_left_out, run_bundle
from tui_crm.exchange.importing.importer import run_import
from tui_crm.exchange.importing.options import (
    Blank,
    Converted,
    DecimalMark,
    Duplicates,
    ImportOptions,
    Unmapped,
)
from tui_crm.exchange.importing.picklists import Unknown
from tui_crm.exchange.importing.planning import plan_import
from tui_crm.exchange.importing.report import Action
from tui_crm.exchange.importing.report_sentences import sentences_of
from tui_crm.exchange.readers.layout import Unnamed
from tui_crm.exchange.readers.source import SourceOptions
from tui_crm.exchange.verbs.import_preview import DryRunText, JsonSpool
from tui_crm.i18n import t
from tui_crm.language.currencies import DIGITS
from tui_crm.output_file import free_destination
from tui_crm.paths import expanded

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tui_crm.exchange.importing.bundle_plan import BundlePlan
    from tui_crm.exchange.importing.bundle_run import BundleReport
    from tui_crm.exchange.importing.planning import ImportPlan
    from tui_crm.exchange.importing.report import ImportReport

_FAILURES: Final = 20
"""Rejected rows that are named on the terminal; all of them are in the file."""


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


def import_files(
    session: Session,
    files: Annotated[list[str], typer.Argument(metavar="FILE")],
    about_file: AboutFile,
    about_columns: AboutColumns,
    about_rows: AboutRows,
    yes: Yes = False,
    as_json: AsJson = False,
) -> None:
    """Bring lists in; several files, a folder or a zip in one change."""
    session.is_trial = about_rows.dry_run
    options = import_options(about_file, about_columns, about_rows, session.currency)
    if options.to:
        options = replace(options, to=type_key(session.schema, options.to))
    sources = [sys.stdin.buffer if name == "-" else expanded(name) for name in files]
    paths = [source for source in sources if isinstance(source, Path)]
    for option, asked in (("--errors", options.errors), ("--skipped", options.skipped)):
        if asked is not None:  # none of the files may be meant by it either
            to = free_destination(asked, spared=(session.config.store, *paths))
            if to.is_stream and is_bundle(sources):
                raise UsageError("import.one_table", option=f"{option} {asked}")
    is_asked = not yes and not as_json and not options.dry_run and can_ask()
    # Rows come and go by the thousand, and none of them is part of a circle.
    gc.freeze()
    gc.set_threshold(100_000, 20, 50)
    report: ImportReport | BundleReport | None
    if is_bundle(sources):
        if about_rows.converted is None:
            options = replace(options, converted=Converted.KEEP)
        bundle = plan_bundle(
            session.store,
            sources,
            options,
            without=about_file.without or (),
            usual_ways=about_rows.duplicates is None,
        )
        report = _import_bundle(session, bundle, about_rows.rows, is_asked, as_json)
    else:
        if about_file.without:
            raise UsageError("import.without_one", option="--without")
        plan = _plan(session, sources[0], options, about_rows.duplicates)
        report = _import_one(session, plan, about_rows.rows, is_asked, as_json)
    if report is None:
        remark("left_alone")
        return
    if report.batch is not None:
        session.back_up()
    if report.failed:
        raise typer.Exit(ExitCode.PARTIAL)


def _plan(
    session: Session, source: Path | BinaryIO, options: ImportOptions, way: Duplicates | None
) -> ImportPlan:
    """What is to be done with a file; one of picklist values and the like says how they are."""
    plan = plan_import(session.store, source, options)
    if way is None and plan.record_type.is_setup:
        return replace(plan, options=replace(plan.options, duplicates=Duplicates.OVERWRITE))
    return plan


def _import_one(
    session: Session, plan: ImportPlan, shown: int, is_asked: bool, as_json: bool
) -> ImportReport | None:
    """Import one table and say what was done; None where the person did not agree."""
    if is_asked and not _agrees(plan):
        return None
    is_dry = plan.options.dry_run
    foretold = DryRunText(shown)
    with ExitStack() as spools:
        spool = spools.enter_context(closing(JsonSpool())) if is_dry and as_json else None
        with ProgressBar() as bar:
            report = run_import(
                session.store,
                plan,
                progress=lambda p: bar.show(p.bytes_read, p.bytes_total, p.rows),
                on_row=(lambda _, outcome: (spool or foretold).take(outcome)) if is_dry else None,
            )
        if spool is not None:
            write_spooled([(report.as_json(), "outcomes", spool)], is_one=True)
        elif as_json:
            write_object(report.as_json())
        else:
            _tell(session, report, foretold)
    return report


def _import_bundle(
    session: Session, plan: BundlePlan, shown: int, is_asked: bool, as_json: bool
) -> BundleReport | None:
    """Import several tables and say what was done; None where the person did not agree."""
    plan.check()
    if is_asked and not _agrees_to_all(plan):
        return None
    is_dry = plan.tables[0].options.dry_run
    foretold = [DryRunText(shown) for _ in plan.tables]
    with ExitStack() as opened:
        spools = [
            opened.enter_context(closing(JsonSpool())) for _ in plan.tables if is_dry and as_json
        ]
        rows = spools or foretold
        with ProgressBar() as bar:
            report = run_bundle(
                session.store,
                plan,
                progress=lambda p: bar.show(p.bytes_read, p.bytes_total, p.rows),
                on_row=(lambda place, _, outcome: rows[place].take(outcome)) if is_dry else None,
            )
        if spools:
            whole = report.as_json()
            del whole["tables"]
            parts = zip(report.tables, spools, strict=True)
            objects = ((part.as_json(), "outcomes", spool) for part, spool in parts)
            write_spooled(objects, within=(whole, "tables"))
        elif as_json:
            write_object(report.as_json())
        else:
            _tell_all(session, report, foretold)
    return report


def _agrees(plan: ImportPlan) -> bool:
    """Show where each column goes, and ask."""
    for column in plan.mapping.columns:
        target = targets.label(plan.record_type, column.target) if column.target else "–"
        tell(f"  {column.name} → {target}")
    return agrees("import.ask", file=plan.source.name, type=plan.record_type.label())


def _agrees_to_all(plan: BundlePlan) -> bool:
    """Show what each file becomes and which are left out, and ask."""
    for table in plan.tables:
        tell(f"  {table.source.name} → {table.record_type.label()}")
    for sentence in files_left_out(plan.left_out):
        tell(sentence)
    return agrees("import.ask_bundle", file=plan.name, n=len(plan.tables))


def _tell(session: Session, report: ImportReport, rows: DryRunText) -> None:
    """The counts of one table on stdout, and on stderr what else a person should know."""
    say(_ended(_counts(session, report), report))
    if report.dry_run:
        rows.tell(session, session.schema.type(report.type))
    sys.stdout.flush()
    _tell_remarks(session, report)


def _tell_all(session: Session, report: BundleReport, rows: Sequence[DryRunText]) -> None:
    """The counts of each table and of all on stdout; on stderr the rest, with the files' names."""
    for table, foretold in zip(report.tables, rows, strict=True):
        say(_counts(session, table))
        if table.dry_run:
            foretold.tell(session, session.schema.type(table.type))
            say("")
    counts = report.counts
    words = t(
        "cli.import.bundle",
        file=report.name,
        tables=t("cli.imports.tables", n=len(report.tables)),
        n=counts["rows"],
        created=counts["created"],
        updated=counts["updated"],
        skipped=counts["skipped"],
        failed=counts["failed"],
    )
    say(_ended(words, report))
    sys.stdout.flush()
    for sentence in files_left_out(report.left_out):
        tell(sentence)
    for table in report.tables:
        _tell_remarks(session, table, of=table.file)


def _counts(session: Session, report: ImportReport) -> str:
    return t(
        "cli.import.counts",
        file=report.file,
        type=session.schema.type(report.type).label(),
        n=report.rows,
        created=report.created,
        updated=report.updated,
        skipped=report.skipped,
        failed=report.failed,
    )


def _ended(counts: str, report: ImportReport | BundleReport) -> str:
    """The counts, and whether they were written and can be taken back."""
    if report.dry_run:
        return joined(counts, t("cli.import.dry"))
    if report.batch is None:
        return joined(counts, t("cli.left_alone"))
    return joined(counts, t("cli.taken_back", batch=report.batch))


def _tell_remarks(session: Session, report: ImportReport, of: str = "") -> None:
    """What else there is to say of a table; with ``of`` each sentence names the file."""

    def say_so(sentence: str) -> None:
        tell(t("cli.import.of_file", file=of, sentence=sentence) if of else sentence)

    record_type = session.schema.type(report.type)
    said = sentences_of(report, {spec.key: spec.label(report.type) for spec in record_type.fields})
    if said and report.dry_run:
        say_so(t("cli.import.would"))
    for sentence in said:
        say_so(sentence)
    if report.failed and not report.dry_run:
        rejected = [each for each in report.outcomes if each.action is Action.FAILED]
        for outcome in rejected[:_FAILURES]:
            say_so(t("cli.import.row", line=outcome.line, why=outcome.sentence))
    if report.errors_file and report.failed:
        say_so(t("cli.import.errors_file", n=report.failed, path=report.errors_file))
    if report.skipped_file:
        say_so(t("cli.import.skipped_file", n=report.skipped, path=report.skipped_file))
    if report.partial:
        key = "cli.import.partial" if report.errors_file else "cli.import.partial_dry"
        say_so(t(key, n=report.partial, path=report.errors_file or ""))
