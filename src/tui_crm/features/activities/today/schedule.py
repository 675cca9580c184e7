"""A person's schedule: what is overdue, what is on, what has no day, what is done.

How activities are planned, finished and moved is in ``plans.py``; how a next step is read from
words, in ``next_step_line.py``.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Final

from tui_crm.features.activities import queries as rows
from tui_crm.features.activities.queries import BUSY_KINDS, AgendaItem, Part, Span
from tui_crm.store.records import find

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tui_crm.store.db.connection import Connection
    from tui_crm.store.db.store import Store

_INSTANT: Final = timedelta(minutes=1)
"""How long something is taken to last that does not say when it ends."""

_MOMENT: Final = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Agenda:
    """What a person has to do from ``day`` on, each part in its order.

    ``today`` has all that is planned for these days: by day, what has a time first. ``undated`` is
    planned for no day.
    """

    day: date
    days: int
    overdue: Part
    today: Part
    undated: Part
    done: Part

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing in it at all."""
        return not (self.overdue.total + self.today.total + self.undated.total + self.done.total)


def agenda(
    store: Store,
    day: date | None = None,
    days: int = 1,
    user: str | None = None,
    *,
    limit: int | None = None,
    with_rest: bool = True,
) -> Agenda:
    """The schedule of ``user`` (of whom the store was opened by) from ``day``, today, on.

    Overdue is what should have been done by now, or before ``day`` where that is another one, and
    nothing of it is among what is planned. Each part has its first ``limit`` items. Without the
    rest, what is planned is all of it, and what is overdue or has no day is left out.

    Raises:
        NotFoundError: there is no such user.
    """
    now = store.local_now()
    first = day or now.date()
    span = Span.of(first, days)
    moment = now if first == now.date() else datetime.combine(first, time()).astimezone()
    with store.reading() as connection:
        owner = _owner(store, connection, user)
        if owner is None:
            return Agenda(first, days, Part(), Part(), Part(), Part())
        but_late_by = moment if with_rest else None
        planned = rows.planned(connection, owner, span, limit, but_late_by=but_late_by)
        marked = tuple(sorted(with_conflicts(planned.items), key=_by_day))
        late = rows.overdue(connection, owner, moment, limit) if with_rest else Part()
        return Agenda(
            first,
            days,
            Part(tuple(sorted(late.items, key=_by_day)), late.total),
            Part(marked, planned.total),
            rows.undated(connection, owner, limit) if with_rest else Part(),
            rows.done(connection, owner, span, limit),
        )


def _owner(store: Store, connection: Connection, user: str | None) -> int | None:
    if user is None:
        return store.query_context().user_id
    return find(connection, store.schema.type("users"), user)


def _by_day(item: AgendaItem) -> tuple[date, bool, datetime, int]:
    never = datetime.max.replace(tzinfo=UTC)
    return item.day or date.max, not item.has_time, item.start or never, item.id


def with_conflicts(items: Iterable[AgendaItem]) -> list[AgendaItem]:
    """``items``, marked where one would have to be at two of them at once.

    They are one person's. Only calls and meetings that have a time can be in each other's way.
    """
    found = list(items)
    timed = sorted((_time(item), place) for place, item in enumerate(found) if _is_busy(item))
    clashing: set[int] = set()
    latest, holder = None, 0
    for (start, end), place in timed:
        if latest is not None and start < latest:
            clashing |= {holder, place}
        if latest is None or end > latest:
            latest, holder = end, place
    return [item._replace(is_conflict=place in clashing) for place, item in enumerate(found)]


def _is_busy(item: AgendaItem) -> bool:
    return item.kind in BUSY_KINDS and item.has_time and not item.is_done


def _time(item: AgendaItem) -> tuple[datetime, datetime]:
    start = item.start or datetime.max.replace(tzinfo=UTC)
    end = item.end
    return start, end if end and end > start else start + _INSTANT


def on_day(items: Iterable[AgendaItem], day: date) -> list[AgendaItem]:
    """Those that are planned for a day, or go on into it."""
    return [item for item in items if _touches(item, day)]


def _touches(item: AgendaItem, day: date) -> bool:
    if item.is_done:
        return item.done is not None and item.done.date() == day
    begins, end = item.day, item.end
    if begins is not None and not item.start and item.last_day is not None:
        return begins <= day <= item.last_day
    if begins is None or end is None or end.date() <= begins:
        return begins == day
    return begins <= day <= (end - _MOMENT).date()
