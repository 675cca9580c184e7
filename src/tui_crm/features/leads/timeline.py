"""Conversions in the timelines of the lead and of what it became."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui_crm.i18n import t
from tui_crm.screens.detail.timeline import EntryKind, EntryRef, TimelineEntry, TimelinePart
from tui_crm.store import scope
from tui_crm.store.records import read_many

if TYPE_CHECKING:
    from tui_crm.screens.detail.timeline import TimelineRequest
    from tui_crm.store.records import Record

_AT = "converted_at"


def conversions(request: TimelineRequest) -> TimelinePart:
    """When a lead became an account, a contact and a deal."""
    if "leads" not in request.scope.types:
        return TimelinePart()
    kind = EntryKind("converted", t("detail.kind.converted"))
    within = request.scope.ids("leads")
    entries: list[TimelineEntry] = []
    if request.wants(kind.key):
        ids = scope.newest(request.connection, "leads", within, request.limit, by=_AT)
        found = read_many(request.connection, request.schema.type("leads"), ids)
        entries = [_conversion(request, kind, lead) for lead in found]
    counts = {}
    if request.with_counts:
        counts[kind] = scope.count(request.connection, "leads", within, by=_AT)
    return TimelinePart(entries, counts)


def _conversion(request: TimelineRequest, kind: EntryKind, lead: Record) -> TimelineEntry:
    became = (lead.links.get(f"converted_{key}", "") for key in ("account", "contact", "deal"))
    named = [title for title in became if title not in ("", request.record.title)]
    if request.record.type == "leads":
        text = t("convert.timeline.became", what=" · ".join(named))
    else:
        text = t("convert.timeline.from", lead=lead.title)
    return TimelineEntry(
        kind,
        lead.text(_AT),
        text,
        EntryRef("leads", lead.id),
        "⇒",
        "success",
        lead.links.get("converted_by", ""),
    )
