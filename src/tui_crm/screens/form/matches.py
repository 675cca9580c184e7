"""The panel of possible duplicates below a form: each with its score and the reasons."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Final

from textual import on
from textual.message import Message

from tui_crm.i18n import t
from tui_crm.language.formats import percent
from tui_crm.sanitize import width
from tui_crm.screens import actions
from tui_crm.screens.widgets.line_list import Line, LineList, Piece, line

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from textual.binding import BindingType

    from tui_crm.store.possible_duplicates import Match

ROOM_FOR_REASONS: Final = 60
"""Cells from which the reasons stand beside the title."""

_GAP: Final = Piece("", 2)


class MatchList(LineList):
    """Possible duplicates, one of them under the cursor while the list has the focus."""

    scope: ClassVar[str] = "matches"
    GUTTER = 1
    selects_on = "click"
    BINDINGS: ClassVar[list[BindingType]] = actions.bindings("matches")
    DEFAULT_CSS = """
    MatchList {
        display: none;
        height: auto;
        max-height: 6;
        padding: 0 1;
        background: $boost;
        &.-some { display: block; }
    }
    """

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

    @property
    def matches(self) -> tuple[Match, ...]:
        """What is shown."""
        return self._matches

    def show_matches(self, matches: Sequence[Match]) -> None:
        """Show these; hide where there are none."""
        self._matches = tuple(matches)
        self.set_class(bool(matches), "-some")
        self.show(self._drawn)
        self.action_move(-len(matches))

    def _drawn(self, cells: int) -> list[Line]:
        """The records by score, with their reasons beside, or below in a narrow pane."""
        found = [line(Piece(t("form.matches", n=len(self._matches)), cells, "warning"))]
        for match in self._matches:
            found += _lines(match, cells)
        return found

    @on(LineList.Selected)
    def open_selected(self, event: LineList.Selected) -> None:
        """Open the record under the cursor."""
        event.stop()
        self._tell(self.Opened)

    def action_fill(self) -> None:
        """Fill what was typed into the record under the cursor."""
        self._tell(self.FillWanted)

    def _tell(self, message: type[Opened | FillWanted]) -> None:
        here = next((match for match in self._matches if _ref(match) == self.current), None)
        if here is not None:
            self.post_message(message(here))

    def action_done(self) -> None:
        """Go back to the form."""
        self.post_message(self.Done())


def _ref(match: Match) -> tuple[str, int]:
    return match.record_type, match.id


def _lines(match: Match, cells: int) -> Iterator[Line]:
    score, kind = percent(round(match.score * 100)), t(f"types.{match.record_type}.one")
    title = min(width(match.title), max(1, cells - width(kind) - width(score) - 4))
    head = (
        *(Piece(match.title, title, "strong"), _GAP),
        *(Piece(kind, width(kind), "muted"), _GAP),
        Piece(score, width(score), "warning"),
    )
    if cells < ROOM_FOR_REASONS:
        yield line(*head, ref=_ref(match))
        for reason in match.reasons:
            yield line(_GAP, Piece(reason, cells - 2, "muted"), ref=_ref(match))
    else:
        room = cells - sum(piece.cells for piece in head) - 2
        reasons = Piece(" · ".join(match.reasons), room, "muted")
        yield line(*head, _GAP, reasons, ref=_ref(match))
