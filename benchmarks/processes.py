"""Commands run one after the other in turns, with their time and the most memory they took."""

from __future__ import annotations

import os
import subprocess
import tempfile
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence


@dataclass(frozen=True, slots=True)
class Command:
    """A command line; ``prepare`` is called before each run and is not timed."""

    name: str
    words: tuple[str, ...]
    environment: Mapping[str, str] = field(default_factory=dict)
    prepare: Callable[[], object] | None = None


@dataclass(frozen=True, slots=True)
class Run:
    """One run: wall clock in milliseconds, peak resident memory in megabytes."""

    milliseconds: float
    megabytes: float


def run(command: Command) -> Run:
    """Run a command to its end, its output thrown away.

    Raises:
        RuntimeError: it failed; with what it said.
    """
    if command.prepare is not None:
        command.prepare()
    environment = {**os.environ, **command.environment}
    with tempfile.TemporaryFile() as said:
        began = time.perf_counter()
        process = subprocess.Popen(
            command.words,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=said,
        )
        _, status, used = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - began
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            said.seek(0)
            raise RuntimeError(f"{command.name}: {said.read().decode(errors='replace')}")
    return Run(1000 * seconds, used.ru_maxrss / 1024)


def in_turns(commands: Sequence[Command], rounds: int) -> dict[str, list[Run]]:
    """``rounds`` runs of each command, A B A B …, after one of each that does not count."""
    found: dict[str, list[Run]] = {command.name: [] for command in commands}
    for turn in range(rounds + 1):
        for command in commands:
            done = run(command)
            if turn:
                found[command.name].append(done)
    return found


def times(runs: Sequence[Run]) -> list[float]:
    """The milliseconds of some runs."""
    return [each.milliseconds for each in runs]


def peaks(runs: Sequence[Run]) -> list[float]:
    """The megabytes of some runs."""
    return [each.megabytes for each in runs]
