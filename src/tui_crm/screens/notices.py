"""Notices: what has been done or has gone wrong, one at a time, in the last line of the screen."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from textual.content import Content
from textual.widget import Widget

from tui_crm.sanitize import visible, width, wrapped

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual import events
    from textual.geometry import Size
    from textual.notifications import SeverityLevel

    from tui_crm.screens.key_queue import KeyQueue

SIGNS: Final[dict[SeverityLevel, str]] = {"information": "✓", "warning": "!", "error": "✗"}

SHORT: Final = 4
"""Seconds that a notice of something done stands."""

MOST_LINES: Final = 5
LINES_BELOW: Final = 2
"""Lines that are kept for what is told below a warning."""

INDENT: Final = 3
"""Cells before the words: the sign between two blanks."""

LEAST: Final = 2
"""Cells of words, one wide character, below which nothing is said."""

REMEMBERED: Final = 50


@dataclass(frozen=True, slots=True)
class Notice:
    """Who and what; ``hint`` says what can be done about it, in one line of its own at most."""

    words: str
    severity: SeverityLevel = "information"
    hint: str = ""
    below: str = ""
    """What was told after a warning, and is seen whole below it however long that is."""

    @property
    def seconds(self) -> int:
        """How long it stands."""
        return SHORT if self.severity == "information" else 2 * SHORT

    @property
    def text(self) -> str:
        """All of it, in one piece."""
        return f"{self.words} · {self.hint}" if self.hint else self.words


class NoticeBoard:
    """The notices that stand, and those that were shown before; ``show`` shows one, or none.

    One takes the place of the one before, but what is merely told comes below a warning, until the
    person has seen that and gone on: a key that was pressed since it was said has been handed out.
    """

    def __init__(self, show: Callable[[Notice | None], object], keys: KeyQueue) -> None:
        self.said: deque[Notice] = deque(maxlen=REMEMBERED)
        self._warning: Notice | None = None
        self._told: Notice | None = None
        self._show = show
        self._keys = keys
        self._pressed = 0
        """Keys that had been pressed when the last notice was said."""
        self._place: object = None
        """The screen that it was said on."""

    @property
    def _is_past(self) -> bool:
        return self._keys.handed_out > self._pressed

    @property
    def standing(self) -> Notice | None:
        """What stands, as one notice."""
        if self._warning is None or self._told is None:
            return self._warning or self._told
        hint = self._told.hint or self._warning.hint
        return replace(self._warning, below=self._told.words, hint=hint)

    def say(self, notice: Notice, place: object) -> None:
        """Let a notice stand until it is given to ``end``, or another takes its place.

        ``place`` is the screen that it is said on.
        """
        self.said.append(notice)
        if notice.severity == "information":
            self._warning = None if self._is_past else self._warning
            self._told = notice
        else:
            self._warning, self._told = notice, None
        self._pressed, self._place = self._keys.pressed, place
        self._show(self.standing)

    def go_to(self, place: object) -> None:
        """End what was said on another screen before the person went on to this one."""
        if place is not self._place and self._is_past:
            self.end()

    def end(self, notice: Notice | None = None) -> None:
        """Take a notice away, as far as it still stands; or all."""
        if notice is None or notice is self._warning:
            self._warning = None
        if notice is None or notice is self._told:
            self._told = None
        self._show(self.standing)


class NoticeLine(Widget):
    """The notice, in the place of the key hints; of several lines it takes as many of the screen.

    The line is kept free in dialogs too, so that nothing moves when something is said.
    """

    DEFAULT_CSS = """
    NoticeLine {
        dock: bottom;
        height: auto;
        visibility: hidden;
        background: $success-muted;
        color: $foreground;

        &.-said { visibility: visible; }
        &.-warning { background: $warning-muted; }
        &.-error { background: $error-muted; }
    }
    """

    def __init__(self) -> None:
        super().__init__()
        self._notice: Notice | None = None

    def show(self, notice: Notice | None) -> None:
        """Show a notice, or none."""
        if notice == self._notice:
            return
        self._notice = notice
        severity = notice.severity if notice else ""
        self.set_class(notice is not None, "-said")
        self.set_class(severity == "warning", "-warning")
        self.set_class(severity == "error", "-error")
        self.refresh(layout=True)

    def get_content_height(self, _container: Size, _viewport: Size, cells: int) -> int:
        """As many lines as it takes, at least the one that is kept free."""
        return len(self._lines(cells))

    def render(self) -> Content:
        """The lines."""
        return Content("\n").join(self._lines(self.content_size.width))

    def _lines(self, cells: int) -> list[Content]:
        notice = self._notice
        room = cells - INDENT
        if notice is None or room < LEAST:
            return [Content("")]
        below = wrapped(notice.below, room, LINES_BELOW)
        above = wrapped(notice.words, room, MOST_LINES - len(below))
        found = above + below
        hint = f" · {visible(notice.hint)}" if notice.hint else ""
        if found and width(found[-1] + hint) <= room:
            found[-1] += hint
        else:
            found += wrapped(hint.removeprefix(" · "), room, 1)
        if not found:
            return [Content("")]
        signs = [" " * INDENT] * len(found)
        signs[0] = f" {SIGNS[notice.severity]} "
        if below:
            signs[len(above)] = f" {SIGNS['information']} "
        return [Content(sign + line) for sign, line in zip(signs, found, strict=True)]

    def on_click(self, event: events.Click) -> None:
        """Take it away."""
        event.stop()
        self.app.clear_notifications()
