"""How many columns of real lists are put where they belong, by their headers alone.

``python benchmarks/mapping_score.py [FOLDER]`` reads ``../shared/data`` (or FOLDER), compares with
``mapping_score.txt``, which was read through by a person, and prints a score a source: columns
mapped right ÷ columns that have a home. A column that was mapped and has none counts as wrong.
"""

from __future__ import annotations

import sys
import tempfile
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

from import_samples import HERE, options_of, samples

from tui_crm.exchange.importing.planning import plan_import
from tui_crm.features.program import open_store

if TYPE_CHECKING:
    from tui_crm.exchange.importing.planning import ImportPlan

TRUTH = Path(__file__).with_suffix(".txt")


def truth() -> dict[str, dict[str, str]]:
    """By file, where each column belongs that belongs anywhere."""
    found: dict[str, dict[str, str]] = {}
    path = ""
    for line in TRUTH.read_text("utf-8").splitlines():
        if line.startswith("## "):
            path = line.removeprefix("## ")
            found[path] = {}
        elif line and not line.startswith("#"):
            header, _, target = line.rpartition(" → ")
            found[path][header] = target
    return found


def judged(plan: ImportPlan, homes: dict[str, str]) -> tuple[int, int, list[str]]:
    """Columns that are right, columns that count, and what is wrong in words."""
    right, counted, wrong = 0, 0, []
    for column in plan.mapping.columns:
        home = homes.get(column.name, "")
        target = column.target or ""
        if not home and not target:
            continue
        counted += 1
        right += home == target
        if home != target:
            wrong.append(f"{column.name}: {target or 'nowhere'} instead of {home or 'nowhere'}")
    return right, counted, wrong


def main() -> None:
    """Score every source, and print what is wrong."""
    data = Path(sys.argv[1]) if len(sys.argv) > 1 else HERE.parent / "shared" / "data"
    homes, done = truth(), set()
    scores: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    with tempfile.TemporaryDirectory() as folder:
        store = open_store(Path(folder) / "crm.db", user="sato")
        for sample in samples():
            if sample.path not in homes or sample.path in done:
                continue
            done.add(sample.path)
            plan = plan_import(
                store, data / sample.path, options_of(sample.said, Path(folder) / "errors.csv")
            )
            right, counted, wrong = judged(plan, homes[sample.path])
            source = sample.group.partition(",")[0]
            scores[source][0] += right
            scores[source][1] += counted
            for words in wrong:
                print(f"{sample.path}: {words}")
        store.close()
    for source, (right, counted) in scores.items():
        print(f"{right / counted:.3f}  {right:4} of {counted:4}  {source}")


if __name__ == "__main__":
    main()
