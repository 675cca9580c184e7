"""Find all groups of probable duplicates of a record type.

Candidate pairs come from blocks of records that share a key and, for misspelt names, from sorted
neighbourhoods: the keys are read in their order, so that names with a common start are neighbours,
and once more from behind. What is held in memory is names, addresses and the likely pairs.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from itertools import chain, combinations, pairwise
from typing import TYPE_CHECKING, Final, TypeAlias

from tui_crm.features.duplicates import scoring
from tui_crm.features.duplicates.candidates import comparison, features_of, in_words
from tui_crm.features.duplicates.record_features import business_domain
from tui_crm.features.duplicates.scoring import Relation
from tui_crm.language.text_similarity import address_key, is_typo
from tui_crm.store import match_index
from tui_crm.store.match_index import MAX_BLOCK_SIZE
from tui_crm.store.match_keys import KeyKind, KeyMaker
from tui_crm.store.records import titles

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping

    from tui_crm.features.duplicates.record_features import RecordFeatures
    from tui_crm.store.db.connection import Connection
    from tui_crm.store.db.store import Store
    from tui_crm.store.model import RecordType, Value

ReportProgress: TypeAlias = "Callable[[int, int], None]"
"""Called with how many keys are done, and how many there are."""

_BATCH_SIZE: Final = 4_000
"""Records in blocks that are read and compared at once."""

_MOST_NAMESAKES: Final = 2_000
"""So many people of one name are still blocked by their companies."""


@dataclass(frozen=True, slots=True)
class DuplicateGroup:
    """Records that are probably one, or what ``relation`` says.

    ``score`` is that of the least likely pair which holds the group together.
    """

    records: tuple[int, ...]
    titles: tuple[str, ...]
    score: float
    reasons: tuple[str, ...]
    relation: Relation = Relation.SAME


@dataclass(frozen=True, slots=True)
class _Pair:
    """A candidate pair with its match score."""

    low: int
    high: int
    score: float
    reasons: tuple[str, ...]
    relation: Relation


def find_all(
    store: Store,
    record_type: str,
    progress: ReportProgress | None = None,
    *,
    least: float = scoring.SURE,
    relations: Collection[Relation] = tuple(Relation),
) -> Iterator[DuplicateGroup]:
    """Find the groups of probable duplicates among all records of a type, the likeliest first.

    Pairs that somebody has called different are left out, and so are converted leads, and sites of
    one company of which one belongs to the other already. ``least`` is the lowest score of those
    that are probably the same; of the other ``relations`` all are given, after those.
    """
    target = store.schema.type(record_type)
    with store.reading() as connection:
        pairs = _likely_pairs(connection, target, least, relations, progress)
        known = match_index.distinct_pairs(connection, target.key)
        above = _parents(connection, target, pairs)
        pairs = [
            pair
            for pair in pairs
            if (pair.low, pair.high) not in known
            and not (pair.relation is Relation.SITE and _are_one_family(above, pair))
        ]
        for relation in Relation:
            for ids, score, reasons in _grouped(
                [pair for pair in pairs if pair.relation is relation]
            ):
                named = titles(connection, target.key, ids)
                words = tuple(named.get(record_id, "") for record_id in ids)
                yield DuplicateGroup(ids, words, round(score, 2), in_words(reasons), relation)


def _parents(connection: Connection, target: RecordType, pairs: Iterable[_Pair]) -> dict[int, int]:
    """The parents of the companies that have several sites, where they have one."""
    sites = {
        record_id for p in pairs if p.relation is Relation.SITE for record_id in (p.low, p.high)
    }
    if not sites:
        return {}
    read = match_index.read_for_matching(connection, target, sites)
    above = {record_id: row["parent"] for record_id, row in read.items()}
    return {record_id: int(parent) for record_id, parent in above.items() if parent is not None}


def _are_one_family(above: Mapping[int, int], pair: _Pair) -> bool:
    low, high = above.get(pair.low), above.get(pair.high)
    return low == pair.high or high == pair.low or (low is not None and low == high)


def _likely_pairs(
    connection: Connection,
    target: RecordType,
    least: float,
    relations: Collection[Relation],
    progress: ReportProgress | None,
) -> list[_Pair]:
    if not target.duplicates_among:
        return []
    reader = _Reader(connection, target)
    total = match_index.size(connection, target.key) if progress else 0
    done = 0
    found: dict[tuple[int, int], _Pair] = {}
    part: list[list[int]] = []
    size = 0
    for seen, block in _blocks(connection, target, reader):
        part.append(block)
        size += len(block)
        if size >= _BATCH_SIZE:
            found.update(_scored(reader, part, least, relations))
            part, size = [], 0
            if progress and seen > done:
                done = seen
                progress(done, total)
    found.update(_scored(reader, part, least, relations))
    if progress:
        progress(total, total)
    return list(found.values())


class _Reader:
    """Reads the features of records, many at once."""

    def __init__(self, connection: Connection, target: RecordType) -> None:
        self._connection = connection
        self._target = target
        self._maker = KeyMaker(target)
        self.compare = comparison(target)

    def read(self, ids: Iterable[int]) -> dict[int, RecordFeatures]:
        """The features of those of ``ids`` that can be duplicates."""
        found = match_index.read_for_matching(self._connection, self._target, ids)
        return {i: features_of(self._maker, self._target, row) for i, row in found.items()}


def _blocks(
    connection: Connection, target: RecordType, reader: _Reader
) -> Iterator[tuple[int, list[int]]]:
    """Blocks of records that may be one, each with the number of keys read so far."""
    seen = 0
    names = _SortedNeighbourhood(partial(match_index.holders, connection, target.key))
    domains = _PrefixBlocks(business_domain)
    for key, ids in match_index.blocks(connection, target.key):
        seen += len(ids)
        found = [ids] if 1 < len(ids) <= MAX_BLOCK_SIZE else []
        if len(ids) > MAX_BLOCK_SIZE and key[0] == KeyKind.NAME:
            found += _by_company(reader, ids[:_MOST_NAMESAKES])
        if key[0] in (KeyKind.COMPANY, KeyKind.NAME, KeyKind.TITLE):
            found += names.add(key, ids)
        if key[0] == KeyKind.EMAIL:
            found += domains.add(key, ids)
        for block in found:
            yield seen, block
    rest = (domains.end(), names.reversed_blocks(), _places_and_birthdays(connection, target))
    for block in chain(*rest):
        yield seen, block


class _SortedNeighbourhood:
    """Blocks of similar names: each is compared with the one sorted before it, then from behind."""

    def __init__(self, holders: Callable[[str], list[int] | None]) -> None:
        self._holders = holders
        self._last: tuple[str, list[int]] = ("", [])
        self._backwards: list[str] = []

    def add(self, key: str, ids: list[int]) -> Iterator[list[int]]:
        """The block of this name and the one before, where they are similar."""
        before, their_ids = self._last
        self._last = key, ids
        if len(ids) > MAX_BLOCK_SIZE:
            return
        self._backwards.append(key[0] + key[:0:-1])
        if before[:1] == key[0] and len(their_ids) <= MAX_BLOCK_SIZE:
            if not is_typo(before[1:], key[1:]):
                return
            together = sorted({*ids, *their_ids})
            if len(together) <= MAX_BLOCK_SIZE:
                yield together

    def reversed_blocks(self) -> Iterator[list[int]]:
        """The blocks of names that are neighbours when sorted from behind."""
        self._backwards.sort()
        for one, other in pairwise(self._backwards):
            if one[0] == other[0] and is_typo(one[1:], other[1:]):
                both = (self._holders(key[0] + key[:0:-1]) or () for key in (one, other))
                yield sorted({*chain(*both)})


class _PrefixBlocks:
    """Blocks of consecutive keys that have something in common, such as a domain."""

    def __init__(self, common: Callable[[str], str]) -> None:
        self._common = common
        self._here = ""
        self._ids: set[int] = set()

    def add(self, key: str, ids: list[int]) -> Iterator[list[int]]:
        """The block that ends before this key."""
        here = self._common(key)
        if here != self._here:
            yield from self.end()
            self._here = here
        if len(self._ids) <= MAX_BLOCK_SIZE:
            self._ids.update(ids)

    def end(self) -> Iterator[list[int]]:
        """The last block."""
        ids, self._ids = sorted(self._ids), set()
        if self._here and 1 < len(ids) <= MAX_BLOCK_SIZE:
            yield ids


def _places_and_birthdays(connection: Connection, target: RecordType) -> Iterator[list[int]]:
    """Blocks of records at one address, and of people born on one day."""
    at = _Groups()
    for record_id, street in match_index.fields_of_all(connection, target, ("street",)):
        key = address_key(str(street)) if street else ""
        if key:
            at.add(key, int(record_id or 0))
    born = _Groups()
    for record_id, day in match_index.fields_of_all(connection, target, ("birthday",)):
        if day is not None:
            born.add(day, int(record_id or 0))
    for groups in (at, born):
        yield from (ids for ids in groups.several() if len(ids) <= MAX_BLOCK_SIZE)


class _Groups:
    """Records by what they have in common, most of which only one has: hence by its hash, and a
    list only from the second on. Who shares a hash by chance is told apart when compared."""

    def __init__(self) -> None:
        self._first: dict[int, int] = {}
        self._several: dict[int, list[int]] = {}

    def add(self, key: Value, record_id: int) -> None:
        """Put a record to the others with ``key``."""
        place = hash(key)
        first = self._first.setdefault(place, record_id)
        if first != record_id:
            self._several.setdefault(place, [first]).append(record_id)

    def several(self) -> Iterable[list[int]]:
        """The groups of more than one."""
        return self._several.values()


def _by_company(reader: _Reader, ids: list[int]) -> Iterator[list[int]]:
    """Blocks of people with one common name, by company."""
    by_core: dict[str, list[int]] = {}
    for record_id, features in reader.read(ids).items():
        if features.company:
            by_core.setdefault(features.company.core, []).append(record_id)
    return (block for block in by_core.values() if 1 < len(block) <= MAX_BLOCK_SIZE)


def _scored(
    reader: _Reader, blocks: list[list[int]], least: float, relations: Collection[Relation]
) -> dict[tuple[int, int], _Pair]:
    features = reader.read({record_id for block in blocks for record_id in block})
    found: dict[tuple[int, int], _Pair] = {}
    compared: set[tuple[int, int]] = set()
    are_named = least >= scoring.SURE
    for block in blocks:
        there = [(i, features[i]) for i in sorted(block) if i in features]
        for (low, one), (high, other) in combinations(there, 2):
            if (
                are_named
                and one.letters
                and other.letters
                and not one.letters & other.letters
                and one.addresses.isdisjoint(other.addresses)
            ):
                continue  # of two people who are told apart at a glance, nothing else is asked
            if (low, high) in compared:
                continue
            compared.add((low, high))
            like = reader.compare(one, other, least)
            lowest = least if like.relation is Relation.SAME else scoring.POSSIBLE
            if like.score >= lowest and like.relation in relations:
                found[low, high] = _Pair(low, high, like.score, like.reasons, like.relation)
    return found


def _grouped(pairs: list[_Pair]) -> list[tuple[tuple[int, ...], float, list[str]]]:
    """The connected components of the pairs, the likeliest first."""
    group_of: dict[int, int] = {}
    members: dict[int, list[int]] = {}
    scores: dict[int, float] = {}
    reasons: dict[int, list[str]] = {}
    pairs.sort(key=lambda pair: (-pair.score, pair.low, pair.high))
    for pair in pairs:
        one, other = (group_of.get(i, i) for i in (pair.low, pair.high))
        joined = [*reasons.get(one, ()), *reasons.pop(other, ()), *pair.reasons]
        if one != other:
            moving = members.pop(other, [other])
            members.setdefault(one, [one]).extend(moving)
            group_of.update(dict.fromkeys([*moving, one], one))
            scores.pop(other, None)
            scores[one] = pair.score
        reasons[one] = list(dict.fromkeys(joined))
    groups = [(tuple(sorted(ids)), scores[key], reasons[key]) for key, ids in members.items()]
    return sorted(groups, key=lambda group: (-group[1], group[0]))
