"""Export activities as a calendar (iCalendar, RFC 5545): events, and to-dos for mere days."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, BinaryIO, Final

if TYPE_CHECKING:
    from icalendar import Component

    from tui_crm.store.records import Record

_PRIORITY: Final = {"high": 1, "normal": 5, "low": 9}
_EVENT_STATUS: Final = {"cancelled": "CANCELLED"}
_TASK_STATUS: Final = {"done": "COMPLETED", "cancelled": "CANCELLED"}
_LINKS: Final = ("lead", "contact", "account", "deal")


class Calendar:
    """Writes one component a record."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream

    def begin(self) -> None:
        """Open the calendar."""
        self._stream.write(
            b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//tui-crm//crm//EN\r\nCALSCALE:GREGORIAN\r\n"
        )

    def add(self, record: Record) -> None:
        """Write one event or to-do."""
        self._stream.write(component(record).to_ical())

    def end(self) -> None:
        """Close the calendar."""
        self._stream.write(b"END:VCALENDAR\r\n")

    def abandon(self) -> None:
        """Nothing is held."""


def component(record: Record) -> Component:
    """An activity as an event, or as a to-do where it has neither a time nor a whole day.

    Times are in UTC; an all-day event is on days, which are the same in every zone.
    """
    from icalendar import Event, Todo

    start = _moment(record.text("start_at"))
    first_day = record.text("due_on") if record["all_day"] and start is None else ""
    is_event = start is not None or bool(first_day)
    made: Component = Event() if is_event else Todo()
    made.add("uid", record.text("external_id") or f"activity-{record.id}@crm")
    made.add("dtstamp", _moment(record.text("updated_at")) or datetime.now(UTC))
    made.add("sequence", record.version - 1)  # how a calendar knows that a meeting was moved
    made.add("summary", record.text("subject"))
    if is_event:
        if start is not None:
            made.add("dtstart", start)
            end = _moment(record.text("end_at"))
            if end and end > start:
                made.add("dtend", end)
        else:
            last_day = date.fromisoformat(record.text("end_on") or first_day)
            made.add("dtstart", date.fromisoformat(first_day))
            made.add("dtend", last_day + timedelta(days=1))  # a calendar's end is the day after
        made.add("status", _EVENT_STATUS.get(record.text("status"), "CONFIRMED"))
    else:
        if due := record.text("due_on"):
            made.add("due", date.fromisoformat(due))
        made.add("status", _TASK_STATUS.get(record.text("status"), "NEEDS-ACTION"))
        if done := _moment(record.text("done_at")):
            made.add("completed", done)
    if record.text("kind"):
        made.add("categories", [record.text("kind")])
    if priority := _PRIORITY.get(record.text("priority")):
        made.add("priority", priority)
    if place := record.text("place"):
        made.add("location", place)
    if words := _description(record):
        made.add("description", words)
    return made


def _description(record: Record) -> str:
    """What is known beside the subject: with whom, what for, and what came of it."""
    links = [record.links.get(link, "") for link in _LINKS]
    parts = [
        ", ".join(filter(None, links)),
        *(record.text(key) for key in ("participants", "purpose", "description", "result")),
    ]
    return "\n".join(filter(None, parts))


def _moment(stored: str) -> datetime | None:
    if not stored:
        return None
    found = datetime.fromisoformat(stored)
    return found if found.tzinfo else found.replace(tzinfo=UTC)
