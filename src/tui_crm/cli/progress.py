"""A progress bar on stderr."""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING, Final

from tui_crm.cli.messages import may_colour
from tui_crm.i18n import t
from tui_crm.language import formats

if TYPE_CHECKING:
    from types import TracebackType

_EVERY: Final = 0.1
"""Minimum interval between two redraws, in seconds."""

_CELLS: Final = 24
_CLEAR: Final = "\r\x1b[K"


class ProgressBar:
    """A context manager that draws a progress bar; does nothing without a colour terminal."""

    def __init__(self) -> None:
        self._is_shown = may_colour(sys.stderr)
        self._started = time.monotonic()
        self._drawn = 0.0

    def __enter__(self) -> ProgressBar:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._is_shown and self._drawn:
            sys.stderr.write(_CLEAR)
            sys.stderr.flush()

    def show(self, done: int, total: int, count: int) -> None:
        """Draw ``done`` of ``total`` steps, ``count`` items so far, with rate and time left."""
        now = time.monotonic()
        if not self._is_shown or now - self._drawn < _EVERY:
            return
        self._drawn = now
        share = min(1.0, done / total) if total else 0.0
        filled = round(share * _CELLS)
        seconds = max(now - self._started, 0.001)
        left = seconds / share - seconds if share else 0.0
        words = t(
            "cli.bar",
            percent=round(share * 100),
            n=formats.number(count),
            rate=formats.number(round(count / seconds)),
            left=f"{int(left) // 60}:{int(left) % 60:02}",
        )
        sys.stderr.write(f"{_CLEAR}{'█' * filled}{'░' * (_CELLS - filled)} {words}")
        sys.stderr.flush()
