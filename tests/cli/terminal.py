"""A command on a terminal of its own, as a person has it."""

from __future__ import annotations

import os
import pty
import select
import signal
import sys
import time
from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


class Terminal:
    """The program in a terminal of a given width."""

    opened: ClassVar[list[Terminal]] = []
    """Those of the test that runs, which end with it."""

    def __init__(
        self, path: Path, *args: str, columns: int = 80, env: Mapping[str, str] | None = None
    ) -> None:
        environment = {
            **os.environ,
            "CRM_STORE": str(path),
            "CRM_LANG": "en",
            "CRM_USER": "sato",
            "TERM": "xterm-256color",
            "COLUMNS": str(columns),
            **(env or {}),
        }
        self._has_ended = False
        self.process, self._terminal = pty.fork()
        if self.process == 0:
            os.execve(sys.executable, [sys.executable, "-m", "tui_crm", *args], environment)
        self.opened.append(self)

    def answer(self, text: str) -> None:
        """Type something."""
        os.write(self._terminal, text.encode())

    def read(self, until: str = "") -> str:
        """What is on the terminal, up to ``until`` or the end."""
        seen, end = b"", time.monotonic() + 60
        while time.monotonic() < end and not (until and until.encode() in seen):
            if not select.select([self._terminal], [], [], 0.2)[0]:
                continue
            try:
                part = os.read(self._terminal, 65_536)
            except OSError:
                break
            if not part:
                break
            seen += part
        return seen.decode().replace("\r\n", "\n")

    def status(self) -> int:
        """The exit status, waited for."""
        end = time.monotonic() + 60
        while (ended := os.waitpid(self.process, os.WNOHANG))[0] == 0:
            assert time.monotonic() < end, "it does not end"
            time.sleep(0.01)
        self._has_ended = True
        return os.waitstatus_to_exitcode(ended[1])

    def close(self) -> None:
        """End the program, if it has not ended, and let go of the terminal."""
        if not self._has_ended:
            os.kill(self.process, signal.SIGKILL)
            os.waitpid(self.process, 0)
        os.close(self._terminal)
