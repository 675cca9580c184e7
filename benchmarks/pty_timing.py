"""How long a terminal program takes to be there, and to answer a key, seen from outside.

Each program runs on a terminal of its own (a pty, emulated by pyte). *Start* is from the fork
until a pattern is on the screen. A *key* is timed from the write until the first and until the last
change of what is visible. Times are taken as bytes arrive and the emulation is done afterwards.
Several programs are measured in turn, key by key (A B A B …), so that a slow moment of the machine
hits all of them and their ratio holds.

    python benchmarks/pty_timing.py --rounds 5 --measure down=down*40 --measure page=pagedown*20 \\
        --program 'floor=Quit=python benchmarks/floor_list.py x.db' \\
        --program 'ours=Quit=python benchmarks/table_app.py x.db'
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import pty
import re
import select
import shlex
import signal
import statistics
import termios
import time
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import pyte

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

COLUMNS, LINES = 120, 40
LULL, QUIET, LIMIT = 0.02, 0.08, 3.0

_MOVES = "up=A down=B right=C left=D end=F home=H delete=3~ pageup=5~ pagedown=6~"
KEYS = {name: b"\x1b[" + end.encode() for name, end in (m.split("=") for m in _MOVES.split())}
KEYS |= {"enter": b"\r", "escape": b"\x1b", "tab": b"\t", "space": b" ", "backspace": b"\x7f"}
KEYS |= {f"ctrl+{letter}": bytes([ord(letter) - 96]) for letter in "opz"}

# What a program may ask a terminal, and what a plain modern one answers.
ANSWERS = (
    (rb"\x1b\[6n", b"\x1b[1;1R"),
    (rb"\x1b\[0?c", b"\x1b[?62;22c"),
    (rb"\x1b\[>0?c", b"\x1b[>0;276;0c"),
    (rb"\x1b\[\?2026\$p", b"\x1b[?2026;2$y"),
    (rb"\x1b\[\?2048\$p", b"\x1b[?2048;0$y"),
    (rb"\x1b\]10;\?(?:\x07|\x1b\\)", b"\x1b]10;rgb:ffff/ffff/ffff\x1b\\"),
    (rb"\x1b\]11;\?(?:\x07|\x1b\\)", b"\x1b]11;rgb:0000/0000/0000\x1b\\"),
)
QUESTIONS = [(re.compile(question), answer) for question, answer in ANSWERS]

# pyte would print these: key protocols, mode requests, strings for the terminal itself.
FOREIGN = re.compile(
    rb"\x1b\[[<>=][\d;]*[@-~]|\x1b\[\?[\d;]*u|\x1b\[[?>]?[\d;]*[ $'\"][@-~]"
    rb"|\x1b[P\]_^].*?(?:\x07|\x1b\\)",
    re.DOTALL,
)
UNFINISHED = re.compile(rb"\x1b(?:\[[\d;<>=? $'\"]*|[P\]_^][^\x07\x1b]*\x1b?)?\Z")


@dataclass(frozen=True, slots=True)
class Program:
    """A command line, and the pattern on the screen that says that it is there."""

    name: str
    command: tuple[str, ...]
    ready: str
    environment: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Measure:
    """Keys to press one after the other, the whole row ``repeat`` times, each of them timed."""

    name: str
    keys: tuple[str, ...]
    repeat: int = 20


@dataclass(frozen=True, slots=True)
class Figures:
    """Milliseconds."""

    median: float
    low: float
    high: float
    count: int

    @classmethod
    def of(cls, seconds: Sequence[float]) -> Figures:
        """The figures of some samples in seconds."""
        times = sorted(1000 * second for second in seconds)
        return cls(statistics.median(times), times[0], times[-1], len(times))


class Emulator:
    """A screen that knows whether the last bytes changed anything that can be seen on it."""

    def __init__(self) -> None:
        self._screen = pyte.Screen(COLUMNS, LINES)
        self._stream = pyte.ByteStream(self._screen)
        self._seen: dict[int, tuple[object, ...]] = {}
        self._rest = b""

    def feed(self, data: bytes) -> bool:
        """Draw ``data``; tells whether a cell looks different now."""
        data = self._rest + data
        unfinished = UNFINISHED.search(data)
        cut = unfinished.start() if unfinished else len(data)
        self._rest = data[cut:]
        self._screen.dirty.clear()
        self._stream.feed(FOREIGN.sub(b"", data[:cut]))
        changed = False
        for line in self._screen.dirty:
            cells = self._screen.buffer[line]
            now = tuple(cells[x] for x in range(COLUMNS))
            changed |= self._seen.get(line) != now
            self._seen[line] = now
        return changed

    def text(self) -> str:
        """The screen as text."""
        return "\n".join(self._screen.display)


class Session:
    """A program that is running on a terminal of its own."""

    def __init__(self, program: Program) -> None:
        self._emulator = Emulator()
        self._has_ended = False
        self._began = time.perf_counter()
        self._process, self._terminal = pty.fork()
        if self._process == 0:
            _become(program)

    def wait_until(self, pattern: str, limit: float = 60.0) -> float:
        """Seconds from the start until ``pattern`` is on the screen. Raises TimeoutError."""
        wanted = re.compile(pattern, re.MULTILINE)
        there: float | None = None
        while there is None and not self._has_ended and time.perf_counter() - self._began < limit:
            for moment, data in self._arrivals(LULL, QUIET):
                if self._emulator.feed(data) and there is None:
                    there = moment if wanted.search(self._emulator.text()) else None
        if there is not None:
            return there - self._began
        raise TimeoutError(f"{pattern!r} is not on the screen:\n{self._emulator.text()}")

    def press(self, key: str) -> tuple[float, float] | None:
        """Seconds until the first and until the last visible change, or None if nothing changed."""
        self.settle(0)
        sent = time.perf_counter()
        self.send(key)
        changes: list[float] = []
        while not changes and not self._has_ended and time.perf_counter() - sent < LIMIT:
            for moment, data in self._arrivals(QUIET, QUIET):
                if self._emulator.feed(data):
                    changes.append(moment - sent)
        return (changes[0], changes[-1]) if changes else None

    def send(self, key: str) -> None:
        """Press a key without waiting for anything."""
        os.write(self._terminal, KEYS.get(key, key.encode()))

    def settle(self, seconds: float = 0.5) -> None:
        """Let the program come to rest."""
        for _, data in self._arrivals(seconds, seconds):
            self._emulator.feed(data)

    def memory(self) -> float:
        """Megabytes that are the program's own, shared ones in parts (PSS). Linux alone."""
        text = Path(f"/proc/{self._process}/smaps_rollup").read_text(encoding="ascii")
        return int(text.partition("\nPss:")[2].split()[0]) / 1024

    def close(self) -> None:
        """End the program."""
        os.kill(self._process, signal.SIGTERM)
        patience = time.perf_counter() + 1
        while not os.waitpid(self._process, os.WNOHANG)[0]:
            if time.perf_counter() > patience:
                os.kill(self._process, signal.SIGKILL)
            self.settle(0)
            time.sleep(0.01)
        os.close(self._terminal)

    def _arrivals(self, quiet: float, first: float) -> list[tuple[float, bytes]]:
        """What arrives, and when, until none has come for ``quiet`` (at first ``first``)."""
        found: list[tuple[float, bytes]] = []
        wait = first
        while select.select([self._terminal], [], [], wait)[0]:
            try:
                data = os.read(self._terminal, 65536)
            except OSError:  # what Linux says when the last writer has gone
                data = b""
            if not data:
                self._has_ended = True
                break
            found.append((time.perf_counter(), data))
            for question, answer in QUESTIONS:
                for _ in question.finditer(data):
                    os.write(self._terminal, answer)
            wait = quiet
        return found


