"""The autocomplete popup below an input; the keys of the input move its cursor."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual import on
from textual.message import Message

from tui_crm.sanitize import visible, width
from tui_crm.screens.widgets.line_list import Line, LineList, Piece, line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tui_crm.store.model import Value


@dataclass(frozen=True, slots=True)
class Option:
    """An option: its value, its title, and a detail."""

    value: Value
    title: str
    detail: str = ""
    is_new: bool = False
    """Choosing it makes a new record called ``value``."""


class OptionPopup(LineList, can_focus=False):
    """A list of options on the overlay layer."""

    GUTTER = 1
    selects_on = "click"
    DEFAULT_CSS = """
    OptionPopup {
        display: none;
        overlay: screen;
        constrain: none inflect;
        height: auto;
        max-height: 8;
        margin: 0 0 1 0;
        background: $panel;
        color: $foreground;
        & > .line-list--cursor {
            background: $primary; color: $text; text-style: bold;
        }
        &.-open { display: block; }
    }
    """

    @dataclass
    class Picked(Message):
        """An option was clicked."""

        option: Option

    def __init__(self) -> None:
        super().__init__()
        self._options: tuple[Option, ...] = ()
        self._nothing = ""

    @property
    def is_open(self) -> bool:
        """Whether there is anything to choose from."""
        return self.has_class("-open")

    @property
    def shows_cursor(self) -> bool:
        """Always: the input has the focus."""
        return True

    @property
    def chosen(self) -> Option | None:
        """The highlighted option, if the list is open."""
        here = self.current
        return self._options[here] if self.is_open and isinstance(here, int) else None

    def offer(self, options: Sequence[Option], nothing: str = "") -> None:
        """Show options, the first highlighted.

        Where there are none, ``nothing`` is said; the list closes if that is blank, too.
        """
        self._options = tuple(options)
        self._nothing = "" if options else nothing
        self.set_class(bool(options or nothing), "-open")
        self.show(self._drawn)
        self.cursor = 0
        self.refresh(layout=True)
        # It is painted only once it has its place over the other widgets.
        self.call_after_refresh(self.refresh)

    def close(self) -> None:
        self.offer(())

    def action_move(self, steps: int) -> None:
        """Move the highlight, wrapping around."""
        if self._options:
            self.cursor = (self.cursor + steps) % len(self._options)

    def get_content_width(self, *_: object) -> int:
        widths = (width(o.title) + width(o.detail) + 6 for o in self._options)
        return max(widths, default=width(self._nothing) + 2)

    def _drawn(self, cells: int) -> list[Line]:
        if not self._options:
            return [line(Piece(self._nothing, cells, "muted"))]
        return [_line(option, cells, place) for place, option in enumerate(self._options)]

    @on(LineList.Moved)
    def keep_to_itself(self, event: LineList.Moved) -> None:
        """Nobody else follows the highlight."""
        event.stop()

    @on(LineList.Selected)
    def pick(self, event: LineList.Selected) -> None:
        """Choose the option that was clicked."""
        event.stop()
        if self.chosen is not None:
            self.post_message(self.Picked(self.chosen))


def _line(option: Option, cells: int, place: int) -> Line:
    title = ("＋ " if option.is_new else "") + visible(option.title)
    room = max(0, cells - width(title) - 2) if option.detail else 0
    detail = Piece(f"  {option.detail}", room + 2, "muted") if room > 2 else Piece("", 0)
    return line(Piece(title, cells - detail.cells), detail, ref=place)
