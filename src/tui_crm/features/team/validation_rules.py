"""The rules of work kept: what a record that is about to be written would break, in a sentence."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeAlias

from tui_crm.errors import UsageError
from tui_crm.features.team import rules
from tui_crm.features.team.rules import KINDS, RuleKind, Word
from tui_crm.i18n import t
from tui_crm.language.fold import fold
from tui_crm.store.dialect import quote
from tui_crm.store.filter import language as filters
from tui_crm.store.filter.compile import compile_filter
from tui_crm.store.filter.language import FilterError
from tui_crm.store.filter.rows import matching
from tui_crm.store.validate import InvalidRecordError, Problem
from tui_crm.store.values import unpack_tags

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

    from tui_crm.features.team.rules import AssignmentRule, WorkRule
    from tui_crm.store.db.connection import Connection
    from tui_crm.store.filter.compile import QueryContext
    from tui_crm.store.model import RecordType, Schema, Value


Suspicion: TypeAlias = "Callable[[Mapping[str, Value]], Problem | None]"


class ValidationRuleChecker:
    """Looks at rows of one record type by the rules of some kinds."""

    def __init__(
        self,
        connection: Connection,
        schema: Schema,
        record_type: RecordType,
        query_context: Callable[[], QueryContext],
        kinds: Sequence[RuleKind] = KINDS[Word.INCOMPLETE],
    ) -> None:
        self._connection = connection
        self._schema = schema
        self._type = record_type
        self._viewpoint = query_context
        self._rules = rules.rules_of(schema, record_type.key, *kinds)

    @property
    def is_idle(self) -> bool:
        """Whether there is nothing to look for."""
        return not self._rules

    def problems(
        self,
        rows: Sequence[Mapping[str, Value]],
        changes: Sequence[Collection[str]] | None = None,
    ) -> dict[int, tuple[Problem, ...]]:
        """What each of ``rows`` would break, by its place; those that break nothing are left out.

        With ``changes``, the fields that are changed in each row, a rule counts only where one of
        them has a part in it: what was broken before does not bar other work. A link that is 0
        will be filled.
        """
        found: dict[int, list[Problem]] = {}
        for rule in self._rules:
            suspect = self._owners(rule) if rule.kind is RuleKind.OWNERS else self._missing(rule)
            concerned = rules.fields_concerned(self._type, rule) if changes is not None else ()
            suspects: list[tuple[int, Problem]] = []
            for place, row in enumerate(rows):
                if changes is not None and not any(key in changes[place] for key in concerned):
                    continue
                problem = suspect(row)
                if problem is not None:
                    suspects.append((place, problem))
            if suspects:
                hits = self._hits(rule, [rows[place] for place, _ in suspects])
                for n in sorted(hits):
                    place, problem = suspects[n]
                    found.setdefault(place, []).append(problem)
        return {place: tuple(problems) for place, problems in found.items()}

    def _hits(self, rule: WorkRule, rows: Sequence[Mapping[str, Value]]) -> set[int]:
        return violations(self._connection, self._schema, self._type, rule, rows, self._viewpoint)

    def _missing(self, rule: WorkRule) -> Suspicion:
        """What a row lacks of what a rule wants, if the rule is about it."""
        needed = rules.needed_fields(self._type, rule)
        is_convert = rule.kind is RuleKind.CONVERT

        def suspect(row: Mapping[str, Value]) -> Problem | None:
            missing = [spec for spec in needed if row.get(spec.key) is None]
            if not missing:
                return None
            labels = [spec.label(self._type.key) for spec in missing]
            params: dict[str, Any] = {
                "n": len(labels),
                "fields": t("ui.comma").join(labels),
                "rule": rule.name,
            }
            sentence = t("rules.convert", **params) if is_convert else t("rules.required", **params)
            return Problem(missing[0].key, labels[0], sentence)

        return suspect

    def _owners(self, rule: WorkRule) -> Suspicion:
        """Whether a row is somebody's who may not own it, if the rule is about it."""
        allowed = users_called(self._connection, rule.owners)
        label = self._type.field("owner").label(self._type.key)
        sentence = t("rules.owners", names=t("ui.comma").join(rule.owners), rule=rule.name)
        problem = Problem("owner", label, sentence)

        def suspect(row: Mapping[str, Value]) -> Problem | None:
            owner = row.get("owner")
            return problem if owner and owner not in allowed else None

        return suspect


