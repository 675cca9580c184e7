"""Match rows to existing records by exact keys.

The match rules of a record type are tried in order. Rows that are merely similar to a record are
created; ``crm duplicates`` finds them.
"""

from __future__ import annotations

from itertools import product, takewhile
from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias

from tui_crm.exchange.importing import match_rules
from tui_crm.exchange.importing.contradictions import Contradiction, Contradictions
from tui_crm.exchange.importing.match_rules import (
    COMPANY,
    CREATED,
    EMAIL,
    EXTERNAL_ID,
    NAME,
    OWN_ID,
    PHONE,
)
from tui_crm.language.addresses import folded_address
from tui_crm.language.companies import company_key
from tui_crm.language.emails import is_role
from tui_crm.language.fold import fold
from tui_crm.language.names import has_cjk
from tui_crm.store import match_keys
from tui_crm.store.derive import sort_key_of
from tui_crm.store.labelled_values import values_of
from tui_crm.store.match_keys import KeyKind, letters
from tui_crm.store.model import Kind

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from tui_crm.exchange.importing.match_rules import Rule
    from tui_crm.store.model import FieldSpec, RecordType, Value

_Texts: TypeAlias = "Callable[[Mapping[str, Value]], Sequence[str]]"
"""What a part of a record is compared by: each of some texts; none where it is blank."""

_ADDRESS: Final = ("postal_code", "state", "city", "street", "building")
_NUMBERS: Final = (EXTERNAL_ID, OWN_ID)
_WEAK: Final = "w"
_HALF_NAME: Final = 3
"""Letters up to which a name without a given name is taken for a family name alone."""

_NOWHERE: Final = ("", "")


Probe: TypeAlias = "tuple[str, Value, tuple[str, str]]"
"""Where candidates are looked for: a value in a field, in ``sort_key``, or (``key``) a match key.

Where many records have a match key, those are meant that also have what is beside it: another match
key (``key``), a sort key, or the value of a field; two blanks where there is nothing beside it.
"""

_Lookup: TypeAlias = "Callable[[Mapping[str, Value], Sequence[str], tuple[str, str]], list[Probe]]"
"""The probes for a part, from a row, the texts of the part, and where the row's name is found."""


class _Rule(NamedTuple):
    """A rule, what its keys begin with, and how its parts are looked up, the most telling first."""

    prefix: str
    parts: Rule
    is_named: bool
    lookups: list[tuple[str, _Lookup]]


class Looks(NamedTuple):
    """The keys of a row with their probes: those of ``sure_keys``, and the others behind them."""

    sure: list[str]
    sure_probes: list[Probe]
    others: list[str]
    other_probes: list[Probe]


