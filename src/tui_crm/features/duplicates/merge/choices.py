"""Field survivorship: from which of the merged records each field is taken."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from tui_crm.store.field_groups import FieldGroup, FieldGroupKind, groups_of, is_same
from tui_crm.store.labelled_values import Labelled, joined, label_of, unpack_labelled
from tui_crm.store.model import Kind
from tui_crm.store.values import pack_tags, unpack_tags

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tui_crm.store.model import RecordType, Value
    from tui_crm.store.records import Record

_FILLED_WHOLE: Final = (FieldGroupKind.ADDRESS, FieldGroupKind.STATE)
"""Kinds of group that a fuller record may complete where it does not contradict."""


@dataclass(frozen=True, slots=True)
class FieldChoice:
    """The survivor of one group of fields in a merge.

    ``winner`` is the record it is taken from, None where all of them had a part in it.
    """

    group: FieldGroup
    winner: int | None
    values: Mapping[str, Value]
    differs: bool
    """Whether a person may want to choose: at least two records say different things."""


def proposed(declared: RecordType, records: Sequence[Record]) -> tuple[FieldChoice, ...]:
    """The usual choice for each group of ``records``, of which the first is the one to keep."""
    choices = tuple(_choice(declared, group, records) for group in groups_of(declared))
    choices = with_further_values(declared, choices, records)
    return _without_loops(choices, declared, [record.id for record in records])


def taken(
    declared: RecordType,
    choices: tuple[FieldChoice, ...],
    key: str,
    records: Sequence[Record],
    winner: Record,
) -> tuple[FieldChoice, ...]:
    """The choices with the field ``key``, and what goes with it, taken from ``winner``."""
    changed = tuple(
        replace(choice, winner=winner.id, values=choice.group.of(winner.values))
        if key in choice.group.fields
        else choice
        for choice in choices
    )
    return with_further_values(declared, changed, records, chosen=key)


def with_further_values(
    declared: RecordType,
    choices: tuple[FieldChoice, ...],
    records: Sequence[Record],
    chosen: str = "",
) -> tuple[FieldChoice, ...]:
    """The choices with a place for every number and address that no field of its own has taken.

    ``chosen`` is a field that a person has just settled, and that stays as it is.
    """
    if chosen in ("", *_address_fields(declared)[:1]):
        choices = _with_second_address(declared, choices, records)
    values = {key: value for choice in choices for key, value in choice.values.items()}
    return tuple(
        replace(choice, values={choice.group.key: _united(declared, choice, records, values)})
        if choice.group.kind is FieldGroupKind.LABELLED and choice.winner is None
        else choice
        for choice in choices
    )


def _united(
    declared: RecordType,
    choice: FieldChoice,
    records: Sequence[Record],
    values: Mapping[str, Value],
) -> Value:
    """The union of all numbers or addresses, without those that have a field of their own."""
    spec = declared.field(choice.group.key)
    single = Kind.PHONE if spec.kind is Kind.PHONES else Kind.EMAIL
    fields = [each for each in declared.fields if each.kind is single]
    further = [
        Labelled(label_of(declared, each), str(record[each.key]))
        for record in records
        for each in fields
        if record[each.key] is not None
    ]
    return joined(
        spec.kind,
        *(unpack_labelled(record[spec.key]) for record in records),
        further,
        without=[str(values[each.key]) for each in fields if values.get(each.key) is not None],
    )


def _choice(declared: RecordType, group: FieldGroup, records: Sequence[Record]) -> FieldChoice:
    keep = records[0]
    filled = [record for record in records if not group.is_blank(record.values)]
    differs = any(
        not is_same(declared.field(key), one[key], other[key])
        for key in group.key_fields
        for one in filled
        for other in filled
    )
    match group.kind:
        case FieldGroupKind.TAGS:
            tags = pack_tags([tag for r in records for tag in unpack_tags(r[group.key])])
            return FieldChoice(group, None, {group.key: tags}, differs=False)
        case FieldGroupKind.LABELLED:
            return FieldChoice(group, None, {group.key: None}, differs=False)
        case FieldGroupKind.YES_WINS if any(record[group.key] for record in filled):
            return FieldChoice(group, None, {group.key: 1}, differs=False)
        case kind if kind in _FILLED_WHOLE and filled:
            winner = _fullest(group, filled)
        case FieldGroupKind.READING if filled:
            winner = next((r for r in filled if r is keep or r.title == keep.title), keep)
        case _:
            winner = filled[0] if filled else keep
    return FieldChoice(group, winner.id, group.of(winner.values), differs)


def _with_second_address(
    declared: RecordType, choices: tuple[FieldChoice, ...], records: Sequence[Record]
) -> tuple[FieldChoice, ...]:
    """Keep a further address as the second one, where there is none or it repeats the first."""
    fields = _address_fields(declared)
    if len(fields) < 2:
        return choices
    by_key = {choice.group.key: choice for choice in choices}
    first, second = by_key[fields[0]], by_key[fields[1]]
    known, stands = _folded(first.values[fields[0]]), second.values[fields[1]]
    if stands is not None and _folded(stands) != known:
        return choices
    others = (
        (record.id, record[key])
        for record in records
        for key in fields[:2]
        if record[key] is not None and _folded(record[key]) != known
    )
    winner, address = next(others, (records[0].id, None))
    spare = replace(second, winner=winner, values={fields[1]: address})
    return tuple(spare if choice is second else choice for choice in choices)


def _address_fields(declared: RecordType) -> list[str]:
    """The fields with one e-mail address each, in their order."""
    return [spec.key for spec in declared.editable if spec.kind is Kind.EMAIL and not spec.custom]


def _folded(address: Value) -> str:
    return str(address).casefold()


def _fullest(group: FieldGroup, filled: Sequence[Record]) -> Record:
    """The record to take the group from: the first, or one that says all that it says, and more."""
    best = filled[0]
    for record in filled[1:]:
        agrees = all(best[key] in (None, record[key]) for key in group.key_fields)
        if agrees and group.filled(record.values) > group.filled(best.values):
            best = record
    return best


def _without_loops(
    choices: tuple[FieldChoice, ...], declared: RecordType, ids: Sequence[int]
) -> tuple[FieldChoice, ...]:
    """Blank a link to itself that a record would get from merging it with its parent."""
    own = {s.key for s in declared.fields if s.target == declared.key}
    return tuple(
        replace(choice, winner=None, values={choice.group.key: None})
        if choice.group.key in own and choice.values[choice.group.key] in ids
        else choice
        for choice in choices
    )
