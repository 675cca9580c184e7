"""Notes and attached files in the timelines of the records that they belong to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui_crm.features.notes.file_kinds import size_words
from tui_crm.i18n import t
from tui_crm.screens.detail.timeline import (
    EntryKind,
    EntryRef,
    TimelineEntry,
    TimelinePart,
    first_line,
)
from tui_crm.store import scope
from tui_crm.store.records import read_many

if TYPE_CHECKING:
    from collections.abc import Callable

    from tui_crm.screens.detail.timeline import TimelineRequest
    from tui_crm.store.records import Record


def notes(request: TimelineRequest) -> TimelinePart:
    """Notes by their first lines."""
    return _linked(request, "notes", EntryKind("note", t("types.notes.one")), _note)


def files(request: TimelineRequest) -> TimelinePart:
    """Attached files by their names, with their sizes."""
    return _linked(request, "attachments", EntryKind("file", t("detail.kind.file")), _file)


def _linked(
    request: TimelineRequest,
    record_type: str,
    kind: EntryKind,
    made: Callable[[TimelineRequest, EntryKind, Record], TimelineEntry],
) -> TimelinePart:
    declared = request.schema.type(record_type)
    within = request.scope.linked(declared)
    if within is None:
        return TimelinePart()
    entries: list[TimelineEntry] = []
    if request.wants(kind.key):
        ids = scope.newest(request.connection, record_type, within, request.limit)
        entries = [
            made(request, kind, each) for each in read_many(request.connection, declared, ids)
        ]
    counts = {}
    if request.with_counts:
        counts[kind] = scope.count(request.connection, record_type, within)
    return TimelinePart(entries, counts)


def _note(request: TimelineRequest, kind: EntryKind, note: Record) -> TimelineEntry:
    return TimelineEntry(
        kind,
        note.text("created_at"),
        note.text("subject").strip() or first_line(note.text("body")),
        EntryRef("notes", note.id),
        "✎",
        "warning",
        note.links.get("created_by", ""),
        request.whose_record(note),
    )


def _file(request: TimelineRequest, kind: EntryKind, file: Record) -> TimelineEntry:
    size = file.number("size")
    return TimelineEntry(
        kind,
        file.text("created_at"),
        file.text("name"),
        EntryRef("attachments", file.id),
        "▤",
        "primary",
        file.links.get("created_by", ""),
        request.whose_record(file),
        "" if size is None else size_words(size),
    )
