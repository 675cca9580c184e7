"""The terminal of the program: suspended and resumed by the shell (SIGTSTP, SIGCONT), or lost."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import threading
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from tui_crm.screens.host import CrmHost


class Suspension:
    """Gives the terminal back on SIGTSTP and takes it again on SIGCONT.

    Textual leaves and enters its mode inside the signal handler, which may interrupt its own
    writing, and draws nothing where the size of the terminal is what it was.
    """

    def __init__(self, app: CrmHost) -> None:
        self._app = app
        self._is_stopped = False
        self._is_lent = False
        """Whether another program has the terminal, such as an editor, which stops by itself."""

    def listen(self) -> None:
        """Take the two signals over from Textual; in the main thread, while the app runs."""
        if sys.platform == "win32" or self._app.is_headless:
            return
        loop = asyncio.get_running_loop()

        def stop(*_: object) -> None:
            if self._is_lent:  # the loop waits for that program and would not come to it
                os.kill(os.getpid(), signal.SIGSTOP)
            else:
                loop.call_soon_threadsafe(self._stop)

        def go_on(*_: object) -> None:
            if not self._is_lent:
                loop.call_soon_threadsafe(self._go_on)

        self._app.app_suspend_signal.subscribe(self._app, self._lend, immediate=True)
        self._app.app_resume_signal.subscribe(self._app, self._take, immediate=True)
        signal.signal(signal.SIGTSTP, stop)
        signal.signal(signal.SIGCONT, go_on)

    def _lend(self, _app: object) -> None:
        self._is_lent = True

    def _take(self, _app: object) -> None:
        self._is_lent = False

    def _stop(self) -> None:
        driver = self._app._driver
        if driver is not None and not self._is_stopped:
            self._app.restore_terminal_title()
            driver.suspend_application_mode()
            self._is_stopped = True
        os.kill(os.getpid(), signal.SIGSTOP)

    def _go_on(self) -> None:
        driver = self._app._driver
        if driver is None:
            return
        if not self._is_stopped:
            # SIGSTOP gives no warning: the shell had the terminal as this program had set it.
            driver.suspend_application_mode()
        self._is_stopped = False
        driver.resume_application_mode()
        self._app.take_terminal_title()
        # Without a layout: one at the old size would come after that of a window resized meanwhile.
        self._app.refresh()


EXIT_AFTER: Final = 10.0
"""Seconds after which a program without a terminal ends, whatever it waits for."""


def detach_lost_terminal() -> None:
    """Redirect the standard streams to the null device, if the terminal has been closed.

    Textual writes to the terminal in a thread, which dies of the first error, and then waits for it
    for ever. A transaction of the store that does not end in time is rolled back, as by a kill.
    """
    if has_terminal():
        return
    nowhere = os.open(os.devnull, os.O_RDWR)
    for standard in (0, 1, 2):
        os.dup2(nowhere, standard)
    os.close(nowhere)
    end = threading.Timer(EXIT_AFTER, os._exit, (129,))
    end.daemon = True
    end.start()


def has_terminal() -> bool:
    """Whether the terminal that the program reads its keys from is still open.

    One that is not the controlling terminal, as of a session that was taken over, goes without a
    signal; Textual would read its end without a pause for ever.
    """
    if sys.platform == "win32":
        return True
    import termios

    try:
        termios.tcgetattr(0)
    except termios.error:
        return False
    return True
