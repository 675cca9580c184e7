"""Detect contradictions between a row and the record that it shares a key with.

A key proposes a record; the row is that record only where nothing that both of them say
contradicts. Blanks never contradict, and a number that another program gave settles everything.

=================  ====================  ====================================================
in common          contradicts           does not contradict
=================  ====================  ====================================================
e-mail             another name          half a name, an initial, a slip, another alphabet, a
                                         family name that changed
e-mail, or         another company       a branch, a shorter name, a slip, another alphabet
name and phone
name and phone     –                     another e-mail: one person has several
name and company   another work e-mail,  a private address beside one at work; info@ and the
                   or another private    like
                   one
name and company   another phone         a mobile beside a landline; a toll-free or IP number;
                                         an extension; fax; one number of several in common
any of a person's  another birthday      –
company, or its    another address       the same address written otherwise; a town alone, or
法人番号                                  with its street in one field
company, or its    another branch        –
法人番号
company, where no  a phone of another    another phone of the same area; a toll-free number
address tells      area, or another
                   e-mail domain
company            another 法人番号       –
=================  ====================  ====================================================

A lead that names no person is compared as a company. Where rows overwrite, another company is
written to the person, and contradicts nothing.
"""

from __future__ import annotations

import re
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from tui_crm.exchange.importing.match_rules import COMPANY, EMAIL
from tui_crm.language.addresses import folded_address
from tui_crm.language.companies import company_key
from tui_crm.language.emails import DomainKind, domain_kind, is_role
from tui_crm.language.fold import fold
from tui_crm.language.names import has_cjk
from tui_crm.language.phones import area_code
from tui_crm.language.text_similarity import (
    Similarity,
    are_two_companies,
    same_address,
    same_person_name,
)
from tui_crm.store import match_keys
from tui_crm.store.labelled_values import values_of
from tui_crm.store.model import Kind

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tui_crm.exchange.importing.match_rules import Rule
    from tui_crm.store.model import FieldSpec, RecordType, Value

COMPANY_NAME: Final = "company"
"""Where the name of a contact's account is, among what a row or record is compared by."""

_PLACE: Final = ("state", "city", "street")
_KANJI: Final = re.compile("[\u3400-\u9fff]")
_MOBILE: Final = ("p+8170", "p+8180", "p+8190")
_NO_PLACE: Final = ("p+81120", "p+81800", "p+81570", "p+8150", "p+1800", "p+1888", "p+1877")


class Contradiction(StrEnum):
    """What differs; its word in the ``import`` catalog is ``other_…``."""

    NAME = "name"
    COMPANY = "company"
    EMAIL = "email"
    PHONE = "phone"
    ADDRESS = "address"
    BRANCH = "branch"
    CORPORATE_NUMBER = "corporate_number"
    BIRTHDAY = "birthday"
    EXTERNAL_ID = "external_id"


class Contradictions:
    """The table above, for the rows and records of one type."""

    def __init__(self, record_type: RecordType) -> None:
        specs = record_type.fields
        self._is_person = record_type.is_person
        self._emails = [s for s in specs if s.kind in (Kind.EMAIL, Kind.EMAILS)]
        self._phones = [s for s in specs if s.kind in (Kind.PHONE, Kind.PHONES)]
        self._company = record_type.company_name_field or COMPANY_NAME
        self._number = next((s.key for s in specs if s.match == "number"), "")
        self._website = next((s.key for s in specs if s.match == "website"), "")
        beside = (*_PLACE, "birthday", self._number, self._website, self._company)
        self.fields = frozenset(
            key
            for key in (*beside, *(s.key for s in (*self._emails, *self._phones)))
            if key in record_type
        )
        """The fields that can contradict, beside those of the keys."""

    def between(
        self, rule: Rule, one: Mapping[str, Value], other: Mapping[str, Value]
    ) -> Contradiction | None:
        """What speaks against two being one that have a key in common which ``rule`` gave."""
        if not self._is_person or not (_is_named(one) or _is_named(other)):
            return self._of_companies(one, other)
        if _differ(one, other, "birthday"):
            return Contradiction.BIRTHDAY
        if EMAIL in rule and are_two_people(one, other):
            return Contradiction.NAME
        if COMPANY not in rule:
            names = [str(values.get(self._company) or "") for values in (one, other)]
            is_other = are_two_companies(names[0], names[1])
            return Contradiction.COMPANY if is_other else None
        phones = self._same_phone(one, other)
        if phones is Similarity.YES:
            return None
        if self._have_other_emails(one, other):
            return Contradiction.EMAIL
        return Contradiction.PHONE if phones is Similarity.NO else None

    def _of_companies(
        self, one: Mapping[str, Value], other: Mapping[str, Value]
    ) -> Contradiction | None:
        numbers = [match_keys.number(str(v.get(self._number) or "")) for v in (one, other)]
        if all(numbers) and numbers[0] != numbers[1]:
            return Contradiction.CORPORATE_NUMBER
        keys = [company_key(str(v.get(self._company) or "")) for v in (one, other)]
        if all(key.core for key in keys) and keys[0].branch != keys[1].branch:
            return Contradiction.BRANCH
        place = same_place(one, other)
        if place is not Similarity.UNKNOWN:
            return Contradiction.ADDRESS if place is Similarity.NO else None
        phones = self._same_phone(one, other)
        if phones is Similarity.YES:
            return None
        areas = [set(map(_area_of, self._numbers(v))) - {""} for v in (one, other)]
        if phones is Similarity.NO and all(areas) and areas[0].isdisjoint(areas[1]):
            return Contradiction.PHONE
        mine, theirs = self._domains(one), self._domains(other)
        return Contradiction.EMAIL if mine and theirs and not mine & theirs else None

    # --- phones and addresses -------------------------------------------------------------------

    def _same_phone(self, one: Mapping[str, Value], other: Mapping[str, Value]) -> Similarity:
        """YES where a number is in common, NO where two of one sort differ."""
        mine, theirs = self._numbers(one), self._numbers(other)
        if not mine or not theirs:
            return Similarity.UNKNOWN
        if not mine.keys().isdisjoint(theirs):
            return Similarity.YES
        sorts = set(mine.values()) & set(theirs.values()) - {""}
        return Similarity.NO if sorts else Similarity.UNKNOWN

    def _numbers(self, values: Mapping[str, Value]) -> dict[str, str]:
        """The telephone numbers without extensions, each with its sort; fax is none."""
        found: dict[str, str] = {}
        for spec in self._phones:
            value = values.get(spec.key)
            if value and spec.key != "fax":
                for text in values_of(spec, value):
                    number = match_keys.phone(text).partition("x")[0]
                    if number:
                        found.setdefault(number, _sort_of(number, spec))
        return found

    def _have_other_emails(self, one: Mapping[str, Value], other: Mapping[str, Value]) -> bool:
        """Whether each has an address at work, or a private one, and they have none in common."""
        mine, theirs = self._addresses(one), self._addresses(other)
        if not mine.keys().isdisjoint(theirs):
            return False
        return not set(mine.values()).isdisjoint(theirs.values())

    def _addresses(self, values: Mapping[str, Value]) -> dict[str, DomainKind]:
        found: dict[str, DomainKind] = {}
        for spec in self._emails:
            value = values.get(spec.key)
            for text in values_of(spec, value) if value else ():
                name, _, local = match_keys.email(text)[1:].rpartition("@")
                if local and not is_role(local):
                    found[f"{local}@{name}"] = domain_kind(name)
        return found

    def _domains(self, values: Mapping[str, Value]) -> set[str]:
        """The domains of a company's own addresses and of its site."""
        names = {match_keys.website(str(values.get(self._website) or ""))[1:-1]}
        for spec in self._emails:
            value = values.get(spec.key)
            for text in values_of(spec, value) if value else ():
                names.add(match_keys.email(text)[1:].rpartition("@")[0])
        return {name for name in names if name and domain_kind(name) is DomainKind.COMPANY}


