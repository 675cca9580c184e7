"""The panel of possible duplicates below a form: each with its score and the reasons."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Final

from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from tui_crm.i18n import t
from tui_crm.language.formats import percent
from tui_crm.sanitize import visible
from tui_crm.screens import actions

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual import events
    from textual.binding import BindingType

    from tui_crm.store.possible_duplicates import Match

ROOM_FOR_REASONS: Final = 60
"""Cells from which the reasons stand beside the title."""


class MatchList(Widget, can_focus=True):
    """Possible duplicates, one of them under the cursor while the list has the focus."""

    scope: ClassVar[str] = "matches"
    BINDINGS: ClassVar[list[BindingType]] = actions.bindings("matches")
    DEFAULT_CSS = """
    MatchList {
        display: none;
        height: auto;
        max-height: 6;
        padding: 0 1;
        overflow-y: auto;
        background: $boost;
        scrollbar-size: 1 1;
        &.-some { display: block; }
    }
    """

    cursor = reactive(0)

    @dataclass
    class Opened(Message):
        """A possible duplicate should be opened."""

        match: Match

    @dataclass
    class FillWanted(Message):
        """What was typed should be filled into a possible duplicate instead."""

        match: Match

    @dataclass
    class Done(Message):
        """Back to the form."""

    def __init__(self) -> None:
        super().__init__()
        self._matches: tuple[Match, ...] = ()
        self._places: list[int | None] = []

    @property
    def matches(self) -> tuple[Match, ...]:
        """What is shown."""
        return self._matches

    def show(self, matches: Sequence[Match]) -> None:
        """Show these; hide where there are none."""
        self._matches = tuple(matches)
        self.cursor = 0
        self.set_class(bool(matches), "-some")
        self.refresh(layout=True)

    def render(self) -> Content:
        """The records by score, with their reasons beside, or below in a narrow pane."""
        is_narrow = self.size.width < ROOM_FOR_REASONS
        lines = [Content.styled(t("form.matches", n=len(self._matches)), "bold $text-warning")]
        self._places = [None] * len(lines)
        for place, match in enumerate(self._matches):
            is_here = self.has_focus and place == self.cursor
            head = Content.assemble(
                ("▌" if is_here else " ", "$accent"),
                (visible(match.title), "bold" if is_here else ""),
                (f"  {t(f'types.{match.record_type}.one')}", "$text-muted"),
                (f"  {percent(round(match.score * 100))}", "$text-warning"),
            )
            reasons = [Content.styled(visible(words), "$text-muted") for words in match.reasons]
            if is_narrow:
                found = [head, *(Content.assemble("   ", reason) for reason in reasons)]
            else:
                found = [Content.assemble(head, "  ", Content(" · ").join(reasons))]
            lines += found
            self._places += [place] * len(found)
        return Content("\n").join(lines)

    def watch_has_focus(self, value: bool) -> None:
        """Draw the cursor only while it can be moved."""
        super().watch_has_focus(value)
        self.refresh()

    def action_move(self, lines: int) -> None:
        """Move the cursor."""
        if self._matches:
            self.cursor = (self.cursor + lines) % len(self._matches)

    def action_open(self) -> None:
        """Open the record under the cursor."""
        if self._matches:
            self.post_message(self.Opened(self._matches[self.cursor]))

    def action_fill(self) -> None:
        """Fill what was typed into the record under the cursor."""
        if self._matches:
            self.post_message(self.FillWanted(self._matches[self.cursor]))

    def action_done(self) -> None:
        """Go back to the form."""
        self.post_message(self.Done())

    def on_click(self, event: events.Click) -> None:
        """Open the record under the mouse."""
        number = event.y + round(self.scroll_y) - self.styles.padding.top
        place = self._places[number] if 0 <= number < len(self._places) else None
        if place is not None:
            self.cursor = place
            self.action_open()
