"""When what a file calls done, won or lost was so, if the file does not say."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from tui_crm.language.formats import local

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tui_crm.store.model import RecordType, Value


def fill_completion_dates(
    values: dict[str, Value], record_type: RecordType, meanings: Mapping[str, str], now: str
) -> None:
    """Put into ``values`` when an activity was done or a deal closed: on its own day, or ``now``.

    ``meanings`` are those of the stages, by their keys.
    """
    if record_type.key == "activities":
        last_day = values.get("end_on") or values.get("due_on")
        day = values.get("end_at") or values.get("start_at") or _noon(last_day)
        has_time = bool(values.get("start_at") or values.get("end_at"))
        is_over = str(day) < now if has_time else str(last_day) < str(local(now).date())
        if day and "status" not in values and is_over:
            values["status"] = "done"  # what lies behind is history, and nothing overdue
        if values.get("status") == "done":
            values.setdefault("done_at", day or values.get("created_at") or now)
    if record_type.key == "deals":
        meaning = meanings.get(str(values.get("stage")), "")
        if meaning.endswith(("won", "lost")):
            day = _noon(values.get("close_date"))
            values.setdefault("closed_at", day or values.get("created_at") or now)


def _noon(day: Value) -> str | None:
    """The middle of a day, by the clocks of this machine, as a point in time is stored."""
    if day is None:
        return None
    noon = datetime.fromisoformat(f"{day}T12:00:00")
    return noon.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
