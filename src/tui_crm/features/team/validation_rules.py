"""The validation rules of a team: what a record that is about to be saved would break."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

from tui_crm.errors import UsageError
from tui_crm.features.team import rules
from tui_crm.features.team.queries import users_called
from tui_crm.features.team.rules import KINDS, RuleKind, Word
from tui_crm.i18n import t
from tui_crm.store.filter import language as filters
from tui_crm.store.filter.language import FilterError
from tui_crm.store.filter.rows import matching
from tui_crm.store.validate import Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

    from tui_crm.features.team.rules import AssignmentRule, ValidationRule
    from tui_crm.store.db.connection import Connection
    from tui_crm.store.journal.hooks import HookContext
    from tui_crm.store.model import RecordType, Value

_Test: TypeAlias = "Callable[[Mapping[str, Value]], Problem | None]"


def violations(
    context: HookContext,
    record_type: RecordType,
    rows: Sequence[Mapping[str, Value]],
    changed: Sequence[Collection[str]] | None = None,
    kinds: Sequence[RuleKind] = KINDS[Word.INCOMPLETE],
) -> dict[int, tuple[Problem, ...]]:
    """What each of ``rows`` would break, by its place; those that break nothing are left out.

    With ``changed``, the fields that are changed in each row, a rule counts only where one of them
    has a part in it. A link that is 0 will be filled.

    Raises:
        UsageError: the condition of a rule cannot be read any more.
    """
    found: dict[int, tuple[Problem, ...]] = {}
    for rule in rules.rules_of(context.schema, record_type.key, *kinds):
        if rule.kind is RuleKind.OWNERS:
            test = _owner_test(context.connection, record_type, rule)
        else:
            test = _required_test(record_type, rule)
        concerned = rules.fields_concerned(record_type, rule) if changed is not None else set()
        suspects = [
            (place, problem)
            for place, row in enumerate(rows)
            if changed is None or not concerned.isdisjoint(changed[place])
            if (problem := test(row)) is not None
        ]
        if suspects:
            hit = rows_matching(context, record_type, rule, [rows[place] for place, _ in suspects])
            for n in sorted(hit):
                place, problem = suspects[n]
                found[place] = (*found.get(place, ()), problem)
    return found


def _required_test(record_type: RecordType, rule: ValidationRule) -> _Test:
    """What a row lacks of what a rule requires, if the rule applies to it."""
    needed = rules.needed_fields(record_type, rule)
    key = "rules.convert" if rule.kind is RuleKind.CONVERT else "rules.required"

    def test(row: Mapping[str, Value]) -> Problem | None:
        missing = [spec for spec in needed if row.get(spec.key) is None]
        if not missing:
            return None
        labels = [spec.label(record_type.key) for spec in missing]
        params: dict[str, Any] = {
            "n": len(labels),
            "fields": t("ui.comma").join(labels),
            "rule": rule.name,
        }
        return Problem(missing[0].key, labels[0], t(key, **params), is_waivable=True)

    return test


def _owner_test(connection: Connection, record_type: RecordType, rule: ValidationRule) -> _Test:
    """Whether a row is somebody's who may not own it, if the rule applies to it."""
    allowed = users_called(connection, rule.owners)
    label = record_type.field("owner").label(record_type.key)
    sentence = t("rules.owners", names=t("ui.comma").join(rule.owners), rule=rule.name)
    problem = Problem("owner", label, sentence, is_waivable=True)

    def test(row: Mapping[str, Value]) -> Problem | None:
        owner = row.get("owner")
        return problem if owner and owner not in allowed else None

    return test


def rows_matching(
    context: HookContext,
    record_type: RecordType,
    rule: ValidationRule | AssignmentRule,
    rows: Sequence[Mapping[str, Value]],
) -> set[int]:
    """The places of the rows that the condition of a rule lets through.

    Raises:
        UsageError: it cannot be read any more.
    """
    try:
        condition = filters.parse(rule.where)
        plain = context.schema.bare
        query_context = context.query_context()
        return matching(context.connection, plain, record_type, condition, rows, query_context)
    except FilterError as error:
        raise UsageError("rules.unreadable", rule=rule.name, why=error) from error
