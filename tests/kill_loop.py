"""Kill the program at any moment of what it does, and see that nothing of it is lost or half there.

    uv run python -m tests.kill_loop [--kills 2000] [--seed 1]

Each round forks a process that carries out a few commands (add, edit, delete, backup, restore over
a whole and over a damaged store, repair, export over a file) and says when each is done, and kills
it at a random moment. The store must then hold what the finished commands made of it, or that and
the one that was under way; every backup and export must be whole and hold a state that once was; a
damaged store must be where it was or aside, byte for byte.
"""

from __future__ import annotations

import argparse
import csv
import io
import os
import random
import signal
import sqlite3
import sys
import tempfile
import time
from collections import Counter
from contextlib import closing, redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Final

from tui_crm.main import app
from tui_crm.output_file import SET_ASIDE

State = frozenset[str]
"""The last names of all leads: what a store holds, for our purposes."""

_EXPORT: Final = ("--overwrite", "--headers", "keys", "-o")

LONGEST: Final = 2.5
"""Until a kill, at the most: in commands, as long as they take on this machine now."""


def call(store: Path, *args: object) -> int:
    """Carry out one command line in this process; its exit status."""
    with redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO()):
        try:
            app(args=["--store", str(store), *map(str, args)], prog_name="crm")
        except SystemExit as end:
            return end.code if isinstance(end.code, int) else int(bool(end.code))
    return 0


def state_of(path: Path) -> State | None:
    """What a store or backup holds; None where it is not whole."""
    if not path.exists():
        return None
    about = path.stat()
    if path.name != "crm.db":  # what is a backup stays as it is
        return _state_of(path, about.st_size, about.st_mtime_ns)
    return _state_of.__wrapped__(path, about.st_size, about.st_mtime_ns)


@lru_cache(maxsize=256)
def _state_of(path: Path, _size: int, _changed: int) -> State | None:
    try:
        with closing(sqlite3.connect(path)) as connection:
            if connection.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok":
                return None
            return frozenset(row[0] for row in connection.execute("SELECT last_name FROM leads"))
    except sqlite3.Error:
        return None


