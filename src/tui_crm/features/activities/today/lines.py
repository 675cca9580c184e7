"""A schedule as lines and columns, and a week of it as hours, in the language in use."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from tui_crm.column_layout import Column
from tui_crm.features.activities.describe import about, kind_words, remarks, sign, time_words
from tui_crm.features.activities.today.agenda_list import AgendaLine
from tui_crm.features.activities.today.schedule import agenda, busy_times, on_day
from tui_crm.features.activities.today.week_grid import WeekDay
from tui_crm.i18n import t
from tui_crm.language import formats
from tui_crm.language.days import week_start
from tui_crm.sanitize import width

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date, datetime

    from tui_crm.features.activities.queries import AgendaItem, Part
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


def read_week(store: Store, day: date) -> Agenda:
    """What is on in the week of a day."""
    return agenda(store, week_start(day), 7, limit=MOST_IN_WEEK, with_rest=False)


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


def week_days(found: Agenda, chosen: date, now: datetime) -> list[WeekDay]:
    """The seven days of a week."""
    return [_week_day(found, found.day + timedelta(days=n), chosen, now) for n in range(7)]


def _week_day(found: Agenda, day: date, chosen: date, now: datetime) -> WeekDay:
    items = on_day(found.today.items, day)
    late = sum(item.is_late(now) for item in items)
    key = "today.count_late" if late else "today.count"
    return WeekDay(
        day,
        formats.weekday_day(day, now),
        t(key, n=len(items), late=late) if items else "",
        _hours(items, day),
        is_today=day == now.date(),
        is_chosen=day == chosen,
        has_late=bool(late),
    )


def _hours(items: Sequence[AgendaItem], day: date) -> dict[int, str]:
    """By hour: what begins in it first, and how much more; "" where something goes on."""
    taken: dict[int, str] = {}
    for start, end in busy_times(items, day):
        first = start.hour if start.date() == day else 0
        last = (end - timedelta(seconds=1)).hour if end.date() == day else 23
        taken |= dict.fromkeys(range(first, last + 1), "")
    timed = [item for item in items if item.has_time and item.day == day]
    begun = Counter(item.start.hour for item in timed if item.start)
    for item in reversed(timed):
        if (at := item.start) is not None:
            clash = "=" if item.is_conflict else ""
            more = f"+{begun[at.hour] - 1}" if begun[at.hour] > 1 else ""
            words = item.company or item.contact or item.lead or item.subject
            taken[at.hour] = f"{clash}{formats.clock(at)}{more} {words}"
    return taken


def hours_of(days: Sequence[WeekDay], most: int) -> range:
    """The hours that a week shows: working hours, and what lies outside them, if there is room."""
    known = [hour for each in days for hour in each.hours]
    first = min([_WORKING_HOURS[0], *known])
    last = max([_WORKING_HOURS[1], *(hour + 1 for hour in known)])
    if last - first <= most:
        return range(first, last)
    first = min(_WORKING_HOURS[0], max(first, last - most))
    return range(first, min(last, first + most))
