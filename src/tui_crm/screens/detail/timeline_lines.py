"""A timeline as lines: what is planned, then the past by day, week and month."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from itertools import groupby
from typing import TYPE_CHECKING, Final

from tui_crm.i18n import t
from tui_crm.language import formats
from tui_crm.language.formats import number
from tui_crm.sanitize import width
from tui_crm.screens.detail.timeline import moment_of
from tui_crm.screens.widgets.line_list import Line, Piece

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime

    from tui_crm.screens.detail.timeline import Timeline, TimelineEntry

MORE: Final = "more"
"""The ``ref`` of the line that stands for older entries."""

LATE_SIGN: Final = "! "
DASH: Final = " – "
LONGEST_WHEN: Final = 20
LONGEST_WHO: Final = 10
LONGEST_WHOSE: Final = 18
ROOM_FOR_WHO: Final = 58
"""Cells from which a line says who did it."""


@dataclass(frozen=True, slots=True)
class _Columns:
    """The cells of the columns beside the text."""

    when: int
    text: int
    who: int
    extra: int


def timeline_lines(timeline: Timeline, now: datetime, cells: int) -> list[Line]:
    """Its entries under headings, each on one line, and how many more there are."""
    groups = list(_groups(timeline, now))
    when = {e.key: when_words(e, now) for _, of_group in groups for e in of_group}
    columns = _columns((*timeline.planned, *timeline.past), when, cells)
    lines: list[Line] = []
    for heading, of_group in groups:
        lines.append(Line((Piece(heading, cells, "section"),)))
        lines += [Line(tuple(_pieces(e, when[e.key], columns)), e.key) for e in of_group]
        if of_group[-1].is_planned and timeline.more_planned:
            lines.append(_more(timeline.more_planned, "detail.more_planned", cells))
    if timeline.more_past:
        lines.append(_more(timeline.more_past, "detail.more_past", cells))
    return lines


def last_lines(timeline: Timeline, now: datetime, cells: int, n: int) -> list[Line]:
    """The first few of what is planned and the last of what is past, ``n`` in all."""
    planned = timeline.planned[: max(n // 2, n - len(timeline.past))]
    entries = (*planned, *timeline.past)[:n]
    when = {e.key: _seen_from(e, now) for e in entries}
    columns = _columns(entries, when, cells)
    return [Line(tuple(_pieces(e, when[e.key], columns))) for e in entries]


def _seen_from(entry: TimelineEntry, now: datetime) -> str:
    if entry.is_planned or not entry.at:
        return when_words(entry, now)
    return formats.relative(min(moment_of(entry, now), now), now)


def _more(n: int, words: str, cells: int) -> Line:
    return Line((Piece("  " + t(words, n=number(n)), cells, "link"),), (MORE, words))


def _groups(timeline: Timeline, now: datetime) -> Iterator[tuple[str, Sequence[TimelineEntry]]]:
    if timeline.planned:
        yield t("detail.kind.planned"), timeline.planned
    for heading, entries in groupby(timeline.past, lambda entry: _period(entry, now)):
        yield heading, list(entries)


def _period(entry: TimelineEntry, now: datetime) -> str:
    """The heading that a past entry stands under."""
    day, today = moment_of(entry, now).date(), now.date()
    monday = today - timedelta(days=today.weekday())
    if day >= today:
        return t("detail.period.today")
    if day >= monday:
        return t("detail.period.this_week")
    if day >= monday - timedelta(days=7):
        return t("detail.period.last_week")
    if (day.year, day.month) == (today.year, today.month):
        return t("detail.period.this_month")
    before = today.replace(day=1) - timedelta(days=1)
    if (day.year, day.month) == (before.year, before.month):
        return t("detail.period.last_month")
    months = t("formats.long_months").split(" ")
    key = "month" if day.year == today.year else "month_of_year"
    return t(f"detail.period.{key}", year=day.year, month=day.month, name=months[day.month - 1])


def when_words(entry: TimelineEntry, now: datetime) -> str:
    """When an entry is, as short as its heading lets it be; what is overdue has a sign."""
    if not entry.at:
        return t("detail.any_day")
    at, is_day = moment_of(entry, now), formats.is_day(entry.at)
    day = at.date()
    if entry.is_planned:
        words = formats.weekday_day(day, now) if is_day else _planned_at(at, now)
        return LATE_SIGN + words if entry.is_late else words
    if day >= now.date():
        return "" if is_day else formats.clock(at)
    if now.date() - day > timedelta(days=now.weekday() + 7) or is_day:
        return formats.day(day, now)
    return formats.stamp(at, now)


def _planned_at(at: datetime, now: datetime) -> str:
    days = (at.date() - now.date()).days
    if days == 0:
        return t("detail.today_at", time=formats.clock(at))
    if days == 1:
        return t("formats.tomorrow_at", time=formats.clock(at))
    return formats.stamp(at, now)


def _columns(
    entries: Sequence[TimelineEntry], words: Mapping[tuple[object, ...], str], cells: int
) -> _Columns:
    when = min(LONGEST_WHEN, max(map(width, words.values()), default=0))
    who = min(LONGEST_WHO, max((width(e.who) for e in entries), default=0))
    extra = max((width(e.extra) for e in entries), default=0)
    if cells < ROOM_FOR_WHO:
        who = 0
    beside = 2 + when + 2 + (who + 2 if who else 0) + (extra + 1 if extra else 0)
    return _Columns(when, max(1, cells - beside), who, extra)


def _pieces(entry: TimelineEntry, when: str, columns: _Columns) -> Iterator[Piece]:
    dim = "muted" if entry.is_dim else ""
    tone = f"tone-{entry.tone}" if entry.tone else "muted"
    yield Piece(entry.sign, 2, dim or tone)
    yield Piece(when, columns.when, "error" if entry.is_late else "muted")
    yield Piece("", 2)
    whose = min(width(DASH + entry.whose), LONGEST_WHOSE) if entry.whose else 0
    room = columns.text - whose
    text = min(room, width(entry.text)) if whose else room
    yield Piece(entry.text, text, dim or "plain")
    if whose:
        yield Piece(DASH + entry.whose, columns.text - text, "muted")
    if columns.who:
        yield Piece("", 2)
        yield Piece(entry.who, columns.who, "muted")
    if columns.extra:
        yield Piece("", 1)
        short = columns.extra - width(entry.extra)
        yield Piece(" " * short + entry.extra, columns.extra, "muted")
