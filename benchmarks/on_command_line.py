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
    1.2,
    Measured.RATIO,
    "Half of the time is the database's own; the rest is reading and keys in one process, and"
    " looking rows up in the other. It would take less of each row, or code that is not Python.",
)
DUPLICATES = Aim(120_000, Measured.MEDIAN, "Read and compare less of namesakes.")
DUPLICATES_MEMORY = Aim(400, Measured.MEDIAN, "Hold fewer names while their neighbours are met.")
TENFOLD = Aim(11, Measured.RATIO, "See which lookup or index grows with the store.")
IMPORT_MEMORY = Aim(250, Measured.MEDIAN, "Hold fewer rows between the steps of an import.")


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
    lab.forget("floor.db")
    floors, ours = runs["floor"], runs["ours"]
    large = Command(
        "large",
        (CRM, "--store", blank, "--user", "benchmark", "import", str(lab.table(lab.large))),
        prepare=lambda: lab.blank("imported.db"),
    )
    tenfold = [run(large) for _ in range(max(1, lab.rounds // 2))]
    lab.forget("imported.db")
    name, larger = (f"crm import, {size:,} leads" for size in (lab.middle, lab.large))
    memory = "peak memory of all processes"
    return [
        Line(name, times(ours), times(floors), aim=IMPORT),
        Line(f"{name}: {memory}", peaks(ours), peaks(floors), unit="MB", aim=IMPORT_MEMORY),
        Line(f"{larger} ÷ {lab.middle:,}", times(tenfold), times(ours), aim=TENFOLD),
        Line(f"{larger}: {memory}", peaks(tenfold), unit="MB", aim=IMPORT_MEMORY),
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
