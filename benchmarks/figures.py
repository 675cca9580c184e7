"""Figures side by side: what a floor takes, what the program takes, and what was aimed at."""

from __future__ import annotations

import statistics
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


@dataclass(frozen=True, slots=True)
class Spread:
    """How samples lie, in the unit of the samples."""

    median: float
    low: float
    high: float
    p95: float

    @classmethod
    def of(cls, samples: Sequence[float]) -> Spread:
        """The spread of at least one sample."""
        ordered = sorted(samples)
        place = min(len(ordered) - 1, round(0.95 * (len(ordered) - 1)))
        return cls(statistics.median(ordered), ordered[0], ordered[-1], ordered[place])

    def __str__(self) -> str:
        return f"{_number(self.median)} ({_number(self.low)}–{_number(self.high)})"


class Measured(Enum):
    """What of a line an aim is about."""

    RATIO = "ratio"
    P95 = "p95"
    MEDIAN = "median"


@dataclass(frozen=True, slots=True)
class Aim:
    """The most that a line should show; ``remedy`` says what it would take where it shows more."""

    most: float
    of: Measured
    remedy: str


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the table. Samples are in ``unit``; a line without a floor stands for itself."""

    name: str
    ours: Sequence[float]
    floor: Sequence[float] = ()
    unit: str = "ms"
    aim: Aim | None = None

    @property
    def ratio(self) -> float | None:
        """Our median to that of the floor."""
        if not self.floor:
            return None
        return statistics.median(self.ours) / statistics.median(self.floor)

    @property
    def reached(self) -> float | None:
        """The figure that the aim is about."""
        if self.aim is None:
            return None
        ours = Spread.of(self.ours)
        by_kind = {Measured.P95: ours.p95, Measured.MEDIAN: ours.median, Measured.RATIO: self.ratio}
        return by_kind[self.aim.of]

    @property
    def is_missed(self) -> bool:
        """Whether there is an aim and it was not reached."""
        return self.aim is not None and self.reached is not None and self.reached > self.aim.most


def table(lines: Iterable[Line]) -> str:
    """The lines as a table in Markdown: medians, lowest to highest in brackets."""
    rows = [("measure", "floor", "ours", "ratio", "p95", "aim", "")]
    for line in lines:
        ours = Spread.of(line.ours)
        rows.append(
            (
                f"{line.name}, {line.unit}",
                str(Spread.of(line.floor)) if line.floor else "",
                str(ours),
                f"{line.ratio:.2f}" if line.ratio is not None else "",
                _number(ours.p95) if len(line.ours) >= 20 else "",
                f"{line.aim.of.value} ≤ {line.aim.most:g}" if line.aim else "",
                ("missed" if line.is_missed else "met") if line.aim else "",
            )
        )
    widths = [max(len(row[n]) for row in rows) for n in range(len(rows[0]))]
    drawn = [_row(row, widths) for row in rows]
    rule = "|" + "|".join("-" * (width + 2) for width in widths) + "|"
    return "\n".join([drawn[0], rule, *drawn[1:]])


def misses(lines: Iterable[Line]) -> list[str]:
    """A sentence for each aim that was missed: by how much, and what it would take."""
    found = []
    for line in lines:
        if line.aim is None or line.reached is None or not line.is_missed:
            continue
        over = 100 * (line.reached / line.aim.most - 1)
        reached = f"{line.reached:.2f}" if line.aim.of is Measured.RATIO else _number(line.reached)
        found.append(
            f"{line.name}: {line.aim.of.value} {reached} instead of {line.aim.most:g}"
            f" ({over:.0f} % over). {line.aim.remedy}"
        )
    return found


def _row(cells: Sequence[str], widths: Sequence[int]) -> str:
    padded = [cells[0].ljust(widths[0])]
    padded += [cell.rjust(width) for cell, width in zip(cells[1:], widths[1:], strict=True)]
    return f"| {' | '.join(padded)} |"


def _number(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"
