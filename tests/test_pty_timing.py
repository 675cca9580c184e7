"""The stop watch of the benchmarks, on programs whose time is known."""

from __future__ import annotations

import os
import sys

import pytest
from benchmarks import pty_timing
from benchmarks.pty_timing import Emulator, Measure, Program, Session, compare, report

SLOW = 0.2
QUIET = 0.6
"""A slow program draws again long before this, also on a busy machine."""

PROGRAM = """
import sys, termios, time, tty
tty.setcbreak(0)
print("READY", flush=True)
while sys.stdin.read(1) != "q":
    time.sleep({pause})
    print("one", flush=True)
    time.sleep({pause})
    print("two", flush=True)
"""

SILENT = "import time, tty; tty.setcbreak(0); print('READY', flush=True); time.sleep(60)"


def program(name: str, pause: float) -> Program:
    return Program(name, (sys.executable, "-c", PROGRAM.format(pause=pause)), "READY")


def test_slow_program_is_told_from_a_quick_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pty_timing, "QUIET", QUIET)
    programs = [program("quick", 0), program("slow", SLOW)]
    results = compare(programs, [Measure("key", ("x",), 2)], rounds=1)
    quick, slow = results["quick"], results["slow"]
    assert slow["key first"].low >= 1000 * SLOW
    assert slow["key last"].low >= 2000 * SLOW
    assert quick["key first"].median < slow["key first"].median
    assert quick["start"].count == 1
    assert slow["key last"].count == 2
    assert "slow" in report(results)


def test_program_is_ended_when_its_session_is_closed() -> None:
    session = Session(program("quick", 0))
    session.wait_until("READY")
    session.close()
    with pytest.raises(ProcessLookupError):
        os.kill(session._process, 0)


def test_key_that_changes_nothing_has_no_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pty_timing, "LIMIT", 0.1)
    silent = Program("silent", (sys.executable, "-c", SILENT), "READY")
    session = Session(silent)
    session.wait_until("READY")
    session.settle(0.05)
    assert session.press("\x00") is None
    session.close()


def test_sequences_that_draw_nothing_change_nothing() -> None:
    emulator = Emulator()
    assert emulator.feed(b"caf\xc3\xa9")
    assert not emulator.feed(b"\x1b[?2026h\x1b[>1u\x1b[?2026$p\x1b]0;title\x07\x1bPx\x1b\\")
    assert not emulator.feed(b"\x1b]52;c;unfini")
    assert not emulator.feed(b"shed\x1b\\")
    assert emulator.text().startswith("café ")


def test_program_that_ends_is_not_waited_for() -> None:
    session = Session(Program("dead", (sys.executable, "-c", ""), "READY"))
    with pytest.raises(TimeoutError):
        session.wait_until("READY")
    session.close()
