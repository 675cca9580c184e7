"""Commands run one after the other in turns, with their time and the most memory they took."""

from __future__ import annotations

import os
import subprocess
import tempfile
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event, Thread
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

_PAUSE: Final = 0.05
"""Seconds between two looks at the memory of processes."""


@dataclass(frozen=True, slots=True)
class Command:
    """A command line; ``prepare`` is called before each run and is not timed."""

    name: str
    words: tuple[str, ...]
    environment: Mapping[str, str] = field(default_factory=dict)
    prepare: Callable[[], object] | None = None


@dataclass(frozen=True, slots=True)
class Run:
    """One run: wall clock in milliseconds, resident memory in megabytes.

    That is the sum of the peaks of the command and of all processes it has started (``VmHWM``, as
    Linux tells it), which is no less than they ever took at once. Where there is no ``/proc``, it
    is the highest peak of one of them.
    """

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
        with _peaks_of_all(process.pid) as found:
            _, status, used = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - began
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            said.seek(0)
            raise RuntimeError(f"{command.name}: {said.read().decode(errors='replace')}")
    return Run(1000 * seconds, max(used.ru_maxrss, sum(found.values())) / 1024)


@contextmanager
def _peaks_of_all(pid: int) -> Iterator[dict[int, int]]:
    """The peaks of a process and of those below it, in kilobytes by number, while they run."""
    found: dict[int, int] = {}
    is_over = Event()

    def look() -> None:
        while not is_over.wait(_PAUSE):
            for each in _tree(pid):
                found[each] = max(found.get(each, 0), _peak(each))

    watcher = Thread(target=look)
    watcher.start()
    try:
        yield found
    finally:
        is_over.set()
        watcher.join()


def _tree(pid: int) -> Iterator[int]:
    yield pid
    for children in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in _read(children).split():
            yield from _tree(int(child))


def _peak(pid: int) -> int:
    _, _, peak = _read(Path(f"/proc/{pid}/status")).partition("VmHWM:")
    return int(peak.split()[0]) if peak else 0


def _read(path: Path) -> str:
    """The text of a file of ``/proc``; nothing once its process is gone."""
    try:
        return path.read_text(encoding="utf-8")
    except OSError:
        return ""


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
