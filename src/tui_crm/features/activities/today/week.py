"""The days of a week, and what is on in each, in the language in use."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from tui_crm.features.activities.chips import KINDS
from tui_crm.features.activities.describe import DONE_SIGN, sign
from tui_crm.features.activities.today.schedule import agenda, on_day
from tui_crm.i18n import language, t
from tui_crm.language import formats
from tui_crm.language.days import holiday_name, week_start

if TYPE_CHECKING:
    from datetime import date, datetime

    from tui_crm.features.activities.queries import AgendaItem
    from tui_crm.features.activities.today.schedule import Agenda
    from tui_crm.store.db.store import Store

MOST: Final = 1_000
WHOLE: Final = 7
FEW: Final = 3
"""Days that a narrow terminal shows: the one that is chosen, between its neighbours."""

_SATURDAY: Final = 5
_SUNDAY: Final = 6


@dataclass(frozen=True, slots=True)
class WeekEntry:
    """An activity in a week: the sign and the tone of its kind, when, with whom, what.

    ``mark`` says that it is late, done, or at the same time as another one.
    """

    id: int
    sign: str
    tone: str
    time: str
    mark: str
    who: str
    subject: str

    @property
    def is_done(self) -> bool:
        """Whether it was done."""
        return self.mark == DONE_SIGN


@dataclass(frozen=True, slots=True)
class WeekDay:
    """A day: its label, what is to be said of it, and its entries, those without a time first.

    Before the entry ``begins_next`` runs the line of the time ``now``; both are blank on any other
    day than today.
    """

    day: date
    label: str
    about: str
    tone: str
    entries: tuple[WeekEntry, ...]
    is_chosen: bool
    now: str = ""
    begins_next: int = 0


def read_week(store: Store, day: date) -> Agenda:
    """What is on in the week of a day, and on the days beside it."""
    return agenda(
        store, week_start(day) - timedelta(days=1), WHOLE + 2, limit=MOST, with_rest=False
    )


def days_of(found: Agenda, chosen: date, count: int, now: datetime) -> list[WeekDay]:
    """``WHOLE`` days from Monday on, or ``FEW`` around the one that is chosen."""
    first = week_start(chosen) if count == WHOLE else chosen - timedelta(days=count // 2)
    return [_day(found, first + timedelta(days=n), chosen, now) for n in range(count)]


def _day(found: Agenda, day: date, chosen: date, now: datetime) -> WeekDay:
    items = on_day((*found.today.items, *found.done.items), day)
    items.sort(
        key=lambda item: (_begins(item, day) is not None, _begins(item, day) or now, item.id)
    )
    holiday = holiday_name(day) if language() == "ja" else ""
    is_today = day == now.date()
    late = sum(item.is_late(now) for item in items)
    counted = t("today.count_late" if late else "today.count", n=len(items), late=late)
    about = (t("today.place") if is_today else "", holiday, counted if items else "")
    begun = [n for n, item in enumerate(items) if (_begins(item, day) or now) <= now]
    return WeekDay(
        day,
        formats.weekday_day(day, now),
        " ".join(filter(None, about)),
        _tone(day, is_holiday=bool(holiday)),
        tuple(_entry(item, day, now) for item in items),
        day == chosen,
        formats.clock(now) if is_today else "",
        max(begun, default=-1) + 1,
    )


def _tone(day: date, *, is_holiday: bool) -> str:
    if is_holiday or day.weekday() == _SUNDAY:
        return "error"
    return "primary" if day.weekday() == _SATURDAY else ""


def _begins(item: AgendaItem, day: date) -> datetime | None:
    """When it begins, or was done, on that day; None where it has no time there."""
    at = item.done if item.is_done else item.start if item.has_time else None
    return at if at is not None and at.date() == day else None


def _entry(item: AgendaItem, day: date, now: datetime) -> WeekEntry:
    at, kind = _begins(item, day), KINDS.get(item.kind)
    return WeekEntry(
        item.id,
        kind.sign if kind else "·",
        kind.tone if kind else "",
        formats.clock(at) if at is not None else t("today.all_day") if item.all_day else "",
        sign(item, now),
        item.contact or item.lead or item.company,
        item.subject,
    )
