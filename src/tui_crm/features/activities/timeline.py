"""Activities in the timelines of those they are with: what is planned, and what was done."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from tui_crm.features.activities import queries
from tui_crm.features.activities.chips import KINDS
from tui_crm.features.activities.describe import kind_words
from tui_crm.i18n import t
from tui_crm.screens.chips import Chip
from tui_crm.screens.detail.timeline import (
    PLANNED,
    EntryKind,
    EntryRef,
    TimelineEntry,
    TimelinePart,
    first_line,
    planned_kind,
)

if TYPE_CHECKING:
    from tui_crm.features.activities.queries import AgendaItem
    from tui_crm.screens.detail.timeline import TimelineRequest

_ANY_KIND: Final = Chip("·")
_TICKED: Final = "☑"
_CANCELLED: Final = "×"


def activities(request: TimelineRequest) -> TimelinePart:
    """Planned and past activities of the record and its members."""
    within = request.scope.linked(request.schema.type("activities"))
    if within is None:
        return TimelinePart()
    connection, limit = request.connection, request.limit
    at: dict[int, str] = {}
    if request.wants(PLANNED):
        at |= queries.planned_within(connection, within, limit)
    if request.kind != PLANNED:
        at |= queries.past_within(connection, within, limit, kind=request.kind)
    entries = [_entry(request, each, at[each.id]) for each in queries.items(connection, list(at))]
    counts = {}
    if request.with_counts:
        for (kind, is_planned), n in queries.counts_within(connection, within).items():
            counts[planned_kind() if is_planned else _kind(request, kind)] = n
        if request.kind == PLANNED:
            counts.setdefault(planned_kind(), 0)
        elif request.schema.choice("activity_kind", request.kind) is not None:
            counts.setdefault(_kind(request, request.kind), 0)
    return TimelinePart(entries, counts)


def _kind(request: TimelineRequest, kind: str) -> EntryKind:
    return EntryKind(kind, kind_words(request.schema, kind))


def _entry(request: TimelineRequest, item: AgendaItem, at: str) -> TimelineEntry:
    is_planned = item.status == "planned"
    is_cancelled = not is_planned and not item.is_done
    sign, tone = KINDS.get(item.kind, _ANY_KIND)
    if item.kind == "task" and item.is_done:
        sign = _TICKED
    if is_cancelled:
        sign = _CANCELLED
    return TimelineEntry(
        planned_kind() if is_planned else _kind(request, item.kind),
        at,
        _words(item),
        EntryRef("activities", item.id),
        sign,
        tone,
        item.owner,
        _whose(request, item),
        "" if is_planned else _minutes(item),
        is_planned=is_planned,
        is_late=is_planned and item.is_late(request.now),
        is_dim=is_cancelled,
    )


def _words(item: AgendaItem) -> str:
    said = first_line(item.result)
    if said and item.status != "planned":
        return t("activity.timeline_said", what=item.subject, said=said)
    return f"{item.subject} · {item.place}" if item.place else item.subject


def _minutes(item: AgendaItem) -> str:
    start, end = item.start, item.end
    if not item.has_time or start is None or end is None or end <= start:
        return ""
    minutes = (end - start) // timedelta(minutes=1)
    return t("activity.timeline_minutes", n=minutes) if minutes < 24 * 60 else ""


def _whose(request: TimelineRequest, item: AgendaItem) -> str:
    return request.whose(
        {
            "leads": (item.lead_id, item.lead),
            "contacts": (item.contact_id, item.contact),
            "deals": (item.deal_id, item.deal),
        }
    )
