"""Activities as a schedule wants them, between two moments, and the next one of a record."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from tui_crm.language.formats import is_day, local, stored
from tui_crm.store.records import chunks
from tui_crm.store.sql import quote

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tui_crm.store.db.connection import Connection
    from tui_crm.store.db.store import Store
    from tui_crm.store.model import Schema
    from tui_crm.store.sql import Sql


class AgendaItem(NamedTuple):
    """An activity with the titles of all that it is about; blank where there is nothing."""

    id: int
    version: int
    kind: str
    subject: str
    status: str
    start_at: str
    end_at: str
    due_on: str
    end_on: str
    all_day: bool
    place: str
    participants: str
    priority: str
    result: str
    done_at: str
    owner: str
    requested_by: str
    lead_id: int | None
    lead: str
    account_id: int | None
    account: str
    contact_id: int | None
    contact: str
    deal_id: int | None
    deal: str
    company: str
    is_conflict: bool = False

    @property
    def start(self) -> datetime | None:
        """When it begins, local; None where it has no time."""
        return local(self.start_at) if self.start_at else None

    @property
    def end(self) -> datetime | None:
        """When it ends, local; None where that was not said."""
        return local(self.end_at) if self.end_at else None

    @property
    def due(self) -> date | None:
        """The day it is for, where it has no time."""
        return date.fromisoformat(self.due_on) if self.due_on else None

    @property
    def last_day(self) -> date | None:
        """The last of the days it is on, where it has no time."""
        return date.fromisoformat(self.end_on) if self.end_on else self.due

    @property
    def day(self) -> date | None:
        """The local day on which it begins or is due; None for any day."""
        start = self.start
        return start.date() if start else self.due

    @property
    def done(self) -> datetime | None:
        """When it was done, local; when it took place, where that is all there is."""
        at = self.done_at or self.start_at
        return local(at) if at else None

    @property
    def is_done(self) -> bool:
        return self.status == "done"

    @property
    def has_time(self) -> bool:
        """Whether it has a time of day."""
        return bool(self.start_at) and not self.all_day

    def is_late(self, now: datetime) -> bool:
        """Whether it should have been done by ``now`` (local)."""
        day = self.day
        if self.is_done or day is None:
            return False
        start, end = self.start, self.end
        if self.has_time and start is not None:
            return start < now and (end is None or end <= now)
        return (self.last_day or day) < now.date()


class Part(NamedTuple):
    """The first items of a part of a schedule, and how many there are in all."""

    items: tuple[AgendaItem, ...] = ()
    total: int = 0


@dataclass(frozen=True, slots=True)
class Span:
    """Whole local days, from ``first`` up to ``last``, which is not one of them."""

    first: date
    last: date

    @classmethod
    def of(cls, day: date, days: int = 1) -> Span:
        """So many days from ``day`` on."""
        return cls(day, day + timedelta(days=days))

    @property
    def begin(self) -> str:
        """The first moment, as it is stored."""
        return _midnight(self.first)

    @property
    def end(self) -> str:
        """The moment after the last, as it is stored."""
        return _midnight(self.last)


def _midnight(day: date) -> str:
    # Without a zone, so that it is the zone of this machine as it is on that day.
    return stored(datetime.combine(day, time()))


BUSY_KINDS: Final = frozenset(("call", "meeting"))
"""Kinds of activities that one cannot do two of at once."""

_COLUMNS: Final = """a.id, a.version, a.kind, a.subject, a.status, a.start_at, a.end_at, a.due_on,
    a.end_on, coalesce(a.all_day, 0), a.place, a.participants, a.priority, a.result, a.done_at,
    o.title, r.title, a.lead, l.title, a.account, ac.title, a.contact, c.title, a.deal, d.title,
    coalesce(ac.title, nullif(l.company, ''), ca.title)"""
_NUMBERS: Final = frozenset(("lead_id", "account_id", "contact_id", "deal_id"))
_JOINS: Final = """activities a
    LEFT JOIN users o ON o.id = a.owner
    LEFT JOIN users r ON r.id = a.requested_by
    LEFT JOIN leads l ON l.id = a.lead
    LEFT JOIN accounts ac ON ac.id = a.account
    LEFT JOIN contacts c ON c.id = a.contact
    LEFT JOIN accounts ca ON ca.id = c.account
    LEFT JOIN deals d ON d.id = a.deal"""
_FIELDS: Final = AgendaItem._fields[:-1]
_PLANNED: Final = "owner = ? AND status = 'planned'"
_TIME_OVER: Final = "start_at < ? AND (end_at IS NULL OR end_at <= ? OR end_at < start_at)"
_DAYS_OVER: Final = "due_on < ? AND (end_on IS NULL OR end_on < ?)"
_DONE: Final = "(+owner = ? OR +requested_by = ?) AND status = 'done'"
"""The plus keeps SQLite from starting at all that a person ever did."""


class _Clause(NamedTuple):
    """One of the ways to come into a part, which no activity comes into twice.

    Each is a range of one index, which a condition with all of them in it would not be.
    """

    where: str
    parameters: tuple[Any, ...]
    order: str


def overdue(connection: Connection, owner: int, moment: datetime, limit: int | None = None) -> Part:
    """What should have been done by ``moment`` (local, with its zone) and is not; oldest first."""
    return _part(connection, _ways_late(owner, moment), limit)


def planned(
    connection: Connection,
    owner: int,
    span: Span,
    limit: int | None = None,
    *,
    but_late_by: datetime | None = None,
) -> Part:
    """What is planned within the span, or goes on into it; in the order of time.

    With ``but_late_by``, what is ``overdue`` by that moment is left out.
    """
    begin, first, last = span.begin, span.first.isoformat(), span.last.isoformat()
    is_on = ""
    late: tuple[str, ...] = ()
    if but_late_by is not None:
        moment = stored(but_late_by)
        is_on, late = f" AND NOT ({_TIME_OVER})", (moment, moment)
    ways = (
        _Clause(
            f"{_PLANNED} AND start_at >= ? AND start_at < ?{is_on}",
            (owner, begin, span.end, *late),
            "start_at",
        ),
        _Clause(
            f"{_PLANNED} AND start_at < ? AND end_at > ?{is_on}",
            (owner, begin, begin, *late),
            "start_at",
        ),
        _Clause(
            f"{_PLANNED} AND start_at IS NULL AND due_on >= ? AND due_on < ?",
            (owner, first, last),
            "due_on",
        ),
        _Clause(
            f"{_PLANNED} AND start_at IS NULL AND due_on < ? AND end_on >= ?",
            (owner, first, first),
            "due_on",
        ),
    )
    return _part(connection, ways, limit)


def undated(connection: Connection, owner: int, limit: int | None = None) -> Part:
    """What is planned for no day at all; the oldest first."""
    where = f"{_PLANNED} AND start_at IS NULL AND due_on IS NULL"
    return _part(connection, (_Clause(where, (owner,), "CAST(NULL AS TEXT)"),), limit)


def done(connection: Connection, owner: int, span: Span, limit: int | None = None) -> Part:
    """What was done within the span by this person, or by others at their request; in order."""
    moments = (owner, owner, span.begin, span.end)
    days = (owner, owner, span.first.isoformat(), span.last.isoformat())
    undone = f"{_DONE} AND done_at IS NULL AND start_at"
    ways = (
        _Clause(f"{_DONE} AND done_at >= ? AND done_at < ?", moments, "done_at"),
        _Clause(f"{undone} >= ? AND start_at < ?", moments, "start_at"),
        _Clause(f"{undone} IS NULL AND due_on >= ? AND due_on < ?", days, "due_on"),
    )
    return _part(connection, ways, limit)


def count_overdue(store: Store) -> int:
    """How many planned activities of this user should have been done by now."""
    with store.reading() as connection:
        context = store.query_context()
        if context.user_id is None:
            return 0
        return count_late(connection, context.user_id, context.now)


def count_left_today(store: Store) -> int:
    """How much this user has to do today: what is overdue, and what is planned for the rest."""
    with store.reading() as connection:
        context = store.query_context()
        if context.user_id is None:
            return 0
        owner, now = context.user_id, context.now
        today = planned(connection, owner, Span.of(now.date()), limit=1, but_late_by=now)
        return count_late(connection, owner, now) + today.total


def count_late(connection: Connection, owner: int, moment: datetime) -> int:
    """How much is ``overdue`` by ``moment`` (local, with its zone)."""
    return sum(_count(connection, way) for way in _ways_late(owner, moment))


def _ways_late(owner: int, moment: datetime) -> tuple[_Clause, ...]:
    at, day = stored(moment), moment.date().isoformat()
    return (
        _Clause(f"{_PLANNED} AND {_TIME_OVER}", (owner, at, at), "start_at"),
        _Clause(f"{_PLANNED} AND start_at IS NULL AND {_DAYS_OVER}", (owner, day, day), "due_on"),
    )


def items(connection: Connection, ids: list[int]) -> tuple[AgendaItem, ...]:
    """The activities with these ids, in this order; those that are gone are left out."""
    found: dict[int, AgendaItem] = {}
    for part in chunks(ids):
        marks = ", ".join("?" * len(part))
        for row in connection.rows(
            f"SELECT {_COLUMNS} FROM {_JOINS} WHERE a.id IN ({marks})", part
        ):
            found[row[0]] = _item(row)
    return tuple(found[each] for each in ids if each in found)


def _item(row: tuple[Any, ...]) -> AgendaItem:
    named = dict(zip(_FIELDS, row, strict=True))
    blank = {key: "" for key, value in named.items() if value is None and key not in _NUMBERS}
    return AgendaItem(**{**named, **blank, "all_day": bool(named["all_day"])})


def _part(connection: Connection, ways: Sequence[_Clause], limit: int | None) -> Part:
    cut = "" if limit is None else f" LIMIT {limit}"
    parts = [
        f"SELECT * FROM (SELECT id, {way.order} AS at FROM activities WHERE {way.where}"
        f" ORDER BY {way.order}, id{cut}) way"
        for way in ways
    ]
    parameters = [value for way in ways for value in way.parameters]
    rows = connection.rows(f"{' UNION ALL '.join(parts)} ORDER BY at, id{cut}", parameters)
    ids = [int(row[0]) for row in rows]
    is_cut = limit is not None and len(ids) == limit
    total = sum(_count(connection, way) for way in ways) if is_cut else len(ids)
    return Part(items(connection, ids), total)


def _count(connection: Connection, way: _Clause) -> int:
    return int(
        connection.scalar(f"SELECT count(*) FROM activities WHERE {way.where}", way.parameters)
    )


_WHEN_DONE: Final = "coalesce(done_at, start_at, due_on, created_at)"
_WHEN_PLANNED: Final = "coalesce(start_at, due_on)"


def planned_within(connection: Connection, within: Sql, limit: int) -> dict[int, str]:
    """The first planned activities among those that ``within`` selects, by id, and when each is."""
    rows = connection.rows(
        f"SELECT id, coalesce({_WHEN_PLANNED}, '') FROM activities"
        f" WHERE id IN ({within.text}) AND status = 'planned'"
        f" ORDER BY {_WHEN_PLANNED} IS NULL, {_WHEN_PLANNED}, id LIMIT ?",
        (*within.parameters, limit),
    )
    return dict(rows)


def past_within(
    connection: Connection, within: Sql, limit: int, *, kind: str = ""
) -> dict[int, str]:
    """The last activities among those that are planned no more, of one kind if asked, by id."""
    test, parameters = ("AND kind = ?", (kind,)) if kind else ("", ())
    rows = connection.rows(
        f"SELECT id, {_WHEN_DONE} FROM activities"
        f" WHERE id IN ({within.text}) AND status <> 'planned' {test}"
        f" ORDER BY {_WHEN_DONE} DESC, id DESC LIMIT ?",
        (*within.parameters, *parameters, limit),
    )
    return dict(rows)


def counts_within(connection: Connection, within: Sql) -> dict[tuple[str, bool], int]:
    """How many past activities there are of each kind, and, under a blank kind, planned ones."""
    rows = connection.rows(
        "SELECT CASE WHEN status = 'planned' THEN '' ELSE coalesce(kind, 'task') END, count(*)"
        " FROM activities"
        f" WHERE id IN ({within.text}) GROUP BY 1",
        within.parameters,
    )
    return {(kind, not kind): n for kind, n in rows}


def due_call(
    connection: Connection, owner: int, link: str, record_id: int, now: datetime
) -> AgendaItem | None:
    """The oldest call of a person or of nobody that was to be made by the end of today (``now``).

    ``link`` is the field of an activity that names the record.
    """
    span = Span.of(now.date())
    rows = connection.rows(
        f"SELECT id FROM activities WHERE {quote(link)} = ? AND status = 'planned'"
        " AND kind = 'call' AND (owner = ? OR owner IS NULL)"
        " AND (start_at < ? OR (start_at IS NULL AND due_on < ?))"
        " ORDER BY coalesce(start_at, due_on), id LIMIT 1",
        (record_id, owner, span.end, span.last.isoformat()),
    )
    return next(iter(items(connection, [int(row[0]) for row in rows])), None)


def last_done(connection: Connection, link: str, record_id: int) -> AgendaItem | None:
    """What was done last with a record, which the field ``link`` of an activity names."""
    rows = connection.rows(
        f"SELECT id FROM activities WHERE {quote(link)} = ? AND status = 'done'"
        " AND coalesce(done_at, start_at) IS NOT NULL"
        " ORDER BY coalesce(done_at, start_at) DESC, id DESC LIMIT 1",
        (record_id,),
    )
    return next(iter(items(connection, [int(row[0]) for row in rows])), None)


class NextStep(NamedTuple):
    """A planned activity; ``at`` is a point in time, or a date where it has no time.

    ``last_day`` is the last of its days, where there are several.
    """

    kind: str
    subject: str
    at: str
    last_day: str = ""

    def is_overdue(self, now: datetime) -> bool:
        """Whether it should have been done by ``now`` (local, with its zone)."""
        if is_day(self.at):
            return max(self.at, self.last_day) < now.date().isoformat()
        return bool(self.at) and datetime.fromisoformat(self.at) < now


def next_steps(connection: Connection, link: str, ids: Sequence[int]) -> dict[int, NextStep]:
    """For each of ``ids`` that has an activity planned for some day: the first.

    ``link`` is the field of an activity that names the records.
    """
    column = quote(link)
    found: dict[int, NextStep] = {}
    for part in chunks(ids):
        marks = ", ".join("?" * len(part))
        for record_id, kind, subject, at, last_day in connection.rows(
            f"SELECT {column}, kind, subject, coalesce(start_at, due_on), coalesce(end_on, '')"
            " FROM activities"
            f" WHERE {column} IN ({marks}) AND status = 'planned'"
            " AND coalesce(start_at, due_on) IS NOT NULL"
            " ORDER BY coalesce(start_at, due_on) DESC",
            part,
        ):
            found[record_id] = NextStep(kind or "", subject or "", at, last_day)
    return found


def link_field(schema: Schema, record_type: str) -> str:
    """The field of an activity that names a record of this type; empty where none does."""
    links = schema.rollup_links(schema.type("activities"))
    return next((spec.key for spec in links if spec.target == record_type), "")


def find_item(store: Store, activity_id: int) -> AgendaItem | None:
    """An activity as it is now; None where it is gone."""
    with store.reading() as connection:
        return next(iter(items(connection, [activity_id])), None)
