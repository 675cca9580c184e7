"""Match rows to existing records by exact keys.

The match rules of a record type are tried in order. Rows that are merely similar to a record are
created; ``crm duplicates`` finds them.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import product
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
from tui_crm.store.model import Kind

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from tui_crm.exchange.importing.match_rules import Rule
    from tui_crm.store.model import FieldSpec, RecordType, Value

_Maker: TypeAlias = "Callable[[Mapping[str, Value]], Sequence[str]]"
"""What a part of a record is compared by: each of some texts; none where it is blank."""

_ADDRESS: Final = ("postal_code", "state", "city", "street", "building")
_TITLES: Final = ("name", "subject", "body")
_WEAK: Final = "w"
_HALF_NAME: Final = 3
"""Letters up to which a name without a given name is taken for a family name alone."""

_NO_LETTER: Final = re.compile(r"[\W_]+")


class Probe(NamedTuple):
    """Where candidates are looked for: in a field, by ``sort_key``, or (``key``) by a match key.

    Where many records have a match key, those are meant that also have what is in ``beside``:
    another match key (``key``), a sort key, or the value of a field.
    """

    column: str
    value: Value
    beside: tuple[str, str] = ("", "")


class Identity:
    """The match rules of one record type, compiled for a great many rows."""

    def __init__(self, record_type: RecordType, match: str = "") -> None:
        """``match`` as ``rules.parse`` takes it, or empty for the usual rules.

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
        parts = dict.fromkeys(part for rule in self.rules for part in rule)
        self._makers = {part: self._maker(part) for part in parts}
        self._company = self._maker(COMPANY) if self._company_field else None
        self._contradictions = None
        if self.is_usual and record_type.duplicates_among:
            self._contradictions = Contradictions(record_type)
        self._by_rule = [
            (f"{number}|", rule, sorted(rule, key=match_rules.selectivity))
            for number, rule in enumerate(self.rules)
        ]

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields of a record that its keys are made of."""
        named = {EXTERNAL_ID, *(key for part in self._makers for key in self._fields_of(part))}
        if self._is_person:
            named.update(key for key in (*_ADDRESS, self._company_field) if key in self.record_type)
            named.update(("last_name", "first_name"))
        if self._contradictions is not None:
            named |= self._contradictions.fields
        return tuple(sorted(named))

    def keys(self, values: Mapping[str, Value], *, is_stored: bool = False) -> list[str]:
        """The match keys of a record, the surest first; two records that share a key are one.

        A person with neither e-mail, telephone nor company is known by name and address. A stored
        record has that key beside its others, since they may have been added later.
        """
        return self._keys(values, self._texts(values, is_stored), is_stored)

    def keys_and_probes(self, values: Mapping[str, Value]) -> tuple[list[str], list[Probe]]:
        """The keys of a row, and the probes that find the records which share one."""
        texts = self._texts(values, is_stored=False)
        found = self._keys(values, texts, is_stored=False)
        given = {key.partition("|")[0] for key in found}
        probes: list[Probe] = []
        for prefix, rule, parts in self._by_rule:
            if prefix[:-1] in given:
                probes += self._probes(rule, parts, texts, values)
        if _WEAK in given and name_of(values):
            probes.append(Probe(*self._name_probe(values)))
        return found, probes

    def quick_keys(self, _values: Mapping[str, Value]) -> tuple[list[str], list[Probe]]:
        """The first of the keys of a row or record, and their probes, where those are cheap.

        A row that is found by them need not be looked at further.
        """
        return [], []

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

    # --- applying -----------------------------------------------------------------------------

    def _texts(self, values: Mapping[str, Value], is_stored: bool) -> dict[str, Sequence[str]]:
        texts = {part: make(values) for part, make in self._makers.items()}
        if is_stored and self.record_type.is_blank_telling:
            for part in match_rules.GIVEN_ANYWAY:
                if part in texts and texts[part] != ("",):
                    texts[part] = ("", *texts[part])
        if not texts.get(NAME, ("",)) and self._company and self._is_person:
            # That no person is meant, but the company.
            texts[NAME] = [f"-{text}" for text in self._company(values)]
        return texts

    def _keys(
        self, values: Mapping[str, Value], texts: Mapping[str, Sequence[str]], is_stored: bool
    ) -> list[str]:
        found: list[str] = []
        for prefix, rule, _ in self._by_rule:
            if len(rule) == 1:
                if rule[0] == EMAIL and self._is_person:
                    found += self._emails(prefix, texts[EMAIL], texts.get(NAME, ("",)))
                else:
                    found += [prefix + text for text in texts[rule[0]]]
            elif all(texts[part] for part in rule):
                parts = product(*(texts[part] for part in rule))
                found += [f"{prefix}{'|'.join(some)}" for some in parts]
        if not self.is_usual or not self._is_person:
            return found
        is_alone = not found or found[-1].startswith("0|")
        if self._is_told_by_name(values) if is_stored else is_alone:
            found.append(f"{_WEAK}|{name_of(values)}|{place_of(values)}")
        return found

    def _emails(self, prefix: str, addresses: Sequence[str], name: Sequence[str]) -> list[str]:
        """info@ is the address of a company: it takes a name to tell who is meant."""
        return [
            f"{prefix}{key}|{name[0] if name else ''}"
            if is_role(key.rpartition("@")[2])
            else prefix + key
            for key in addresses
        ]

    def _is_told_by_name(self, values: Mapping[str, Value]) -> bool:
        """Whether a stored record may be found by its name: not a 田中 among many."""
        is_whole = bool(values.get("first_name")) or len(name_of(values)) > _HALF_NAME
        return is_whole or not values.get(self._company_field)

    def _probes(
        self,
        rule: Rule,
        parts: Sequence[str],
        texts: Mapping[str, Sequence[str]],
        values: Mapping[str, Value],
    ) -> list[Probe]:
        """Where a rule's candidates are: by the most telling part that can be looked up."""
        name = self._name_probe(values) if NAME in rule and len(rule) > 1 else ("", "")
        if rule == (COMPANY,) and self.is_usual:
            return self.crowded(self._match_keys(COMPANY, texts, values), values)
        for part in parts:
            if part in self._meanings:
                if part == NAME:
                    return [Probe(*name)] if name[0] else []
                keys = self._match_keys(part, texts, values)
                if keys:
                    return [Probe("key", key, name) for key in keys]
            elif values.get(part) is not None:
                if part in _TITLES:
                    return [Probe("sort_key", sort_key_of(self.record_type, values))]
                return [Probe(part, values[part])]
        return []

    def crowded(self, keys: Sequence[str], values: Mapping[str, Value]) -> list[Probe]:
        """Where a company is looked for that may have hundreds of sites: those with its telephone
        number, or in its street, are enough."""
        street = values.get("street")
        beside = [("key", key) for key in self._phone_keys(values)]
        beside += [("street", str(street))] if street else []
        return [Probe("key", key, each) for key in keys for each in beside or [("", "")]]

    def _phone_keys(self, values: Mapping[str, Value]) -> Sequence[str]:
        return _each(self._specs_of(PHONE), match_keys.phone)(values)

    def _match_keys(
        self, part: str, texts: Mapping[str, Sequence[str]], values: Mapping[str, Value]
    ) -> Sequence[str]:
        if part != COMPANY:
            return texts[part]
        if not self.record_type.company_name_field:
            return ()
        key = match_keys.company(str(values.get(self._company_field) or ""))
        return (key,) if key else ()

    def _name_probe(self, values: Mapping[str, Value]) -> tuple[str, str]:
        """Where a name is looked for, with what else is known."""
        if not self._is_person or not name_of(values):
            return "", ""
        key = match_keys.person(
            str(values.get("last_name") or ""), str(values.get("first_name") or "")
        )
        return ("key", key) if key else ("sort_key", sort_key_of(self.record_type, values))

    # --- made once ----------------------------------------------------------------------------

    def _fields_of(self, part: str) -> tuple[str, ...]:
        if part not in self._meanings:
            return (part,)
        kinds = {EMAIL: (Kind.EMAIL, Kind.EMAILS), PHONE: (Kind.PHONE, Kind.PHONES)}
        if part in kinds:
            return tuple(s.key for s in self.record_type.fields if s.kind in kinds[part])
        return ("last_name", "first_name") if part == NAME else (self._company_field,)

    def _specs_of(self, part: str) -> tuple[FieldSpec, ...]:
        return tuple(map(self.record_type.field, self._fields_of(part)))

    def _maker(self, part: str) -> _Maker:
        if part in self._meanings:
            match part:
                case "email":
                    return _each(self._specs_of(EMAIL), match_keys.email)
                case "phone":
                    return _each(self._specs_of(PHONE), match_keys.phone)
                case "name":
                    return _name_if_any
                case _:
                    return _company(self.record_type, self._company_field)
        if part in (EXTERNAL_ID, OWN_ID, CREATED):
            blank: tuple[str, ...] = ("",) if part == CREATED else ()
            return lambda values: blank if values.get(part) is None else (str(values[part]),)
        blank = ("",) if self.record_type.is_blank_telling else ()
        return _field(self.record_type.field(part), blank)


