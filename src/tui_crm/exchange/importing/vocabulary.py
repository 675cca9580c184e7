"""Look up what a header means: in our own words, and in those of its source program."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING, Final

from tui_crm.exchange.exporting.cells import columns_of
from tui_crm.exchange.headers import header_key
from tui_crm.exchange.importing import targets
from tui_crm.exchange.importing.channels import field_of_header
from tui_crm.exchange.source_programs import generic, pooled
from tui_crm.i18n import LANGUAGES
from tui_crm.language.money_headers import read_amount_header
from tui_crm.store.model import FieldSpec, Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tui_crm.exchange.source_programs import SourceProgram
    from tui_crm.i18n import Language
    from tui_crm.store.model import RecordType, Schema

_CUSTOM_SUFFIX: Final = re.compile(r"__c$", re.IGNORECASE)
_CAMEL: Final = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_IN_BRACKETS: Final = re.compile(r"[(（\[【][^)）\]】]*[)）\]】]")


class Rank(IntEnum):
    """How plainly a header says what it means; less is plainer."""

    ORIGIN = 0
    EXACT = 1
    VARIANT = 2


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a header can mean: targets in order of preference."""

    targets: tuple[str, ...]
    rank: Rank


class Vocabulary:
    """All headers that are known for one record type.

    With ``own`` those of our own exports alone, which mean exactly one field each.
    """

    def __init__(
        self, record_type: RecordType, origin: SourceProgram | None = None, *, own: bool = False
    ) -> None:
        self.record_type = record_type
        self._declared = self._of_fields()
        self._by_origin = self._accepted(origin.columns_for(record_type)) if origin else {}
        self._is_own = own
        self._known = own_headers(record_type) if own else self._everything()
        self._pooled = {} if own else self._accepted(pooled(record_type))

    def meaning(self, header: str) -> Meaning | None:
        """What ``header`` means; None where it is not known."""
        key = header_key(header)
        if key in self._by_origin:
            return Meaning(self._by_origin[key], Rank.ORIGIN)
        if key in self._known:
            return Meaning(self._known[key], Rank.EXACT)
        own = self.record_type.aliases
        if not self._is_own and (target := field_of_header(self.record_type, header, own)):
            return Meaning((target,), Rank.VARIANT)
        for variant in self._variants(header):
            if variant in self._known:
                return Meaning(self._known[variant], Rank.VARIANT)
        amount = self._amount(header)
        if amount is None and key in self._pooled:
            return Meaning(self._pooled[key], Rank.VARIANT)
        return amount

    def _amount(self, header: str) -> Meaning | None:
        """What the header of a column of amounts means, less its currency and its unit."""
        said = read_amount_header(header)
        meaning = self.meaning(said.words) if said.says_more and said.words else None
        if meaning is None or meaning.targets[0] not in self.record_type:
            return None
        is_money = self.record_type.field(meaning.targets[0]).kind is Kind.MONEY
        return Meaning(meaning.targets, Rank.VARIANT) if is_money else None

    def words(self) -> Iterable[tuple[str, tuple[str, ...]]]:
        """All that is known, for guesses."""
        return self._known.items()

    def _everything(self) -> dict[str, tuple[str, ...]]:
        return self._declared | self._accepted(generic().columns_for(self.record_type))

    def _of_fields(self) -> dict[str, tuple[str, ...]]:
        """What the fields of the type are called, and the targets that are no fields."""
        record_type = self.record_type
        known: dict[str, tuple[str, ...]] = {}
        for spec in record_type.fields:
            if targets.accepts(record_type, spec.key):
                known.update((header_key(alias), (spec.key,)) for alias in spec.aliases)
        known |= own_headers(record_type)
        known.pop(header_key("id"), None)  # a number is a record's only within one store
        for to in LANGUAGES:
            known.pop(header_key(record_type.field("id").label(record_type.key, to)), None)
        return known | {
            header_key(name): (name,) for name in targets.specials(record_type) - {targets.OWN_ID}
        }

    def _accepted(self, columns: dict[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
        """Those of the columns that the type can take. What goes to a note for want of a field goes
        to the field that there is."""
        found = {}
        for header, wanted in columns.items():
            taken = tuple(
                target
                for target in wanted
                if not target or targets.accepts(self.record_type, target.removesuffix("?"))
            )
            if taken and not (taken[0] == targets.NOTE and header in self._declared):
                found[header] = taken
        return found

    def _variants(self, header: str) -> Iterable[str]:
        """The same header less what programs add to it."""
        plain = _CUSTOM_SUFFIX.sub("", _CAMEL.sub(" ", header))
        yield header_key(plain)
        bare = _IN_BRACKETS.sub("", plain)
        yield header_key(bare)
        key = header_key(bare)
        for word in map(header_key, self.record_type.aliases):
            if key.startswith(word) and key != word:
                yield key.removeprefix(word)
        if key[-1:] == "1" and not key[:-1].endswith(tuple("0123456789")):
            yield key[:-1]
        if "." in plain or "/" in plain or " - " in plain:
            head, tail = re.split(r"\.|/| - ", plain, maxsplit=1)
            if header_key(head) in map(header_key, self.record_type.aliases):
                yield header_key(tail)


def own_headers(record_type: RecordType) -> dict[str, tuple[str, ...]]:
    """What our own exports write above a field: its key, its label in either language, or both; and
    what those of earlier versions wrote."""
    known: dict[str, tuple[str, ...]] = {}
    specs = sorted(record_type.fields, key=lambda spec: not spec.readonly)
    for names in (FieldSpec.former_names, FieldSpec.names):
        for spec in specs:  # where two fields have one label, the one that may be written
            if spec.key == "title":
                continue
            meant = _own_target(record_type, spec)
            for text in names(spec, record_type.key):
                known[header_key(text)] = (meant,)
                known[header_key(f"{text} ({spec.key})")] = (meant,)
    known |= {
        header_key(spec.key): (_own_target(record_type, spec),)
        for spec in specs
        if spec.key != "title"
    }
    return known


def _own_target(record_type: RecordType, spec: FieldSpec) -> str:
    if spec.key == "converted_at":
        return targets.CONVERTED
    return spec.key if targets.accepts(record_type, spec.key) else targets.IGNORE


def is_own(record_type: RecordType, header: Iterable[str]) -> bool:
    """Whether a table is an export of ours: nothing but our words, and a field nobody types."""
    texts = [text for text in header if text.strip()]
    for to in (None, *LANGUAGES):
        words = {spec.key: _written(record_type, spec, to) for spec in record_type.fields}
        known = {word for written in words.values() for word in written}
        marks = {*words["id"], *words[targets.EXTERNAL_ID]}
        if known.issuperset(texts) and not marks.isdisjoint(texts):
            return True
    return False


def own_type(schema: Schema, header: Sequence[str]) -> str:
    """The record type that a table is an export of, by its headers; empty where none is sure."""
    found = [record_type for record_type in schema if is_own(record_type, header)]
    if len(found) > 1:  # a few columns alone may be those of several types
        found = [each for each in found if len(columns_of(each, ())) == len(header)]
    return found[0].key if len(found) == 1 else ""


def _written(record_type: RecordType, spec: FieldSpec, to: Language | None) -> tuple[str, ...]:
    """What our exports write above a field, in a language or (None) by keys."""
    if to is None:
        return (spec.key,)
    texts = (spec.label(record_type.key, to), *spec.former_names(record_type.key))
    return (*texts, *(f"{text} ({spec.key})" for text in texts))
