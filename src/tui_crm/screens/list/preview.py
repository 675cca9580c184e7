"""The preview of a record: its card, and the last of its timeline."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from tui_crm.i18n import t
from tui_crm.screens.detail.card import Card
from tui_crm.screens.detail.timeline import Timeline, read_timeline
from tui_crm.screens.detail.timeline_lines import last_lines
from tui_crm.screens.widgets.line_list import Line
from tui_crm.screens.widgets.section_view import BLANK, LineKind, ViewLine, view_lines
from tui_crm.store.records import read

if TYPE_CHECKING:
    from datetime import datetime

    from tui_crm.store.db.store import Store

ENTRIES: Final = 5
"""Entries of the timeline that a preview shows."""

LONGEST: Final = 8
"""Lines of one long text."""


@dataclass(frozen=True, slots=True)
class Preview:
    """What a preview shows, at the moment ``now``."""

    card: tuple[ViewLine, ...]
    timeline: Timeline
    now: datetime

    def lines(self, cells: int) -> list[Line]:
        """It in so many cells."""
        heading = (BLANK, ViewLine("", t("detail.timeline"), LineKind.HEADING))
        lines = view_lines((*self.card, *heading), cells, most=LONGEST)
        return [
            *(Line(each.pieces) for each in lines),
            *last_lines(self.timeline, self.now, cells, ENTRIES),
        ]


def preview(store: Store, record_type: str, record_id: int, currency: str) -> Preview:
    """The preview of a record; ``currency`` is the default of amounts.

    Raises:
        NotFoundError: there is no such record.
    """
    schema = store.schema
    now = store.local_now()
    with store.reading() as connection:
        record = read(connection, schema.type(record_type), record_id)
        timeline = read_timeline(
            store, connection, record, currency, limit=ENTRIES, with_counts=False
        )
    return Preview(tuple(Card(schema, record, now, currency).compact()), timeline, now)
