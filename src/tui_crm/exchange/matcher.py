"""Finds the record that a row is already, in the store or further up in the file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from tui_crm.exchange.rules import EXTERNAL_ID
from tui_crm.store import import_lookups, matching
from tui_crm.store.match_keys import MATCHED

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from tui_crm.exchange.drafts import Draft
    from tui_crm.exchange.identity import Identity, Probe
    from tui_crm.exchange.rules import Rule
    from tui_crm.store.journal import UnitOfWork
    from tui_crm.store.schema import Value


_ENOUGH: Final = 1
"""More holders of a key are narrowed down by another: asking costs less than comparing them."""

_LARGER: Final = 8
"""A store so many times larger than the list is asked; of any other, all keys are held in mind."""


@dataclass(frozen=True, slots=True)
class Match:
    """What a row is: a record of the store, or an earlier row of the same few hundred."""

    rule: Rule
    record_id: int | None = None
    title: str = ""
    is_converted: bool = False
    draft: Draft | None = None


class Matcher:
    """Looks up rows, some at a time, by the rules of an ``Identity``."""

    def __init__(self, work: UnitOfWork, identity: Identity) -> None:
        self._work = work
        self._identity = identity
        self._stored = matching.newest_id(work.connection, identity.record_type.key)
        self._rows = 0
        self._has_merged = import_lookups.has_merged(work.connection, identity.record_type.key)
        record_type = identity.record_type
        self._fields = [*identity.fields, "title"]
        if "converted_at" in record_type:
            self._fields.append("converted_at")

    def match(self, drafts: Sequence[Draft]) -> list[Match | None]:
        """For each draft what it is, or None where it is new. Earlier rows come before later."""
        self._rows += len(drafts)
        if self._has_merged:
            self._renumber(drafts)
        identity = self._identity
        known = [self._known(draft) for draft in drafts]
        looks = [identity.surest(values) for values in known]
        stored = self._candidates({probe for _, probes in looks for probe in probes})
        keys_of = {i: identity.surest(record)[0] for i, record in stored.items()}
        by_key = _turned(keys_of)
        for place, values in enumerate(known):
            if self._first(looks[place][0], values, stored, by_key, {}) is None:
                looks[place] = identity.look(values)
            else:
                looks[place] = (looks[place][0], [])  # found: nothing more is asked
        more = self._candidates({probe for _, probes in looks for probe in probes})
        stored |= more
        keys_of |= {i: identity.keys(record, is_stored=True) for i, record in more.items()}
        by_key = _turned(keys_of)
        earlier: dict[str, Draft] = {}
        found: list[Match | None] = []
        for draft, values, (keys, _) in zip(drafts, known, looks, strict=True):
            match = self._first(keys, values, stored, by_key, earlier)
            if match is None:
                for key in keys:
                    earlier.setdefault(key, draft)
            found.append(match)
        return found

    def _renumber(self, drafts: Sequence[Draft]) -> None:
        """A number whose record was merged away means the one that took it in, under its number."""
        given = [draft.values.get(EXTERNAL_ID) for draft in drafts]
        numbers = [number for number in given if number is not None]
        record_type = self._identity.record_type
        now = import_lookups.numbers_now(self._work.connection, record_type, numbers)
        for draft, number in zip(drafts, given, strict=True):
            if number in now:
                draft.values[EXTERNAL_ID] = now[number]

    def _known(self, draft: Draft) -> Mapping[str, Value]:
        """What a row is known by: also its own number, and an account that is still a name."""
        values = draft.values
        if draft.own_id is not None:
            values = {**values, "id": draft.own_id}
        link = draft.links.get("account")
        if link and "account" not in values and "account" in self._identity.record_type:
            from tui_crm.exchange.naming import account_key

            values = {**values, "account": f"new {account_key(link.text)}"}
        return values

    def _candidates(self, probes: Iterable[Probe]) -> dict[int, dict[str, Value]]:
        """Records that may be one of the rows, with what they are known by."""
        connection = self._work.connection
        wanted: dict[str, list[Probe]] = {}
        for probe in probes:
            wanted.setdefault(probe.column, []).append(probe)
        record_type = self._identity.record_type
        ids: set[int] = set()
        for column, asked in wanted.items():
            if column == "key":
                ids |= self._holders(asked)
            else:
                found = import_lookups.ids_by(
                    connection, record_type, column, [probe.value for probe in asked]
                )
                ids.update(*found.values())
        if not ids:
            return {}
        return import_lookups.read_fields(connection, record_type, ids, self._fields)

    def _holders(self, probes: Sequence[Probe]) -> set[int]:
        """The records that have match keys; where several have one, those of the name as well."""
        record_type, connection = self._identity.record_type, self._work.connection
        keys: Iterable[str] = {str(probe.value) for probe in probes}
        if self._rows * _LARGER > self._stored and record_type.key in MATCHED:
            keys = self._work.writer(record_type.key).known_keys().perhaps(keys)
        alone = {str(probe.value) for probe in probes if not probe.and_name[0]}
        named = {str(probe.value) for probe in probes}.difference(alone).intersection(keys)
        found = matching.lookup_many(connection, record_type.key, named.symmetric_difference(keys))
        # A key that thousands have is asked for together with the name: that many are enough.
        found |= matching.first_holders(connection, record_type.key, named, matching.MANY + 1)
        ids: set[int] = set()
        both: dict[str, set[tuple[str, str]]] = {}
        for probe in probes:
            holders = found.get(str(probe.value), ())
            column, name = probe.and_name
            enough = _ENOUGH if column == "key" else matching.MANY
            if column and len(holders) > enough:
                both.setdefault(column, set()).add((name, str(probe.value)))
            else:
                ids.update(holders)
        for column, pairs in both.items():
            ids |= import_lookups.ids_with_both(connection, record_type, column, pairs)
        return ids

    def _first(
        self,
        keys: Sequence[str],
        values: Mapping[str, Value],
        stored: Mapping[int, Mapping[str, Value]],
        by_key: Mapping[str, Sequence[int]],
        earlier: Mapping[str, Draft],
    ) -> Match | None:
        for key in keys:
            for record_id in by_key.get(key, ()):
                record = stored[record_id]
                if self._identity.may_be_one(key, values, record):
                    return Match(
                        self._identity.rule_of(key),
                        record_id,
                        str(record["title"]),
                        record.get("converted_at") is not None,
                    )
            other = earlier.get(key)
            if other is not None and self._identity.may_be_one(key, values, other.values):
                return Match(self._identity.rule_of(key), draft=other)
        return None


def _turned(keys_of: Mapping[int, Sequence[str]]) -> dict[str, list[int]]:
    """The records of each key, the oldest first."""
    by_key: dict[str, list[int]] = {}
    for record_id in sorted(keys_of):
        for key in keys_of[record_id]:
            by_key.setdefault(key, []).append(record_id)
    return by_key
