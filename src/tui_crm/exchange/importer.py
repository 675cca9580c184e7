"""A table into the store: read, map, clean, match, write; one transaction, one batch."""

from __future__ import annotations

import time
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Final

from tui_crm.errors import CrmError, ExitCode
from tui_crm.exchange.amounts import Amounts
from tui_crm.exchange.cells import CellContext
from tui_crm.exchange.conventions import told_by_all
from tui_crm.exchange.drafts import RowReader, Tools
from tui_crm.exchange.errors_file import ErrorsFile, errors_destination
from tui_crm.exchange.linker import Linker
from tui_crm.exchange.matcher import Matcher
from tui_crm.exchange.new_fields import add_new_fields, no_link, with_new_fields
from tui_crm.exchange.options import Duplicates
from tui_crm.exchange.owners import Owners
from tui_crm.exchange.people import identity_for
from tui_crm.exchange.picklists import Picklists
from tui_crm.exchange.placing import Placer
from tui_crm.exchange.planning import ImportPlan, remember_mapping
from tui_crm.exchange.rules import vital_fields
from tui_crm.exchange.source import Format
from tui_crm.output_file import free_destination
from tui_crm.store import backup, import_lookups, journal
from tui_crm.store.schema import Kind
from tui_crm.store.values import Reader

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tui_crm.exchange.report import ImportReport, RowOutcome
    from tui_crm.exchange.rows import Row
    from tui_crm.store.engine import Store
    from tui_crm.store.journal import UnitOfWork

CHUNK: Final = 500
"""Rows that are looked up and written together."""

_SPREADSHEETS: Final = frozenset({Format.CSV, Format.XLSX, Format.XLS, Format.ODS})

LARGE: Final = 10_000
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
    on_row: Callable[[RowOutcome], None] | None = None,
    limit: int | None = None,
) -> ImportReport:
    """Carry out what ``plan_import`` has planned; with ``dry_run`` the same, taken back at the end.

    Args:
        store: where to.
        plan: what from, and how.
        progress: told after every few hundred rows.
        is_cancelled: asked as often; True rolls everything back.
        on_row: told what became of each row, in the order of the file.
        limit: rows that are taken; with ``dry_run`` for a preview.

    Raises:
        UsageError: the plan lacks a required field, or its amounts could be read in two ways.
        FileError: the file, or that of the rejected rows, failed on the way.
        ImportCancelledError: ``is_cancelled`` said so.
        StoreError: the store failed. Nothing has been written in any of these cases.
    """
    started = time.monotonic()
    plan = told_by_all(with_new_fields(store, plan))
    plan.check()
    report = plan.blank_report()
    options = plan.options
    if not options.dry_run:
        report.backup = _back_up_if_large(store, plan)
    errors = None
    if not options.dry_run or options.errors:
        to = errors_destination(plan.path, options.errors, spared=(store.path,))
        errors = ErrorsFile(plan.source, to)
    skipped = None
    if options.skipped is not None:
        spared = (store.path, *([plan.path] if plan.path else []))
        skipped = ErrorsFile(plan.source, free_destination(options.skipped, spared=spared))
    try:
        with journal.unit(store, "import", plan.source.name, dry_run=options.dry_run) as work:
            run = _Run(store, work, plan, report, errors, skipped, on_row)
            for rows in _chunks(run, plan, progress, limit):
                if is_cancelled is not None and is_cancelled():
                    raise ImportCancelledError
                run.placer.take(rows)
            run.finish()
            report.errors_file = errors.keep() if errors else None
            report.skipped_file = skipped.keep() if skipped else None
            work.info = report.as_info()
        report.batch = work.batch
        report.given = work.given
        store.given.clear()
    except BaseException:
        for file in (errors, skipped):
            if file:
                file.drop()
        raise
    if not options.dry_run and options.save_mapping:
        remember_mapping(store, plan, report, options.save_mapping)
    report.seconds = time.monotonic() - started
    return report


def _back_up_if_large(store: Store, plan: ImportPlan) -> Path | None:
    is_large = next(islice(plan.source.rows(), LARGE, None), None) is not None
    if not is_large or import_lookups.is_empty(store.connection):
        return None
    return backup.back_up_file(store.path, reason="before-import")


def _chunks(
    run: _Run,
    plan: ImportPlan,
    progress: Callable[[Progress], None] | None,
    limit: int | None,
) -> Iterator[list[Row]]:
    read = 0

    def note(done: int) -> None:
        nonlocal read
        read = done

    rows = islice(plan.source.rows(note if progress else None), limit)
    while part := list(islice(rows, CHUNK)):
        yield part
        if progress is not None:
            progress(Progress(run.report.rows, read, plan.source.size_bytes))


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
        on_row: Callable[[RowOutcome], None] | None,
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
        report.unmapped = tuple(column.name for column in mapping.unused)
        prefix = mapping.origin.prefix if mapping.origin else ""
        self._owners = Owners(work.connection, prefix)
        self._picklists = Picklists(
            schema,
            options.unknown_choices,
            options.choices,
            to_the_letter=mapping.is_own,
            fresh=frozenset(spec.key for spec in plan.new_fields),
            sample=_words_of_sample(plan),
        )
        reader = Reader(schema, store.local_now(), no_link, plan.amounts.currency)
        context = CellContext(
            reader=reader,
            to_the_letter=mapping.is_own,
            is_guarded=plan.source.format in _SPREADSHEETS,
            home=options.region,
            region=plan.region,
            dayfirst=plan.dayfirst,
        )
        currencies = self._picklists.cleaner(schema.type("deals").field("currency"))
        amounts = Amounts(record_type, plan.amounts, currencies, is_own=mapping.is_own)
        identity = identity_for(record_type, options.match)
        vital = vital_fields(record_type, identity.rules, options)
        tools = Tools(context, self._picklists, self._owners, prefix, amounts, vital)
        self._rows = RowReader(record_type, mapping, tools)
        self._linker = Linker(schema, record_type)
        self.placer = Placer(
            work=work,
            record_type=record_type,
            mapping=mapping,
            options=options,
            rows=self._rows,
            linker=self._linker,
            matcher=Matcher(
                work,
                identity,
                is_company_replaced=options.duplicates is Duplicates.OVERWRITE,
            ),
            picklists=self._picklists,
            report=report,
            errors=errors,
            skipped=skipped,
            on_row=on_row,
        )

    def _matched_choices(self) -> dict[str, dict[str, str]]:
        """Words of the file that were taken for values of picklists, and the labels of those."""
        schema, declared = self._work.schema, self._record_type
        found: dict[str, dict[str, str]] = {}
        for field, keys in self._picklists.matched.items():
            picklist = declared.field(field).choices
            choices = {word: schema.choice(picklist, key) for word, key in keys.items()}
            found[field] = {word: each.label() for word, each in choices.items() if each}
        return found

    def finish(self) -> None:
        """What waits for the last row, and the rest of the report."""
        self._linker.finish(self._work, self.placer.gate)
        report = self.report
        report.accounts_created = self._linker.accounts_created
        report.owner_names = self._owners.names
        report.unknown_links = self._linker.unknown
        report.barred_links = self._linker.barred
        report.added_choices = self._picklists.added
        report.matched_choices = self._matched_choices()
        report.dropped_choices = self._picklists.dropped
        report.incomplete = self.placer.gate.incomplete
        report.noticed = self._rows.noticed
        report.stood_in = self._rows.stood_in
        report.presumed_currency = self._rows.amounts.currency
        report.presumed_amounts = self._rows.amounts.presumed