def _sort_of(number: str, spec: FieldSpec) -> str:
    """Numbers of one sort contradict each other; empty for those that say nothing of a place."""
    if spec.is_labelled or number.startswith(_NO_PLACE):
        return ""
    return "mobile" if spec.key == "mobile" or number.startswith(_MOBILE) else "phone"


def _area_of(number: str) -> str:
    return area_code(number.removeprefix("p"))


def _is_named(values: Mapping[str, Value]) -> bool:
    return bool(values.get("last_name") or values.get("first_name"))


def _differ(one: Mapping[str, Value], other: Mapping[str, Value], key: str) -> bool:
    mine, theirs = one.get(key), other.get(key)
    return mine is not None and theirs is not None and mine != theirs


def are_two_people(one: Mapping[str, Value], other: Mapping[str, Value]) -> bool:
    """Whether the names of two records with one mailbox are those of two people.

    One who keeps the given name is taken to have married; names in differing alphabets cannot be
    compared.
    """
    mine, theirs = _name(one), _name(other)
    whole, their_whole = "".join(mine), "".join(theirs)
    if not whole or not their_whole or _alphabet(whole) != _alphabet(their_whole):
        return False
    if {*mine} == {*theirs} or (mine[1] and mine[1] == theirs[1]):
        return False
    short, long = sorted((whole, their_whole), key=len)
    if len(short) > 1 and (long.startswith(short) or long.endswith(short)):
        return False
    return same_person_name(mine, theirs) in (Similarity.NO, Similarity.HALF)


def _alphabet(text: str) -> str:
    if not has_cjk(text):
        return "latin"
    return "kanji" if _KANJI.search(text) else "kana"


def _name(values: Mapping[str, Value]) -> tuple[str, str]:
    last, first = (fold(str(values.get(key) or "")[:200]) for key in ("last_name", "first_name"))
    return last.replace(" ", ""), first


def same_place(one: Mapping[str, Value], other: Mapping[str, Value]) -> Similarity:
    """Whether two addresses are one place: YES, NO, or UNKNOWN where one of them says too little.

    Streets decide, or the town where a street is missing; a town that is written with its street
    in one field is found there.
    """
    street, their_street = (str(v.get("street") or "") for v in (one, other))
    other_town = _is_other_town(one, other)
    if not street or not their_street:
        return Similarity.NO if other_town else Similarity.UNKNOWN
    whole, their_whole = (_whole(values) for values in (one, other))
    if whole == their_whole:
        return Similarity.YES
    if other_town:
        return Similarity.NO
    same = same_address(street, their_street)
    if same is Similarity.NO and (whole in their_whole or their_whole in whole):
        return Similarity.YES
    if same is Similarity.UNKNOWN:  # streets without numbers
        mine, theirs = folded_address(street), folded_address(their_street)
        return Similarity.YES if mine in theirs or theirs in mine else Similarity.UNKNOWN
    return Similarity.NO if same is Similarity.NO else Similarity.YES


def _whole(values: Mapping[str, Value]) -> str:
    return folded_address("".join(str(values.get(key) or "") for key in _PLACE))


def _is_other_town(one: Mapping[str, Value], other: Mapping[str, Value]) -> bool:
    """Whether both name a town, in one alphabet, and neither is a part of the other."""
    mine, theirs = (folded_address(str(v.get("city") or "")) for v in (one, other))
    if not mine or not theirs or has_cjk(mine) is not has_cjk(theirs):
        return False
    return mine not in theirs and theirs not in mine