@dataclass
class Loop:
    """The store under test, what it must hold, and what was counted."""

    folder: Path
    dice: random.Random
    counts: Counter[str] = field(default_factory=Counter)
    state: State = frozenset()
    states: set[State] = field(default_factory=lambda: {frozenset()})
    token: int = 0
    pace: float = 0.1
    """Seconds that a command takes."""

    @property
    def store(self) -> Path:
        """The store."""
        return self.folder / "crm.db"

    @property
    def output(self) -> Path:
        """The file that is exported over and over."""
        return self.folder / "out.csv"

    def begin(self) -> None:
        """Make a store of a few leads with backups; the code of all that is done is loaded then."""
        for _ in range(8):
            self.call("add", "leads", f"last_name={self.name()}")
        for verb in (("backup",), ("check", "--repair"), ("list", "leads")):
            self.call(*verb)
        began = time.monotonic()
        for _ in range(3):
            self.call("add", "leads", f"last_name={self.name()}")
        self.pace = (time.monotonic() - began) / 3
        self.call("export", "leads", *_EXPORT, self.output)
        self.call("restore", "--yes", self.backups()[0])
        self.state = self.whole()
        self.states.add(self.state)
        for backup in self.backups():
            held = state_of(backup)
            assert held is not None
            self.states.add(held)

    def call(self, *args: object) -> None:
        """A command that must succeed."""
        status = call(self.store, *args)
        assert status == 0, (args, status)

    def whole(self) -> State:
        """What the store holds; it must be whole."""
        held = state_of(self.store)
        assert held is not None
        return held

    def name(self) -> str:
        """A last name that nobody has."""
        self.token += 1
        return f"L{self.token}"

    def backups(self) -> list[Path]:
        """Everything that counts as a backup, oldest first."""
        return sorted(self.store.with_name("crm.db.backups").glob("*.db"))

    def sources(self) -> list[Path]:
        """The backups that no few acts can make superfluous."""
        found = self.backups()
        return [each for each in found if "daily" in each.name] + found[-2:]

    def plan(self) -> list[tuple[tuple[object, ...], State]]:
        """A few commands, each with what the store holds after it."""
        planned: list[tuple[tuple[object, ...], State]] = []
        held = self.state
        for _ in range(self.dice.randint(1, 4)):
            verb = self.dice.choice(("add", "edit", "delete", "backup", "restore", "repair", "out"))
            args: tuple[object, ...] = ("export", "leads", *_EXPORT, self.output)
            if verb == "add" or (verb in ("edit", "delete") and len(held) < 3):
                name = self.name()
                args, held = ("add", "leads", f"last_name={name}", "company=Co"), held | {name}
            elif verb in ("edit", "delete"):
                gone = self.dice.choice(sorted(held))
                args, held = ("delete", "leads", "--yes", gone), held - {gone}
                if verb == "edit":
                    name = self.name()
                    args, held = ("edit", "leads", gone, f"last_name={name}"), held | {name}
            elif verb == "backup":
                self.token += 1
                to = (self.folder / f"copy-{self.token}.db",) if self.token % 3 == 0 else ()
                args = ("backup", *to)
            elif verb == "restore":
                source = self.dice.choice(self.sources())
                restored = state_of(source)
                assert restored is not None
                args, held = ("restore", "--yes", source), restored
            elif verb == "repair":
                args = ("check", "--repair")
            planned.append((args, held))
            self.states.add(held)
        return planned

    def round(self) -> None:
        """One process, killed at some moment, and what it left behind."""
        damaged = self.damage() if self.dice.random() < 0.2 else None
        planned = self.plan()
        if damaged is not None:
            source = self.dice.choice(self.backups())
            restored = state_of(source)
            assert restored is not None
            planned = [(("restore", "--yes", source), restored)]
            self.states.add(restored)
        done = self.run([args for args, _ in planned])
        self.look(planned, done, damaged)

    def damage(self) -> bytes:
        """Break the store in one of many ways; what it is then."""
        with closing(sqlite3.connect(self.store)) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        content = self.store.read_bytes()
        spoiled = self.dice.choice(
            (
                b"",
                content[: len(content) // 2],
                content[:50],
                b"\0" * 100 + content[100:],
                content[:100] + b"\xaa" * 3900 + content[4000:],
                content[:8192] + b"\xff" * (len(content) - 8192),
                bytes(len(content)),
                b"Dear diary",
            )
        )
        self.store.write_bytes(spoiled)
        self.counts["damaged"] += 1
        return spoiled

    def run(self, commands: list[tuple[object, ...]]) -> int:
        """Carry out commands in a process that is killed; how many of them were acknowledged."""
        reader, writer = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(reader)
            for args in commands:
                os.write(writer, b"%d " % call(self.store, *args))
            os._exit(0)
        os.close(writer)
        time.sleep(self.dice.random() * LONGEST * self.pace)
        os.kill(child, signal.SIGKILL)
        told = b""
        while part := os.read(reader, 4096):
            told += part
        os.close(reader)
        _, status = os.waitpid(child, 0)
        share = 0.9 if told.split() else 1.05  # a machine that others use is now slow, now fast
        self.pace = min(max(self.pace * share, 0.02), 2.0)
        self.counts["kills"] += os.WIFSIGNALED(status)
        statuses = told.split()
        self.counts["acknowledged"] += len(statuses)
        self.counts["refused"] += sum(1 for each in statuses if each != b"0")
        if os.WIFSIGNALED(status) and len(statuses) < len(commands):
            self.counts[f"killed within {commands[len(statuses)][0]}"] += 1
        assert all(each == b"0" for each in statuses), (commands, statuses)
        return len(statuses)

    def look(
        self, planned: list[tuple[tuple[object, ...], State]], done: int, damaged: bytes | None
    ) -> None:
        """Compare what is there with what was acknowledged."""
        before = planned[done - 1][1] if done else self.state
        allowed = [before, *(state for _, state in planned[done : done + 1])]
        if damaged is not None:
            self.look_at_damaged(damaged, is_done=done > 0)
            if self.store.read_bytes() == damaged and done == 0:
                self.counts["still damaged"] += 1
                self.call(*planned[0][0])  # a person tries again
                allowed = [planned[0][1]]
            else:
                allowed = [planned[0][1]]
        held = self.whole()
        assert held in allowed, ("lost", planned, done, sorted(held ^ before)[:5])
        self.state = held
        for backup in (*self.backups(), *self.folder.glob("copy-*.db")):
            kept = state_of(backup)
            assert kept is not None, ("half a backup", backup, backup.stat().st_size)
            assert kept in self.states, ("a backup of what never was", backup)
        for copy in self.folder.glob("copy-*.db*"):
            copy.unlink()
        with self.output.open(encoding="utf-8", newline="") as file:
            names = frozenset(row["last_name"] for row in csv.DictReader(file))
        assert names in self.states, "half an export"

    def look_at_damaged(self, damaged: bytes, *, is_done: bool) -> None:
        """What was damaged is in its place or aside, as it was."""
        aside = list(self.folder.glob(f"crm.db{SET_ASIDE}*"))
        kept = [each for each in aside if each.read_bytes() == damaged]
        assert kept or (not is_done and self.store.read_bytes() == damaged), "damaged store lost"
        for each in aside:
            each.unlink()

    def finish(self) -> None:
        """The next of each kind of act sweeps what the kills left; nothing hidden stays."""
        for args in (("backup",), ("export", "leads", *_EXPORT, self.output)):
            self.call(*args)
        self.call("restore", "--yes", self.backups()[0])
        self.store.write_bytes(b"")
        self.call("restore", "--yes", self.backups()[0])
        left = [str(p) for p in self.folder.rglob(".crm-*")]
        assert left == [], left
        self.call("check")


def loop(folder: Path, kills: int, seed: int) -> Counter[str]:
    """Kill ``kills`` times in ``folder``; what was counted. Raises AssertionError on any loss."""
    os.environ.update(HOME=str(folder), XDG_CONFIG_HOME=str(folder), XDG_STATE_HOME=str(folder))
    found = Loop(folder, random.Random(seed))
    found.begin()
    while found.counts["kills"] < kills:
        found.round()
        found.counts["rounds"] += 1
        if found.counts["rounds"] % 50 == 0:
            sys.stderr.write(f"{dict(found.counts)}\n")
    found.finish()
    return found.counts


def main() -> None:
    """Run the loop, and write down what was counted."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--kills", type=int, default=2000)
    options.add_argument("--seed", type=int, default=1)
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        counts = loop(Path(folder), chosen.kills, chosen.seed)
    for name, n in sorted(counts.items()):
        sys.stdout.write(f"{name}: {n}\n")


if __name__ == "__main__":
    main()
