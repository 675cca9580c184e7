"""What is done when the window that the program runs in has been closed."""

from __future__ import annotations

import os
import sys
import threading
from typing import Final

PATIENCE: Final = 10.0
"""Seconds after which a program without a terminal ends, whatever it waits for."""


def detach_lost_terminal() -> None:
    """Send what is still written to nowhere, if the terminal has gone; nothing if it is there.

    Textual writes to the terminal in a thread, which dies of the first error, and then waits for it
    for ever. A transaction of the store that does not end in time is taken back, as by a kill.
    """
    if has_terminal():
        return
    nowhere = os.open(os.devnull, os.O_RDWR)
    for standard in (0, 1, 2):
        os.dup2(nowhere, standard)
    os.close(nowhere)
    end = threading.Timer(PATIENCE, os._exit, (129,))
    end.daemon = True
    end.start()


def has_terminal() -> bool:
    """Whether the window is still there that the program reads its keys from.

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
