"""The marked records of a list, one by one and in ranges."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tui_crm.screens.list.rows import IdList


class Marks:
    """The ids that are marked; a range grows and shrinks from the row where it was begun."""

    def __init__(self) -> None:
        self.ids: set[int] = set()
        self._anchor: int | None = None

    def toggle(self, record: int) -> None:
        """Mark ``record``, or take its mark away."""
        self.ids ^= {record}

    def end_range(self) -> None:
        """The next range begins anew."""
        self._anchor = None

    def extend(self, ids: IdList, old: int, new: int) -> None:
        """Move the end of a range from row ``old`` to row ``new``; a new one begins at ``old``."""
        if self._anchor is None:
            self._anchor = old
            self.ids.update(ids.span(old, old + 1))
        anchor = self._anchor
        was = range(min(anchor, old), max(anchor, old) + 1)
        now = range(min(anchor, new), max(anchor, new) + 1)
        self.ids.difference_update(ids.span(was.start, now.start), ids.span(now.stop, was.stop))
        self.ids.update(ids.span(now.start, was.start), ids.span(was.stop, now.stop))

    def invert(self, ids: Iterable[int]) -> None:
        """Mark those of ``ids`` that are not marked, and the other way round."""
        self.ids.symmetric_difference_update(ids)
        self._anchor = None

    def forget(self, records: Iterable[int]) -> bool:
        """Take the marks of ``records`` away; tells whether there were any."""
        before = len(self.ids)
        self.ids.difference_update(records)
        return len(self.ids) != before

    def clear(self) -> None:
        """Take all marks away."""
        self.ids.clear()
        self._anchor = None