def _become(program: Program) -> None:
    """Turn the forked child into ``program``."""
    try:
        termios.tcsetwinsize(0, (LINES, COLUMNS))
        environment = {
            k: v for k, v in os.environ.items() if k not in {"NO_COLOR", "LINES", "COLUMNS"}
        }
        environment |= {"TERM": "xterm-256color", "COLORTERM": "truecolor", "LANG": "C.UTF-8"}
        os.execvpe(program.command[0], program.command, {**environment, **program.environment})
    finally:
        os._exit(127)


def compare(
    programs: Sequence[Program], measures: Sequence[Measure], rounds: int
) -> dict[str, dict[str, Figures]]:
    """Figures by program and measure: ``start``, and each measure's first and last change.

    Every round starts all programs afresh; the first is a warm-up and is not counted.
    """
    samples: dict[str, dict[str, list[float]]] = {program.name: {} for program in programs}
    for turn in range(rounds + 1):
        for name, measure, seconds in _round(programs, measures):
            if turn:
                samples[name].setdefault(measure, []).append(seconds)
    return {
        name: {measure: Figures.of(times) for measure, times in by_measure.items()}
        for name, by_measure in samples.items()
    }


def _round(
    programs: Sequence[Program], measures: Sequence[Measure]
) -> Iterator[tuple[str, str, float]]:
    with contextlib.ExitStack() as stack:
        sessions: dict[str, Session] = {}
        for program in programs:
            session = sessions[program.name] = Session(program)
            stack.callback(session.close)
            yield program.name, "start", session.wait_until(program.ready)
            session.settle()
        for measure in measures:
            for key in measure.keys * measure.repeat:
                for name, session in sessions.items():
                    answer = session.press(key)
                    if answer is not None:
                        yield name, f"{measure.name} first", answer[0]
                        yield name, f"{measure.name} last", answer[1]


def report(results: Mapping[str, Mapping[str, Figures]]) -> str:
    """A table: a line a measure and program, its median also as a ratio to the first program's."""
    lines = [f"{'measure':<20}{'program':<20}{'median':>9}{'min':>9}{'max':>9}{'n':>6}{'ratio':>8}"]
    floor = next(iter(results.values()))
    for measure in floor:
        for name, figures in results.items():
            if (found := figures.get(measure)) is None:
                continue
            ratio = found.median / floor[measure].median
            numbers = f"{found.median:9.2f}{found.low:9.2f}{found.high:9.2f}{found.count:6}"
            lines.append(f"{measure:<20}{name:<20}{numbers}{ratio:8.2f}")
    return "\n".join(lines)


def _program(text: str) -> Program:
    name, ready, command = text.split("=", 2)
    return Program(name, tuple(shlex.split(command)), ready)


def _measure(text: str) -> Measure:
    name, _, keys = text.partition("=")
    keys, _, repeat = keys.partition("*")
    return Measure(name, tuple(keys.split(",")), int(repeat or 20))


def main() -> None:
    """Read the command line, measure, and print a table (and write JSON)."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--program", action="append", type=_program, required=True, metavar="NAME=READY=COMMAND"
    )
    parser.add_argument(
        "--measure", action="append", type=_measure, default=[], metavar="NAME=KEY,KEY*TIMES"
    )
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--json", type=argparse.FileType("w"), metavar="FILE")
    asked = parser.parse_args()
    results = compare(asked.program, asked.measure, asked.rounds)
    print(report(results))
    if asked.json:
        figures = {name: {m: asdict(f) for m, f in by.items()} for name, by in results.items()}
        json.dump(figures, asked.json, indent=2)


if __name__ == "__main__":
    main()
