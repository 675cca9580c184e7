"""A program on a terminal of its own, as a person has it."""

from __future__ import annotations

import contextlib
import os
import pty
import select
import signal
import sys
import termios
import time
from typing import TYPE_CHECKING

import pyte

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tui_crm.i18n import Language

LIMIT = 60.0

PROGRAM = """
import sys
from pathlib import Path
from tui_crm.config import Config
from tui_crm import app
{before}
sys.exit(app.run(Config(store=Path({store!r}), language={language!r}, user="sato")))
"""


class Terminal:
    """80×24, emulated by pyte; ``raw`` is all that came.

    A terminal that is not ``is_controlling`` sends the program no SIGHUP when it is closed.
    """

    def __init__(
        self,
        store: Path,
        folder: Path,
        before: str = "",
        *,
        is_controlling: bool = True,
        language: Language = "en",
    ) -> None:
        self.raw = b""
        self._has_ended = False
        self._screen = pyte.Screen(80, 24)
        self._stream = pyte.ByteStream(self._screen)
        code = PROGRAM.format(before=before, store=str(store), language=language)
        environment = {
            **os.environ,
            "TERM": "xterm-256color",
            "XDG_STATE_HOME": str(folder / "state"),
            "XDG_CONFIG_HOME": str(folder / "config"),
            "TZ": "Asia/Tokyo",
        }
        for said in ("COLUMNS", "LINES"):  # in place of the size that the terminal has
            environment.pop(said, None)
        command = [sys.executable, "-c", code]
        if is_controlling:
            self.process, self.fd = pty.fork()
            if self.process == 0:
                termios.tcsetwinsize(0, (24, 80))
                os.execve(sys.executable, command, environment)
        else:
            self.fd, inner = pty.openpty()
            termios.tcsetwinsize(inner, (24, 80))
            actions = [(os.POSIX_SPAWN_DUP2, inner, standard) for standard in (0, 1, 2)]
            self.process = os.posix_spawn(
                sys.executable, command, environment, file_actions=actions, setsid=True
            )
            os.close(inner)
        self.before = termios.tcgetattr(self.fd)

    def read(self, seconds: float) -> None:
        """Take what comes within some time."""
        end = time.monotonic() + seconds
        while time.monotonic() < end and select.select([self.fd], [], [], 0.05)[0]:
            try:
                data = os.read(self.fd, 65536)
            except OSError:
                return
            self.raw += data
            with contextlib.suppress(Exception):
                # pyte takes the end of kitty's keyboard protocol for a letter.
                self._stream.feed(data.replace(b"\x1b[<u", b""))

    def wait_for(self, words: str) -> None:
        """Wait until ``words`` are on the screen."""
        end = time.monotonic() + LIMIT
        while words not in self.text():
            assert time.monotonic() < end, self.text()
            self.read(0.2)

    def wait_until(self, is_so: Callable[[], bool]) -> None:
        """Wait until what has come makes ``is_so`` true."""
        end = time.monotonic() + LIMIT
        while not is_so():
            assert time.monotonic() < end, self.text()
            self.read(0.1)

    def stop(self, number: signal.Signals) -> None:
        """Send a signal that stops the program, and wait until it is stopped."""
        self.kill(number)
        end = time.monotonic() + LIMIT
        while time.monotonic() < end:
            self.read(0.05)
            found, status = os.waitpid(self.process, os.WNOHANG | os.WUNTRACED)
            if found and os.WIFSTOPPED(status):
                return
        raise TimeoutError(self.text())

    def clear(self) -> None:
        """Lose what is on the screen, as when a shell has had it."""
        self._screen.reset()

    def resize(self, lines: int, columns: int) -> None:
        """Give the window another size."""
        self._screen.resize(lines, columns)
        termios.tcsetwinsize(self.fd, (lines, columns))

    def text(self) -> str:
        """What is on the screen."""
        # pyte's own ``display`` fails where half of a wide character has been drawn over.
        buffer, columns = self._screen.buffer, range(self._screen.columns)
        lines = range(self._screen.lines)
        return "\n".join("".join(buffer[y][x].data for x in columns) for y in lines)

    def press(self, keys: bytes) -> None:
        """Send keys."""
        os.write(self.fd, keys)

    def kill(self, number: signal.Signals) -> None:
        """Send a signal."""
        os.kill(self.process, number)

    def hang_up(self) -> None:
        """Close the window."""
        os.close(self.fd)
        self.fd = os.open(os.devnull, os.O_RDWR)

    def close(self) -> None:
        """End the program, if it has not ended, and let go of the terminal."""
        if not self._has_ended:
            os.kill(self.process, signal.SIGKILL)
            os.waitpid(self.process, 0)
            self._has_ended = True
        os.close(self.fd)

    def ended(self) -> int:
        """Wait for the end; the exit code."""
        end = time.monotonic() + LIMIT
        while time.monotonic() < end:
            self.read(0.1)
            found, status = os.waitpid(self.process, os.WNOHANG)
            if found:
                self._has_ended = True
                self.read(0.3)
                return os.waitstatus_to_exitcode(status)
        raise TimeoutError(self.text())