class Identity:
    """The match rules of one record type, compiled for a great many rows."""

    def __init__(self, record_type: RecordType, match: str = "") -> None:
        """``match`` as ``match_rules.parse`` takes it, or empty for the usual rules.

        Raises:
            UsageError: one of its parts is not known.
        """
        self.record_type = record_type
        self.is_usual = not match.strip()
        self.rules = (
            record_type.identity if self.is_usual else match_rules.parse(record_type, match)
        )
        self._is_person = record_type.is_person
        self._company_field = record_type.company_field
        self._meanings = match_rules.meanings(record_type)
        self._company_texts = _company(record_type, self._company_field)
        specs = record_type.fields
        self._channels = {
            EMAIL: [s for s in specs if s.kind in (Kind.EMAIL, Kind.EMAILS)],
            PHONE: [s for s in specs if s.kind in (Kind.PHONE, Kind.PHONES)],
        }
        self._phone_keys = _each(self._channels[PHONE], match_keys.phone)
        self._texts = {part: self._texts_of(part) for rule in self.rules for part in rule}
        self._contradictions = None
        if self.is_usual and record_type.duplicates_among:
            self._contradictions = Contradictions(record_type)
        compiled = [self._compiled(place, rule) for place, rule in enumerate(self.rules)]
        self._sure = list(takewhile(self._is_sure, compiled))
        self._others = compiled[len(self._sure) :]
        parts = dict.fromkeys(part for rule in self._others for part in rule.parts)
        self._other_parts = [p for p in parts if p != NAME or not self._is_person]

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields of a record that its keys are made of."""
        named = {EXTERNAL_ID, *(key for part in self._texts for key in self._fields_of(part))}
        if self._is_person:
            named.update(key for key in (*_ADDRESS, self._company_field) if key in self.record_type)
            named.update(("last_name", "first_name"))
        if self._contradictions is not None:
            named |= self._contradictions.fields
        return tuple(sorted(named))

    def sure_keys(self, values: Mapping[str, Value]) -> tuple[list[str], list[Probe]]:
        """The first keys of a row or record, and the probes that find the records which share one.

        They are those of the rules in front that have one part, such as an address. A row that is
        found by them need not be looked at further.
        """
        keys: list[str] = []
        probes: list[Probe] = []
        for prefix, (part,), _, lookups in self._sure:
            if not (texts := self._texts[part](values)):
                continue
            if part == EMAIL and self._is_person:
                keys += [prefix + _of_mailbox(text, values) for text in texts]
            else:
                keys += [prefix + text for text in texts]
            for _, lookup in lookups:
                probes += lookup(values, texts, _NOWHERE)
        return keys, probes

    def other_keys(
        self, values: Mapping[str, Value], sure: Sequence[str], *, is_stored: bool = False
    ) -> tuple[list[str], list[Probe]]:
        """The keys that come after ``sure``, and their probes; of a stored record the keys alone.

        A person with neither e-mail, telephone nor company is known by name and address. A stored
        record has that key beside its others, since they may have been added later.
        """
        keys: list[str] = []
        probes: list[Probe] = []
        texts = {part: self._texts[part](values) for part in self._other_parts}
        name, where = "", _NOWHERE
        if self._is_person:
            name = name_of(values)
            if name:
                texts[NAME], where = (name,), self._name_place(values)
            else:  # no person is meant, but the company
                texts[NAME] = [f"-{text}" for text in self._company_texts(values)]
        if is_stored and self.record_type.is_blank_telling:
            for part in match_rules.GIVEN_ANYWAY:
                if part in texts and texts[part] != ("",):
                    texts[part] = ("", *texts[part])
        for prefix, parts, is_named, lookups in self._others:
            of_parts = [texts[part] for part in parts]
            if all(of_parts):
                if [*map(len, of_parts)].count(1) == len(of_parts):
                    keys.append(prefix + "|".join([some[0] for some in of_parts]))
                else:
                    keys += [prefix + "|".join(some) for some in product(*of_parts)]
                for part, lookup in () if is_stored else lookups:
                    if found := lookup(values, texts[part], where if is_named else _NOWHERE):
                        probes += found
                        break
        if self._is_person and self.is_usual:
            first = keys or sure
            is_alone = not first or self.rule_of(first[-1]) == (EXTERNAL_ID,)
            if self._is_told_by_name(values, name) if is_stored else is_alone:
                keys.append(f"{_WEAK}|{name}|{place_of(values)}")
                if where is not _NOWHERE:
                    probes.append((*where, _NOWHERE))
        return keys, probes

    def looks(self, values: Mapping[str, Value]) -> Looks:
        """All that a row is looked up by."""
        sure, probes = self.sure_keys(values)
        return Looks(sure, probes, *self.other_keys(values, sure))

    def keys(self, values: Mapping[str, Value], *, is_stored: bool = False) -> list[str]:
        """The match keys of a record, the surest first; two records that share a key are one."""
        sure, _ = self.sure_keys(values)
        return sure + self.other_keys(values, sure, is_stored=is_stored)[0]

    def contradiction(
        self, key: str, one: Mapping[str, Value], other: Mapping[str, Value]
    ) -> Contradiction | None:
        """The contradiction between two records that share ``key``, if there is one.

        Nothing does where they have the number of another program in common, or where somebody
        has said what tells records again. What another program numbers differently are two things
        there, unless the address is one.
        """
        rule = self.rule_of(key)
        if not self.is_usual or rule == (EXTERNAL_ID,):
            return None
        if rule != (EMAIL,):
            first, second = one.get(EXTERNAL_ID), other.get(EXTERNAL_ID)
            if first is not None and second is not None and first != second:
                program = str(first).partition(":")[0]
                if program == str(second).partition(":")[0]:
                    return Contradiction.EXTERNAL_ID
        if self._contradictions is None:
            return None
        return self._contradictions.between(rule, one, other)

    def rule_of(self, key: str) -> Rule:
        """The rule that gave a key."""
        number = key.partition("|")[0]
        return (NAME,) if number == _WEAK else self.rules[int(number)]

    # --- made once ----------------------------------------------------------------------------

    def _compiled(self, place: int, rule: Rule) -> _Rule:
        is_named = self._is_person and NAME in rule
        lookups = [
            (part, lookup)
            for part in sorted(rule, key=match_rules.selectivity)
            if (lookup := self._lookup(part, rule)) is not None
        ]
        return _Rule(f"{place}|", rule, is_named, lookups)

    def _is_sure(self, rule: _Rule) -> bool:
        is_many = rule.parts[0] in self._meanings and rule.parts[0] in (NAME, COMPANY)
        return len(rule.parts) == 1 and not is_many

    def _fields_of(self, part: str) -> tuple[str, ...]:
        if part not in self._meanings:
            return (part,)
        if part in self._channels:
            return tuple(spec.key for spec in self._channels[part])
        return ("last_name", "first_name") if part == NAME else (self._company_field,)

    def _texts_of(self, part: str) -> _Texts:
        if part in self._meanings:
            match part:
                case "email":
                    return _each(self._channels[EMAIL], match_keys.email)
                case "phone":
                    return self._phone_keys
                case "name":
                    return lambda values: [name_of(values)]
                case _:
                    return self._company_texts
        blank: tuple[str, ...] = ()
        if part == CREATED or (self.record_type.is_blank_telling and part not in _NUMBERS):
            blank = ("",)
        return _field(self.record_type.field(part), blank)

    def _lookup(self, part: str, rule: Rule) -> _Lookup | None:
        """How records are found by a part of a rule; None where no index has it."""
        if part not in self._meanings:
            return self._field_lookup(part)
        if part == NAME:
            return lambda _values, _texts, where: [(*where, _NOWHERE)] if where[0] else []
        if part != COMPANY:
            return lambda _, texts, where: [("key", text, where) for text in texts]
        if not self.record_type.company_name_field:
            return None
        has_sites = self.is_usual and (len(rule) == 1 or NAME in rule)

        def by_company(
            values: Mapping[str, Value], texts: Sequence[str], where: tuple[str, str]
        ) -> list[Probe]:
            core = texts[0].partition("/")[0]
            if not core:
                return []
            key = KeyKind.COMPANY + core
            if where[0] or not has_sites:
                return [("key", key, where)]
            # Of a company that may have hundreds of sites, those with the telephone number of the
            # row, or in its street, are enough.
            street = values.get("street")
            beside = [("key", each) for each in self._phone_keys(values)]
            beside += [("street", str(street))] if street else []
            return [("key", key, each) for each in beside or [_NOWHERE]]

        return by_company

    def _field_lookup(self, part: str) -> _Lookup:
        record_type = self.record_type
        is_title = (part,) in record_type.title

        def by_field(values: Mapping[str, Value], *_: object) -> list[Probe]:
            if values.get(part) is None:
                return []
            if is_title:
                return [("sort_key", sort_key_of(record_type, values), _NOWHERE)]
            return [(part, values[part], _NOWHERE)]

        return by_field

    def _name_place(self, values: Mapping[str, Value]) -> tuple[str, str]:
        """Where people of the same name are looked for."""
        key = match_keys.person(
            str(values.get("last_name") or ""), str(values.get("first_name") or "")
        )
        return ("key", key) if key else ("sort_key", sort_key_of(self.record_type, values))

    def _is_told_by_name(self, values: Mapping[str, Value], name: str) -> bool:
        """Whether a stored record may be found by its name: not a 田中 among many."""
        is_whole = bool(values.get("first_name")) or len(name) > _HALF_NAME
        return is_whole or not values.get(self._company_field)


def _of_mailbox(key: str, values: Mapping[str, Value]) -> str:
    """info@ is the address of a company: it takes a name to tell who is meant."""
    return f"{key}|{name_of(values)}" if is_role(key.rpartition("@")[2]) else key


def _each(specs: Sequence[FieldSpec], make: Callable[[str], str]) -> _Texts:
    # The single ones first, since they are the surer ones.
    single = [spec.key for spec in specs if not spec.is_labelled]
    labelled = [spec for spec in specs if spec.is_labelled]

    def texts(values: Mapping[str, Value]) -> Sequence[str]:
        found = []
        for key in single:
            value = values.get(key)
            if value is not None and (text := make(str(value))):
                found.append(text)
        for spec in labelled:
            value = values.get(spec.key)
            if value is not None:
                found += filter(None, map(make, values_of(spec, value)))
        return list(dict.fromkeys(found)) if len(found) > 1 else found

    return texts


def _field(spec: FieldSpec, blank: tuple[str, ...]) -> _Texts:
    key = spec.key
    if spec.kind is Kind.LINK or spec.is_number or key in (CREATED, *_NUMBERS):
        return lambda values: blank if values.get(key) is None else (str(values[key]),)
    return lambda values: blank if values.get(key) is None else (fold(str(values[key])),)


def _company(record_type: RecordType, field: str) -> _Texts:
    if not record_type.company_name_field:
        return lambda values: () if values.get(field) is None else (str(values[field]),)

    def whole(values: Mapping[str, Value]) -> Sequence[str]:
        value = values.get(field)
        key = company_key(str(value)) if value else None
        return (f"{key.core}/{key.legal_form}/{key.branch}",) if key else ()

    def core(values: Mapping[str, Value]) -> Sequence[str]:
        value = values.get(field)
        found = company_key(str(value)).core if value else ""
        return (found,) if found else ()

    return core if record_type.is_person else whole


def name_of(values: Mapping[str, Value]) -> str:
    """The letters of a whole name; Latin ones in the order of the alphabet, since lists mix them
    up."""
    one = letters(str(values.get("last_name") or ""))
    two = letters(str(values.get("first_name") or ""))
    return two + one if two and two < one and not has_cjk(one + two) else one + two


def place_of(values: Mapping[str, Value]) -> str:
    """A whole address, folded; its numbers apart, as 1-23 is not 12-3."""
    whole = "".join(str(values.get(key) or "") for key in _ADDRESS)
    return folded_address(whole) if has_cjk(whole) else letters(whole)
