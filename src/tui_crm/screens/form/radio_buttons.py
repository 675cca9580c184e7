"""Radio buttons as text: side by side in lines, with the digits that choose them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tui_crm.sanitize import visible, width

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import TypeAlias

    from tui_crm.store.model import Value

    RadioOptions: TypeAlias = Sequence[tuple[Value, str]]
    """Values and their words."""

RADIO_GAP: Final = "  "

UNCHANGED: Final = "unchanged"
"""The choice that leaves a value as it is; its digit is 0."""


def digit_of(options: RadioOptions, place: int) -> str:
    """The digit that takes the choice at ``place``; empty for those beyond the ninth."""
    digit = place if options[0][0] == UNCHANGED else place + 1
    return str(digit) if digit <= 9 else ""


def radio_lines(
    options: RadioOptions, chosen: Value, room: int, *, is_numbered: bool
) -> list[list[tuple[int, str]]]:
    """Choices as radio buttons side by side in lines of ``room`` cells: their places and words.

    Where they are numbered, those that are not chosen have their digit for a sign.
    """
    words = []
    for place, (value, label) in enumerate(options):
        sign = (digit_of(options, place) if is_numbered else "") or "○"
        words.append((place, f"{'●' if value == chosen else sign} {visible(label)}"))
    return in_rows(words, room)


def in_rows(words: Sequence[tuple[int, str]], room: int) -> list[list[tuple[int, str]]]:
    """Words with their places, in as few lines of ``room`` cells as they fit into."""
    lines: list[list[tuple[int, str]]] = [[]]
    taken = 0
    for each in words:
        cells = width(each[1])
        if lines[-1] and taken + len(RADIO_GAP) + cells > room:
            lines.append([])
            taken = 0
        taken += cells + (len(RADIO_GAP) if lines[-1] else 0)
        lines[-1].append(each)
    return lines


def joined(lines: Sequence[Sequence[tuple[int, str]]]) -> list[str]:
    """The same as texts."""
    return [RADIO_GAP.join(words for _, words in line) for line in lines]
