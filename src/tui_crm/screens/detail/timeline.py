"""What happened with a record and what is planned, gathered from the sources of all features."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Final, NamedTuple

from tui_crm import manifest
from tui_crm.i18n import t
from tui_crm.language import formats
from tui_crm.store.scope import Scope

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from tui_crm.store.db.connection import Connection
    from tui_crm.store.db.store import Store
    from tui_crm.store.model import Schema
    from tui_crm.store.records import Record

PAGE: Final = 100
"""Entries that a page reads at first, and so many more each time that older ones are asked for."""

CHANGE: Final = "changes"
"""As the type of an ``EntryRef``: it is a change, by its number in the journal."""


class EntryKind(NamedTuple):
    """What an entry is, by which a timeline is filtered: its key, and its words."""

    key: str
    label: str


PLANNED: Final = "planned"
"""The key of the kind of all that has yet to be done."""


class EntryRef(NamedTuple):
    """What an entry opens: a record by its type and id, or a ``CHANGE``."""

    record_type: str
    id: int


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """One fact: what was done, or is to be done, with whom.

    ``at`` is a point in time or a date, as stored; empty for what is planned for no day. ``text``
    is its first line; ``who`` is our person, and ``whose`` the title of the record that it is about
    where that is not the one whose timeline it is. ``extra`` is a figure, such as its minutes.
    """

    kind: EntryKind
    at: str
    text: str
    ref: EntryRef
    sign: str = "·"
    tone: str = ""
    who: str = ""
    whose: str = ""
    extra: str = ""
    about: tuple[str, int] = ("", 0)
    """The record that a change was made to; one change may be several entries."""
    is_planned: bool = False
    is_late: bool = False
    is_dim: bool = False

    @property
    def key(self) -> tuple[object, ...]:
        """Names it among the entries of a timeline, also after it was changed."""
        return (self.kind.key, self.ref, self.about)


class TimelinePart(NamedTuple):
    """What a source gives: entries in any order, and how many there are in all of each kind."""

    entries: Sequence[TimelineEntry] = ()
    counts: Mapping[EntryKind, int] = {}


@dataclass(frozen=True, slots=True)
class TimelineRequest:
    """What a source is asked for.

    It gives the first ``limit`` of what is planned and the last ``limit`` of what is past, of the
    records in the scope that are ``wanted``. All that is there it counts where ``with_counts``, and
    what is asked for also where there is none.
    """

    store: Store
    connection: Connection
    record: Record
    scope: Scope
    now: datetime
    currency: str
    kind: str = ""
    limit: int = PAGE
    with_counts: bool = True

    @property
    def schema(self) -> Schema:
        """What is declared of the record types."""
        return self.store.schema

    def wants(self, kind: str) -> bool:
        """Whether entries of a kind are asked for."""
        return self.kind in ("", kind)

    def whose(self, links: Mapping[str, tuple[int | None, str]]) -> str:
        """Of the records that an entry is linked to, by type: the title of the member among them.

        Empty where it is about the record itself, or about nobody else by that name.
        """
        for record_type in self.scope.types[1:]:
            record_id, title = links.get(record_type, (None, ""))
            if record_id is not None and title not in ("", self.record.title):
                return title
        return ""

    def whose_record(self, record: Record) -> str:
        """The same for a record with links of its own, such as a note."""
        links: dict[str, tuple[int | None, str]] = {}
        for spec in self.schema.type(record.type).editable:
            if spec.target and spec.key in record.links:
                links.setdefault(spec.target, (record.number(spec.key), record.links[spec.key]))
        return self.whose(links)


@dataclass(frozen=True, slots=True)
class Timeline:
    """Planned entries, the soonest first, past ones, the newest first, and what there is in all."""

    planned: tuple[TimelineEntry, ...] = ()
    past: tuple[TimelineEntry, ...] = ()
    counts: Mapping[EntryKind, int] = field(default_factory=dict)
    kind: str = ""
    """The kind that it is filtered by."""

    @property
    def total(self) -> int:
        """How many entries there are, whatever it is filtered by."""
        return sum(self.counts.values())

    def _of(self, *, is_planned: bool) -> int:
        return sum(
            n
            for kind, n in self.counts.items()
            if (kind.key == PLANNED) is is_planned and self.kind in ("", kind.key)
        )

    @property
    def more_planned(self) -> int:
        """How many planned entries it leaves out."""
        return max(0, self._of(is_planned=True) - len(self.planned))

    @property
    def more_past(self) -> int:
        """How many older entries it leaves out."""
        return max(0, self._of(is_planned=False) - len(self.past))

    @property
    def hidden(self) -> int:
        """How many entries a filter leaves out of one that shows none."""
        return 0 if self.planned or self.past else self.total

    def entry(self, key: object) -> TimelineEntry | None:
        """The entry that ``key`` names, if it is there."""
        return next((each for each in (*self.planned, *self.past) if each.key == key), None)


def scope_of(record_type: str, record_id: int) -> Scope:
    """The record and the members that features name for its type."""
    links = manifest.listed(lambda feature: feature.timeline_members, record_type)
    members = tuple((key, name) for key, _, name in (link.partition(".") for link in links))
    return Scope(record_type, record_id, members)


def read_timeline(
    store: Store,
    connection: Connection,
    record: Record,
    currency: str,
    *,
    kind: str = "",
    limit: int = PAGE,
    with_counts: bool = True,
) -> Timeline:
    """Gather the timeline of a record; ``currency`` is the default of amounts."""
    request = TimelineRequest(
        store,
        connection,
        record,
        scope_of(record.type, record.id),
        store.local_now(),
        currency,
        kind,
        limit,
        with_counts,
    )
    entries: list[TimelineEntry] = []
    counts: Counter[EntryKind] = Counter()
    for source in manifest.handed_in(lambda feature: feature.timeline):
        part: TimelinePart = source(request)
        entries += part.entries
        counts.update(part.counts)
    at = {entry.key: moment_of(entry, request.now) for entry in entries}
    planned = sorted((e for e in entries if e.is_planned), key=lambda e: at[e.key])
    # Of one moment, what a record came in by is the oldest, and comes from the first source.
    done = [entry for entry in reversed(entries) if not entry.is_planned]
    past = sorted(done, key=lambda e: at[e.key], reverse=True)
    there = {each: n for each, n in counts.items() if n or each.key == kind}
    return Timeline(tuple(planned[:limit]), tuple(past[:limit]), there, kind)


def planned_kind() -> EntryKind:
    """The kind of what is planned."""
    return EntryKind(PLANNED, t("detail.kind.planned"))


def moment_of(entry: TimelineEntry, now: datetime) -> datetime:
    """When it is, local; a day without a time is its end, and no day at all comes last."""
    if not entry.at:
        return datetime.max.replace(tzinfo=now.tzinfo)
    if formats.is_day(entry.at):
        return datetime.combine(date.fromisoformat(entry.at), time.max, now.tzinfo)
    return formats.local(entry.at, now)


def first_line(text: str) -> str:
    """The first line of a text that is not blank."""
    return next(_filled(text), "")


def _filled(text: str) -> Iterator[str]:
    return (line.strip() for line in text.splitlines() if line.strip())
