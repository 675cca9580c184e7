"""Probable duplicates: of what is being typed, of rows of an import, and of all there is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from tui_crm.errors import UsageError
from tui_crm.features.duplicates import scoring
from tui_crm.features.duplicates.record_features import RecordFeatures
from tui_crm.i18n import t
from tui_crm.language.companies import company_key
from tui_crm.language.fold import fold
from tui_crm.language.names import has_cjk
from tui_crm.store import match_index
from tui_crm.store.journal.unit import unit
from tui_crm.store.match_keys import KeyKind, KeyMaker
from tui_crm.store.records import titles

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from tui_crm.store.db.connection import Connection
    from tui_crm.store.db.store import Store
    from tui_crm.store.journal.unit import UnitOfWork
    from tui_crm.store.model import RecordType, Schema, Value

AMONG: Final = {
    "leads": ("leads", "contacts"),
    "contacts": ("contacts", "leads"),
    "accounts": ("accounts",),
}
"""Where a new record of each type may be already."""

_TELLING: Final = "ehpnkc"
"""Kinds of key, the most telling first: few have one name, and hundreds may have one company."""

_START_OF_NAME: Final = {False: 4, True: 2}
"""How many letters similar names begin with at least: Latin ones, and those in kanji or kana."""

_LONGEST_START: Final = 9
_SHORTEST_WORD: Final = 4
_MOST_WORDS: Final = 6


@dataclass(frozen=True, slots=True)
class Match:
    """A record that may be the one in question: how sure, and why in words."""

    record_type: str
    id: int
    title: str
    score: float
    reasons: tuple[str, ...]


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
    """The records that may be the one with these values, the likeliest first.

    Args:
        connection: where to look.
        schema: of the same store.
        record_type: of the values: leads, accounts or contacts; others have no duplicates.
        values: stored values, as far as they are known.
        limit: how many at most.
        exclude: the id of the record with the values, where it exists. Those that somebody has
            called different from it are left out too.
        among: the record types to look through, instead of those in ``AMONG``.
        least: the lowest score to report.
    """
    if record_type not in AMONG:
        return ()
    maker = KeyMaker(schema.type(record_type))
    keys = maker.keys(values)
    declared = schema.type(record_type)
    company = _company(connection, declared, values)
    if company and not declared.company_name_field:
        keys.append(f"{KeyKind.COMPANY}{company_key(company).core}")
    wanted = RecordFeatures(maker, values, company)
    found: list[Match] = []
    for target in among or AMONG[record_type]:
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
    ids = _candidates(connection, target.key, wanted, keys)
    if exclude is not None:
        pairs = match_index.distinct_pairs(connection, target.key, exclude)
        ids -= {exclude}.union(*pairs)
    found = []
    maker = KeyMaker(target)
    compare = comparison(target.key)
    for record_id, values in match_index.read_for_matching(connection, target, ids).items():
        like = compare(wanted, features_of(maker, target, values), least)
        if like.score >= least:
            score, words = round(like.score, 2), in_words(like.reasons)
            found.append(Match(target.key, record_id, str(values["title"]), score, words))
    return found


def comparison(record_type: str) -> scoring.Comparison:
    """How records are compared with those of a type."""
    is_company = record_type == "accounts"
    return scoring.compare_companies if is_company else scoring.compare_people


def features_of(
    maker: KeyMaker, record_type: RecordType, values: Mapping[str, Value]
) -> RecordFeatures:
    """The features of a record as ``matching.read_for_matching`` gives it."""
    company = str(values.get(record_type.company_name_field or "company") or "")
    return RecordFeatures(maker, values, company)


def in_words(reasons: Iterable[str]) -> tuple[str, ...]:
    """Reasons as a person reads them, each once."""
    return tuple(t(f"sales.reason.{reason}") for reason in dict.fromkeys(reasons))


def _company(connection: Connection, record_type: RecordType, values: Mapping[str, Value]) -> str:
    field = record_type.company_field
    if field and not record_type.company_name_field:
        linked, target = values.get(field), record_type.field(field).target
        return titles(connection, target, [int(linked)]).get(int(linked), "") if linked else ""
    return str(values.get(record_type.company_name_field) or "")


def _candidates(
    connection: Connection, target: str, wanted: RecordFeatures, keys: Sequence[str]
) -> set[int]:
    """Records that share a key with the wanted one. A key that many share counts with another."""
    found: set[int] = set()
    common: list[str] = []
    for key in keys:
        holders = match_index.holders(connection, target, key)
        if holders is None:
            common.append(key)
        else:
            found.update(holders)
    common.sort(key=lambda key: _TELLING.find(key[0]))
    for place, one in enumerate(common):
        for other in common[place + 1 :]:
            found.update(match_index.holders_of_both(connection, target, one, other) or ())
    for domain in wanted.domains:
        found.update(match_index.holders_of_start(connection, target, domain) or ())
    if wanted.company and (target == "accounts" or not wanted.has_person):
        found.update(_of_similar_name(connection, target, wanted))
    return found


def _of_similar_name(connection: Connection, target: str, wanted: RecordFeatures) -> Iterator[int]:
    """Records whose company begins alike, or has one of the rarer words in its name."""
    core = wanted.company.core if wanted.company else ""
    for size in range(_START_OF_NAME[has_cjk(core)], min(len(core), _LONGEST_START)):
        start = f"{KeyKind.COMPANY}{core[:size]}"
        holders = match_index.holders_of_start(connection, target, start)
        if holders is not None:
            yield from holders
            break
    for word in fold(wanted.company_name).split()[:_MOST_WORDS]:
        if len(word) >= _SHORTEST_WORD:
            yield from match_index.holders_of_word(connection, target, word) or ()


def lookup_many(
    connection: Connection,
    schema: Schema,
    record_type: str,
    rows: Sequence[Mapping[str, Value]],
    by: Collection[KeyKind],
) -> list[tuple[int, ...]]:
    """For each of ``rows`` the records that share a key of every kind in ``by`` with it.

    Exact: companies of differing legal forms or branches are not one. Converted leads count too.
    A few hundred rows at a time are quickest.
    """
    target = schema.type(record_type)
    maker = KeyMaker(target)
    kinds = sorted(by, key=_TELLING.find)
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
    """Remember that the two records of each pair are not one; they are not proposed again.

    Returns:
        The number of the change, which undo takes back; None where all of it was known.

    Raises:
        UsageError: records of this type are not compared.
    """
    target = store.schema.type(record_type)
    if target.key not in AMONG:
        raise UsageError("duplicates.type", type=target.label())
    with unit(store, "distinct") as work:
        work.note = note_distinct(work, target.key, pairs)
    return work.batch


def note_distinct(work: UnitOfWork, record_type: str, pairs: Iterable[tuple[int, int]]) -> str:
    """Write down, as a part of a unit, that the records of each pair are not one.

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
