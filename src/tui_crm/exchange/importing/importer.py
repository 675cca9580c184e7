"""Import tables: read, map, clean, match and write them in one transaction, as one change."""

from __future__ import annotations

import time
from collections import Counter
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from itertools import chain, islice
from typing import TYPE_CHECKING, Any, Final

from tui_crm.errors import CrmError, ExitCode
from tui_crm.exchange.importing.conventions import detect_in_all_rows, readings_text
from tui_crm.exchange.importing.errors_file import ErrorsFile, errors_destination
from tui_crm.exchange.importing.identity import Identity
from tui_crm.exchange.importing.linker import Linker
from tui_crm.exchange.importing.match_rules import essential_fields
from tui_crm.exchange.importing.matcher import Matcher
from tui_crm.exchange.importing.new_fields import add_new_fields, with_new_fields
from tui_crm.exchange.importing.options import Duplicates
from tui_crm.exchange.importing.picklists import ChoiceWriter
from tui_crm.exchange.importing.planning import ImportPlan, remember_mapping
from tui_crm.exchange.importing.reading_process import pieces_of, relaxed_gc
from tui_crm.exchange.importing.table_reading import TableReading
from tui_crm.exchange.importing.upsert import RowWriter
from tui_crm.output_file import free_destination
from tui_crm.store import import_lookups
from tui_crm.store.db import backup
from tui_crm.store.journal.history import GIVEN
from tui_crm.store.journal.unit import unit
from tui_crm.store.model import Kind, Schema

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from tui_crm.exchange.importing.import_row import ImportRow
    from tui_crm.exchange.importing.report import ImportReport, RowOutcome
    from tui_crm.exchange.importing.table_reading import RowPiece
    from tui_crm.store.db.store import Store
    from tui_crm.store.journal.unit import UnitOfWork
    from tui_crm.store.model import FieldSpec

BACKED_UP_FROM: Final = 10_000
"""Rows from which on the store is backed up before."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an import has come."""

    rows: int
    bytes_read: int
    bytes_total: int


class ImportCancelledError(CrmError):
    """The person who started the import stopped it; nothing was written."""

    exit_code = ExitCode.INTERRUPTED

    def __init__(self) -> None:
        super().__init__("import.cancelled")


def run_import(
    store: Store,
    plan: ImportPlan,
    *,
    progress: Callable[[Progress], None] | None = None,
    is_cancelled: Callable[[], bool] | None = None,
    on_row: Callable[[ImportRow, RowOutcome], None] | None = None,
    limit: int | None = None,
) -> ImportReport:
    """Carry out what ``plan_import`` has planned; with ``dry_run`` the same, taken back at the end.

    Args:
        store: where to.
        plan: what from, and how.
        progress: told after every few hundred rows.
        is_cancelled: asked as often; True rolls everything back.
        on_row: told each row and what became of it, in the order of the file.
        limit: rows that are taken; with ``dry_run`` for a preview.

    Raises:
        UsageError: the plan lacks a required field, or its amounts could be read in two ways.
        FileError: the file, or that of the rejected rows, failed on the way.
        ImportCancelledError: ``is_cancelled`` said so.
        StoreError: the store failed. Nothing has been written in any of these cases.
    """
    plan = detect_in_all_rows(with_new_fields(store, plan))
    plan.check()
    [report] = run_tables(
        store,
        [plan],
        plan.source.name,
        progress=progress,
        is_cancelled=is_cancelled,
        on_row=None if on_row is None else lambda _, *told: on_row(*told),
        limit=limit,
        info=lambda reports: reports[0].as_info(),
    )
    options = plan.options
    if not options.dry_run and options.save_mapping:
        remember_mapping(store, plan, report, options.save_mapping)
    return report


