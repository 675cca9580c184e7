"""What the tests of imports and exports share: small tables, imports in one call, plain rows."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any

from tui_crm.exchange.importing.importer import run_import
from tui_crm.exchange.importing.mapping import propose
from tui_crm.exchange.importing.options import ImportOptions
from tui_crm.exchange.importing.planning import plan_import
from tui_crm.features.program import program
from tui_crm.store.import_lookups import read_fields

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from tui_crm.exchange.importing.columns import TableMapping
    from tui_crm.exchange.importing.report import ImportReport
    from tui_crm.store.db.store import Store
    from tui_crm.store.model import Value


def table(*rows: str) -> str:
    """A CSV text from lines in which cells are parted by ``|``."""
    text = io.StringIO()
    csv.writer(text).writerows(row.split("|") for row in rows)
    return text.getvalue()


def given(folder: Path, *rows: str, name: str = "list.csv", encoding: str = "utf-8") -> Path:
    """A file with a table in it."""
    path = folder / name
    path.write_bytes(table(*rows).encode(encoding))
    return path


def bring(store: Store, path: Path, **options: Any) -> ImportReport:
    """Import a file; the report, whose rows must add up."""
    report = run_import(store, plan_import(store, path, ImportOptions(**options)))
    assert report.rows == report.created + report.updated + report.skipped + report.failed
    return report


def records(store: Store, record_type: str, *keys: str) -> list[dict[str, Value]]:
    """All records of a type in the order of their ids: those fields, or all that have a value."""
    declared = store.schema.type(record_type)
    ids = [row[0] for row in store.connection.rows(f"SELECT id FROM {record_type} ORDER BY id")]
    named = keys or tuple(spec.key for spec in declared.fields)
    found = read_fields(store.connection, declared, ids, named)
    if keys:
        return [found[record_id] for record_id in ids]
    return [{k: v for k, v in found[i].items() if v is not None} for i in ids]


def dump(store: Store) -> list[str]:
    """All that the store holds, as text."""
    return list(store.connection.raw.iterdump())


def counts(report: ImportReport) -> tuple[int, int, int, int]:
    """Created, updated, skipped, failed."""
    return report.created, report.updated, report.skipped, report.failed


def mapped(
    header: Sequence[str], record_type: str = "leads", rows: Sequence[Sequence[str]] = ()
) -> TableMapping:
    """The mapping that a table with this header gets."""
    return propose(program().declared.type(record_type), header, rows)
