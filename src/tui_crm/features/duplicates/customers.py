"""Find records that could be converted although their person or company is a customer already.

Which type is converted, and to what, is declared (``RecordType.converts_to``): a lead may be the
same person as a contact, or be at an account.
"""

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
    from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

    from tui_crm.features.duplicates.record_features import RecordFeatures
    from tui_crm.store.db.connection import Connection
    from tui_crm.store.db.store import Store
    from tui_crm.store.journal.unit import UnitOfWork
    from tui_crm.store.model import RecordType, Schema, Value

_KINDS_OF_PEOPLE: Final = (KeyKind.EMAIL, KeyKind.PHONE, KeyKind.NAME, KeyKind.KANA)
_KINDS_OF_COMPANIES: Final = (KeyKind.EMAIL, KeyKind.PHONE, KeyKind.COMPANY, KeyKind.NUMBER)
_BATCH_SIZE: Final = 4_000
"""Candidate pairs that are compared at once."""

_NAMED: Final = 3
"""Matches of one record that are shown, at most."""


@dataclass(frozen=True, slots=True)
class KnownCustomer:
    """A record, and which customers it probably is: the person first, then the company."""

    record_type: str
    id: int
    matches: tuple[Match, ...]

    @property
    def score(self) -> float:
        """The score of the best match."""
        return self.matches[0].score


def convertible_type(schema: Schema) -> RecordType | None:
    """The type whose records can be converted, if there is one."""
    return next((each for each in schema if each.converts_to), None)


def _customer_types(schema: Schema) -> list[RecordType]:
    """The types that it is converted to and that can be compared with it: people first."""
    converted = convertible_type(schema)
    targets = [schema.type(key) for key in converted.converts_to] if converted else []
    compared = [each for each in targets if each.duplicates_among]
    return sorted(compared, key=lambda each: not each.is_person)


def find_customers(
    store: Store,
    progress: Callable[[int, int], None] | None = None,
    *,
    least: float = scoring.SURE,
) -> list[KnownCustomer]:
    """Find open records that are probably customers, or people at customers, already.

    Those who are known as persons come first, the likeliest of each sort first. Pairs that somebody
    has called different are left out.
    """
    schema = store.schema
    converted = convertible_type(schema)
    if converted is None:
        return []
    found: dict[int, list[Match]] = {}
    with store.reading() as connection:
        targets = _customer_types(schema)
        sizes = [match_index.size(connection, target.key) for target in targets]
        before = 0
        for target, size in zip(targets, sizes, strict=True):
            known = _distinct(connection, converted.key, target.key)
            tell = _behind(progress, before, sum(sizes))
            before += size
            for record_id, match in _matches(connection, converted, target, least, tell):
                if (record_id, match.id) not in known:
                    found.setdefault(record_id, []).append(match)
    people = {target.key for target in targets if target.is_person}
    customers = [
        KnownCustomer(converted.key, record_id, _best(matches, people))
        for record_id, matches in found.items()
    ]
    return sorted(
        customers,
        key=lambda known: (known.matches[0].record_type not in people, -known.score, known.id),
    )


def _behind(
    progress: Callable[[int, int], None] | None, before: int, total: int
) -> Callable[[int], None]:
    """Reports progress over all searches, of which those ``before`` this one are done."""

    def tell(done: int) -> None:
        if progress is not None:
            progress(min(before + done, total), total)

    return tell


def _best(matches: list[Match], people: Collection[str]) -> tuple[Match, ...]:
    matches.sort(key=lambda m: (m.record_type not in people, -m.score, m.id))
    return tuple(matches[:_NAMED])


def _matches(
    connection: Connection,
    converted: RecordType,
    target: RecordType,
    least: float,
    tell: Callable[[int], None],
) -> Iterator[tuple[int, Match]]:
    mine = _RecordReader(connection, converted)
    theirs = _RecordReader(connection, target)
    kinds = _KINDS_OF_PEOPLE if target.is_person else _KINDS_OF_COMPANIES
    seen = 0
    told: set[tuple[int, int]] = set()
    part: set[tuple[int, int]] = set()
    for pairs in queries.sharing(connection, converted.key, target.key, "".join(kinds)):
        seen += len({one for _, one in pairs})
        part.update(pair for pair in pairs if pair not in told)
        if len(part) >= _BATCH_SIZE:
            yield from _scored(mine, theirs, part, least)
            told |= part
            part = set()
            tell(seen)
    yield from _scored(mine, theirs, part, least)


