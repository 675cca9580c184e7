"""What a team agrees on, as plain values: who gets new records, and the validation rules.

Both are records that people add and change like any other. They are read with the schema, so that
where there are none, nothing that is written costs a question more.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from tui_crm.errors import UsageError
from tui_crm.store.filter import language as filters
from tui_crm.store.filter.language import AllOf, AnyOf, Comparison, Filter, FilterError, Not

if TYPE_CHECKING:
    from tui_crm.store.model import FieldSpec, RecordType, Schema


class RuleKind(StrEnum):
    """What a validation rule says."""

    REQUIRED = "required"
    """Fields that must be filled while the record is so."""
    CONVERT = "convert"
    """Fields that must be filled before a lead is converted."""
    OWNERS = "owners"
    """Who may be the owner."""
    UNTOUCHED = "untouched"
    """Days without an activity after which the record is flagged."""


class How(StrEnum):
    """Which member of an assignment rule gets the next record."""

    ROUND_ROBIN = "round_robin"
    FIRST = "first"


@dataclass(frozen=True, slots=True)
class ValidationRule:
    """A validation rule; ``where`` is a filter that says to which records it applies."""

    id: int
    name: str
    record_type: str
    kind: RuleKind
    where: str = ""
    needed: tuple[str, ...] = ()
    owners: tuple[str, ...] = ()
    days: int = 0


@dataclass(frozen=True, slots=True)
class AssignmentRule:
    """Who gets the new records that ``where`` lets through."""

    id: int
    name: str
    record_type: str
    where: str
    members: tuple[str, ...]
    how: How


def validation_rules(schema: Schema) -> tuple[ValidationRule, ...]:
    found: tuple[ValidationRule, ...] = schema.extras.get("validation_rules", ())
    return found


def assignment_rules(schema: Schema) -> tuple[AssignmentRule, ...]:
    """The assignment rules in force, in their order."""
    found: tuple[AssignmentRule, ...] = schema.extras.get("assignment_rules", ())
    return found


def rules_of(schema: Schema, record_type: str, *kinds: RuleKind) -> tuple[ValidationRule, ...]:
    """The validation rules for a record type, of these kinds."""
    return tuple(
        rule
        for rule in validation_rules(schema)
        if rule.record_type == record_type and rule.kind in kinds
    )


def needed_fields(record_type: RecordType, rule: ValidationRule) -> list[FieldSpec]:
    """The fields that a rule wants filled.

    Raises:
        UsageError: one of them does not exist any more.
    """
    found = []
    for word in rule.needed:
        spec = record_type.called(word)
        if spec is None:
            why = record_type.no_field(word)
            raise UsageError("rules.unreadable", rule=rule.name, why=why)
        found.append(spec)
    return found


def fields_concerned(record_type: RecordType, rule: ValidationRule) -> set[str]:
    """The fields that decide whether a record breaks a rule."""
    named = filters.fields_of(filters.parse(rule.where)) | {*rule.needed}
    found = {spec.key for spec in map(record_type.called, named) if spec is not None}
    return found | {"owner"} if rule.kind is RuleKind.OWNERS else found


def rule_using(schema: Schema, record_type: RecordType, key: str) -> str | None:
    """The name of a rule in force that a field has a part in, if there is one."""
    every: list[tuple[ValidationRule | AssignmentRule, tuple[str, ...]]] = []
    every += [(rule, rule.needed) for rule in validation_rules(schema)]
    every += [(rule, ()) for rule in assignment_rules(schema)]
    for rule, needed in every:
        named = filters.fields_of(filters.parse(rule.where)) | {*needed}
        specs = map(record_type.called, named) if rule.record_type == record_type.key else ()
        if any(spec is not None and spec.key == key for spec in specs):
            return rule.name
    return None


class Word(StrEnum):
    """Words of a filter that ask what the validation rules say of a record."""

    INCOMPLETE = "incomplete"
    FLAGGED = "flagged"


def incomplete(schema: Schema, record_type: RecordType) -> list[tuple[str, Filter]]:
    """The records that break a validation rule, by the name of each rule: ``incomplete=yes``."""
    return _broken(schema, record_type, Word.INCOMPLETE)


def flagged(schema: Schema, record_type: RecordType) -> list[tuple[str, Filter]]:
    """The records that a rule flags as untouched, by the name of each rule: ``flagged=yes``."""
    return _broken(schema, record_type, Word.FLAGGED)


def _broken(schema: Schema, record_type: RecordType, word: Word) -> list[tuple[str, Filter]]:
    found = []
    for rule in rules_of(schema, record_type.key, *KINDS[word]):
        try:
            found.append((rule.name, broken_by(record_type, rule)))
        except FilterError as error:
            raise UsageError("rules.unreadable", rule=rule.name, why=error) from error
    return found


def broken_by(record_type: RecordType, rule: ValidationRule) -> Filter:
    """The records that break a rule, or that it flags."""
    condition = filters.parse(rule.where)
    if rule.kind is RuleKind.REQUIRED:
        needed = needed_fields(record_type, rule)
        missing: Filter = AnyOf(tuple(Comparison(spec.key, "=", ("",)) for spec in needed))
    elif rule.kind is RuleKind.OWNERS:
        names = [
            Comparison(f"owner.{field}", "=", (name,))
            for name in rule.owners
            for field in ("name", "full_name")
        ]
        missing = AllOf((Comparison("owner", "!=", ("",)), Not(AnyOf(tuple(names)))))
    else:
        missing = _untouched(rule.days)
    parts = (missing,) if condition == AllOf() else (condition, missing)
    if record_type.frozen_by:
        parts = (Comparison(record_type.frozen_by, "=", ("",)), *parts)
    return AllOf(parts)


def _untouched(days: int) -> Filter:
    """No activity for more than so many days, or never one and as long in the store."""
    since = (f"-{days}d",)
    never = AllOf(
        (Comparison("last_activity_at", "=", ("",)), Comparison("created_at", "<", since))
    )
    return AnyOf((Comparison("last_activity_at", "<", since), never))


KINDS: Final = {
    Word.INCOMPLETE: (RuleKind.REQUIRED, RuleKind.OWNERS),
    Word.FLAGGED: (RuleKind.UNTOUCHED,),
}
"""The kinds of rule that a word is about."""


def is_ruled(schema: Schema, record_type: RecordType) -> bool:
    """Whether there are validation rules for a record type."""
    return bool(rules_of(schema, record_type.key, *KINDS[Word.INCOMPLETE]))
