"""A short run of the kill loop: backups, restores, repairs and exports among what is killed."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

_PROJECT = Path(__file__).parents[1]


def test_a_kill_at_any_moment_loses_nothing_and_leaves_nothing_half_done() -> None:
    """In a process of its own, which forks the ones that are killed."""
    command = [sys.executable, "-m", "tests.kill_loop", "--kills", "15", "--seed", "7"]
    done = subprocess.run(command, cwd=_PROJECT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "kills: 15" in done.stdout
