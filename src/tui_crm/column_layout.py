"""The columns of a list, and where each of them stands in a given width."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

if TYPE_CHECKING:
    from collections.abc import Sequence

GAP: Final = 2
"""Blank cells between two columns."""

SMALLEST: Final = 4
"""Cells that a flexible column keeps when even the columns that are never dropped do not fit."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its label, the cells it wants, and what becomes of it when there are fewer or more.

    A column of priority 1 is never dropped; of the others the highest number goes first. A flexible
    one takes a share of the spare width, by its own width, up to ``most`` cells if that is given.
    """

    key: str
    label: str
    width: int
    priority: int
    align: Literal["left", "right"] = "left"
    flexible: bool = False
    most: int | None = None
    is_company: bool = False
    """Whether names of companies stand in it, whose legal form is a sign where they do not fit."""


@dataclass(frozen=True, slots=True)
class Slot:
    """A column in its place: ``index`` of its text in a row, first cell ``x``, its ``width``."""

    column: Column
    index: int
    x: int
    width: int


def lay_out(columns: Sequence[Column], width: int) -> tuple[Slot, ...]:
    """The columns that fit into ``width`` cells, in their order, with their places.

    One that wants no cells has no place, and no gap.
    """
    kept = _drop([entry for entry in enumerate(columns) if entry[1].width], width)
    widths = _stretch([column for _, column in kept], width)
    slots: list[Slot] = []
    x = 0
    for (index, column), wanted in zip(kept, widths, strict=True):
        cells = min(wanted, width - x)
        if cells < 1:
            break
        slots.append(Slot(column, index, x, cells))
        x += cells + GAP
    return tuple(slots)


def _excess(columns: Sequence[Column], width: int) -> int:
    return sum(column.width + GAP for column in columns) - GAP - width


def _drop(numbered: list[tuple[int, Column]], width: int) -> list[tuple[int, Column]]:
    """Drop the highest priority first, of equals the rightmost, until the rest fits."""
    while _excess([column for _, column in numbered], width) > 0:
        last = max(numbered, key=lambda entry: (entry[1].priority, entry[0]))
        if last[1].priority <= 1:
            break
        numbered.remove(last)
    return numbered


def _stretch(columns: Sequence[Column], width: int) -> list[int]:
    """The width of each column once the flexible ones have shared what is spare, or lacking."""
    widths = [column.width for column in columns]
    spare = -_excess(columns, width)
    growing = [place for place, column in enumerate(columns) if column.flexible]
    while spare and growing:
        weight = sum(columns[place].width for place in growing)
        shares, left = [], spare
        for place in growing:
            shares.append(left * columns[place].width // weight)
            left -= shares[-1]
            weight -= columns[place].width
        full = [
            place
            for place, share in zip(growing, shares, strict=True)
            if (most := columns[place].most) is not None and columns[place].width + share >= most
        ]
        if not full:
            for place, share in zip(growing, shares, strict=True):
                least = min(SMALLEST, columns[place].width)
                widths[place] = max(least, columns[place].width + share)
            break
        for place in full:
            widths[place] = max(columns[place].width, columns[place].most or 0)
            spare -= widths[place] - columns[place].width
        growing = [place for place in growing if place not in full]
    return widths
