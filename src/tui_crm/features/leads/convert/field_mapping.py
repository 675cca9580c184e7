"""Map each field of a lead to the fields that it fills, and decide which value wins there."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING

from tui_crm.language.names import full_name
from tui_crm.store.field_groups import FieldGroup, FieldGroupKind, groups_of, is_same
from tui_crm.store.labelled_values import Labelled, joined, label_of, unpack_labelled
from tui_crm.store.model import Kind
from tui_crm.store.values import pack_tags, unpack_tags

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from tui_crm.store.model import FieldSpec, RecordType, Schema, Value
    from tui_crm.store.records import Record


class Target(StrEnum):
    """A record that a lead is converted to."""

    ACCOUNT = "account"
    CONTACT = "contact"
    DEAL = "deal"

    @property
    def record_type(self) -> str:
        return f"{self.value}s"


class Outcome(StrEnum):
    """What happens to one value of a lead in one target field."""

    FILLED = "filled"
    SAME = "same"
    KEPT = "kept"
    REPLACED = "replaced"
    STAYS = "stays"


@dataclass(frozen=True, slots=True)
class FieldMapping:
    """A field of a lead and one field that it goes to; ``target`` is None where it goes nowhere.

    ``meets`` is what stands there before. ``key`` (``account.phone``) turns the winner, for all
    fields that go together; it is empty where there is nothing to turn.
    """

    field: str
    value: Value
    target: Target | None
    target_field: str
    meets: Value
    outcome: Outcome
    key: str = ""


def destinations(schema: Schema, targets: Collection[Target]) -> dict[Target, Mapping[str, str]]:
    """For each target the fields of a lead that carry over, and the fields that they fill.

    A field says where it goes (``carries_to``, or ``maps_to`` of a custom one). One that says
    nothing goes to the field with its own key and kind, on every target that has one.
    """
    made = [target for target in Target if target in targets]
    types = (schema.type(target.record_type) for target in made)
    return dict(zip(made, _carried_to(schema.type("leads"), *types), strict=True))


@lru_cache(maxsize=64)
def _carried_to(lead: RecordType, *made: RecordType) -> tuple[dict[str, str], ...]:
    """For each type that is made the fields of a lead that carry over, and those they fill."""
    types = {each.key: each for each in made}
    found: dict[str, dict[str, str]] = {key: {} for key in types}
    for spec in lead.editable:
        for record_type, key in _destinations_of(spec, types):
            found[record_type][spec.key] = key
    return tuple(found.values())


def _destinations_of(spec: FieldSpec, made: Mapping[str, RecordType]) -> Iterator[tuple[str, str]]:
    """The record types among ``made`` that a field goes to, each with the field that it fills."""
    named = spec.carries_to
    if spec.custom:
        named = tuple(spec.maps_to.replace(",", " ").split()) or None
    always = [place for place in named or () if not place.endswith("?")]
    has_home = any(place.partition(".")[0] in made for place in always)
    for place in made if named is None else always if has_home else named:
        record_type, _, key = place.removesuffix("?").partition(".")
        declared, key = made.get(record_type), key or spec.key
        if declared is None or key not in declared or not _fits(spec, declared.field(key)):
            continue
        if named is not None or declared.field(key).custom is spec.custom:
            yield record_type, key


def _fits(spec: FieldSpec, other: FieldSpec) -> bool:
    """Whether the values of a field can stand in another one."""
    return (
        not other.readonly
        and spec.kind is other.kind
        and spec.target == other.target
        and (spec.kind is not Kind.CHOICE or spec.choices == other.choices)
    )


def field_mappings(
    schema: Schema,
    lead: Record,
    targets: Mapping[Target, Record | None],
    overrides: Collection[str],
) -> tuple[FieldMapping, ...]:
    """Map every value of a lead, in the order of its fields.

    Args:
        schema: of the store.
        lead: the lead.
        targets: for each target that it goes to, the record there is, or None for a new one.
        overrides: the keys of conflicts in which the lead's value wins.
    """
    where = destinations(schema, targets)
    found: dict[str, list[FieldMapping]] = {}
    for target, fields in where.items():
        for mapping in _mappings_to(schema, lead, target, fields, targets[target], overrides):
            found.setdefault(mapping.field, []).append(mapping)
    declared = schema.type("leads")
    result: list[FieldMapping] = []
    for spec in declared.editable:
        value = lead[spec.key]
        if spec.key in found:
            result += found[spec.key]
        elif value is not None and not (spec.kind is Kind.BOOLEAN and not value):
            result.append(FieldMapping(spec.key, value, None, "", None, Outcome.STAYS))
    return tuple(result)


def _mappings_to(
    schema: Schema,
    lead: Record,
    target: Target,
    fields: Mapping[str, str],
    stands: Record | None,
    overrides: Collection[str],
) -> Iterator[FieldMapping]:
    declared = schema.type(target.record_type)
    source_of = {to: source for source, to in fields.items()}
    arriving = {to: _arriving(lead, target, source) for to, source in source_of.items()}
    stays: dict[str, Value] = {} if stands is None else dict(stands.values)
    displaced: list[tuple[str, Value]] = []
    # Labelled values come last, since they take up what loses its own field.
    for group in sorted(groups_of(declared), key=lambda g: g.kind is FieldGroupKind.LABELLED):
        keys = [key for key in group.fields if key in source_of]
        is_new = stands is None and any(arriving[key] is not None for key in keys)
        if keys and group.kind is FieldGroupKind.LABELLED:
            yield from _united_mapping(
                declared, target, source_of, group.key, arriving, stays, displaced
            )
            continue
        if not keys or (group.is_blank(arriving) and not is_new):
            continue
        outcome = _outcome(declared, group, arriving, stands)
        key = f"{target}.{group.key}" if outcome is Outcome.KEPT and group.key != "owner" else ""
        if key in overrides:
            outcome = Outcome.REPLACED
        for to in keys:
            meets = stands[to] if stands else None
            value = (
                _united(arriving[to], meets) if group.kind is FieldGroupKind.TAGS else arriving[to]
            )
            wins = outcome in (Outcome.FILLED, Outcome.REPLACED)
            stays[to] = value if wins else meets
            displaced.append((to, meets if wins else value))
            if value is not None or (meets is not None and outcome is Outcome.REPLACED):
                yield FieldMapping(source_of[to], value, target, to, meets, outcome, key)


def _united_mapping(
    declared: RecordType,
    target: Target,
    source_of: Mapping[str, str],
    to: str,
    arriving: Mapping[str, Value],
    stays: Mapping[str, Value],
    displaced: Sequence[tuple[str, Value]],
) -> Iterator[FieldMapping]:
    """The labelled numbers or addresses of both, and those that lost their own field to another."""
    spec = declared.field(to)
    single = Kind.PHONE if spec.kind is Kind.PHONES else Kind.EMAIL
    fields = [each for each in declared.fields if each.kind is single]
    lost = [
        Labelled(label_of(declared, each), str(value))
        for each in fields
        for key, value in displaced
        if key == each.key and value is not None
    ]
    meets = stays.get(to)
    value = joined(
        spec.kind,
        unpack_labelled(meets),
        unpack_labelled(arriving[to]),
        lost,
        without=[str(stays[each.key]) for each in fields if stays.get(each.key) is not None],
    )
    if value is not None and (arriving[to] is not None or value != meets):
        outcome = Outcome.SAME if value == meets else Outcome.FILLED
        yield FieldMapping(source_of[to], value, target, to, meets, outcome)


def _arriving(lead: Record, target: Target, source: str) -> Value:
    if target is Target.ACCOUNT and source == "company" and lead["company"] is None:
        return full_name(lead.text("last_name"), lead.text("first_name")) or None
    return lead[source]


def _outcome(
    declared: RecordType, group: FieldGroup, arriving: Mapping[str, Value], stands: Record | None
) -> Outcome:
    if stands is None or group.is_blank(stands.values):
        return Outcome.FILLED
    match group.kind:
        case FieldGroupKind.TAGS:
            united = _united(arriving[group.key], stands[group.key])
            return Outcome.SAME if united == stands[group.key] else Outcome.FILLED
        case FieldGroupKind.YES_WINS:
            sticks = bool(arriving[group.key]) and not stands[group.key]
            return Outcome.FILLED if sticks else Outcome.SAME
        case _:
            is_one = all(
                is_same(declared.field(key), arriving.get(key), stands[key])
                for key in group.key_fields
            )
            return Outcome.SAME if is_one else Outcome.KEPT


def _united(one: Value, other: Value) -> Value:
    return pack_tags([*unpack_tags(other), *unpack_tags(one)])


def arriving_values(found: Collection[FieldMapping], target: Target) -> dict[str, Value]:
    """The values that the mappings write to one target."""
    written = (Outcome.FILLED, Outcome.REPLACED)
    return {m.target_field: m.value for m in found if m.target is target and m.outcome in written}
