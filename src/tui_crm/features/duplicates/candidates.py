"""Find the records that a record, a form being filled or the rows of an import may duplicate."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tui_crm.errors import UsageError
from tui_crm.features.duplicates import scoring
from tui_crm.features.duplicates.record_features import RecordFeatures
from tui_crm.i18n import t
from tui_crm.language.companies import company_key
from tui_crm.language.fold import fold
from tui_crm.language.names import has_cjk
from tui_crm.store import derive, match_index
from tui_crm.store.journal.unit import unit
from tui_crm.store.match_keys import KeyKind, KeyMaker
from tui_crm.store.possible_duplicates import Match
from tui_crm.store.records import titles

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from tui_crm.store.db.connection import Connection
    from tui_crm.store.db.store import Store
    from tui_crm.store.journal.unit import UnitOfWork
    from tui_crm.store.model import RecordType, Schema, Value

_BY_SELECTIVITY: Final = "eihptnkc"
"""Kinds of blocking key, the most selective first: few people share a name, and hundreds may share
a company."""

_SHORTEST_PREFIX: Final = {False: 4, True: 2}
"""How many letters similar names have in common at the start: Latin ones, and kanji or kana."""

_LONGEST_PREFIX: Final = 9
_SHORTEST_WORD: Final = 4
_MOST_WORDS: Final = 6


def possible_duplicates(
    connection: Connection,
    schema: Schema,
    record_type: str,
    values: Mapping[str, Value],
    limit: int,
    exclude: int | None,
    is_sure: bool,
) -> tuple[Match, ...]:
    """What a new record with these values may be, for whoever is about to add it."""
    least = scoring.SURE if is_sure else scoring.POSSIBLE
    return find_duplicates_of(
        connection, schema, record_type, values, limit=limit, exclude=exclude, least=least
    )


def find_duplicates_of(
    connection: Connection,
    schema: Schema,
    record_type: str,
    values: Mapping[str, Value],
    *,
    limit: int = 10,
    exclude: int | None = None,
    among: Sequence[str] | None = None,
    least: float = scoring.POSSIBLE,
) -> tuple[Match, ...]:
    """Find the records that may be the one with these values, the likeliest first.

    Args:
        connection: where to look.
        schema: of the same store.
        record_type: of the values.
        values: stored values, as far as they are known.
        limit: how many at most.
        exclude: the id of the record with the values, where it exists. Those that somebody has
            called different from it are left out too.
        among: the record types to look through, instead of those that the type declares.
        least: the lowest score to report.
    """
    declared = schema.type(record_type)
    if not declared.duplicates_among:
        return ()
    maker = KeyMaker(declared)
    keys = maker.keys(values)
    company = _company(connection, declared, values)
    if company and not declared.company_name_field:
        keys.append(f"{KeyKind.COMPANY}{company_key(company).core}")
    titled = {**values, "title": derive.title(declared, values)}
    wanted = RecordFeatures(maker, titled, company)
    found: list[Match] = []
    for target in among or declared.duplicates_among:
        own = exclude if target == record_type else None
        found += _matches(connection, schema.type(target), wanted, keys, own, least)
    found.sort(key=lambda match: (-match.score, match.record_type, match.id))
    return tuple(found[:limit])


def _matches(
    connection: Connection,
    target: RecordType,
    wanted: RecordFeatures,
    keys: Sequence[str],
    exclude: int | None,
    least: float,
) -> list[Match]:
    ids = _candidates(connection, target, wanted, keys)
    if exclude is not None:
        pairs = match_index.distinct_pairs(connection, target.key, exclude)
        ids -= {exclude}.union(*pairs)
    found = []
    maker = KeyMaker(target)
    compare = comparison(target)
    for record_id, values in match_index.read_for_matching(connection, target, ids).items():
        like = compare(wanted, features_of(maker, target, values), least)
        if like.score >= least:
            score, words = round(like.score, 2), in_words(like.reasons)
            found.append(Match(target.key, record_id, str(values["title"]), score, words))
    return found


def compared_types(schema: Schema) -> list[RecordType]:
    """The record types whose duplicates are looked for: people, then the others, as in the menu."""
    compared = [each for each in schema if each.duplicates_among]
    return sorted(compared, key=lambda each: (not each.is_person, each.menu))


def comparison(record_type: RecordType) -> scoring.Comparator:
    """The function that scores how alike a record is to one of this type."""
    if record_type.is_person:
        return scoring.compare_people
    return scoring.compare_things if record_type.is_thing else scoring.compare_companies


def features_of(
    maker: KeyMaker, record_type: RecordType, values: Mapping[str, Value]
) -> RecordFeatures:
    """The features of a record as ``match_index.read_for_matching`` gives it."""
    company = str(values.get(record_type.company_name_field or "company") or "")
    return RecordFeatures(maker, values, company)


def in_words(reasons: Iterable[str]) -> tuple[str, ...]:
    """The distinct reasons, in the language in use."""
    return tuple(t(f"sales.reason.{reason}") for reason in dict.fromkeys(reasons))


def _company(connection: Connection, record_type: RecordType, values: Mapping[str, Value]) -> str:
    field = record_type.company_field
    if field and not record_type.company_name_field:
        linked, target = values.get(field), record_type.field(field).target
        return titles(connection, target, [int(linked)]).get(int(linked), "") if linked else ""
    return str(values.get(record_type.company_name_field) or "")


def _candidates(
    connection: Connection, target: RecordType, wanted: RecordFeatures, keys: Sequence[str]
) -> set[int]:
    """The records to compare: those that share a blocking key, or have a similar name.

    A key that many records have counts only together with another one.
    """
    found: set[int] = set()
    common: list[str] = []
    for key in keys:
        holders = match_index.holders(connection, target.key, key)
        if holders is None:
            common.append(key)
        else:
            found.update(holders)
    common.sort(key=lambda key: _BY_SELECTIVITY.find(key[0]))
    for place, one in enumerate(common):
        for other in common[place + 1 :]:
            found.update(match_index.holders_of_both(connection, target.key, one, other) or ())
    for domain in wanted.domains:
        found.update(match_index.holders_of_start(connection, target.key, domain) or ())
    if wanted.company and not (target.is_person and wanted.has_person):
        key = f"{KeyKind.COMPANY}{wanted.company.core}"
        found.update(_of_similar_name(connection, target.key, key, wanted.company_name))
    for key in wanted.titles:
        found.update(_of_similar_name(connection, target.key, key, wanted.title))
    return found


def _of_similar_name(connection: Connection, target: str, key: str, name: str) -> Iterator[int]:
    """Records whose name begins like that in ``key``, or has one of the rarer words of ``name``."""
    kind, letters = key[0], key[1:]
    for size in range(_SHORTEST_PREFIX[has_cjk(letters)], min(len(letters), _LONGEST_PREFIX)):
        holders = match_index.holders_of_start(connection, target, f"{kind}{letters[:size]}")
        if holders is not None:
            yield from holders
            break
    for word in fold(name).split()[:_MOST_WORDS]:
        if len(word) >= _SHORTEST_WORD:
            yield from match_index.holders_of_word(connection, target, word) or ()


def lookup_many(
    connection: Connection,
    schema: Schema,
    record_type: str,
    rows: Sequence[Mapping[str, Value]],
    by: Collection[KeyKind],
) -> list[tuple[int, ...]]:
    """For each of ``rows``, find the records that share a key of every kind in ``by`` with it.

    Exact: companies of differing legal forms or branches are not one. Converted leads count too.
    A few hundred rows at a time are quickest.
    """
    target = schema.type(record_type)
    maker = KeyMaker(target)
    kinds = sorted(by, key=_BY_SELECTIVITY.find)
    keys = [maker.keys(row) for row in rows]
    found = _sharing(connection, record_type, keys, kinds[:2])
    is_company = KeyKind.COMPANY in by
    if not is_company and len(kinds) < 3:
        return found
    hits = set[int]().union(*found)
    read = match_index.read_for_matching(connection, target, hits, converted=True)
    theirs = {record_id: maker.keys(values) for record_id, values in read.items()}
    field = target.company_name_field
    return [
        tuple(
            i
            for i in ids
            if all(_of_kind(mine, kind) & _of_kind(theirs[i], kind) for kind in kinds[2:])
            and (not is_company or _is_one_company(row.get(field), read[i].get(field)))
        )
        for row, mine, ids in zip(rows, keys, found, strict=True)
    ]


def _sharing(
    connection: Connection, target: str, keys: Sequence[list[str]], kinds: Sequence[KeyKind]
) -> list[tuple[int, ...]]:
    """For each row the records that share a key of each of one or two kinds with it."""
    if len(kinds) == 1:
        asked = [_of_kind(row, kinds[0]) for row in keys]
        known = match_index.lookup_many(connection, target, set[str]().union(*asked))
        return [tuple(sorted({i for key in row for i in known.get(key, ())})) for row in asked]
    return [
        tuple(
            sorted(
                {
                    record_id
                    for one in _of_kind(row, kinds[0])
                    for other in _of_kind(row, kinds[1])
                    for record_id in match_index.lookup_both(connection, target, one, other)
                }
            )
        )
        for row in keys
    ]


def _of_kind(keys: Iterable[str], kind: KeyKind) -> set[str]:
    return {key for key in keys if key[0] == kind and not key.endswith("@")}


def _is_one_company(one: Value, other: Value) -> bool:
    mine, theirs = company_key(str(one)), company_key(str(other))
    forms = {mine.legal_form, theirs.legal_form} - {""}
    return mine.core == theirs.core and mine.branch == theirs.branch and len(forms) < 2


def mark_distinct(store: Store, record_type: str, pairs: Iterable[tuple[int, int]]) -> int | None:
    """Mark the two records of each pair as distinct, so that they are not proposed again.

    Returns:
        The number of the change, which undo takes back; None where all of it was known.

    Raises:
        UsageError: records of this type are not compared.
    """
    target = store.schema.type(record_type)
    if not target.duplicates_among:
        raise UsageError("duplicates.type", type=target.label())
    with unit(store, "distinct") as work:
        work.note = note_distinct(work, target.key, pairs)
    return work.batch


def note_distinct(work: UnitOfWork, record_type: str, pairs: Iterable[tuple[int, int]]) -> str:
    """Mark the two records of each pair as distinct, within a unit of work.

    Returns:
        The first pair in words; empty where all of it was known.
    """
    wanted = {(min(pair), max(pair)) for pair in pairs if pair[0] != pair[1]}
    if not wanted:
        return ""
    new = sorted(wanted - match_index.distinct_pairs(work.connection, record_type))
    named = titles(work.connection, record_type, {one for pair in new for one in pair})
    rows: list[dict[str, Value]] = [
        {
            "record_type": record_type,
            "low_id": low,
            "high_id": high,
            "names": f"{named.get(low, low)} ≠ {named.get(high, high)}",
        }
        for low, high in new
    ]
    work.create_many("distinct_pairs", rows)
    return str(rows[0]["names"]) if rows else ""
