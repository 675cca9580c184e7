"""Preview an import: a dry run that keeps the first rows and all troubled ones."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING, Final

from tui_crm.exchange.importing.conventions import detect_in_all_rows
from tui_crm.exchange.importing.importer import run_import
from tui_crm.exchange.importing.new_fields import with_new_fields
from tui_crm.exchange.importing.repairs import with_repairs
from tui_crm.exchange.importing.report import Action

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from tui_crm.exchange.importing.import_row import ImportRow
    from tui_crm.exchange.importing.importer import Progress
    from tui_crm.exchange.importing.planning import ImportPlan
    from tui_crm.exchange.importing.report import ImportReport, RowOutcome
    from tui_crm.exchange.readers.rows import Row
    from tui_crm.exchange.readers.source import Source
    from tui_crm.store.db.store import Store

LOOKED_AT: Final = 20_000
"""Rows that are tried; of a longer file the rest is not looked at."""

FIRST: Final = 100
"""Rows that are told of whatever becomes of them."""

MOST_TROUBLED: Final = 2_000


@dataclass(frozen=True, slots=True)
class Tried:
    """A row of the dry run, and its outcome."""

    row: Row
    outcome: RowOutcome


@dataclass(frozen=True, slots=True)
class Preview:
    """What an import would do.

    ``troubled`` are the rows that would be rejected; ``is_whole`` where every row was tried.
    """

    report: ImportReport
    first: tuple[Tried, ...]
    troubled: tuple[Tried, ...]
    is_whole: bool


def preview(
    store: Store,
    plan: ImportPlan,
    repairs: Mapping[int, Sequence[str]],
    *,
    progress: Callable[[Progress], None] | None = None,
    is_cancelled: Callable[[], bool] | None = None,
    limit: int | None = LOOKED_AT,
) -> Preview:
    """Try a plan, with those cells that were mended, on its first ``limit`` rows; write nothing.

    Raises:
        CrmError: as ``run_import`` does.
    """
    first: list[Tried] = []
    troubled: list[Tried] = []
    source = with_repairs(plan.source, repairs)
    plan = with_new_fields(store, replace(plan, source=source), limit)
    plan = detect_in_all_rows(plan, limit)

    def take(import_row: ImportRow, outcome: RowOutcome) -> None:
        if len(first) < FIRST:
            first.append(Tried(import_row.row, outcome))
        if outcome.action is Action.FAILED and len(troubled) < MOST_TROUBLED:
            troubled.append(Tried(import_row.row, outcome))

    trial = replace(
        plan,
        options=replace(plan.options, dry_run=True, errors=None, save_mapping=""),
        is_studied=True,
    )
    report = run_import(
        store, trial, progress=progress, is_cancelled=is_cancelled, on_row=take, limit=limit
    )
    is_whole = limit is None or report.rows < limit or not _has_more(source, limit)
    return Preview(report, tuple(first), tuple(troubled), is_whole)


def _has_more(source: Source, limit: int) -> bool:
    """Whether there are rows behind the first ``limit``."""
    return next(islice(source.rows(), limit, None), None) is not None
