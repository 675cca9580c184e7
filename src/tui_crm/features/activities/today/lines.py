"""A schedule as lines and columns, and a week of it as hours, in the language in use."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tui_crm.column_layout import Column
from tui_crm.features.activities.describe import about, kind_words, remarks, sign, time_words
from tui_crm.features.activities.today.agenda_list import AgendaLine
from tui_crm.features.activities.today.schedule import agenda
from tui_crm.i18n import t
from tui_crm.language import formats
from tui_crm.sanitize import width

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date, datetime

    from tui_crm.features.activities.queries import Part
    from tui_crm.features.activities.today.schedule import Agenda
    from tui_crm.store.db.store import Store
    from tui_crm.store.model import Schema

MOST: Final = 200
"""So many of each part are listed; of the others it is said how many there are."""

MOST_IN_WEEK: Final = 1_000

_WORKING_HOURS: Final = (9, 18)
_LOOKS: Final = {"!": "error", "=": "warning", "✓": "muted"}


def read_day(store: Store, day: date, *, is_today: bool) -> Agenda:
    """What is on a day; what is overdue or has no day belongs to today alone."""
    return agenda(store, day, limit=MOST, with_rest=is_today)


def lines_of(found: Agenda, schema: Schema, now: datetime) -> list[AgendaLine]:
    """All lines of a day, each part under its heading."""
    is_today = found.day == now.date()
    return [
        *_part("overdue", found.overdue, schema, now, found.day),
        *_part("today" if is_today else "day", found.today, schema, now, found.day),
        *_part("undated", found.undated, schema, now, found.day),
        *_part("done", found.done, schema, now, found.day),
    ]


def _part(name: str, part: Part, schema: Schema, now: datetime, day: date) -> Iterator[AgendaLine]:
    if not part.total:
        return
    heading = f"{t(f'today.part.{name}')} ({formats.number(part.total)})"
    yield AgendaLine((heading,), "accent")
    for item in part.items:
        mark = sign(item, now)
        cells = (
            mark,
            time_words(item, now, day, with_end=name != "overdue"),
            kind_words(schema, item.kind),
            item.subject,
            about(item),
            " · ".join(remarks(item)),
        )
        yield AgendaLine(cells, _LOOKS.get(mark, "plain"), item.id, item.is_done)
    if part.total > len(part.items):
        more = part.total - len(part.items)
        yield AgendaLine((f"   {t('today.and_more', n=more)}",), "muted")


def columns_of(lines: Sequence[AgendaLine]) -> list[Column]:
    """The columns that fit what stands in them: none is cut while another has room to spare."""
    cells = [line.cells for line in lines if line.id is not None]
    widest = [max((width(row[place]) for row in cells), default=0) or 1 for place in range(6)]

    def words(key: str, place: int, usual: int, priority: int) -> Column:
        most = widest[place]
        return Column(key, "", min(usual, most), priority, flexible=most > usual, most=most)

    return [
        Column("sign", "", 1, 1),
        Column("when", "", min(18, widest[1]), 1),
        Column("kind", "", min(8, widest[2]), 1),
        words("subject", 3, 18, 1),
        words("about", 4, 20, 2),
        words("more", 5, 22, 3),
    ]
