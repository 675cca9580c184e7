"""Groups of fields that only make sense together: an address, a whole name, an amount of money.

Which fields form a group is declared (``FieldSpec.group``). Where two records become one, a group
is taken from one of them as a whole, or not at all.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING

from tui_crm.language.fold import fold
from tui_crm.store import match_keys
from tui_crm.store.model import Kind

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tui_crm.store.model import FieldSpec, RecordType, Value


class FieldGroupKind(StrEnum):
    """How the values of a group are shown and merged.

    Of the groups that a field declares, those that are called otherwise are ``PLAIN``.
    """

    PLAIN = "plain"
    NAME = "name"
    """A family name and a given name."""
    READING = "reading"
    """The reading of a name, which goes with the name."""
    ADDRESS = "address"
    """A postal address, which a fuller one may complete."""
    STATE = "state"
    """A state with what explains it, which a fuller record may complete."""
    MONEY = "money"
    """Amounts with their currency."""
    TAGS = "tags"
    """Tags, which are united."""
    LABELLED = "labelled"
    """Any number of telephone numbers or addresses, which are united."""
    YES_WINS = "yes_wins"
    """A refusal, say, which stands if any record has it."""


_DECLARED = frozenset(
    (
        *(FieldGroupKind.NAME, FieldGroupKind.READING),
        *(FieldGroupKind.ADDRESS, FieldGroupKind.STATE),
    )
)


@dataclass(frozen=True, slots=True)
class FieldGroup:
    """Fields that go together. The group is blank where all of its ``key_fields`` are."""

    kind: FieldGroupKind
    fields: tuple[str, ...]
    key_fields: tuple[str, ...]

    @property
    def key(self) -> str:
        """The field that stands for the group."""
        return self.fields[0]

    def is_blank(self, values: Mapping[str, Value]) -> bool:
        """Whether none of its key fields is filled."""
        return all(values.get(key) is None for key in self.key_fields)

    def filled(self, values: Mapping[str, Value]) -> int:
        """How many of its key fields are filled."""
        return sum(values.get(key) is not None for key in self.key_fields)

    def of(self, values: Mapping[str, Value]) -> dict[str, Value]:
        """The values of its fields among ``values``."""
        return {key: values.get(key) for key in self.fields}


@lru_cache(maxsize=64)
def groups_of(record_type: RecordType) -> tuple[FieldGroup, ...]:
    """The groups that the fields of a record type form, in the order of a form.

    A field that goes with no other is a group by itself; one that only the program writes is none.
    """
    together: dict[str, list[FieldSpec]] = {}
    for spec in record_type.fields:
        if spec.group:
            together.setdefault(spec.group, []).append(spec)
    found: dict[str, FieldGroup] = {}
    for name, specs in together.items():
        kind = name.partition(".")[0]
        group = FieldGroup(
            FieldGroupKind(kind) if kind in _DECLARED else FieldGroupKind.PLAIN,
            tuple(spec.key for spec in specs),
            tuple(spec.key for spec in specs if not spec.readonly),
        )
        found |= dict.fromkeys(group.fields, group)
    for group in _amounts(record_type):
        found |= {key: group for key in group.fields if key not in found}
    groups = [found.get(spec.key) or _alone(spec) for spec in record_type.editable]
    return tuple(dict.fromkeys(groups))


def _amounts(record_type: RecordType) -> list[FieldGroup]:
    """The amounts of each currency field, together with it."""
    amounts: dict[str, list[str]] = {}
    for spec in record_type.editable:
        if spec.currency:
            amounts.setdefault(spec.currency, []).append(spec.key)
    return [
        FieldGroup(FieldGroupKind.MONEY, (*keys, currency), tuple(keys))
        for currency, keys in amounts.items()
    ]


def _alone(spec: FieldSpec) -> FieldGroup:
    kind = FieldGroupKind.TAGS if spec.kind is Kind.TAGS else FieldGroupKind.PLAIN
    if spec.is_labelled:
        kind = FieldGroupKind.LABELLED
    if spec.yes_wins:
        kind = FieldGroupKind.YES_WINS
    return FieldGroup(kind, (spec.key,), (spec.key,))


def is_same(spec: FieldSpec, one: Value, other: Value) -> bool:
    """Whether a reader takes two values of a field for the same."""
    if one == other or one is None or other is None:
        return one == other
    match spec.kind:
        case Kind.PHONE:
            return _same_key(match_keys.phone(str(one)), match_keys.phone(str(other)))
        case Kind.EMAIL:
            return str(one).casefold() == str(other).casefold()
        case Kind.TEXT | Kind.LONG_TEXT | Kind.URL:
            return fold(str(one)) == fold(str(other))
        case Kind.BOOLEAN:
            return bool(one) == bool(other)
        case _:
            return False


def _same_key(one: str, other: str) -> bool:
    return bool(one) and one == other
