"""Imports real lists of other programs, and writes down what became of them.

``python benchmarks/import_samples.py [FOLDER]`` reads ``../shared/data`` (or FOLDER) and writes
``docs/import-samples.md``. Which files, and why their outcomes are right, stands in
``import_samples.txt``. Each is imported by its headers alone, as ``crm import FILE`` does it; where
more was said, that stands beside the file.
"""

from __future__ import annotations

import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tui_crm.errors import CrmError
from tui_crm.exchange.importing.importer import run_import
from tui_crm.exchange.importing.options import Converted, ImportOptions
from tui_crm.exchange.importing.planning import plan_import
from tui_crm.exchange.readers.source import SourceOptions
from tui_crm.features.program import open_store

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tui_crm.store.db.store import Store

HERE = Path(__file__).parents[1]

_HEADER = ("file", "becomes", "columns", "rows", "created", "left", "rejected", "why that is right")
_ROW = "| " + " | ".join(["{}"] * len(_HEADER)) + " |"


@dataclass(frozen=True, slots=True)
class Sample:
    """A file, what was said beside its name, and why the outcome is the right one."""

    group: str
    path: str
    said: str
    why: str


def samples() -> Iterator[Sample]:
    """All files, by the groups that share a store."""
    group = ""
    for line in Path(__file__).with_suffix(".txt").read_text("utf-8").splitlines():
        if line.startswith("## "):
            group = line.removeprefix("## ")
        elif line and not line.startswith("#"):
            path, said, why = (part.strip() for part in line.split("|"))
            yield Sample(group, path, said, why)


def options_of(said: str, errors: Path) -> ImportOptions:
    """The options that were given on the command line."""
    words = said.split()
    pairs = dict(zip(words[::2], words[1::2], strict=True))
    return ImportOptions(
        source=SourceOptions(encoding=pairs.get("--encoding")),
        currency=pairs.get("--currency", ""),
        converted=Converted(pairs.get("--converted", Converted.SKIP)),
        errors=errors,
    )


def row_of(store: Store, data: Path, sample: Sample) -> str:
    """A file imported, as a row of the table."""
    path = data / sample.path
    name = f"{path.parent.name}/{path.name}" + (f" `{sample.said}`" if sample.said else "")
    with tempfile.TemporaryDirectory() as folder:
        plan = plan_import(store, path, options_of(sample.said, Path(folder) / "errors.csv"))
        columns = f"{len(plan.mapping.used)} of {len(plan.mapping.columns)}"
        start = (name, plan.record_type.key, columns)
        try:
            report = run_import(store, plan)
        except CrmError as error:
            return _ROW.format(*start, "", "", "", "all", f"{sample.why}: “{error}”")
    counts = (report.rows, report.created, report.skipped, report.failed)
    return _ROW.format(*start, *counts, sample.why)


def main() -> None:
    """Import everything, and write the table."""
    data = Path(sys.argv[1]) if len(sys.argv) > 1 else HERE.parent / "shared" / "data"
    lines = [
        "# Lists of other programs, imported",
        "",
        "Made by `benchmarks/import_samples.py`. Every file is imported by its headers alone, as",
        "`crm import FILE` does it; the files under one heading go into one store.",
    ]
    group, store = "", None
    with tempfile.TemporaryDirectory() as folder:
        for number, sample in enumerate(samples()):
            if sample.group != group or store is None:
                group = sample.group
                store = open_store(Path(folder) / f"{number}.db", user="sato")
                rule = "|---|---|--:|--:|--:|--:|--:|---|"
                lines += ["", f"## {group}", "", _ROW.format(*_HEADER), rule]
            lines.append(row_of(store, data, sample))
    text = "\n".join([*lines, ""])
    (HERE / "docs" / "import-samples.md").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
