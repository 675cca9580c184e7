"""The screen, seen from outside: from the start to the first rows, from a key to its paint."""

from __future__ import annotations

import contextlib
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from figures import Aim, Line, Measured
from pty_timing import COLUMNS, LIMIT, LINES, Session

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from lab import Lab
    from pty_timing import Program

HEAD_LINES = 3
"""Title, bar and labels stand above the rows."""

PATIENCE = 0.2
"""Seconds of silence after which a key has been answered."""

LONG_PATIENCE = 0.5
"""The same for a search: the letter is there at once, the rows may take their time."""

WORDS = (
    *("田中", "たなか", "東京", "阿井", "山", "青空商事"),
    *("smith", "x12.example", "denver", "yo"),
    *("090-12", "1500", "zzz"),
)
"""What people look for: surnames, readings, towns, companies, addresses, numbers, nothing."""

FIRST_KEYS = ("t", "e", "c", "n", "enter")
"""The status, the form, a call, a next step, the page of a lead."""

START = Aim(
    1.15, Measured.RATIO, "Import less before the first paint; draw before the store opens."
)
KEY_DOWN = Aim(1.4, Measured.RATIO, "Draw fewer cells for a key, or cheaper ones.")
KEY = Aim(1.5, Measured.RATIO, "Draw fewer cells for a key, or cheaper ones.")
FIRST = Aim(1.2, Measured.RATIO, "Load what the key needs behind the first rows.")
SEARCH = Aim(60, Measured.P95, "Ask the index for less; draw the rows before anything else.")


@dataclass(frozen=True, slots=True)
class Answer:
    """Milliseconds from a key to the last change of the rows, and of the whole screen."""

    rows: float
    screen: float


class Watched(Session):
    """A session that tells the rows of the list from what stands around them."""

    def answer(self, key: str, patience: float = PATIENCE) -> Answer | None:
        """Press a key and wait until nothing changes any more; None if nothing did."""
        self.settle(0)
        rows = self._rows()
        sent = time.perf_counter()
        self.send(key)
        last_row = last = 0.0
        while not last and time.perf_counter() - sent < LIMIT:
            for moment, data in self._arrivals(patience, patience):
                if not self._emulator.feed(data):
                    continue
                last = moment - sent
                now = self._rows()
                if now != rows:
                    rows, last_row = now, last
        return Answer(1000 * last_row, 1000 * last) if last else None

    def hold(self, key: str, rate: int, seconds: float) -> float:
        """Hold a key down; milliseconds from its last repeat to the last change of the rows."""
        self.settle(0)
        arrived: list[tuple[float, bytes]] = []
        began = sent = time.perf_counter()
        for repeat in range(round(rate * seconds)):
            while (left := began + repeat / rate - time.perf_counter()) > 0:
                arrived += self._arrivals(0, left)
            sent = time.perf_counter()
            self.send(key)
        arrived += self._arrivals(PATIENCE, PATIENCE)
        rows, last = self._rows(), sent
        for moment, data in arrived:
            self._emulator.feed(data)
            if (now := self._rows()) != rows:
                rows, last = now, max(sent, moment)
        return 1000 * (last - sent)

    def _rows(self) -> list[tuple[object, ...]]:
        """The cells of the rows, up to the scroll bar beside them, which waits for the count."""
        buffer = self._emulator._screen.buffer
        rule = (x for x in range(1, COLUMNS) if buffer[HEAD_LINES][x].data == "│")
        width = next(rule, COLUMNS) - 1
        lines = (buffer[line] for line in range(HEAD_LINES, LINES - 1))
        return [tuple(cells[x] for x in range(width)) for cells in lines]


def start(lab: Lab) -> list[Line]:
    """From the fork to the first rows, at every size, and of the bare list on the same rows."""
    programs = [each for size in lab.sizes for each in (lab.floor(size), lab.screen(size))]
    found: dict[str, list[float]] = {program.name: [] for program in programs}
    for turn in range(lab.rounds + 1):
        for program in programs:
            session = Watched(program)
            with contextlib.closing(session):
                seconds = session.wait_until(program.ready)
                session.settle(0.3)
            if turn:
                found[program.name].append(1000 * seconds)
    return [
        Line(
            f"start → first rows, {size:,} leads",
            found[f"crm {size}"],
            found[f"floor {size}"],
            aim=START,
        )
        for size in lab.sizes
    ]


