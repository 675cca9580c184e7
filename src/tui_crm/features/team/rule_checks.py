"""Whether a rule makes sense: its condition, its fields, and what its kind needs."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from tui_crm.errors import UsageError
from tui_crm.features.team.rules import RuleKind
from tui_crm.i18n import t
from tui_crm.store.filter import language as filters
from tui_crm.store.filter.compile import QueryContext, compile_filter
from tui_crm.store.validate import Problem
from tui_crm.store.values import unpack_tags

if TYPE_CHECKING:
    from collections.abc import Mapping

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
        compile_filter(condition, replace(schema, work_rules=()), target, now)
    except UsageError as error:
        blame("condition", str(error))
    if record_type.key == "work_rules":
        for key, sentence in _kind_needs(target, values):
            blame(key, sentence)
    return tuple(found)


def _kind_needs(target: RecordType, values: Mapping[str, Value]) -> list[tuple[str, str]]:
    """What the kind of a rule of work needs, as field and sentence."""
    kind = values.get("kind")
    if kind not in tuple(RuleKind):
        return [("kind", t("rules.no_kind", known=", ".join(RuleKind)))]
    words = unpack_tags(values.get("needed"))
    if kind in (RuleKind.REQUIRED, RuleKind.CONVERT):
        if not words:
            return [("needed", t("rules.needs_fields"))]
        for word in words:
            if target.called(word) is None:
                return [("needed", t("errors.field.unknown", field=word, type=target.key))]
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
