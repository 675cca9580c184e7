"""Textual's compositor, with wide characters whole (why: docs/adr/0016)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual._compositor import ChopsUpdate, Compositor
from textual.geometry import Region

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from textual._compositor import ReflowResult
    from textual.geometry import Size
    from textual.strip import Strip
    from textual.widget import Widget


class WholeCharacterCompositor(Compositor):
    """Cuts what a widget shows only where another one in front of it begins or ends.

    Textual also cuts it where one *behind* it does, and each cut inside a wide character leaves two
    blanks in its place.
    """

    def _render_chops(
        self, crop: Region, is_rendered_line: Callable[[int], bool]
    ) -> Sequence[Mapping[int, Strip]]:
        """The runs of each line by the column in which they begin, from left to right."""
        width, height = self.size
        lines: list[dict[int, Strip]] = [{} for _ in range(height)]
        free = [[(0, width)] for _ in range(height)]
        # Whole lines: a widget beside the crop may be in front of one that reaches into it.
        rows = Region(0, crop.y, width, crop.height)
        for region, clip, strips in self._get_renders(rows):  # from front to back
            shown = region.intersection(clip)
            for y, strip in zip(shown.line_range, strips, strict=False):
                if free[y] and is_rendered_line(y):
                    free[y] = _place(strip, shown.x, lines[y], free[y])
        return [dict(sorted(line.items())) for line in lines]

    def render_partial_update(self) -> ChopsUpdate | None:
        """What is dirty, in whole runs: an end inside a wide character would leave a blank."""
        dirty = [region.intersection(self.size.region) for region in self._dirty_regions]
        self._dirty_regions.clear()
        dirty = [region for region in dirty if region]
        if not dirty:
            return None
        spans = list(self._regions_to_spans(dirty))
        chops = self._render_chops(Region.from_union(dirty), {y for y, _, _ in spans}.__contains__)
        ends = [[x + strip.cell_length for x, strip in line.items()] for line in chops]
        whole = []
        for y, x1, x2 in spans:
            runs = zip(chops[y], ends[y], strict=True)
            touched = [(x, end) for x, end in runs if x < x2 and end > x1]
            if touched:
                whole.append((y, touched[0][0], touched[-1][1]))
        return ChopsUpdate(chops, whole, ends) if whole else None

    def reflow(self, parent: Widget, size: Size) -> ReflowResult:
        """Lay everything out anew."""
        changed = super().reflow(parent, size)
        self._mark_neighbours_dirty()
        return changed

    def reflow_visible(self, parent: Widget, size: Size) -> set[Widget]:
        """Lay out what is visible anew, as after scrolling."""
        exposed = super().reflow_visible(parent, size)
        self._mark_neighbours_dirty()
        return exposed

    def _mark_neighbours_dirty(self) -> None:
        """Draw the column on each side too: there is a new, or no longer a, half of a character."""
        screen = self.size.region
        grown = {region.grow((0, 1, 0, 1)).intersection(screen) for region in self._dirty_regions}
        self._dirty_regions = grown


def _place(
    strip: Strip, x: int, line: dict[int, Strip], free: list[tuple[int, int]]
) -> list[tuple[int, int]]:
    """Put what of ``strip``, beginning at ``x``, falls on free columns; what is free after it."""
    end = x + strip.cell_length
    left: list[tuple[int, int]] = []
    for first, last in free:
        start, stop = max(first, x), min(last, end)
        if start >= stop:
            left.append((first, last))
            continue
        line[start] = strip.crop(start - x, stop - x)
        left += [gap for gap in ((first, start), (stop, last)) if gap[0] < gap[1]]
    return left
