"""Table output: sanitized, aligned by cell width, cut to the terminal but never to a pipe."""

from __future__ import annotations

import sys
from itertools import chain, islice
from shutil import get_terminal_size
from typing import TYPE_CHECKING, Final

from tui_crm import column_layout as layout
from tui_crm.cli.messages import is_terminal, may_colour
from tui_crm.sanitize import fit, visible, width

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tui_crm.cli.output import OutputColumn, OutputRow

_MEASURED: Final = 1_000
"""Rows that the widths are taken from; the rows after them are streamed through."""

_BOLD, _PLAIN = "\x1b[1m", "\x1b[0m"


def draw(columns: Sequence[OutputColumn], entries: Iterable[OutputRow], *, indent: str = "") -> int:
    """Write a header line and the rows; returns their number. Without rows, nothing is written."""
    remaining = iter(entries)
    first = [entry.cells() for entry in islice(remaining, _MEASURED)]
    if not first:
        return 0
    natural = [
        max(width(column.label), *(width(row[place]) for row in first))
        for place, column in enumerate(columns)
    ]
    is_cut = is_terminal(sys.stdout)
    slots = _slots(columns, natural, len(indent)) if is_cut else _uncut(columns, natural)
    head = _line([column.label for column in columns], slots, is_cut=is_cut)
    if may_colour(sys.stdout):
        head = f"{_BOLD}{head}{_PLAIN}"
    sys.stdout.write(f"{indent}{head}\n")
    count = 0
    for row in chain(first, (entry.cells() for entry in remaining)):
        sys.stdout.write(f"{indent}{_line(row, slots, is_cut=is_cut)}\n")
        count += 1
    return count


def _slots(
    columns: Sequence[OutputColumn], natural: Sequence[int], indent: int
) -> Sequence[tuple[int, int, bool]]:
    """Index, width and right alignment of the columns that fit into the terminal."""
    wanted = [
        layout.Column(
            column.key,
            column.label,
            min(cells, max(column.width, width(column.label))) if column.width else cells,
            column.priority,
            "right" if column.is_right else "left",
            flexible=not column.is_right,
        )
        for column, cells in zip(columns, natural, strict=True)
    ]
    all_of_them = sum(column.width + layout.GAP for column in wanted if column.width) - layout.GAP
    room = get_terminal_size().columns - indent
    return [
        (slot.index, slot.width, slot.column.align == "right")
        for slot in layout.lay_out(wanted, min(room, all_of_them))
    ]


def _uncut(
    columns: Sequence[OutputColumn], natural: Sequence[int]
) -> Sequence[tuple[int, int, bool]]:
    return [
        (place, cells, column.is_right)
        for place, (column, cells) in enumerate(zip(columns, natural, strict=True))
    ]


def _line(row: Sequence[str], slots: Sequence[tuple[int, int, bool]], *, is_cut: bool) -> str:
    gap = " " * layout.GAP
    return gap.join(
        _cell(row[place], cells, right, is_cut) for place, cells, right in slots
    ).rstrip()


def _cell(text: str, cells: int, is_right: bool, is_cut: bool) -> str:
    drawn = fit(text, cells) if is_cut else visible(text)
    if is_right:
        drawn = drawn.strip()
    blanks = " " * max(0, cells - width(drawn))
    return blanks + drawn if is_right else drawn + blanks
