"""Match rows to stored records and to earlier rows of the file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeAlias

from tui_crm.exchange.importing.contradictions import COMPANY_NAME, Contradiction
from tui_crm.exchange.importing.identity import name_of
from tui_crm.exchange.importing.import_row import NearMatch
from tui_crm.exchange.importing.match_filter import MatchFilter
from tui_crm.exchange.importing.match_rules import EXTERNAL_ID
from tui_crm.exchange.importing.record_lookup import name_key
from tui_crm.store import import_lookups, match_index
from tui_crm.store.match_keys import KeyKind, KeyMaker
from tui_crm.store.records import titles

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from tui_crm.exchange.importing.identity import Identity, Probe
    from tui_crm.exchange.importing.import_row import ImportRow
    from tui_crm.exchange.importing.match_rules import Rule
    from tui_crm.store.journal.unit import UnitOfWork
    from tui_crm.store.model import Value

_Earlier: TypeAlias = "tuple[ImportRow, Mapping[str, Value]]"
"""A row further up, and what it is known by."""

_ENOUGH: Final = 1
"""More holders of a key are narrowed down by another: asking costs less than comparing them."""

_MANY_SITES: Final = 200
"""Places of one company among which a row's own is found by comparing it with all of them."""

_LARGER: Final = 8
"""A store so many times larger than the list is asked; of any other, all keys are held in mind."""


@dataclass(frozen=True, slots=True)
class RowMatch:
    """What a row is: a record of the store, or an earlier row of the same few hundred."""

    rule: Rule
    record_id: int | None = None
    title: str = ""
    is_converted: bool = False
    import_row: ImportRow | None = None


