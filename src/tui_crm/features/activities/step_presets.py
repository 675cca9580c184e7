"""The usual next steps by number: the next business days, next week, each at a free time."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Final

from tui_crm.errors import UsageError
from tui_crm.features.activities.describe import when_words
from tui_crm.features.activities.next_step_line import (
    CALL,
    NextStep,
    parse_next_step,
    step_without_words,
)
from tui_crm.features.activities.queries import BUSY_KINDS, Span, planned
from tui_crm.i18n import t
from tui_crm.language.days import business_day, is_business_day, week_start
from tui_crm.language.fold import fold
from tui_crm.language.when import When

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import TypeAlias

    from tui_crm.store.db.connection import Connection
    from tui_crm.store.db.store import Store
    from tui_crm.store.model import Choice

    Busy: TypeAlias = Sequence[tuple[datetime, datetime]]

MORNING: Final = time(10)
"""When the first call of a day is planned for."""

EVENING: Final = time(18)
"""Calls have ended by then; a day whose times are all taken is planned for without one."""


@dataclass(frozen=True, slots=True)
class Preset:
    """A usual time of a next step; ``name`` is what the day is called, blank for its date alone."""

    name: str
    when: When

    def words(self, now: datetime) -> str:
        """What it is called, and when: tomorrow Wed 2 Dec 10:00."""
        name = t(f"activity.preset.{self.name}") if self.name else ""
        return " ".join(filter(None, (name, when_words(self.when, now))))


@dataclass(frozen=True, slots=True)
class StepPresets:
    """What a digit means in a line for the next step; with ``has_none``, the last says none."""

    presets: tuple[Preset, ...] = ()
    has_none: bool = False

    def words(self, now: datetime) -> list[str]:
        """All of them, numbered."""
        words = [each.words(now) for each in self.presets]
        words += [t("activity.preset.none")] if self.has_none else []
        return [f"{number} {each}" for number, each in enumerate(words, 1)]

    @property
    def count(self) -> int:
        """How many digits mean something."""
        return len(self.presets) + self.has_none

    def is_preset(self, text: str) -> bool:
        """Whether it is a digit alone."""
        typed = fold(text).strip()
        return len(typed) == 1 and typed.isascii() and typed.isdigit()

    def read(
        self,
        text: str,
        now: datetime,
        *,
        kind: str,
        subject: str,
        choices: Iterable[Choice],
    ) -> NextStep | None:
        """The step that a digit or words tell; None where that is said, or nothing is.

        Without a ``kind``, a digit is a call; a blank ``subject`` is that of the kind.

        Raises:
            UsageError: it is a digit of no preset, or as ``parse_next_step`` has it.
        """
        if not text.strip():
            return None
        if not self.is_preset(text):
            return parse_next_step(text, now, kind=kind, subject=subject, choices=choices)
        place = int(typed := fold(text).strip()) - 1
        if 0 <= place < len(self.presets):
            when = self.presets[place].when
            return step_without_words(kind or CALL, subject, when, choices)
        if self.has_none and place == len(self.presets):
            return None
        raise UsageError("activity.no_preset", value=typed)


def read_presets(store: Store, slot: timedelta, *, has_none: bool = False) -> StepPresets:
    """The presets of whom the store was opened by, each at a time of its day that is free."""
    now = store.local_now()
    user = store.query_context().user_id
    found = []
    with store.reading() as connection:
        for name, day in usual_days(now.date()):
            busy = busy_times(connection, user, day, slot)
            found.append(Preset(name, free_time(busy, _at(day, MORNING), slot)))
    return StepPresets(tuple(found), has_none)


def usual_days(today: date) -> tuple[tuple[str, date], ...]:
    """The next business day, the one after it, and the one next week; and what each is called."""
    first, second = business_day(today, 1), business_day(today, 2)
    is_tomorrow = first - today == timedelta(days=1)
    is_after = second - today == timedelta(days=2)
    return (
        ("tomorrow" if is_tomorrow else "business_day", first),
        ("day_after" if is_after else "", second),
        ("next_week", _next_week(today)),
    )


def _next_week(today: date) -> date:
    """The same day of next week, or the business day of that week that is nearest to it."""
    wanted, monday = today + timedelta(weeks=1), week_start(today) + timedelta(weeks=1)
    days = [monday + timedelta(days=n) for n in range(7)]
    working = [day for day in days if is_business_day(day)]
    return min(working or [wanted], key=lambda day: abs(day - wanted))


def busy_times(connection: Connection, user: int | None, day: date, slot: timedelta) -> Busy:
    """From when to when somebody's calls and meetings of a day last, a call at least a slot."""
    if user is None:
        return ()
    found = []
    for item in planned(connection, user, Span.of(day)).items:
        if item.kind in BUSY_KINDS and item.has_time and item.start is not None:
            found.append((item.start, max(item.end or item.start, item.start + slot)))
    return found


def free_time(busy: Busy, first: datetime, slot: timedelta) -> When:
    """The first slot from ``first`` on that nothing else takes; the day alone where none is left.

    What begins before the evening is to end by then.
    """
    last = _at(first.date(), EVENING)
    if first >= last:
        last = _at(first.date() + timedelta(days=1), time())
    at = first
    while at + slot <= last:
        if not any(start < at + slot and at < end for start, end in busy):
            return When(at, None, all_day=False)
        at += slot
    return When(first.date())


def spread(store: Store, step: NextStep, n: int, slot: timedelta) -> list[NextStep]:
    """One step each for ``n`` customers: calls one after the other, anything else at one time.

    Each call takes as long as the first, but a slot at least.
    """
    when = step.when
    if step.kind != "call" or when is None or not isinstance(when.start, datetime) or n < 2:
        return [step] * n
    with store.reading() as connection:
        user = store.query_context().user_id
        busy = [*busy_times(connection, user, when.start.date(), slot)]
    found, at = [step], when.start
    length = when.end - at if when.end is not None else timedelta()
    room = max(slot, length)
    while len(found) < n:
        busy.append((at, at + room))
        free = free_time(busy, at, room)
        if isinstance(free.start, datetime):
            at = free.start
            free = replace(free, end=at + length if when.end is not None else None)
        found.append(NextStep(step.kind, step.subject, free))
    return found


def _at(day: date, at: time) -> datetime:
    """A time of a day in the zone of this machine."""
    return datetime.combine(day, at).astimezone()
