"""The local time zone as ``tzinfo``, with the UTC offset of each day, not today's."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, tzinfo
from typing import Final

from tui_crm.language.formats import stored


class MachineZone(tzinfo):
    """The zone that the clocks of this machine are in, summer time and all.

    ``datetime.astimezone()`` gives a fixed offset, which is an hour off for a day on the other side
    of a change of clocks. A time that the clocks skip counts with the offset before the change,
    and so is as much later; one that they show twice is the first, unless ``fold`` is 1 (PEP 495).
    """

    def utcoffset(self, dt: datetime | None) -> timedelta | None:
        """The offset from UTC on the day and at the time of ``dt``."""
        return None if dt is None else dt.replace(tzinfo=None).astimezone().utcoffset()

    def tzname(self, dt: datetime | None) -> str | None:
        """What the zone is called at ``dt``: JST, EDT."""
        return None if dt is None else dt.replace(tzinfo=None).astimezone().tzname()

    def dst(self, _: datetime | None) -> timedelta | None:
        """Unknown, as the platform does not say it alike everywhere."""
        return None

    def fromutc(self, dt: datetime) -> datetime:
        """The local time of ``dt``, whose figures are those of UTC."""
        exact = dt.replace(tzinfo=UTC).astimezone()
        first = exact.replace(tzinfo=self)
        return first if first.utcoffset() == exact.utcoffset() else first.replace(fold=1)


MACHINE: Final = MachineZone()


def later(moment: datetime, length: timedelta) -> datetime:
    """``moment`` and so much time after it (before it, where negative), as a clock counts.

    ``moment + length`` moves the figures of a local time, which is an hour off over a change.
    """
    return (moment.astimezone(UTC) + length).astimezone(moment.tzinfo)


def noon(day: str) -> str:
    """The middle of a day (ISO 8601) by the clocks of this machine, as a time is stored (UTC)."""
    return stored(datetime.fromisoformat(f"{day}T12:00:00"))
