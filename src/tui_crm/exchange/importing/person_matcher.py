"""The usual match rules for people, unrolled: they run on every row of a list of people.

What ``Identity`` finds by going through its rules, this finds in one pass, in a third of the time.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tui_crm.exchange.importing.identity import Identity, Probe, name_of, place_of
from tui_crm.language.companies import company_key
from tui_crm.language.emails import is_role
from tui_crm.store import match_keys
from tui_crm.store.derive import sort_key_of
from tui_crm.store.labelled_values import values_of
from tui_crm.store.model import Kind

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tui_crm.store.model import RecordType, Value

_NOWHERE: Final = ("", "")

_RULES: Final = (("external_id",), ("email",), ("phone", "name"), ("company", "name"))
"""The rules that are written out here."""


class PersonIdentity(Identity):
    """``Identity`` of a type of people by the usual rules."""

    def __init__(self, record_type: RecordType) -> None:
        super().__init__(record_type)
        specs = record_type.fields
        # The single ones come first, since they are the surer ones.
        self._emails_of = [
            spec for kind in (Kind.EMAIL, Kind.EMAILS) for spec in specs if spec.kind is kind
        ]
        self._phones_of = [
            spec for kind in (Kind.PHONE, Kind.PHONES) for spec in specs if spec.kind is kind
        ]

    def keys(self, values: Mapping[str, Value], *, is_stored: bool = False) -> list[str]:
        """As ``Identity.keys``."""
        return self._pass(values, is_stored)[0]

    def keys_and_probes(self, values: Mapping[str, Value]) -> tuple[list[str], list[Probe]]:
        """As ``Identity.keys_and_probes``."""
        return self._pass(values, is_stored=False)

    def quick_keys(self, values: Mapping[str, Value]) -> tuple[list[str], list[Probe]]:
        """As ``Identity.quick_keys``."""
        get = values.get
        keys: list[str] = []
        probes: list[Probe] = []
        number = get("external_id")
        if number is not None:
            keys.append(f"0|{number}")
            probes.append(Probe("external_id", number))
        for text in (text for spec in self._emails_of for text in values_of(spec, get(spec.key))):
            if key := match_keys.email(text):
                is_office = is_role(key.rpartition("@")[2])
                keys.append(f"1|{key}|{name_of(values)}" if is_office else f"1|{key}")
                probes.append(Probe("key", key))
        return keys, probes

    def _pass(self, values: Mapping[str, Value], is_stored: bool) -> tuple[list[str], list[Probe]]:
        keys, probes = self.quick_keys(values)
        get = values.get
        last, first = str(get("last_name") or ""), str(get("first_name") or "")
        name = name_of(values)
        company, company_probe = self._company_of(get(self._company_field))
        called = name or (f"-{company}" if company else "")
        where = _NOWHERE
        if name:
            key = match_keys.person(last, first)
            where = ("key", key) if key else ("sort_key", sort_key_of(self.record_type, values))
        if called:
            for text in (
                text for spec in self._phones_of for text in values_of(spec, get(spec.key))
            ):
                if key := match_keys.phone(text):
                    keys.append(f"2|{key}|{called}")
                    probes.append(Probe("key", key, where))
            if company:
                keys.append(f"3|{company}|{called}")
                if company_probe and name:
                    probes.append(Probe("key", company_probe, where))
                elif company_probe:
                    probes += self.crowded([company_probe], values)
                elif where is not _NOWHERE:
                    probes.append(Probe(*where))
        is_alone = not keys or keys[-1].startswith("0|")
        if self._is_told_by_name(values) if is_stored else is_alone:
            keys.append(f"w|{name}|{place_of(values)}")
            if where is not _NOWHERE:
                probes.append(Probe(*where))
        return keys, probes

    def _company_of(self, value: Value) -> tuple[str, str]:
        """What a company is compared by, and its match key; the account of a contact has none."""
        if value is None:
            return "", ""
        if not self.record_type.company_name_field:
            return str(value), ""
        core = company_key(str(value)).core
        return core, f"c{core}" if core else ""


def identity_for(record_type: RecordType, match: str) -> Identity:
    """The identity of a record type by the rules that ``match`` names, or by the usual ones.

    Raises:
        UsageError: a part of ``match`` is not known.
    """
    if record_type.is_person and record_type.identity == _RULES and not match.strip():
        return PersonIdentity(record_type)
    return Identity(record_type, match)