def keys(lab: Lab, presses: int = 12) -> list[Line]:
    """From a key to the last change of the rows; and of the screen, whose preview waits a while."""
    floor, ours = lab.floor(lab.middle), lab.screen(lab.middle)
    found: dict[tuple[str, str], list[Answer]] = {}
    for turn in range(lab.rounds + 1):
        with contextlib.ExitStack() as stack:
            sessions = opened([floor, ours], stack)
            for key in ("down", "pagedown"):
                for _ in range(presses):
                    for name, session in sessions.items():
                        answer = session.answer(key)
                        if turn and answer is not None:
                            found.setdefault((name, key), []).append(answer)
    lines = []
    for key, title, aim in (("down", "key down", KEY_DOWN), ("pagedown", "page down", KEY)):
        at_floor = [answer.rows or answer.screen for answer in found.get((floor.name, key), ())]
        mine = [answer.rows for answer in found.get((ours.name, key), ()) if answer.rows]
        whole = [answer.screen for answer in found.get((ours.name, key), ())]
        if mine:
            lines.append(Line(f"{title} → rows", mine, at_floor, aim=aim))
            lines.append(Line(f"{title} → preview beside them", whole))
    return lines


def first_keys(lab: Lab, pressed: Sequence[str] = FIRST_KEYS) -> list[Line]:
    """What a key opens in a list: the first time, and as the floor the second time.

    Each key is pressed in a program of its own, which a person has looked at for a second.
    """
    found: dict[str, list[tuple[Answer, Answer]]] = {key: [] for key in pressed}
    program = lab.screen(lab.middle)
    for turn in range(lab.rounds + 1):
        for key in pressed:
            with contextlib.ExitStack() as stack:
                session = opened([program], stack)[program.name]
                session.settle(1)
                first = session.answer(key)
                session.answer("escape")
                second = session.answer(key)
            if turn and first is not None and second is not None:
                found[key].append((first, second))
    return [
        Line(
            f"first {key!r} in a list ÷ second",
            [first.screen for first, _ in answers],
            [second.screen for _, second in answers],
            aim=FIRST,
        )
        for key, answers in found.items()
    ]


def search(lab: Lab, words: Sequence[str] = WORDS) -> list[Line]:
    """From a letter of a search to the last change of the rows, at the largest size."""
    rows: list[float] = []
    whole: list[float] = []
    worst: dict[str, float] = {}
    program = lab.screen(lab.large)
    with contextlib.ExitStack() as stack:
        session = opened([program], stack)[program.name]
        session.settle(LONG_PATIENCE)
        for turn in range(2):
            for word in words:
                session.answer("/")
                for end in range(1, len(word) + 1):
                    answer = session.answer(word[end - 1], LONG_PATIENCE)
                    if turn and answer is not None:
                        whole.append(answer.screen)
                        if answer.rows:
                            rows.append(answer.rows)
                            worst[word[:end]] = answer.rows
                session.answer("escape", LONG_PATIENCE)
    print(_slowest(worst))
    name = f"letter of a search, {lab.large:,} leads"
    return [Line(f"{name} → rows", rows, aim=SEARCH), Line(f"{name} → count and preview", whole)]


def _slowest(worst: Mapping[str, float], count: int = 10) -> str:
    ordered = sorted(worst.items(), key=lambda item: -item[1])[:count]
    return "slowest searches: " + ", ".join(f"{typed!r} {ms:.0f}" for typed, ms in ordered)


def opened(programs: Sequence[Program], stack: contextlib.ExitStack) -> dict[str, Watched]:
    """The programs on terminals of their own, their first rows there, until the stack closes."""
    sessions = {}
    for program in programs:
        session = sessions[program.name] = Watched(program)
        stack.callback(session.close)
        session.wait_until(program.ready)
        session.settle()
    return sessions
