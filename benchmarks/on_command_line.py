"""Verbs of the command line beside the least program that could do the like."""

from __future__ import annotations

from typing import TYPE_CHECKING

from figures import Aim, Line, Measured
from lab import CRM, HERE, PYTHON, has_verb
from processes import Command, in_turns, peaks, run, times

if TYPE_CHECKING:
    from lab import Lab

QUICK = Aim(1.3, Measured.RATIO, "Import and build less before the answer.")
MODEL = Aim(1.5, Measured.RATIO, "Import less before the answer, and read less of the store.")
IMPORT = Aim(
    1.0,
    Measured.RATIO,
    "What is written beside the bare rows costs more than the floor in all: folded search keys, the"
    " index of pairs, the keys of duplicates, each value read and checked. It would take a second"
    " process for one half of it, or code that is not Python.",
)
DUPLICATES = Aim(120_000, Measured.MEDIAN, "Read and compare less of namesakes.")
DUPLICATES_MEMORY = Aim(400, Measured.MEDIAN, "Hold fewer names while their neighbours are met.")
IMPORT_MEMORY = Aim(200, Measured.MEDIAN, "Hold fewer rows between the steps of an import.")


def quick(lab: Lab) -> list[Line]:
    """``--version`` and completion beside a bare program by Typer."""
    floor = (PYTHON, str(HERE / "floor_typer.py"))
    commands = [
        Command("floor version", (*floor, "version")),
        Command("version", (CRM, "--version")),
        Command("floor completion", floor, _completing("FLOOR", "floor li")),
        Command("completion", (CRM,), _completing("CRM", "crm li")),
    ]
    runs = in_turns(commands, lab.rounds)
    return [
        Line(f"crm {name}", times(runs[key]), times(runs[f"floor {key}"]), aim=QUICK)
        for key, name in (("version", "--version"), ("completion", "completion"))
    ]


def _completing(name: str, line: str) -> dict[str, str]:
    return {f"_{name}_COMPLETE": "complete_bash", "COMP_WORDS": line, "COMP_CWORD": "1"}


def verbs(lab: Lab) -> list[Line]:
    """Verbs that read the store, beside an import of the ORM that they do without."""
    asked = {"list leads --limit 20": "list", "today": "today"}
    size = lab.middle
    commands = [Command("floor", (PYTHON, "-c", "import sqlmodel"))]
    commands += [
        Command(words, lab.crm(size, *words.split()))
        for words, verb in asked.items()
        if has_verb(verb)
    ]
    runs = in_turns(commands, lab.rounds)
    return [
        Line(
            f"crm {each.name}, {size:,} leads",
            times(runs[each.name]),
            times(runs["floor"]),
            aim=MODEL,
        )
        for each in commands[1:]
    ]


def importing(lab: Lab) -> list[Line]:
    """A list that is imported with all that an import does, beside bare rows of text."""
    if not has_verb("import"):
        return []
    table, blank = str(lab.table(lab.middle)), str(lab.folder / "imported.db")
    floor = str(lab.folder / "floor.db")
    commands = [
        Command(
            "floor",
            (PYTHON, "-m", "sqlite_utils", "insert", floor, "leads", table, "--csv", "--silent"),
            prepare=lambda: lab.forget("floor.db"),
        ),
        Command(
            "ours",
            (CRM, "--store", blank, "--user", "benchmark", "import", table),
            prepare=lambda: lab.blank("imported.db"),
        ),
    ]
    runs = in_turns(commands, lab.rounds)
    for name in ("floor.db", "imported.db"):
        lab.forget(name)
    floors, ours = runs["floor"], runs["ours"]
    name = f"crm import, {lab.middle:,} leads"
    return [
        Line(name, times(ours), times(floors), aim=IMPORT),
        Line(f"{name}: peak memory", peaks(ours), peaks(floors), unit="MB", aim=IMPORT_MEMORY),
    ]


def exporting(lab: Lab) -> list[Line]:
    """All leads with all columns into a CSV file, beside a bare cursor."""
    if not has_verb("export"):
        return []
    target = str(lab.folder / "exported.csv")
    commands = [
        Command(
            "floor", (PYTHON, str(HERE / "floor_export.py"), str(lab.store(lab.middle)), target)
        ),
        Command(
            "ours",
            lab.crm(lab.middle, "export", "leads", "-o", target),
            prepare=lambda: lab.forget("exported.csv"),
        ),
    ]
    runs = in_turns(commands, lab.rounds)
    lab.forget("exported.csv")
    name = f"crm export, {lab.middle:,} leads"
    return [
        Line(name, times(runs["ours"]), times(runs["floor"])),
        Line(f"{name}: peak memory", peaks(runs["ours"]), peaks(runs["floor"]), unit="MB"),
    ]


def duplicates(lab: Lab) -> list[Line]:
    """All duplicates of the largest store, once, with the memory that it takes."""
    found = [run(Command("ours", lab.crm(lab.large, "duplicates", "leads", "--jsonl")))]
    name = f"crm duplicates leads, {lab.large:,} leads"
    return [
        Line(name, times(found), aim=DUPLICATES),
        Line(f"{name}: peak memory", peaks(found), unit="MB", aim=DUPLICATES_MEMORY),
    ]