class Matcher:
    """Finds the records that rows match, in batches, by the rules of an ``Identity``."""

    def __init__(
        self, work: UnitOfWork, identity: Identity, *, is_company_replaced: bool = False
    ) -> None:
        """With ``is_company_replaced``, a person at another company is the same person: the row
        says where they are now, and that is written."""
        self._is_company_replaced = is_company_replaced
        self._work = work
        self._identity = identity
        self._stored = match_index.newest_id(work.connection, identity.record_type.key)
        self._rows = 0
        self._has_merged = import_lookups.has_merged(work.connection, identity.record_type.key)
        record_type = identity.record_type
        self._fields = [*identity.fields, "title"]
        if "converted_at" in record_type:
            self._fields.append("converted_at")
        company = record_type.company_field
        self._creating = [
            (spec, work.schema.type(spec.target))
            for spec in record_type.fields
            if spec.creates_missing
        ]
        self._company_link = company if company and record_type.field(company).target else ""
        self._filter = MatchFilter.of(identity)
        self._maker = KeyMaker(record_type)
        self._are_names_whole: bool | None = False if is_company_replaced else None
        """Whether nobody in the store or the list has half a name; None: nobody has looked."""

    def match(self, import_rows: Sequence[ImportRow]) -> list[RowMatch | None]:
        """For each row what it is, or None where it is new. Earlier rows come before later.

        A row that is new because it contradicts what it met gets a ``near``.
        """
        self._rows += len(import_rows)
        if self._has_merged:
            self._renumber(import_rows)
        asked = self._that_may_match(import_rows)
        if len(asked) == len(import_rows):
            return self._look_up(import_rows)
        found: list[RowMatch | None] = [None] * len(import_rows)
        for place, match in zip(asked, self._look_up([import_rows[n] for n in asked]), strict=True):
            found[place] = match
        return found

    def _that_may_match(self, import_rows: Sequence[ImportRow]) -> Sequence[int]:
        """The places of the rows that may match something."""
        if self._filter is None or not self._knows_keys:
            return range(len(import_rows))
        connection, record_type = self._work.connection, self._identity.record_type
        if self._are_names_whole is None:
            self._are_names_whole = not match_index.has_half_names(connection, record_type.key)
        once: set[str] = set()
        twice: set[str] = set()
        keys_of: list[tuple[Sequence[str], list[str]]] = []
        for import_row in import_rows:
            derived = import_row.derived
            keys = self._maker.keys(import_row.values) if derived is None else derived.match_keys
            kinds = [key[0] for key in keys]
            keys_of.append((keys, kinds))
            if KeyKind.NAME not in kinds and (name := name_of(import_row.values)):
                # Half a name has no key, but may be what another row has in two parts.
                keys = [*keys, KeyKind.NAME + name]
                self._are_names_whole = False
            for key in keys:
                (twice if key in once else once).add(key)
        known = self._work.writer(record_type.key).known_keys()
        shared = twice.union(known.maybe_contains(once))
        found = []
        for place, (keys, kinds) in enumerate(keys_of):
            common = [key[0] for key in keys if key in shared]
            values = import_rows[place].values
            if (
                self._filter.may_match(kinds, common, are_names_whole=self._are_names_whole)
                or import_rows[place].own_id is not None
                or values.get(EXTERNAL_ID) is not None
            ):
                found.append(place)
        return found

    @property
    def _knows_keys(self) -> bool:
        """Whether it is worth while to hold in mind which blocking keys there are."""
        record_type = self._identity.record_type
        return self._rows * _LARGER > self._stored and bool(record_type.duplicates_among)

    def _look_up(self, import_rows: Sequence[ImportRow]) -> list[RowMatch | None]:
        identity = self._identity
        known = [self._known(import_row) for import_row in import_rows]
        sure = [
            identity.sure_keys(values) if row.looks is None else row.looks[:2]
            for row, values in zip(import_rows, known, strict=True)
        ]
        stored = self._candidates(probe for _, probes in sure for probe in probes)
        keys_of = {i: identity.sure_keys(record)[0] for i, record in stored.items()}
        by_key = _turned(keys_of)
        rows: list[tuple[ImportRow, Mapping[str, Value], list[str], RowMatch | None]] = []
        others: list[Probe] = []
        for import_row, values, (keys, _) in zip(import_rows, known, sure, strict=True):
            match = None
            if not by_key.keys().isdisjoint(keys):
                match, _ = self._first(import_row, keys, values, stored, by_key, {})
            if match is None:
                looks = import_row.looks
                further, probes = identity.other_keys(values, keys) if looks is None else looks[2:]
                keys += further
                others += probes
            rows.append((import_row, values, keys, match))
        if more := self._candidates(others):
            stored |= more
            keys_of |= {i: identity.keys(record, is_stored=True) for i, record in more.items()}
            by_key = _turned(keys_of)
        earlier: dict[str, list[_Earlier]] = {}
        found: list[RowMatch | None] = []
        for import_row, values, keys, match in rows:
            near = None
            is_met = match is None and not by_key.keys().isdisjoint(keys)
            if is_met or not earlier.keys().isdisjoint(keys):
                match, near = self._first(import_row, keys, values, stored, by_key, earlier)
            import_row.near = near
            if match is None:
                for key in keys:
                    earlier.setdefault(key, []).append((import_row, values))
            found.append(match)
        return found

    def _renumber(self, import_rows: Sequence[ImportRow]) -> None:
        """A number whose record was merged away means the one that took it in, under its number."""
        given = [import_row.values.get(EXTERNAL_ID) for import_row in import_rows]
        numbers = [number for number in given if number is not None]
        record_type = self._identity.record_type
        now = import_lookups.numbers_now(self._work.connection, record_type, numbers)
        for import_row, number in zip(import_rows, given, strict=True):
            if number in now:
                import_row.is_merged_away = now[number] != number
                import_row.values[EXTERNAL_ID] = now[number]
                import_row.looks = None

    def _known(self, import_row: ImportRow) -> Mapping[str, Value]:
        """The values that a row is matched by: also its own number, and links still in words."""
        values = import_row.known_by
        if not import_row.links:
            return values
        for spec, target in self._creating:
            if (link := import_row.links.get(spec.key)) and spec.key not in values:
                values = {**values, spec.key: f"new {name_key(target, link.text)}"}
        if link := import_row.links.get(self._company_link):
            values = {**values, COMPANY_NAME: link.text}
        return values

    def _candidates(self, probes: Iterable[Probe]) -> dict[int, dict[str, Value]]:
        """Records that may be one of the rows, with what they are known by."""
        connection = self._work.connection
        wanted: dict[str, list[Probe]] = {}
        for probe in probes:
            wanted.setdefault(probe[0], []).append(probe)
        record_type = self._identity.record_type
        ids: set[int] = set()
        for column, asked in wanted.items():
            if column == "key":
                ids |= self._holders(asked)
            else:
                found = import_lookups.ids_by(
                    connection, record_type, column, [value for _, value, _ in asked]
                )
                ids.update(*found.values())
        if not ids:
            return {}
        read = import_lookups.read_fields(connection, record_type, ids, self._fields)
        if link := self._company_link:
            companies = {int(own) for row in read.values() if (own := row[link]) is not None}
            names = titles(connection, record_type.field(link).target, companies)
            for row in read.values():
                row[COMPANY_NAME] = names.get(int(row[link] or 0))
        return read

    def _holders(self, probes: Sequence[Probe]) -> set[int]:
        """The records that have match keys; where several have one, those of the name as well."""
        record_type, connection = self._identity.record_type, self._work.connection
        keys = {str(value) for _, value, _ in probes}
        if self._knows_keys:
            keys = set(self._work.writer(record_type.key).known_keys().maybe_contains(keys))
            if not keys:
                return set()
            probes = [probe for probe in probes if probe[1] in keys]
        alone = {str(value) for _, value, beside in probes if not beside[0]}
        named = keys - alone
        found = match_index.lookup_many(connection, record_type.key, alone)
        # A key that thousands have is asked for together with the name: that many are enough.
        limit = max((match_index.MAX_BLOCK_SIZE, *map(_enough, probes))) + 1
        found |= match_index.first_holders(connection, record_type.key, named, limit)
        ids: set[int] = set()
        both: dict[str, set[tuple[str, str]]] = {}
        for probe in probes:
            _, value, (column, name) = probe
            holders = found.get(str(value), ())
            if column and len(holders) > _enough(probe):
                both.setdefault(column, set()).add((name, str(value)))
            else:
                ids.update(holders)
        for column, pairs in both.items():
            ids |= import_lookups.ids_with_both(connection, record_type, column, pairs)
        return ids

    def _first(
        self,
        import_row: ImportRow,
        keys: Sequence[str],
        values: Mapping[str, Value],
        stored: Mapping[int, Mapping[str, Value]],
        by_key: Mapping[str, Sequence[int]],
        earlier: Mapping[str, Sequence[_Earlier]],
    ) -> tuple[RowMatch | None, NearMatch | None]:
        """What a row is; or what it is not, but would be, if it did not contradict it."""
        identity = self._identity
        near = None
        said = _less_stand_in(import_row, values)
        for key in keys:
            for record_id in by_key.get(key, ()):
                record = stored[record_id]
                why = self._contradiction(key, said, record)
                rule, title = identity.rule_of(key), str(record["title"])
                if why is None:
                    is_converted = record.get("converted_at") is not None
                    return RowMatch(rule, record_id, title, is_converted), None
                # A record is there; an earlier row may yet be rejected.
                if (near is None or near.line) and why is not Contradiction.EXTERNAL_ID:
                    near = NearMatch(rule, why, record_id, title)
            for other, its_values in earlier.get(key, ()):
                why = self._contradiction(key, said, _less_stand_in(other, its_values))
                if why is None:
                    return RowMatch(identity.rule_of(key), import_row=other), None
                if near is None and why is not Contradiction.EXTERNAL_ID:
                    near = NearMatch(identity.rule_of(key), why, line=other.line)
        return None, near

    def _contradiction(
        self, key: str, one: Mapping[str, Value], other: Mapping[str, Value]
    ) -> Contradiction | None:
        why = self._identity.contradiction(key, one, other)
        return None if why is Contradiction.COMPANY and self._is_company_replaced else why


def _less_stand_in(import_row: ImportRow, values: Mapping[str, Value]) -> Mapping[str, Value]:
    """What a row says, without the subject or the address that stands for a name it lacks."""
    return {**values, "last_name": None} if import_row.stand_in else values


def _enough(probe: Probe) -> int:
    """How many holders of a key are compared one by one, before it is asked what is beside it."""
    column, beside = probe[2]
    if column == "street" or beside[:1] == KeyKind.PHONE:
        return _MANY_SITES
    return _ENOUGH if column == "key" else match_index.MAX_BLOCK_SIZE


def _turned(keys_of: Mapping[int, Sequence[str]]) -> dict[str, list[int]]:
    """The records of each key, the oldest first."""
    by_key: dict[str, list[int]] = {}
    for record_id in sorted(keys_of):
        for key in keys_of[record_id]:
            by_key.setdefault(key, []).append(record_id)
    return by_key