def run_tables(
    store: Store,
    plans: Sequence[ImportPlan],
    note: str,
    *,
    info: Callable[[Sequence[ImportReport]], dict[str, Any]],
    progress: Callable[[Progress], None] | None = None,
    is_cancelled: Callable[[], bool] | None = None,
    on_row: Callable[[int, ImportRow, RowOutcome], None] | None = None,
    limit: int | None = None,
) -> list[ImportReport]:
    """Write some tables, which were checked, in one transaction and one batch; a report for each.

    Links that lead to a table further on are filled in when all have been written. Arguments and
    errors are those of ``run_import``, but for:

    Args:
        plans: the tables in their order, all with ``dry_run`` or all without.
        note: what the change is called in the list of past changes.
        info: what the journal keeps of the reports.
        on_row: told the place of a table, a row of it and what became of that.
    """
    started = time.monotonic()
    is_dry = plans[0].options.dry_run
    made_before = None if is_dry else _back_up_if_large(store, plans)
    reports = [plan.blank_report() for plan in plans]
    files = _row_files(store, plans)
    rows_before = bytes_before = 0
    bytes_total = sum(plan.source.size_bytes for plan in plans)
    runs: list[_Run] = []
    try:
        with relaxed_gc(), unit(store, "import", note, dry_run=is_dry) as work:
            for place, (plan, report) in enumerate(zip(plans, reports, strict=True)):
                report.backup = made_before
                tell = None if on_row is None else partial(on_row, place)
                run = _Run(store, work, plan, report, *files[place], tell)
                runs.append(run)
                told = None
                if progress is not None:
                    told = _further(progress, rows_before, bytes_before, bytes_total)
                with closing(pieces_of(run.reading, limit)) as pieces:
                    for piece in pieces:
                        if is_cancelled is not None and is_cancelled():
                            raise ImportCancelledError
                        run.take(piece)
                        if told is not None:
                            told(Progress(report.rows, piece.bytes_read, plan.source.size_bytes))
                rows_before += report.rows
                bytes_before += plan.source.size_bytes
                if run.adds_choices and place + 1 < len(plans):
                    work.reload_schema()
            for run in runs:
                run.finish()
            for report, (errors, skipped) in zip(reports, files, strict=True):
                report.errors_file = errors.keep() if errors else None
                report.skipped_file = skipped.keep() if skipped else None
            work.info = info(reports)
    except BaseException:
        for file in filter(None, chain.from_iterable(files)):
            file.drop()
        raise
    reports[0].given = Counter(work.info.get(GIVEN, {}))
    for report in reports:
        report.batch = work.batch
        report.seconds = time.monotonic() - started
    return reports


def _row_files(
    store: Store, plans: Sequence[ImportPlan]
) -> list[tuple[ErrorsFile | None, ErrorsFile | None]]:
    """For each table the files that take its rejected and its skipped rows; None for those unasked.

    A dry run writes only those that were asked for. Where one place was asked for and there are
    several tables, each adds its name to it.
    """
    spared = (store.path, *(plan.path for plan in plans if plan.path is not None))
    found: list[tuple[ErrorsFile | None, ErrorsFile | None]] = []
    taken: set[Path] = set()
    for plan in plans:
        options = plan.options
        errors = skipped = None
        if options.errors or not options.dry_run:
            asked = _place_of(plan, options.errors, is_one=len(plans) == 1)
            to = errors_destination(plan.path, asked, spared=spared, taken=taken)
            taken.add(to.path)
            errors = ErrorsFile(plan.source, to, readings_text(plan))
        if (place := _place_of(plan, options.skipped, is_one=len(plans) == 1)) is not None:
            to = free_destination(place, spared=spared)
            skipped = ErrorsFile(plan.source, to, readings_text(plan))
        found.append((errors, skipped))
    return found


def _place_of(plan: ImportPlan, asked: Path | None, *, is_one: bool) -> Path | None:
    """Where the rows of one table go that were to go to ``asked``."""
    if asked is None or is_one:
        return asked
    return asked.with_name(f"{asked.stem}-{_stem(plan)}{asked.suffix}")


def _stem(plan: ImportPlan) -> str:
    return plan.path.stem if plan.path is not None else plan.record_type.key


