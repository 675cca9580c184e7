"""Leads who are customers already: the contact that is the same person, the account they are at."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from tui_crm.features.duplicates import queries, scoring
from tui_crm.features.duplicates.candidates import comparison, features_of, in_words
from tui_crm.store import match_index
from tui_crm.store.journal.unit import unit
from tui_crm.store.match_keys import KeyKind, KeyMaker
from tui_crm.store.possible_duplicates import Match
from tui_crm.store.records import titles

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from tui_crm.features.duplicates.record_features import RecordFeatures
    from tui_crm.store.db.connection import Connection
    from tui_crm.store.db.store import Store
    from tui_crm.store.journal.unit import UnitOfWork
    from tui_crm.store.model import RecordType, Schema, Value

_KINDS: Final = {
    "contacts": (KeyKind.EMAIL, KeyKind.PHONE, KeyKind.NAME, KeyKind.KANA),
    "accounts": (KeyKind.EMAIL, KeyKind.PHONE, KeyKind.COMPANY, KeyKind.NUMBER),
}
_AT_ONCE: Final = 4_000
_NAMED: Final = 3
"""So many matches of one lead are told at most."""


@dataclass(frozen=True, slots=True)
class KnownLead:
    """A lead, and which customers it probably is: the person first, then the company."""

    lead: int
    matches: tuple[Match, ...]

    @property
    def score(self) -> float:
        """How sure the best match is."""
        return self.matches[0].score


def find_customers(
    store: Store,
    progress: Callable[[int, int], None] | None = None,
    *,
    least: float = scoring.SURE,
) -> list[KnownLead]:
    """Open leads that are probably contacts, or people at accounts, already.

    Those who are known as persons come first, the likeliest of each sort first. Pairs that somebody
    has called different are left out.
    """
    found: dict[int, list[Match]] = {}
    with store.reading() as connection:
        sizes = {target: match_index.size(connection, target) for target in _KINDS}
        before = 0
        for target, size in sizes.items():
            known = _distinct(connection, target)
            tell = _behind(progress, before, sum(sizes.values()))
            before += size
            for lead, match in _matches(connection, store.schema, target, least, tell):
                if (lead, match.id) not in known:
                    found.setdefault(lead, []).append(match)
    known_leads = [KnownLead(lead, _best(matches)) for lead, matches in found.items()]
    return sorted(known_leads, key=_order)


def _behind(
    progress: Callable[[int, int], None] | None, before: int, total: int
) -> Callable[[int], None]:
    """Tells how much is done of all, where so much was done ``before``."""

    def tell(done: int) -> None:
        if progress is not None:
            progress(min(before + done, total), total)

    return tell


def _best(matches: list[Match]) -> tuple[Match, ...]:
    matches.sort(key=lambda m: (m.record_type != "contacts", -m.score, m.id))
    return tuple(matches[:_NAMED])


def _order(known: KnownLead) -> tuple[bool, float, int]:
    return known.matches[0].record_type != "contacts", -known.score, known.lead


def _matches(
    connection: Connection,
    schema: Schema,
    target: str,
    least: float,
    tell: Callable[[int], None],
) -> Iterator[tuple[int, Match]]:
    leads = _Side(connection, schema.type("leads"))
    theirs = _Side(connection, schema.type(target))
    seen = 0
    told: set[tuple[int, int]] = set()
    part: set[tuple[int, int]] = set()
    for pairs in queries.sharing(connection, "leads", target, "".join(_KINDS[target])):
        seen += len({one for _, one in pairs})
        part.update(pair for pair in pairs if pair not in told)
        if len(part) >= _AT_ONCE:
            yield from _scored(leads, theirs, part, least)
            told |= part
            part = set()
            tell(seen)
    yield from _scored(leads, theirs, part, least)


class _Side:
    """Reads what records of one type are compared by."""

    def __init__(self, connection: Connection, declared: RecordType) -> None:
        self._connection = connection
        self._maker = KeyMaker(declared)
        self.type = declared
        self.compare = comparison(declared)

    def read(self, ids: Iterable[int]) -> dict[int, tuple[str, RecordFeatures]]:
        found = match_index.read_for_matching(self._connection, self.type, ids)
        return {
            record_id: (str(row["title"]), features_of(self._maker, self.type, row))
            for record_id, row in found.items()
        }


def _scored(
    leads: _Side, theirs: _Side, pairs: set[tuple[int, int]], least: float
) -> Iterator[tuple[int, Match]]:
    mine = leads.read({lead for lead, _ in pairs})
    others = theirs.read({other for _, other in pairs})
    for lead, other in sorted(pairs):
        if lead in mine and other in others:
            title, features = others[other]
            like = theirs.compare(mine[lead][1], features, least)
            if like.score >= least:
                score, words = round(like.score, 2), in_words(like.reasons)
                yield lead, Match(theirs.type.key, other, title, score, words)


def not_a_customer(store: Store, lead: int, others: Iterable[tuple[str, int]]) -> int | None:
    """Remember that a lead is none of these contacts and accounts; the number of the change."""
    with unit(store, "distinct") as work:
        [title] = titles(work.connection, "leads", [lead]).values() or [str(lead)]
        for record_type, other in others:
            names = _note(work, record_type, lead, other, title)
            work.note = work.note or names
    return work.batch


def keep_apart(work: UnitOfWork, record_type: str, losers: Sequence[int], keep: int) -> None:
    """Let the record that stays of a merge be none of those that the others were not."""
    for target in _KINDS:
        for gone in losers:
            for lead, other in sorted(_distinct(work.connection, target, gone)):
                if record_type == "leads" and lead == gone:
                    _note(work, target, keep, other)
                elif record_type == target and other == gone:
                    _note(work, target, lead, keep)


def _note(work: UnitOfWork, record_type: str, lead: int, other: int, title: str = "") -> str:
    """Write down that a lead is not that record, unless it is known; both names if it was not."""
    if (lead, other) in _distinct(work.connection, record_type):
        return ""
    mine = title or titles(work.connection, "leads", [lead]).get(lead, str(lead))
    theirs = titles(work.connection, record_type, [other]).get(other, str(other))
    row: dict[str, Value] = {
        "record_type": _pair_type(record_type),
        "low_id": lead,
        "high_id": other,
        "names": f"{mine} ≠ {theirs}",
    }
    work.create_many("distinct_pairs", [row])
    return f"{mine} ≠ {theirs}"


def _distinct(
    connection: Connection, record_type: str, record_id: int | None = None
) -> set[tuple[int, int]]:
    return match_index.distinct_pairs(connection, _pair_type(record_type), record_id)


def _pair_type(record_type: str) -> str:
    """Stands for the type where a pair is a lead and a record of another type, in that order."""
    return f"leads {record_type}"


def still_matching(
    connection: Connection, schema: Schema, found: Iterable[KnownLead]
) -> list[KnownLead]:
    """Those of ``found`` that are still so: nobody was converted, deleted or called different."""
    known = list(found)
    leads = set(
        match_index.read_for_matching(connection, schema.type("leads"), [one.lead for one in known])
    )
    there: dict[str, set[int]] = {}
    distinct: dict[str, set[tuple[int, int]]] = {}
    for target in _KINDS:
        ids = [m.id for one in known for m in one.matches if m.record_type == target]
        there[target] = set(titles(connection, target, ids))
        distinct[target] = _distinct(connection, target)
    kept = []
    for one in known:
        matches = tuple(
            match
            for match in one.matches
            if match.id in there[match.record_type]
            and (one.lead, match.id) not in distinct[match.record_type]
        )
        if matches and one.lead in leads:
            kept.append(KnownLead(one.lead, matches))
    return kept
