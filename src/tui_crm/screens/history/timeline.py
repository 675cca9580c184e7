"""What the journal gives to a timeline: changes of the key facts, and how a record came in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Final

from tui_crm.i18n import t
from tui_crm.screens.detail.timeline import CHANGE, EntryKind, EntryRef, TimelineEntry, TimelinePart
from tui_crm.screens.form.field_text import Setting
from tui_crm.screens.history.lines import ChangeWords, linked
from tui_crm.store import scope
from tui_crm.store.journal import milestones
from tui_crm.store.journal.history import DAMAGED
from tui_crm.store.model import Kind
from tui_crm.store.records import read_many

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tui_crm.screens.detail.timeline import TimelineRequest
    from tui_crm.store.journal.history import Batch
    from tui_crm.store.journal.milestones import Milestone
    from tui_crm.store.model import RecordType
    from tui_crm.store.records import Record

_FACTS: Final = frozenset({Kind.CHOICE, Kind.MONEY, Kind.DATE})
_A_DAY: Final = 24 * 60 * 60


def key_facts(declared: RecordType) -> tuple[str, ...]:
    """The fields whose changes are told: status, owner, and the figures and dates of a list."""
    named = {declared.status_field, declared.owner_field}
    return tuple(
        spec.key
        for spec in declared.fields
        if spec.key in named or (spec.column and spec.kind in _FACTS and not spec.readonly)
    )


def changes(request: TimelineRequest) -> TimelinePart:
    """Changes of the key facts of the record and its members; merges among them."""
    kind = EntryKind("change", t("detail.kind.change"))
    fields = {key: key_facts(request.schema.type(key)) for key in request.scope.types}
    entries: list[TimelineEntry] = []
    if request.wants(kind.key):
        found = milestones.field_changes(request.connection, request.scope, fields, request.limit)
        records = _records(request, found)
        entries = [_change(request, kind, each, records) for each in found]
    counts = {}
    if request.with_counts:
        counts[kind] = milestones.count_field_changes(request.connection, request.scope, fields)
    return TimelinePart(entries, counts)


def _records(request: TimelineRequest, found: list[Milestone]) -> dict[tuple[str, int], Record]:
    ids: dict[str, set[int]] = {}
    for each in found:
        ids.setdefault(each.record_type, set()).add(each.record_id)
    return {
        (key, record.id): record
        for key, of_type in ids.items()
        for record in read_many(request.connection, request.schema.type(key), sorted(of_type))
    }


def _change(
    request: TimelineRequest,
    kind: EntryKind,
    found: Milestone,
    records: dict[tuple[str, int], Record],
) -> TimelineEntry:
    about = (found.record_type, found.record_id)
    declared, record = request.schema.type(found.record_type), records[about]
    titles = linked(request.connection, declared, (found.before, found.after))
    setting = Setting(request.schema, request.now, request.currency)
    words = ChangeWords(setting, declared, titles, record.values)
    said = [f"{label} {how}" for label, how in words.changed(found.before, found.after)]
    if found.kind in ("merge", DAMAGED):
        said.insert(0, t(f"batches.kind.{found.kind}"))
    is_own = record.id == request.record.id and record.type == request.record.type
    return TimelineEntry(
        kind,
        found.at,
        t("detail.comma").join(said),
        EntryRef(CHANGE, found.batch),
        "⇄",
        "secondary",
        found.user,
        "" if is_own else record.title,
        about=about,
    )


@dataclass(frozen=True, slots=True)
class _Added:
    record: Record
    origin: Batch | None

    @property
    def created_at(self) -> str:
        return self.record.text("created_at")

    @property
    def is_import(self) -> bool:
        return self.origin is not None and self.origin.kind == "import"

    @property
    def is_older(self) -> bool:
        """Whether the record says itself that it is older than its import."""
        if self.origin is None or not self.created_at:
            return False
        at, created = map(datetime.fromisoformat, (self.origin.at, self.created_at))
        return (at - created).total_seconds() > _A_DAY


def creations(request: TimelineRequest) -> TimelinePart:
    """When the record and its members were added or imported; not what a conversion made."""
    kind = EntryKind("created", t("detail.kind.created"))
    if not request.wants(kind.key) and not request.with_counts:
        return TimelinePart()
    own = request.record
    entries: list[TimelineEntry] = []
    for key in request.scope.types:
        ids = [own.id] if key == own.type else _members(request, key)
        origins = milestones.origins(request.connection, key, ids)
        found = read_many(request.connection, request.schema.type(key), ids)
        for each in (_Added(record, origins.get(record.id)) for record in found):
            entries += _entries(request, kind, each)
    counts = {kind: len(entries)} if request.with_counts else {}
    return TimelinePart(entries if request.wants(kind.key) else (), counts)


def _members(request: TimelineRequest, record_type: str) -> list[int]:
    """The newest members of a type; all of them where their entries are counted.

    Only its origin tells how many entries a member has: none, one or two.
    """
    connection, within = request.connection, request.scope.ids(record_type)
    limit = request.limit
    if request.with_counts:
        limit = scope.count(connection, record_type, within)
    return scope.newest(connection, record_type, within, limit)


def _entries(request: TimelineRequest, kind: EntryKind, added: _Added) -> Iterator[TimelineEntry]:
    record, origin = added.record, added.origin
    is_own = (record.type, record.id) == (request.record.type, request.record.id)
    if not is_own and origin is not None and origin.kind == "convert":
        return
    label = request.schema.type(record.type).label(1)
    whose = "" if is_own else record.title
    ref, about = EntryRef(record.type, record.id), (record.type, record.id)
    if origin is not None:
        ref = EntryRef(CHANGE, origin.id)
    if added.is_import and origin is not None:
        text = t("detail.imported", file=origin.subject, type=label)
        yield TimelineEntry(
            kind, origin.at, text, ref, "+", "success", origin.user, whose, about=about
        )
        if not added.is_older:
            return
        about = (record.type, -record.id)
    how = origin.kind if origin is not None and origin.kind in ("convert", "demo") else "add"
    at = added.created_at or (origin.at if origin is not None else "")
    text = t(f"detail.created.{how}", type=label)
    who = record.links.get("created_by", "")
    yield TimelineEntry(kind, at, text, ref, "+", "success", who, whose, about=about)
