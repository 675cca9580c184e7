"""What a hand feels in a day: dialogs, pages, ``esc``, a key held down; and the memory it takes."""

from __future__ import annotations

import contextlib
import statistics
from itertools import cycle, islice
from typing import TYPE_CHECKING, Final

from figures import Aim, Line, Measured
from on_terminal import opened

from tui_crm.features.program import open_store
from tui_crm.store.journal.unit import unit

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lab import Lab
    from on_terminal import Watched
    from pty_timing import Program

DIALOGS: Final = (
    *("t", "r", "w", "#", "c", "n", "e", "a", "i"),
    *("f", "s", "v", "L", "?", "ctrl+p", "delete"),
)
"""What opens in front of a list: pickers, forms, the filter, columns, the help, a question."""

LEADS, RELATED = 40, 200
RATE, SECONDS = 30, 2.0
"""How fast a keyboard repeats a key that is held down, and for how long it is held."""

DAY: Final = (
    *["down"] * 20,
    *["pagedown"] * 5,
    "home",
    *["j", "k"] * 10,
    "t",
    "escape",
    "enter",
    "escape",
)
PRESSES, WARM = 10_000, 1_000

DIALOG = Aim(80, Measured.P95, "Compose fewer widgets; draw the screen behind fewer times.")
PAGE = Aim(80, Measured.P95, "Read fewer rows before the first picture of the page.")
ESCAPE = Aim(110, Measured.MEDIAN, "Draw less after a dialog; the driver itself waits 100 ms.")
REPEAT = Aim(30, Measured.MEDIAN, "Draw fewer cells for a key, or cheaper ones.")
MEMORY = Aim(120, Measured.MEDIAN, "Keep ids in arrays; import less.")
GROWTH = Aim(1, Measured.MEDIAN, "See what is kept of each screen that has closed.")


def dialogs(lab: Lab, presses: int = 4) -> list[Line]:
    """What each key opens, again and again; and ``esc``, which closes it, beside a key down."""
    found: dict[str, list[float]] = {key: [] for key in DIALOGS}
    closed: list[float] = []
    downs: list[float] = []
    program = lab.screen(lab.middle)
    for _ in range(lab.rounds):
        with contextlib.ExitStack() as stack:
            session = opened([program], stack)[program.name]
            session.settle(1)
            for key in DIALOGS:
                for press in range(presses + 1):
                    answer, after = session.answer(key), session.press("escape")
                    if press and answer is not None and after is not None:
                        found[key].append(answer.screen)
                        closed.append(1000 * after[0])
                down = session.press("down")
                downs += [1000 * down[0]] if down is not None else []
    print(_slowest(found))
    down = statistics.median(downs)
    return [
        Line(
            "a dialog in front of a list",
            [ms for each in found.values() for ms in each],
            aim=DIALOG,
        ),
        Line("esc − key down", [ms - down for ms in closed], aim=ESCAPE),
    ]


def _slowest(found: Mapping[str, list[float]]) -> str:
    medians = {key: statistics.median(each) for key, each in found.items() if each}
    ordered = sorted(medians.items(), key=lambda item: -item[1])
    return "dialogs: " + ", ".join(f"{key} {ms:.0f}" for key, ms in ordered)


def pages(lab: Lab) -> list[Line]:
    """The page of a lead with calls, plans and notes, each opened for the first time."""
    program = _pages(lab)
    samples: list[float] = []
    for turn in range(lab.rounds + 1):
        with contextlib.ExitStack() as stack:
            session = opened([program], stack)[program.name]
            session.settle(1)
            for _ in range(LEADS // 2):
                answer = session.answer("enter")
                session.press("escape")
                session.answer("down")
                if turn and answer is not None:
                    samples.append(answer.screen)
    return [Line(f"page of a record with {RELATED} related rows", samples, aim=PAGE)]


def _pages(lab: Lab) -> Program:
    path = lab.folder / "pages.db"
    if not path.exists():
        store = open_store(lab.blank(path.name), user="benchmark")
        kinds = cycle(("call", "meeting", "task"))
        for number in range(LEADS):
            with unit(store, "add") as work:
                lead = work.create("leads", {"last_name": f"Adams {number:02}", "company": "Bench"})
                for n, kind in enumerate(islice(kinds, RELATED - 20)):
                    state = "done" if n % 4 else "planned"
                    own = {"kind": kind, "subject": f"Offer {n}", "lead": lead, "status": state}
                    work.create("activities", own)
                for n in range(20):
                    work.create("notes", {"body": f"Note {n}", "lead": lead})
        store.close()
    return lab.program("pages", path, "Adams 00")


def repeat(lab: Lab) -> list[Line]:
    """A key held down for two seconds, in the list and in the bare one."""
    floor, ours = lab.floor(lab.middle), lab.screen(lab.middle)
    found: dict[str, list[float]] = {floor.name: [], ours.name: []}
    with contextlib.ExitStack() as stack:
        sessions = opened([floor, ours], stack)
        for turn in range(lab.rounds + 1):
            for name, session in sessions.items():
                session.settle()
                lag = session.hold("down", RATE, SECONDS)
                if turn:
                    found[name].append(lag)
    title = f"lag after a key held down, {RATE} Hz"
    return [Line(title, found[ours.name], found[floor.name], aim=REPEAT)]


def memory(lab: Lab) -> list[Line]:
    """Memory with the largest list open, and what a long day of keys adds to it."""
    taken, grown = [], []
    program = lab.screen(lab.large)
    with contextlib.ExitStack() as stack:
        session = opened([program], stack)[program.name]
        session.settle(2)
        _press(session, WARM)
        taken.append(session.memory())
        _press(session, PRESSES)
        grown.append(session.memory() - taken[0])
    name = f"memory, {lab.large:,} leads"
    return [
        Line(f"{name}, PSS", taken, unit="MB", aim=MEMORY),
        Line(f"{name}: growth over {PRESSES:,} keys", grown, unit="MB", aim=GROWTH),
    ]


def _press(session: Watched, count: int) -> None:
    for key in islice(cycle(DAY), count):
        session.send(key)
        session.settle(0.15 if key in ("t", "enter", "escape") else 0.005)
    session.settle(1)
