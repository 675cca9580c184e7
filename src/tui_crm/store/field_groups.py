"""Fields that only make sense together: an address, an amount with its currency, a whole name.

A stage goes with how likely it makes the deal, why it was lost, and when it was closed.

Where two records become one, a block is taken from one of them whole, or not at all.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from tui_crm.language.fold import fold
from tui_crm.store import match_keys
from tui_crm.store.model import Kind

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tui_crm.store.model import FieldSpec, RecordType, Value


class FieldGroupKind(StrEnum):
    """How the values of a block come together."""

    PLAIN = "plain"
    NAME = "name"
    READING = "reading"
    ADDRESS = "address"
    MONEY = "money"
    STAGE = "stage"
    TAGS = "tags"
    LABELLED = "labelled"
    OPT_OUT = "opt_out"


_ADDRESS: Final = ("postal_code", "state", "city", "street", "building", "country")
_TOGETHER: Final = (
    (FieldGroupKind.NAME, ("last_name", "first_name")),
    (FieldGroupKind.READING, ("last_name_kana", "first_name_kana")),
    (FieldGroupKind.ADDRESS, _ADDRESS),
    (FieldGroupKind.ADDRESS, tuple(f"shipping_{key}" for key in _ADDRESS)),
    (FieldGroupKind.STAGE, ("stage", "probability", "lost_reason", "closed_at")),
    (FieldGroupKind.PLAIN, ("opted_in", "consent_basis", "consent_on")),
    (FieldGroupKind.PLAIN, ("start_at", "end_at", "due_on", "end_on", "all_day")),
)


@dataclass(frozen=True, slots=True)
class FieldGroup:
    """Fields that go together; ``telling`` are those whose being filled counts."""

    kind: FieldGroupKind
    fields: tuple[str, ...]
    telling: tuple[str, ...]

    @property
    def key(self) -> str:
        """The field that stands for the block."""
        return self.fields[0]

    def is_blank(self, values: Mapping[str, Value]) -> bool:
        """Whether there is nothing in it."""
        return all(values.get(key) is None for key in self.telling)

    def filled(self, values: Mapping[str, Value]) -> int:
        """How many of its fields are filled."""
        return sum(values.get(key) is not None for key in self.telling)

    def of(self, values: Mapping[str, Value]) -> dict[str, Value]:
        """Its part of ``values``."""
        return {key: values.get(key) for key in self.fields}


def groups_of(record_type: RecordType) -> tuple[FieldGroup, ...]:
    """The fields of a type that a person may write, in blocks, in the order of a form."""
    found: dict[str, FieldGroup] = {}
    for kind, keys in (*_TOGETHER, *_money(record_type)):
        present = tuple(key for key in keys if key in record_type)
        telling = tuple(key for key in present if not record_type.field(key).readonly)
        if kind is FieldGroupKind.MONEY:
            telling = tuple(k for k in present if record_type.field(k).kind is Kind.MONEY)
        for key in present:
            found.setdefault(key, FieldGroup(kind, present, telling))
    blocks = [found.get(spec.key) or _alone(spec) for spec in record_type.editable]
    return tuple(dict.fromkeys(blocks))


def _money(record_type: RecordType) -> list[tuple[FieldGroupKind, tuple[str, ...]]]:
    currencies = dict.fromkeys(spec.currency for spec in record_type.editable if spec.currency)
    return [
        (
            FieldGroupKind.MONEY,
            (*(s.key for s in record_type.editable if s.currency == currency), currency),
        )
        for currency in currencies
    ]


def _alone(spec: FieldSpec) -> FieldGroup:
    kind = FieldGroupKind.TAGS if spec.kind is Kind.TAGS else FieldGroupKind.PLAIN
    if spec.is_labelled:
        kind = FieldGroupKind.LABELLED
    if spec.key == "opted_out":
        kind = FieldGroupKind.OPT_OUT
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