def violations(
    connection: Connection,
    schema: Schema,
    record_type: RecordType,
    rule: WorkRule | AssignmentRule,
    rows: Sequence[Mapping[str, Value]],
    query_context: Callable[[], QueryContext],
) -> set[int]:
    """The places of the rows that a rule is about.

    Raises:
        UsageError: its condition cannot be read any more.
    """
    try:
        condition = filters.parse(rule.where)
        plain = without_rules(schema)
        return matching(connection, plain, record_type, condition, rows, query_context())
    except FilterError as error:
        raise UsageError("rules.unreadable", rule=rule.name, why=error) from error


def without_rules(schema: Schema) -> Schema:
    """The schema in which the words of rules mean nothing, so that none leads to itself."""
    return replace(schema, work_rules=())


def users_called(connection: Connection, names: Iterable[str]) -> dict[int, bool]:
    """The users with these user names or full names, in that order; whether each is active."""
    known: dict[str, tuple[int, bool]] = {}
    for user_id, name, full_name, is_inactive in connection.rows(
        "SELECT id, coalesce(name, ''), coalesce(full_name, ''), coalesce(is_inactive, 0)"
        " FROM users ORDER BY id DESC"
    ):
        for word in (full_name, name):
            if word:
                known[fold(word)] = (user_id, not is_inactive)
    found = [known[fold(name)] for name in names if fold(name) in known]
    return dict(found)


def check(
    connection: Connection,
    schema: Schema,
    record_type: RecordType,
    values: Mapping[str, Value],
    query_context: Callable[[], QueryContext],
    only: Collection[str] | None = None,
) -> None:
    """Raise ``InvalidRecordError`` where a record would break a rule of work.

    Of a rule itself, its people must be users, and its name its own.
    """
    if record_type.key in rules.TYPES:
        _check_people(connection, record_type, values)
        if only is None or "name" in only:
            _check_name(connection, record_type, values)
        if only is None or "condition" in only:
            _check_condition(schema, record_type, values, query_context())
    enforcer = ValidationRuleChecker(connection, schema, record_type, query_context)
    if enforcer.is_idle:
        return
    found = enforcer.problems([values], None if only is None else [only])
    if found:
        raise InvalidRecordError(record_type, found[0])


def _check_name(
    connection: Connection, record_type: RecordType, values: Mapping[str, Value]
) -> None:
    taken = connection.scalar(
        f"SELECT 1 FROM {quote(record_type.key)} WHERE name = ? AND id IS NOT ?",
        (values.get("name"), values.get("id")),
    )
    if taken:
        sentence = t("rules.name_taken", name=values.get("name"))
        label = record_type.field("name").label(record_type.key)
        raise InvalidRecordError(record_type, (Problem("name", label, sentence),))


def _check_condition(
    schema: Schema,
    record_type: RecordType,
    values: Mapping[str, Value],
    query_context: QueryContext,
) -> None:
    """Refuse a condition that names a record which is not there."""
    target = schema.types.get(str(values.get("record_type")))
    if target is None or values.get("is_inactive"):
        return
    try:
        condition = filters.parse(str(values.get("condition") or ""))
        compile_filter(condition, replace(schema, work_rules=()), target, query_context)
    except UsageError as error:
        label = record_type.field("condition").label(record_type.key)
        raise InvalidRecordError(record_type, (Problem("condition", label, str(error)),)) from error


def _check_people(
    connection: Connection, record_type: RecordType, values: Mapping[str, Value]
) -> None:
    key = "members" if "members" in record_type else "owners"
    label = record_type.field(key).label(record_type.key)
    for name in unpack_tags(values.get(key)):
        if not users_called(connection, [name]):
            sentence = t("rules.no_user", field=label, name=name)
            raise InvalidRecordError(record_type, (Problem(key, label, sentence),))
