"""Two values for each of some fields, side by side; one of them is chosen by key."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from tui_crm.sanitize import fit, visible, width
from tui_crm.screens import actions

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.binding import BindingType

MOST_LINES = 12


@dataclass(frozen=True, slots=True)
class SideRow:
    """A field with both its values, as they are read; ``is_mine`` is what is chosen, if any.

    A fixed one is shown and cannot be turned.
    """

    key: str
    label: str
    mine: str
    theirs: str
    is_mine: bool | None = None
    is_fixed: bool = False


class SideBySide(Widget, can_focus=True):
    """The rows; ``mine`` are the fields in which the left value is chosen."""

    BINDINGS: ClassVar[list[BindingType]] = actions.bindings("sides")
    DEFAULT_CSS = """
    SideBySide { height: auto; max-height: 1fr; overflow-y: auto; scrollbar-size: 1 1; }
    """

    class Chosen(Message):
        """A side was chosen."""

    cursor = reactive(0)

    def __init__(self, left: str, right: str, rows: Sequence[SideRow]) -> None:
        super().__init__()
        self._heads = left, right
        self._rows = tuple(rows)
        self._chosen = {row.key: row.is_mine for row in rows}
        self._open = [place for place, row in enumerate(self._rows) if not row.is_fixed]
        self.set_reactive(SideBySide.cursor, self._open[0] if self._open else 0)

    @property
    def mine(self) -> frozenset[str]:
        """The fields in which the left value is chosen."""
        return frozenset(self._rows[place].key for place in self._open if self._is_mine(place))

    @property
    def undecided(self) -> list[str]:
        """The labels of the fields in which neither value is chosen yet."""
        rows = (self._rows[place] for place in self._open)
        return [row.label for row in rows if self._chosen[row.key] is None]

    def _is_mine(self, place: int) -> bool | None:
        return self._chosen[self._rows[place].key]

    def render(self) -> Content:
        """A line of heads, then each field, its values wrapped by themselves."""
        label = min(20, max((width(row.label) for row in self._rows), default=0)) + 4
        side = max(8, (self.size.width - label - 3) // 2)
        gap = " " * label
        lines = [
            Content.assemble(
                gap,
                (fit("  " + self._heads[0], side + 3), "bold"),
                (fit(self._heads[1], max(0, side - 2)), "bold"),
            )
        ]
        for place, row in enumerate(self._rows):
            lines += self._drawn(place, row, label, side)
        return Content("\n").join(lines)

    def _drawn(self, place: int, row: SideRow, label: int, side: int) -> list[Content]:
        is_mine = self._chosen[row.key]
        is_here = place == self.cursor and not row.is_fixed
        left, right = _lines(row.mine, side - 2), _lines(row.theirs, side - 2)
        drawn = []
        for number in range(max(len(left), len(right))):
            first = number == 0
            head = ("▌" if is_here else " ") + (row.label if first else "")
            drawn.append(
                Content.assemble(
                    (fit(head, label), "bold" if is_here else "$text-muted"),
                    *_cell(left, number, side, is_mine is True, row.is_fixed),
                    " ",
                    *_cell(right, number, side, is_mine is False, row.is_fixed),
                )
            )
        return drawn

    def action_move(self, rows: int) -> None:
        """Go to the next field that can be turned."""
        if self._open:
            place = self._open.index(self.cursor) + rows
            self.cursor = self._open[max(0, min(place, len(self._open) - 1))]

    def action_turn(self) -> None:
        """Choose the other value; the left one where neither is chosen yet."""
        row = self._row
        if row is not None:
            self.action_choose(not self._chosen[row.key])

    def action_choose(self, is_mine: bool) -> None:
        """Choose the left value, or the right one."""
        row = self._row
        if row is not None:
            self._choose([row.key], is_mine)

    def action_choose_all(self, is_mine: bool) -> None:
        """Choose one side everywhere."""
        self._choose([self._rows[place].key for place in self._open], is_mine)

    def _choose(self, keys: Sequence[str], is_mine: bool) -> None:
        self._chosen |= dict.fromkeys(keys, is_mine)
        self.refresh()
        self.post_message(self.Chosen())

    @property
    def _row(self) -> SideRow | None:
        return self._rows[self.cursor] if self._open else None


def _lines(text: str, cells: int) -> list[str]:
    """``text`` in lines of ``cells``, a few at most."""
    found: list[str] = []
    for line in visible(text, multiline=True).split("\n"):
        rest = line
        while True:
            part = fit(rest, cells) if width(rest) <= cells else _front(rest, cells)
            found.append(part.rstrip())
            rest = rest[len(part) :] if width(rest) > cells else ""
            if not rest:
                break
    return found[:MOST_LINES] or [""]


def _front(text: str, cells: int) -> str:
    end = len(text)
    while width(text[:end]) > cells:
        end -= 1
    return text[: max(1, end)]


def _cell(
    lines: Sequence[str], number: int, cells: int, is_chosen: bool, is_fixed: bool
) -> list[tuple[str, str]]:
    sign = ("● " if is_chosen else "○ ") if number == 0 and not is_fixed else "  "
    if is_fixed and is_chosen and number == 0:
        sign = "✓ "
    text = lines[number] if number < len(lines) else ""
    style = "" if is_chosen else "$text-muted"
    return [(sign, "$accent" if is_chosen else "$text-muted"), (fit(text or "", cells - 2), style)]