def _further(
    progress: Callable[[Progress], None], rows: int, bytes_read: int, bytes_total: int
) -> Callable[[Progress], None]:
    """Progress of one table, told as that of all of which some have been written."""

    def tell(part: Progress) -> None:
        progress(Progress(rows + part.rows, bytes_read + part.bytes_read, bytes_total))

    return tell


def _back_up_if_large(store: Store, plans: Sequence[ImportPlan]) -> Path | None:
    if import_lookups.is_empty(store.connection):
        return None
    rows = chain.from_iterable(plan.source.rows() for plan in plans)
    if next(islice(rows, BACKED_UP_FROM, None), None) is None:
        return None
    return backup.back_up_file(store.path, reason="before-import")


def _currency_field(schema: Schema) -> FieldSpec:
    """A field that holds a currency, as every type with amounts has one."""
    return next(s for each in schema for s in each.fields if s.choices == "currency")


def _words_of_sample(plan: ImportPlan) -> dict[str, set[str]]:
    """What the first rows have in the columns of picklists, by field."""
    found: dict[str, set[str]] = {}
    for column in plan.mapping.used:
        key = column.target
        if key in plan.record_type and plan.record_type.field(key).kind is Kind.CHOICE:
            cells = (row.cells[column.index] for row in plan.sample if row.problem is None)
            words = (" ".join(cell.split()) for cell in cells)
            found.setdefault(key, set()).update(filter(None, words))
    return found


class _Run:
    """What one import works with, put together once."""

    def __init__(
        self,
        store: Store,
        work: UnitOfWork,
        plan: ImportPlan,
        report: ImportReport,
        errors: ErrorsFile | None,
        skipped: ErrorsFile | None,
        on_row: Callable[[ImportRow, RowOutcome], None] | None,
    ) -> None:
        self.report = report
        self._work = work
        self._record_type = plan.record_type
        options = plan.options
        mapping = plan.mapping
        add_new_fields(work, plan)
        schema = work.schema
        record_type = schema.type(plan.record_type.key)
        report.added_fields = {spec.label_en: spec.kind for spec in plan.new_fields}
        report.mapping = mapping.as_dict()
        report.presumed_currency = plan.amounts.currency
        report.unmapped = tuple(column.name for column in mapping.unused)
        users = import_lookups.users(work.connection)
        self._owner_names = {user_id: next(filter(None, names), "") for user_id, *names in users}
        identity = Identity(record_type, options.match)
        self.reading = TableReading(
            source=plan.source,
            record_type=record_type,
            mapping=mapping,
            options=options,
            schema=Schema({record_type.key: record_type}, schema.picklists),
            now=store.local_now(),
            users=users,
            currency=_currency_field(schema),
            amounts=plan.amounts,
            region=plan.region,
            day_order=plan.day_order,
            fresh=frozenset(spec.key for spec in plan.new_fields),
            essential=essential_fields(record_type, identity.rules, options),
            first_words=_words_of_sample(plan),
        )
        self._choices = ChoiceWriter()
        self._linker = Linker(schema, record_type, options.duplicates)
        self.writer = RowWriter(
            work=work,
            record_type=record_type,
            mapping=mapping,
            options=options,
            linker=self._linker,
            matcher=Matcher(
                work,
                identity,
                is_company_replaced=options.duplicates is Duplicates.OVERWRITE,
            ),
            choices=self._choices,
            report=report,
            errors=errors,
            skipped=skipped,
            on_row=on_row,
        )

    def take(self, piece: RowPiece) -> None:
        """Write some rows."""
        self._choices.expect(piece.new_choices)
        self.writer.take(piece.rows)

    @property
    def adds_choices(self) -> bool:
        """Whether picklists have got values that another table has to know."""
        return bool(self._choices.added)

    def finish(self) -> None:
        """What waits for the last row of all tables, and the rest of the report."""
        self._linker.finish(self._work, self.writer.rule_check)
        report = self.report
        report.created_along = self._linker.created
        report.owner_names = self._owner_names
        for field, text in self._linker.unknown:
            report.count_unknown_link(field, text)
        report.barred_links = self._linker.barred
        report.added_choices = self._choices.added
        report.incomplete = self.writer.rule_check.incomplete
