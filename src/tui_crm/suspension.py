"""Stop and go on with the shell's job control: the terminal is given back, and taken again whole.

Textual leaves and enters its mode inside the signal handler, which may interrupt its own writing,
and draws nothing where the size of the terminal is what it was.
"""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tui_crm.screens.host import CrmHost


class Suspension:
    """What an app does when it is stopped (SIGTSTP) and when it goes on (SIGCONT)."""

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
