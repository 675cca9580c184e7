"""The autocomplete popup below an input; the keys of the input move its cursor."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Final

from rich.segment import Segment
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget

from tui_crm.sanitize import fit, visible, width

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual import events

    from tui_crm.store.model import Value

VISIBLE: Final = 8
"""Lines shown at once."""


@dataclass(frozen=True, slots=True)
class Option:
    """An option: its value, its title, and a detail."""

    value: Value
    title: str
    detail: str = ""
    is_new: bool = False
    """Choosing it makes a new record called ``value``."""


class OptionPopup(Widget, can_focus=False):
    """A list of options on the overlay layer, drawn without markup."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"option-popup--chosen", "option-popup--detail"}
    DEFAULT_CSS = """
    OptionPopup {
        display: none;
        overlay: screen;
        constrain: none inflect;
        height: auto;
        background: $panel;
        color: $foreground;
        & > .option-popup--chosen { background: $primary; color: $text; text-style: bold; }
        & > .option-popup--detail { color: $text-muted; }
        &.-open { display: block; }
    }
    """

    highlighted = reactive(0)

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
    def chosen(self) -> Option | None:
        """The highlighted option, if the list is open."""
        return self._options[self.highlighted] if self.is_open and self._options else None

    def show(self, options: Sequence[Option], nothing: str = "") -> None:
        """Show options, the first highlighted.

        Where there are none, ``nothing`` is said; the list closes if that is blank, too.
        """
        self._options = tuple(options)
        self._nothing = "" if options else nothing
        self.highlighted = 0
        self.set_class(bool(options or nothing), "-open")
        self.refresh(layout=True)

    def close(self) -> None:
        """Close the list."""
        self.show(())

    def move(self, lines: int) -> None:
        """Move the highlight, wrapping around."""
        if self._options:
            self.highlighted = (self.highlighted + lines) % len(self._options)

    def get_content_height(self, *_: object) -> int:
        """As many lines as there are options, up to a few."""
        return min(VISIBLE, len(self._options) or 1)

    def get_content_width(self, *_: object) -> int:
        """The widest option."""
        widths = (width(o.title) + width(o.detail) + 5 for o in self._options)
        return max(widths, default=width(self._nothing) + 2)

    def render_line(self, y: int) -> Strip:
        """The option on line ``y``."""
        cells = self.size.width
        index = self._first + y
        if index >= len(self._options):
            detail_style = self.get_component_rich_style("option-popup--detail")
            return Strip([Segment(fit(f" {self._nothing}", cells), detail_style)], cells)
        option = self._options[index]
        is_chosen = index == self.highlighted
        style = self.get_component_rich_style("option-popup--chosen") if is_chosen else None
        detail_style = style or self.get_component_rich_style("option-popup--detail")
        title = ("▌" if is_chosen else " ") + ("＋ " if option.is_new else "") + option.title
        room = cells - min(width(visible(option.title)) + 5, cells)
        detail = fit(option.detail, room) if option.detail and room > 2 else " " * room
        return Strip(
            [
                Segment(fit(title, cells - room), style or self.rich_style),
                Segment(detail, detail_style),
            ],
            cells,
        )

    @property
    def _first(self) -> int:
        """The option on the first line, scrolled so that the highlight is in view."""
        return max(0, min(self.highlighted - VISIBLE // 2, len(self._options) - VISIBLE))

    def on_click(self, event: events.Click) -> None:
        """Choose the option under the mouse."""
        event.stop()
        index = self._first + event.y
        if index < len(self._options):
            self.post_message(self.Picked(self._options[index]))
