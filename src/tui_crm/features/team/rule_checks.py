"""Whether the rules of a team can be what they say, as they are saved."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from tui_crm.errors import UsageError
from tui_crm.features.team.queries import records_called, users_called
from tui_crm.features.team.rules import RuleKind, rule_using
from tui_crm.i18n import t
from tui_crm.store.filter import language as filters
from tui_crm.store.filter.compile import QueryContext, compile_filter
from tui_crm.store.validate import Problem
from tui_crm.store.values import unpack_tags

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from tui_crm.store.db.connection import Connection
    from tui_crm.store.journal.hooks import HookContext
    from tui_crm.store.model import RecordType, Schema, Value


def validate_rule(
    schema: Schema, record_type: RecordType, values: Mapping[str, Value]
) -> tuple[Problem, ...]:
    """What makes no sense in a rule that is in force: its condition, its fields, what it lacks."""
    if values.get("is_inactive"):
        return ()
    found: list[Problem] = []

    def blame(key: str, sentence: str) -> None:
        found.append(Problem(key, record_type.field(key).label(record_type.key), sentence))

    target = schema.types.get(str(values.get("record_type")))
    gives_away = record_type.key == "assignment_rules" or values.get("kind") == RuleKind.OWNERS
    if target is None or (gives_away and "owner" not in target):
        blame("record_type", t("rules.no_type", name=values.get("record_type") or "–"))
        return tuple(found)
    now = QueryContext(datetime(2000, 1, 1, tzinfo=UTC))  # whether it can be read hangs on no day
    try:
        condition = filters.parse(str(values.get("condition") or ""))
        compile_filter(condition, schema.bare, target, now)
    except UsageError as error:
        blame("condition", str(error))
    if record_type.key == "work_rules":
        for key, sentence in _kind_needs(target, values):
            blame(key, sentence)
    return tuple(found)


def _kind_needs(target: RecordType, values: Mapping[str, Value]) -> list[tuple[str, str]]:
    """What the kind of a validation rule needs, as field and sentence."""
    kind = values.get("kind")
    if kind not in tuple(RuleKind):
        return [("kind", t("rules.no_kind", known=", ".join(RuleKind)))]
    words = unpack_tags(values.get("needed"))
    if kind in (RuleKind.REQUIRED, RuleKind.CONVERT):
        if not words:
            return [("needed", t("rules.needs_fields"))]
        for word in words:
            if target.called(word) is None:
                return [("needed", str(target.no_field(word)))]
    if kind == RuleKind.CONVERT and target.key != "leads":
        return [("record_type", t("rules.only_leads"))]
    if kind == RuleKind.OWNERS and not values.get("owners"):
        return [("owners", t("rules.needs_owners"))]
    if kind == RuleKind.UNTOUCHED:
        if not 0 < int(values.get("days") or 0) < 100_000:
            return [("days", t("rules.needs_days"))]
        if "last_activity_at" not in target:
            return [("record_type", t("rules.no_touch", type=target.label()))]
    return []


def validate_rules(
    context: HookContext,
    record_type: RecordType,
    rows: Sequence[Mapping[str, Value]],
    changed: Sequence[Collection[str]] | None = None,
) -> dict[int, tuple[Problem, ...]]:
    """The first problem of each rule beside the store: who is no user, a name that is taken, a
    condition that names no record."""
    found: dict[int, tuple[Problem, ...]] = {}
    for place, row in enumerate(rows):
        touched = row.keys() if changed is None else changed[place]
        problem = _unknown_person(context.connection, record_type, row)
        if problem is None and "name" in touched:
            problem = _taken_name(context.connection, record_type, row)
        if problem is None and "condition" in touched:
            problem = _unknown_record(context, record_type, row)
        if problem is not None:
            found[place] = (problem,)
    return found


def validate_custom_fields(
    context: HookContext,
    record_type: RecordType,
    rows: Sequence[Mapping[str, Value]],
    changed: Sequence[Collection[str]] | None = None,
) -> dict[int, tuple[Problem, ...]]:
    """The custom fields that would be retired although a rule speaks of them."""
    found: dict[int, tuple[Problem, ...]] = {}
    for place, row in enumerate(rows):
        target = context.schema.types.get(str(row.get("record_type")))
        is_retiring = row.get("is_retired") and (changed is None or "is_retired" in changed[place])
        if target is None or not is_retiring:
            continue
        key = str(row.get("key"))
        if rule := rule_using(context.schema, target, key):
            sentence = t("errors.rules.uses_field", rule=rule, field=key)
            found[place] = (_problem(record_type, "is_retired", sentence),)
    return found


def _problem(record_type: RecordType, key: str, sentence: str) -> Problem:
    return Problem(key, record_type.field(key).label(record_type.key), sentence)


def _unknown_person(
    connection: Connection, record_type: RecordType, values: Mapping[str, Value]
) -> Problem | None:
    key = "members" if "members" in record_type else "owners"
    for name in unpack_tags(values.get(key)):
        if not users_called(connection, [name]):
            label = record_type.field(key).label(record_type.key)
            return _problem(record_type, key, t("rules.no_user", field=label, name=name))
    return None


def _taken_name(
    connection: Connection, record_type: RecordType, values: Mapping[str, Value]
) -> Problem | None:
    name = values.get("name")
    is_taken = records_called(connection, record_type, name) - {values.get("id")}
    return _problem(record_type, "name", t("rules.name_taken", name=name)) if is_taken else None


def _unknown_record(
    context: HookContext, record_type: RecordType, values: Mapping[str, Value]
) -> Problem | None:
    target = context.schema.types.get(str(values.get("record_type")))
    if target is None or values.get("is_inactive"):
        return None
    try:
        condition = filters.parse(str(values.get("condition") or ""))
        compile_filter(condition, context.schema.bare, target, context.query_context())
    except UsageError as error:
        return _problem(record_type, "condition", str(error))
    return None