def _each(specs: Sequence[FieldSpec], make: Callable[[str], str]) -> _Maker:
    def texts(values: Mapping[str, Value]) -> Sequence[str]:
        held = (text for spec in specs for text in values_of(spec, values.get(spec.key)))
        return list(dict.fromkeys(filter(None, map(make, held))))

    return texts


def _field(spec: FieldSpec, blank: tuple[str, ...]) -> _Maker:
    key = spec.key
    if spec.kind is Kind.LINK or spec.is_number:
        return lambda values: blank if values.get(key) is None else (str(values[key]),)
    return lambda values: blank if values.get(key) is None else (fold(str(values[key])),)


def _company(record_type: RecordType, field: str) -> _Maker:
    if not record_type.company_name_field:
        return lambda values: () if values.get(field) is None else (str(values[field]),)

    def whole(values: Mapping[str, Value]) -> Sequence[str]:
        value = values.get(field)
        key = company_key(str(value)) if value else None
        return (f"{key.core}/{key.legal_form}/{key.branch}",) if key else ()

    def core(values: Mapping[str, Value]) -> Sequence[str]:
        value = values.get(field)
        return (company_key(str(value)).core,) if value else ()

    return core if record_type.is_person else whole


def name_of(values: Mapping[str, Value]) -> str:
    """The letters of a whole name; Latin ones in the order of the alphabet, since lists mix them
    up."""
    one = letters(str(values.get("last_name") or ""))
    two = letters(str(values.get("first_name") or ""))
    return two + one if two and two < one and not has_cjk(one + two) else one + two


def _name_if_any(values: Mapping[str, Value]) -> Sequence[str]:
    name = name_of(values)
    return (name,) if name else ()


def place_of(values: Mapping[str, Value]) -> str:
    """A whole address, folded; its numbers apart, as 1-23 is not 12-3."""
    whole = "".join(str(values.get(key) or "") for key in _ADDRESS)
    return folded_address(whole) if has_cjk(whole) else letters(whole)


@lru_cache(maxsize=16384)
def letters(text: str) -> str:
    """A text folded, without anything between its letters."""
    folded = fold(text)
    return folded if folded.isalnum() else _NO_LETTER.sub("", folded)
