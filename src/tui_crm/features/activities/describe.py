"""An activity in the words of a schedule: its sign, when, whom it is about, what else matters."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from tui_crm.i18n import t
from tui_crm.language import formats

if TYPE_CHECKING:
    from datetime import date

    from tui_crm.features.activities.next_step_line import NextStep
    from tui_crm.features.activities.queries import AgendaItem
    from tui_crm.language.when import When
    from tui_crm.store.model import Schema

DONE_SIGN: Final = "✓"
LATE_SIGN: Final = "!"
CLASH_SIGN: Final = "="


def sign(item: AgendaItem, now: datetime) -> str:
    """One character for the state of an activity: done, late, at the same time as another one."""
    if item.is_done:
        return DONE_SIGN
    if item.is_late(now):
        return LATE_SIGN
    return CLASH_SIGN if item.is_conflict else ""


def time_words(
    item: AgendaItem, now: datetime, day: date | None = None, *, with_end: bool = True
) -> str:
    """When an activity is; without its date where it is on ``day``, on which it is shown.

    Blank where it is for no day.
    """
    if item.is_done and item.done is not None:
        return formats.clock(item.done) if item.done.date() == day else _dated(item.done, now)
    start = item.start
    if item.has_time and start is not None:
        words = formats.clock(start) if start.date() == day else _dated(start, now)
        return words + (_until(item, start) if with_end else "")
    if item.day is None:
        return ""
    last = item.last_day or item.day
    words = t("today.all_day") if item.all_day else t("today.any_time")
    if day is None or not item.day <= day <= last:
        words = formats.weekday_day(item.day, now)
    return words if last == item.day else f"{words}–{formats.day(last, item.day)}"


def _dated(moment: datetime, now: datetime) -> str:
    return f"{formats.weekday_day(moment, now)} {formats.clock(moment)}"


def _until(item: AgendaItem, start: datetime) -> str:
    end = item.end
    if end is None or end <= start:
        return ""
    is_long = end - start >= timedelta(days=1)
    return f"–{formats.day(end, start)}" if is_long else f"–{formats.clock(end)}"


def about(item: AgendaItem) -> str:
    """Whom it is about: 清水 一郎 · たちつてと㈱ › 更新案件."""
    person = item.contact or item.lead
    names = [name for name in (person, item.company) if name]
    who = " · ".join(dict.fromkeys(names))
    return " › ".join(name for name in (who, item.deal) if name)


def remarks(item: AgendaItem) -> list[str]:
    """What else matters of it: a clash, the result, the place, who takes part, who asked for it."""
    found = [t("today.clash")] if item.is_conflict else []
    if item.result:
        found.append(t("today.result", words=" ".join(item.result.split())))
    if item.is_done:
        return found + ([t("today.done_by", name=item.owner)] if item.requested_by else [])
    if item.place:
        found.append(item.place)
    if item.participants:
        found.append(t("today.with", names=item.participants))
    if item.requested_by:
        found.append(t("today.requested_by", name=item.requested_by))
    return found


def kind_words(schema: Schema, kind: str) -> str:
    """What a person calls a kind of activity."""
    choice = schema.choice("activity_kind", kind)
    return choice.label() if choice else kind


def step_words(schema: Schema, step: NextStep, now: datetime) -> str:
    """A next step that was read from words, said back."""
    kind, when = kind_words(schema, step.kind), when_words(step.when, now)
    return t("activity.reading", kind=kind, when=when, subject=step.subject)


def when_words(when: When | None, now: datetime) -> str:
    """A day or time that was read from words, said back: Mon 23 Nov 10:00–11:00."""
    if when is None:
        return t("today.no_day")
    if not isinstance(when.start, datetime):
        return formats.weekday_day(when.start, now)
    words = _dated(when.start, now)
    if when.end is None:
        return words
    is_long = when.end - when.start >= timedelta(days=1)
    return f"{words}–{_dated(when.end, now) if is_long else formats.clock(when.end)}"