class _RecordReader:
    """Reads titles and features of the records of one type."""

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
    mine: _RecordReader, theirs: _RecordReader, pairs: set[tuple[int, int]], least: float
) -> Iterator[tuple[int, Match]]:
    ours = mine.read({record_id for record_id, _ in pairs})
    others = theirs.read({other for _, other in pairs})
    for record_id, other in sorted(pairs):
        if record_id in ours and other in others:
            title, features = others[other]
            like = theirs.compare(ours[record_id][1], features, least)
            if like.score >= least:
                score, words = round(like.score, 2), in_words(like.reasons)
                yield record_id, Match(theirs.type.key, other, title, score, words)


def not_a_customer(store: Store, record_id: int, others: Iterable[tuple[str, int]]) -> int | None:
    """Mark a record that can be converted as distinct from these customers.

    Returns:
        The number of the change, None where all of it was known.
    """
    with unit(store, "distinct") as work:
        converted = convertible_type(work.schema)
        for record_type, other in others:
            if converted is not None:
                names = _mark_distinct(work, converted.key, record_type, record_id, other)
                work.note = work.note or names
    return work.batch


def keep_apart(work: UnitOfWork, record_type: str, losers: Sequence[int], keep: int) -> None:
    """Mark the record that stays of a merge distinct from what the others were distinct from."""
    converted = convertible_type(work.schema)
    if converted is None:
        return
    for target in _customer_types(work.schema):
        for gone in losers:
            apart = _distinct(work.connection, converted.key, target.key, gone)
            for record_id, other in sorted(apart):
                if record_type == converted.key and record_id == gone:
                    _mark_distinct(work, converted.key, target.key, keep, other)
                elif record_type == target.key and other == gone:
                    _mark_distinct(work, converted.key, target.key, record_id, keep)


def _mark_distinct(work: UnitOfWork, mine: str, theirs: str, record_id: int, other: int) -> str:
    """Mark two records as distinct; gives both names, or nothing where that was known."""
    if (record_id, other) in _distinct(work.connection, mine, theirs):
        return ""
    my_name = titles(work.connection, mine, [record_id]).get(record_id, str(record_id))
    their_name = titles(work.connection, theirs, [other]).get(other, str(other))
    names = f"{my_name} ≠ {their_name}"
    row: dict[str, Value] = {
        "record_type": _pair_type(mine, theirs),
        "low_id": record_id,
        "high_id": other,
        "names": names,
    }
    work.create_many("distinct_pairs", [row])
    return names


def _distinct(
    connection: Connection, mine: str, theirs: str, record_id: int | None = None
) -> set[tuple[int, int]]:
    return match_index.distinct_pairs(connection, _pair_type(mine, theirs), record_id)


def _pair_type(mine: str, theirs: str) -> str:
    """The record type that is stored for a pair of two types, in that order."""
    return f"{mine} {theirs}"


def still_matching(
    connection: Connection, schema: Schema, found: Iterable[KnownCustomer]
) -> list[KnownCustomer]:
    """Drop what was converted, deleted or marked distinct since it was found."""
    known = list(found)
    if not known:
        return []
    mine = schema.type(known[0].record_type)
    open_ids = set(match_index.read_for_matching(connection, mine, [one.id for one in known]))
    there: dict[str, set[int]] = {}
    distinct: dict[str, set[tuple[int, int]]] = {}
    for target in _customer_types(schema):
        ids = [m.id for one in known for m in one.matches if m.record_type == target.key]
        there[target.key] = set(titles(connection, target.key, ids))
        distinct[target.key] = _distinct(connection, mine.key, target.key)
    kept = []
    for one in known:
        matches = tuple(
            match
            for match in one.matches
            if match.id in there[match.record_type]
            and (one.id, match.id) not in distinct[match.record_type]
        )
        if matches and one.id in open_ids:
            kept.append(KnownCustomer(one.record_type, one.id, matches))
    return kept
