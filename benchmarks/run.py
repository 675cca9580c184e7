"""All figures in one table, each beside the least that could do the same.

    python benchmarks/run.py [--only NAME] [--rounds 5] [--folder DIR] [--fresh] [--write]

Programs take turns (A B A B …) so that a slow moment of the machine hits all of them: believe the
ratios before the milliseconds. Medians of the rounds, after one of each that does not count. The
data are made where they are not there yet; ``--fresh`` makes them anew, which a changed store
needs. ``--write`` puts the table into ``RESULTS.md``.
"""

from __future__ import annotations

import argparse
import os
import platform
import sqlite3
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

import at_keyboard
import in_exchange
import in_sales
import in_store
import on_command_line
import on_terminal
from figures import misses, table
from lab import HERE, Lab

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from figures import Line

MEASURES: Final[dict[str, Callable[[Lab], list[Line]]]] = {
    "start": on_terminal.start,
    "keys": on_terminal.keys,
    "first keys": on_terminal.first_keys,
    "dialogs": at_keyboard.dialogs,
    "pages": at_keyboard.pages,
    "repeat": at_keyboard.repeat,
    "memory": at_keyboard.memory,
    "search": on_terminal.search,
    "quick": on_command_line.quick,
    "verbs": on_command_line.verbs,
    "import": on_command_line.importing,
    "export": on_command_line.exporting,
    "duplicates": on_command_line.duplicates,
    "lists": in_exchange.lists,
    "sales": in_sales.sales,
    "reading": in_store.reading,
    "writing": in_store.writing,
}
"""What fills this process with data comes last: the peak of a child counts from its parent's."""

RESULTS: Final = HERE / "RESULTS.md"


def measure(lab: Lab, names: Sequence[str]) -> list[Line]:
    """The lines of the named measures, in their order."""
    lines: list[Line] = []
    for name in names:
        print(f"{name} …", file=sys.stderr, flush=True)
        lines += MEASURES[name](lab)
    return lines


def report(lines: Sequence[Line], command: str) -> str:
    """The whole of ``RESULTS.md``."""
    facts = (
        f"{os.cpu_count()} cores, {platform.system()} {platform.machine()},"
        f" Python {platform.python_version()}, SQLite {sqlite3.sqlite_version},"
        f" {datetime.now(UTC).date().isoformat()}"
    )
    missed = misses(lines)
    parts = [
        "# Results",
        f"Made by `{command}` on {facts}.",
        "Each program beside the least that could do the same: the median of all runs, the lowest"
        " and the highest in brackets. Programs took turns, so that ratios hold better than times.",
        table(lines),
        "## Missed" if missed else "Every aim was met.",
        "\n".join(f"- {sentence}" for sentence in missed),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def settle_environment(folder: Path) -> None:
    """One language, one time zone, no settings of whoever runs this, and bytecode that is kept."""
    for name in [*os.environ]:
        if name.startswith(("CRM_", "LC_")) or name in ("PYTHONDONTWRITEBYTECODE", "NO_COLOR"):
            del os.environ[name]
    sys.dont_write_bytecode = False
    os.environ |= {"LANG": "C.UTF-8", "TZ": "Asia/Tokyo"}
    for kind in ("CONFIG", "STATE", "DATA", "CACHE"):
        os.environ[f"XDG_{kind}_HOME"] = str(folder / kind.lower())


def main() -> None:
    """Read the command line, measure, print, write."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--only", action="append", choices=MEASURES, metavar="NAME")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--folder", type=Path, default=HERE / "data")
    parser.add_argument("--fresh", action="store_true", help="make the data anew")
    parser.add_argument("--write", action="store_true", help="write RESULTS.md")
    asked = parser.parse_args()
    if asked.write and asked.only:
        parser.error("--write is for all figures together")
    lab = Lab(asked.folder.absolute(), asked.rounds)
    with tempfile.TemporaryDirectory() as home:
        settle_environment(Path(home))
        lab.prepare(fresh=asked.fresh)
        lines = measure(lab, asked.only or list(MEASURES))
    text = report(lines, f"python benchmarks/run.py --rounds {asked.rounds} --write")
    print(text)
    if asked.write:
        RESULTS.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
