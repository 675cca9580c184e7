"""Run the import of several tables as one change: a report for each, and their sum."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from tui_crm.errors import UsageError
from tui_crm.exchange.importing.conventions import detect_in_all_rows
from tui_crm.exchange.importing.importer import run_tables
from tui_crm.exchange.importing.new_fields import with_new_fields
from tui_crm.exchange.importing.report import Action
from tui_crm.i18n import t

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from tui_crm.exchange.importing.bundle import LeftOut
    from tui_crm.exchange.importing.bundle_plan import BundlePlan
    from tui_crm.exchange.importing.import_row import ImportRow
    from tui_crm.exchange.importing.importer import Progress
    from tui_crm.exchange.importing.planning import ImportPlan
    from tui_crm.exchange.importing.report import ImportReport, RowOutcome
    from tui_crm.store.db.store import Store
    from tui_crm.store.model import FieldSpec

_NAMED: Final = 10


@dataclass(frozen=True, slots=True)
class BundleReport:
    """What an import of several tables did; ``batch`` is None where nothing was written."""

    name: str
    tables: tuple[ImportReport, ...]
    left_out: tuple[LeftOut, ...] = ()
    dry_run: bool = False
    seconds: float = 0.0
    batch: int | None = None

    @property
    def counts(self) -> dict[str, int]:
        """The sums of ``rows`` and of what became of them."""
        names = ("rows", *(action.value for action in Action))
        return {name: sum(getattr(table, name) for table in self.tables) for name in names}

    @property
    def failed(self) -> int:
        """Rows that were rejected, in all tables."""
        return sum(table.failed for table in self.tables)

    @property
    def also_created(self) -> dict[str, int]:
        """How many records of other types were made along the way, by type."""
        found: Counter[str] = Counter()
        for table in self.tables:
            found.update(table.also_created)
        return dict(found)

    def as_json(self) -> dict[str, object]:
        """The report as ``crm import --json`` prints it, the tables in the order of the import."""
        return {
            "batch": self.batch,
            "file": self.name,
            **self.counts,
            "also_created": self.also_created,
            "left_out_files": [
                {"file": each.name, "kind": each.kind, "reason": str(each)}
                for each in self.left_out
            ],
            "seconds": round(self.seconds, 2),
            "tables": [table.as_json() for table in self.tables],
        }

    def as_info(self) -> dict[str, object]:
        """What the journal keeps of it."""
        kept = self.as_json()
        del kept["batch"]
        kept["tables"] = [table.as_info() for table in self.tables]
        return kept


def run_bundle(
    store: Store,
    plan: BundlePlan,
    *,
    progress: Callable[[Progress], None] | None = None,
    is_cancelled: Callable[[], bool] | None = None,
    on_row: Callable[[int, ImportRow, RowOutcome], None] | None = None,
    limit: int | None = None,
) -> BundleReport:
    """Carry out what ``plan_bundle`` has planned: one transaction, one batch for all tables.

    Arguments and errors are those of ``run_import``, but for ``on_row``, which is told the place of
    a table, a row of it and what became of that; what is wrong with one table names its file.
    """
    plan = replace(plan, tables=tuple(_told(store, plan.tables)))
    plan.check()
    is_dry = plan.tables[0].options.dry_run

    def report(tables: Sequence[ImportReport], batch: int | None = None) -> BundleReport:
        seconds = tables[0].seconds
        return BundleReport(plan.name, tuple(tables), plan.left_out, is_dry, seconds, batch)

    reports = run_tables(
        store,
        plan.tables,
        plan.name,
        progress=progress,
        is_cancelled=is_cancelled,
        on_row=on_row,
        limit=limit,
        info=lambda tables: report(tables).as_info(),
    )
    return report(reports, reports[0].batch)


def _told(
    store: Store, tables: Sequence[ImportPlan], limit: int | None = None
) -> Iterator[ImportPlan]:
    """The plans with what all rows tell; a new field of two tables of one type is made once.

    Raises:
        UsageError: the values of such a column are of two kinds.
    """
    made: dict[tuple[str, str], FieldSpec] = {}
    for table in tables:
        plan = detect_in_all_rows(with_new_fields(store, table, limit), limit)
        fresh = []
        for spec in plan.new_fields:
            known = made.setdefault((plan.record_type.key, spec.key), spec)
            if known is spec:
                fresh.append(spec)
            elif known.kind is not spec.kind:
                raise UsageError(
                    "import.field_of_two_kinds", file=plan.source.name, field=spec.label_en
                )
        yield replace(plan, new_fields=tuple(fresh))


def files_left_out(left_out: Sequence[LeftOut]) -> list[str]:
    """What a person is told of files that are not imported: one sentence for each reason."""
    names: dict[str, list[str]] = {}
    for each in left_out:
        names.setdefault(str(each), []).append(each.name)
    return [
        t("import.files_left_out", n=len(files), files=_listed(files), why=why)
        for why, files in names.items()
    ]


def _listed(names: Sequence[str]) -> str:
    more = len(names) - _NAMED
    listed = t("import.comma").join(names[:_NAMED])
    return listed + (t("import.and_more", n=more) if more > 0 else "")
