"""What becomes of each field of a lead: where it goes, what it meets there, which value wins."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

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
    """What a lead becomes."""

    ACCOUNT = "account"
    CONTACT = "contact"
    DEAL = "deal"

    @property
    def record_type(self) -> str:
        """The record type of this target."""
        return f"{self.value}s"


class Outcome(StrEnum):
    """What happens to one value of a lead at one place."""

    FILLED = "filled"
    SAME = "same"
    KEPT = "kept"
    REPLACED = "replaced"
    STAYS = "stays"


@dataclass(frozen=True, slots=True)
class FieldMapping:
    """One field of a lead and one place that it goes to; ``target`` is None where there is none.

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


_SAME_NAME: Final = {
    Target.ACCOUNT: (
        "corporate_number industry employees annual_revenue currency phone fax website"
        " postal_code state city street building country owner tags"
    ),
    Target.CONTACT: (
        "last_name first_name last_name_kana first_name_kana salutation department job_title email"
        " email_2 phone mobile fax more_phones more_emails postal_code state city street building"
        " country lead_source owner campaign tags description opted_out opted_in consent_basis"
        " consent_on x_profile facebook linkedin instagram"
    ),
    Target.DEAL: "currency lead_source campaign owner tags",
}
_OTHER_NAME: Final = {Target.ACCOUNT: {"company": "name", "company_kana": "kana"}}
_WITHOUT_CONTACT: Final = ("email", "more_phones", "more_emails", "description")
_WITHOUT_ACCOUNT: Final = ("website",)


def places(schema: Schema, parts: Collection[Target]) -> dict[Target, dict[str, str]]:
    """For each target the fields of a lead that go there, and the fields that they go to.

    A custom field goes to the field with its key and kind, or to where its own mapping says.
    """
    found = {target: dict(_OTHER_NAME.get(target, {})) for target in Target if target in parts}
    for target, fields in found.items():
        fields.update({key: key for key in _SAME_NAME[target].split()})
    if Target.ACCOUNT in found and Target.CONTACT not in found:
        found[Target.ACCOUNT].update({key: key for key in _WITHOUT_CONTACT})
    if Target.CONTACT in found and Target.ACCOUNT not in found:
        found[Target.CONTACT].update({key: key for key in _WITHOUT_ACCOUNT})
    for spec in schema.type("leads").fields:
        if spec.custom:
            for target, key in _custom_places(schema, spec):
                if target in found:
                    found[target][spec.key] = key
    return found


def _custom_places(schema: Schema, spec: FieldSpec) -> Iterator[tuple[Target, str]]:
    named = spec.maps_to.replace(",", " ").split()
    for target in Target:
        declared = schema.type(target.record_type)
        mine = [name.partition(".")[2] for name in named if name.startswith(f"{declared.key}.")]
        for key in mine or ([] if named else [spec.key]):
            if (
                key in declared
                and (mine or declared.field(key).custom)
                and _fits(spec, declared, key)
            ):
                yield target, key


def _fits(spec: FieldSpec, declared: RecordType, key: str) -> bool:
    other = declared.field(key)
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
    """Every value of a lead and what becomes of it.

    Args:
        schema: of the store.
        lead: the lead.
        targets: for each target that it goes to, the record there is, or None for a new one.
        overrides: the keys of conflicts in which the lead's value wins.
    """
    where = places(schema, targets)
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
    last = (block for block in groups_of(declared) if block.kind is FieldGroupKind.LABELLED)
    for block in (
        *(b for b in groups_of(declared) if b.kind is not FieldGroupKind.LABELLED),
        *last,
    ):
        keys = [key for key in block.fields if key in source_of]
        is_new = stands is None and any(arriving[key] is not None for key in keys)
        if keys and block.kind is FieldGroupKind.LABELLED:
            yield from _united_mapping(
                declared, target, source_of, block.key, arriving, stays, displaced
            )
            continue
        if not keys or (block.is_blank(arriving) and not is_new):
            continue
        outcome = _outcome(declared, block, arriving, stands)
        key = f"{target}.{block.key}" if outcome is Outcome.KEPT and block.key != "owner" else ""
        if key in overrides:
            outcome = Outcome.REPLACED
        for to in keys:
            meets = stands[to] if stands else None
            value = (
                _united(arriving[to], meets) if block.kind is FieldGroupKind.TAGS else arriving[to]
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
    """Numbers or addresses that have labels: those there, the lead's, and what lost its field."""
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
    declared: RecordType, block: FieldGroup, arriving: Mapping[str, Value], stands: Record | None
) -> Outcome:
    if stands is None or block.is_blank(stands.values):
        return Outcome.FILLED
    match block.kind:
        case FieldGroupKind.TAGS:
            united = _united(arriving[block.key], stands[block.key])
            return Outcome.SAME if united == stands[block.key] else Outcome.FILLED
        case FieldGroupKind.OPT_OUT:
            sticks = bool(arriving[block.key]) and not stands[block.key]
            return Outcome.FILLED if sticks else Outcome.SAME
        case _:
            is_one = all(
                is_same(declared.field(key), arriving.get(key), stands[key])
                for key in block.telling
            )
            return Outcome.SAME if is_one else Outcome.KEPT


def _united(one: Value, other: Value) -> Value:
    return pack_tags([*unpack_tags(other), *unpack_tags(one)])


def arriving_values(found: Collection[FieldMapping], target: Target) -> dict[str, Value]:
    """What the mappings write into one target."""
    written = (Outcome.FILLED, Outcome.REPLACED)
    return {m.target_field: m.value for m in found if m.target is target and m.outcome in written}
