"""Tries every file there is, whole or broken, and writes down what happened and why that is right.

``python benchmarks/read_samples.py [FOLDER]`` reads ``../shared/data`` (or FOLDER) and writes
``docs/read-samples.md``. Each file is read, mapped by its headers alone and imported on trial into
an empty store; nothing is said beside its name.
"""

from __future__ import annotations

import re
import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Final

from tui_crm.errors import CrmError
from tui_crm.exchange.importing.importer import run_import
from tui_crm.exchange.importing.options import ImportOptions
from tui_crm.exchange.importing.planning import plan_import
from tui_crm.exchange.importing.report import Action
from tui_crm.exchange.readers.open_source import open_source
from tui_crm.features.program import open_store

if TYPE_CHECKING:
    from tui_crm.exchange.importing.planning import ImportPlan
    from tui_crm.exchange.importing.report import RowOutcome
    from tui_crm.store.db.store import Store

HERE = Path(__file__).parents[1]
FOLDERS: Final = ("crm_exports", "japanese", "messy_csv", "workbooks", "vcard")
NOT_LISTS: Final = ("json", "parameters")
"""Folders with what the other files are expected to hold."""

_QUOTED: Final = re.compile("“[^”]*”")
"""What stands in a cell is its owner's, and stays out of the page."""

_SHOWN: Final = 5
_LONGEST: Final = 160

WHY_REFUSED: Final = {
    "read.no_rows": "nothing but a header, or less, is there to be imported",
    "read.empty": "it has no byte",
    "read.not_a_table": "it is no text: pictures, archives and programs go by names of lists too",
    "read.encrypted": "without its password nobody reads it",
    "read.damaged_workbook": "parts of the archive are missing, so any row might be wrong",
    "read.json_not_records": "JSON of another shape than a list of records",
    "read.no_cards": "there is no BEGIN:VCARD in it",
    "read.workbook_too_large": "a few kilobytes that unpack to more than a machine holds",
    "import.currency_needed": "an amount in an unknown currency would be wrong by a factor of 100",
}


def outcome(store: Store, path: Path) -> tuple[str, str, str]:
    """What became of a file: a word for the count, what happened, and why that is right."""
    try:
        source = open_source(path)
    except CrmError as error:
        return "refused", f"refused: {_told(error, path)}", WHY_REFUSED[error.key]
    read = f"{source.format.value}, {len(source.header)} columns"
    try:
        return _imported(store, path, read)
    except CrmError as error:
        why = WHY_REFUSED.get(error.key, f"no header names it: {_headers(source.header)}")
        rows = sum(1 for _ in source.rows())
        told = f"{read}, {rows} rows read; not imported: {_told(error, path)}"
        return "read, not imported", told, why


def _imported(store: Store, path: Path, read: str) -> tuple[str, str, str]:
    problems: Counter[str] = Counter()

    def note(row: RowOutcome) -> None:
        if row.action is Action.FAILED:
            problems.update(row.problems[:1])

    plan = plan_import(store, path, ImportOptions(dry_run=True))
    report = run_import(store, plan, on_row=note)
    counts = f"{report.created} added, {report.skipped} skipped, {report.failed} rejected"
    happened = f"{read} → {plan.record_type.key}: {report.rows} rows, {counts}"
    why = _mapping(plan)
    if problems:
        first, count = problems.most_common(1)[0]
        why += f"; rejected ({count}): {_QUOTED.sub('“…”', first)[:_LONGEST]}"
    return "imported", happened, why


def _mapping(plan: ImportPlan) -> str:
    used = [f"{column.name} → {column.target}" for column in plan.mapping.used]
    rest = f", and {len(used) - _SHOWN} more" if len(used) > _SHOWN else ""
    return "; ".join(used[:_SHOWN]) + rest


def _headers(header: tuple[str, ...]) -> str:
    rest = " …" if len(header) > _SHOWN else ""
    return ", ".join(name[:30] for name in header[:_SHOWN]) + rest


def _told(error: CrmError, path: Path) -> str:
    return str(error).replace(str(path), path.name).partition(". ")[0][:_LONGEST]


def _cell(text: str) -> str:
    plain = "".join(c if c.isprintable() else "�" for c in " ".join(text.split()))
    return plain.replace("\\", "\\\\").replace("|", "\\|").replace("`", "'").replace("<", "&lt;")


def main() -> None:
    """Try everything, and write the page."""
    data = Path(sys.argv[1]) if len(sys.argv) > 1 else HERE.parent / "shared" / "data"
    counts: Counter[str] = Counter()
    lines: list[str] = []
    with tempfile.TemporaryDirectory() as home:
        store = open_store(Path(home) / "crm.db", user="sato")
        for folder in FOLDERS:
            lines += ["", f"## {folder}", "", "| file | what happened | why that is right |"]
            lines.append("|---|---|---|")
            for path in sorted((data / folder).rglob("*")):
                if path.is_file() and not any(word in path.parent.name for word in NOT_LISTS):
                    word, happened, why = outcome(store, path)
                    counts[word] += 1
                    cells = (str(path.relative_to(data / folder)), happened, why)
                    lines.append(f"| {' | '.join(map(_cell, cells))} |")
        store.close()
    told = ", ".join(f"{count} {word}" for word, count in counts.most_common())
    head = [
        "# Every list there is, tried",
        "",
        "Made by `benchmarks/read_samples.py`: each file is read, mapped by its headers alone and",
        "imported on trial into an empty store, with nothing said beside its name. Lists that",
        "belong together are in [import-samples.md](import-samples.md), one after the other.",
        "",
        f"{sum(counts.values())} files: {told}.",
    ]
    text = "\n".join([*head, *lines, ""])
    (HERE / "docs" / "read-samples.md").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
